package staff

import (
	"fmt"
	"slices"
	"strings"

	"warta/index/indextest/judged"
)

// A Line is one quote of an answer, as the program shows it.
type Line struct{ Article, Speaker, Text string }

// A Verdict says how well a question was answered.
type Verdict struct {
	Question *Question
	First    bool // the first line is a wanted one of the best grade
	All      bool // all wanted ones are among the first ten lines
	Clean    bool // no line of another person stands before a wanted one
	Shown    []string
}

// Judge compares an answer with what is wanted. Quotes are those of the collection.
func Judge(q *Question, quotes map[string]Quote, lines []Line) Verdict {
	v := Verdict{Question: q, All: true, Clean: true}
	lines = lines[:min(len(lines), judged.Depth)]
	at := make([]int, len(q.Wanted)) // the line of each wanted one, -1 for none
	for i := range at {
		at[i] = -1
	}
	last, others := -1, []int{}
	for n, line := range lines {
		ids := known(quotes, line)
		wanted := false
		for i, w := range q.Wanted {
			if at[i] < 0 && slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(w.Quotes, id) }) {
				at[i], last, wanted = n, n, true
			}
		}
		if !wanted && !spoken(q, quotes, ids, line) {
			others = append(others, n)
		}
		v.Shown = append(v.Shown, fmt.Sprintf("%s %v %s: %.60s", line.Article, ids, line.Speaker, line.Text))
	}
	best := 0
	for _, w := range q.Wanted {
		best = max(best, w.Grade)
	}
	for i, w := range q.Wanted {
		v.First = v.First || at[i] == 0 && w.Grade == best
		v.All = v.All && at[i] >= 0
	}
	v.Clean = len(q.Persons) == 0 || len(others) == 0 || others[0] > last && last >= 0
	return v
}

// known returns the ids of the quotes that a line holds.
func known(quotes map[string]Quote, line Line) []string {
	text := " " + folded(line.Text) + " "
	var ids []string
	for id, quote := range quotes {
		if quote.Article == line.Article && strings.Contains(text, " "+quote.Words+" ") {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// spoken reports whether a line has words of a person who is asked for.
func spoken(q *Question, quotes map[string]Quote, ids []string, line Line) bool {
	for _, id := range ids {
		if slices.Contains(q.Persons, quotes[id].Person) {
			return true
		}
	}
	if len(ids) > 0 {
		return false
	}
	for _, quote := range quotes { // a quote that the collection does not list: by the name
		if slices.Contains(q.Persons, quote.Person) && folded(quote.Name) == folded(line.Speaker) {
			return true
		}
	}
	return false
}

// Table returns the shares of questions by class and part.
func Table(verdicts []Verdict) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-15s %-9s %9s  first    all  clean\n", "class", "part", "questions")
	for _, class := range append(slices.Clone(Classes), judged.All) {
		for _, part := range judged.Parts {
			count, first, all, clean := Shares(verdicts, class, part)
			if count > 0 {
				fmt.Fprintf(&b, "%-15s %-9s %9d  %.3f  %.3f  %.3f\n", class, part, count, first, all, clean)
			}
		}
	}
	return b.String()
}

// Shares returns how many questions of a class and a part there are, and the shares in [0,1]
// of those whose first line is right, whose answer is complete, and that show no line of
// another person before.
func Shares(verdicts []Verdict, class string, part judged.Part) (count int, first, all, clean float64) {
	for _, v := range verdicts {
		if class != judged.All && v.Question.Class != class || part != judged.Both && v.Question.Held != (part == judged.HeldBack) {
			continue
		}
		count++
		first += one(v.First)
		all += one(v.All)
		clean += one(v.Clean)
	}
	n := float64(max(count, 1))
	return count, first / n, all / n, clean / n
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

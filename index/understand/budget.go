package understand

import (
	"fmt"
	"strings"

	"warta/index"
	"warta/index/people"
)

// Bounds of what the names and posts of one query may cost together. Other words are bounded
// by index.MaxWords.
const (
	maxLeaves = 1 << 15 // leaves of expressions
	maxLooked = 1 << 16 // names of the registry that are looked at
	// clauseCopies is how often a clause stands in the largest step, about: in that for most
	// of 32 words.
	clauseCopies = 4
	// maxPosts is how many different posts of one query of quotes are asked for: each is a look
	// through the roster and an expression of its own.
	maxPosts = 4
)

// tooManyNames says that a query used up its budget.
const tooManyNames = "the names mean too many people; some are searched by their words alone"

// tooManyPosts says that a query names more than maxPosts posts.
var tooManyPosts = fmt.Sprintf("only the first %d posts are asked for", maxPosts)

// A budget is what is left for the names and posts of a query.
type budget struct {
	leaves   int
	effort   people.Effort
	out      bool // something did not fit
	postsOut bool // there were more than maxPosts posts
	meanings map[string][]people.Meaning
}

func newBudget() budget {
	return budget{leaves: maxLeaves, effort: people.Effort{Left: maxLooked}, meanings: make(map[string][]people.Meaning)}
}

// afford reports whether so many leaves fit, and takes them.
func (b *budget) afford(leaves int) bool {
	if leaves > b.leaves {
		b.out = true
		return false
	}
	b.leaves -= leaves
	return true
}

// affordClause is afford for an expression in a clause.
func (b *budget) affordClause(leaves int) bool { return b.afford(clauseCopies * leaves) }

// meaning returns the people whom words mean. A query asks for the same words often.
func (u *understander) meaning(words []string) []people.Meaning {
	key := strings.Join(words, " ")
	who, known := u.budget.meanings[key]
	if !known {
		who = u.people.Meaning(&u.budget.effort, words, u.private)
		u.budget.meanings[key] = who
	}
	return who
}

// affordable returns those of the people whose keys fit, each of them so many times.
func (u *understander) affordable(who []people.Meaning, times int) []people.Meaning {
	var list []people.Meaning
	for _, m := range who {
		if u.budget.afford(times * (len(m.Keys) + len(m.Heard))) {
			list = append(list, m)
		}
	}
	return list
}

// orStated returns e if it fits, else stated: posts by the text of articles alone.
func (u *understander) orStated(e, stated index.Expr) index.Expr {
	if u.budget.afford(index.Leaves(e)) {
		return e
	}
	return stated
}

// noteBudget adds to the summary that the query used up its budget, or has too many posts.
func (u *understander) noteBudget() {
	s := &u.out.Summary
	s.ManyNames, s.ManyPosts = u.budget.out || u.budget.effort.Out, u.budget.postsOut
	for _, note := range []struct {
		is   bool
		text string
	}{{s.ManyNames, tooManyNames}, {s.ManyPosts, tooManyPosts}} {
		switch {
		case !note.is:
		case s.Dropped == "":
			s.Dropped = note.text
		default:
			s.Dropped += "; " + note.text
		}
	}
}

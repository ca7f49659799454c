package judged

import (
	"fmt"
	"slices"
	"strings"
)

// criteria says which made-up articles answer a query: all its keys must hold,
// one of the values of each, and the lowest grade counts.
//
//	subject:lantik       as much as the article is about it
//	office:33            3 for what it publishes, 1 for what mentions it and for
//	                     what the offices below it publish
//	chair:33             3 for what it publishes where its chair speaks, 1 otherwise
//	person:Mey_Nurlela   3 for who speaks, 2 for who is only named
//	day:2025-11          3 for every day that begins so
//	days:2025-11-03..2025-11-09
type criteria []criterion

type criterion struct {
	key    string
	values []string
}

func parseCriteria(text string) (criteria, error) {
	var c criteria
	for field := range strings.FieldsSeq(text) {
		key, values, ok := strings.Cut(field, ":")
		if !ok || !slices.Contains([]string{"subject", "office", "chair", "person", "day", "days"}, key) {
			return nil, fmt.Errorf("criterion %q is not known", field)
		}
		c = append(c, criterion{key, strings.Split(values, "|")})
	}
	return c, nil
}

// grade tells how well a answers.
func (c criteria) grade(a *made) int {
	grade := 3
	for _, k := range c {
		best := 0
		for _, value := range k.values {
			best = max(best, k.gradeOf(value, a))
		}
		grade = min(grade, best)
	}
	return grade
}

func (k criterion) gradeOf(value string, a *made) int {
	holds := false
	switch k.key {
	case "subject":
		if a.subject == value {
			return a.grade
		}
	case "office":
		if a.office == value {
			return 3
		}
		if a.visitor == value || strings.HasPrefix(a.office, value+".") {
			return 1
		}
	case "chair":
		if a.office == value {
			return map[bool]int{true: 3, false: 1}[a.chair]
		}
	case "person":
		return a.people[strings.ReplaceAll(value, "_", " ")]
	case "day":
		holds = strings.HasPrefix(a.day.Format("2006-01-02"), value)
	case "days":
		from, to, _ := strings.Cut(value, "..")
		day := a.day.Format("2006-01-02")
		holds = from <= day && day <= to
	}
	if holds {
		return 3
	}
	return 0
}

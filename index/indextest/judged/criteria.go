package judged

import (
	"fmt"
	"slices"
	"strings"
)

// criteria select the relevant generated articles of a query. An article must match each
// key with one of its values; its grade is the lowest of those.
//
//	subject:lantik       the grade of the article for the subject
//	office:33            3 if the office is the publisher, 1 if it is mentioned or an
//	                     office below it is the publisher
//	chair:33             3 if the office is the publisher and its chair speaks, else 1
//	person:Mey_Nurlela   3 if the person speaks, 2 if the person is only named
//	day:2025-11          3 for every day with this prefix
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

// grade returns the grade of a, 0 if it is not relevant.
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

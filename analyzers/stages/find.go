package stages

import (
	"slices"
	"strconv"
)

// Of returns the ids of the stages to which an article belongs, given the folded words of its title
// and text and the days of its date and events, as ISO dates: those whose days have one of them and
// that the words name. Where stages of several elections do, the words tell the kind of the
// election; a stage of a kind that is not the one named is left out. The order is that of
// [Calendar.Elections].
func (c *Calendar) Of(words []string, days []string) []string {
	var open []*Stage // with one of the days
	for i := range c.elections {
		for j := range c.elections[i].Stages {
			s := &c.elections[i].Stages[j]
			if s.hasAny(days) {
				open = append(open, s)
			}
		}
	}
	if open == nil {
		return nil
	}
	named, kinds := c.mentioned(words)
	var ids []string
	for _, s := range open {
		if !named[s.Of] || len(kinds) > 0 && !kinds[c.kindOf(s)] {
			continue
		}
		others := slices.ContainsFunc(open, func(o *Stage) bool { return o.Of == s.Of && o.Election != s.Election })
		if others && len(kinds) != 1 { // the words do not tell which
			continue
		}
		ids = append(ids, s.ID)
	}
	return ids
}

func (c *Calendar) kindOf(s *Stage) string {
	e, _ := c.Election(s.Election)
	return e.Kind
}

func (s *Stage) hasAny(days []string) bool {
	return slices.ContainsFunc(s.Days, func(d Days) bool {
		return slices.ContainsFunc(days, func(day string) bool { return d.From <= day && day <= d.To })
	})
}

// mentioned returns the stages and the kinds of elections that words of an article name.
func (c *Calendar) mentioned(words []string) (stages, kinds map[string]bool) {
	stages, kinds = make(map[string]bool), make(map[string]bool)
	c.inText.each(words, func(of string, _, _ int) { stages[of] = true })
	c.kinds.each(words, func(of string, _, _ int) { kinds[of] = true })
	return stages, kinds
}

// A Time is what a query says of when an election was: its year, or days of the stage.
type Time struct {
	Years []int  // of elections: "pemilu 2024"
	Days  []Days // periods: "februari 2023"; an empty end is open
}

// An Asked is a stage that a query names, by the words from First to End.
type Asked struct {
	First, End int
	// Stages are the stages of the elections that may be meant, the latest first. Where Sure is
	// set it is one, which the query tells.
	Stages []Stage
	Sure   bool
}

// Asked returns the stages that folded words of a query name, each once. The query determines the
// election by its kind and year ("pilkada 2024"), or by a time in which only one election had the stage
// ("coklit februari 2023"). A year in which none had it is the year of the election.
func (c *Calendar) Asked(words []string, at Time) []Asked {
	kinds := make(map[string]bool)
	c.kinds.each(words, func(of string, _, _ int) { kinds[of] = true })
	var out []Asked
	var of []string
	c.inQuery.each(words, func(stage string, first, end int) {
		if !slices.Contains(of, stage) {
			out, of = append(out, Asked{First: first, End: end}), append(of, stage)
		}
	})
	for i := range out {
		out[i].Stages, out[i].Sure = c.meant(of[i], kinds, at)
	}
	return slices.DeleteFunc(out, func(a Asked) bool { return len(a.Stages) == 0 })
}

// meant returns the stages of elections that a stage of a query may mean, the latest first, and
// whether the query tells that it is this one.
func (c *Calendar) meant(stage string, kinds map[string]bool, at Time) ([]Stage, bool) {
	var all, ofYear, ofDays, yearOfDays []Stage
	for _, e := range slices.Backward(c.elections) {
		if len(kinds) == 1 && !kinds[e.Kind] {
			continue
		}
		for _, s := range e.Stages {
			if s.Of != stage {
				continue
			}
			all = append(all, s)
			if slices.Contains(at.Years, e.Year) {
				ofYear = append(ofYear, s)
			}
			if s.meets(at.Days) {
				ofDays = append(ofDays, s)
			}
			if isYear(at.Days, e.Year) {
				yearOfDays = append(yearOfDays, s)
			}
		}
	}
	for _, list := range [][]Stage{ofYear, ofDays, yearOfDays} {
		if len(list) > 0 {
			return list, len(list) == 1
		}
	}
	return all, false
}

func (s *Stage) meets(days []Days) bool {
	return slices.ContainsFunc(s.Days, func(d Days) bool { return slices.ContainsFunc(days, d.meets) })
}

// isYear reports whether one of days is a whole year.
func isYear(days []Days, year int) bool {
	text := strconv.Itoa(year)
	return slices.Contains(days, Days{text + "-01-01", text + "-12-31"})
}

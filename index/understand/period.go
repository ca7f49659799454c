package understand

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"warta/analyzers/calendar"
	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/periods"
)

// times returns the periods in words side by side, none if they are read as plain words.
func (u *understander) times(words []string) periods.Reading {
	reading := periods.Read(words, u.today)
	for _, w := range reading.Impossible {
		if text := periodText(words[w.First:w.End]); !u.noPeriods && !slices.Contains(u.out.Summary.NotTimes, text) {
			u.out.Summary.NotTimes = append(u.out.Summary.NotTimes, text)
		}
	}
	if u.noPeriods {
		u.out.Summary.PeriodsOff = u.out.Summary.PeriodsOff || len(reading.Periods) > 0
		return periods.Reading{}
	}
	return reading
}

// matching returns the expression for documents of the days of p, by their date or by their
// event dates.
func matching(p periods.Period, of index.Of, event bool) index.Expr {
	from, to := p.Ends()
	return dockeys.Between(of, event, from, to)
}

// periodWeights returns the weights for p.
func (u *understander) periodWeights(p periods.Period) PeriodWeights {
	if p.Year && !p.Relative {
		return u.weights.Year
	}
	return u.weights.Period
}

// weighsPeriod reports whether periods like p are switched on.
func (u *understander) weighsPeriod(p periods.Period) bool {
	w := u.periodWeights(p)
	return w.Published > 0 || w.Event > 0
}

// electionYear returns the clause for the year of an election, a word of a query: it is part of a
// name and no period. Documents of that year count as those that name it.
func (u *understander) electionYear(words []string, at int) clause {
	year := u.chain(words[at])
	u.note(strings.Join(year, " "))
	if before := u.chain(words[at-1]); !u.excluded && len(before) > 0 && len(year) > 0 {
		u.pairs = append(u.pairs, []string{before[len(before)-1], year[0]})
	}
	p, _ := periods.Whole(year, time.Time{})
	return clause{want: u.datedOrNamed(p, u.weights.Year, year, u.fields()), period: true}
}

// period returns the clause for a period: documents published then, of events then, or with the
// words of its name. What depends on the day of the query is as often said of another day: its words
// count in titles alone, where a headline that was typed has them. The name of a month is said of
// that month alone.
func (u *understander) period(p periods.Period, words []string) clause {
	u.notePeriod(p, words)
	fields := u.fields()
	if p.Relative && !slices.ContainsFunc(words, func(w string) bool { return calendar.Month(w) != 0 }) {
		fields = u.titleFields()
	}
	return clause{want: u.datedOrNamed(p, u.periodWeights(p), u.chain(strings.Join(withoutDashes(words), " ")), fields), period: true}
}

// datedOrNamed returns the expression for documents of the days of p, or with words in one of the
// fields. In a question the number of a year is a word of the text too: what is asked of 2014 is
// told in later years.
func (u *understander) datedOrNamed(p periods.Period, w PeriodWeights, words []string, fields []textField) index.Expr {
	var dated index.Best
	if w.Published > 0 {
		dated = append(dated, index.Weigh{Of: matching(p, u.of, false), Boost: w.Published})
	}
	if w.Event > 0 {
		dated = append(dated, index.Weigh{Of: matching(p, u.of, true), Boost: w.Event})
	}
	var named index.Any
	for _, spelling := range u.spelledOut(words) {
		named = append(named, u.phraseIn(spelling, fields, 1))
	}
	out := index.Any{index.BestOf(dated), index.Weigh{Of: index.AnyOf(named), Boost: w.Named}}
	if n := len(words); u.manyWords && p.Year && !p.Relative && n > 0 {
		out = append(out, u.term(indonesian.Term{Surface: words[n-1]}, fields, 1))
	}
	return out
}

// spelledOut returns words and, for each that the glossary has another spelling of, the words with
// that: "pebruari 2024" for "februari 2024".
func (u *understander) spelledOut(words []string) [][]string {
	list := [][]string{words}
	for _, a := range indonesian.Glossary().Alternatives(u.analyzer.Query(strings.Join(words, " "))) {
		if a.End == a.Start+1 && a.End <= len(words) && len(a.Words) == 1 && a.Root == "" && !a.Weak {
			other := slices.Clone(words)
			other[a.Start] = a.Words[0]
			list = append(list, other)
		}
	}
	return list
}

// notePeriod adds a period to the summary.
func (u *understander) notePeriod(p periods.Period, words []string) {
	text := periodText(words)
	u.note(fmt.Sprintf("%s = %s", text, p))
	if u.excluded {
		return
	}
	from, to := p.Ends()
	u.out.Summary.Periods = append(u.out.Summary.Periods, UnderstoodPeriod{Text: text, From: from, To: to})
}

// periodText returns words of a period as the summary has them.
func periodText(words []string) string {
	return indonesian.TrimMarks(strings.ToLower(strings.Join(words, " ")))
}

// withoutDashes returns words without the dashes between spaces.
func withoutDashes(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == periods.Dash })
}

package understand

import (
	"fmt"
	"slices"
	"strings"

	"warta/index"
	"warta/index/dockeys"
	"warta/index/periods"
)

// times returns the periods in words side by side, none if they are read as plain words.
func (u *understander) times(words []string) periods.Reading {
	if u.noPeriods {
		return periods.Reading{}
	}
	return periods.Read(words, u.today)
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

// period returns the clause for a period: documents published then, of events then, or with the
// words of its name. What depends on the day of the query is as often said of another day: its words
// count in titles alone, where a headline that was typed has them.
func (u *understander) period(p periods.Period, words []string) clause {
	w := u.periodWeights(p)
	var dated index.Best
	if w.Published > 0 {
		dated = append(dated, index.Weigh{Of: matching(p, u.of, false), Boost: w.Published})
	}
	if w.Event > 0 {
		dated = append(dated, index.Weigh{Of: matching(p, u.of, true), Boost: w.Event})
	}
	u.notePeriod(p, words)
	fields := u.fields()
	if p.Relative {
		fields = u.titleFields()
	}
	text := u.phraseIn(u.chain(strings.Join(withoutDashes(words), " ")), fields, 1)
	return clause{want: index.Any{index.BestOf(dated), index.Weigh{Of: text, Boost: w.Named}}, period: true}
}

// notePeriod adds a period to the summary.
func (u *understander) notePeriod(p periods.Period, words []string) {
	text := strings.Trim(strings.ToLower(strings.Join(words, " ")), ".,;:()?!")
	u.note(fmt.Sprintf("%s = %s", text, p))
	if u.excluded {
		return
	}
	from, to := p.Ends()
	u.out.Summary.Periods = append(u.out.Summary.Periods, UnderstoodPeriod{Text: text, From: from, To: to})
}

// withoutDashes returns words without the dashes between spaces.
func withoutDashes(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == periods.Dash })
}

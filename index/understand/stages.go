package understand

import (
	"strconv"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/stages"
	"warta/index"
	"warta/index/periods"
)

// preferStages adds the stages of elections in words to the summary. Where the query tells which
// election is meant, articles of that stage get a weight; they need none of its words more.
func (u *understander) preferStages(clauses []clause, words []string, times periods.Reading) []clause {
	folded := make([]string, len(words))
	for i, word := range words {
		folded[i] = indonesian.FoldWord(word)
	}
	var at stages.Time
	for _, i := range times.Years {
		if year, err := strconv.Atoi(folded[i]); err == nil {
			at.Years = append(at.Years, year)
		}
	}
	for _, p := range times.Periods {
		from, to := p.Ends()
		at.Days = append(at.Days, stages.Days{From: from, To: to})
	}
	for _, asked := range stages.Known().Asked(folded, at) {
		u.noteStage(strings.Join(folded[asked.First:asked.End], " "), asked)
		if asked.Sure && len(asked.Stages[0].Days) > 0 && len(clauses) > 0 && u.weights.Stage > 0 {
			stage := index.Weigh{Of: index.Term{Field: index.KeyStage, Text: asked.Stages[0].ID}, Boost: u.weights.Stage}
			clauses[0] = clauses[0].preferring(stage)
		}
	}
	return clauses
}

// noteStage adds a stage to the summary.
func (u *understander) noteStage(text string, asked stages.Asked) {
	if u.excluded {
		return
	}
	out := UnderstoodStage{Text: text, Sure: asked.Sure}
	for _, s := range asked.Stages {
		meant := MeantStage{ID: s.ID, Election: s.Election, Name: s.Name, Label: s.Label, Days: []UnderstoodDays{}}
		for _, d := range s.Days {
			meant.Days = append(meant.Days, UnderstoodDays(d))
		}
		out.Meant = append(out.Meant, meant)
	}
	u.out.Summary.Stages = append(u.out.Summary.Stages, out)
}

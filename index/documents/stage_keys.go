package documents

import (
	"slices"

	"warta/analyzers/article"
	"warta/analyzers/stages"
	"warta/index/dockeys"
)

// stageKeys returns the ids of the stages of elections to which an article belongs, by the forms of
// the words of its title and text and by the days of its date and events; and the ids of their
// elections.
func stageKeys(a *article.Article, title, body []string) []string {
	var days []string
	for _, date := range append([]string{a.Date}, a.EventDates...) {
		if _, _, day := dockeys.DateParts(date); day != "" {
			days = append(days, day)
		}
	}
	if days == nil {
		return nil
	}
	known := stages.Known()
	ids := known.Of(slices.Concat(title, body), days)
	for _, id := range ids {
		if s, ok := known.ByID(id); ok {
			ids = append(ids, s.Election)
		}
	}
	return ids
}

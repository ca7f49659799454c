package documents

import (
	"slices"

	"warta/analyzers/article"
	"warta/analyzers/stages"
	"warta/index"
	"warta/index/dockeys"
)

// StageKeys returns the stages of elections to which an article belongs, and their elections, as
// the keys of its document. It reads the words of the article, as [Of] does.
func StageKeys(a *article.Article) []index.Keys {
	if daysOf(a) == nil {
		return nil
	}
	var t Tokenizer
	title, _ := t.Texts(index.FieldTitle, "", []string{a.Title})
	body, _ := t.Texts(index.FieldBody, "", a.Paragraphs)
	return appendKeys(nil, index.KeyStage, stageKeys(a, title.Terms, body.Terms))
}

// stageKeys returns the ids of the stages of elections to which an article belongs, by the forms of
// the words of its title and text and by the days of its date and events; and the ids of their
// elections.
func stageKeys(a *article.Article, title, body []string) []string {
	days := daysOf(a)
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

// daysOf returns the days of the date and of the events of an article, as ISO dates.
func daysOf(a *article.Article) []string {
	var days []string
	for _, date := range append([]string{a.Date}, a.EventDates...) {
		if _, _, day := dockeys.DateParts(date); day != "" {
			days = append(days, day)
		}
	}
	return days
}

package documents

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/people"
)

// Version changes whenever the documents [Of] the same reading are others
// for a reason that lies in this package.
const Version = "8"

// paragraphGap keeps phrases from running over the end of a paragraph.
const paragraphGap = 16

// minStoryWords is the length below which equal texts are no sign of a copy:
// a greeting, a form, an empty page.
const minStoryWords = 20

// minStoryTitle is the number of words below which equal titles are no sign of a
// copy.
const minStoryTitle = 4

// Of returns the documents of a change: the article's, then those of its
// quotes; none for a removal. It is a pure function.
func Of(c index.Change) []index.Document {
	a := c.Article
	if a == nil {
		return nil
	}
	var w Words
	docs := make([]index.Document, 0, 1+len(a.Quotes))
	body, roots := w.Texts(index.FieldBody, index.FieldBodyRoot, a.Paragraphs)
	title, titleRoots := w.Texts(index.FieldTitle, index.FieldTitleRoot, []string{a.Title})
	doc := index.Document{
		ID: index.ArticleDocument(c.ID), Of: index.Articles, Article: c.ID, Date: dockeys.Day(a),
		Story: story(body), Retold: retold(a, title), Publisher: publisher(a), Origin: a.Origin == "" || a.Publisher == nil || a.Publisher.Code == a.Origin,
		Texts: []index.Text{title, titleRoots, body, roots},
	}
	people := people.KeysOf(a)
	var speakers, names []string
	public := make(map[string]bool, len(a.Officials))
	for _, o := range a.Officials {
		public[o.ID] = o.Public
		if o.Public {
			names = append(names, o.Name)
		}
	}
	for i := range a.Quotes {
		speakers = append(speakers, people.SpeakerKeys(&a.Quotes[i])...)
	}
	if named, _ := w.Texts(index.FieldPeople, "", names); named.Length > 0 {
		doc.Texts = append(doc.Texts, named, spelling(index.FieldPeopleSpelt, names))
	}
	shared := func(of index.Of) []index.Keys {
		return Shared(of, a)
	}
	doc.Keys = shared(index.Articles)
	doc.Keys = appendKeys(doc.Keys, index.KeyOfficial, people.All)
	doc.Keys = appendKeys(doc.Keys, index.KeySpeaker, speakers)
	doc.Keys = appendKeys(doc.Keys, index.KeyEvidence, people.Evidence)
	doc.Keys = appendKeys(doc.Keys, index.KeySuggest, suggestKeys(a.Officials, people))
	docs = append(docs, doc)
	if len(a.Quotes) == 0 {
		return docs
	}
	common := shared(index.Quotes)
	for _, q := range a.Quotes {
		docs = append(docs, quoteDocument(&w, c.ID, a, q, common, people.SpeakerKeys(&q), public))
	}
	return docs
}

func quoteDocument(w *Words, id string, a *article.Article, q article.Quote, common []index.Keys, speaker []string, public map[string]bool) index.Document {
	text, roots := w.Texts(index.FieldQuote, index.FieldQuoteRoot, []string{q.Text})
	d := index.Document{
		ID: index.QuotePrefix(id) + q.ID, Of: index.Quotes, Article: id, Quote: q.ID, Date: dockeys.Day(a),
		Texts: []index.Text{text, roots}, Keys: common[:len(common):len(common)],
	}
	one := func(field, value string) {
		if value != "" {
			d.Keys = append(d.Keys, index.Keys{Field: field, Values: []string{value}})
		}
	}
	d.Keys = appendKeys(d.Keys, index.KeyField(index.Quotes, index.KeyOfficial), speaker)
	if q.Speaker != nil && (public[q.Speaker.ID] || people.GivenKey(&q) != "") {
		name, _ := w.Texts(index.FieldSpeaker, "", []string{q.Speaker.Name})
		d.Texts = append(d.Texts, name, spelling(index.FieldSpeakerSpelt, []string{q.Speaker.Name}))
	}
	if q.Role == nil {
		one(index.KeyRole, index.NoRole)
	} else {
		one(index.KeyOffice, q.Role.Satker)
		one(index.KeyRole, dockeys.Fold(q.Role.Title))
	}
	one(index.KeyQuoteKind, string(q.Kind))
	one(index.KeyConfidence, dockeys.Confidence(q.Confidence))
	return d
}

func addDates(add func(string, []string), a *article.Article) {
	year, month, day := dockeys.DateParts(a.Date)
	if day == "" {
		add(index.KeyMonth, []string{index.NoDate})
	} else {
		add(index.KeyYear, []string{year})
		add(index.KeyMonth, []string{month})
		add(index.KeyDay, []string{day})
	}
	var years, months, days []string
	for _, d := range a.EventDates {
		if year, month, day := dockeys.DateParts(d); day != "" {
			years, months, days = append(years, year), append(months, month), append(days, day)
		}
	}
	if days == nil {
		months = []string{index.NoDate}
	}
	add(index.KeyEventYear, years)
	add(index.KeyEventMonth, months)
	add(index.KeyEventDay, days)
}

// satkerPath adds to the codes those of their provinces. KPU RI is nobody's
// parent.
func satkerPath(codes []string) []string {
	var path []string
	for _, code := range codes {
		path = append(path, code)
		if province, _, below := strings.Cut(code, "."); below {
			path = append(path, province)
		}
	}
	return path
}

// topicPath adds to the topics their parents.
func topicPath(list []article.Topic) []string {
	var path []string
	for _, t := range list {
		path = append(path, t.ID)
		if leaf, ok := labels.Topics().Leaf(t.ID); ok {
			path = append(path, leaf.Parent)
		}
	}
	return path
}

// Shared returns the keys that an article has and all its quotes.
func Shared(of index.Of, a *article.Article) []index.Keys {
	var keys []index.Keys
	add := func(key string, values []string) { keys = appendKeys(keys, index.KeyField(of, key), values) }
	if a.Publisher != nil {
		add(index.KeyPublisher, []string{a.Publisher.Code})
	}
	add(index.KeySatker, satkerPath(a.Satker))
	add(index.KeyOffices, a.Satker)
	add(index.KeyTopic, topicPath(a.Topics))
	addDates(add, a)
	return keys
}

// appendKeys appends the values that are there, each once.
func appendKeys(keys []index.Keys, field string, values []string) []index.Keys {
	var distinct []string
	for _, v := range values {
		if v != "" && !slices.Contains(distinct, v) {
			distinct = append(distinct, v)
		}
	}
	if distinct == nil {
		return keys
	}
	return append(keys, index.Keys{Field: field, Values: distinct})
}

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

// Version changes with every change of this package that gives a reading other documents.
const Version = "10"

// paragraphGap is added to positions at the end of a paragraph, so that no phrase crosses it.
const paragraphGap = 16

// minStoryWords is the minimum length of a text whose copies are the same story. Shorter texts
// are greetings, forms or empty pages.
const minStoryWords = 20

// minRetoldQuote is the minimum number of words of a quote that identifies it in another text.
// Shorter ones are formulas: greetings, thanks, a call to vote.
const minRetoldQuote = 8

// minStoryTitle is the minimum number of words of a title that identifies a reprint.
const minStoryTitle = 4

// A Change is an article as read, or with a nil Article its removal.
type Change struct {
	ID      string
	Article *article.Article
}

// Updates returns what an engine is given for changes, in their order.
func Updates(changes []Change) []index.Update {
	updates := make([]index.Update, len(changes))
	for i, c := range changes {
		updates[i] = index.Update{ID: c.ID, Documents: Of(c)}
	}
	return updates
}

// Of returns the documents of a change: that of the article, then those of its quotes; none
// for a removal. Equal changes give equal documents.
func Of(c Change) []index.Document {
	a := c.Article
	if a == nil {
		return nil
	}
	var t Tokenizer
	docs := make([]index.Document, 0, 1+len(a.Quotes))
	t.collectNames()
	body, roots := t.Texts(index.FieldBody, index.FieldBodyRoot, a.Paragraphs)
	title, titleRoots := t.Texts(index.FieldTitle, index.FieldTitleRoot, []string{a.Title})
	heard := t.collectedNames()
	doc := index.Document{
		ID: index.ArticleDocument(c.ID), Of: index.Articles, Article: c.ID, Date: dockeys.Day(a),
		Story: storyKey(body), Retold: reprintKey(a, title), Publisher: publisher(a), Origin: a.Publisher != nil && (a.Origin == "" || a.Publisher.Code == a.Origin), Outside: a.Publisher == nil,
		Texts: []index.Text{title, titleRoots, body, roots},
	}
	named := people.KeysOf(a)
	var speakers, names []string
	public := make(map[string]bool, len(a.Officials))
	for _, o := range a.Officials {
		public[o.ID] = o.Public
		if o.Public {
			names = append(names, o.Name)
		}
	}
	for i := range a.Quotes {
		speakers = append(speakers, named.SpeakerKeys(&a.Quotes[i])...)
	}
	if text, _ := t.Texts(index.FieldPeople, "", names); text.Length > 0 {
		doc.Texts = append(doc.Texts, text, spelling(index.FieldPeopleSpelt, names))
	}
	if heard.Length > 0 {
		doc.Texts = append(doc.Texts, heard)
	}
	doc.Texts = appendTexts(doc.Texts, t.opening(a.Paragraphs))
	doc.Keys = SharedKeys(index.Articles, a)
	doc.Keys = appendKeys(doc.Keys, index.KeyOfficial, named.All)
	doc.Keys = appendKeys(doc.Keys, index.KeyStage, stageKeys(a, title.Terms, body.Terms))
	doc.Keys = appendKeys(doc.Keys, index.KeySpeaker, speakers)
	doc.Keys = appendKeys(doc.Keys, index.KeyEvidence, named.Evidence)
	doc.Keys = appendKeys(doc.Keys, index.KeySuggest, suggestKeys(a.Officials, named))
	docs = append(docs, doc)
	if len(a.Quotes) == 0 {
		return docs
	}
	common := SharedKeys(index.Quotes, a)
	about := t.families(index.FieldQuoteTitle, []string{headline(a)})
	near := surroundingsOf(a)
	for i, q := range a.Quotes {
		d := quoteDocument(&t, c.ID, a, q, common, named.SpeakerKeys(&q), public)
		d.Texts = appendTexts(d.Texts, t.families(index.FieldAround, near.around(i)), about, t.role(q.Role))
		docs = append(docs, d)
	}
	setQuoteStories(docs[0], docs[1:], a)
	return docs
}

// quoteDocument returns the document of a quote. Common are the keys of all quotes of the
// article, speaker the raw keys of its speaker, public the ids of public officials.
func quoteDocument(t *Tokenizer, id string, a *article.Article, q article.Quote, common []index.Keys, speaker []string, public map[string]bool) index.Document {
	text, roots := t.Texts(index.FieldQuote, index.FieldQuoteRoot, []string{q.Text})
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
	if q.Speaker != nil && (public[q.Speaker.ID] || people.EditorKey(&q) != "") {
		name, _ := t.Texts(index.FieldSpeaker, "", []string{q.Speaker.Name})
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

// appendTexts appends the texts that have terms.
func appendTexts(texts []index.Text, more ...index.Text) []index.Text {
	for _, text := range more {
		if len(text.Terms) > 0 {
			texts = append(texts, text)
		}
	}
	return texts
}

// addDates adds the keys of the date and of the event dates.
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

// satkerPath adds the codes of provinces to the codes in them. KPU RI has no code below it.
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

// topicPath returns the ids of topics and of their parents.
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

// regulationIDs returns the ids of regulations.
func regulationIDs(list []article.Regulation) []string {
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.ID
	}
	return ids
}

// SharedKeys returns the keys that an article shares with all of its quotes, under the fields
// of one kind of documents.
func SharedKeys(of index.Of, a *article.Article) []index.Keys {
	var keys []index.Keys
	add := func(key string, values []string) { keys = appendKeys(keys, index.KeyField(of, key), values) }
	if a.Publisher != nil {
		add(index.KeyPublisher, []string{a.Publisher.Code})
	}
	add(index.KeySatker, satkerPath(a.Satker))
	add(index.KeyOffices, a.Satker)
	add(index.KeyTopic, topicPath(a.Topics))
	add(index.KeyRegulation, regulationIDs(a.Regulations))
	addDates(add, a)
	return keys
}

// appendKeys appends a field with its distinct values that are not empty, if there are any.
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

package index

import (
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/article"
)

// DocumentsVersion changes whenever [Documents] of the same reading are others
// for a reason that lies in this package.
const DocumentsVersion = "8"

// The fields of tokens. Forms as typed (with positions) and roots (without) are
// two fields, never two tokens of one; those of quotes have names of their own,
// so that one index holds both kinds of documents.
const (
	FieldTitle     = "title"
	FieldTitleRoot = "title.root"
	FieldBody      = "body"
	FieldBodyRoot  = "body.root"
	FieldQuote     = "quote.text"
	FieldQuoteRoot = "quote.text.root"
	FieldPeople    = "people"       // the names of the officials of an article
	FieldSpeaker   = "quote.people" // the name of the speaker of a quote
	// The names again, in one spelling: see spelling.
	FieldPeopleSpelt  = "people.spelt"
	FieldSpeakerSpelt = "quote.people.spelt"
)

// FieldID has the ID of each document as its only key. Engines know it by themselves;
// it is no field of [Document].
const FieldID = "_id"

// The fields of keys that articles and quotes both have; a quote has them under
// the names that [KeyField] gives.
const (
	KeyOfficial   = "official"    // raw keys, see keyEnd; of a quote its speaker
	KeySatker     = "satker"      // codes, and those of their provinces
	KeyOffices    = "satker.self" // codes alone
	KeyTopic      = "topic"       // ids and their parents
	KeyPublisher  = "publisher"
	KeySpeaker    = "speaker"
	KeyYear       = "year"  // "2025"
	KeyMonth      = "month" // "2025-11", or NoDate
	KeyDay        = "day"   // "2025-11-04"
	KeyEventYear  = "event.year"
	KeyEventMonth = "event.month"
	KeyEventDay   = "event.day"
	// KeySuggest has the officials of an article by every word of their names, only
	// of articles: see suggestKeys.
	KeySuggest = "suggest"
	// KeyEvidence has pairs of raw keys that an article tells to be one person, or
	// two; only of articles.
	KeyEvidence = "official.evidence"
)

// The fields of keys that only quotes have.
const (
	KeyOffice     = "quote.office" // satker code of the speaker's office then
	KeyRole       = "quote.role"   // folded title of the speaker then, or noRole
	KeyQuoteKind  = "quote.kind"
	KeyConfidence = "quote.confidence" // whole hundredths, "000" to "100"
)

// noRole is the value of [KeyRole] of quotes whose article tells no post of the speaker:
// no title has it.
const noRole = "\x1f"

// KeyField returns the name under which documents of that kind have the field
// of keys.
func KeyField(of Of, key string) string {
	if of == Quotes {
		return "quote." + key
	}
	return key
}

// A Document is what an engine holds of an article or of a quote.
type Document struct {
	// ID is "a:" and the article's id, or "q:", the article's id, "#" and the
	// quote's id: it begins alike for all quotes of one article.
	ID      string
	Of      Of
	Article string
	Quote   string
	Date    string // ISO date, or empty
	// Documents with the same Story, and those with the same Retold of one story each
	// of several publishers, are copies of one story, and so is what a chain of such
	// joins; both are empty for what has no copies. A Retold that one publisher has
	// twice, for what are no copies by Story, joins nothing: the title is a general
	// one. Of the copies the first is the one at its Origin, else the earliest, else
	// the one whose ID is less.
	Story     string
	Retold    string
	Publisher string // code of the office; not empty beside Retold
	Origin    bool
	Texts     []Text
	Keys      []Keys
}

// A Text is one field of tokens. Positions are nil for a field that phrases do
// not look at; they never fall. Length is the number of words, which can be less than that of
// terms: a compound and its pieces overlie each other.
type Text struct {
	Field     string
	Terms     []string
	Positions []int
	Length    int
}

// Keys are the values of one field of keys, each once.
type Keys struct {
	Field  string
	Values []string
}

// paragraphGap keeps phrases from running over the end of a paragraph.
const paragraphGap = 16

// minStoryWords is the length below which equal texts are no sign of a copy:
// a greeting, a form, an empty page.
const minStoryWords = 20

// minStoryTitle is the number of words below which equal titles are no sign of a
// copy.
const minStoryTitle = 4

// ArticleDocument returns the ID of an article's [Document].
func ArticleDocument(id string) string { return "a:" + id }

// QuotePrefix returns what the IDs of the documents of an article's quotes, and
// no others, begin with.
func QuotePrefix(article string) string {
	return fmt.Sprintf("q:%d:%s#", len(article), article)
}

// SplitDocument returns the ids in a Document.ID; quote is empty for articles.
func SplitDocument(id string) (article, quote string) {
	if rest, ok := strings.CutPrefix(id, "a:"); ok {
		return rest, ""
	}
	var n int
	rest := strings.TrimPrefix(id, "q:")
	digits, rest, _ := strings.Cut(rest, ":")
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	if n < 0 || n >= len(rest) {
		return rest, ""
	}
	return rest[:n], rest[n+1:]
}

// Documents returns the documents of a change: the article's, then those of its
// quotes; none for a removal. It is a pure function.
func Documents(c Change) []Document {
	a := c.Article
	if a == nil {
		return nil
	}
	var w words
	docs := make([]Document, 0, 1+len(a.Quotes))
	body, roots := w.texts(FieldBody, FieldBodyRoot, a.Paragraphs)
	title, titleRoots := w.texts(FieldTitle, FieldTitleRoot, []string{a.Title})
	doc := Document{
		ID: ArticleDocument(c.ID), Of: Articles, Article: c.ID, Date: day(a),
		Story: story(body), Retold: retold(a, title), Publisher: publisher(a), Origin: a.Origin == "" || a.Publisher == nil || a.Publisher.Code == a.Origin,
		Texts: []Text{title, titleRoots, body, roots},
	}
	people := keysOfPeople(a)
	var speakers, names []string
	public := make(map[string]bool, len(a.Officials))
	for _, o := range a.Officials {
		public[o.ID] = o.Public
		if o.Public {
			names = append(names, o.Name)
		}
	}
	for i := range a.Quotes {
		speakers = append(speakers, people.speakerKeys(&a.Quotes[i])...)
	}
	if named, _ := w.texts(FieldPeople, "", names); named.Length > 0 {
		doc.Texts = append(doc.Texts, named, spelling(FieldPeopleSpelt, names))
	}
	shared := func(of Of) []Keys {
		return sharedKeys(of, a)
	}
	doc.Keys = shared(Articles)
	doc.Keys = appendKeys(doc.Keys, KeyOfficial, people.all)
	doc.Keys = appendKeys(doc.Keys, KeySpeaker, speakers)
	doc.Keys = appendKeys(doc.Keys, KeyEvidence, people.evidence)
	doc.Keys = appendKeys(doc.Keys, KeySuggest, suggestKeys(a.Officials, people))
	docs = append(docs, doc)
	if len(a.Quotes) == 0 {
		return docs
	}
	common := shared(Quotes)
	for _, q := range a.Quotes {
		docs = append(docs, quoteDocument(&w, c.ID, a, q, common, people.speakerKeys(&q), public))
	}
	return docs
}

func quoteDocument(w *words, id string, a *article.Article, q article.Quote, common []Keys, speaker []string, public map[string]bool) Document {
	text, roots := w.texts(FieldQuote, FieldQuoteRoot, []string{q.Text})
	d := Document{
		ID: QuotePrefix(id) + q.ID, Of: Quotes, Article: id, Quote: q.ID, Date: day(a),
		Texts: []Text{text, roots}, Keys: common[:len(common):len(common)],
	}
	one := func(field, value string) {
		if value != "" {
			d.Keys = append(d.Keys, Keys{field, []string{value}})
		}
	}
	d.Keys = appendKeys(d.Keys, KeyField(Quotes, KeyOfficial), speaker)
	if q.Speaker != nil && (public[q.Speaker.ID] || givenKey(&q) != "") {
		name, _ := w.texts(FieldSpeaker, "", []string{q.Speaker.Name})
		d.Texts = append(d.Texts, name, spelling(FieldSpeakerSpelt, []string{q.Speaker.Name}))
	}
	if q.Role == nil {
		one(KeyRole, noRole)
	} else {
		one(KeyOffice, q.Role.Satker)
		one(KeyRole, foldKey(q.Role.Title))
	}
	one(KeyQuoteKind, string(q.Kind))
	one(KeyConfidence, confidenceKey(q.Confidence))
	return d
}

// confidenceKey writes c rounded down to hundredths, never down from one that
// has two digits only.
func confidenceKey(c float64) string {
	return fmt.Sprintf("%03d", int(min(max(c, 0), 1)*100+1e-9))
}

func addDates(add func(string, []string), a *article.Article) {
	year, month, day := dateParts(a.Date)
	if day == "" {
		add(KeyMonth, []string{NoDate})
	} else {
		add(KeyYear, []string{year})
		add(KeyMonth, []string{month})
		add(KeyDay, []string{day})
	}
	var years, months, days []string
	for _, d := range a.EventDates {
		if year, month, day := dateParts(d); day != "" {
			years, months, days = append(years, year), append(months, month), append(days, day)
		}
	}
	if days == nil {
		months = []string{NoDate}
	}
	add(KeyEventYear, years)
	add(KeyEventMonth, months)
	add(KeyEventDay, days)
}

// dateParts cuts "2025-11-04" into "2025", "2025-11" and itself; a text of
// another form gives nothing.
func dateParts(date string) (year, month, day string) {
	if len(date) != len("2006-01-02") || date[4] != '-' || date[7] != '-' {
		return "", "", ""
	}
	return date[:4], date[:7], date
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
		if leaf, ok := knownTopics().Leaf(t.ID); ok {
			path = append(path, leaf.Parent)
		}
	}
	return path
}

// sharedKeys returns the keys that an article has and all its quotes.
func sharedKeys(of Of, a *article.Article) []Keys {
	var keys []Keys
	add := func(key string, values []string) { keys = appendKeys(keys, KeyField(of, key), values) }
	if a.Publisher != nil {
		add(KeyPublisher, []string{a.Publisher.Code})
	}
	add(KeySatker, satkerPath(a.Satker))
	add(KeyOffices, a.Satker)
	add(KeyTopic, topicPath(a.Topics))
	addDates(add, a)
	return keys
}

// appendKeys appends the values that are there, each once.
func appendKeys(keys []Keys, field string, values []string) []Keys {
	var distinct []string
	for _, v := range values {
		if v != "" && !slices.Contains(distinct, v) {
			distinct = append(distinct, v)
		}
	}
	if distinct == nil {
		return keys
	}
	return append(keys, Keys{field, distinct})
}

// day returns the day by which a is sorted, empty where it has none.
func day(a *article.Article) string {
	_, _, day := dateParts(a.Date)
	return day
}

package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"warta/analyzers/article"
	"warta/analyzers/officials"
	"warta/index/archive"
	"warta/index/people"
	"warta/index/search"
)

// An ArticleView is our copy of an article.
type ArticleView struct {
	Head
	Article    *article.Article
	Host       string
	Source     string
	Publisher  *Link
	Origin     string // who wrote it, where it is a repost
	Paragraphs []Paragraph
	People     []PersonView
	Offices    []Link
	Subjects   []Link
	Rules      []Link // regulations that it names
	Quotes     []QuoteView
	Self       string
	Share      string // opens WhatsApp with title, source and date
	Copies     []Link
	Similar    []Hit
	Versions   []VersionView
	Received   string // when the shown version came
	Old        bool   // a newer version is there
}

// A Paragraph is cut where quotes begin and end.
type Paragraph struct {
	Number int
	Pieces []QuotePiece
}

// A QuotePiece is a stretch of a paragraph; in a quote where Quote is set.
type QuotePiece struct {
	Text   string
	Quote  string // id of the quote, or empty
	Anchor bool   // the quote begins here
	Title  string // who says it
}

// A PersonView is an official of an article.
type PersonView struct {
	Name  string
	Roles []string
	Page  string // about them
	Words string // their quotes; empty where they say nothing here
}

// A QuoteView is a quote in the list beside an article.
type QuoteView struct {
	ID, Text, Speaker, Page string
}

// NewArticleView arranges an article for its page on the service at base.
func NewArticleView(base string, a *article.Article, names Names) *ArticleView {
	v := &ArticleView{
		Head:    Head{Title: shorten(a.Title, 80), Path: "/", Section: "artikel", Canonical: base + articlePath(a.ID)},
		Article: a, Self: articlePath(a.ID),
	}
	if v.Title == "" {
		v.Title = "Artikel tanpa judul"
	}
	if len(a.Paragraphs) > 0 {
		v.Description = shorten(a.Paragraphs[0], 160)
	}
	if host := webHost(a.URL); host != "" {
		v.Source, v.Host = a.URL, host
	}
	publisher := ""
	if a.Publisher != nil {
		if publisher = a.Publisher.Name; publisher == "" {
			publisher = names.Satker(a.Publisher.Code)
		}
		v.Publisher = &Link{Label: publisher, Href: officePath(a.Publisher.Code)}
	}
	if a.Origin != "" {
		v.Origin = names.Satker(a.Origin)
	}
	v.Linked = linkedArticle(base, a, publisher)
	v.Share = whatsApp("*"+v.Title+"*", strings.Trim(publisher+", "+PressDate(a.Date), ", "), v.Canonical)
	for i, text := range a.Paragraphs {
		v.Paragraphs = append(v.Paragraphs, Paragraph{i, cut(text, spansIn(a, i))})
	}
	for _, o := range a.Officials {
		if !o.Public {
			continue
		}
		person := PersonView{Name: o.Name, Page: officialPath(o.ID)}
		if slices.ContainsFunc(a.Quotes, func(q article.Quote) bool {
			return q.IsSpeech() && q.Speaker != nil && q.Speaker.ID == o.ID
		}) {
			person.Words = pageLink("/kutipan")(url.Values{"official": {o.ID}})
		}
		for _, r := range o.Roles {
			person.Roles = append(person.Roles, roleLabel(&r))
		}
		v.People = append(v.People, person)
	}
	for _, code := range a.Satker {
		v.Offices = append(v.Offices, Link{Label: names.Satker(code), Href: officePath(code)})
	}
	for _, t := range a.Topics {
		v.Subjects = append(v.Subjects, Link{Label: names.Topic(t.ID), Href: topicPath(t.ID)})
	}
	for _, r := range a.Regulations {
		v.Rules = append(v.Rules, Link{Label: r.Label, Href: RegulationPath(r.ID)})
	}
	for _, q := range a.Quotes {
		if !q.IsSpeech() {
			continue
		}
		view := QuoteView{ID: q.ID, Text: bare(q), Page: quotePath(q.ID)}
		if q.Speaker != nil {
			view.Speaker = q.Speaker.Name
		}
		v.Quotes = append(v.Quotes, view)
	}
	return v
}

// A VersionView is one state of an article as it was received.
type VersionView struct {
	Number  int
	When    string // as people read it
	At      string // as machines do
	Title   string // where it was another than now
	Href    string // empty for the newest
	Current bool   // this is the one that is shown
}

// AddVersions lists the states of the article, the newest first; shown is the
// number of the one on the page.
func (v *ArticleView) AddVersions(versions []archive.Version, shown int) {
	for i, version := range versions {
		one := VersionView{
			Number: version.Version, When: LongTime(version.ReceivedAt), At: version.ReceivedAt.UTC().Format(time.RFC3339),
			Href: v.Self, Current: version.Version == shown,
		}
		if i > 0 {
			one.Href += "?" + url.Values{"versi": {strconv.Itoa(version.Version)}}.Encode()
		}
		if version.Article != nil && version.Article.Title != v.Article.Title {
			one.Title = version.Article.Title
		}
		v.Versions = append(v.Versions, one)
		if one.Current {
			v.Received = one.When
			v.Old = i > 0
		}
	}
	if v.Old {
		v.NoIndex, v.Linked = true, nil
	}
}

// AddCopies names the other sites that carry the article.
func (v *ArticleView) AddCopies(copies []search.Hit) {
	for _, c := range copies {
		v.Copies = append(v.Copies, copyLink(c))
	}
}

// AddSimilar lists what is like the article.
func (v *ArticleView) AddSimilar(hits []search.Hit) {
	for _, h := range hits {
		v.Similar = append(v.Similar, newHit("/", "", h))
	}
}

// roleLabel writes a role as people say it, "Ketua KPU Kota Semarang", and who says so
// where it is not the text.
func roleLabel(r *article.Role) string {
	name := roleName(r)
	if r == nil {
		return name
	}
	switch r.Basis {
	case article.ByRoster:
		name += " (menurut daftar pejabat)"
	case article.ByElsewhere:
		name += " (menurut berita lain)"
	}
	return name
}

// roleName writes a role alone.
func roleName(r *article.Role) string {
	if r == nil {
		return ""
	}
	return titled(r.Title, r.Office)
}

// titled writes a title with its office, whose kind is left out where the title has it: "Kapolres
// Mimika" of the Polres Mimika, "Plt. Bupati Sleman" of the government of that regency.
func titled(title, office string) string {
	post := title
	for {
		if rest, implied := officials.WithoutImplied(post, office); implied {
			office = rest
			break
		}
		mark, rest, ok := strings.Cut(post, " ")
		acting, former := people.KnownPosts().Mark(strings.ToLower(strings.TrimRight(mark, ".")))
		if !ok || !acting && !former {
			break
		}
		post = rest
	}
	return strings.TrimSpace(strings.TrimSpace(title) + " " + strings.TrimSpace(office))
}

type quoteSpan struct {
	article.Span
	id, title string
	first     bool
}

// spansIn returns where quotes stand in a paragraph, in order and apart from each
// other. Reported speech is left out: it is the writer's wording.
func spansIn(a *article.Article, paragraph int) []quoteSpan {
	var spans []quoteSpan
	for _, q := range a.Quotes {
		if q.Kind == article.Indirect {
			continue
		}
		title := "Kutipan"
		if q.Speaker != nil {
			title = "Kutipan " + q.Speaker.Name
		}
		for i, p := range q.Parts {
			if p.In != article.InTitle && p.Paragraph == paragraph && p.Span.In(a.Paragraphs[paragraph]) {
				spans = append(spans, quoteSpan{p.Span, q.ID, title, i == 0})
			}
		}
	}
	slices.SortStableFunc(spans, func(x, y quoteSpan) int { return cmp.Compare(x.Start, y.Start) })
	end := 0
	return slices.DeleteFunc(spans, func(s quoteSpan) bool {
		if s.Start < end {
			return true
		}
		end = s.End
		return false
	})
}

// cut takes a paragraph apart at the spans.
func cut(text string, spans []quoteSpan) []QuotePiece {
	var pieces []QuotePiece
	at := 0
	for _, s := range spans {
		if s.Start > at {
			pieces = append(pieces, QuotePiece{Text: text[at:s.Start]})
		}
		pieces = append(pieces, QuotePiece{Text: s.Of(text), Quote: s.id, Anchor: s.first, Title: s.title})
		at = s.End
	}
	if at < len(text) {
		pieces = append(pieces, QuotePiece{Text: text[at:]})
	}
	return pieces
}

// A ProblemView is what went wrong, for a person.
type ProblemView struct {
	Head
	Status    int
	Heading   string
	Text      string
	RequestID string
	Article   string // id of the article where a quote once was, or empty
	Elsewhere *Link  // the list that has what was meant, or nil
}

// ArticlePath returns the path of that article, empty without one.
func (v *ProblemView) ArticlePath() string {
	if v.Article == "" {
		return ""
	}
	return articlePath(v.Article)
}

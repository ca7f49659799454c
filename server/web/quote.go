package web

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"warta/analyzers/article"
	"warta/index/search"
)

// Said is the quote of a hit.
type Said struct {
	search.QuoteHit
	Speaker  *Link
	Role     string
	Href     string // our copy of the article at the quote
	Page     string // the quote's own page
	Source   string // the source at the quote, or empty
	Pieces   []Piece
	Around   []Around // the paragraph of the quote, and the one before
	Sure     string   // the confidence in the speaker, in words
	Because  string   // the words of the article that name the speaker
	Why      string   // the reason without such words
	Citation string   // for another article
	Share    string   // opens WhatsApp with the citation
}

// Around is a paragraph around a quote, cut where the quote begins and ends.
type Around struct{ Pieces []QuotePiece }

func newSaid(path, base string, h search.Hit) *Said {
	said := &Said{
		QuoteHit: *h.Quote, Role: roleLabel(h.Quote.Role), Page: quotePath(h.Quote.ID),
		Href: articlePath(h.ID) + "#kutipan-" + url.PathEscape(h.Quote.ID),
		Sure: sureness(h.Quote.Quote), Because: because(h.Article, h.Quote.Quote),
	}
	if said.Because == "" {
		said.Why = reason(h.Quote.Quote)
	}
	if webHost(h.Quote.Source) != "" {
		said.Source = h.Quote.Source
	}
	if p := h.Quote.Speaker; p != nil {
		said.Speaker = &Link{Label: p.Name}
		if isPublic(h.Article, p.ID) {
			said.Speaker.Href = pageLink(path)(url.Values{"official": {p.ID}})
		}
	}
	if said.Pieces = Spoken(h.Quote.TextHTML); said.Pieces == nil {
		said.Pieces = []Piece{{Text: strings.TrimSuffix(h.Quote.Text, ",")}}
	}
	said.Around = around(h.Article, h.Quote.Quote)
	said.Citation = citation(h)
	said.Share = whatsApp(said.Citation, base+said.Page)
	return said
}

// A QuotePageView is the page of one quote.
type QuotePageView struct {
	Head
	Hit    Hit
	Fix    *Correction // for staff, else nil
	SignIn string      // the address of signing in, for all others
}

// NewQuotePageView arranges the quote of a hit for its page on the service at
// base.
func NewQuotePageView(base string, h search.Hit) *QuotePageView {
	v := &QuotePageView{Hit: newHit("/kutipan", base, h)}
	v.Head = Head{Title: "Kutipan", Path: "/kutipan", Section: "kutipan", Canonical: base + v.Hit.Said.Page, Linked: linkedHitQuote(base, h)}
	if v.Hit.Said.Speaker != nil {
		v.Title += " " + v.Hit.Said.Speaker.Label
	}
	v.SignIn = signInPath(v.Hit.Said.Page)
	v.Title += ": “" + shorten(strings.TrimSuffix(h.Quote.Text, ","), 50) + "”"
	v.Description = shorten(v.Hit.Said.Citation, 300)
	return v
}

// around returns the paragraphs in which a quote stands and the one before them.
func around(a *article.Article, q article.Quote) []Around {
	if a == nil {
		return nil
	}
	first, last := -1, -1
	for _, p := range q.Parts {
		if p.In == article.InTitle || p.Paragraph < 0 || p.Paragraph >= len(a.Paragraphs) {
			continue
		}
		if first < 0 {
			first = p.Paragraph
		}
		last = p.Paragraph
	}
	if first < 0 {
		return nil
	}
	var out []Around
	one := article.Article{Title: a.Title, Paragraphs: a.Paragraphs, Quotes: []article.Quote{q}}
	if one.Quotes[0].Kind == article.Indirect { // asked for, so it is shown
		one.Quotes[0].Kind = article.Mixed
	}
	for i := max(0, first-1); i <= last; i++ {
		out = append(out, Around{cut(a.Paragraphs[i], spansIn(&one, i))})
	}
	return out
}

// citation writes a quote as the Indonesian press does: the words, who said them
// in which office, and where and when it was published.
func citation(h search.Hit) string {
	q := h.Quote
	var tail []string
	who := roleName(q.Role)
	if q.Role != nil && q.Role.Basis != "" { // a citation has only what the text says
		who = ""
	}
	if q.Speaker != nil {
		who = strings.TrimSpace(who + " " + q.Speaker.Name)
	}
	if who != "" {
		tail = append(tail, "kata "+who)
	}
	where := webHost(h.URL)
	if h.Publisher != nil && h.Publisher.Name != "" {
		where = h.Publisher.Name
	}
	if where != "" {
		tail = append(tail, "dikutip dari laman "+where)
	}
	if day := PressDate(h.Date); day != "" {
		tail = append(tail, day)
	}
	words := strings.TrimSpace(q.Text)
	asks := strings.HasSuffix(words, "?") || strings.HasSuffix(words, "!") || strings.HasSuffix(words, "…")
	switch {
	case len(tail) == 0:
		return "“" + words + "”"
	case !asks:
		words = strings.TrimRight(words, ".,;: ") + ","
	}
	return "“" + words + "” " + strings.Join(tail, ", ") + "."
}

// PressDate writes an ISO date as newspapers do: "Selasa (4/11/2025)"; empty for
// what is no day.
func PressDate(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return weekdays[t.Weekday()] + " (" + strconv.Itoa(t.Day()) + "/" + strconv.Itoa(int(t.Month())) + "/" + strconv.Itoa(t.Year()) + ")"
}

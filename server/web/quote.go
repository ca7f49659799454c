package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"time"

	"warta/analyzers/article"
	"warta/index/archive"
	"warta/index/search"
)

// Said is the quote of a hit: what stands in one line of a list, and what is one step away.
type Said struct {
	search.QuoteHit
	Speech   bool   // all words are of a speaker
	Marks    bool   // the words stand between quotation marks
	LeadIn   string // before words that are no speech: "Menurut laporan KPU Kota Semarang:"
	Label    string // whose words they are, where it is not plain: "kutipan tidak langsung"
	Pieces   []Piece
	Headline bool // the words are a title: the speaker is only named in it
	Speaker  *Link
	Unnamed  string // in place of the speaker, where the text names none
	Role     string
	Sure     string // "tinggi", "sedang" or "rendah"; empty without a speaker or for a title
	Where    string // where the subject was found, if not in the words
	Likely   string // what is not written of the post asked for, where the speaker only likely held it
	Also     string // where else the words were published: "juga di 3 tempat lain"
	Href     string // our copy of the article at the quote

	// One step away.
	Whole    bool     // shown at once: the page has this quote alone
	Page     string   // the quote's own page
	Source   string   // the source, at the quote where it still has the words; or empty
	Around   []Around // the paragraph of the quote, and the one before
	Why      string   // the confidence in the speaker with its reason
	Places   []Link   // the others that have the words
	Citation string   // for another article
	Share    string   // opens WhatsApp with the citation
}

// Around is a paragraph around a quote, cut where the quote begins and ends.
type Around struct{ Pieces []QuotePiece }

// newSaid arranges the quote of a hit.
func newSaid(path, base string, h search.Hit) *Said {
	q := h.Quote.Quote
	w := wordingOf(q)
	said := &Said{
		QuoteHit: *h.Quote, Speech: w.isVerbatim(), Marks: isMarked(q), LeadIn: leadIn(h), Label: w.label(),
		Role: roleLabel(q.Role), Where: matchedIn[h.Quote.Matched], Also: alsoAt(h), Places: placesOf(h),
		Page: quotePath(q.ID), Href: articlePath(h.ID) + anchorOf(q), Why: why(h.Article, q),
	}
	if h.Quote.PostUnstated {
		said.Likely = unstated(q.Role)
	}
	if said.Headline = w == wordsHeadline; !said.Headline {
		said.Sure, said.Unnamed = sureness(q), cmp.Or(said.Role, "Pembicara tidak disebutkan")
	}
	if webHost(h.Quote.Source) != "" {
		said.Source = h.Quote.Source
	} else if webHost(h.URL) != "" {
		said.Source = h.URL
	}
	if p := q.Speaker; p != nil {
		said.Speaker = &Link{Label: p.Name}
		if isPublic(h.Article, p.ID) {
			said.Speaker.Href = pageLink(path)(url.Values{"official": {p.ID}})
		}
	}
	if said.Pieces = Spoken(h.Quote.TextHTML); said.Pieces == nil {
		said.Pieces = []Piece{{Text: bare(q)}}
	}
	said.Around = around(h.Article, q)
	said.Citation = citation(h)
	said.Share = whatsApp(said.Citation, base+said.Page)
	return said
}

// unstated says what the article does not tell of the post that is asked for, given the role
// that it tells.
func unstated(role *article.Role) string {
	if role == nil {
		return "jabatan pada hari itu tidak tertulis"
	}
	return "divisi pada hari itu tidak tertulis"
}

// matchedIn says where the subject of a search was found, if not in the words of the quote.
var matchedIn = map[string]string{
	"around": "cocok pada kalimat di sekitarnya",
	"title":  "cocok pada judul berita",
	"topic":  "cocok pada topik berita",
}

// maxPlaces is how many other places a quote lists.
const maxPlaces = 20

// placesOf lists the other places of a quote, with day and page.
func placesOf(h search.Hit) []Link {
	var list []Link
	for _, p := range h.Places[:min(maxPlaces, len(h.Places))] {
		list = append(list, Link{Label: joined(nameOf(p), ShortDate(p.Date)), Href: quotePath(p.Quote)})
	}
	return list
}

// nameOf names a place.
func nameOf(p search.Place) string {
	return cmp.Or(placeName(search.Hit{URL: p.URL, Date: p.Date, Publisher: p.Publisher}), "tempat lain")
}

// maxNamed is how many other places are told by name in the line of a quote.
const maxNamed = 2

// alsoAt tells where else the words of a hit were published, by name where these are few,
// else by their number.
func alsoAt(h search.Hit) string {
	count := max(h.Copies, len(h.Places))
	if count == 0 {
		return ""
	}
	var names []string
	for _, p := range h.Places {
		if name := nameOf(p); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(h.Places) < count || len(names) > maxNamed || slices.Contains(names, "tempat lain") {
		return "juga di " + Number(count) + " tempat lain"
	}
	return "juga di " + listed(names)
}

// anchorOf returns where a quote stands in our copy: quotes have places of their own, what
// is only reported has that of its paragraph, and a title is at the top.
func anchorOf(q article.Quote) string {
	switch wordingOf(q) {
	case wordsHeadline:
		return ""
	case wordsReported:
		if len(q.Parts) > 0 && q.Parts[0].In == article.InParagraph {
			return "#p-" + strconv.Itoa(q.Parts[0].Paragraph)
		}
		return ""
	case wordsSpoken, wordsUnmarked, wordsMixed, wordsLoose:
	}
	return "#kutipan-" + url.PathEscape(q.ID)
}

// A QuotePageView is the page of one quote.
type QuotePageView struct {
	Head
	Heading string
	Hit     Hit
	Dropped *DroppedView // nil where the article still has the quote
	Earlier *EarlierView // nil unless an earlier version gives the words to another speaker
	Fix     *Correction  // for staff, else nil
	SignIn  string       // the address of signing in, for all others
}

// A DroppedView tells what became of a quote that its source changed or dropped.
type DroppedView struct {
	Version     int    // the last that has it
	Changed, At string // when the next one came, for people and for machines
	Changes     []Change
	Now         string // the page of the quote in its place, or empty
	NowLabel    string // whose words that one is, where it is not plain
	Article     string // the article as it is
	OldArticle  string // the version that has the quote
}

// An EarlierView tells to whom an earlier version gives the words.
type EarlierView struct {
	Version     int
	Changed, At string // when the next version came, for people and for machines
	Speaker     string // empty for a person who is not public
	Article     string // the version
}

// NewQuotePageView arranges a quote for its page on the service at base. The page of a private
// speaker is not for search engines.
func NewQuotePageView(base string, found archive.FoundQuote) *QuotePageView {
	h := found.Hit
	q := h.Quote.Quote
	v := &QuotePageView{Heading: quoteHeading(q), Hit: newHit("/kutipan", base, h)}
	said := v.Hit.Said
	said.Whole = true
	v.Head = Head{Path: "/kutipan", Section: "kutipan", Canonical: base + said.Page, Linked: linkedHitQuote(base, h)}
	v.Title = v.Heading + ": " + marked(q, shorten(bare(q), 50))
	v.Description = shorten(said.Citation, 300)
	v.SignIn = signInPath(said.Page)
	v.NoIndex = q.Speaker != nil && !isSpeakerPublic(h.Article, q)
	if found.Dropped != nil {
		v.addDropped(found)
	}
	if e := found.Earlier; e != nil {
		v.Earlier = &EarlierView{
			Version: e.LastVersion, Changed: LongTime(e.Changed), At: e.Changed.UTC().Format(time.RFC3339),
			Article: versionPath(found.ID, e.LastVersion),
		}
		if e.Speaker != nil {
			v.Earlier.Speaker = e.Speaker.Name
		}
	}
	return v
}

// addDropped tells what became of a quote. A page of words that do not stand is for readers
// who have its address, not for search engines.
func (v *QuotePageView) addDropped(found archive.FoundQuote) {
	d, said := found.Dropped, v.Hit.Said
	old := versionPath(found.ID, d.LastVersion)
	v.NoIndex, v.Linked = true, nil
	said.Href = old + anchorOf(found.Quote.Quote)
	if said.Source = ""; webHost(found.URL) != "" { // which does not have the words to go to
		said.Source = found.URL
	}
	v.Dropped = &DroppedView{
		Version: d.LastVersion, Changed: LongTime(d.Changed), At: d.Changed.UTC().Format(time.RFC3339),
		Article: articlePath(found.ID), OldArticle: old,
	}
	if now := d.Now; now != nil {
		v.Dropped.Changes = changes(bare(found.Quote.Quote), bare(now.Quote))
		v.Dropped.Now, v.Dropped.NowLabel = quotePath(now.ID), wordingOf(now.Quote).label()
	}
}

// versionPath is the page of a version of an article.
func versionPath(id string, version int) string {
	return articlePath(id) + "?" + url.Values{"versi": {strconv.Itoa(version)}}.Encode()
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

// PressDate writes an ISO date as newspapers do: "Selasa (4/11/2025)"; empty for
// what is no day.
func PressDate(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return weekdays[t.Weekday()] + " (" + strconv.Itoa(t.Day()) + "/" + strconv.Itoa(int(t.Month())) + "/" + strconv.Itoa(t.Year()) + ")"
}

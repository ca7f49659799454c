package web

import (
	"net/url"

	"warta/index/search"
)

// A Card shows above the results the person or the office that a text names.
type Card struct {
	Kind   string // "Pejabat" or "Kantor"
	Name   string
	Href   string
	Facts  []string // the post today, who presides
	Latest []Hit    // the newest words
	Named  bool     // each of them with its speaker: they are of several
	Words  string   // the search for all of them
}

// AddPersonCard adds the card of a person, with the newest of all words.
func (v *SearchView) AddPersonCard(base string, w Whom, latest []search.Hit) {
	c := Card{Kind: "Pejabat", Name: w.Name, Href: officialPath(w.ID), Words: pageLink("/kutipan")(url.Values{"official": {w.ID}})}
	if w.Posts != "" {
		c.Facts = append(c.Facts, w.Posts)
	}
	v.addCard(base, c, latest)
}

// AddOfficeCard adds the card of an office with a code. Chair says who presides it, empty if
// that is unknown.
func (v *SearchView) AddOfficeCard(base, code, name, chair string, latest []search.Hit) {
	c := Card{Kind: "Kantor", Name: name, Named: true, Href: officePath(code), Words: pageLink("/kutipan")(url.Values{"office": {code}})}
	if chair != "" {
		c.Facts = append(c.Facts, chair)
	}
	v.addCard(base, c, latest)
}

func (v *SearchView) addCard(base string, c Card, latest []search.Hit) {
	for _, h := range latest {
		c.Latest = append(c.Latest, newHit("/kutipan", base, h))
	}
	if len(latest) == 0 {
		c.Words = ""
	}
	v.Card = &c
}

// Chair says who holds a post by the newest quote in which that is told: "Ketua: Budi Santoso
// (menurut berita 4 November 2025)".
func Chair(h search.Hit) string {
	if h.Quote == nil || h.Quote.Speaker == nil || h.Quote.Role == nil {
		return ""
	}
	text := h.Quote.Role.Title + ": " + h.Quote.Speaker.Name
	if h.Date != "" {
		text += " (menurut berita " + LongDate(h.Date) + ")"
	}
	return text
}

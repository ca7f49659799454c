package web

import (
	"io"
	"net/url"
	"slices"

	"warta/index/archive"
	"warta/index/search"
)

// What the forms of a correction ask for.
const (
	FixSpeaker = "pembicara"
	FixHide    = "sembunyikan"
	FixShow    = "tampilkan"
)

// A Correction is the forms beside a quote for staff.
type Correction struct {
	Action string // of the forms
	Who    string // whose key it is
	CSRF   string
	Saved  bool
	Hidden bool
	Asked  string // the name that was looked for
	People []Speaker
}

// A Speaker is a person who may be the speaker; the unknown one if the ID is empty.
type Speaker struct {
	ID, Label, Detail string
	Now               bool // the speaker at present
}

// NewCorrection arranges the correction of a quote. It offers the officials of the article
// and named, those found by the name asked for.
func NewCorrection(found archive.FoundQuote, named []search.Suggestion, asked, who, csrf string, saved bool) *Correction {
	v := &Correction{Action: quotePath(found.Quote.ID), Who: who, CSRF: csrf, Saved: saved, Hidden: found.Hidden, Asked: asked}
	now := ""
	if found.Quote.Speaker != nil {
		now = found.Quote.Speaker.ID
	}
	add := func(s Speaker) {
		if !slices.ContainsFunc(v.People, func(have Speaker) bool { return have.ID == s.ID }) {
			s.Now = s.ID == now
			v.People = append(v.People, s)
		}
	}
	if found.Article != nil {
		for _, o := range found.Article.Officials {
			if !o.Public {
				continue
			}
			s := Speaker{ID: o.ID, Label: o.Name}
			if len(o.Roles) > 0 {
				s.Detail = roleLabel(&o.Roles[0])
			}
			add(s)
		}
	}
	for _, n := range named {
		add(Speaker{ID: n.Value, Label: n.Label, Detail: n.Detail})
	}
	add(Speaker{Label: "Tidak diketahui"})
	return v
}

// AddCorrection shows how to correct the quote.
func (v *QuotePageView) AddCorrection(c *Correction) {
	v.Fix, v.SignIn, v.NoIndex = c, "", v.NoIndex || c.Hidden
}

// A SignInView asks for a key.
type SignInView struct {
	Head
	Back  string // where to go then
	Fault string // why the last one was none
}

// NewSignInView asks for a key, and leads to back then.
func NewSignInView(back, fault string) *SignInView {
	return &SignInView{Head: Head{Title: "Masuk", Path: "/kutipan", Section: "masuk", NoIndex: true}, Back: back, Fault: fault}
}

// signInPath leads to signing in, and back to a page.
func signInPath(back string) string { return "/masuk?" + url.Values{"kembali": {back}}.Encode() }

// SignIn renders the page that asks for a key.
func (p *Pages) SignIn(w io.Writer, v *SignInView) error { return p.render(w, "signin", v) }

// Package profile gathers what the archive knows about an official.
package profile

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/people"
	"warta/index/search"
	"warta/server/finder"
	"warta/server/param"
)

// An Official is a person who holds an office, as articles show them.
type Official struct {
	ID       string                `json:"id"`
	IDs      []string              `json:"ids"` // all that lead to this official
	Name     string                `json:"name"`
	Aliases  []string              `json:"aliases"`
	Parts    []people.OfficialPart `json:"parts"`    // what they were made of
	Articles int                   `json:"articles"` // that name them
	Quotes   int                   `json:"quotes"`   // of theirs that are speech, see [article.Quote.IsSpeech]; the copies of one story count once
	Reported int                   `json:"reported"` // indirect quotes of theirs, in the words of their writers; counted likewise
	Roles    []HeldRole            `json:"roles"`    // the latest first
	Roster   []people.RosterPost   `json:"roster"`   // posts by the list of office holders, the latest first
	RolesOf  int                   `json:"roles_of"` // how many articles the roles were taken from, the newest
	Months   []index.Count         `json:"months"`   // articles by month, the latest first
	Satker   []index.Count         `json:"satker"`   // articles by office
	Topics   []index.Count         `json:"topics"`   // articles by topic
	Speaks   Spoken                `json:"speaks"`

	// For staff only: short names that lead here, and people who may be the same person.
	ShortNames []people.ShortName `json:"short_names,omitempty"`
	MaybeSame  []people.MaybeSame `json:"maybe_same,omitempty"`

	Hits []search.Hit `json:"-"` // the newest articles that name the official
	Said []search.Hit `json:"-"` // the newest quotes
}

// Spoken counts the quotes of an official by office and topic.
type Spoken struct {
	Satker []index.Count `json:"satker"`
	Topics []index.Count `json:"topics"`
}

// A HeldRole is a role with the articles that give it.
type HeldRole struct {
	article.Role
	From  string `json:"from,omitempty"` // date of the first article
	To    string `json:"to,omitempty"`   // and of the last
	Count int    `json:"count"`          // articles
}

const (
	// rolesOf is how many articles, the newest, are read for the roles of an official.
	rolesOf = 5 * index.MaxSize
	// MaxMonths and MaxValues are how many months, and values of other facets, are listed.
	MaxMonths = 240
	MaxValues = 20
	// MaxHits is how many articles and quotes a profile shows.
	MaxHits = 5
)

// An Archive knows people.
type Archive interface {
	// Official returns the person to whom an id leads.
	Official(ctx context.Context, id string) (people.Official, error)
}

// Read gathers the profile of the official to whom an id leads. Suppressed people and
// people whom no article names are [index.NotFound].
func Read(ctx context.Context, a Archive, f *finder.Finder, id string) (*Official, error) {
	id, err := param.OfficialID(id)
	if err != nil {
		return nil, err
	}
	values := []search.FacetRequest{
		{Name: index.FacetSatker, Size: MaxValues},
		{Name: index.FacetTopic, Size: MaxValues},
		{Name: index.FacetDate, Size: MaxMonths},
	}
	who, err := a.Official(ctx, id)
	switch {
	case err != nil && index.KindOf(err) == index.NotFound || err == nil && who.Suppressed:
		return nil, param.UnknownOfficial()
	case err != nil:
		return nil, fmt.Errorf("look for an official: %w", err)
	}
	id = who.ID
	o := &Official{
		ID: id, IDs: who.IDs, Name: who.Name, Aliases: []string{}, Parts: who.Parts, Roster: append([]people.RosterPost{}, who.Roster...),
		ShortNames: who.ShortNames, MaybeSame: who.MaybeSame,
	}
	for _, name := range who.Names {
		if name != who.Name {
			o.Aliases = append(o.Aliases, name)
		}
	}
	var held roles
	q := search.Query{Official: []string{id}, Sort: index.Newest, Size: index.MaxSize, Facets: values}
	for {
		page, err := f.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		if q.Cursor == "" {
			if page.Total == 0 {
				return nil, param.UnknownOfficial()
			}
			o.Articles, o.Hits = page.Total, page.Hits[:min(MaxHits, len(page.Hits))]
			o.Satker, o.Topics, o.Months = listed(page, index.FacetSatker), listed(page, index.FacetTopic), listed(page, index.FacetDate)
		}
		for _, h := range page.Hits {
			o.learn(h.Article, &held)
			o.RolesOf++
		}
		if page.Next == nil || o.RolesOf >= rolesOf {
			break
		}
		q.Cursor, q.Facets = *page.Next, nil
	}
	o.Roles = held.latestFirst()
	said, err := f.Search(ctx, search.Query{
		Of: index.Quotes, Official: []string{id}, Sort: index.Newest, Size: MaxHits, Highlight: true, Facets: values[:2],
		Collapse: true, Places: param.ListPlaces,
	})
	if err != nil {
		return nil, err
	}
	o.Quotes, o.Said = said.Total, said.Hits
	o.Speaks = Spoken{Satker: listed(said, index.FacetSatker), Topics: listed(said, index.FacetTopic)}
	reported, err := f.Search(ctx, search.Query{Of: index.Quotes, Official: []string{id}, QuoteKind: []article.QuoteKind{article.Indirect}, Collapse: true})
	if err != nil {
		return nil, err
	}
	o.Reported = reported.Total
	return o, nil
}

// listed returns the values of a facet, never nil.
func listed(page *search.Page, facet string) []index.Count {
	return append([]index.Count{}, page.Facets[facet]...)
}

// learn adds the aliases and roles that an article gives to o.
func (o *Official) learn(a *article.Article, held *roles) {
	if a == nil {
		return
	}
	for _, is := range a.Officials {
		if is.ID != o.ID {
			continue
		}
		for _, alias := range is.Aliases {
			if alias != o.Name && !slices.Contains(o.Aliases, alias) {
				o.Aliases = append(o.Aliases, alias)
			}
		}
		for _, r := range is.Roles {
			if r.Basis == "" { // the others come from the roster
				held.add(r, a.Date)
			}
		}
	}
}

// roles gathers the roles of one person.
type roles []HeldRole

// add counts an article of that date that gives a role.
func (r *roles) add(role article.Role, date string) {
	same := func(h HeldRole) bool {
		if role.Satker != "" || h.Satker != "" { // the title spells one office in many ways
			return h.Title == role.Title && h.Satker == role.Satker
		}
		return h.Role == role
	}
	at := slices.IndexFunc(*r, same)
	if at < 0 {
		*r = append(*r, HeldRole{Role: role, From: date, To: date, Count: 1})
		return
	}
	h := &(*r)[at]
	h.Count++
	if date != "" {
		h.To = max(h.To, date)
		if h.From == "" || date < h.From {
			h.From = date
		}
	}
}

func (r roles) latestFirst() []HeldRole {
	slices.SortStableFunc(r, func(a, b HeldRole) int {
		return cmp.Or(cmp.Compare(b.To, a.To), cmp.Compare(b.From, a.From), cmp.Compare(b.Count, a.Count))
	})
	return append([]HeldRole{}, r...)
}

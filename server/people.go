package server

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/people"
	"warta/index/search"
)

// A namedCount is an official in a list.
type namedCount struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"` // articles that name them
	// Private is set for private people: staff alone see them.
	Private bool `json:"private,omitempty"`
}

// officials answers GET /v1/officials: all who hold an office or speak under a full
// name, those named most often first; for staff also private people.
func (s *Server) officials(c *gin.Context) error {
	p := newParams(c.Request.URL.RawQuery)
	prefix := p.word("prefix", maxPrefix)
	size := p.integer("size", 1, index.MaxFacetSize-1, 100)
	after, err := readPlace(p.word("cursor", maxCursor))
	if err != nil {
		p.fault(err)
	}
	private := p.yes("private", false)
	if err := p.done(); err != nil {
		return err
	}
	if err := staffAlone(c, "private", private); err != nil {
		return err
	}
	page, err := s.find(c.Request.Context(), search.Query{
		Private: private,
		Facets:  []search.FacetRequest{{Name: index.FacetOfficial, Size: size + 1, Prefix: prefix, After: after}},
	})
	if err != nil {
		return err
	}
	answer := struct {
		Officials []namedCount `json:"officials"`
		Next      *string      `json:"next"`
	}{Officials: []namedCount{}}
	for i, v := range page.Facets[index.FacetOfficial] {
		if i == size {
			answer.Next = new(writePlace(after + size))
			break
		}
		answer.Officials = append(answer.Officials, namedCount{v.Value, v.Label, v.Count, people.IsPrivate(v.Value)})
	}
	return s.writeJSON(c, http.StatusOK, answer)
}

// An official is a person who holds an office, as the articles show them.
type official struct {
	ID       string                `json:"id"`
	IDs      []string              `json:"ids"` // all that lead to this official
	Name     string                `json:"name"`
	Aliases  []string              `json:"aliases"`
	Parts    []people.OfficialPart `json:"parts"`    // what they were made of
	Articles int                   `json:"articles"` // that name them
	Quotes   int                   `json:"quotes"`   // of theirs
	Roles    []heldRole            `json:"roles"`    // the latest first
	Roster   []people.ListedPost   `json:"roster"`   // posts by the list of office holders, the latest first
	RolesOf  int                   `json:"roles_of"` // how many articles the roles were taken from, the newest
	Months   []index.Count         `json:"months"`   // articles by month, the latest first
	Satker   []index.Count         `json:"satker"`   // articles by office
	Topics   []index.Count         `json:"topics"`   // articles by topic
	Speaks   spoken                `json:"speaks"`

	// For staff alone: which short names lead here, and who may be the same person.
	ShortNames []people.ShortName `json:"short_names,omitempty"`
	MaybeSame  []people.MaybeSame `json:"maybe_same,omitempty"`

	hits, said []search.Hit // the newest
}

// spoken says where an official speaks, and on what.
type spoken struct {
	Satker []index.Count `json:"satker"`
	Topics []index.Count `json:"topics"`
}

// A heldRole is an office that articles say somebody held.
type heldRole struct {
	article.Role
	From  string `json:"from,omitempty"` // date of the first article that says so
	To    string `json:"to,omitempty"`   // and of the last
	Count int    `json:"count"`          // articles that say so
}

const (
	// rolesOf is how many articles are read for the roles of an official: the newest.
	rolesOf = 5 * index.MaxSize
	// profileMonths and profileValues are how many values of each kind are listed.
	profileMonths = 240
	profileValues = 20
	// profileHits is how many articles and quotes a profile shows.
	profileHits = 5
)

// official answers GET /v1/officials/{id}: an id that led to somebody once does so
// still.
func (s *Server) official(c *gin.Context) error {
	if err := newParams(c.Request.URL.RawQuery).done(); err != nil {
		return err
	}
	o, err := s.profile(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if !isStaff(c) {
		o.ShortNames, o.MaybeSame = nil, nil
	}
	return s.writeJSON(c, http.StatusOK, o)
}

// profile gathers what the archive says of an official.
func (s *Server) profile(ctx context.Context, id string) (*official, error) {
	unknown := &index.Error{Kind: index.NotFound, Op: "server.profile", Text: "there is no such official: /v1/officials lists all"}
	if !isName(id) {
		return nil, unknown
	}
	values := []search.FacetRequest{
		{Name: index.FacetSatker, Size: profileValues},
		{Name: index.FacetTopic, Size: profileValues},
		{Name: index.FacetDate, Size: profileMonths},
	}
	who, err := s.archive.Official(ctx, id)
	switch {
	case err != nil && index.KindOf(err) == index.NotFound || err == nil && who.Suppressed:
		return nil, unknown
	case err != nil:
		return nil, fmt.Errorf("look for an official: %w", err)
	}
	id = who.ID
	o := &official{
		ID: id, IDs: who.IDs, Name: who.Name, Aliases: []string{}, Parts: who.Parts, Roster: append([]people.ListedPost{}, who.Roster...),
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
		page, err := s.find(ctx, q)
		if err != nil {
			return nil, err
		}
		if q.Cursor == "" {
			if page.Total == 0 {
				return nil, unknown
			}
			o.Articles, o.hits = page.Total, page.Hits[:min(profileHits, len(page.Hits))]
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
	said, err := s.find(ctx, search.Query{Of: index.Quotes, Official: []string{id}, Sort: index.Newest, Size: profileHits, Highlight: true, Facets: values[:2]})
	if err != nil {
		return nil, err
	}
	o.Quotes, o.said = said.Total, said.Hits
	o.Speaks = spoken{Satker: listed(said, index.FacetSatker), Topics: listed(said, index.FacetTopic)}
	return o, nil
}

// listed returns the values of a facet, never nil.
func listed(page *search.Page, facet string) []index.Count {
	return append([]index.Count{}, page.Facets[facet]...)
}

// learn takes over what an article says of o.
func (o *official) learn(a *article.Article, held *roles) {
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
			if r.Basis == "" { // articles say nothing of the others
				held.add(r, a.Date)
			}
		}
	}
}

// roles gathers the roles of one person.
type roles []heldRole

// add takes in that an article of that date says so.
func (r *roles) add(role article.Role, date string) {
	same := func(h heldRole) bool {
		if role.Satker != "" || h.Satker != "" { // an office has many spellings
			return h.Title == role.Title && h.Satker == role.Satker
		}
		return h.Role == role
	}
	at := slices.IndexFunc(*r, same)
	if at < 0 {
		*r = append(*r, heldRole{Role: role, From: date, To: date, Count: 1})
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

func (r roles) latestFirst() []heldRole {
	slices.SortStableFunc(r, func(a, b heldRole) int {
		return cmp.Or(cmp.Compare(b.To, a.To), cmp.Compare(b.From, a.From), cmp.Compare(b.Count, a.Count))
	})
	return append([]heldRole{}, r...)
}

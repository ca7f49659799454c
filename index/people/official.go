package people

import (
	"slices"
)

// An Official is a person as the registry knows them.
type Official struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	IDs        []string `json:"ids"`   // all that lead to this person, their own first
	Names      []string `json:"names"` // as articles write them
	Suppressed bool     `json:"suppressed,omitempty"`

	// Roster are the posts that the list of office holders gives, the latest first.
	Roster []ListedPost `json:"roster,omitempty"`

	// Parts are what the person was made of, the first met in front.
	Parts []OfficialPart `json:"parts"`

	// ShortNames are names of one word that lead to the person, and MaybeSame are those
	// of the same full name elsewhere. Both are for staff, to look at.
	ShortNames []ShortName `json:"short_names,omitempty"`
	MaybeSame  []MaybeSame `json:"maybe_same,omitempty"`
}

// An OfficialPart is a name in an office that was taken for the same person as the
// parts before it.
type OfficialPart struct {
	ID      string   `json:"id"`
	Names   []string `json:"names"`             // as articles write them
	Satker  string   `json:"satker,omitempty"`  // code
	Body    string   `json:"body,omitempty"`    // slug of another body
	Because string   `json:"because,omitempty"` // of all but the first: why
}

func (r *Registry) Official(id string) (Official, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	who := r.ofID(id)
	if who == nil {
		return Official{}, false
	}
	o := Official{ID: who.id, Name: who.name, IDs: who.IDs(), Suppressed: who.suppressed, Roster: who.listedPosts()}
	for i, p := range slices.Concat(who.parts, who.led) {
		names := p.names()
		o.Names = append(o.Names, names...)
		if p.row.id == "" { // who holds no post has no id
			continue
		}
		part := OfficialPart{ID: p.row.id, Names: append([]string{}, names...)}
		switch p.kind {
		case atSatker:
			part.Satker = p.base
		case atBody:
			part.Body = p.base
		}
		switch {
		case p.led != nil:
			part.Because = p.why.because()
		case i > 0:
			part.Because = p.strongest().because()
		}
		o.Parts = append(o.Parts, part)
	}
	slices.Sort(o.Names)
	o.Names = append([]string{}, slices.Compact(o.Names)...)
	o.ShortNames, o.MaybeSame = who.shortNames(), r.maybeSame(who)
	return o, true
}

// names returns the spellings of p, in order.
func (p *part) names() []string {
	names := make([]string, len(p.raws))
	for i, k := range p.raws {
		names[i] = k.name()
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// strongest returns the best reason why p is one person with another part of it.
func (p *part) strongest() edge {
	best := edge(0)
	for q := range p.merged {
		if q.person == p.person {
			return byDecision
		}
	}
	for q := range p.same {
		if q.person == p.person {
			return byArticle
		}
	}
	p.eachNear(func(k *knot, like likeness) {
		for _, q := range k.parts {
			if e := edgeOf(p, q, like); q != p && q.person == p.person && e != 0 && (best == 0 || e < best) {
				best = e
			}
		}
	})
	if best == 0 && p.holder != nil {
		return byList
	}
	return best
}

// PartIDs are the ids of the parts.
func (o Official) PartIDs() []string {
	ids := make([]string, len(o.Parts))
	for i, p := range o.Parts {
		ids[i] = p.ID
	}
	return ids
}

// Part returns the id by which decisions name a person.
func (o Official) Part() string { return o.Parts[0].ID }

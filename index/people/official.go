package people

import (
	"slices"
)

// An Official is a public person as editors see it, with the reasons of its resolution.
type Official struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	IDs        []string `json:"ids"`   // ids that lead to this person, its own first
	Names      []string `json:"names"` // as articles write them
	Suppressed bool     `json:"suppressed,omitempty"`

	// Roster has the posts by the roster, the latest first.
	Roster []RosterPost `json:"roster,omitempty"`

	// Career has the posts that articles give, the earliest first.
	Career []CareerStep `json:"career,omitempty"`

	// Parts has the resolved parts, the one that determines the id first and short names last.
	Parts []OfficialPart `json:"parts"`

	// ShortNames has the short names that stand for the person, MaybeSame the people of
	// the same full name elsewhere. Both are for editors only.
	ShortNames []ShortName `json:"short_names,omitempty"`
	MaybeSame  []MaybeSame `json:"maybe_same,omitempty"`
}

// An OfficialPart is a name in an office that was resolved to the person.
type OfficialPart struct {
	ID      string   `json:"id"`
	Names   []string `json:"names"`             // as articles write them
	Satker  string   `json:"satker,omitempty"`  // code
	Body    string   `json:"body,omitempty"`    // slug of another body
	Because string   `json:"because,omitempty"` // empty for the first part
}

// Official returns the person to whom an id leads, suppressed people included. It reports
// false for an unknown id and for a private person.
func (r *Registry) Official(id string) (Official, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	who := r.personOfID(id)
	if who == nil {
		return Official{}, false
	}
	o := Official{ID: who.id, Name: who.name, IDs: who.allIDs(), Suppressed: who.suppressed, Roster: who.rosterPosts(), Career: who.career()}
	for i, p := range slices.Concat(who.parts, who.shortForms) {
		names := p.names()
		o.Names = append(o.Names, names...)
		if p.row.id == "" { // a part without a post has no id
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
		case p.leadsTo != nil:
			part.Because = p.leadReason.text()
		case i > 0:
			part.Because = p.strongestReason().text()
		}
		o.Parts = append(o.Parts, part)
	}
	slices.Sort(o.Names)
	o.Names = append([]string{}, slices.Compact(o.Names)...)
	o.ShortNames, o.MaybeSame = who.shortNames(), r.maybeSame(who)
	return o, true
}

// names returns the spellings of p, sorted.
func (p *part) names() []string {
	names := make([]string, len(p.raws))
	for i, k := range p.raws {
		names[i] = k.name()
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// PartIDs returns the ids of the parts.
func (o Official) PartIDs() []string {
	ids := make([]string, len(o.Parts))
	for i, p := range o.Parts {
		ids[i] = p.ID
	}
	return ids
}

// Part returns the id under which decisions about the person are stored.
func (o Official) Part() string { return o.Parts[0].ID }

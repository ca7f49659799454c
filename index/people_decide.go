package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
	"warta/index/record"
)

// The kinds of decisions about people, as the record keeps them.
const (
	decideMerge    = "official.merge"
	decideSplit    = "official.split"
	decideRename   = "official.rename"
	decideSuppress = "official.suppress"
)

// Bounds of what is decided.
const (
	MaxReason = 1000 // bytes of the reason for a decision
	maxRename = 120  // bytes of a name
)

// A mergedInto is what is kept of a merge.
type mergedInto struct {
	Into   string `json:"into"`
	Reason string `json:"reason,omitempty"`
}

// A splitFrom is what is kept of a split: from whom else an id is told apart.
type splitFrom struct {
	From   []string `json:"from"`
	Reason string   `json:"reason,omitempty"`
}

type renamedTo struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Reason string `json:"reason,omitempty"`
}

type suppressed struct {
	Reason string `json:"reason,omitempty"`
}

// readDecisions sorts what the record has. What cannot be read is of a newer
// program, and an error: to leave it out could show what an editor had hidden.
func readDecisions(list []record.Decision) (decisions, corrections, error) {
	people := decisions{
		merged: make(map[string]string), split: make(map[string][]string),
		renamed: make(map[string]renaming), suppressed: make(map[string]bool), about: make(map[string]bool),
	}
	quotes := make(corrections)
	for _, d := range list {
		var err error
		people.about[d.Target] = true // ids of quotes are of no matter there
		switch d.Kind {
		case decideMerge:
			var m mergedInto
			err = json.Unmarshal(d.Data, &m)
			people.merged[d.Target] = m.Into
			people.about[m.Into] = true
		case decideSplit:
			var s splitFrom
			err = json.Unmarshal(d.Data, &s)
			people.split[d.Target] = s.From
			for _, id := range s.From {
				people.about[id] = true
			}
		case decideRename:
			var r renamedTo
			err = json.Unmarshal(d.Data, &r)
			people.renamed[d.Target] = renaming{r.ID, r.Name}
		case decideSuppress:
			people.suppressed[d.Target] = true
		case decideSpeaker, decideHidden:
			err = quotes.add(d)
		case record.KindRoster: // the list has versions of its own
		default:
			err = errors.New("it is of a newer program")
		}
		if err != nil {
			return people, quotes, fmt.Errorf("read the decision %s of %s: %w", d.Kind, d.Target, err)
		}
	}
	return people, quotes, nil
}

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

// Official returns the person to whom an id leads. The error is of kind
// [NotFound], or [Unavailable] until the archive has been read.
func (a *Archive) Official(_ context.Context, id string) (Official, error) {
	const op = "index.Official"
	g, err := a.searchable(op)
	if err != nil {
		return Official{}, err
	}
	defer g.release()
	if o, ok := g.searcher.people.official(id); ok {
		return o, nil
	}
	return Official{}, unknownOfficial(op, id)
}

func unknownOfficial(op, id string) error {
	return &Error{Kind: NotFound, Op: op, Text: fmt.Sprintf("there is no official %.80q: /v1/officials lists all", id)}
}

func (r *registry) official(id string) (Official, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	who := r.ofID(id)
	if who == nil {
		return Official{}, false
	}
	o := Official{ID: who.id, Name: who.name, IDs: who.ids(), Suppressed: who.suppressed, Roster: who.listedPosts()}
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

// ids are those of the parts.
func (o Official) ids() []string {
	ids := make([]string, len(o.Parts))
	for i, p := range o.Parts {
		ids[i] = p.ID
	}
	return ids
}

// MergeOfficials makes two people one: from then on the id of the first leads to
// the second, and so do those of all that were merged into the first. It does nothing
// where it is decided already that the two are one.
func (a *Archive) MergeOfficials(ctx context.Context, id, into, reason, by string) (Official, error) {
	const op = "index.MergeOfficials"
	return a.decideOn(ctx, op, id, reason, func(who Official) ([]record.Decision, error) {
		other, err := a.Official(ctx, into)
		switch {
		case err != nil:
			return nil, err
		case other.ID == who.ID && id != into && (a.mergedPart(id) || a.mergedPart(into)):
			return nil, nil // asked again
		case other.ID == who.ID:
			return nil, &Error{Kind: Invalid, Op: op, Field: "into", Text: "into: this is the same person already"}
		}
		// What was told apart before is so no more.
		list := a.withdrawn(by, decideSplit, slices.Concat(who.ids(), other.ids()))
		list = append(list, a.withdrawn(by, decideMerge, []string{other.part()})...)
		parts := who.ids()
		if named := a.book.partOf(into); named != other.part() && slices.Contains(other.ids(), named) {
			parts = append(parts, named) // it goes on leading there
		}
		for _, part := range parts {
			list = append(list, record.Decision{By: by, Kind: decideMerge, Target: part, Data: encoded(mergedInto{other.part(), reason})})
		}
		return list, nil
	}, into)
}

// SplitOfficial makes the person to whom id was given first one of their own, apart
// from all with whom they were taken for one. It does nothing where that is decided
// already.
func (a *Archive) SplitOfficial(ctx context.Context, id, reason, by string) (Official, error) {
	const op = "index.SplitOfficial"
	return a.decideOn(ctx, op, id, reason, func(who Official) ([]record.Decision, error) {
		others := slices.DeleteFunc(who.ids(), func(other string) bool { return other == id })
		if len(others) == 0 && len(a.decided.Load().split[id]) > 0 {
			return nil, nil // asked again
		}
		if len(others) == 0 || len(others) == len(who.Parts) {
			return nil, &Error{Kind: Invalid, Op: op, Field: "id", Text: "id: it is no id of somebody who was taken for another; ids in /v1/officials/{id} lists those"}
		}
		list := a.withdrawn(by, decideMerge, []string{id, others[0]})
		for _, other := range others[1:] { // who was made one with id stays one with the rest
			if a.decided.Load().merged[other] == id {
				list = append(list, record.Decision{By: by, Kind: decideMerge, Target: other, Data: encoded(mergedInto{others[0], reason})})
			}
		}
		return append(list, record.Decision{By: by, Kind: decideSplit, Target: id, Data: encoded(splitFrom{others, reason})}), nil
	}, id)
}

// RenameOfficial gives a person another name, and an id after it; the ids before
// lead there. An empty name takes the renaming back.
func (a *Archive) RenameOfficial(ctx context.Context, id, name, reason, by string) (Official, error) {
	const op = "index.RenameOfficial"
	name = strings.Join(strings.Fields(name), " ")
	if len(name) > maxRename || strings.ContainsAny(name, keyEnd+pairEnd) || name != "" && len(indonesian.NameWords(name)) == 0 {
		return Official{}, &Error{Kind: Invalid, Op: op, Field: "name", Text: fmt.Sprintf("name: want a name of at most %d bytes", maxRename)}
	}
	return a.decideOn(ctx, op, id, reason, func(who Official) ([]record.Decision, error) {
		part := who.part()
		if name == "" {
			return []record.Decision{{By: by, Kind: decideRename, Target: part}}, nil
		}
		fresh := officials.Slug(name)
		if !slices.Contains(who.IDs, fresh) {
			var err error
			if fresh, err = a.book.rename(ctx, part, fresh); err != nil {
				return nil, err
			}
		}
		return []record.Decision{{By: by, Kind: decideRename, Target: part, Data: encoded(renamedTo{fresh, name, reason})}}, nil
	}, id)
}

// SuppressOfficial takes a person out of facets, pages and suggestions, or brings
// them back. The articles stay as they are.
func (a *Archive) SuppressOfficial(ctx context.Context, id string, suppress bool, reason, by string) (Official, error) {
	const op = "index.SuppressOfficial"
	return a.decideOn(ctx, op, id, reason, func(who Official) ([]record.Decision, error) {
		if suppress {
			var list []record.Decision // each part: what is taken apart later stays out
			for _, part := range who.ids() {
				list = append(list, record.Decision{By: by, Kind: decideSuppress, Target: part, Data: encoded(suppressed{reason})})
			}
			return list, nil
		}
		return a.withdrawn(by, decideSuppress, who.ids()), nil
	}, id)
}

// mergedPart reports whether it is decided that the part of an id is one with another.
func (a *Archive) mergedPart(id string) bool {
	return a.decided.Load().merged[a.book.partOf(id)] != ""
}

// part returns the id by which decisions name a person.
func (o Official) part() string { return o.Parts[0].ID }

func encoded(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings alone
	}
	return data
}

// withdrawn returns what takes back the decisions of a kind about any of the ids
// that is in force.
func (a *Archive) withdrawn(by, kind string, ids []string) []record.Decision {
	decided := a.decided.Load()
	var list []record.Decision
	for _, id := range ids {
		inForce := false
		switch kind {
		case decideMerge:
			_, inForce = decided.merged[id]
		case decideSplit:
			_, inForce = decided.split[id]
		case decideSuppress:
			inForce = decided.suppressed[id]
		}
		if inForce {
			list = append(list, record.Decision{By: by, Kind: kind, Target: id})
		}
	}
	return list
}

// decideOn keeps what plan decides, if anything, about the person to whom id leads,
// puts it into force, and returns the person to whom the id shown leads then.
func (a *Archive) decideOn(ctx context.Context, op, id, reason string, plan func(Official) ([]record.Decision, error), shown string) (Official, error) {
	if err := checkReason(op, reason); err != nil {
		return Official{}, err
	}
	a.deciding.Lock()
	defer a.deciding.Unlock()
	who, err := a.Official(ctx, id)
	if err != nil {
		return Official{}, err
	}
	list, err := plan(who)
	if err != nil {
		return Official{}, err
	}
	if len(list) == 0 {
		return a.Official(ctx, shown)
	}
	// The caller may go away meanwhile: what is in the record is in force.
	whole := context.WithoutCancel(ctx)
	if _, err := a.record.Decide(whole, list...); err != nil {
		return Official{}, explained(op, err)
	}
	if err := a.enforce(whole); err != nil {
		return Official{}, err
	}
	return a.Official(ctx, shown)
}

func checkReason(op, reason string) error {
	if len(reason) > MaxReason || strings.ContainsFunc(reason, func(r rune) bool { return r < ' ' && r != '\n' }) {
		return &Error{Kind: Invalid, Op: op, Field: "reason", Text: fmt.Sprintf("reason: at most %d bytes of text", MaxReason)}
	}
	return nil
}

// enforce reads what is decided from the record and puts it into force in every
// generation that is open.
func (a *Archive) enforce(ctx context.Context) error {
	list, err := record.InForce(ctx, a.record)
	if err != nil {
		return fmt.Errorf("read the decisions: %w", err)
	}
	people, quotes, err := readDecisions(list)
	if err != nil {
		return err
	}
	a.corrected.Store(&quotes)
	a.decided.Store(&people)
	a.mu.Lock() // who is opening a generation meanwhile has it in place by then
	open := []*generation{a.live.Load(), a.building}
	a.mu.Unlock()
	for _, g := range open {
		if g != nil {
			if err := g.searcher.people.decide(ctx, people); err != nil {
				return err
			}
		}
	}
	return nil
}

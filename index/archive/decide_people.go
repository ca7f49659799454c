package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
	"warta/index"
	"warta/index/people"
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

// Official returns the person to whom an id leads. The error is of kind
// [index.NotFound], or [index.Unavailable] until the archive has been read.
func (a *Archive) Official(_ context.Context, id string) (people.Official, error) {
	const op = "index.Official"
	g, err := a.searchable(op)
	if err != nil {
		return people.Official{}, err
	}
	defer g.release()
	if o, ok := g.searcher.People.Official(id); ok {
		return o, nil
	}
	return people.Official{}, unknownOfficial(op, id)
}

func unknownOfficial(op, id string) error {
	return &index.Error{Kind: index.NotFound, Op: op, Text: fmt.Sprintf("there is no official %.80q: /v1/officials lists all", id)}
}

// MergeOfficials makes two people one: from then on the id of the first leads to
// the second, and so do those of all that were merged into the first. It does nothing
// where it is decided already that the two are one.
func (a *Archive) MergeOfficials(ctx context.Context, id, into, reason, by string) (people.Official, error) {
	const op = "index.MergeOfficials"
	return a.decideOn(ctx, op, id, reason, func(who people.Official) ([]record.Decision, error) {
		other, err := a.Official(ctx, into)
		switch {
		case err != nil:
			return nil, err
		case other.ID == who.ID && id != into && (a.mergedPart(id) || a.mergedPart(into)):
			return nil, nil // asked again
		case other.ID == who.ID:
			return nil, &index.Error{Kind: index.Invalid, Op: op, Field: "into", Text: "into: this is the same person already"}
		}
		// What was told apart before is so no more.
		list := a.withdrawn(by, decideSplit, slices.Concat(who.PartIDs(), other.PartIDs()))
		list = append(list, a.withdrawn(by, decideMerge, []string{other.Part()})...)
		parts := who.PartIDs()
		if named := a.book.PartOf(into); named != other.Part() && slices.Contains(other.PartIDs(), named) {
			parts = append(parts, named) // it goes on leading there
		}
		for _, part := range parts {
			list = append(list, record.Decision{By: by, Kind: decideMerge, Target: part, Data: encoded(mergedInto{other.Part(), reason})})
		}
		return list, nil
	}, into)
}

// SplitOfficial makes the person to whom id was given first one of their own, apart
// from all with whom they were taken for one. It does nothing where that is decided
// already.
func (a *Archive) SplitOfficial(ctx context.Context, id, reason, by string) (people.Official, error) {
	const op = "index.SplitOfficial"
	return a.decideOn(ctx, op, id, reason, func(who people.Official) ([]record.Decision, error) {
		others := slices.DeleteFunc(who.PartIDs(), func(other string) bool { return other == id })
		if len(others) == 0 && len(a.decided.Load().Split[id]) > 0 {
			return nil, nil // asked again
		}
		if len(others) == 0 || len(others) == len(who.Parts) {
			return nil, &index.Error{Kind: index.Invalid, Op: op, Field: "id", Text: "id: it is no id of somebody who was taken for another; ids in /v1/officials/{id} lists those"}
		}
		list := a.withdrawn(by, decideMerge, []string{id, others[0]})
		for _, other := range others[1:] { // who was made one with id stays one with the rest
			if a.decided.Load().Merged[other] == id {
				list = append(list, record.Decision{By: by, Kind: decideMerge, Target: other, Data: encoded(mergedInto{others[0], reason})})
			}
		}
		return append(list, record.Decision{By: by, Kind: decideSplit, Target: id, Data: encoded(splitFrom{others, reason})}), nil
	}, id)
}

// RenameOfficial gives a person another name, and an id after it; the ids before
// lead there. An empty name takes the renaming back.
func (a *Archive) RenameOfficial(ctx context.Context, id, name, reason, by string) (people.Official, error) {
	const op = "index.RenameOfficial"
	name = strings.Join(strings.Fields(name), " ")
	if len(name) > maxRename || people.HasSeparator(name) || name != "" && len(indonesian.NameWords(name)) == 0 {
		return people.Official{}, &index.Error{Kind: index.Invalid, Op: op, Field: "name", Text: fmt.Sprintf("name: want a name of at most %d bytes", maxRename)}
	}
	return a.decideOn(ctx, op, id, reason, func(who people.Official) ([]record.Decision, error) {
		part := who.Part()
		if name == "" {
			return []record.Decision{{By: by, Kind: decideRename, Target: part}}, nil
		}
		fresh := officials.Slug(name)
		if !slices.Contains(who.IDs, fresh) {
			var err error
			if fresh, err = a.book.Rename(ctx, part, fresh); err != nil {
				return nil, err
			}
		}
		return []record.Decision{{By: by, Kind: decideRename, Target: part, Data: encoded(renamedTo{fresh, name, reason})}}, nil
	}, id)
}

// SuppressOfficial takes a person out of facets, pages and suggestions, or brings
// them back. The articles stay as they are.
func (a *Archive) SuppressOfficial(ctx context.Context, id string, suppress bool, reason, by string) (people.Official, error) {
	const op = "index.SuppressOfficial"
	return a.decideOn(ctx, op, id, reason, func(who people.Official) ([]record.Decision, error) {
		if suppress {
			var list []record.Decision // each part: what is taken apart later stays out
			for _, part := range who.PartIDs() {
				list = append(list, record.Decision{By: by, Kind: decideSuppress, Target: part, Data: encoded(suppressed{reason})})
			}
			return list, nil
		}
		return a.withdrawn(by, decideSuppress, who.PartIDs()), nil
	}, id)
}

// mergedPart reports whether it is decided that the part of an id is one with another.
func (a *Archive) mergedPart(id string) bool {
	return a.decided.Load().Merged[a.book.PartOf(id)] != ""
}

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
			_, inForce = decided.Merged[id]
		case decideSplit:
			_, inForce = decided.Split[id]
		case decideSuppress:
			inForce = decided.Suppressed[id]
		}
		if inForce {
			list = append(list, record.Decision{By: by, Kind: kind, Target: id})
		}
	}
	return list
}

// decideOn keeps what plan decides, if anything, about the person to whom id leads,
// puts it into force, and returns the person to whom the id shown leads then.
func (a *Archive) decideOn(ctx context.Context, op, id, reason string, plan func(people.Official) ([]record.Decision, error), shown string) (people.Official, error) {
	if err := checkReason(op, reason); err != nil {
		return people.Official{}, err
	}
	a.deciding.Lock()
	defer a.deciding.Unlock()
	who, err := a.Official(ctx, id)
	if err != nil {
		return people.Official{}, err
	}
	list, err := plan(who)
	if err != nil {
		return people.Official{}, err
	}
	if len(list) == 0 {
		return a.Official(ctx, shown)
	}
	// The caller may go away meanwhile: what is in the record is in force.
	whole := context.WithoutCancel(ctx)
	if _, err := a.record.Decide(whole, list...); err != nil {
		return people.Official{}, explained(op, err)
	}
	if err := a.enforce(whole); err != nil {
		return people.Official{}, err
	}
	return a.Official(ctx, shown)
}

func checkReason(op, reason string) error {
	if len(reason) > MaxReason || strings.ContainsFunc(reason, func(r rune) bool { return r < ' ' && r != '\n' }) {
		return &index.Error{Kind: index.Invalid, Op: op, Field: "reason", Text: fmt.Sprintf("reason: at most %d bytes of text", MaxReason)}
	}
	return nil
}

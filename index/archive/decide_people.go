package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
	"warta/index"
	"warta/index/people"
	"warta/index/record"
)

// The kinds of decisions about people, as the record stores them.
const (
	decideMerge    = "official.merge"
	decideSplit    = "official.split"
	decideRename   = "official.rename"
	decideSuppress = "official.suppress"
)

// Bounds of a decision.
const (
	MaxReason = 1000 // characters of the reason for a decision
	maxRename = 120  // characters of a name
)

// A mergedInto is the stored form of a merge.
type mergedInto struct {
	Into   string `json:"into"`
	Reason string `json:"reason,omitempty"`
}

// A splitFrom is the stored form of a split: the ids that an id is separated from.
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

// MergeOfficials merges two people: from then on the id of the first leads to the second,
// and so do the ids of all people merged into the first. It does nothing where the two are
// already merged by a decision.
func (a *Archive) MergeOfficials(ctx context.Context, id, into, reason, by string) (people.Official, error) {
	const op = "index.MergeOfficials"
	return a.decideOn(ctx, op, id, reason, func(who people.Official) ([]record.Decision, error) {
		other, err := a.Official(ctx, into)
		switch {
		case err != nil:
			return nil, err
		case other.ID == who.ID && id != into && (a.mergedPart(id) || a.mergedPart(into)):
			return nil, nil // repeated request
		case other.ID == who.ID:
			return nil, &index.Error{Kind: index.Invalid, Op: op, Field: "into", Text: "into: this is the same person already"}
		}
		// Earlier splits between the two are withdrawn.
		list := a.withdrawn(by, decideSplit, slices.Concat(who.PartIDs(), other.PartIDs()))
		list = append(list, a.withdrawn(by, decideMerge, []string{other.Part()})...)
		parts := who.PartIDs()
		if named := a.book.PartOf(into); named != other.Part() && slices.Contains(other.PartIDs(), named) {
			parts = append(parts, named) // it still leads there
		}
		for _, part := range parts {
			list = append(list, record.Decision{By: by, Kind: decideMerge, Target: part, Data: encoded(mergedInto{other.Part(), reason})})
		}
		return list, nil
	}, into)
}

// SplitOfficial makes the person to whom id was first given a person of their own,
// separate from all people they were merged with. It does nothing where that is already
// decided.
func (a *Archive) SplitOfficial(ctx context.Context, id, reason, by string) (people.Official, error) {
	const op = "index.SplitOfficial"
	return a.decideOn(ctx, op, id, reason, func(who people.Official) ([]record.Decision, error) {
		others := slices.DeleteFunc(who.PartIDs(), func(other string) bool { return other == id })
		if len(others) == 0 && len(a.decided.Load().Split[id]) > 0 {
			return nil, nil // repeated request
		}
		if len(others) == 0 || len(others) == len(who.Parts) {
			return nil, &index.Error{Kind: index.Invalid, Op: op, Field: "id", Text: "id: no official with this id is merged with another; ids in /v1/officials/{id} lists those that are"}
		}
		list := a.withdrawn(by, decideMerge, []string{id, others[0]})
		for _, other := range others[1:] { // the others stay merged with each other
			if a.decided.Load().Merged[other] == id {
				list = append(list, record.Decision{By: by, Kind: decideMerge, Target: other, Data: encoded(mergedInto{others[0], reason})})
			}
		}
		return append(list, record.Decision{By: by, Kind: decideSplit, Target: id, Data: encoded(splitFrom{others, reason})}), nil
	}, id)
}

// RenameOfficial gives a person another name, and an id made of that name; the earlier ids
// lead to the new one. An empty name withdraws the renaming.
func (a *Archive) RenameOfficial(ctx context.Context, id, name, reason, by string) (people.Official, error) {
	const op = "index.RenameOfficial"
	name = strings.Join(strings.Fields(name), " ")
	if utf8.RuneCountInString(name) > maxRename || people.HasSeparator(name) || name != "" && len(indonesian.NameWords(name)) == 0 {
		return people.Official{}, &index.Error{Kind: index.Invalid, Op: op, Field: "name", Text: fmt.Sprintf("name: want a name of at most %d characters", maxRename)}
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

// SuppressOfficial removes a person from facets, pages and suggestions, or restores them.
// The articles do not change.
func (a *Archive) SuppressOfficial(ctx context.Context, id string, suppress bool, reason, by string) (people.Official, error) {
	const op = "index.SuppressOfficial"
	return a.decideOn(ctx, op, id, reason, func(who people.Official) ([]record.Decision, error) {
		if suppress {
			var list []record.Decision // one for each part: a part that is split off later stays suppressed
			for _, part := range who.PartIDs() {
				list = append(list, record.Decision{By: by, Kind: decideSuppress, Target: part, Data: encoded(suppressed{reason})})
			}
			return list, nil
		}
		return a.withdrawn(by, decideSuppress, who.PartIDs()), nil
	}, id)
}

// mergedPart reports whether a decision merges the part of an id with another.
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

// withdrawn returns the withdrawals of the decisions in force of one kind about any of
// the ids.
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

// decideOn stores the decisions that plan returns, if any, about the person to whom id
// leads, puts them into force, and returns the person to whom the id shown then leads.
func (a *Archive) decideOn(ctx context.Context, op, id, reason string, plan func(people.Official) ([]record.Decision, error), shown string) (people.Official, error) {
	if err := checkReason(op, reason); err != nil {
		return people.Official{}, err
	}
	a.deciding.Lock()
	defer a.deciding.Unlock()
	// The caller may disconnect meanwhile: a decision in the record must be in force.
	whole := context.WithoutCancel(ctx)
	if err := a.enforceNew(whole); err != nil { // another process may have decided just now
		return people.Official{}, explained(op, err)
	}
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
	made, err := a.record.Decide(whole, list...)
	if err != nil {
		return people.Official{}, explained(op, err)
	}
	Wrote(ctx, made.Change, made.Seq)
	if err := a.enforce(whole); err != nil {
		return people.Official{}, err
	}
	return a.Official(ctx, shown)
}

func checkReason(op, reason string) error {
	if utf8.RuneCountInString(reason) > MaxReason || strings.ContainsFunc(reason, func(r rune) bool { return r < ' ' && r != '\n' }) {
		return &index.Error{Kind: index.Invalid, Op: op, Field: "reason", Text: fmt.Sprintf("reason: at most %d characters of text", MaxReason)}
	}
	return nil
}

package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"warta/index/people"
	"warta/index/record"
)

// readDecisions sorts the decisions in force into decisions about people and decisions
// about quotes. A decision that it cannot read is of a newer program and is an error: to
// skip it could show a quote or a person that an editor had hidden.
func readDecisions(list []record.Decision) (people.Decisions, corrections, error) {
	decided := people.Decisions{
		Merged: make(map[string]string), Split: make(map[string][]string),
		Renamed: make(map[string]people.Renaming), Suppressed: make(map[string]bool), About: make(map[string]bool),
	}
	quotes := make(corrections)
	for _, d := range list {
		var err error
		decided.About[d.Target] = true // ids of quotes do no harm there
		switch d.Kind {
		case decideMerge:
			var m mergedInto
			err = json.Unmarshal(d.Data, &m)
			decided.Merged[d.Target] = m.Into
			decided.About[m.Into] = true
		case decideSplit:
			var s splitFrom
			err = json.Unmarshal(d.Data, &s)
			decided.Split[d.Target] = s.From
			for _, id := range s.From {
				decided.About[id] = true
			}
		case decideRename:
			var r renamedTo
			err = json.Unmarshal(d.Data, &r)
			decided.Renamed[d.Target] = people.Renaming{ID: r.ID, Name: r.Name}
		case decideSuppress:
			decided.Suppressed[d.Target] = true
		case decideSpeaker, decideHidden:
			err = quotes.add(d)
		case record.KindRoster: // the list has versions of its own
		default:
			err = errors.New("it is of a newer program")
		}
		if err != nil {
			return decided, quotes, fmt.Errorf("read the decision %s of %s: %w", d.Kind, d.Target, err)
		}
	}
	return decided, quotes, nil
}

// enforce reads the decisions from the record and puts them into force: decisions about
// people in every open generation, decisions about quotes for later readings. recall
// calls it when the archive is opened. Any other caller holds deciding.
func (a *Archive) enforce(ctx context.Context) error {
	list, last, err := record.InForce(ctx, a.record)
	if err != nil {
		return fmt.Errorf("read the decisions: %w", err)
	}
	who, quotes, err := readDecisions(list)
	if err != nil {
		return err
	}
	a.corrected.Store(&quotes)
	a.decided.Store(&who)
	a.mu.Lock() // a generation that is being opened gets them once it is in place, see beginToBuild
	open := []*generation{a.live.Load(), a.building}
	a.mu.Unlock()
	for _, g := range open {
		if g != nil {
			if err := g.searcher.People.Decide(ctx, who); err != nil {
				return err
			}
		}
	}
	if err := a.followRoster(ctx, list); err != nil {
		return err
	}
	a.enforced.Store(last)
	a.unsure = false
	return nil
}

// followRoster puts the list of office holders into force where the decisions name a
// version other than the one in force.
func (a *Archive) followRoster(ctx context.Context, list []record.Decision) error {
	at := slices.IndexFunc(list, func(d record.Decision) bool { return d.Kind == record.KindRoster })
	if at < 0 || list[at].N <= a.enlisted {
		return nil
	}
	if err := a.Enlist(ctx); err != nil {
		return err
	}
	a.enlisted = list[at].N
	return nil
}

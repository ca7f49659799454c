package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"warta/index"
	"warta/index/people"
	"warta/index/record"
	"warta/index/roster"
)

// A RosterVersion is one change of the list of office holders.
type RosterVersion struct {
	Version uint64     `json:"version"`      // from 1; 0 is the empty list before the first change
	At      *time.Time `json:"at,omitempty"` // time of the change
	By      string     `json:"by"`           // key id; empty for the command line on the data folder
	Rows    int        `json:"rows"`         // number of rows in this version
	Added   int        `json:"added"`        // rows since the version before
	Dropped int        `json:"dropped"`      // rows since the version before
}

func newRosterVersion(v record.RosterVersion) RosterVersion {
	out := RosterVersion{Version: v.N, By: v.By, Rows: v.Rows, Added: v.Added, Dropped: v.Dropped}
	if !v.At.IsZero() {
		out.At = &v.At
	}
	return out
}

// A RosterImport is the input of [Archive.ImportRoster].
type RosterImport struct {
	// Rows replace all rows of the satker that they name, or with All the whole list.
	Rows []roster.Row
	All  bool
	Try  bool // computes the change without applying it
}

// ImportRoster stores a list of office holders in the record, in the name of the key with
// the id by. When it returns, the list is on disk and applies to all answers. An import
// that changes nothing makes no version: the current version is returned, with nothing
// added and dropped. After an error the list may be on disk and not yet in force: the next
// call puts it into force. The error is of kind [index.TooLarge] where the list would have
// more than [roster.MaxRows] rows.
func (a *Archive) ImportRoster(ctx context.Context, in RosterImport, by string) (RosterVersion, error) {
	const op = "index.ImportRoster"
	c := record.RosterChange{By: by, All: in.All, Try: in.Try, MaxRows: roster.MaxRows}
	for _, r := range in.Rows {
		c.Rows = append(c.Rows, record.RosterRow(r))
	}
	whole, unlock, err := a.decide(ctx)
	if err != nil {
		return RosterVersion{}, explained(op, err)
	}
	defer unlock()
	v, err := a.record.ChangeRoster(whole, c)
	if errors.Is(err, record.ErrRosterTooLong) {
		return RosterVersion{}, &index.Error{
			Kind: index.TooLarge, Op: op, Err: err,
			Text: fmt.Sprintf("the list of office holders would have more than %d rows: take out whose time is long over", roster.MaxRows),
		}
	}
	if err != nil {
		return RosterVersion{}, explained(op, a.overdue(whole, err))
	}
	if !in.Try && (v.Added+v.Dropped > 0 || a.unlisted) {
		a.unlisted = true
		if err := a.Enlist(whole); err != nil {
			return RosterVersion{}, fmt.Errorf("%s: the list is kept, and holds when it is sent again or after the next start: %w", op, err)
		}
		a.unlisted = false
		if err := a.enforceNew(whole); err != nil {
			a.opts.Log.WarnContext(ctx, "a list of office holders is in force, and what else was decided is not yet", "err", err)
		}
		Wrote(ctx, 0, a.enforced.Load())
	}
	return newRosterVersion(v), nil
}

// Roster returns a version of the list of office holders with its rows, by satker, post,
// first day and name; 0 is the newest version. The error is of kind [index.NotFound] for a
// version that does not exist.
func (a *Archive) Roster(ctx context.Context, version uint64) (RosterVersion, []roster.Row, error) {
	v, rows, err := a.rosterRows(ctx, version)
	if err != nil {
		return RosterVersion{}, nil, err
	}
	if err := a.toldDecisions(ctx); err != nil {
		return RosterVersion{}, nil, explained("index.Roster", err)
	}
	return v, rows, nil
}

// rosterRows is Roster for a caller that may hold deciding.
func (a *Archive) rosterRows(ctx context.Context, version uint64) (RosterVersion, []roster.Row, error) {
	const op = "index.Roster"
	v, found, err := a.record.Roster(ctx, version)
	if errors.Is(err, record.ErrNotFound) {
		return RosterVersion{}, nil, &index.Error{Kind: index.NotFound, Op: op, Field: "version", Text: fmt.Sprintf("there is no version %d of the list of office holders: /v1/roster/versions lists all", version)}
	}
	if err != nil {
		return RosterVersion{}, nil, explained(op, err)
	}
	rows := make([]roster.Row, len(found))
	for i, r := range found {
		rows[i] = roster.Row(r)
	}
	return newRosterVersion(v), rows, nil
}

// RosterVersions returns up to n versions of the list of office holders before a version,
// the newest first; 0 starts at the newest version.
func (a *Archive) RosterVersions(ctx context.Context, before uint64, n int) ([]RosterVersion, error) {
	found, err := a.record.RosterVersions(ctx, before, n)
	if err != nil {
		return nil, explained("index.RosterVersions", err)
	}
	if err := a.toldDecisions(ctx); err != nil {
		return nil, explained("index.RosterVersions", err)
	}
	versions := make([]RosterVersion, len(found))
	for i, v := range found {
		versions[i] = newRosterVersion(v)
	}
	return versions, nil
}

// Enlist reads the list of office holders from the record and puts it into force in
// every open generation.
func (a *Archive) Enlist(ctx context.Context) error {
	_, rows, err := a.rosterRows(ctx, 0)
	if err != nil {
		return fmt.Errorf("read the list of office holders: %w", err)
	}
	var list *people.Roster
	if len(rows) > 0 {
		list = people.NewRoster(rows)
	}
	a.roster.Store(list)
	a.mu.Lock() // a generation that is being opened gets them once it is in place, see beginToBuild
	open := []*generation{a.live.Load(), a.building}
	a.mu.Unlock()
	for _, g := range open {
		if g != nil {
			if err := g.searcher.People.SetRoster(ctx, list); err != nil {
				return err
			}
		}
	}
	return nil
}

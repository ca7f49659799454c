package archive

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
)

// A State says in one word how an archive is.
type State string

// The states.
const (
	OK         State = "ok"
	Rebuilding State = "rebuilding" // it serves, or fills its first index
	Degraded   State = "degraded"   // something fails and is tried again; what was acknowledged is safe
)

// A Status tells an operator how an archive is.
type Status struct {
	State      State  `json:"state"`
	Trouble    string `json:"trouble,omitempty"` // what fails
	Ready      bool   `json:"ready"`             // searches are answered
	Head       uint64 `json:"head"`              // last change of the record
	Mark       uint64 `json:"mark"`              // last change that searches see
	Lag        uint64 `json:"lag"`               // changes in between
	Articles   int    `json:"articles"`
	Removed    int    `json:"removed"`
	SetAside   int    `json:"set_aside"` // articles of which only the plain text is found: Check says why
	Generation int    `json:"generation"`
	Reader     string `json:"reader"` // version that made the live generation
	Engine     string `json:"engine"`
	Building   int    `json:"building,omitempty"`      // number of the generation that is being made
	BuildMark  uint64 `json:"building_mark,omitempty"` // and how far it is
	Outdated   bool   `json:"outdated,omitempty"`      // made by other versions than those at work
}

// Status tells how the archive is.
func (a *Archive) Status(ctx context.Context) Status {
	head, failed := a.record.Head(ctx)
	s := Status{State: OK, Head: head}
	counts, err := a.record.Counts(ctx)
	if err = errors.Join(failed, err); err != nil {
		s.State, s.Trouble = Degraded, "the record cannot be counted"
		a.opts.Log.ErrorContext(ctx, "status", "err", err)
	}
	s.Articles, s.Removed = counts.Articles, counts.Removed
	if g := a.acquire(); g != nil {
		s.Ready, s.Mark, s.Generation = g.ready.Load(), g.mark.Load(), g.number
		s.SetAside = g.readings.AsideLen()
		s.Reader, s.Engine = g.made.Reader, g.made.Engine
		s.Outdated = a.opts.Rebuild != RebuildOff && !g.made.SameVersions(a.wanted())
		g.release()
	}
	s.Lag = s.Head - min(s.Mark, s.Head)
	a.mu.Lock()
	defer a.mu.Unlock()
	if b := a.building; b != nil {
		s.Building, s.BuildMark = b.number, b.mark.Load()
	}
	if s.Building != 0 || !s.Ready {
		s.State = Rebuilding
	}
	troubles := slices.Sorted(maps.Keys(a.trouble))
	if a.record.Refused() {
		troubles = append(troubles, "the disk takes nothing into the record")
	}
	if len(troubles) > 0 {
		s.State = Degraded
		s.Trouble = strings.Join(troubles, ", ")
	}
	return s
}

// Ready returns nil where searches can be answered, else an error of kind
// [index.Unavailable].
func (a *Archive) Ready(context.Context) error {
	if g := a.live.Load(); g != nil && g.ready.Load() && g.mark.Load() >= a.atOpen {
		return nil
	}
	return notReady("index.Ready")
}

func (a *Archive) setTrouble(what string, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err == nil {
		delete(a.trouble, what)
	} else {
		a.trouble[what] = err
	}
}

package archive

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"warta/index"
	"warta/index/record"
)

// A State summarises the health of an archive.
type State string

// Values of [State].
const (
	OK         State = "ok"
	Rebuilding State = "rebuilding" // a rebuild or the first fill is running
	Degraded   State = "degraded"   // an operation fails and is retried; acknowledged changes are safe
)

// A Status describes an archive for operators.
type Status struct {
	State      State  `json:"state"`
	Trouble    string `json:"trouble,omitempty"` // current failures, joined by commas
	Ready      bool   `json:"ready"`             // searches are served
	Head       uint64 `json:"head"`              // number of the last change in the record
	Mark       uint64 `json:"mark"`              // number of the last searchable change
	Lag        uint64 `json:"lag"`               // number of changes from Mark to Head
	Articles   int    `json:"articles"`
	Removed    int    `json:"removed"`
	SetAside   int    `json:"set_aside"`             // articles indexed as plain text only; Check reports the reasons
	Away       bool   `json:"record_away,omitempty"` // the database of the record does not answer; Head is then the last known, and Articles and Removed are 0
	Record     string `json:"record,omitempty"`      // where the record is, without a password; empty: in the data folder
	Index      string `json:"index,omitempty"`       // where the servers of the engine are, without a password; empty: in the data folder
	IndexAway  bool   `json:"index_away,omitempty"`  // those servers do not answer: searches are refused
	Leads      bool   `json:"leads,omitempty"`       // this process writes the index that several share
	Generation int    `json:"generation"`
	Reader     string `json:"reader"` // reader version of the live generation
	Engine     string `json:"engine"`
	Building   int    `json:"building,omitempty"`      // number of the generation under construction; 0 for none
	BuildMark  uint64 `json:"building_mark,omitempty"` // mark of that generation
	Outdated   bool   `json:"outdated,omitempty"`      // the live generation is of other versions than the current ones
}

// Status returns the current status. An error of the record is logged and reported as
// [Degraded].
func (a *Archive) Status(ctx context.Context) Status {
	s := Status{State: OK}
	remote, ok := a.record.(record.Remote)
	if ok {
		s.Record, s.Away = remote.String(), remote.Away() != nil
	}
	var troubles []string
	if s.Away {
		troubles = append(troubles, a.recordAway())
	} else if err := a.count(ctx, &s); isOther(err) {
		troubles = append(troubles, index.TextOf(explained("index.Status", err)))
	} else if err != nil {
		troubles = append(troubles, "the record cannot be counted")
		a.opts.Log.ErrorContext(ctx, "status", "err", err)
	}
	if a.shared != nil {
		s.Index = a.shared.String()
	}
	if g := a.acquire(); g != nil {
		s.Ready, s.Mark, s.Generation = g.ready.Load(), g.mark.Load(), g.number
		s.SetAside = g.readings.AsideLen()
		s.Reader, s.Engine = g.made.Reader, g.made.Engine
		s.Outdated = a.opts.Rebuild != RebuildOff && !g.made.SameVersions(a.wanted())
		g.release()
	}
	s.Head = max(s.Head, a.known.Load(), s.Mark) // what was known before the record went away
	s.Lag = s.Head - s.Mark
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.shared != nil {
		s.Leads, s.IndexAway = a.term != nil, a.trouble[indexAway] != nil
	}
	if b := a.building; b != nil {
		s.Building, s.BuildMark = b.number, b.mark.Load()
	}
	if s.Building != 0 || !s.Ready {
		s.State = Rebuilding
	}
	troubles = append(slices.Sorted(maps.Keys(a.trouble)), troubles...)
	if a.record.Refused() {
		troubles = append(troubles, "the disk takes nothing into the record")
	}
	if len(troubles) > 0 {
		s.State = Degraded
		s.Trouble = strings.Join(troubles, ", ")
	}
	return s
}

// recordAway is what [Status].Trouble says while [Status].Away.
func (a *Archive) recordAway() string {
	if a.shared != nil {
		return "the database of the record, which has the articles as read, does not answer: nothing can be searched or written"
	}
	return "the database of the record does not answer: searches go on, and nothing can be written"
}

// isOther reports whether an error says that the record is not the one that was opened.
func isOther(err error) bool {
	return errors.Is(err, record.ErrReplaced) || errors.Is(err, record.ErrWentBack)
}

// headWithin bounds the wait of [Archive.Status] for the number of the last change.
const headWithin = time.Second

// count fills the numbers of s that only the record knows.
func (a *Archive) count(ctx context.Context, s *Status) error {
	// A record that hangs is noticed by this question, for which those who watch do not wait long.
	within, cancel := context.WithTimeout(ctx, headWithin)
	defer cancel()
	var err error
	if s.Head, err = a.record.Head(within); err != nil {
		return err
	}
	counts, err := a.record.Counts(ctx)
	s.Articles, s.Removed = counts.Articles, counts.Removed
	return err
}

// Ready returns nil if searches are served and cover the record as of Open. Otherwise the
// error is of kind [index.Unavailable].
func (a *Archive) Ready(context.Context) error {
	if g := a.live.Load(); g != nil && g.ready.Load() && g.mark.Load() >= a.atOpen {
		return nil
	}
	return notReady("index.Ready")
}

// hasTrouble reports whether setTrouble has told of what.
func (a *Archive) hasTrouble(what string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.trouble[what] != nil
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

package harvest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Fates of a page.
const (
	fateSent    = "sent"
	fateRefused = "refused" // by the sink, which would refuse the same page again
	fateNone    = "none"    // no article
	fateCopy    = "copy"    // another URL has the same text
	fateGone    = "gone"
	fateFailed  = "failed" // will be retried
)

// mostTries is the number of runs in which a failing page is tried.
const mostTries = 3

// Bounds of the state of one site, far above the size of real sites.
const (
	mostAddresses = 50_000
	mostLists     = 5_000
)

// A state is the persistent state of one site. It is one file, so that the pages of a list
// and the fact that the list was read are saved together.
type state struct {
	Version   int                   `json:"version"`
	NotBefore time.Time             `json:"not_before,omitzero"`
	Lists     map[string]*listState `json:"lists"`
	Pages     map[string]*pageState `json:"pages"`
	Waiting   []waiting             `json:"waiting"`

	file   string
	queued map[string]bool   // keys in Waiting
	sums   map[string]string // key of the page with that sum
	saves  int
}

// A listState is the state of one list.
type listState struct {
	validators
	Fetched time.Time `json:"fetched,omitzero"`
	Next    int       `json:"next,omitempty"` // page of a listing to continue with
	NextAt  string    `json:"next_at,omitempty"`
	Done    bool      `json:"done,omitempty"` // the end of the listing was reached

	Feeds    []string `json:"feeds,omitempty"` // linked from the start page
	Listings []string `json:"listings,omitempty"`
}

// A pageState is the state of one page.
type pageState struct {
	validators
	Fate    string    `json:"fate"`
	First   time.Time `json:"first"`   // time of discovery
	Fetched time.Time `json:"fetched"` // time of the last request
	Sum     string    `json:"sum,omitempty"`
	Tries   int       `json:"tries,omitempty"`
}

// A waiting page is a page that was found and is not fetched yet.
type waiting struct {
	Key       string `json:"key"`
	At        string `json:"at"`
	Published string `json:"published,omitempty"`
	Listed    bool   `json:"listed,omitempty"` // it is an article by a rule of paths or a feed
}

const stateVersion = 1

// openState loads the state of a site, which is empty for a new site.
func openState(dir string, site Site) (*state, error) {
	s := &state{
		Version: stateVersion, Lists: map[string]*listState{}, Pages: map[string]*pageState{},
		file: filepath.Join(dir, fileName(site)), queued: map[string]bool{}, sums: map[string]string{},
	}
	data, err := os.ReadFile(s.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s, nil
	case err != nil:
		return nil, err
	}
	if err := json.Unmarshal(data, s); err != nil || s.Version != stateVersion || s.Lists == nil || s.Pages == nil {
		return nil, fmt.Errorf("%s is no state of this version: remove it to begin the site anew, what was sent is not sent twice", s.file)
	}
	for _, w := range s.Waiting {
		s.queued[w.Key] = true
	}
	for key, p := range s.Pages {
		if p == nil {
			return nil, fmt.Errorf("%s is damaged: remove it to begin the site anew", s.file)
		}
		if p.Sum != "" && p.Fate == fateSent {
			s.sums[p.Sum] = key
		}
	}
	return s, nil
}

// fileName returns the name of the state file of a site.
func fileName(site Site) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, strings.TrimLeft(site.Home.Host, ".")) + ".json"
}

// save writes the state atomically.
func (s *state) save() (err error) {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(s.file), ".state-*")
	if err != nil {
		return fmt.Errorf("save what was read: %w", err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), s.file)
	}
	if err != nil {
		return fmt.Errorf("save what was read: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// savePage saves after every page while the state is small, else after some pages. After a
// crash, a few pages are fetched again.
func (s *state) savePage() error {
	s.saves++
	if s.saves%(1+len(s.Pages)/2000) != 0 {
		return nil
	}
	return s.save()
}

// list returns the state of a list, which is not saved if there are too many.
func (s *state) list(at string) *listState {
	l := s.Lists[at]
	if l == nil {
		l = &listState{}
		if len(s.Lists) < mostLists {
			s.Lists[at] = l
		}
	}
	return l
}

// lock locks the folder against a second harvest until release is called.
func lock(dir string) (release func() error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for what was read: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "LOCK"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another harvest works with %s", dir), f.Close())
	}
	return func() error { return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close()) }, nil
}

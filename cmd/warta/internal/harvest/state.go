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

// What became of a page.
const (
	fateSent    = "sent"
	fateRefused = "refused" // by the archive: the same page would be refused again
	fateNone    = "none"    // no article
	fateCopy    = "copy"    // the same text stands under an address before
	fateGone    = "gone"
	fateFailed  = "failed" // to be tried again
)

// mostTries is in how many runs a page that fails is tried.
const mostTries = 3

// What is kept of one site at the most: none has near that many articles or lists.
const (
	mostAddresses = 50_000
	mostLists     = 5_000
)

// A state is what is remembered of one site. It is one file, so that what a list
// named and the word that the list was read get to the disk together.
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

type listState struct {
	validators
	Fetched time.Time `json:"fetched,omitzero"`
	Next    int       `json:"next,omitempty"` // page of a listing to go on with, further back
	NextAt  string    `json:"next_at,omitempty"`
	Done    bool      `json:"done,omitempty"` // its end was reached

	Feeds    []string `json:"feeds,omitempty"` // that the start page named
	Listings []string `json:"listings,omitempty"`
}

type pageState struct {
	validators
	Fate    string    `json:"fate"`
	First   time.Time `json:"first"`   // found
	Fetched time.Time `json:"fetched"` // asked for last
	Sum     string    `json:"sum,omitempty"`
	Tries   int       `json:"tries,omitempty"`
}

// A waiting page was found and not fetched yet.
type waiting struct {
	Key       string `json:"key"`
	At        string `json:"at"`
	Published string `json:"published,omitempty"`
	Listed    bool   `json:"listed,omitempty"` // a rule of paths or a feed says that it is an article
}

const stateVersion = 1

// openState reads what is remembered of a site; nothing, where it is new.
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

// fileName makes the host of a site the name of a file.
func fileName(site Site) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, strings.TrimLeft(site.Home.Host, ".")) + ".json"
}

// save writes the state so that a crash leaves the old one or the new one.
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

// savePage saves after every page while that is cheap, else after some: what is
// fetched once more after a crash is as it was.
func (s *state) savePage() error {
	s.saves++
	if s.saves%(1+len(s.Pages)/2000) != 0 {
		return nil
	}
	return s.save()
}

// list is what is remembered of a list; of too many nothing more is.
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

// lock keeps a second harvest away from the folder until release.
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

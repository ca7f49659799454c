package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// A spill is a queue of bytes between one writer and one reader that never makes
// the writer wait: what does not fit into memory goes to a file. It lets a client
// of a batch send everything before it reads the first result.
type spill struct {
	dir    string
	memory int   // bytes kept in memory
	limit  int64 // length of the file at which room waits

	mu      sync.Mutex
	head    []byte   // oldest bytes, before those of the file
	file    *os.File // made when head is full
	from    int64    // next byte of the file to read
	to      int64    // end of the file
	ended   bool
	changed chan struct{} // holds a token when there may be something new
	read    chan struct{} // holds a token when something was taken
}

func newSpill(dir string, memory int, limit int64) *spill {
	return &spill{dir: dir, memory: memory, limit: limit, changed: make(chan struct{}, 1), read: make(chan struct{}, 1)}
}

// room waits while the file is too long, which ends when all of it was read. It
// returns false when nothing was read for as long as patience, or ctx ended.
func (s *spill) room(ctx context.Context, patience time.Duration) bool {
	for s.full() {
		given := time.NewTimer(patience)
		select {
		case <-s.read:
			given.Stop()
		case <-given.C:
			return false
		case <-ctx.Done():
			given.Stop()
			return false
		}
	}
	return true
}

func (s *spill) full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to >= s.limit
}

// Write appends p.
func (s *spill) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.wake()
	if s.from == s.to && len(s.head)+len(p) <= s.memory {
		s.head = append(s.head, p...)
		return len(p), nil
	}
	if s.file == nil {
		f, err := os.CreateTemp(s.dir, "warta-batch-*")
		if err != nil {
			return 0, fmt.Errorf("keep results that nobody reads yet: %w", err)
		}
		// Without a name it is gone with this process, whatever happens.
		_ = os.Remove(f.Name())
		s.file = f
	}
	n, err := s.file.WriteAt(p, s.to)
	s.to += int64(n)
	if err != nil {
		return n, fmt.Errorf("keep results that nobody reads yet: %w", err)
	}
	return n, nil
}

// end says that nothing more will be written.
func (s *spill) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.wake()
}

func (s *spill) wake() { signal(s.changed) }

// signal puts a token where there is none.
func signal(to chan<- struct{}) {
	select {
	case to <- struct{}{}:
	default:
	}
}

// next returns some bytes in their order, waiting for them; io.EOF after the last.
func (s *spill) next(ctx context.Context) ([]byte, error) {
	for {
		p, err := s.take()
		if p != nil || err != nil {
			return p, err
		}
		select {
		case <-s.changed:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// spillPiece is how much is read back from the file at a time.
const spillPiece = 64 << 10

func (s *spill) take() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(s.head) > 0:
		p := s.head
		s.head = nil
		return p, nil
	case s.from < s.to:
		p := make([]byte, min(spillPiece, s.to-s.from))
		n, err := s.file.ReadAt(p, s.from)
		if err != nil && !(errors.Is(err, io.EOF) && n == len(p)) {
			return nil, fmt.Errorf("read results back: %w", err)
		}
		s.from += int64(n)
		signal(s.read)
		if s.from == s.to { // all read: begin the file anew
			s.from, s.to = 0, 0
			if err := s.file.Truncate(0); err != nil {
				return nil, fmt.Errorf("empty the file of results: %w", err)
			}
		}
		return p[:n], nil
	case s.ended:
		return nil, io.EOF
	}
	return nil, nil
}

// close gives the file back.
func (s *spill) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

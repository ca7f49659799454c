package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// A Spill is a queue of bytes between one writer and one reader. Write never waits:
// bytes that do not fit into memory go to a file. A client of a batch can therefore
// send all lines before it reads the first result.
type Spill struct {
	dir    string
	memory int   // bytes kept in memory
	limit  int64 // length of the file at which Room waits

	mu      sync.Mutex
	head    []byte   // oldest bytes, before those of the file
	file    *os.File // made when head is full
	from    int64    // next byte of the file to read
	to      int64    // end of the file
	ended   bool
	changed chan struct{} // holds a token when there may be new bytes
	read    chan struct{} // holds a token when bytes of the file were read
}

// NewSpill returns an empty queue. It keeps memory bytes before it makes a file in dir,
// "" for the system's folder; the file has no name. Room waits while the file has limit
// bytes or more.
func NewSpill(dir string, memory int, limit int64) *Spill {
	return &Spill{dir: dir, memory: memory, limit: limit, changed: make(chan struct{}, 1), read: make(chan struct{}, 1)}
}

// Room waits while the file has reached its limit, which ends once all of it was read.
// It returns false if nothing was read for patience, or if ctx ended.
func (s *Spill) Room(ctx context.Context, patience time.Duration) bool {
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

func (s *Spill) full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.to >= s.limit
}

// Write appends p.
func (s *Spill) Write(p []byte) (int, error) {
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
			return 0, fmt.Errorf("keep unread results: %w", err)
		}
		// A file without a name ends with this process, also after a crash.
		_ = os.Remove(f.Name())
		s.file = f
	}
	n, err := s.file.WriteAt(p, s.to)
	s.to += int64(n)
	if err != nil {
		return n, fmt.Errorf("keep unread results: %w", err)
	}
	return n, nil
}

// End marks the end of the queue: no Write follows.
func (s *Spill) End() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.wake()
}

func (s *Spill) wake() { signal(s.changed) }

// signal puts a token into a channel that holds none.
func signal(to chan<- struct{}) {
	select {
	case to <- struct{}{}:
	default:
	}
}

// Next waits for bytes and returns them in their order; io.EOF after the last.
func (s *Spill) Next(ctx context.Context) ([]byte, error) {
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

// spillPiece is how many bytes Next reads from the file at a time.
const spillPiece = 64 << 10

func (s *Spill) take() ([]byte, error) {
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
		if s.from == s.to { // all read: reuse the file from its start
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

// Close closes the file.
func (s *Spill) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

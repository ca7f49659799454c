package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// A spill is a queue of bytes between one writer and one reader that never makes
// the writer wait: what does not fit into memory goes to a file. It lets a client
// of a batch send everything before it reads the first result.
type spill struct {
	dir    string
	memory int // bytes kept in memory

	mu      sync.Mutex
	head    []byte   // oldest bytes, before those of the file
	file    *os.File // made when head is full
	from    int64    // next byte of the file to read
	to      int64    // end of the file
	ended   bool
	changed chan struct{} // holds a token when there may be something new
}

func newSpill(dir string, memory int) *spill {
	return &spill{dir: dir, memory: memory, changed: make(chan struct{}, 1)}
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

func (s *spill) wake() {
	select {
	case s.changed <- struct{}{}:
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

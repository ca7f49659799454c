package batch_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"warta/server/batch"
)

func TestASpillGivesBackWhatWentIn(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2)) // a test that must repeat itself
	for range 50 {
		dir := t.TempDir()
		s := batch.NewSpill(dir, rng.IntN(200), 1<<20)
		var in, out bytes.Buffer
		take := func() {
			p, err := s.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			out.Write(p)
		}
		for range 100 {
			piece := make([]byte, rng.IntN(50))
			for i := range piece {
				piece[i] = byte(rng.IntN(256))
			}
			if _, err := s.Write(piece); err != nil {
				t.Fatal(err)
			}
			in.Write(piece)
			if rng.IntN(4) == 0 && in.Len() > out.Len() {
				take()
			}
		}
		s.End()
		for in.Len() > out.Len() {
			take()
		}
		if !bytes.Equal(in.Bytes(), out.Bytes()) {
			t.Fatalf("%d bytes went in, %d others came out", in.Len(), out.Len())
		}
		if _, err := s.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("at the end: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}

func TestASpillWaitsNoLongerThanAsked(t *testing.T) {
	t.Parallel()
	s := batch.NewSpill(t.TempDir(), 10, 1<<20)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestASpillHasRoomAgainOnceItWasRead(t *testing.T) {
	t.Parallel()
	s := batch.NewSpill(t.TempDir(), 0, 100)
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := s.Write(make([]byte, 99)); err != nil {
		t.Fatal(err)
	}
	if !s.Room(t.Context(), time.Minute) {
		t.Error("99 of 100 bytes: no room")
	}
	if _, err := s.Write(make([]byte, 50)); err != nil { // what is under way still finds its place
		t.Fatal(err)
	}
	if s.Room(t.Context(), time.Millisecond) {
		t.Error("149 of 100 bytes and no reader: room")
	}
	found := make(chan bool)
	go func() { found <- s.Room(t.Context(), time.Minute) }()
	if _, err := s.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !<-found {
		t.Error("after all was read: no room")
	}
}

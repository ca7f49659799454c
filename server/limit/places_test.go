package limit_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"warta/server/limit"
)

func take(t *testing.T, p *limit.Places, name string) (release func()) {
	t.Helper()
	release, err := p.Take(t.Context(), name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return release
}

func TestAPlaceGoesToTheNameWithTheLeastUse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := limit.NewPlaces(1, time.Now)
		var order []string
		var all sync.WaitGroup
		wait := func(name string) {
			all.Go(func() {
				release := take(t, p, name)
				order = append(order, name) // one place: one at a time
				time.Sleep(time.Millisecond)
				release()
			})
			synctest.Wait()
		}
		release := take(t, p, "greedy")
		time.Sleep(5 * time.Second)
		release()
		release = take(t, p, "modest")
		time.Sleep(time.Second)
		wait("greedy")
		wait("greedy")
		wait("modest")
		wait("new")
		if p.Waiting() != 4 || p.Free() != 0 {
			t.Errorf("%d wait, %d are free", p.Waiting(), p.Free())
		}
		release()
		all.Wait()
		if got, want := fmt.Sprint(order), "[new modest greedy greedy]"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if p.Waiting() != 0 || p.Free() != 1 {
			t.Errorf("afterwards %d wait, %d are free", p.Waiting(), p.Free())
		}
		time.Sleep(time.Hour) // and all is forgotten: who comes first goes first
		order = nil
		release = take(t, p, "x")
		wait("greedy")
		wait("modest")
		release()
		all.Wait()
		if got, want := fmt.Sprint(order), "[greedy modest]"; got != want {
			t.Errorf("an hour later: got %s, want %s", got, want)
		}
	})
}

func TestWaitingForAPlaceIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := limit.NewPlaces(1, time.Now)
		release := take(t, p, "a")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := p.Take(ctx, "b"); !errors.Is(err, limit.ErrNoPlace) || p.Waiting() != 0 {
			t.Errorf("got %v, %d still wait", err, p.Waiting())
		}
		crowd, leave := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for range 1000 {
			all.Go(func() { _, _ = p.Take(crowd, "c") })
		}
		synctest.Wait()
		if _, err := p.Take(t.Context(), "d"); !errors.Is(err, limit.ErrNoPlace) {
			t.Errorf("behind a thousand others: %v", err)
		}
		leave()
		all.Wait()
		release()
		take(t, p, "e")()
	})
}

func TestPlacesAreNeverMoreThanThereAre(t *testing.T) {
	t.Parallel()
	p := limit.NewPlaces(3, time.Now)
	var mu sync.Mutex
	var all sync.WaitGroup
	running, most := 0, 0
	for n := range 40 {
		all.Go(func() {
			for range 50 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n%5)*time.Microsecond)
				release, err := p.Take(ctx, fmt.Sprint(n%7))
				cancel()
				if err != nil {
					continue
				}
				mu.Lock()
				running++
				most = max(most, running)
				mu.Unlock()
				mu.Lock()
				running--
				mu.Unlock()
				release()
			}
		})
	}
	all.Wait()
	if most > 3 || p.Free() != 3 || p.Waiting() != 0 {
		t.Errorf("%d at once; afterwards %d free, %d waiting", most, p.Free(), p.Waiting())
	}
}

func TestNamesWithoutRecentUseAreDropped(t *testing.T) {
	t.Parallel()
	p := limit.NewPlaces(1, time.Now)
	for n := range 30_000 {
		take(t, p, fmt.Sprint(n))()
	}
	if p.Names() > 10_000 {
		t.Errorf("%d names are remembered", p.Names())
	}
}

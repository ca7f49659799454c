package finder_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
	"warta/index/understand"
	"warta/server/finder"
)

// A fake answers searches by a function.
type fake struct {
	search func(context.Context, search.Query) (*search.Page, error)
}

func (f fake) Search(ctx context.Context, q search.Query) (*search.Page, error) {
	return f.search(ctx, q)
}

func (fake) Suggest(context.Context, string, int) ([]search.Suggestion, error) {
	return []search.Suggestion{{Kind: search.SuggestOfficial, Value: "o"}, {Kind: search.SuggestWord, Value: "w"}}, nil
}

func (fake) SuggestInside(context.Context, string, int) ([]search.Suggestion, error) {
	return []search.Suggestion{{Kind: search.SuggestOfficial, Value: "p~1"}}, nil
}

func (fake) Meant(context.Context, string, string) ([]understand.MeantValue, error) {
	return []understand.MeantValue{{Value: "33.74", Label: "KPU Kota Semarang"}}, nil
}

func (fake) Similar(context.Context, string, int) (*search.Page, error) { return &search.Page{}, nil }

func (fake) Versions(context.Context, string, uint64, int) ([]archive.Version, uint64, error) {
	return nil, 7, nil
}

func newFinder(f fake) *finder.Finder {
	return finder.New(f, finder.Options{Searches: 1, QueryTimeout: 2 * time.Second, PageTimeout: 30 * time.Second, Now: time.Now})
}

func TestSearchesOverTheLimitWaitThenAreRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFinder(fake{func(ctx context.Context, _ search.Query) (*search.Page, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}})
		failed := make(chan error, 3)
		begin := time.Now()
		for range 3 {
			go func() {
				_, err := f.Search(t.Context(), search.Query{})
				failed <- err
			}()
		}
		synctest.Wait()
		if f.Running() != 1 || f.Waiting() != 2 {
			t.Errorf("%d run, %d wait", f.Running(), f.Waiting())
		}
		busy := 0
		for range 3 {
			if err := <-failed; index.KindOf(err) == index.Busy {
				busy++
			}
		}
		// The second one has its place after two seconds, or is refused at that moment.
		if took := time.Since(begin); busy == 0 || took > 4*time.Second {
			t.Errorf("%d refused after %v", busy, took)
		}
		if f.Running() != 0 || f.Waiting() != 0 {
			t.Errorf("afterwards %d run, %d wait", f.Running(), f.Waiting())
		}
	})
}

func TestListsOfAPageAreNeverNil(t *testing.T) {
	t.Parallel()
	f := newFinder(fake{func(context.Context, search.Query) (*search.Page, error) {
		return &search.Page{Facets: map[string][]index.Count{index.FacetTopic: nil}}, nil
	}})
	page, err := f.Search(t.Context(), search.Query{})
	if err != nil || page.Hits == nil || page.Facets[index.FacetTopic] == nil {
		t.Errorf("got %+v %v", page, err)
	}
}

func TestSuggestionsArePrivateOnRequestOnly(t *testing.T) {
	t.Parallel()
	f := newFinder(fake{})
	public, err := f.Suggest(t.Context(), "a", 5, false)
	if err != nil || len(public) != 2 {
		t.Errorf("got %v %v", public, err)
	}
	private, err := f.Suggest(t.Context(), "a", 5, true)
	if err != nil || len(private) != 1 || private[0].Value != "p~1" {
		t.Errorf("private: got %v %v", private, err)
	}
	if people, err := f.SuggestOfficials(t.Context(), "a"); err != nil || len(people) != 1 || people[0].Value != "o" {
		t.Errorf("officials: got %v %v", people, err)
	}
}

func TestAWalkGivesEachPageUpToItsLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const total = 2*index.MaxSize + 5
		tries := 0
		f := newFinder(fake{func(_ context.Context, q search.Query) (*search.Page, error) {
			if tries++; tries == 2 { // an export waits while the service is busy
				return nil, &index.Error{Kind: index.Busy}
			}
			from := 0
			if q.Cursor != "" {
				if _, err := fmt.Sscan(q.Cursor, &from); err != nil {
					return nil, err
				}
			}
			n := min(q.Size, total-from)
			page := &search.Page{Total: total, Hits: make([]search.Hit, n)}
			if from+n < total {
				page.Next = new(fmt.Sprint(from + n))
			}
			return page, nil
		}})
		for limit, want := range map[int]int{0: total, 1: 1, index.MaxSize + 1: index.MaxSize + 1, 10 * total: total} {
			got := 0
			err := f.Walk(t.Context(), httptest.NewRecorder(), search.Query{}, limit, func(p *search.Page) error {
				got += len(p.Hits)
				return nil
			})
			if err != nil || got != want {
				t.Errorf("limit %d: got %d hits, %v; want %d", limit, got, err, want)
			}
		}
		var third error
		err := f.Walk(t.Context(), httptest.NewRecorder(), search.Query{}, 1, func(*search.Page) error {
			return f.Walk(t.Context(), httptest.NewRecorder(), search.Query{}, 1, func(*search.Page) error {
				third = f.Walk(t.Context(), httptest.NewRecorder(), search.Query{}, 1, func(*search.Page) error { return nil })
				return nil
			})
		})
		if err != nil || index.KindOf(third) != index.Busy {
			t.Errorf("a third walk at once: %v (the others: %v)", third, err)
		}
	})
}

package opensearch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/indextest"
	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
)

// updatesOf returns random updates of a corpus, the same for the same seed: of each mark up to
// batches some articles.
func updatesOf(seed uint64, batches int) [][]index.Update {
	corpus := indextest.NewCorpus(seed)
	var list [][]index.Update
	for i := range batches {
		var changes []documents.Change
		for k := range 6 {
			c := documents.Change{ID: strconv.Itoa((i*5 + k*7) % 23)}
			if (i+k)%5 > 0 {
				c.Article = corpus.Article(c.ID)
			}
			changes = append(changes, c)
		}
		list = append(list, documents.Updates(changes))
	}
	return list
}

// sameAnswers compares the answers of an engine to random requests by date with those of the
// plainest engine that has taken in the batches.
func sameAnswers(t *testing.T, e index.Engine, batches [][]index.Update) {
	t.Helper()
	fake := new(indextest.Fake)
	for i, updates := range batches {
		if err := fake.Apply(t.Context(), updates, uint64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	requests := indextest.NewCorpus(99)
	for range 40 {
		r := requests.Request()
		if r.Sort == index.ByRelevance {
			r.Sort, r.Skip, r.Refine = index.Oldest, 0, nil
		}
		want, err := fake.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := indextest.Difference(got, want); diff != "" {
			t.Fatalf("%s\nasked %+v\nwhere %v", diff, r, r.Where)
		}
	}
	// Scores hang on the counts that a writer keeps.
	for _, word := range []string{"komisi", "pemilihan", "umum"} {
		r := index.Request{Sort: index.ByRelevance, Size: 1, Where: index.Term{Field: index.FieldBody, Text: word, Boost: 1}}
		want, err := fake.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Hits) != len(want.Hits) || len(got.Hits) > 0 && (got.Hits[0].Score/want.Hits[0].Score > 1.000001 || want.Hits[0].Score/got.Hits[0].Score > 1.000001) {
			t.Errorf("%s: hits %+v, want %+v", word, got.Hits, want.Hits)
		}
	}
}

func TestAnotherEngineSeesWholeBatches(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	for _, shards := range []int{1, 3} {
		t.Run(fmt.Sprint(shards, " shards"), func(t *testing.T) {
			t.Parallel()
			name := ostest.Name(t, c, t.Name())
			writer := ostest.Engine(t, c, name, opensearch.IndexOptions{Shards: shards})
			reader, err := opensearch.Open(t.Context(), c, name, opensearch.Options{Follow: time.Nanosecond})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = reader.Close() })
			const rounds = 25
			var group sync.WaitGroup
			group.Go(func() {
				for round := 1; round <= rounds; round++ {
					var changes []documents.Change
					for i := range 8 {
						a := &article.Article{ID: strconv.Itoa(i), Title: "judul", Paragraphs: []string{"isi"}, Topics: []article.Topic{{ID: strconv.Itoa(round)}}}
						changes = append(changes, documents.Change{ID: a.ID, Article: a})
					}
					if err := writer.Apply(t.Context(), documents.Updates(changes), uint64(round)); err != nil {
						t.Error(err)
						return
					}
				}
			})
			seen := uint64(0)
			for seen < rounds && !t.Failed() {
				got, err := reader.Search(t.Context(), index.Request{Sort: index.Newest, Size: 8, Facets: []index.FacetAsk{{Field: index.KeyTopic}}})
				if err != nil {
					t.Fatal(err)
				}
				if got.Mark < seen {
					t.Errorf("mark %d behind %d", got.Mark, seen)
				}
				if seen = got.Mark; seen == 0 {
					continue
				}
				if want := (index.Count{Value: strconv.FormatUint(seen, 10), Count: 8}); len(got.Facets[0]) != 1 || got.Facets[0][0] != want {
					t.Errorf("at %d a part of a batch is seen: %v", seen, got.Facets[0])
				}
			}
			group.Wait()
			if words, err := reader.Words(t.Context(), index.WordsAsk{Fields: []string{index.FieldTitle}, Text: "judul", Size: 1}); err != nil || len(words) != 1 || words[0].Count < 8 {
				t.Errorf("the engine that searches knows the words %v, %v", words, err)
			}
		})
	}
}

// A gate stands before a cluster and can be closed: it answers no more from the nth request of
// those that write.
type gate struct {
	URL    string
	mu     sync.Mutex
	left   int           // writes that it lets through
	held   chan struct{} // closed once it has held a write back
	resume chan struct{} // nil, or what a held write waits for before it goes on
}

func newGate(t *testing.T, to string, writes int) *gate {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{left: writes, held: make(chan struct{})}
	proxy := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writes := strings.HasSuffix(r.URL.Path, "/_bulk") || strings.HasSuffix(r.URL.Path, "/_refresh")
		g.mu.Lock()
		open := !writes || g.left > 0
		if writes {
			g.left--
		}
		first := g.left == -1
		g.mu.Unlock()
		if !open {
			body, _ := io.ReadAll(r.Body)
			if first {
				close(g.held)
			}
			if g.resume == nil || !first {
				panic(http.ErrAbortHandler)
			}
			<-g.resume
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			r = r.WithContext(context.WithoutCancel(r.Context()))
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	g.URL = server.URL
	return g
}

func TestAnApplyThatStopsInTheMiddleIsDoneAgain(t *testing.T) {
	t.Parallel()
	urls := ostest.URLs(t)
	c := ostest.Client(t)
	batches := updatesOf(5, 6)
	const before = 3
	for writes := range 6 { // the fourth bulk or refresh is the last of an Apply, or the next one's first
		t.Run(fmt.Sprint("after ", writes), func(t *testing.T) {
			t.Parallel()
			name := ostest.Name(t, c, t.Name())
			first := ostest.Engine(t, c, name, opensearch.IndexOptions{Shards: 2})
			for i := range before {
				if err := first.Apply(t.Context(), batches[i], uint64(i+1)); err != nil {
					t.Fatal(err)
				}
			}
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}
			stopped, err := opensearch.Open(t.Context(), ostest.ClientOf(t, newGate(t, urls[0], writes).URL), name, opensearch.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = stopped.Close() })
			applied := before
			for i := before; i < len(batches); i++ {
				if err := stopped.Apply(t.Context(), batches[i], uint64(i+1)); err != nil {
					break
				}
				applied++
			}
			if applied == len(batches) {
				t.Fatal("nothing stopped it")
			}
			_ = stopped.Close() // it cannot give back its point in time
			next := ostest.Engine(t, c, name, opensearch.IndexOptions{})
			mark, err := next.Mark(t.Context())
			if err != nil || mark < uint64(applied) || mark > uint64(applied+1) {
				t.Fatalf("mark %d, %v after %d were applied", mark, err, applied)
			}
			for i := int(mark); i < len(batches); i++ {
				if err := next.Apply(t.Context(), batches[i], uint64(i+1)); err != nil {
					t.Fatal(err)
				}
			}
			sameAnswers(t, next, batches)
		})
	}
}

// lateWriter begins a batch of another process, whose requests behind the first refresh wait until
// resume is called. resume returns how the batch ended.
func lateWriter(t *testing.T, name string, updates []index.Update, mark uint64) (resume func() error) {
	t.Helper()
	g := newGate(t, ostest.URLs(t)[0], 1) // a refresh
	g.resume = make(chan struct{})
	late, err := opensearch.Open(t.Context(), ostest.ClientOf(t, g.URL), name, opensearch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = late.Close() })
	ended := make(chan error, 1)
	go func() { ended <- late.Apply(context.WithoutCancel(t.Context()), updates, mark) }()
	<-g.held
	return func() error {
		g.mu.Lock()
		g.left = 1 << 30
		g.mu.Unlock()
		close(g.resume)
		return <-ended
	}
}

func TestALateWriterHarmsNothing(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	batches := updatesOf(6, 6)
	name := ostest.Name(t, c, t.Name())
	next := ostest.Engine(t, c, name, opensearch.IndexOptions{Shards: 2})
	if err := next.Apply(t.Context(), batches[0], 1); err != nil {
		t.Fatal(err)
	}
	resume := lateWriter(t, name, batches[1], 2)
	for i := 1; i < len(batches); i++ {
		if err := next.Apply(t.Context(), batches[i], uint64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := resume(); !errors.Is(err, opensearch.ErrFenced) {
		t.Errorf("the late writer ends with %v, want %v", err, opensearch.ErrFenced)
	}
	if err := next.Apply(t.Context(), nil, uint64(len(batches))); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, next, batches)
}

// A bulk of a process that led before arrives after the next one has begun. It brings a quote
// that the next one has never seen, which no version refuses.
func TestWhatALateWriterBringsIsFound(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	name := ostest.Name(t, c, t.Name())
	before := ostest.Engine(t, c, name, opensearch.IndexOptions{Shards: 2})
	of := func(id, quote string) []index.Update {
		a := &article.Article{ID: id, Title: "judul", Paragraphs: []string{quote}, Quotes: []article.Quote{{ID: id + "-" + quote, Kind: article.Direct, Text: quote, Confidence: 1}}}
		return documents.Updates([]documents.Change{{ID: id, Article: a}})
	}
	if err := before.Apply(t.Context(), append(of("a", "satu"), of("b", "lain")...), 1); err != nil {
		t.Fatal(err)
	}
	resume := lateWriter(t, name, of("a", "dua"), 2)
	next := ostest.Engine(t, c, name, opensearch.IndexOptions{})
	if err := next.Apply(t.Context(), of("a", "tiga"), 3); err != nil {
		t.Fatal(err)
	}
	reader, err := opensearch.Open(t.Context(), c, name, opensearch.Options{Follow: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	strays := func(want ...string) {
		t.Helper()
		if got, err := next.Strays(t.Context()); err != nil || !slices.Equal(got, want) {
			t.Errorf("strays %v, %v; want %v", got, err, want)
		}
	}
	quotes := func(want int) {
		t.Helper()
		for what, e := range map[string]index.Engine{"the one that applies": next, "another one": reader} {
			got, err := e.Search(t.Context(), index.Request{Of: index.Quotes, Sort: index.Newest, Size: 10})
			if err != nil || got.Total != want {
				t.Errorf("%s finds %+v, %v; want %d quotes", what, got, err, want)
			}
		}
	}
	strays()
	if err := resume(); !errors.Is(err, opensearch.ErrFenced) {
		t.Errorf("the late writer ends with %v, want %v", err, opensearch.ErrFenced)
	}
	if err := next.Apply(t.Context(), of("b", "lagi"), 4); err != nil {
		t.Fatal(err)
	}
	quotes(3) // the late one is found until it is looked for
	strays("a")
	if err := next.Apply(t.Context(), of("a", "tiga"), 4); err != nil {
		t.Fatal(err)
	}
	quotes(2)
	strays()
	sameAnswers(t, next, [][]index.Update{nil, nil, nil, append(of("a", "tiga"), of("b", "lagi")...)})
}

// TestWithoutAnyNodeSearchesAreRefused takes the cluster away and gives it back.
func TestWithoutAnyNodeSearchesAreRefused(t *testing.T) {
	t.Parallel()
	target, err := url.Parse(ostest.URLs(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	var away atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if away.Load() {
			panic(http.ErrAbortHandler)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	e := ostest.Engine(t, ostest.ClientOf(t, server.URL), ostest.Name(t, ostest.Client(t), t.Name()), opensearch.IndexOptions{})
	batches := updatesOf(4, 3)
	if err := e.Apply(t.Context(), batches[0], 1); err != nil {
		t.Fatal(err)
	}
	away.Store(true)
	if _, err := e.Search(t.Context(), index.Request{Sort: index.Newest}); index.KindOf(err) != index.Unavailable {
		t.Errorf("a search without the cluster: %v, want an error of kind unavailable", err)
	}
	if err := e.Apply(t.Context(), batches[1], 2); index.KindOf(err) != index.Unavailable {
		t.Errorf("an Apply without the cluster: %v, want an error of kind unavailable", err)
	}
	if _, err := e.Mark(t.Context()); index.KindOf(err) != index.Unavailable {
		t.Errorf("the mark without the cluster: %v, want an error of kind unavailable", err)
	}
	away.Store(false)
	for i := 1; i < len(batches); i++ {
		if err := e.Apply(t.Context(), batches[i], uint64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	sameAnswers(t, e, batches)
}

func TestAStateThatHasExpiredIsReplaced(t *testing.T) {
	t.Parallel()
	c := ostest.Client(t)
	e := ostest.Engine(t, c, ostest.Name(t, c, t.Name()), opensearch.IndexOptions{Shards: 2})
	batches := updatesOf(3, 2)
	for i, updates := range batches {
		if err := e.Apply(t.Context(), updates, uint64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		if err := opensearch.Forget(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Count(t.Context(), []string{index.FieldBody}, []string{"kpu"}); err != nil {
			t.Errorf("counts: %v", err)
		}
		if err := opensearch.Forget(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		sameAnswers(t, e, batches)
	}
}

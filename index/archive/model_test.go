package archive_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/internal/cast"
)

// A naive archive does what the contract says, with nothing but maps.
type naive struct {
	articles []*naiveArticle
}

type naiveArticle struct {
	id       string // as the real archive gave it
	versions []naiveSent
	restored int // index of the first version since the last removal
	removed  bool
	updated  int
	external map[string]string // by key
	url      string
	words    string
}

// naiveSent is what a sender says.
type naiveSent struct {
	key, external, url, published string
	title, body                   string
	views, updated                int
	restore                       bool
}

func (s naiveSent) incoming() archive.Incoming {
	in := text(s.url, fmt.Sprintf("%s\n%s\nviews: %d", s.title, s.body, s.views))
	in.Key, in.ExternalID, in.Restore, in.Source.Published = s.key, s.external, s.restore, s.published
	if s.updated > 0 {
		in.SourceUpdatedAt = time.Date(2025, 1, s.updated, 0, 0, 0, 0, time.UTC)
	}
	return in
}

// put returns the article, the outcome, and the kind of error or Internal for
// none.
func (n *naive) put(s naiveSent) (*naiveArticle, archive.Outcome, index.Kind) {
	var byID, byURL, found *naiveArticle
	for _, a := range n.articles {
		if s.external != "" && a.external[s.key] == s.external {
			byID = a
		}
		if s.url != "" && a.url == s.url {
			byURL = a
		}
		if s.external == "" && s.url == "" && a.words == s.title+s.body {
			found = a
		}
	}
	switch {
	case byID != nil && byURL != nil && byID != byURL:
		return nil, "", index.Conflict
	case byID == nil && byURL != nil && s.external != "" && byURL.external[s.key] != "":
		return nil, "", index.Conflict
	case byID != nil:
		found = byID
	case byURL != nil:
		found = byURL
	}
	learn := func() {
		if s.external != "" {
			found.external[s.key] = s.external
		}
		if s.url != "" {
			found.url = s.url
		}
		found.updated = max(found.updated, s.updated)
	}
	if found == nil {
		found = &naiveArticle{external: map[string]string{}, versions: []naiveSent{s}}
		if s.external == "" && s.url == "" {
			found.words = s.title + s.body
		}
		n.articles = append(n.articles, found)
		learn()
		return found, archive.Created, index.Internal
	}
	if found.removed {
		if !s.restore {
			return found, "", index.Removed
		}
		found.removed, found.restored = false, len(found.versions)
		found.versions = append(found.versions, s)
		learn()
		return found, archive.Created, index.Internal
	}
	if s.updated > 0 && s.updated < found.updated {
		return found, archive.Stale, index.Internal
	}
	last := found.versions[len(found.versions)-1]
	learn()
	if last.title == s.title && last.body == s.body && last.url == s.url && last.published == s.published {
		return found, archive.Unchanged, index.Internal
	}
	found.versions = append(found.versions, s)
	return found, archive.Updated, index.Internal
}

// titles is what searches must see.
func (n *naive) titles() map[string]string {
	out := map[string]string{}
	for _, a := range n.articles {
		if !a.removed {
			out[a.id] = a.versions[len(a.versions)-1].title
		}
	}
	return out
}

// TestTheArchiveDoesWhatTheNaiveOneDoes plays random operations on both.
// WARTA_MODEL_STEPS and WARTA_MODEL_SEED choose longer and other games.
func TestTheArchiveDoesWhatTheNaiveOneDoes(t *testing.T) {
	t.Parallel()
	steps, seed := number(t, "WARTA_MODEL_STEPS", 1200), number(t, "WARTA_MODEL_SEED", 1)
	rng := rand.New(rand.NewPCG(uint64(seed), 5))
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	o := options(t.TempDir())
	version := 1
	a, err := archive.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }() // reopened often; errors show there
	model := &naive{}
	check := func(step int) {
		got := settled(t, a)
		if want := model.titles(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("step %d: searches see\n%v\nwant\n%v", step, got, want)
		}
		for _, m := range model.articles {
			compareArticle(t, a, step, m)
		}
	}
	for step := range steps {
		switch rng.IntN(60) {
		case 0, 1, 2, 3, 4, 5:
			if len(model.articles) == 0 {
				continue
			}
			m := cast.Pick(rng, model.articles...)
			if got, err := a.Remove(t.Context(), m.id, "admin"); err != nil || got.Result != archive.Deleted {
				t.Fatalf("step %d: remove %s: %+v, %v", step, m.id, got, err)
			}
			m.removed = true
		case 6:
			check(step)
		case 7:
			if err := a.Reindex(t.Context()); err != nil {
				t.Fatalf("step %d: %v", step, err)
			}
		case 8: // stop at any point, perhaps with a new reader
			if err := a.Close(); err != nil {
				t.Fatalf("step %d: %v", step, err)
			}
			if rng.IntN(3) == 0 {
				version++
				o.Reader = plainReader{version: strconv.Itoa(version)}
			}
			if rng.IntN(4) == 0 {
				gens, err := archive.Generations(o.Dir)
				if err != nil {
					t.Fatal(err)
				}
				for _, g := range gens {
					if rng.IntN(2) == 0 {
						if err := os.RemoveAll(g); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
			if a, err = archive.Open(t.Context(), o); err != nil {
				t.Fatalf("step %d: %v", step, err)
			}
		default:
			s := naiveSent{
				key: cast.Pick(rng, "k1", "k2"), external: cast.Pick(rng, "", "", "x1", "x2", "x3"),
				url:   cast.Pick(rng, "", site+"1", site+"2", site+"3", site+"4", site+"5"),
				title: cast.Pick(rng, "Satu", "Dua", "Tiga"), body: cast.Pick(rng, "isi", "lain", "lagi"), views: rng.IntN(3),
				published: cast.Pick(rng, "", "", "2025-11-05"), updated: cast.Pick(rng, 0, 0, rng.IntN(20)+1), restore: rng.IntN(6) == 0,
			}
			m, outcome, kind := model.put(s)
			got, err := a.Put(t.Context(), s.incoming())
			switch {
			case kind != index.Internal:
				if index.KindOf(err) != kind {
					t.Fatalf("step %d: put %+v: got %+v, %v, want %v", step, s, got, err, kind)
				}
				continue
			case err != nil || len(got) != 1 || got[0].Result != outcome:
				t.Fatalf("step %d: put %+v: got %+v, %v, want %s", step, s, got, err, outcome)
			case m.id == "":
				m.id = got[0].ID
			case m.id != got[0].ID:
				t.Fatalf("step %d: put %+v: got article %s, want %s", step, s, got[0].ID, m.id)
			}
			compareArticle(t, a, step, m)
		}
	}
	check(steps)
}

func compareArticle(t *testing.T, a *archive.Archive, step int, m *naiveArticle) {
	t.Helper()
	art, err := a.Article(t.Context(), m.id)
	if m.removed {
		if index.KindOf(err) != index.Gone {
			t.Fatalf("step %d: removed article %s: %+v, %v", step, m.id, art, err)
		}
		return
	}
	want := m.versions[len(m.versions)-1]
	if err != nil || art.Title != want.title || art.Paragraphs[0] != want.body || art.Published != want.published || art.URL != want.url {
		t.Fatalf("step %d: article %s: got %+v, %v, want %+v", step, m.id, art, err, want)
	}
	vs, _, err := a.Versions(t.Context(), m.id, 0, 1000)
	alive := m.versions[m.restored:]
	if err != nil || len(vs) != len(alive) {
		t.Fatalf("step %d: article %s has %d versions, %v, want %d", step, m.id, len(vs), err, len(alive))
	}
	for i, v := range vs {
		if w := alive[len(alive)-1-i]; v.Article.Title != w.title || v.Article.Paragraphs[0] != w.body {
			t.Fatalf("step %d: article %s version %d: %+v, want %+v", step, m.id, v.Version, v.Article, w)
		}
	}
}

// number reads how long or which a game is to be.
func number(t testing.TB, name string, otherwise int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

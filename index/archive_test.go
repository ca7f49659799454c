package index_test

import (
	"context"
	"testing"

	"warta/analyzers"
	"warta/index"
	"warta/index/indextest"
)

// reader is the reader of the product.
func reader(t testing.TB) *analyzers.Reader {
	t.Helper()
	r, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// open opens an archive in dir with an engine in memory.
func open(t testing.TB, dir string) *index.Archive {
	t.Helper()
	a, err := index.Open(t.Context(), index.Options{
		Dir: dir, Reader: reader(t), EngineVersion: "1",
		OpenEngine: func(context.Context, string) (index.Engine, error) { return new(indextest.Fake), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func TestPutThenGet(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir())
	in := index.Incoming{Source: analyzers.Source{
		URL: "https://kota-semarang.kpu.go.id/blog/read/1_siap", Title: "KPU Kota Semarang Siap", Body: "Semarang - KPU Kota Semarang siap.",
	}}
	got, err := a.Put(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Result != index.Created || got[0].Article.ID != got[0].ID {
		t.Fatalf("got %+v", got)
	}
	if err := a.WaitSearchable(t.Context(), got[0].Seq); err != nil {
		t.Fatal(err)
	}
	art, err := a.Article(t.Context(), got[0].ID)
	if err != nil || art.Title != in.Source.Title {
		t.Fatalf("got %+v, %v", art, err)
	}
	again, err := a.Put(t.Context(), in)
	if err != nil || again[0].Result != index.Unchanged || again[0].ID != got[0].ID {
		t.Fatalf("sent again: %+v, %v", again, err)
	}
	if _, err := a.Remove(t.Context(), got[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Article(t.Context(), got[0].ID); index.KindOf(err) != index.Gone {
		t.Errorf("after removal: %v", err)
	}
	if _, err := a.Put(t.Context(), in); index.KindOf(err) != index.Removed {
		t.Errorf("sent after removal: %v", err)
	}
	if err := a.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.Rebuilt(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", a.Status(t.Context()))
}

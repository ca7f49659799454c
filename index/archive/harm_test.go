package archive_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"warta/index"
	"warta/index/archive"
)

// to do damage

func TestADamagedArticleDoesNotKeepTheRestFromBeingRebuilt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, options(dir))
	var broken archive.Receipt
	for n := range 6 {
		broken = put(t, a, text(fmt.Sprint(site, n), fmt.Sprintf("Judul %d\nisi", n)))
	}
	settled(t, a)
	db, err := sql.Open("sqlite", filepath.Join(dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), "UPDATE change SET body = X'07' WHERE seq = ?", broken.Seq)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := a.Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := settled(t, a)
	if s := a.Status(t.Context()); s.Generation != 2 || s.State != archive.Degraded || s.Trouble == "" || len(got) != 5 {
		t.Errorf("after a rebuild: %+v; searches see %v", s, got)
	}
	// The next message mends it.
	if r := put(t, a, text(site+"5", "Judul 5\nisi")); r.Result != archive.Updated || r.ID != broken.ID {
		t.Errorf("sent again: %+v", r)
	}
	got = settled(t, a)
	if s := a.Status(t.Context()); s.State != archive.OK || len(got) != 6 {
		t.Errorf("mended: %+v; searches see %v", s, got)
	}
}

func TestAPageThatIsTakenApartLendsItsAddressToNoArticle(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"https://kota-semarang.kpu.go.id/",
		"https://kota-semarang.kpu.go.id",
		"https://contoh.id/?utm_source=x",
		"https://kota-semarang.kpu.go.id/blog/category/104",
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			a := open(t, options(t.TempDir()))
			in := text(address, "Satu\nisi")
			in.Split = true
			first := put(t, a, in)
			in.Source.Text = "Dua\nisi"
			if next := put(t, a, in); next.ID == first.ID {
				t.Errorf("what stood there next week took the place of the first: %+v", next)
			}
			// It moves to the second page of the same list.
			in.Source.URL, in.Source.Text = "https://kota-semarang.kpu.go.id/blog/category/104?page=2", "Satu\nisi"
			if moved := put(t, a, in); strings.Contains(address, "semarang") && (moved.ID != first.ID || moved.Result != archive.Unchanged) {
				t.Errorf("on another page: %+v", moved)
			}
			if art, err := a.Article(t.Context(), first.ID); err != nil || art.Title != "Satu" {
				t.Errorf("the first is %+v, %v", art, err)
			}
		})
	}
	a := open(t, options(t.TempDir()))
	in := text(site+"1", "Satu\nisi")
	in.Split = true
	first := put(t, a, in)
	in.Source.Text = "Satu\nisi lain"
	if next := put(t, a, in); next.ID != first.ID || next.Result != archive.Updated {
		t.Errorf("the page of one article, with split: %+v, then %+v", first, next)
	}
}

func TestARemovedArticleDoesNotComeBackInAPageThatIsTakenApart(t *testing.T) {
	t.Parallel()
	a := open(t, options(t.TempDir()))
	known := put(t, a, text(site+"1", "Satu\nisi"))
	if _, err := a.Remove(t.Context(), known.ID, ""); err != nil {
		t.Fatal(err)
	}
	listing := text("https://kota-semarang.kpu.go.id/blog/category/104", "Satu\nisi")
	listing.Split = true
	if got, err := a.Put(t.Context(), listing); index.KindOf(err) != index.Removed {
		t.Errorf("in a listing: %+v, %v", got, err)
	}
	// Another address is another article, whatever it says.
	if other := put(t, a, text(site+"2", "Satu\nisi")); other.ID == known.ID || other.Result != archive.Created {
		t.Errorf("under another address: %+v", other)
	}
	back := text(site+"1", "Satu\nisi")
	back.Restore = true
	if r := put(t, a, back); r.ID != known.ID || r.Result != archive.Created {
		t.Errorf("restored: %+v", r)
	}
	if got, err := a.Put(t.Context(), listing); err != nil || got[0].ID == known.ID || got[0].Result != archive.Created {
		t.Errorf("in a listing afterwards: %+v, %v; want an article of its own, as ever", got, err)
	}
}

func TestWhatWasRemovedCanBeRestoredByItsWords(t *testing.T) {
	t.Parallel()
	a := open(t, options(t.TempDir()))
	known := put(t, a, text(site+"1", "Satu\nisi"))
	if _, err := a.Remove(t.Context(), known.ID, ""); err != nil {
		t.Fatal(err)
	}
	listing := text("https://kota-semarang.kpu.go.id/blog/category/104", "Satu\nisi")
	listing.Split, listing.Restore = true, true
	for i, want := range []archive.Outcome{archive.Created, archive.Unchanged} {
		if r := put(t, a, listing); r.ID != known.ID || r.Result != want {
			t.Errorf("message %d: %+v, want %s %s", i+1, r, want, known.ID)
		}
	}
}

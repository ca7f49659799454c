package archive_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/search"
)

// quotesFound returns "words: speaker" of all quotes that searches find.
func quotesFound(t testing.TB, a *archive.Archive, official ...string) []string {
	t.Helper()
	page, err := a.Search(t.Context(), search.Query{Of: index.Quotes, Official: official, Sort: index.Oldest, Size: index.MaxSize})
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, h := range page.Hits {
		speaker := "nobody"
		if h.Quote.Speaker != nil {
			speaker = h.Quote.Speaker.ID
		}
		out = append(out, h.Quote.Text+" "+speaker)
	}
	return out
}

// articleOf returns the article that an error tells of.
func articleOf(err error) string {
	if e, ok := errors.AsType[*index.Error](err); ok {
		return e.Article
	}
	return ""
}

func TestACorrectedSpeakerIsTheSpeaker(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai.")
	tell(t, a, site+"2", "Rini Astuti @33.74: Kita lanjut.")
	id := shown.Quotes[0].ID
	got, err := a.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Speaker: new("rini-astuti"), Reason: "salah kutip"}, "k1")
	if err != nil || got.Quote.Speaker == nil || got.Quote.Speaker.ID != "rini-astuti" || got.Quote.Role != nil || got.Quote.Confidence != 1 {
		t.Fatalf("got %+v, %v", got.Quote, err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := quotesFound(t, a, "rini-astuti"); len(got) != 2 {
			t.Errorf("hers are %q", got)
		}
		if got := quotesFound(t, a, "ujiono"); len(got) != 0 {
			t.Errorf("his are %q", got)
		}
		if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != "[rini-astuti=2]" {
			t.Errorf("counted %v", got)
		}
		art, err := a.Article(t.Context(), shown.ID)
		if err != nil || art.Quotes[0].Speaker.ID != "rini-astuti" || art.Quotes[0].Speaker.Name != "Rini Astuti" {
			t.Errorf("the article has %+v, %v", art.Quotes, err)
		}
		vs, _, err := a.Versions(t.Context(), shown.ID, 0, 10)
		if err != nil || len(vs) != 1 || vs[0].Version != 1 || vs[0].Article.Quotes[0].Speaker.ID != "rini-astuti" {
			t.Errorf("its versions are %+v, %v", vs, err)
		}
	})
}

func TestASpeakerFollowsWhomTheyWereMergedInto(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	id := tell(t, a, site+"1", "Ujiono @33: Kita mulai.").Quotes[0].ID
	tell(t, a, site+"2", "Rini Astuti @33.74: Kita lanjut.", "Rini Astiti Dewi @33.17: Kita tutup.")
	if _, err := a.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Speaker: new("rini-astuti")}, "k1"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.MergeOfficials(t.Context(), "rini-astuti", "rini-astiti-dewi", "", "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != "[rini-astiti-dewi=3]" {
			t.Errorf("counted %v", got)
		}
		if q, err := a.Quote(t.Context(), id, false); err != nil || q.Quote.Speaker.ID != "rini-astiti-dewi" {
			t.Errorf("got %+v, %v", q.Quote, err)
		}
	})
}

func TestASpeakerMayBeUnknown(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	id := tell(t, a, site+"1", "Ujiono @33: Kita mulai.").Quotes[0].ID
	if _, err := a.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Speaker: new("")}, "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := quotesFound(t, a); fmt.Sprint(got) != "[Kita mulai. nobody]" {
			t.Errorf("found %q", got)
		}
	})
}

func TestAHiddenQuoteIsNowhereUntilItIsShownAgain(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai.", "Ujiono @33: Kita lanjut.")
	id := shown.Quotes[0].ID
	if got, err := a.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Hidden: new(true)}, "k1"); err != nil || !got.Hidden {
		t.Fatalf("got %+v, %v", got, err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := quotesFound(t, a); fmt.Sprint(got) != "[Kita lanjut. ujiono]" {
			t.Errorf("found %q", got)
		}
		if _, err := a.Quote(t.Context(), id, false); index.KindOf(err) != index.Gone || articleOf(err) != shown.ID {
			t.Errorf("the hidden quote answers %v", err)
		}
		if got, err := a.Quote(t.Context(), id, true); err != nil || !got.Hidden || got.Quote.Text != "Kita mulai." {
			t.Errorf("who may correct it is told %+v, %v", got, err)
		}
		if art, err := a.Article(t.Context(), shown.ID); err != nil || len(art.Quotes) != 1 || len(art.Paragraphs) != 2 {
			t.Errorf("the article has %+v, %v", art, err)
		}
	})
	again := open(t, castOptions(o.Dir))
	settled(t, again)
	if _, err := again.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Hidden: new(false)}, "k1"); err != nil {
		t.Fatal(err)
	}
	if got := quotesFound(t, again); len(got) != 2 {
		t.Errorf("shown again: %q", got)
	}
}

func TestACorrectionOutlivesAnUpdateAndEndsWithItsArticle(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai.")
	id := shown.Quotes[0].ID
	if _, err := a.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Hidden: new(true)}, "k1"); err != nil {
		t.Fatal(err)
	}
	tell(t, a, site+"1", "Ujiono @33: Kita mulai.", "Ujiono @33: Kita tutup.")
	if got := quotesFound(t, a); fmt.Sprint(got) != "[Kita tutup. ujiono]" {
		t.Errorf("after an update: %q", got)
	}
	tell(t, a, site+"1", "Ujiono @33: Kita tutup.")
	if got, err := a.Quote(t.Context(), id, true); err != nil || !got.Hidden || got.Dropped == nil {
		t.Errorf("a quote that the article has no more answers %+v, %v", got, err)
	}
	if _, err := a.Remove(t.Context(), shown.ID, "k1"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Quote(t.Context(), id, true); index.KindOf(err) != index.Gone {
		t.Errorf("a quote of a removed article answers %v", err)
	}
	again := text(site+"1", "Rapat\nUjiono @33: Kita mulai.")
	again.Restore = true
	put(t, a, again)
	settled(t, a)
	if got := quotesFound(t, a); fmt.Sprint(got) != "[Kita mulai. ujiono]" {
		t.Errorf("restored: %q", got)
	}
}

func TestCorrectionsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai.")
	id := shown.Quotes[0].ID
	ctx := t.Context()
	for _, c := range []struct {
		what  string
		err   error
		kind  index.Kind
		field string
	}{
		{"nothing", second(a.CorrectQuote(ctx, id, archive.QuoteCorrection{}, "k")), index.Invalid, ""},
		{"somebody unknown", second(a.CorrectQuote(ctx, id, archive.QuoteCorrection{Speaker: new("nobody")}, "k")), index.Invalid, "speaker"},
		{"no quote", second(a.CorrectQuote(ctx, "x-y", archive.QuoteCorrection{Hidden: new(true)}, "k")), index.NotFound, ""},
		{"no id", second(a.Quote(ctx, "", false)), index.NotFound, ""},
		{"an article's id", second(a.Quote(ctx, shown.ID, false)), index.NotFound, ""},
		{"another quote of the article", second(a.Quote(ctx, shown.ID+"-00000000", false)), index.Gone, ""},
	} {
		if index.KindOf(c.err) != c.kind || fieldOf(c.err) != c.field {
			t.Errorf("%s: got %v", c.what, c.err)
		}
	}
	if got := quotesFound(t, a); fmt.Sprint(got) != "[Kita mulai. ujiono]" {
		t.Errorf("after what was refused: %q", got)
	}
}

// Until the registry is filled, whether there is such a speaker is unknown: the correction is
// refused for now and not as a mistake.
func TestASpeakerIsLookedUpOnceTheRegistryIsFilled(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	id := tell(t, a, site+"1", "Ujiono @33: Kita mulai.").Quotes[0].ID
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := archive.DamageGenerations(o.Dir); err != nil {
		t.Fatal(err)
	}
	var fail atomic.Bool
	fail.Store(true)
	o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) { return openDisk(ctx, dir, &fail) }
	again := open(t, o)
	correct := func(speaker string) error {
		_, err := again.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Speaker: &speaker}, "k1")
		return err
	}
	if err := correct("ujiono"); index.KindOf(err) != index.Unavailable || fieldOf(err) != "" {
		t.Errorf("before: %v, want %v", err, index.Unavailable)
	}
	fail.Store(false)
	settled(t, again)
	if err := correct("ujiono"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if err := correct("tidak-ada"); index.KindOf(err) != index.Invalid || fieldOf(err) != "speaker" {
		t.Errorf("a speaker who is not there: %v", err)
	}
}

// A countingReader counts the articles that it reads.
type countingReader struct {
	castReader
	reads *atomic.Int64
}

func (r countingReader) Read(src analyzers.Source) []article.Article {
	r.reads.Add(1)
	return r.castReader.Read(src)
}

// A quote is shown from the readings; only an article with corrections is read once more.
func TestAQuoteIsShownWithoutReadingItsArticleAgain(t *testing.T) {
	t.Parallel()
	o := castOptions(t.TempDir())
	reads := new(atomic.Int64)
	o.Reader = countingReader{castReader{plainReader: plainReader{version: "1"}}, reads}
	a := open(t, o)
	said := tell(t, a, site+"1", "Handi Tri Ujiono @33: Kita mulai.", "Rini Astuti @33: Kita catat.").Quotes
	before := reads.Load()
	if before != 1 {
		t.Errorf("an article that was put is read %d times, want once", before)
	}
	for _, q := range said {
		if found, err := a.Quote(t.Context(), q.ID, false); err != nil || found.Quote.Text != q.Text || found.Quote.Speaker.ID != q.Speaker.ID {
			t.Errorf("%s: got %+v, %v", q.ID, found.Quote, err)
		}
	}
	if again := reads.Load(); again != before {
		t.Errorf("two quotes are shown: their article is read %d times again", again-before)
	}
	hidden := true
	if _, err := a.CorrectQuote(t.Context(), said[0].ID, archive.QuoteCorrection{Hidden: &hidden, Reason: "keliru"}, "k1"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Quote(t.Context(), said[0].ID, false); index.KindOf(err) != index.Gone {
		t.Errorf("the hidden one: %v", err)
	}
	if found, err := a.Quote(t.Context(), said[1].ID, false); err != nil || found.Quote.Text != said[1].Text {
		t.Errorf("beside a hidden one: %+v, %v", found, err)
	}
}

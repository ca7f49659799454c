package archive_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index/archive"
)

// A cutReader reads as a castReader does and then cuts quotes differently: what it
// finds of a key in their words it puts in its place, and " | " ends a quote and
// begins the next.
type cutReader struct {
	castReader
	cuts map[string]string
}

func (r cutReader) Read(src analyzers.Source) []article.Article {
	out := r.castReader.Read(src)
	for i := range out {
		var quotes []article.Quote
		for _, q := range out[i].Quotes {
			for from, to := range r.cuts {
				q.Text = strings.ReplaceAll(q.Text, from, to)
			}
			for part := range strings.SplitSeq(q.Text, " | ") {
				q.Text = part
				quotes = append(quotes, q)
			}
		}
		out[i].Quotes = quotes
	}
	return out
}

// reopened closes the archive and opens it with a reader that cuts so.
func reopened(t *testing.T, o archive.Options, a *archive.Archive, version string, cuts map[string]string) *archive.Archive {
	t.Helper()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	o.Reader = cutReader{castReader: castReader{plainReader: plainReader{version: version}}, cuts: cuts}
	again := open(t, o)
	settled(t, again)
	return again
}

func TestAHiddenQuoteStaysHiddenHoweverItIsCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		cuts map[string]string
		want string
	}{
		{"as it was", nil, "[Kita lanjut ke aula. ujiono]"},
		{"in two", map[string]string{"besok pagi": "besok | pagi"}, "[Kita lanjut ke aula. ujiono]"},
		{"a little of it", map[string]string{"Kita mulai besok pagi ": ""}, "[Kita lanjut ke aula. ujiono]"},
		{"with words before it", map[string]string{"Kita mulai": "Baik, kalau begitu kita mulai"}, "[Kita lanjut ke aula. ujiono]"},
		{"a word mended", map[string]string{"pagi": "siang"}, "[Kita lanjut ke aula. ujiono]"},
		{"a word in the middle and one at each end", map[string]string{"pagi": "siang", "Kita mulai": "Kami mulai", "baru": "lama"}, "[Kita lanjut ke aula. ujiono]"},
		{"gone", map[string]string{"Kita mulai besok pagi di gudang yang baru.": "Terima kasih."}, "[Kita lanjut ke aula. ujiono Terima kasih. ujiono]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o, a := openCast(t)
			shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai besok pagi di gudang yang baru.", "Ujiono @33: Kita lanjut ke aula.")
			if _, err := a.CorrectQuote(t.Context(), shown.Quotes[0].ID, archive.QuoteCorrection{Hidden: new(true), Reason: "salah kutip"}, "k1"); err != nil {
				t.Fatal(err)
			}
			a = reopened(t, o, a, "2", c.cuts)
			got := quotesFound(t, a)
			slices.Sort(got)
			if fmt.Sprint(got) != c.want {
				t.Errorf("found %q, want %s", got, c.want)
			}
			a = reopened(t, o, a, "3", nil)
			if got := quotesFound(t, a); fmt.Sprint(got) != "[Kita lanjut ke aula. ujiono]" {
				t.Errorf("cut as before, found %q", got)
			}
		})
	}
}

func TestWhatIsHiddenByItsWordsCanBeShownAgain(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai besok pagi di gudang yang baru.")
	if _, err := a.CorrectQuote(t.Context(), shown.Quotes[0].ID, archive.QuoteCorrection{Hidden: new(true)}, "k1"); err != nil {
		t.Fatal(err)
	}
	cuts := map[string]string{" yang baru": ""}
	a = reopened(t, o, a, "2", cuts)
	id := quoteID(t, a, shown.ID, "Kita mulai besok pagi di gudang.")
	if got, err := a.Quote(t.Context(), id, true); err != nil || !got.Hidden {
		t.Fatalf("who may correct it is told %+v, %v", got, err)
	}
	if got, err := a.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Hidden: new(false)}, "k1"); err != nil || got.Hidden {
		t.Fatalf("got %+v, %v", got, err)
	}
	if got := quotesFound(t, a); fmt.Sprint(got) != "[Kita mulai besok pagi di gudang. ujiono]" {
		t.Errorf("found %q", got)
	}
	a = reopened(t, o, a, "3", cuts)
	if got := quotesFound(t, a); fmt.Sprint(got) != "[Kita mulai besok pagi di gudang. ujiono]" {
		t.Errorf("after a restart, found %q", got)
	}
}

// quoteID returns the id that a quote of those words has in an article.
func quoteID(t *testing.T, a *archive.Archive, articleID, text string) string {
	t.Helper()
	id := archive.QuoteID(articleID, text)
	if _, err := a.Quote(t.Context(), id, true); err != nil {
		t.Fatalf("no quote %q: %v", text, err)
	}
	return id
}

func TestACorrectedSpeakerHoldsForWhatAreSurelyTheSameWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		cuts map[string]string
		want string
	}{
		{"as it was", nil, "[Kita lanjut ke aula. ujiono Kita mulai besok pagi di gudang yang baru. rini-astuti]"},
		{"in two", map[string]string{"pagi di": "pagi | di"}, "[Kita lanjut ke aula. ujiono Kita mulai besok pagi rini-astuti di gudang yang baru. rini-astuti]"},
		{"with words before it", map[string]string{"Kita mulai": "Baik, kalau begitu kita mulai"}, "[Baik, kalau begitu kita mulai besok pagi di gudang yang baru. nobody Kita lanjut ke aula. ujiono]"},
		{"a word mended", map[string]string{"gudang": "kantor"}, "[Kita lanjut ke aula. ujiono Kita mulai besok pagi di kantor yang baru. nobody]"},
		{"two words of it", map[string]string{"Kita mulai besok pagi di gudang yang baru.": "Kita mulai"}, "[Kita lanjut ke aula. ujiono Kita mulai nobody]"},
		{"gone", map[string]string{"Kita mulai besok pagi di gudang yang baru.": "Terima kasih."}, "[Kita lanjut ke aula. ujiono Terima kasih. ujiono]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o, a := openCast(t)
			shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai besok pagi di gudang yang baru.", "Ujiono @33: Kita lanjut ke aula.")
			tell(t, a, site+"2", "Rini Astuti @33.74: Mari.")
			if _, err := a.CorrectQuote(t.Context(), shown.Quotes[0].ID, archive.QuoteCorrection{Speaker: new("rini-astuti")}, "k1"); err != nil {
				t.Fatal(err)
			}
			a = reopened(t, o, a, "2", c.cuts)
			got := slices.DeleteFunc(quotesFound(t, a), func(s string) bool { return strings.HasPrefix(s, "Mari.") })
			slices.Sort(got)
			if fmt.Sprint(got) != c.want {
				t.Errorf("found %q, want %s", got, c.want)
			}
		})
	}
}

func TestACorrectionOutlivesAWordThatTheSourceMends(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai besok pagi di gudang yang baru.")
	if _, err := a.CorrectQuote(t.Context(), shown.Quotes[0].ID, archive.QuoteCorrection{Hidden: new(true)}, "k1"); err != nil {
		t.Fatal(err)
	}
	tell(t, a, site+"1", "Ujiono @33: Kita mulai lusa pagi di gudang yang baru.")
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := quotesFound(t, a); len(got) != 0 {
			t.Errorf("found %q", got)
		}
	})
}

func TestTheLogOfWritesKeepsNoWordsOfAnArticle(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	id := tell(t, a, site+"1", "Ujiono @33: Rahasia besar sekali.").Quotes[0].ID
	if _, err := a.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Hidden: new(true), Speaker: new(""), Reason: "keliru"}, "k1"); err != nil {
		t.Fatal(err)
	}
	log, _, err := a.Writes(t.Context(), archive.WritesPlace{}, id, 10)
	if err != nil || len(log) < 2 {
		t.Fatalf("%d entries, %v", len(log), err)
	}
	for _, entry := range log {
		if strings.Contains(strings.ToLower(entry.Detail), "rahasia") {
			t.Errorf("%s: %s", entry.Action, entry.Detail)
		}
	}
}

package highlight_test

import (
	"html"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/index/highlight"
	"warta/internal/race"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	terms := highlight.Terms{
		Forms: []string{"sdm"}, Roots: []string{"kuat"}, Prefixes: []string{"pemilih"},
		Phrases: [][]string{{"sumber", "daya", "manusia"}, {"ad", "hoc"}},
	}
	for _, c := range []struct{ why, text, want string }{
		{"a form is marked in any case", "Soal SDM.", "Soal <mark>SDM</mark>."},
		{"a family is marked by its root", "Penguatan dan memperkuat", "<mark>Penguatan</mark> dan <mark>memperkuat</mark>"},
		{"a beginning marks the whole word", "Data pemilihnya", "Data <mark>pemilihnya</mark>"},
		{"a phrase is one mark", "sumber daya manusia", "<mark>sumber daya manusia</mark>"},
		{"a phrase's words alone are not marked", "sumber air, daya tahan manusia", "sumber air, daya tahan manusia"},
		{"a phrase may be typed with a hyphen", "badan ad-hoc", "badan <mark>ad-hoc</mark>"},
		{"everything else is escaped", `<b>"SDM"</b> & 'x'`, `&lt;b&gt;&#34;<mark>SDM</mark>&#34;&lt;/b&gt; &amp; &#39;x&#39;`},
		{"nothing found, nothing marked", "rapat", "rapat"},
	} {
		if got := highlight.New(terms).HTML(c.text); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.why, c.text, got, c.want)
		}
	}
}

func TestPassage(t *testing.T) {
	t.Parallel()
	terms := highlight.Terms{Forms: []string{"arsip", "statis"}, Phrases: [][]string{{"rapat", "kerja"}}}
	long := strings.Repeat("kata ", 60)
	for _, c := range []struct {
		why        string
		paragraphs []string
		length     int
		want       string
	}{
		{"without words, the beginning", []string{"", "Satu rapat. Dua rapat."}, 12, "Satu rapat."},
		{"the sentence that has them", []string{"Ini tidak. Ini arsip. Ini bukan."}, 12, "Ini <mark>arsip</mark>."},
		{"different words before many of one", []string{"arsip arsip arsip.", "arsip statis."}, 20, "<mark>arsip</mark> <mark>statis</mark>."},
		{"of equals the first", []string{"Ada arsip satu.", "Ada arsip dua."}, 20, "Ada <mark>arsip</mark> satu."},
		{"sentences as many as fit", []string{"Ada arsip. Lalu rapat. Lalu yang ini."}, 24, "Ada <mark>arsip</mark>. Lalu rapat."},
		{"a long sentence is cut between words", []string{long + "arsip " + long}, 40, "… kata <mark>arsip</mark> kata kata kata kata …"},
		{"a phrase weighs its words", []string{"satu arsip.", "satu rapat kerja."}, 20, "satu <mark>rapat kerja</mark>."},
		{"no paragraphs, no passage", nil, 20, ""},
	} {
		if got := highlight.New(terms).Passage(c.paragraphs, c.length); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.why, c.paragraphs, got, c.want)
		}
	}
}

func FuzzPassage(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add("Ada <arsip> \"statis\". Lalu\nrapat kerja & lain.", 20)
	f.Add(strings.Repeat("arsip", 100), 30)
	f.Add("\xff\xfe arsip…\u00a0", 1)
	f.Fuzz(func(t *testing.T, text string, length int) {
		if !utf8.ValidString(text) {
			t.Skip("no reading holds such text")
		}
		h := highlight.New(highlight.Terms{Forms: []string{"arsip"}, Roots: []string{"kuat"}, Prefixes: []string{"x"}, Phrases: [][]string{{"rapat", "kerja"}}})
		plain := func(s string) string {
			s = strings.NewReplacer("<mark>", "", "</mark>", "").Replace(s)
			if strings.ContainsAny(s, `<>"'`) {
				t.Errorf("%q is not safe", s)
			}
			return html.UnescapeString(s)
		}
		if got := plain(h.HTML(text)); got != text {
			t.Errorf("%q became %q", text, got)
		}
		got := plain(h.Passage([]string{text}, min(max(length, 1), 1000)))
		if !utf8.ValidString(got) {
			t.Errorf("%q gives the broken passage %q", text, got)
		}
		if got = strings.TrimSuffix(strings.TrimPrefix(got, "… "), " …"); !strings.Contains(text, got) {
			t.Errorf("%q gives %q, which is no part of it", text, got)
		}
	})
}

func BenchmarkPassage(b *testing.B) {
	text := strings.Repeat("KPU Kota Semarang menekankan penguatan SDM dan arsip dalam rapat kerja di aula. ", 25)
	paragraphs := []string{text[:500], text[500:1200], text[1200:]}
	h := highlight.New(highlight.Terms{Forms: []string{"sdm"}, Roots: []string{"kuat"}, Phrases: [][]string{{"rapat", "kerja"}}})
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		h.Passage(paragraphs, 240)
	}
}

package web

import (
	"strings"
	"testing"

	"warta/analyzers/article"
)

// The words shown beside a quote name the speaker, or say whom they mean and where
// that one is named.
func TestTheReasonSaysHowTheSpeakerWasFound(t *testing.T) {
	t.Parallel()
	const opening = "Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono membuka rapat. Rapat itu dihadiri saksi."
	for _, c := range []struct{ why, before, paragraph, cue, want string }{
		{"named beside the quote", opening, "“Kami siap,” ujar Handi.", "ujar", "“…” ujar Handi"},
		{"in capitals", opening, "“Kami siap,” ujar HANDI.", "ujar", "“…” ujar HANDI"},
		{
			"a suffix", opening, "“Kami siap,” jelasnya.", "jelasnya",
			"“…” jelasnya – “-nya” menunjuk Handi Tri Ujiono, yang disebut dalam “Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono membuka rapat”",
		},
		{
			"a suffix that the verb of saying leaves out", opening, "“Kami siap,” jelasnya lagi.", "jelas",
			"“…” jelasnya lagi – “-nya” menunjuk Handi Tri Ujiono, yang disebut dalam “Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono membuka rapat”",
		},
		{
			"a pronoun", opening, "“Kami siap,” kata dia.", "kata",
			"“…” kata dia – “dia” menunjuk Handi Tri Ujiono, yang disebut dalam “Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono membuka rapat”",
		},
		{
			"a pronoun before the quote", opening, "Ia mengatakan, “Kami siap,” di depan saksi.", "mengatakan",
			"Ia mengatakan, “…” – “ia” menunjuk Handi Tri Ujiono, yang disebut dalam “Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono membuka rapat”",
		},
		{
			"the full name counts before a part of it", opening + " Pagi itu Handi memeriksa gudang.", "“Kami siap,” tuturnya.", "tuturnya",
			"“…” tuturnya – “-nya” menunjuk Handi Tri Ujiono, yang disebut dalam “Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono membuka rapat”",
		},
		{
			"a part of the name", "Rapat dibuka Handi pagi itu.", "“Kami siap,” tuturnya.", "tuturnya",
			"“…” tuturnya – “-nya” menunjuk Handi Tri Ujiono, yang disebut dalam “Rapat dibuka Handi pagi itu”",
		},
		{
			"the post", opening, "“Kami siap,” kata Ketua KPU itu.", "kata",
			"“…” kata Ketua KPU itu – jabatan itu menunjuk Handi Tri Ujiono, yang disebut dalam “Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono membuka rapat”",
		},
		{
			"a description, and a name behind it", "Rapat dimulai.", "“Kami siap,” ujar lelaki tadi. Handi Tri Ujiono pulang.", "ujar",
			"“…” ujar lelaki tadi – kata-kata itu menunjuk Handi Tri Ujiono, yang disebut dalam “Handi Tri Ujiono pulang”",
		},
		{"named nowhere", "Rapat dimulai.", "“Kami siap,” jelasnya.", "jelasnya", "“…” jelasnya – “-nya” menunjuk Handi Tri Ujiono"},
		{"within another word", "Rapat dimulai.", "“Kami siap,” ujar Handiman.", "ujar", "“…” ujar Handiman – kata-kata itu menunjuk Handi Tri Ujiono"},
		{
			"a long sentence is cut around the name", strings.Repeat("Hujan turun lama, ", 9) + "Handi Tri Ujiono datang, " + strings.Repeat("lalu hujan turun, ", 9) + "selesai.", "“Kami siap,” jelasnya.", "jelasnya",
			"“…” jelasnya – “-nya” menunjuk Handi Tri Ujiono, yang disebut dalam “…un lama, Hujan turun lama, Hujan turun lama, Handi Tri Ujiono datang, lalu hujan turun, l…”",
		},
	} {
		a, q := saidIn(c.paragraph, "Kami siap,", c.cue)
		q.Speaker.Name = "Handi Tri Ujiono"
		a.Paragraphs = []string{c.before, c.paragraph}
		q.Parts[0].Paragraph = 1
		if got := because(a, q); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.why, got, c.want)
		}
	}
}

// Nothing that an article holds makes looking for a name fail, or slow.
func TestTheReasonOfHostileArticles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", ".", "İİİ", "\xff", "a", "Handi"} {
		for _, before := range []string{"", "\xff\xfe", "İİİİ Handi", strings.Repeat("Handia ", 1<<17), strings.Repeat("İ. ", 1<<15)} {
			a, q := saidIn("“Kami siap,” jelasnya.", "Kami siap,", "jelasnya")
			q.Speaker = &article.Person{ID: "x", Name: name}
			a.Paragraphs = []string{before, a.Paragraphs[0]}
			q.Parts[0].Paragraph = 1
			if got := because(a, q); !strings.HasPrefix(got, "“…” jelasnya – “-nya” menunjuk ") || len(got) > 1000 {
				t.Errorf("%q: got %.200q", name, got)
			}
		}
	}
}

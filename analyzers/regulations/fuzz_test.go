package regulations_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/analyzers/internal/hostile"
	"warta/analyzers/regulations"
	"warta/analyzers/satker"
	"warta/internal/race"
)

func FuzzFind(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	g := gazetteer(f)
	for line := range strings.Lines(givenFile) {
		text, _, _ := strings.Cut(line, "\t")
		f.Add(text)
	}
	f.Add("\xff PKPU 8/2024")
	f.Add("PKPU 8/2024, 9/2024 dan")
	f.Add("90/ /PUU-XXI / 2023 putusan")
	f.Add("Putusan MK Nomor 020 dan 055/PUU-XVII/2019")
	f.Add("putusan mk 0-00/phpu-pres/xvii/2019 dan 012-016/PUU--IV/2006, 3/puu tahun 2020")
	f.Add("putusan mk nomor 135 dan 60 tahun 2024, 1/2024 dan 70/PUU-XXII/2024")
	f.Add("P.K.P.U. ke-8, ke 10, nomro 12, 2024) dan U. U. nomoro7,2017")
	f.Add("Putusan DKPP Nomor 076, 078-PKE-DKPP/VI/2021")
	f.Fuzz(func(t *testing.T, text string) {
		found := regulations.Find(text, g, satker.Context{})
		for _, m := range found {
			if r, ok := regulations.Parse(m.ID()); !ok || r != m.Regulation {
				t.Errorf("%q: %q is read back as %+v, %v", text, m.ID(), r, ok)
			}
			end := 0
			for _, s := range m.Spans {
				if s.Start < end || s.End <= s.Start || s.End > len(text) || utf8.ValidString(text) && !s.In(text) {
					t.Fatalf("%q: spans %v of %s", text, m.Spans, m.ID())
				}
				end = s.End
			}
		}
		if again := regulations.Find(text, g, satker.Context{}); !slices.EqualFunc(found, again, func(a, b regulations.Mention) bool {
			return a.Regulation == b.Regulation && slices.Equal(a.Spans, b.Spans)
		}) {
			t.Errorf("%q: read twice, %v and %v", text, found, again)
		}
	})
}

// FuzzParse holds that an id is written in one way: what looks like one leads to it, and it is itself.
func FuzzParse(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	g := gazetteer(f)
	for line := range strings.Lines(givenFile) {
		_, ids, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for id := range strings.FieldsSeq(ids) {
			f.Add(id)
		}
	}
	for _, id := range []string{
		"putusan-mk/090-puu-xxi/2023", "putusan-mk/0-puu-xxi/2023", "putusan-mk/90-puu---/2023", "putusan-mk/90-091-puu/2023", "putusan-mk/1-phpu-pres-xvii/2019",
		"dkpp/076-pke-dkpp/2021", "keputusan-kpu-daerah/3374-012/2024", "keputusan-kpu/1.229/2024", "UU/007/2017",
	} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, ok := regulations.ParseLoose(text)
		exact, isID := regulations.Parse(text)
		if isID && (!ok || exact != r || r.ID() != text) {
			t.Fatalf("%q is an id, but reads as %q, %v", text, r.ID(), ok)
		}
		if !ok {
			return
		}
		id := r.ID()
		if again, ok := regulations.Parse(id); !ok || again != r {
			t.Fatalf("%q leads to %q, which is no id", text, id)
		}
		kind, rest, _ := strings.Cut(id, "/")
		number := strings.Replace(rest, "-", "-00", strings.Count(r.Office, ".")) // behind the code of an office
		if r.Office == "" {
			number = "00" + rest
		}
		if again, ok := regulations.ParseLoose(strings.ToUpper(kind + "/" + number)); !ok || again != r {
			t.Errorf("%q with zeros, %q, is read as %q, %v", id, number, again.ID(), ok)
		}
		if r.Office != "" { // its name may be unknown
			return
		}
		for _, written := range []string{r.Label(), r.Short()} {
			if got := idsIn(written, g, satker.Context{}); got != id {
				t.Errorf("%q is written %q, in which is %q", id, written, got)
			}
		}
	})
}

func TestFindIsLinear(t *testing.T) {
	if race.Enabled {
		t.Skip("growth is measured in one goroutine")
	}
	g := gazetteer(t)
	hostile.Linear(t, []string{
		"PKPU ", "PKPU 8, ", "PKPU Nomor ", "PKPU tentang ", "PKPU 8 dan PKPU ", "8/", "8 / ", "Nomor ", "Nomor 8 Tahun 2024 adalah ", "Keputusan KPU Kota ", "Keputusan KPU ",
		"putusan ", "dan ", "PKPU 8/2024 jo. ", "sebagaimana telah diubah dengan ", "(PKPU ", "terbit PKPU 8 ", ". ", "\"", "PKPU 8/2024. ", "UU Nomor 1 dan ", "1-1-1/", "Nomor 8 Tahun 2024 dan ",
		"PKPU 8, 2024 dan ", "PKPU ke ", "ke-8 ", "P.K.P.U. ", "nomro ", "u. ", "putusan mk 135 tahun 2024 dan ", "PKPU 8, 2024" + strings.Repeat(" dan", 50),
	}, func(text string) { regulations.Find(text, g, satker.Context{}) })
}

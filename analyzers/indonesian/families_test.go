package indonesian_test

import (
	"bytes"
	"slices"
	"testing"

	"warta/analyzers/indonesian"
	"warta/internal/race"
)

// A word of a family is never taken for one of another.
func TestFamiliesKnowTheirWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		root string
		has  []string
		not  []string
	}{
		{"pilih", []string{"pilih", "memilih", "pemilihan", "dipilihnya", "pilih-memilih"}, []string{"suara", "kotak", "pleno"}},
		{"sapu", []string{"menyapu", "penyapu"}, []string{"tulis", "daftar"}},
		{"kerja", []string{"kinerja", "pekerja", "bekerja"}, []string{"pemilu", "suara"}},
	} {
		f := indonesian.NewFamilies(slices.Values([]string{c.root}))
		for _, word := range c.has {
			if !f.MayHave([]byte(word)) {
				t.Errorf("%s is of the family of %s", word, c.root)
			}
		}
		for _, word := range c.not {
			if f.MayHave([]byte(word)) {
				t.Errorf("%s cannot be of the family of %s, and nothing is gained", word, c.root)
			}
		}
	}
	if none := indonesian.NewFamilies(slices.Values([]string(nil))); none.MayHave([]byte("pilih")) {
		t.Error("no family has a word")
	}
}

// FuzzOnly: an analyzer that looks for a root finds it where any other does.
func FuzzOnly(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add("Ketua KPU memilih anggota pemilihan umum")
	f.Add("sortir-lipat surat suara, se-Jawa Tengah")
	f.Add("kinerja penyelenggara")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 300 { // each root is looked for in all of it
			return
		}
		var all, only indonesian.Analyzer
		want := all.AppendString(nil, text)
		for _, of := range want {
			only.Only = indonesian.NewFamilies(slices.Values([]string{string(of.Root)}))
			got := only.AppendString(nil, text)
			if len(got) != len(want) {
				t.Fatalf("%q has %d tokens, %d when %q is looked for", text, len(want), len(got), of.Root)
			}
			for i := range want {
				w, g := want[i], got[i]
				if !bytes.Equal(w.Surface, g.Surface) || w.Start != g.Start || w.End != g.End || w.Position != g.Position ||
					bytes.Equal(w.Root, of.Root) != bytes.Equal(g.Root, of.Root) {
					t.Errorf("token %d of %q is %q of %q, but %q of %q when %q is looked for", i, text, w.Surface, w.Root, g.Surface, g.Root, of.Root)
				}
			}
		}
	})
}

package morph_test

import (
	"bytes"
	"fmt"
	"testing"

	"warta/analyzers/indonesian/internal/morph"
)

func small(t *testing.T) []byte {
	t.Helper()
	b := morph.NewBuilder()
	b.Root("pilih", 90, true)
	b.Root("tulis", 90, true)
	b.Root("pulau", 40, true)
	b.Whole("pemilu", 60)
	b.Name("pilihan-baru")
	b.Irregular("pulo", "pulau")
	for _, w := range []string{"memilih", "pemilihan", "menulis"} {
		b.Form(w)
	}
	blob, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return blob
}

// TestTableAndRulesAgree: what the table answers for a form that was written
// down is what the rules answer for it.
func TestTableAndRulesAgree(t *testing.T) {
	t.Parallel()
	table, err := morph.Open(small(t))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{
		"memilih": "pilih", "dipilih": "pilih", "menulis": "tulis", "penulis": "tulis",
		"pemilihan": "pilih", "pemilu": "pemilu", "kepulauan": "pulau", "pulo": "pulau", "pulonya": "pulau",
		"pilihan-baru": "pilihan-baru", "bukan": "bukan",
	} {
		if got := string(table.Stem([]byte(word))); got != want {
			t.Errorf("stem of %q: got %q, want %q", word, got, want)
		}
	}
}

func TestBuildIsDeterministic(t *testing.T) {
	t.Parallel()
	if a, b := small(t), small(t); !bytes.Equal(a, b) {
		t.Error("two builds of the same lists differ")
	}
}

func TestOpenRefusesWhatIsBroken(t *testing.T) {
	t.Parallel()
	good := small(t)
	for cut := range len(good) {
		if _, err := morph.Open(good[:cut]); err == nil {
			t.Fatalf("a table cut after %d of %d bytes was opened", cut, len(good))
		}
	}
	for k := range good {
		bad := bytes.Clone(good)
		bad[k] ^= 0x10
		if _, err := morph.Open(bad); err == nil && (k < 12 || k >= 16) { // four bytes of the header are free
			t.Errorf("a table with byte %d changed was opened", k)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	for what, fill := range map[string]func(*morph.Builder){
		"an irregular form of no root": func(b *morph.Builder) { b.Irregular("pulo", "pulau") },
		"an irregular form of an irregular form": func(b *morph.Builder) {
			b.Root("pulo", 1, true)
			b.Irregular("pula", "pulo")
			b.Irregular("pulo", "pulo")
		},
		"more roots than a slot has numbers for": func(b *morph.Builder) {
			for k := range 1 << 17 {
				b.Root(fmt.Sprintf("x%d", k), 1, true)
			}
		},
	} {
		b := morph.NewBuilder()
		fill(b)
		if _, err := b.Build(); err == nil {
			t.Errorf("%s: built, want an error", what)
		}
	}
}

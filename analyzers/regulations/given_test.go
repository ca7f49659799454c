package regulations_test

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/regulations"
	"warta/analyzers/satker"
)

// regulations.tsv was written by a hand that saw no code: texts and queries with the regulations
// that they name, most of them once in each spelling, and traps that name none. It has no offices
// in the ids of regional decisions.
//
//go:embed testdata/regulations.tsv
var givenFile string

// TestGivenTexts measures the reader on texts of another hand. A third is held back by the hash
// of its text: its rows are not shown.
func TestGivenTexts(t *testing.T) {
	t.Parallel()
	offices, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ right, all, traps, fell int }
	var open, held tally
	for line := range strings.Lines(givenFile) {
		text, want, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if text == "text" && want == "rules" {
			continue
		}
		got := keysOf(regulations.Find(text, offices, satker.Context{}))
		right := strings.Join(got, " ") == want
		sum := sha256.Sum256([]byte(text))
		of := &open
		if binary.BigEndian.Uint64(sum[:8])%3 == 0 {
			of = &held
		} else if !right {
			t.Logf("%q: got %q, want %q", text, strings.Join(got, " "), want)
		}
		of.all++
		if right {
			of.right++
		}
		if want == "" {
			of.traps++
			if !right {
				of.fell++
			}
		}
	}
	t.Logf("open: %d of %d right, %d of %d traps missed; held back: %d of %d, %d of %d", open.right, open.all, open.fell, open.traps, held.right, held.all, held.fell, held.traps)
	for name, of := range map[string]struct {
		tally
		least float64
	}{"open": {open, 0.98}, "held back": {held, 0.95}} {
		if share := float64(of.right) / float64(of.all); share < of.least || of.fell > 0 {
			t.Errorf("%s: %.3f right, want %.2f; %d traps", name, share, of.least, of.fell)
		}
	}
}

// keysOf returns the ids of mentions, each once, without offices.
func keysOf(found []regulations.Mention) []string {
	var keys []string
	for _, m := range found {
		m.Office = ""
		if !slices.Contains(keys, m.ID()) {
			keys = append(keys, m.ID())
		}
	}
	return keys
}

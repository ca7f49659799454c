package regulations_test

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
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

//go:embed testdata/given.txt
var givenFigures string

var update = flag.Bool("update", false, "write the figures that were found to testdata")

// A tally counts rows of regulations.tsv.
type tally struct {
	all, right  int
	traps, fell int // rows that name no regulation, and those of them in which one was read
}

func (c *tally) add(right, trap bool) {
	c.all++
	if right {
		c.right++
	}
	if trap {
		c.traps++
		if !right {
			c.fell++
		}
	}
}

func (c *tally) String() string {
	return fmt.Sprintf("%d of %d right, %d of %d traps fallen into", c.right, c.all, c.fell, c.traps)
}

// TestGivenTexts measures the reader on texts of another hand, and compares the figures with those
// recorded. A third is held back by the hash of its text: its rows are not shown.
func TestGivenTexts(t *testing.T) {
	t.Parallel()
	offices := gazetteer(t)
	var open, held tally
	for line := range strings.Lines(givenFile) {
		text, want, parted := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if text == "text" && want == "rules" {
			continue
		}
		if !parted || text == "" {
			t.Fatalf("a row without two columns: %q", line)
		}
		got := strings.Join(keysOf(regulations.Find(text, offices, satker.Context{})), " ")
		sum := sha256.Sum256([]byte(text))
		of := &open
		if binary.BigEndian.Uint64(sum[:8])%3 == 0 {
			of = &held
		} else if got != want {
			t.Logf("%q: got %q, want %q", text, got, want)
		}
		of.add(got == want, want == "")
	}
	figures := fmt.Sprintf("open: %s\nheld back: %s\n", &open, &held)
	t.Log(figures)
	if open.all != 144 || open.traps != 62 || held.all != 76 || held.traps != 30 {
		t.Errorf("want 144 open rows with 62 traps, 76 held back with 30; got\n%s", figures)
	}
	if *update {
		if err := os.WriteFile("testdata/given.txt", []byte(figures), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if figures != givenFigures {
		t.Errorf("got\n%swant\n%s(-update records what was got)", figures, givenFigures)
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

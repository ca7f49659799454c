package names_test

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"warta/analyzers/internal/names"
	"warta/internal/race"
)

// The cases cover words of names alone, of the news alone, of both and of neither.
func TestWeight(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		word        string
		at          names.Place
		least, most float64
	}{
		{"bambang", names.First, 1, 5},    // a name, though the news has it too
		{"kogoya", names.Last, 3, 5},      // of Papua
		{"prabowo", names.Last, 3, 5},     // frequent in the news as a name: counts nothing against it
		{"siregar", names.Last, 3, 5},     // ends names
		{"jaya", names.Last, -1, 1},       // both
		{"data", names.First, -5, -4},     // an ordinary word
		{"pengawas", names.Alone, -5, -4}, // part of a post
		{"nggabawe", names.First, 0, 2},   // in neither: no proof against a name
	} {
		if w := names.Weight(tt.word, tt.at); w < tt.least || w > tt.most {
			t.Errorf("Weight(%q, %d) = %.2f, want %.0f to %.0f", tt.word, tt.at, w, tt.least, tt.most)
		}
	}
}

func TestWeightsAreBounded(t *testing.T) {
	t.Parallel()
	for _, w := range []string{"", "a", "yang", "muhammad", strings.Repeat("x", 1000), "\xff"} {
		for at := names.First; at <= names.Alone; at++ {
			if v := names.Weight(w, at); math.IsNaN(v) || v < -5 || v > 5 {
				t.Errorf("Weight(%q, %d) = %v, want -5 to 5", w, at, v)
			}
		}
	}
}

func TestKindsOfWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		word                               string
		known, ordinary, never, opens, are bool
	}{
		{word: "wayan", known: true, opens: true},
		{word: "siregar", known: true},
		{word: "lengkap", ordinary: true, never: true},
		{word: "agung", known: true, ordinary: true},
		{word: "abenaho", are: true},
		{word: "qwrtz"},
	} {
		if got := names.Known(tt.word); got != tt.known {
			t.Errorf("Known(%q) = %t", tt.word, got)
		}
		if got := names.Ordinary(tt.word); got != tt.ordinary {
			t.Errorf("Ordinary(%q) = %t", tt.word, got)
		}
		if got := names.Never(tt.word); got != tt.never {
			t.Errorf("Never(%q) = %t", tt.word, got)
		}
		if got := names.Opens(tt.word); tt.opens && !got {
			t.Errorf("Opens(%q) = false", tt.word)
		}
		if got := names.IsPlace(tt.word); tt.are && !got {
			t.Errorf("IsPlace(%q) = false", tt.word)
		}
	}
}

func TestSumWeighsEachWordInItsPlace(t *testing.T) {
	t.Parallel()
	if name, news := names.Sum([]string{"bambang", "siregar"}), names.Sum([]string{"poros", "data"}); name < 3 || news > -5 {
		t.Errorf("Sum of a name %.1f, of two ordinary words %.1f", name, news)
	}
	if one, alone := names.Sum([]string{"bambang"}), names.Weight("bambang", names.Alone); one != alone {
		t.Errorf("Sum of one word %.2f, want its weight alone %.2f", one, alone)
	}
}

// The table is what the generator makes of the lists.
func TestTableIsGenerated(t *testing.T) {
	if race.Enabled {
		t.Skip("the table is made again in one goroutine")
	}
	t.Parallel()
	if testing.Short() {
		t.Skip("runs the generator")
	}
	out, heard := filepath.Join(t.TempDir(), "words.tsv"), filepath.Join(t.TempDir(), "heard.txt")
	cmd := exec.CommandContext(t.Context(), "go", "run", "./genwords", "-news", "../../../cmd/warta/internal/corpus/data/words.tsv",
		"-lexicon", "../../indonesian/lexicon", "-o", out, "-heard", heard)
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	for made, kept := range map[string]string{out: "words.tsv", heard: "../../indonesian/heard.txt"} {
		want, err := os.ReadFile(made)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(kept)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s is not what go generate makes", kept)
		}
	}
}

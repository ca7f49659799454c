package indonesian_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"warta/analyzers/indonesian"
)

// registerNames returns the words of names of public registers with their counts.
func registerNames(t *testing.T) map[string]int {
	t.Helper()
	data, err := os.ReadFile("../internal/names/words.tsv")
	if err != nil {
		t.Fatal(err)
	}
	counts := make(map[string]int)
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(cells) < 5 {
			continue
		}
		for _, cell := range cells[1:5] {
			n, err := strconv.Atoi(cell)
			if err != nil {
				t.Fatal(err)
			}
			counts[cells[0]] += n
		}
	}
	return counts
}

// sharing returns the groups of frequent words that fold to one form, a line each.
func sharing(counts map[string]int, least int, fold func(string) string) []string {
	groups := make(map[string][]string)
	for word, n := range counts {
		if n >= least {
			form := fold(word)
			groups[form] = append(groups[form], word)
		}
	}
	var lines []string
	for _, words := range groups {
		if len(words) > 1 {
			slices.Sort(words)
			lines = append(lines, strings.Join(words, " "))
		}
	}
	slices.Sort(lines)
	return lines
}

func TestPairsDump(t *testing.T) {
	counts := registerNames(t)
	sk := sharing(counts, 5, indonesian.Skeleton)
	so := sharing(counts, 5, indonesian.Sound)
	t.Logf("skeleton %d sound %d", len(sk), len(so))
	for _, l := range so {
		if !slices.Contains(sk, l) {
			t.Log(l)
		}
	}
}

func BenchmarkSound(b *testing.B) {
	words := strings.Fields("muhammad achmad hidayatullah budi santoso syafruddin oetoyo abdurrahman siti nurhaliza")
	for _, fold := range []struct {
		name string
		of   func(string) string
	}{{"skeleton", indonesian.Skeleton}, {"sound", indonesian.Sound}} {
		b.Run(fold.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				fold.of(words[i%len(words)])
			}
		})
	}
}

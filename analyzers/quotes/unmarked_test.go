package quotes_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/satker"
)

// An unmarkedCase is paragraphs and the unmarked quotes in them, "speaker: words".
type unmarkedCase struct {
	paragraphs []string
	want       []string
	held       bool
}

func unmarkedCases(t *testing.T) []unmarkedCase {
	t.Helper()
	raw, err := os.ReadFile("testdata/unmarked/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []unmarkedCase
	for block := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n\n") {
		var c unmarkedCase
		answered := false
		for line := range strings.SplitSeq(block, "\n") {
			answer, isAnswer := strings.CutPrefix(line, "= ")
			switch {
			case strings.HasPrefix(line, "#"):
			case !isAnswer:
				c.paragraphs = append(c.paragraphs, line)
			case answer == "none":
				answered = true
			default:
				answered, c.want = true, append(c.want, answer)
			}
		}
		if len(c.paragraphs) == 0 {
			continue
		}
		if !answered {
			t.Fatalf("no answer for %q", c.paragraphs)
		}
		rest := 0
		for _, b := range sha256.Sum256([]byte(strings.Join(c.paragraphs, "\n"))) {
			rest = (rest*256 + int(b)) % 3
		}
		c.held = rest == 0
		cases = append(cases, c)
	}
	return cases
}

// TestUnmarkedSpeechHasBothEnds holds the quotes of the kind unmarked against what a person
// found. Of the cases held back only totals are shown.
func TestUnmarkedSpeechHasBothEnds(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"open", "held back"}
	var cases, found, wanted, right [2]int
	for _, c := range unmarkedCases(t) {
		part := 0
		if c.held {
			part = 1
		}
		before := []string{"Ketua KPU Kota Salatiga, Rina Wulandari, hadir.", "Rapat dihadiri Anggota KPU Kota Salatiga, Joko Prabowo."}
		a := read(g, "33.73", "Rapat KPU Kota Salatiga", append(before, c.paragraphs...)...)
		var got []string
		for _, q := range a.Quotes {
			if q.Kind != article.Unmarked {
				continue
			}
			who := "?"
			if q.Speaker != nil {
				who = q.Speaker.Name
			}
			got = append(got, who+": "+q.Text)
		}
		cases[part]++
		found[part] += len(got)
		wanted[part] += len(c.want)
		for _, q := range got {
			if slices.Contains(c.want, q) {
				right[part]++
			}
		}
		if !c.held && fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s\n got %q\nwant %q\n all %q", strings.Join(c.paragraphs, "\n"), got, c.want, say(a.Quotes))
		}
	}
	for part, name := range names {
		precision, recall := float64(right[part])/float64(max(1, found[part])), float64(right[part])/float64(wanted[part])
		t.Logf("%s: %d cases; both ends right %d of %d found, %d wanted: precision %.3f, recall %.3f", name, cases[part], right[part], found[part], wanted[part], precision, recall)
		if precision < 0.95 || recall < 0.85 {
			t.Errorf("%s: precision %.3f, recall %.3f, want 0.95 and 0.85", name, precision, recall)
		}
	}
}

package officials_test

import (
	"crypto/sha256"
	"os"
	"strings"
	"testing"

	"warta/analyzers/satker"
)

// TestPrivatePeople checks rule N-57 on the sentences of testdata/apposed.txt: a private noun
// before a name makes the person private, and a post makes the person public.
func TestPrivatePeople(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/apposed.txt")
	if err != nil {
		t.Fatal(err)
	}
	kept, all := 0, 0
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if len(cells) != 3 || line[0] == '#' {
			continue
		}
		held := sumMod3(cells[0]) == 0
		got := "not found"
		r := find(t, g, "", cells[0])
		detail := ""
		for _, o := range append(r.Officials, r.Others...) {
			if o.Name != cells[1] {
				continue
			}
			got = "public"
			if o.Private && !o.Public {
				got = "private"
			}
			detail = strings.Join(describe(append(r.Officials, r.Others...)), "|")
		}
		if held {
			all++
			if got == cells[2] {
				kept++
			}
			continue
		}
		if got != cells[2] {
			t.Errorf("%s\n got %s is %s, want %s (%s)", cells[0], cells[1], got, cells[2], detail)
		}
	}
	const leastAside = 15 // of 16
	if kept < leastAside {
		t.Errorf("aside: %d of %d right, want %d", kept, all, leastAside)
	}
}

func sumMod3(s string) int {
	m := 0
	for _, b := range sha256.Sum256([]byte(s)) {
		m = (m*256 + int(b)) % 3
	}
	return m
}

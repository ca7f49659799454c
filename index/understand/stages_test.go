package understand_test

import (
	"crypto/sha256"
	"encoding/binary"
	"os"
	"strings"
	"testing"
	"time"

	"warta/index/people"
	"warta/index/understand"
)

// TestStages holds which stage and which election is read of queries written by a hand that did
// not see this package. Of the part held back it tells the total alone.
func TestStages(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../analyzers/stages/testdata/stages.tsv")
	if err != nil {
		t.Fatal(err)
	}
	weights, registry := understand.DefaultWeights(), people.New(people.NewIDs(nil, nil))
	right, rows := map[bool]int{}, map[bool]int{}
	for _, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n")[1:] {
		cells := strings.Split(line, "\t")
		sum := sha256.Sum256([]byte(cells[0]))
		held := binary.BigEndian.Uint64(sum[:])%3 == 0
		rows[held]++
		got := stageOf(understand.Text(cells[0], understand.Options{
			Weights: &weights, People: registry, Today: time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC),
		}).Summary)
		if got == cells[1]+"|"+cells[2] {
			right[held]++
		} else if !held {
			t.Logf("%q means %q, want %q", cells[0], got, cells[1]+"|"+cells[2])
		}
	}
	for held, least := range map[bool]float64{false: 0.97, true: 0.95} {
		share := float64(right[held]) / float64(rows[held])
		t.Logf("held back %v: %d of %d, %.3f", held, right[held], rows[held], share)
		if share < least {
			t.Errorf("held back %v: %.3f are right, want %.2f", held, share, least)
		}
	}
}

// stageOf returns the election and the stage of a summary; no election where several may be meant.
func stageOf(u understand.Understood) string {
	var election, names []string
	for _, s := range u.Stages {
		names = append(names, s.Meant[0].Name)
		if s.Sure {
			election = append(election, s.Meant[0].Election)
		}
	}
	return strings.Join(election, " ") + "|" + strings.Join(names, " ")
}

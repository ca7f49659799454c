package topics_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/topics"
)

func load(t testing.TB) *topics.Taxonomy {
	t.Helper()
	taxonomy, err := topics.Load()
	if err != nil {
		t.Fatal(err)
	}
	return taxonomy
}

// A story is a title and a lead with the leaf that they are about.
type story struct{ leaf, title, lead string }

func stories(t *testing.T, file string) []story {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []story
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 {
			t.Fatalf("%s: line %q: want leaf, title, lead", file, line)
		}
		all = append(all, story{fields[0], fields[1], fields[2]})
	}
	return all
}

// Every leaf has a story of two sentences, in words that were not taken from
// its cues alone.
func TestEveryLeafIsTheMainTopicOfItsStory(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	seen := make(map[string]bool)
	for _, s := range stories(t, "testdata/headlines.tsv") {
		seen[s.leaf] = true
		got := taxonomy.Find(s.title, []string{s.lead}, true)
		if len(got) == 0 || got[0].ID != s.leaf {
			t.Errorf("%q\n%q\n got %v, want %s first", s.title, s.lead, got, s.leaf)
		}
	}
	for _, topic := range taxonomy.Topics() {
		for _, leaf := range topic.Leaves {
			if !seen[leaf.ID] {
				t.Errorf("leaf %s has no story", leaf.ID)
			}
		}
	}
}

// Sites have many words for one thing; a cue more for one leaf must not cost
// the stories of others.
func TestStoriesInOtherWordsKeepTheirMainTopic(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	all := stories(t, "testdata/otherwords.tsv")
	var wrong []string
	for _, s := range all {
		got := taxonomy.Find(s.title, []string{s.lead}, true)
		if len(got) == 0 || got[0].ID != s.leaf {
			wrong = append(wrong, fmt.Sprintf("%q\n%q\n got %v, want %s first", s.title, s.lead, got, s.leaf))
		}
	}
	if len(wrong)*40 > len(all) {
		t.Errorf("%d of %d stories got another main topic, want at most one in forty:\n%s", len(wrong), len(all), strings.Join(wrong, "\n"))
	}
}

// Of stories with one or two leaves, as many are found as are not made up.
func TestStoriesOfSeveralTopics(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	found, made, missed := 0, 0, 0
	var wrong []string
	for _, s := range stories(t, "testdata/several.tsv") {
		want := strings.Fields(s.leaf)
		got := taxonomy.Find(s.title, []string{s.lead}, true)
		right := 0
		for _, topic := range got {
			if slices.Contains(want, topic.ID) {
				right++
			}
		}
		found += right
		made += len(got) - right
		missed += len(want) - right
		if right != len(want) || right != len(got) {
			wrong = append(wrong, fmt.Sprintf("%q\n%q\n got %v, want %v", s.title, s.lead, got, want))
		}
	}
	if f1 := float64(2*found) / float64(2*found+made+missed); f1 < 0.9 {
		t.Errorf("%d found, %d made up, %d missed: F1 %.3f, want at least 0.9:\n%s", found, made, missed, f1, strings.Join(wrong, "\n"))
	}
}

// "Pemungutan suara ulang" is no polling day, however often it is said.
func TestAWeakCueDoesNotGrowByRepetition(t *testing.T) {
	t.Parallel()
	got := load(t).Find("KPU Banjar Gelar Pemungutan Suara Ulang di Dua TPS", []string{
		strings.Repeat("Pemungutan suara ulang di TPS 1 dan TPS 2 diikuti pemilih yang datang ke TPS. ", 12),
	}, true)
	if len(got) != 1 || got[0].ID != "psu" {
		t.Errorf("got %v, want psu alone", got)
	}
}

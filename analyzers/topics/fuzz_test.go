package topics_test

import (
	"slices"
	"testing"

	"warta/analyzers/topics"
	"warta/internal/race"
)

func FuzzFind(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	taxonomy, err := topics.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("KPU Gelar Rapat Pleno PDPB", "KPU menggelar rapat pleno PDPB.\nDPT, DPS, dan DPTb dibahas.")
	f.Add("", "dpt \xff dpt")
	f.Add("DPT", "Divisi Hukum dan Pengawasan, Ketua Divisi, dihadiri Bawaslu, Polres, dan Kesbangpol")
	f.Fuzz(func(t *testing.T, title, body string) {
		found := taxonomy.Find(title, []string{body}, true)
		if twice := taxonomy.Find(title, []string{body, body}, true); !slices.Equal(twice, found) {
			t.Errorf("%q, %q: got %v of the text said twice, want %v", title, body, twice, found)
		}
		if len(found) > topics.Most {
			t.Errorf("%q, %q: got %d topics, want at most %d", title, body, len(found), topics.Most)
		}
		seen := map[string]bool{}
		for i, topic := range found {
			if _, ok := taxonomy.Leaf(topic.ID); !ok || seen[topic.ID] {
				t.Errorf("%q, %q: %q is no leaf, or found twice", title, body, topic.ID)
			}
			if topic.Score <= 0 || topic.Score > 1 || i > 0 && topic.Score > found[i-1].Score {
				t.Errorf("%q, %q: scores %v; want them in (0, 1], best first", title, body, found)
			}
			seen[topic.ID] = true
		}
	})
}

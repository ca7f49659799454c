package indextest

import (
	"fmt"
	"testing"

	"warta/index"
	"warta/index/documents"
)

// leastOverlap is how much of the ten best hits an engine without exact scores has in
// common with the exact ranking, in the mean over the requests of ranking. Lengths that
// are rounded to a byte reach 0.998. Too little are 0.89 for boosts that are left out,
// 0.82 for three shards of which each has statistics of its own, and 0.56 for words
// that all weigh the same.
const leastOverlap = 0.95

// ranking measures the ranking of an engine without exact scores: over requests of
// several words, as people ask, the mean part of its first ten hits that are among the
// ten best of the Fake. A hit whose exact score equals that of the tenth is one of them.
func ranking(t testing.TB, e index.Engine) {
	if can := e.Can(); can.ExactScores || can.CloseScores {
		return // likeFake compares each score
	}
	if got := overlap(t, e); got < leastOverlap {
		t.Errorf("%.3f of the first ten hits are among the exact ten, want %.2f", got, leastOverlap)
	}
}

// overlap returns the mean overlap of the first ten hits, 0 to 1.
func overlap(t testing.TB, e index.Engine) float64 {
	t.Helper()
	const top, requests = 10, 60
	corpus, fake := NewCorpus(11), new(Fake)
	var changes []documents.Change
	for i := range 200 {
		id := fmt.Sprint(i)
		changes = append(changes, documents.Change{ID: id, Article: corpus.Article(id)})
	}
	apply(t, e, 1, changes...)
	apply(t, fake, 1, changes...)
	sum, asked := 0.0, 0
	for asked < requests {
		var where index.Any
		for range 2 + corpus.random.IntN(3) {
			word := corpus.word()
			where = append(where, index.Term{Field: index.FieldBody, Text: word, Boost: 1}, index.Term{Field: index.FieldTitle, Text: word, Boost: 2})
		}
		r := index.Request{Sort: index.ByRelevance, Size: top, Where: where}
		all := r
		all.Size = len(changes)
		want, err := fake.answer(all)
		if err != nil {
			t.Fatal(err)
		}
		if want.Total < 2*top {
			continue // nearly every ranking has the same ten
		}
		scores := make(map[string]float64)
		for _, h := range want.Hits {
			scores[h.ID] = h.Score
		}
		good := 0
		for _, h := range search(t, e, r).Hits {
			if score, found := scores[h.ID]; found && score >= want.Hits[top-1].Score-tiny {
				good++
			}
		}
		sum += float64(good) / top
		asked++
	}
	return sum / requests
}

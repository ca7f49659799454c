package indextest

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"warta/index"
	"warta/index/documents"
)

// likeFake applies random changes to an engine and to a Fake that can do what the engine
// can, and compares their answers to random requests.
func likeFake(t testing.TB, e index.Engine, seed uint64) {
	t.Helper()
	can := e.Can()
	fake := &Fake{Without: index.Capabilities{LiveGroups: !can.LiveGroups, ChainedCopies: !can.ChainedCopies}}
	corpus := NewCorpus(seed)
	for step := range 40 {
		var changes []documents.Change
		for range 1 + corpus.random.IntN(8) {
			c := documents.Change{ID: fmt.Sprint(corpus.random.IntN(60))}
			if corpus.random.IntN(5) > 0 {
				c.Article = corpus.Article(c.ID)
			}
			changes = append(changes, c)
		}
		apply(t, e, uint64(step), changes...)
		apply(t, fake, uint64(step), changes...)
		for range 10 {
			r := corpus.Request()
			got, want := search(t, e, r), search(t, fake, r)
			diff := ""
			switch {
			case can.ExactScores || r.Sort != index.ByRelevance:
				diff = Difference(got, want)
			case can.CloseScores:
				diff = differenceClose(t, fake, r, got, want)
			default:
				diff = differenceUnscored(t, fake, r, got, want)
			}
			if diff != "" {
				t.Fatalf("seed %d, step %d: %s\nbehind %+v asked %+v\nwhere %v\nrefined by %v\n got %+v\nwant %+v", seed, step, diff, r.After, r, r.Where, r.Refine, got, want)
			}
			if diff := differentWords(t, e, fake, corpus.Words()); diff != "" {
				t.Fatalf("seed %d, step %d: %s", seed, step, diff)
			}
		}
	}
}

// differentWords says in what an engine and a Fake differ in what they count, and on
// words, where the engine is an [index.Vocabulary]. It may still have words of documents
// that were replaced.
func differentWords(t testing.TB, e index.Engine, fake *Fake, ask index.WordsAsk) string {
	t.Helper()
	all := ask
	all.Size = index.MaxNear
	want, err := fake.Words(t.Context(), all)
	if err != nil {
		return fmt.Sprintf("words %+v: %v", ask, err)
	}
	texts := []string{ask.Text}
	for _, w := range want {
		texts = append(texts, w.Text)
	}
	if v, ok := e.(index.Vocabulary); ok {
		got, err := v.Words(t.Context(), ask)
		if err != nil {
			return fmt.Sprintf("words %+v: %v", ask, err)
		}
		if diff := wrongWords(ask, got, want); diff != "" {
			return diff
		}
		for _, w := range got {
			texts = append(texts, w.Text)
		}
	}
	texts = texts[:min(len(texts), index.MaxNear)]
	exact, err := e.Count(t.Context(), ask.Fields, texts)
	if err != nil {
		return fmt.Sprintf("count %q: %v", texts, err)
	}
	if right, err := fake.Count(t.Context(), ask.Fields, texts); err != nil || !slices.Equal(exact, right) {
		return fmt.Sprintf("count %q in %q\n got %v\nwant %v, %v", texts, ask.Fields, exact, right, err)
	}
	return ""
}

// wrongWords says what is wrong with the answer to a question for words, of which want
// are all that there are.
func wrongWords(ask index.WordsAsk, got, want []index.WordCount) string {
	counts := make(map[string]int)
	for _, w := range got {
		counts[w.Text] = w.Count
		if !ask.Near(w.Text) {
			return fmt.Sprintf("words %+v: %q is not near", ask, w.Text)
		}
	}
	if len(counts) < len(got) {
		return fmt.Sprintf("words %+v: %v tells a word twice", ask, got)
	}
	if !slices.IsSortedFunc(got, func(a, b index.WordCount) int { return cmp.Compare(b.Count, a.Count) }) {
		return fmt.Sprintf("words %+v: %v, want the most frequent first", ask, got)
	}
	if len(got) < min(len(want), ask.Size) || len(got) > ask.Size {
		return fmt.Sprintf("words %+v: got %d, there are %d", ask, len(got), len(want))
	}
	for _, w := range want {
		if n, ok := counts[w.Text]; ok && n < w.Count || !ok && len(got) < ask.Size {
			return fmt.Sprintf("words %+v: got %v, want %q %d times among them", ask, got, w.Text, w.Count)
		}
	}
	return ""
}

// Difference says in what two results differ, scores apart that are as good as
// equal.
func Difference(got, want *index.Result) string {
	diff := differentCounts(got, want)
	if diff == "" {
		diff = differentHits(got.Hits, want.Hits)
	}
	if diff == "" {
		diff = differentHits(got.Ranked, want.Ranked)
	}
	if diff != "" || len(got.Explanations) != len(want.Explanations) {
		return cmp.Or(diff, fmt.Sprintf("%d explanations, want %d", len(got.Explanations), len(want.Explanations)))
	}
	for i := range got.Explanations {
		if got.Hits[i].ID == want.Hits[i].ID && !sameParts(got.Explanations[i], want.Explanations[i], isExact) {
			return fmt.Sprintf("hit %d is explained by %v, want %v", i, got.Explanations[i], want.Explanations[i])
		}
	}
	return ""
}

// differentCounts says in what the totals, the mark and the facets of two results differ.
func differentCounts(got, want *index.Result) string {
	switch {
	case got.Total != want.Total || got.Documents != want.Documents:
		return fmt.Sprintf("total %d of %d, want %d of %d", got.Total, got.Documents, want.Total, want.Documents)
	case got.Mark != want.Mark:
		return fmt.Sprintf("mark %d, want %d", got.Mark, want.Mark)
	case len(got.Facets) != len(want.Facets):
		return "facets are missing"
	}
	for i := range got.Facets {
		if len(got.Facets[i])+len(want.Facets[i]) > 0 && !reflect.DeepEqual(got.Facets[i], want.Facets[i]) {
			return fmt.Sprintf("facet %d is %v, want %v", i, got.Facets[i], want.Facets[i])
		}
	}
	return ""
}

// differenceUnscored says in what the answer of an engine without exact scores to a
// request by relevance is wrong: its scores may be any, but they order the hits, and
// everything else is as fake has it, whose answer is want.
func differenceUnscored(t testing.TB, fake *Fake, r index.Request, got, want *index.Result) string {
	t.Helper()
	if diff := differentCounts(got, want); diff != "" {
		return diff
	}
	if len(got.Hits) != len(want.Hits) || len(got.Ranked) != len(want.Ranked) {
		return fmt.Sprintf("%d hits and %d ranked, want %d and %d", len(got.Hits), len(got.Ranked), len(want.Hits), len(want.Ranked))
	}
	all := r
	all.Size, all.Skip = math.MaxInt, 0
	matches, err := fake.answer(all)
	if err != nil {
		return fmt.Sprintf("the plainest engine: %v", err)
	}
	for _, list := range [][]index.Match{got.Hits, got.Ranked} {
		if diff := disorder(list, matches.Hits); diff != "" {
			return diff
		}
	}
	for i, h := range got.Hits {
		if at := r.Skip + i; at < len(got.Ranked) && !sameMatch(got.Ranked[at], h) {
			return fmt.Sprintf("hit %d is %+v and ranked as %+v", i, h, got.Ranked[at])
		}
	}
	if len(got.Explanations) != len(want.Explanations) {
		return fmt.Sprintf("%d explanations, want %d", len(got.Explanations), len(want.Explanations))
	}
	for i, parts := range got.Explanations {
		at := slices.IndexFunc(matches.Hits, func(m index.Match) bool { return m.ID == got.Hits[i].ID })
		if !slices.Equal(leaves(parts), leaves(matches.Explanations[at])) {
			return fmt.Sprintf("hit %d is explained by %v, want the leaves of %v", i, parts, matches.Explanations[at])
		}
	}
	return ""
}

// near is what scores may differ in, as a part of them, where they are close.
const near = 1e-6

// isNear reports whether a score is close to the exact one.
func isNear(got, exact float64) bool { return math.Abs(got-exact) <= near*max(math.Abs(exact), 1e-3) }

// differenceClose says in what the answer of an engine with close scores to a request by
// relevance is wrong. Each score is close to the exact one of the hit, and the exact score of
// each hit to that of the hit which fake, whose answer is want, has at its place.
func differenceClose(t testing.TB, fake *Fake, r index.Request, got, want *index.Result) string {
	t.Helper()
	if diff := differentCounts(got, want); diff != "" {
		return diff
	}
	all := r
	all.Size, all.Skip = math.MaxInt, 0
	matches, err := fake.answer(all)
	if err != nil {
		return fmt.Sprintf("the plainest engine: %v", err)
	}
	if diff := cmp.Or(distant(got.Hits, want.Hits, matches.Hits), distant(got.Ranked, want.Ranked, matches.Hits)); diff != "" {
		return diff
	}
	if len(got.Explanations) != len(want.Explanations) {
		return fmt.Sprintf("%d explanations, want %d", len(got.Explanations), len(want.Explanations))
	}
	for i, parts := range got.Explanations {
		at := slices.IndexFunc(matches.Hits, func(m index.Match) bool { return m.ID == got.Hits[i].ID })
		if !sameParts(parts, matches.Explanations[at], isNear) {
			return fmt.Sprintf("hit %d is explained by %v, want %v", i, parts, matches.Explanations[at])
		}
	}
	return ""
}

// distant says what is wrong with hits whose scores are close, where all are those of the exact
// answer without bounds.
func distant(got, want, all []index.Match) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d hits, want %d", len(got), len(want))
	}
	seen := make(map[string]bool)
	for i, g := range got {
		at := slices.IndexFunc(all, func(m index.Match) bool { return m.ID == g.ID })
		if at < 0 || seen[g.ID] {
			return fmt.Sprintf("hit %d is %+v, which does not match or stands there twice", i, g)
		}
		seen[g.ID] = true
		exact := all[at]
		if !isNear(g.Score, exact.Score) {
			return fmt.Sprintf("hit %d has score %v, want %v", i, g.Score, exact.Score)
		}
		if g.Score = exact.Score; !sameMatch(g, exact) {
			return fmt.Sprintf("hit %d is %+v, want %+v", i, g, exact)
		}
		if !isNear(exact.Score, want[i].Score) || want[i].Score == 0 && g.ID != want[i].ID {
			return fmt.Sprintf("hit %d is %+v, want %+v", i, g, want[i])
		}
	}
	return ""
}

// disorder says what is wrong with hits by relevance whose scores mean nothing: each is
// one of all, once, and they stand in the order of their scores, then as by date.
func disorder(list, all []index.Match) string {
	seen := make(map[string]bool)
	for i, g := range list {
		if seen[g.ID] {
			return fmt.Sprintf("hit %d, %s, is found twice", i, g.ID)
		}
		seen[g.ID] = true
		at := slices.IndexFunc(all, func(m index.Match) bool { return m.ID == g.ID })
		if at < 0 {
			return fmt.Sprintf("hit %d is %+v, which does not match", i, g)
		}
		w := all[at]
		w.Score = g.Score
		if !sameMatch(g, w) {
			return fmt.Sprintf("hit %d is %+v, want %+v", i, g, w)
		}
		if i > 0 && order(index.ByRelevance, asScored(list[i-1]), asScored(g)) > 0 {
			return fmt.Sprintf("hit %d is %+v and stands behind %+v", i, g, list[i-1])
		}
	}
	return ""
}

func asScored(m index.Match) scored {
	return scored{Document: index.Document{ID: m.ID, Date: m.Date}, score: m.Score}
}

// leaves returns the leaves that parts are of, sorted.
func leaves(parts []index.Part) []string {
	list := make([]string, len(parts))
	for i, p := range parts {
		list[i] = p.Of
	}
	slices.Sort(list)
	return list
}

// sameParts compares parts in whatever order, whose scores are the same where same says so.
func sameParts(a, b []index.Part, same func(a, b float64) bool) bool {
	sorted := func(parts []index.Part) []index.Part {
		return slices.SortedFunc(slices.Values(parts), func(a, b index.Part) int {
			return cmp.Or(strings.Compare(a.Of, b.Of), cmp.Compare(a.Score, b.Score))
		})
	}
	return slices.EqualFunc(sorted(a), sorted(b), func(a, b index.Part) bool {
		return a.Of == b.Of && same(a.Score, b.Score)
	})
}

// sameMatch reports whether all fields of two matches are equal.
func sameMatch(a, b index.Match) bool {
	return a.Position == b.Position && a.Article == b.Article && a.Quote == b.Quote && a.Score == b.Score &&
		a.Copies == b.Copies && slices.Equal(a.Places, b.Places)
}

// tiny is what scores may differ in where they are exact.
const tiny = 1e-9

// isExact reports whether two scores are as good as equal.
func isExact(a, b float64) bool { return math.Abs(a-b) < tiny }

func differentHits(got, want []index.Match) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d hits, want %d", len(got), len(want))
	}
	for i := range got {
		g, w := got[i], want[i]
		if math.Abs(g.Score-w.Score) > tiny {
			return fmt.Sprintf("hit %d has score %v, want %v", i, g.Score, w.Score)
		}
		g.Score = w.Score
		tied := i+1 < len(want) && math.Abs(want[i+1].Score-w.Score) < tiny || i > 0 && math.Abs(want[i-1].Score-w.Score) < tiny
		if !sameMatch(g, w) && !(tied && w.Score > 0) {
			return fmt.Sprintf("hit %d is %+v, want %+v", i, g, w)
		}
	}
	return ""
}

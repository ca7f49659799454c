package indonesian

import "strings"

// What one word of a name that matches is worth.
const (
	exactWord    = 1.0
	foldedWord   = 0.9
	joinedWord   = 0.85 // Nur Laela for Nurlaela
	begunWord    = 0.7  // a word typed in part: nurla
	initialWord  = 0.6
	minBegun     = 3  // letters
	maxNameWords = 16 // of a query and of a name; what follows is not looked at
)

// A NameMatcher matches one typed name with many. It is not for two goroutines
// at once.
type NameMatcher struct {
	query    nameForms
	analyzer Analyzer
}

type nameForms struct {
	words, skeletons []string
	used             [maxNameWords]bool
}

func (m *NameMatcher) forms(name string) nameForms {
	f := nameForms{words: m.analyzer.nameWords(name)}
	f.words = f.words[:min(len(f.words), maxNameWords)]
	f.skeletons = make([]string, len(f.words))
	for i, w := range f.words {
		f.skeletons[i] = Skeleton(w)
	}
	return f
}

// MatchNames reports whether query, as somebody types a name, may mean name,
// and how well: every word of it must be a word of name, in any order, spelt so
// or otherwise (see [Skeleton]), written as one or two, typed in part or as an
// initial. The score is in (0, 1], 1 for the very name; a precise match
// outranks a folded one of the same words.
func MatchNames(query, name string) (score float64, ok bool) {
	m := NewNameMatcher(query)
	return m.Match(name)
}

// NewNameMatcher returns a matcher of query.
func NewNameMatcher(query string) *NameMatcher {
	m := new(NameMatcher)
	m.query = m.forms(query)
	return m
}

// Match is [MatchNames] for the matcher's query.
func (m *NameMatcher) Match(name string) (score float64, ok bool) {
	q, n := &m.query, m.forms(name)
	if len(q.words) == 0 || len(n.words) == 0 {
		return 0, false
	}
	q.used = [maxNameWords]bool{}
	sum, last, ordered, strong := 0.0, -1, true, false
	take := func(i, j int, worth float64) {
		q.used[i], n.used[j] = true, true
		sum += worth
		strong = strong || worth > initialWord
	}
	place := make([]int, len(q.words))
	for _, try := range [...]struct {
		worth float64
		same  func(i, j int) bool
	}{
		{exactWord, func(i, j int) bool { return q.words[i] == n.words[j] }},
		{foldedWord, func(i, j int) bool { return q.skeletons[i] == n.skeletons[j] }},
		{0, nil}, // words joined or split
		{begunWord, func(i, j int) bool { return begun(q.words[i], n.words[j], q.skeletons[i], n.skeletons[j]) }},
		{initialWord, func(i, j int) bool { return initial(q.words[i], n.words[j], n.skeletons[j]) }},
	} {
		if try.same == nil {
			m.join(&n, place, take)
			continue
		}
		for i := range q.words {
			for j := 0; j < len(n.words) && !q.used[i]; j++ {
				if !n.used[j] && try.same(i, j) {
					take(i, j, try.worth)
					place[i] = j
				}
			}
		}
	}
	for i := range q.words {
		if !q.used[i] {
			return 0, false
		}
		ordered = ordered && place[i] >= last
		last = place[i]
	}
	if !strong {
		return 0, false // initials alone say nothing
	}
	covered := 0
	for j := range n.words {
		if n.used[j] {
			covered++
		}
	}
	score = sum / float64(len(q.words)) * (0.8 + 0.2*float64(covered)/float64(len(n.words)))
	if !ordered {
		score *= 0.98
	}
	return score, true
}

// join matches two words of one side with one word of the other.
func (m *NameMatcher) join(n *nameForms, place []int, take func(i, j int, worth float64)) {
	q := &m.query
	for i := range q.words {
		for j := range n.words {
			if q.used[i] || n.used[j] {
				continue
			}
			if i+1 < len(q.words) && !q.used[i+1] && glued(q.words[i], q.words[i+1]) == glue(n.words[j]) {
				take(i, j, joinedWord)
				take(i+1, j, joinedWord)
				place[i], place[i+1] = j, j
			} else if j+1 < len(n.words) && !n.used[j+1] && glued(n.words[j], n.words[j+1]) == glue(q.words[i]) {
				n.used[j+1] = true
				take(i, j, joinedWord)
				place[i] = j
			}
		}
	}
}

// glued is the skeleton of two words written as one.
func glued(a, b string) string {
	if a == "abd" {
		a = "abdul"
	}
	return glue(a + b)
}

// glue is the skeleton of a word in which Abdul has taken the letter that
// follows: Abdul Rahman, Abdurrahman.
func glue(word string) string {
	s := Skeleton(word)
	if rest, ok := strings.CutPrefix(s, "abdul"); ok && rest != "" && !vowel(rest[0]) {
		return "abdu" + rest
	}
	return s
}

// begun reports whether query is the beginning of a word.
func begun(query, word, skeleton, wordSkeleton string) bool {
	return len(query) >= minBegun && (strings.HasPrefix(word, query) || len(skeleton) >= minBegun && strings.HasPrefix(wordSkeleton, skeleton))
}

// initial reports whether one of the words is the other's first letter.
func initial(query, word, wordSkeleton string) bool {
	switch {
	case len(query) == 1:
		return word[0] == query[0] || wordSkeleton[0] == query[0]
	case len(word) == 1:
		return query[0] == word[0]
	}
	return false
}

package archive

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
	"warta/index/labels"
	"warta/index/people"
)

// A decision about a quote names the quote by its id, which is made of its words. A new
// version of the article or of the reader may cut the quotes differently, and then no
// quote has this id. For that case the decision keeps the words, which are compared with
// the current quotes of the article.

// maxFitted bounds the number of words of a quote that are stored and compared.
const maxFitted = 500

// sureWords is the number of consecutive words that two quotes must share to count as the
// same quote. A shorter quote must be shared whole. Shorter runs occur in many quotes.
const sureWords = 3

// fittedWords returns the words of a quote as decisions store them.
func fittedWords(text string) []string {
	words := strings.Fields(folded(text))
	return words[:min(len(words), maxFitted)]
}

// A verdict is the decisions in force about one quote of an article.
type verdict struct {
	spoken   *spokenBy
	unsure   bool     // the speaker was corrected for a quote that shares only a part of these words
	hidden   bool     // not to be shown
	hiddenBy []string // ids of the quotes whose decisions hide it
}

// verdicts returns the decisions in force about each of the quotes. A decision about a
// quote that is among them applies to that quote alone. Any other decision applies to the
// quotes that overlap with its words. A hiding decision hides them all: a quote hidden by
// mistake can be restored, a quote shown by mistake cannot be taken back. A speaker applies
// to quotes that consist of its words only, and a partly shared quote has no speaker.
func verdicts(of map[string]correction, quotes []article.Quote) []verdict {
	out := make([]verdict, len(quotes))
	present := make(map[string]bool, len(quotes))
	for i, q := range quotes {
		present[q.ID] = true
		c := of[q.ID]
		out[i].spoken, out[i].hidden = c.spoken, c.hidden
		if c.hidden {
			out[i].hiddenBy = []string{q.ID}
		}
	}
	var words [][]string
	for _, id := range slices.Sorted(maps.Keys(of)) {
		c := of[id]
		if present[id] || len(c.words) == 0 || c.spoken == nil && !c.hidden {
			continue
		}
		if words == nil {
			for _, q := range quotes {
				words = append(words, fittedWords(q.Text))
			}
		}
		for i := range quotes {
			shared := sharedRun(c.words, words[i])
			if !alike(c.words, words[i], shared) {
				continue
			}
			if c.hidden {
				out[i].hidden, out[i].hiddenBy = true, append(out[i].hiddenBy, id)
			}
			if c.spoken == nil || of[quotes[i].ID].spoken != nil {
				continue
			}
			sure := shared == len(words[i]) && shared >= min(sureWords, len(c.words))
			if !sure || out[i].spoken != nil && out[i].spoken.ID != c.spoken.ID {
				out[i].unsure = true
				continue
			}
			out[i].spoken = c.spoken
		}
	}
	return out
}

// alike reports whether two quotes count as the same quote, of which run is the [sharedRun]:
// that has at least half of the words of the shorter quote, and sureWords or all of its
// words; or the two share at least half of the words of the longer one in their order, as
// where one word in the middle was changed.
func alike(a, b []string, run int) bool {
	shorter := min(len(a), len(b))
	return run > 0 && 2*run >= shorter && run >= min(sureWords, shorter) ||
		shorter >= sureWords && 2*sharedWords(a, b) >= max(len(a), len(b))
}

// sharedRun returns the length of the longest run of words that a and b share.
func sharedRun(a, b []string) int {
	longest := 0
	before, now := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, word := range a {
		for k, other := range b {
			now[k+1] = 0
			if word == other {
				now[k+1] = before[k] + 1
				longest = max(longest, now[k+1])
			}
		}
		before, now = now, before
	}
	return longest
}

// sharedWords returns the number of words that a and b share in their order, with any words
// between.
func sharedWords(a, b []string) int {
	before, now := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, word := range a {
		for k, other := range b {
			if word == other {
				now[k+1] = before[k] + 1
			} else {
				now[k+1] = max(now[k], before[k+1])
			}
		}
		before, now = now, before
	}
	return before[len(b)]
}

// maxLikely is how many quotes are compared word by word with one that was dropped.
const maxLikely = 20

// likely returns the places of the maxLikely quotes that share most different words with words,
// in the order of the quotes.
func likely(words []string, quotes []article.Quote) []int {
	own := make(map[string]bool, len(words))
	for _, word := range words {
		own[word] = true
	}
	shared, list := make([]int, len(quotes)), make([]int, len(quotes))
	for i := range quotes {
		list[i] = i
		seen := make(map[string]bool)
		for _, word := range fittedWords(quotes[i].Text) {
			if own[word] && !seen[word] {
				seen[word] = true
				shared[i]++
			}
		}
	}
	slices.SortStableFunc(list, func(i, j int) int { return cmp.Compare(shared[j], shared[i]) })
	list = list[:min(maxLikely, len(list))]
	slices.Sort(list)
	return list
}

// inPlaceOf returns the index of the quote that is [alike] and has the most words of text in
// their order, or -1.
func inPlaceOf(text string, quotes []article.Quote) int {
	words := fittedWords(text)
	best, most := -1, 0
	for _, i := range likely(words, quotes) {
		others := fittedWords(quotes[i].Text)
		if shared := sharedWords(words, others); shared > most && alike(words, others, sharedRun(words, others)) {
			best, most = i, shared
		}
	}
	return best
}

// BecauseUnsure is the reason of a speaker who is unknown because an editor set another
// speaker for a part of the words.
const BecauseUnsure = "an editor named the speaker of a part of it"

// applied returns a quote of an article with the speaker that was decided. The post is the one
// that was decided with the speaker, else the one that the article gives them, else none.
func (v verdict) applied(art *article.Article, q article.Quote) article.Quote {
	if v.unsure {
		q.Speaker, q.Role, q.Cue = nil, nil, ""
		q.Because, q.Confidence = BecauseUnsure, 0
		return q
	}
	if v.spoken == nil {
		return q
	}
	q.Role, q.Cue = v.spoken.roleOf(art, &q), ""
	q.Speaker, q.Because, q.Confidence = nil, BecauseDecided, 1
	if v.spoken.ID != "" {
		q.Speaker = &article.Person{ID: people.EditorSpeakerID(v.spoken.ID), Name: v.spoken.Name}
	}
	return q
}

// roleOf returns the post of the decided speaker in quote q of an article as read, nil for none.
// The posts of the list of office holders are added when the quote is shown.
func (s *spokenBy) roleOf(art *article.Article, q *article.Quote) *article.Role {
	if s.Role != nil {
		return &article.Role{Title: s.Role.Title, Office: labels.Office(s.Role.Satker), Satker: s.Role.Satker}
	}
	o := s.in(art)
	switch {
	case o == nil:
		return nil
	case q.Speaker != nil && q.Speaker.ID == o.ID:
		return q.Role
	case len(o.Roles) == 0:
		return nil
	}
	role := o.Roles[0] // as the reader does
	return &role
}

// in returns the official of an article who is the decided speaker: by the name that the article
// had at the time of the decision, else by the name of the person. It returns nil where the
// article names no such official, or several.
func (s *spokenBy) in(art *article.Article) *article.Official {
	if s.ID == "" {
		return nil
	}
	for _, name := range []string{s.As, s.Name} {
		if name == "" {
			continue
		}
		key := indonesian.NameSkeleton(name)
		var found []*article.Official
		for i := range art.Officials {
			if o := &art.Officials[i]; indonesian.NameSkeleton(o.Name) == key {
				found = append(found, o)
			}
		}
		if len(found) > 0 {
			if len(found) > 1 {
				return nil
			}
			return found[0]
		}
	}
	return nil
}

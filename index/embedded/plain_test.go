package embedded_test

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"

	"warta/analyzers/article"
	"warta/index/indextest/judged"
)

// plainStops are the words that plainBM25 leaves out: the most frequent ones of Indonesian and
// those that ask.
var plainStops = func() map[string]bool {
	stops := make(map[string]bool)
	for word := range strings.FieldsSeq(`yang di dan itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada mereka
		sudah atau saat oleh adalah apa apakah siapa siapakah kapan kapankah berapa berapakah mana manakah dimana dimanakah bagaimana`) {
		stops[word] = true
	}
	return stops
}()

// A plainBM25 is the least that a search of questions has to be as good as: BM25 (k1 1.2, b 0.75)
// over title and body as one text, letters and digits in lower case, no stemming, any of the words.
type plainBM25 struct {
	ids     []string
	lengths []int
	mean    float64
	holders map[string]map[int]int // frequencies by word and document
}

func plainWords(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(words, func(word string) bool { return plainStops[word] })
}

func newPlainBM25(articles []*article.Article) *plainBM25 {
	p := &plainBM25{holders: make(map[string]map[int]int)}
	for n, a := range articles {
		words := plainWords(a.Title + " " + strings.Join(a.Paragraphs, " "))
		for _, word := range words {
			if p.holders[word] == nil {
				p.holders[word] = make(map[int]int)
			}
			p.holders[word][n]++
		}
		p.ids, p.lengths = append(p.ids, a.ID), append(p.lengths, len(words))
		p.mean += float64(len(words)) / float64(len(articles))
	}
	return p
}

// rank is a [judged.Ranker].
func (p *plainBM25) rank(_ context.Context, text string) ([]string, error) {
	ranked := p.first(text, judged.Depth)
	return ranked, nil
}

// first returns the ids of the best documents, at most depth.
func (p *plainBM25) first(text string, depth int) []string {
	words := plainWords(text)
	slices.Sort(words)
	scores := make(map[int]float64)
	for _, word := range slices.Compact(words) {
		n := float64(len(p.holders[word]))
		idf := math.Log(1 + (float64(len(p.ids))-n+0.5)/(n+0.5))
		for doc, tf := range p.holders[word] {
			scores[doc] += idf * float64(tf) * 2.2 / (float64(tf) + 1.2*(0.25+0.75*float64(p.lengths[doc])/p.mean))
		}
	}
	var found []int
	for doc := range scores {
		found = append(found, doc)
	}
	slices.SortFunc(found, func(a, b int) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(p.ids[a], p.ids[b])) })
	var ids []string
	for _, doc := range found[:min(depth, len(found))] {
		ids = append(ids, p.ids[doc])
	}
	return ids
}

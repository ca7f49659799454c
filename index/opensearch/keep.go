package opensearch

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"warta/index"
)

// Words are kept in the index, so that a process that opens it does not read all articles for
// them: a document of kind kindWords with a keptHead, and others with parts of the words, all in
// one shard. They are of one mark, or else are not used.

// Bounds of the words that are kept.
const (
	keepPart = 20_000  // words of a document
	keptID   = "words" // of the document with the keptHead
	maxParts = 1 << 14 // documents of one field
	staleAge = 2       // most counted articles for each article of the index
	fewest   = 10_000  // articles that may be counted in any case
)

// keepEvery is how many articles are counted until the words are written again.
var keepEvery = 20_000

// A keptHead tells how many documents have the words of each field.
type keptHead struct {
	Articles int   `json:"articles"` // whose words were counted
	Parts    []int `json:"parts"`    // in the order of index.WordFields
}

// A keptPart is some of the words of a field with their counts.
type keptPart struct {
	Words  []string `json:"words"`
	Counts []uint32 `json:"counts"`
}

// A keptDocument is a document of words.
type keptDocument[T any] struct {
	Of   string `json:"of"`
	ID   string `json:"id"`
	Mark uint64 `json:"mark"`
	Kept T      `json:"kept"`
}

// partID returns the ID of a part of a field.
func partID(field, part int) string { return fmt.Sprintf("%s-%d-%d", keptID, field, part) }

// keep writes the words into the index. Searches see them with the next Apply.
func (b *wordbook) keep(ctx context.Context, e *Engine) error {
	select {
	case <-b.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { b.turn <- struct{}{} }()
	return b.keepNow(ctx, e)
}

// keepNow is keep for a caller that has the turn.
func (b *wordbook) keepNow(ctx context.Context, e *Engine) error {
	w := &batch{e: e, mark: b.upto}
	before, err := partsKept(ctx, e)
	if err != nil {
		return err
	}
	words := keptHead{Articles: b.articles}
	for i := range b.fields {
		counts := b.fields[i].All()
		parts := 0
		for words := range slices.Chunk(slices.Sorted(maps.Keys(counts)), b.part) {
			part := keptPart{Words: words, Counts: make([]uint32, len(words))}
			for k, word := range words {
				part.Counts[k] = counts[word]
			}
			if err := addKept(ctx, w, partID(i, parts), part); err != nil {
				return err
			}
			parts++
		}
		words.Parts = append(words.Parts, parts)
		for ; i < len(before) && parts < min(before[i], maxParts); parts++ { // there are fewer words than there were
			if err := w.add(ctx, "delete", head(partID(i, parts), e.routes[0], w.mark), nil); err != nil {
				return err
			}
		}
	}
	if err := addKept(ctx, w, keptID, words); err != nil {
		return err
	}
	refused, err := w.send(ctx)
	if err == nil && refused {
		err = ErrFenced
	}
	if err == nil {
		b.kept = b.articles
	}
	return err
}

// partsKept returns how many parts of each field were written last, nil where none were. It sees
// what searches do not see yet.
func partsKept(ctx context.Context, e *Engine) ([]int, error) {
	var got struct {
		Source keptDocument[keptHead] `json:"_source"`
	}
	err := e.client.do(ctx, http.MethodGet, e.path+"/_doc/"+idOf(keptID)+"?routing="+e.routes[0], nil, &got)
	if isStatus(err, http.StatusNotFound) {
		return nil, nil
	}
	return got.Source.Kept.Parts, err
}

// recount counts all words of an index that keeps words, and replaces the kept ones: those have
// words of removed articles.
func (b *wordbook) recount(ctx context.Context, e *Engine) error {
	v, err := e.newest(ctx)
	if err != nil {
		return err
	}
	defer v.release()
	heads, err := keptDocuments[keptHead](ctx, v, keptID)
	if err != nil || len(heads) == 0 {
		return err
	}
	counts, articles, err := wordsOf(ctx, v, list{object{"term": object{"of": kindArticle}}})
	if err != nil {
		return err
	}
	select {
	case <-b.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { b.turn <- struct{}{} }()
	b.fields = newFields()
	b.take(counts)
	// Those of later articles are read when words are asked for.
	b.read, b.upto, b.articles = true, v.mark, articles
	return b.keepNow(ctx, e)
}

// addKept adds a document of words to a batch.
func addKept[T any](ctx context.Context, w *batch, id string, kept T) error {
	return w.add(ctx, "index", head(id, w.e.routes[0], w.mark), keptDocument[T]{kindWords, id, w.mark, kept})
}

// readKept takes in the words that are kept in the index, where there are some that can be used.
func (b *wordbook) readKept(ctx context.Context, v *view) error {
	heads, err := keptDocuments[keptHead](ctx, v, keptID)
	if err != nil || len(heads) != 1 {
		return err
	}
	head := heads[0]
	// The counts include articles that were replaced since. Where they exceed the bound, the caller
	// reads the words of all documents.
	if len(head.Kept.Parts) != len(index.WordFields) || head.Mark > v.mark || head.Kept.Articles > max(fewest, staleAge*v.state.Documents[index.Articles]) {
		return nil
	}
	counts := newWordCounts()
	for i, parts := range head.Kept.Parts {
		if parts < 0 || parts > maxParts {
			return nil
		}
		for part := range parts {
			some, err := keptDocuments[keptPart](ctx, v, partID(i, part))
			if err != nil {
				return err
			}
			if len(some) != 1 || some[0].Mark != head.Mark || len(some[0].Kept.Words) != len(some[0].Kept.Counts) {
				return nil // a process stopped while it wrote them
			}
			for k, word := range some[0].Kept.Words {
				counts[i][word] = max(some[0].Kept.Counts[k], 1)
			}
		}
	}
	b.take(counts)
	b.read, b.upto, b.articles, b.kept = true, head.Mark, head.Kept.Articles, head.Kept.Articles
	return nil
}

// keptDocuments returns the document of words with an ID, where there is one.
func keptDocuments[T any](ctx context.Context, v *view, id string) ([]keptDocument[T], error) {
	got, err := v.ask(ctx, object{
		"size": 1, "track_total_hits": false,
		"query": object{"bool": object{"filter": list{object{"term": object{"of": kindWords}}, object{"term": object{"id": id}}}}},
	})
	if err != nil {
		return nil, err
	}
	docs := make([]keptDocument[T], len(got.Hits.Hits))
	for i, h := range got.Hits.Hits {
		if err := decoded(h.Source, &docs[i]); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

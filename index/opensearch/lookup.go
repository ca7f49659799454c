package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Bounds of the requests that look documents up.
const (
	lookupTerms = 5000 // ids or keys of a request
	lookupHits  = 5000 // documents of an answer, without their sources
	sourceHits  = 200  // documents of an answer with their sources
)

// A heldDocument is what a writer needs to know of a document that is there.
type heldDocument struct {
	id      string
	at      uint64 // mark of its batch
	lengths map[string][]any
}

// kind returns the kind of the document.
func (d heldDocument) kind() string {
	if strings.HasPrefix(d.id, "q:") {
		return kindQuote
	}
	return kindArticle
}

// length returns the length of a field.
func (d heldDocument) length(field string) int64 { return longOf(d.lengths, lengthPrefix+field) }

// held returns the documents that searches see of articles.
func (e *Engine) held(ctx context.Context, articles []string) (map[string][]heldDocument, error) {
	docs := make(map[string][]heldDocument)
	for some := range slices.Chunk(articles, lookupTerms) {
		body := object{
			"size": lookupHits, "_source": false, "stored_fields": "_none_", "track_total_hits": false, "sort": list{object{"id": "asc"}},
			"docvalue_fields": list{"id", "article", "at", lengthPrefix + "*"},
			"query":           object{"bool": object{"filter": list{object{"terms": object{"article": some}}}}},
		}
		for {
			got := new(answer)
			if err := e.client.lookUp(ctx, http.MethodPost, e.path+searchPath, body, got); err != nil {
				return nil, err
			}
			for _, h := range got.Hits.Hits {
				article := h.text("article")
				docs[article] = append(docs[article], heldDocument{h.text("id"), uint64(longOf(h.Fields, "at")), h.Fields})
			}
			if len(got.Hits.Hits) < lookupHits {
				break
			}
			body["search_after"] = got.Hits.Hits[lookupHits-1].Sort
		}
	}
	return docs, nil
}

// tell sets "told" of the sources that may have copies: another document, of the batch or there
// already, has one of their keys. Searches look for copies among such documents alone. Documents
// that are there and have no copies until now are written again.
func (b *batch) tell(ctx context.Context, articles []string, sources []source) error {
	keys := make(map[int64]int)
	for _, s := range sources {
		for _, k := range s.told {
			keys[k]++
		}
	}
	known := make(map[int64]bool)
	for some := range slices.Chunk(sortedKeys(keys), lookupTerms) {
		if err := b.tellSome(ctx, articles, some, known); err != nil {
			return err
		}
	}
	for _, s := range sources {
		if s.told != nil {
			s.fields["told"] = slices.ContainsFunc(s.told, func(k int64) bool { return keys[k] > 1 || known[k] })
		}
	}
	return nil
}

// tellSome looks for documents of other articles that have some of the keys, adds the keys that
// it finds to known, and writes again those documents that have no copies until now.
func (b *batch) tellSome(ctx context.Context, articles []string, keys []int64, known map[int64]bool) error {
	others := object{"bool": object{
		"filter":   list{anyOf(list{object{"terms": object{"story": keys}}, object{"terms": object{"retold": keys}}})},
		"must_not": list{object{"terms": object{"article": articles}}},
	}}
	include := func(field string) object {
		return object{"terms": object{"field": field, "size": len(keys), "shard_size": len(keys), "include": keys}}
	}
	body := object{
		"size": sourceHits, "version": true, "track_total_hits": false, "sort": list{object{"id": "asc"}},
		"query": others, "post_filter": object{"term": object{"told": false}},
		"aggs": object{"story": include("story"), "retold": include("retold")},
	}
	for {
		got := new(answer)
		if err := b.e.client.lookUp(ctx, http.MethodPost, b.e.path+searchPath, body, got); err != nil {
			return err
		}
		if err := addKeys(got, known); err != nil {
			return err
		}
		for _, h := range got.Hits.Hits {
			if err := b.addTold(ctx, h); err != nil {
				return err
			}
		}
		if len(got.Hits.Hits) < sourceHits {
			return nil
		}
		body["search_after"] = got.Hits.Hits[sourceHits-1].Sort
		delete(body, "aggs")
	}
}

// addKeys adds the keys in the buckets of an answer to known.
func addKeys(got *answer, known map[int64]bool) error {
	for _, raw := range got.Aggregations {
		var found struct {
			Buckets []struct{ Key int64 }
		}
		if err := json.Unmarshal(raw, &found); err != nil {
			return err
		}
		for _, bucket := range found.Buckets {
			known[bucket.Key] = true
		}
	}
	return nil
}

// addTold writes a document again as one that may have copies. It keeps its version, so that a
// change of the document by another process stays.
func (b *batch) addTold(ctx context.Context, h hit) error {
	fields := make(object)
	d := json.NewDecoder(bytes.NewReader(h.Source))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return fmt.Errorf("read a document: %w", err)
	}
	id, _ := fields["id"].(string)
	article, _ := fields["article"].(string)
	fields["told"] = true
	return b.add(ctx, "index", head(id, article, h.Version), fields)
}

package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// A request of a process that has lost its lease may arrive late. Documents that a later process
// wrote or removed have a version that refuses it. Others do not: a quote that is no part of its
// article any more, or an article whose removal the cluster has forgotten. Their marks are those
// of batches that this process has not applied.

// Bounds of a look for strays.
const (
	maxOwnMarks = 1 << 18 // marks of own batches that are remembered; older ones are not looked behind
	straysPage  = 1000    // marks in one answer
	maxStrays   = 1000    // articles that one look returns
)

// ownMarks are the marks of the batches of a writer, in ascending order.
type ownMarks struct {
	known bool   // whether from is
	from  uint64 // what has a mark up to it is not looked at
	list  []uint64
}

// add adds the mark of a batch that is about to be written.
func (m *ownMarks) add(mark uint64) {
	at, found := slices.BinarySearch(m.list, mark)
	if found {
		return
	}
	m.list = slices.Insert(m.list, at, mark)
	if len(m.list) > maxOwnMarks {
		half := len(m.list) / 2
		m.from = max(m.from, m.list[half-1])
		m.list = slices.Clone(m.list[half:])
	}
}

// has reports whether a batch with the mark is known.
func (m *ownMarks) has(mark uint64) bool {
	_, found := slices.BinarySearch(m.list, mark)
	return found
}

// begin sets the mark at which the index was before the first batch of this process.
func (m *ownMarks) begin(mark uint64) {
	if !m.known {
		m.known, m.from = true, mark
	}
}

// Strays implements [index.Fenced].
func (e *Engine) Strays(ctx context.Context) ([]string, error) {
	done, err := e.use()
	if err != nil {
		return nil, err
	}
	defer done()
	w := &e.writer
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.sure {
		return nil, nil
	}
	articles, err := e.strays(ctx)
	if err != nil {
		return nil, kindly("opensearch.Strays", fmt.Errorf("look for documents of another process: %w", err))
	}
	if len(articles) > 0 { // they are in no sum, and other processes have to look at once
		w.sure = false
		w.state.Purges++
	}
	return articles, nil
}

// strays is Strays for a caller that holds the lock of the writer.
func (e *Engine) strays(ctx context.Context) ([]string, error) {
	w := &e.writer
	if err := e.refresh(ctx); err != nil {
		return nil, err
	}
	behind := object{"range": object{"at": object{"gt": w.own.from, "lte": w.mark}}}
	pages := object{"size": straysPage, "sources": list{object{"at": object{"terms": object{"field": "at"}}}}}
	var marks []uint64
	for {
		got := new(answer)
		body := object{"size": 0, "track_total_hits": false, "query": behind, "aggs": object{"marks": object{"composite": pages}}}
		if err := e.client.do(ctx, http.MethodPost, e.path+searchPath, body, got); err != nil {
			return nil, err
		}
		var page struct {
			After   object `json:"after_key"`
			Buckets []struct {
				Key struct{ At uint64 } `json:"key"`
			}
		}
		if err := json.Unmarshal(got.Aggregations["marks"], &page); err != nil {
			return nil, errors.Join(errAnswer, err)
		}
		for _, b := range page.Buckets {
			if !w.own.has(b.Key.At) {
				marks = append(marks, b.Key.At)
			}
		}
		if len(page.Buckets) < straysPage {
			break
		}
		pages["after"] = page.After
	}
	if len(marks) == 0 {
		return nil, nil
	}
	return e.articlesAt(ctx, marks[:min(len(marks), lookupTerms)])
}

// articlesAt returns articles that have documents with one of some marks, at most maxStrays.
func (e *Engine) articlesAt(ctx context.Context, marks []uint64) ([]string, error) {
	body := object{
		"size": 0, "track_total_hits": false, "query": object{"bool": object{"filter": list{object{"terms": object{"at": marks}}}}},
		"aggs": object{"articles": object{"terms": object{"field": "article", "size": maxStrays}}},
	}
	got := new(answer)
	if err := e.client.do(ctx, http.MethodPost, e.path+searchPath, body, got); err != nil {
		return nil, err
	}
	var found valueCounts // the counts may be inexact, the values are there
	if err := json.Unmarshal(got.Aggregations["articles"], &found); err != nil {
		return nil, errors.Join(errAnswer, err)
	}
	articles := make([]string, len(found.Buckets))
	for i, b := range found.Buckets {
		articles[i] = b.Key
	}
	return articles, nil
}

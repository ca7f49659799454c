package embedded

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"

	bleve "github.com/blevesearch/bleve_index_api"

	"warta/index"
	"warta/index/embedded/internal/inverted"
	"warta/index/internal/shield"
	"warta/index/internal/spread"
)

// Apply implements [index.Engine]. Updates and mark are one bleve batch, hence one
// commit.
func (e *Engine) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	apply, err := e.Prepare(ctx, updates)
	if err != nil {
		return err
	}
	return apply(ctx, mark)
}

// Prepare implements [index.Preparer]: it analyses the documents of the updates on all
// processors and returns the function that writes them. A panic over one document is the
// error of the call.
func (e *Engine) Prepare(ctx context.Context, updates []index.Update) (index.Prepared, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	last := make(map[string]index.Update, len(updates))
	for _, u := range updates {
		last[u.ID] = u
	}
	p := &prepared{last: last, tally: &inverted.Tally{Fields: index.WordFields}}
	err := shield.Call(func() error { p.made = documentsFor(last, p.tally); return nil })
	if err != nil {
		return nil, fmt.Errorf("make the documents of %d articles: %w", len(last), err)
	}
	return func(ctx context.Context, mark uint64) error { return e.write(ctx, p, mark) }, nil
}

// A prepared batch holds the analysed documents of updates that are not written yet.
type prepared struct {
	last    map[string]index.Update // the last update of each article
	made    [][]*inverted.Document
	tally   *inverted.Tally
	counted bool // the words are in the wordbook; guarded by Engine.writing
}

// write writes a prepared batch and its mark in one commit. It is idempotent: a call
// after a failed one writes the same state and counts the words once.
func (e *Engine) write(ctx context.Context, p *prepared, mark uint64) error {
	done, err := e.use()
	if err != nil {
		return err
	}
	defer done()
	if err := ctx.Err(); err != nil {
		return err
	}
	batch := bleve.NewBatch()
	updates := make(map[string]bool)
	for _, documents := range p.made {
		for _, d := range documents {
			batch.Update(d)
			updates[d.Key] = true
		}
	}
	e.writing.Lock()
	defer e.writing.Unlock()
	replaced := 0
	for id := range p.last {
		old, err := e.documentsOf(id)
		if err != nil {
			return err
		}
		replaced += len(old)
		for _, document := range old {
			if !updates[document] {
				batch.Delete(document)
			}
		}
	}
	batch.SetInternal(markKey, encodeUint(mark))
	since := e.deletedSince.Load()
	if replaced > 0 && since == 0 {
		since = e.options.Now().Unix()
		batch.SetInternal(purgeKey, encodeUint(uint64(since)))
	}
	if err := e.scorch.Batch(batch); err != nil {
		return fmt.Errorf("write index %s: %w", e.path, err)
	}
	e.deletedSince.Store(since)
	e.written.Store(e.options.Now().UnixNano())
	if !p.counted {
		p.counted = true
		e.addWords(p.tally, replaced)
	}
	return e.refresh()
}

// documentsFor returns the documents of each article. It uses all processors, because
// bleve builds a segment on one. A panic over an article is raised in the caller.
func documentsFor(updates map[string]index.Update, tally *inverted.Tally) [][]*inverted.Document {
	list := slices.Collect(maps.Values(updates))
	sizes := make([]int, len(list))
	for i, u := range list {
		for _, d := range u.Documents {
			for _, text := range d.Texts {
				sizes[i] += len(text.Terms)
			}
		}
	}
	out := make([][]*inverted.Document, len(list))
	_ = spread.Over(runtime.GOMAXPROCS(0)-1, sizes, func(i int) error { // which returns none
		for _, d := range list[i].Documents {
			out[i] = append(out[i], newDocument(d, tally))
		}
		return nil
	})
	for _, documents := range out {
		if len(documents) > 0 { // one document declares the fields for the segment
			documents[0].Fields = append(documents[0].Fields, everyField()...)
			break
		}
	}
	return out
}

// documentsOf returns the IDs of the documents that the segments hold of an article,
// deleted ones included.
func (e *Engine) documentsOf(id string) ([]string, error) {
	snapshot, err := e.snapshot()
	if err != nil {
		return nil, err
	}
	defer snapshot.close()
	article, quotes := index.ArticleDocument(id), index.QuotePrefix(id)
	var found []string
	for _, segment := range snapshot.Segments() {
		ids, err := segment.Segment().Dictionary(idField)
		if err != nil {
			return nil, fmt.Errorf("read ids of index: %w", err)
		}
		if known, err := ids.Contains([]byte(article)); err != nil {
			return nil, fmt.Errorf("look for article in index: %w", err)
		} else if !known { // quotes are always in the segment of their article
			continue
		}
		found = append(found, article)
		terms := ids.AutomatonIterator(nil, []byte(quotes), successor(quotes))
		for {
			entry, err := terms.Next()
			if err != nil {
				return nil, fmt.Errorf("look for quotes in index: %w", err)
			}
			if entry == nil {
				break
			}
			found = append(found, strings.Clone(entry.Term))
		}
	}
	return found, nil
}

// successor returns the least key above all keys with the prefix, nil if there is none.
func successor(prefix string) []byte {
	end := []byte(prefix)
	for len(end) > 0 {
		if end[len(end)-1] < 0xff {
			end[len(end)-1]++
			return end
		}
		end = end[:len(end)-1]
	}
	return nil
}

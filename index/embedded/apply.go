package embedded

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	bleve "github.com/blevesearch/bleve_index_api"

	"warta/index"
	built "warta/index/documents"
	"warta/index/embedded/internal/inverted"
	"warta/index/internal/spread"
)

// Apply implements [index.Engine]. Changes and mark are one batch of bleve, and
// so one commit.
func (e *Engine) Apply(ctx context.Context, changes []index.Change, mark uint64) error {
	apply, err := e.Prepare(ctx, changes)
	if err != nil {
		return err
	}
	return apply(ctx, mark)
}

// Prepare makes the documents of the changes, which is most of what can be done on
// all processors, and returns what takes them in.
func (e *Engine) Prepare(ctx context.Context, changes []index.Change) (index.Prepared, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	last := make(map[string]index.Change, len(changes))
	for _, c := range changes {
		last[c.ID] = c
	}
	p := &prepared{last: last, tally: &inverted.Tally{Fields: index.WordFields}}
	p.made = documentsFor(last, p.tally)
	return func(ctx context.Context, mark uint64) error { return e.takeIn(ctx, p, mark) }, nil
}

// A prepared batch is what is made of changes before they are taken in.
type prepared struct {
	last    map[string]index.Change // the last change of each article
	made    [][]*inverted.Document
	tally   *inverted.Tally
	counted bool // the words are in the wordbook; guarded by Engine.writing
}

// takeIn writes the documents of a batch. Where they were written before, and what
// followed failed, writing them again changes nothing.
func (e *Engine) takeIn(ctx context.Context, p *prepared, mark uint64) error {
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
	e.written.Store(time.Now().UnixNano())
	if !p.counted {
		p.counted = true
		e.addWords(p.tally, replaced)
	}
	return e.refresh()
}

// documentsFor makes the documents of the changes, on all processors: bleve
// builds a segment on one. A panic over one of them is one of the caller.
func documentsFor(changes map[string]index.Change, tally *inverted.Tally) [][]*inverted.Document {
	list := slices.Collect(maps.Values(changes))
	sizes := make([]int, len(list))
	for i, c := range list {
		if c.Article != nil {
			sizes[i] = len(c.Article.Paragraphs) + len(c.Article.Quotes)
		}
	}
	out := make([][]*inverted.Document, len(list))
	_ = spread.Over(runtime.GOMAXPROCS(0)-1, sizes, func(i int) error { // which returns none
		for _, d := range built.Of(list[i]) {
			out[i] = append(out[i], newDocument(d, tally))
		}
		return nil
	})
	for _, documents := range out {
		if len(documents) > 0 { // for all of the segment
			documents[0].Fields = append(documents[0].Fields, everyField()...)
			break
		}
	}
	return out
}

// documentsOf returns the IDs of the documents that the index may hold of an
// article.
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
		} else if !known { // its quotes lie in the same segment, always
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

// successor returns what stands behind everything that begins with prefix, nil
// for the end.
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

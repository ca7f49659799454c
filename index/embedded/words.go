package embedded

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	postings "github.com/blevesearch/scorch_segment_api/v2"

	"warta/index"
	"warta/index/embedded/internal/inverted"
	"warta/index/internal/shield"
	"warta/index/lexicon"
)

// Words implements [index.Vocabulary]. It waits for the words of an index that was
// opened just now.
func (e *Engine) Words(ctx context.Context, ask index.WordsAsk) ([]index.WordCount, error) {
	if err := ask.Validate(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	done, err := e.use()
	if err != nil {
		return nil, err
	}
	defer done()
	book := e.words.current.Load()
	select {
	case <-book.read:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if book.err != nil {
		return nil, book.err
	}
	var lists []*lexicon.Lexicon
	for i, field := range index.WordFields {
		if slices.Contains(ask.Fields, field) {
			lists = append(lists, &book.fields[i])
		}
	}
	near := lexicon.NewNear(ask.Text, ask.Edits, ask.Prefix)
	found := lexicon.Top(lists, near, ask.Size)
	list := make([]index.WordCount, len(found))
	for i, w := range found {
		list[i] = index.WordCount{Text: w.Text, Count: w.Count}
	}
	return list, nil
}

// A wordbook is the vocabulary of the index in memory, with document counts.
type wordbook struct {
	fields []lexicon.Lexicon // in the order of index.WordFields
	read   chan struct{}     // closed when loading has ended
	err    error             // of loading; valid once read is closed
}

func newWordbook() *wordbook {
	return &wordbook{fields: make([]lexicon.Lexicon, len(index.WordFields)), read: make(chan struct{})}
}

// add adds the words of a new segment.
func (b *wordbook) add(tally *inverted.Tally) {
	for i, counts := range tally.Terms {
		b.fields[i].AddSorted(len(counts), func(yield func(string, uint32)) {
			for _, c := range counts {
				yield(c.Term, c.Documents)
			}
		})
	}
}

// load reads the words of a view and closes b.read. A panic becomes an error, so that an
// incomplete wordbook never counts as loaded.
func (b *wordbook) load(ctx context.Context, v *view) error {
	defer close(b.read)
	b.err = shield.Call(func() error { return b.loadAll(ctx, v) })
	return b.err
}

// loadAll adds the words of all segments of a view.
func (b *wordbook) loadAll(ctx context.Context, v *view) error {
	for i, field := range index.WordFields {
		counts := make(map[string]uint32)
		for _, s := range v.segments {
			if err := s.countWords(ctx, field, counts); err != nil {
				return err
			}
		}
		b.fields[i].Add(counts)
	}
	return nil
}

// countWords adds to counts the number of live documents of each word of a field.
func (s *segment) countWords(ctx context.Context, field string, counts map[string]uint32) error {
	dictionary, err := s.snapshot.Segment().Dictionary(field)
	if err != nil {
		return fmt.Errorf("read terms of %s: %w", field, err)
	}
	it := dictionary.AutomatonIterator(nil, nil, nil)
	var list postings.PostingsList // reused for each term
	for n := 1; ; n++ {
		if n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("read terms of %s: %w", field, err)
			}
		}
		entry, err := it.Next()
		if err != nil {
			return fmt.Errorf("read terms of %s: %w", field, err)
		}
		if entry == nil {
			return nil
		}
		// entry.Count is wrong for the entries that follow a word of one document.
		if list, err = dictionary.PostingsList([]byte(entry.Term), nil, list); err != nil {
			return fmt.Errorf("read postings of %s: %w", field, err)
		}
		if live := s.liveIn(list); live > 0 {
			counts[entry.Term] += uint32(live)
		}
	}
}

// A wordKeeper keeps the wordbook of an engine. New segments are added to it; the words of
// replaced and deleted documents stay in its counts until the wordbook is reloaded, after a
// purge or after manyReplaced replacements.
type wordKeeper struct {
	current  atomic.Pointer[wordbook]
	next     *wordbook     // being loaded, to replace current; guarded by Engine.writing
	replaced int           // documents replaced since the last load; guarded by Engine.writing
	loading  sync.Mutex    // held while next is loaded
	reload   chan struct{} // of capacity 1: a reload is requested
}

// manyReplaced is the number of replaced documents after which the wordbook is reloaded.
const manyReplaced = 100_000

// keepWords loads the words of the view that Open made, and reloads them on request, until
// ctx ends.
func (e *Engine) keepWords(ctx context.Context, opened *view) {
	const what = "words cannot be read, suggestions use the old ones"
	err := e.attempt(ctx, func() error {
		defer opened.release()
		return e.words.current.Load().load(ctx, opened)
	})
	if err != nil && ctx.Err() == nil {
		e.options.Log.ErrorContext(ctx, "index: "+what, "path", e.path, "err", err)
		e.reloadWords()
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.words.reload:
		}
		e.persist(ctx, what, func() error { return e.readWords(ctx) })
	}
}

// readWords loads a new wordbook in place of the current one. Batches written meanwhile are
// added to both.
func (e *Engine) readWords(ctx context.Context) error {
	e.words.loading.Lock()
	defer e.words.loading.Unlock()
	next, v := e.beginWords()
	defer v.release()
	err := next.load(ctx, v)
	e.writing.Lock()
	defer e.writing.Unlock()
	e.words.next = nil
	if err == nil {
		e.words.current.Store(next)
	}
	return err
}

// beginWords installs an empty wordbook as next and returns it with a view of all batches
// before. Later batches are added to next. The caller releases the view.
func (e *Engine) beginWords() (*wordbook, *view) {
	e.writing.Lock()
	defer e.writing.Unlock()
	next, v := newWordbook(), e.view()
	e.words.next, e.words.replaced = next, 0
	return next, v
}

// reloadWords requests a reload of the wordbook, which happens in the background.
func (e *Engine) reloadWords() {
	select {
	case e.words.reload <- struct{}{}:
	default: // a reload is requested already
	}
}

// addWords adds the words of a new segment that replaced so many documents. The caller
// holds Engine.writing.
func (e *Engine) addWords(tally *inverted.Tally, replaced int) {
	e.words.current.Load().add(tally)
	if e.words.next != nil {
		e.words.next.add(tally)
	}
	if e.words.replaced += replaced; e.words.replaced >= manyReplaced {
		e.words.replaced = 0
		e.reloadWords()
	}
}

// Count implements [index.Engine].
func (e *Engine) Count(ctx context.Context, fields, texts []string) ([]int, error) {
	if err := index.ValidateCount(texts); err != nil {
		return nil, err
	}
	done, err := e.use()
	if err != nil {
		return nil, err
	}
	defer done()
	v := e.view()
	defer v.release()
	counts := make([]int, len(texts))
	for _, field := range fields {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if slices.Contains(countedFields, field) {
			err = v.countKeys(e.columns.tables.column(field), texts, counts)
		} else {
			err = v.countTexts(ctx, field, texts, counts)
		}
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// countTexts adds to counts the number of live documents with each text in a field.
func (v *view) countTexts(ctx context.Context, field string, texts []string, counts []int) error {
	for _, s := range v.segments {
		if err := ctx.Err(); err != nil {
			return err
		}
		dictionary, err := s.snapshot.Segment().Dictionary(field)
		if err != nil {
			return fmt.Errorf("read terms of %s: %w", field, err)
		}
		var list postings.PostingsList // reused for each term
		for i, text := range texts {
			if list, err = dictionary.PostingsList([]byte(text), nil, list); err != nil {
				return fmt.Errorf("read postings of %s: %w", field, err)
			}
			counts[i] += s.liveIn(list)
		}
	}
	return nil
}

// liveIn returns the number of documents of a list that are not deleted.
func (s *segment) liveIn(list postings.PostingsList) int {
	if s.live.deleted.IsEmpty() {
		return int(list.Count())
	}
	set := documents(list)
	return int(set.GetCardinality() - set.AndCardinality(s.live.deleted))
}

// countedFields are the key fields of articles that Count is asked for most. The counts of
// all their values are kept with each view.
var countedFields = []string{index.KeyOfficial, index.KeyOffices, index.KeyTopic}

// totals are the document counts of the values of a table over the articles of one view.
type totals struct {
	once   sync.Once
	counts []uint32 // by number in the table
	err    error
}

// totals returns the counts of a table, computed on first use. The caller must not change
// them.
func (v *view) totals(table *table) ([]uint32, error) {
	found, _ := v.counted.LoadOrStore(table, new(totals))
	t := found.(*totals)
	t.once.Do(func() { t.err = shield.Call(func() error { return t.count(v, table) }) })
	return t.counts, t.err
}

func (t *totals) count(v *view, table *table) error {
	for _, s := range v.segments {
		o, err := s.ordinals(table)
		if err != nil {
			return err
		}
		if n := table.size(); n > len(t.counts) {
			t.counts = append(t.counts, make([]uint32, n-len(t.counts))...)
		}
		for _, value := range s.countAll(index.Articles, table, o) {
			t.counts[value.value] += value.count
		}
	}
	return nil
}

// countKeys adds to counts the number of live articles with each value of a column.
func (v *view) countKeys(c *column, values []string, counts []int) error {
	totals, err := v.totals(c.table)
	if err != nil {
		return err
	}
	for i, value := range values {
		if n, known := c.find(value); known && int(n) < len(totals) {
			counts[i] += int(totals[n])
		}
	}
	return nil
}

package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"warta/index"
)

// ErrFenced says that another process has applied a later mark: this one leads no longer.
var ErrFenced = errors.New("opensearch: another process has applied more")

// Bounds of the requests of an Apply.
const (
	bulkBytes = 6 << 20 // of one bulk, about
	bulkItems = 2000
	bulkTries = 7
	bulkPause = 100 * time.Millisecond // before the second try; it doubles
)

// A writer is the state of the process that applies.
type writer struct {
	mu    sync.Mutex
	sure  bool // whether state is that of all documents, all of which searches see
	mark  uint64
	state state

	own     ownMarks
	deletes uint64 // batches of this process that deleted or replaced something
}

// Apply implements [index.Engine]. Documents are written first, then the marker of each shard,
// and then all are made visible. The error wraps [ErrFenced] where a later mark is there.
func (e *Engine) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	done, err := e.use()
	if err != nil {
		return err
	}
	defer done()
	w := &e.writer
	w.mu.Lock()
	defer w.mu.Unlock()
	b := &batch{e: e, mark: mark, updates: lastOf(updates), state: w.state.clone(), own: &w.own}
	err = b.apply(ctx, w.sure, w.mark)
	if b.deleted {
		w.deletes++
	}
	if err != nil {
		w.sure = false
		return kindly("opensearch.Apply", fmt.Errorf("apply up to %d: %w", mark, err))
	}
	before := w.mark
	w.sure, w.mark, w.state = true, mark, b.state
	v, _, err := e.settled(ctx)
	if err != nil {
		return kindly("opensearch.Apply", fmt.Errorf("see what was applied up to %d: %w", mark, err))
	}
	e.views.exchange(v).release()
	if e.words.add(b.updates, before, mark) {
		if err := e.words.keep(ctx, e); err != nil { // the next start reads all words again
			e.options.Log.WarnContext(ctx, "opensearch: the words of the index are not kept", "index", e.name, "err", err)
		}
	}
	return nil
}

// lastOf returns the last update of each article, in their order.
func lastOf(updates []index.Update) []index.Update {
	last := make(map[string]int, len(updates))
	for i, u := range updates {
		last[u.ID] = i
	}
	list := make([]index.Update, 0, len(last))
	for i, u := range updates {
		if last[u.ID] == i {
			list = append(list, u)
		}
	}
	return list
}

// clone returns a state that shares nothing with s.
func (s state) clone() state {
	fields := make(map[string]sum, len(textFields))
	maps.Copy(fields, s.Fields)
	s.Fields = fields
	return s
}

// add counts a document of a kind in, or with sign -1 out. length returns the length of a field,
// 0 where the document has none.
func (s *state) add(kind string, length func(field string) int64, sign int64) {
	at := index.Articles
	if kind == kindQuote {
		at = index.Quotes
	}
	s.Documents[at] += int(sign)
	for _, name := range textFields {
		if n := length(name); n > 0 {
			f := s.Fields[name]
			s.Fields[name] = sum{f.Length + sign*n, f.Documents + sign}
		}
	}
}

// A batch is one Apply.
type batch struct {
	e       *Engine
	mark    uint64
	updates []index.Update
	state   state // counted along
	bulk    bulk
	ahead   bool // a document is there that a later batch has written
	deleted bool // documents are deleted or replaced
	own     *ownMarks
}

// apply writes the batch. sure tells whether b.state is that of all documents at mark before.
func (b *batch) apply(ctx context.Context, sure bool, before uint64) error {
	if !sure { // a part of an earlier batch may not be visible
		if err := b.e.refresh(ctx); err != nil {
			return err
		}
		markers, err := b.e.markers(ctx, "")
		if err != nil {
			return err
		}
		for _, m := range markers {
			b.deletedSince(m.Kept.Deleted)
			b.state.Purges = max(b.state.Purges, m.Kept.Purges)
		}
		mark, _ := least(markers)
		b.own.begin(mark)
	}
	b.own.add(b.mark)
	if len(b.updates) == 0 { // else the look-ups tell
		if err := b.e.client.do(ctx, http.MethodHead, b.e.path, nil, nil); err != nil {
			return fmt.Errorf("look for the index, which a write would make anew: %w", err)
		}
	}
	ids := make([]string, len(b.updates))
	for i, u := range b.updates {
		ids[i] = u.ID
	}
	held, err := b.e.held(ctx, ids)
	if err != nil {
		return fmt.Errorf("look up the documents that are there: %w", err)
	}
	for _, docs := range held {
		b.deleted = b.deleted || len(docs) > 0
		for _, d := range docs {
			b.ahead = b.ahead || sure && d.at > before
		}
	}
	if err := b.write(ctx, ids, held); err != nil {
		return err
	}
	if !sure || b.ahead {
		if err := b.e.refresh(ctx); err != nil {
			return err
		}
		since, purges := b.state.Deleted, b.state.Purges
		if b.state, err = b.e.tally(ctx); err != nil {
			return fmt.Errorf("sum up the lengths of texts: %w", err)
		}
		b.state.Deleted, b.state.Purges = since, purges
	}
	if !sure || b.deleted { // a batch that did not come to its end may have deleted something
		b.deletedSince(b.e.options.Now().Unix())
	}
	if err := b.markers(ctx); err != nil {
		return err
	}
	return b.e.refresh(ctx)
}

// deletedSince takes in since when the files may hold deleted text; 0 changes nothing.
func (b *batch) deletedSince(unix int64) {
	if unix != 0 && (b.state.Deleted == 0 || unix < b.state.Deleted) {
		b.state.Deleted = unix
	}
}

// write sends the documents and deletes those of the same articles that are there no longer.
func (b *batch) write(ctx context.Context, ids []string, held map[string][]heldDocument) error {
	var sources []source
	for _, u := range b.updates {
		sources = append(sources, sourcesOf(u, b.mark)...)
	}
	if err := b.tell(ctx, ids, sources); err != nil {
		return fmt.Errorf("look up copies: %w", err)
	}
	now := make(map[string]bool, len(sources))
	for _, s := range sources {
		now[s.id] = true
		b.state.add(s.fields["of"].(string), s.length, 1)
		if err := b.add(ctx, "index", head(s.id, s.route, b.mark), s.fields); err != nil {
			return err
		}
	}
	// A removal is noted although no document is held: a batch of a writer before, which comes
	// late, may bring one.
	for _, u := range b.updates {
		if len(u.Documents) == 0 && len(held[u.ID]) == 0 {
			if err := b.add(ctx, "delete", head(index.ArticleDocument(u.ID), u.ID, b.mark), nil); err != nil {
				return err
			}
		}
	}
	for article, docs := range held {
		for _, d := range docs {
			b.state.add(d.kind(), d.length, -1)
			if now[d.id] {
				continue
			}
			if err := b.add(ctx, "delete", head(d.id, article, b.mark), nil); err != nil {
				return err
			}
		}
	}
	_, err := b.send(ctx)
	return err
}

// length returns the length of a field of a document that is sent.
func (s source) length(field string) int64 {
	n, _ := s.fields[lengthPrefix+field].(int)
	return int64(n)
}

// add adds an action, and sends those that have gathered.
func (b *batch) add(ctx context.Context, action string, head, body any) error {
	if err := b.bulk.add(action, head, body); err != nil {
		return err
	}
	if b.bulk.Len() < bulkBytes && b.bulk.items < bulkItems {
		return nil
	}
	_, err := b.send(ctx)
	return err
}

// markers writes the mark into each shard.
func (b *batch) markers(ctx context.Context) error {
	for i, route := range b.e.routes {
		id := fmt.Sprint("mark-", i)
		if err := b.bulk.add("index", head(id, route, b.mark), object{"of": kindMarker, "id": id, "mark": b.mark, "kept": b.state}); err != nil {
			return err
		}
	}
	refused, err := b.send(ctx)
	if err == nil && refused {
		err = ErrFenced
	}
	return err
}

// send sends the actions that have gathered. refused tells that the index has later versions of
// some of the documents.
func (b *batch) send(ctx context.Context) (refused bool, err error) {
	if b.bulk.items == 0 {
		return false, nil
	}
	body, pause := b.bulk.take(), bulkPause
	for try := 1; ; try++ {
		refused, err = b.e.sendBulk(ctx, body)
		if !isStatus(err, http.StatusTooManyRequests) || try == bulkTries {
			b.ahead = b.ahead || refused
			return refused, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// sendBulk sends a bulk once.
func (e *Engine) sendBulk(ctx context.Context, body lines) (refused bool, err error) {
	var got struct {
		Errors bool
		Items  []map[string]struct {
			ID     string `json:"_id"`
			Status int
			Error  cause
		}
	}
	if err := e.client.do(ctx, http.MethodPost, e.path+"/_bulk", body, &got); err != nil {
		return false, fmt.Errorf("write documents: %w", err)
	}
	if !got.Errors {
		return false, nil
	}
	for _, item := range got.Items {
		for action, r := range item {
			switch {
			case r.Status < 300, action == "delete" && r.Status == http.StatusNotFound:
			case r.Status == http.StatusConflict:
				refused = true
			default:
				// Its reason can quote the document.
				return false, fmt.Errorf("write the document %q: %w", r.ID, &statusError{status: r.Status, types: []string{r.Error.Type}, reason: "the document is refused"})
			}
		}
	}
	return refused, nil
}

// refresh lets searches see what was written.
func (e *Engine) refresh(ctx context.Context) error {
	var got struct {
		Shards struct {
			Failed   int
			Failures json.RawMessage
		} `json:"_shards"`
	}
	if err := e.client.do(ctx, http.MethodPost, e.path+"/_refresh", nil, &got); err != nil {
		return fmt.Errorf("let searches see what was written: %w", err)
	}
	if got.Shards.Failed > 0 {
		return fmt.Errorf("let searches see what was written: %w", &statusError{status: http.StatusServiceUnavailable, reason: fmt.Sprintf("%d shards failed", got.Shards.Failed)})
	}
	return nil
}

// tally sums up all documents that searches see.
func (e *Engine) tally(ctx context.Context) (state, error) {
	kinds := object{"a": object{"term": object{"of": kindArticle}}, "q": object{"term": object{"of": kindQuote}}}
	aggs := object{"kinds": object{"filters": object{"filters": kinds}}}
	for _, name := range textFields {
		aggs[lengthPrefix+name] = object{"stats": object{"field": lengthPrefix + name}}
	}
	got := new(answer)
	if err := e.client.do(ctx, http.MethodPost, e.path+searchPath, object{"size": 0, "aggs": aggs}, got); err != nil {
		return state{}, err
	}
	s := state{Fields: make(map[string]sum, len(textFields))}
	counts, err := filterCounts(got.Aggregations["kinds"])
	if err != nil {
		return s, err
	}
	s.Documents = [2]int{counts["a"], counts["q"]}
	for _, name := range textFields {
		var stats struct {
			Count int64
			Sum   float64
		}
		if err := json.Unmarshal(got.Aggregations[lengthPrefix+name], &stats); err != nil {
			return s, err
		}
		if stats.Count > 0 {
			s.Fields[name] = sum{int64(stats.Sum), stats.Count}
		}
	}
	return s, nil
}

// sortedKeys returns the keys of a set in ascending order.
func sortedKeys(set map[int64]int) []int64 {
	keys := make([]int64, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

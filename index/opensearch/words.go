package opensearch

import (
	"context"
	"slices"

	"warta/index"
	"warta/index/lexicon"
)

// A wordbook is the vocabulary of the index in the memory of this process.
type wordbook struct {
	turn   chan struct{}     // holds one value while it is not in use
	read   bool              // whether fields has the words of the index up to upto
	upto   uint64            // mark
	fields []lexicon.Lexicon // in the order of index.WordFields
}

// wordsPage is how many documents one request for their words returns.
const wordsPage = 300

// begin reads the words of the index in the background.
func (b *wordbook) begin(ctx context.Context, e *Engine) {
	b.fields = make([]lexicon.Lexicon, len(index.WordFields))
	b.turn = make(chan struct{}, 1)
	b.turn <- struct{}{}
	e.group.Go(func() {
		err := e.inView(ctx, func(v *view) error { return b.follow(ctx, v) })
		if err != nil && ctx.Err() == nil {
			e.options.Log.WarnContext(ctx, "opensearch: the words of the index are not read yet", "index", e.name, "err", err)
		}
	})
}

// add adds the words of updates, which bring the index from one mark to another.
func (b *wordbook) add(updates []index.Update, before, mark uint64) {
	select {
	case <-b.turn:
	default: // they are being read, and the rest will be when words are asked for
		return
	}
	defer func() { b.turn <- struct{}{} }()
	if !b.read || b.upto != before { // they will be read, or were
		return
	}
	counts := newWordCounts()
	for _, u := range updates {
		for _, d := range u.Documents {
			counts.add(d)
		}
	}
	b.take(counts)
	b.upto = mark
}

// take adds counts.
func (b *wordbook) take(counts wordCounts) {
	for i, c := range counts {
		b.fields[i].Add(c)
	}
}

// wordCounts are document counts of words, in the order of index.WordFields.
type wordCounts []map[string]uint32

func newWordCounts() wordCounts {
	c := make(wordCounts, len(index.WordFields))
	for i := range c {
		c[i] = make(map[string]uint32)
	}
	return c
}

// add counts the words of a document.
func (c wordCounts) add(d index.Document) {
	for i, field := range index.WordFields {
		for _, t := range d.Texts {
			if t.Field == field {
				c.addDistinct(i, t.Terms)
			}
		}
		for _, k := range d.Keys {
			if k.Field == field {
				c.addDistinct(i, k.Values)
			}
		}
	}
}

// addDistinct counts each of some words once.
func (c wordCounts) addDistinct(i int, words []string) {
	seen := make(map[string]bool, len(words))
	for _, w := range words {
		if w != "" && !seen[w] {
			seen[w] = true
			c[i][w]++
		}
	}
}

// follow adds the words of documents that were written behind b.upto, up to the view.
func (b *wordbook) follow(ctx context.Context, v *view) error {
	select {
	case <-b.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { b.turn <- struct{}{} }()
	if b.read && b.upto >= v.mark {
		return nil
	}
	counts := newWordCounts()
	body := object{
		"size": wordsPage, "track_total_hits": false, "sort": list{object{"id": "asc"}}, "_source": wordSources,
		"query": object{"bool": object{"filter": list{object{"term": object{"of": kindArticle}}, object{"range": object{"at": object{"gt": b.upto}}}}}},
	}
	if !b.read {
		delete(body, "query")
		body["query"] = object{"term": object{"of": kindArticle}}
	}
	for {
		got, err := v.ask(ctx, body)
		if err != nil {
			return err
		}
		for _, h := range got.Hits.Hits {
			if err := counts.addSource(h.Source); err != nil {
				return err
			}
		}
		if len(got.Hits.Hits) < wordsPage {
			break
		}
		body["search_after"] = got.Hits.Hits[wordsPage-1].Sort
	}
	b.take(counts)
	b.read, b.upto = true, v.mark
	return nil
}

// wordSources are the fields of index.WordFields in a document that is there.
var wordSources = func() list {
	var names list
	for _, field := range index.WordFields {
		names = append(names, fieldName(field))
	}
	return names
}()

// addSource counts the words of a document as it was sent.
func (c wordCounts) addSource(source rawJSON) error {
	var fields map[string]rawJSON
	if err := decoded(source, &fields); err != nil {
		return err
	}
	for i, field := range index.WordFields {
		raw := fields[fieldName(field)]
		if len(raw) == 0 {
			continue
		}
		if isText(field) {
			var text string
			if err := decoded(raw, &text); err != nil {
				return err
			}
			c.addDistinct(i, termsIn(text))
			continue
		}
		var values []string
		if err := decoded(raw, &values); err != nil {
			return err
		}
		c.addDistinct(i, values)
	}
	return nil
}

// Words implements [index.Vocabulary]. It waits for words that have not been read yet.
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
	if err := e.inView(ctx, func(v *view) error { return e.words.follow(ctx, v) }); err != nil {
		return nil, kindly("opensearch.Words", err)
	}
	var lists []*lexicon.Lexicon
	for i, field := range index.WordFields {
		if slices.Contains(ask.Fields, field) {
			lists = append(lists, &e.words.fields[i])
		}
	}
	found := lexicon.Top(lists, lexicon.NewNear(ask.Text, ask.Edits, ask.Prefix), ask.Size)
	out := make([]index.WordCount, len(found))
	for i, w := range found {
		out[i] = index.WordCount{Text: w.Text, Count: w.Count}
	}
	return out, nil
}

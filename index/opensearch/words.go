package opensearch

import (
	"context"
	"slices"

	"warta/index"
	"warta/index/lexicon"
)

// A wordbook is the vocabulary of the index in the memory of this process.
type wordbook struct {
	turn chan struct{} // holds one value while it is not in use
	read bool          // whether fields has the words of the index up to upto
	upto uint64        // mark
	// articles counts the articles whose words were added, those that were replaced included;
	// kept is their number when the words were last written into the index.
	articles int
	kept     int
	part     int                // words of a document in which they are kept
	fields   []*lexicon.Lexicon // in the order of index.WordFields
}

// wordsPage is how many documents one request for their words returns.
const wordsPage = 300

// begin reads the words of the index in the background.
func (b *wordbook) begin(ctx context.Context, e *Engine) {
	b.fields, b.part = newFields(), keepPart
	b.turn = make(chan struct{}, 1)
	b.turn <- struct{}{}
	e.group.Go(func() {
		err := e.inView(ctx, func(v *view) error { _, err := b.follow(ctx, v); return err })
		if err != nil && ctx.Err() == nil {
			e.options.Log.WarnContext(ctx, "opensearch: the words of the index are not read yet", "index", e.name, "err", err)
		}
	})
}

func newFields() []*lexicon.Lexicon {
	fields := make([]*lexicon.Lexicon, len(index.WordFields))
	for i := range fields {
		fields[i] = new(lexicon.Lexicon)
	}
	return fields
}

// add adds the words of updates, which bring the index from one mark to another. due tells that
// the words should be written into the index.
func (b *wordbook) add(updates []index.Update, before, mark uint64) (due bool) {
	select {
	case <-b.turn:
	default: // they are being read, and the rest will be when words are asked for
		return false
	}
	defer func() { b.turn <- struct{}{} }()
	if !b.read || b.upto != before { // they will be read, or were
		return false
	}
	counts := newWordCounts()
	for _, u := range updates {
		if len(u.Documents) > 0 {
			b.articles++
		}
		for _, d := range u.Documents {
			counts.add(d)
		}
	}
	b.take(counts)
	b.upto = mark
	return b.articles-b.kept >= keepEvery
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

// follow adds the words of documents that were written behind b.upto, up to the view, and returns
// the fields.
func (b *wordbook) follow(ctx context.Context, v *view) ([]*lexicon.Lexicon, error) {
	select {
	case <-b.turn:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { b.turn <- struct{}{} }()
	if b.read && b.upto >= v.mark {
		return b.fields, nil
	}
	if !b.read {
		if err := b.readKept(ctx, v); err != nil {
			return nil, err
		}
	}
	filter := list{object{"term": object{"of": kindArticle}}}
	if b.read {
		filter = append(filter, object{"range": object{"at": object{"gt": b.upto}}})
	}
	counts, articles, err := wordsOf(ctx, v, filter)
	if err != nil {
		return nil, err
	}
	b.take(counts)
	b.articles += articles
	b.read, b.upto = true, v.mark
	return b.fields, nil
}

// wordsOf counts the words of the articles of the view that filters leave, and the articles.
func wordsOf(ctx context.Context, v *view, filter list) (counts wordCounts, articles int, err error) {
	counts = newWordCounts()
	body := object{
		"size": wordsPage, "track_total_hits": false, "sort": list{object{"id": "asc"}}, "_source": wordSources,
		"query": object{"bool": object{"filter": filter}},
	}
	for {
		got, err := v.askBy(ctx, v.e.client.lookUp, searchPath, body)
		if err != nil {
			return nil, 0, err
		}
		for _, h := range got.Hits.Hits {
			if err := counts.addSource(h.Source); err != nil {
				return nil, 0, err
			}
		}
		articles += len(got.Hits.Hits)
		if len(got.Hits.Hits) < wordsPage {
			return counts, articles, nil
		}
		body["search_after"] = got.Hits.Hits[wordsPage-1].Sort
	}
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
	var fields []*lexicon.Lexicon
	err = e.inView(ctx, func(v *view) (err error) {
		fields, err = e.words.follow(ctx, v)
		return err
	})
	if err != nil {
		return nil, kindly("opensearch.Words", err)
	}
	var lists []*lexicon.Lexicon
	for i, field := range index.WordFields {
		if slices.Contains(ask.Fields, field) {
			lists = append(lists, fields[i])
		}
	}
	found := lexicon.Top(lists, lexicon.NewNear(ask.Text, ask.Edits, ask.Prefix), ask.Size)
	out := make([]index.WordCount, len(found))
	for i, w := range found {
		out[i] = index.WordCount{Text: w.Text, Count: w.Count}
	}
	return out, nil
}

package opensearch

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"warta/index"
)

// countTerms is how many terms one request counts.
const countTerms = 1000

// A heldTerm is a term whose documents are counted: those that have it in a field, or in either
// of two.
type heldTerm struct{ field, or, text string }

// key returns the name of t among all terms.
func (t heldTerm) key() string { return t.field + "\x00" + t.or + "\x00" + t.text }

// query returns a query for the documents that have t.
func (t heldTerm) query() object {
	q := termQuery(fieldName(t.field), t.text)
	if t.or == "" {
		return q
	}
	return anyOf(list{q, termQuery(fieldName(t.or), t.text)})
}

// termsOf adds the terms that weigh something in e to the set.
func termsOf(e index.Expr, to map[string]heldTerm) {
	each := func(parts []index.Expr) {
		for _, p := range parts {
			termsOf(p, to)
		}
	}
	add := func(t heldTerm) { to[t.key()] = t }
	switch e := e.(type) {
	case index.Term:
		if isText(e.Field) {
			add(heldTerm{e.Field, e.RareIn, clean(e.Text)})
		}
	case index.Phrase:
		for _, t := range e.Terms {
			if t != "" {
				add(heldTerm{field: e.Field, text: clean(t)})
			}
		}
	case index.All:
		each(e)
	case index.Any:
		each(e)
	case index.Best:
		each(e)
	case index.Prefer:
		termsOf(e.Want, to)
		each(e.More)
	}
}

// hold counts the documents of the terms that the view has not counted yet.
func (v *view) hold(ctx context.Context, terms map[string]heldTerm) error {
	var missing []string
	v.mu.Lock()
	for _, key := range slices.Sorted(maps.Keys(terms)) {
		if _, known := v.holders[key]; !known {
			missing = append(missing, key)
		}
	}
	v.mu.Unlock()
	for keys := range slices.Chunk(missing, countTerms) {
		filters := make(object, len(keys))
		for i, key := range keys {
			filters[strconv.Itoa(i)] = terms[key].query()
		}
		got, err := v.ask(ctx, object{"size": 0, "aggs": object{"n": object{"filters": object{"filters": filters}}}})
		if err != nil {
			return err
		}
		counts, err := filterCounts(got.Aggregations["n"])
		if err != nil {
			return err
		}
		v.mu.Lock()
		for i, key := range keys {
			v.holders[key] = counts[strconv.Itoa(i)]
		}
		v.mu.Unlock()
	}
	return nil
}

// Count implements [index.Engine].
func (e *Engine) Count(ctx context.Context, fields, texts []string) ([]int, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := index.ValidateCount(texts); err != nil {
		return nil, err
	}
	done, err := e.use()
	if err != nil {
		return nil, err
	}
	defer done()
	out := make([]int, len(texts))
	err = e.inView(ctx, func(v *view) error {
		terms := make(map[string]heldTerm)
		of := func(field, text string) heldTerm {
			return heldTerm{field: field, text: termText(index.Term{Field: field, Text: text})}
		}
		for _, text := range texts {
			for _, field := range fields {
				t := of(field, text)
				terms[t.key()] = t
			}
		}
		if err := v.hold(ctx, terms); err != nil {
			return err
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		for i, text := range texts {
			out[i] = 0
			for _, field := range fields {
				out[i] += v.holders[of(field, text).key()]
			}
		}
		return nil
	})
	if err != nil {
		return nil, kindly("opensearch.Count", err)
	}
	return out, nil
}

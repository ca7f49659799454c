package opensearch

import (
	"context"
	"net/http"
)

// KeepWords writes the words of an engine into the index.
func KeepWords(ctx context.Context, e *Engine) error { return e.words.keep(ctx, e) }

// CreatePlain makes an index as a cluster does by itself at a write, without the template.
func CreatePlain(ctx context.Context, c *Client, name string) error {
	return c.do(ctx, http.MethodPut, "/"+name, nil, nil)
}

// KeepWordsBy is KeepWords with so many words in a document.
func KeepWordsBy(ctx context.Context, e *Engine, words int) error {
	e.words.part = words
	return e.words.keep(ctx, e)
}

// RecountWords replaces the words that the index keeps by those of its documents.
func RecountWords(ctx context.Context, e *Engine) error { return e.words.recount(ctx, e) }

// KeptDocuments returns how many documents of words searches see.
func KeptDocuments(ctx context.Context, e *Engine) (int, error) {
	var got struct{ Count int }
	if err := e.refresh(ctx); err != nil {
		return 0, err
	}
	err := e.client.do(ctx, http.MethodPost, e.path+"/_count", object{"query": object{"term": object{"of": kindWords}}}, &got)
	return got.Count, err
}

// Kindly returns an error of the client with the kind that callers get.
func Kindly(err error) error { return kindly("opensearch.Search", err) }

// CountedArticles returns how many articles an engine has read the words of by itself, without
// those that were kept.
func CountedArticles(e *Engine) int {
	<-e.words.turn
	defer func() { e.words.turn <- struct{}{} }()
	return e.words.articles - e.words.kept
}

// Forget closes the point in time that an engine looks at, as a server does with one that has
// expired.
func Forget(ctx context.Context, e *Engine) error {
	v, err := e.view(ctx)
	if err != nil {
		return err
	}
	defer v.release()
	return e.client.do(ctx, http.MethodDelete, "/_search/point_in_time", object{"pit_id": list{v.pit}}, nil)
}

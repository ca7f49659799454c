package opensearch

import (
	"context"
	"net/http"
)

// KeepWords writes the words of an engine into the index.
func KeepWords(ctx context.Context, e *Engine) error { return e.words.keep(ctx, e) }

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

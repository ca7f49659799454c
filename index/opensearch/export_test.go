package opensearch

import "context"

// KeepWords writes the words of an engine into the index.
func KeepWords(ctx context.Context, e *Engine) error { return e.words.keep(ctx, e) }

// CountedArticles returns how many articles an engine has read the words of by itself, without
// those that were kept.
func CountedArticles(e *Engine) int {
	<-e.words.turn
	defer func() { e.words.turn <- struct{}{} }()
	return e.words.articles - e.words.kept
}

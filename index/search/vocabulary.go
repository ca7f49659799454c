package search

import (
	"context"

	"warta/index"
)

// words asks the engine for words. An engine that is no [index.Vocabulary] has none.
func (s *Searcher) words(ctx context.Context, ask index.WordsAsk) ([]index.WordCount, error) {
	if v, ok := s.engine.(index.Vocabulary); ok {
		return v.Words(ctx, ask)
	}
	return nil, nil
}

package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"warta/index"
	"warta/index/query"
	"warta/index/understand"
)

// maxAskedExactly is the greatest number of words of a phrase that stays one where the query has
// nothing else: such words between quotation marks are asked for as they are. More of them are a
// headline or a sentence that was pasted.
const maxAskedExactly = 3

// askUnmarked asks for the words of phrases that nothing has, as of a headline that was pasted
// with its quotation marks, and reports whether that found something. Phrases that are found by
// themselves keep their marks, unless the query has several and nothing has all of them, or asks for
// any of many words.
// Exclusions and fields stay as they are.
func (a *answer) askUnmarked(ctx context.Context) (bool, error) {
	if a.query.Exact || a.query.AsTyped || !a.isPasted() {
		return false, nil
	}
	missing, err := a.missingPhrases(ctx)
	if err != nil {
		return false, err
	}
	if missing != 0 {
		if found, err := a.askWithout(ctx, missing); found || err != nil {
			return found, err
		}
	}
	n := min(understand.MaxPhrases, len(a.understood.Phrases))
	asksForAny := a.understood.Steps[0].All != nil
	if all := understand.EveryPhrase >> (understand.MaxPhrases - n); n == 1 && !asksForAny || missing == all { // asked already
		return false, nil
	}
	return a.askWithout(ctx, understand.EveryPhrase)
}

// isPasted reports whether the text has phrases that may lose their marks: a long one, or one with
// plain words beside it.
func (a *answer) isPasted() bool {
	u := &a.understood
	return len(u.Phrases) > 0 && (u.HasWords || slices.ContainsFunc(u.Phrases, func(phrase string) bool {
		return len(strings.Fields(phrase)) > maxAskedExactly
	}))
}

// missingPhrases returns those of the phrases that nothing has under the filters of the query,
// as [understand.Options.Unmark].
func (a *answer) missingPhrases(ctx context.Context) (uint64, error) {
	missing := uint64(0)
	phrases := a.understood.Phrases
	for i, text := range phrases[:min(understand.MaxPhrases, len(phrases))] {
		steps := a.understand(query.Phrase{Text: text}.String()).Steps
		found, err := a.engine.Search(ctx, index.Request{Of: a.request.Of, Filters: a.request.Filters, Where: steps[0].Where, Sort: index.Newest})
		if err != nil {
			return 0, fmt.Errorf("ask engine for a phrase: %w", err)
		}
		if found.Total == 0 {
			missing |= 1 << i
		}
	}
	return missing, nil
}

// askWithout asks step by step without the marks of some phrases. Steps that want no words are
// left to the query with all its marks.
func (a *answer) askWithout(ctx context.Context, marks uint64) (bool, error) {
	u := a.unmarked(marks)
	for n, step := range u.Steps {
		if step.Bare || a.query.AllWords && step.Mode != understand.ModeAll {
			continue
		}
		if out, err := a.leftOut(ctx, step); err != nil {
			return false, err
		} else if out {
			continue
		}
		found, err := a.try(ctx, u, n)
		if err != nil {
			return false, err
		}
		if found.Total > 0 {
			return true, a.acceptOrFill(ctx, u, route{step: n, unmark: marks}, found)
		}
	}
	a.unmark = 0
	return false, nil
}

// unmarked returns what is understood of the query without the marks of some phrases.
func (a *answer) unmarked(marks uint64) understand.Understanding {
	a.unmark = marks
	return a.understand(a.query.Text)
}

package pages

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/search"
	"warta/index/understand"
	"warta/server/web"
)

const (
	// pageNearby is how many officials, offices and topics an empty page offers.
	pageNearby = 5
	// nearbyWords is how many words of a query are looked up one by one.
	nearbyWords = 4
)

// addHelp adds links to a page of results: to the page of quotes, whom the text means or may
// mean; to an empty page, officials, offices and topics with similar names.
func (s *Site) addHelp(ctx context.Context, view *web.SearchView, q search.Query, understood understand.Understood) error {
	if q.Of == index.Quotes {
		if err := s.addWhom(ctx, view, q, understood); err != nil {
			return err
		}
	}
	if view.Total > 0 || q.Text == "" || q.Cursor != "" || len(view.Questions) > 0 {
		return nil
	}
	nearby, err := s.nearby(ctx, q.Text)
	if err != nil {
		return err
	}
	view.AddNearby(nearby)
	return nil
}

// nearby returns officials, offices and topics whose names begin or resemble the query or
// one of its words.
func (s *Site) nearby(ctx context.Context, text string) ([]search.Suggestion, error) {
	var out []search.Suggestion
	words := strings.Fields(text)
	for _, part := range append([]string{text}, words[:min(nearbyWords, len(words))]...) {
		// A word of the language that is in no name means no person or office whose name is like it.
		word := indonesian.Fold(part)
		if utf8.RuneCountInString(part) < 4 || indonesian.IsOrdinary(word) && !indonesian.IsNameWord(word) {
			continue
		}
		list, err := s.Finder.Suggest(ctx, part, search.MaxSuggestions, false)
		if err != nil {
			return nil, err
		}
		for _, l := range list {
			known := slices.ContainsFunc(out, func(o search.Suggestion) bool { return o.Kind == l.Kind && o.Value == l.Value })
			if l.Kind != search.SuggestWord && !known && len(out) < pageNearby {
				out = append(out, l)
			}
		}
		if len(out) >= pageNearby {
			break
		}
	}
	return out, nil
}

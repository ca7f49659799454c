package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/regulations"
	"warta/analyzers/satker"
	"warta/index"
	"warta/index/labels"
	"warta/index/understand"
)

// regulations returns the regulations that articles name, those with the most articles first, of
// which keep is true; at most size.
func (s *Searcher) regulations(ctx context.Context, size int, keep func(regulations.Regulation) bool) ([]Suggestion, error) {
	found, err := s.engine.Search(ctx, index.Request{
		Of: index.Articles, Sort: index.Newest, Facets: []index.FacetAsk{{Facet: index.FacetRegulation, Field: index.KeyRegulation}},
	})
	if err != nil {
		return nil, fmt.Errorf("count regulations: %w", err)
	}
	var list []Suggestion
	for _, c := range found.Facets[0] {
		if r, ok := regulations.Parse(c.Value); ok && keep(r) {
			list = append(list, Suggestion{Kind: SuggestRegulation, Value: c.Value, Label: r.Label(), Count: c.Count})
			if len(list) == size {
				break
			}
		}
	}
	return list, nil
}

// suggestRegulations returns the regulations that a text names, or may be about to name.
func (s *Searcher) suggestRegulations(ctx context.Context, text string, size int) ([]Suggestion, error) {
	if named := regulations.Find(text, labels.Offices(), satker.Context{}); len(named) > 0 {
		ids := make([]string, 0, size)
		for _, m := range named {
			if len(ids) < size && !slices.Contains(ids, m.ID()) {
				ids = append(ids, m.ID())
			}
		}
		counts, err := s.engine.Count(ctx, []string{index.KeyRegulation}, ids)
		if err != nil {
			return nil, fmt.Errorf("count regulations: %w", err)
		}
		var list []Suggestion
		for i, id := range ids {
			if counts[i] > 0 {
				list = append(list, Suggestion{Kind: SuggestRegulation, Value: id, Label: regulations.LabelOf(id), Count: counts[i]})
			}
		}
		if list != nil {
			return list, nil
		}
	}
	prefix, ok := regulations.IDPrefix(text)
	if !ok {
		return nil, nil
	}
	return s.regulations(ctx, size, func(r regulations.Regulation) bool { return strings.HasPrefix(r.ID(), prefix) })
}

// knowsRegulation reports whether an article names a regulation.
func (s *Searcher) knowsRegulation(ctx context.Context, id string) (bool, error) {
	counts, err := s.engine.Count(ctx, []string{index.KeyRegulation}, []string{id})
	if err != nil {
		return false, fmt.Errorf("count a regulation: %w", err)
	}
	return counts[0] > 0, nil
}

// meantRegulations returns the regulations that a text names, else those of the same kind and
// number in other years, or of the same number and year of another kind.
func (s *Searcher) meantRegulations(ctx context.Context, value string) ([]understand.MeantValue, error) {
	asked, isID := regulations.Parse(value)
	if !isID {
		found := regulations.Find(value, labels.Offices(), satker.Context{})
		if len(found) == 0 {
			return []understand.MeantValue{}, nil
		}
		asked = found[0].Regulation
	}
	known, err := s.knowsRegulation(ctx, asked.ID())
	if err != nil {
		return nil, err
	}
	if known {
		return []understand.MeantValue{{Value: asked.ID(), Label: asked.Label()}}, nil
	}
	list, err := s.regulations(ctx, maxMeant, func(r regulations.Regulation) bool {
		return r.Number == asked.Number && (r.Kind == asked.Kind && r.Office == asked.Office || r.Year == asked.Year)
	})
	if err != nil {
		return nil, err
	}
	return meantOf(list), nil
}

package pages

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
	"warta/index"
	"warta/index/labels"
	"warta/index/search"
)

// holders returns the people who are quoted in the post that a text names, as "ketua kpu
// jateng" does, those with most quotes first. If there are none, it returns those with
// the post in the offices below.
func (s *Site) holders(ctx context.Context, text string) ([]search.Suggestion, error) {
	text = text[:min(len(text), index.MaxText)]
	mentions := s.Names.Offices.Find(text, satker.Context{})
	if len(mentions) != 1 {
		return nil, nil
	}
	m := mentions[0]
	post := strings.Join(strings.Fields(text[:m.Start]+" "+text[m.End:]), " ")
	codes := m.Candidates
	if m.Code != "" {
		codes = []string{m.Code}
	}
	if len(codes) == 0 || strings.ContainsFunc(post, func(r rune) bool { return !unicode.IsLetter(r) && r != ' ' }) {
		return nil, nil
	}
	codes = codes[:min(len(codes), index.MaxValues)]
	q := search.Query{Of: index.Quotes, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: pageSpeakers}}}
	if post != "" {
		q.Role = []string{indonesian.TitleCase(post)}
	}
	alone := make([]string, len(codes)) // without the offices below a province
	for i, code := range codes {
		alone[i] = code
		if o, ok := s.Names.Offices.ByCode(code); ok && o.Level == satker.Province {
			alone[i] += labels.SelfSuffix
		}
	}
	q.Office = alone
	page, err := s.Finder.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	exact := len(codes) == 1
	if page.Total == 0 && !slices.Equal(alone, codes) {
		q.Office, exact = codes, false
		if page, err = s.Finder.Search(ctx, q); err != nil {
			return nil, err
		}
	}
	var out []search.Suggestion
	for _, v := range page.Facets[index.FacetOfficial] {
		if exact {
			v.Detail = strings.TrimSpace(indonesian.TitleCase(post) + " " + s.Names.Satker(codes[0]))
		}
		out = append(out, search.Suggestion{Kind: search.SuggestOfficial, Value: v.Value, Label: v.Label, Detail: v.Detail, Count: v.Count})
	}
	return out, nil
}

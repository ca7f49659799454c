package people

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/roster"
)

// Meet returns a registry that knows the people of the articles.
func Meet(b testing.TB, articles []*article.Article) *Registry {
	b.Helper()
	r := New(NewIDs(nil, nil))
	r.Meet(b, articles)
	return r
}

// Meet takes in the people of the articles.
func (r *Registry) Meet(b testing.TB, articles []*article.Article) {
	b.Helper()
	more, _ := DeltaOf(nil, articles)
	if err := r.Learn(b.Context(), more); err != nil {
		b.Fatal(err)
	}
}

// People counts the people.
func (r *Registry) People() int {
	known := make(map[*person]bool)
	for _, p := range r.parts {
		known[p.person] = true
	}
	return len(known)
}

// Alike reports whether two names are alike and have a word or their first letters in
// common, whether a registry compares them, and whether it must: of names of as many
// words it misses none.
func Alike(a, b string) (alike, compared, must bool) {
	x, y := &knot{name: newPersonName(a)}, &knot{name: newPersonName(b)}
	shares := len(x.name.joined) >= 4 && len(y.name.joined) >= 4 && x.name.joined[:4] == y.name.joined[:4]
	for _, w := range x.name.words {
		shares = shares || slices.Contains(y.name.words, w)
	}
	like := likenessOf(x.name, y.name)
	return like != unlike && shares, slices.ContainsFunc(x.keys(), func(key nameKey) bool { return slices.Contains(y.keys(), key) }),
		like == shortened || like == sameName || len(x.name.words) == len(y.name.words)
}

// EnlistRows puts a list of office holders into force.
func (r *Registry) EnlistRows(b testing.TB, rows []roster.Row) {
	b.Helper()
	if err := r.Enlist(b.Context(), NewOfficeList(rows)); err != nil {
		b.Fatal(err)
	}
}

// Spans writes the days of one post that the rows of one person make, "POST SATKER
// FROM..TO" each.
func Spans(rows []roster.Row) (spans []string) {
	h := new(holder)
	h.terms = append(h.terms, rows...)
	slices.SortStableFunc(h.terms, func(a, b roster.Row) int { return strings.Compare(b.From, a.From) })
	for _, s := range spansOf([]*holder{h}) {
		spans = append(spans, s.role.Title+" "+s.role.Satker+" "+s.from+".."+s.to)
	}
	return spans
}

// ListedTerms counts the terms and prefixes that a search for quotes by a role adds for
// the list of office holders.
func (r *Registry) ListedTerms(title string) int {
	var count func(e index.Expr) int
	count = func(e index.Expr) (n int) {
		var parts []index.Expr
		switch e := e.(type) {
		case index.All:
			parts = e
		case index.Any:
			parts = e
		default:
			return 1
		}
		for _, part := range parts {
			n += count(part)
		}
		return n
	}
	return count(r.ListedQuotes(func(role article.Role) bool { return role.Title == title }))
}

// MeantBy returns the ids of the people whom words mean, and the raw keys that are asked for.
func (r *Registry) MeantBy(words ...string) (ids, keys []string) {
	for _, m := range r.Meaning(words, false) {
		ids, keys = append(ids, m.ID), append(keys, m.Keys...)
	}
	return ids, keys
}

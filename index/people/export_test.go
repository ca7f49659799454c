package people

import (
	"context"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/roster"
)

// NewRegistryOf returns a registry that has learned articles.
func NewRegistryOf(b testing.TB, articles []*article.Article) *Registry {
	b.Helper()
	r := New(NewIDs(nil, nil))
	r.LearnArticles(b, articles)
	return r
}

// LearnArticles learns articles that are new.
func (r *Registry) LearnArticles(b testing.TB, articles []*article.Article) {
	b.Helper()
	more, _ := DeltaOf(nil, articles)
	if err := r.Learn(b.Context(), more); err != nil {
		b.Fatal(err)
	}
}

// People returns the number of people.
func (r *Registry) People() int {
	known := make(map[*person]bool)
	for _, p := range r.parts {
		known[p.person] = true
	}
	return len(known)
}

// Alike reports whether two names are similar and share a word or their first letters,
// whether a registry compares them, and whether it must: of names with as many words it
// misses none.
func Alike(a, b string) (alike, compared, must bool) {
	x, y := &nameCluster{name: newPersonName(a)}, &nameCluster{name: newPersonName(b)}
	shares := len(x.name.joined) >= 4 && len(y.name.joined) >= 4 && x.name.joined[:4] == y.name.joined[:4]
	for _, w := range x.name.words {
		shares = shares || slices.Contains(y.name.words, w)
	}
	like := likenessOf(x.name, y.name)
	return like != unlike && shares, slices.ContainsFunc(x.blockingKeys(), func(key nameKey) bool { return slices.Contains(y.blockingKeys(), key) }),
		like == shortened || like == sameName || len(x.name.words) == len(y.name.words)
}

// SetRosterRows replaces the roster by one of rows.
func (r *Registry) SetRosterRows(b testing.TB, rows []roster.Row) {
	b.Helper()
	if err := r.SetRoster(b.Context(), NewRoster(rows)); err != nil {
		b.Fatal(err)
	}
}

// Spans returns the days of one post that the rows of one person make, each as "POST
// SATKER FROM..TO".
func Spans(rows []roster.Row) (spans []string) {
	h := new(holder)
	h.rows = append(h.rows, rows...)
	slices.SortStableFunc(h.rows, func(a, b roster.Row) int { return strings.Compare(b.From, a.From) })
	for _, s := range solePostSpans([]*holder{h}) {
		spans = append(spans, s.role.Title+" "+s.role.Satker+" "+s.from+".."+s.to)
	}
	return spans
}

// RosterTerms returns the number of terms and prefixes that a search for quotes by a role
// adds for the roster.
func (r *Registry) RosterTerms(title string) int {
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
	return count(r.QuotesByRosterRole(func(role article.Role) bool { return role.Title == title }))
}

// MeantBy returns the ids of the people whom words denote, and the raw keys to search
// for.
func (r *Registry) MeantBy(words ...string) (ids, keys []string) {
	for _, m := range r.Meaning(nil, words, false) {
		ids, keys = append(ids, m.ID), append(keys, m.Keys...)
	}
	return ids, keys
}

// Give issues ids made of a slug to the parts with the keys, and returns them.
func (ids *IDs) Give(ctx context.Context, slug string, keys ...string) (given []string, err error) {
	var parts []*part
	for _, key := range keys {
		parts = append(parts, &part{key: key, slug: slug})
	}
	if err := ids.issue(ctx, parts); err != nil {
		return nil, err
	}
	for _, key := range keys {
		row, _ := ids.ofPartKey(key)
		given = append(given, row.id)
	}
	return given, nil
}

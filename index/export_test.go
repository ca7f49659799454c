package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/record"
	"warta/index/roster"
)

// Live returns what searches see: the titles of all articles by id, and the
// mark. Engine and readings must agree.
func (a *Archive) Live(ctx context.Context) (titles map[string]string, mark uint64, err error) {
	g, err := a.searchable("test")
	if err != nil {
		return nil, 0, err
	}
	defer g.release()
	titles = map[string]string{}
	r := Request{Of: Articles, Sort: Newest, Size: MaxSize}
	for {
		res, err := g.engine.Search(ctx, r)
		if err != nil {
			return nil, 0, err
		}
		for _, h := range res.Hits {
			found, err := g.readings.Get(ctx, []string{h.Article})
			if err != nil {
				return nil, 0, err
			}
			if found[0].Article == nil {
				return nil, 0, fmt.Errorf("article %s is in the index and has no reading", h.Article)
			}
			if _, twice := titles[h.Article]; twice {
				return nil, 0, fmt.Errorf("article %s is found twice", h.Article)
			}
			titles[h.Article] = found[0].Article.Title
		}
		if len(res.Hits) < MaxSize {
			if g.readings.Len() != len(titles) {
				return nil, 0, fmt.Errorf("%d readings, %d articles in the index", g.readings.Len(), len(titles))
			}
			return titles, g.mark.Load(), nil
		}
		last := res.Hits[len(res.Hits)-1].Position
		r.After = &last
	}
}

// Generations lists the folders of the generations that lie in dir.
func Generations(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, "generations"))
	var names []string
	for _, e := range entries {
		names = append(names, filepath.Join(dir, "generations", e.Name()))
	}
	return names, err
}

// PruneOnce deletes what is not needed any more.
func (a *Archive) PruneOnce() error { return a.pruneOnce() }

// Understand reads a text and returns in how many ways it would be asked for.
func (s *Searcher) Understand(text string) int { return len(s.understand(Query{}, text).steps) }

// DamageGenerations makes what engines wrote in dir unreadable.
func DamageGenerations(dir string) error {
	found, err := Generations(dir)
	for _, g := range found {
		err = errors.Join(err, os.WriteFile(filepath.Join(g, "readings.db"), []byte(strings.Repeat("not a database ", 1000)), 0o600))
	}
	return err
}

// A Registry is one that lets tests and benchmarks at it.
type Registry struct{ *registry }

// Meet returns a registry that knows the people of the articles.
func Meet(b testing.TB, articles []*article.Article) Registry {
	b.Helper()
	r := Registry{newRegistry(newIDBook(nil, nil))}
	r.Meet(b, articles)
	return r
}

// Meet takes in the people of the articles.
func (r Registry) Meet(b testing.TB, articles []*article.Article) {
	b.Helper()
	more, _ := tidingsOf(nil, articles)
	if err := r.learn(b.Context(), more); err != nil {
		b.Fatal(err)
	}
}

// People counts the people.
func (r Registry) People() int {
	known := make(map[*person]bool)
	for _, p := range r.parts {
		known[p.person] = true
	}
	return len(known)
}

// PeopleAmiss says in lines in what the registry of the live generation differs from
// one that is filled anew from its engine. Nobody may write meanwhile.
func (a *Archive) PeopleAmiss(ctx context.Context) (lines []string, err error) {
	g, err := a.searchable("test")
	if err != nil {
		return nil, err
	}
	defer g.release()
	is, want := g.searcher.people, newRegistry(a.book)
	want.roster = a.roster.Load()
	if err := want.load(ctx, g.engine); err != nil {
		return nil, err
	}
	if err := want.decide(ctx, *a.decided.Load()); err != nil {
		return nil, err
	}
	is.mu.Lock()
	var c changed
	is.remember(&c) // whom another generation alone has met
	is.settle(&c)
	is.mu.Unlock()
	x, y := is.described(), want.described()
	for line := range x {
		if !y[line] {
			lines = append(lines, "is:   "+line)
		}
	}
	for line := range y {
		if !x[line] {
			lines = append(lines, "want: "+line)
		}
	}
	slices.Sort(lines)
	return lines, nil
}

// described writes all that is known, in lines.
func (r *registry) described() map[string]bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	lines := make(map[string]bool)
	say := func(format string, args ...any) {
		lines[strings.ReplaceAll(fmt.Sprintf(format, args...), keyEnd, "|")] = true
	}
	for _, p := range r.parts {
		say("%s has the id %q, the name %v, the posts %v", p.key, p.row.id, p.name.words, p.posts)
		if p.person == nil {
			say("%s is nobody", p.key)
		} else {
			say("%s is %s, %q, suppressed %v, of %v", p.key, p.person.id, p.person.name, p.person.suppressed, p.person.ids())
		}
		if p.led != nil {
			say("%s leads to %s, %v: %s", p.key, p.led.id, p.led.ids(), p.why.because())
		}
		say("%s holds %v and is called %v", p.key, p.posted, p.called)
		say("%s has the words %v, short %v", p.key, p.words, p.short)
		if p.holder != nil {
			say("%s is listed as %s by %d", p.key, p.holder.key, p.fit)
		}
		if p.person != nil && len(p.person.holders) > 0 {
			say("%s held %v", p.key, p.person.spans)
		}
		p.eachNear(func(k *knot, like likeness) { say("%s is near to %v in %s: %d", p.key, k.name.words, k.of, like) })
		for q, n := range p.same {
			say("%s and %s are one by %d", p.key, q.key, n)
		}
		for q, n := range p.apart {
			say("%s and %s are two by %d", p.key, q.key, n)
		}
	}
	for text, k := range r.raws {
		if k.articles > 0 {
			say("%q is given %d times, on %v", text, k.articles, k.days)
		}
	}
	for id, list := range r.given {
		for _, k := range list {
			say("%s was given %q", id, k.text)
		}
	}
	for word, list := range r.words {
		say("%q stands in %d names", word, len(list))
	}
	for at, list := range r.short {
		say("%x shortens %d names", at, len(list))
	}
	for at, list := range r.longer {
		say("%x may shorten %d names", at, len(list))
	}
	for hash, n := range r.evidence {
		say("evidence %x: %d", hash, n)
	}
	return lines
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

// QuoteID returns the id of a quote of those words, the only ones in its article.
func QuoteID(articleID, text string) string {
	a := article.Article{Quotes: []article.Quote{{Text: text}}}
	identify(&a, articleID)
	return a.Quotes[0].ID
}

// Official returns a person as the registry of the searcher knows them.
func (s *Searcher) Official(id string) (Official, bool) { return s.people.official(id) }

// Show returns an article as readers are shown it.
func (r Registry) Show(a *article.Article) *article.Article { return r.show(a) }

// Enlist puts a list of office holders into force.
func (r Registry) Enlist(b testing.TB, rows []roster.Row) {
	b.Helper()
	if err := r.enlist(b.Context(), newOfficeList(rows)); err != nil {
		b.Fatal(err)
	}
}

// Record returns the record, for what happens to it behind the back of the archive.
func (a *Archive) Record() record.Record { return a.record }

// FailIDs has the record refuse ids of people with err until it is called with nil.
func (a *Archive) FailIDs(err error) {
	a.book.giving.Lock()
	defer a.book.giving.Unlock()
	a.book.record = a.record
	if err != nil {
		a.book.record = refusing{a.record, err}
	}
}

// refusing gives no ids.
type refusing struct {
	record.People
	err error
}

// GivePersonIDs implements [record.People].
func (r refusing) GivePersonIDs(context.Context, []record.PersonID) ([]record.PersonID, error) {
	return nil, r.err
}

// IDs are the ids of people as one archive knows them.
type IDs struct{ book *idBook }

// NewIDs returns the ids of an archive that knows none yet.
func NewIDs(people record.People) IDs { return IDs{newIDBook(nil, people)} }

// Give gives ids made of a slug to keys, and returns them.
func (b IDs) Give(ctx context.Context, slug string, keys ...string) (ids []string, err error) {
	var parts []*part
	for _, key := range keys {
		parts = append(parts, &part{key: key, slug: slug})
	}
	err = b.book.give(ctx, parts)
	for _, key := range keys {
		row, _ := b.book.ofKey(key)
		ids = append(ids, row.id)
	}
	return ids, err
}

// Rename gives another id, made of a slug, to the person with the id part.
func (b IDs) Rename(ctx context.Context, part, slug string) (string, error) {
	return b.book.rename(ctx, part, slug)
}

// Enlist puts a list of office holders into force, once the people of the engine are known.
func (s *Searcher) Enlist(b testing.TB, rows []roster.Row) {
	b.Helper()
	if err := s.meet(b.Context()); err != nil {
		b.Fatal(err)
	}
	Registry{s.people}.Enlist(b, rows)
}

// DateRuns writes the runs of a range of days, "FIRST..LAST" or the only one.
func DateRuns(from, to string) (runs []string) {
	for _, run := range runsBetween(from, to) {
		texts := run.texts()
		if len(texts) > 1 {
			texts = []string{texts[0] + ".." + texts[len(texts)-1]}
		}
		runs = append(runs, texts...)
	}
	return runs
}

// DateTexts returns the years, months and days that a range of days is made of.
func DateTexts(from, to string) (texts []string) {
	for _, run := range runsBetween(from, to) {
		texts = append(texts, run.texts()...)
	}
	return texts
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
func (r Registry) ListedTerms(title string) int {
	var count func(e Expr) int
	count = func(e Expr) (n int) {
		var parts []Expr
		switch e := e.(type) {
		case All:
			parts = e
		case Any:
			parts = e
		default:
			return 1
		}
		for _, part := range parts {
			n += count(part)
		}
		return n
	}
	return count(r.listedQuotes(func(role article.Role) bool { return role.Title == title }))
}

// StandsBehindPost reports whether a folded word is taken for a name behind a post.
func StandsBehindPost(text, word string) bool { return standsBehindPost(text, word) }

// Meant returns the ids of the people whom words mean, and the raw keys that are asked for.
func (r Registry) Meant(words ...string) (ids, keys []string) {
	for _, m := range r.meant(words, false) {
		ids, keys = append(ids, m.id), append(keys, m.keys...)
	}
	return ids, keys
}

// Guard returns the engine as an archive uses it.
func Guard(engine Engine, doubt func(error)) Engine { return &guarded{engine: engine, doubt: doubt} }

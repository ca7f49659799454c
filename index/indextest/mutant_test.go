package indextest_test

import (
	"context"
	"runtime"
	"slices"

	"warta/index"
	"warta/index/indextest"
)

// A mutant is a Fake of which some methods are wrong; those that are nil are right.
type mutant struct {
	*indextest.Fake
	can     func() index.Capabilities
	apply   func(f *indextest.Fake, ctx context.Context, updates []index.Update, mark uint64) error
	search  func(f *indextest.Fake, ctx context.Context, r index.Request) (*index.Result, error)
	words   func(found []index.WordCount, err error) ([]index.WordCount, error)
	count   func(counts []int, err error) ([]int, error)
	prepare func(f *indextest.Fake, ctx context.Context, updates []index.Update) (index.Prepared, error)
	tidy    func(f *indextest.Fake, ctx context.Context) error
	verify  func() ([]string, error)
	healthy func() error
	damage  func(report func(error))
	close   func(f *indextest.Fake) error
}

func (m mutant) Can() index.Capabilities {
	if m.can == nil {
		return m.Fake.Can()
	}
	return m.can()
}

func (m mutant) Apply(ctx context.Context, updates []index.Update, mark uint64) error {
	if m.apply == nil {
		return m.Fake.Apply(ctx, updates, mark)
	}
	return m.apply(m.Fake, ctx, updates, mark)
}

func (m mutant) Search(ctx context.Context, r index.Request) (*index.Result, error) {
	if m.search == nil {
		return m.Fake.Search(ctx, r)
	}
	return m.search(m.Fake, ctx, r)
}

func (m mutant) Words(ctx context.Context, ask index.WordsAsk) ([]index.WordCount, error) {
	found, err := m.Fake.Words(ctx, ask)
	if m.words == nil {
		return found, err
	}
	return m.words(found, err)
}

func (m mutant) Count(ctx context.Context, fields, texts []string) ([]int, error) {
	counts, err := m.Fake.Count(ctx, fields, texts)
	if m.count == nil {
		return counts, err
	}
	return m.count(counts, err)
}

func (m mutant) Prepare(ctx context.Context, updates []index.Update) (index.Prepared, error) {
	if m.prepare == nil {
		return func(ctx context.Context, mark uint64) error { return m.Apply(ctx, updates, mark) }, nil
	}
	return m.prepare(m.Fake, ctx, updates)
}

func (m mutant) Tidy(ctx context.Context) error {
	if m.tidy == nil {
		return ctx.Err()
	}
	return m.tidy(m.Fake, ctx)
}

func (m mutant) Verify(context.Context) ([]string, error) {
	if m.verify == nil {
		return nil, nil
	}
	return m.verify()
}

func (m mutant) Healthy() error {
	if m.healthy == nil {
		return nil
	}
	return m.healthy()
}

func (m mutant) OnDamage(report func(error)) {
	if m.damage != nil {
		m.damage(report)
	}
}

func (m mutant) Close() error {
	if m.close == nil {
		return m.Fake.Close()
	}
	return m.close(m.Fake)
}

// asking returns a mutant that asks otherwise than it is asked.
func asking(change func(r index.Request) index.Request) mutant {
	return mutant{search: func(f *indextest.Fake, ctx context.Context, r index.Request) (*index.Result, error) {
		return f.Search(ctx, change(r))
	}}
}

// answering returns a mutant that answers otherwise than is right.
func answering(change func(r index.Request, res *index.Result)) mutant {
	return mutant{search: func(f *indextest.Fake, ctx context.Context, r index.Request) (*index.Result, error) {
		res, err := f.Search(ctx, r)
		if err == nil {
			change(r, res)
		}
		return res, err
	}}
}

// taking returns a mutant that takes in other updates than it is given.
func taking(change func(u index.Update) index.Update) mutant {
	return mutant{apply: func(f *indextest.Fake, ctx context.Context, updates []index.Update, mark uint64) error {
		changed := make([]index.Update, len(updates))
		for i, u := range updates {
			changed[i] = change(u)
		}
		return f.Apply(ctx, changed, mark)
	}}
}

// rewritten returns an expression with each node below it changed.
func rewritten(e index.Expr, change func(index.Expr) index.Expr) index.Expr {
	list := func(parts []index.Expr) []index.Expr {
		var out []index.Expr
		for _, part := range parts {
			out = append(out, rewritten(part, change))
		}
		return out
	}
	switch x := e.(type) {
	case index.All:
		e = index.All(list(x))
	case index.Any:
		e = index.Any(list(x))
	case index.Best:
		e = index.Best(list(x))
	case index.Not:
		e = index.Not{Of: rewritten(x.Of, change)}
	case index.Weigh:
		e = index.Weigh{Of: rewritten(x.Of, change), Boost: x.Boost}
	case index.Quoted:
		e = index.Quoted{Of: rewritten(x.Of, change)}
	case index.Prefer:
		e = index.Prefer{Want: rewritten(x.Want, change), More: list(x.More)}
	}
	return change(e)
}

// remembering returns a mutant that sees all updates of one engine together with the
// documents that each article had before.
func remembering(change func(u index.Update, before []index.Document) index.Update) func() mutant {
	return func() mutant {
		held := make(map[string][]index.Document)
		m := taking(func(u index.Update) index.Update {
			u = change(u, held[u.ID])
			held[u.ID] = u.Documents
			return u
		})
		return m
	}
}

// always returns what makes the same mutant each time.
func always(m mutant) func() mutant { return func() mutant { return m } }

// linger lets the searches of other goroutines in between.
func linger() {
	for range 20 {
		runtime.Gosched()
	}
}

// twice adds the documents of quotes again where an article comes again.
func twice(u index.Update, before []index.Document) index.Update {
	if len(before) > 1 && len(u.Documents) > 1 {
		u.Documents = append(slices.Clone(u.Documents), u.Documents[1:]...)
	}
	return u
}

// withGroups returns r with each of its groups by the day changed.
func withGroups(r index.Request, change func(*index.DatedGroup)) index.Request {
	r.Facets = slices.Clone(r.Facets)
	for i, ask := range r.Facets {
		if ask.Dated == nil {
			continue
		}
		of := make(map[string][]index.DatedGroup)
		for value, groups := range ask.Dated.Of {
			of[value] = slices.Clone(groups)
			for k := range groups {
				change(&of[value][k])
			}
		}
		r.Facets[i].Dated = &index.DatedGroups{Only: ask.Dated.Only, Of: of}
	}
	return r
}

// datedAlways counts groups without a first day on every day.
func datedAlways(f *indextest.Fake, ctx context.Context, r index.Request) (*index.Result, error) {
	return f.Search(ctx, withGroups(r, func(g *index.DatedGroup) {
		if g.From == "" {
			g.To = ""
		}
	}))
}

// countedTwice adds up the counts of the values of a group.
func countedTwice(f *indextest.Fake, ctx context.Context, r index.Request) (*index.Result, error) {
	alone := r
	alone.Facets = slices.Clone(r.Facets)
	for i := range alone.Facets {
		alone.Facets[i].Groups = nil
	}
	res, err := f.Search(ctx, r)
	if err != nil {
		return nil, err
	}
	raw, err := f.Search(ctx, alone)
	if err != nil {
		return nil, err
	}
	for i, ask := range r.Facets {
		if ask.Groups == nil {
			continue
		}
		for k := range res.Facets[i] {
			c := &res.Facets[i][k]
			c.Count = 0
			for _, value := range raw.Facets[i] {
				if ask.Groups.Group(value.Value) == c.Value {
					c.Count += value.Count
				}
			}
		}
	}
	return res, err
}

// inSteps are all capabilities but atomic batches.
func inSteps() index.Capabilities {
	return index.Capabilities{LiveGroups: true, ChainedCopies: true, ExactScores: true}
}

// roughly are all capabilities but exact scores.
func roughly() index.Capabilities {
	return index.Capabilities{LiveGroups: true, ChainedCopies: true, AtomicBatches: true}
}

// markFirst moves the mark before it takes in the updates.
func markFirst(f *indextest.Fake, ctx context.Context, updates []index.Update, mark uint64) error {
	if err := f.Apply(ctx, nil, mark); err != nil {
		return err
	}
	linger()
	return f.Apply(ctx, updates, mark)
}

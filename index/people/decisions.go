package people

import (
	"context"
	"maps"
	"slices"

	"warta/analyzers/indonesian"
	"warta/index/dockeys"
	"warta/index/lexicon"
)

// Decisions are the decisions of editors in force, by ids of parts. They are not modified
// after [Registry.Decide].
type Decisions struct {
	Merged     map[string]string // id of the merged part: id of the part that it was merged into
	Split      map[string][]string
	Renamed    map[string]Renaming
	Suppressed map[string]bool
	About      map[string]bool // ids that any decision names
}

// A Renaming is a name that an editor gave a person, and the id formed from it.
type Renaming struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Decide replaces all earlier decisions. An error means that ids could not be issued.
func (r *Registry) Decide(ctx context.Context, d Decisions) error {
	return r.issueIDs(ctx, r.applyDecisions(d))
}

// applyDecisions puts decisions in force and returns the parts that need an id because
// the roster holds them.
func (r *Registry) applyDecisions(d Decisions) (withoutID []*part) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.decisions.Renamed
	r.decisions = d
	r.decisionsVersion++
	r.updateRenamedWords(new(changes), before, d.Renamed) // recomputeAll handles all parts
	names := make(map[string]uint32)
	for _, part := range slices.Sorted(maps.Keys(d.Renamed)) {
		to := d.Renamed[part]
		for _, key := range dockeys.Endings(indonesian.NameWords(to.Name)) {
			names[key+dockeys.SuggestEnd+part] = 1
		}
	}
	r.renamedWords = new(lexicon.Lexicon)
	r.renamedWords.Add(names)
	withoutID = r.recomputeAll()
	r.version.Add(1)
	return withoutID
}

// recomputeAll resolves all parts and returns those that need an id because the roster
// holds them.
func (r *Registry) recomputeAll() (withoutID []*part) {
	r.addIssuedParts(&changes{}) // decisions may name parts of another generation
	r.linkDecisions()
	c := changes{dirty: slices.Collect(maps.Values(r.parts))}
	r.recompute(&c)
	return r.holdersWithoutID(c.holders)
}

// linkDecisions records merges and splits in the parts that they concern.
func (r *Registry) linkDecisions() {
	d := r.decisions
	for _, p := range r.parts {
		p.merged, p.split = nil, nil
	}
	link := func(of func(*part) *map[*part]bool, a, b string) {
		p, q := r.partOfID(a), r.partOfID(b)
		if p == nil || q == nil || p == q {
			return
		}
		for _, x := range [2][2]*part{{p, q}, {q, p}} {
			m := of(x[0])
			if *m == nil {
				*m = make(map[*part]bool)
			}
			(*m)[x[1]] = true
		}
	}
	for id, into := range d.Merged {
		link(func(p *part) *map[*part]bool { return &p.merged }, id, into)
	}
	for id, apart := range d.Split {
		for _, other := range apart {
			link(func(p *part) *map[*part]bool { return &p.split }, id, other)
		}
	}
}

// partOfID returns the part to which an id was issued, nil if it is not in the registry.
func (r *Registry) partOfID(id string) *part {
	row, _ := r.ids.ofID(id)
	return r.parts[row.key]
}

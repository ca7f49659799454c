package people

import (
	"context"
	"maps"
	"slices"

	"warta/analyzers/indonesian"
	"warta/index/dockeys"
	"warta/index/lexicon"
)

// Decisions are what editors decided about people, by the ids of parts.
type Decisions struct {
	Merged     map[string]string // into which
	Split      map[string][]string
	Renamed    map[string]Renaming
	Suppressed map[string]bool
	About      map[string]bool // all ids of which they tell
}

type Renaming struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Decide puts d in the place of all earlier decisions. It fails only where ids cannot be
// given out.
func (r *Registry) Decide(ctx context.Context, d Decisions) error {
	return r.issueIDs(ctx, r.applyDecisions(d))
}

func (r *Registry) applyDecisions(d Decisions) (owed []*part) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.decisions.Renamed
	r.decisions = d
	r.decisionsVersion++
	r.updateRenamedWords(new(changes), before, d.Renamed) // all are settled below
	names := make(map[string]uint32)
	for _, part := range slices.Sorted(maps.Keys(d.Renamed)) {
		to := d.Renamed[part]
		for _, key := range dockeys.Endings(indonesian.NameWords(to.Name)) {
			names[key+dockeys.SuggestEnd+part] = 1
		}
	}
	r.renamedWords = new(lexicon.Lexicon)
	r.renamedWords.Add(names)
	owed = r.recomputeAll()
	r.version.Add(1)
	return owed
}

// enforce works out who is who by what was decided, and returns the parts of the list of
// office holders that need an id now.
func (r *Registry) recomputeAll() (owed []*part) {
	r.addIssuedParts(&changes{}) // it may be about whom another generation met
	r.linkDecisions()
	c := changes{dirty: slices.Collect(maps.Values(r.parts))}
	r.recompute(&c)
	return r.holdersWithoutID(c.holders)
}

// link notes at the parts which of them editors merged or split.
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

// PartOf returns the part to which an id was given, nil where it is not there.
func (r *Registry) partOfID(id string) *part {
	row, _ := r.ids.ofID(id)
	return r.parts[row.key]
}

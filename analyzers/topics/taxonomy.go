// Package topics says what an article is about, in the words of a controlled
// taxonomy of two levels: topics and their leaves.
//
// Cues are words and phrases of the taxonomy; all are found in one pass over
// folded tokens. [Taxonomy.Find] documents the weights.
package topics

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// topics.yaml is the taxonomy as the institution keeps it; tuning.yaml is what
// we add to it for reading.
var (
	//go:embed topics.yaml
	taxonomyFile []byte
	//go:embed tuning.yaml
	tuningFile []byte
)

// A Topic is a topic of the upper level.
type Topic struct {
	ID      string `yaml:"id"`
	Label   string `yaml:"label_id"` // Indonesian
	LabelEN string `yaml:"label_en"`
	Leaves  []Leaf `yaml:"leaves"`
}

// A Leaf is a topic of the lower level; articles carry leaves.
type Leaf struct {
	ID      string   `yaml:"id"`
	Label   string   `yaml:"label_id"` // Indonesian
	LabelEN string   `yaml:"label_en"`
	Cues    []string `yaml:"cues"`
	Not     []string `yaml:"not"`
	Parent  string   `yaml:"-"` // id of its topic
}

// tuning holds the weights and cues beside the taxonomy.
type tuning struct {
	Weak      []string            `yaml:"weak"`      // cues that many articles hold that are not about them
	Firm      []string            `yaml:"firm"`      // cues as frequent in ordinary news as here that count all the same
	Strong    []string            `yaml:"strong"`    // cues of which one mention is enough
	Cues      map[string][]string `yaml:"cues"`      // further cues of a leaf
	Not       map[string][]string `yaml:"not"`       // further near misses of a leaf
	Pairs     map[string][]string `yaml:"pairs"`     // words that speak for a leaf where they stand near each other
	Manner    []string            `yaml:"manner"`    // leaves of the manner of an act, as against its matter
	Units     []string            `yaml:"units"`     // words before the name of a division
	UnitNames []string            `yaml:"unitnames"` // words of which names of divisions are made
	Attending []string            `yaml:"attending"` // words that open a list of attendants
	Field     []string            `yaml:"field"`     // words of elections and of the bodies that hold them
	NearField []string            `yaml:"nearfield"` // words of politics, which count half of those
	Anywhere  []string            `yaml:"anywhere"`  // of the field: what elections of other countries have too
	Doubtful  []string            `yaml:"doubtful"`  // of the field and of politics: acronyms with other meanings
	Otherwise []string            `yaml:"otherwise"` // what those acronyms mean where they mean something else
	Shared    []string            `yaml:"shared"`    // of the field: names of the KPU that other bodies bear
	Ours      []string            `yaml:"ours"`      // the KPU by names that no other body bears
	Another   []string            `yaml:"another"`   // other bodies that are called KPU
	Here      []string            `yaml:"here"`      // what only Indonesia has: offices, districts, its voters abroad
	Abroad    []string            `yaml:"abroad"`    // names of other countries
}

// A Taxonomy is the list of topics with what finds them. It never changes.
type Taxonomy struct {
	topics []Topic
	leaves map[string]*Leaf
	order  []*Leaf // by number
	manner map[int32]bool
	auto   automaton
}

// Load reads the embedded taxonomy and checks it; all faults are reported at
// once.
func Load() (*Taxonomy, error) {
	var file struct {
		Version int     `yaml:"version"`
		Topics  []Topic `yaml:"topics"`
	}
	if err := yaml.Unmarshal(taxonomyFile, &file); err != nil {
		return nil, fmt.Errorf("topics.yaml: %w", err)
	}
	var tune tuning
	if err := yaml.Unmarshal(tuningFile, &tune); err != nil {
		return nil, fmt.Errorf("tuning.yaml: %w", err)
	}
	rates, err := parseBackground(backgroundFile)
	if err != nil {
		return nil, fmt.Errorf("background.tsv: %w", err)
	}
	t := &Taxonomy{topics: file.Topics, leaves: make(map[string]*Leaf)}
	var errs []error
	for i := range t.topics {
		topic := &t.topics[i]
		if topic.ID == "" || topic.Label == "" || len(topic.Leaves) == 0 {
			errs = append(errs, fmt.Errorf("topic %d (%q): want id, label and leaves", i, topic.ID))
		}
		for k := range topic.Leaves {
			leaf := &topic.Leaves[k]
			leaf.Parent = topic.ID
			if err := leaf.check(); err != nil {
				errs = append(errs, err)
			}
			if t.leaves[leaf.ID] != nil {
				errs = append(errs, fmt.Errorf("leaf %q twice", leaf.ID))
			}
			t.leaves[leaf.ID] = leaf
			t.order = append(t.order, leaf)
		}
	}
	for _, id := range slices.Sorted(mapKeys(tune.Cues, tune.Not, tune.Pairs)) {
		if t.leaves[id] == nil {
			errs = append(errs, fmt.Errorf("tuning of leaf %q, which is not in the taxonomy", id))
		}
	}
	t.manner = make(map[int32]bool)
	for _, id := range tune.Manner {
		i := slices.IndexFunc(t.order, func(l *Leaf) bool { return l.ID == id })
		if i < 0 {
			errs = append(errs, fmt.Errorf("manner %q, which is not in the taxonomy", id))
		}
		t.manner[int32(i)] = true
	}
	errs = append(errs, t.auto.build(t.order, &tune, rates)...)
	if len(errs) > 0 {
		return nil, fmt.Errorf("load topics: %w", errors.Join(errs...))
	}
	return t, nil
}

func mapKeys(maps ...map[string][]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, m := range maps {
			for k := range m {
				if !yield(k) {
					return
				}
			}
		}
	}
}

func (l *Leaf) check() error {
	if l.ID == "" || l.Label == "" || len(l.Cues) == 0 {
		return fmt.Errorf("leaf %q: want id, label and cues", l.ID)
	}
	for _, cue := range append(slices.Clone(l.Cues), l.Not...) {
		if cue != strings.ToLower(cue) || strings.TrimSpace(cue) != cue || cue == "" {
			return fmt.Errorf("leaf %q: cue %q: want lower case", l.ID, cue)
		}
	}
	return nil
}

// Topics returns the topics in the order of the taxonomy. The slice must not be
// written to.
func (t *Taxonomy) Topics() []Topic { return t.topics }

// Leaf returns the leaf with that id.
func (t *Taxonomy) Leaf(id string) (Leaf, bool) {
	if l := t.leaves[id]; l != nil {
		return *l, true
	}
	return Leaf{}, false
}

package stages

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"warta/analyzers/indonesian"
)

//go:embed stages.yaml
var stagesFile []byte

// A Days is a range of days.
type Days struct{ From, To string } // ISO dates, both inclusive

// meets reports whether two ranges share a day. An empty end of other is open.
func (d Days) meets(other Days) bool {
	return (other.To == "" || d.From <= other.To) && (other.From == "" || other.From <= d.To)
}

// A Stage is a stage of one election.
type Stage struct {
	ID       string // "pemilu-2024.masa-tenang"
	Election string // the id of the election
	Of       string // the id of the stage in any election: "masa-tenang"
	Name     string // "masa tenang"
	Label    string // "Masa tenang Pemilu 2024"
	Days     []Days // in order; empty if they are not known
}

// An Election is an election with its stages.
type Election struct {
	ID         string // "pemilu-2024"
	Name       string // "Pemilu 2024"
	Kind       string // "pemilu", "pilkada"
	Year       int
	Regulation string  // which set the days
	Stages     []Stage // in the order of stages.yaml
}

// A Calendar holds the elections and their stages. It is immutable.
type Calendar struct {
	elections []Election // by year
	byID      map[string]*Stage
	names     map[string]string // of stages, by id
	kinds     phrases           // of kinds of elections
	inText    phrases           // of stages, in articles
	inQuery   phrases           // of stages, in queries
}

// load returns the calendar of the embedded file.
var load = sync.OnceValues(func() (*Calendar, error) { return parse(stagesFile) })

// Validate reports all faults of stages.yaml.
func Validate() error {
	_, err := load()
	return err
}

// Known returns the calendar of stages.yaml. A fault of it is a panic: [Validate] reports it at start.
func Known() *Calendar {
	c, err := load()
	if err != nil {
		panic(err)
	}
	return c
}

// Elections returns the elections from the earliest to the latest. Callers do not change them.
func (c *Calendar) Elections() []Election { return c.elections }

// Election returns the election with an id.
func (c *Calendar) Election(id string) (Election, bool) {
	at := slices.IndexFunc(c.elections, func(e Election) bool { return e.ID == id })
	if at < 0 {
		return Election{}, false
	}
	return c.elections[at], true
}

// ByID returns the stage of an election by its id.
func (c *Calendar) ByID(id string) (Stage, bool) {
	if s, ok := c.byID[id]; ok {
		return *s, true
	}
	return Stage{}, false
}

// Label returns the name of an election or of a stage of one, empty for an unknown id.
func (c *Calendar) Label(id string) string {
	if s, ok := c.byID[id]; ok {
		return s.Label
	}
	e, _ := c.Election(id)
	return e.Name
}

// The content of stages.yaml.
type file struct {
	Kinds []struct {
		ID    string   `yaml:"id"`
		Words []string `yaml:"words"`
	} `yaml:"kinds"`
	Stages []struct {
		ID    string   `yaml:"id"`
		Name  string   `yaml:"name"`
		In    []string `yaml:"in"` // kinds
		Words []string `yaml:"words"`
		Asked []string `yaml:"asked"`
		Not   []string `yaml:"not"`
	} `yaml:"stages"`
	Elections []struct {
		ID         string              `yaml:"id"`
		Name       string              `yaml:"name"`
		Kind       string              `yaml:"kind"`
		Year       int                 `yaml:"year"`
		Regulation string              `yaml:"regulation"`
		Stages     map[string][]string `yaml:"stages"`
	} `yaml:"elections"`
}

// parse parses and validates stages.yaml. Errors name all faults.
func parse(data []byte) (*Calendar, error) {
	var f file
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("read stages: %w", err)
	}
	if len(f.Kinds) == 0 || len(f.Stages) == 0 || len(f.Elections) == 0 {
		return nil, errors.New("read stages: no kinds, no stages or no elections")
	}
	c := &Calendar{byID: make(map[string]*Stage), names: make(map[string]string), kinds: make(phrases), inText: make(phrases), inQuery: make(phrases)}
	if err := errors.Join(c.addWords(f), c.addElections(f)); err != nil {
		return nil, fmt.Errorf("read stages: %w", err)
	}
	return c, nil
}

func (c *Calendar) addWords(f file) error {
	var errs []error
	add := func(of string, list []string, to ...phrases) {
		for _, text := range list {
			for _, p := range to {
				if err := p.add(text, of); err != nil {
					errs = append(errs, err)
				}
			}
		}
	}
	for _, k := range f.Kinds {
		if !isID(k.ID) || len(k.Words) == 0 {
			errs = append(errs, fmt.Errorf("kind %q needs an id and words", k.ID))
		}
		add(k.ID, k.Words, c.kinds)
	}
	for _, s := range f.Stages {
		if !isID(s.ID) || s.Name == "" || len(s.Words) == 0 || c.names[s.ID] != "" {
			errs = append(errs, fmt.Errorf("stage %q needs an id of its own, a name and words", s.ID))
		}
		if len(s.In) == 0 || slices.ContainsFunc(s.In, func(kind string) bool { return !c.kinds.names(kind) }) {
			errs = append(errs, fmt.Errorf("stage %q needs known kinds of elections", s.ID))
		}
		c.names[s.ID] = s.Name
		add(s.ID, s.Words, c.inText, c.inQuery)
		add(s.ID, s.Asked, c.inQuery)
	}
	for _, s := range f.Stages {
		for _, text := range s.Not { // unless another stage is named so
			if c.inQuery.has(text) {
				continue
			}
			add("", []string{text}, c.inText, c.inQuery)
		}
	}
	return errors.Join(errs...)
}

func (c *Calendar) addElections(f file) error {
	var errs []error
	kinds := make(map[string]bool)
	for _, k := range f.Kinds {
		kinds[k.ID] = true
	}
	for _, in := range f.Elections {
		if _, ok := c.Election(in.ID); ok || !isID(in.ID) || in.Name == "" || in.Regulation == "" || !kinds[in.Kind] || len(in.Stages) == 0 {
			errs = append(errs, fmt.Errorf("election %q needs an id of its own, a name, a known kind, a regulation and stages", in.ID))
		}
		e := Election{ID: in.ID, Name: in.Name, Kind: in.Kind, Year: in.Year, Regulation: in.Regulation}
		for _, s := range f.Stages {
			days := in.Stages[s.ID]
			if !slices.Contains(s.In, in.Kind) {
				if days != nil {
					errs = append(errs, fmt.Errorf("%s has no stage %s", in.Kind, s.ID))
				}
				continue
			}
			ranges, err := readDays(days, in.Year)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s of %s: %w", s.ID, in.ID, err))
			}
			e.Stages = append(e.Stages, Stage{
				ID: in.ID + "." + s.ID, Election: in.ID, Of: s.ID, Name: s.Name, Label: upperFirst(s.Name) + " " + in.Name, Days: ranges,
			})
		}
		for id := range in.Stages {
			if c.names[id] == "" {
				errs = append(errs, fmt.Errorf("election %s has an unknown stage %q", in.ID, id))
			}
		}
		c.elections = append(c.elections, e)
	}
	slices.SortStableFunc(c.elections, func(a, b Election) int { return a.Year - b.Year })
	for i := range c.elections {
		for j := range c.elections[i].Stages {
			s := &c.elections[i].Stages[j]
			c.byID[s.ID] = s
		}
	}
	return errors.Join(errs...)
}

// readDays reads ranges of days: "2024-02-11..2024-02-13" or one day. They stand in order, and
// lie at most three years before the election and one year behind it.
func readDays(list []string, year int) ([]Days, error) {
	const before, behind = 3, 1
	var out []Days
	for _, text := range list {
		from, to, isRange := strings.Cut(text, "..")
		if !isRange {
			to = from
		}
		first, errFrom := time.Parse(time.DateOnly, from)
		last, errTo := time.Parse(time.DateOnly, to)
		switch {
		case errFrom != nil || errTo != nil:
			return nil, fmt.Errorf("%q: want a day or two with .. between", text)
		case last.Before(first) || len(out) > 0 && from <= out[len(out)-1].To:
			return nil, fmt.Errorf("%q ends before it begins, or before the range before", text)
		case first.Year() < year-before || last.Year() > year+behind:
			return nil, fmt.Errorf("%q is too far from %d", text, year)
		}
		out = append(out, Days{from, to})
	}
	return out, nil
}

func isID(id string) bool {
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// upperFirst returns a name with its first letter, one of ASCII, in upper case.
func upperFirst(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// A phrase is words and the id of what they name, empty if it is none of these.
type phrase struct {
	words []string
	of    string
}

// phrases are phrases by their first word, the longest first.
type phrases map[string][]phrase

func (p phrases) has(text string) bool {
	words := strings.Fields(text)
	return len(words) > 0 && slices.ContainsFunc(p[words[0]], func(known phrase) bool { return slices.Equal(known.words, words) })
}

// names reports whether a phrase names of.
func (p phrases) names(of string) bool {
	for _, list := range p {
		if slices.ContainsFunc(list, func(known phrase) bool { return known.of == of }) {
			return true
		}
	}
	return false
}

// add adds a phrase, which must be folded and stand once.
func (p phrases) add(text, of string) error {
	if folded := strings.Join(strings.Fields(indonesian.Fold(text)), " "); text == "" || text != folded {
		return fmt.Errorf("%q is not folded, want %q", text, folded)
	}
	if p.has(text) {
		return fmt.Errorf("%q stands twice", text)
	}
	words := strings.Fields(text)
	list := append(p[words[0]], phrase{words, of})
	slices.SortStableFunc(list, func(a, b phrase) int { return len(b.words) - len(a.words) })
	p[words[0]] = list
	return nil
}

// each calls found for the longest phrases in words, apart from each other, with their first word
// and the one behind them.
func (p phrases) each(words []string, found func(of string, first, end int)) {
	for i := 0; i < len(words); {
		n := 1
		for _, known := range p[words[i]] {
			if len(known.words) <= len(words)-i && slices.Equal(known.words, words[i:i+len(known.words)]) {
				n = len(known.words)
				if known.of != "" {
					found(known.of, i, i+n)
				}
				break
			}
		}
		i += n
	}
}

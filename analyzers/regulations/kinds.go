package regulations

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed kinds.yaml
var kindsFile []byte

// A form says how the numbers of a kind are written; kinds.yaml explains each.
type form string

const (
	plain  form = "plain"
	filed  form = "filed"
	court  form = "court"
	ethics form = "ethics"
)

// A Kind is a kind of regulations.
type Kind struct {
	ID    string `yaml:"id"`
	Group string `yaml:"group"` // heading in lists, Indonesian

	Label string   `yaml:"label"`
	Short string   `yaml:"short"`
	Names []string `yaml:"names"`
	Form  form     `yaml:"form"`
	Codes []string `yaml:"codes"`

	Coded     []string `yaml:"coded"`
	Sole      string   `yaml:"sole"`
	SoleYears []int    `yaml:"sole_years"`

	Named    bool     `yaml:"named"`
	Titles   set      `yaml:"titles"`
	Regional string   `yaml:"regional"`
	Office   bool     `yaml:"office"`
	NotNear  []string `yaml:"not_near"`
}

// wordSets are the lists of words of kinds.yaml.
type wordSets struct {
	Number   set `yaml:"number"`
	Misspelt set `yaml:"misspelt"`
	Ordinal  set `yaml:"ordinal"`
	Counted  set `yaml:"counted"`
	Year     set `yaml:"year"`
	Filler   set `yaml:"filler"`
	List     set `yaml:"list"`
	Change   set `yaml:"change"`
	Is       set `yaml:"is"`
	About    set `yaml:"about"`
	Issue    set `yaml:"issue"`
	On       set `yaml:"on"`
	Numbered set `yaml:"numbered"`
	Ends     set `yaml:"ends"`
}

// A set is a set of words, a list in the file.
type set map[string]bool

// UnmarshalYAML reads a list. A word that stands twice is an error.
func (s *set) UnmarshalYAML(node *yaml.Node) error {
	var list []string
	if err := node.Decode(&list); err != nil {
		return err
	}
	*s = make(set, len(list))
	for _, word := range list {
		if (*s)[word] {
			return fmt.Errorf("line %d: %q stands twice", node.Line, word)
		}
		if word != strings.ToLower(strings.TrimSpace(word)) || word == "" {
			return fmt.Errorf("line %d: %q is no word in lower case", node.Line, word)
		}
		(*s)[word] = true
	}
	return nil
}

// A name is a way to name a kind, as words.
type name struct {
	words []string
	kind  *Kind
	coded bool // the number needs a code
}

// A table holds kinds.yaml.
type table struct {
	kinds []Kind
	words wordSets
	byID  map[string]*Kind
	names map[string][]name // by the first word, the longest first
	glued map[string]bool   // words that a number may stand right behind: "PKPU8/2024", "No.8"
	alien map[*Kind]set     // Kind.NotNear
}

// load returns the embedded table.
var load = sync.OnceValues(func() (*table, error) { return read(kindsFile) })

// Validate reports all faults of the embedded table.
func Validate() error {
	_, err := load()
	return err
}

// known returns the table. A fault of it is a panic: [Validate] reports it at start.
func known() *table {
	t, err := load()
	if err != nil {
		panic(err)
	}
	return t
}

// Kinds returns all kinds in the order of lists. The caller must not change them.
func Kinds() []Kind { return known().kinds }

// KindByID returns the kind with that id.
func KindByID(id string) (Kind, bool) {
	k, ok := known().byID[id]
	if !ok {
		return Kind{}, false
	}
	return *k, true
}

var kindID = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// read decodes and checks a table.
func read(data []byte) (*table, error) {
	var file struct {
		Kinds []Kind   `yaml:"kinds"`
		Words wordSets `yaml:"words"`
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("read kinds of regulations: %w", err)
	}
	t := &table{
		kinds: file.Kinds, words: file.Words,
		byID: make(map[string]*Kind), names: make(map[string][]name), glued: make(map[string]bool), alien: make(map[*Kind]set),
	}
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	for i := range t.kinds {
		t.add(&t.kinds[i], fault)
	}
	for i := range t.kinds {
		k := &t.kinds[i]
		if to := t.byID[k.Regional]; k.Regional != "" && (to == nil || !to.Office || to.Form != filed || k.Form != filed) {
			fault("%s: %q is no kind of filed decisions of offices", k.ID, k.Regional)
		}
	}
	if len(t.kinds) == 0 {
		fault("no kinds")
	}
	w := t.words
	for list, words := range map[string]set{
		"number": w.Number, "misspelt": w.Misspelt, "ordinal": w.Ordinal, "counted": w.Counted, "year": w.Year, "filler": w.Filler, "list": w.List, "change": w.Change, "is": w.Is,
		"about": w.About, "issue": w.Issue, "on": w.On, "numbered": w.Numbered, "ends": w.Ends,
	} {
		if len(words) == 0 {
			fault("no words of the list %s", list)
		}
	}
	for word := range w.Misspelt {
		if !w.Number[word] || len(word) < shortestMisspelt {
			fault("misspelt: %q is no word of the list number with %d letters or more", word, shortestMisspelt)
		}
	}
	for word := range w.Number {
		t.glued[word] = true
	}
	for word := range w.Year {
		t.glued[word] = true
	}
	for _, names := range t.names {
		slices.SortFunc(names, func(a, b name) int { return len(b.words) - len(a.words) })
	}
	if faults != nil {
		return nil, fmt.Errorf("read kinds of regulations: %w", errors.Join(faults...))
	}
	return t, nil
}

// add checks a kind and adds its names.
func (t *table) add(k *Kind, fault func(string, ...any)) {
	switch {
	case !kindID.MatchString(k.ID):
		fault("%q is no id of a kind", k.ID)
	case t.byID[k.ID] != nil:
		fault("%s: the id stands twice", k.ID)
	}
	t.byID[k.ID] = k
	for what, text := range map[string]string{"label": k.Label, "short": k.Short} {
		if strings.Count(text, "{number}") != 1 || strings.Count(text, "{year}") != 1 || strings.Contains(text, "{office}") != k.Office {
			fault("%s: the %s %q lacks a place for number, year or office", k.ID, what, text)
		}
	}
	if k.Group == "" {
		fault("%s: no group", k.ID)
	}
	k.checkNumbers(fault)
	if len(k.Names) == 0 && !k.Office {
		fault("%s: no names", k.ID)
	}
	t.addNames(k, k.Names, false, fault)
	t.addNames(k, k.Coded, true, fault)
	t.alien[k] = make(set)
	for _, word := range k.NotNear {
		t.alien[k][word] = true
	}
}

// checkNumbers checks the form of the numbers of a kind, and its codes.
func (k *Kind) checkNumbers(fault func(string, ...any)) {
	switch k.Form {
	case plain, filed:
		if len(k.Codes)+len(k.Coded) > 0 {
			fault("%s: numbers of the form %s have no codes", k.ID, k.Form)
		}
	case court, ethics:
		if len(k.Codes) == 0 {
			fault("%s: numbers of the form %s need codes", k.ID, k.Form)
		}
	default:
		fault("%s: %q is no form", k.ID, k.Form)
	}
	if k.Sole == "" && len(k.SoleYears) == 0 {
		return
	}
	if k.Form != court || !slices.Contains(k.Codes, k.Sole) {
		fault("%s: %q is no code of numbers without one", k.ID, k.Sole)
	}
	for _, year := range k.SoleYears {
		if _, ok := session(year); !ok {
			fault("%s: the court had no session in %d", k.ID, year)
		}
	}
}

// addNames checks names of a kind and adds them.
func (t *table) addNames(k *Kind, names []string, coded bool, fault func(string, ...any)) {
	for _, text := range names {
		words := strings.Fields(text)
		if len(words) == 0 || text != strings.ToLower(text) {
			fault("%s: %q is no name in lower case", k.ID, text)
			continue
		}
		for _, other := range t.names[words[0]] {
			if slices.Equal(other.words, words) {
				fault("%s: the name %q is that of %s", k.ID, text, other.kind.ID)
			}
		}
		t.names[words[0]] = append(t.names[words[0]], name{words, k, coded})
		if len(words) == 1 {
			t.glued[words[0]] = true
		}
	}
}

package understand

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
	"warta/index/lexicon"
	"warta/index/query"
)

//go:embed questions.yaml
var questionsFile []byte

// answerKinds are the kinds of answers that a question asks for, as questions.yaml names them.
// The later ones say less: where two phrases ask, the first kind in this order is meant.
var answerKinds = []string{"when", "where", "howmany", "who", "why", "how", "yesno", "what"}

// questionWords are the lists of questions.yaml. It is immutable.
type questionWords struct {
	asking          map[string]string // kinds of answers by phrase
	polite          map[string]bool
	address         map[string]bool
	particles, tags map[string]bool
	may, reasons    map[string]bool
	light           map[string]bool
	longest         int // words of the longest phrase
	// askers are the single words of asking that may have a typing error, the first
	// that fits is meant.
	askers []string
}

// Bounds of a word that asks and may have a typing error, in bytes. Shorter ones are too near to
// other words (kapan, kapal).
const minAsker, minMistyped = 6, 5

var knownQuestions = sync.OnceValue(func() *questionWords {
	q, err := parseQuestions(questionsFile)
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return q
})

// parseQuestions parses and validates questions.yaml: no list is empty, all kinds are known, all
// entries are folded, and none stands twice in one list.
func parseQuestions(data []byte) (*questionWords, error) {
	var lists struct {
		Asking    map[string][]string `yaml:"asking"`
		Polite    []string            `yaml:"polite"`
		Address   []string            `yaml:"address"`
		Particles []string            `yaml:"particles"`
		Tags      []string            `yaml:"tags"`
		May       []string            `yaml:"may"`
		Reasons   []string            `yaml:"reasons"`
		Light     []string            `yaml:"light"`
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&lists); err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	q := &questionWords{asking: make(map[string]string)}
	check := func(text string) error {
		if folded := strings.Join(strings.Fields(indonesian.Fold(text)), " "); text == "" || text != folded {
			return fmt.Errorf("read questions: %q is not folded, want %q", text, folded)
		}
		q.longest = max(q.longest, len(strings.Fields(text)))
		return nil
	}
	for kind := range lists.Asking {
		if !slices.Contains(answerKinds, kind) {
			return nil, fmt.Errorf("read questions: unknown kind %q, want one of %q", kind, answerKinds)
		}
	}
	for _, kind := range answerKinds {
		for _, text := range lists.Asking[kind] {
			if err := check(text); err != nil {
				return nil, err
			}
			if q.asking[text] != "" {
				return nil, fmt.Errorf("read questions: %q stands twice", text)
			}
			q.asking[text] = kind
			if len(text) >= minAsker && !strings.Contains(text, " ") {
				q.askers = append(q.askers, text)
			}
		}
	}
	if len(lists.Asking) != len(answerKinds) {
		return nil, fmt.Errorf("read questions: asking has %d kinds, want %q", len(lists.Asking), answerKinds)
	}
	for _, list := range []struct {
		from []string
		to   *map[string]bool
	}{{lists.Polite, &q.polite}, {lists.Address, &q.address}, {lists.Particles, &q.particles}, {lists.Tags, &q.tags}, {lists.May, &q.may}, {lists.Reasons, &q.reasons}, {lists.Light, &q.light}} {
		if len(list.from) == 0 {
			return nil, errors.New("read questions: polite, address, particles, tags, may, reasons and light must not be empty")
		}
		*list.to = make(map[string]bool)
		for _, text := range list.from {
			if err := check(text); err != nil {
				return nil, err
			}
			if (*list.to)[text] {
				return nil, fmt.Errorf("read questions: %q stands twice", text)
			}
			(*list.to)[text] = true
		}
	}
	return q, nil
}

// without returns the parts of a text without the politeness, particles and addresses at its ends.
// Evident is set for a text that asks by words of its own, so that an address is one.
func (q *questionWords) without(nodes []query.Node, evident bool) []query.Node {
	w := q.read(nodes)
	w.filler = evident
	w.dropEnds()
	var rest []query.Node
	for i, n := range nodes {
		if !w.dropped[i] {
			rest = append(rest, n)
		}
	}
	if len(rest) == 0 {
		return nodes
	}
	return rest
}

// read returns a text before any of its words is dropped.
func (q *questionWords) read(nodes []query.Node) *question {
	w := &question{questionWords: q, words: make([]string, len(nodes)), dropped: make([]bool, len(nodes))}
	for i, n := range nodes {
		if word, ok := n.(query.Word); ok && !word.Prefix {
			w.words[i] = indonesian.FoldWord(word.Text)
			if asker := q.mistyped(w.words[i]); asker != "" && (i == 0 || word.Text == strings.ToLower(word.Text)) {
				w.words[i] = asker
			}
		}
	}
	return w
}

// mistyped returns the word that asks at one edit from a folded word that no list knows ("dimankah");
// empty if there is none.
func (q *questionWords) mistyped(word string) string {
	if len(word) < minMistyped || indonesian.CertaintyOf(word) == indonesian.Sure {
		return ""
	}
	for _, asker := range q.askers {
		if lexicon.Edits(word, asker, 1) == 1 {
			return asker
		}
	}
	return ""
}

// A question is a text on its way to what it asks for.
type question struct {
	*questionWords
	words   []string // folded; empty for what is no plain word
	dropped []bool   // by word
	kind    string   // of the answer asked for; empty if the text does not ask
	filler  bool     // the text has politeness or a particle at an end
}

// asked returns the parts of a text without the words of a question around what it asks for, and
// the kind of answer asked for, one of answerKinds or empty for a text that does not ask. A text
// of such words and stop words alone comes back as it is.
func (q *questionWords) asked(nodes []query.Node) (rest []query.Node, kind string) {
	w := q.read(nodes)
	w.dropAsking()
	w.dropEnds()
	w.dropParticles()
	left := slices.ContainsFunc(nodes, func(n query.Node) bool { _, plain := n.(query.Word); return !plain })
	for i, n := range nodes {
		if !w.dropped[i] {
			rest = append(rest, n)
			left = left || w.words[i] == "" || !indonesian.Stop(w.words[i])
		}
	}
	if !left {
		return nodes, ""
	}
	return rest, w.kind
}

// dropAsking drops the phrases that ask.
func (w *question) dropAsking() {
	rank := len(answerKinds)
	for i := 0; i < len(w.words); {
		n, kind := w.askingAt(i)
		if n == 0 {
			i++
			continue
		}
		for j := range n {
			w.dropped[i+j] = true
		}
		next := ""
		if i+n < len(w.words) {
			next = w.words[i+n]
		}
		switch {
		case kind == "what" && w.reasons[next]:
			kind = "why"
		case kind == "yesno" && w.light[next]: // "apakah arti golput"
			kind = "what"
		}
		if r := slices.Index(answerKinds, kind); r < rank {
			rank, w.kind = r, kind
		}
		i += n
	}
}

// askingAt returns the number of words of the longest asking phrase at i and its kind; 0 for none.
func (w *question) askingAt(i int) (int, string) {
	for n := min(w.longest, len(w.words)-i); n > 0; n-- {
		if kind := w.asking[strings.Join(w.words[i:i+n], " ")]; kind != "" {
			return n, kind
		}
	}
	return 0, ""
}

// dropEnds drops politeness, particles and addresses at both ends, in any order. An address is
// dropped only in a text that asks or has one of the others.
func (w *question) dropEnds() {
	for again := true; again; {
		again = w.dropEnd(true) || w.dropEnd(false)
	}
}

// dropEnd drops the words of one list at the beginning or at the end of what is left, and reports
// whether there are any.
func (w *question) dropEnd(first bool) bool {
	from, to := 0, len(w.words)
	for from < to && w.dropped[from] {
		from++
	}
	for to > from && w.dropped[to-1] {
		to--
	}
	for n := min(w.longest, to-from); n > 0; n-- {
		at := from
		if !first {
			at = to - n
		}
		text := strings.Join(w.words[at:at+n], " ")
		politeness := w.polite[text] || !first && (w.particles[text] || w.tags[text])
		if !politeness && (!w.address[text] || w.kind == "" && !w.filler || first && officials.IsAddress(text) && !w.endsAddress(at+n)) {
			continue
		}
		w.filler = w.filler || politeness
		if !first && w.tags[text] && w.kind == "" {
			w.kind = "yesno"
		}
		for j := range n {
			w.dropped[at+j] = true
		}
		return true
	}
	return false
}

// endsAddress reports whether a word that also stands before names ("pak", "kak") is none of a name
// where what is at i follows: words that ask, or politeness.
func (w *question) endsAddress(i int) bool {
	if i >= len(w.words) || w.dropped[i] {
		return true
	}
	for n := min(w.longest, len(w.words)-i); n > 0; n-- {
		if w.polite[strings.Join(w.words[i:i+n], " ")] {
			return true
		}
	}
	return false
}

// dropParticles drops particles beside words that are dropped, and tags behind "boleh" and the
// like.
func (w *question) dropParticles() {
	for i, word := range w.words {
		if word != "" && w.particles[word] && (i > 0 && w.dropped[i-1] || i+1 < len(w.words) && w.dropped[i+1]) {
			w.dropped[i] = true
		}
		if i > 0 && w.tags[word] && w.may[w.words[i-1]] {
			w.dropped[i] = true
			if w.kind == "" {
				w.kind = "yesno"
			}
		}
	}
}

// isLight reports whether a folded word says little about the subject of a question.
func (q *questionWords) isLight(word string) bool { return q.light[word] }

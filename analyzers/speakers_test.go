package analyzers_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/analyzers/internal/edits"
)

// A speakerCase is a short article with all its quotes, by a hand that saw no rule. Of the cases
// held back only figures are looked at.
type speakerCase struct {
	ID, Kind, Text, URL, Published string
	Quotes                         []goldQuote
	NotQuotes                      []string `json:"not_quotes"` // words in quotation marks that are no speech
}

// A goldQuote has the words of a piece of speech and the name of its speaker without
// titles; empty where the text gives a post alone or does not say.
type goldQuote struct {
	Kind, Words, Speaker string
}

// isHeldBack reports whether the case is one of the third that no rule is made from: the first
// eight bytes of the SHA-256 of its ID are a multiple of three.
func (c *speakerCase) isHeldBack() bool {
	sum := sha256.Sum256([]byte(c.ID))
	return binary.BigEndian.Uint64(sum[:])%3 == 0
}

// readSpeakerCases reads a file of cases, one a line.
func readSpeakerCases(t *testing.T, file string) []speakerCase {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []speakerCase
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c speakerCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, c)
	}
	return all
}

// A saidTally counts the quotes of one kind of cases.
type saidTally struct {
	want, found, right, wrong, unknown int // quotes of the cases
	beyond                             int // quotes read that no quote of the cases covers
	invented                           int // spans of NotQuotes that the reader took for a quote
}

func (s saidTally) String() string {
	return fmt.Sprintf("found %d of %d, right speaker %d, wrong %d, unknown %d, beyond %d, invented %d",
		s.found, s.want, s.right, s.wrong, s.unknown, s.beyond, s.invented)
}

// allKinds is the tally of all cases.
const allKinds = "all"

// lettersOf returns the lower-case words of s without marks.
func lettersOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// covered returns the share of the words of want that stand in have, in their order.
func covered(want, have []string) float64 {
	if len(want) == 0 {
		return 0
	}
	row := make([]int, len(have)+1)
	for _, w := range want {
		before := 0
		for k, h := range have {
			above := row[k+1]
			if w == h {
				row[k+1] = before + 1
			} else {
				row[k+1] = max(row[k+1], row[k])
			}
			before = above
		}
	}
	return float64(row[len(have)]) / float64(len(want))
}

// mayBe reports whether a quote read as kind got may be one that the case calls want.
func mayBe(want string, got article.QuoteKind) bool {
	if want == "indirect" {
		return got == article.Indirect || got == article.Mixed || got == article.Unmarked
	}
	return got != article.Indirect && got != article.TitleQuote
}

// sameName reports whether two names are those of one person: one has all words of the other.
func sameName(a, b string) bool {
	x, y := lettersOf(a), lettersOf(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if p, q := strings.Join(x, ""), strings.Join(y, ""); len(p) > 0 && (strings.Contains(q, p) || edits.Distance([]byte(p), []byte(q), 2) <= 2) {
		return true // parted or misspelt
	}
	return len(x) > 0 && !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
}

// judge holds what was read of a case against it, notes the faults and counts.
func (c *speakerCase) judge(a *article.Article, byKind map[string]*saidTally) (faults []string) {
	tally := func(kind string) *saidTally {
		for _, key := range []string{c.Kind, kind, allKinds} {
			if byKind[key] == nil {
				byKind[key] = &saidTally{}
			}
		}
		return byKind[kind]
	}
	used := make([]bool, len(a.Quotes))
	texts := make([][]string, len(a.Quotes))
	for i := range a.Quotes {
		texts[i] = lettersOf(a.Quotes[i].Text)
	}
	for _, g := range c.Quotes {
		words := lettersOf(g.Words)
		best, share := -1, 0.7
		term := g.Kind == "mixed" && len(words) < 3 // too few for a piece: reported speech with a term in it
		for i := range a.Quotes {
			if !mayBe(g.Kind, a.Quotes[i].Kind) && !(term && a.Quotes[i].Kind == article.Indirect) {
				continue
			}
			s := covered(words, texts[i])
			if s > share || s >= 0.7 && best >= 0 && s == share && len(texts[i]) < len(texts[best]) {
				best, share = i, s
			}
		}
		var got string
		if best >= 0 {
			used[best] = true
			if p := a.Quotes[best].Speaker; p != nil {
				got = p.Name
			}
		}
		for _, count := range []*saidTally{tally(g.Kind), byKind[c.Kind], byKind[allKinds]} {
			count.want++
			if best < 0 {
				continue
			}
			count.found++
			switch {
			case g.Speaker == got || sameName(g.Speaker, got):
				count.right++
			case got == "":
				count.unknown++
			default:
				count.wrong++
			}
		}
		switch {
		case best < 0:
			faults = append(faults, fmt.Sprintf("missed %s %q of %s", g.Kind, g.Words, g.Speaker))
		case g.Speaker != got && !sameName(g.Speaker, got):
			faults = append(faults, fmt.Sprintf("%s %q: %q, want %q", g.Kind, g.Words, got, g.Speaker))
		}
	}
	for i := range a.Quotes {
		q := &a.Quotes[i]
		if q.Kind == article.TitleQuote {
			continue
		}
		speech := q.Kind == article.Direct || q.Kind == article.Unmarked
		if slices.ContainsFunc(c.NotQuotes, func(not string) bool {
			return speech && covered(lettersOf(not), texts[i]) > 0.9 && covered(texts[i], lettersOf(not)) > 0.7
		}) {
			faults = append(faults, fmt.Sprintf("invented %q", q.Text))
			tally(string(q.Kind)).invented++
			byKind[c.Kind].invented++
			byKind[allKinds].invented++
			continue
		}
		if used[i] || slices.ContainsFunc(c.Quotes, func(g goldQuote) bool { return covered(texts[i], lettersOf(g.Words)) > 0.6 }) {
			continue
		}
		faults = append(faults, fmt.Sprintf("beyond: %s %q of %v", q.Kind, q.Text, q.Speaker))
		tally(string(q.Kind)).beyond++
		byKind[c.Kind].beyond++
		byKind[allKinds].beyond++
	}
	return faults
}

// readSpeakers reads the cases and returns the figures, a line for all, for each kind of
// case and for each kind of quote. It logs the faults of the open cases where -misses is set.
func readSpeakers(t *testing.T, r *analyzers.Reader, cases []speakerCase) string {
	t.Helper()
	byKind := make(map[string]*saidTally)
	for i := range cases {
		c := &cases[i]
		a := r.Read(analyzers.Source{URL: c.URL, Text: c.Text, Published: c.Published, AsOf: asOf})[0]
		if faults := c.judge(&a, byKind); len(faults) > 0 && *misses && !c.isHeldBack() {
			t.Logf("%s %s:\n\t%s", c.ID, c.Kind, strings.Join(faults, "\n\t"))
		}
	}
	var b strings.Builder
	for _, kind := range slices.Sorted(func(yield func(string) bool) {
		for k := range byKind {
			if !yield(k) {
				return
			}
		}
	}) {
		fmt.Fprintf(&b, "%s: %s\n", kind, byKind[kind])
	}
	return b.String()
}

// The figures of who spoke are kept, so that a change of any rule shows as a change of them.
func TestSpeakersAreTheRecordedOnes(t *testing.T) {
	t.Parallel()
	const folder = "quotes/testdata/speakers/"
	var open, held []speakerCase
	for _, c := range readSpeakerCases(t, folder+"cases.jsonl") {
		if c.isHeldBack() {
			held = append(held, c)
		} else {
			open = append(open, c)
		}
	}
	r := reader(t)
	got := fmt.Sprintf("# %d open cases\n%s\n# %d cases held back\n%s", len(open), readSpeakers(t, r, open), len(held), readSpeakers(t, r, held))
	if *update {
		if err := os.WriteFile(folder+"figures.txt", []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(folder + "figures.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("figures changed; run with -update and look at the difference\n got:\n%s\nwant:\n%s", got, want)
	}
}

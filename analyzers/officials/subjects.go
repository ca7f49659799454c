package officials

import (
	"slices"
	"strings"

	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// A full name that is the subject of a sentence is a person, with a post or without
// (N-29). Institutions, places and things stand in the same position: the weights of
// the words and the verb tell how sure the subject is one.

// likeliness is how likely a run of capitals is the full name of a person.
type likeliness uint8

const (
	unlikely likeliness = iota
	possible
	likely
)

// Weights of a run of capitals as one name.
const (
	possibleName = 0.3  // below it a run is no full name
	likelyName   = 2.5  // from it a run with a word of names is one
	foreignName  = -0.5 // below it a run without any word of names is none, whatever verb follows
)

// likelinessOf weighs the words of n as those of a full name.
func (r *reader) likelinessOf(t *prose.Text, n *name) likeliness {
	if len(n.words) < 2 || endsInstitution(t, n) {
		return unlikely
	}
	score, ok := nameScore(t, n.first, n.last)
	if !ok || score < possibleName || r.isRegion(t, n) {
		return unlikely
	}
	if isThing(n) {
		if names.Known(t.Low(n.first)) && !things[t.Low(n.first)] {
			return possible // "Melati Jingga"
		}
		return unlikely
	}
	if score >= likelyName && hasNameWord(t, n) {
		return likely
	}
	return possible
}

// hasNameWord reports whether one of the words of n is surely one of names.
func hasNameWord(t *prose.Text, n *name) bool {
	for k := n.first; k < n.last; k++ {
		at := names.Middle
		switch k {
		case n.first:
			at = names.First
		case n.last - 1:
			at = names.Last
		}
		if low := t.Low(k); len(low) > 2 && names.Known(low) && splitWeight(t, k, at) > 1 {
			return true
		}
	}
	return false
}

// endsInstitution reports whether the last word of n is one of institutions that names
// do not hold: "Surya Hadi Center".
func endsInstitution(t *prose.Text, n *name) bool {
	low := t.Low(n.last - 1)
	return isInstituteWord(low) && !names.Known(low)
}

// isForeign reports whether n, which has neither a post nor a form of address, is a run
// of two words or more that names do not hold: a club or a paper with its town, as
// "Persebaya Surabaya".
func isForeign(t *prose.Text, n *name) bool {
	if len(n.words) < 2 || t.Titled || t.Shouting || n.last > len(t.Tokens) {
		return false
	}
	if endsInstitution(t, n) {
		return true
	}
	for _, w := range n.words {
		if nobility[w] || names.Known(w) {
			return false
		}
	}
	score, ok := nameScore(t, n.first, n.last)
	return ok && score < foreignName
}

// actOf returns the token of the verb whose subject ends before token i; 0 where no verb
// stands there. Between them may stand an apposition within commas ("X, yang bertugas di
// Y, menitipkan …") or a phrase ("X dalam sambutannya mengajak …"). tells says that the
// phrase names a speech of the subject.
func actOf(t *prose.Text, i int) (verb int, tells bool) {
	s := t.SentenceOf(i)
	if t.Is(i, ",") {
		if t.Kind(i+1) != prose.Word || t.Upper(i+1) {
			return 0, false
		}
		end := i + 2
		for end < i+maxApposition && t.Kind(end) != prose.Mark && t.SentenceOf(end) == s && !t.Is(end, ",") {
			end++
		}
		if !t.Is(end, ",") || t.SentenceOf(end) != s {
			return 0, false
		}
		return verbAt(t, end+1), false
	}
	if v := verbAt(t, i); v > 0 {
		return v, false
	}
	if !phraseOpeners[t.Low(i)] {
		return 0, false
	}
	acts := t.Is(i, "saat") || t.Is(i, "ketika") || t.Is(i, "usai") || t.Is(i, "seusai") || t.Is(i, "setelah") || t.Is(i, "sambil")
	for k := i + 1; k < i+maxPhrase && t.SentenceOf(k) == s; k++ {
		low := t.Low(k)
		if t.Is(k, ",") {
			return verbAt(t, k+1), tells
		}
		if t.Kind(k) != prose.Word && t.Kind(k) != prose.Number {
			return 0, false
		}
		if base, owned := strings.CutSuffix(low, "nya"); owned && prose.IsUtterance(base) {
			tells = true
		}
		if v := verbAt(t, k); v > 0 {
			if acts { // "saat membuka rapat": the verb of the phrase
				acts = false
				continue
			}
			return v, tells
		}
	}
	return 0, false
}

// Bounds, in tokens, of what stands between a subject and its verb.
const (
	maxApposition = 18
	maxPhrase     = 10
)

// verbAt returns the token of the verb that begins at token i, adverbs skipped; 0 where
// none does.
func verbAt(t *prose.Text, i int) int {
	for steps := 0; steps < 4 && (prose.IsAdverb(t.Low(i)) || auxiliaries[t.Low(i)]); steps++ {
		i++
	}
	if t.Kind(i) != prose.Word || t.Upper(i) || !isAct(t.Low(i)) {
		return 0
	}
	return i
}

// isAct reports whether a lower-case word is a verb that may be the act of a person.
func isAct(low string) bool {
	if len(low) < 5 || notActs[low] {
		return false
	}
	switch low[:3] {
	case "mem", "men", "mel", "mer", "mew", "mey":
		return true
	case "ber":
		if !strings.HasSuffix(low, "an") {
			return true
		}
	}
	v, saying := prose.Saying(low)
	return acts[low] || saying && v.Form == prose.Active
}

// beginsAsSubject reports whether the words that begin at token i stand where the subject
// of a sentence does: at its beginning, behind a connector or a comma, or behind a phrase
// of time or place without one ("Dalam gladi bersih X memeriksa …").
func beginsAsSubject(t *prose.Text, i int) bool {
	if i == 0 || t.Kind(i-1) == prose.Mark {
		return true
	}
	before := t.Low(i - 1)
	if placing[before] {
		return false
	}
	start := t.Sentences[t.SentenceOf(i)].Start
	if i == start {
		return true
	}
	if t.Is(i-1, ",") {
		return i-start <= maxOpening && !t.Upper(start+1) && !holdsComma(t, start, i-1)
	}
	if connectors[before] && i-start <= 4 {
		return true
	}
	if i-start > maxPhrase || !sentenceOpeners[t.Low(start)] || beforeOthers[before] {
		return false
	}
	for k := start + 1; k < i; k++ {
		if t.Upper(k) || t.Kind(k) != prose.Word && t.Kind(k) != prose.Number || k > start+1 && isAct(t.Low(k)) {
			return false
		}
	}
	return true
}

// maxOpening bounds, in tokens, the phrase that a comma parts from the subject.
const maxOpening = 14

// holdsComma reports whether a comma stands behind start and before end: a list, no phrase.
func holdsComma(t *prose.Text, start, end int) bool {
	for k := start + 1; k < end; k++ {
		if t.Is(k, ",") {
			return true
		}
	}
	return false
}

// subjectVerb returns the verb of which n is the subject, 0 where it is none.
func subjectVerb(t *prose.Text, n *name) (verb int, tells bool) {
	if t.Titled || t.Shouting || !beginsAsSubject(t, n.from) {
		return 0, false
	}
	return actOf(t, n.to)
}

// isPhrasedSubject reports whether tokens from to to, which do not begin their sentence,
// are its subject behind a phrase.
func isPhrasedSubject(t *prose.Text, from, to int) bool {
	if t.Titled || t.Shouting || from == t.Sentences[t.SentenceOf(from)].Start || !beginsAsSubject(t, from) {
		return false
	}
	verb, _ := actOf(t, to)
	return verb > 0
}

// judgeSubject finds out whether n, of two words or more, is the subject of a sentence and a person's full name,
// and notes where it may be one without being sure.
func (r *reader) judgeSubject(t *prose.Text, n *name) {
	verb, tells := subjectVerb(t, n)
	if verb == 0 {
		return
	}
	how := r.likelinessOf(t, n)
	v, saying := prose.Saying(t.Low(verb))
	switch {
	case how == unlikely:
	case how == likely && (!thingsActs[t.Low(verb)] || allNames(n)), tells:
		if saying && v.Form == prose.Active {
			n.context = spoke
			return
		}
		n.context, n.acts = attended, how == likely && !thingsActs[t.Low(verb)]
	default:
		n.unsure = true
	}
}

// allNames reports whether registers of names hold every word of n.
func allNames(n *name) bool {
	return !slices.ContainsFunc(n.words, func(w string) bool { return !names.Known(w) })
}

// singleSubject reports whether n, a single word without a post, is surely one of names
// and the subject of a verb of saying.
func singleSubject(t *prose.Text, n *name) bool {
	if len(n.words) != 1 || t.Titled || t.Shouting || isThing(n) || !beginsAsSubject(t, n.from) {
		return false
	}
	w := names.Look(n.words[0])
	if !w.Known() || names.IsPlace(n.words[0]) || isInstituteWord(n.words[0]) {
		return false
	}
	weight := max(w.Weight(names.First), w.Weight(names.Last))
	if beginsSentence(t, n.from) {
		return w.News() == 0 && weight > leastSingle
	}
	return weight > leastInside
}

// Weights from which a single word is a name without a post: at the beginning of a
// sentence, where every word has a capital, and inside it.
const (
	leastSingle = 2.0
	leastInside = 1.0
)

// A run is a name of a unit.
type run struct{ unit, name int }

// fullNameOf makes a person of the only full name of the text that begins or ends with
// the folded word and that no context shows to be a person's: it may stand in the title
// alone. It returns -1 where no name or several do.
func (r *reader) fullNameOf(word string, order int) int {
	if r.runs == nil {
		r.collectRuns()
	}
	var found *name
	var in *unit
	for _, at := range r.runs[word] {
		u := &r.units[at.unit]
		n := &u.names[at.name]
		if n.person >= 0 {
			continue
		}
		from, to := bestName(u.text, n, word)
		if from == to {
			continue
		}
		m := *n
		m.words, m.first, m.last = n.words[from-n.first:to-n.first], from, to
		if from > n.first {
			m.from = from
		}
		if to < n.last {
			m.to = to
		}
		switch {
		case r.likelinessOf(u.text, &m) == unlikely:
		case found == nil:
			*n = m
			found, in = n, u
		case !slices.Equal(m.folded(), found.folded()):
			return -1
		}
	}
	if found == nil {
		return -1
	}
	p := r.add(in, found, found.folded(), order)
	found.person = p
	r.enrich(in, found, p, found.folded())
	return p
}

// collectRuns fills runs, the names of two words and more that are no person's yet, by the
// folded words with which they may begin or end, those of the title last.
func (r *reader) collectRuns() {
	r.runs = make(map[string][]run)
	for i := range r.units {
		at := (i + 1) % len(r.units)
		u := &r.units[at]
		for j := range u.names {
			n := &u.names[j]
			if len(n.words) < 2 || n.person >= 0 || len(n.roles) > 0 || n.last-n.first != len(n.words) {
				continue
			}
			for k, w := range n.words {
				if k > 0 && k < len(n.words)-1 && !u.text.Titled && !u.text.Shouting {
					continue
				}
				if w = foldSpelling(w); len(r.runs[w]) < maxAlike {
					r.runs[w] = append(r.runs[w], run{at, j})
				}
			}
		}
	}
}

// bestName returns the part of the run n that weighs most as a name and begins or ends with
// the folded word, two words at least; an empty one where there is none. In Title Case the
// run goes on behind the name.
func bestName(t *prose.Text, n *name, word string) (from, to int) {
	best := possibleName
	for k := n.first; k < n.last; k++ {
		if foldSpelling(t.Low(k)) != word {
			continue
		}
		for a := max(n.first, k-3); a <= k; a++ {
			for b := k + 1; b <= min(n.last, k+4); b++ {
				if a < k && b > k+1 || b-a < 2 {
					continue
				}
				if score, ok := nameScore(t, a, b); ok && score > best {
					best, from, to = score, a, b
				}
			}
		}
	}
	if !t.Titled && !t.Shouting && (from != n.first || to != n.last) {
		return 0, 0 // part of a longer name
	}
	return from, to
}

// phraseOpeners begin a phrase between a subject and its verb.
var phraseOpeners = lists.List("phrase openers")

// sentenceOpeners begin a phrase that stands before the subject of a sentence.
var sentenceOpeners = lists.List("sentence openers")

// beforeOthers stand before people who are not the subject of the sentence.
var beforeOthers = lists.List("before others")

// auxiliaries stand before a verb.
var auxiliaries = lists.List("auxiliaries")

// notActs look like verbs and are none, or none of an act.
var notActs = lists.List("no acts")

// acts are verbs without a prefix.
var acts = lists.List("acts")

// thingsActs are verbs whose subject is a place, a body or a thing as often as a person.
var thingsActs = lists.List("acts of things")

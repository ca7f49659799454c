package topics

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"warta/analyzers/article"
)

// Most is how many topics an article has at most.
const Most = 5

// Weights by place (rule 2) and how they add up.
const (
	inTitle   = 3.0
	inLead    = 2.0
	inBody    = 1.0
	leadRunes = 300

	weakShare   = 0.35 // of a cue that many articles hold
	weakInTitle = 0.7  // of the same in the title
	weakMost    = 2.2  // the most that weak cues give a leaf together, that of one title
	pairShare   = 0.8  // of words that stand near each other
	mannerShare = 0.65 // of a leaf that tells how, beside one that tells what
	repeatShare = 0.3  // of a cue that was met before
	window      = 8    // tokens within which the words of a pair stand
	repeats     = 4    // further meetings of one cue that count

	enough    = 3.0  // the least weight of a topic
	spread    = 2.0  // the least weight of one that runs through spreadOver texts
	alone     = 1.5  // the least weight of the only one
	ofBest    = 0.35 // the least share of the best one's weight
	halfScore = 4.0  // the weight whose score is one half
)

// Find returns what an article is about, the main topic first, at most [Most],
// with scores in (0, 1].
//
// A cue counts three times in the title, twice in the first 300 characters and
// once after them; each cue of a leaf counts, one that is repeated a little
// more, and what many articles mention no more than one title does, however
// often it comes. A cue inside a longer one of any leaf does not count, nor
// does one inside a near miss of its own leaf. Names of divisions and lists of
// who attended hold no cues. An acronym of three letters or fewer counts where
// it is in capitals or the leaf has another cue. A leaf needs some weight of
// its own and a good share of the best one's.
func (t *Taxonomy) Find(title string, paragraphs []string) []article.Topic {
	f := finder{auto: &t.auto}
	f.read(title, inTitle)
	shouting := f.shouting()
	left := leadRunes
	for _, p := range paragraphs {
		lead := cutRunes(p, left)
		left -= utf8.RuneCountInString(lead)
		f.readLead(p, len(lead))
	}
	f.settle(shouting)
	return f.choose(t)
}

// cutRunes is the first n code points of s.
func cutRunes(s string, n int) string {
	if n <= 0 {
		return ""
	}
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// spreadOver is how many texts, title and paragraphs, a topic runs through that
// is more than touched.
const spreadOver = 3

// A token is one word as far as topics need it.
type token struct {
	weight float32
	text   int32 // number of the title or paragraph that it stands in
	upper  bool
	masked bool
	long   bool
}

// A hit is a phrase that was found.
type hit struct {
	start, end int // tokens
	pattern    int32
}

type finder struct {
	auto   *automaton
	tokens []token
	texts  int32 // that were read
	hits   []hit
	near   [][maxGroups]int // by pair: one more than where each group was met last
	sums   map[int32]*sum
}

// sum is what speaks for a leaf.
type sum struct {
	weight float64
	first  int
	cues   []cueCount
	weak   float64 // of weak cues, at most weakMost
	short  float64 // of acronyms that wait for a second cue
	texts  int     // that it was met in
	last   int32   // the one that it was met in last
}

type cueCount struct {
	pattern int32
	times   int
	best    float64
}

func (f *finder) read(text string, weight float32) { f.readUpTo(text, len(text), weight, weight) }

func (f *finder) readLead(text string, lead int) { f.readUpTo(text, lead, inLead, inBody) }

// readUpTo reads a text whose first bytes weigh first, the others rest. It
// masks what holds no cues.
func (f *finder) readUpTo(text string, lead int, first, rest float32) {
	s := scanner{text: text}
	state := int32(0)
	unit, attending := false, false
	f.texts++
	sentence := len(f.tokens) // where the sentence begins
	for s.scan() {
		number := f.auto.words[string(s.word)]
		class := f.auto.class[number]
		if s.ends {
			unit, attending = false, false
			state = 0
			sentence = len(f.tokens)
		}
		switch {
		case class&unitHead != 0:
			unit = true
		case unit && class&unitName == 0:
			unit = false
		}
		if class&attends != 0 {
			attending = true
		}
		tok := token{weight: rest, text: f.texts, upper: s.upper, masked: unit || attending, long: len(s.word) > 3}
		if s.at <= lead {
			tok.weight = first
		}
		f.tokens = append(f.tokens, tok)
		state = f.auto.step(state, number)
		for _, id := range f.auto.output[state] {
			end := len(f.tokens)
			f.hits = append(f.hits, hit{end - f.auto.patterns[id].length, end, id})
		}
		if int(number) < len(f.auto.sides) && !tok.masked {
			f.meet(f.auto.sides[number], sentence)
		}
	}
}

// meet notes that the last token belongs to groups of pairs; a pair is found
// when all its groups were met near each other in the sentence.
func (f *finder) meet(sides []side, sentence int) {
	if f.near == nil {
		f.near = make([][maxGroups]int, len(f.auto.pairs))
	}
	at := len(f.tokens) - 1
	for _, s := range sides {
		p := f.auto.pairs[s.pair]
		met := &f.near[s.pair]
		met[s.group] = at + 1
		first := at
		for g := range p.groups {
			first = min(first, met[g]-1)
		}
		if first < sentence || at-first > window {
			continue
		}
		f.hits = append(f.hits, hit{first, at + 1, p.pattern})
		*met = [maxGroups]int{}
	}
}

// shouting reports whether what was read so far is in capitals throughout, so
// that capitals mean nothing in it.
func (f *finder) shouting() int {
	long, upper := 0, 0
	for _, t := range f.tokens {
		if t.long {
			long++
			if t.upper {
				upper++
			}
		}
	}
	if long >= 2 && upper*10 >= long*8 {
		return len(f.tokens)
	}
	return 0
}

// settle adds up the hits. Tokens before shouting stand in a title in capitals.
func (f *finder) settle(shouting int) {
	f.sums = make(map[int32]*sum)
	inside := f.contained()
	for i, h := range f.hits {
		p := &f.auto.patterns[h.pattern]
		if len(p.cueOf) == 0 || inside[i] || f.tokens[h.end-1].masked {
			continue
		}
		weight := float64(f.tokens[h.start].weight)
		switch {
		case p.pair:
			weight *= pairShare
		case p.weak && weight == inTitle:
			weight *= weakInTitle
		case p.weak:
			weight *= weakShare
		}
		for _, leaf := range p.cueOf {
			if f.nearMiss(i, leaf) || p.pair && f.spoken(i, leaf) {
				continue
			}
			weight := weight
			if p.strong && p.strongFor == leaf {
				weight = max(weight, enough)
			}
			s := f.sums[leaf]
			if s == nil {
				s = &sum{first: h.start}
				f.sums[leaf] = s
			}
			if in := f.tokens[h.start].text; !p.weak && in != s.last {
				s.texts, s.last = s.texts+1, in
			}
			into := &s.weight
			switch {
			case p.short && (!f.tokens[h.start].upper || h.start < shouting):
				into = &s.short
			case p.weak:
				into = &s.weak
			}
			s.add(h.pattern, weight, into)
		}
	}
}

// add counts one meeting of a cue into a part of the sum.
func (s *sum) add(pattern int32, weight float64, into *float64) {
	for i := range s.cues {
		c := &s.cues[i]
		if c.pattern != pattern {
			continue
		}
		if c.times++; c.times <= 1+repeats {
			gain := weight * repeatShare
			if weight > c.best {
				gain = weight - c.best + c.best*repeatShare
				c.best = weight
			}
			*into += gain
		}
		return
	}
	s.cues = append(s.cues, cueCount{pattern, 1, weight})
	*into += weight
}

// contained says of each hit whether it lies inside a longer cue.
func (f *finder) contained() []bool {
	inside := make([]bool, len(f.hits))
	order := make([]int, 0, len(f.hits))
	for i, h := range f.hits {
		if p := f.auto.patterns[h.pattern]; len(p.cueOf) > 0 && !p.pair {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := f.hits[a], f.hits[b]
		return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(y.end, x.end))
	})
	reach := 0
	for n, i := range order {
		h := f.hits[i]
		same := n > 0 && f.hits[order[n-1]].start == h.start && f.hits[order[n-1]].end == h.end
		if h.end <= reach && !same {
			inside[i] = true
		} else if same {
			inside[i] = inside[order[n-1]]
		}
		reach = max(reach, h.end)
	}
	return inside
}

// nearMiss reports whether hit i lies inside a near miss of its leaf. Hits are
// in the order of their ends, so only those that follow within a phrase's
// length can hold it, and those that end with it.
func (f *finder) nearMiss(i int, leaf int32) bool {
	h := f.hits[i]
	for k := i - maxOutputs; k < len(f.hits); k++ {
		if k < 0 {
			k = 0
		}
		o := f.hits[k]
		if o.end >= h.end+maxPhrase {
			break
		}
		if o.end >= h.end && o.start <= h.start && slices.Contains(f.auto.patterns[o.pattern].notOf, leaf) {
			return true
		}
	}
	return false
}

// spoken reports whether a cue stands where the pair of hit i was found, one of
// its leaf or one of another leaf that holds the whole pair: what is said in so
// many words counts once, and for the leaf of those words.
func (f *finder) spoken(i int, leaf int32) bool {
	h := f.hits[i]
	for k := i - 1; k >= 0 && f.hits[k].end > h.start; k-- {
		p := &f.auto.patterns[f.hits[k].pattern]
		if !p.pair && !p.weak && slices.Contains(p.cueOf, leaf) {
			return true
		}
	}
	for k := max(0, i-maxOutputs); k < len(f.hits) && f.hits[k].end < h.end+maxPhrase; k++ {
		o := f.hits[k]
		p := &f.auto.patterns[o.pattern]
		whole := o.start <= h.start && o.end >= h.end
		if whole && !p.pair && !p.weak && len(p.cueOf) > 0 && !slices.Contains(p.cueOf, leaf) {
			return true
		}
	}
	return false
}

// maxOutputs bounds how many phrases end at one token.
const maxOutputs = maxPhrase

// choose ranks the leaves and keeps those with weight enough.
func (f *finder) choose(t *Taxonomy) []article.Topic {
	type ranked struct {
		leaf   int32
		needs  float64 // the weight that it takes beside the best one
		weight float64
		rank   float64 // the weight by which it is put in order
		first  int
	}
	var all []ranked
	for leaf, s := range f.sums {
		weight := s.weight + min(s.weak, weakMost)
		if weight > 0 || len(s.cues) > 1 {
			weight += s.short
		}
		if weight >= alone {
			rank := weight
			if t.manner[leaf] {
				rank *= mannerShare
			}
			needs := enough
			if s.texts >= spreadOver {
				needs = spread
			}
			all = append(all, ranked{leaf, needs, weight, rank, s.first})
		}
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.first, b.first), cmp.Compare(a.leaf, b.leaf))
	})
	var out []article.Topic
	for _, r := range all {
		if len(out) > 0 && r.weight < max(r.needs, ofBest*all[0].weight) {
			continue
		}
		out = append(out, article.Topic{ID: t.order[r.leaf].ID, Score: score(r.rank)})
		if len(out) == Most {
			break
		}
	}
	return out
}

// score maps a weight to (0, 1), to two digits.
func score(weight float64) float64 {
	return float64(int(100*weight/(weight+halfScore)+0.5)) / 100
}

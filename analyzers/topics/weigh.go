package topics

import (
	"cmp"
	"slices"

	"warta/analyzers/article"
)

// Weights by place (rule 2) and how they add up.
const (
	inTitle   = 3.0
	inLead    = 2.0
	inBody    = 1.0
	leadRunes = 300

	weakShare   = 0.35 // of a weak cue
	weakInTitle = 0.7  // of the same in the title
	weakMost    = 2.2  // the most that weak cues give a leaf together: more than one of them in the title
	pairShare   = 0.8  // of words that stand near each other
	spreadGain  = 1.5  // what a leaf gains that every sentence matches
	againGain   = 0.25 // what it gains by each further sentence
	againMost   = 4    // further sentences that count
	titleGain   = 0.5  // of the best cue in the title, once more, when topics are put in order
	mannerShare = 0.55 // of a leaf of manner beside one of matter, when topics are sorted
	window      = 8    // tokens within which the words of a pair stand
	shortest    = 4    // tokens; what is shorter is no sentence but an abbreviation

	enough    = 3.0 // the least weight of a further topic
	running   = 2.0 // the least weight of one that runs through runsOver sentences
	runsOver  = 3
	alone     = 2.15 // the least weight of the main one: one weak cue in the title is less
	ofBest    = 0.35 // the least share of the main one's weight
	halfScore = 4.0  // the weight whose score is one half
)

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

// A sum is the evidence for a leaf.
type sum struct {
	weight    float64
	first     int
	cues      []cueCount
	weak      float64 // of weak cues, see weakMost
	named     bool    // by a strong cue
	title     float64 // of its best cue in the title
	short     float64 // of acronyms that wait for a second cue
	sentences int32   // different ones of the body with a match
	last      int32   // the one of the last match
}

// A cueCount is the best weight of a cue.
type cueCount struct {
	pattern int32
	best    float64
}

// settle adds up the hits. Tokens before shouting stand in a title in capitals.
func (f *finder) settle(shouting int) {
	f.sums = make(map[int32]*sum)
	inside := f.contained()
	for i, h := range f.hits {
		p := &f.auto.patterns[h.pattern]
		if len(p.cueOf) == 0 || inside[i] || f.tokens[h.end-1].masked || f.said[f.tokens[h.start].in] {
			continue
		}
		weight := f.weigh(h)
		for _, leaf := range p.cueOf {
			if f.nearMiss(i, leaf) || p.pair && f.spoken(i, leaf) || p.barred && f.bars(h) {
				continue
			}
			s := f.sums[leaf]
			if s == nil {
				s = &sum{first: h.start}
				f.sums[leaf] = s
			}
			own := !p.strong || p.strongFor == leaf
			s.named = s.named || p.strong && own
			at := f.tokens[h.start]
			into := &s.weight
			switch {
			case p.short && (!at.upper || h.start < shouting):
				into = &s.short
			case p.weak:
				into = &s.weak
			case own && at.in > s.last:
				s.sentences, s.last = s.sentences+1, at.in
			}
			s.add(h.pattern, weight, into)
			if at.in == 0 {
				s.title = max(s.title, weight)
			}
		}
	}
}

// weigh returns what a hit weighs.
func (f *finder) weigh(h hit) float64 {
	weight, p := float64(f.tokens[h.start].weight), &f.auto.patterns[h.pattern]
	switch {
	case p.pair:
		return weight * pairShare
	case p.weak && weight == inTitle:
		return weight * weakInTitle
	case p.weak:
		return weight * weakShare
	}
	return weight
}

// total adds up the parts in a body of so many different sentences.
func (s *sum) total(sentences int32) float64 {
	weight := s.weight + min(s.weak, weakMost)
	if weight > 0 || len(s.cues) > 1 {
		weight += s.short
	}
	weight += againGain * float64(min(max(0, s.sentences-1), againMost))
	return weight + spreadGain*float64(s.sentences)/float64(max(1, sentences))
}

// add counts one match of a cue into a part of the sum: the best place counts.
func (s *sum) add(pattern int32, weight float64, into *float64) {
	for i := range s.cues {
		c := &s.cues[i]
		if c.pattern == pattern {
			if weight > c.best {
				*into += weight - c.best
				c.best = weight
			}
			return
		}
	}
	s.cues = append(s.cues, cueCount{pattern, weight})
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

// bars reports whether the sentence has a word near the pair that bars it.
func (f *finder) bars(h hit) bool {
	in := f.tokens[h.start].in
	for _, t := range f.tokens[max(0, h.start-2*window):min(len(f.tokens), h.end+2*window)] {
		if t.in == in && int(t.word) < len(f.auto.bars) && slices.Contains(f.auto.bars[t.word], h.pattern) {
			return true
		}
	}
	return false
}

// maxOutputs bounds how many phrases end at one token.
const maxOutputs = maxPhrase

// choose ranks the leaves and keeps those with weight enough. What has no weight
// to be the main topic may be a further one where a strong cue named it.
func (f *finder) choose(t *Taxonomy) []article.Topic {
	if f.field.weight(f.sentences) < ofTheField {
		return nil
	}
	type ranked struct {
		leaf      int32
		named     bool
		sentences int32
		weight    float64
		rank      float64 // the weight by which it is put in order
		first     int
	}
	var all []ranked
	for leaf, s := range f.sums {
		weight := s.total(f.distinct)
		if weight < alone && !s.named {
			continue
		}
		rank := weight + titleGain*s.title
		if t.manner[leaf] {
			rank *= mannerShare
		}
		all = append(all, ranked{leaf, s.named, s.sentences, weight, rank, s.first})
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.first, b.first), cmp.Compare(a.leaf, b.leaf))
	})
	main := slices.IndexFunc(all, func(r ranked) bool { return r.weight >= alone })
	if main < 0 {
		return nil
	}
	var out []article.Topic
	for i, r := range all[main:] {
		if r.named {
			r.weight = max(r.weight, enough)
		}
		needs := enough
		if r.sentences >= runsOver {
			needs = running
		}
		if i > 0 && r.weight < max(needs, ofBest*all[main].weight) {
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

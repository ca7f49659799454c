package topics

import (
	"unicode/utf8"

	"warta/analyzers/article"
)

// Most is how many topics an article has at most.
const Most = 5

// Find returns what an article is about, the main topic first, at most [Most],
// with scores in (0, 1). It returns nothing for general press: title, lead and
// body must speak of elections here, or an office published the article.
//
// A cue counts three times in the title, twice in the first 300 characters and
// once after them; its best place counts. Cues found in many sentences
// gain by their share, so that neither length nor repetition of a text changes
// its topics. Words that ordinary news or most articles of offices hold are weak:
// together they weigh no more than one title. A cue inside a longer one of any
// leaf does not count, nor does one inside a near miss of its own leaf. Names of
// divisions and lists of attendants hold no cues. An acronym of three letters or
// fewer counts where it is in capitals or the leaf has another cue. The main topic
// needs some weight, a further one more and a good share of the main one's; what
// the title is about goes first.
func (t *Taxonomy) Find(title string, paragraphs []string, office bool) []article.Topic {
	f := finder{auto: &t.auto, said: []bool{false}, hashes: make(map[uint64]bool)}
	f.field.office = office
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

// A token is one word as far as topics need it.
type token struct {
	weight float32
	word   int32 // its number
	in     int32 // number of the sentence of the body that it stands in, 0 in the title
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
	auto      *automaton
	tokens    []token
	sentences int32           // of the body that were read, see [shortest]
	distinct  int32           // of them that were not said before
	said      []bool          // by sentence: said before; the title is sentence 0
	hashes    map[uint64]bool // of the sentences that were read
	hash      uint64          // of the one that is being read
	hits      []hit
	near      [][maxGroups]int // by pair: one more than the sentence of the last match of each group
	field     field
	sums      map[int32]*sum
}

func (f *finder) read(text string, weight float32) { f.readUpTo(text, len(text), weight, weight) }

func (f *finder) readLead(text string, lead int) { f.readUpTo(text, lead, inLead, inBody) }

// readUpTo reads a text whose first bytes weigh first, the others rest. It
// masks what holds no cues.
func (f *finder) readUpTo(text string, lead int, first, rest float32) {
	s := scanner{text: text}
	state := int32(0)
	unit, attending := false, false
	sentence := len(f.tokens) // where the sentence begins
	title := first == inTitle
	if !title {
		f.begin()
		defer f.end()
	}
	for s.scan() {
		number := f.auto.words[string(s.word)]
		class := f.auto.class[number]
		if s.ends {
			unit, attending = false, false
			state = 0
			if !title && len(f.tokens)-sentence >= shortest {
				f.end()
				f.begin()
			}
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
		tok := token{weight: rest, word: number, in: f.sentences, upper: s.upper, masked: unit || attending, long: len(s.word) > 3}
		if title {
			tok.in = 0
		}
		if s.at <= lead {
			tok.weight = first
		}
		f.tokens = append(f.tokens, tok)
		f.hash = hashWord(f.hash, s.word)
		state = f.auto.step(state, number)
		for _, id := range f.auto.output[state] {
			end, p := len(f.tokens), &f.auto.patterns[id]
			f.hits = append(f.hits, hit{end - p.length, end, id})
			if !tok.masked {
				f.field.match(id, p, tok)
			}
		}
		if int(number) < len(f.auto.sides) && !tok.masked {
			f.matchPairs(f.auto.sides[number], sentence)
		}
	}
}

// begin begins a sentence of the body.
func (f *finder) begin() {
	f.sentences++
	f.hash = 0
}

// end ends a sentence: one that was said before counts no more.
func (f *finder) end() {
	again := f.hashes[f.hash]
	f.said = append(f.said, again)
	f.hashes[f.hash] = true
	if !again {
		f.distinct++
	}
}

// hashWord adds a word to the hash of a sentence (FNV-1a, 64 bits).
func hashWord(hash uint64, word []byte) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	if hash == 0 {
		hash = offset
	}
	for _, c := range word {
		hash = (hash ^ uint64(c)) * prime
	}
	return (hash ^ ' ') * prime
}

// matchPairs records that the last token belongs to groups of pairs. A pair matches when
// tokens of all its groups stand near each other in the sentence.
func (f *finder) matchPairs(sides []side, sentence int) {
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

package topics

import (
	"fmt"
	"slices"
)

// What says that an article is about elections here.
const (
	nearShare   = 0.5 // of a word of politics, beside one of the field
	fieldSpread = 2.0 // what words of the field weigh that stand in every sentence
	ofTheField  = 2.0 // the least weight of an article that has topics
)

// A kind says what a word of the field proves.
type kind uint8

const (
	noField          kind = iota
	certain               // only elections here have it
	anywhere              // elections of other countries have it too
	political             // politics, which has it without elections
	doubtful              // an acronym with other meanings
	doubtfulPolitics      // the same of a word of politics
	shared                // a name of the KPU that other bodies bear
	kinds
)

// shares are the weights of a word of each kind where it counts.
var shares = [kinds]float64{
	certain: 1, anywhere: 1, political: nearShare, doubtful: 1, doubtfulPolitics: nearShare, shared: 1,
}

// A mark is further evidence that a phrase gives about the field of an article.
type mark uint8

const (
	abroad    mark = 1 << iota // another country, which counts in title and lead
	here                       // what only Indonesia has
	ours                       // the KPU by a name that no other body bears
	another                    // another body that is called KPU
	otherwise                  // what doubtful acronyms mean where they mean something else
)

// A field adds up what says that an article is about elections here: the words of
// the field, each by its best place, the sentences that hold one, and the office
// that published it.
type field struct {
	words     []fieldWord
	sentences []uint8 // by sentence of the body: the kinds that it holds, a bit each
	marks     mark    // of all matches
	office    bool    // an office published the article
}

// A fieldWord is a word or phrase of the field that matched, with its best weight.
type fieldWord struct {
	pattern int32
	kind    kind
	best    float64
}

// match records the pattern found at a token, of the field or not.
func (f *field) match(id int32, p *pattern, at token) {
	f.marks |= p.marks &^ abroad
	if at.weight > inBody {
		f.marks |= p.marks
	}
	if p.field == noField {
		return
	}
	i := slices.IndexFunc(f.words, func(w fieldWord) bool { return w.pattern == id })
	if i < 0 {
		i = len(f.words)
		f.words = append(f.words, fieldWord{pattern: id, kind: p.field})
	}
	f.words[i].best = max(f.words[i].best, shares[p.field]*float64(at.weight))
	for len(f.sentences) < int(at.in) {
		f.sentences = append(f.sentences, 0)
	}
	if at.in > 0 {
		f.sentences[at.in-1] |= 1 << p.field
	}
}

// weight adds up the matches of a body with that number of sentences. Acronyms with other
// meanings weigh no more than all other matches, unless two different ones prove
// each other. If the text has the other meanings, they prove nothing, and beside words of politics
// alone they weigh nothing.
func (f *field) weight(sentences int32) float64 {
	counts := f.counted()
	var sure, unsure float64
	if f.office {
		sure = inLead
	}
	different, elections := 0, f.office
	for _, w := range f.words {
		switch {
		case !counts[w.kind]:
		case w.kind == doubtful || w.kind == doubtfulPolitics:
			unsure += w.best
			different++
		default:
			sure += w.best
			elections = elections || w.kind != political
		}
	}
	otherwise := f.marks&otherwise != 0
	most := sure
	if otherwise && !elections {
		most = 0
	}
	if (different < 2 || otherwise) && unsure > most {
		unsure = most
		counts[doubtful], counts[doubtfulPolitics] = false, false
	}
	return sure + unsure + fieldSpread*f.spread(counts)/float64(max(1, sentences))
}

// counted returns the kinds that count. In an article about another country they are
// what only elections here have; words of elections count there only beside what
// only Indonesia has, words of politics never.
func (f *field) counted() [kinds]bool {
	counts := [kinds]bool{certain: true, anywhere: true, political: true, doubtful: true, doubtfulPolitics: true, shared: true}
	if f.marks&another != 0 && f.marks&ours == 0 && !f.office {
		counts[shared] = false
	}
	if f.marks&abroad == 0 {
		return counts
	}
	counts[political], counts[doubtfulPolitics] = false, false
	domestic := f.office || f.marks&here != 0 || counts[shared] && f.holds(shared)
	counts[anywhere], counts[doubtful] = domestic, domestic
	return counts
}

func (f *field) holds(k kind) bool {
	return slices.ContainsFunc(f.words, func(w fieldWord) bool { return w.kind == k })
}

// spread is how many sentences hold a word that counts, those with words of
// politics alone as half.
func (f *field) spread(counts [kinds]bool) float64 {
	sum := 0.0
	for _, held := range f.sentences {
		best := 0.0
		for k := range kinds {
			if counts[k] && held&(1<<k) != 0 {
				best = max(best, shares[k])
			}
		}
		sum += best
	}
	return sum
}

// buildField gives the phrases of the field their evidence. A shared name before
// the name of a country is another body.
func buildField(tune *tuning, add func(string) *pattern) []error {
	var errs []error
	give := func(list string, phrases []string, was, is kind) {
		for _, phrase := range phrases {
			p := add(phrase)
			if p.field != was {
				errs = append(errs, fmt.Errorf("%s: %q: of another kind already", list, phrase))
			}
			p.field = is
		}
	}
	give("field", tune.Field, noField, certain)
	give("nearfield", tune.NearField, noField, political)
	give("anywhere", tune.Anywhere, certain, anywhere)
	give("shared", tune.Shared, certain, shared)
	for _, phrase := range tune.Doubtful {
		switch p := add(phrase); p.field {
		case certain:
			p.field = doubtful
		case political:
			p.field = doubtfulPolitics
		default:
			errs = append(errs, fmt.Errorf("doubtful: %q: want a word of field or nearfield, once", phrase))
		}
	}
	sign := func(phrases []string, m mark) {
		for _, phrase := range phrases {
			p := add(phrase)
			p.marks |= m
		}
	}
	sign(tune.Abroad, abroad)
	sign(tune.Here, here)
	sign(tune.Ours, ours|here)
	sign(tune.Another, another)
	sign(tune.Otherwise, otherwise)
	for _, name := range tune.Shared {
		for _, country := range tune.Abroad {
			sign([]string{name + " " + country}, another)
		}
	}
	return errs
}

package topics

import "slices"

// What says that an article is about elections here.
const (
	nearShare   = 0.5 // of a word of politics, beside one of the field
	fieldSpread = 2.0 // what words of the field weigh that stand in every sentence
	ofTheField  = 2.0 // the least weight of an article that has topics
)

// A field adds up what says that an article is about elections here: the words of
// the field, each by its best place, how many of the sentences hold one, and the
// office that published it.
type field struct {
	words     []fieldWord
	sentences float64 // of the body that hold one, those with words of politics alone as half
	last      int32   // sentence that was counted last
	counted   float64 // what it counted
	abroad    bool    // title or lead name another country
	office    bool    // an office published the article
}

// A fieldWord is a word or phrase of the field that was met, with its best weight.
type fieldWord struct {
	pattern int32
	best    float64
}

// meet takes in what was found at a token, be it of the field or not.
func (f *field) meet(id int32, p *pattern, at token) {
	if p.abroad {
		f.abroad = f.abroad || at.weight > inBody
	}
	if p.field == 0 {
		return
	}
	i := slices.IndexFunc(f.words, func(w fieldWord) bool { return w.pattern == id })
	if i < 0 {
		i = len(f.words)
		f.words = append(f.words, fieldWord{pattern: id})
	}
	f.words[i].best = max(f.words[i].best, p.field*float64(at.weight))
	if at.in > f.last {
		f.last, f.counted = at.in, 0
	}
	if at.in == f.last && at.in > 0 && p.field > f.counted {
		f.sentences += p.field - f.counted
		f.counted = p.field
	}
}

// weight adds up what was met in a body of so many sentences. Words of politics
// tell nothing of an article about another country.
func (f *field) weight(patterns []pattern, sentences int32) float64 {
	sum := fieldSpread * f.sentences / float64(max(1, sentences))
	if f.office {
		sum += inLead
	}
	for _, w := range f.words {
		if !f.abroad || patterns[w.pattern].field == 1 {
			sum += w.best
		}
	}
	return sum
}

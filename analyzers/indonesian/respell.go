package indonesian

import "strings"

// A Respelling is a phrase of a query in the spelling that the glossary prefers.
type Respelling struct {
	Start, End int // groups of the query, End not included
	Text       string
}

// prefer notes how a phrase should be written. The first line of the glossary that prefers one
// of two phrases decides.
func (s *Synonyms) prefer(typed, better string) {
	a := new(Analyzer)
	from, to := key(a.chainWords(typed)), key(a.chainWords(better))
	if s.preferred[from] {
		from, to, better = to, from, typed
	}
	if s.respelt[from] == "" && s.respelt[to] == "" {
		s.respelt[from], s.preferred[to] = Fold(better), true
	}
}

// maxRespelt is the number of words of the longest phrase that is respelt.
const maxRespelt = 3

// Respellings returns the phrases of a query that the glossary writes otherwise, the longest
// at each place, without overlaps. A text in which they are replaced has none.
func (s *Synonyms) Respellings(groups []Group) []Respelling {
	var out []Respelling
	for i := 0; i < len(groups); {
		var best Respelling
		var words []string
		for j := i; j < min(i+maxRespelt, len(groups)); j++ {
			words = append(words, groups[j].Words()...)
			if better := s.respelt[key(words)]; better != "" {
				best = Respelling{i, j + 1, better}
			}
		}
		if best.Text == "" {
			i++
			continue
		}
		out = append(out, best)
		i = best.End
	}
	return out
}

// Preferred returns the spelling of a folded word that the glossary prefers, for most words
// the word itself: koordinasi for kordinasi.
func Preferred(word string) string {
	if better := Glossary().respelt[word]; better != "" && !strings.Contains(better, " ") {
		return better
	}
	return word
}

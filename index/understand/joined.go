package understand

import (
	"slices"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/labels"
)

// joined returns the expressions for group i written as one word with a neighbour: names and compounds
// are written both ways ("Metro TV", "MetroTV"). A document with that word has both of its parts. Words
// that are others as one word have none, see [isOther].
func (u *understander) joined(groups []indonesian.Group, i int, fields []textField) []index.Expr {
	if u.of != index.Articles || u.excluded || u.again { // the same word with other neighbours is still the same
		return nil
	}
	written := slices.DeleteFunc(slices.Clone(fields), func(f textField) bool { return f.forms == "" || f.roots == "" })
	if len(written) == 0 {
		return nil
	}
	var ways []index.Expr
	for _, first := range []int{i - 1, i} {
		if first >= 0 && first+1 < len(groups) && isPlain(groups[first]) && isPlain(groups[first+1]) {
			if word := groups[first].Parts[0].Surface + groups[first+1].Parts[0].Surface; !isOther(word) {
				ways = append(ways, u.term(indonesian.Term{Surface: word}, written, 1))
			}
		}
	}
	return ways
}

// isPlain reports whether a group is one word of letters that is no stop word.
func isPlain(g indonesian.Group) bool {
	return g.Whole == nil && !g.Stop && g.Parts[0].Kind <= indonesian.Acronym
}

// isOther reports whether two words written as one are another word, so that a document with that does
// not have both: a stop word, a form of another root ("jual an", "jualan"), or a place of the gazetteer
// that is written as one word ("kota baru", "Kotabaru"). A compound is its own root
// ("kerja sama", "kerjasama"): lists of words have it as they have "metrotv".
func isOther(word string) bool {
	if indonesian.Stop(word) || indonesian.CertaintyOf(word) == indonesian.Sure && indonesian.StemString(word) != word {
		return true
	}
	place, known := labels.Offices().Place(word)
	return known && indonesian.Fold(place.Name) == word
}

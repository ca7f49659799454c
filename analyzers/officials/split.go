package officials

import (
	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// What the words of a run weigh when it is parted into an institution and a
// name. The weights of package names are logarithms of odds; these are on the
// same scale.
const (
	instituteWord = -4.0 // a word of the vocabularies of bodies, units and places
	acronymWord   = -4.0
	expectedName  = 0.8 // for a name of two words or more where no comma follows the run
	unknownWord   = 0.2
	openingWord   = 0.7  // for a first word that opens names more often than not
	placeWord     = -1.0 // a word of the names of districts that names do not hold
	bornWord      = 3.0  // "Anak Agung", "I Gede": words of birth and devotion
	bodyShare     = 0.7  // what a word counts on the side of the institution
	likelyFirst   = 0.5  // from which a word behind a body of a village is a name and no place
	completeBody  = 2.5  // for a name behind "DPR RI", "Polres", "Partai Golkar"
)

// lengths is what a name of so many words weighs for its length alone.
var lengths = [maxNameWords + 1]float64{0, -2, 0, 0, -0.7, -1.5, -2.5, -3.5, -4.5}

// splitName returns the token of the run of capitals from i to end at which the
// name of a person most likely begins, end where the run holds none. The best
// split is the one with the greatest sum of what its words weigh on their side.
func splitName(t *prose.Text, i, end int) int {
	best, bestScore := end, 0.0
	for k := i; k < end; k++ {
		bestScore -= bodyShare * splitWeight(t, k, names.Middle)
	}
	rest := 0.0 // of the words before the split
	for from := i; from < end; from++ {
		if isWellKnown(t, from, end) {
			return from
		}
		if from > i {
			rest -= bodyShare * splitWeight(t, from-1, names.Middle)
		}
		score, ok := nameScore(t, from, end)
		if end-from > 1 && !t.Is(end, ",") {
			score += expectedName
		}
		if from > 0 && isComplete(t, from-1) {
			score += completeBody
		}
		if ok && rest+score > bestScore {
			best, bestScore = from, rest+score
		}
	}
	return best
}

// isWellKnown reports whether tokens i to end are a name of two words behind a whole
// name of an institution though its first word is an ordinary one in the news, as those
// of well-known people are: "Ketua DPR RI Puan Maharani".
func isWellKnown(t *prose.Text, i, end int) bool {
	return end-i == 2 && i > 0 && isComplete(t, i-1) && names.Look(t.Low(i)).Never() && isNameWord(t, i) && names.Known(t.Low(i+1)) &&
		!isInstituteWord(t.Low(i+1)) && !names.IsPlace(t.Low(i))
}

// leastMargin is by how much the split between an institution and a name must
// outweigh those one word before and behind it to be sure.
const leastMargin = 1.0

// isSureSplit reports whether the name of tokens i to end, which follows an
// institution without a comma, surely begins at i: a split one word earlier or later
// weighs clearly less.
func isSureSplit(t *prose.Text, i, end int) bool {
	score := func(from int) float64 {
		s, ok := nameScore(t, from, end)
		if !ok {
			return -10
		}
		for k := i - 1; k < from; k++ {
			s -= bodyShare * splitWeight(t, k, names.Middle)
		}
		return s
	}
	here := score(i)
	return !(t.Upper(i-1) && here-score(i-1) < leastMargin || i+1 < end && here-score(i+1) < leastMargin)
}

// isComplete reports whether the name of an institution may end with the word at
// token i and needs no further one.
func isComplete(t *prose.Text, i int) bool {
	low := t.Low(i)
	return complete[low] || low == "ri" || t.Upper(i) && t.Upper(i-1) && completeBodies[t.Low(i-1)+" "+low]
}

// nameScore weighs the tokens from i to end as one name; false where they cannot
// be one.
func nameScore(t *prose.Text, i, end int) (float64, bool) {
	if !isNameWord(t, i) {
		return 0, false
	}
	words, last := 0, i
	for k := i; k < end; k++ {
		if t.Kind(k) == prose.Word {
			words++
			last = k
		} else if !t.Is(k, ".") {
			return 0, false
		}
	}
	if words > maxNameWords {
		return 0, false
	}
	sum := lengths[words]
	for k := i; k < end; k++ {
		if t.Kind(k) != prose.Word {
			continue
		}
		at := names.Middle
		switch {
		case words == 1:
			at = names.Alone
		case k == i:
			at = names.First
		case k == last:
			at = names.Last
		}
		sum += splitWeight(t, k, at)
	}
	if words > 1 && names.Opens(t.Low(i)) {
		sum += openingWord
	}
	return sum, true
}

// splitWeight weighs the word at token k as a word of a name in that place.
func splitWeight(t *prose.Text, k int, at names.Place) float64 {
	low := t.Low(k)
	switch {
	case t.Kind(k) != prose.Word:
		return 0
	case nobility[low] && (nobility[t.Low(k+1)] || nobility[t.Low(k-1)] || names.Opens(low)):
		return bornWord
	case len(low) == 1, givenMonths[low] && t.Upper(k-1):
		return unknownWord
	case isInstituteWord(low) && !(names.Known(low) && names.Weight(low, at) > 0):
		return instituteWord
	case isLoneAcronym(t, k) && !inCapitals(t, k):
		return acronymWord
	case !names.Known(low) && names.IsPlace(low):
		return placeWord
	case !names.Known(low) && !names.Ordinary(low):
		return unknownWord
	}
	return names.Weight(low, at)
}

// isInstituteWord reports whether a lower-case word belongs to the vocabularies
// of institutions.
func isInstituteWord(low string) bool {
	_, body := bodies[low]
	return body || units[low] || bodyWords[low] || directions[low] || isLevel(low) || notNames[low]
}

// isLoneAcronym reports whether token k is in capitals while a neighbour is not,
// and no name word: "KPK Wisnu".
func isLoneAcronym(t *prose.Text, k int) bool {
	tok := t.Tokens[k]
	if !tok.Caps || t.Shouting || tok.End-tok.Start < 2 || names.Known(t.Low(k)) && tok.End-tok.Start > 3 {
		return false
	}
	for _, n := range [...]int{k - 1, k + 1} {
		if t.Upper(n) && t.Tokens[n].End-t.Tokens[n].Start > 1 && !t.Tokens[n].Caps {
			return true
		}
	}
	return false
}

// isNameLike reports whether the word at token i is more likely part of a name
// than not.
func isNameLike(t *prose.Text, i int) bool {
	return isNameWord(t, i) && splitWeight(t, i, names.First) > 0
}

// isUnknownBody reports whether a body none of whose words is known begins at
// token i: ordinary words with capitals before a name, "Poros Data Wisnu".
func isUnknownBody(t *prose.Text, i int) bool {
	if t.Titled || t.Shouting || honorifics[t.Low(i)] != 0 || nobility[t.Low(i)] || startsPost(t, i) {
		return false
	}
	end := i
	for end < i+12 && t.Upper(end) && honorifics[t.Low(end)] == 0 && !startsPost(t, end) {
		end++
	}
	cut := splitName(t, i, end)
	if cut == i || cut == end {
		return false
	}
	sum := 0.0
	for k := i; k < cut; k++ {
		sum += splitWeight(t, k, names.Middle)
	}
	return sum < -2
}

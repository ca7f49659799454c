package indonesian

import (
	"strings"

	"warta/analyzers/internal/names"
)

// rankInitials are the words of rank and of birth before names in Bali, by sound, with the
// letter that stands for each: I Gusti Ngurah is IGN, I.G.N. or I Gst. Ngr.
var rankInitials = func() map[string]string {
	letters := map[string]string{Sound("dayu"): "ia", "pt": "p"}
	for word := range strings.FieldsSeq("i ni gusti ida ayu bagus ngurah made ketut putu luh nyoman wayan kadek komang nengah anak agung gede dewa desak raden mas") {
		letters[Sound(word)] = word[:1]
	}
	return letters
}()

// baptismal are first names that are written as two initials: how their sounds begin.
var baptismal = [...]struct{ first, second, initials string }{
	{"prans", "ksaper", "fx"},
	{"prans", "saper", "fx"},
}

// rankStarts are the first two initials of words of rank, and rankRests those that follow.
var rankStarts = set("ig", "ib", "ia", "im", "in", "ik", "iw", "ip", "nl", "nm", "nn", "nk", "nw", "np", "aa", "rm", "ra")

const rankRests = "gkmnpwb"

// maxRankInitials is the number of initials that stand for words of rank.
const maxRankInitials = 5

// IsRankInitials reports whether a folded word is the initials of the first words of a name: IGN,
// NLP, FX. A word that names of public registers have is none, but for two letters.
func IsRankInitials(word string) bool {
	if len(word) < 2 || len(word) > maxRankInitials {
		return false
	}
	for _, b := range baptismal {
		if word == b.initials {
			return true
		}
	}
	if !rankStarts[word[:2]] || len(word) > 2 && names.Known(word) {
		return false
	}
	rest := word[2:]
	if word[1] == 'g' { // I Gusti Ayu, I Gusti Agung
		rest = strings.TrimPrefix(rest, "a")
	}
	return strings.Trim(rest, rankRests) == ""
}

// contract returns the initials of the first words of a name, given as sounds, and how many words
// they stand for: 0 for fewer than two initials, or for a name of nothing else.
func contract(heard []string) (initials string, words int) {
	if len(heard) < 2 {
		return "", 0
	}
	if strings.HasPrefix(heard[0], "ignat") { // Ignatius
		return "ign", 1
	}
	for _, b := range baptismal {
		first, second := b.initials[:1], b.initials[1:]
		if len(heard) > 2 && (strings.HasPrefix(heard[0], b.first) && strings.HasPrefix(heard[1], b.second) || heard[0] == Sound(first) && heard[1] == Sound(second)) {
			return b.initials, 2
		}
	}
	if IsRankInitials(heard[0]) {
		initials, words = heard[0], 1
	}
	for ; words < len(heard)-1; words++ {
		letter := rankInitials[heard[words]]
		if len(heard[words]) == 1 && strings.Contains(rankRests+"ail", heard[words]) { // I G. Ngurah
			letter = heard[words]
		}
		if letter == "" || len(initials)+len(letter) > maxRankInitials {
			break
		}
		initials += letter
	}
	if !IsRankInitials(initials) {
		return "", 0
	}
	return initials, words
}

// isRank reports whether a folded word is a word of rank that has initials.
func isRank(word string) bool { return rankInitials[Sound(word)] != "" }

// Contracted returns a name, given as sounds, with its first words as initials: IGN Suastika for I
// Gusti Ngurah Suastika. It is nil for a name that has none.
func Contracted(heard []string) []string {
	initials, n := contract(heard)
	if n == 0 {
		return nil
	}
	return append([]string{initials}, heard[n:]...)
}

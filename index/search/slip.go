package search

import (
	"strings"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/lexicon"
)

// Costs of a slip: how unlikely it is to type one word for another. An edit of any other
// kind costs 1.
const (
	slipFirstLetter = 1   // added: people look at the first letter
	slipSameSound   = 0.4 // the words sound the same
	slipDoubled     = 0.5 // a letter once for twice, or twice for once
	slipSwapped     = 0.6 // two letters swapped
	slipNearLetter  = 0.7 // a neighbour on the keyboard, or a letter of like sound
)

// slip returns the cost of typing one word for another. Both are not empty.
func slip(typed, meant string) float64 {
	cost := slipInside(typed, meant)
	if typed[0] != meant[0] {
		cost += slipFirstLetter
	}
	return cost
}

func slipInside(typed, meant string) float64 {
	if indonesian.Skeleton(typed) == indonesian.Skeleton(meant) {
		return slipSameSound
	}
	from := 0 // end of the common beginning
	for from < min(len(typed), len(meant)) && typed[from] == meant[from] {
		from++
	}
	end := 0 // length of the common end
	for end < min(len(typed), len(meant))-from && typed[len(typed)-1-end] == meant[len(meant)-1-end] {
		end++
	}
	a, b := typed[from:len(typed)-end], meant[from:len(meant)-end]
	switch {
	case len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]:
		return slipSwapped
	case len(a) == 1 && len(b) == 1 && (adjacent(a[0], b[0]) || soundAlike(a[0], b[0])):
		return slipNearLetter
	case len(a)+len(b) == 1 && from > 0 && typed[from-1] == (a + b)[0]:
		return slipDoubled
	default:
		return float64(lexicon.Edits(typed, meant, index.MaxEdits))
	}
}

// keyRows are the letters of a keyboard, row by row.
var keyRows = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

// adjacent reports whether two letters are neighbours on a keyboard.
func adjacent(a, b byte) bool {
	for i, row := range keyRows {
		x := strings.IndexByte(row, a)
		if x < 0 {
			continue
		}
		for j, other := range keyRows {
			y := strings.IndexByte(other, b)
			if y >= 0 && (i == j && (x-y == 1 || y-x == 1) || i-j == 1 && (y == x || y == x+1) || j-i == 1 && (y == x || y == x-1)) {
				return true
			}
		}
	}
	return false
}

// soundGroups are letters of like sound in Indonesian.
var soundGroups = [...]string{"bp", "dt", "gk", "fvp", "sz", "iey", "uow", "jz", "kq", "ae"}

func soundAlike(a, b byte) bool {
	for _, letters := range soundGroups {
		if strings.IndexByte(letters, a) >= 0 && strings.IndexByte(letters, b) >= 0 {
			return true
		}
	}
	return false
}

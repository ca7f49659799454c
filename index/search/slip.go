package search

import (
	"math"
	"strings"

	"warta/analyzers/indonesian"
)

// Costs of a slip: how unlikely it is to type one word for another.
const (
	slipFirstLetter = 0.5 // added: people look at the first letter
	slipSameSound   = 0.4 // the words sound the same
	slipDoubled     = 0.5 // a letter once for twice, or twice for once
	slipSwapped     = 0.6 // two letters swapped
	slipNearLetter  = 0.7 // a neighbour in a row of the keyboard, or a letter of like sound
	slipShortened   = 0.5 // a vowel that is missing between consonants, as in hasty writing
	slipLostVowel   = 0.7 // another vowel that is missing
	slipLost        = 0.8 // another letter that is missing
	slipOtherRow    = 0.9 // a neighbour in the row above or below
	slipMore        = 1.0 // a letter too many
	slipOther       = 1.2 // any other letter
)

// slip returns the cost of typing one word for another: that of the cheapest edits. Both are
// not empty.
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
	// rows[i][j] is the cost of typing the first i letters for the first j that are meant.
	rows, width := make([][]float64, len(typed)+1), len(meant)+1
	cells := make([]float64, len(rows)*width)
	for i := range rows {
		rows[i] = cells[i*width : (i+1)*width]
		for j := range rows[i] {
			if i+j == 0 {
				continue
			}
			best := math.Inf(1)
			if i > 0 {
				best = min(best, rows[i-1][j]+more(typed, i-1))
			}
			if j > 0 {
				best = min(best, rows[i][j-1]+lost(meant, j-1))
			}
			if i > 0 && j > 0 {
				best = min(best, rows[i-1][j-1]+other(typed[i-1], meant[j-1]))
			}
			if i > 1 && j > 1 && typed[i-1] == meant[j-2] && typed[i-2] == meant[j-1] {
				best = min(best, rows[i-2][j-2]+slipSwapped)
			}
			rows[i][j] = best
		}
	}
	return rows[len(typed)][len(meant)]
}

// more returns the cost of the letter at i, which is too many.
func more(typed string, i int) float64 {
	switch {
	case i > 0 && typed[i-1] == typed[i]:
		return slipDoubled
	case i > 0 && adjacent(typed[i-1], typed[i]), i+1 < len(typed) && adjacent(typed[i], typed[i+1]):
		return slipNearLetter
	}
	return slipMore
}

// lost returns the cost of the letter at j, which is missing.
func lost(meant string, j int) float64 {
	switch {
	case j > 0 && meant[j-1] == meant[j]:
		return slipDoubled
	case isVowel(meant[j]) && j > 0 && j+1 < len(meant) && !isVowel(meant[j-1]) && !isVowel(meant[j+1]):
		return slipShortened
	case isVowel(meant[j]):
		return slipLostVowel
	}
	return slipLost
}

// other returns the cost of a letter for another.
func other(typed, meant byte) float64 {
	switch {
	case typed == meant:
		return 0
	case soundAlike(typed, meant), adjacent(typed, meant) && inOneRow(typed, meant):
		return slipNearLetter
	case adjacent(typed, meant):
		return slipOtherRow
	}
	return slipOther
}

func isVowel(letter byte) bool { return strings.IndexByte("aeiou", letter) >= 0 }

// keyRows are the letters of a keyboard, row by row.
var keyRows = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

// adjacent reports whether two letters are neighbours on a keyboard.
func adjacent(a, b byte) bool {
	row, x := keyOf(a)
	other, y := keyOf(b)
	switch {
	case row < 0 || other < 0:
		return false
	case row == other:
		return x-y == 1 || y-x == 1
	case row-other == 1: // b is above a
		return y == x || y == x+1
	case other-row == 1:
		return x == y || x == y+1
	}
	return false
}

// inOneRow reports whether two letters are in one row of a keyboard.
func inOneRow(a, b byte) bool {
	row, _ := keyOf(a)
	other, _ := keyOf(b)
	return row >= 0 && row == other
}

// keyOf returns the row and the column of a letter on a keyboard, -1 for other bytes.
func keyOf(letter byte) (row, column int) {
	for i, keys := range keyRows {
		if column := strings.IndexByte(keys, letter); column >= 0 {
			return i, column
		}
	}
	return -1, -1
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

// Package edits measures how far two spellings are apart.
package edits

// longest bounds the items that [Distance] compares; it takes time in proportion
// to the product of both lengths.
const longest = 80

// Distance returns the edit distance of a and b, which counts insertions,
// deletions and substitutions, or limit+1 if it is more than limit or if one of
// them has more than 80 items.
func Distance[S ~[]E, E comparable](a, b S, limit int) int {
	if len(a) > longest || len(b) > longest || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var row [longest + 1]int
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j+1]+1, row[j]+1)
		}
	}
	return min(row[len(b)], limit+1)
}

// One reports whether one edit makes b of a: an insertion, a deletion, a
// substitution or an exchange of two neighbouring bytes. It is false if a is b.
func One(a, b string) bool {
	if len(a)-len(b) > 1 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	switch {
	case len(a) == len(b)+1:
		return a[1:] == b
	case len(b) == len(a)+1:
		return b[1:] == a
	case a == "":
		return false
	case a[1:] == b[1:]:
		return true
	}
	return len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
}

// Anagram reports whether b has the bytes of a in any order.
func Anagram(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	var count [256]int
	for i := range len(a) {
		count[a[i]]++
		count[b[i]]--
	}
	return count == [256]int{}
}

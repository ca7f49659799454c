// Package roman reads and writes Roman numerals from 1 to [Max], in lower case.
package roman

// Max is the largest number that this package knows.
const Max = 99

// numerals are the numerals by their numbers; the one of 0 is empty.
var numerals = func() (list [Max + 1]string) {
	units := [...]string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}
	tens := [...]string{"", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"}
	for n := range list {
		list[n] = tens[n/10] + units[n%10]
	}
	return list
}()

// numbers are the numbers by their numerals.
var numbers = func() map[string]int {
	m := make(map[string]int, Max)
	for n, numeral := range numerals[1:] {
		m[numeral] = n + 1
	}
	return m
}()

// Format returns the numeral of a number. It panics unless 1 <= n <= [Max].
func Format(n int) string {
	if n < 1 {
		panic("roman: a number below 1")
	}
	return numerals[n]
}

// Parse returns the number of a numeral, 0 for all else: other spellings ("iiii"), capital
// letters and larger numbers.
func Parse(numeral string) int { return numbers[numeral] }

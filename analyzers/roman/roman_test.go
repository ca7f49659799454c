package roman_test

import (
	"testing"

	"warta/analyzers/roman"
)

func TestNumerals(t *testing.T) {
	t.Parallel()
	for numeral, n := range map[string]int{
		"i": 1, "iii": 3, "iv": 4, "viii": 8, "ix": 9, "x": 10, "xii": 12, "xiv": 14, "xix": 19, "xxi": 21,
		"xxxix": 39, "xl": 40, "xlix": 49, "l": 50, "lxxxviii": 88, "xc": 90, "xcix": 99,
	} {
		if got := roman.Format(n); got != numeral {
			t.Errorf("%d is written %q, want %q", n, got, numeral)
		}
		if got := roman.Parse(numeral); got != n {
			t.Errorf("%q is read as %d, want %d", numeral, got, n)
		}
	}
}

func TestEachNumberIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for n := 1; n <= roman.Max; n++ {
		if got := roman.Parse(roman.Format(n)); got != n {
			t.Errorf("%d is written %q and read as %d", n, roman.Format(n), got)
		}
	}
}

func TestWhatIsNoNumeral(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "iiii", "vv", "iix", "vx", "ic", "c", "XII", "xii ", "12", "dan"} {
		if got := roman.Parse(s); got != 0 {
			t.Errorf("%q is read as %d", s, got)
		}
	}
}

package sheet_test

import (
	"strings"
	"testing"

	"warta/index/sheet"
	"warta/internal/race"
)

func TestCellsThatASpreadsheetWouldRunAreMarked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ cell, want string }{
		{"", ""},
		{"Rini Astuti", "Rini Astuti"},
		{"1+1", "1+1"},
		{"'tis", "'tis"},
		{"'", "'"},
		{"=1+1", "'=1+1"},
		{"+1", "'+1"},
		{"-1", "'-1"},
		{"@x", "'@x"},
		{"\t=1", "'\t=1"},
		{"\r\n=1", "'\r\n=1"},
		{"'=1", "''=1"},
		{"''@x", "'''@x"},
	} {
		if got := sheet.Mark(c.cell); got != c.want {
			t.Errorf("%q is written as %q, want %q", c.cell, got, c.want)
		}
		if got := sheet.Unmark(c.want); got != c.cell {
			t.Errorf("%q is read as %q, want %q", c.want, got, c.cell)
		}
	}
}

func FuzzMark(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, cell := range []string{"", "=1", "''+1", "'tis", "é=", "\n"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		marked := sheet.Mark(cell)
		if marked != "" && strings.ContainsRune("=+-@\t\r\n", rune(marked[0])) {
			t.Errorf("%q is written as %q", cell, marked)
		}
		if got := sheet.Unmark(marked); got != cell {
			t.Errorf("%q is written as %q and read as %q", cell, marked, got)
		}
	})
}

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

func TestTextStaysTheTextThatItIs(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", sheet.MaxCell)
	for _, c := range []struct{ why, cell, want string }{
		{"nothing", "", ""},
		{"words", "Rini Astuti", "Rini Astuti"},
		{"a code whose last zero counts", "33.10", `="33.10"`},
		{"a code whose first zero counts", "01101", `="01101"`},
		{"a code", "1101", `="1101"`},
		{"a day", "3/4", `="3/4"`},
		{"a time", "14.00", `="14.00"`},
		{"a number with an exponent", "2e10", `="2e10"`},
		{"a share", "70%", `="70%"`},
		{"a number among words", "33.10 Klaten", "33.10 Klaten"},
		{"what runs is marked", "-1", "'-1"},
		{"what runs is marked, not wrapped", "=1", "'=1"},
		{"no formula comes from outside", `="33.10"`, `'="33.10"`},
		{"marks alone are no number", " - ", " - "},
		{"more than a formula takes", strings.Repeat("1", 256), strings.Repeat("1", 256)},
		{"as much as a cell holds", long, long},
		{"more than a cell holds", long + "a", long[1:] + "…"},
		{"more than a cell holds, of two units each", strings.Repeat("😀", 20_000), strings.Repeat("😀", 16_382) + "…"},
	} {
		if got := sheet.Text(c.cell); got != c.want {
			t.Errorf("%s: %.60q is written as %.60q (%d bytes), want %.60q (%d bytes)", c.why, c.cell, got, len(got), c.want, len(c.want))
		}
	}
}

// Whatever is read, a spreadsheet runs nothing of it: a formula of ours holds a text that
// has no quotation mark.
func FuzzText(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, cell := range []string{"", "=1", "33.10", `1"&A1&"1`, "'=1", "1\n", "1e5", " 1", "-1.5"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		got := sheet.Text(cell)
		if inner, ok := strings.CutPrefix(got, `="`); ok {
			if inner != cell+`"` || strings.Trim(cell, "0123456789.,:/ -eE%") != "" {
				t.Errorf("%q is the formula %q", cell, got)
			}
			return
		}
		if got != "" && strings.ContainsRune("=+-@\t\r\n", rune(got[0])) {
			t.Errorf("%q is written as %q", cell, got)
		}
	})
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

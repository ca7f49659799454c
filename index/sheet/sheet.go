// Package sheet escapes the cells of a CSV file that a spreadsheet would run as formulas, and
// keeps those whole that it would read as numbers or cut.
package sheet

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// BOM begins a CSV file in UTF-8: Excel takes a file without it for one of the local code page.
const BOM = "\uFEFF"

// runs reports whether a spreadsheet would run a cell without its leading apostrophes. Some
// spreadsheets ignore a leading tab or line end.
func runs(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	return cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0]))
}

// Mark returns a cell with an apostrophe, the spreadsheets' prefix for text, if a
// spreadsheet would run it, also behind apostrophes. It returns any other cell unchanged.
// [Unmark] is its inverse.
func Mark(cell string) string {
	if runs(cell) {
		return "'" + cell
	}
	return cell
}

// Unmark removes the apostrophe that [Mark] added. It returns any other cell unchanged.
func Unmark(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && runs(rest) {
		return rest
	}
	return cell
}

// MaxCell is the most that a cell holds, in UTF-16 units. Excel breaks the row of a longer one.
const MaxCell = 32_767

// maxFormula is the longest text that Excel takes in a formula, in bytes of ASCII.
const maxFormula = 255

// Text returns a cell that a spreadsheet shows as the text that it is: "33.10" and "01101",
// which it would read as numbers, and "3/4", which it would read as a day, become ="33.10", a
// formula without any effect but that text. Cells that it would run are marked (see [Mark]),
// and those beyond MaxCell are cut and end with "…".
func Text(cell string) string {
	if looksNumeric(cell) && len(cell) <= maxFormula {
		return `="` + cell + `"`
	}
	return cut(Mark(cell))
}

// looksNumeric reports whether a spreadsheet may read a cell as a number, a day or a time. A
// cell that it would run does not count.
func looksNumeric(cell string) bool {
	digits := false
	for i, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case strings.ContainsRune(".,:/ ", r), i > 0 && strings.ContainsRune("-eE%", r):
		default:
			return false
		}
	}
	return digits
}

func cut(cell string) string {
	if len(cell) <= MaxCell { // no more units than bytes
		return cell
	}
	units := 0
	for i, r := range cell {
		if units += utf16.RuneLen(r); units > MaxCell {
			short := cell[:i]
			_, last := utf8.DecodeLastRuneInString(short)
			return short[:len(short)-last] + "…"
		}
	}
	return cell
}

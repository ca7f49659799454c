// Package sheet escapes the cells of a CSV file that a spreadsheet would run as formulas.
package sheet

import "strings"

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

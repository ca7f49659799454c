// Package sheet keeps spreadsheets from running the cells of a CSV file as formulas.
package sheet

import "strings"

// runs reports whether a spreadsheet would run a cell, or would if the apostrophes
// before it were not there. Some spreadsheets leave out a tab or the end of a line at
// the beginning and run what follows.
func runs(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	return cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0]))
}

// Mark puts an apostrophe before a cell that a spreadsheet would run, as spreadsheets
// mark text themselves, and one more before a cell that begins with apostrophes and then
// so: [Unmark] returns each as it was.
func Mark(cell string) string {
	if runs(cell) {
		return "'" + cell
	}
	return cell
}

// Unmark takes off what [Mark] put before a cell. A cell that Mark leaves as it is stays.
func Unmark(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && runs(rest) {
		return rest
	}
	return cell
}

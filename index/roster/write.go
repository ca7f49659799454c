package roster

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
)

// WriteCSV writes rows as RFC 4180 has it, with a line of names first. A cell that a
// spreadsheet would run gets an apostrophe before it, which [Read] takes off again.
func WriteCSV(w io.Writer, rows []Row) error {
	out := csv.NewWriter(w)
	if err := out.Write(columnNames[:]); err != nil {
		return err
	}
	for _, r := range rows {
		row := cells{r.Name, r.Post, r.Satker, r.From, r.To, r.Source}
		for i := range row {
			row[i] = marked(row[i])
		}
		if err := out.Write(row[:]); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteNDJSON writes rows, a line of JSON each.
func WriteNDJSON(w io.Writer, rows []Row) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, r := range rows {
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// runs reports whether a spreadsheet would run a cell, or would if the apostrophes
// before it were not there.
func runs(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	return cell != "" && strings.ContainsRune("=+-@", rune(cell[0]))
}

// marked puts an apostrophe before a cell that a spreadsheet would run, and one more
// before a cell that begins with apostrophes and then so: each is read as it was.
func marked(cell string) string {
	if runs(cell) {
		return "'" + cell
	}
	return cell
}

// unmarked takes off what marked put before a cell.
func unmarked(cell string) string {
	cell = strings.TrimSpace(cell)
	if rest, ok := strings.CutPrefix(cell, "'"); ok && runs(rest) {
		return rest
	}
	return cell
}

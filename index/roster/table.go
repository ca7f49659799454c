package roster

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"warta/index/sheet"
)

// readTable reads CSV. A cell must not hold a line break: each line is a row, and a quoted
// cell over several lines is a fault of all of them.
func (r *reader) readTable(text string) {
	line, text := skipBlank(text)
	comma := byte(0)
	if head, rest, _ := strings.Cut(text, "\n"); len(head) >= 5 && strings.EqualFold(head[:4], "sep=") { // written by Excel
		comma, text = head[4], rest
		line++
	}
	if comma != ',' && comma != ';' && comma != '\t' {
		comma = separator(text)
	}
	split := splitter{comma, bufio.NewReader(nil)}
	var at []int // the column of each cell
	for text != "" {
		var row string
		row, text, _ = strings.Cut(text, "\n")
		line++
		if isBlank(row, comma) {
			continue
		}
		if at != nil && !r.more(line) {
			return
		}
		first := line
		record, err := split.cells(row)
		if err != nil && staysOpen(row, err) {
			var more int
			more, text = behindMark(text)
			line += more
		}
		switch {
		case line > first:
			r.fault(first, "", "lines %d to %d are one row, and none of them was read: close the quotation mark, or take the line break out of the cell", first, line)
			r.Wrong += line - first
		case err != nil:
			r.fault(first, "", "%v", err)
		case at == nil:
			at = r.readHead(first, record)
		default:
			r.readRecord(first, at, record)
		}
		if at == nil { // without columns the rows cannot be read
			return
		}
	}
}

// A splitter splits rows into cells.
type splitter struct {
	comma byte
	in    *bufio.Reader // reused for each row
}

// Faults of a row.
var (
	errMarks = errors.New("a quotation mark stands where none may: put a cell that holds one between quotation marks and write it twice")
	errOpen  = errors.New("a quotation mark is not closed, or stands where none may: put a cell that holds one between quotation marks and write it twice")
	errLong  = fmt.Errorf("the line has more than %d bytes: a row has a cell of at most %d characters for each column", maxLine, MaxSource)
)

// cells returns the cells of a row. It fails with errOpen for a quotation mark that is not
// closed.
func (s splitter) cells(row string) ([]string, error) {
	if len(row) > maxLine { // it could have a cell for each byte
		return nil, errLong
	}
	s.in.Reset(strings.NewReader(row))
	in := csv.NewReader(s.in)
	in.Comma, in.FieldsPerRecord = rune(s.comma), -1
	record, err := in.Read()
	switch {
	case err == nil:
		return record, nil
	case errors.Is(err, csv.ErrBareQuote):
		return nil, errMarks
	}
	return nil, errOpen
}

// staysOpen reports whether a row with an error continues in the next line: it has an odd
// number of quotation marks.
func staysOpen(row string, err error) bool {
	return err != errMarks && oddMarks(row)
}

// oddMarks reports whether a line has an odd number of quotation marks.
func oddMarks(line string) bool { return strings.Count(line, `"`)%2 == 1 }

// behindMark returns the text behind the line that closes an open quotation mark, and the
// number of lines up to there. If no line closes it, the rest is empty.
func behindMark(text string) (lines int, rest string) {
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		lines++
		if oddMarks(line) {
			break
		}
	}
	return lines, text
}

// readRecord reads the cells of a row; at is the column of each.
func (r *reader) readRecord(line int, at []int, record []string) {
	if !slices.ContainsFunc(record, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
		return
	}
	if len(record) != len(at) {
		r.fault(line, "", "want %d cells, one for each column, not %d", len(at), len(record))
		return
	}
	var c cells
	for i, to := range at {
		switch {
		case to >= 0:
			c[to] = sheet.Unmark(strings.TrimSpace(record[i]))
		case to == unnamed && strings.TrimSpace(record[i]) != "":
			r.fault(line, "", "cell %d stands under no name of a column", i+1)
		}
	}
	r.add(line, c)
}

// readHead returns the column of each cell of the header, nil if it has a fault.
func (r *reader) readHead(line int, record []string) []int {
	if len(record) > maxColumns {
		r.fault(line, "", "there are more than %d columns", maxColumns)
		return nil
	}
	at := make([]int, len(record))
	var named [columns]bool
	good := true
	for i, cell := range record {
		called := strings.Join(strings.Fields(cell), " ")
		heading := strings.ToLower(called)
		to, known := headings[heading]
		switch {
		case heading == "":
			to = unnamed
		case !known:
			r.fault(line, "", "the first line names the columns: %.40q is none of name, post, satker, from, to, source (nama, jabatan, satker, mulai, selesai, sumber)", cell)
			good = false
		case to != ignored && named[to]:
			r.fault(line, called, "the columns %s and %s are the same: leave one out", r.called[to], called)
			good = false
		case to != ignored:
			named[to] = true
			r.called[to] = called
		}
		at[i] = to
	}
	for _, to := range []int{colName, colPost, colSatker} {
		if good && !named[to] {
			r.fault(line, columnNames[to], "the column %s is missing", columnNames[to])
			good = false
		}
	}
	if !good {
		return nil
	}
	return at
}

// skipBlank removes blank lines at the beginning and returns their number.
func skipBlank(text string) (lines int, rest string) {
	for {
		head, after, more := strings.Cut(text, "\n")
		if !more || strings.TrimSpace(head) != "" {
			return lines, text
		}
		text = after
		lines++
	}
}

// separator returns the separator of cells: the one of comma, semicolon and tab that is most
// frequent in the first line.
func separator(text string) byte {
	head, _, _ := strings.Cut(text, "\n")
	best, most := byte(','), 0
	for _, c := range []byte{',', ';', '\t'} {
		if n := strings.Count(head, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// isBlank reports whether a line has only separators and space.
func isBlank(line string, comma byte) bool {
	return strings.IndexFunc(line, func(c rune) bool { return c != rune(comma) && !unicode.IsSpace(c) }) < 0
}

package roster

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"warta/analyzers/indonesian"
)

// The columns of a list.
const (
	colName = iota
	colPost
	colSatker
	colFrom
	colTo
	colSource
	columns // number of columns
)

// columnNames are the names of the columns in lists that this package writes.
var columnNames = [columns]string{"name", "post", "satker", "from", "to", "source"}

// headings are the accepted names of columns, in lower case. Columns of running numbers are
// ignored.
var headings = map[string]int{
	"name": colName, "nama": colName, "nama lengkap": colName, "nama pejabat": colName,
	"post": colPost, "jabatan": colPost,
	"satker": colSatker, "kode satker": colSatker, "kode": colSatker, "satuan kerja": colSatker, "kantor": colSatker,
	"from": colFrom, "mulai": colFrom, "sejak": colFrom, "dari": colFrom, "tmt": colFrom, "tanggal mulai": colFrom,
	"to": colTo, "selesai": colTo, "sampai": colTo, "hingga": colTo, "sampai dengan": colTo, "tanggal selesai": colTo,
	"source": colSource, "sumber": colSource, "dasar": colSource, "nomor sk": colSource,
	"no": ignored, "no.": ignored, "nomor": ignored,
}

// Columns that are not read.
const (
	ignored = -1 // of running numbers
	unnamed = -2 // without a name; its cells must be empty
)

// cells are the cells of one row, by column.
type cells [columns]string

// A reader collects rows and faults.
type reader struct {
	List
	lines  []int // line of each element of Rows
	seen   map[Row]bool
	of     map[string]int  // number of rows by satker
	wrong  int             // the last line with a fault, 0 for none
	given  int             // number of rows, with and without a fault
	called [columns]string // names of the columns in the list
}

// fault adds a fault of a line.
func (r *reader) fault(line int, field, format string, args ...any) {
	if line != r.wrong {
		r.Wrong++
		r.wrong = line
	}
	if len(r.Faults) < maxFaults {
		r.Faults = append(r.Faults, Fault{line, field, fmt.Sprintf(format, args...)})
	}
}

// Read reads a list of at most [MaxBytes] bytes. It reports lines with a fault in
// List.Faults and returns the rows of all others. A list that cannot be read, or has more
// than [MaxRows] rows, has no row and one fault. An empty list has neither.
func Read(raw []byte, format Format) *List {
	r := &reader{seen: make(map[Row]bool), of: make(map[string]int), called: columnNames}
	if len(raw) > MaxBytes {
		r.fault(1, "", "the list has more than %d bytes: send it in parts, each with all rows of its satker", MaxBytes)
		return &r.List
	}
	text, line, err := decoded(raw)
	if err != nil {
		r.fault(line, "", "%v", err)
		return &r.List
	}
	if format == NDJSON {
		r.readLines(text)
	} else {
		r.readTable(text)
	}
	r.warn()
	return &r.List
}

// warn adds a warning for each person who begins two posts at a satker on one day.
func (r *reader) warn() {
	first := make(map[[3]string]int) // place of the first row by satker, name and first day
	for i, row := range r.Rows {
		begins := [3]string{row.Satker, strings.Join(indonesian.NameWords(row.Name), " "), row.From}
		n, there := first[begins]
		switch {
		case !there:
			first[begins] = i
		case !strings.EqualFold(r.Rows[n].Post, row.Post) && len(r.Warnings) < maxFaults:
			what := "begins two posts on " + row.From
			if row.From == "" {
				what = "has two posts without a first day"
			}
			r.Warnings = append(r.Warnings, Fault{r.lines[i], "", fmt.Sprintf(
				"%s %s, %s and, in line %d, %s: on a day with two posts the list tells none, so give each days of its own",
				row.Name, what, row.Post, r.lines[n], r.Rows[n].Post)})
		}
	}
}

// more counts a row of the list. It returns false and refuses the whole list if there are
// too many.
func (r *reader) more(line int) bool {
	if r.given++; r.given <= MaxRows {
		return true
	}
	r.List, r.lines = List{}, nil
	r.fault(line, "", "the list has more than %d rows: send it in parts, each with all rows of its satker", MaxRows)
	return false
}

// add adds the row of cells, or its faults.
func (r *reader) add(line int, c cells) {
	bad := func(field int, format string, args ...any) {
		r.fault(line, r.called[field], r.called[field]+" "+format, args...)
	}
	row := readRow(c, bad)
	switch {
	case r.wrong == line || r.seen[row]:
	case r.of[row.Satker] == MaxOfOne:
		bad(colSatker, "%s has more than %d rows", row.Satker, MaxOfOne)
	default:
		r.seen[row] = true
		r.of[row.Satker]++
		r.Rows = append(r.Rows, row)
		r.lines = append(r.lines, line)
	}
}

// readLines reads NDJSON.
func (r *reader) readLines(text string) {
	line := 0
	for one := range strings.Lines(text) {
		line++
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		if !r.more(line) {
			return
		}
		if c, ok := r.readObject(line, one); ok {
			r.add(line, c)
		}
	}
}

// readObject returns the cells of one line of NDJSON, and false for a line with a fault.
func (r *reader) readObject(line int, one string) (c cells, ok bool) {
	const form = `{"name": …, "post": …, "satker": …, "from": …, "to": …, "source": …}`
	if len(one) > maxLine {
		r.fault(line, "", "%v", errLong)
		return c, false
	}
	dec := json.NewDecoder(strings.NewReader(one))
	broken := func() (cells, bool) {
		r.fault(line, "", "this is not one JSON object: write %s on a line of its own", form)
		return c, false
	}
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return broken()
	}
	r.called = columnNames
	var given [columns]bool
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return broken()
		}
		key, _ := token.(string)
		to, known := headings[key]
		if !known || to == ignored {
			r.fault(line, "", "there is no key %.40q: write %s", key, form)
			return c, false
		}
		if given[to] {
			r.fault(line, key, "the keys %s and %s are the same: leave one out", r.called[to], key)
			return c, false
		}
		given[to], r.called[to] = true, key
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return broken()
		}
		var value *string // null counts as absent
		if err := json.Unmarshal(raw, &value); err != nil {
			r.fault(line, key, "%s must be a string", key)
			return c, false
		}
		if value != nil {
			c[to] = *value
		}
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return broken()
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return broken()
	}
	return c, true
}

// FormatOf guesses the format of a list from its beginning.
func FormatOf(raw []byte) Format {
	text, _, err := decoded(raw[:min(len(raw), 1<<10)])
	if err != nil {
		text = string(bytes.ToValidUTF8(raw[:min(len(raw), 1<<10)], nil))
	}
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return NDJSON
	}
	return CSV
}

// lineAt returns the number of the line with the byte at an offset.
func lineAt(raw []byte, at int) int { return 1 + bytes.Count(raw[:at], []byte("\n")) }

// lineEnds replaces the line ends of Windows and of old Macintoshes.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// decoded returns a text as UTF-8 with line feeds as line ends and without byte order mark.
// With an error it returns the line that cannot be decoded.
func decoded(raw []byte) (text string, line int, err error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		text, line, err = wide(raw[2:], 0)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		text, line, err = wide(raw[2:], 1)
	default:
		raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
		if !utf8.Valid(raw) {
			at := 0
			for at < len(raw) {
				c, n := utf8.DecodeRune(raw[at:])
				if c == utf8.RuneError && n == 1 {
					break
				}
				at += n
			}
			return "", lineAt(raw, at), errors.New(`this is not UTF-8: save the list as "CSV UTF-8" or "Unicode text"`)
		}
		text = string(raw)
	}
	if err != nil {
		return "", line, err
	}
	text = lineEnds.Replace(text)
	if at := strings.IndexByte(text, 0); at >= 0 {
		return "", lineAt([]byte(text), at), errors.New("there is a zero byte in the list: save it as text")
	}
	return text, 0, nil
}

// wide decodes UTF-16; low is the offset of the low byte in a code unit. With an error it
// returns the line that cannot be decoded.
func wide(raw []byte, low int) (text string, line int, err error) {
	var b strings.Builder
	line = 1
	lone := errors.New("this is not UTF-16: save the list again")
	if len(raw)%2 != 0 {
		raw = raw[:len(raw)-1]
		err = lone
	}
	unit := func(i int) rune { return rune(raw[i+low]) | rune(raw[i+1-low])<<8 }
	for i := 0; i < len(raw); i += 2 {
		c := unit(i)
		switch {
		case c >= 0xdc00 && c <= 0xdfff:
			return "", line, lone
		case c >= 0xd800 && c <= 0xdbff:
			if i+2 >= len(raw) || unit(i+2) < 0xdc00 || unit(i+2) > 0xdfff {
				return "", line, lone
			}
			c = 0x10000 + (c-0xd800)<<10 + unit(i+2) - 0xdc00
			i += 2
		case c == '\n':
			line++
		}
		b.WriteRune(c)
	}
	return b.String(), line, err
}

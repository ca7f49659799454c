// Package roster reads and writes lists of office holders: name, post, satker, and the first
// and last day.
//
// A list is CSV, also in the variants that spreadsheets save, or NDJSON. [Read] reports the
// faults of a list line by line. It returns the same rows from the output of [WriteCSV] and
// [WriteNDJSON].
package roster

import (
	"fmt"

	"warta/analyzers/satker"
)

// Bounds of a list.
const (
	MaxBytes   = 8 << 20 // of one list
	MaxRows    = 50_000  // of one list, and of the stored list
	MaxOfOne   = 2000    // rows of one satker
	MaxName    = 120     // characters of a name
	MaxPost    = 160     // characters of a post
	MaxSource  = 300     // characters of a source
	maxSatker  = 160     // characters of the name of a satker
	FirstYear  = 1945    // of a day, as in searches
	LastYear   = 2100
	maxFaults  = 100 // in List.Faults, and in List.Warnings
	maxColumns = 50
	maxLine    = 16 << 10 // bytes
)

// A Row is a term of office: a person holds a post at a satker.
type Row struct {
	Name   string `json:"name"`
	Post   string `json:"post"`             // without the name of the satker
	Satker string `json:"satker"`           // code of the gazetteer
	From   string `json:"from,omitempty"`   // first day, ISO; empty: unknown
	To     string `json:"to,omitempty"`     // last day, ISO; empty: unknown, or the term has not ended
	Source string `json:"source,omitempty"` // the document that says so
}

// A Format is a file format of lists.
type Format string

// The formats.
const (
	CSV    Format = "csv"
	NDJSON Format = "ndjson"
)

// A Fault describes an error, or something unusual, in a line of a list.
type Fault struct {
	Line  int    `json:"line"`            // from 1; the first line of a row
	Field string `json:"field,omitempty"` // column, by its name in the list; empty: the whole line
	Text  string `json:"text"`            // with the remedy
}

// String returns the fault in one line.
func (f Fault) String() string { return fmt.Sprintf("line %d: %s", f.Line, f.Text) }

// A List is the result of [Read].
type List struct {
	Rows     []Row   // rows without fault, each once, in the order of the list
	Faults   []Fault // by line, the first hundred
	Wrong    int     // number of lines with a fault
	Warnings []Fault // unusual rows, by line, the first hundred
}

// Satker returns the distinct codes of the satker of all rows.
func (l *List) Satker() []string {
	seen := make(map[string]bool)
	var codes []string
	for _, r := range l.Rows {
		if !seen[r.Satker] {
			seen[r.Satker] = true
			codes = append(codes, r.Satker)
		}
	}
	return codes
}

// gazetteer returns the embedded gazetteer.
func gazetteer() *satker.Gazetteer {
	g, err := satker.Load()
	if err != nil {
		panic(err) // the data is embedded, and every test loads it
	}
	return g
}

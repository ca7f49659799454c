// Package roster reads and writes lists of office holders: who holds which post at
// which satker, from which day to which.
//
// Lists come as CSV, in the forms in which spreadsheets save it too, or as NDJSON.
// [Read] tells what is wrong with a list line by line; [WriteCSV] and [WriteNDJSON]
// write what it reads again without a difference.
package roster

import (
	"fmt"
	"sync"

	"warta/analyzers/satker"
)

// Bounds of a list.
const (
	MaxBytes   = 8 << 20 // of one list
	MaxRows    = 50_000  // of one list, and of the list that is kept
	MaxOfOne   = 2000    // rows of one satker
	MaxName    = 120     // bytes of a name
	MaxPost    = 160     // bytes of a post
	MaxSource  = 300     // bytes of a source
	maxSatker  = 160     // bytes of the name of a satker
	FirstYear  = 1945    // of a day that is known to searches too
	LastYear   = 2100
	maxFaults  = 100 // that are told one by one
	maxColumns = 50
	maxLine    = 16 << 10 // bytes
)

// A Row says that a person holds a post at a satker.
type Row struct {
	Name   string `json:"name"`
	Post   string `json:"post"`             // without the name of the satker
	Satker string `json:"satker"`           // code of the gazetteer
	From   string `json:"from,omitempty"`   // first day, ISO; empty where it is not told
	To     string `json:"to,omitempty"`     // last day, ISO; empty where it is not told
	Source string `json:"source,omitempty"` // where this is written
}

// A Format is a form of lists.
type Format string

// The formats.
const (
	CSV    Format = "csv"
	NDJSON Format = "ndjson"
)

// A Fault is what is wrong with a line of a list.
type Fault struct {
	Line  int    `json:"line"`            // from 1; the line on which a row begins
	Field string `json:"field,omitempty"` // column, as the list calls it
	Text  string `json:"text"`            // says what to do
}

// String tells a fault in one line.
func (f Fault) String() string { return fmt.Sprintf("line %d: %s", f.Line, f.Text) }

// A List is what was read.
type List struct {
	Rows     []Row   // each once, in the order of the list
	Faults   []Fault // by line, the first hundred
	Wrong    int     // lines that have a fault
	Warnings []Fault // what is unusual about rows, by line, the first hundred
}

// Satker returns the codes of all satker that the rows name, each once.
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

// gazetteer is embedded data, read once.
var gazetteer = sync.OnceValue(func() *satker.Gazetteer {
	g, err := satker.Load()
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return g
})

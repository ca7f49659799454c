package roster

import (
	"encoding/csv"
	"encoding/json"
	"io"

	"warta/index/sheet"
)

// WriteCSV writes rows as CSV (RFC 4180) with a header line. A cell that a spreadsheet would
// run as a formula gets an apostrophe as a prefix, which [Read] removes.
func WriteCSV(w io.Writer, rows []Row) error {
	out := csv.NewWriter(w)
	if err := out.Write(columnNames[:]); err != nil {
		return err
	}
	for _, r := range rows {
		row := cells{r.Name, r.Post, r.Satker, r.From, r.To, r.Source}
		for i := range row {
			row[i] = sheet.Mark(row[i])
		}
		if err := out.Write(row[:]); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteNDJSON writes rows as NDJSON, one object a line.
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

package render

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"warta/analyzers/article"
	"warta/index/archive"
	"warta/index/search"
	"warta/index/sheet"
	"warta/server/web"
)

// Separators are the separators of cells by name. Spreadsheets expect the one of their
// language: an Indonesian Excel the semicolon.
var Separators = map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t'}

// A Table writes hits as CSV for people with a spreadsheet: UTF-8 with a mark at the
// beginning, Indonesian heads, quoted as RFC 4180 has it. What is no number and no day is
// text to a spreadsheet, whatever it looks like (see [sheet.Text]). Programs read [Hits].
type Table struct {
	Base      string // scheme and host of lasting addresses; empty: they are paths
	Separator rune   // one of Separators
	// Stories is set where a line stands for all places of a story; else each place has a
	// line of its own. The head of the last column says which.
	Stories bool
}

// A column is one column of a table: its head, and the cell of a hit.
type column struct {
	head string
	cell func(Table, search.Hit) string
}

// text returns a column whose cells are text.
func text(head string, of func(search.Hit) string) column {
	return column{head, func(_ Table, h search.Hit) string { return sheet.Text(of(h)) }}
}

// value returns a column whose cells are days or numbers.
func value(head string, of func(search.Hit) string) column {
	return column{head, func(_ Table, h search.Hit) string { return sheet.Mark(of(h)) }}
}

// The columns that articles and quotes share.
var (
	published     = value("tanggal terbit", publishedOn)
	events        = value("tanggal peristiwa", func(h search.Hit) string { return strings.Join(h.EventDates, "; ") })
	title         = text("judul", func(h search.Hit) string { return h.Title })
	publisher     = text("penerbit", func(h search.Hit) string { return publisherOf(h).Name })
	publisherCode = text("kode penerbit", func(h search.Hit) string { return publisherOf(h).Code })
	source        = text("alamat sumber", func(h search.Hit) string { return h.URL })
	lasting       = column{"alamat tetap", func(t Table, h search.Hit) string { return sheet.Text(permalink(t.Base, h)) }}
)

// quoteColumns are the columns of [Table.Quotes].
var quoteColumns = []column{
	text("nomor", func(h search.Hit) string { return h.Quote.ID }),
	published,
	events,
	text("pembicara", func(h search.Hit) string {
		if h.Quote.Speaker == nil {
			return ""
		}
		return h.Quote.Speaker.Name
	}),
	text("jabatan saat itu", func(h search.Hit) string { return roleOf(h).Title }),
	text("kantor", func(h search.Hit) string { return roleOf(h).Office }),
	text("kode satker", func(h search.Hit) string { return roleOf(h).Satker }),
	text("sumber jabatan", roleSource),
	text("kutipan", func(h search.Hit) string { return strings.TrimSuffix(h.Quote.Text, ",") }), // as the pages have it
	text("jenis", func(h search.Hit) string { return web.KindWords(h.Quote.Kind) }),
	value("keyakinan (%)", func(h search.Hit) string { return strconv.Itoa(int(h.Quote.Confidence*100 + 1e-6)) }),
	text("diperiksa oleh", checkedBy),
	text("konteks", func(h search.Hit) string { return h.Quote.Context }),
	title,
	publisher,
	publisherCode,
	source,
	lasting,
	text("sitasi", web.Citation),
}

// articleColumns are the columns of [Table.Articles].
var articleColumns = []column{
	text("nomor", func(h search.Hit) string { return h.ID }),
	published,
	events,
	title,
	publisher,
	publisherCode,
	text("pejabat", func(h search.Hit) string {
		names := make([]string, len(h.Officials))
		for i, o := range h.Officials {
			names[i] = o.Name
		}
		return strings.Join(names, "; ")
	}),
	text("topik", func(h search.Hit) string {
		labels := make([]string, len(h.Topics))
		for i, t := range h.Topics {
			labels[i] = t.Label
		}
		return strings.Join(labels, "; ")
	}),
	source,
	lasting,
}

// Quotes writes the quotes of a page, with the mark of UTF-8 and the heads first where head
// is set. Several values of one cell stand between semicolons.
func (t Table) Quotes(w io.Writer, p *search.Page, head bool) error {
	return t.write(w, p, head, quoteColumns, func(h search.Hit) bool { return h.Quote != nil })
}

// Articles writes the articles of a page, as [Table.Quotes] writes quotes.
func (t Table) Articles(w io.Writer, p *search.Page, head bool) error {
	return t.write(w, p, head, articleColumns, func(search.Hit) bool { return true })
}

func (t Table) write(w io.Writer, p *search.Page, head bool, columns []column, has func(search.Hit) bool) error {
	out := csv.NewWriter(w)
	out.Comma = t.Separator
	row := make([]string, len(columns)+1)
	if head {
		if _, err := io.WriteString(w, sheet.BOM); err != nil {
			return err
		}
		for i, c := range columns {
			row[i] = c.head
		}
		row[len(columns)] = t.copiesHead()
		if err := out.Write(row); err != nil {
			return err
		}
	}
	for _, h := range p.Hits {
		if !has(h) {
			continue
		}
		for i, c := range columns {
			row[i] = c.cell(t, h)
		}
		if row[len(columns)] = ""; t.Stories {
			row[len(columns)] = strconv.Itoa(h.Copies)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// copiesHead heads the number of further places, and says what a line is.
func (t Table) copiesHead() string {
	if t.Stories {
		return "salinan di tempat lain (semua salinan dalam satu baris)"
	}
	return "salinan (setiap tempat punya baris sendiri)"
}

// publishedOn returns the day of publication. The date of an article that tells none is that
// of its event.
func publishedOn(h search.Hit) string {
	if h.DateBasis == "published" {
		return h.Date
	}
	return ""
}

func publisherOf(h search.Hit) article.Office {
	if h.Publisher == nil {
		return article.Office{}
	}
	return *h.Publisher
}

func roleOf(h search.Hit) article.Role {
	if h.Quote.Role == nil {
		return article.Role{}
	}
	return *h.Quote.Role
}

// roleSource says where the post of a speaker is from.
func roleSource(h search.Hit) string {
	switch role := h.Quote.Role; {
	case role == nil:
		return ""
	case role.Basis == article.ByRoster:
		return "daftar pejabat"
	case role.Basis == article.ByElsewhere:
		return "berita lain"
	}
	return "naskah"
}

// checkedBy says who checked a quote: an editor who named its speaker. Readers are not told
// which.
func checkedBy(h search.Hit) string {
	if h.Quote.Because == archive.BecauseDecided {
		return "redaksi"
	}
	return ""
}

package render_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/archive"
	"warta/index/search"
	"warta/index/sheet"
	"warta/server/render"
	"warta/server/web"
)

func page(text string) *search.Page {
	q := article.Quote{ID: "k1", Kind: article.Direct, Text: text, Speaker: &article.Person{Name: "Budi"}, Confidence: 0.9}
	return &search.Page{Total: 1, TookMS: 1.5, Hits: []search.Hit{{
		ID: "a1", Title: text, Date: "2025-11-04", Publisher: &article.Office{Name: "KPU Kota Semarang"}, Quote: &search.QuoteHit{Quote: q},
	}}}
}

func TestJSONKeepsMarksReadable(t *testing.T) {
	t.Parallel()
	got, err := render.JSON(map[string]string{"title_html": "<mark>a</mark> & b"})
	if want := "{\"title_html\":\"<mark>a</mark> & b\"}\n"; err != nil || string(got) != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}

// cells reads a table strictly: the mark of UTF-8 first, every row as long as the heads, and
// in each row the cells by their heads, as a spreadsheet shows them.
func cells(t *testing.T, table string, separator rune) []map[string]string {
	t.Helper()
	body, marked := strings.CutPrefix(table, "\xEF\xBB\xBF")
	if !marked || strings.Contains(body, sheet.BOM) {
		t.Fatalf("the mark of UTF-8 does not stand at the beginning alone: %.40q", table)
	}
	r := csv.NewReader(strings.NewReader(body))
	r.Comma, r.FieldsPerRecord = separator, 0
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%v in %.400q", err, table)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		shown := map[string]string{}
		for i, cell := range row {
			text, formula := strings.CutPrefix(cell, `="`)
			switch {
			case formula && strings.Trim(text, "0123456789.,:/ -eE%") == `"`:
				cell = strings.TrimSuffix(text, `"`)
			case cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])):
				t.Errorf("the cell %s runs: %q", rows[0][i], cell)
			}
			if _, twice := shown[rows[0][i]]; twice {
				t.Errorf("two columns are called %s", rows[0][i])
			}
			shown[rows[0][i]] = cell
		}
		out = append(out, shown)
	}
	return out
}

func TestATableIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for separator, comma := range render.Separators {
		for _, words := range []string{
			"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "biasa, \"kutip\"; baris\nlagi\tdan lagi", "33.10", "2/3", "“Kita” – mulai", "", "'=1",
		} {
			hit := page(words).Hits[0]
			hit.DateBasis, hit.Copies, hit.URL = "published", 3, "https://kota-semarang.kpu.go.id/berita/1"
			hit.Publisher.Code, hit.EventDates = "33.10", []string{"2025-11-03", "2025-11-04"}
			hit.Officials, hit.Topics = []search.Named{{Name: "Budi, S.H."}, {Name: "Sri"}}, []search.Labelled{{Label: "Logistik"}}
			hit.Quote.Role = &article.Role{Title: "Ketua", Office: "KPU Kabupaten Klaten", Satker: "33.10", Basis: article.ByRoster}
			hit.Quote.Because, hit.Quote.Context = archive.BecauseDecided, words+" kata Budi."
			p := &search.Page{Hits: []search.Hit{hit, hit}}
			table := render.Table{Base: "https://warta.example.id", Separator: comma, Stories: true}
			var b bytes.Buffer
			if err := table.Quotes(&b, p, true); err != nil {
				t.Fatal(err)
			}
			if err := table.Quotes(&b, p, false); err != nil { // another page of it
				t.Fatal(err)
			}
			rows := cells(t, b.String(), comma)
			if len(rows) != 4 {
				t.Fatalf("%s, %q: %d rows", separator, words, len(rows))
			}
			for head, want := range map[string]string{
				"nomor": "k1", "tanggal terbit": "2025-11-04", "tanggal peristiwa": "2025-11-03; 2025-11-04", "pembicara": "Budi", "jabatan saat itu": "Ketua",
				"kantor": "KPU Kabupaten Klaten", "kode satker": "33.10", "sumber jabatan": "daftar pejabat", "kutipan": sheet.Mark(words), "jenis": "langsung",
				"keyakinan (%)": "90", "diperiksa oleh": "redaksi", "konteks": sheet.Mark(words + " kata Budi."), "judul": sheet.Mark(words), "penerbit": "KPU Kota Semarang",
				"kode penerbit": "33.10", "alamat sumber": hit.URL, "alamat tetap": "https://warta.example.id/kutipan/k1", "sitasi": web.Citation(hit),
				"salinan di tempat lain (semua salinan dalam satu baris)": "3",
			} {
				if got, has := rows[3][head]; !has || got != want {
					t.Errorf("%s, %q: %s is %q, want %q", separator, words, head, got, want)
				}
			}
			b.Reset()
			table.Stories = false
			hit.Quote = nil
			if err := table.Articles(&b, &search.Page{Hits: []search.Hit{hit, hit}}, true); err != nil {
				t.Fatal(err)
			}
			rows = cells(t, b.String(), comma)
			for head, want := range map[string]string{
				"nomor": "a1", "tanggal terbit": "2025-11-04", "tanggal peristiwa": "2025-11-03; 2025-11-04", "judul": sheet.Mark(words), "penerbit": "KPU Kota Semarang",
				"kode penerbit": "33.10", "pejabat": "Budi, S.H.; Sri", "topik": "Logistik", "alamat sumber": hit.URL, "alamat tetap": "https://warta.example.id/artikel/a1",
				"salinan (setiap tempat punya baris sendiri)": "",
			} {
				if got, has := rows[1][head]; !has || got != want {
					t.Errorf("%s, %q: %s of an article is %q, want %q", separator, words, head, got, want)
				}
			}
		}
	}
}

// What is not known is an empty cell: no day of publication out of an event, no post, no
// editor.
func TestATableInventsNothing(t *testing.T) {
	t.Parallel()
	p := page("Kita mulai.")
	p.Hits[0].DateBasis, p.Hits[0].Publisher, p.Hits[0].Quote.Speaker = "event", nil, nil
	var b bytes.Buffer
	if err := (render.Table{Separator: ';'}).Quotes(&b, p, true); err != nil {
		t.Fatal(err)
	}
	row := cells(t, b.String(), ';')[0]
	for _, head := range []string{"tanggal terbit", "tanggal peristiwa", "pembicara", "jabatan saat itu", "kantor", "kode satker", "sumber jabatan", "diperiksa oleh", "penerbit", "kode penerbit", "alamat sumber"} {
		if got, has := row[head]; !has || got != "" {
			t.Errorf("%s is %q", head, got)
		}
	}
}

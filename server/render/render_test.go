package render_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index/search"
	"warta/server/render"
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

func TestNoCellRunsInASpreadsheet(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "biasa, \"kutip\"\nbaris", ""} {
		var b bytes.Buffer
		if err := render.QuotesCSV(&b, page(text), true); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != len(rows[0]) {
			t.Fatalf("%q: %v, %v", text, rows, err)
		}
		for i, cell := range rows[1] {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%q: the cell %s is %q", text, rows[0][i], cell)
			}
			if rows[0][i] == "text" && strings.TrimPrefix(cell, "'") != text {
				t.Errorf("%q became %q", text, cell)
			}
		}
	}
}

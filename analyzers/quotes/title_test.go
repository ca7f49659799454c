package quotes_test

import (
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/satker"
)

func TestATitleIsVerbatimBetweenMarksAlone(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		title    string
		text     string // "": no quote in the title
		verbatim bool
	}{
		{"Rina: Arsip Harus Rapi", "Arsip Harus Rapi", false},
		{`Rina: "Arsip Harus Rapi"`, "Arsip Harus Rapi", true},
		{"Rina: “Arsip Harus Rapi”", "Arsip Harus Rapi", true},
		{"Rina: “Arsip Harus Rapi!”", "Arsip Harus Rapi!", true},
		{"Rina: „Arsip Harus Rapi‟", "Arsip Harus Rapi", true},
		{"Rina: «Arsip Harus Rapi»", "Arsip Harus Rapi", true},
		{`Rina: "Arsip Harus Rapi”`, "Arsip Harus Rapi", true},
		{"Rina: 'Arsip Harus Rapi'", "Arsip Harus Rapi", true},
		{"Rina: ‘Arsip Harus Rapi’", "Arsip Harus Rapi", true},
		{"Rina: ''Arsip Harus Rapi''", "Arsip Harus Rapi", true},
		{`Rina Ingatkan PPK: "Arsip Harus Rapi".`, "Arsip Harus Rapi", true},
		{`Rina: "Jangan Sampai Jum'at Libur"`, "Jangan Sampai Jum'at Libur", true},
		{`Rina: Arsip Adalah "Ingatan Lembaga"`, `Arsip Adalah "Ingatan Lembaga`, false},
		{`Rina: "Ingatan Lembaga" Ada di Arsip`, `Ingatan Lembaga" Ada di Arsip`, false},
		{`Rina: "Arsip Rapi" dan "Gudang Bersih"`, `Arsip Rapi" dan "Gudang Bersih`, false},
		{`Rina: "Arsip Harus Rapi`, "Arsip Harus Rapi", false},
		{`"Arsip Harus Rapi," Pesan Rina`, "Arsip Harus Rapi,", true},
		{`“Arsip Rapi” dan “Gudang Bersih”, Kata Rina`, "Arsip Rapi” dan “Gudang Bersih", false},
		{"KPU Kota Salatiga: Kami Siap", "Kami Siap", false},
		{`KPU Kota Salatiga: "Kami Siap"`, "Kami Siap", true},
		{"KPU Kota Salatiga Gelar Rapat", "", false},
	} {
		a := read(g, "33.73", tt.title, "Ketua KPU Kota Salatiga, Rina Wulandari, membuka rapat.")
		var got article.Quote
		for _, q := range a.Quotes {
			if q.Kind == article.TitleQuote {
				got = q
			} else if q.Verbatim {
				t.Errorf("%s: verbatim is a quote of the kind %s", tt.title, q.Kind)
			}
		}
		if got.Text != tt.text || got.Verbatim != tt.verbatim {
			t.Errorf("%s: got %q, verbatim %v; want %q, %v", tt.title, got.Text, got.Verbatim, tt.text, tt.verbatim)
		}
	}
}

package quotes_test

import (
	"strings"
	"testing"
	"time"

	"warta/analyzers/officials"
	"warta/analyzers/quotes"
	"warta/analyzers/satker"
)

// hostile are pieces that, repeated, have tempted parsers into quadratic time.
var hostile = []string{
	`"`, "“", "” ", "(", `"Ya," `, `"Ya," ujarnya. `, `"Ya," kata Rina. `, "“Ya, ", "Ketua KPU ", "Rina ", "kata ", "kata Rina, ", ", kata dia, ",
	"Rina menegaskan bahwa ", "Rina menegaskan ia ", "menurut ", "Menurutnya, ", "Ia mengatakan ya. ", "disampaikan oleh ", ". ", ", ", "menyebut “x” ",
	"Ketua KPU mengatakan dan ", "Ketua KPU dan Ketua KPU menegaskan ", "”ya”\u00a0", `"Satu dua tiga empat lima enam." `, "Ketua KPU X menilai. ",
	"Anggota KPU X, Rina Wulandari, menilai A dan ", "Jika ya, katanya, ", "yang dinilai, kata Rina, ", "“Ya, ujar Rina. ", `"Ya." Demikian bunyi `, "Seorang ",
	`"Ya," kata pedagang itu. `, `"Ya," kata pria asal Rina itu. `, "Narasumber Rina Wulandari dan ", "Rina menegaskan A, mengajak B, ", "Hal itu disampaikan Rina. ",
	"dikatakan Rina, ", "'Ya,' kata Rina. ", "'Ya ", "Rina didampingi Rina, ", "pesan Rina: ", "Pembina apel ", "Perempuan itu menilai ya. ", "“Ya” – Rina. ",
}

// TestLinear holds that twenty times the text takes nothing like four hundred
// times as long. The limit leaves room for a busy machine.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range hostile {
		took := func(size int) time.Duration {
			in := officials.Input{Paragraphs: []string{strings.Repeat(piece, size/len(piece))}, Offices: g}
			start := time.Now()
			quotes.Find(quotes.Input{People: officials.Find(in)})
			return time.Since(start)
		}
		small, large := took(25_000), took(500_000)
		for try := 0; try < 2 && large > 80*small; try++ {
			small, large = max(small, took(25_000)), min(large, took(500_000))
		}
		if large > time.Second && large > 80*small {
			t.Errorf("500 kB of %q took %v, 25 kB %v", piece, large, small)
		}
	}
}

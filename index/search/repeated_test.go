package search_test

import (
	"reflect"
	"strings"
	"testing"

	"warta/index"
	"warta/index/internal/cast"
	"warta/index/search"
	"warta/index/search/searchtest"
)

// What is typed twice counts once: the answer is that to the text without the repetition, mode,
// order and scores alike.
func TestWordsTypedTwiceCountOnce(t *testing.T) {
	t.Parallel()
	s := searchtest.NewShelf(
		t,
		cast.Plain("a", "2025-01-01", "Data pemilih Bau Bau", "KPU Kota Bau Bau menata data pemilih dan gudang logistik pemilu."),
		cast.Plain("b", "2025-01-02", "Pemilih pemula", "Sekolah menerima pemilih pemula."),
		cast.Plain("c", "2025-01-03", "Gudang", "Gudang logistik dan undang-undang."),
		telling(said{id: "q", who: "Wisnu Hartawan", role: "Ketua @33.28", words: "Pemilih kita data di gudang."}),
		telling(said{id: "r", who: "Rini Astuti", role: "Anggota @33.28", words: "Data kita simpan."}),
	)
	for again, once := range map[string]string{
		"pemilih pemilih pemilih pemilih":                     "pemilih",
		"Pemilih pemilih, PEMILIH":                            "Pemilih",
		"data pemilih data pemilih":                           "data pemilih",
		"data gudang pemilih data gudang":                     "data gudang pemilih",
		"pemilih dan gudang dan pemilih dan gudang dan":       "pemilih dan gudang dan",
		"gudang logistik pemilu pemilih gudang logistik":      "gudang logistik pemilu pemilih",
		"mei 2025 gudang mei 2025":                            "mei 2025 gudang",
		"pkpu 8/2024 pkpu 8/2024 gudang":                      "pkpu 8/2024 gudang",
		"wisnu hartawan gudang wisnu hartawan":                "wisnu hartawan gudang",
		"ketua kpu kabupaten tegal ketua kpu kabupaten tegal": "ketua kpu kabupaten tegal",
		"wisnu wisnu":                       "wisnu",
		"Wisnu, wisnu wisnu":                "wisnu",
		"wysnu wysnu":                       "wysnu",
		"astutik astutik gudang":            "astutik gudang",
		"rini rini data":                    "rini data",
		"kpu 2025 2025 pemilih":             "kpu 2025 pemilih",
		"kpu tegal tegal":                   "kpu tegal",
		"bau bau bau":                       "bau bau",
		"gudang gudang -pemula":             "gudang -pemula",
		"apa kata wisnu soal gudang gudang": "apa kata wisnu soal gudang",
		"paslon pasangan calon paslon":      "paslon pasangan calon",
	} {
		for _, of := range []index.Of{index.Articles, index.Quotes} {
			x, y := s.Ask(search.Query{Of: of, Text: again}), s.Ask(search.Query{Of: of, Text: once})
			if x.Query.Mode != y.Query.Mode || x.Total != y.Total || !reflect.DeepEqual(scores(x), scores(y)) {
				t.Errorf("%d: %q finds %d (%s) %v, %q finds %d (%s) %v", of, again, x.Total, x.Query.Mode, scores(x), once, y.Total, y.Query.Mode, scores(y))
			}
		}
	}
	for _, text := range []string{"kpu kota bau bau", "undang undang"} { // names and words that are written twice
		if x := s.Ask(search.Query{Text: text}); x.Total == 0 || x.Query.Mode != "all" {
			t.Errorf("%q finds %d, mode %s", text, x.Total, x.Query.Mode)
		}
	}
}

// scores returns the ids of the hits of a page with their scores.
func scores(p *search.Page) map[string]float64 {
	out := make(map[string]float64)
	for _, h := range p.Hits {
		id := h.ID
		if h.Quote != nil {
			id = h.Quote.ID
		}
		out[strings.TrimSpace(id)] = h.Score
	}
	return out
}

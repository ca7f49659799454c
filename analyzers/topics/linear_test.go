package topics_test

import (
	"strings"
	"testing"
	"time"

	"warta/internal/race"
)

// hostile are pieces that, repeated, hold as many hits, pairs and near misses as
// a text can.
var hostile = []string{
	"kpu ", "kpu malaysia ", "antarwaktu anggota kpu ", "dpt ", "daftar pemilih ", "surat suara ", "surat suara rusak ", "pemutakhiran data pemilih berkelanjutan ", "melantik anggota ppk ",
	"rekapitulasi hasil penghitungan suara tingkat ", "kampanye anti ", "Divisi Hukum ", "dihadiri KPU ", "KPU. ", "a. ", "TPS, ", "sidalih silon sipol ",
	"pencocokan dan penelitian dan ", "jerman pemilu ", "\xff ", "e-", "'",
}

// TestLinear holds that twenty times the text takes nothing like four hundred
// times as long. The limit leaves room for a busy machine.
func TestLinear(t *testing.T) {
	if race.Enabled {
		t.Skip("growth is measured in one goroutine")
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	taxonomy := load(t)
	for _, piece := range hostile {
		took := func(size int) time.Duration {
			text := strings.Repeat(piece, size/len(piece))
			start := time.Now()
			taxonomy.Find(text[:size/10], []string{text}, true)
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

package officials_test

import (
	"strings"
	"testing"
	"time"

	"warta/analyzers/officials"
	"warta/analyzers/satker"
)

// hostile are pieces that, repeated, have tempted parsers into quadratic time.
var hostile = []string{
	`"`, "(", ")", "Ketua KPU ", "Rina ", "Rina Wulandari, ", "Ketua KPU Rina ", "Anggota KPU Rina, ", "kata ", "Dr. ", "S.H., ", "M. ",
	"Ketua Divisi Hukum, ", "Divisi Data dan ", "Kepala Dinas ", ". ", "yang juga Ketua ", "Rina Wulandari menegaskan bahwa ", "“Ya,” ujarnya. ",
	"Bupati ", "Kepala Universitas X Y Z ", "itu ", "’’", "dan ", ", ", "Plt. ", "Kapolres A B ", "Ketua KPU itu ", "Rina, sapaan akrab ",
	"Ketua KPU X, Rina Wulandari. ", "K.H. ", "A.A.", "Gst. ", "Menurut Rakitan. ", "Direktur A B C, Dr. Rina, ", "Lurah A B C D, ", "Bendesa A ", "Guru Sari ",
	"Anggota Komisi II Budi Santoso hadir bersama DPR Jakarta. ", "warga, Rina Sari mengatakan ya. ", "Ketua DPR RI Puan Maharani ", "pengadilan",
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
			officials.Find(in)
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

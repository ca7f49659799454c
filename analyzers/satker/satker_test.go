package satker_test

import (
	"testing"

	"warta/analyzers/satker"
)

func load(tb testing.TB) *satker.Gazetteer {
	tb.Helper()
	g, err := satker.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

func TestBodiesTakeTheNamesOfTheGazetteer(t *testing.T) {
	t.Parallel()
	g := load(t)
	for _, c := range []struct{ typed, name, code string }{
		{"KPU Kab. Jepara", "KPU Kabupaten Jepara", "33.20"},
		{"KPU Provinsi", "KPU Provinsi Sulawesi Selatan", "73"},
		{"KPU", "KPU Kabupaten Sinjai", "73.07"},
		{"Komisi Pemilihan Umum (KPU) RI", "KPU RI", "00"},
		{"Bawaslu DIY", "Bawaslu Daerah Istimewa Yogyakarta", ""},
		{"Bawaslu Kab. OKU Selatan", "Bawaslu Kabupaten Ogan Komering Ulu Selatan", ""},
		{"Polda Sulsel", "Polda Sulawesi Selatan", ""},
		{"Panwaslu Kab. TTS", "Panwaslu Kabupaten Timor Tengah Selatan", ""},
		{"Polda Metro Jaya", "Polda Metro Jaya", ""},
		{"Bawaslu Kota Semarang", "Bawaslu Kota Semarang", ""},
	} {
		got, ok := g.ResolveBody(c.typed, satker.Context{Publisher: "73.07"})
		if want := (satker.Body{Name: c.name, Satker: c.code}); !ok || got != want {
			t.Errorf("ResolveBody(%q) = %v, %v, want %v", c.typed, got, ok, want)
		}
	}
}

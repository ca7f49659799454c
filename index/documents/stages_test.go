package documents_test

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/index"
	"warta/index/documents"
	"warta/index/indextest/judged"
)

// The stages of the built-in articles, read by hand: about half of all articles are of the days of
// some stage, and these alone are of one.
func TestStagesOfTheBuiltInArticles(t *testing.T) {
	t.Parallel()
	reader, err := analyzers.New()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Supervisi Pelantikan Pantarlih di Lhokseumawe, KIP Aceh Ingatkan Ketelitian Coklit": "pilkada-2024.coklit",
		"KPU Sumut Ingatkan Parpol Soal Laporan Dana Kampanye":                               "pemilu-2019.kampanye",
		"Coklit Serentak Dimulai, Bupati Ketapang Jadi Warga Pertama yang Didata":            "pilkada-2020.coklit",
		"Debat Kedua Pilgub Kaltim Angkat Tema “Tata Ruang dan Lingkungan Hidup”":            "pilkada-2024.kampanye",
		"KPU Jatim Buka Penyerahan Dukungan Minimal Bakal Calon DPD":                         "pemilu-2024.pencalonan-dpd",
		"Uji Publik Rancangan Dapil, Warga Kademangan Usulkan Perubahan":                     "pemilu-2024.penataan-dapil",
		"KPU OKU SELATAN TETAPKAN DPT PILKADA 2020":                                          "pilkada-2020.pemutakhiran-data-pemilih",
		"Verifikasi Administrasi Bacaleg di Muna,KPU Temukan Ijazah Belum Dilegalisasi":      "pemilu-2024.pencalonan-dpr-dprd",
		"KPU PROVINSI GORONTALO TETAPKAN PASANGAN CALON GUBERNUR DAN WAKIL GUBERNUR":         "pilkada-2024.penetapan-paslon",
		"KPU DIY Evaluasi Pekan Pertama Kampanye Terbuka":                                    "pemilu-2014.kampanye",
		"Deklarasi Kampanye Damai, Tiga Paslon Bupati Mimika Tanda Tangani Ikrar":            "pilkada-2024.kampanye",
		"Dua Hari Maraton, Rekapitulasi Tingkat Kota Yogyakarta Tuntas":                      "pilkada-2024.rekapitulasi",
		"Satu Bakal Pasangan Calon Perseorangan Serahkan Dukungan di KPU Sikka":              "pilkada-2024.dukungan-perseorangan",
		"ASN CILEGON DIMINTA TAHAN JEMPOL SELAMA KAMPANYE":                                   "pilkada-2024.kampanye",
		"KPU Sumenep Klarifikasi Keanggotaan Ganda Partai Politik":                           "pemilu-2024.verifikasi-parpol",
	}
	articles, err := judged.Articles(reader, judged.Samples)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		var got, alone []string
		for _, keys := range documents.Of(documents.Change{ID: a.ID, Article: a})[0].Keys {
			if keys.Field == index.KeyStage {
				got = keys.Values
			}
		}
		for _, keys := range documents.StageKeys(a) {
			if keys.Field == index.KeyStage {
				alone = keys.Values
			}
		}
		if !slices.Equal(alone, got) {
			t.Errorf("%q is of %q by itself, of %q in its document", a.Title, alone, got)
		}
		stage := want[a.Title]
		delete(want, a.Title)
		election, _, _ := strings.Cut(stage, ".")
		if stage == "" && got != nil || stage != "" && !slices.Equal(got, []string{stage, election}) {
			t.Errorf("%q is of %q, want %q", a.Title, got, stage)
		}
	}
	if len(want) > 0 {
		t.Errorf("no article has the titles of %q", want)
	}
}

package topics_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
)

// A piece is an article with the leaves that it should get, the main one first.
type piece struct {
	name, title string
	paragraphs  []string
	leaves      []string
}

// pieces reads articles that begin with "== name: leaves".
func pieces(t *testing.T, file string) []piece {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []piece
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		head, isHead := strings.CutPrefix(line, "== ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case isHead:
			name, leaves, _ := strings.Cut(head, ":")
			all = append(all, piece{name: name, leaves: strings.Fields(leaves)})
		case len(all) == 0:
			t.Fatalf("%s: %q stands before the first article", file, line)
		case all[len(all)-1].title == "":
			all[len(all)-1].title = line
		default:
			all[len(all)-1].paragraphs = append(all[len(all)-1].paragraphs, line)
		}
	}
	return all
}

// Football, weather, prices, crime, health, elections abroad: most of them hold
// cues of some leaf, and nothing is better than a guess.
func TestGeneralPressHasNoTopics(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	for _, p := range pieces(t, "testdata/general.txt") {
		if got := taxonomy.Find(p.title, p.paragraphs, false); len(got) > 0 {
			t.Errorf("%s: %q\n got %v, want none", p.name, p.title, got)
		}
	}
}

// An office that holds a blood test or a game of futsal tells of it in words that
// stand in the cues of leaves.
func TestOfficeLife(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	all := pieces(t, "testdata/office.txt")
	var wrong []string
	for _, p := range all {
		got := idsOf(taxonomy.Find(p.title, p.paragraphs, true))
		if len(p.leaves) == 0 && len(got) > 0 {
			t.Errorf("%s: %q\n got %v, want none", p.name, p.title, got)
		}
		if !slices.Equal(got, p.leaves) {
			wrong = append(wrong, fmt.Sprintf("%s: %q got %v, want %v", p.name, p.title, got, p.leaves))
		}
	}
	if len(wrong)*10 > len(all) {
		t.Errorf("%d of %d articles got other topics, want at most one in ten:\n%s", len(wrong), len(all), strings.Join(wrong, "\n"))
	}
}

// The same cues tell of a leaf where the article speaks of elections here.
func TestAnArticleMustSpeakOfElectionsHere(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	for _, c := range []struct {
		about, title, lead string
		office             bool
		want               string
	}{
		{"no word of the field", "Arsip Kota Dipindai", "Arsiparis memindai arsip inaktif sesuai jadwal retensi.", false, ""},
		{"an office published it", "Arsip Kantor Dipindai", "Arsiparis memindai arsip inaktif sesuai jadwal retensi.", true, "arsip"},
		{"the title names the office", "KPU Pindai Arsip", "Arsiparis memindai arsip inaktif sesuai jadwal retensi.", false, "arsip"},
		{"elections abroad", "Debat Kandidat Pemilu Jerman Memanas", "Debat publik kedua menjelang pemilu membahas pajak.", false, ""},
		{"elections here", "Debat Kandidat Pilkada Memanas", "Debat publik kedua menjelang pemungutan suara membahas pajak.", false, "debat"},
		{"an office tells of abroad", "PPLN Malaysia Buka Kotak Suara Keliling", "Pemilih luar negeri mencoblos di kebun dengan kotak suara keliling.", false, "luar-negeri"},
		{"an acronym of builders", "PSU Perumahan Diserahkan", "Pengembang menyerahkan PSU kepada pemerintah kota. PSU itu segera diperbaiki.", false, ""},
		{"the same of voting", "PSU Digelar di Tiga TPS", "Pemilih mencoblos sekali lagi dalam PSU itu.", false, "psu"},
		{"an acronym proves nothing beside politics", "Proyek DPT Ambruk", "Dinding itu roboh pada malam hari. Pengurus partai politik meninjau proyek DPT itu.", false, ""},
		{"two acronyms prove each other", "PPK Lantik Anggota PPS", "Pelantikan PPS berlangsung di pendapa.", false, "pelantikan-adhoc"},
		{"two acronyms of builders", "PPK Proyek PSU Ditahan", "Kontraktor proyek PSU itu ikut ditahan.", false, ""},
		{"the KPU of customs", "KPU Bea Cukai Musnahkan Rokok", "KPU memusnahkan rokok ilegal dengan cara dibakar.", false, ""},
		{"the KPU beside customs", "KPU Kota Batam dan KPU Bea Cukai Musnahkan Surat Suara", "Surat suara rusak dimusnahkan.", false, "pemusnahan-logistik"},
		{"the KPU of another country", "KPU Malaysia Tetapkan Perolehan Kursi", "KPU menetapkan perolehan kursi hasil pileg.", false, ""},
		{"the KPU visits another", "KPU RI dan KPU Malaysia Simulasikan Pemungutan Suara", "Simulasi pemungutan suara digelar bersama.", false, "simulasi"},
		{"a regent's debate names a country", "Cabup Sindir Investor Korea dalam Debat Publik", "Debat publik pilbup kedua membahas pabrik.", false, "debat"},
		{"words of elections abroad", "Pilpres Korea, Debat Kandidat Memanas", "Capres dan paslon lain bertemu dalam debat publik, surat suara dicetak.", false, ""},
		{"a list of guests", "Pasar Malam Dibuka", "Acara dihadiri Ketua KPU, Bawaslu, dan Kapolres.", false, ""},
	} {
		got := idsOf(taxonomy.Find(c.title, []string{c.lead}, c.office))
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) == 0 || got[0] != c.want) {
			t.Errorf("%s: %q\n got %v, want %q first", c.about, c.title, got, c.want)
		}
	}
}

// What the title is about goes before what the body says more of.
func TestTheTitleSaysWhatComesFirst(t *testing.T) {
	t.Parallel()
	got := idsOf(load(t).Find("KPU Bitung Tetapkan Wali Kota Terpilih", []string{
		"KPU Kota Bitung menetapkan pasangan calon terpilih, Kamis.",
		"Penetapan menunggu Mahkamah Konstitusi. Registrasi perkara konstitusi tidak memuat sengketa hasil dari kota itu.",
	}, true))
	if len(got) == 0 || got[0] != "penetapan-paslon-terpilih" {
		t.Errorf("got %v, want penetapan-paslon-terpilih first", got)
	}
}

// The name of a system that the body mentions once is a further topic, never the
// main one.
func TestASystemNamedInPassingIsNotTheMainTopic(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	lead := "Ketua KPU Kabupaten Sigi menyampaikan terima kasih kepada seluruh jajaran. " +
		"Ia mengenang perjalanan lima tahun yang dilalui bersama, dari rapat pertama sampai hari ini. " +
		"Menurutnya kebersamaan itu yang membuat pekerjaan berat terasa ringan dan patut dikenang oleh semua orang di kantor."
	body := "Salah seorang staf pernah menjadi operator Sidalih."
	if got := taxonomy.Find("KPU Sigi Kenang Lima Tahun", []string{lead, body}, true); len(got) > 0 {
		t.Errorf("got %v, want none", got)
	}
	got := idsOf(taxonomy.Find("KPU Sigi Gelar Pleno PDPB", []string{lead, body}, true))
	if !slices.Equal(got, []string{"pdpb", "sidalih"}) {
		t.Errorf("got %v, want pdpb, sidalih", got)
	}
}

// A text that is said twice or three times is about the same.
func TestRepeatingATextDoesNotChangeItsTopics(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	all := slices.Concat(pieces(t, "testdata/general.txt"), pieces(t, "testdata/office.txt"))
	for _, file := range []string{"headlines", "otherwords", "several"} {
		for _, s := range stories(t, "testdata/"+file+".tsv") {
			all = append(all, piece{name: s.title, title: s.title, paragraphs: []string{s.lead}})
		}
	}
	for i := range all { // longer articles, of several matters
		next := all[(i+7)%len(all)]
		all = append(all, piece{
			name: all[i].name + " and " + next.name, title: all[i].title,
			paragraphs: slices.Concat(all[i].paragraphs, next.paragraphs, all[(i+31)%len(all)].paragraphs),
		})
	}
	for _, p := range all {
		for _, office := range []bool{false, true} {
			want := taxonomy.Find(p.title, p.paragraphs, office)
			twice := slices.Concat(p.paragraphs, p.paragraphs)
			for _, paragraphs := range [][]string{twice, slices.Concat(twice, p.paragraphs)} {
				if got := taxonomy.Find(p.title, paragraphs, office); !slices.Equal(got, want) {
					t.Errorf("%s, %d paragraphs: got %v, want %v as of %d", p.name, len(paragraphs), got, want, len(p.paragraphs))
				}
			}
		}
	}
}

func idsOf(found []article.Topic) []string {
	var all []string
	for _, topic := range found {
		all = append(all, topic.ID)
	}
	return all
}

// Acronyms of elections have other meanings, and other countries elect too; what
// is usual in elections gets its own topic and none that is only near.
func TestHomonymsAndUsualMatters(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	for _, file := range []string{"homonyms", "usual", "homonyms2", "usual2", "homonyms3", "usual3"} {
		for _, p := range pieces(t, "testdata/"+file+".txt") {
			office := strings.HasPrefix(p.name, "office ")
			if got := idsOf(taxonomy.Find(p.title, p.paragraphs, office)); !slices.Equal(got, p.leaves) {
				t.Errorf("%s: %q\n got %v, want %v", p.name, p.title, got, p.leaves)
			}
		}
	}
}

// A word bars a pair in its own sentence and near it, not elsewhere.
func TestAPairIsBarredByAWordNearIt(t *testing.T) {
	t.Parallel()
	taxonomy := load(t)
	const leaf = "paw-anggota-kpu"
	for _, c := range []struct {
		about, title, lead string
		want               bool
	}{
		{"no such word", "Anggota KPU Sarmi Pengganti Antarwaktu Dilantik", "Anggota KPU yang baru berharap segera bekerja.", true},
		{"behind the pair", "Anggota KPU Terima Berkas Antarwaktu dari DPRD", "Anggota KPU menerima berkas antarwaktu itu dari dewan.", false},
		{"before the pair", "DPRD Kirim Berkas Antarwaktu kepada Anggota KPU", "Dewan mengirim berkas antarwaktu kepada anggota KPU.", false},
		{"among members", "Kerja Sama Antar Anggota KPU Diperkuat", "Komunikasi antar anggota KPU dibahas dalam rapat.", false},
		{"in another sentence", "Anggota KPU Sarmi Pengganti Antarwaktu Dilantik", "Anggota KPU yang baru berharap segera bekerja. DPRD mengirim karangan bunga.", true},
	} {
		got := slices.Contains(idsOf(taxonomy.Find(c.title, []string{c.lead}, true)), leaf)
		if got != c.want {
			t.Errorf("%s: %q: %s found %v, want %v", c.about, c.title, leaf, got, c.want)
		}
	}
}

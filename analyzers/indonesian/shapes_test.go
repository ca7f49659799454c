package indonesian_test

import (
	"strings"
	"testing"

	"warta/analyzers/indonesian"
)

// shown writes tokens as the tables below do: surfaces in order, a compound as
// [whole: parts], a prefix with ~ behind it.
func shown(text string) string {
	var a indonesian.Analyzer
	var b strings.Builder
	parts := 0
	for t := range a.Tokens(text) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if t.Role == indonesian.Whole {
			b.WriteString("[" + string(t.Surface) + ":")
			parts = t.Parts
			continue
		}
		b.Write(t.Surface)
		if t.Role == indonesian.Prefix {
			b.WriteByte('~')
		}
		if parts--; parts == 0 {
			b.WriteByte(']')
		}
	}
	return b.String()
}

func TestShapes(t *testing.T) {
	t.Parallel()
	for _, group := range []struct {
		name string
		rows [][2]string
	}{
		{"words", [][2]string{
			{"KPU menetapkan DPT", "kpu menetapkan dpt"},
			{"Rapat, pleno; terbuka!", "rapat pleno terbuka"},
			{"", ""},
			{" \t\n. , - ", ""},
			{"(KPU)", "kpu"},
			{"“Kami siap,”kata Budi", "kami siap kata budi"},
			{`"jelasnya`, "jelasnya"},
			{"KPU Kota Semarang\nBagikan:", "kpu kota semarang bagikan"},
			{"PLENO—terbuka–umum", "pleno terbuka umum"},
			{"sdm&logistik", "sdm logistik"},
			{"#TemanPemilih", "[temanpemilih: teman pemilih]"},
			{"#KPUMelayani", "[kpumelayani: kpu melayani]"},
			{"#PemiluInklusif2024", "[pemiluinklusif2024: pemilu inklusif 2024]"},
			{"#kpumelayani", "kpumelayani"},
			{"@kpu_jateng", "[kpu_jateng: kpu jateng]"},
			{"100%", "100"},
			{"YouTube TikTok", "youtube tiktok"},
			{"BerAKHLAK LKjIP DPTb", "berakhlak lkjip dptb"},
		}},
		{"reduplication", [][2]string{
			{"undang-undang", "[undang-undang: undang undang]"},
			{"Undang-Undang", "[undang-undang: undang undang]"},
			{"sebaik-baiknya", "[sebaik-baiknya: sebaik baiknya]"},
			{"pukul-memukul", "[pukul-memukul: pukul memukul]"},
			{"sayur-mayur", "[sayur-mayur: sayur mayur]"},
			{"undang‐undang", "[undang-undang: undang undang]"},
			{"undang\u2011undang", "[undang-undang: undang undang]"},
			{"undang - undang", "undang undang"},
			{"undang2", "[undang2: undang 2]"},
			{"tanya-jawab", "[tanya-jawab: tanya jawab]"},
			{"masing-masing,", "[masing-masing: masing masing]"},
		}},
		{"prefixes before a name or a number", [][2]string{
			{"se-Jawa Tengah", "[se-jawa: se~ jawa] tengah"},
			{"seJawa Tengah", "[sejawa: se~ jawa] tengah"},
			{"non-KPU", "[non-kpu: non~ kpu]"},
			{"nonKPU", "[nonkpu: non~ kpu]"},
			{"ke-XXI", "[ke-xxi: ke~ xxi]"},
			{"ke-21", "[ke-21: ke~ 21]"},
			{"pasca-Pemilu", "[pasca-pemilu: pasca~ pemilu]"},
			{"anti-hoaks", "[anti-hoaks: anti~ hoaks]"},
			{"antar-lembaga", "[antar-lembaga: antar~ lembaga]"},
			{"e-PPID", "[e-ppid: e~ ppid]"},
			{"SDM-nya", "[sdm-nya: sdm nya~]"},
			{"di-PAW", "[di-paw: di~ paw]"},
			{"mem-PAW-kan", "[mem-paw-kan: mem~ paw kan~]"},
			{"KPPS-KPPS", "[kpps-kpps: kpps kpps]"},
			{"eks-Ketua", "[eks-ketua: eks~ ketua]"},
		}},
		{"numbers", [][2]string{
			{"1.265.218", "1265218"},
			{"1.100 SDM", "1100 sdm"},
			{"57,24 persen", "57,24 persen"},
			{"57.24", "57,24"},
			{"1.265.218,50", "1265218,50"},
			{"1,265,218", "1265218"},
			{"Rp29,2 M", "rp 29,2 m"},
			{"Rp 29,2 M", "rp 29,2 m"},
			{"Rp. 29.286.275.000,-", "rp 29286275000"},
			{"Rp500.000", "rp 500000"},
			{"Rp2", "rp 2"},
			{"Rp.0,5", "rp 0,5"},
			{"1,5jt", "1,5 jt"},
			{"0812-3456-789", "0812 3456 789"},
			{"5km", "5km"},
			{"5.000km", "5000 km"},
			{"29,2M", "29,2 m"},
			{"1,2,3", "1 2 3"},
			{"2019-2024", "2019 2024"},
			{"2019,2024", "2019 2024"},
			{"10.000-20.000", "10000 20000"},
			{"0,5", "0,5"},
			{"3.2.1", "3.2.1"},
			{"192.168.1.1", "192.168.1.1"},
			{"17-an", "[17-an: 17 an~]"},
			{"508.214 pemilih.", "508214 pemilih"},
			{"3 (tiga)", "3 tiga"},
			{"007", "007"},
		}},
		{"hours", [][2]string{
			{"13.00 WIB", "13.00 wib"},
			{"13:00", "13.00"},
			{"09.30", "9.30"},
			{"9.30", "9.30"},
			{"24.00", "24,00"},
			{"08.00-16.00", "8.00 16.00"},
		}},
		{"dates", [][2]string{
			{"4/11/2025", "[2025-11-04: 4 11 2025]"},
			{"04/11/2025", "[2025-11-04: 4 11 2025]"},
			{"04-11-2025", "[2025-11-04: 4 11 2025]"},
			{"4.11.2025", "[2025-11-04: 4 11 2025]"},
			{"2025-11-04", "[2025-11-04: 2025 11 4]"},
			{"4/11/25", "[2025-11-04: 4 11 25]"},
			{"(4/11)", "[4/11: 4 11]"},
			{"(04/11)", "[4/11: 4 11]"},
			{"4-5/11/2025", "4 [2025-11-05: 5 11 2025]"},
			{"32/11/2025", "[32/11/2025: 32 11 2025]"},
			{"4/13", "[4/13: 4 13]"},
			{"4 November 2025", "4 november 2025"},
			{"(11/12/2020)Setelah", "[2020-12-11: 11 12 2020] setelah"},
			{"(24/3).Pertemuan", "[24/3: 24 3] pertemuan"},
		}},
		{"decisions", [][2]string{
			{"27/HK.03.1-Kpt/1212/2025", "[27/hk.03.1-kpt/1212/2025: 27 hk 03.1 kpt 1212 2025]"},
			{"Nomor 551/PL.02-SD/3374/2024.", "nomor [551/pl.02-sd/3374/2024: 551 pl 02 sd 3374 2024]"},
			{"142/PHPU.GUB-XXIII/2025", "[142/phpu.gub-xxiii/2025: 142 phpu gub xxiii 2025]"},
			{"123-PKE-DKPP/VI/2024", "[123-pke-dkpp/vi/2024: 123 pke dkpp vi 2024]"},
			{"12/2012", "[12/2012: 12 2012]"},
			{"Nomor 7/2017", "nomor [7/2017: 7 2017]"},
			{"HK.03.1", "[hk.03.1: hk 03.1]"},
			{"PL.02.2-SD", "[pl.02.2-sd: pl 02.2 sd]"},
			{"800/123/2025.Keputusan", "[800/123/2025: 800 123 2025] keputusan"},
			{"2024/2025", "[2024/2025: 2024 2025]"},
			{"Kodim 0720/Rembang", "kodim [0720/rembang: 0720 rembang]"},
			{"No.5", "no 5"},
			{"UU No.7/2017", "uu no [7/2017: 7 2017]"},
			{"RT.01/RW.02", "rt [01/rw.02: 01 rw 02]"},
			{"B/123/KPU", "[b/123/kpu: b 123 kpu]"},
		}},
		{"hosts and addresses", [][2]string{
			{"kota-semarang.kpu.go.id", "[kota-semarang.kpu.go.id: kota semarang kpu go id]"},
			{"Sukoharjo,kpu.go.id", "sukoharjo [kpu.go.id: kpu go id]"},
			{"https://kpu.go.id", "[kpu.go.id: kpu go id]"},
			{"http://kab-rembang.kpu.go.id/berita", "[kab-rembang.kpu.go.id: kab rembang kpu go id] berita"},
			{"www.kpu.go.id.", "[www.kpu.go.id: www kpu go id]"},
			{"cekdptonline.kpu.go.id/", "[cekdptonline.kpu.go.id: cekdptonline kpu go id]"},
			{"humas@kpu.go.id", "[humas@kpu.go.id: humas kpu go id]"},
			{"budi.santoso@gmail.com", "[budi.santoso@gmail.com: budi santoso gmail com]"},
			{"Semarang, kota-semarang.kpu.go.id - Komisi", "semarang [kota-semarang.kpu.go.id: kota semarang kpu go id] komisi"},
			{"sulut.kpu.go.id.Rapat", "[sulut.kpu.go.id: sulut kpu go id] rapat"},
			{"kpu@", "kpu"},
		}},
		{"initials and degrees", [][2]string{
			{"S.H.", "sh"},
			{"SH", "sh"},
			{"S.H.,M.H.", "sh mh"},
			{"M.Si", "msi"},
			{"S.Pd.I.", "spdi"},
			{"A.Md.Keb", "amdkeb"},
			{"Ph.D", "phd"},
			{"LL.M.", "llm"},
			{"K.H. Ahmad", "kh ahmad"},
			{"Dr. H. Budi", "dr h budi"},
			{"Dr.Ir.Budi", "dr ir budi"},
			{"M. Machruz", "m machruz"},
			{"A.Rahman", "a rahman"},
			{"H.Ali", "h ali"},
			{"H.M.Nurdin", "hm nurdin"},
			{"a.n. Ketua", "an ketua"},
			{"s.d. 7", "sd 7"},
			{"s/d", "sd"},
			{"u.p.", "up"},
			{"A/B", "a b"},
			{"a.n.Budi", "an budi"},
			{"U.S.A.", "usa"},
		}},
		{"acronyms", [][2]string{
			{"K.P.U.", "kpu"},
			{"DP4 P3K DAK2", "dp4 p3k dak2"},
			{"KTP-el", "[ktp-el: ktp el]"},
			{"B1-KWK", "[b1-kwk: b1 kwk]"},
			{"C1-Plano", "[c1-plano: c1 plano]"},
			{"C.Hasil", "c hasil"},
			{"DPTHP-2", "[dpthp-2: dpthp 2]"},
			{"KemenPAN-RB", "[kemenpan-rb: kemenpan rb]"},
			{"RKA-KL", "[rka-kl: rka kl]"},
			{"TNI/Polri", "tni polri"},
		}},
		{"glued punctuation and words", [][2]string{
			{"2024,Jumat", "2024 jumat"},
			{"pemilu.dirinya", "pemilu dirinya"},
			{"Triana,Azwirman", "triana azwirman"},
			{"dari6.336", "dari 6336"},
			{"KetuaKPU", "[ketuakpu: ketua kpu]"},
			{"2024.Pertemuan", "2024 pertemuan"},
			{"pasal5", "[pasal5: pasal 5]"},
			{"24jam", "[24jam: 24 jam]"},
			{"1x24jam", "[1x24jam: 1x24 jam]"},
			{"1x24 jam", "1x24 jam"},
			{"#Pemilu2024", "[pemilu2024: pemilu 2024]"},
			{"Covid-19", "[covid-19: covid 19]"},
			{"covid19", "[covid19: covid 19]"},
			{"X , Y", "x y"},
			{"kata:siap", "kata siap"},
		}},
		{"slashes", [][2]string{
			{"kab/kota", "kab kota"},
			{"kabupaten/kota", "kabupaten kota"},
			{"Kabupaten/ Kota", "kabupaten kota"},
			{"dan/atau", "dan atau"},
			{"(sty/ed. Foto: lks/KPU", "sty ed foto lks kpu"},
		}},
		{"apostrophes", [][2]string{
			{"Asy'ari", "asyari"},
			{"Asy’ari", "asyari"},
			{"Asy‘ari", "asyari"},
			{"Asy`ari", "asyari"},
			{"Asy´ari", "asyari"},
			{"Asyʼari", "asyari"},
			{"Jum'at Jum’at", "jumat jumat"},
			{"Syafi’i.", "syafii"},
			{"Qur'an", "quran"},
			{"'Ngopi Asli'", "ngopi asli"},
			{"’90an", "90an"},
			{"Ma'ruf's", "marufs"},
		}},
		{"folding", [][2]string{
			{"naïve José", "naive jose"},
			{"Jose\u0301", "jose"},
			{"deﬁnisi", "definisi"},
			{"ＫＰＵ ２０２４", "kpu 2024"},
			{"１２３．４５６", "123.456"},
			{"pe\u00admilu", "pemilu"},
			{"pe\u200bmilu", "pemilu"},
			{"\ufeffKPU\u00a0RI", "kpu ri"},
			{"Straße Łódź Ærø", "strasse lodz aero"},
			{"𝐊𝐏𝐔", "kpu"},
		}},
		{"other scripts", [][2]string{
			{"日本語", "日 本 語"},
			{"Привет, мир", "привет мир"},
			{"aпривет", "aпривет"},
			{"القرآن الكريم", "القرآن الكريم"},
			{"ꦗꦮ", "ꦗꦮ"},
			{"KPU 👍 siap", "kpu siap"},
			{"☎ 021", "021"},
		}},
	} {
		t.Run(group.name, func(t *testing.T) {
			t.Parallel()
			for _, row := range group.rows {
				if got := shown(row[0]); got != row[1] {
					t.Errorf("tokens of %q\n got %s\nwant %s", row[0], got, row[1])
				}
				check(t, row[0])
			}
		})
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	const text = "KPU se-Jawa: Asy’ari, “27/HK.03.1-Kpt/1212/2025” ﬁnal José 1.265.218 M.Si."
	want := []string{
		"KPU", "se-Jawa", "se", "Jawa", "Asy’ari", "27/HK.03.1-Kpt/1212/2025", "27", "HK", "03.1", "Kpt", "1212", "2025",
		"ﬁnal", "José", "1.265.218", "M.Si",
	}
	var got []string
	for tok := range new(indonesian.Analyzer).Tokens(text) {
		got = append(got, text[tok.Start:tok.End])
	}
	if g, w := strings.Join(got, "|"), strings.Join(want, "|"); g != w {
		t.Errorf("spans of %q\n got %s\nwant %s", text, g, w)
	}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]indonesian.Kind{
		"pemilu": indonesian.Word, "DP4": indonesian.Word, "KPU": indonesian.Acronym, "kpu": indonesian.Word,
		"S.H.": indonesian.Initials, "57,24": indonesian.Number, "2024": indonesian.Number, "13.00": indonesian.Time,
		"4/11/2025": indonesian.Date, "4/11": indonesian.Date, "27/HK.03.1-Kpt/1212/2025": indonesian.Reference,
		"kpu.go.id": indonesian.Host, "a@kpu.go.id": indonesian.Email, "мир": indonesian.Foreign,
	} {
		for tok := range new(indonesian.Analyzer).Tokens(text) {
			if tok.Kind != want {
				t.Errorf("%q is of kind %s, want %s", text, tok.Kind, want)
			}
			break
		}
	}
}

// A compound has one chain, however it was typed: that is what lets a phrase
// find it.
func TestChain(t *testing.T) {
	t.Parallel()
	chain := func(text string) string {
		var words []string
		for tok := range new(indonesian.Analyzer).Tokens(text) {
			if tok.Role != indonesian.Whole {
				words = append(words, string(tok.Surface))
			}
		}
		return strings.Join(words, " ")
	}
	for _, same := range [][]string{
		{"undang-undang", "undang undang", "Undang–Undang", "UNDANG- UNDANG"},
		{"se-Jawa Tengah", "se Jawa Tengah", "seJawa Tengah"},
		{"non-KPU", "non KPU", "nonKPU"},
		{"kab/kota", "kab. kota", "Kab./Kota", "kab-kota"},
		{"Covid-19", "Covid 19", "covid19"},
		{"4/11/2025", "04-11-2025", "4.11.2025", "4 11 2025"},
		{"27/HK.03.1-Kpt/1212/2025", "27 / HK.03.1-Kpt / 1212 / 2025", "27 HK 03.1 Kpt 1212 2025"},
		{"kota-semarang.kpu.go.id", "kota semarang kpu go id", "https://kota-semarang.kpu.go.id/"},
		{"S.H.", "SH", "s.h"},
		{"Asy'ari", "Asy’ari", "asyari"},
		{"13.00", "13:00"},
		{"1.265.218", "1265218"},
	} {
		for _, text := range same[1:] {
			if got, want := chain(text), chain(same[0]); got != want {
				t.Errorf("the chain of %q is %q, that of %q is %q", text, got, same[0], want)
			}
		}
	}
}

// What a reader types has no capitals; it must give the terms of the text.
func TestCaseChangesNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Komisi Pemilihan Umum (KPU) Provinsi Jawa Tengah, S.H., M.Si., 27/HK.03.1-Kpt/1212/2025",
		"Kota-Semarang.KPU.go.id KTP-el DPTHP-2 DP4 C.Hasil B1-KWK Rp29,2 M Covid-19 ke-XXI non-KPU",
	} {
		if got, want := shown(strings.ToLower(text)), shown(text); got != want {
			t.Errorf("in lower case %q gives\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestRoots(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"undang-undang":    "undang-undang",
		"sebaik-baiknya":   "baik",
		"pukul-memukul":    "pukul",
		"non-KPU":          "kpu",
		"se-Jawa":          "jawa",
		"pemutakhiran":     "mutakhir",
		"1.265.218":        "1265218",
		"4/11/2025":        "4 11 2025",
		"tanya-jawab":      "tanya jawab",
		"S.H.":             "sh",
		"kpu.go.id":        "kpu go id",
		"DPT menetapkan 5": "dpt tetap 5",
	} {
		var roots []string
		for tok := range new(indonesian.Analyzer).Tokens(text) {
			if len(tok.Root) > 0 {
				roots = append(roots, string(tok.Root))
			}
		}
		if got := strings.Join(roots, " "); got != want {
			t.Errorf("the roots of %q are %q, want %q", text, got, want)
		}
	}
}

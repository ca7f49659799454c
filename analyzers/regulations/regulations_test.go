package regulations_test

import (
	"reflect"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/regulations"
	"warta/analyzers/satker"
)

func gazetteer(t testing.TB) *satker.Gazetteer {
	t.Helper()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// idsIn returns the ids that a text names, each mention once.
func idsIn(text string, g *satker.Gazetteer, ctx satker.Context) string {
	var ids []string
	for _, m := range regulations.Find(text, g, ctx) {
		ids = append(ids, m.ID())
	}
	return strings.Join(ids, " ")
}

func TestFind(t *testing.T) {
	t.Parallel()
	g := gazetteer(t)
	for _, c := range []struct{ name, text, want string }{
		{"two digits of a year", "pkpu 8/24", "pkpu/8/2024"},
		{"two digits further on in a list may be anything", "PKPU 8/2024 dan 27/38 provinsi", "pkpu/8/2024"},
		{"thousands", "Keputusan KPU Nomor 1.229 Tahun 2024", "keputusan-kpu/1229/2024"},
		{"a letter", "Keputusan KPU Nomor 12A Tahun 2024", "keputusan-kpu/12a/2024"},
		{"spaces at the slashes", "Putusan MK Nomor 90 / PUU-XXI / 2023", "putusan-mk/90-puu-xxi/2023"},
		{"a judgment behind its case", "putusan MK dalam perkara Nomor 62/PUU-XXII/2024", "putusan-mk/62-puu-xxii/2024"},
		{"a judgment without the court", "mengucapkan putusan perkara Nomor 112/PHP.BUP-XIX/2021", "putusan-mk/112-php.bup-xix/2021"},
		{"a case alone is no judgment", "sidang perkara Nomor 112/PHP.BUP-XIX/2021 di MK", ""},
		{"judgments of one kind", "Putusan MK Nomor 60 dan 70/PUU-XXII/2024", "putusan-mk/60-puu-xxii/2024 putusan-mk/70-puu-xxii/2024"},
		{"several cases", "Putusan DKPP Nomor 135-136-PKE-DKPP/XII/2023", "dkpp/135-136-pke-dkpp/2023"},
		{"another judgment", "Putusan PN Niaga Nomor 90/Pdt.Sus/2023", ""},
		{"the order of payments is no regulation", "Pengadilan Niaga mengabulkan PKPU Nomor 8 Tahun 2024", ""},
		{"of several years one list", "UU Nomor 7 Tahun 2017 tentang Pemilihan Umum dan Nomor 10 Tahun 2016 tentang Pilkada", "uu/7/2017 uu/10/2016"},
		{"a number of something else between", "UU Nomor 7 Tahun 2017, Perda Nomor 3 Tahun 2020 dan Nomor 4 Tahun 2021", "uu/7/2017"},
		{"the next sentence has no kind", "PKPU Nomor 8 Tahun 2024. Dan Nomor 10 Tahun 2024 menyusul.", "pkpu/8/2024"},
		{"changed by", "UU Nomor 1 Tahun 2015 sebagaimana telah diubah terakhir dengan Nomor 6 Tahun 2020", "uu/1/2015 uu/6/2020"},
		{"one year for both names", "PKPU Nomor 8 dan PKPU Nomor 10 Tahun 2024", "pkpu/8/2024 pkpu/10/2024"},
		{"persons are no regulation", "PKPU 8/2024 dan 10 kabupaten", "pkpu/8/2024"},
		{"nor are days", "PKPU Nomor 6 Tahun 2023, 14 Februari 2024", "pkpu/6/2023"},
		{"a day in figures", "PKPU 8/2024, 10/12/2025", "pkpu/8/2024"},
		{"a decision of a day", "Keputusan KPU 27 Februari 2024", ""},
		{"the subject before the number", "Peraturan KPU tentang Pencalonan Gubernur dan Wakil Gubernur, Bupati dan Wakil Bupati, serta Wali Kota dan Wakil Wali Kota Nomor 8 Tahun 2024", "pkpu/8/2024"},
		{"the name before the number", "UU Keterbukaan Informasi Publik Nomor 14 Tahun 2008", "uu/14/2008"},
		{"the name and no word for the number", "uu pemilu 7/2017", "uu/7/2017"},
		{"a polling station", "Sosialisasi PKPU di TPS Nomor 8 Tahun 2024", ""},
		{"an announcement", "PKPU dan Pengumuman Nomor 8 Tahun 2024", ""},
		{"another office's regulation", "PKPU dan Peraturan Bupati Nomor 8 Tahun 2024", ""},
		{"the year in which it came", "Pada 2024 KPU menerbitkan PKPU Nomor 8 tentang pencalonan.", "pkpu/8/2024"},
		{"or the day", "PKPU Nomor 8 yang ditetapkan pada 1 Juli 2024 berlaku", "pkpu/8/2024"},
		{"the year of an election is none", "PKPU Nomor 8 tentang pencalonan pada Pilkada Tahun 2024", ""},
		{"behind the number", "Nomor 18 Tahun 2023 adalah PKPU tentang dana kampanye", "pkpu/18/2023"},
		{"an office in the regions", "Keputusan KPU Kabupaten Sleman Nomor 12 Tahun 2024", "keputusan-kpu-daerah/3404-12/2024"},
		{"its files", "Keputusan Nomor 31 dan Keputusan KPU Nomor 27/PL.02.3-Kpt/3404/KPU-Kab/IX/2020", "keputusan-kpu-daerah/3404-27/2020"},
		{"a province", "SK KPU Provinsi Jawa Barat No 85/2024", "keputusan-kpu-daerah/32-85/2024"},
		{"the national office", "Keputusan KPU Republik Indonesia Nomor 12 Tahun 2024", "keputusan-kpu/12/2024"},
		{"an office that is not known", "Keputusan KPU Kabupaten Antah Berantah Nomor 12 Tahun 2024", ""},
		{"the constitution", "UUD 1945 Pasal 22E", ""},
		{"no year of the future or the past", "PKPU 8/2124, UU 7/1817", ""},
		{"brackets", "(PKPU No. 8/2024)", "pkpu/8/2024"},
		{"no letters but marks", "PKPU — “8/2024”", "pkpu/8/2024"},
		{"broken bytes", "PKPU \xff 8/2024", ""},
	} {
		if got := idsIn(c.text, g, satker.Context{}); got != c.want {
			t.Errorf("%s: %q: got %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

// A judgment has one number, however its zeros, marks and parts are written.
func TestJudgmentsHaveOneNumber(t *testing.T) {
	t.Parallel()
	g := gazetteer(t)
	for text, want := range map[string]string{
		"Putusan MK Nomor 055 dan 055a/PUU-XVII/2019":                        "",
		"Putusan MK Nomor 020 dan 055/PUU-XVII/2019":                         "putusan-mk/20-puu-xvii/2019 putusan-mk/55-puu-xvii/2019",
		"Putusan MK Nomor 012-016-019/PUU-IV/2006":                           "putusan-mk/12-16-19-puu-iv/2006",
		"putusan mk 080/puu/2022":                                            "putusan-mk/80-puu-xx/2022",
		"putusan mk 80/puu tahun 2022":                                       "putusan-mk/80-puu-xx/2022",
		"Putusan MK Nomor 80/PUU-XX Tahun 2022":                              "putusan-mk/80-puu-xx/2022",
		"Putusan MK Nomor 80-PUU-XX/2022":                                    "putusan-mk/80-puu-xx/2022",
		"Putusan MK Nomor 80/PUU/XX/2022":                                    "putusan-mk/80-puu-xx/2022",
		"Putusan MK Nomor 80/PUU.XX/2022":                                    "putusan-mk/80-puu-xx/2022",
		"Putusan MK Nomor 01/PHPU-PRES/XVII/2019":                            "putusan-mk/1-phpu.pres-xvii/2019",
		"Putusan MK Nomor 01/PHPU.PRES-XVII/2019":                            "putusan-mk/1-phpu.pres-xvii/2019",
		"Putusan MK Nomor 146-02-05-12/PHPU.DPR-DPRD-XXII/2024":              "putusan-mk/146-2-5-12-phpu.dpr-dprd-xxii/2024",
		"Putusan MK Nomor 54/PUU-XVI dan 55/PUU-XVI/2018":                    "putusan-mk/54-puu-xvi/2018 putusan-mk/55-puu-xvi/2018",
		"Putusan MK Nomor 80/PUU-XXI/2022, yang tahun dan sidangnya berbeda": "",
		"Putusan MK Nomor 0/PUU-XX/2022":                                     "",
		"Putusan MK Nomor 80/PUU--XX/2022":                                   "",
		"Putusan MK Nomor 80/PUU-XXXXV/2022":                                 "",
		"Putusan MK Nomor 80/PUU-20/2022":                                    "",
		"Putusan MK Nomor 80/PUU-I/2002":                                     "",
		"Putusan MK Nomor 80/PUU":                                            "",
		"Putusan DKPP Nomor 076-PKE-DKPP/VI/2021":                            "dkpp/76-pke-dkpp/2021",
		"Putusan DKPP Nomor 076 dan 078-PKE-DKPP/VI/2021":                    "dkpp/76-pke-dkpp/2021 dkpp/78-pke-dkpp/2021",
		"putusan dkpp nomor 76-pke-dkpp tahun 2021":                          "dkpp/76-pke-dkpp/2021",
		"Putusan DKPP Nomor 76-PKE-DKPP/Juni/2021":                           "",
	} {
		if got := idsIn(text, g, satker.Context{}); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// A judgment without its code is one of a law where the court had no other cases of such a number
// in that year; in 2025 it had cases 135 both of laws and of elections of regents.
func TestJudgmentsWithoutTheirCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"putusan mk nomor 135 tahun 2024":                                "putusan-mk/135-puu-xxii/2024",
		"Putusan Mahkamah Konstitusi No. 135 Thn. 2024":                  "putusan-mk/135-puu-xxii/2024",
		"Putusan MK 80/2022":                                             "putusan-mk/80-puu-xx/2022",
		"putusan MK tahun 2024 nomor 135":                                "putusan-mk/135-puu-xxii/2024",
		"Putusan MK Nomor 60 dan 70 Tahun 2024":                          "putusan-mk/60-puu-xxii/2024 putusan-mk/70-puu-xxii/2024",
		"Putusan MK Nomor 60 Tahun 2024 dan Nomor 1/PHPU.PRES-XXII/2024": "putusan-mk/60-puu-xxii/2024 putusan-mk/1-phpu.pres-xxii/2024",
		"Putusan MK Nomor 60 Tahun 2024 dan Nomor 90 Tahun 2023":         "putusan-mk/60-puu-xxii/2024 putusan-mk/90-puu-xxi/2023",
		"Putusan MK Nomor 60 dan 70/PUU-XXII/2024":                       "putusan-mk/60-puu-xxii/2024 putusan-mk/70-puu-xxii/2024",
		"putusan mk nomor 135 tahun 2025":                                "",
		"putusan mk nomor 1 tahun 2024":                                  "",
		"putusan MK 9/2023":                                              "",
		"putusan MK nomor 135-136 tahun 2024":                            "",
		"putusan MK nomor 2024 tahun 2024":                               "",
		"putusan nomor 135 tahun 2024":                                   "",
		"Putusan Bawaslu Nomor 135 Tahun 2024":                           "",
		"Putusan PN Jakarta Pusat Nomor 757 Tahun 2022":                  "",
		"putusan MK yang menguatkan putusan PN Nomor 135 Tahun 2024":     "",
		"putusan MK pada 20 Agustus 2024":                                "",
		"putusan dkpp nomor 76 tahun 2021":                               "",
	} {
		if got := idsIn(text, gazetteer(t), satker.Context{}); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Names with points, misspelt words before a number, numbers of a row and years behind a comma.
func TestOtherSpellings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"P.KPU 8/2024": "pkpu/8/2024", "P.KPU. Nomor 8 Tahun 2024": "pkpu/8/2024", "P. KPU No. 8 Tahun 2024": "pkpu/8/2024", "p.k.p.u. No 8/2024": "pkpu/8/2024",
		"P.KPU8/2024": "pkpu/8/2024", "U.U. Nomor 7 Tahun 2017": "uu/7/2017", "U.U 7/2017": "uu/7/2017", "U. U. No. 7 Tahun 2017": "uu/7/2017", "P.P. 8/2024": "pp/8/2024",
		"Perppu No 1/2022, U.U. No 7/2017":     "perpu/1/2022 uu/7/2017",
		"Ini isi P.K.P.U. Nomor 8 Tahun 2024.": "pkpu/8/2024", "Ini isi PKPU. Nomor 8 Tahun 2024.": "",
		"PKPU 8, 2024": "pkpu/8/2024", "PKPU Nomor 8, 2024 tentang pencalonan": "pkpu/8/2024", "(PKPU 8, 2024) mengatur": "pkpu/8/2024", "PKPU 8,2024": "pkpu/8/2024",
		"PKPU 8, 10, 2024": "pkpu/8/2024 pkpu/10/2024", "PKPU 8, 2024, dan UU 7, 2017.": "pkpu/8/2024 uu/7/2017", "PKPU 8, 2024 dan PKPU 10, 2024": "pkpu/8/2024 pkpu/10/2024",
		"Menurut PKPU Nomor 8, 2024 tahun pemilu": "", "Menurut PKPU Nomor 8, 2024 dan 2029 tahun pemilu": "", "PKPU 8, 2024 suara": "",
		"Keputusan KPU Nomor 1998, 2001, dan 2003 Tahun 2024": "keputusan-kpu/1998/2024 keputusan-kpu/2001/2024 keputusan-kpu/2003/2024", "Keputusan KPU 12, 2024.": "keputusan-kpu/12/2024",
		"PKPU Nomor 8, 2024 dan Nomor 10, 2024": "pkpu/8/2024 pkpu/10/2024", "PKPU Nomor 8, 2024, dan UU Nomor 7": "pkpu/8/2024",
		"PKPU ke-8 tahun 2024": "pkpu/8/2024", "PKPU ke 8 tahun 2024": "pkpu/8/2024", "PKPU ke8/2024": "pkpu/8/2024", "PKPU ke-8 dan ke-10 tahun 2024": "pkpu/8/2024 pkpu/10/2024",
		"PKPU yang ke-8, diterbitkan 2024": "", "Sosialisasi PKPU ke-8, diterbitkan pada 2024": "", "sosialisasi PKPU ke 10 kecamatan": "", "HUT PP ke-65 Tahun 2024": "",
		"peringatan UU ke-10 tahun 2024": "", "UU Desa ke-10 tahun 2024": "", "uu ke": "",
		"pkpu nomo 8 tahun 2024": "pkpu/8/2024", "pkpu nomoro 8 tahun 2024": "pkpu/8/2024", "PKPU Nomer 8 Tahun 2024": "pkpu/8/2024", "PKPU Nmoor 8 Tahun 2024": "pkpu/8/2024",
		"PKPU omor 8 Tahun 2024": "pkpu/8/2024", "PKPU nomot 8/2024": "pkpu/8/2024", "pkpu nomer8/2024": "pkpu/8/2024", "UU Pemilu nomro 7 tahun 2017": "uu/7/2017",
		"UU Pemilu motor 7 tahun 2017": "", "UU Pemilu honor 7 tahun 2017": "", "UU Pemilu nomad 7 tahun 2017": "", "UU Pemilu sumber 7 tahun 2017": "",
	} {
		if got := idsIn(text, gazetteer(t), satker.Context{}); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestTextsThatLookLikeIDs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"UU/007/2017": "uu/7/2017", "putusan-mk/080-puu-xx/2022": "putusan-mk/80-puu-xx/2022", "putusan-mk/080-081-PUU-XX/2022": "putusan-mk/80-81-puu-xx/2022",
		"putusan-mk/80-puu/2022": "putusan-mk/80-puu-xx/2022", "putusan-mk/1-phpu-pres-xvii/2019": "putusan-mk/1-phpu.pres-xvii/2019", "dkpp/076-pke-dkpp/2021": "dkpp/76-pke-dkpp/2021",
		"keputusan-kpu-daerah/3374-012/2024": "keputusan-kpu-daerah/3374-12/2024", "keputusan-kpu/1.229/2024": "keputusan-kpu/1229/2024",
		"putusan-mk/0-puu-xx/2022": "", "putusan-mk/80-puu---/2022": "", "putusan-mk/80-puu-/2022": "", "putusan-mk/80--puu-xx/2022": "", "putusan-mk/-80-puu-xx/2022": "",
		"putusan-mk/80-puu..xx/2022": "", "putusan-mk/80-puu-xxi/2022": "", "putusan-mk/80-puu-iix/2022": "", "putusan-mk/80-puu-xx-/2022": "", "putusan-mk/80-puux-xx/2022": "",
		"dkpp/76-pke-dkpp-/2021": "", "dkpp/76-pke-dkpp-vi/2021": "", "keputusan-kpu-daerah/00-12/2024": "", "uu/7/2017/": "", "": "",
	} {
		r, ok := regulations.ParseLoose(text)
		if ok != (want != "") || ok && r.ID() != want {
			t.Errorf("%q: got %q, %v, want %q", text, r.ID(), ok, want)
		}
		if r, ok := regulations.Parse(text); ok {
			t.Errorf("%q is an id: %+v", text, r)
		}
	}
}

// The office of the article decides what its words leave open.
func TestFindTakesTheOfficeOfTheArticle(t *testing.T) {
	t.Parallel()
	g := gazetteer(t)
	for code, want := range map[string]string{"33.74": "keputusan-kpu-daerah/3374-12/2024", "": ""} {
		if got := idsIn("Keputusan KPU Kota Nomor 12 Tahun 2024", g, g.NewContext(code)); got != want {
			t.Errorf("publisher %q: got %q, want %q", code, got, want)
		}
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	g := gazetteer(t)
	for text, want := range map[string][]string{
		"isi PKPU Nomor 8/2024 pasal 14":                                 {"PKPU Nomor 8/2024"},
		"beda pkpu 8/2024 dan 10/2024 apa":                               {"pkpu 8/2024 dan 10/2024"},
		"pkpu tentang kampanye pilkada nomor 13 tahun 2024":              {"pkpu", "nomor 13 tahun 2024"},
		"PKPU (Peraturan KPU) No 8 Tahun 2024.":                          {"PKPU (Peraturan KPU) No 8 Tahun 2024"},
		"PKPU 2 tentang tahapan, yang terbit pada tahun 2024, berlaku":   {"PKPU 2", "terbit pada tahun 2024"},
		"SK KPU Kab. Bogor 1450/2024 tentang paslon":                     {"SK KPU Kab. Bogor 1450/2024"},
		"Nomor 18 Tahun 2023 adalah PKPU tentang dana kampanye":          {"Nomor 18 Tahun 2023", "PKPU"},
		"UU Pilkada (UU 10/2016) berlaku":                                {"UU 10/2016"},
		"\u0130 PKPU8/2024 dan \u212a PKPU 10/2024, huruf yang berganti": {"PKPU8/2024"},
	} {
		found := regulations.Find(text, g, satker.Context{})
		if len(found) == 0 {
			t.Errorf("%q: nothing found", text)
			continue
		}
		var got []string
		for _, s := range found[0].Spans {
			got = append(got, s.Of(text))
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestIDsAreReadBack(t *testing.T) {
	t.Parallel()
	for id, labels := range map[string][2]string{
		"pkpu/8/2024":                       {"Peraturan KPU Nomor 8 Tahun 2024", "PKPU 8/2024"},
		"keputusan-kpu/1186.1/2024":         {"Keputusan KPU Nomor 1186.1 Tahun 2024", "Keputusan KPU 1186.1/2024"},
		"keputusan-kpu-daerah/3404-12/2024": {"Keputusan KPU Kabupaten Sleman Nomor 12 Tahun 2024", "Keputusan KPU Kabupaten Sleman 12/2024"},
		"putusan-mk/1-phpu.pres-xxii/2024":  {"Putusan MK Nomor 1/PHPU.PRES-XXII/2024", "Putusan MK 1/PHPU.PRES-XXII/2024"},
		"dkpp/317-pke-dkpp/2023":            {"Putusan DKPP Nomor 317-PKE-DKPP Tahun 2023", "Putusan DKPP 317-PKE-DKPP/2023"},
	} {
		r, ok := regulations.Parse(id)
		if !ok || r.ID() != id || r.Label() != labels[0] || r.Short() != labels[1] {
			t.Errorf("%s: got %+v, %v: %q, %q, %q; want %q", id, r, ok, r.ID(), r.Label(), r.Short(), labels)
		}
	}
	for _, id := range []string{
		"", "pkpu", "pkpu/8", "pkpu/8/24", "pkpu/08/2024", "PKPU/8/2024", "pkpu/8/2024/1", "pkpu//2024", "raja/8/2024", "pkpu/0/2024", "pkpu/8\x00/2024",
		"keputusan-kpu-daerah/12/2024", "keputusan-kpu-daerah/340-12/2024", "putusan-mk/90/2023", "putusan-mk/90-abc/2023", "putusan-mk/90-puu-xxi<b>/2023",
		"pkpu/123456/2024", "dkpp/317/2023", "pkpu/8/0024", "pkpu/" + strings.Repeat("8", 100) + "/2024",
	} {
		if r, ok := regulations.Parse(id); ok {
			t.Errorf("%q: got %+v, want none", id, r)
		}
	}
}

// What readers type for a regulation is read as that regulation.
func TestSpellingsAreRead(t *testing.T) {
	t.Parallel()
	g := gazetteer(t)
	for _, id := range []string{"pkpu/8/2024", "uu/7/2017", "keputusan-kpu/1186.1/2024", "keputusan-kpu-daerah/3404-12/2024", "putusan-mk/90-puu-xxi/2023", "se-kpu/3/2021", "dkpp/76-pke-dkpp/2021", "putusan-mk/1-phpu.pres-xvii/2019"} {
		r, _ := regulations.Parse(id)
		spellings := r.Spellings()
		if len(spellings) < 2 {
			t.Errorf("%s: %q", id, spellings)
		}
		for _, s := range spellings {
			if got := idsIn(s, g, satker.Context{}); got != id {
				t.Errorf("%q: got %q, want %s", s, got, id)
			}
		}
	}
}

func TestOfAnArticle(t *testing.T) {
	t.Parallel()
	g := gazetteer(t)
	one := 1
	got := regulations.Of("KPU Bahas PKPU 8/2024", []string{
		"Peraturan KPU Nomor 8 Tahun 2024 dibahas.", "Selain itu, UU Nomor 10 Tahun 2016 dan PKPU No. 8 Th. 2024.",
	}, g, satker.Context{})
	want := []article.Regulation{
		{ID: "pkpu/8/2024", Label: "Peraturan KPU Nomor 8 Tahun 2024"},
		{ID: "uu/10/2016", Label: "Undang-Undang Nomor 10 Tahun 2016", Paragraph: &one},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

package satker_test

import (
	"slices"
	"strings"
	"testing"

	"warta/analyzers/satker"
)

// meant returns the meaning of each mention in a text, in order: a code, "group",
// "own" where the office is not known, "?" for an unknown office, or the
// candidates of an ambiguous name with the province that they share.
func meant(g *satker.Gazetteer, text, publisher string, around ...string) string {
	ctx := g.NewContext(publisher, append(around, text)...)
	var all []string
	for _, m := range g.Find(text, ctx) {
		switch {
		case m.Form == satker.Group:
			all = append(all, "group")
		case m.Form == satker.Unknown:
			all = append(all, "?")
		case m.Ambiguous():
			all = append(all, strings.Join(m.Candidates, "/")+"<"+m.Above)
		case m.Code == "":
			all = append(all, "own")
		default:
			all = append(all, m.Code)
		}
	}
	return strings.Join(all, " ")
}

// TestAmbiguousNames goes through the forms of names (S-01 to S-15) and the names
// that several offices share (S-16 to S-29).
func TestAmbiguousNames(t *testing.T) {
	t.Parallel()
	g := load(t)
	for _, c := range []struct{ name, text, publisher, want string }{
		{"S-20 a host beside the name", "rapat KPU Semarang (kab-semarang.kpu.go.id) selesai", "", "33.22"},
		{"S-21 the longest name", "KPU Kabupaten Bandung Barat rapat", "32.04", "32.17"},
		{"S-22 a city", "KPU Kota Semarang rapat", "", "33.74"},
		{"S-22 a regency", "KPU Kab. Semarang rapat", "33.74", "33.22"},
		{"S-22 a province", "KPU Prov. Gorontalo rapat", "75.71", "75"},
		{"S-22 an administrative city", "KPU Kota Administrasi Jakarta Barat dan KPU Kota Adm. Jakarta Timur", "", "31.73 31.75"},
		{"S-23 the number of a decision", "KPU Bandung menerbitkan Keputusan Nomor 289/PP.06-Kpt/3273/KPU-Kot/VI/2021 kemarin", "", "32.73"},
		{"S-23 a month is no province", "KPU Bandung menerima surat 1766/PW.02-SD/11/2025", "", "32.04/32.73<32"},
		{"S-24 the article's own office", "KPU Semarang rapat", "33.74", "33.74"},
		{"S-25 the same article", "KPU Kota Kupang rapat. Lalu KPU Kupang pulang", "53", "53.71 53.71"},
		{"S-25 both are named", "KPU Kota Kupang dan KPU Kabupaten Kupang rapat. KPU Kupang pulang", "53", "53.71 53.01 53.01/53.71<53"},
		{"S-26 one province", "KPU Semarang rapat", "33", "33.22/33.74<33"},
		{"S-26 two provinces", "KPU Banjar rapat", "", "32.79/63.03<"},
		{"S-26 the publisher's province chooses", "KPU Banjar rapat", "63.71", "63.03"},
		{"S-26 the other one", "KPU Banjar rapat", "32", "32.79"},
		{"S-26 a short name in two provinces", "KPU Mura rapat", "62", "62.12"},
		{"S-27 a list of cities leaves the regency", "KPU Semarang, KPU Kendal dan KPU Kota Salatiga hadir", "33", "33.22 33.24 33.73"},
		{"S-28 a governor nearby", "KPU Gorontalo menetapkan pasangan gubernur", "", "75"},
		{"S-28 a mayor nearby", "KPU Bengkulu menetapkan pasangan wali kota", "", "17.71"},
		{"S-28 a regent nearby", "KPU Gorontalo menetapkan pasangan bupati", "", "75.01"},
		{"S-28 on the site of the province", "KPU Jambi rapat", "15", "15"},
		{"S-28 elsewhere", "KPU Jambi rapat", "", "15/15.71<15"},
		{"S-28 Jakarta is the province", "KPU Jakarta rapat", "", "31"},
		{"S-28 Kepulauan Riau", "KPU Kepulauan Riau, KPU Kep. Riau, KPU Kepri, KPU Riau", "", "21 21 21 14"},
		{"S-28 Yogyakarta", "KPU DIY, KPU D.I. Yogyakarta, KPU Daerah Istimewa Yogyakarta, KPU Kota Yogyakarta", "", "34 34 34 34.71"},
		{"S-21 names inside longer names", "KPU Padang Lawas Utara, KPU Padang Lawas, KPU Padang Panjang, KPU Padang", "", "12.20 12.21 13.74 13.71"},
		{"S-21 Aceh", "KIP Aceh Barat Daya, KIP Aceh Barat, KIP Aceh", "", "11.12 11.05 11"},
		{"S-21 the short name ends with its word", "KPU Batubara, KPU Batu", "", "12.19 35.79"},
		{"S-21 Kota is part of the name", "KPU Kotabaru, KPU Kabupaten Kota Baru, KPU Kota Banjarbaru, KPU Kotamobagu", "", "63.02 63.02 63.72 71.74"},
		{"S-21 Lima Puluh Kota is no city", "KPU Lima Puluh Kota, KPU Kabupaten Limapuluh Kota", "", "13.07 13.07"},
		{"S-21 Kotawaringin", "KPU Kotawaringin Timur, KPU Kabupaten Kotawaringin Barat", "", "62.02 62.01"},
		{"S-29 an ordinary word in lower case", "KPU serang balik, KPU batu loncatan", "", "own own"},
		{"S-29 KIP alone", "sengketa di KIP dan Kartu Indonesia Pintar (KIP)", "33", ""},
		{"S-12 KIP on an Aceh site", "KIP rapat bersama", "11.73", "11.73"},
		{"S-12 KIP with a place outside Aceh", "KIP Jawa Tengah rapat", "33", ""},
		{"S-12 the city of Lhokseumawe", "KIP Kota Lhokseumawe, Komisi Independen Pemilihan (KIP) Kota Lhokseumawe, Komisi Pemilihan Independen Lhokseumawe", "", "11.73 11.73 11.73"},
		{"S-07 KPU alone on a site", "KPU rapat", "33.74", "33.74"},
		{"S-07 KPU alone elsewhere", "KPU rapat", "", "own"},
		{"S-29 customs and students", "KPU Bea Cukai, KPU BC Batam, KPU Tanjung Priok, KPU Raya, KPU UGM, KPU FT", "33", ""},
		{"S-11 KPUD", "KPUD Jepara dan KPUD DKI", "", "33.20 31"},
		{"S-09 the class", "KPU/KIP Kabupaten/Kota dan KPU Kabupaten/Kota", "33", "group"},
		{"S-09 the class of the provinces", "KPU Provinsi/KIP Aceh menerima surat", "33", "group"},
		{"a host and a number are no mention", "kpu.go.id dan 12/PP.06/KPU-Kab/2021, tetapi KPU-RI", "33", "00"},
		{"S-16 spelled otherwise", "KPU Tebingtinggi, KPU Bau-Bau, KPU Toli Toli, KPU Kulonprogo, KPU Fak-Fak, KPU Pare-pare", "", "12.76 74.72 72.04 34.01 92.03 73.72"},
		{"S-16 left over", "KPU Padang Sidempuan, KPU Pahuwato, KPU Bireun, KPU Kerawang, KPU Makasar", "", "12.77 75.04 11.11 32.15 73.71"},
		{"S-16 renamed", "KPU Toba Samosir, KPU Mamuju Utara, KPU Kabupaten Pontianak, KPU Pontianak, KPU Kabupaten Kendari, KPU Selayar", "", "12.12 76.01 61.02 61.71 74.02 73.01"},
		{"S-16 the capital's two names", "KPU Provinsi Daerah Khusus Jakarta, KPU Provinsi DKI Jakarta", "", "31 31"},
		{"S-17 a regency that moved", "KPU Kabupaten Merauke, KPU Kabupaten Sorong, KPU Raja Ampat", "", "93.01 96.01 96.03"},
		{"S-01", "Komisi Pemilihan Umum (KPU) Kota Semarang rapat", "", "33.74"},
		{"S-02", "Komisi Pemilihan Umum Provinsi Jawa Timur (KPU Jatim) rapat", "", "35"},
		{"S-03", "Komisi Pemilihan Umum Provinsi Kalimantan Selatan rapat", "", "63"},
		{"S-04 a stray dot", "KPU Kabupaten. Jepara, KPU Kab Jepara, KPU Prov. NTT", "", "33.20 33.20 53"},
		{"S-05", "KPU Jepara, KPU Sumut", "", "33.20 12"},
		{"S-06", "KPU Pessel, KPU Polman, KPU TTS, KPU Kab. TTS, KPU Pegaf, KPU KBB", "", "13.01 76.04 53.02 53.02 92.12 32.17"},
		{"S-07", "KPU RI, KPU Republik Indonesia, KPU Pusat, Komisi Pemilihan Umum Republik Indonesia (KPU RI), Komisi Pemilihan Umum (KPU) RI", "33", "00 00 00 00 00"},
		{"S-08 in a regency's article", "Ketua KPU Provinsi dan Ketua KPU Kabupaten", "73.07", "73 73.07"},
		{"S-08 in a city's article", "Ketua KPU Provinsi dan Ketua KPU Kota", "33.74", "33 33.74"},
		{"S-08 nobody is known", "Ketua KPU Provinsi", "", "own"},
		{"S-09", "KPU se-Jawa Tengah, KPU Se- Sulut, KPU Kabupaten/Kota se-NTB, KPU Kabupaten/ Kota, 33 KPU Kabupaten/Kota", "33", "group group group group group"},
		{"S-09 a class in words", "KPU provinsi dan kabupaten/kota, seluruh KPU Provinsi", "33", "group group"},
		{"S-09 no class", "KPU Provinsi dan KPU Kota Semarang", "33.22", "33 33.74"},
		{"S-10", "Sekretariat KPU Kota Semarang", "", "33.74"},
		{"S-11", "KPUD Kabupaten Ngawi, Komisi Pemilihan Umum Daerah Ngawi", "", "35.21 35.21"},
		{"S-13", "KPU SURABAYA, KetuaKPU Banten, kpu kabupaten demak, kpu jepara", "", "35.78 36 33.21 33.20"},
		{"S-15 other bodies", "Bawaslu Kota Semarang, DPRD Jateng, Polres Demak, Panwaslih Aceh, PKPU Semarang", "", ""},
		{"an office that does not exist", "KPU Kabupaten Wakanda dan KPU Kota Gotham rapat", "33", "? ?"},
		{"a level that does not fit", "KPU Kota Demak rapat", "33", "?"},
	} {
		if got := meant(g, c.text, c.publisher); got != c.want {
			t.Errorf("%s: %q of publisher %q\n got %q\nwant %q", c.name, c.text, c.publisher, got, c.want)
		}
	}
}

func TestSpansOfMentions(t *testing.T) {
	t.Parallel()
	g := load(t)
	for _, c := range []struct{ text, want string }{
		{"Ketua Komisi Pemilihan Umum (KPU) Kota Semarang, Budi", "Komisi Pemilihan Umum (KPU) Kota Semarang"},
		{"oleh Komisi Pemilihan Umum Provinsi Jawa Timur (KPU Jatim).", "Komisi Pemilihan Umum Provinsi Jawa Timur (KPU Jatim)"},
		{"KPU Provinsi Sulawesi Barat (Sulbar) di Mamuju", "KPU Provinsi Sulawesi Barat (Sulbar)"},
		{"KPU Kota Semarang (Budi)", "KPU Kota Semarang"},
		{"KPU Kabupaten Jepara.", "KPU Kabupaten Jepara"},
		{"KPU OKU. Selatan dari sana", "KPU OKU"},
		{"di KPU Provinsi.", "KPU Provinsi"},
	} {
		found := g.Find(c.text, satker.Context{Publisher: "33.74"})
		if len(found) != 1 || found[0].Of(c.text) != c.want {
			t.Errorf("Find(%q) = %v, want %q", c.text, found, c.want)
		}
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	g := load(t)
	for _, c := range []struct{ name, host, want string }{
		{"S-30 the current scheme", "kota-semarang.kpu.go.id", "33.74"},
		{"S-30 with www, scheme and path", "https://www.kab-demak.kpu.go.id/blog/read/1_x?page=2", "33.21"},
		{"S-35 a capital letter", "Kab-jepara.kpu.go.id", "33.20"},
		{"S-35 a doubled dot", "sulut.kpu..go.id", "71"},
		{"S-35 a town glued on", "Padang.sumbar.kpu.go.id", "13"},
		{"S-35 an older host of Aceh", "kip.acehprov.go.id", "11"},
		{"S-35 an older host of a regency", "kpujepara.go.id", "33.20"},
		{"S-35 under the regency's domain", "www.kpu.kapuaskab.go.id", "62.03"},
		{"S-35 self-hosted", "kpukotamobagu.web.id", "71.74"},
		{"S-35 a city's older host", "kpud-medankota.go.id", "12.71"},
		{"S-35 a slip in the scheme", "http//kpud-sultraprov.go.id", "74"},
		{"S-35 a slip in the prefix", "kpu-ngawi.kpu.go.id", "35.21"},
		{"a short name in the slug", "kab-okuselatan.kpu.go.id", "16.09"},
		{"a name of two offices", "kpusemarang.go.id", ""},
		{"the body may be cut in two ways", "kpudiy.go.id", "34"},
		{"and here", "www.kpudkijakarta.go.id", "31"},
		{"and here", "kpudompu.go.id", "52.05"},
		{"of the capital without its rank", "kpujakarta.go.id", "31"},
		{"self-hosted in Aceh", "kipsabang.com", "11.72"},
		{"another", "www.kipacehtengah.com", "11.04"},
		{"of the province", "kipaceh.com", "11"},
		{"with a hyphen", "kip-bandaaceh.com", "11.71"},
		{"an office elsewhere has no such form", "kipsurabaya.com", ""},
		{"nor has a company", "kipartner.com", ""},
		{"nor another ending", "kipsabang.net", ""},
		{"nor a host below it", "berita.kipsabang.com", ""},
		{"an application", "infopemilu.kpu.go.id", ""},
		{"the legal documents", "jdih.kpu.go.id", ""},
		{"any host below the national one", "tpsjatim.kpu.go.id", ""},
		{"a newspaper", "www.kompas.com", ""},
		{"nothing", "", ""},
	} {
		o, ok := g.ByHost(c.host)
		if o.Code != c.want || ok != (c.want != "") {
			t.Errorf("%s: ByHost(%q) = %q, %v, want %q", c.name, c.host, o.Code, ok, c.want)
		}
	}
	for _, c := range []struct {
		url  string
		year int
		want string
	}{
		{"https://jdih.kpu.go.id/kalbar/sekadau/detail", 0, "61.09"},
		{"https://jdih.kpu.go.id/bengkulu/bengkulu-kota", 0, "17.71"},
		{"https://jdih.kpu.go.id/kalteng/", 0, "62"},
		{"https://jdih.kpu.go.id/", 0, ""},
		{"https://kota-semarang.kpu.go.id/index.php/blog/category/104?page=3", 0, "33.74"},
		{"http://kipsabang.com/2017/01/20/kotak/", 0, "11.72"},
		{"http://kipsabang.com/berita/kotak", 0, "11.72"},
		{"https://kipsabang.com/2025/01/20/slot/", 0, ""}, // the name has lapsed since
		{"https://kota-semarang.kpu.go.id/2025/01/20/kotak/", 0, "33.74"},
		{"https://kipsabang.com/berita/x", 2017, "11.72"},
		{"https://kipsabang.com/berita/x", 2025, ""},
		{"https://kipsabang.com/2017/01/20/slot/", 2025, ""},
		{"https://kpudiy.go.id/berita/x", 2003, ""},
		{"https://kpujakarta.go.id/berita/x", 2026, ""},
		{"https://kip.jatengprov.go.id/x", 0, ""}, // the Komisi Informasi
		{"https://kip.jabarprov.go.id/x", 0, ""},
		{"https://kip-jabar.go.id/x", 0, ""},
		{"https://kipkalbar.web.id/x", 0, ""},
		{"https://kip.acehprov.go.id/x", 0, "11"},
		{"https://kip-pidiejaya.go.id/x", 0, "11.18"},
	} {
		if o, _ := g.ByURL(c.url, c.year); o.Code != c.want {
			t.Errorf("ByURL(%q, %d) = %q, want %q", c.url, c.year, o.Code, c.want)
		}
	}
}

// A right to write hangs on hosts that only the office can have.
func TestOwnersOfSites(t *testing.T) {
	t.Parallel()
	g := load(t)
	for url, want := range map[string]string{
		"https://kota-padang.kpu.go.id/x":  "13.71",
		"https://kpu.kapuaskab.go.id/x":    "62.03",
		"https://kip.acehprov.go.id/x":     "11",
		"https://kpupadang.web.id/x":       "",
		"https://kpukotamobagu.web.id/x":   "", // in the table, and open to all by now
		"https://kipsabang.com/2017/1/x":   "",
		"https://kpudiy.go.id/x":           "",
		"https://kip.jatengprov.go.id/x":   "",
		"https://kpupadang.go.id.evil.com": "",
		"https://kpupadang.com/x":          "",
		"":                                 "",
	} {
		if o, ok := g.Owner(url); o.Code != want || ok != (want != "") {
			t.Errorf("Owner(%q) = %q, %v, want %q", url, o.Code, ok, want)
		}
	}
}

func TestPublisherAndOrigin(t *testing.T) {
	t.Parallel()
	g := load(t)
	for _, c := range []struct {
		name              string
		source            satker.Source
		publisher, origin string
	}{
		{"the host of the page", satker.Source{URL: "https://kab-sumenep.kpu.go.id/x", Dateline: "jatim.kpu.go.id", Place: "Malang"}, "35.29", "35"},
		{"the host of the dateline", satker.Source{Dateline: "Kab-rembang.kpu.go.id"}, "33.17", ""},
		{"the credits", satker.Source{Place: "SURABAYA", Credits: "(rina/Humas KPU Kota Surabaya)"}, "35.78", ""},
		{"credits that name two offices", satker.Source{Credits: "(Humas KPU Jatim/KPU Kota Surabaya)"}, "35", ""},
		{"the request", satker.Source{Requested: "33.74"}, "33.74", ""},
		{"the host of the page before the request", satker.Source{URL: "https://kab-sumenep.kpu.go.id/x", Requested: "33.74"}, "35.29", ""},
		{"the request before the dateline", satker.Source{Requested: "33.74", Dateline: "jatim.kpu.go.id", Place: "Malang"}, "33.74", "35"},
		{"the request before the credits", satker.Source{Requested: "33.74", Credits: "(rina/Humas KPU Kota Surabaya)"}, "33.74", ""},
		{"the request on the site of others", satker.Source{URL: "https://koran.example/x", Requested: "33.74"}, "33.74", ""},
		{"an unknown code in the request", satker.Source{Requested: "99"}, "", ""},
		{"nothing", satker.Source{}, "", ""},
		{"an old host in its years", satker.Source{URL: "https://kipsabang.com/x", Published: 2017, Received: 2026}, "11.72", ""},
		{"behind its years", satker.Source{URL: "https://kipsabang.com/x", Published: 2025, Received: 2026}, "", ""},
		{"an old host, received behind its years", satker.Source{URL: "https://kipsabang.com/x", Received: 2026}, "", ""},
		{"one that only the state gives out", satker.Source{URL: "https://kpudiy.go.id/x", Received: 2026}, "34", ""},
		{"and that tells of a later year", satker.Source{URL: "https://kpudiy.go.id/x", Published: 2026, Received: 2026}, "", ""},
		{"the year of the address goes before that of the receipt", satker.Source{URL: "https://kipsabang.com/2017/x", Received: 2026}, "11.72", ""},
		{"A-46 an old host of the publisher", satker.Source{URL: "https://kab-ketapang.kpu.go.id", Dateline: "kpu-ketapangkab.go.id"}, "61.04", ""},
		{"A-09 KPU RI from Jakarta", satker.Source{URL: "https://kab-ngawi.kpu.go.id", Dateline: "kpu.go.id", Place: "Jakarta"}, "35.21", "00"},
		{"S-32 KPU RI from elsewhere", satker.Source{URL: "https://kab-batanghari.kpu.go.id", Dateline: "kpu.go.id", Place: "Surabaya"}, "15.04", "00"},
		{"S-32 the national host as a label", satker.Source{URL: "https://kab-sukoharjo.kpu.go.id", Dateline: "kpu.go.id", Place: "Sukoharjo"}, "33.11", ""},
		{"the label without a page", satker.Source{Dateline: "kpu.go.id", Place: "Makassar"}, "", ""},
		{"S-31 a host that nobody knows", satker.Source{URL: "https://kab-demak.kpu.go.id", Dateline: "kpuxyz.go.id"}, "33.21", ""},
	} {
		publisher := g.Publisher(c.source)
		if origin := g.Origin(publisher, c.source); publisher != c.publisher || origin != c.origin {
			t.Errorf("%s: %+v: got publisher %q origin %q, want %q %q", c.name, c.source, publisher, origin, c.publisher, c.origin)
		}
	}
}

func TestInvolvedOffices(t *testing.T) {
	t.Parallel()
	g := load(t)
	for _, c := range []struct{ name, text, want string }{
		{"a subject", "KPU Kota Tegal menggelar rapat.", "33 33.76"},
		{"people with their post", "Rapat dihadiri Ketua KPU Kota Tegal, Budi Hartono.", "33 33.76"},
		{"a post behind the name", "Hadir Budi Hartono selaku Plh. Ketua KPU Kota Tegal.", "33 33.76"},
		{"a post without a name that acts", "Sekretaris KPU Kota Tegal mengingatkan jadwal.", "33 33.76"},
		{"a receiver", "Berkas dikirim kepada KPU Kota Tegal.", "33"},
		{"a receiver behind its rooms", "Laporan dibawa ke kantor sekretariat KPU Kota Tegal.", "33"},
		{"receivers in a list", "Berkas dikirim kepada KPU Kota Tegal dan KPU Kabupaten Demak.", "33"},
		{"the source of a decree", "Sesuai surat KPU RI dan keputusan KPU Kota Tegal, rapat digelar.", "33"},
		{"a place", "Rapat berlangsung di aula KPU Kota Tegal.", "33"},
		{"an agent", "Rapat digelar oleh KPU Kota Tegal.", "33 33.76"},
		{"an agent without oleh", "Pelatihan yang dilaksanakan KPU Kota Tegal usai.", "33 33.76"},
		{"a companion", "KPU menggelar rapat bersama KPU Kota Tegal.", "33 33.76"},
		{"guests", "Peserta dari KPU Kota Tegal bertanya.", "33 33.76"},
		{"not who only sends", "Pemeriksaan dari KPU Kota Tegal selesai.", "33"},
		{"a predicate", "Yang terbaik adalah KPU Kota Tegal, KPU Kabupaten Demak, dan KPU Kabupaten Kudus.", "33 33.19 33.21 33.76"},
		{"a group", "KPU kabupaten/kota se-Jawa Timur hadir.", "33"},
		{"other bodies", "Bawaslu Kota Tegal dan Polres Demak hadir.", "33"},
		{"an ambiguous name counts for its province", "KPU Malang menggelar rapat.", "33 35"},
		{"the publisher alone", "Rapat digelar.", "33"},
	} {
		got := strings.Join(g.Involved(g.NewContext("33", c.text), "", c.text), " ")
		if got != c.want {
			t.Errorf("%s: %q: got %q, want %q", c.name, c.text, got, c.want)
		}
	}
	if got := g.Involved(satker.Context{Publisher: "35.74"}, "35", ""); !slices.Equal(got, []string{"35", "35.74"}) {
		t.Errorf("the origin counts: got %v", got)
	}
}

func TestUnknownOfficesAreWarnedOf(t *testing.T) {
	t.Parallel()
	g := load(t)
	texts := []string{"KPU Kota Semarang rapat.", "Hadir KPU Kabupaten Wakanda, lalu KPU Kabupaten Wakanda pulang."}
	got := g.Unfamiliar(satker.Context{Publisher: "33.74"}, texts)
	if len(got) != 1 || got[0].Code != "unknown_office" || *got[0].Paragraph != 1 || got[0].Span.Of(texts[1]) != "KPU Kabupaten Wakanda" {
		t.Errorf("got %+v", got)
	}
}

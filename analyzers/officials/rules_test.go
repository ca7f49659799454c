package officials_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/officials"
	"warta/analyzers/satker"
	"warta/internal/race"
)

// find reads a body whose paragraphs are parted by line ends, for an article of
// KPU Kota Salatiga (33.73).
func find(t *testing.T, g *satker.Gazetteer, title, body string) officials.Result {
	t.Helper()
	paragraphs := strings.Split(body, "\n")
	return officials.Find(officials.Input{
		Title: title, Paragraphs: paragraphs, Offices: g,
		Context: g.NewContext("33.73", append([]string{title}, paragraphs...)...),
	})
}

// describe prints people with their posts, "Name: Title @ Office; …".
func describe(people []article.Official) []string {
	var lines []string
	for _, o := range people {
		var roles []string
		for _, r := range o.Roles {
			roles = append(roles, r.Title+" @ "+r.Office)
		}
		line := strings.TrimSpace(o.Name + ": " + strings.Join(roles, "; "))
		if o.Private {
			line += " (private)"
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

const salatiga, jateng = "KPU Kota Salatiga", "KPU Provinsi Jawa Tengah"

func TestRules(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"N-01 the chair of an office", "Ketua KPU Kota Salatiga Rina Wulandari membuka rapat.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{
			"N-22 the field of a member", "Sementara itu Anggota KPU Kota Salatiga yang membidangi Keuangan, Umum, Logistik dan Rumah Tangga, Drs. Rina Wulandari, M.Si., hadir.",
			[]string{"Rina Wulandari: Anggota @ " + salatiga},
		},
		{
			"N-22 the field of a member in small letters", "Anggota KPU Kota Salatiga yang membidangi hukum dan pengawasan, Rina Wulandari, hadir.",
			[]string{"Rina Wulandari: Anggota @ " + salatiga},
		},
		{"N-01 KPU alone is the publisher", "Ketua KPU Rina Wulandari membuka rapat.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{
			"N-01 also coordinates a division", "Ketua KPU Kota Salatiga yang juga Koordinator Divisi Hukum, Rina Wulandari, hadir.",
			[]string{"Rina Wulandari: Ketua @ " + salatiga + "; Koordinator Divisi Hukum @ " + salatiga},
		},
		{"N-29 a place behind di", "Ditetapkan di Gedong Tataan, Ketua KPU Kota Salatiga.", nil},
		{"N-29 a place at the head", "Di Gedong Tataan, Ketua KPU Kota Salatiga hadir.", nil},
		{"N-29 a place before a name", "Apel di Kebun Rasa Hayati, Ketua KPU Kota Salatiga, Rina Wulandari, hadir.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{"N-29 a place before the speaker", "Ditemui di Graha Widya Wisata, Joko Prabowo selaku Plh. Ketua mengaku siap.", []string{"Joko Prabowo: Plh. Ketua @ " + salatiga}},
		{"N-29 a hospital", "Ujian digelar di RSUD dr. Budi Hartono, Ketua KPU Kota Salatiga hadir.", nil},
		{"N-29 a hospital in small letters", "Ujian digelar di rumah sakit dr. Budi Hartono, Ketua KPU Kota Salatiga hadir.", nil},
		{"N-29 a hospital's director", "Direktur RSUD dr. Budi Hartono dr. Joko Prabowo hadir.", []string{"Joko Prabowo: Direktur @ RSUD dr. Budi Hartono"}},
		{"N-29 a director without the name of the hospital", "Direktur RSUD dr. Joko Prabowo hadir.", []string{"Joko Prabowo: Direktur @ RSUD"}},
		{"N-29 a mosque", "Doa di Masjid H. Abdul Karim, Ketua KPU Kota Salatiga hadir.", nil},
		{"N-29 a field", "Apel di Lapangan Haji Sulaiman Hadi, Ketua KPU Kota Salatiga, Rina Wulandari, hadir.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{"N-29 a street", "Pawai di Jalan Letjen Bambang Sugeng, Ketua KPU Kota Salatiga hadir.", nil},
		{"N-29 a building", "Rapat di Gedung Drs. Ahmad Yani, Anggota KPU Kota Salatiga hadir.", nil},
		{"N-29 a monument", "Upacara di Monumen Siti Aminah, Ketua KPU Kota Salatiga hadir.", nil},
		{"N-29 in the field", "Ditemui di lapangan Joko Prabowo, Sekretaris KPU Kota Salatiga, mengaku siap.", []string{"Joko Prabowo: Sekretaris @ " + salatiga}},
		{"N-29 a form of address is a person's", "Tamu menginap di Bapak Joko Prabowo, Sekretaris KPU Kota Salatiga.", []string{"Joko Prabowo: Sekretaris @ " + salatiga}},
		{"N-02 a member in small letters", "Rapat dipimpin anggota KPU Kota Salatiga, Joko Prabowo.", []string{"Joko Prabowo: Anggota @ " + salatiga}},
		{
			"N-02 a member of a division", "Anggota KPU Kota Salatiga Divisi Hukum dan Pengawasan, Joko Prabowo, hadir.",
			[]string{"Joko Prabowo: Anggota Divisi Hukum dan Pengawasan @ " + salatiga},
		},
		{"N-03 a commissioner", "Komisioner KPU Jateng Sinta Maharani hadir.", []string{"Sinta Maharani: Komisioner @ " + jateng}},
		{"N-03 KPUD is the publisher", "Anggota KPUD, Joko Prabowo, hadir.", []string{"Joko Prabowo: Anggota @ " + salatiga}},
		{
			"N-04 short names of heads of divisions", "Kadiv Datin Joko Prabowo dan Kordiv Hukum Sinta Maharani hadir.",
			[]string{"Joko Prabowo: Ketua Divisi Datin @ " + salatiga, "Sinta Maharani: Koordinator Divisi Hukum @ " + salatiga},
		},
		{"N-04 a division in brackets", "Bapak Joko Prabowo (Divisi Hukum) hadir.", []string{"Joko Prabowo: Divisi Hukum @ " + salatiga}},
		{
			"N-05 acting, however it is typed", "Plt.Sekretaris Joko Prabowo dan Pelaksana Harian (Plh) Ketua KPU Kota Salatiga Sinta Maharani hadir.",
			[]string{"Joko Prabowo: Plt. Sekretaris @ " + salatiga, "Sinta Maharani: Plh. Ketua @ " + salatiga},
		},
		{"N-06 the chair of a working group", "Ketua Pokja Kampanye, Joko Prabowo, hadir.", []string{"Joko Prabowo: Ketua Pokja Kampanye @ " + salatiga}},
		{"N-07 a former member", "Mantan anggota KPU Kota Salatiga periode 2013-2018 Joko Prabowo hadir.", []string{"Joko Prabowo: Mantan Anggota @ " + salatiga}},
		{"N-20 post and name with commas", "Ketua KPU Kota Salatiga, Rina Wulandari, membuka rapat.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{"N-21 post and name without", "Ketua KPU Kota Salatiga Rina Wulandari membuka rapat.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{
			"N-22 commas in a division", "Ketua Divisi Perencanaan, Data, dan Informasi, Joko Prabowo, hadir.",
			[]string{"Joko Prabowo: Ketua Divisi Perencanaan, Data, dan Informasi @ " + salatiga},
		},
		{"N-23 name, post", "Joko Prabowo, Ketua Divisi Hukum KPU Kota Salatiga, hadir.", []string{"Joko Prabowo: Ketua Divisi Hukum @ " + salatiga}},
		{"N-24 selaku", "Joko Prabowo selaku Plh. Ketua membuka rapat.", []string{"Joko Prabowo: Plh. Ketua @ " + salatiga}},
		{
			"N-25 name (post)", "Forum dimoderatori Joko Prabowo (Kabag Rendatin KPU Provinsi Jawa Tengah), Kamis.",
			[]string{"Joko Prabowo: Kepala Bagian Rendatin @ " + jateng},
		},
		{
			"N-25 post (name)", "Tamu diterima ketua (Rina Wulandari) dan sekretaris (Joko Prabowo).",
			[]string{"Joko Prabowo: Sekretaris @ " + salatiga, "Rina Wulandari: Ketua @ " + salatiga},
		},
		{
			"N-26 the body comes later", "Guru pendamping, Sari Lestari, senang. “Bagus,” ungkap guru SMA Negeri 1 Salatiga itu.",
			[]string{"Sari Lestari: Guru @ SMA Negeri 1 Salatiga"},
		},
		{"N-27 a post alone is nobody", "Sekretaris KPU Provinsi mengingatkan tenggat.", nil},
		{"N-28 forms of address", "Bpk. Joko Prabowo (Divisi Teknis) menyambut tamu.", []string{"Joko Prabowo: Divisi Teknis @ " + salatiga}},
		{
			"N-29 a full name without a post speaks", "Ketua KPU Kota Salatiga, Rina Wulandari, hadir. Sementara itu, Joko Prabowo menyoroti arsip.",
			[]string{"Joko Prabowo:", "Rina Wulandari: Ketua @ " + salatiga},
		},
		{
			"N-29 a full name with a phrase before its verb", "Joko Prabowo dalam sambutannya mengajak warga memilih.",
			[]string{"Joko Prabowo:"},
		},
		{"N-29 a club with its town is nobody", "Persebaya Surabaya mengajak suporter tertib.", nil},
		{
			"N-30 a shared post over four names", "Rapat dihadiri Anggota KPU Kota Salatiga, Joko Prabowo, Sinta Maharani, Bowo Susilo, dan Tri Astuti.",
			[]string{"Bowo Susilo: Anggota @ " + salatiga, "Joko Prabowo: Anggota @ " + salatiga, "Sinta Maharani: Anggota @ " + salatiga, "Tri Astuti: Anggota @ " + salatiga},
		},
		{
			"N-30 the post holds until the next", "Hadir anggota KPU Joko Prabowo dan Sinta Maharani bersama sekretaris KPU Bowo Susilo.",
			[]string{"Bowo Susilo: Sekretaris @ " + salatiga, "Joko Prabowo: Anggota @ " + salatiga, "Sinta Maharani: Anggota @ " + salatiga},
		},
		{
			"N-30 a missing space", "Hadir Anggota KPU Joko Prabowo,Sinta Maharani.",
			[]string{"Joko Prabowo: Anggota @ " + salatiga, "Sinta Maharani: Anggota @ " + salatiga},
		},
		{
			"N-31 a shared office behind the list", "Hadir Joko Prabowo (Ketua Divisi Teknis) dan Sinta Maharani (Sekretaris) KPU Kabupaten Demak.",
			[]string{"Joko Prabowo: Ketua Divisi Teknis @ KPU Kabupaten Demak", "Sinta Maharani: Sekretaris @ KPU Kabupaten Demak"},
		},
		{
			"N-32 degrees do not part a list", "Hadir Anggota KPU Siti Aminah, S.Pd., M.M., Drs. H. Bowo Susilo, M.Si, dan Joko Prabowo.",
			[]string{"Bowo Susilo: Anggota @ " + salatiga, "Joko Prabowo: Anggota @ " + salatiga, "Siti Aminah: Anggota @ " + salatiga},
		},
		{
			"N-33 two posts of one person", "Anggota KPU Provinsi yang sekaligus Ketua Divisi Hukum KPU Provinsi, Farid Maulana, hadir.",
			[]string{"Farid Maulana: Anggota @ " + jateng + "; Ketua Divisi Hukum @ " + jateng},
		},
		{"N-34 the province of the publisher", "Kegiatan dibuka Ketua KPU Provinsi Farid Maulana.", []string{"Farid Maulana: Ketua @ " + jateng}},
		{
			"N-34 the office of the post before", "Hadir Ketua KPU Kabupaten Demak Farid Maulana dan Sekretaris Bowo Susilo.",
			[]string{"Bowo Susilo: Sekretaris @ KPU Kabupaten Demak", "Farid Maulana: Ketua @ KPU Kabupaten Demak"},
		},
		{"N-35 the post tells the office, not the publisher", "Ketua KPU Kabupaten Demak, Farid Maulana, hadir.", []string{"Farid Maulana: Ketua @ KPU Kabupaten Demak"}},
		{
			"other bodies", "Hadir Ketua Bawaslu Kab. Demak Farid Maulana, Kepala Dinas Kesehatan Kota Salatiga Bowo Susilo dan Rektor Universitas Mataram, Prof. Tri Astuti.",
			[]string{"Bowo Susilo: Kepala @ Dinas Kesehatan Kota Salatiga", "Farid Maulana: Ketua @ Bawaslu Kabupaten Demak", "Tri Astuti: Rektor @ Universitas Mataram"},
		},
		{
			"heads of regions", "Hadir Bupati Demak Farid Maulana, Pj. Wali Kota Salatiga Bowo Susilo, Camat Sidorejo, Tri Astuti, dan Lurah Kauman Kidul, Joko Prabowo.",
			[]string{"Bowo Susilo: Penjabat Wali Kota @ Pemerintah Kota Salatiga", "Farid Maulana: Bupati @ Pemerintah Kabupaten Demak", "Joko Prabowo: Lurah @ Kelurahan Kauman Kidul", "Tri Astuti: Camat @ Kecamatan Sidorejo"},
		},
		{
			"police and army", "Hadir Kapolres Demak AKBP Farid Maulana, S.I.K., dan Dandim 0714/Salatiga Letkol Inf Bowo Susilo.",
			[]string{"Bowo Susilo: Dandim @ Kodim 0714/Salatiga", "Farid Maulana: Kapolres @ Polres Demak"},
		},
		{"event parts are no posts", "Narasumber Farid Maulana, moderator Tri Astuti, dan pembina apel Bowo Susilo hadir.", nil},
		{"candidates are no officials", "Calon Bupati Demak Farid Maulana dan calon Wakil Bupati Tri Astuti mendaftar.", nil},
		{"a region is nobody", "Anggota KPU Jawa Tengah, Jawa Timur, dan Bali hadir.", nil},
		{
			"A-134 a body in Title Case", "Ketua KPU Kota Salatiga Rina Wulandari Membuka Rapat Koordinasi Persiapan Pemilihan Umum Di Aula Kantor Bersama Camat Dan Lurah Se-Kota Salatiga.",
			[]string{"Rina Wulandari: Ketua @ " + salatiga},
		},
		{"a body in capitals", "KETUA KPU KOTA SALATIGA, RINA WULANDARI, MEMBUKA RAPAT KOORDINASI.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{
			"A-136 particles that are names", "Hadir Anggota KPU Andi Tenri Sompa, I Gusti Ngurah Rai, Dewa Made Suta, dan Lalu Ahmad Zaini.",
			[]string{"Andi Tenri Sompa: Anggota @ " + salatiga, "Dewa Made Suta: Anggota @ " + salatiga, "I Gusti Ngurah Rai: Anggota @ " + salatiga, "Lalu Ahmad Zaini: Anggota @ " + salatiga},
		},
		{"A-136 odd dots", "Ketua KPU Kota Salatiga Dr. Rina Wulandari, M.Pd.. membuka rapat.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{
			"initials of given names", "Ketua KPU Kota Salatiga, Muh. Rizal Hakim, dan Sekretaris M. Jamil Akbar hadir.",
			[]string{"M. Jamil Akbar: Sekretaris @ " + salatiga, "Muh. Rizal Hakim: Ketua @ " + salatiga},
		},
		{
			"A-136 titles of dotted letters", "Pimpinan Pondok Pesantren Al Falah, K.H. M. Hasyim Asnawi, dan T.G.H. Lalu Turmuzi hadir. K.H. Hasyim pulang.",
			[]string{"M. Hasyim Asnawi: Pimpinan @ Pondok Pesantren Al Falah"},
		},
		{
			"A-136 names of dotted letters and without vowels", "Hadir Anggota KPU A.A. Gede Raka, I.G.N. Bagus Arjana, Kgs. Zulkifli Amin, dan Gst. Alit Yudha. Sekretaris, Mhd. Yusuf Siregar, pulang.",
			[]string{"A.A. Gede Raka: Anggota @ " + salatiga, "Gst. Alit Yudha: Anggota @ " + salatiga, "I.G.N. Bagus Arjana: Anggota @ " + salatiga, "Kgs. Zulkifli Amin: Anggota @ " + salatiga, "Mhd. Yusuf Siregar: Sekretaris @ " + salatiga},
		},
		{
			"N-22 a name that begins with a word of units", "Hadir Ketua Divisi Hukum dan SDM, Anak Agung Sagung Mirah.",
			[]string{"Anak Agung Sagung Mirah: Ketua Divisi Hukum dan SDM @ " + salatiga},
		},
		{"a name that is a month", "Ketua KPU Kota Salatiga, Juli Setiawan, hadir.", []string{"Juli Setiawan: Ketua @ " + salatiga}},
		{
			"heads of customary law and their places", "Hadir Raja Negeri Hila, Abraham Sahusilawane, Bendesa Adat Celuk I Wayan Sukra, dan Damang Jekan Raya, Kardinal Tarung.",
			[]string{"Abraham Sahusilawane: Raja @ Negeri Hila", "I Wayan Sukra: Bendesa Adat Celuk @", "Kardinal Tarung: Damang Jekan Raya @"},
		},
		{
			"heads of villages by their local names", "Kuwu Sindangjaya Ahmad Sukarya menyambut tamu bersama Sangadi Bongkudai, Ruslan Mokodompit.",
			[]string{"Ahmad Sukarya: Kuwu @ Desa Sindangjaya", "Ruslan Mokodompit: Sangadi @ Desa Bongkudai"},
		},
		{
			"N-21 posts, places and names in a list", "Hadir Lurah Kauman Lor Teguh Santosa, Kepala Desa Tlogo Suyadi, dan Wali Nagari Koto Tuo Syafrizal.",
			[]string{"Suyadi: Kepala Desa @ Desa Tlogo", "Syafrizal: Wali Nagari @ Nagari Koto Tuo", "Teguh Santosa: Lurah @ Kelurahan Kauman Lor"},
		},
		{
			"a body of unknown words before an apposition", "Direktur Rumah Singgah Cahaya, Dra. Sari Lestari, dan Ketua Sahabat Tuli Merdeka, Joko Prabowo, pulang.",
			[]string{"Joko Prabowo: Ketua @ Sahabat Tuli Merdeka", "Sari Lestari: Direktur @ Rumah Singgah Cahaya"},
		},
		{
			"a list of people is no body", "Rapat dipimpin Direktur Rina Wulandari, Joko Prabowo, dan Sari Lestari.",
			[]string{"Rina Wulandari: Direktur @"},
		},
		{
			"a teacher of religion is called Guru", "Pimpinan Pondok Pesantren Al Falah, Zarkasi Hasbi atau Guru Zarkasi, hadir. “Baik,” tutur Guru Zarkasi.",
			[]string{"Zarkasi Hasbi: Pimpinan @ Pondok Pesantren Al Falah"},
		},
		{"things are nobody", "Menurut Lampiran, jumlahnya tetap. Menurut Tinta Hitam, begitu. Kotak itu disebut Hitam oleh petugas.", nil},
		{"a word that the text writes in small letters is nobody", "Kotak rakitan dijaga. Menurut Rakitan, kotak aman.", nil},
		{
			"two posts side by side at another body", "Anggota Bawaslu Kota Salatiga Kordiv Pencegahan dan Humas, Dian Ratna, hadir.",
			[]string{"Dian Ratna: Anggota @ Bawaslu Kota Salatiga; Koordinator Divisi Pencegahan dan Humas @ Bawaslu Kota Salatiga"},
		},
		{
			"the chair of a list of chair and members", "Hadir Ketua dan Anggota KPU Kota Salatiga, Rina Wulandari dan Joko Prabowo. Ketua KPU Rina Wulandari memimpin.",
			[]string{"Joko Prabowo: Anggota @ " + salatiga, "Rina Wulandari: Ketua @ " + salatiga},
		},
		{"an acronym is a whole name of a body", "Peneliti BRIN Siti Zuhriah, hadir.", []string{"Siti Zuhriah: Peneliti @ BRIN"}},
		{"V-04 a single name behind a description", "“Saya senang,” kata seorang pemilih pemula, Dimas.", []string{"Dimas: (private)"}},
		{"N-57 words behind the noun at the head", "Napi Lapas Rembang, Tono Sugiarto Hadi, mengaku senang.", []string{"Tono Sugiarto Hadi: (private)"}},
		{"N-57 the post of the kin", "Istri anggota KPPS Kauman, Dewi Kartika Sari, mengaku lega.", []string{"Dewi Kartika Sari: (private)"}},
		{"N-57 a post beside it", "Warga sekaligus Ketua KPU Kota Salatiga, Rina Wulandari, hadir.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{"a quarter that is called as a post is", "Warga Kelurahan Dukuh, Yuni Astuti Rahayu, mengaku lega.", []string{"Yuni Astuti Rahayu: (private)"}},
		{"an island regency's name is whole", "Kapolres Kep. Anambas AKBP Bagas Hermanto hadir.", []string{"Bagas Hermanto: Kapolres @ Polres Kepulauan Anambas"}},
		{"announcements are signed", "Demikian pengumuman ini.\nKETUA KPU KOTA SALATIGA,\nttd.\nRINA WULANDARI", []string{"Rina Wulandari: Ketua @ " + salatiga}},
		{
			"two people never merge on one word", "Hadir Anggota KPU Ahmad Fauzi dan Anggota Bawaslu Kota Salatiga Ahmad Zaki.",
			[]string{"Ahmad Fauzi: Anggota @ " + salatiga, "Ahmad Zaki: Anggota @ Bawaslu Kota Salatiga"},
		},
		{
			"one word and another body is another person", "Hadir Anggota KPU Ahmad Fauzi. Ketua Bawaslu Kota Salatiga, Fauzi, juga hadir.",
			[]string{"Ahmad Fauzi: Anggota @ " + salatiga, "Fauzi: Ketua @ Bawaslu Kota Salatiga"},
		},
		{"N-46 a name in brackets is no other person", "Ketua KPU Kota Salatiga Rina Wulandari (Nana) hadir. “Ayo,” kata Nana.", []string{"Rina Wulandari: Ketua @ " + salatiga}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := describe(find(t, g, "", tt.body).Officials)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s\n got %s\nwant %s", tt.body, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
			}
		})
	}
}

func TestMentions(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, body, person, want string }{
		{"N-40 the first word", "Ketua KPU Handoyo Tri Utomo hadir. Handoyo memimpin.", "Handoyo Tri Utomo", "Handoyo Tri Utomo|Handoyo"},
		{"N-41 the last word", "Ketua KPU Marten Waromi hadir. Menurut Waromi aman.", "Marten Waromi", "Marten Waromi|Waromi"},
		{"N-42 a middle word", "Ketua KPU Noor Aanisa Mufti hadir. “Siap,” ujar Aanisa.", "Noor Aanisa Mufti", "Noor Aanisa Mufti|Aanisa"},
		{"N-43 two words of a Balinese name", "Ketua KPU I Dewa Agung Gede Lidarta hadir. Agung Lidarta memimpin.", "I Dewa Agung Gede Lidarta", "I Dewa Agung Gede Lidarta|Agung Lidarta"},
		{"N-44 the word after Muhammad", "Ketua KPU Muhammad Rizal Hakim hadir. Rizal memimpin.", "Muhammad Rizal Hakim", "Muhammad Rizal Hakim|Rizal"},
		{"N-45 a clipped name", "Ketua KPU Afifuddin Zuhdi hadir. “Siap,” kata Afif.", "Afifuddin Zuhdi", "Afifuddin Zuhdi|Afif"},
		{"N-46 akrab disapa", "Ketua KPU Rina Wulandari yang akrab disapa Nana hadir. Nana memimpin.", "Rina Wulandari", "Rina Wulandari|Nana|Nana"},
		{"N-46 a nickname of two words", "Ketua KPU Rina Wulandari yang akrab disapa Ajo Nana hadir. “Siap,” ujar Ajo Nana.", "Rina Wulandari", "Rina Wulandari|Ajo Nana|Ajo Nana"},
		{"N-51 the end of a word of birth", "Ketua KPU Anak Agung Gede Raka hadir. “Siap,” ujar Gung Raka.", "Anak Agung Gede Raka", "Anak Agung Gede Raka|Gung Raka"},
		{"N-51 a word of birth with a stop", "Ketua KPU Zulfikar Datuak Rajo hadir. “Siap,” ujar Dt. Rajo.", "Zulfikar Datuak Rajo", "Zulfikar Datuak Rajo|Dt. Rajo"},
		{"N-52 the full name is the subject of nothing", "Warga datang bersama Hendra Gunarto. “Siap,” ujar Hendra.", "Hendra Gunarto", "Hendra Gunarto|Hendra"},
		{"N-46 sapaan akrab", "Ketua KPU Bramantyo Adi hadir. Bram, sapaan akrabnya, memimpin.", "Bramantyo Adi", "Bramantyo Adi|Bram"},
		{"a short form with Pak", "Ketua KPU Handoyo Tri Utomo hadir. Pak Handoyo memimpin.", "Handoyo Tri Utomo", "Handoyo Tri Utomo|Handoyo"},
		{"N-56 a word of a longer name is nobody's", "Ketua KPU Agung Pribadi hadir di Mahkamah Agung.", "Agung Pribadi", "Agung Pribadi"},
		{"A-125 apostrophes of both kinds", "Ketua KPU Nasir Asy'ari hadir. Asy’ari memimpin.", "Nasir Asy'ari", "Nasir Asy'ari|Asy’ari"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := "nobody"
			for _, o := range find(t, g, "", tt.body).Officials {
				if o.Name == tt.person {
					var forms []string
					for _, m := range o.Mentions {
						forms = append(forms, m.Text)
					}
					got = strings.Join(forms, "|")
				}
			}
			if got != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.body, got, tt.want)
			}
		})
	}
}

func TestSpellingWarning(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	body := "Anggota KPU Provinsi Jawa Tengah, Basuki Prianto Amran, hadir.\nBasuki Perianto Amran menutup acara."
	got := find(t, g, "", body)
	if len(got.Officials) != 1 || len(got.Warnings) != 1 || got.Warnings[0].Code != article.WarnNameSpelling {
		t.Fatalf("N-55 %s\n got %s %+v\nwant one person and a warning", body, describe(got.Officials), got.Warnings)
	}
	w := got.Warnings[0]
	if text := w.Span.Of(strings.Split(body, "\n")[*w.Paragraph]); text != "Basuki Perianto Amran" {
		t.Errorf("warning at %q", text)
	}
}

func TestHonorificsAndIDs(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	got := find(t, g, "", "Hadir Anggota DPRD Kota Salatiga, Prof. Dr. H. Ma'ruf Al-Amin, S.H., M.Hum., dan Kompol Joko Prabowo.")
	if text := fmt.Sprintln(got.Officials[0].ID, got.Officials[0].Honorifics, got.Officials[0].Public); text != "maruf-al-amin [Prof. Dr. H. S.H. M.Hum.] true\n" {
		t.Errorf("got %s", text)
	}
	if o := got.Officials[1]; o.Name != "Joko Prabowo" || o.Public {
		t.Errorf("a rank alone: got %+v, want Joko Prabowo, not public", o)
	}
}

func TestAuthorOfAnOpinion(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	got := officials.Find(officials.Input{
		Title: "Merawat Suara", Paragraphs: []string{"Suara itu mahal."},
		Author: "Laras Setyawati, Anggota KPU Kabupaten Demak", Offices: g,
	})
	if text := strings.Join(describe(got.Officials), "; "); text != "Laras Setyawati: Anggota @ KPU Kabupaten Demak" {
		t.Errorf("got %s", text)
	}
}

// TestSpans holds that every span cuts exactly the text that it names.
func TestSpans(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"49-jdih-jabar", "65-diskusi-putusan-sumbar", "10-kampus-ntb", "07-siakba-polman"} {
		checkSpans(t, sampleInput(t, g, name))
	}
}

func checkSpans(t *testing.T, in officials.Input) {
	t.Helper()
	got := officials.Find(in)
	for _, o := range slices.Concat(got.Officials, got.Others) {
		if o.Name == "" || o.ID == "" {
			t.Errorf("a person without a name or an id: %+v", o)
		}
		for _, m := range o.Mentions {
			if m.Paragraph < 0 || m.Paragraph >= len(in.Paragraphs) || !m.In(in.Paragraphs[m.Paragraph]) || m.Of(in.Paragraphs[m.Paragraph]) != m.Text {
				t.Errorf("%s: mention %+v does not cut its text", o.Name, m)
			}
		}
	}
	for _, ref := range got.References {
		text := in.Title
		if ref.Paragraph != officials.InTitle {
			text = in.Paragraphs[ref.Paragraph]
		}
		if !ref.Span.In(text) || !ref.Whole.In(text) || ref.Whole.Start > ref.Span.Start || ref.Whole.End < ref.Span.End {
			t.Errorf("reference %+v does not lie in its text", ref)
		}
		if ref.Official >= len(got.Officials)+len(got.Others) {
			t.Errorf("reference %+v names nobody", ref)
		}
	}
}

func FuzzFind(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	g, err := satker.Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"", "Ketua KPU Kota Salatiga, Rina Wulandari, S.H., membuka rapat.", "Anggota KPU, A, B, dan C", "\xff\xfeKetua KPU Rina", "Dr. Dr. Dr.",
		"Plt.Sekretaris (Plh) Ketua", "“Ya,” kata Nana.", "Ketua (Rina) (Rina)", "I Gusti Ngurah Rai, S.H.,M.H.", "Kapolres", "Ketua KPU itu",
	} {
		f.Add("Judul: Rina", seed)
	}
	f.Fuzz(func(t *testing.T, title, body string) {
		in := officials.Input{Title: title, Paragraphs: strings.Split(body, "\n"), Offices: g, Context: g.NewContext("33.73", body)}
		checkSpans(t, in)
	})
}

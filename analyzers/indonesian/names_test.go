package indonesian_test

import (
	"strings"
	"testing"

	"warta/analyzers/indonesian"
)

func TestNameKey(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Mey Nurlela":                      "mey nurlela",
		"MUHAMMAD MACHRUZ":                 "muhammad machruz",
		"Hasyim Asy’ari":                   "hasyim asyari",
		"Dr. H. Budi Santoso, S.H., M.H.":  "budi santoso",
		"Prof. Dr. Ir. Siti Aminah":        "siti aminah",
		"K.H. Ahmad Dahlan":                "ahmad dahlan",
		"Drs.H.Ahmad Fauzi,M.Si":           "ahmad fauzi",
		"Budi Santoso S.Pd.I":              "budi santoso",
		"Budi Santoso, SE. MM":             "budi santoso",
		"AKBP Andi Wijaya, S.I.K.":         "andi wijaya",
		"Mayjen TNI (Purn.) Andi Sulaiman": "andi sulaiman",
		"I Gusti Ngurah Agung":             "i gusti ngurah agung",
		"Andi Gede Putra":                  "andi gede putra",
		"M. Ramli Syafi'i":                 "m ramli syafii",
		"Fatma Mei":                        "fatma mei",
		"Rina Ma":                          "rina ma",
		"Haji":                             "haji",
		"Sri Wahyuni, Ketua Divisi":        "sri wahyuni ketua divisi",
		"Arief H. Wibowo":                  "arief h wibowo",
		"Plt. Sekretaris":                  "sekretaris",
		"Ahmad Ma'ruf Amin, Lc., M.A.":     "ahmad maruf amin",
		"":                                 "",
	} {
		if got := indonesian.NameKey(name); got != want {
			t.Errorf("NameKey(%q) is %q, want %q", name, got, want)
		}
	}
}

func TestSameSkeleton(t *testing.T) {
	t.Parallel()
	for _, same := range []string{
		"Mey Mei", "Nurlela Nurlaela Nurlaila", "Machruz Mahrus Mahruz", "Asy'ari Asyari Ashari", "Afifuddin Afifudin",
		"Achmad Ahmad Akhmad", "Muhammad Mohamad Muh Moh Mochammad Muhamad Mochamad Mohammad Moch Mhd Muchammad", "Soekarno Sukarno",
		"Djoko Joko", "Soetjipto Sutjipto Soecipto Sucipto", "Zaenal Zainal", "Syaifuddin Saefudin Syaefuddin Saifudin", "Khairul Chairul Choirul Khoirul",
		"Taufiq Taufik", "Luthfi Lutfi", "Ramadhan Ramadan", "Ridho Rido", "Yudhistira Yudistira", "Noer Nur", "Arief Arif",
		"Fatimah Fatima Fatimmah", "Akmaliyah Akmaliah Akmalia", "Aisyah Aisha Aisya", "Dzulkifli Zulkifli", "Utsman Usman Oesman", "Fahrurrozi Fachrurozi",
		"Wijaya Widjaya", "Setiawan Setyawan", "Supriadi Supriyadi", "Novie Novi Novy", "Tjandra Candra Chandra", "Yusuf Yusup_ Yussuf",
		"Syafi'i Syafii Safii", "Qodir Kodir", "Rahman Rachman Rakhman", "Mukhlis Muchlis", "Junaedi Junaidi Djunaedi", "Sulaiman Sulaeman Soelaeman",
	} {
		names := strings.Fields(same)
		want := indonesian.NameSkeleton(names[0])
		for _, name := range names[1:] {
			if strings.HasSuffix(name, "_") { // f and p stay apart
				if got := indonesian.NameSkeleton(name); got == want {
					t.Errorf("%q and %q have one skeleton, %q", names[0], name, got)
				}
				continue
			}
			if got := indonesian.NameSkeleton(name); got != want {
				t.Errorf("the skeleton of %q is %q, that of %q is %q", name, got, names[0], want)
			}
		}
	}
}

// Common names that differ in more than their spelling, each word a family.
const distinctNames = `Adi Agung Agus Ahmad Akbar Alamsyah Ali Amin Amir Amri Andi Andri Angga Ani Anis Anita Anton Anwar Ardi Ari Arif
	Aris Arman Asep Asih Astuti Ayu Azis Azwar Bagas Bagus Bahar Bambang Basri Basuki Bayu Beni Budi Burhan Cahya Cahyono Dadang Damar
	Dani Darma Darwin David Dedi Deden Dede Dewi Dian Didik Dimas Dina Dini Dodi Doni Dwi Edi Efendi Eka Eko Eli Elin Elis Endang Endah Erna
	Erni Erwin Fadil Fahmi Faisal Fajar Farid Feri Fikri Firman Fitri Gatot Gilang Gunadi Gunawan Guntur Habib Hadi Hafid Hakim Halim
	Hamid Hamdan Handi Handoko Hardi Hari Haris Hartono Hartati Hasan Hasim Hasanah Hendra Hendri Heri Herman Hidayat Husein Ida Idris
	Ika Ikhsan Ilham Imam Iman Indah Indra Intan Irfan Irma Irwan Ismail Iwan Jajang Jamal Jefri Joko Joni Kartika Kartini Kasim Kholid
	Kurnia Kusuma Laila Lestari Lia Lina Lukman Lusi Made Mahmud Maman Maria Marlina Maya Mega Mulyadi Mulyana Mulyono Munir Murni
	Mustafa Nanang Nanda Nasir Nining Nita Nova Novi Nugroho Nur Nurdin Nurul Nuraini Oki Panca Parman Pranoto Prasetyo Pratama Pratiwi
	Purnama Purnomo Purwanto Putra Putri Putu Rahayu Rahmat Rahman Rani Ratna Reni Reza Rian Rika Rina Rini Risa Riski Rita Riyanto
	Rizal Rohim Roni Rosa Rudi Rusli Rustam Sabar Safitri Salim Samsul Santi Santoso Sari Sarah Satria Setiawan Sigit Sinta Siska Siti Slamet Sofyan
	Solihin Sri Subagyo Sudarto Sugeng Suharto Suherman Sukardi Sulastri Sulistyo Sumarni Sumarno Supardi Suparman Supriadi Surya Suryadi
	Suryana Susanti Susanto Susi Sutrisno Sutisna Suwarno Syahrul Syamsul Tanti Taufik Tedi Teguh Tini Titin Toni Tri Tuti Udin Ujang Umar Umi
	Untung Usman Utami Wahid Wahyu Wahyudi Wahyuni Wati Wawan Widi Widodo Wijaya Winarno Winda Wiwin Wulan Yani Yanti Yati Yayan Yeni Yoga Yudi
	Yulia Yuliana Yulianti Yuni Yunus Yusuf Zaki Zulfikar`

func TestDistinctNamesStayApart(t *testing.T) {
	t.Parallel()
	// The pairs of this list that fold together although people tell them apart.
	known := map[string]bool{"Samsul Syamsul": true}
	seen := make(map[string]string)
	total := 0
	for name := range strings.FieldsSeq(distinctNames) {
		total++
		s := indonesian.NameSkeleton(name)
		if other, ok := seen[s]; ok && !known[other+" "+name] {
			t.Errorf("%q and %q have one skeleton, %q", other, name, s)
		}
		seen[s] = name
	}
	t.Logf("%d names, %d skeletons", total, len(seen))
}

func TestMatchNames(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		query, name string
		want        float64 // 0: no match
	}{
		{"Mey Nurlela", "Mey Nurlela", 1},
		{"mey nurlela", "Hj. Mey Nurlela, S.H.", 1},
		{"mei nurlaela", "Mey Nurlela", 0.9},
		{"mahrus", "Muhammad Machruz", 0.81},
		{"machruz", "Muhammad Machruz", 0.9},
		{"asyari", "Hasyim Asy'ari", 0.9},
		{"hasyim asy’ari", "Hasyim Asy'ari", 1},
		{"afifudin", "Mochammad Afifuddin", 0.81},
		{"nurlela mey", "Mey Nurlela", 0.98},
		{"M. Machruz", "Muhammad Machruz", 0.8},
		{"Muh. Machruz", "Muhammad Machruz", 0.95},
		{"Moh Mahrus", "M. Machruz", 0.75},
		{"handi", "Handi Tri Ujiono", 0.8667},
		{"handi ujiono", "Handi Tri Ujiono", 0.9333},
		{"h t ujiono", "Handi Tri Ujiono", 0.7467}, // H. before a name is Haji
		{"nur laela", "Mey Nurlela", 0.765},
		{"meynurlela", "Mey Nurlela", 0.85},
		{"abdul rahman", "Abdurrahman", 0.85},
		{"abdurrahman wahid", "Abdul Rachman Wahid", 0.925},
		{"nurl", "Mey Nurlela", 0.63},
		{"idham", "Idham Holik", 0.9},
		{"idham kholik", "Idham Holik", 0.95},

		{"mey handi", "Mey Nurlela", 0},
		{"nurlela", "Nurhayati", 0},
		{"hasan", "Hasyim Asy'ari", 0},
		{"m n", "Mey Nurlela", 0}, // initials alone
		{"nu", "Mey Nurlela", 0},  // too little
		{"budi budi", "Budi Santoso", 0},
		{"", "Budi", 0},
		{"Budi", "", 0},
		{"sari", "Santi", 0},
		{"ahmad", "Muhammad", 0},
		{"nurlela mey wati", "Mey Nurlela", 0},
	} {
		score, ok := indonesian.MatchNames(tc.query, tc.name)
		if ok != (tc.want > 0) || score < tc.want-0.001 || score > tc.want+0.001 {
			t.Errorf("MatchNames(%q, %q) is %.4f, %t, want %.4f", tc.query, tc.name, score, ok, tc.want)
		}
	}
}

// Any name finds itself, best of all.
func FuzzMatchNames(f *testing.F) {
	f.Add("Dr. H. Mey Nurlela, S.H.", "mei")
	f.Add("Asy’ari M. 王小明", "\xff")
	f.Fuzz(func(t *testing.T, name, other string) {
		score, ok := indonesian.MatchNames(name, name)
		if named := len(indonesian.NameWords(name)) > 0; ok != named || named && score != 1 {
			t.Fatalf("%q matches itself with %f, %t", name, score, ok)
		}
		if s, _ := indonesian.MatchNames(other, name); s < 0 || s > 1 {
			t.Fatalf("%q matches %q with %f", other, name, s)
		}
	})
}

package indonesian_test

import (
	"strings"
	"testing"

	"warta/analyzers/indonesian"
)

func TestNameWords(t *testing.T) {
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
		if got := strings.Join(indonesian.NameWords(name), " "); got != want {
			t.Errorf("the words of %q are %q, want %q", name, got, want)
		}
	}
}

func TestSameSkeleton(t *testing.T) {
	t.Parallel()
	for _, same := range []string{
		"Mey Mei", "Nurlela Nurlaela Nurlaila", "Machruz Mahrus Mahruz", "Asy'ari Asyari Ashari", "Afifuddin Afifudin",
		"Achmad Ahmad Akhmad", "Muhammad Mohamad Muh Moh Mochammad Muhamad Mochamad Mohammad Moch Mhd Muchammad", "Soekarno Sukarno",
		"Djoko Joko", "Soetjipto Sutjipto Soecipto Sucipto", "Zaenal Zainal", "Syaifuddin Saefudin Syaefuddin Saifudin", "Khairul Chairul Choirul Khoirul",
		"Taufiq Taufik", "Hidayatullah Hidayatulloh Hidayatuloh", "Syaifullah Saifulloh", "Luthfi Lutfi", "Ramadhan Ramadan", "Ridho Rido", "Yudhistira Yudistira", "Noer Nur", "Arief Arif",
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

package indonesian_test

import (
	"strings"
	"testing"
	"unicode"

	"warta/analyzers/indonesian"
	"warta/internal/race"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, want string }{
		{"two sentences", "Rapat dibuka. Peserta hadir.", "Rapat dibuka.|Peserta hadir."},
		{"an office in short", "Plt. Sekretaris KPU Kab. Rembang hadir. Ia membuka rapat.", "Plt. Sekretaris KPU Kab. Rembang hadir.|Ia membuka rapat."},
		{"titles before a name", "Hadir Prof. Dr. H. Budi Santoso di aula. Rapat dibuka.", "Hadir Prof. Dr. H. Budi Santoso di aula.|Rapat dibuka."},
		{"degrees behind a name", "Ketua KPU, Budi, S.H., M.Si. membuka rapat.", "Ketua KPU, Budi, S.H., M.Si. membuka rapat."},
		{"a degree, then a new sentence", "Rapat dibuka Budi Santoso, S.H. Ia meminta semua hadir.", "Rapat dibuka Budi Santoso, S.H.|Ia meminta semua hadir."},
		{"two degrees with a space", "Budi Santoso, S.Pd. M.Pd. memimpin.", "Budi Santoso, S.Pd. M.Pd. memimpin."},
		{"an initial in a name", "Muhammad A. Rahman dan M. Ramli hadir.", "Muhammad A. Rahman dan M. Ramli hadir."},
		{"hours and numbers", "Rapat pukul 13.00 WIB dihadiri 1.265.218 orang. Selesai pukul 15.00. Peserta pulang.", "Rapat pukul 13.00 WIB dihadiri 1.265.218 orang.|Selesai pukul 15.00.|Peserta pulang."},
		{"a host", "Lihat kpu.go.id untuk hasil. Data lengkap di infopemilu.kpu.go.id.", "Lihat kpu.go.id untuk hasil.|Data lengkap di infopemilu.kpu.go.id."},
		{"money", "Anggaran Rp. 29.286.275.000,- disetujui. Sisanya dikembalikan.", "Anggaran Rp. 29.286.275.000,- disetujui.|Sisanya dikembalikan."},
		{"a question with its speech verb", "“Siap?” tanya Budi. “Siap!” jawab mereka.", "“Siap?” tanya Budi.|“Siap!” jawab mereka."},
		{"a speech verb on a page of capitals", "“Kami Siap.” Ujar Budi Di Aula. “Ya.” Tegasnya.", "“Kami Siap.” Ujar Budi Di Aula.|“Ya.” Tegasnya."},
		{"the mark belongs to its sentence", "Budi berkata, \"Kami siap.\" Rapat ditutup.", "Budi berkata, \"Kami siap.\"|Rapat ditutup."},
		{"a quotation opens the next one", "Rapat dibuka. \"Kami siap,\" ujar Budi.", "Rapat dibuka.|\"Kami siap,\" ujar Budi."},
		{"a missing space after a bracket", "Rapat digelar Senin (24/3).Pertemuan itu dihadiri Bawaslu.", "Rapat digelar Senin (24/3).|Pertemuan itu dihadiri Bawaslu."},
		{"a missing space after a word", "Rapat ditutup.Peserta pulang.", "Rapat ditutup.|Peserta pulang."},
		{"a missing space after an initial is none", "Hadir A.Rahman dan M.Ali dari C.Hasil.", "Hadir A.Rahman dan M.Ali dari C.Hasil."},
		{"a list number", "1. Pemilih terdaftar.\n2. Pemilih baru.", "1. Pemilih terdaftar.|2. Pemilih baru."},
		{"a year ends a sentence", "Pemilu digelar tahun 2024. Pilkada menyusul.", "Pemilu digelar tahun 2024.|Pilkada menyusul."},
		{"dots of omission", "Kami siap... tetapi belum. Ya… Kami menunggu.", "Kami siap... tetapi belum.|Ya…|Kami menunggu."},
		{"dll. within and at the end", "Logistik, tinta, dll. sudah tiba. Ada kotak, bilik, dll. Selanjutnya disortir.", "Logistik, tinta, dll. sudah tiba.|Ada kotak, bilik, dll.|Selanjutnya disortir."},
		{"a decision", "Keputusan KPU No. 27/HK.03.1-Kpt/1212/2025 terbit. Isinya jelas.", "Keputusan KPU No. 27/HK.03.1-Kpt/1212/2025 terbit.|Isinya jelas."},
		{"s.d. between two dates", "Pendaftaran 4 s.d. 7 November dibuka. Gratis.", "Pendaftaran 4 s.d. 7 November dibuka.|Gratis."},
		{"a rank in brackets", "Mayjen TNI (Purn.) Andi hadir. Ia pulang.", "Mayjen TNI (Purn.) Andi hadir.|Ia pulang."},
		{"paragraphs", "Judul tanpa titik\n\nIsi pertama", "Judul tanpa titik|Isi pertama"},
		{"a degree, then an office", "Hadir Kapolres Ketut Yasa, S.H., S.I.K. Ketua KPU membuka rapat.", "Hadir Kapolres Ketut Yasa, S.H., S.I.K.|Ketua KPU membuka rapat."},
		{"nothing", " \n ", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for s := range indonesian.Sentences(tc.text) {
				got = append(got, s.Of(tc.text))
			}
			if g := strings.Join(got, "|"); g != tc.want {
				t.Errorf("Sentences(%q)\n got %s\nwant %s", tc.text, g, tc.want)
			}
		})
	}
}

func FuzzSentences(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add("“Siap?” tanya Budi. Plt. Ketua\r\n(24/3).Pertemuan…\"")
	f.Add("\xe2\x80.\xffA.B.C. \"?!. a")
	f.Add(strings.Repeat("A. ", 40) + strings.Repeat(".\"", 40))
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for s := range indonesian.Sentences(text) {
			if s.Start < end || !(s.Start < s.End) || s.End > len(text) {
				t.Fatalf("text %q: %+v after %d", text, s, end)
			}
			if strings.TrimFunc(text[end:s.Start], unicode.IsSpace) != "" {
				t.Fatalf("text %q: %q is in no sentence", text, text[end:s.Start])
			}
			end = s.End
		}
		if strings.TrimFunc(text[end:], unicode.IsSpace) != "" {
			t.Fatalf("text %q: %q is in no sentence", text, text[end:])
		}
	})
}

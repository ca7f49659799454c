package indonesian_test

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"warta/analyzers/indonesian"
	"warta/analyzers/indonesian/internal/gold"
	"warta/analyzers/indonesian/internal/lexicon"
	"warta/internal/race"
)

// shared is the folder of material that stays outside the repository.
const shared = "../../../shared"

// needShared returns a path below shared; without the folder the test is
// skipped, but never where CI says that it is there.
func needShared(tb testing.TB, path string) string {
	tb.Helper()
	path = filepath.Join(shared, path)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			tb.Fatalf("need %s: %v", path, err)
		}
		tb.Skipf("need %s: %v", path, err)
	}
	return path
}

func TestStem(t *testing.T) {
	t.Parallel()
	for _, group := range []struct{ what, words string }{
		{"a root stays", "suara suara, kota kota, menteri menteri, permisi permisi, masalah masalah, hutan hutan"},
		{"clitics and particles go", "suaranya suara, rumahku rumah, rumahmu rumah, apakah apa, pergilah pergi, siapapun siapa"},
		{"prefixes go, and what a nasal ate comes back", "memilih pilih, menulis tulis, menyusun susun, mengirim kirim, mengawal kawal, mengesahkan sah, mengecat cat, pemilih pilih, pengawas awas"},
		{"loans keep their consonant or lose it", "memproses proses, mempublikasikan publikasi, memublikasikan publikasi, mengkoordinasikan koordinasi, mengoordinasikan koordinasi"},
		{"circumfixes go together", "pemungutan pungut, pencalonan calon, perhitungan hitung, kerusakan rusak, keputusan putus, perbankan bank, berdasarkan dasar, berlakunya laku"},
		{"prefixes go three deep", "dipertanggungjawabkan tanggungjawab, memberlakukan laku, keberhasilan hasil, kepemimpinan pimpin, penyelenggaraan selenggara, ketidakhadiran hadir, berkesinambungan sinambung, mengesampingkan samping"},
		{"doubled words are one", "pihak-pihak pihak, sebaik-baiknya baik, pukul-memukul pukul, berulang-ulang ulang, meniru-nirukan tiru, kupu-kupu kupu-kupu, asal-usul asal, gerak-gerik gerak"},
		{"undang-undang is law and not undangan", "undang-undang undang-undang, perundang-undangan undang-undang, undang-undangnya undang-undang, undangan undang, diundang undang"},
		{"bound prefixes go before a root", "antarlembaga lembaga, se-jawa jawa, pascapemilu pemilu, antar-lembaga lembaga"},
		{"what reverses the meaning stays", "non-kpu non-kpu, anti-korupsi anti-korupsi, nonaktif nonaktif"},
		{"compounds keep together", "menindaklanjuti tindaklanjut, pertanggungjawaban tanggungjawab, keanekaragaman anekaragam"},
		{"everyday meaning beats the old root", "pesawat pesawat, keberangkatan berangkat, kesepakatan sepakat, ketua ketua, diketuai ketua, relawan relawan, pemilu pemilu, menyetujui setuju"},
		{"loan suffixes by list", "modernisasi modern, memodernisasi modern, organisasi organisasi, sosialisasi sosialisasi, globalisasi globalisasi"},
		{"names of places stay", "bekasi bekasi, kediri kediri, pemalang pemalang, semarang semarang, penajam penajam, bau-bau bau-bau"},
		{"names of people stay", "gunawan gunawan, setiawan setiawan, megawati megawati, prabowo prabowo, permana permana, terawan terawan"},
		{"one k for two is forgiven", "memasukan masuk, menunjukan tunjuk"},
		{"an unknown word loses only -nya", "sirekapnya sirekap, zxcvbkan zxcvbkan"},
		{"what is no word is its own root", "2024 2024, rp57 rp57, a a, - -, -- --, x- x-"},
	} {
		t.Run(group.what, func(t *testing.T) {
			t.Parallel()
			for pair := range strings.SplitSeq(group.words, ", ") {
				word, want, _ := strings.Cut(pair, " ")
				if got := indonesian.StemString(word); got != want {
					t.Errorf("stem of %q: got %q, want %q", word, got, want)
				}
				if got := string(indonesian.Stem([]byte(word))); got != want {
					t.Errorf("stem of the bytes %q: got %q, want %q", word, got, want)
				}
			}
		})
	}
}

func TestWordsKeptApart(t *testing.T) {
	t.Parallel()
	for _, pair := range []string{
		"pemilu memilukan", "ketua tertua", "undang-undang undangan", "sekolah seko",
		"kuningan-kuningan kunang", "bekasi bekas", "relawan kerelaan", "pesawat persawatan", "beruang peruangan",
	} {
		a, b, _ := strings.Cut(pair, " ")
		if got := indonesian.StemString(a); got == indonesian.StemString(b) {
			t.Errorf("%s and %s: both have the root %q, want two", a, b, got)
		}
	}
}

// TestGold holds the floors, on either part; what counts is the part held back.
func TestGold(t *testing.T) {
	t.Parallel()
	dir := needShared(t, "gold/stemming")
	floor := map[string]func(gold.Figures) bool{
		"ud.tsv":       func(f gold.Figures) bool { return f.AccType >= 0.995 && f.AccToken >= 0.997 && f.F1 >= 0.990 },
		"derived.tsv":  func(f gold.Figures) bool { return f.AccType >= 0.990 },
		"election.tsv": func(f gold.Figures) bool { return f.AccType >= 0.990 && f.F1 >= 0.985 },
		"pairs.tsv":    func(f gold.Figures) bool { return f.Same >= 0.985 && (f.Different == 0 || f.Diff >= 0.960) },
		"names.tsv":    func(f gold.Figures) bool { return f.PeopleAndOwn <= 0.010 },
	}
	for name, reached := range floor {
		f, err := gold.Read(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		development, held := f.Split()
		for part, rows := range map[string]*gold.File{"development": development, "held back": held} {
			if fig := gold.Score(rows, indonesian.StemString); !reached(fig) {
				t.Errorf("%s, %s: below the floor: %s", name, part, fig)
			}
		}
	}
}

// TestTableIsGenerated fails when the lists or the rules changed and the table
// was not generated again.
func TestTableIsGenerated(t *testing.T) {
	if race.Enabled {
		t.Skip("the table is made again in one goroutine")
	}
	t.Parallel()
	want, err := lexicon.Table(os.DirFS("lexicon"), os.DirFS("../satker/data"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("stem.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("stem.bin (%d bytes) is not what the lists give (%d bytes): run go generate ./analyzers/indonesian", len(got), len(want))
	}
	if const6MB := 6 << 20; len(got) > const6MB {
		t.Errorf("stem.bin has %d bytes, want at most %d", len(got), const6MB)
	}
}

// words returns Indonesian words of the news with their frequencies, or, where
// the shared folder is missing, the lemmas of the lexicon.
func words(tb testing.TB) (list [][]byte, freq []int) {
	tb.Helper()
	path := filepath.Join(shared, "bench/words.tsv")
	if _, err := os.Stat(path); err != nil {
		path = "lexicon/wordnet-lemmas.txt"
	}
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	sc := bufio.NewScanner(bytes.NewReader(data))
	for sc.Scan() {
		w, n, _ := bytes.Cut(sc.Bytes(), []byte("\t"))
		k, err := strconv.Atoi(string(n))
		if err != nil {
			k = 1
		}
		list, freq = append(list, bytes.Clone(w)), append(freq, k)
	}
	return list, freq
}

func TestStemProperties(t *testing.T) {
	t.Parallel()
	list, _ := words(t)
	for _, w := range list {
		checkStem(t, w)
		if got := indonesian.Stem(indonesian.Stem(w)); !bytes.Equal(got, indonesian.Stem(w)) {
			t.Errorf("stem of %q is %q, whose stem is %q: want a root to be its own", w, indonesian.Stem(w), got)
		}
	}
}

// checkStem checks what holds for any bytes.
func checkStem(tb testing.TB, w []byte) {
	tb.Helper()
	before := bytes.Clone(w)
	root := indonesian.Stem(w)
	switch {
	case len(w) > 0 && len(root) == 0:
		tb.Errorf("stem of %q is empty", w)
	case len(root) > len(w)+2:
		tb.Errorf("stem of %q is %q: more than two letters longer", w, root)
	case !bytes.Equal(w, before):
		tb.Errorf("stemming %q changed the word to %q", before, w)
	case indonesian.StemString(string(w)) != string(root):
		tb.Errorf("stem of %q: %q as bytes, %q as string", w, root, indonesian.StemString(string(w)))
	case !bytes.Equal(indonesian.Stem(w), root):
		tb.Errorf("stem of %q differs from call to call", w)
	}
}

func FuzzStem(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, w := range []string{
		"", "a", "mem", "meng", "mengnya", "-", "---", "a-b-c-d-nya", "meniru-nirukan", "dipertanggungjawabkannyalah",
		"kekekekekekekekekekekeke", "perperperperan", "nyanyanya", "sesesesesese-se", "\xff\xfe", "é", "memé", strings.Repeat("ber", 40),
	} {
		f.Add([]byte(w))
	}
	f.Fuzz(func(t *testing.T, w []byte) { checkStem(t, w) })
}

func TestStemConcurrently(t *testing.T) {
	t.Parallel()
	list, _ := words(t)
	list = list[:min(len(list), 5000)]
	want := make([]string, len(list))
	for i, w := range list {
		want[i] = string(indonesian.Stem(w))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, w := range list {
				if got := string(indonesian.Stem(w)); got != want[i] {
					t.Errorf("stem of %q: got %q, want %q", w, got, want[i])
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestStemDoesNotAllocate(t *testing.T) {
	list, _ := words(t)
	list = list[:min(len(list), 20000)]
	// The average over ten runs is rounded down, so that what the runtime
	// allocates meanwhile does not count.
	if n := testing.AllocsPerRun(10, func() {
		for _, w := range list {
			indonesian.Stem(w)
		}
	}); n != 0 {
		t.Errorf("%v allocations for %d words, want none", n, len(list))
	}
	if n := testing.AllocsPerRun(100, func() { indonesian.StemString("mempertanggungjawabkannyalah") }); n != 0 {
		t.Errorf("%v allocations for a string, want none", n)
	}
}

// BenchmarkStemDistinct stems every word once, in random order: what the table
// lacks (names, misspellings, new words) weighs as much as what it has.
func BenchmarkStemDistinct(b *testing.B) {
	list, _ := words(b)
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	stemAll(b, list)
}

// BenchmarkStemRunning stems words as often as they occur in news, in random order.
func BenchmarkStemRunning(b *testing.B) {
	list, freq := words(b)
	total := 0
	for _, n := range freq {
		total += n
	}
	r := rand.New(rand.NewPCG(1, 2))
	text := make([][]byte, 0, 200_000)
	for i, w := range list {
		n := float64(freq[i]) * float64(cap(text)) / float64(total)
		k := int(n)
		if r.Float64() < n-float64(k) {
			k++
		}
		for range k {
			text = append(text, w)
		}
	}
	r.Shuffle(len(text), func(i, j int) { text[i], text[j] = text[j], text[i] })
	stemAll(b, text)
}

func stemAll(b *testing.B, list [][]byte) {
	size := 0
	text := make([][]byte, len(list)) // one after another, as in a document
	for _, w := range list {
		size += len(w) + 1
	}
	buf := make([]byte, 0, size)
	for i, w := range list {
		start := len(buf)
		buf = append(append(buf, w...), ' ')
		text[i] = buf[start : start+len(w)]
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, w := range text {
			n += len(indonesian.Stem(w))
		}
	}
	b.ReportMetric(float64(len(text))*float64(b.N)/b.Elapsed().Seconds(), "words/s")
	if n == 0 {
		b.Fatal("no roots")
	}
}

package indonesian_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"warta/analyzers/indonesian"
	"warta/analyzers/samples"
	"warta/internal/race"
)

// hostile are pieces that, a megabyte of each, would show work that grows
// faster than the text.
var hostile = []string{
	"a", "A", "aB", "1", "a1", "1a", "é", "'", "a'", "’", "-", "a-", "a.", "1.", "1,", "1:", "1/", "a/", "a/1-", "a_", "@", "a@", "a@b.",
	"\"", "“", "(", ")", " ", "\n", "\u00a0", "\u0301", "a\u0301", "\u200b", "a\u200b", "\u00ad", "я", "яa", "я\u0301", "日", "ก", "\u0600", "👍🏽", "👨‍👩‍👧",
	"ﬁ", "http://", "kpu.go.id.", "kpu.go.id/", "S.H.", "undang-", "4/11/2025/", "27/HK.03.1-Kpt/", "KetuaKPU", "#KPUMelayani", "Ketua KPU ", ".\"", "? ", "Dr. ", "A.B ",
	"\xff", "\xe2\x80", "\U0010ffff",
}

func megabyte(unit string) string { return strings.Repeat(unit, 1<<20/len(unit)) }

// TestLinear gives each a time in which quadratic work over a megabyte cannot
// be done on any machine, and linear work is done many times over.
func TestLinear(t *testing.T) {
	if race.Enabled {
		t.Skip("growth is measured in one goroutine")
	}
	t.Parallel()
	const limit = 10 * time.Second
	for _, unit := range hostile {
		text := megabyte(unit)
		for name, f := range map[string]func(){
			"tokens": func() {
				for range new(indonesian.Analyzer).Tokens(text) {
				}
			},
			"sentences": func() {
				for range indonesian.Sentences(text) {
				}
			},
			"fold":  func() { indonesian.Fold(text[:1<<18]) },
			"names": func() { indonesian.NameSkeleton(text[:1<<14]) },
		} {
			start := time.Now()
			f()
			if took := time.Since(start); took > limit {
				t.Errorf("%s of a megabyte of %q took %s", name, unit, took)
			}
		}
	}
}

// No term is longer than an index takes, whatever the text.
func TestTermsAreShort(t *testing.T) {
	t.Parallel()
	for _, unit := range hostile {
		text := strings.Repeat(unit, 1+4000/len(unit))
		check(t, text)
		for tok := range new(indonesian.Analyzer).Tokens(text) {
			if len(tok.Surface) > 1000 {
				t.Fatalf("a term of %d bytes from %q", len(tok.Surface), unit)
			}
		}
	}
}

// In steady state an analyzer allocates nothing, whatever the script.
func TestNothingIsAllocated(t *testing.T) {
	texts := []string{
		"KPU se-Jawa Tengah menetapkan 1.265.218 pemilih, Selasa (4/11/2025), 27/HK.03.1-Kpt/1212/2025, Asy’ari, S.H., M.Si.",
		"undang-undang memukul-mukul KetuaKPU #KPUMelayani kota-semarang.kpu.go.id José naïve a@kpu.go.id",
		"Привет мир 日本語 القرآن ＫＰＵ aпривет",
	}
	var a indonesian.Analyzer
	var tokens []indonesian.Token
	run := func() {
		for _, text := range texts {
			tokens = a.AppendString(tokens[:0], text)
		}
	}
	run()
	if n := testing.AllocsPerRun(100, run); n != 0 {
		t.Errorf("%v allocations a run, want none", n)
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	pool := sync.Pool{New: func() any { return new(indonesian.Analyzer) }}
	digest := func() int {
		a := pool.Get().(*indonesian.Analyzer)
		defer pool.Put(a)
		sum := 0
		for _, s := range all {
			for _, tok := range a.AppendString(nil, s.Raw) {
				sum = sum*31 + len(tok.Root)*7 + tok.Start + int(tok.Surface[0])
			}
			sum += len(indonesian.Glossary().Alternatives(a.Query(s.Raw[:min(len(s.Raw), 500)])))
		}
		return sum
	}
	want := digest()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := digest(); got != want {
				t.Errorf("another goroutine gets %d, want %d", got, want)
			}
		})
	}
	wg.Wait()
}

func BenchmarkTokens(b *testing.B) {
	all, err := samples.All()
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, s := range all {
		size += len(s.Raw)
	}
	var a indonesian.Analyzer
	var tokens []indonesian.Token
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range all {
			tokens = a.AppendString(tokens[:0], s.Raw)
		}
	}
}

func BenchmarkSentences(b *testing.B) {
	all, err := samples.All()
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, s := range all {
		size += len(s.Raw)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range all {
			for range indonesian.Sentences(s.Raw) {
			}
		}
	}
}

func BenchmarkQuery(b *testing.B) {
	var a indonesian.Analyzer
	g := indonesian.Glossary()
	b.ReportAllocs()
	for b.Loop() {
		g.Alternatives(a.Query("penguatan sumber daya manusia KPU se-Jawa Tengah triwulan III"))
	}
}

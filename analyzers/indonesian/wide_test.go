package indonesian_test

import (
	"strings"
	"testing"

	"warta/analyzers/indonesian"
)

func isNear(a, b string) (int, bool) { return indonesian.WideOf(a).Changes(indonesian.WideOf(b)) }

func TestWideSpellings(t *testing.T) {
	t.Parallel()
	for kind, pairs := range map[string]string{
		"o, u":           "soleman sulaiman|omar umar|osman usman|yoesoef yosof|kholsum kulsum|rodiah rudiah",
		"e, i":           "husein husin|irfandi erfandi|ridwan redwan|saleem salim|mustakiem mustakem",
		"a, o":           "mubarak mubarok|imran imron|badawi badowi|rasyidi rosyidi|absor abshar|gozali ghazali|furqan furqon",
		"a, e":           "assagaf assegaf|palewai palewei|alatas aletas",
		"y, j":           "yayat jajat|sofyan sofjan|maryani marjani|aryawan arjawan|benyamin benjamin|yohana johana|yunus junus|julia yulia|widyastuti widjastoeti|yigibalom jigibalom",
		"z, j":           "zaki jaki|zainuddin jainuddin|novrizal novrijal|rizal rijal|zuraidah juraidah|tarmizi tarmiji|faizal paijal",
		"e left out":     "nugraha nugeraha|hendra hendera|gede gde|putra putera",
		"w, u":           "taufiq tawfiq|swastika suastika|makkulau makkulaw|kandouw kandow|klau klaw|suarjaya swardjaja",
		"k, h, c":        "rokayah rokhayah|marcus markus",
		"johnson":        "johnson jonson|djonson jhonson",
		"a last d":       "ferdinand ferdinan",
		"dl":             "baidlowi baidowi",
		"datuak":         "datuk datuak",
		"several at one": "zaenuri jaenoeri|djunaidi yunaidi",
	} {
		for pair := range strings.SplitSeq(pairs, "|") {
			a, b, _ := strings.Cut(pair, " ")
			there, near := isNear(a, b)
			back, nearBack := isNear(b, a)
			if !near || !nearBack || there != back {
				t.Errorf("%s: %s and %s differ by %d %v, %d %v", kind, a, b, there, near, back, nearBack)
			}
		}
	}
}

func TestStrangersAreNotWide(t *testing.T) {
	t.Parallel()
	for pair := range strings.SplitSeq("santoso santosa|nugroho nugraha|kusumo kusuma|suparno suparto|suparno suparna|harianto herianto|hermanto harmanto|heri hari|deni dani|rina rena|dina dini|doni dani|roni rani|"+
		"hartono hartini|hendra hendri|dewi dewa|yani yanti|fitri fitria|rahmat rahmah|hidayat hidayati|hidayat hidayatullah|suyadi suryadi|sukma sukri|budi rudi|agus agung|arif aris|hakim halim|hasan hasyim|"+
		"joko soko|sari jari|sutrisno sutisna|utomo utama|pranoto pranata|susilo susila|wibowo wibawa|suharto suharti|syafiq syafii|novi novita|setiadi setiaji|bakri bahri|rahma rama|umar amir|umar umairah|"+
		"sulaiman salman|salim sulaim|mulyadi mulyana|kurniawan kurniawati|aminah maimunah|supriyadi supardi|edi adi|anwar anwari|sri sari|tono tini|lukman rukman|hadi hudi", "|") {
		a, b, _ := strings.Cut(pair, " ")
		if n, near := isNear(a, b); near {
			t.Errorf("%s and %s differ by %d changes alone", a, b, n)
		}
	}
}

func FuzzWide(f *testing.F) {
	f.Add("widjastuti", "widiastuti")
	f.Add("jigibalom", "yigibalom")
	f.Add("é", strings.Repeat("ij", 40))
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 200 || len(b) > 200 {
			return
		}
		x, y := indonesian.WideOf(a), indonesian.WideOf(b)
		there, near := x.Changes(y)
		back, nearBack := y.Changes(x)
		if there != back || near != nearBack {
			t.Errorf("%q and %q differ by %d %v, the other way by %d %v", a, b, there, near, back, nearBack)
		}
		if n, same := x.Changes(x); n != 0 || !same {
			t.Errorf("%q differs from itself by %d", a, n)
		}
		if near && there == 0 && x.Sound != y.Sound && x.Skeleton != y.Skeleton {
			t.Errorf("%q and %q differ by nothing", a, b)
		}
	})
}

// What the widest tier joins of the frequent words of the registers is bounded.
func TestFewNamesOfTheRegistersAreNear(t *testing.T) {
	t.Parallel()
	byKey := make(map[string][]indonesian.Wide)
	seen := make(map[string]bool)
	for word, n := range registerNames(t) {
		if w := indonesian.WideOf(word); n >= 5 && w.Key != "" && !seen[w.Sound] {
			seen[w.Sound] = true
			byKey[w.Key] = append(byKey[w.Key], w)
		}
	}
	pairs, most, bucket := 0, 0, 0
	for _, list := range byKey {
		bucket = max(bucket, len(list))
		for _, w := range list {
			near := -1
			for _, other := range list {
				if _, is := w.Changes(other); is {
					near++
				}
			}
			pairs, most = pairs+near, max(most, near)
		}
	}
	t.Logf("%d sounds, %d near, at most %d; %d of one key", len(seen), pairs, most, bucket)
	if pairs > len(seen)/2 || most > 8 || bucket > 64 {
		t.Errorf("%d sounds have %d near ones, one has %d; %d share a key", len(seen), pairs, most, bucket)
	}
}

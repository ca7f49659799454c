package understand_test

import (
	"reflect"
	"testing"
	"time"

	"warta/index"
	"warta/index/internal/cast"
	"warta/index/understand"
)

// A word that repeats the word before it is not read. Words, places and names that are written
// twice are, and so are the parts of a date, initials and what stands in quotation marks.
func TestWordsThatAreRepeated(t *testing.T) {
	t.Parallel()
	r := registryOf(t,
		cast.Article("a", "2024-02-01", cast.Post{Name: "Wisnu Hartawan", At: "33.28!Ketua"}),
		cast.Article("b", "2024-02-01", cast.Post{Name: "Uli Uli Simbolon", At: "33.27!Ketua"}))
	read := func(of index.Of, text string) understand.Understanding {
		u := understand.Text(text, understand.Options{Of: of, Weights: new(understand.DefaultWeights()), People: r, Today: time.Date(2025, 11, 5, 0, 0, 0, 0, time.UTC)})
		u.Summary.Text = ""
		return u
	}
	for _, c := range []struct {
		text, once string
		same       bool
	}{
		{"wisnu wisnu", "wisnu", true},
		{"Wisnu wisnu, WISNU", "Wisnu", true},
		{"wisnu wisnu hartawan", "wisnu hartawan", true},
		{"apa kata wisnu wisnu soal gudang", "apa kata wisnu soal gudang", true},
		{"gudang gudang gudang", "gudang", true},
		{"pilkada 2024 2024", "pilkada 2024", true},
		{"uli uli uli simbolon", "uli uli simbolon", true},
		{"undang undang undang", "undang undang", true},
		{"uli uli simbolon", "uli simbolon", false},
		{"undang undang", "undang", false},
		{"kpu kota bau bau", "kpu kota bau", false},
		{"kip aceh, aceh barat", "kip aceh, barat", false},
		{"kpu bandung bandung barat", "kpu bandung barat", false},
		{"papua, papua barat", "papua, barat", false},
		{"gudang bandung bandung raya", "gudang bandung raya", true},
		{"m m rizal", "m rizal", false},
		{"rapat 2 2 2025", "rapat 2 2025", false},
		{`"gudang gudang"`, `"gudang"`, false},
		{"wisnu hartawan wisnu", "wisnu hartawan", false}, // two pairs of words
	} {
		for _, of := range []index.Of{index.Articles, index.Quotes} {
			if same := reflect.DeepEqual(read(of, c.text), read(of, c.once)); same != c.same && (of == index.Articles || c.same) {
				t.Errorf("%d: %q is read as %q: %v, want %v", of, c.text, c.once, same, c.same)
			}
		}
	}
}

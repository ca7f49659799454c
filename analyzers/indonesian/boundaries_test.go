package indonesian_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/rivo/uniseg"

	"warta/analyzers/indonesian"
)

// TestBoundariesElsewhere holds the tokens of other scripts against UAX #29 as
// the library reads it, on made-up texts of many scripts.
func TestBoundariesElsewhere(t *testing.T) {
	t.Parallel()
	runes := []rune("абвгдйёыЁЖ αβγδέώ אבגד ابتث ٠١٢ कखगािी กขคา 日本語 ひらがな カタカナー 한국어 ԱԲգ ქართ ትግር ꦗꦮ —«»…？")
	r := rand.New(rand.NewPCG(1, 29))
	for range 3000 {
		var b strings.Builder
		for range 1 + r.IntN(30) {
			b.WriteRune(runes[r.IntN(len(runes))])
		}
		text := b.String()
		var want, got []string
		for rest, state, word := text, -1, ""; rest != ""; {
			word, rest, state = uniseg.FirstWordInString(rest, state)
			if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
				want = append(want, word)
			}
		}
		for tok := range new(indonesian.Analyzer).Tokens(text) {
			got = append(got, text[tok.Start:tok.End])
		}
		if g, w := strings.Join(got, "|"), strings.Join(want, "|"); g != w {
			t.Fatalf("words of %q\n got %s\nwant %s", text, g, w)
		}
	}
}

// Plain Latin words, with no joiner between them, are those of UAX #29 too.
func TestBoundariesOfPlainText(t *testing.T) {
	t.Parallel()
	letters := []rune("abcdefghijklmnopqrstuvwxyzéüñç      ;()!?\n—“”")
	r := rand.New(rand.NewPCG(2, 29))
	for range 3000 {
		var b strings.Builder
		for range 1 + r.IntN(60) {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		text := b.String()
		var want, got []string
		for rest, state, word := text, -1, ""; rest != ""; {
			word, rest, state = uniseg.FirstWordInString(rest, state)
			if strings.ContainsFunc(word, unicode.IsLetter) {
				want = append(want, word)
			}
		}
		for tok := range new(indonesian.Analyzer).Tokens(text) {
			got = append(got, text[tok.Start:tok.End])
		}
		if g, w := strings.Join(got, "|"), strings.Join(want, "|"); g != w {
			t.Fatalf("words of %q\n got %s\nwant %s", text, g, w)
		}
	}
}

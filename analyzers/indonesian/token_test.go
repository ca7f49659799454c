package indonesian_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/internal/race"
)

// check reports every rule that the tokens of text break.
func check(t *testing.T, text string) {
	t.Helper()
	var a indonesian.Analyzer
	tokens := a.AppendString(nil, text)
	start, pos := 0, 0
	for i, tok := range tokens {
		switch {
		case tok.Start < start || tok.End <= tok.Start || tok.End > len(text):
			t.Fatalf("text %q: token %d %q covers %d to %d, after one from %d", text, i, tok.Surface, tok.Start, tok.End, start)
		case tok.Position < pos || tok.Position > pos+1 && i > 0:
			t.Fatalf("text %q: token %d %q is at position %d, after %d", text, i, tok.Surface, tok.Position, pos)
		case utf8.ValidString(text) && (!utf8.RuneStart(text[tok.Start]) || tok.End < len(text) && !utf8.RuneStart(text[tok.End])):
			t.Fatalf("text %q: token %d %q cuts a character", text, i, tok.Surface)
		case len(tok.Surface) == 0 || !utf8.Valid(tok.Surface) && utf8.ValidString(text):
			t.Fatalf("text %q: token %d has the surface %q", text, i, tok.Surface)
		case (tok.Role == indonesian.Whole) != (tok.Parts > 0) || i+tok.Parts >= len(tokens):
			t.Fatalf("text %q: token %d %q (%s) says it has %d parts", text, i, tok.Surface, tok.Role, tok.Parts)
		}
		start, pos = tok.Start, tok.Position
	}
	var b indonesian.Analyzer
	b.AppendString(nil, "KPU menetapkan 1.265.218 pemilih, 4/11/2025.")
	again := b.AppendString(nil, text)
	if len(again) != len(tokens) {
		t.Fatalf("text %q: %d tokens, a used analyzer gives %d", text, len(tokens), len(again))
	}
	for i := range again {
		if string(again[i].Surface) != string(tokens[i].Surface) || again[i].Start != tokens[i].Start {
			t.Fatalf("text %q: token %d is %q, a used analyzer gives %q", text, i, tokens[i].Surface, again[i].Surface)
		}
	}
}

func FuzzTokens(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, s := range []string{
		"Asy'ari se-Jawa Tengah, 27/HK.03.1-Kpt/1212/2025 pada 4/11/2025",
		"a\u0301\u200b-\u00ad1.2.3,4:5@x.y.go.id S.H.M.Si",
		"\xff'\xe2\x80KetuaKPU日本aпривет",
		strings.Repeat("a.1-", 60),
	} {
		f.Add(s)
	}
	f.Fuzz(check)
}

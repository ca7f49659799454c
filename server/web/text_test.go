package web_test

import (
	"html"
	"strings"
	"testing"

	"warta/internal/race"
	"warta/server/web"
)

func TestDatesAreWrittenAsIndonesiansReadThem(t *testing.T) {
	t.Parallel()
	for iso, want := range map[string]string{
		"2025-11-04": "Selasa, 4 November 2025", "2024-02-29": "Kamis, 29 Februari 2024", "2025-08": "Agustus 2025", "2025": "2025",
		"none": "none", "2025-02-30": "2025-02-30", "": "",
	} {
		if got := web.LongDate(iso); got != want {
			t.Errorf("%q: got %q, want %q", iso, got, want)
		}
	}
}

func TestNumbersAreGroupedByPoints(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1.000", 1234567: "1.234.567", -12345: "-12.345"} {
		if got := web.Number(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestMarksAreTakenApart(t *testing.T) {
	t.Parallel()
	got := web.Marked("a &lt;mark&gt; <mark>b &amp; c</mark> <b>d <mark>e")
	want := []web.Piece{{Text: "a <mark> "}, {Text: "b & c", Mark: true}, {Text: " <b>d "}, {Text: "e", Mark: true}}
	if len(got) != len(want) {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("piece %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}

func FuzzMarked(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add("a <mark>b</mark> c", "x < y & z")
	f.Add("</mark><mark><mark>", "<mark>")
	f.Fuzz(func(t *testing.T, anything, text string) {
		web.Marked(anything) // whatever comes, it ends
		var b strings.Builder
		for _, p := range web.Marked("<mark>" + html.EscapeString(text) + "</mark>" + html.EscapeString(text)) {
			b.WriteString(p.Text)
		}
		if b.String() != text+text {
			t.Errorf("%q came back as %q", text+text, b.String())
		}
	})
}

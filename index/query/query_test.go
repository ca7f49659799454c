package query_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/index/query"
	"warta/internal/race"
)

func TestParse(t *testing.T) {
	t.Parallel()
	word := func(s string) query.Node { return query.Word{Text: s} }
	for _, c := range []struct {
		why, text string
		want      query.And
	}{
		{"words are all wanted", "penguatan sdm", query.And{word("penguatan"), word("sdm")}},
		{"quotation marks make a phrase", `"badan ad hoc" ketua`, query.And{query.Phrase{"badan ad hoc"}, word("ketua")}},
		{"typographic marks are marks", "“badan adhoc”", query.And{query.Phrase{"badan adhoc"}}},
		{"a minus excludes", `-kampanye -"masa tenang"`, query.And{query.Not{word("kampanye")}, query.Not{query.Phrase{"masa tenang"}}}},
		{"a minus inside a word is a hyphen", "undang-undang", query.And{word("undang-undang")}},
		{"a dash between spaces is kept with the word behind", "a 2023 - 2024 — b", query.And{
			word("a"), word("2023"), query.Word{Text: "2024", Dashed: true}, query.Word{Text: "b", Dashed: true},
		}},
		{"a dash that stands between no words is nothing", `- a - "b" - c* – d –`, query.And{word("a"), query.Phrase{"b"}, query.Word{Text: "c", Prefix: true}, word("d")}},
		{"a dash behind a mark joins or parts", `"pkpu" - kpu "a b"-c “d” – e "f"—g`, query.And{
			query.Phrase{"pkpu"}, word("kpu"), query.Phrase{"a b"}, word("c"), query.Phrase{"d"}, word("e"), query.Phrase{"f"}, word("—g"),
		}},
		{"a minus behind a phrase and a space excludes", `"a b" -c`, query.And{query.Phrase{"a b"}, query.Not{word("c")}}},
		{"two dashes are a dash", `kpu --jadwal --"a b"`, query.And{word("kpu"), word("jadwal"), query.Phrase{"a b"}}},
		{"a dash behind a mark without a space is none", `kpu:-jadwal (-tps) kpu,-dpt`, query.And{word("kpu:-jadwal"), word("(-tps)"), word("kpu,-dpt")}},
		{"lines of a list begin with bullets", "- pemilih\n-kpu\n  -\"surat suara\"\r\n– tps -dpt", query.And{
			word("pemilih"), word("kpu"), query.Phrase{"surat suara"}, word("tps"), query.Not{word("dpt")},
		}},
		{"one line is no list", "-pemilih kpu\n", query.And{query.Not{word("pemilih")}, word("kpu")}},
		{"what is not seen is left out", "\ufeffpe\u00admilih \u200b-ka\u200dmpanye a OR\u2060 b \u202ejudul:\u200barsip", query.And{
			word("pemilih"), query.Not{word("kampanye")}, query.Or{word("a"), word("b")}, query.Field{"judul", word("arsip")},
		}},
		{"what is not seen is nothing", "\u200b \ufeff\u00ad \ufe0f\u3164", nil},
		{"OR binds its neighbours", "a b OR c OR d e", query.And{word("a"), query.Or{word("b"), word("c"), word("d")}, word("e")}},
		{"OR with nothing on one side is a word", "OR a OR", query.And{word("or"), word("a"), word("or")}},
		{"or in small letters is a word", "a or b", query.And{word("a"), word("or"), word("b")}},
		{"a star at the end is a beginning", "pemil*", query.And{query.Word{Text: "pemil", Prefix: true}}},
		{"a star alone is nothing", "* a", query.And{word("a")}},
		{"fields narrow", `pejabat:"handi tri" satker:33.74 -judul:arsip`, query.And{
			query.Field{"pejabat", query.Phrase{"handi tri"}},
			query.Field{"satker", word("33.74")},
			query.Not{query.Field{"judul", word("arsip")}},
		}},
		{"a field may have a space behind it", "judul: arsip", query.And{query.Field{"judul", word("arsip")}}},
		{"a field's name may be typed as a heading", "Judul:arsip", query.And{query.Field{"judul", word("arsip")}}},
		{"a field without a value is a word", "judul: -arsip", query.And{word("judul"), query.Not{word("arsip")}}},
		{"an unknown field is a word", "warna:merah", query.And{word("warna:merah")}},
		{"a mark that is not closed says nothing", `ketua "kpu`, query.And{word("ketua"), word("kpu")}},
		{"what has no letters is nothing", `--- ** "" "!" : & ()`, nil},
		{"nothing is nothing", " \t\n", nil},
		{"broken bytes part words", "a\xffb", query.And{word("a"), word("b")}},
	} {
		if got := query.Parse(c.text, query.Bounds{}).And; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q\n got %#v\nwant %#v", c.why, c.text, got, c.want)
		}
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	bounds := query.Bounds{Words: 3, Bytes: 20}
	for _, c := range []struct {
		why, text, want string
		words, bytes    bool
	}{
		{"within both", "a b c", "a b c", false, false},
		{"a fourth word is left out", "a b c d", "a b c", true, false},
		{"a phrase is cut at its words", `a "b c d e" f`, `a "b c"`, true, false},
		{"the text ends at a word", "aaaaaaaaaa bbbbbbbbbb", "aaaaaaaaaa", false, true},
		{"one long word is cut", strings.Repeat("é", 11), strings.Repeat("é", 10), false, true},
	} {
		got := query.Parse(c.text, bounds)
		if got.String() != c.want || got.CutWords != c.words || got.CutBytes != c.bytes {
			t.Errorf("%s: %q\n got %q %v %v\nwant %q %v %v", c.why, c.text, got, got.CutWords, got.CutBytes, c.want, c.words, c.bytes)
		}
	}
}

func FuzzParse(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, seed := range []string{
		"penguatan sdm", `"badan ad hoc" -kampanye OR x*`, `judul:"a b" pejabat: y satker:33 OR`, "OR OR OR",
		"judul:judul:x", "--a**", `-"`, "judul:OR", "-OR", "OR* a", "a\xff*", "tanggal:2025-11 »x«", "judul:*", "x: -judul:-y", "a - b – c OR d — - e", `a -"b" - c*`, "a – judul: -", "-a\n-b -c", `"a"-b "c" -d`, "a --b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed := query.Parse(text, query.Bounds{Words: 32, Bytes: 1024})
		printed := parsed.String()
		if !utf8.ValidString(printed) {
			t.Errorf("%q prints as invalid %q", text, printed)
		}
		again := query.Parse(printed, query.Bounds{})
		if !reflect.DeepEqual(again.And, parsed.And) {
			t.Errorf("%q prints as %q\n got %#v\nwant %#v", text, printed, again.And, parsed.And)
		}
		if n := len(strings.Fields(printed)); n > 1024 {
			t.Errorf("%q gives %d words", text, n)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := strings.Repeat(`judul:"a b" -x OR "`, 50)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		query.Parse(text, query.Bounds{Words: 32, Bytes: 1024})
	}
}

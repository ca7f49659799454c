package received_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"warta/analyzers/received"
	"warta/internal/race"
)

const told = "KPU Kota Padang – “Kita harus siap,” ujar Asy’ari."

func bytesIn(t testing.TB, charset, text string) []byte {
	t.Helper()
	encoders := map[string]interface{ String(string) (string, error) }{
		"windows-1252":       charmap.Windows1252.NewEncoder(),
		"utf-16le":           unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(),
		"utf-16be":           unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(),
		"utf-16le with mark": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(),
		"utf-16be with mark": unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(),
	}
	switch charset {
	case "utf-8":
		return []byte(text)
	case "utf-8 with mark":
		return []byte("\uFEFF" + text)
	}
	out, err := encoders[charset].String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func TestTextInEveryCharsetIsOneText(t *testing.T) {
	t.Parallel()
	page := func(head string) string { return "<!doctype html><html><head>" + head + "</head><p>" + told }
	for _, c := range []struct {
		name, in, text string
		hints          received.Hints
		want           string
	}{
		{"UTF-8", "utf-8", told, received.Hints{}, "utf-8"},
		{"UTF-8 with its mark", "utf-8 with mark", told, received.Hints{}, "utf-8"},
		{"the mark goes before a declaration", "utf-8 with mark", told, received.Hints{Charset: "windows-1252"}, "utf-8"},
		{"windows-1252 by declaration", "windows-1252", told, received.Hints{Charset: "windows-1252"}, "windows-1252"},
		{"under the name of Latin-1", "windows-1252", told, received.Hints{Charset: "ISO-8859-1"}, "windows-1252"},
		{"windows-1252 by a page's own word", "windows-1252", page(`<meta charset="windows-1252">`), received.Hints{}, "windows-1252"},
		{"in the older form", "windows-1252", page(`<META http-equiv=Content-Type content='text/html; charset=iso-8859-1'>`), received.Hints{Form: received.HTML}, "windows-1252"},
		{"by that of an XML page", "windows-1252", `<?xml version="1.0" encoding="ISO-8859-1"?><html><p>` + told, received.Hints{}, "windows-1252"},
		{"a page that is wrong about itself", "utf-8", page(`<meta charset="iso-8859-1">`), received.Hints{}, "utf-8"},
		{"a declaration that is wrong", "utf-8", told, received.Hints{Charset: "iso-8859-1"}, "utf-8"},
		{"UTF-16 with its mark", "utf-16le with mark", told, received.Hints{}, "utf-16le"},
		{"of the other order", "utf-16be with mark", told, received.Hints{}, "utf-16be"},
		{"UTF-16 by declaration", "utf-16be", told, received.Hints{Charset: "utf-16be"}, "utf-16be"},
		{"declared without its order", "utf-16be", told, received.Hints{Charset: "utf-16"}, "utf-16be"},
		{"a page in UTF-16", "utf-16le", page(""), received.Hints{Charset: "utf-16"}, "utf-16le"},
		{"UTF-16 by its zero bytes", "utf-16le", told, received.Hints{}, "utf-16le"},
		{"of the other order by its zero bytes", "utf-16be", page(""), received.Hints{}, "utf-16be"},
		{"a declaration of UTF-16 that is wrong", "utf-8", told, received.Hints{Charset: "utf-16"}, "utf-8"},
		{"what nothing declares, as a browser shows it", "windows-1252", told, received.Hints{Lenient: true}, "windows-1252"},
		{"a charset that nothing knows, as a browser shows it", "utf-8", told, received.Hints{Lenient: true, Charset: "klingon"}, "utf-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := received.Read(bytesIn(t, c.in, c.text), c.hints)
			if err != nil || got.Text != c.text || got.Charset != c.want {
				t.Errorf("got %q in %q, %v\nwant %q in %q", got.Text, got.Charset, err, c.text, c.want)
			}
		})
	}
}

func TestWhatIsNoTextIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		raw   string
		hints received.Hints
		want  error
	}{
		{"windows-1252 that nothing declares", "Kata Asy\x92ari", received.Hints{}, received.ErrBytes},
		{"a bad byte in UTF-8", "siap – \xff", received.Hints{Charset: "utf-8"}, received.ErrBytes},
		{"an unknown charset", "siap", received.Hints{Charset: "klingon"}, received.ErrCharset},
		{"one that hides markup", "siap", received.Hints{Charset: "utf-7"}, received.ErrCharset},
		{"another", "siap", received.Hints{Charset: "iso-2022-kr"}, received.ErrCharset},
		{"half a surrogate", "\xff\xfes\x00i\x00\x00\xd8a\x00p\x00", received.Hints{}, received.ErrBytes},
	} {
		if got, err := received.Read([]byte(c.raw), c.hints); !errors.Is(err, c.want) {
			t.Errorf("%s: got %+v, %v; want %v", c.name, got, err, c.want)
		}
	}
}

func TestWhatADocumentIs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw string
		hints     received.Hints
		want      received.Form
	}{
		{"a whole page", "<!DOCTYPE html><html>", received.Hints{}, received.HTML},
		{"behind spaces", "\n\n  <html lang=id>", received.Hints{}, received.HTML},
		{"behind a mark", "\uFEFF<html>", received.Hints{}, received.HTML},
		{"behind comments", "<!-- disimpan dari kpu.go.id -->\n<!-- lagi --><html>", received.Hints{}, received.HTML},
		{"a comment without an end", "<!-- disimpan", received.Hints{}, received.HTML},
		{"an XML page", `<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="x">`, received.Hints{}, received.HTML},
		{"a piece", "<p>KPU siap.</p>", received.Hints{}, received.HTML},
		{"a piece in capitals", "<H1>Siap</H1>", received.Hints{}, received.HTML},
		{"a piece with text first", "KPU siap.<br>Logistik tiba.", received.Hints{}, received.HTML},
		{"an element by itself", "<article class=x>KPU", received.Hints{}, received.HTML},
		{"a page that is called text", "<!doctype html><p>KPU", received.Hints{Form: received.Text, Name: "a.txt"}, received.HTML},
		{"text", "KPU siap\n\nLogistik tiba.", received.Hints{}, received.Text},
		{"text that is called a page", "KPU siap\n\nLogistik tiba.", received.Hints{Form: received.HTML, Name: "a.html"}, received.Text},
		{"text with a sign", "Hasil: a < b, dan <yang lain> menyusul", received.Hints{}, received.Text},
		{"text that begins with one", "<KPU> siap", received.Hints{}, received.Text},
		{"an object", ` {"title":"x"}`, received.Hints{}, received.JSON},
		{"an object behind a mark", "\uFEFF{\"title\":\"x\"}", received.Hints{}, received.JSON},
		{"a list", `[{"title":"x"}]`, received.Hints{}, received.JSONList},
		{"a feed", `<?xml version="1.0"?><rss version="2.0"><channel>`, received.Hints{}, received.Feed},
		{"an Atom feed", `<feed xmlns="http://www.w3.org/2005/Atom">`, received.Hints{}, received.Feed},
		{"an RDF feed", `<rdf:RDF xmlns:rdf="x">`, received.Hints{}, received.Feed},
		{"a sitemap", `<?xml version="1.0"?><!-- x --><urlset>`, received.Hints{}, received.Sitemap},
		{"other XML", `<?xml version="1.0"?><kml>`, received.Hints{}, received.XML},
		{"something packed", "\x1f\x8b\x08\x00", received.Hints{Form: received.Text}, received.Gzip},
		{"an office document", "PK\x03\x04\x14\x00", received.Hints{Name: "siaran.docx"}, received.Zip},
		{"an old one", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", received.Hints{}, received.OldOffice},
		{"a PDF", "%PDF-1.7\n\xff", received.Hints{}, received.PDF},
		{"a photograph", "\xff\xd8\xff\xe0\x00\x10JFIF", received.Hints{}, received.Picture},
		{"data", "\x00\x01\x02\xff\xfe\xfd\x07\x08", received.Hints{}, received.Binary},
		{"nothing", " \n\t", received.Hints{}, received.Empty},
		{"a robots.txt", "User-agent: *\nDisallow: /admin\nSitemap: https://x.example/s.xml\n", received.Hints{}, received.Robots},
		{"a table", "kode,nama\n33.74,Kota Semarang\n33.20,Jepara\n", received.Hints{}, received.Table},
		{"one from Excel", "kode;nama\n33.74;Kota Semarang\n33.20;Jepara\n", received.Hints{}, received.Table},
		{"code", "package x\n\nfunc a() {\n\tb()\n}\n\nfunc c() {\n}\n", received.Hints{}, received.Code},
		{"Python", "import json, sys\n\nW = sys.argv[1]\n\ndef names(p): return [o for o in p]\n\nfor n in names(W):\n    print(n)\n", received.Hints{}, received.Code},
		{"a script", "#!/usr/bin/env python3\nX = 1\n", received.Hints{}, received.Code},
		{"Python by its name", "X = 'KPU Kota Padang menggelar rapat'\n", received.Hints{Name: "a.py"}, received.Code},
		{"JavaScript", "const a = f(1);\ng(a);\nwindow.alert(a);\nreturn a;\nh(2);\n", received.Hints{}, received.Code},
		{"requirements", "Syarat pendaftaran:\na. surat pendaftaran (bermeterai cukup);\nb. fotokopi KTP elektronik (dua lembar);\nc. pas foto berwarna (ukuran 4x6);\nd. surat keterangan sehat (asli);\n", received.Hints{}, received.Text},
		{"requirements of one word", "Syarat:\nkartu keluarga (asli);\nijazah (legalisir);\nfoto (berwarna);\nakta (asli);\n", received.Hints{}, received.Text},
		{"sums of money", "KPU Terima Hibah Rp1,5 Miliar\nKPU Kota Padang menerima hibah Rp1,5 miliar dari pemerintah kota.\nDari hibah itu Rp0,5 miliar untuk logistik.\n", received.Hints{}, received.Text},
		{"figures alone", "1,5,6\n2,6,7\n3,7,8\n", received.Hints{}, received.Table},
		{"results", "Hasil suara\nSuara sah = 120\nJumlah = 130\nTotal = 140\nSisa = 10\nRusak = 2\n", received.Hints{}, received.Text},
		{"a list of names in prose", "Hadir:\nAli, Budi\nCici, Dodi\nEko, Fani\n", received.Hints{}, received.Text},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := received.Read([]byte(c.raw), c.hints)
			if err != nil || got.Form != c.want {
				t.Errorf("%q is %v, %v; want %v", c.raw, got.Form, err, c.want)
			}
			if got.Form.Advice() == "" || got.Form.String() == "" {
				t.Errorf("%v says nothing", got.Form)
			}
		})
	}
}

func TestAStreamIsReadInItsCharset(t *testing.T) {
	t.Parallel()
	lines := strings.Repeat("{\"title\":\"Siap\",\"body\":\""+"Kata Asy’ari – siap."+"\"}\n", 3000)
	for _, charset := range []string{"utf-8", "utf-8 with mark", "utf-16le", "utf-16be", "utf-16le with mark", "utf-16be with mark", "windows-1252"} {
		declared := ""
		if charset == "windows-1252" {
			declared = charset
		}
		from := iotest.HalfReader(strings.NewReader(string(bytesIn(t, charset, lines))))
		if got, err := io.ReadAll(received.NewReader(from, declared)); err != nil || string(got) != lines {
			t.Errorf("%s: %.80q, %v", charset, got, err)
		}
	}
	for _, short := range []string{"", "{", "{}", "\n"} {
		if got, err := io.ReadAll(received.NewReader(strings.NewReader(short), "")); err != nil || string(got) != short {
			t.Errorf("%q: %q, %v", short, got, err)
		}
	}
	if _, err := io.ReadAll(received.NewReader(strings.NewReader("\x1f\x8b\x08"), "")); !errors.Is(err, received.ErrPacked) {
		t.Errorf("packed: %v", err)
	}
	if _, err := io.ReadAll(received.NewReader(strings.NewReader("{}"), "klingon")); !errors.Is(err, received.ErrCharset) {
		t.Errorf("unknown charset: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, charset := range []string{"utf-8", "utf-16le", "utf-16be with mark", "windows-1252"} {
		f.Add(bytesIn(f, charset, "<p>"+told), charset, false)
	}
	f.Add([]byte("<!--"), "", true)
	f.Add([]byte("<?xml encoding=utf-16"), "utf-16", true)
	f.Fuzz(func(t *testing.T, raw []byte, charset string, lenient bool) {
		got, err := received.Read(raw, received.Hints{Charset: charset, Lenient: lenient})
		switch {
		case err != nil && lenient:
			t.Fatalf("%q: a lenient reader fails: %v", raw, err)
		case err != nil:
		case !utf8.ValidString(got.Text):
			t.Fatalf("%q: %q is not UTF-8", raw, got.Text)
		case got.Form == received.Unknown:
			t.Fatalf("%q has no form", raw)
		case !got.Form.MayHoldArticles() && got.Form == received.Gzip && got.Text != "":
			t.Fatalf("%q: packed and has a text", raw)
		}
	})
}

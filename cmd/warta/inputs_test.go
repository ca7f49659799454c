package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// wide encodes text as UTF-16, low byte first, with its mark.
func wide(text string) string {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

// latin encodes text as windows-1252; it knows the marks that the tests use.
func latin(text string) string {
	return strings.NewReplacer("’", "\x92", "“", "\x93", "”", "\x94", "–", "\x96", "é", "\xe9").Replace(text)
}

// The form and the charset of a file, or of standard input, are detected from the content,
// also behind a byte order mark and a comment.
func TestInputsAreToldByWhatTheyHold(t *testing.T) {
	t.Parallel()
	const body = "KPU Kota Padang menggelar rapat pleno terbuka – “Kita siap,” ujar Asy’ari di kafé."
	text := "KPU Kota Padang Gelar Rapat\n\n" + body + "\n"
	page := "<!-- disimpan -->\n<!doctype html><html><head><meta charset=windows-1252></head><body><h1>KPU Kota Padang Gelar Rapat</h1><article><p>" + body + "</p></article></body></html>"
	piece := "<h1>KPU Kota Padang Gelar Rapat</h1><p>" + body + "</p>"
	object := `{"title":"KPU Kota Padang Gelar Rapat","body":"` + body + `"}`
	for _, c := range []struct {
		name, file, raw string
		flags           []string
		articles        int
	}{
		{"text behind a mark", "a.txt", "\uFEFF" + text, nil, 1},
		{"text in UTF-16", "a.txt", wide(text), nil, 1},
		{"text in windows-1252 by a flag", "a.txt", latin(text), []string{"--charset", "windows-1252"}, 1},
		{"a page that declares its charset", "a.html", latin(page), nil, 1},
		{"a page without a name", "a", latin(page), nil, 1},
		{"a page in UTF-16", "a.htm", wide(page), nil, 1},
		{"a page that is called text", "a.txt", latin(page), nil, 1},
		{"text that is called a page", "a.html", text, nil, 1},
		{"a piece of a page", "a", piece, nil, 1},
		{"an object", "a.json", object, nil, 1},
		{"an object over several lines behind a mark", "a", "\uFEFF" + strings.ReplaceAll(object, ",\"", ",\n \""), nil, 1},
		{"an object over several lines that begins alone", "a.json", strings.NewReplacer("{", "{\n", ",\"", ",\n \"").Replace(object), nil, 1},
		{"lines behind a mark", "b.ndjson", "\uFEFF" + object + "\n" + object + "\n", nil, 2},
		{"lines in UTF-16", "b.ndjson", wide(object + "\r\n" + object + "\r\n"), nil, 2},
		{"lines in windows-1252 by a flag", "b.jsonl", latin(object + "\n"), []string{"--charset", "iso-8859-1"}, 1},
		{"lines without a name", "b", object + "\n\n" + object, nil, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), c.file)
			if err := os.WriteFile(path, []byte(c.raw), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, from := range []string{path, "-"} {
				if from == "-" && strings.HasPrefix(c.name, "text that is called") {
					continue
				}
				code, out, errText := program(t, c.raw, append([]string{"parse", from}, c.flags...)...)
				lines := strings.Split(strings.TrimSpace(out), "\n")
				if code != exitOK || len(lines) != c.articles {
					t.Fatalf("%s: code %d, %d articles, err %q", from, code, len(lines), errText)
				}
				for _, line := range lines {
					var got struct {
						Title      string
						Paragraphs []string
					}
					if err := json.Unmarshal([]byte(line), &got); err != nil || got.Title != "KPU Kota Padang Gelar Rapat" || strings.Join(got.Paragraphs, "\n") != body {
						t.Errorf("%s: got %q %q, %v", from, got.Title, got.Paragraphs, err)
					}
				}
			}
		})
	}
}

func TestIngestTakesNoFileThatIsNoArticle(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, c := range map[string]struct{ raw, says string }{
		"daftar.csv":   {"kode,nama\n33.74,Kota Semarang\n33.20,Jepara\n", "a table"},
		"robots.txt":   {"User-agent: *\nDisallow: /admin\n", "robots.txt"},
		"feed.xml":     {`<?xml version="1.0"?><rss><channel><item><title>x</title></item></channel></rss>`, "a feed"},
		"sitemap.xml":  {`<?xml version="1.0"?><urlset></urlset>`, "a sitemap"},
		"foto.jpg":     {"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a picture"},
		"surat.pdf":    {"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "a PDF"},
		"rilis.docx":   {"PK\x03\x04\x14\x00\x06\x00", "ZIP"},
		"arsip.gz":     {"\x1f\x8b\x08\x00\x00", "gunzip"},
		"daftar.json":  {`[{"title":"x","body":"y"}]`, "a JSON list"},
		"kosong.txt":   {"\n \n", "nothing"},
		"data.bin":     {"\x00\x01\x02\x03\xff\x07", "no text"},
		"latin.txt":    {"KPU siap di kaf\xe9.\n", "not UTF-8"},
		"masuk.html":   {`<!doctype html><title>Masuk</title><form><input name=u><button>Masuk</button></form>`, "without running text"},
		"hilang.html":  {`<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The requested URL /x was not found on this server.</p></body></html>`, "an error"},
		"login.html":   {`<!doctype html><title>Admin</title><h1>Selamat datang</h1><p>Silakan masuk dengan nama dan kata sandi.</p><form><input name=u><input type=password></form>`, "sign in"},
		"skrip.py":     {"import json\n\nW = json.loads('{}')\n\n\ndef a(x):\n    \"\"\"Membaca x.\"\"\"\n    return x\n", "program code"},
		"skrip.js":     {"function a() {\n  b();\n}\nc(function () {\n  d();\n});\n", "program code"},
		"package.json": {`{"name":"x","version":"1"}`, "name"},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(c.raw), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, _, errText := program(t, "", "ingest", "--data", t.TempDir(), path)
			if code != exitFailure || !strings.Contains(errText, name) || !strings.Contains(errText, c.says) || !strings.Contains(errText, "0 created") || !strings.Contains(errText, "1 failed") {
				t.Errorf("code %d, err %q; want %q", code, errText, c.says)
			}
		})
	}
}

func TestIngestPrintsTheWarningsOfTheService(t *testing.T) {
	t.Parallel()
	in := `{"title":"KPU Siap","body":"KPU Kota Padang siap, “kita jaga bersama."}` + "\n"
	code, _, errText := program(t, in, "ingest", "--data", t.TempDir(), "-")
	if code != exitOK || !strings.Contains(errText, "-:1: warning: unclosed_quote: ") || !strings.Contains(errText, "-:1: warning: no_date: ") {
		t.Errorf("code %d, err %q", code, errText)
	}
}

func TestIngestNamesAFieldOnce(t *testing.T) {
	t.Parallel()
	in := `{"title":"KPU Siap","body":"KPU Kota Padang siap.","published":"2099-01-01"}` + "\n"
	code, _, errText := program(t, in, "ingest", "--data", t.TempDir(), "-")
	if code != exitFailure || !strings.Contains(errText, "invalid: published=2099-01-01") && !strings.Contains(errText, `invalid: published="2099-01-01"`) || strings.Contains(errText, "published: published") {
		t.Errorf("code %d, err %q", code, errText)
	}
}

func TestIngestTakesAPageApart(t *testing.T) {
	t.Parallel()
	listing := "Berita Terkini\n\n12\nKPU Kota Padang Gelar Rapat Pleno\n\nPadang - KPU Kota Padang menggelar rapat pleno, Selasa (4/11/2025).\nTelah dilihat 12 kali\n\n" +
		"34\nKPU Kota Padang Terima Logistik Pemilu\n\nPadang - KPU Kota Padang menerima logistik pemilu, Rabu (5/11/2025).\nTelah dilihat 34 kali\n"
	data := t.TempDir()
	if code, _, errText := program(t, listing, "ingest", "--data", data, "-"); code != exitFailure || !strings.Contains(errText, "--split") {
		t.Errorf("without --split: code %d, err %q", code, errText)
	}
	if code, _, errText := program(t, listing, "ingest", "--data", data, "--split", "-"); code != exitOK || !strings.Contains(errText, "2 created") {
		t.Errorf("with --split: code %d, err %q", code, errText)
	}
	if code, _, errText := program(t, listing, "ingest", "--data", data, "--split", "-"); code != exitOK || !strings.Contains(errText, "2 unchanged") {
		t.Errorf("with --split again: code %d, err %q", code, errText)
	}
}

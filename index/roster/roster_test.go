package roster_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"warta/index/roster"
)

var (
	budi = roster.Row{Name: "Budi Santoso", Post: "Ketua", Satker: "33.74", From: "2023-10-24", To: "2028-10-24", Source: "SK 1/2023"}
	rini = roster.Row{Name: "Rini Astuti", Post: "Anggota", Satker: "33"}
)

// wide writes a text in UTF-16 with its mark, as "Unicode text" of a spreadsheet is.
func wide(text string, bigEndian bool) string {
	var b strings.Builder
	for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(text))...) {
		low, high := byte(u), byte(u>>8)
		if bigEndian {
			low, high = high, low
		}
		b.Write([]byte{low, high})
	}
	return b.String()
}

func TestListsAreReadInTheFormsOfSpreadsheets(t *testing.T) {
	t.Parallel()
	const (
		plain = "name,post,satker,from,to,source\nBudi Santoso,Ketua,33.74,2023-10-24,2028-10-24,SK 1/2023\nRini Astuti,Anggota,33,,,\n"
		excel = "Nama;Jabatan;Satker;Mulai;Selesai;Sumber\r\nBudi Santoso;Ketua;33.74;24/10/2023;24/10/2028;SK 1/2023\r\nRini Astuti;Anggota;33;;;\r\n"
		tabs  = "Nama\tJabatan\tSatker\tMulai\tSelesai\tSumber\r\nBudi Santoso\tKetua\t33.74\t24/10/2023\t24/10/2028\tSK 1/2023\r\nRini Astuti\tAnggota\t33\t\t\t\r\n"
	)
	both := []roster.Row{budi, rini}
	for _, c := range []struct {
		why, in string
		format  roster.Format
		want    []roster.Row
	}{
		{"CSV", plain, roster.CSV, both},
		{"Excel in Indonesia", excel, roster.CSV, both},
		{"with the mark of UTF-8", "\uFEFF" + excel, roster.CSV, both},
		{"with the mark of the separator", "sep=;\r\n" + excel, roster.CSV, both},
		{"lines that end as on an old Macintosh", strings.ReplaceAll(excel, "\r\n", "\r"), roster.CSV, both},
		{"Unicode text", wide(tabs, false), roster.CSV, both},
		{"Unicode text, the other way round", wide(tabs, true), roster.CSV, both},
		{"blank lines, and columns without a name", "\n\nname,post,satker,,\n,,,,\nRini Astuti,Anggota,33,,\n,,,,\n", roster.CSV, []roster.Row{rini}},
		{"another order, running numbers, a line twice", "No.,Kode Satker,Nama,Jabatan\n1,33,Rini Astuti,Anggota\n2,33,Rini Astuti,Anggota\n", roster.CSV, []roster.Row{rini}},
		{"cells between marks over two lines", "name,post,satker\n\"Rini\n Astuti\",\"Anggota\",33\n", roster.CSV, []roster.Row{rini}},
		{"a post with its office", "name,post,satker\nRini Astuti,Anggota KPU Provinsi Jawa Tengah,33\n", roster.CSV, []roster.Row{rini}},
		{"offices by name", "name,post,satker\nRini Astuti,Anggota,KPU Provinsi Jawa Tengah\nRini Astuti,Anggota,KPU Jateng\nRini Astuti,Anggota,33\n", roster.CSV, []roster.Row{rini}},
		{"a code that was taken for a number", "name,post,satker\nRini Astuti,Anggota,33.1\nRini Astuti,Anggota,\"33,74\"\nRini Astuti,Anggota,3317\nRini Astuti,Anggota,0\n", roster.CSV, []roster.Row{
			{Name: "Rini Astuti", Post: "Anggota", Satker: "33.10"},
			{Name: "Rini Astuti", Post: "Anggota", Satker: "33.74"},
			{Name: "Rini Astuti", Post: "Anggota", Satker: "33.17"},
			{Name: "Rini Astuti", Post: "Anggota", Satker: "00"},
		}},
		{"ways to write a day", "name,post,satker,from,to\nRini Astuti,Anggota,33,1-2-2023,01.03.2024\nRini Astuti,Anggota,33,1 Februari 2023,sekarang\n", roster.CSV, []roster.Row{
			{Name: "Rini Astuti", Post: "Anggota", Satker: "33", From: "2023-02-01", To: "2024-03-01"}, {Name: "Rini Astuti", Post: "Anggota", Satker: "33", From: "2023-02-01"},
		}},
		{"cells that were made harmless", "name,post,satker,source\nRini Astuti,Anggota,33,'=1+1\nRini Astuti,Anggota,33,''=1+1\nRini Astuti,Anggota,33,'tis\n", roster.CSV, []roster.Row{
			{Name: "Rini Astuti", Post: "Anggota", Satker: "33", Source: "=1+1"},
			{Name: "Rini Astuti", Post: "Anggota", Satker: "33", Source: "'=1+1"},
			{Name: "Rini Astuti", Post: "Anggota", Satker: "33", Source: "'tis"},
		}},
		{"NDJSON", `{"name":"Budi Santoso","post":"Ketua","satker":"33.74","from":"2023-10-24","to":"2028-10-24","source":"SK 1/2023"}` + "\n\n" +
			`{"nama":"Rini Astuti","jabatan":"Anggota","satker":"33","from":null}`, roster.NDJSON, both},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got := roster.Read([]byte(c.in), c.format)
			if got.Wrong != 0 || !reflect.DeepEqual(got.Rows, c.want) {
				t.Errorf("got %+v\n%v\nwant %+v", got.Rows, got.Faults, c.want)
			}
			if f := roster.FormatOf([]byte(c.in)); f != c.format {
				t.Errorf("taken for %s", f)
			}
		})
	}
}

func TestWhatIsWrongIsToldByLine(t *testing.T) {
	t.Parallel()
	const head = "name,post,satker,from,to,source\n"
	for _, c := range []struct {
		why, in string
		format  roster.Format
		want    []string // beginnings of the faults
		rows    int
	}{
		{"nothing", "", roster.CSV, []string{"line 1: the list is empty"}, 0},
		{"no names of columns", "Rini Astuti,Anggota,33\n", roster.CSV, []string{"line 1: the first line names the columns: \"Rini Astuti\"", "line 1:", "line 1:"}, 0},
		{"a column that nobody knows", "name,post,satker,form\n", roster.CSV, []string{`line 1: the first line names the columns: "form"`}, 0},
		{"a column twice", "nama,name,post,satker\n", roster.CSV, []string{"line 1: the column name is named twice"}, 0},
		{"a column is missing", "name,post\n", roster.CSV, []string{"line 1: the column satker is missing"}, 0},
		{"one line of three", head + "Rini Astuti,Anggota,33,,,\n,Anggota,33,,,\n\nBudi Santoso,Ketua,33.74,,,\n", roster.CSV, []string{"line 3: name is empty"}, 2},
		{"several in one line", head + "1,,99,,,\n", roster.CSV, []string{"line 2: name \"1\"", "line 2: there is no satker", "line 2: post is empty"}, 0},
		{"cells are missing", head + "Rini Astuti,Anggota,33\n", roster.CSV, []string{"line 2: there are 3 cells, and 6 columns"}, 0},
		{"a cell under no name", "name,post,satker,\nRini Astuti,Anggota,33,x\n", roster.CSV, []string{"line 2: cell 4 stands under no name"}, 0},
		{"a quotation mark inside", head + "Rini \"Ani\" Astuti,Anggota,33,,,\nBudi Santoso,Ketua,33.74,,,\n", roster.CSV, []string{"line 2: a quotation mark"}, 1},
		{"a name that two satker have", head + "Rini Astuti,Anggota,KPU Semarang,,,\n", roster.CSV, []string{"line 2: satker \"KPU Semarang\" may be 33."}, 0},
		{"a satker that is none", head + "Rini Astuti,Anggota,KPU Kota Entah,,,\n", roster.CSV, []string{"line 2: there is no satker"}, 0},
		{"the post of another office", head + "Rini Astuti,Anggota KPU Kabupaten Demak,33.74,,,\n", roster.CSV, []string{"line 2: post \"Anggota KPU Kabupaten Demak\" names another office"}, 0},
		{"days that are none", head + "Rini Astuti,Anggota,33,31/02/2023,2023,\nBudi Santoso,Ketua,33.74,10/24/2023,24/10/23,\n", roster.CSV, []string{
			"line 2: from=\"31/02/2023\" is no day", "line 2: to=\"2023\": want a day", "line 3: from=\"10/24/2023\" is no day", "line 3: to=\"24/10/23\": want a day",
		}, 0},
		{"days the wrong way round", head + "Rini Astuti,Anggota,33,2024-01-01,2023-01-01,\n", roster.CSV, []string{"line 2: to (2023-01-01) is before from"}, 0},
		{"a year of long ago", head + "Rini Astuti,Anggota,33,01/01/1200,,\n", roster.CSV, []string{"line 2: from=\"01/01/1200\": the year must be 1945 to 2100"}, 0},
		{"a name too long", head + strings.Repeat("Rini ", 30) + ",Anggota,33,,,\n", roster.CSV, []string{"line 2: name is longer than 120 bytes"}, 0},
		{"a control character", head + "Rini\x07 Astuti,Anggota,33,,,\n", roster.CSV, []string{"line 2: name holds a control character"}, 0},
		{"no UTF-8", head + "Rini Astuti,Anggota,33,,,\nJos\xe9,Ketua,33.74,,,\n", roster.CSV, []string{"line 3: this is not UTF-8"}, 0},
		{"half a letter of UTF-16", "\xff\xfea\x00\n\x00\x00\xd8", roster.CSV, []string{"line 2: this is not UTF-16"}, 0},
		{"no JSON", "{\"name\":1}\n[]\n{} {}\n{\"nme\":\"x\"}\n{\"name\":\"a\",\"nama\":\"b\"}\n", roster.NDJSON, []string{
			"line 1: name must be a string", "line 2: this is not one JSON object", "line 3: this is not one JSON object", "line 4: there is no key \"nme\"", "line 5: the key name is given twice",
		}, 0},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got := roster.Read([]byte(c.in), c.format)
			if len(got.Faults) != len(c.want) || len(got.Rows) != c.rows {
				t.Fatalf("got %d rows and %v\nwant %d rows and %q", len(got.Rows), got.Faults, c.rows, c.want)
			}
			for i, f := range got.Faults {
				if !strings.HasPrefix(f.String(), c.want[i]) {
					t.Errorf("got %q, want %q", f, c.want[i])
				}
			}
		})
	}
}

func TestListsAreBounded(t *testing.T) {
	t.Parallel()
	var many strings.Builder
	many.WriteString("name,post,satker,source\n")
	for i := range roster.MaxOfOne + 2 {
		fmt.Fprintf(&many, "Rini Astuti,Anggota,33,%d\n", i)
	}
	if got := roster.Read([]byte(many.String()), roster.CSV); got.Wrong != 2 || len(got.Rows) != roster.MaxOfOne {
		t.Errorf("got %d rows and %v", len(got.Rows), got.Faults)
	}
	wrong := "name,post,satker\n" + strings.Repeat(",,\nx,,\n", 10_000)
	if got := roster.Read([]byte(wrong), roster.CSV); len(got.Faults) != 100 || got.Wrong > 1100 {
		t.Errorf("%d faults are told, of %d lines", len(got.Faults), got.Wrong)
	}
	if got := roster.Read(bytes.Repeat([]byte{'\n'}, roster.MaxBytes+1), roster.CSV); got.Wrong != 1 || !strings.Contains(got.Faults[0].Text, "bytes") {
		t.Errorf("too long a list: %v", got.Faults)
	}
}

// written is a list in both forms.
func written(t testing.TB, rows []roster.Row) map[roster.Format]string {
	t.Helper()
	var table, lines bytes.Buffer
	if err := roster.WriteCSV(&table, rows); err != nil {
		t.Fatal(err)
	}
	if err := roster.WriteNDJSON(&lines, rows); err != nil {
		t.Fatal(err)
	}
	return map[roster.Format]string{roster.CSV: table.String(), roster.NDJSON: lines.String()}
}

// mustComeBack fails the test unless the rows are read from both forms as they are.
func mustComeBack(t testing.TB, rows []roster.Row) {
	t.Helper()
	if len(rows) == 0 {
		return
	}
	for format, text := range written(t, rows) {
		got := roster.Read([]byte(text), format)
		if got.Wrong != 0 || !slices.Equal(got.Rows, rows) {
			t.Fatalf("%s\n%.2000s\nreads\n%.2000q %v", format, text, got.Rows, got.Faults)
		}
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(19, 7))
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	for range 300 {
		var rows []roster.Row
		for range 1 + rng.IntN(20) {
			r := roster.Row{
				Name:   pick("Budi ", "Siti ", "I Gede ", "'Inu ", "=Rini ", "@", "-", "Ma\u0301 ") + pick("Santoso", "Aminah, S.H.", "Dá", `"Ani" Astuti`, "O'ong"),
				Post:   pick("Ketua", "Anggota; Divisi SDM", "Plt. Sekretaris", "Ketua, merangkap anggota", "+ Ketua"),
				Satker: pick("33.74", "33", "00", "33.10", "91.71"),
				From:   pick("", "2023-10-24", "1945-01-01", "2100-12-31"),
				To:     "",
				Source: pick("", "SK \"1/2023\"", "'=1+1", "''@x", "=cmd|' /C calc'!A0", "a\tb", "https://kpu.go.id/sk?a=1&b=<2>"),
			}
			rows = append(rows, r)
		}
		for format, text := range written(t, rows) {
			first := roster.Read([]byte(text), format)
			if first.Wrong != 0 {
				t.Fatalf("%s: %v\n%s", format, first.Faults, text)
			}
			mustComeBack(t, first.Rows)
		}
	}
}

func TestNoCellOfAnExportRuns(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"=1", "+1", "-1", "@x", "'=1", "''+1"} {
		text := written(t, []roster.Row{{Name: cell, Post: cell, Satker: "33", Source: cell}})[roster.CSV]
		_, row, _ := strings.Cut(text, "\n")
		for got := range strings.SplitSeq(strings.TrimSpace(row), ",") {
			if got != "" && strings.ContainsRune("=+-@", rune(got[0])) {
				t.Errorf("%q is written as %q", cell, got)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range written(f, []roster.Row{budi, rini}) {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
		f.Add([]byte(wide(text, false)), false)
	}
	f.Add([]byte("sep=;\r\nNama;Jabatan;Satker;Mulai\r\n\"Rini\n\"\"Ani\"\" Astuti\";Anggota KPU KPU;33.1;1 Mei 2023\r\n"), false)
	f.Add([]byte("\xfe\xff\x00n\x00a"), false)
	f.Add([]byte(`{"name":"=\u0000","post":"' -","satker":"KPU Semarang"}`), true)
	f.Fuzz(func(t *testing.T, raw []byte, lines bool) {
		format := roster.CSV
		if lines {
			format = roster.NDJSON
		}
		list := roster.Read(raw, format)
		if (list.Wrong == 0) != (len(list.Faults) == 0) {
			t.Fatalf("%d lines are wrong, with %d faults", list.Wrong, len(list.Faults))
		}
		for _, fault := range list.Faults {
			if fault.Line < 1 || fault.Line > bytes.Count(raw, []byte("\n"))+bytes.Count(raw, []byte("\r"))+1 || len(fault.Text) > 1000 {
				t.Fatalf("%+v in %q", fault, raw)
			}
		}
		mustComeBack(t, list.Rows)
	})
}

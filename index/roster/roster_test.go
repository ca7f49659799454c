package roster_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"warta/index/roster"
	"warta/internal/race"
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
		{"cells between marks", "name,post,satker\n\"Rini Astuti\",\"Anggota\",\"33\"\n\"\",\"\",\"\"\n", roster.CSV, []roster.Row{rini}},
		{"a mark in a cell", "name,post,satker,source\nRini Astuti,Anggota,33,\"SK \"\"1\"\", 2\"\n", roster.CSV, []roster.Row{{Name: "Rini Astuti", Post: "Anggota", Satker: "33", Source: `SK "1", 2`}}},
		{"no text", "", roster.CSV, nil},
		{"blank lines", "\n,,\n \n", roster.CSV, nil},
		{"names of columns alone", "name,post,satker\n", roster.CSV, nil},
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
		{"no names of columns", "Rini Astuti,Anggota,33\n", roster.CSV, []string{"line 1: the first line names the columns: \"Rini Astuti\"", "line 1:", "line 1:"}, 0},
		{"a column that nobody knows", "name,post,satker,form\n", roster.CSV, []string{`line 1: the first line names the columns: "form"`}, 0},
		{"a column twice", "nama,name,post,satker\n", roster.CSV, []string{"line 1: the columns nama and name are the same"}, 0},
		{"a column is missing", "name,post\n", roster.CSV, []string{"line 1: the column satker is missing"}, 0},
		{"one line of three", head + "Rini Astuti,Anggota,33,,,\n,Anggota,33,,,\n\nBudi Santoso,Ketua,33.74,,,\n", roster.CSV, []string{"line 3: name is empty"}, 2},
		{"several in one line", head + "1,,99,,,\n", roster.CSV, []string{"line 2: name \"1\"", "line 2: satker \"99\" is the code of no satker", "line 2: post is empty"}, 0},
		{"cells are missing", head + "Rini Astuti,Anggota,33\n", roster.CSV, []string{"line 2: want 6 cells, one for each column, not 3"}, 0},
		{"a cell under no name", "name,post,satker,\nRini Astuti,Anggota,33,x\n", roster.CSV, []string{"line 2: cell 4 stands under no name"}, 0},
		{"a quotation mark inside", head + "Rini \"Ani\" Astuti,Anggota,33,,,\nBudi Santoso,Ketua,33.74,,,\n", roster.CSV, []string{"line 2: a quotation mark"}, 1},
		{"a mark and one more", head + "\"Rini\"Astuti\",Anggota,33,,,\nBudi Santoso,Ketua,33.74,,,\"SK 1\"\n", roster.CSV, []string{"line 2: lines 2 to 3 are one row"}, 0},
		{"a mark in a cell without marks", head + "Rini 5\" Astuti,Anggota,33,,,\nBudi Santoso,Ketua,33.74,,,\n", roster.CSV, []string{"line 2: a quotation mark stands where none may"}, 1},
		{"a mark that stays open", head + "Budi Santoso,Ketua,33.74,,,\nRini Astuti,Anggota,33,,,\"SK 1\nBudi Santoso,Anggota,33.74,,,\nSari Dewanti,Anggota,33,,,\n", roster.CSV, []string{"line 3: lines 3 to 5 are one row, and none of them was read"}, 1},
		{"a mark that stays open in the last line", head + "Budi Santoso,Ketua,33.74,,,\nRini Astuti,Anggota,33,,,\"SK 1\n", roster.CSV, []string{"line 3: a quotation mark is not closed"}, 1},
		{"a mark that is closed in the next row", head + "Rini Astuti,Anggota,33,,,\"SK 1\nBudi Santoso,Ketua,33.74,,,\"\nSari Dewanti,Anggota,33,,,\n", roster.CSV, []string{"line 2: lines 2 to 3 are one row"}, 1},
		{"a mark that is closed in another column", head + "Rini Astuti,\"Anggota,33,,,\nBudi Santoso,Ketua,\",33.74,,\n", roster.CSV, []string{"line 2: lines 2 to 3 are one row"}, 0},
		{"a mark that is closed rows below", head + "Rini Astuti,Anggota,33,,,\"SK 1\nBudi Santoso,Ketua,33.74,,,\"\"\nSari Dewanti,Anggota,33,,,\"\n,Ketua,33.17,,,\nRini Astuti,Ketua,33.17,,,\n", roster.CSV, []string{
			"line 2: lines 2 to 4 are one row", "line 5: name is empty",
		}, 1},
		{"a cell of two lines", head + "\"Rini\nAstuti\",Anggota,33,,,\nBudi Santoso,Ketua,33.74,,,\n", roster.CSV, []string{"line 2: lines 2 to 3 are one row"}, 1},
		{"a cell of two lines as on an old Macintosh", head + "\"Rini\rAstuti\",Anggota,33,,,\nBudi Santoso,Ketua,33.74,,,\n", roster.CSV, []string{"line 2: lines 2 to 3 are one row"}, 1},
		{"a name of a column on two lines", "\"nama\npejabat\",post,satker\nRini Astuti,Anggota,33\n", roster.CSV, []string{"line 1: lines 1 to 2 are one row"}, 0},
		{"columns as the list calls them", "Nama Pejabat;Jabatan;Kode Satker;TMT;Sampai  Dengan;Nomor SK\n;;;x;y;z\x01\n", roster.CSV, []string{
			"line 2: Nomor SK holds a control", "line 2: Nama Pejabat is empty", "line 2: Kode Satker is empty", "line 2: Jabatan is empty", "line 2: TMT \"x\" is no day", "line 2: Sampai Dengan \"y\" is no day",
		}, 0},
		{"keys as the line calls them", "{\"nama\":\"\",\"jabatan\":\"Ketua\",\"kode\":\"33\"}\n{\"name\":\"Rini Astuti\",\"post\":\"Ketua\"}\n", roster.NDJSON, []string{"line 1: nama is empty", "line 2: satker is empty"}, 0},
		{"a name that two satker have", head + "Rini Astuti,Anggota,KPU Semarang,,,\n", roster.CSV, []string{"line 2: satker \"KPU Semarang\" may be 33."}, 0},
		{"a satker that is none", head + "Rini Astuti,Anggota,KPU Kota Entah,,,\n", roster.CSV, []string{"line 2: satker \"KPU Kota Entah\" is no satker"}, 0},
		{"the post of another office", head + "Rini Astuti,Anggota KPU Kabupaten Demak,33.74,,,\n", roster.CSV, []string{"line 2: post \"Anggota KPU Kabupaten Demak\" names another office"}, 0},
		{"days that are none", head + "Rini Astuti,Anggota,33,31/02/2023,2023,\nBudi Santoso,Ketua,33.74,10/24/2023,24/10/23,\n", roster.CSV, []string{
			"line 2: from \"31/02/2023\" is no day", "line 2: to \"2023\" is no day", "line 3: from \"10/24/2023\" is no day", "line 3: to \"24/10/23\" is no day",
		}, 0},
		{"days the wrong way round", head + "Rini Astuti,Anggota,33,2024-01-01,2023-01-01,\n", roster.CSV, []string{"line 2: to 2023-01-01 is before the first day, 2024-01-01"}, 0},
		{"a year of long ago", head + "Rini Astuti,Anggota,33,01/01/1200,,\n", roster.CSV, []string{"line 2: from \"01/01/1200\": the year must be 1945 to 2100"}, 0},
		{"a name too long", head + strings.Repeat("Rini ", 30) + ",Anggota,33,,,\n", roster.CSV, []string{"line 2: name is longer than 120 characters"}, 0},
		{"a control character", head + "Rini\x07 Astuti,Anggota,33,,,\n", roster.CSV, []string{"line 2: name holds a control character"}, 0},
		{"no UTF-8", head + "Rini Astuti,Anggota,33,,,\nJos\xe9,Ketua,33.74,,,\n", roster.CSV, []string{"line 3: this is not UTF-8"}, 0},
		{"half a letter of UTF-16", "\xff\xfea\x00\n\x00\x00\xd8", roster.CSV, []string{"line 2: this is not UTF-16"}, 0},
		{"no JSON", "{\"name\":1}\n[]\n{} {}\n{\"nme\":\"x\"}\n{\"name\":\"a\",\"nama\":\"b\"}\n", roster.NDJSON, []string{
			"line 1: name must be a string", "line 2: this is not one JSON object", "line 3: this is not one JSON object", "line 4: there is no key \"nme\"", "line 5: the keys name and nama are the same",
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

// The lines that are right are read whatever the number of the others.
func TestLinesThatAreRightAreReadBehindWrongOnes(t *testing.T) {
	t.Parallel()
	const wrong = 3000
	for format, c := range map[roster.Format]struct{ head, wrong, right string }{
		roster.CSV:    {"name,post,satker\n", ",,x\n", "Rini Astuti,Anggota,33\n"},
		roster.NDJSON: {"", "{}\n", `{"name":"Rini Astuti","post":"Anggota","satker":"33"}` + "\n"},
	} {
		got := roster.Read([]byte(c.head+strings.Repeat(c.wrong, wrong)+c.right), format)
		if !slices.Equal(got.Rows, []roster.Row{rini}) || got.Wrong != wrong || len(got.Faults) != 100 {
			t.Errorf("%s: got %v, and %d faults of %d lines", format, got.Rows, len(got.Faults), got.Wrong)
		}
	}
}

// What is not read is counted, too.
func TestTheLinesOfAnOpenMarkAreCounted(t *testing.T) {
	t.Parallel()
	list := "name,post,satker\n,Ketua,33\nRini Astuti,\"Anggota,33\n" + strings.Repeat("Budi Santoso,Ketua,33.74\n", 40)
	if got := roster.Read([]byte(list), roster.CSV); got.Wrong != 42 || len(got.Faults) != 2 || !strings.Contains(got.Faults[1].Text, "lines 3 to 43") {
		t.Errorf("%d lines are wrong: %v", got.Wrong, got.Faults)
	}
}

func TestListsAreBounded(t *testing.T) {
	t.Parallel()
	const head = "name,post,satker,source\n"
	rows := func(n int) string {
		var b strings.Builder
		b.WriteString(head)
		for i := range n {
			fmt.Fprintf(&b, "Rini Astuti,Anggota,33.%02d,%d\n", 1+i%29, i)
		}
		return b.String()
	}
	cell := func(n int) string { return strings.Repeat("x", n) }
	named := func(n int) string {
		return "name,post,satker" + strings.Repeat(",no", n-3) + "\nRini Astuti,Anggota,33" + strings.Repeat(",", n-3) + "\n"
	}
	for _, c := range []struct {
		why, in     string
		format      roster.Format
		rows, wrong int
		says        string
	}{
		{"as many rows as there may be", rows(roster.MaxRows), roster.CSV, roster.MaxRows, 0, ""},
		{"a row more", rows(roster.MaxRows + 1), roster.CSV, 0, 1, "line 50002: the list has more than 50000 rows"},
		{"rows with a fault count", head + strings.Repeat(",,,\nx,,,\n", roster.MaxRows) + "x,,,\n", roster.CSV, 0, 1, "line 100002: the list has more than 50000 rows"},
		{"a row of NDJSON more", strings.Repeat("{}\n", roster.MaxRows+1), roster.NDJSON, 0, 1, "line 50001: the list has more than 50000 rows"},
		{"bytes", strings.Repeat("\n", roster.MaxBytes), roster.CSV, 0, 0, ""},
		{"a byte more", strings.Repeat("\n", roster.MaxBytes+1), roster.CSV, 0, 1, "line 1: the list has more than 8388608 bytes"},
		{"columns", named(50), roster.CSV, 1, 0, ""},
		{"a column more", named(51), roster.CSV, 0, 1, "line 1: there are more than 50 columns"},
		{"a name", head + cell(roster.MaxName) + ",Anggota,33,\n", roster.CSV, 1, 0, ""},
		{"a name beyond ASCII", head + strings.Repeat("é", roster.MaxName) + ",Anggota,33,\n", roster.CSV, 1, 0, ""},
		{"a longer name beyond ASCII", head + strings.Repeat("é", roster.MaxName+1) + ",Anggota,33,\n", roster.CSV, 0, 1, "line 2: name is longer than 120 characters"},
		{"a source beyond ASCII", head + "Rini Astuti,Anggota,33," + strings.Repeat("é", roster.MaxSource) + "\n", roster.CSV, 1, 0, ""},
		{"a longer name", head + cell(roster.MaxName+1) + ",Anggota,33,\n", roster.CSV, 0, 1, "line 2: name is longer than 120 characters"},
		{"a post", head + "Rini Astuti," + cell(roster.MaxPost) + ",33,\n", roster.CSV, 1, 0, ""},
		{"a longer post", head + "Rini Astuti," + cell(roster.MaxPost+1) + ",33,\n", roster.CSV, 0, 1, "line 2: post is longer than 160 characters"},
		{"a longer satker", head + "Rini Astuti,Anggota," + cell(161) + ",\n", roster.CSV, 0, 1, "line 2: satker is longer than 160 characters"},
		{"a source", head + "Rini Astuti,Anggota,33," + cell(roster.MaxSource) + "\n", roster.CSV, 1, 0, ""},
		{"a longer source", head + "Rini Astuti,Anggota,33," + cell(roster.MaxSource+1) + "\n", roster.CSV, 0, 1, "line 2: source is longer than 300 characters"},
		{"a longer day", "name,post,satker,from\nRini Astuti,Anggota,33," + cell(41) + "\n", roster.CSV, 0, 1, "line 2: from is longer than 40 characters"},
		{"a line", head + "Rini Astuti,Anggota,33," + strings.Repeat(" ", 16<<10-23) + "\n", roster.CSV, 1, 0, ""},
		{"a longer line", head + "Rini Astuti,Anggota,33," + strings.Repeat(" ", 16<<10-22) + "\nRini Astuti,Anggota,33,\n", roster.CSV, 1, 1, "line 2: the line has more than 16384 bytes"},
		{"a longer line of NDJSON", `{"name":"` + cell(16<<10) + `"}`, roster.NDJSON, 0, 1, "line 1: the line has more than 16384 bytes"},
		{"a longer line with a mark", head + "\"Rini Astuti," + cell(16<<10) + "\nRini Astuti,Anggota,33,\n", roster.CSV, 0, 2, "line 2: lines 2 to 3 are one row"},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			got := roster.Read([]byte(c.in), c.format)
			if len(got.Rows) != c.rows || got.Wrong != c.wrong || (c.wrong > 0 && !strings.HasPrefix(got.Faults[0].String(), c.says)) {
				t.Errorf("got %d rows and %d wrong lines: %v", len(got.Rows), got.Wrong, got.Faults[:min(len(got.Faults), 3)])
			}
		})
	}
	var one strings.Builder
	one.WriteString(head)
	for i := range roster.MaxOfOne + 2 {
		fmt.Fprintf(&one, "Rini Astuti,Anggota,33,%d\n", i)
	}
	if got := roster.Read([]byte(one.String()), roster.CSV); got.Wrong != 2 || len(got.Rows) != roster.MaxOfOne || !strings.HasPrefix(got.Faults[0].String(), "line 2002: satker 33 has more than 2000 rows") {
		t.Errorf("of one satker: got %d rows and %v", len(got.Rows), got.Faults)
	}
}

// A list costs a few times the memory that it is long, whatever it is made of. The test
// does not run beside others, whose memory would count.
func TestALineOfCommasCostsLittle(t *testing.T) {
	const head, most = "name,post,satker\n", 8 * roster.MaxBytes // all that is ever asked for
	fill := func(part string) string { return strings.Repeat(part, (roster.MaxBytes-len(head))/len(part)) }
	for what, rows := range map[string]string{
		"a line of commas":    fill(","),
		"commas behind a row": "Rini Astuti,Anggota,33" + fill(",")[:roster.MaxBytes-100],
		"lines of one row":    fill("\"" + strings.Repeat(",", 1000) + "\n"),
		"marks":               fill("\"\"\"\"\n"),
	} {
		list := []byte(head + rows)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		roster.Read(list, roster.CSV)
		runtime.ReadMemStats(&after)
		if made := after.TotalAlloc - before.TotalAlloc; made > most {
			t.Errorf("%s: %d bytes", what, made)
		}
	}
}

func TestTwoPostsThatBeginOnOneDayAreWarnedOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why, rows string
		want      []string // beginnings of the warnings
	}{
		{"two posts", "Rini Astuti,Anggota,33,2023-10-24\nBudi Santoso,Ketua,33,2023-10-24\nDr. RINI ASTUTI,Ketua,33,24/10/2023\n", []string{"line 4: Dr. RINI ASTUTI begins two posts on 2023-10-24, Ketua and, in line 2, Anggota"}},
		{"two posts without a first day", "Rini Astuti,Anggota,33,\nRini Astuti,Ketua,33,\n", []string{"line 3: Rini Astuti has two posts without a first day, Ketua and, in line 2, Anggota"}},
		{"the same post", "Rini Astuti,Anggota,33,2023-10-24\nRini Astuti,anggota,33,2023-10-24\n", nil},
		{"on another day", "Rini Astuti,Anggota,33,2018-10-24\nRini Astuti,Ketua,33,2023-10-24\n", nil},
		{"at another satker", "Rini Astuti,Anggota,33,2023-10-24\nRini Astuti,Ketua,33.74,2023-10-24\n", nil},
	} {
		got := roster.Read([]byte("name,post,satker,from\n"+c.rows), roster.CSV)
		if got.Wrong != 0 || len(got.Warnings) != len(c.want) {
			t.Errorf("%s: %v, %v", c.why, got.Faults, got.Warnings)
			continue
		}
		for i, w := range got.Warnings {
			if !strings.HasPrefix(w.String(), c.want[i]) {
				t.Errorf("%s: got %q, want %q", c.why, w, c.want[i])
			}
		}
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
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
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

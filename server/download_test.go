package server_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/indextest"
	"warta/index/search"
	"warta/index/sheet"
	"warta/index/understand"
	"warta/server"
	"warta/server/keys"
)

// many answers as an archive of n articles, of which each holds one quote.
func many(n int) *stub {
	return &stub{search: func(_ context.Context, q search.Query) (*search.Page, error) {
		from := 0
		if q.Cursor != "" {
			from, _ = strconv.Atoi(q.Cursor)
		}
		p := &search.Page{Total: n, Hits: []search.Hit{}, Query: understand.Understood{Mode: "none", Understood: []string{}}}
		for i := from; i < min(n, from+q.Size); i++ {
			h := search.Hit{
				ID: fmt.Sprint("a", i), Title: "=HYPERLINK(1)", Date: "2025-11-04", Publisher: &article.Office{Code: "33", Name: "KPU\nJawa Tengah"},
				EventDates: []string{}, Officials: []search.Named{{ID: "x", Name: "Budi, S.H."}, {ID: "y", Name: "Sri"}}, Topics: []search.Labelled{}, Article: sample(),
			}
			if q.Of == index.Quotes {
				h.Quote = &search.QuoteHit{Quote: sample().Quotes[0]}
			}
			p.Hits = append(p.Hits, h)
		}
		if from+q.Size < n {
			p.Next = new(strconv.Itoa(from + q.Size))
		}
		return p, nil
	}}
}

func TestAnExportHasEveryRowOnce(t *testing.T) {
	t.Parallel()
	s := start(t, many(12_345))
	for _, c := range []struct {
		key  string
		want int
	}{{"", 10_000}, {s.keys[keys.Read], 12_345}} {
		a := s.do(http.MethodGet, "/v1/export?q=x", c.key, nil)
		lines := strings.Split(strings.TrimSuffix(a.body, "\n"), "\n")
		if a.status != http.StatusOK || len(lines) != c.want || a.header.Get("X-Total-Count") != "12345" || !strings.HasPrefix(a.header.Get("Content-Type"), "application/x-ndjson") {
			t.Fatalf("with key %t: got %d with %d rows of %s, %s; want %d", c.key != "", a.status, len(lines), a.header.Get("X-Total-Count"), a.header.Get("Content-Type"), c.want)
		}
		for i, line := range lines {
			var hit search.Hit
			if err := json.Unmarshal([]byte(line), &hit); err != nil || hit.ID != fmt.Sprint("a", i) {
				t.Fatalf("row %d: %v in %.200s", i, err, line)
			}
		}
	}
	archive, asked := many(12_345), 0
	find := archive.search
	archive.search = func(ctx context.Context, q search.Query) (*search.Page, error) {
		asked++
		return find(ctx, q)
	}
	s = start(t, archive)
	if a := s.do(http.MethodHead, "/v1/export", s.keys[keys.Read], nil); a.status != http.StatusOK || a.header.Get("X-Total-Count") != "12345" || asked != 1 {
		t.Errorf("HEAD: %d, %s rows, the archive was asked %d times", a.status, a.header.Get("X-Total-Count"), asked)
	}
}

// readTable reads a table as a spreadsheet does: after the mark of UTF-8, by the separator.
func readTable(t *testing.T, a answer, separator rune) (heads []string, rows []map[string]string) {
	t.Helper()
	body, marked := strings.CutPrefix(a.body, sheet.BOM)
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = separator
	all, err := r.ReadAll()
	if !marked || strings.Contains(body, sheet.BOM) || err != nil || len(all) == 0 {
		t.Fatalf("marked %t, %v: %d %.300s", marked, err, a.status, a.body)
	}
	for _, row := range all[1:] {
		cells := map[string]string{}
		for i, cell := range row {
			cells[all[0][i]] = cell
		}
		rows = append(rows, cells)
	}
	return all[0], rows
}

func TestAnExportAsCSVIsForASpreadsheet(t *testing.T) {
	t.Parallel()
	s := start(t, many(1201)) // several pages of it
	for kind, columns := range map[string]int{"articles": 11, "quotes": 20} {
		for _, c := range []struct {
			query, kind, ending string
			separator           rune
		}{
			{"", "text/csv; charset=utf-8; header=present", "csv", ','},
			{"&separator=comma", "text/csv; charset=utf-8; header=present", "csv", ','},
			{"&separator=semicolon", "text/csv; charset=utf-8; header=present", "csv", ';'},
			{"&separator=tab&collapse=false", "text/tab-separated-values; charset=utf-8", "tsv", '\t'},
		} {
			a := s.get("/v1/export?format=csv&kind=" + kind + c.query)
			heads, rows := readTable(t, a, c.separator)
			if len(rows) != 1201 || len(heads) != columns || heads[0] != "nomor" {
				t.Fatalf("%s%s: %d rows with %q", kind, c.query, len(rows), heads)
			}
			if last := heads[columns-1]; strings.Contains(last, "setiap tempat punya baris") != strings.Contains(c.query, "collapse=false") || !strings.HasPrefix(last, "salinan") {
				t.Errorf("%s%s: the last head is %q", kind, c.query, last)
			}
			for head, cell := range rows[1200] {
				if strings.HasPrefix(cell, "=") && (!strings.HasPrefix(head, "kode") || strings.Trim(cell, `="0123456789.`) != "") {
					t.Errorf("%s%s: the cell %s is the formula %q", kind, c.query, head, cell)
				}
			}
			lasting := s.url + map[string]string{"articles": "/artikel/a1200", "quotes": "/kutipan/" + sample().Quotes[0].ID}[kind]
			if row := rows[1200]; row["kode penerbit"] != `="33"` || row["judul"] != "'=HYPERLINK(1)" || row["penerbit"] != "KPU\nJawa Tengah" || row["alamat tetap"] != lasting {
				t.Errorf("%s%s: got %q", kind, c.query, row)
			}
			if want := `attachment; filename="warta-` + kind + "." + c.ending + `"`; a.header.Get("Content-Disposition") != want || a.header.Get("Content-Type") != c.kind {
				t.Errorf("%s%s: got %q as %q, want %q as %q", kind, c.query, a.header.Get("Content-Disposition"), a.header.Get("Content-Type"), want, c.kind)
			}
		}
	}
}

// The table of quotes of a real archive says what the page of each quote says.
func TestATableOfQuotesSaysWhatTheirPagesSay(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	article := s.sendWords(4, "“Logistik siap; kotak suara \"aman\",” ujar Handi Tri Ujiono di Klaten, Senin (3/11/2025).\n\n“Kita lanjut bulan depan,” ujar Handi Tri Ujiono.")
	s.sendWords(5, "“Rapat lagi pekan depan,” ujar Handi Tri Ujiono.")
	quotes := read[search.Page](t, s.get("/v1/quotes?q=lanjut"))
	if quotes.Total != 1 {
		t.Fatalf("found %d quotes", quotes.Total)
	}
	s.staff(http.MethodPatch, "/v1/quotes/"+quotes.Hits[0].Quote.ID, `{"speaker":"handi-tri-ujiono","reason":"didengar lagi"}`)
	_, rows := readTable(t, s.get("/v1/export?kind=quotes&format=csv&separator=semicolon&to=2025-11-04"), ';')
	if len(rows) != 2 {
		t.Fatalf("got %d rows: %q", len(rows), rows)
	}
	for _, row := range rows {
		page, ok := strings.CutPrefix(row["alamat tetap"], s.url)
		a := s.get(page)
		if !ok || a.status != http.StatusOK || !strings.HasPrefix(row["nomor"], article+"-") {
			t.Fatalf("%q answers %d", row["alamat tetap"], a.status)
		}
		shown := strings.ReplaceAll(parsePage(t, a.body).text(), " (versi 1)", "") // which a search does not know
		if !strings.Contains(shown, row["sitasi"]) || !strings.Contains(shown, row["kutipan"]) || !strings.Contains(row["konteks"], row["kutipan"]) {
			t.Errorf("the page of %q has no citation %q", row["kutipan"], row["sitasi"])
		}
		corrected := strings.HasPrefix(row["kutipan"], "Kita lanjut")
		want := map[string]string{
			"tanggal terbit": "2025-11-04", "tanggal peristiwa": "2025-11-03", "pembicara": "Handi Tri Ujiono", "jenis": "langsung", "penerbit": "KPU Kota Semarang",
			"kode penerbit": `="33.74"`, "alamat sumber": "https://kota-semarang.kpu.go.id/berita/4", "judul": "Rapat KPU Kota Semarang 4", "diperiksa oleh": "",
			"jabatan saat itu": "Ketua", "kantor": "KPU Kota Semarang", "kode satker": `="33.74"`, "sumber jabatan": "naskah",
		}
		if corrected {
			want["diperiksa oleh"], want["keyakinan (%)"] = "redaksi", "100"
			for _, head := range []string{"jabatan saat itu", "kantor", "kode satker", "sumber jabatan"} { // of whom an editor named, the text says no post
				want[head] = ""
			}
		}
		for head, cell := range want {
			if row[head] != cell {
				t.Errorf("%s: %s is %q, want %q", row["kutipan"], head, row[head], cell)
			}
		}
	}
	for line := range strings.Lines(s.get("/v1/export?kind=quotes").body) {
		var hit struct {
			Permalink string
			Quote     struct{ ID string }
		}
		if err := json.Unmarshal([]byte(line), &hit); err != nil || hit.Permalink != s.url+"/kutipan/"+hit.Quote.ID {
			t.Errorf("%v: the line has the address %q", err, hit.Permalink)
		}
	}
	// The page leads to its table, for Excel first.
	var tables []string
	for _, part := range strings.Split(s.get("/kutipan?q=logistik&kind=direct&sort=newest").body, `<a href="/v1/export`)[1:] {
		href, _, _ := strings.Cut(part, `"`)
		tables = append(tables, "/v1/export"+strings.ReplaceAll(href, "&amp;", "&"))
	}
	if want := []string{
		"/v1/export?format=csv&kind=quotes&q=logistik&quote_kind=direct&separator=semicolon&sort=newest", "/v1/export?format=csv&kind=quotes&q=logistik&quote_kind=direct&sort=newest",
	}; !slices.Equal(tables, want) {
		t.Fatalf("the page leads to %q, want %q", tables, want)
	}
	if _, rows := readTable(t, s.get(tables[0]), ';'); len(rows) != 1 || rows[0]["kutipan"] != `Logistik siap; kotak suara "aman"` {
		t.Errorf("it has %q", rows)
	}
}

func TestAnExportThatFailsMidwayBreaksOff(t *testing.T) {
	t.Parallel()
	archive := many(1000)
	whole := archive.search
	archive.search = func(ctx context.Context, q search.Query) (*search.Page, error) {
		if q.Cursor == "500" {
			return nil, &index.Error{Kind: index.Internal, Text: "no"}
		}
		return whole(ctx, q)
	}
	s := start(t, archive)
	res, err := http.Get(s.url + "/v1/export")
	if err == nil {
		defer func() { _ = res.Body.Close() }()
		var n int64
		if n, err = io.Copy(io.Discard, res.Body); err == nil {
			t.Errorf("got %d and %d bytes that look whole", res.StatusCode, n)
		}
	}
}

func TestAnExportReadsOnlyItsOwnParameters(t *testing.T) {
	t.Parallel()
	s := start(t, many(1))
	for query, want := range map[string]int{
		"kind=quotes&quote_kind=direct&min_confidence=0.5": 200,
		"kind=articles&speaker=budi&collapse=false":        200,
		"sort=oldest": 200, "kind=people": 400, "format=xlsx": 400, "sort=relevance": 400, "size=5": 400, "cursor=x": 400,
		"format=csv&separator=tab": 200, "format=csv&separator=pipe": 400, "separator=comma": 400, "format=ndjson&separator=comma": 400,
		"quote_kind=direct": 400, "kind=quotes&quote_kind=loud": 400,
	} {
		if a := s.get("/v1/export?" + query); a.status != want {
			t.Errorf("%s: got %d, want %d: %.200s", query, a.status, want, a.body)
		}
	}
}

func TestAThirdExportIsRefusedForAMoment(t *testing.T) {
	t.Parallel()
	began, release := make(chan struct{}, 2), make(chan struct{})
	archive := &stub{search: func(context.Context, search.Query) (*search.Page, error) {
		began <- struct{}{}
		<-release
		return nothing(), nil
	}}
	s := start(t, archive)
	done := make(chan int, 2)
	for range 2 {
		go func() { done <- s.get("/v1/export").status }()
		<-began
	}
	a := s.get("/v1/export")
	if p := a.problem(t); a.status != http.StatusServiceUnavailable || p.Type != "/problems/busy" || a.header.Get("Retry-After") != "10" {
		t.Errorf("got %d %+v", a.status, p)
	}
	close(release)
	if one, two := <-done, <-done; one != 200 || two != 200 {
		t.Errorf("those before got %d and %d", one, two)
	}
}

func TestARealArchiveIsExportedCompletely(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.fill()
	for _, kind := range []string{"articles", "quotes"} {
		path := "/v1/search?size=0&collapse=false"
		if kind == "quotes" {
			path = "/v1/quotes?size=0"
		}
		total := read[search.Page](t, s.get(path)).Total
		a := s.get("/v1/export?collapse=false&kind=" + kind)
		if got := strings.Count(a.body, "\n"); got != total || total == 0 {
			t.Errorf("%s: got %d rows, want %d", kind, got, total)
		}
	}
}

// elements checks that a text is well-formed XML and returns the texts of its
// elements, by name.
func elements(t *testing.T, a answer) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	dec := xml.NewDecoder(strings.NewReader(a.body))
	var name string
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatalf("%v in %.400s", err, a.body)
		}
		switch v := token.(type) {
		case xml.StartElement:
			name = v.Name.Local
			for _, attr := range v.Attr {
				found[name+"@"+attr.Name.Local] = append(found[name+"@"+attr.Name.Local], attr.Value)
			}
		case xml.CharData:
			if text := strings.TrimSpace(string(v)); text != "" {
				found[name] = append(found[name], text)
			}
		}
	}
}

func TestASearchIsAFeed(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.fill()
	a := s.do(http.MethodGet, "/feed.atom?satker=33&utm_source=x", "", nil)
	found := elements(t, a)
	want := read[search.Page](t, s.get("/v1/search?satker=33&sort=newest&size=50&from=1945-01-01"))
	if len(found["id"]) != 1+len(want.Hits) || len(want.Hits) < 2 || a.header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Fatalf("got %d ids as %s, want that of the feed and %d", len(found["id"]), a.header.Get("Content-Type"), len(want.Hits))
	}
	latest := slices.MaxFunc(found["updated"][1:], strings.Compare)
	if found["id"][0] != s.url+"/feed.atom?satker=33" || found["updated"][0] != latest {
		t.Errorf("got id %s, updated %s, want %s", found["id"][0], found["updated"][0], latest)
	}
	for i, h := range want.Hits {
		if got := found["id"][i+1]; got != s.url+"/artikel/"+h.ID {
			t.Errorf("entry %d: got %s, want %s", i, got, h.ID)
		}
	}
	if again := s.do(http.MethodGet, "/feed.atom?satker=33", "", nil, "If-None-Match", a.header.Get("ETag")); again.status != http.StatusNotModified {
		t.Errorf("asked again: %d", again.status)
	}
	hostile := s.get("/feed.atom?q=%3Cscript%3E%00%0B%22&official=%22%3E")
	if elements(t, hostile); strings.Contains(hostile.body, "<script>") {
		t.Errorf("markup of a query: %s", hostile.body)
	}
}

// What arrives late or is corrected comes to readers of a feed: its updated is the
// last change, and in the order of arrival it stands first whatever its date.
func TestAFeedHasLateAndCorrectedArticles(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	send := func(n, published, text string) {
		t.Helper()
		a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"external_id":"%s","title":"KPU Siap %s","body":"KPU siap: rapat %s.","published":"%s"}`, n, n, text, published))
		if a.status > http.StatusCreated {
			t.Fatalf("%s: %d %s", n, a.status, a.body)
		}
	}
	feed := func(query string) (titles []string, updated, published []string) {
		t.Helper()
		found := elements(t, s.get("/feed.atom?"+query))
		return found["title"][1:], found["updated"], found["published"]
	}
	send("a", "2025-11-05", "pleno")
	send("b", "2025-11-06", "kerja")
	_, before, published := feed("q=rapat")
	if len(before) != 3 || published[0] != "2025-11-06T00:00:00+07:00" || strings.HasPrefix(before[1], "2025-11-06") {
		t.Fatalf("updated %v, published %v", before, published)
	}
	send("a", "2025-11-05", "pleno terbuka")
	send("c", "2019-04-17", "pemungutan")
	titles, after, _ := feed("q=rapat")
	if !slices.Equal(titles, []string{"KPU Siap b", "KPU Siap a", "KPU Siap c"}) || after[1] != before[1] || after[2] < before[2] || after[0] != slices.Max(after[1:]) {
		t.Errorf("by date: %v, updated %v, before %v", titles, after, before)
	}
	if titles, _, _ := feed("q=rapat&order=arrival"); !slices.Equal(titles, []string{"KPU Siap c", "KPU Siap a", "KPU Siap b"}) {
		t.Errorf("by arrival: %v", titles)
	}
	if titles, _, _ := feed("q=rapat&order=arrival&from=2025-01-01"); !slices.Equal(titles, []string{"KPU Siap a", "KPU Siap b"}) {
		t.Errorf("by arrival, narrowed: %v", titles)
	}
	if titles, _, _ := feed("q=terbuka&order=arrival"); !slices.Equal(titles, []string{"KPU Siap a"}) {
		t.Errorf("by arrival, another word: %v", titles)
	}
	self := elements(t, s.get("/feed.atom?order=arrival&q=rapat"))["id"][0]
	if self != s.url+"/feed.atom?order=arrival&q=rapat" {
		t.Errorf("it calls itself %s", self)
	}
}

func TestBrowsersAndCrawlersFindTheirWay(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.fill()
	urls := elements(t, s.get("/opensearch.xml"))["Url@template"]
	if len(urls) != 2 || urls[0] != s.url+"/?q={searchTerms}" {
		t.Errorf("got %q", urls)
	}
	if a := s.get("/robots.txt"); !strings.Contains(a.body, "Sitemap: "+s.url+"/sitemap.xml\n") {
		t.Errorf("got %s", a.body)
	}
	listed := map[string]bool{}
	for _, place := range elements(t, s.get("/sitemap.xml"))["loc"] {
		path, ok := strings.CutPrefix(place, s.url)
		if !ok {
			t.Fatalf("a sitemap elsewhere: %s", place)
		}
		for _, page := range elements(t, s.get(path))["loc"] {
			if strings.HasPrefix(page, s.url+"/peraturan") {
				continue
			}
			if listed[page] {
				t.Errorf("%s is listed twice", page)
			}
			listed[page] = true
		}
	}
	if total := read[search.Page](t, s.get("/v1/search?size=0&collapse=false")).Total; len(listed) != total {
		t.Errorf("got %d articles, want %d", len(listed), total)
	}
	for _, bad := range []string{"2025", "2025-13", "x", "..", "2025-11-31"} {
		if a := s.get("/sitemap.xml?date=" + bad); a.status != http.StatusNotFound {
			t.Errorf("date=%s: got %d", bad, a.status)
		}
	}
}

func TestAMonthOfVeryManyArticlesIsListedByDays(t *testing.T) {
	t.Parallel()
	archive := &stub{search: func(context.Context, search.Query) (*search.Page, error) {
		return &search.Page{Facets: map[string][]index.Count{index.FacetDate: {{Value: "2024-02", Count: 5001}, {Value: "2024-01", Count: 5000}}}}, nil
	}}
	s := start(t, archive, func(o *server.Options) { o.PublicURL = "https://warta.example.id" })
	got := elements(t, s.get("/sitemap.xml"))["loc"]
	if len(got) != 30 || got[0] != "https://warta.example.id/sitemap.xml?date=2024-02-29" || got[29] != "https://warta.example.id/sitemap.xml?date=2024-01" {
		t.Errorf("got %d: %q", len(got), got)
	}
}

func TestEveryTypeOfProblemIsExplained(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	slugs := []string{"unauthorized", "method-not-allowed", "uri-too-long", "unsupported-media-type", "too-many-requests", "incomplete"}
	for _, k := range indextest.Kinds() {
		slugs = append(slugs, k.String())
	}
	for _, slug := range slugs {
		a := s.get("/problems/" + slug)
		if a.status != http.StatusOK || !strings.Contains(a.body, slug) {
			t.Errorf("%s: got %d", slug, a.status)
		}
	}
	if a := s.get("/problems/none"); a.status != http.StatusNotFound {
		t.Errorf("an unknown type: got %d", a.status)
	}
}

func TestTheDocsHaveEveryCall(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{})
	page := parsePage(t, s.get("/docs").body).text()
	if want := "curl \"" + s.url + "/v1/topics\""; !strings.Contains(page, want) {
		t.Errorf("the page lacks the example %s", want)
	}
	for _, c := range plain(t).Calls() {
		if !strings.Contains(page, c.Method+" "+c.Path) {
			t.Errorf("the page lacks %s %s", c.Method, c.Path)
		}
	}
}

package harvest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf16"

	"warta/analyzers/satker"
)

// A feed is read as other readers read it: what is wrong with one entry costs at
// most that entry.
func TestListsAreReadLeniently(t *testing.T) {
	t.Parallel()
	wide := func(s string) string {
		var out strings.Builder
		out.WriteString("\xff\xfe")
		for _, unit := range utf16.Encode([]rune(s)) {
			out.WriteString(string([]byte{byte(unit), byte(unit >> 8)}))
		}
		return out.String()
	}
	const three = `<rss><channel><item><title>%s</title><link>/1</link></item><item><link>/2</link></item><item><link>/3</link></item></channel></rss>`
	bad := func(title string) string {
		return `<rss><channel><item><link>/1</link></item><item><title>` + title + `</title><link>/2</link></item><item><link>/3</link></item></channel></rss>`
	}
	all := []string{"/1", "/2", "/3"}
	in := func(title string) string { return strings.Replace(three, "%s", title, 1) }
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"a control character":                    {in("KPU \x0b Siap"), []string{"/1", "/2", "/3"}},
		"a zero byte":                            {in("KPU \x00 Siap"), []string{"/1", "/2", "/3"}},
		"a reference to one":                     {in("KPU &#11; &#x1F; &#0; &#xFFFF; &#99999999999; Siap"), []string{"/1", "/2", "/3"}},
		"a character that is none":               {in("KPU \uFFFE Siap"), []string{"/1", "/2", "/3"}},
		"bytes that are no UTF-8":                {in("Asy\x92ari"), []string{"/1", "/2", "/3"}},
		"a bare ampersand":                       {in("KPU & DPRD &nbsp; &tidakada; R&D"), []string{"/1", "/2", "/3"}},
		"a bare sign":                            {in("a < b, c <= d, 1 <2"), []string{"/1", "/2", "/3"}},
		"an element that is not closed":          {in("<b>KPU<br> Siap"), []string{"/1", "/2", "/3"}},
		"one that closes nothing":                {in("KPU</b></p> Siap"), []string{"/1", "/2", "/3"}},
		"an item that is not closed":             {`<rss><channel><item><link>/1</link><item><link>/2</link></item></channel></rss>`, []string{"/1", "/2"}},
		"the last item not closed":               {`<rss><channel><item><link>/1</link></item><item><link>/2</link></channel></rss>`, []string{"/1", "/2"}},
		"hyphens in a comment":                   {in("x") + "<!-- a -- b -->", []string{"/1", "/2", "/3"}},
		"a comment in text that is not read":     {in("<![CDATA[<!-- wp:paragraph <p>]]>"), []string{"/1", "/2", "/3"}},
		"empty lines and a mark before it":       {"\uFEFF\n\n <?xml version=\"1.0\"?>" + in("x"), []string{"/1", "/2", "/3"}},
		"words of a program before it":           {"<br />\n<b>Warning</b>: mysql_connect() in x.php<br />\n<?xml version='1.0'?>" + in("x"), []string{"/1", "/2", "/3"}},
		"a charset that is not the one it names": {`<?xml version="1.0" encoding="ISO-8859-1"?>` + in("Asy’ari – kafé"), []string{"/1", "/2", "/3"}},
		"two bytes a character":                  {wide(`<?xml version="1.0" encoding="UTF-16"?>` + in("Asy’ari")), []string{"/1", "/2", "/3"}},
		"a sign before a word":                   {bad("nilai <KKM"), all},
		"a sign before figures":                  {bad("menang <2 gol"), all},
		"signs that are an arrow":                {bad("naik <-> turun, a <- b"), all},
		"an empty tag":                           {bad("apa <> ini </> itu"), all},
		"an address of mail":                     {bad("Budi <budi@kpu.go.id>"), all},
		"CDATA closed twice":                     {bad("<![CDATA[a ]]> b ]]>"), all},
		"CDATA never closed":                     {bad("<![CDATA[a"), all},
		"CDATA never closed, and others behind":  {bad("<![CDATA[a") + "<![CDATA[x]]>", all},
		"a comment never closed":                 {bad("a <!-- b"), all},
		"an instruction never closed":            {bad("a <? b <?php echo 1 ?>"), all},
		"a declaration in a title":               {bad("a <!b c <!DOCTYPE html> d"), all},
		"an open quotation mark":                 {bad(`<a href="x>KPU</a>`), all},
		"attributes without marks":               {bad(`<a href=http://x/y>KPU</a> <img src=a.jpg / >`), all},
		"an attribute without a name":            {bad(`<a ="x" 5>KPU</a>`), all},
		"a tag that closes with more":            {bad("<b>KPU</b x>"), all},
		"a name of three parts":                  {bad("<a:b:c>KPU"), []string{"/1", "/3"}},
		"many line breaks":                       {bad(strings.Repeat("<br>", 200)), all},
		"many pictures and line breaks":          {bad(strings.Repeat("<img src='a'><br>", 200)), all},
		"many elements deep":                     {bad(strings.Repeat("<b>", 200) + strings.Repeat("</b>", 200)), all},
		"deep, and the item not closed":          {`<rss><channel><item><link>/1</link>` + strings.Repeat("<b>", 200) + `<item><link>/2</link></item></channel></rss>`, []string{"/1", "/2"}},
		"junk before the items":                  {`<rss><channel>` + strings.Repeat("<br>", 200) + `<item><link>/1</link></item></channel></rss>`, []string{"/1"}},
		"a version of XML that is not known":     {`<?xml version="1.1"?>` + in("x"), all},
		"a charset that nothing knows":           {`<?xml version="1.0" encoding="klingon"?>` + in("x"), []string{"/1", "/2", "/3"}},
	} {
		l, err := readXML([]byte(test.text))
		var got []string
		for _, e := range l.entries {
			got = append(got, e.at)
		}
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, test.want)
		}
	}
}

// An entry that cannot be parsed is skipped and reported, and the list is fetched again the
// next time.
func TestFaultsOfAListAreTold(t *testing.T) {
	t.Parallel()
	w, b := newWeb(t), &box{}
	site := http.NewServeMux()
	var asked atomic.Int32
	site.HandleFunc("/feed", func(out http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.Header.Get("If-None-Match") != "" {
			t.Error("a list with faults is asked for with what it said last")
		}
		out.Header().Set("ETag", `"1"`)
		_, _ = out.Write([]byte(`<rss><channel><item><title><a:b:c></title><link>/blog/read/1_a</link></item><item><link>/blog/read/2_b</link></item></channel></rss>`))
	})
	site.HandleFunc("/blog/read/{slug}", func(out http.ResponseWriter, r *http.Request) {
		_, _ = out.Write([]byte("<h1>KPU Kota Batu Gelar Rapat " + r.PathValue("slug") + "</h1><article><p>KPU Kota Batu menggelar rapat koordinasi di aula kantor, dihadiri ketua dan anggota: " + r.PathValue("slug") + ".</p></article>"))
	})
	w.add(batu, site)
	dir := t.TempDir()
	sum, _ := w.mustHarvest(dir, b, w.site(batu, "/feed"))
	if sum.Created != 1 || !sum.OK() || len(sum.Notes) != 1 || !strings.Contains(sum.Notes[0], "1 places") {
		t.Errorf("got %+v", sum)
	}
	w.mustHarvest(dir, b, w.site(batu, "/feed"))
	if asked.Load() != 2 {
		t.Errorf("the list was asked for %d times", asked.Load())
	}
}

// Sixteen times a list takes nothing like 256 times as long. The limit leaves room for
// a busy machine.
func TestListsAreReadInLinearTime(t *testing.T) {
	for _, piece := range []string{
		"<", "<a ", "<a '", `<a "`, "<a>", "</a", "<!--", "<!-- -->", "<![CDATA[", "<![CDATA[]]>", "]]>", "<?", "<? </", "<?x?>", "<!", "<!doctype",
		"<item>", "<a:b:c><item>", "<item><link>/1</link>", "<a b='1' ", "&#1;",
	} {
		took := func(size int) time.Duration {
			text := "<rss>" + strings.Repeat(piece, size/len(piece)) + "]]>?></x>-->"
			start := time.Now()
			_, _ = readXML([]byte(text))
			return time.Since(start)
		}
		brief, long := took(50_000), took(800_000)
		for range 2 {
			if long > time.Second && long > 64*brief {
				brief, long = max(brief, took(50_000)), min(long, took(800_000))
			}
		}
		if long > time.Second && long > 64*brief {
			t.Errorf("800 kB of %q take %v, 50 kB %v", piece, long, brief)
		}
	}
}

func TestTimesOfLists(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Wed, 05 Nov 2025 23:30:00 +0700":      "2025-11-05T23:30:00+07:00",
		"Wed, 05 Nov 2025 23:30:00 WIB":        "2025-11-05T23:30:00+07:00",
		"Wed, 05 Nov 2025 23:30:00 WITA":       "2025-11-05T23:30:00+08:00",
		"Rabu, 05 Nopember 2025 23.30 WIT":     "2025-11-05T23:30:00+09:00",
		"Wed, 05 Nov 2025 23:30:15 GMT":        "2025-11-05T23:30:15Z",
		"Wed, 05 Nov 2025 23:30:00 GMT+7":      "2025-11-05T23:30:00+07:00",
		"Wed, 05 Nov 2025 23:30:00 UTC+08:00":  "2025-11-05T23:30:00+08:00",
		"Wed, 05 Nov 2025 23:30:00 ICT":        "2025-11-05",
		"Wed, 05 Nov 2025 23:30:00 EST":        "2025-11-05",
		"Wed, 05 Nov 2025 23:30:00":            "2025-11-05",
		"5 Agustus 2025":                       "2025-08-05",
		"Selasa, 5 Agustus 2025 - 10:15":       "2025-08-05",
		"2025-11-05 23:30:00":                  "2025-11-05",
		"2025-11-05T23:30:00":                  "2025-11-05",
		"2025-11-05T23:30+07:00":               "2025-11-05T23:30:00+07:00",
		"2025-11-05T23:30:00+0700":             "2025-11-05T23:30:00+07:00",
		"05/11/2025 23:30":                     "2025-11-05",
		"Wed, 05 Nov 25 23:30:00 +0700":        "2025-11-05T23:30:00+07:00",
		"Thu, 01 Jan 1970 00:00:00 +0000":      "",
		"0000-00-00 00:00:00":                  "",
		"kemarin":                              "",
		"Wed, 05 Nov 2025 sampai 9 April 2026": "",
	} {
		got, at := postedAt(text)
		if got != want || at.IsZero() != (want == "") {
			t.Errorf("%q: got %q, %v; want %q", text, got, at, want)
		}
		if again, _ := postedAt(got); again != got {
			t.Errorf("%q again: %q", got, again)
		}
	}
}

func TestBasesOfAddresses(t *testing.T) {
	t.Parallel()
	from, err := url.Parse("https://kota-batu.kpu.go.id/feed/atom.xml")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ text, want string }{
		"none":                    {`<feed><entry><link href="1"/></entry></feed>`, "https://kota-batu.kpu.go.id/feed/1"},
		"of the feed":             {`<feed xml:base="https://kota-batu.kpu.go.id/blog/"><entry><link href="1"/></entry></feed>`, "https://kota-batu.kpu.go.id/blog/1"},
		"of the feed, by path":    {`<feed xml:base="/blog/"><entry><link href="1"/></entry></feed>`, "https://kota-batu.kpu.go.id/blog/1"},
		"of the entry":            {`<feed xml:base="/blog/"><entry xml:base="read/"><link href="1"/></entry></feed>`, "https://kota-batu.kpu.go.id/blog/read/1"},
		"of the link":             {`<feed xml:base="/blog/"><entry><link xml:base="/x/" href="1"/></entry></feed>`, "https://kota-batu.kpu.go.id/x/1"},
		"of the one before alone": {`<feed><entry xml:base="/x/"><link href="0"/></entry><entry><link href="1"/></entry></feed>`, "https://kota-batu.kpu.go.id/feed/1"},
		"a whole address":         {`<feed xml:base="https://kota-batu.kpu.go.id/blog/"><entry><link href="https://kpu.go.id/1"/></entry></feed>`, "https://kpu.go.id/1"},
		"of RSS":                  {`<rss><channel xml:base="/blog/"><item><link>1</link></item></channel></rss>`, "https://kota-batu.kpu.go.id/blog/1"},
	} {
		l, err := readXML([]byte(test.text))
		if err != nil || len(l.entries) == 0 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		e := l.entries[len(l.entries)-1]
		if u := resolve(from, e.base, e.at); u == nil || u.String() != test.want {
			t.Errorf("%s: got %v, want %s", name, u, test.want)
		}
	}
}

// A URL without a scheme is tried over https, then over http with a note.
func TestASiteWithoutASchemeIsTriedOverBoth(t *testing.T) {
	t.Parallel()
	w := newWeb(t)
	w.add(batu, newPaper("KPU Kota Batu", 3).mux)
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	host := batu + ":" + w.port
	sites, err := ReadSites(strings.NewReader(host+" 35.79 /blog/category/104"), g)
	if err != nil {
		t.Fatal(err)
	}
	b := &box{}
	sum, _ := w.mustHarvest(t.TempDir(), b, sites[0])
	if sum.Created != 3 || !sum.OK() || len(sum.Notes) != 1 || !strings.Contains(sum.Notes[0], "over http") {
		t.Errorf("got %+v", sum)
	}
	sites, err = ReadSites(strings.NewReader("https://"+host+" 35.79 /blog/category/104"), g)
	if err != nil {
		t.Fatal(err)
	}
	if sum, _ := w.mustHarvest(t.TempDir(), b, sites[0]); sum.OK() || len(sum.Notes) != 0 {
		t.Errorf("with https written: %+v", sum)
	}
}

// A day of posting that a feed states and that cannot be true is left out and told;
// a change that is still to come lets nothing be fetched again.
func TestTimesOfAFeedThatCannotBeTrue(t *testing.T) {
	t.Parallel()
	w, b := newWeb(t), &box{}
	site := http.NewServeMux()
	site.HandleFunc("/feed", func(out http.ResponseWriter, _ *http.Request) {
		_, _ = out.Write([]byte(`<feed><entry><link href="/blog/read/1_a"/><published>2099-01-01T00:00:00Z</published><updated>2099-01-01T00:00:00Z</updated></entry>
			<entry><link href="/blog/read/2_b"/><published>Rabu, 05 Nov 2025 23:30 WIB</published></entry></feed>`))
	})
	site.HandleFunc("/blog/read/{slug}", func(out http.ResponseWriter, r *http.Request) {
		_, _ = out.Write([]byte("<h1>KPU Kota Batu Gelar Rapat " + r.PathValue("slug") + "</h1><article><p>KPU Kota Batu menggelar rapat koordinasi di aula kantor, dihadiri ketua dan anggota: " + r.PathValue("slug") + ".</p></article>"))
	})
	w.add(batu, site)
	dir := t.TempDir()
	sum, _ := w.mustHarvest(dir, b, w.site(batu, "/feed"))
	if sum.Created != 2 || !sum.OK() || len(sum.Notes) != 1 || !strings.Contains(sum.Notes[0], "2099-01-01") {
		t.Fatalf("got %+v", sum)
	}
	got := map[string]string{}
	for _, a := range b.articles {
		got[a.URL[strings.LastIndexByte(a.URL, '/')+1:]] = a.Published
	}
	if got["1_a"] != "" || got["2_b"] != "2025-11-05T23:30:00+07:00" {
		t.Errorf("published: %v", got)
	}
	if sum, asked := w.mustHarvest(dir, b, w.site(batu, "/feed"), func(o *Options) { o.Recheck = 0 }); count(asked, batu+"/blog/read/") != 0 {
		t.Errorf("again: %+v, asked %v", sum, asked)
	}
}

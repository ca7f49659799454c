package server_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/server/keys"
)

// A feed is what a feed reader sees of /feed.atom.
type feed struct {
	XMLName xml.Name  `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string    `xml:"id"`
	Title   string    `xml:"title"`
	Updated time.Time `xml:"updated"`
	Links   []feedRef `xml:"link"`
	Entries []struct {
		ID        string    `xml:"id"`
		Title     string    `xml:"title"`
		Updated   time.Time `xml:"updated"`
		Published time.Time `xml:"published"`
		Author    string    `xml:"author>name"`
		Links     []feedRef `xml:"link"`
		Content   struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
		Categories []struct {
			Term  string `xml:"term,attr"`
			Label string `xml:"label,attr"`
		} `xml:"category"`
	} `xml:"entry"`
}

type feedRef struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// feed reads a feed. What a feed must have is there: an id, a title and a time, and an id, a
// title, a time and a link in each entry.
func (s *site) feed(query string) feed {
	s.Helper()
	a := s.get("/feed.atom?" + query)
	var f feed
	if err := xml.Unmarshal([]byte(a.body), &f); err != nil || a.status != http.StatusOK {
		s.Fatalf("%s: %d %v in %.300s", query, a.status, err, a.body)
	}
	if f.ID == "" || f.Title == "" || f.Updated.IsZero() || refOf(f.Links, "self") != f.ID || len(f.Entries) > 50 {
		s.Errorf("%s: a feed with %d entries: %+v", query, len(f.Entries), f)
	}
	seen := map[string]bool{}
	for _, e := range f.Entries {
		if e.ID == "" || seen[e.ID] || e.Title == "" || e.Updated.IsZero() || e.Updated.After(f.Updated) || refOf(e.Links, "alternate") == "" {
			s.Errorf("%s: updated %v with an entry %+v", query, f.Updated, e)
		}
		seen[e.ID] = true
	}
	return f
}

func refOf(refs []feedRef, rel string) string {
	for _, l := range refs {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

// sendWords sends an article with these words of Handi Tri Ujiono; a later call with its
// number sends another version.
func (s *site) sendWords(n int, words string) (article string) {
	s.Helper()
	body := "Semarang - Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat.\n\n" + words
	a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(
		`{"url":"https://kota-semarang.kpu.go.id/berita/%d","title":"Rapat KPU Kota Semarang %d","body":%q,"published":"2025-11-%02d"}`, n, n, body, n))
	return read[struct{ ID string }](s.T, a).ID
}

func TestASearchForQuotesIsAFeed(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	s.sendWords(3, "“Kita mulai tepat waktu,” ujar Handi Tri Ujiono.\n\nHandi Tri Ujiono mengatakan bahwa logistik sudah tiba di gudang sejak kemarin pagi.")
	article := s.sendWords(4, "“Logistik & kotak suara <siap>,” ujar Handi Tri Ujiono.")
	f := s.feed("of=quotes&official=handi-tri-ujiono&utm_source=x")
	if f.ID != s.url+"/feed.atom?of=quotes&official=handi-tri-ujiono" || refOf(f.Links, "alternate") != s.url+"/kutipan?official=handi-tri-ujiono" ||
		f.Title != "Warta: kutipan – Handi Tri Ujiono" || len(f.Entries) != 2 {
		t.Fatalf("got %+v", f)
	}
	e := f.Entries[0]
	page := refOf(e.Links, "alternate")
	if e.ID != page || !strings.HasPrefix(page, s.url+"/kutipan/"+article+"-") || s.get(strings.TrimPrefix(page, s.url)).status != http.StatusOK {
		t.Errorf("its address is %s, with %v", e.ID, e.Links)
	}
	if e.Title != "Handi Tri Ujiono, Ketua KPU Kota Semarang: “Logistik & kotak suara <siap>”" || e.Content.Type != "text" || e.Content.Text != "“Logistik & kotak suara <siap>”" || e.Author != "Handi Tri Ujiono" {
		t.Errorf("it says %q, %q, by %q", e.Title, e.Content, e.Author)
	}
	if !e.Published.Equal(time.Date(2025, 11, 4, 0, 0, 0, 0, time.FixedZone("", 7*3600))) {
		t.Errorf("published %v", e.Published)
	}
	if via := refOf(e.Links, "via"); !strings.HasPrefix(via, "https://kota-semarang.kpu.go.id/berita/4#:~:text=") || !strings.HasPrefix(refOf(e.Links, "related"), s.url+"/artikel/"+article+"#kutipan-") {
		t.Errorf("it links to %v", e.Links)
	}
	if !slices.ContainsFunc(e.Categories, func(c struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	},
	) bool {
		return c.Term == "direct" && c.Label == "langsung"
	}) {
		t.Errorf("its categories are %v", e.Categories)
	}

	// What is reported comes when it is asked for, and never between quotation marks.
	told := s.feed("of=quotes&kind=indirect")
	if len(told.Entries) != 1 || strings.ContainsAny(told.Entries[0].Title+told.Entries[0].Content.Text, "“”\"") ||
		!strings.HasPrefix(told.Entries[0].Content.Text, "Menurut Handi Tri Ujiono, Ketua KPU Kota Semarang: ") {
		t.Errorf("reported: %+v", told.Entries)
	}
	for query, want := range map[string]int{
		"of=quotes": 2, "of=quotes&q=logistik": 1, "of=quotes&office=33.74": 2, "of=quotes&role=Ketua": 2, "of=quotes&role=Anggota": 0,
		"of=quotes&min_confidence=1": 0, "of=quotes&kind=loud": 2, "of=quotes&to=2025-11-03": 1, "of=quotes&official=rini-astuti": 0,
		"of=quotes&q=logistik&order=arrival": 1, "of=quotes&order=arrival&kind=direct,indirect": 3,
		// Words are taken as typed.
		"of=quotes&q=logistk": 0, "of=quotes&q=logistk&order=arrival": 0, "q=logistk": 0, "q=logistik+helikopter": 0, "of=quotes&q=logistik+waktu": 0,
	} {
		if got := s.feed(query); len(got.Entries) != want {
			t.Errorf("%s: %d entries, want %d", query, len(got.Entries), want)
		}
	}
	if a := s.get("/kutipan?q=logistk"); !strings.Contains(a.body, "logistik") {
		t.Errorf("the page does not correct the words that the feed leaves")
	}
	again := s.get("/feed.atom?of=quotes")
	if a := s.do(http.MethodGet, "/feed.atom?of=quotes", "", nil, "If-None-Match", again.header.Get("ETag")); a.status != http.StatusNotModified {
		t.Errorf("asked again: %d", a.status)
	}
}

// Whatever changes in a feed moves its time, also what leaves it, and the time of an entry
// moves with its article. No time moves back.
func TestTheTimeOfAFeedMovesWithEveryChange(t *testing.T) {
	t.Parallel()
	for _, order := range []string{"", "&order=arrival"} {
		t.Run(order, func(t *testing.T) {
			t.Parallel()
			s := startEmpty(t)
			query := "of=quotes&q=logistik" + order
			updated := s.feed(query).Updated
			entries := map[string]time.Time{}
			moved := func(after string, want int, moves ...string) {
				t.Helper()
				f := s.feed(query)
				if len(f.Entries) != want || !f.Updated.After(updated) {
					t.Errorf("after %s: %d entries, updated %v, before %v; want %d, and later", after, len(f.Entries), f.Updated, updated, want)
				}
				updated = f.Updated
				for _, e := range f.Entries {
					before, known := entries[e.ID]
					switch moves := slices.ContainsFunc(moves, func(id string) bool { return strings.Contains(e.ID, id) }); {
					case known && moves && !e.Updated.After(before), known && !moves && !e.Updated.Equal(before):
						t.Errorf("after %s: %s is updated %v, before %v", after, e.ID, e.Updated, before)
					}
					entries[e.ID] = e.Updated
				}
				if order != "" && len(moves) > 0 && !strings.Contains(f.Entries[0].ID, moves[0]) {
					t.Errorf("after %s: %s stands first, want one of %s", after, f.Entries[0].ID, moves[0])
				}
				if again := s.feed(query); !again.Updated.Equal(updated) {
					t.Errorf("after %s: nothing has changed, and the feed has, from %v to %v", after, updated, again.Updated)
				}
			}
			first := s.sendWords(1, "“Logistik sudah siap,” ujar Handi Tri Ujiono.")
			moved("an article", 1)
			second := s.sendWords(2, "“Logistik belum siap,” ujar Handi Tri Ujiono.")
			third := s.sendWords(3, "“Logistik masih di jalan,” ujar Handi Tri Ujiono.")
			moved("two more", 3)
			quote := func(article string) string {
				for _, e := range s.feed(query).Entries {
					if id := e.ID[strings.LastIndex(e.ID, "/")+1:]; strings.HasPrefix(id, article+"-") {
						return "/v1/quotes/" + id
					}
				}
				t.Fatalf("%s has no quote", article)
				return ""
			}
			hidden := quote(first)
			s.staff(http.MethodPatch, quote(second), `{"speaker":null,"reason":"bukan dia"}`)
			moved("a correction", 3, second)
			s.staff(http.MethodPatch, hidden, `{"hidden":true,"reason":"bukan kutipan"}`)
			moved("one is hidden", 2)
			s.staff(http.MethodPatch, hidden, `{"hidden":false,"reason":"kutipan juga"}`)
			moved("it is shown again", 3, first)
			s.sendWords(3, "“Logistik masih di jalan,” ujar Handi Tri Ujiono.\n\nRapat selesai pukul 14.00 WIB.")
			moved("a version with the same words", 3, third)
			s.sendWords(3, "“Kami pulang saja,” ujar Handi Tri Ujiono.")
			moved("a version with other words", 2)
			if a := s.do(http.MethodDelete, "/v1/articles/"+second, s.keys[keys.Admin], nil); a.status != http.StatusNoContent {
				t.Fatalf("remove: %d %s", a.status, a.body)
			}
			moved("a removal", 1)
		})
	}
}

func TestPagesOfQuotesAndSubjectsLeadToTheirFeeds(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.fill()
	s.tellOf()
	for page, want := range map[string][]string{
		"/":                                  {"/feed.atom"},
		"/?q=logistik&satker=33&sort=oldest": {"/feed.atom?q=logistik&satker=33"},
		"/kutipan?q=logistik&sort=newest":    {"/feed.atom?of=quotes&q=logistik"},
		"/kutipan?kind=indirect&role=Ketua&office=33.74&min_confidence=0.5": {"/feed.atom?kind=indirect&min_confidence=0.5&of=quotes&office=33.74&role=Ketua"},
		"/kutipan?official=handi-tri-ujiono":                                {"/feed.atom?of=quotes&official=handi-tri-ujiono"},
		"/pejabat/handi-tri-ujiono":                                         {"/feed.atom?official=handi-tri-ujiono", "/feed.atom?of=quotes&official=handi-tri-ujiono"},
		"/satker/33.74":                                                     {"/feed.atom?satker=33.74", "/feed.atom?of=quotes&office=33.74"},
		"/peraturan/uu/7/2017":                                              {"/feed.atom?regulation=uu%2F7%2F2017", "/feed.atom?of=quotes&regulation=uu%2F7%2F2017"},
		"/topik/logistik":                                                   {"/feed.atom?topic=logistik", "/feed.atom?of=quotes&topic=logistik"},
	} {
		a := s.get(page)
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", page, a.status)
			continue
		}
		var got []string
		for line := range strings.SplitSeq(a.body, "\n") {
			if rest, ok := strings.CutPrefix(line, `<link rel="alternate" type="application/atom+xml" title="`); ok {
				_, href, _ := strings.Cut(rest, `href="`)
				href, _, _ = strings.Cut(href, `"`)
				got = append(got, strings.ReplaceAll(href, "&amp;", "&"))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s leads to %q, want %q", page, got, want)
		}
		for _, path := range got {
			asked, _ := url.Parse(path)
			if f := s.feed(asked.RawQuery); f.ID != s.url+path {
				t.Errorf("%s: the feed calls itself %s, not %s", page, f.ID, path)
			}
		}
	}
}

// A feed keeps the verb of a request or a wish, from the article to the feed,
// the list and the page of the quote.
func TestAFeedTellsARequestAsOne(t *testing.T) {
	t.Parallel()
	s := startEmpty(t)
	s.sendWords(3, "Handi Tri Ujiono mengingatkan petugas tidak menerima uang dari peserta pemilu.\n\nHandi Tri Ujiono meminta masyarakat memberi tanggapan sampai akhir bulan ini.")
	f := s.feed("of=quotes&kind=indirect")
	var told []string
	for _, e := range f.Entries {
		told = append(told, e.Content.Text)
		page := s.get(strings.TrimPrefix(e.ID, s.url))
		if page.status != http.StatusOK || strings.Contains(string(page.body), "mengatakan bahwa") {
			t.Errorf("%s is cited as a statement: %d", e.Content.Text, page.status)
		}
	}
	slices.Sort(told)
	want := []string{
		"Handi Tri Ujiono, Ketua KPU Kota Semarang, meminta masyarakat memberi tanggapan sampai akhir bulan ini",
		"Handi Tri Ujiono, Ketua KPU Kota Semarang, mengingatkan petugas tidak menerima uang dari peserta pemilu",
	}
	if !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}

package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"warta/index/search"
)

// say puts an article with a day and a body on the site of an office.
func (s *site) say(t *testing.T, host, day, title, body string) {
	t.Helper()
	address := fmt.Sprintf("https://%s.kpu.go.id/blog/read/%s_%d", host, day, len(title)+len(body))
	a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"url":%q,"title":%q,"published":%q,"body":%q}`, address, title, day, body))
	if a.status != http.StatusCreated {
		t.Fatalf("%d %s", a.status, a.body)
	}
}

// startAsked serves offices with chairs of several terms, guests and namesakes.
func startAsked(t *testing.T) *site {
	t.Helper()
	s := startReal(t)
	s.say(t, "kota-semarang", "2021-05-05", "Gudang lama", "Semarang - Ketua KPU Kota Semarang, Bagus Priyanto, membuka rapat.\n\n“Gudang lama sudah kita kosongkan,” ujar Bagus Priyanto.")
	s.say(t, "kota-semarang", "2024-06-05", "Gudang baru", "Semarang - Ketua KPU Kota Semarang, Nanda Prasetya, membuka rapat.\n\n“Gudang baru sudah kita isi,” ujar Nanda Prasetya.")
	s.say(t, "kota-tegal", "2024-07-05", "KPU Kota Tegal dengarkan difabel", "Tegal - Ketua Perkumpulan Difabel Kota Tegal, Farida Hanum, hadir di KPU Kota Tegal.\n\n“Ketua KPU Kota Tegal belum datang ke TPS kami,” ujar Farida Hanum.\n\nAnggota KPU Kota Tegal, Abdi Rahman, mencatat.\n\n“Masukan itu kita catat,” ujar Abdi Rahman.")
	s.say(t, "kab-mimika", "2024-08-05", "Ikrar damai", "Timika - Kapolres Mimika, Ketut Suardana, hadir.\n\n“Siapa pun yang membawa parang akan berurusan dengan kami,” ujar Ketut Suardana.")
	for n := range 3 {
		s.say(t, "kab-klaten", fmt.Sprintf("2024-09-0%d", n+1), "Rapat rutin", fmt.Sprintf("Klaten - Anggota KPU Kabupaten Klaten, Laras Setyawati, memimpin rapat ke-%d.", n+1))
	}
	s.say(t, "kota-magelang", "2024-10-05", "Rapat", "Magelang - Sekretaris KPU Kota Magelang, Laras Setyawati, membuka rapat.\n\n“Anggaran sudah kita bahas,” ujar Laras Setyawati.")
	return s
}

// TestWhoIsAskedForByPost holds that a post finds those who held it in its body, or a note that none
// is known. A mark before the post narrows to former or acting holders. A period without quotes of the
// holders links to their quotes of other times.
func TestWhoIsAskedForByPost(t *testing.T) {
	t.Parallel()
	s := startAsked(t)

	const tegal = "ketua+kpu+kota+tegal"
	page := read[search.Page](t, s.get("/v1/quotes?q="+tegal))
	if page.Total != 0 || page.Query.WithoutPost != "ketua kpu kota tegal" {
		t.Errorf("of an unknown chair %d quotes, without_post %q", page.Total, page.Query.WithoutPost)
	}
	body := s.get("/kutipan?q=" + tegal).body
	sound(t, tegal, body)
	member, guest := strings.Index(body, "Masukan itu"), strings.Index(body, "belum datang")
	if !strings.Contains(body, "Tidak ada kutipan yang diketahui dari <q>ketua kpu kota tegal</q>.") || member < 0 || guest >= 0 {
		t.Errorf("the page of an unknown chair: the member at %d, the guest at %d", member, guest)
	}
	if !strings.Contains(body, `href="/kutipan?office=33.76" rel="nofollow">Semua 1 kutipan KPU Kota Tegal</a>`) {
		t.Error("no link to the quotes of the office")
	}
	page = read[search.Page](t, s.get("/v1/quotes?q="+tegal+"+soal+tps"))
	if page.Query.WithoutPost == "" || page.Query.Mode == "all" {
		t.Errorf("on a subject: without_post %q, mode %s", page.Query.WithoutPost, page.Query.Mode)
	}

	for query, want := range map[string][]string{
		"mantan+ketua+kpu+kota+semarang": {"Kutipan Bagus Priyanto, Ketua KPU Kota Semarang 2021"},
		"plt+ketua+kpu+kota+semarang":    nil,
		"ketua+kpu+kota+semarang":        {"Bagus Priyanto Ketua KPU Kota Semarang 2021", "Nanda Prasetya Ketua KPU Kota Semarang 2024"},
		"calon+ketua+kpu+kota+semarang":  nil,
	} {
		if got := s.cards(t, query); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}

	page = read[search.Page](t, s.get("/v1/quotes?q=ketua+kpu+kota+semarang+pada+mei+2023"))
	if o := page.Query.OtherTimes; page.Total != 0 || o == nil || o.Text != "ketua kpu kota semarang" || o.Period != "pada mei 2023" || o.Total != 2 {
		t.Errorf("at another time: %d quotes, %+v", page.Total, o)
	}
	body = s.get("/kutipan?q=ketua+kpu+kota+semarang+pada+mei+2023").body
	if want := `Tidak ada kutipan dari <q>pada mei 2023</q> yang cocok. <a href="/kutipan?q=ketua&#43;kpu&#43;kota&#43;semarang" rel="nofollow">Lihat 2 kutipan dari waktu lain</a>.`; !strings.Contains(body, want) {
		t.Errorf("the page does not lead to other times")
	}
}

// TestWhoIsQuotedIsOfferedFirst holds that, of two people with one name, the page of quotes offers
// the one who is quoted first, also where more articles name the other.
func TestWhoIsQuotedIsOfferedFirst(t *testing.T) {
	t.Parallel()
	s := startAsked(t)
	root := parsePage(t, s.get("/kutipan?q=laras+setyawati").body)
	var offered []string
	for _, section := range root.all("section") {
		if class, _ := section.attr("class"); class == "who" {
			for _, link := range section.all("a") {
				offered = append(offered, link.text())
			}
		}
	}
	if len(offered) != 2 || !strings.Contains(offered[0], "Magelang") {
		t.Errorf("offered %q", offered)
	}
}

// TestACitationSaysAPostOnce holds that a citation leaves out the kind of a body that the title has.
func TestACitationSaysAPostOnce(t *testing.T) {
	t.Parallel()
	body := startAsked(t).get("/kutipan?q=parang").body
	if !strings.Contains(body, "kata Kapolres Mimika Ketut Suardana, dikutip dari laman KPU Kabupaten Mimika (versi artikel ke-1), ") || strings.Contains(body, "Kapolres Polres") {
		t.Errorf("the citation in %.3000s", body[max(0, strings.Index(body, "Kutip")):])
	}
}

// TestWhatIsTypedByAccident holds that an answer names times that cannot be, that dashes of lists
// exclude nothing, that a text of invisible characters finds nothing, that a repeated word counts
// once, and that a text of excluded words says so.
func TestWhatIsTypedByAccident(t *testing.T) {
	t.Parallel()
	s := startAsked(t)
	ask := func(path, text string) *search.Page {
		t.Helper()
		page := read[search.Page](t, s.get(path+"?q="+url.QueryEscape(text)))
		return &page
	}
	for _, path := range []string{"/v1/search", "/v1/quotes"} {
		for text, want := range map[string]string{"gudang 32 mei 2025": "32 mei 2025", "gudang 31 februari": "31 februari", "gudang mei 1890": "mei 1890", "gudang triwulan 5 2024": "triwulan 5 2024"} {
			if p := ask(path, text); !slices.Equal(p.Query.NotTimes, []string{want}) || p.Query.Periods != nil {
				t.Errorf("%s %q: no times %q, periods %v", path, text, p.Query.NotTimes, p.Query.Periods)
			}
		}
		for _, text := range []string{"\u200b", "\ufeff", "\u00ad\u2060"} {
			if p := ask(path, text); p.Total != 0 || p.Query.Hint == "" {
				t.Errorf("%s %+q finds %d", path, text, p.Total)
			}
		}
		for text, plain := range map[string]string{
			"gudang gudang gudang gudang": "gudang", "gudang baru gudang baru": "gudang baru", "gu\u00addang\u200b": "gudang",
			"- gudang\n- baru": "gudang baru", "-gudang\n-baru": "gudang baru", `"gudang"-baru`: `"gudang" baru`, "gudang – baru": "gudang baru", "gudang --baru": "gudang baru",
		} {
			x, y := ask(path, text), ask(path, plain)
			if x.Total == 0 || x.Total != y.Total || x.Query.Mode != y.Query.Mode || x.Hits[0].ID != y.Hits[0].ID {
				t.Errorf("%s %q finds %d (%s), %q %d (%s)", path, text, x.Total, x.Query.Mode, plain, y.Total, y.Query.Mode)
			}
		}
		if p := ask(path, "gudang -baru"); p.Total != 1 || p.Query.Hint != "" {
			t.Errorf("%s: without a word %d hits, hint %q", path, p.Total, p.Query.Hint)
		}
		everything := ask(path, "").Total
		for _, text := range []string{"-a -b", "-baru", `-"gudang baru" -judul:baru`} { // all words are excluded
			if p := ask(path, text); p.Total == 0 || p.Total > everything || !strings.Contains(p.Query.Hint, "leave the minus out") {
				t.Errorf("%s %s finds %d of %d, hint %q", path, text, p.Total, everything, p.Query.Hint)
			}
		}
	}
	for _, path := range []string{"/", "/kutipan"} {
		if body := s.get(path + "?q=gudang+32+mei+2025").body; !strings.Contains(body, "<q>32 mei 2025</q> tidak dapat dibaca sebagai waktu, jadi dicari sebagai kata.") {
			t.Errorf("%s does not tell a time that cannot be", path)
		}
		if body := s.get(path + "?q=-baru+-lama").body; !strings.Contains(body, "diberi tanda minus, jadi tidak ada yang dicari") || !strings.Contains(body, "q=baru&#43;lama") && !strings.Contains(body, "q=baru+lama") {
			t.Errorf("%s does not tell that all words are excluded", path)
		}
		if body := s.get(path + "?q=%E2%80%8B").body; strings.Contains(body, "Gudang lama") || !strings.Contains(body, "Tidak ada huruf atau angka") {
			t.Errorf("%s finds something for what is not seen", path)
		}
	}
}

package archive_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
	"warta/index/understand"
)

// inOrder returns the words of quotes that a text finds, in the order of relevance, and
// what was understood.
func inOrder(t *testing.T, a *archive.Archive, q search.Query) ([]string, understand.Understood) {
	t.Helper()
	q.Size = index.MaxSize
	page, err := a.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, h := range page.Hits {
		if q.Of == index.Quotes {
			out = append(out, h.Quote.Text)
		} else {
			out = append(out, h.URL[len(site):])
		}
	}
	return out, page.Query
}

func TestAPersonIsFoundByAnyNameThatTheRegistryKnows(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	// Muhammad Machruz under three names, a nickname and a short name; Muslim Aisha
	// without a post; both are named in words of others.
	tell(t, a, site+"1", "Muhammad Machruz @33: Kita mulai.")
	tell(t, a, site+"2", "M. Machruz @33: Kita lanjut.")
	tell(t, a, site+"3", "Machruz @?33: Kita tutup.")
	tell(t, a, site+"4", "Mohammad Mahrus (Aru) @33: Kita ulang.")
	tell(t, a, site+"5", "Muslim Aisha @~33: Kita ukur.")
	tell(t, a, site+"6", "Rini Astuti @33.74: Muslim Aisha dan Muhammad Machruz hadir, Aru juga.")
	tell(t, a, site+"7", "Joko Raharjo @33.17: Kita sambut.")
	if _, err := a.RenameOfficial(t.Context(), "joko-raharjo", "Bambang Sasongko", "nama lengkap", "k1"); err != nil {
		t.Fatal(err)
	}
	machruz := []string{"Kita lanjut.", "Kita mulai.", "Kita tutup.", "Kita ulang."}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		for _, c := range []struct {
			text string
			own  []string // quotes that come first, in any order
			id   string
		}{
			{"Muhammad Machruz", machruz, "muhammad-machruz"},
			{"muhammad machruz", machruz, "muhammad-machruz"},
			{"Moh. Mahrus", machruz, "muhammad-machruz"},
			{"M. Machruz", machruz, "muhammad-machruz"},
			{"Machruz", machruz, "muhammad-machruz"},
			{"H.M. Machruz", machruz, "muhammad-machruz"},
			{"Pak Machruz", machruz, "muhammad-machruz"},
			{"H. Muhammad Machruz, S.H., M.H.", machruz, "muhammad-machruz"},
			{"Aru", machruz, "muhammad-machruz"},
			{"Pak Aru", machruz, "muhammad-machruz"},
			{"Muslim Aisha", []string{"Kita ukur."}, "muslim-aisha"},
			{"muslim aisha", []string{"Kita ukur."}, "muslim-aisha"},
			{"Dr. H. Muslim Aisha, S.H.", []string{"Kita ukur."}, "muslim-aisha"},
			{"Aisha Muslim SH MH", []string{"Kita ukur."}, "muslim-aisha"},
			{"Bambang Sasongko", []string{"Kita sambut."}, "bambang-sasongko"},
			{"Dr. Bambang Sasongko, M.Si.", []string{"Kita sambut."}, "bambang-sasongko"},
			{"Joko Raharjo", []string{"Kita sambut."}, "bambang-sasongko"},
		} {
			got, said := inOrder(t, a, search.Query{Of: index.Quotes, Text: c.text})
			if len(got) < len(c.own) {
				t.Errorf("%s: found %q, want %q first", c.text, got, c.own)
				continue
			}
			first := slices.Sorted(slices.Values(got[:len(c.own)]))
			if !slices.Equal(first, c.own) || said.Corrected != nil || said.Offered != "" || said.Mode != "all" {
				t.Errorf("%s: found %q, want %q first; understood %+v", c.text, got, c.own, said)
			}
			if len(said.People) != 1 || said.People[0].ID != c.id || said.People[0].Because == "" {
				t.Errorf("%s: means %+v, want %s", c.text, said.People, c.id)
			}
			articles, _ := inOrder(t, a, search.Query{Text: c.text})
			if len(articles) < len(c.own) {
				t.Errorf("%s: found the articles %q, want %d", c.text, articles, len(c.own))
			}
		}
		for text, want := range map[string]string{
			"machruz mulai":              "[Kita mulai.]",
			"Pak Machruz lanjut":         "[Kita lanjut.]",
			"muslim aisha -ukur":         "[]", // words about her are not hers
			`"muslim aisha" -ukur`:       "[Muslim Aisha dan Muhammad Machruz hadir, Aru juga.]",
			`pejabat:"moh mahrus"`:       fmt.Sprint(machruz),
			"pejabat:aru":                fmt.Sprint(machruz),
			`pejabat:"bambang sasongko"`: "[Kita sambut.]",
			"Dr. Wisnu Hartawan, S.H.":   "[]", // in no article
		} {
			if got := fmt.Sprint(foundBy(t, a, index.Quotes, text)); got != want {
				t.Errorf("%s: found %s, want %s", text, got, want)
			}
		}
	})
}

func TestThePostTypedIsWhoHoldsIt(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "Handi Tri Ujiono @33!Ketua: Kita mulai.")
	tell(t, a, site+"2", "Handi Tri Ujiono @~33: Kita lanjut.") // as a member, at an office that is not told
	tell(t, a, site+"3", "Mey Nurlela @33!Anggota: Kita ukur.")
	tell(t, a, site+"4", "Akmaliyah @33!Ketua Divisi Hukum: Kita ulang.")
	tell(t, a, site+"5", "Rini Astuti @33!Sekretaris: Kita tutup.")
	tell(t, a, site+"6", "Joko Raharjo @33.74!Ketua: Ketua KPU Jateng hadir.")
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		for text, want := range map[string]string{
			"ketua kpu jateng":         "[Kita mulai.]",
			"Ketua KPU Jateng mulai":   "[Kita mulai.]",
			"anggota kpu jateng":       "[Kita ukur. Kita ulang.]",
			"komisioner kpu jateng":    "[Kita lanjut. Kita mulai. Kita ukur. Kita ulang.]",
			"sekretaris kpu jateng":    "[Kita tutup.]",
			"ketua kpu kota semarang":  "[Ketua KPU Jateng hadir.]",
			"ketua kpu kota surakarta": "[]",
		} {
			if got := fmt.Sprint(foundBy(t, a, index.Quotes, text)); got != want {
				t.Errorf("%s: found %s, want %s", text, got, want)
			}
		}
		_, said := inOrder(t, a, search.Query{Of: index.Quotes, Text: "ketua kpu jateng"})
		if len(said.People) != 1 || said.People[0].ID != "handi-tri-ujiono" {
			t.Errorf("means %+v", said.People)
		}
		if got, _ := inOrder(t, a, search.Query{Text: "ketua kpu jateng"}); len(got) < 2 || !slices.Contains(got[:2], "1") || !slices.Contains(got, "2") {
			t.Errorf("articles: found %q, want 1 among the first, and 2", got)
		}
	})
}

func TestNoNameIsCorrectedAway(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	for i := range 60 {
		tell(t, a, fmt.Sprint(site, "w", i), "Rini Astuti @33: Musim surat tiba.")
	}
	tell(t, a, site+"1", "Surta Muslim @?33.74: Kita mulai.") // a private person
	tell(t, a, site+"2", "Handi Surad (Mussim) @33: Kita lanjut.")
	tell(t, a, site+"3", "Kegiatan dibuka Ketua KPU Kota Semarang Surtat Nugraha.")
	if _, err := a.RenameOfficial(t.Context(), "handi-surad", "Handi Suratt", "", "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		for _, of := range []index.Of{index.Articles, index.Quotes} {
			for _, text := range []string{"muslim", "surta", "surta muslim", "mussim", "surad", "suratt", "surtat", "surtat nugraha"} {
				if _, said := inOrder(t, a, search.Query{Of: of, Text: text}); said.Corrected != nil || said.Offered != "" {
					t.Errorf("%v %s: corrected %v, offered %q", of, text, said.Corrected, said.Offered)
				}
			}
		}
		if _, said := inOrder(t, a, search.Query{Text: "surst"}); said.Corrected == nil {
			t.Error("an error that is in no name is not corrected: this test shows nothing")
		}
	})
}

func TestStaffFindWhoIsInsideArticles(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "Siti Pelajar @?33.74: Saya memilih.")
	tell(t, a, site+"2", "Handi Tri Ujiono @33: Kita mulai.")
	tell(t, a, site+"3", "Handi Ujiono @?33: Kita lanjut.") // who is public by another article
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		const id = "siti-pelajar~33.74"
		facet := []search.FacetRequest{{Name: index.FacetOfficial, Size: 10}}
		for _, of := range []index.Of{index.Articles, index.Quotes} {
			for _, private := range []bool{false, true} {
				found := map[string]bool{}
				page, err := a.Search(t.Context(), search.Query{Of: of, Size: 10, Facets: facet, Private: private})
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range page.Facets[index.FacetOfficial] {
					found[c.Value+" "+c.Label] = true
				}
				for _, h := range page.Hits {
					for _, who := range h.Officials {
						found[who.ID+" "+who.Name] = true
					}
					if h.Quote != nil {
						found["said "+h.Quote.Speaker.ID] = true
					}
				}
				if got := found[id+" Siti Pelajar"]; got != private {
					t.Errorf("of %v, private %v: sees %v", of, private, found)
				}
				if got := found["said "+id]; got != (private && of == index.Quotes) {
					t.Errorf("of %v, private %v: sees %v", of, private, found)
				}
				if !found["handi-tri-ujiono Handi Tri Ujiono"] {
					t.Errorf("of %v, private %v: sees %v", of, private, found)
				}
				page, err = a.Search(t.Context(), search.Query{Of: of, Size: 10, Official: []string{id}, Facets: facet, Private: private})
				if err != nil || (page.Total == 1) != private {
					t.Errorf("of %v, private %v: the id finds %+v, %v", of, private, page, err)
				}
				if chosen := page.Facets[index.FacetOfficial]; !private && slices.ContainsFunc(chosen, func(c index.Count) bool { return c.Label != id && c.Value == id }) {
					t.Errorf("of %v: the id tells a name: %+v", of, chosen)
				}
				_, said := inOrder(t, a, search.Query{Of: of, Text: "Siti Pelajar", Private: private})
				if got := slices.ContainsFunc(said.People, func(p understand.UnderstoodPerson) bool { return p.ID == id }); got != private {
					t.Errorf("of %v, private %v: means %+v", of, private, said.People)
				}
			}
		}
		if got, _ := inOrder(t, a, search.Query{Of: index.Quotes, Text: "Siti Pelajar", Private: true}); fmt.Sprint(got) != "[Saya memilih.]" {
			t.Errorf("by name staff find %q", got)
		}
		for _, text := range []string{"siti", "pelajar", "siti pel"} {
			all, err := a.SuggestInside(t.Context(), text, 5)
			if err != nil || len(all) != 1 || all[0].Value != id || !all[0].Private || all[0].Count != 1 {
				t.Errorf("%s: suggests staff %+v, %v", text, all, err)
			}
			public, err := a.Suggest(t.Context(), text, 5)
			if err != nil || slices.ContainsFunc(public, func(s search.Suggestion) bool { return s.Kind == search.SuggestOfficial }) {
				t.Errorf("%s: suggests everybody %+v, %v", text, public, err)
			}
		}
		if _, err := a.Official(t.Context(), id); index.KindOf(err) != index.NotFound {
			t.Errorf("the id leads to a page: %v", err)
		}
	})
}

package archive_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/index"
	"warta/index/archive"
	"warta/index/internal/cast"
	"warta/index/search"
)

// peopled returns who is in the facet of articles, by name, with the articles of each.
func peopled(s *shelf) []string {
	s.t.Helper()
	var out []string
	for id, who := range s.people() {
		ids := hitIDs(s.ask(search.Query{Official: []string{id}, Size: index.MaxSize}))
		slices.Sort(ids)
		out = append(out, who.Label+": "+strings.Join(ids, " "))
	}
	slices.Sort(out)
	return out
}

func TestShortNamesLeadToTheOneWhoHasThem(t *testing.T) {
	t.Parallel()
	const here, there, above = "33.74", "33.17", "33"
	full := cast.Post{Name: "Handi Tri Ujiono", At: above}
	for _, c := range []struct {
		why  string
		in   [][]cast.Post // an article each: a0, a1, …
		want []string
	}{
		{"the one of the office", [][]cast.Post{{full}, {{Name: "Handi", At: "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"another word of the name", [][]cast.Post{{full}, {{Name: "Ujiono", At: "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"another spelling", [][]cast.Post{{full}, {{Name: "Handy", At: "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"who holds a post somewhere near", [][]cast.Post{{full}, {{Name: "Handi", At: "~" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"of one who speaks there without a post", [][]cast.Post{{{Name: "Muslim Aisha", At: "~" + above}}, {{Name: "Muslim", At: "?" + above}}}, []string{"Muslim Aisha: a0 a1"}},
		{"of one word", [][]cast.Post{{{Name: "Akmaliyah", At: above}}, {{Name: "Akmaliyah", At: "?" + above}}}, []string{"Akmaliyah: a0 a1"}},
		{"a declared nickname", [][]cast.Post{{{Name: "Ibnu Wibowo (Inu)", At: above}}, {{Name: "Inu", At: "?" + above}}}, []string{"Ibnu Wibowo: a0 a1"}},
		{"two have it", [][]cast.Post{{full}, {{Name: "Handi Wijaya", At: above}}, {{Name: "Handi", At: "?" + above}}}, []string{"Handi Tri Ujiono: a0", "Handi Wijaya: a1"}},
		{"one has it there, another elsewhere", [][]cast.Post{{full}, {{Name: "Handi Wijaya", At: here}}, {{Name: "Handi", At: "?" + here}}}, []string{"Handi Tri Ujiono: a0", "Handi Wijaya: a2 a1"}},
		{"elsewhere alone", [][]cast.Post{{full}, {{Name: "Handi", At: "?" + there}}}, []string{"Handi Tri Ujiono: a0"}},
		{"two spellings of one", [][]cast.Post{{full}, {{Name: "Handi Ujiono", At: above}}, {{Name: "Handi", At: "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1 a2"}},
		{"an article has both", [][]cast.Post{{full}, {full, {Name: "Handi", At: "?" + above}}, {{Name: "Handi", At: "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"a post that many hold", [][]cast.Post{{full}, {{Name: "Ujiono", At: above}}}, []string{"Handi Tri Ujiono: a0", "Ujiono: a1"}},
		{"a post that one holds", [][]cast.Post{{{Name: "Handi Tri Ujiono", At: above + "!Ketua"}}, {{Name: "Ujiono", At: above + "!Ketua"}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"and through it a name without a post", [][]cast.Post{{{Name: "Handi Tri Ujiono", At: above + "!Ketua"}}, {{Name: "Ujiono", At: above + "!Ketua"}}, {{Name: "Ujiono", At: "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1 a2"}},
		{"posts that one holds each", [][]cast.Post{{{Name: "Handi Tri Ujiono", At: above + "!Ketua"}}, {{Name: "Ujiono", At: above + "!Sekretaris"}}}, []string{"Handi Tri Ujiono: a0", "Ujiono: a1"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			for turn := range 2 { // whichever comes first
				s := newShelf(t)
				for n := range c.in {
					if turn == 1 {
						n = len(c.in) - 1 - n
					}
					s.put(cast.Telling(fmt.Sprintf("a%d", n), "2024-06-01", c.in[n]...))
					s.people() // what is known by then must not last
				}
				want := slices.Clone(c.want)
				for i := range want { // as peopled writes them
					name, ids, _ := strings.Cut(want[i], ": ")
					list := strings.Fields(ids)
					slices.Sort(list)
					want[i] = name + ": " + strings.Join(list, " ")
				}
				if got := peopled(s); !slices.Equal(got, want) {
					t.Errorf("turn %d: got %q, want %q", turn, got, want)
				}
			}
		})
	}
}

func TestInitialsAndPostsTellWhoIsOnePerson(t *testing.T) {
	t.Parallel()
	const ri, kota = "00", "12.71"
	for _, c := range []struct {
		why  string
		in   [][]cast.Post
		want []string
	}{
		{
			"one chair in all spellings", [][]cast.Post{
				{{Name: "Mochammad Zulfikri", At: ri + "!Ketua"}},
				{{Name: "Muhammad Zulfikri", At: ri + "!Ketua"}},
				{{Name: "Moh. Zulfikri", At: ri + "!Ketua"}},
				{{Name: "H. Muh. Zulfikri, S.Th.I.", At: ri + "!Ketua"}},
				{{Name: "MOCHAMMAD ZULFIKRI", At: ri + "!Ketua"}},
				{{Name: "M. Zulfikri", At: ri + "!Ketua"}},
				{{Name: "Zulfikri", At: ri + "!Ketua"}},
			}, []string{"Mochammad Zulfikri: a0 a1 a2 a3 a4 a5 a6"},
		},
		{"initials of one member", [][]cast.Post{{{Name: "Agus Budi Santoso", At: kota}}, {{Name: "A. B. Santoso", At: kota}}}, []string{"Agus Budi Santoso: a0 a1"}},
		{"initials without a space", [][]cast.Post{{{Name: "Agus Budi Santoso", At: kota}}, {{Name: "A.B. Santoso", At: kota}}, {{Name: "Agus B.Santoso, S.H.", At: kota}}}, []string{"Agus Budi Santoso: a0 a1 a2"}},
		{"one initial of two", [][]cast.Post{{{Name: "Agus Budi Santoso", At: kota}}, {{Name: "Agus Bambang Santoso", At: kota}}, {{Name: "Agus B. Santoso", At: kota}}}, []string{"Agus B. Santoso: a2", "Agus Bambang Santoso: a1", "Agus Budi Santoso: a0"}},
		{"initials behind a title", [][]cast.Post{{{Name: "Mochammad Zulfikri", At: kota}}, {{Name: "H.M. Zulfikri", At: kota}}}, []string{"Mochammad Zulfikri: a0 a1"}},
		{"initials of two", [][]cast.Post{{{Name: "Mochammad Zulfikri", At: kota}}, {{Name: "Mustafa Zulfikri", At: kota}}, {{Name: "M. Zulfikri", At: kota}}}, []string{"M. Zulfikri: a2", "Mochammad Zulfikri: a0", "Mustafa Zulfikri: a1"}},
		{"initials, and posts that differ in kind", [][]cast.Post{{{Name: "Mochammad Zulfikri", At: kota + "!Anggota"}}, {{Name: "M. Zulfikri", At: kota + "!Sekretaris"}}}, []string{"M. Zulfikri: a1", "Mochammad Zulfikri: a0"}},
		{"initials in another office", [][]cast.Post{{{Name: "Mochammad Zulfikri", At: kota}}, {{Name: "M. Zulfikri", At: ri}}}, []string{"M. Zulfikri: a1", "Mochammad Zulfikri: a0"}},
		{"initials without a post", [][]cast.Post{{{Name: "Mochammad Zulfikri", At: kota}}, {{Name: "M. Zulfikri", At: "?" + kota}}}, []string{"Mochammad Zulfikri: a0 a1"}},
		{
			"initials of two do not part what is the same",
			[][]cast.Post{{{Name: "Mochammad Zulfikri", At: kota}}, {{Name: "Mustafa Zulfikri", At: kota}}, {{Name: "M. Zulfikri", At: kota}}, {{Name: "Mochammad Zulfikri", At: "?" + kota}}},
			[]string{"M. Zulfikri: a2", "Mochammad Zulfikri: a0 a3", "Mustafa Zulfikri: a1"},
		},
		{"two whom one article names", [][]cast.Post{{{Name: "Budi Santoso", At: kota + "!Ketua"}, {Name: "Budi Santosa", At: kota}}, {{Name: "Budi Santosa", At: kota}}}, []string{"Budi Santosa: a0 a1", "Budi Santoso: a0"}},
		{
			"two whom one article names, and a third like both",
			[][]cast.Post{{{Name: "Basmar Prianto Amron", At: kota}, {Name: "Basmar Perianta Amroni", At: kota}}, {{Name: "Basmar Perianto Amron", At: kota}}},
			[]string{"Basmar Perianta Amroni: a0", "Basmar Perianto Amron: a0 a1"},
		},
		{"two with initials whom one article names", [][]cast.Post{{{Name: "Mochammad Zulfikri", At: kota}, {Name: "M. Zulfikri", At: kota}}}, []string{"M. Zulfikri: a0", "Mochammad Zulfikri: a0"}},
		{"commission and secretariat, a part of the name", [][]cast.Post{{{Name: "Siti Aminah", At: kota}}, {{Name: "Siti Aminah Lubis", At: kota + "!Sekretaris"}}}, []string{"Siti Aminah Lubis: a1", "Siti Aminah: a0"}},
		{"commission and secretariat, one letter", [][]cast.Post{{{Name: "Basmar Prianto", At: kota + "!Ketua Divisi Teknis"}}, {{Name: "Basmar Perianto", At: kota + "!Kepala Subbagian Hukum"}}}, []string{"Basmar Perianto: a1", "Basmar Prianto: a0"}},
		{"a chair who was a member", [][]cast.Post{{{Name: "Basmar Prianto", At: kota + "!Ketua"}}, {{Name: "Basmar Perianto", At: kota}}}, []string{"Basmar Perianto: a0 a1"}},
		{"a former post excludes nothing", [][]cast.Post{{{Name: "Basmar Prianto", At: kota + "!Mantan Anggota"}}, {{Name: "Basmar Perianto", At: kota + "!Sekretaris"}}}, []string{"Basmar Perianto: a0 a1"}},
		{"a particle is a part of the name", [][]cast.Post{{{Name: "Rina br Sitepu", At: kota}}, {{Name: "Rina Sitepu", At: kota}}}, []string{"Rina br Sitepu: a0 a1"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			for turn := range 2 {
				s := newShelf(t)
				for n := range c.in {
					if turn == 1 {
						n = len(c.in) - 1 - n
					}
					s.put(cast.Telling(fmt.Sprintf("a%d", n), "2024-06-01", c.in[n]...))
					s.people()
				}
				if got := peopled(s); !slices.Equal(got, c.want) {
					t.Errorf("turn %d: got %q, want %q", turn, got, c.want)
				}
			}
		})
	}
}

func TestStaffSeeWhyAShortNameLeadsAndMayUndoIt(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "Handi Tri Ujiono @33!Ketua: Kita mulai.")
	tell(t, a, site+"2", "Handi @?33: Kita lanjut.")
	tell(t, a, site+"3", "Ujiono @33!Ketua: Kita tutup.")
	who, err := a.Official(t.Context(), "ujiono")
	if err != nil || who.ID != "handi-tri-ujiono" || !slices.Contains(who.IDs, "ujiono") {
		t.Fatalf("got %+v, %v", who, err)
	}
	var got []string
	for _, n := range who.ShortNames {
		got = append(got, fmt.Sprint(n.Name, n.ID, n.Satker, n.Articles, n.Because != ""))
	}
	slices.Sort(got)
	if fmt.Sprint(got) != "[Handi[33] 1 true Ujionoujiono[33] 1 true]" {
		t.Errorf("short names %q of %+v", got, who)
	}
	if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != "[handi-tri-ujiono=3]" {
		t.Errorf("before: %v", got)
	}
	if _, err := a.SplitOfficial(t.Context(), "ujiono", "orang lain", "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != "[handi-tri-ujiono=2 ujiono=1]" {
			t.Errorf("after the split: %v", got)
		}
	})
}

func TestOneCareerOverTwoOfficesIsOfferedAndNotJoined(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	put := func(id, date string, people ...cast.Post) { s.put(cast.Telling(id, date, people...)) }
	put("a", "2019-06-01", cast.Post{Name: "Agus Budi Santoso", At: "33.74!Anggota"})
	put("b", "2023-06-01", cast.Post{Name: "Agus Budi Santoso", At: "33.74!Ketua"})
	put("c", "2024-06-01", cast.Post{Name: "Agus Budi Santoso", At: "33!Anggota"})
	put("d", "2024-06-01", cast.Post{Name: "Agus Budi Santosa", At: "51!Anggota"})                                         // another name
	put("e", "2019-06-01", cast.Post{Name: "Agus Budi Santoso", At: "12!Anggota"})                                         // at the same time
	put("f", "2023-06-01", cast.Post{Name: "Agus Budi Santoso", At: "12!Anggota"})                                         // for years
	put("g", "2025-06-01", cast.Post{Name: "Agus Budi Santoso", At: "/Bawaslu"})                                           // another body
	put("h", "2025-06-01", cast.Post{Name: "Agus", At: "34!Anggota"}, cast.Post{Name: "Agus Budi Santoso", At: "?34"})     // one word; a private person
	put("i", "2025-06-01", cast.Post{Name: "Agus Budi Santoso", At: "33"}, cast.Post{Name: "AGUS BUDI SANTOSO", At: "35"}) // told apart
	find := func(id string) []string {
		who, ok := s.People.Official(id)
		if !ok {
			t.Fatalf("%s is nobody", id)
		}
		var out []string
		for _, m := range who.MaybeSame {
			var line strings.Builder
			line.WriteString(m.ID + ":")
			for _, step := range m.Steps {
				line.WriteString(fmt.Sprintf(" %s at %s%s %d-%d;", step.Post, step.Satker, step.Body, step.From, step.To))
			}
			if m.Because == "" || m.Name == "" || m.Articles == 0 {
				t.Errorf("%+v", m)
			}
			out = append(out, line.String())
		}
		slices.Sort(out)
		return out
	}
	all := s.people()
	if len(all) != 7 {
		t.Errorf("people are %v", all)
	}
	at := map[string]string{}
	for id := range all {
		who, _ := s.People.Official(id)
		for _, p := range who.Parts {
			at[p.Satker+p.Body] = id
		}
	}
	want := []string{at["33"] + ": anggota at 33 2024-2025;", at["bawaslu"] + ": ketua at bawaslu 2023-2023;"}
	slices.Sort(want)
	var got []string
	for _, line := range find(at["33.74"]) {
		if !strings.HasPrefix(line, at["35"]+":") { // told apart from the one at 33 alone
			got = append(got, line)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("offered are %q, want %q", got, want)
	}
	for _, line := range find(at["33"]) {
		if strings.HasPrefix(line, at["35"]+":") {
			t.Errorf("who is told apart is offered: %s", line)
		}
	}
}

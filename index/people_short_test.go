package index_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/index"
)

// peopled returns who is in the facet of articles, by name, with the articles of each.
func peopled(s *shelf) []string {
	s.t.Helper()
	var out []string
	for id, who := range s.people() {
		ids := hitIDs(s.ask(index.Query{Official: []string{id}, Size: index.MaxSize}))
		slices.Sort(ids)
		out = append(out, who.Label+": "+strings.Join(ids, " "))
	}
	slices.Sort(out)
	return out
}

func TestShortNamesLeadToTheOneWhoHasThem(t *testing.T) {
	t.Parallel()
	const here, there, above = "33.74", "33.17", "33"
	full := post{"Handi Tri Ujiono", above}
	for _, c := range []struct {
		why  string
		in   [][]post // an article each: a0, a1, …
		want []string
	}{
		{"the one of the office", [][]post{{full}, {{"Handi", "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"another word of the name", [][]post{{full}, {{"Ujiono", "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"another spelling", [][]post{{full}, {{"Handy", "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"who holds a post somewhere near", [][]post{{full}, {{"Handi", "~" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"of one who speaks there without a post", [][]post{{{"Muslim Aisha", "~" + above}}, {{"Muslim", "?" + above}}}, []string{"Muslim Aisha: a0 a1"}},
		{"of one word", [][]post{{{"Akmaliyah", above}}, {{"Akmaliyah", "?" + above}}}, []string{"Akmaliyah: a0 a1"}},
		{"a declared nickname", [][]post{{{"Ibnu Wibowo (Inu)", above}}, {{"Inu", "?" + above}}}, []string{"Ibnu Wibowo: a0 a1"}},
		{"two have it", [][]post{{full}, {{"Handi Wijaya", above}}, {{"Handi", "?" + above}}}, []string{"Handi Tri Ujiono: a0", "Handi Wijaya: a1"}},
		{"one has it there, another elsewhere", [][]post{{full}, {{"Handi Wijaya", here}}, {{"Handi", "?" + here}}}, []string{"Handi Tri Ujiono: a0", "Handi Wijaya: a2 a1"}},
		{"elsewhere alone", [][]post{{full}, {{"Handi", "?" + there}}}, []string{"Handi Tri Ujiono: a0"}},
		{"two spellings of one", [][]post{{full}, {{"Handi Ujiono", above}}, {{"Handi", "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1 a2"}},
		{"an article has both", [][]post{{full}, {full, {"Handi", "?" + above}}, {{"Handi", "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"a post that many hold", [][]post{{full}, {{"Ujiono", above}}}, []string{"Handi Tri Ujiono: a0", "Ujiono: a1"}},
		{"a post that one holds", [][]post{{{"Handi Tri Ujiono", above + "!Ketua"}}, {{"Ujiono", above + "!Ketua"}}}, []string{"Handi Tri Ujiono: a0 a1"}},
		{"and through it a name without a post", [][]post{{{"Handi Tri Ujiono", above + "!Ketua"}}, {{"Ujiono", above + "!Ketua"}}, {{"Ujiono", "?" + above}}}, []string{"Handi Tri Ujiono: a0 a1 a2"}},
		{"posts that one holds each", [][]post{{{"Handi Tri Ujiono", above + "!Ketua"}}, {{"Ujiono", above + "!Sekretaris"}}}, []string{"Handi Tri Ujiono: a0", "Ujiono: a1"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			for turn := range 2 { // whichever comes first
				s := newShelf(t)
				for n := range c.in {
					if turn == 1 {
						n = len(c.in) - 1 - n
					}
					s.put(telling(fmt.Sprintf("a%d", n), "2024-06-01", c.in[n]...))
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
		in   [][]post
		want []string
	}{
		{
			"one chair in all spellings", [][]post{
				{{"Mochammad Zulfikri", ri + "!Ketua"}},
				{{"Muhammad Zulfikri", ri + "!Ketua"}},
				{{"Moh. Zulfikri", ri + "!Ketua"}},
				{{"H. Muh. Zulfikri, S.Th.I.", ri + "!Ketua"}},
				{{"MOCHAMMAD ZULFIKRI", ri + "!Ketua"}},
				{{"M. Zulfikri", ri + "!Ketua"}},
				{{"Zulfikri", ri + "!Ketua"}},
			}, []string{"Mochammad Zulfikri: a0 a1 a2 a3 a4 a5 a6"},
		},
		{"initials of one member", [][]post{{{"Agus Budi Santoso", kota}}, {{"A. B. Santoso", kota}}}, []string{"Agus Budi Santoso: a0 a1"}},
		{"initials without a space", [][]post{{{"Agus Budi Santoso", kota}}, {{"A.B. Santoso", kota}}, {{"Agus B.Santoso, S.H.", kota}}}, []string{"Agus Budi Santoso: a0 a1 a2"}},
		{"one initial of two", [][]post{{{"Agus Budi Santoso", kota}}, {{"Agus Bambang Santoso", kota}}, {{"Agus B. Santoso", kota}}}, []string{"Agus B. Santoso: a2", "Agus Bambang Santoso: a1", "Agus Budi Santoso: a0"}},
		{"initials behind a title", [][]post{{{"Mochammad Zulfikri", kota}}, {{"H.M. Zulfikri", kota}}}, []string{"Mochammad Zulfikri: a0 a1"}},
		{"initials of two", [][]post{{{"Mochammad Zulfikri", kota}}, {{"Mustafa Zulfikri", kota}}, {{"M. Zulfikri", kota}}}, []string{"M. Zulfikri: a2", "Mochammad Zulfikri: a0", "Mustafa Zulfikri: a1"}},
		{"initials, and posts that differ in kind", [][]post{{{"Mochammad Zulfikri", kota + "!Anggota"}}, {{"M. Zulfikri", kota + "!Sekretaris"}}}, []string{"M. Zulfikri: a1", "Mochammad Zulfikri: a0"}},
		{"initials in another office", [][]post{{{"Mochammad Zulfikri", kota}}, {{"M. Zulfikri", ri}}}, []string{"M. Zulfikri: a1", "Mochammad Zulfikri: a0"}},
		{"initials without a post", [][]post{{{"Mochammad Zulfikri", kota}}, {{"M. Zulfikri", "?" + kota}}}, []string{"Mochammad Zulfikri: a0 a1"}},
		{
			"initials of two do not part what is the same",
			[][]post{{{"Mochammad Zulfikri", kota}}, {{"Mustafa Zulfikri", kota}}, {{"M. Zulfikri", kota}}, {{"Mochammad Zulfikri", "?" + kota}}},
			[]string{"M. Zulfikri: a2", "Mochammad Zulfikri: a0 a3", "Mustafa Zulfikri: a1"},
		},
		{"two whom one article names", [][]post{{{"Budi Santoso", kota + "!Ketua"}, {"Budi Santosa", kota}}, {{"Budi Santosa", kota}}}, []string{"Budi Santosa: a0 a1", "Budi Santoso: a0"}},
		{
			"two whom one article names, and a third like both",
			[][]post{{{"Basmar Prianto Amron", kota}, {"Basmar Perianta Amroni", kota}}, {{"Basmar Perianto Amron", kota}}},
			[]string{"Basmar Perianta Amroni: a0", "Basmar Perianto Amron: a0 a1"},
		},
		{"two with initials whom one article names", [][]post{{{"Mochammad Zulfikri", kota}, {"M. Zulfikri", kota}}}, []string{"M. Zulfikri: a0", "Mochammad Zulfikri: a0"}},
		{"commission and secretariat, a part of the name", [][]post{{{"Siti Aminah", kota}}, {{"Siti Aminah Lubis", kota + "!Sekretaris"}}}, []string{"Siti Aminah Lubis: a1", "Siti Aminah: a0"}},
		{"commission and secretariat, one letter", [][]post{{{"Basmar Prianto", kota + "!Ketua Divisi Teknis"}}, {{"Basmar Perianto", kota + "!Kepala Subbagian Hukum"}}}, []string{"Basmar Perianto: a1", "Basmar Prianto: a0"}},
		{"a chair who was a member", [][]post{{{"Basmar Prianto", kota + "!Ketua"}}, {{"Basmar Perianto", kota}}}, []string{"Basmar Perianto: a0 a1"}},
		{"a former post excludes nothing", [][]post{{{"Basmar Prianto", kota + "!Mantan Anggota"}}, {{"Basmar Perianto", kota + "!Sekretaris"}}}, []string{"Basmar Perianto: a0 a1"}},
		{"a particle is a part of the name", [][]post{{{"Rina br Sitepu", kota}}, {{"Rina Sitepu", kota}}}, []string{"Rina br Sitepu: a0 a1"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			for turn := range 2 {
				s := newShelf(t)
				for n := range c.in {
					if turn == 1 {
						n = len(c.in) - 1 - n
					}
					s.put(telling(fmt.Sprintf("a%d", n), "2024-06-01", c.in[n]...))
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
	everywhere(t, o, a, func(t *testing.T, a *index.Archive) {
		if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != "[handi-tri-ujiono=2 ujiono=1]" {
			t.Errorf("after the split: %v", got)
		}
	})
}

func TestOneCareerOverTwoOfficesIsOfferedAndNotJoined(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	put := func(id, date string, people ...post) { s.put(telling(id, date, people...)) }
	put("a", "2019-06-01", post{"Agus Budi Santoso", "33.74!Anggota"})
	put("b", "2023-06-01", post{"Agus Budi Santoso", "33.74!Ketua"})
	put("c", "2024-06-01", post{"Agus Budi Santoso", "33!Anggota"})
	put("d", "2024-06-01", post{"Agus Budi Santosa", "51!Anggota"})                          // another name
	put("e", "2019-06-01", post{"Agus Budi Santoso", "12!Anggota"})                          // at the same time
	put("f", "2023-06-01", post{"Agus Budi Santoso", "12!Anggota"})                          // for years
	put("g", "2025-06-01", post{"Agus Budi Santoso", "/Bawaslu"})                            // another body
	put("h", "2025-06-01", post{"Agus", "34!Anggota"}, post{"Agus Budi Santoso", "?34"})     // one word; a private person
	put("i", "2025-06-01", post{"Agus Budi Santoso", "33"}, post{"AGUS BUDI SANTOSO", "35"}) // told apart
	find := func(id string) []string {
		who, ok := s.Official(id)
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
		who, _ := s.Official(id)
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

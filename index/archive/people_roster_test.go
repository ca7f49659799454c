package archive_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/roster"
	"warta/index/search"
	"warta/index/understand"
)

// A datedReader reads as a castReader, takes the day of an article from what is given,
// and leaves the role out of quotes of who holds no post at a satker.
type datedReader struct{ castReader }

func (r datedReader) Read(src analyzers.Source) []article.Article {
	out := r.castReader.Read(src)
	for i := range out {
		a := &out[i]
		a.Date = src.Published
		for n := range a.Quotes {
			if q := &a.Quotes[n]; strings.ContainsAny(q.Role.Satker[:1], "?~-") {
				q.Role = nil
			}
		}
	}
	return out
}

func datedOptions(dir, version string) archive.Options {
	o := options(dir)
	o.Reader = datedReader{castReader: castReader{plainReader: plainReader{version: version}}}
	return o
}

func openDated(t testing.TB) (archive.Options, *archive.Archive) {
	t.Helper()
	o := datedOptions(t.TempDir(), "1")
	a, err := archive.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() }) // closing twice changes nothing
	return o, a
}

// tellOn puts an article of a day, see tell.
func tellOn(t testing.TB, a *archive.Archive, number int, day string, lines ...string) *article.Article {
	t.Helper()
	in := text(site+strconv.Itoa(number), "Rapat\n"+strings.Join(lines, "\n"))
	in.Source.Published = day
	got := put(t, a, in)
	settled(t, a)
	return shown(t, a, got.ID)
}

func shown(t testing.TB, a *archive.Archive, id string) *article.Article {
	t.Helper()
	art, err := a.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return art
}

func enlist(t testing.TB, a *archive.Archive, rows ...string) archive.RosterVersion {
	t.Helper()
	v, err := a.ImportRoster(t.Context(), archive.RosterImport{Rows: cast.RosterRows(rows...), All: true}, "k1")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// speaks returns the speaker of the first quote: "ID, NAME, POST OFFICE (BASIS)".
func speaks(a *article.Article) string {
	q := a.Quotes[0]
	out := q.Speaker.ID + ", " + q.Speaker.Name
	if q.Role != nil {
		out += fmt.Sprintf(", %s %s (%s)", q.Role.Title, q.Role.Satker, q.Role.Basis)
	}
	return out
}

func TestARosterTellsWhoSpeaks(t *testing.T) {
	t.Parallel()
	const day = "2025-11-04"
	semarang := []string{"Handi Tri Ujiono, Ketua @33.74 2023-10-24..2028-10-24", "Rini Astuti, Anggota @33.74 2023-10-24.."}
	for _, c := range []struct {
		why, line, day string
		list           []string
		want           string
	}{
		{"without a post", "Handi Tri Ujiono @?33.74", day, semarang, "handi-tri-ujiono, Handi Tri Ujiono, Ketua 33.74 (roster)"},
		{"in public, without a post", "Handi Tri Ujiono @~33.74", day, semarang, "handi-tri-ujiono, Handi Tri Ujiono, Ketua 33.74 (roster)"},
		{"the text says another", "Handi Tri Ujiono @33.74", day, semarang, "handi-tri-ujiono, Handi Tri Ujiono, Anggota 33.74 ()"},
		{"on the first day", "Handi Tri Ujiono @?33.74", "2023-10-24", semarang, "handi-tri-ujiono, Handi Tri Ujiono, Ketua 33.74 (roster)"},
		{"on the day before", "Handi Tri Ujiono @?33.74", "2023-10-23", semarang, "handi-tri-ujiono, Handi Tri Ujiono"},
		{"on the last day", "Handi Tri Ujiono @?33.74", "2028-10-24", semarang, "handi-tri-ujiono, Handi Tri Ujiono, Ketua 33.74 (roster)"},
		{"on the day behind it", "Handi Tri Ujiono @?33.74", "2028-10-25", semarang, "handi-tri-ujiono, Handi Tri Ujiono"},
		{"on no day", "Handi Tri Ujiono @?33.74", "", semarang, "handi-tri-ujiono, Handi Tri Ujiono"},
		{"on no day, always in office", "Rini Astuti @?33.74", "", []string{"Rini Astuti, Anggota @33.74 .."}, "rini-astuti, Rini Astuti, Anggota 33.74 (roster)"},
		{"at another office", "Handi Tri Ujiono @?33.17", day, semarang, "handi-tri-ujiono, Handi Tri Ujiono"},
		{"with titles in the list", "Handi Tri Ujiono @?33.74", day, []string{"Dr. H. HANDI TRI UJIONO, S.H., KETUA DIVISI SDM @33.74 .."}, "handi-tri-ujiono, Handi Tri Ujiono, Ketua Divisi SDM 33.74 (roster)"},
		{"two posts on one day", "Handi Tri Ujiono @?33.74", day, append(semarang, "Handi Tri Ujiono, Anggota @33.74 2025-01-01.."), "handi-tri-ujiono, Handi Tri Ujiono"},
		{"two posts, one after the other", "Handi Tri Ujiono @?33.74", day, []string{"Handi Tri Ujiono, Anggota @33.74 2018-10-24..2023-10-23", "Handi Tri Ujiono, Ketua @33.74 2023-10-24.."}, "handi-tri-ujiono, Handi Tri Ujiono, Ketua 33.74 (roster)"},
		{"misspelt", "Handy Tri Ujiono @?33.74", day, semarang, "handi-tri-ujiono, Handi Tri Ujiono, Ketua 33.74 (roster)"},
		{"misspelt in the office", "Handi Tri Ujyiono @33.74", day, semarang, "handi-tri-ujiono, Handi Tri Ujiono, Anggota 33.74 ()"},
		{"misspelt so that two fit", "Rine Astuti @?33.74", day, append(semarang, "Rina Astuti, Anggota @33.74 .."), "rine-astuti, Rine Astuti"},
		{"short, in the office", "Handi @33.74", day, semarang, "handi-tri-ujiono, Handi Tri Ujiono, Anggota 33.74 ()"},
		{"short with an initial", "Handi T @33.74", day, semarang, "handi-tri-ujiono, Handi Tri Ujiono, Anggota 33.74 ()"},
		{"short, another day", "Handi @33.74", "2019-11-04", semarang, "handi, Handi, Anggota 33.74 ()"},
		{"short, and two have the name", "Handi @33.74", day, append(semarang, "Handi Setiawan, Sekretaris @33.74 2020-01-01.."), "handi, Handi, Anggota 33.74 ()"},
		{"short, and the other has gone", "Handi @33.74", day, append(semarang, "Handi Setiawan, Sekretaris @33.74 2020-01-01..2023-01-01"), "handi-tri-ujiono, Handi Tri Ujiono, Anggota 33.74 ()"},
		{"short, without an office", "Handi @?33.74", day, semarang, "handi, Handi"},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			_, a := openDated(t)
			enlist(t, a, c.list...)
			if got := speaks(tellOn(t, a, 1, c.day, c.line+": Kita mulai.")); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			registryIsExact(t, a)
		})
	}
}

// A short name stands for the only candidate among articles and roster together.
func TestRosterAndArticlesTogetherResolveShortNames(t *testing.T) {
	t.Parallel()
	const day = "2025-11-04"
	tri, wijaya, gone := "Handi Tri Ujiono, Ketua @33 2023-10-24..", "Handi Wijaya, Anggota @33 2023-10-24..", "Handi Wijaya, Anggota @33 2018-01-01..2023-10-23"
	for _, c := range []struct {
		why  string
		told []string // of 2025; the last is asked about
		list []string
		want string
	}{
		{"articles alone", []string{"Handi Tri Ujiono @33", "Handi @?33"}, nil, "Handi Tri Ujiono"},
		{"both tell of one", []string{"Handi Tri Ujiono @33", "Handi @?33"}, []string{tri}, "Handi Tri Ujiono, Ketua 33 (roster)"},
		{"the list has another", []string{"Handi Tri Ujiono @33", "Handi @?33"}, []string{wijaya}, "Handi"},
		{"the list has two", []string{"Handi Tri Ujiono @33", "Handi @?33"}, []string{tri, wijaya}, "Handi"},
		{"the list has two, one of whom has gone", []string{"Handi Tri Ujiono @33", "Handi @?33"}, []string{tri, gone}, "Handi Tri Ujiono, Ketua 33 (roster)"},
		{"articles have two", []string{"Handi Tri Ujiono @33", "Handi Setiawan @33", "Handi @?33"}, nil, "Handi"},
		{"articles have two, the list one", []string{"Handi Tri Ujiono @33", "Handi Setiawan @33", "Handi @?33"}, []string{tri}, "Handi"},
		{"articles have two, the list tells that one had gone", []string{"Handi Tri Ujiono @33", "Handi Wijaya @?33", "Handi @?33"}, []string{tri, gone}, "Handi Tri Ujiono, Ketua 33 (roster)"},
		{"beside an office, the list tells that one had gone", []string{"Handi Tri Ujiono @33", "Handi Wijaya @~33", "Handi @33"}, []string{tri, gone}, "Handi Tri Ujiono, Anggota 33 ()"},
		{"articles tell of a post of who had gone", []string{"Handi Tri Ujiono @33", "Handi Wijaya @33", "Handi @?33"}, []string{tri, gone}, "Handi"},
		{"by the list alone, where no post is told", []string{"Handi @?33"}, []string{tri}, "Handi"},
		{"by the list alone, with a post", []string{"Handi @~33"}, []string{tri}, "Handi Tri Ujiono, Ketua 33 (roster)"},
		{"by the list alone, with an initial", []string{"Handi T @~33"}, []string{tri}, "Handi Tri Ujiono, Ketua 33 (roster)"},
		{"named without a post elsewhere", []string{"Handi Tri Ujiono @?33", "Handi @?33"}, []string{tri}, "Handi Tri Ujiono, Ketua 33 (roster)"},
		{"another office", []string{"Handi Tri Ujiono @33", "Handi @?33.17"}, []string{tri}, "Handi"},
		{"beside the chair, the list has two", []string{"Handi Tri Ujiono @33!Ketua", "Handi @33!Ketua"}, []string{tri, wijaya}, "Handi Tri Ujiono, Ketua 33 ()"},
		{"beside the chair, the list has another alone", []string{"Handi Tri Ujiono @33!Ketua", "Handi @33!Ketua"}, []string{wijaya}, "Handi, Ketua 33 ()"},
		{"an article has both", []string{"Handi Tri Ujiono @33: Kita buka.\nHandi @?33", "Handi @?33"}, []string{tri}, "Handi"},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			for turn := range 2 {
				_, a := openDated(t)
				enlist(t, a, c.list...)
				var id string
				for n := range c.told {
					if turn == 1 {
						n = len(c.told) - 1 - n
					}
					if got := tellOn(t, a, n, day, c.told[n]+": Kita mulai."); n == len(c.told)-1 {
						id = got.ID
					}
				}
				if _, got, _ := strings.Cut(speaks(shown(t, a, id)), ", "); got != c.want {
					t.Errorf("turn %d: got %q, want %q", turn, got, c.want)
				}
				registryIsExact(t, a)
			}
		})
	}
}

func TestWhoHoldsAPostByTheListIsMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why  string
		list []string
		want string // behind the words that say who tells it
		over bool   // the post is over on the day of the words
	}{
		{"from day to day", []string{"Handi Tri Ujiono, Ketua @33.74 2023-10-24..2028-10-24"}, " in 2023–2028", false},
		{"in one year", []string{"Handi Tri Ujiono, Ketua @33.74 2025-01-24..2025-10-24"}, " in 2025", true},
		{"without a last day", []string{"Handi Tri Ujiono, Ketua @33.74 2023-10-24.."}, " since 2023", false},
		{"without a first day", []string{"Handi Tri Ujiono, Ketua @33.74 ..2028-10-24"}, " until 2028", false},
		{"without days", []string{"Handi Tri Ujiono, Ketua @33.74 .."}, "", false},
		{"two terms", []string{"Handi Tri Ujiono, Ketua @33.74 2018-10-24..2023-10-24", "Handi Tri Ujiono, Ketua @33.74 2023-10-25..2028-10-24"}, " in 2018–2028", false},
		{"two terms, one without a last day", []string{"Handi Tri Ujiono, Ketua @33.74 2018-10-24..2023-10-24", "Handi Tri Ujiono, Ketua @33.74 2023-10-25.."}, " since 2018", false},
		{"two terms without an end each", []string{"Handi Tri Ujiono, Ketua @33.74 ..2018-10-24", "Handi Tri Ujiono, Ketua @33.74 2023-10-25.."}, "", false},
		{"another post without a last day", []string{"Handi Tri Ujiono, Ketua @33.74 2018-10-24..2023-10-24", "Handi Tri Ujiono, Anggota @33.74 2023-10-25.."}, " in 2018–2023", true},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			_, a := openDated(t)
			tellOn(t, a, 1, "2025-11-04", "Handi Tri Ujiono @?33.74: Kita mulai.")
			tellOn(t, a, 2, "2025-11-04", "Rini Astuti @33.74!Anggota: Kita lanjut.")
			enlist(t, a, append(c.list, "Sari Dewanti, Ketua @33.74 2018-10-24..2023-10-23")...)
			page, err := a.Search(t.Context(), search.Query{Of: index.Quotes, Text: "ketua kpu kota semarang", Size: 10})
			if err != nil {
				t.Fatal(err)
			}
			switch { // only words of the days of the post are found
			case c.over && page.Total != 0, !c.over && (page.Total != 1 || page.Hits[0].Quote.Speaker.ID != "handi-tri-ujiono"):
				t.Errorf("found %d: %+v", page.Total, page.Hits)
			}
			want := understand.UnderstoodPerson{
				ID: "handi-tri-ujiono", Name: "Handi Tri Ujiono", Text: "ketua kpu kota semarang",
				Because: "the list of office holders gives the person the post" + c.want,
			}
			if got := page.Query.People; len(got) != 1 || got[0] != want {
				t.Errorf("meant are %+v", got)
			}
		})
	}
}

// found returns how many quotes a query finds.
func found(t testing.TB, a *archive.Archive, q search.Query) int {
	t.Helper()
	q.Of, q.Size = index.Quotes, 10
	page, err := a.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return page.Total
}

// suggestedIDs returns the ids that are suggested for a beginning.
func suggestedIDs(t testing.TB, a *archive.Archive, text string) (ids []string) {
	t.Helper()
	list, err := a.Suggest(t.Context(), text, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		if s.Kind == search.SuggestOfficial {
			ids = append(ids, s.Value)
		}
	}
	return ids
}

func TestARosterHoldsAtOnceAndEverywhere(t *testing.T) {
	t.Parallel()
	o, a := openDated(t)
	id := tellOn(t, a, 1, "2025-11-04", "Muslim Aisha @?33.74: Kita mulai.").ID
	tellOn(t, a, 2, "2025-11-05", "Aisha @33.74: Kita lanjut.")
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[aisha=1]" {
		t.Fatalf("before: %v", got)
	}
	enlist(t, a, "Muslim Aisha, Ketua @33.74 2023-10-24..2028-10-24", "Sari Dewanti, Anggota @33.74 ..")
	holds := func(t *testing.T, a *archive.Archive) {
		t.Helper()
		if got := speaks(shown(t, a, id)); got != "muslim-aisha, Muslim Aisha, Ketua 33.74 (roster)" {
			t.Errorf("shown as %q", got)
		}
		if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[muslim-aisha=2]" {
			t.Errorf("in the facet: %v", got)
		}
		if got := suggestedIDs(t, a, "muslim a"); fmt.Sprint(got) != "[muslim-aisha]" {
			t.Errorf("suggested: %v", got)
		}
		if got := suggestedIDs(t, a, "sari d"); len(got) != 0 {
			t.Errorf("suggested, and named by no article: %v", got)
		}
		who, err := a.Official(t.Context(), "aisha")
		if err != nil || who.ID != "muslim-aisha" || len(who.Roster) != 1 || who.Roster[0] != (people.RosterPost{Title: "Ketua", Office: "KPU Kota Semarang", Satker: "33.74", From: "2023-10-24", To: "2028-10-24"}) {
			t.Errorf("the official: %+v, %v", who, err)
		}
		if _, err := a.Official(t.Context(), "sari-dewanti"); index.KindOf(err) != index.NotFound {
			t.Errorf("named by no article: %v", err)
		}
		for q, want := range map[*search.Query]int{
			{Official: []string{"muslim-aisha"}}:                          2,
			{Role: []string{"Ketua"}}:                                     1,
			{Role: []string{"Anggota"}}:                                   1, // as the text says
			{Role: []string{"Ketua"}, Office: []string{"33"}}:             1,
			{Role: []string{"Ketua"}, Office: []string{"33.self"}}:        0,
			{Office: []string{"33.74"}}:                                   2,
			{Role: []string{"Ketua"}, Date: []string{"2025-11-05"}}:       0,
			{Text: "Muslim Aisha"}:                                        2,
			{Role: []string{"Sekretaris"}, Office: []string{"33.74"}}:     0,
			{Official: []string{"muslim-aisha"}, Role: []string{"ketua"}}: 1,
		} {
			if got := found(t, a, *q); got != want {
				t.Errorf("%+v finds %d quotes, want %d", *q, got, want)
			}
		}
		registryIsExact(t, a)
	}
	t.Run("at once", func(t *testing.T) { holds(t, a) })
	t.Run("after a reindex", func(t *testing.T) {
		if err := a.Reindex(t.Context()); err != nil {
			t.Fatal(err)
		}
		settled(t, a)
		holds(t, a)
	})
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a = open(t, datedOptions(o.Dir, "2"))
	settled(t, a)
	t.Run("after a restart with a new reader", func(t *testing.T) { holds(t, a) })
	t.Run("after it is withdrawn", func(t *testing.T) {
		enlist(t, a)
		// The id that the list gave leads to Aisha of the office, whom this speaker is not.
		if got := speaks(shown(t, a, id)); got != "muslim-aisha-"+id+", Muslim Aisha" {
			t.Errorf("shown as %q", got)
		}
		if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[aisha=1]" {
			t.Errorf("in the facet: %v", got)
		}
		if got := found(t, a, search.Query{Role: []string{"Ketua"}}); got != 0 {
			t.Errorf("%d quotes of a chair", got)
		}
		registryIsExact(t, a)
	})
}

// A roster that was stored but not put in force is put in force when it is sent again,
// although the record does not change.
func TestARosterThatFailedHalfwayIsPutIntoForceByTheNextTry(t *testing.T) {
	t.Parallel()
	o, a := openDated(t)
	id := tellOn(t, a, 1, "2025-11-04", "Handi Tri Ujyiono @?33.74: Kita mulai.").ID
	db, err := sql.Open("sqlite", filepath.Join(o.Dir, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	run := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	in := archive.RosterImport{Rows: cast.RosterRows("Handi Tri Ujiono, Ketua @33.74 2023-10-24..")}
	run("CREATE TRIGGER refuse BEFORE INSERT ON person BEGIN SELECT RAISE(ABORT, 'no ids today'); END")
	for range 2 {
		if v, err := a.ImportRoster(t.Context(), in, "k1"); err == nil || !strings.Contains(err.Error(), "no ids today") {
			t.Fatalf("got %+v, %v: the ids are not kept", v, err)
		}
	}
	try := in
	try.Try = true
	if v, err := a.ImportRoster(t.Context(), try, "k1"); err != nil || v.Version != 1 {
		t.Errorf("a dry run: %+v, %v", v, err)
	}
	run("DROP TRIGGER refuse")
	if v, err := a.ImportRoster(t.Context(), in, "k1"); err != nil || v.Version != 1 || v.Added != 0 {
		t.Errorf("the next try: %+v, %v", v, err)
	}
	if got, want := speaks(shown(t, a, id)), "handi-tri-ujiono, Handi Tri Ujiono, Ketua 33.74 (roster)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	registryIsExact(t, a)
}

func TestARosterTellsTwoOfLikeNamesApart(t *testing.T) {
	t.Parallel()
	_, a := openDated(t)
	tellOn(t, a, 1, "2025-11-04", "Rini Astuti @33.74: Kita mulai.")
	tellOn(t, a, 2, "2025-11-04", "Rini Asputi @33.74: Kita lanjut.")
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[rini-astuti=2]" {
		t.Fatalf("before: %v", got)
	}
	enlist(t, a, "Rini Astuti, Ketua @33.74 ..", "Rini Asputi, Anggota @33.74 ..")
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[rini-asputi=1 rini-astuti=1]" {
		t.Errorf("with the list: %v", got)
	}
	registryIsExact(t, a)
}

func TestDecisionsGoBeforeTheRoster(t *testing.T) {
	t.Parallel()
	_, a := openDated(t)
	full := tellOn(t, a, 1, "2025-11-04", "Handi Tri Ujiono @33.74: Kita mulai.")
	short := tellOn(t, a, 2, "2025-11-04", "Handi @33.74: Kita lanjut.")
	enlist(t, a, "Handi Tri Ujiono, Ketua @33.74 ..")
	who, err := a.Official(t.Context(), "handi")
	if err != nil || who.ID != "handi-tri-ujiono" || len(who.Parts) != 2 || who.Parts[1].Because != people.BecauseRoster {
		t.Fatalf("with the list: %+v, %v", who, err)
	}
	if _, err := a.SplitOfficial(t.Context(), "handi", "orang lain", "k1"); err != nil {
		t.Fatal(err)
	}
	if got := speaks(shown(t, a, short.ID)); got != "handi, Handi, Anggota 33.74 ()" {
		t.Errorf("split off: %q", got)
	}
	if got := speaks(shown(t, a, full.ID)); got != "handi-tri-ujiono, Handi Tri Ujiono, Anggota 33.74 ()" {
		t.Errorf("the other: %q", got)
	}
	if _, err := a.SuppressOfficial(t.Context(), "handi-tri-ujiono", true, "", "k1"); err != nil {
		t.Fatal(err)
	}
	if got := suggestedIDs(t, a, "handi tri"); len(got) != 0 {
		t.Errorf("suppressed and suggested: %v", got)
	}
	registryIsExact(t, a)
}

func TestASpeakerWhomAnEditorNamedHasThePostOfTheRoster(t *testing.T) {
	t.Parallel()
	_, a := openDated(t)
	tellOn(t, a, 1, "2025-11-04", "Rini Astuti @33.74: Kita mulai.")
	id := tellOn(t, a, 2, "2025-11-04", "Budi Santoso @?33.74: Kita lanjut.").ID
	enlist(t, a, "Rini Astuti, Ketua @33.74 ..")
	speaker := "rini-astuti"
	quote := shown(t, a, id).Quotes[0].ID
	if _, err := a.CorrectQuote(t.Context(), quote, archive.QuoteCorrection{Speaker: &speaker}, "k1"); err != nil {
		t.Fatal(err)
	}
	settled(t, a)
	if got := speaks(shown(t, a, id)); got != "rini-astuti, Rini Astuti, Ketua 33.74 (roster)" {
		t.Errorf("shown as %q", got)
	}
	if got := found(t, a, search.Query{Role: []string{"Ketua"}}); got != 1 {
		t.Errorf("%d quotes of the chair", got)
	}
}

func TestPartsOfTheRosterAreReplacedAndTried(t *testing.T) {
	t.Parallel()
	_, a := openDated(t)
	enlist(t, a, "Rini Astuti, Ketua @33.74 ..", "Budi Santoso, Ketua @33.17 ..")
	v, err := a.ImportRoster(t.Context(), archive.RosterImport{Rows: cast.RosterRows("Handi Tri Ujiono, Ketua @33.74 .."), Try: true}, "k1")
	if err != nil || v.Version != 2 || v.Added != 1 || v.Dropped != 1 || v.Rows != 2 {
		t.Errorf("tried: %+v, %v", v, err)
	}
	if v, rows, err := a.Roster(t.Context(), 0); err != nil || v.Version != 1 || len(rows) != 2 {
		t.Errorf("after the trial: %+v, %v, %v", v, rows, err)
	}
	if _, err := a.ImportRoster(t.Context(), archive.RosterImport{Rows: cast.RosterRows("Handi Tri Ujiono, Ketua @33.74 ..")}, "k1"); err != nil {
		t.Fatal(err)
	}
	if _, rows, err := a.Roster(t.Context(), 0); err != nil || fmt.Sprint(rows) != "[{Budi Santoso Ketua 33.17   } {Handi Tri Ujiono Ketua 33.74   }]" {
		t.Errorf("after the import: %v, %v", rows, err)
	}
	if _, _, err := a.Roster(t.Context(), 9); index.KindOf(err) != index.NotFound {
		t.Errorf("a version that is not there: %v", err)
	}
	if list, err := a.RosterVersions(t.Context(), 0, 10); err != nil || len(list) != 2 || list[0].By != "k1" || list[0].At == nil {
		t.Errorf("the versions: %+v, %v", list, err)
	}
	many := make([]roster.Row, roster.MaxRows+1)
	for i := range many {
		many[i] = roster.Row{Name: "Rini Astuti", Post: "Ketua", Satker: "33.74", Source: strconv.Itoa(i)}
	}
	if _, err := a.ImportRoster(t.Context(), archive.RosterImport{Rows: many}, "k1"); index.KindOf(err) != index.TooLarge {
		t.Errorf("too many rows: %v", err)
	}
	gone, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("the caller has gone"))
	soon(t, "a list of a caller who has gone, while no other decision is made", func() bool {
		_, err := a.ImportRoster(gone, archive.RosterImport{All: true}, "k1")
		return err == nil
	})
}

// People do not depend on the order of articles and rosters, and equal those of a
// registry that is loaded from the engine.
func TestARosterTellsTheSameWhateverTheOrder(t *testing.T) {
	t.Parallel()
	lists := [][]string{
		nil,
		{"Handi Tri Ujiono, Ketua @33.74 2021-01-01..2024-12-31", "Basmar Prianto Amron, Ketua @33 ..", "Rini Astuti, Anggota @33 ..", "Rini Asputi, Anggota @33 .."},
		{"Budi Tri Santoso, Ketua @33 2019-01-01..", "Budi Eko Santoso, Anggota @33 2019-01-01..2021-01-01", "Basmar Amron, Sekretaris @33.74 .."},
	}
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 19))
		_, a := openDated(t)
		type telling struct {
			day   string
			lines []string
		}
		var tellings []telling
		for range 12 {
			one := telling{day: fmt.Sprintf("20%d-06-01", 19+rng.IntN(6))}
			for n := range 1 + rng.IntN(3) {
				one.lines = append(one.lines, fmt.Sprintf("%s @%s: Kita mulai %d.", cast.Pick(rng, castNames...), cast.Pick(rng, castPlaces...), n))
			}
			tellings = append(tellings, one)
		}
		last := cast.Pick(rng, lists...)
		var ids []string
		for n, one := range tellings {
			if rng.IntN(3) == 0 {
				enlist(t, a, cast.Pick(rng, lists...)...)
			}
			ids = append(ids, tellOn(t, a, n, one.day, one.lines...).ID)
			if rng.IntN(6) == 0 {
				if _, err := a.Remove(t.Context(), ids[n], "k1"); err != nil {
					t.Fatal(err)
				}
				ids[n] = ""
			}
			registryIsExact(t, a)
		}
		enlist(t, a, last...)
		registryIsExact(t, a)
		_, other := openDated(t)
		enlist(t, other, last...)
		for _, n := range rng.Perm(len(tellings)) {
			if ids[n] != "" {
				tellOn(t, other, n, tellings[n].day, tellings[n].lines...)
			}
		}
		if got, want := whoIsWho(t, other, ids), whoIsWho(t, a, ids); !slices.Equal(got, want) {
			t.Errorf("seed %d: in another order\n%q\nwant\n%q", seed, got, want)
		}
	}
}

// whoIsWho returns the speaker and the post of each quote. It identifies people by their
// quotes, because ids depend on the order.
func whoIsWho(t *testing.T, a *archive.Archive, ids []string) []string {
	t.Helper()
	said := map[string][]string{}
	var out []string
	for _, id := range ids {
		if id == "" {
			continue
		}
		art := shown(t, a, id)
		for i, q := range art.Quotes {
			who := q.Speaker.ID
			if !slices.ContainsFunc(art.Officials, func(o article.Official) bool { return o.ID == who && o.Public }) {
				who += " of " + id // an id of the article alone
			}
			said[who] = append(said[who], fmt.Sprint(id, i))
			one := *art
			one.Quotes = art.Quotes[i : i+1]
			_, told, _ := strings.Cut(speaks(&one), ", ")
			out = append(out, fmt.Sprint(id, i, " ", told))
		}
	}
	for _, group := range said {
		slices.Sort(group)
		out = append(out, strings.Join(group, " "))
	}
	slices.Sort(out)
	return out
}

// A search for quotes by role finds those that are shown in that role, whatever the days
// on which the list has posts begin and end.
func TestARoleFindsTheQuotesThatAreShownInIt(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(64, 2))
	_, a := openDated(t)
	begin := time.Date(2023, 9, 1, 0, 0, 0, 0, time.UTC)
	day := func() string { return begin.AddDate(0, 0, rng.IntN(900)).Format(time.DateOnly) }
	names := []string{"Handi Tri Ujiono", "Rini Astuti", "Budi Santoso", "Sari Dewanti"}
	var ids []string
	for n := range 60 {
		on := day()
		if n%10 == 0 {
			on = ""
		}
		ids = append(ids, tellOn(t, a, n, on, cast.Pick(rng, names...)+" @?33.74: Kita mulai.").ID)
	}
	for turn := range 4 {
		var list []string
		for n := range 12 {
			from, to := day(), day()
			if from > to {
				from, to = to, from
			}
			switch n % 6 {
			case 0:
				from = ""
			case 1:
				to = ""
			case 2:
				from, to = "", ""
			}
			list = append(list, fmt.Sprintf("%s, %s @33.74 %s..%s", cast.Pick(rng, names...), cast.Pick(rng, "Ketua", "Anggota", "Sekretaris"), from, to))
		}
		enlist(t, a, list...)
		want := make(map[string]int)
		for _, id := range ids {
			if q := shown(t, a, id).Quotes[0]; q.Role != nil {
				want[q.Role.Title]++
				want["any"]++
			}
		}
		if want["any"] == 0 {
			t.Errorf("turn %d: no quote is shown in a role", turn)
		}
		for _, title := range []string{"Ketua", "Anggota", "Sekretaris"} {
			if got := found(t, a, search.Query{Role: []string{title}}); got != want[title] {
				t.Errorf("turn %d: %s finds %d quotes, and %d are shown so, by the list %q", turn, title, got, want[title], list)
			}
		}
		if got := found(t, a, search.Query{Office: []string{"33"}}); got != want["any"] {
			t.Errorf("turn %d: the office finds %d quotes, and %d are shown so, by the list %q", turn, got, want["any"], list)
		}
	}
}

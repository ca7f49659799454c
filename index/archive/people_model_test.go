package archive_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/record/sqlite"
	"warta/index/search"
	"warta/index/understand"
)

// A naiveCast is a model of what articles say and of the decisions in force.
type naiveCast struct {
	articles map[string]*naiveTelling // by address
	ids      []string                 // of people, that were ever seen
}

// A naiveTelling is the last version of an article.
type naiveTelling struct {
	id      string
	removed bool
	said    map[string]string // names with places, by words
	private map[string]bool   // words of those whom the article tells to be private persons
	hidden  map[string]bool   // words
	speaker map[string]string // id of the speaker that was set, by words; empty: unknown
}

var (
	castNames = []string{
		"Basmar Prianto Amron", "Basmar Perianto Amron", "Basmar Amron", "Basmar", "Handi Tri Ujiono", "Handi Ujiono", "Handi T Ujiono",
		"Budi Santoso", "Budi Tri Santoso", "Budi Eko Santoso", "Budi Santopo", "Rini Astuti", "Rini Asputi", "Dedi Syahputra", "Dedi Syah Putra",
		"Handi", "Budi", "Inu", "H. T. Ujiono", "B. Santoso", "Handi Tri Ujiono (Inu)", "Basmar Amron (Inu)",
	}
	castPlaces = []string{"33", "33", "33!Ketua", "33!Sekretaris", "33.74", "33.17", "~33", "?33", "?33.74", "-33", "-33.74"}
	castDays   = []string{"2019-06-01", "2022-06-01", "2025-06-01", ""}
	castLists  = [][]string{
		nil,
		{"Handi Tri Ujiono, Ketua @33 2021-01-01..2024-12-31", "Basmar Prianto Amron, Ketua @33 ..", "Budi Tri Santoso, Anggota @33 2024-01-01.."},
		{"Budi Tri Santoso, Ketua @33 2019-01-01..", "Budi Eko Santoso, Anggota @33 2019-01-01..2021-01-01", "Rini Astuti, Anggota @33 ..", "Rini Asputi, Anggota @33 .."},
		{"Handi Tri Ujiono, Sekretaris @33 2018-01-01..", "Handi Wijaya, Anggota @33 2018-01-01..2020-01-01", "Basmar Amron, Sekretaris @33.74 ..", "Ibnu Wibowo, Anggota @33.74 .."},
	}
	castWords = []string{"Kita mulai.", "Kita lanjut.", "Kita tutup.", "Kita ulang."}
)

// castGame plays random operations on an archive and on a naive one.
type castGame struct {
	t     *testing.T
	rng   *rand.Rand
	o     archive.Options
	a     *archive.Archive
	naive naiveCast
	step  int
	what  string // it was
	hasty bool   // without waiting for the index
}

func (g *castGame) fatalf(format string, args ...any) {
	g.t.Helper()
	g.t.Fatalf("step %d, %s: %s", g.step, g.what, fmt.Sprintf(format, args...))
}

// send puts an article with one to three quotes.
func (g *castGame) send() {
	url := site + strconv.Itoa(g.rng.IntN(12))
	m := g.naive.articles[url]
	if m == nil {
		m = &naiveTelling{}
		g.naive.articles[url] = m
	}
	m.said, m.private = map[string]string{}, map[string]bool{}
	first := map[string]bool{} // whether the first line of a name tells a private person
	words := slices.Clone(castWords)
	g.rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	var lines []string
	for _, w := range words[:1+g.rng.IntN(3)] {
		who := cast.Pick(g.rng, castNames...) + " @" + cast.Pick(g.rng, castPlaces...)
		m.said[w] = who
		name, at, _ := strings.Cut(who, " @")
		name, _ = cast.Nicknamed(name)
		if _, there := first[name]; !there {
			first[name] = at[0] == '-'
		}
		m.private[w] = first[name]
		lines = append(lines, who+": "+w)
	}
	in := text(url, "Rapat\n"+strings.Join(lines, "\n"))
	in.Restore, in.Source.Published = m.removed, cast.Pick(g.rng, castDays...)
	g.what = fmt.Sprintf("put %s of %s %q", url, in.Source.Published, lines)
	got, err := g.a.Put(g.t.Context(), in)
	if err != nil || len(got) != 1 {
		g.fatalf("%+v, %v", got, err)
	}
	if m.id = got[0].ID; m.removed || m.hidden == nil {
		m.removed, m.hidden, m.speaker = false, map[string]bool{}, map[string]string{}
	}
}

// standing returns an article that is not removed, nil where there is none.
func (g *castGame) standing() *naiveTelling {
	for _, url := range slices.Sorted(maps.Keys(g.naive.articles)) {
		if m := g.naive.articles[url]; !m.removed && g.rng.IntN(3) == 0 {
			return m
		}
	}
	return nil
}

func (g *castGame) remove() {
	m := g.standing()
	if m == nil {
		return
	}
	g.what = "remove " + m.id
	if _, err := g.a.Remove(g.t.Context(), m.id, "k1"); err != nil {
		g.fatalf("%v", err)
	}
	m.removed = true
}

// Enlist replaces the list of office holders.
func (g *castGame) Enlist() {
	list := cast.Pick(g.rng, castLists...)
	g.what = fmt.Sprintf("enlist %q", list)
	enlist(g.t, g.a, list...)
}

func (g *castGame) reindex() {
	if err := g.a.Reindex(g.t.Context()); err != nil {
		g.fatalf("%v", err)
	}
}

// decideMeanwhile decides while a generation is being built. The decisions must be in
// force when it takes over.
func (g *castGame) decideMeanwhile() {
	settled(g.t, g.a)
	g.reindex()
	g.hasty = true
	for range 1 + g.rng.IntN(4) {
		g.Decide()
		if g.rng.IntN(2) == 0 {
			g.correct()
		}
	}
	g.hasty = false
	g.what = "decide while the index is rebuilt: " + g.what
	g.check()
}

// restore continues with an archive that is restored from a backup.
func (g *castGame) restore() {
	to := g.t.TempDir()
	backup := filepath.Join(to, "backup.db")
	if err := g.a.Backup(g.t.Context(), backup); err != nil {
		g.fatalf("%v", err)
	}
	if err := g.a.Close(); err != nil {
		g.fatalf("%v", err)
	}
	g.o.Dir = filepath.Join(to, "data")
	if err := os.Mkdir(g.o.Dir, 0o700); err != nil {
		g.fatalf("%v", err)
	}
	if err := sqlite.Restore(g.t.Context(), backup, filepath.Join(g.o.Dir, "record.db")); err != nil {
		g.fatalf("%v", err)
	}
	var err error
	if g.a, err = archive.Open(g.t.Context(), g.o); err != nil {
		g.fatalf("%v", err)
	}
}

// settle waits until searches see all writes, except in a hasty game.
func (g *castGame) settle() {
	g.t.Helper()
	if !g.hasty {
		settled(g.t, g.a)
	}
}

// correct decides about a quote.
func (g *castGame) correct() {
	m := g.standing()
	if m == nil || len(g.naive.ids) == 0 {
		return
	}
	words := cast.Pick(g.rng, slices.Sorted(maps.Keys(m.said))...)
	id := ""
	for _, q := range g.quotes() {
		if q.Article.ID == m.id && q.Quote.Text == words {
			id = q.Quote.ID
		}
	}
	if id == "" { // it is hidden
		return
	}
	c := archive.QuoteCorrection{}
	if g.rng.IntN(2) == 0 {
		c.Hidden = new(true)
		m.hidden[words] = true
	} else {
		c.Speaker = new(cast.Pick(g.rng, append(g.naive.ids, "")...))
	}
	g.what = fmt.Sprintf("correct %s", id)
	part := ""
	if c.Speaker != nil && *c.Speaker != "" { // the person who has the id now is meant, not a later one
		part = g.Official(*c.Speaker).Parts[0].ID
	}
	_, err := g.a.CorrectQuote(g.t.Context(), id, c, "k1")
	if c.Speaker != nil && err == nil {
		m.speaker[words] = part
	}
	if err != nil && (c.Hidden != nil || index.KindOf(err) != index.Invalid) {
		g.fatalf("%v", err)
	}
}

// Decide decides about people, and checks that the decision is in force at once.
func (g *castGame) Decide() {
	if len(g.naive.ids) == 0 {
		return
	}
	g.settle()
	ctx, x, y := g.t.Context(), cast.Pick(g.rng, g.naive.ids...), cast.Pick(g.rng, g.naive.ids...)
	before, errX := g.a.Official(ctx, x)
	other, errY := g.a.Official(ctx, y)
	if errX != nil || errY != nil {
		g.fatalf("who was seen is nobody: %s %v, %s %v", x, errX, y, errY)
	}
	switch g.rng.IntN(4) {
	case 0:
		g.what = "merge " + x + " into " + y
		_, err := g.a.MergeOfficials(ctx, x, y, "", "k1")
		// Who is one already may be so by such a decision, which may be asked for again.
		if err != nil && (before.ID != other.ID || index.KindOf(err) != index.Invalid) {
			g.fatalf("%v", err)
		}
		if a, b := g.Official(x), g.Official(y); a.ID != b.ID {
			g.fatalf("they are %s and %s", a.ID, b.ID)
		}
	case 1:
		g.what = "split " + x
		if _, err := g.a.SplitOfficial(ctx, x, "", "k1"); err != nil {
			if len(before.Parts) > 1 && slices.ContainsFunc(before.Parts, func(p people.OfficialPart) bool { return p.ID == x }) {
				g.fatalf("%v", err)
			}
			return
		}
		for _, p := range before.Parts {
			if p.ID != x && g.Official(p.ID).ID == g.Official(x).ID {
				g.fatalf("%s is one with %s still", x, p.ID)
			}
		}
	case 2:
		name := cast.Pick(g.rng, "", "Siti Aminah", "Joko Widodo Putra", cast.Pick(g.rng, castNames...))
		g.what = fmt.Sprintf("rename %s to %q", x, name)
		who, err := g.a.RenameOfficial(ctx, x, name, "", "k1")
		if err != nil || name != "" && who.Name != name {
			g.fatalf("%+v, %v", who, err)
		}
	case 3:
		suppress := g.rng.IntN(2) == 0
		g.what = fmt.Sprintf("suppress %s %v", x, suppress)
		who, err := g.a.SuppressOfficial(ctx, x, suppress, "", "k1")
		others := slices.DeleteFunc(slices.Clone(who.IDs), func(id string) bool { return slices.Contains(before.IDs, id) })
		if err != nil || who.Suppressed != suppress && (suppress || len(others) == 0) { // it may be one with others by now
			g.fatalf("%+v, %v, of %+v", who, err, before)
		}
	}
}

func (g *castGame) Official(id string) people.Official {
	g.t.Helper()
	who, err := g.a.Official(g.t.Context(), id)
	if err != nil {
		g.fatalf("%s: %v", id, err)
	}
	return who
}

// quotes returns all that searches find.
func (g *castGame) quotes() []search.Hit {
	g.t.Helper()
	g.settle()
	page, err := g.a.Search(g.t.Context(), search.Query{Of: index.Quotes, Sort: index.Oldest, Size: index.MaxSize})
	if err != nil {
		g.fatalf("%v", err)
	}
	return page.Hits
}

// seen returns all that the archive shows of people and quotes, in lines.
func (g *castGame) seen() []string {
	lines := slices.Concat(inFacet(g.t, g.a, index.Articles), inFacet(g.t, g.a, index.Quotes))
	for _, id := range g.naive.ids {
		if who := g.Official(id); len(who.Names) > 0 { // whom no article names, an earlier index may have met in others
			lines = append(lines, fmt.Sprintf("%s is %+v", id, who))
		}
	}
	for _, q := range g.quotes() {
		lines = append(lines, fmt.Sprintf("%s: %s, %+v", q.Quote.ID, q.Quote.Text, q.Quote.Speaker))
	}
	return lines
}

// check compares what searches see with the naive archive.
func (g *castGame) check() {
	g.t.Helper()
	settled(g.t, g.a)
	amiss, err := g.a.PeopleAmiss(g.t.Context())
	if err != nil || len(amiss) > 0 {
		g.fatalf("people are amiss, %v:\n%s", err, strings.Join(amiss, "\n"))
	}
	page, err := g.a.Search(g.t.Context(), search.Query{Size: index.MaxSize, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: index.MaxFacetSize}}})
	if err != nil {
		g.fatalf("%v", err)
	}
	counted, shown := map[string]int{}, map[string]int{}
	for _, c := range page.Facets[index.FacetOfficial] {
		counted[c.Value] = c.Count
		if who := g.Official(c.Value); who.Suppressed || who.ID != c.Value || who.Name != c.Label {
			g.fatalf("in the facet stands %+v, who is %+v", c, who)
		}
	}
	for _, h := range page.Hits {
		for _, o := range h.Article.Officials {
			if o.Public {
				shown[o.ID]++
				if !slices.Contains(g.naive.ids, o.ID) {
					g.naive.ids = append(g.naive.ids, o.ID)
				}
			}
		}
	}
	if !maps.Equal(counted, shown) {
		g.fatalf("counted %v, shown %v", counted, shown)
	}
	want, got := map[string]bool{}, map[string]bool{}
	byID := map[string]*naiveTelling{}
	for _, m := range g.naive.articles {
		byID[m.id] = m
		for words := range m.said {
			if !m.removed && !m.hidden[words] {
				want[m.id+" "+words] = true
			}
		}
	}
	for _, q := range g.quotes() {
		got[q.Article.ID+" "+q.Quote.Text] = true
		named, decided := byID[q.Article.ID].speaker[q.Quote.Text]
		switch {
		case !decided && byID[q.Article.ID].private[q.Quote.Text]:
			if slices.Contains(g.naive.ids, q.Quote.Speaker.ID) || q.Quote.Role != nil && q.Quote.Role.Basis == article.ByRoster {
				g.fatalf("a private person says %q, and shown is %+v, %+v", q.Quote.Text, q.Quote.Speaker, q.Quote.Role)
			}
		case !decided:
		case named == "" && q.Quote.Speaker != nil:
			g.fatalf("nobody knows who spoke, and %+v is shown", q.Quote.Speaker)
		case named != "":
			if who := g.Official(named); q.Quote.Speaker == nil || (q.Quote.Speaker.ID == who.ID) == who.Suppressed {
				g.fatalf("%+v was named, and %+v is shown", who, q.Quote.Speaker)
			}
		}
	}
	if !maps.Equal(got, want) {
		g.fatalf("quotes are %v, want %v", got, want)
	}
	if len(g.naive.ids) > 0 {
		for range 3 {
			g.checkNames(cast.Pick(g.rng, g.naive.ids...))
		}
	}
}

// checkNames checks that the person with an id is found by each name of two words or
// more, with all that the filter finds, and is listed as meant. A suppressed person is
// never meant.
func (g *castGame) checkNames(id string) {
	g.t.Helper()
	who := g.Official(id)
	for _, name := range append(who.Names, who.Name) {
		if len(strings.Fields(name)) < 2 {
			continue
		}
		for _, of := range []index.Of{index.Articles, index.Quotes} {
			page, err := g.a.Search(g.t.Context(), search.Query{Of: of, Text: name, Size: index.MaxSize})
			if err != nil {
				g.fatalf("%v", err)
			}
			meant := slices.ContainsFunc(page.Query.People, func(p understand.UnderstoodPerson) bool { return p.ID == who.ID })
			if who.Suppressed && meant || page.Query.Corrected != nil {
				g.fatalf("%s means %+v, corrected %v", name, page.Query.People, page.Query.Corrected)
			}
			theirs, err := g.a.Search(g.t.Context(), search.Query{Of: of, Official: []string{who.ID}, Size: index.MaxSize})
			if err != nil {
				g.fatalf("%v", err)
			}
			if who.Suppressed || theirs.Total == 0 {
				continue
			}
			key := func(h search.Hit) string {
				if h.Quote != nil {
					return h.Quote.ID
				}
				return h.ID
			}
			found := map[string]bool{}
			for n, h := range page.Hits {
				found[key(h)] = true
				// Who else is meant may speak as well.
				if own := h.Quote != nil && h.Quote.Speaker != nil; n == 0 && of == index.Quotes && (!own || !slices.ContainsFunc(page.Query.People, func(p understand.UnderstoodPerson) bool { return p.ID == h.Quote.Speaker.ID })) {
					g.fatalf("%s: first is what %+v says, meant are %+v", name, h.Quote.Speaker, page.Query.People)
				}
			}
			for _, h := range theirs.Hits {
				if !found[key(h)] {
					g.fatalf("%s (%s) is not found by %q in %s, which means %+v", who.ID, who.Name, name, key(h), page.Query.People)
				}
			}
			if !meant {
				g.fatalf("%q does not mean %s: %+v", name, who.ID, page.Query.People)
			}
		}
	}
}

// unmoved checks that an operation without effect changes nothing that is shown.
func (g *castGame) unmoved(what string, f func()) {
	g.t.Helper()
	settled(g.t, g.a)
	before := g.seen()
	g.what = what
	f()
	settled(g.t, g.a)
	if after := g.seen(); !slices.Equal(before, after) {
		for i := range before {
			if i < len(after) && before[i] != after[i] {
				g.fatalf("before:\n%s\nafter:\n%s", before[i], after[i])
			}
		}
		g.fatalf("before:\n%s\nafter:\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
}

// TestPeopleAreThoseOfANaiveArchive plays random operations on both. WARTA_MODEL_STEPS
// and WARTA_MODEL_SEED choose longer and other games.
func TestPeopleAreThoseOfANaiveArchive(t *testing.T) {
	t.Parallel()
	steps, seed := number(t, "WARTA_MODEL_STEPS", 400), number(t, "WARTA_MODEL_SEED", 1)
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	g := &castGame{t: t, rng: rand.New(rand.NewPCG(uint64(seed), 13)), o: datedOptions(t.TempDir(), "1"), naive: naiveCast{articles: map[string]*naiveTelling{}}}
	var err error
	if g.a, err = archive.Open(t.Context(), g.o); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = g.a.Close() }() // reopened often; errors show there
	version := 1
	for ; g.step < steps; g.step++ {
		switch g.rng.IntN(40) {
		case 0, 1, 2, 3:
			g.remove()
		case 4, 5, 6:
			g.correct()
		case 7, 8, 9, 10, 11:
			g.Decide()
		case 12:
			switch g.rng.IntN(4) {
			case 0:
				g.unmoved("reindex", g.reindex)
			case 1:
				g.unmoved("rollback", func() {
					if err := g.a.Rollback(t.Context()); err != nil && index.KindOf(err) != index.NotFound {
						g.fatalf("%v", err)
					}
				})
			case 2:
				g.decideMeanwhile()
			case 3:
				g.unmoved("restore", g.restore)
			}
		case 13:
			g.unmoved("restart", func() {
				if err := g.a.Close(); err != nil {
					g.fatalf("%v", err)
				}
				if g.rng.IntN(2) == 0 {
					version++
					g.o.Reader = datedReader{castReader: castReader{plainReader: plainReader{version: strconv.Itoa(version)}}}
				}
				if g.a, err = archive.Open(t.Context(), g.o); err != nil {
					g.fatalf("%v", err)
				}
			})
		case 14, 15, 16, 17:
			g.check()
		case 18, 19:
			g.Enlist()
		default:
			g.send()
		}
	}
	g.check()
}

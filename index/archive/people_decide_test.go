package archive_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/search"
)

// A castReader reads "NAME @CODE: WORDS" as a quote of who holds a post there, "@CODE!POST"
// that post, "@~CODE" somewhere near there, "@?CODE" none, "@-CODE" a private person,
// "NAME (NICKNAME)" with a nickname, and everything else as a plainReader.
type castReader struct{ plainReader }

func (r castReader) Read(src analyzers.Source) []article.Article {
	out := r.plainReader.Read(src)
	for i := range out {
		a := &out[i]
		for n, line := range a.Paragraphs {
			who, words, ok := strings.Cut(line, ": ")
			name, code, at := strings.Cut(who, " @")
			if !ok || !at {
				continue
			}
			name, aliases := cast.Nicknamed(name)
			person := article.Person{ID: strings.ToLower(strings.ReplaceAll(name, " ", "-")), Name: name}
			role := cast.PostAt(code)
			roles, public := []article.Role{role}, true
			if near := strings.TrimLeft(code, "~?-"); near != code {
				roles, public = nil, code[0] == '~'
				a.Satker = []string{near}
			}
			if !slices.ContainsFunc(a.Officials, func(o article.Official) bool { return o.ID == person.ID }) {
				a.Officials = append(a.Officials, article.Official{ID: person.ID, Name: name, Public: public, Private: code[0] == '-', Roles: roles, Aliases: aliases})
			}
			a.Quotes = append(a.Quotes, article.Quote{
				Kind: article.Direct, Text: words, Confidence: 0.9, Speaker: &person, Role: &role, Cue: "ujar", Because: "ujar " + name,
				Parts: []article.Part{{In: article.InParagraph, Paragraph: n, Span: article.Span{End: len(line)}}},
			})
		}
	}
	return out
}

// castOptions are those of an archive that reads who speaks.
func castOptions(dir string) archive.Options {
	o := options(dir)
	o.Reader = castReader{plainReader: plainReader{version: "1"}}
	return o
}

// fieldOf returns the field that an error is about.
func fieldOf(err error) string {
	if e, ok := errors.AsType[*index.Error](err); ok {
		return e.Field
	}
	return ""
}

// tell puts an article with those lines and returns it as it is shown.
func tell(t testing.TB, a *archive.Archive, url string, lines ...string) *article.Article {
	t.Helper()
	got := put(t, a, text(url, "Rapat\n"+strings.Join(lines, "\n")))
	settled(t, a)
	shown, err := a.Article(t.Context(), got.ID)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// inFacet returns "id=count" of everybody in the facet of articles or quotes.
func inFacet(t testing.TB, a *archive.Archive, of index.Of) []string {
	t.Helper()
	page, err := a.Search(t.Context(), search.Query{Of: of, Size: 1, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: index.MaxFacetSize}}})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range page.Facets[index.FacetOfficial] {
		out = append(out, fmt.Sprintf("%s=%d", c.Value, c.Count))
	}
	slices.Sort(out)
	return out
}

// everywhere runs a check at once, after a reindex, and after a restart.
func everywhere(t *testing.T, o archive.Options, a *archive.Archive, holds func(t *testing.T, a *archive.Archive)) {
	t.Helper()
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
	t.Run("after a restart with a new reader", func(t *testing.T) {
		o.Reader = castReader{plainReader: plainReader{version: "2"}}
		again := open(t, o)
		settled(t, again)
		holds(t, again)
	})
}

func openCast(t *testing.T) (archive.Options, *archive.Archive) {
	t.Helper()
	o := castOptions(t.TempDir())
	a, err := archive.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() }) // closing twice changes nothing
	return o, a
}

func TestPeopleWhoWereMergedStayOne(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "Handi Tri Ujiono @33: Kita mulai.")
	tell(t, a, site+"2", "H. Ujiono @33.74: Kita lanjut.")
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[h-ujiono=1 handi-tri-ujiono=1]" {
		t.Fatalf("before: %v", got)
	}
	who, err := a.MergeOfficials(t.Context(), "h-ujiono", "handi-tri-ujiono", "satu orang", "k1")
	if err != nil || who.ID != "handi-tri-ujiono" || !slices.Contains(who.IDs, "h-ujiono") {
		t.Fatalf("got %+v, %v", who, err)
	}
	if len(who.Parts) != 2 || who.Parts[0].Because != "" || who.Parts[1].Because != "merged by an editor" || who.Parts[1].Satker != "33.74" {
		t.Errorf("made of %+v", who.Parts)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		for _, of := range []index.Of{index.Articles, index.Quotes} {
			if got := inFacet(t, a, of); fmt.Sprint(got) != "[handi-tri-ujiono=2]" {
				t.Errorf("got %v", got)
			}
			page, err := a.Search(t.Context(), search.Query{Of: of, Official: []string{"h-ujiono"}, Size: 10})
			if err != nil || page.Total != 2 {
				t.Errorf("the old id finds %+v, %v", page, err)
			}
		}
		who, err := a.Official(t.Context(), "h-ujiono")
		if err != nil || who.ID != "handi-tri-ujiono" {
			t.Errorf("the old id leads to %+v, %v", who, err)
		}
	})
}

func TestWhoWasMergedAndSplitIsAsBefore(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	for i, who := range []string{"Handi Tri Ujiono @33", "Ujiono @33.74", "Budi Santoso @33", "Budi Santopo @33"} {
		tell(t, a, fmt.Sprint(site, i), who+": Kita mulai.")
	}
	const before = "[budi-santoso=2 handi-tri-ujiono=1 ujiono=1]"
	if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != before {
		t.Fatalf("before: %v", got)
	}
	for _, m := range [][2]string{{"ujiono", "handi-tri-ujiono"}, {"budi-santoso", "ujiono"}} {
		if _, err := a.MergeOfficials(t.Context(), m[0], m[1], "", "k1"); err != nil {
			t.Fatal(err)
		}
	}
	if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != "[handi-tri-ujiono=4]" {
		t.Fatalf("merged: %v", got)
	}
	for _, id := range []string{"ujiono", "budi-santoso", "budi-santopo"} {
		if _, err := a.SplitOfficial(t.Context(), id, "", "k1"); err != nil {
			t.Fatalf("split %s: %v", id, err)
		}
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		// The split also separates people whose names had made them one.
		if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != "[budi-santopo=1 budi-santoso=1 handi-tri-ujiono=1 ujiono=1]" {
			t.Errorf("got %v", got)
		}
	})
}

// A client that gets no answer sends the decision again.
func TestWhatIsDecidedAlreadyIsNotDecidedAgain(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	tell(t, a, site+"1", "Handi Tri Ujiono @33: Kita mulai.")
	tell(t, a, site+"2", "Ujiono @33.74: Kita lanjut.")
	merge := func() (people.Official, error) {
		return a.MergeOfficials(t.Context(), "ujiono", "handi-tri-ujiono", "", "k1")
	}
	split := func() (people.Official, error) { return a.SplitOfficial(t.Context(), "ujiono", "", "k1") }
	for _, step := range []struct {
		name string
		do   func() (people.Official, error)
		want string
	}{
		{"merged", merge, "[handi-tri-ujiono=2]"},
		{"split", split, "[handi-tri-ujiono=1 ujiono=1]"},
		{"merged anew", merge, "[handi-tri-ujiono=2]"},
	} {
		first, err := step.do()
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		again, err := step.do()
		if err != nil || !reflect.DeepEqual(again, first) {
			t.Errorf("%s again: got %+v, %v, want %+v", step.name, again, err, first)
		}
		if got := inFacet(t, a, index.Quotes); fmt.Sprint(got) != step.want {
			t.Errorf("%s: got %v, want %s", step.name, got, step.want)
		}
	}
}

func TestARenamedPersonHasANewIDAndKeepsTheOld(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "Ujiono @33: Kita mulai.")
	if _, err := a.RenameOfficial(t.Context(), "ujiono", "  Handi Tri   Ujiono ", "nama lengkap", "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[handi-tri-ujiono=1]" {
			t.Errorf("got %v", got)
		}
		who, err := a.Official(t.Context(), "ujiono")
		if err != nil || who.ID != "handi-tri-ujiono" || who.Name != "Handi Tri Ujiono" {
			t.Errorf("the old id leads to %+v, %v", who, err)
		}
		list, err := a.Suggest(t.Context(), "handi", 5)
		if err != nil || len(list) != 1 || list[0].Value != "handi-tri-ujiono" || list[0].Label != "Handi Tri Ujiono" {
			t.Errorf("suggests %+v, %v", list, err)
		}
	})
}

func TestTheNameBeforeARenamingComesBack(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	tell(t, a, site+"1", "Ujiono @33: Kita mulai.")
	for _, name := range []string{"Handi Ujiono", ""} {
		if _, err := a.RenameOfficial(t.Context(), "ujiono", name, "", "k1"); err != nil {
			t.Fatal(err)
		}
	}
	if who, err := a.Official(t.Context(), "handi-ujiono"); err != nil || who.ID != "ujiono" || who.Name != "Ujiono" {
		t.Errorf("got %+v, %v", who, err)
	}
}

func TestWhoIsSuppressedIsNowhere(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai.", "Rini Astuti @33: Kita lanjut.")
	if _, err := a.SuppressOfficial(t.Context(), "ujiono", true, "atas permintaan", "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[rini-astuti=1]" {
			t.Errorf("got %v", got)
		}
		page, err := a.Search(t.Context(), search.Query{Official: []string{"ujiono"}, Size: 10})
		if err != nil || page.Total != 0 {
			t.Errorf("found %+v, %v", page, err)
		}
		list, err := a.Suggest(t.Context(), "ujio", 5)
		if err != nil || slices.ContainsFunc(list, func(s search.Suggestion) bool { return s.Kind == search.SuggestOfficial }) {
			t.Errorf("suggested %+v, %v", list, err)
		}
		art, err := a.Article(t.Context(), shown.ID)
		if err != nil || art.Officials[0].Public || !art.Officials[1].Public {
			t.Errorf("shown %+v, %v", art.Officials, err)
		}
		who, err := a.Official(t.Context(), "ujiono")
		if err != nil || !who.Suppressed {
			t.Errorf("got %+v, %v", who, err)
		}
	})
}

func TestDecisionsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	tell(t, a, site+"1", "Ujiono @33: Kita mulai.", "Rini Astuti @33: Kita lanjut.")
	ctx := t.Context()
	long := strings.Repeat("x", archive.MaxReason+1)
	for _, c := range []struct {
		what  string
		err   error
		kind  index.Kind
		field string
	}{
		{"merge nobody", second(a.MergeOfficials(ctx, "nobody", "ujiono", "", "k")), index.NotFound, ""},
		{"merge into nobody", second(a.MergeOfficials(ctx, "ujiono", "nobody", "", "k")), index.NotFound, ""},
		{"merge with oneself", second(a.MergeOfficials(ctx, "ujiono", "ujiono", "", "k")), index.Invalid, "into"},
		{"too long a reason", second(a.MergeOfficials(ctx, "ujiono", "rini-astuti", long, "k")), index.Invalid, "reason"},
		{"control characters", second(a.MergeOfficials(ctx, "ujiono", "rini-astuti", "a\x00b", "k")), index.Invalid, "reason"},
		{"split one who is alone", second(a.SplitOfficial(ctx, "ujiono", "", "k")), index.Invalid, "id"},
		{"rename to no name", second(a.RenameOfficial(ctx, "ujiono", "…", "", "k")), index.Invalid, "name"},
		{"rename to a long name", second(a.RenameOfficial(ctx, "ujiono", strings.Repeat("nama ", 50), "", "k")), index.Invalid, "name"},
		{"suppress nobody", second(a.SuppressOfficial(ctx, "", true, "", "k")), index.NotFound, ""},
	} {
		if index.KindOf(c.err) != c.kind || fieldOf(c.err) != c.field {
			t.Errorf("%s: got %v", c.what, c.err)
		}
	}
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[rini-astuti=1 ujiono=1]" {
		t.Errorf("after what was refused: %v", got)
	}
}

// TestDecisionsDoWhatSetsDo merges and splits at random, with restarts between.
func TestDecisionsDoWhatSetsDo(t *testing.T) {
	t.Parallel()
	steps, seed := number(t, "WARTA_MODEL_STEPS", 300), number(t, "WARTA_MODEL_SEED", 1)
	rng := rand.New(rand.NewPCG(uint64(seed), 11))
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	names := []string{"Andi", "Basri", "Citra", "Dewi", "Endang", "Fajar", "Galih", "Hasan"}
	o, a := openCast(t)
	var sets [][]string
	apart := map[string]bool{} // who was split, and not merged since
	for i, name := range names {
		tell(t, a, fmt.Sprint(site, i), name+" @33: Kita mulai.")
		sets = append(sets, []string{strings.ToLower(name)})
	}
	of := func(id string) int {
		return slices.IndexFunc(sets, func(set []string) bool { return slices.Contains(set, id) })
	}
	for step := range steps {
		x, y := strings.ToLower(cast.Pick(rng, names...)), strings.ToLower(cast.Pick(rng, names...))
		switch i, j := of(x), of(y); rng.IntN(12) {
		case 0, 1, 2, 3, 4:
			_, err := a.MergeOfficials(t.Context(), x, y, "", "k1")
			if (err == nil) != (x != y) { // who is one already is so by a merge here
				t.Fatalf("step %d: merge %s into %s: %v, of %v", step, x, y, err, sets)
			}
			if i != j {
				sets[j] = append(sets[j], sets[i]...)
				for _, id := range sets[j] {
					delete(apart, id)
				}
				sets = slices.Delete(sets, i, i+1)
			}
		case 5, 6, 7, 8:
			_, err := a.SplitOfficial(t.Context(), x, "", "k1")
			if (err == nil) != (len(sets[i]) > 1 || apart[x]) {
				t.Fatalf("step %d: split %s: %v, of %v", step, x, err, sets)
			}
			if len(sets[i]) > 1 {
				apart[x] = true
				sets[i] = slices.DeleteFunc(sets[i], func(id string) bool { return id == x })
				sets = append(sets, []string{x})
			}
		case 9:
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			var err error
			if a, err = archive.Open(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			settled(t, a)
		default:
			for _, set := range sets {
				for _, id := range set {
					who, err := a.Official(t.Context(), id)
					if err != nil {
						t.Fatalf("step %d: %v", step, err)
					}
					got, want := slices.Sorted(slices.Values(who.IDs)), slices.Sorted(slices.Values(set))
					if !slices.Equal(got, want) {
						t.Fatalf("step %d: %s is one with %v, want %v", step, id, got, want)
					}
				}
			}
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

// disconnected returns a context of a client that disconnects before the answer.
func disconnected(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

func TestADecisionHoldsWhenTheClientDisconnects(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai.")
	if _, err := a.SuppressOfficial(disconnected(t), "ujiono", true, "", "k1"); err != nil {
		t.Fatal(err)
	}
	if got := inFacet(t, a, index.Articles); len(got) != 0 {
		t.Errorf("suppressed, and in the facet: %v", got)
	}
	yes := archive.QuoteCorrection{Hidden: new(true)}
	_, err := a.CorrectQuote(disconnected(t), shown.Quotes[0].ID, yes, "k1")
	settled(t, a)
	if _, seen := a.Quote(t.Context(), shown.Quotes[0].ID, false); err == nil && index.KindOf(seen) != index.Gone {
		t.Errorf("hidden by %v, and answers %v", err, seen)
	}
}

// A suppressed person stays suppressed when an article separates two names of theirs.
func TestASuppressedPersonStaysSuppressedWhenNamesAreSeparated(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "Rini Astuti @33: Kita mulai.")
	tell(t, a, site+"2", "Rini Asputi @33: Kita lanjut.")
	if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[rini-astuti=2]" {
		t.Fatalf("before: %v", got)
	}
	if _, err := a.SuppressOfficial(t.Context(), "rini-astuti", true, "", "k1"); err != nil {
		t.Fatal(err)
	}
	tell(t, a, site+"3", "Rini Astuti @33: Kita mulai.", "Rini Asputi @33: Kita lanjut.")
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := inFacet(t, a, index.Articles); len(got) != 0 {
			t.Errorf("in the facet: %v", got)
		}
	})
}

func TestTheNameOfASuppressedPersonIsNotShownByID(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	id := tell(t, a, site+"1", "Ujiono @33: Kita mulai.", "Rini Astuti @33: Kita lanjut.").Quotes[1].ID
	if _, err := a.RenameOfficial(t.Context(), "ujiono", "Handi Tri Ujiono", "", "k1"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.CorrectQuote(t.Context(), id, archive.QuoteCorrection{Speaker: new("ujiono")}, "k1"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SuppressOfficial(t.Context(), "ujiono", true, "", "k1"); err != nil {
		t.Fatal(err)
	}
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		page, err := a.Search(t.Context(), search.Query{Official: []string{"ujiono"}, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: 10}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Facets[index.FacetOfficial] {
			if c.Selected && (c.Value != "ujiono" || c.Label != "ujiono" || c.Count != 0) {
				t.Errorf("the facet tells %+v", c)
			}
		}
		if q, err := a.Quote(t.Context(), id, false); err != nil || q.Quote.Speaker.ID == "handi-tri-ujiono" || q.Quote.Speaker.ID == "ujiono" {
			t.Errorf("the speaker is %+v, %v", q.Quote.Speaker, err)
		}
	})
}

func TestTheLogOfWritesKeepsWhatWasDecided(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	tell(t, a, site+"1", "Ujiono @33: Kita mulai.")
	for _, reason := range []string{"atas permintaan", "keliru"} {
		if _, err := a.SuppressOfficial(t.Context(), "ujiono", true, reason, "k1"); err != nil {
			t.Fatal(err)
		}
	}
	log, _, err := a.Writes(t.Context(), archive.WritesPlace{}, "ujiono", 10)
	if err != nil || len(log) != 2 || !strings.Contains(log[1].Detail, "atas permintaan") || !strings.Contains(log[0].Detail, "keliru") {
		t.Errorf("got %+v, %v", log, err)
	}
}

func TestTheAnswerToAnArticleIsAsItIsShown(t *testing.T) {
	t.Parallel()
	_, a := openCast(t)
	shown := tell(t, a, site+"1", "Ujiono @33: Kita mulai.", "Ujiono @33: Kita lanjut.")
	if _, err := a.CorrectQuote(t.Context(), shown.Quotes[0].ID, archive.QuoteCorrection{Hidden: new(true)}, "k1"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SuppressOfficial(t.Context(), "ujiono", true, "", "k1"); err != nil {
		t.Fatal(err)
	}
	got := put(t, a, text(site+"1", "Rapat\nUjiono @33: Kita mulai.\nUjiono @33: Kita lanjut."))
	if len(got.Article.Quotes) != 1 || got.Article.Officials[0].Public {
		t.Errorf("answered %+v", got.Article)
	}
}

// In a long list of officials not all pairs are compared. Two similar names in one
// article are two people nevertheless.
func TestALongListTellsApartWhoIsAlike(t *testing.T) {
	t.Parallel()
	lines := []string{"Budi Santoso Wirawan @33: Kita mulai.", "Budi Santopo Wirawan @33: Kita lanjut."}
	together := fmt.Sprint(peopleIn(t, lines, ""))
	if together != "[Budi Santopo Wirawan Budi Santoso Wirawan]" {
		t.Fatalf("two in one article are %s", together)
	}
	if apart := fmt.Sprint(peopleIn(t, lines[:1], lines[1])); apart != "[Budi Santopo Wirawan]" && apart != "[Budi Santoso Wirawan]" {
		t.Fatalf("in two articles they are %s: the list shows nothing", apart)
	}
	for i := range 70 {
		lines = append(lines, fmt.Sprintf("%s %s @33: Kita tutup.", spelled("Ka", i), spelled("Mo", i*7+3)))
	}
	if got := peopleIn(t, lines, ""); len(got) != 72 {
		t.Errorf("%d people of 72: %v", len(got), got)
	}
}

// spelled returns a word made of a beginning and a number, in syllables.
func spelled(begin string, n int) string {
	for range 4 {
		begin += []string{"ba", "di", "ru", "se", "no", "ti"}[n%6]
		n /= 6
	}
	return begin
}

// peopleIn returns the names in the facet of people after one article with lines, and
// another with the line more, unless it is empty.
func peopleIn(t *testing.T, lines []string, more string) []string {
	t.Helper()
	_, a := openCast(t)
	tell(t, a, site+"1", lines...)
	if more != "" {
		tell(t, a, site+"2", more)
	}
	page, err := a.Search(t.Context(), search.Query{Size: 1, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: index.MaxFacetSize}}})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range page.Facets[index.FacetOfficial] {
		names = append(names, c.Label)
	}
	slices.Sort(names)
	return names
}

func TestANameWithoutALetterDenotesNoPerson(t *testing.T) {
	t.Parallel()
	o, a := openCast(t)
	tell(t, a, site+"1", "… @33: Kita mulai.", "Rini Astuti @33: Kita lanjut.")
	everywhere(t, o, a, func(t *testing.T, a *archive.Archive) {
		if got := inFacet(t, a, index.Articles); fmt.Sprint(got) != "[rini-astuti=1]" {
			t.Errorf("got %v", got)
		}
		if got := quotesFound(t, a); len(got) != 2 {
			t.Errorf("found %q", got)
		}
	})
}

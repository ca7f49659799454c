package search_test

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
	"warta/index/search/searchtest"
)

//go:embed testdata/names.tsv
var namesText string

// A namedPerson is a person of testdata/names.tsv.
type namedPerson struct {
	id, kind, office string
	spellings        []string
}

// perOffice is the number of people of one office.
const perOffice = 6

func namedPeople() []namedPerson {
	var list []namedPerson
	office := 0
	for line := range strings.Lines(namesText) {
		line = strings.TrimSpace(line)
		kind, spellings, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if kind != "stranger" && len(list)%perOffice == 0 {
			office++
		}
		list = append(list, namedPerson{fmt.Sprintf("p%03d", len(list)), kind, fmt.Sprintf("33.%02d", office%35+1), strings.Split(spellings, "|")})
	}
	return list
}

// The ways in which an article names a person.
const (
	speaksWithPost    = "a"
	speaksWithoutPost = "b"
	inTextOnly        = "c"
)

// namedIn returns an article of an office that has a spelling of a name.
func namedIn(p namedPerson, n int, how string) *article.Article {
	name := p.spellings[n]
	a := &article.Article{
		ID: fmt.Sprintf("%s-%d-%s", p.id, n, how), Title: "Rapat koordinasi persiapan pemilu", Date: fmt.Sprintf("2025-%02d-%02d", n+1, len(p.id)+int(p.id[3]-'0')),
		DateBasis: "event", Publisher: &article.Office{Code: p.office}, Satker: []string{"33", p.office},
	}
	lead := fmt.Sprintf("Rapat %s dibuka pada pagi hari di aula.", a.ID)
	if how == inTextOnly {
		a.Paragraphs = []string{lead, "Hadir pula Camat Gajahmungkur, " + name + ", Kapolsek, dan undangan lain."}
		if n%2 == 1 {
			a.Title, a.Paragraphs[1] = name+" Buka Rapat Koordinasi", "Undangan lain hadir juga."
		}
		return a
	}
	o := article.Official{ID: "o", Name: strings.TrimPrefix(name, "H. ")}
	q := article.Quote{
		ID: a.ID + "-1", Kind: article.Direct, Text: "Kita siapkan logistik pemilu dengan baik.", Confidence: 0.95,
		Speaker: &article.Person{ID: o.ID, Name: o.Name}, Parts: []article.Part{{In: article.InParagraph, Paragraph: 1, Span: article.Span{Start: 3, End: 44}}},
	}
	says := "ujar " + name + "."
	if how == speaksWithPost {
		o.Public, o.Roles = true, []article.Role{{Title: "Anggota", Office: "KPU", Satker: p.office}}
		q.Role = &o.Roles[0]
		says = "ujar Anggota KPU " + name + "."
	}
	a.Paragraphs = []string{lead, "“Kita siapkan logistik pemilu dengan baik.” " + says}
	a.Officials, a.Quotes = []article.Official{o}, []article.Quote{q}
	return a
}

// A tally counts what queries of one kind find.
type tally struct {
	queries, strangers                int
	recall, recallA, recallB, recallC float64
}

func (t *tally) String() string {
	n := float64(t.queries)
	return fmt.Sprintf("%3d queries, found %.3f (a %.3f b %.3f c %.3f), %d with a stranger early", t.queries, t.recall/n, t.recallA/n, t.recallB/n, t.recallC/n, t.strangers)
}

// count adds an answer for a person.
func (t *tally) count(p namedPerson, hits []search.Hit, hows string) (missed []string, early string) {
	t.queries++
	found := make(map[string]float64)
	own, place := 0, 0
	for _, h := range hits {
		id, rest, _ := strings.Cut(h.ID, "-")
		if id == p.id {
			own++
			found[h.ID]++
			continue
		}
		if place = cmp.Or(place, own+1); place == own+1 && own < 4 && own < len(p.spellings)*len(hows) && early == "" {
			early = id + "-" + rest
		}
	}
	for _, how := range hows {
		n := 0.0
		for i := range p.spellings {
			id := fmt.Sprintf("%s-%d-%c", p.id, i, how)
			if found[id] > 0 {
				n++
			} else {
				missed = append(missed, id)
			}
		}
		share := n / float64(len(p.spellings))
		t.recall += share / float64(len(hows))
		switch string(how) {
		case speaksWithPost:
			t.recallA += share
		case speaksWithoutPost:
			t.recallB += share
		case inTextOnly:
			t.recallC += share
		}
	}
	if early != "" {
		t.strangers++
	}
	return missed, early
}

// TestSpellingsOfOneNameFindOnePerson asks for every spelling of many names. Articles have
// each of them as a speaker with a post, as a speaker without, and in the text alone.
func TestSpellingsOfOneNameFindOnePerson(t *testing.T) {
	t.Parallel()
	people := namedPeople()
	var list []*article.Article
	for _, p := range people {
		for n := range p.spellings {
			for _, how := range []string{speaksWithPost, speaksWithoutPost, inTextOnly} {
				list = append(list, namedIn(p, n, how))
			}
		}
	}
	shelf := searchtest.NewShelf(t, list...)
	for _, of := range []struct {
		name      string
		of        index.Of
		asks      string
		hows      string
		floor     float64 // of the share of the person's documents
		strangers int     // most queries with one of a stranger before the fifth place
	}{
		{"articles", index.Articles, "%s", speaksWithPost + speaksWithoutPost + inTextOnly, 0.99, 3},
		{"quotes", index.Quotes, "%s", speaksWithPost + speaksWithoutPost, 0.99, 3},
		{"pejabat", index.Articles, "pejabat:%q", speaksWithPost + speaksWithoutPost, 0.99, 3},
	} {
		kinds := map[string]*tally{}
		all := new(tally)
		for _, p := range people {
			if kinds[p.kind] == nil {
				kinds[p.kind] = new(tally)
			}
			for _, name := range p.spellings {
				hits := shelf.Ask(search.Query{Of: of.of, Text: fmt.Sprintf(of.asks, name), Size: 50}).Hits
				missed, early := kinds[p.kind].count(p, hits, of.hows)
				all.count(p, hits, of.hows)
				if len(missed) > 0 || early != "" {
					t.Logf("%s: %q (%s %s) misses %v, early %s", of.name, name, p.kind, p.id, missed, early)
				}
			}
		}
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			t.Logf("%-9s %-10s %v", of.name, kind, kinds[kind])
		}
		t.Logf("%-9s %-10s %v", of.name, "all", all)
		if found := all.recall / float64(all.queries); found < of.floor || all.strangers > of.strangers {
			t.Errorf("%s: %.3f found, %d with a stranger early; want %.3f and at most %d", of.name, found, all.strangers, of.floor, of.strangers)
		}
	}
}

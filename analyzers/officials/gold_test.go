package officials_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/officials"
	"warta/analyzers/samples"
	"warta/analyzers/satker"
)

// goldArticle is the part of a gold file that people need.
type goldArticle struct {
	Title      string
	Paragraphs []string
	Kind       string
	Publisher  struct{ Code string }
	Credits    struct{ Writer string }
	Officials  []article.Official
}

func key(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// TestGold holds the people of the built-in articles, given their gold
// paragraphs, against their gold. Of the articles held back only figures are
// shown; MISSES=1 lists what is wrong in the others.
func TestGold(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := samples.All()
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ tp, fp, fn int }
	var names, roles [2]tally
	for _, s := range all {
		part := 0
		if s.Held {
			part = 1
		}
		for _, raw := range s.Gold {
			var gold goldArticle
			if err := json.Unmarshal(raw, &gold); err != nil {
				t.Fatal(err)
			}
			in := officials.Input{
				Title: gold.Title, Paragraphs: gold.Paragraphs, Offices: g,
				Context: g.NewContext(gold.Publisher.Code, append([]string{gold.Title}, gold.Paragraphs...)...),
			}
			if gold.Kind == "opinion" {
				in.Author = gold.Credits.Writer
			}
			got := officials.Find(in)
			want := map[string][]string{}
			for _, o := range gold.Officials {
				want[key(o.Name)] = roleKeys(o)
			}
			have := map[string][]string{}
			for _, o := range got.Officials {
				have[key(o.Name)] = roleKeys(o)
			}
			show := !s.Held && os.Getenv("MISSES") != ""
			for n, r := range want {
				h, ok := have[n]
				if ok {
					names[part].tp++
				} else {
					names[part].fn++
					if show {
						fmt.Println(s.Name, "MISSED", n, r)
					}
				}
				for _, x := range r {
					if slices.Contains(h, x) {
						roles[part].tp++
					} else {
						roles[part].fn++
						if show && ok {
							fmt.Println(s.Name, n, "ROLE", x, "GOT", h)
						}
					}
				}
				for _, x := range h {
					if !slices.Contains(r, x) {
						roles[part].fp++
						if show {
							fmt.Println(s.Name, n, "EXTRA ROLE", x)
						}
					}
				}
			}
			for n, h := range have {
				if _, ok := want[n]; !ok {
					names[part].fp++
					roles[part].fp += len(h)
					if show {
						fmt.Println(s.Name, "INVENTED", n, h)
					}
				}
			}
		}
	}
	for i, part := range []string{"written on", "held back"} {
		f1 := func(t tally) float64 { return 2 * float64(t.tp) / float64(2*t.tp+t.fp+t.fn) }
		t.Logf("%s: officials %.3f %+v, roles %.3f %+v", part, f1(names[i]), names[i], f1(roles[i]), roles[i])
		if f1(names[i]) < 0.96 || f1(roles[i]) < 0.94 {
			t.Errorf("%s: officials %.3f, roles %.3f", part, f1(names[i]), f1(roles[i]))
		}
	}
}

func roleKeys(o article.Official) []string {
	var keys []string
	for _, r := range o.Roles {
		keys = append(keys, strings.ToLower(r.Title+" @ "+r.Office))
	}
	return keys
}

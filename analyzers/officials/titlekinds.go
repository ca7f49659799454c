package officials

import (
	"slices"
	"strings"
	"sync"
)

// BodiesOf returns the words with which the body of a post begins that its title implies: "Polres"
// for "Kapolres", "Pemerintah Kabupaten" and "Pemerintah" for "Bupati". The title is as typed or as
// written; it has none for most posts.
func BodiesOf(title string) []string { return impliedBodies()[strings.ToLower(title)] }

// impliedBodies are the bodies that titles imply, by the title in lower case, the longest first.
var impliedBodies = sync.OnceValue(func() map[string][]string {
	of := make(map[string][]string)
	anyLevel := make(map[string]bool) // titles of regions of any level, which must be told
	add := func(name string, bodies ...string) {
		for _, body := range bodies {
			if !slices.Contains(of[name], body) {
				of[name] = append(of[name], body)
			}
		}
		slices.SortStableFunc(of[name], func(a, b string) int { return len(b) - len(a) })
	}
	var walk func(n *titleNode, form string)
	walk = func(n *titleNode, form string) {
		if t := n.title; t != nil {
			for _, name := range []string{strings.TrimSpace(form), strings.ToLower(t.name)} {
				switch {
				case t.prefix != "":
					add(name, t.prefix)
				case governed[t.where] != "":
					add(name, "Pemerintah "+governed[t.where], "Pemerintah")
				case t.where == "region":
					anyLevel[name] = true
				}
			}
		}
		for word, next := range n.next {
			walk(next, form+" "+word)
		}
	}
	walk(titles, "")
	for name := range anyLevel {
		of[name] = []string{"Pemerintah"}
	}
	return of
})

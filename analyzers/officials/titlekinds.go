package officials

import (
	"strings"
	"sync"
)

// BodiesOf returns the words with which the body of a post begins that its written title implies:
// "Polres" for "Kapolres", "Pemerintah Kabupaten" and "Pemerintah" for "Bupati". A title that says
// nothing of its body has none, and so has a general one: "Kadis" is written "Kepala", which
// may be that of any body.
func BodiesOf(title string) []string { return impliedBodies()[strings.ToLower(title)] }

// impliedBodies are the bodies that written titles imply, by the title in lower case, the longest
// first. A title counts only where it is typed as it is written: the bodies of its other forms are
// said by those forms alone.
var impliedBodies = sync.OnceValue(func() map[string][]string {
	of := make(map[string][]string)
	var walk func(n *titleNode, form string)
	walk = func(n *titleNode, form string) {
		if t := n.title; t != nil && form == strings.ToLower(t.name) {
			switch {
			case t.prefix != "":
				of[form] = []string{t.prefix}
			case governed[t.where] != "":
				of[form] = []string{governments[t.where], governments["region"]}
			case t.where == "region": // of any level, which must be told
				of[form] = []string{governments["region"]}
			}
		}
		for word, next := range n.next {
			walk(next, strings.TrimSpace(form+" "+word))
		}
	}
	walk(titles, "")
	return of
})

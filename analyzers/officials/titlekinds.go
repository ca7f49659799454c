package officials

import (
	"strings"
	"sync"
)

// WithoutImplied returns the name of an office without the words at its beginning that a written
// title implies, and whether it has them: "Banyumas" of "Polresta Banyumas" for "Kapolresta".
// A general title implies nothing: "Kadis" is written "Kepala", which may be that of any body.
// Capitals do not count.
func WithoutImplied(title, office string) (rest string, implied bool) {
	for _, body := range impliedBodies()[strings.ToLower(title)] {
		n := len(body)
		if len(office) < n || !strings.EqualFold(office[:n], body) {
			continue
		}
		if len(office) == n || office[n] == ' ' {
			return strings.TrimSpace(office[n:]), true
		}
	}
	return office, false
}

// impliedBodies are the words with which bodies begin that written titles imply, by the title in
// lower case, the longest first: "Pemerintah Kabupaten" and "Pemerintah" for "Bupati". A title counts only where it is typed as it is written: the bodies of its other forms are
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

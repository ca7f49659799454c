package officials

// A Post is a post of data/titles.txt, as it is typed without an article around it.
type Post struct {
	Title string // as it is written: "Kepala"
	// Kind is whose post it is, in the words of data/titles.txt: "kpu", "body", "none", "ministry",
	// "regency", "city", "province" or "region". It is empty where data/titles.txt gives the body
	// itself ("@Polri") or the beginning of its name ("=Lapas").
	Kind string
	// Body is the complete name of the body whose post it is, "Polri", or the beginning of its name:
	// "Lapas", and "Pemerintah Kota" for the Kind "city". It is empty for the kinds "kpu", "body"
	// and "none".
	Body string
	// Whole is set where Body is the complete name.
	Whole bool
	// Unit is set where the name of a unit may follow, which is then a part of the title.
	Unit bool
}

// governments are the beginnings of the names of the bodies of the heads of regions.
var governments = map[string]string{
	"regency": "Pemerintah Kabupaten", "city": "Pemerintah Kota", "province": "Pemerintah Provinsi", "region": "Pemerintah", "ministry": "Kementerian",
}

// PostAt returns the longest post with which lower-case words begin, and its number of words, 0 if
// there is none.
func PostAt(words []string) (Post, int) {
	var found *title
	n := 0
	node := titles
	for i, word := range words {
		if node = node.next[word]; node == nil {
			break
		}
		if node.title != nil {
			found, n = node.title, i+1
		}
	}
	if found == nil {
		return Post{}, 0
	}
	p := Post{Title: found.name, Kind: found.where, Body: found.prefix, Unit: found.unit || found.open}
	switch {
	case found.body != "":
		p.Body, p.Whole = found.body, true
	case p.Body == "":
		p.Body = governments[found.where]
	}
	return p, n
}

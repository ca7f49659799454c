package people

import (
	"maps"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
)

// displayName returns the fullest spelling among the parts of a person that is not rare.
func displayName(parts []*part) string {
	if len(parts) == 1 && len(parts[0].raws) == 1 {
		return parts[0].raws[0].name()
	}
	written := make(map[string]int)
	most := 0
	for _, p := range parts {
		if p.withoutPost() && len(parts) > 1 && !parts[0].withoutPost() {
			continue
		}
		for _, k := range p.raws {
			name := k.name()
			written[name] += k.articles
			most = max(most, written[name])
		}
	}
	if len(written) == 1 {
		for name := range written {
			return name
		}
	}
	const rare = 4 // a spelling is rare at less than a quarter of the most frequent one
	best := ""
	var fullness []int
	for _, name := range slices.Sorted(maps.Keys(written)) {
		n := written[name]
		if n*rare < most {
			continue
		}
		if full := fullnessOf(name, n); best == "" || slices.Compare(full, fullness) > 0 {
			best, fullness = name, full
		}
	}
	return best
}

// fullnessOf rates a spelling that n articles use, for comparison: by the words that are
// written out, all words, the articles, and whether it has neither abbreviations nor
// capitals throughout.
func fullnessOf(name string, n int) []int {
	words := indonesian.NameWords(name)
	whole, plain := 0, 1
	for _, w := range words {
		if len(w) > 1 {
			whole++
		}
	}
	if strings.ContainsAny(name, ".,") || strings.ToUpper(name) == name {
		plain = 0
	}
	return []int{whole, len(words), n, plain}
}

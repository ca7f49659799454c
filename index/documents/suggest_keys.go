package documents

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
	"warta/index/dockeys"
	"warta/index/people"
)

// suggestKeys returns the keys by which public officials are suggested: for each word of each
// of their names, the name from that word on with each of the raw keys. A lookup by prefix in
// the dictionary of the index then finds them.
func suggestKeys(officials []article.Official, named people.Keys) []string {
	var keys []string
	for _, o := range officials {
		if !o.Public {
			continue
		}
		for _, name := range append([]string{o.Name}, o.Aliases[:min(len(o.Aliases), people.MaxAliases)]...) {
			if len(name) > people.MaxKeyName || strings.Contains(name, dockeys.SuggestEnd) {
				continue
			}
			for _, words := range dockeys.Endings(indonesian.NameWords(name)) {
				for _, key := range named.ByOfficial[o.ID] {
					keys = append(keys, words+dockeys.SuggestEnd+key)
				}
			}
		}
	}
	return keys
}

package documents

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
	"warta/index/dockeys"
	"warta/index/people"
)

// suggestKeys returns for each word of the name of each public official, and of the
// names that the article declares, the name from there on and the raw keys. The dictionary of the index is then the structure
// in which beginnings are looked up.
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
				for _, key := range named.Of[o.ID] {
					keys = append(keys, words+dockeys.SuggestEnd+key)
				}
			}
		}
	}
	return keys
}

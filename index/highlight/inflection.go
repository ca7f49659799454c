package highlight

import (
	_ "embed"
	"strings"
	"sync"

	"warta/analyzers/indonesian"
)

// inflection returns what words of one root have in common that are inflections of one word:
// the word without a clitic and without its repetition, and for a verb its suffix, as its
// prefix is a matter of voice (melantik, dilantik). Other affixes make another word (pemilih,
// pemilihan).
func inflection(word, root string) string {
	if one, two, ok := strings.Cut(word, "-"); ok && one == two {
		word = one
	}
	for _, clitic := range [...]string{"nya", "lah", "kah", "pun"} {
		if base, ok := strings.CutSuffix(word, clitic); ok && word != root && len(base) >= len(root) {
			word = base
			break
		}
	}
	if word == root || !strings.HasPrefix(word, "me") && !strings.HasPrefix(word, "di") {
		return word
	}
	for _, suffix := range [...]string{"kan", "i"} {
		if strings.HasSuffix(word, suffix) && !strings.HasSuffix(root, suffix) {
			return "-" + suffix
		}
	}
	return "-"
}

//go:embed institutions.txt
var institutionsText string

// institutions are the names of institutions as folded words, by the first.
var institutions = sync.OnceValue(func() map[string][][]string {
	names := make(map[string][][]string)
	var a indonesian.Analyzer
	for line := range strings.Lines(institutionsText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var words []string
		for _, g := range a.Query(line) {
			words = append(words, g.Words()...)
		}
		names[words[0]] = append(names[words[0]], words)
	}
	return names
})

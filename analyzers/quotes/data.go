package quotes

import (
	_ "embed"
	"strings"
)

var (
	//go:embed data/notquotes.txt
	notQuoteData string
	//go:embed data/clauses.txt
	clauseData string
	//go:embed data/descriptions.txt
	descriptionData string
)

var (
	notQuotes = wordSet(notQuoteData)
	clauses   = sections(clauseData)
	// predicates are words that make a clause; notVerbs only look like verbs;
	// adjectives may begin what "mengaku" reports; topics are no statements.
	predicates = clauses["predicates"]
	notVerbs   = clauses["not"]
	adjectives = clauses["adjectives"]
	topics     = clauses["topics"]

	descriptions = sections(before(descriptionData, "\nkinds:\n"))
	kinds        = parseKinds(descriptionData)
)

// before returns what stands before sep in s.
func before(s, sep string) string {
	s, _, _ = strings.Cut(s, sep)
	return s
}

func wordSet(data string) map[string]bool {
	return sections("all:\n" + data)["all"]
}

// sections reads lists of words, each begun by its name and a colon.
func sections(data string) map[string]map[string]bool {
	all := make(map[string]map[string]bool)
	var into map[string]bool
	for line := range strings.Lines(data) {
		line, _, _ = strings.Cut(line, "#")
		for w := range strings.FieldsSeq(line) {
			if name, ok := strings.CutSuffix(w, ":"); ok {
				into = make(map[string]bool, 256)
				all[name] = into
				continue
			}
			into[w] = true
		}
	}
	return all
}

// parseKinds reads lines "word = beginnings" behind "kinds:".
func parseKinds(data string) map[string][]string {
	all := make(map[string][]string)
	_, data, _ = strings.Cut(data, "\nkinds:\n")
	for line := range strings.Lines(data) {
		word, begins, ok := strings.Cut(line, "=")
		if !ok {
			panic("descriptions.txt: no “=” in “" + strings.TrimSpace(line) + "”")
		}
		all[strings.TrimSpace(word)] = strings.Fields(begins)
	}
	return all
}

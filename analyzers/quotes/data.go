package quotes

import (
	_ "embed"
	"fmt"
	"strings"

	"warta/analyzers/internal/wordlist"
)

var (
	//go:embed data/notquotes.txt
	notQuoteData string
	//go:embed data/clauses.txt
	clauseData string
	//go:embed data/descriptions.txt
	descriptionData string
	//go:embed data/kinds.txt
	kindData string
	//go:embed data/eventparts.txt
	eventPartData string
	//go:embed data/unitforms.txt
	unitFormData string
	//go:embed data/lists.txt
	listData string
)

var (
	lists        = wordlist.MustParse("lists.txt", listData)
	clauses      = wordlist.MustParse("clauses.txt", clauseData)
	descriptions = wordlist.MustParse("descriptions.txt", descriptionData)

	// notQuotes are words before quotation marks whose words are no quotation.
	notQuotes = wordlist.MustParse("notquotes.txt", notQuoteData).List("not quotes")

	// predicates are words that make a clause; prepositions have the affixes of verbs.
	predicates   = clauses.List("predicates")
	prepositions = clauses.List("prepositions")
	// adjectives may begin what "mengaku" reports; topics are no statements.
	adjectives = clauses.List("adjectives")
	topics     = clauses.List("topics")
	// auxiliaries are predicates that another verb follows; points are what a speaker
	// counts: "tiga hal".
	auxiliaries = clauses.List("auxiliaries")
	points      = clauses.List("points")
	// peopleWords are nouns for people. Of those, statedWords describe a person only
	// where the text says the same of the person elsewhere; careers are callings.
	peopleWords = clauses.List("people")
	statedWords = clauses.List("stated")
	careers     = clauses.List("careers")
	// politicalPosts are posts that members of electoralBodies have not held.
	politicalPosts  = clauses.List("political")
	electoralBodies = clauses.List("electoral")
	bodyWords       = clauses.List("bodies")

	// women and men are words for people of one sex, womanTitles and manTitles stand
	// before a name, womanNames and manNames are first names.
	women       = descriptions.List("women")
	men         = descriptions.List("men")
	womanTitles = descriptions.List("woman titles")
	manTitles   = descriptions.List("man titles")
	womanNames  = descriptions.List("woman names")
	manNames    = descriptions.List("man names")

	// kinds gives a word of a description the beginnings of words in a post or a body,
	// one of which makes a person one of that kind.
	kinds = mustParsePairs("kinds.txt", kindData)
	// eventParts are the parts that people have in an event, which are no posts: a word
	// and the words of which one must follow it, if there are any.
	eventParts = mustParsePairs("eventparts.txt", eventPartData)
	// unitForms gives a short form in the name of a unit the words for which it stands.
	unitForms = mustParsePairs("unitforms.txt", unitFormData)
)

func mustParsePairs(name, text string) map[string][]string {
	pairs, err := parsePairs(text)
	if err != nil {
		panic(name + ": " + err.Error())
	}
	return pairs
}

// parsePairs reads lines "word = words". A "#" begins a remark.
func parsePairs(text string) (map[string][]string, error) {
	pairs := make(map[string][]string)
	number := 0
	for line := range strings.Lines(text) {
		number++
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		word, rest, ok := strings.Cut(line, "=")
		word = strings.TrimSpace(word)
		if _, twice := pairs[word]; !ok || word == "" || strings.Contains(word, " ") || line != strings.ToLower(line) || twice {
			return nil, fmt.Errorf("line %d: want one new word, “=” and words, in lower case, got %q", number, line)
		}
		pairs[word] = strings.Fields(rest)
	}
	return pairs, nil
}

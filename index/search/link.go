package search

import (
	"net/url"
	"strings"
)

// fragmentWords is the number of words at each end of a long quote in a text fragment.
const fragmentWords = 5

// fragment returns the URL directive that opens a page at text (WICG, URL Fragment Text
// Directives): a short text completely, a long one by its ends.
func fragment(text string) string {
	escape := func(words []string) string {
		return strings.NewReplacer("-", "%2D", ",", "%2C", "+", "%20").Replace(url.QueryEscape(strings.Join(words, " ")))
	}
	words := strings.Fields(text)
	if len(words) <= 2*fragmentWords {
		return escape(words)
	}
	return escape(words[:fragmentWords]) + "," + escape(words[len(words)-fragmentWords:])
}

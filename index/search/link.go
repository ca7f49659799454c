package search

import (
	"net/url"
	"strings"
)

// fragmentWords is how many words of each end of a long quote a text fragment
// names.
const fragmentWords = 5

// fragment returns text as the directive of a URL that opens a page there
// (WICG, URL Fragment Text Directives): short text whole, long text by its ends.
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

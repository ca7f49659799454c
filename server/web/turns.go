package web

import (
	"net/url"
	"strings"

	"warta/index"
	"warta/index/query"
	"warta/index/search"
	"warta/index/understand"
)

// Turns are links from one page of results to the others, empty where there are none.
type Turns struct {
	Previous, Next string
	Number         int    // of this page, from 1; 0 if it is not known
	Near           []Link // the pages near this one, by number
	Moved          bool   // the order has changed since the page that led here
	CutAt          int    // on the last page: how many hits of an order that ends early can be seen
	ByDate         string // the same by date, whose order is complete
}

// addTurns links the pages before and behind a page and those near it.
func (v *SearchView) addTurns(state url.Values, page *search.Page, link func(url.Values) string) {
	to := func(cursor string) string { return link(with(state, "cursor", cursor)) }
	if page.Next != nil {
		v.Next = to(*page.Next)
	}
	if page.Previous != nil {
		v.Previous = to(*page.Previous)
	}
	v.Moved, v.Number = page.Moved, page.Number
	if len(page.Near) > 1 {
		for _, n := range page.Near {
			v.Near = append(v.Near, Link{Label: Number(n.Number), Href: to(n.Cursor), Current: n.Current})
		}
	}
	if page.Cut != nil && page.Next == nil {
		v.CutAt, v.ByDate = page.Cut.Reachable, link(with(state, "sort", string(index.Newest)))
	}
}

// addWords tells which words of the text were not searched as typed.
func (v *SearchView) addWords(state url.Values, u understand.Understood, link func(url.Values) string) {
	switch {
	case u.Excluded != nil:
		v.Excluded = link(with(state, "q", strings.Join(u.Excluded, " ")))
	case u.Hint != "":
		rest := url.Values{}
		for name, values := range state {
			if name != "q" {
				rest[name] = values
			}
		}
		v.NoWords = link(rest)
	}
	if v.Unmarked = u.WithoutMarks; v.Unmarked != nil {
		v.Any = false // the note on them says so
	}
	if strings.ContainsFunc(u.Text, query.IsQuote) && v.Total == 0 && v.NoWords == "" {
		words := strings.Map(func(r rune) rune {
			if query.IsQuote(r) {
				return ' '
			}
			return r
		}, u.Text)
		v.NoMarks = link(with(state, "q", strings.Join(strings.Fields(words), " ")))
	}
}

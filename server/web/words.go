package web

import (
	"net/url"

	"warta/analyzers/article"
	"warta/index/search"
)

// Citation returns the quote of a hit as another article cites it, as the page of the quote
// shows it.
func Citation(h search.Hit) string { return citation(h) }

// KindWords returns the kind of a quote in Indonesian.
func KindWords(k article.QuoteKind) string { return quoteKinds[string(k)] }

// SpokenBy returns who speaks and in which office, as far as it is known: "Budi Santoso, Ketua
// KPU Kota Semarang (menurut daftar pejabat)"; empty where nothing is.
func SpokenBy(q article.Quote) string {
	who := roleLabel(q.Role)
	if q.Speaker == nil {
		return who
	}
	if who != "" {
		who = ", " + who
	}
	return q.Speaker.Name + who
}

// Told returns at most n code points of a quote, 0 for all of it, in the form that its wording
// asks for: only words of a speaker stand between quotation marks, what is reported is told as
// such, a wish, a request and a question with the verb of the source, a headline as one. It
// begins with the speaker where named is set, and always in reported form.
func Told(q article.Quote, n int, named bool) string {
	words := bare(q)
	if n > 0 {
		words = shorten(words, n)
	}
	words = marked(q, words)
	who := SpokenBy(q)
	w := wordingOf(q)
	if w == wordsReported || w == wordsLoose || w == wordsMixed {
		switch r := reportOf(q); {
		case r.act == actNamed:
			return upperFirst(toldBy(q)) + " " + r.verb + r.joint(q, words) + " " + words
		case r.act == actUnknown && w != wordsMixed:
			return "Menurut laporan berita: " + words
		}
	}
	switch w {
	case wordsHeadline:
		return "Judul berita: " + words
	case wordsReported, wordsLoose:
		if who == "" {
			return "Tidak langsung: " + words
		}
		return "Menurut " + who + ": " + words
	case wordsSpoken, wordsUnmarked, wordsMixed:
	}
	switch {
	case !named:
		return words
	case who == "":
		return "Pembicara tidak disebutkan: " + words
	}
	return who + ": " + words
}

// ForFeed returns the quote of a hit as a feed may tell it, which is copied and kept by
// others: a private speaker is the post that the text gives, else a citizen. Author is the
// name of the speaker, empty where that is private or unknown, or the words are a title.
func ForFeed(h search.Hit) (q article.Quote, author string) {
	q = h.Quote.Quote
	switch {
	case q.Speaker == nil:
		return q, ""
	case !isSpeakerPublic(h.Article, q):
		if q.Speaker = nil; roleName(q.Role) == "" {
			q.Speaker = &article.Person{Name: "Warga"}
		}
		return q, ""
	case q.Kind == article.TitleQuote:
		return q, ""
	}
	return q, q.Speaker.Name
}

// toldBy returns the speaker before a verb: "Budi, Ketua KPU Kota Semarang,".
func toldBy(q article.Quote) string {
	name := ""
	if q.Speaker != nil {
		name = q.Speaker.Name
	}
	return apposed(name, roleLabel(q.Role))
}

// FilterLabels returns the filters of a query in words, in a fixed order, as far as the names
// and the facets of its answer know them.
func FilterLabels(q search.Query, page *search.Page, names Names) []string {
	state, out := State(q), []string(nil)
	for _, name := range filterNames {
		for _, value := range state[name] {
			out = append(out, chipLabel(name, value, page, names))
		}
	}
	return out
}

// feedLink leads to a state of a page as a feed: of articles, or of quotes where quotes is
// set. A feed has an order of its own.
func feedLink(state url.Values, quotes bool) string {
	feed := without(state, "sort", state.Get("sort"))
	if quotes {
		feed = with(feed, "of", OfQuotes)
	}
	return pageLink("/feed.atom")(feed)
}

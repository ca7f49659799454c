package param

import "warta/index"

// ArticleID checks the id of an article before the archive is asked.
func ArticleID(id string) (string, error) {
	return named(id, "there is no such article: take the id from a search or from the answer to sending it")
}

// QuoteID checks the id of a quote before the archive is asked.
func QuoteID(id string) (string, error) {
	return named(id, "there is no quote with this id: /v1/quotes finds them")
}

// OfficialID checks the id of an official before the archive is asked.
func OfficialID(id string) (string, error) {
	return named(id, noOfficial)
}

const noOfficial = "there is no such official: /v1/officials lists all"

// UnknownOfficial returns the error for an id that no official has.
func UnknownOfficial() error { return unknown(noOfficial) }

func named(id, text string) (string, error) {
	if !IsName(id) {
		return "", unknown(text)
	}
	return id, nil
}

func unknown(text string) error { return &index.Error{Kind: index.NotFound, Op: "param", Text: text} }

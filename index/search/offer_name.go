package search

import (
	"context"
	"fmt"
	"slices"

	"warta/index"
	"warta/index/understand"
)

// maxNamesTried is how many people are tried for one short name.
const maxNamesTried = 8

// offerName offers the query with the complete name in place of a short form of it, "Bu
// Fitriani kpu kota palu" for "bu fitri kpu kota palu", if the first step found nothing and
// there is one person alone with a name that begins so whose quotes match all the rest.
func (a *answer) offerName(ctx context.Context) error {
	u := a.understood
	if a.place.isSet() || a.query.Exact || a.query.AsTyped || a.offered != "" || u.Summary.Corrected != nil || a.found.Total > 0 && a.route.step == 0 {
		return nil
	}
	for _, word := range u.ShortNames {
		text, err := a.longName(ctx, word)
		if err != nil {
			return err
		}
		if text != "" {
			a.offered = text
			return nil
		}
	}
	return nil
}

// longName returns the query with the only complete name in place of a word that finds quotes;
// empty if there is none or more than one.
func (a *answer) longName(ctx context.Context, word string) (string, error) {
	people, err := a.suggestOfficials(ctx, index.WordsAsk{Text: word, Prefix: true}, maxNamesTried+1)
	if err != nil {
		return "", err
	}
	if len(people) > maxNamesTried {
		return "", nil
	}
	meant := ""
	for _, who := range people {
		text := replaceWords(a.query.Text, map[string]string{word: who.Label})
		u := a.understand(text)
		if text == "" || !slices.ContainsFunc(u.Summary.People, func(p understand.UnderstoodPerson) bool { return p.ID == who.Value }) {
			continue
		}
		found, err := a.engine.Search(ctx, index.Request{
			Of: a.request.Of, Filters: a.request.Filters, Collapse: a.request.Collapse, Where: u.Steps[0].Where, Sort: index.Newest,
		})
		switch {
		case err != nil:
			return "", fmt.Errorf("ask engine for %q: %w", text, err)
		case found.Total == 0:
		case meant != "":
			return "", nil
		default:
			meant = text
		}
	}
	return meant, nil
}

package opensearch

import (
	"fmt"

	"warta/index"
)

// match returns a query for what e matches, where scores do not count. prefix is "q." for an
// expression on the quotes within an article.
func match(e index.Expr, prefix string) object {
	field := func(name string) string { return prefix + fieldName(name) }
	switch e := e.(type) {
	case nil, index.Everything:
		return everything()
	case index.Term:
		return termQuery(field(e.Field), termText(e))
	case index.Phrase:
		return phraseQuery(e, field(e.Field))
	case index.Prefix:
		return object{"prefix": object{field(e.Field): object{"value": e.Text}}}
	case index.All:
		if len(e) == 0 {
			return everything()
		}
		return object{"bool": object{"filter": matches(e, prefix)}}
	case index.Any:
		return anyOf(matches(e, prefix))
	case index.Best:
		return anyOf(matches(e, prefix))
	case index.Weigh:
		return match(e.Of, prefix)
	case index.Not:
		return object{"bool": object{"must_not": list{match(e.Of, prefix)}}}
	case index.Prefer:
		return match(e.Want, prefix)
	case index.Quoted:
		return object{"nested": object{"path": "q", "score_mode": "none", "query": match(e.Of, "q.")}}
	default:
		panic(fmt.Sprintf("opensearch: unknown expression %T", e))
	}
}

func matches(parts []index.Expr, prefix string) list {
	out := make(list, len(parts))
	for i, p := range parts {
		out[i] = match(p, prefix)
	}
	return out
}

func everything() object { return object{"match_all": object{}} }

func termQuery(field, text string) object {
	return object{"term": object{field: object{"value": text}}}
}

// termText returns the text of a term as the index has it.
func termText(t index.Term) string {
	if isText(t.Field) {
		return clean(t.Text)
	}
	return t.Text
}

// phraseQuery returns a query for a phrase. A field without positions has none.
func phraseQuery(p index.Phrase, field string) object {
	switch {
	case len(p.Terms) == 1:
		return termQuery(field, clean(p.Terms[0]))
	case !hasPlaces(p.Field):
		return object{"match_none": object{}}
	}
	return object{"match_phrase": object{field: object{"query": writtenPhrase(p.Terms), "analyzer": "places"}}}
}

// anyOf returns a query for what one of the queries matches.
func anyOf(queries list) object {
	switch len(queries) {
	case 0:
		return object{"match_none": object{}}
	case 1:
		return queries[0].(object)
	}
	return object{"bool": object{"should": queries, "minimum_should_match": 1}}
}

package web

import (
	"strings"

	"warta/analyzers/article"
	"warta/index/search"
)

// Pages describe their subjects to search engines as JSON-LD with the vocabulary of
// schema.org. The template encodes these values, so that none can end its element.

type linked map[string]any

const schemaContext = "https://schema.org"

// without empty values, which say nothing.
func (l linked) set(name string, value string) {
	if value != "" {
		l[name] = value
	}
}

func organization(name, address string) linked {
	o := linked{"@type": "GovernmentOrganization", "name": name}
	o.set("url", address)
	return o
}

func linkedArticle(base string, a *article.Article, publisher string) linked {
	l := linked{"@context": schemaContext, "@type": "NewsArticle", "inLanguage": "id", "headline": shorten(a.Title, 110), "url": base + articlePath(a.ID)}
	l.set("datePublished", a.Date)
	if webHost(a.URL) != "" {
		l.set("isBasedOn", a.URL)
	}
	if publisher != "" {
		l["publisher"] = organization(publisher, "")
	}
	var people, quotes []any
	for _, o := range a.Officials {
		if o.Public {
			people = append(people, linkedPerson(base, o.ID, o.Name, o.Roles))
		}
	}
	for _, q := range a.Quotes {
		if l := linkedQuote(base, q, isSpeakerPublic(a, q)); l != nil {
			quotes = append(quotes, l)
		}
	}
	if people != nil {
		l["mentions"] = people
	}
	if quotes != nil {
		l["hasPart"] = quotes
	}
	return l
}

func isSpeakerPublic(a *article.Article, q article.Quote) bool {
	return q.Speaker != nil && isPublic(a, q.Speaker.ID)
}

func linkedPerson(base, id, name string, roles []article.Role) linked {
	l := linked{"@type": "Person", "name": name, "url": base + officialPath(id)}
	var titles []string
	for _, r := range roles {
		titles = append(titles, roleName(&r))
	}
	if titles != nil {
		l["jobTitle"] = titles
	}
	return l
}

// linkedQuote describes the words of a quote that stand between quotation marks in the text; nil
// where none do: only these are a quotation for all who read it without the article. Search
// engines are told no name of a private person; public says that the speaker is known and none.
func linkedQuote(base string, q article.Quote, public bool) linked {
	words := q.Marked()
	if len(words) == 0 {
		return nil
	}
	l := linked{"@type": "Quotation", "text": strings.Join(words, " … "), "url": base + quotePath(q.ID)}
	if public {
		l["spokenByCharacter"] = linked{"@type": "Person", "name": q.Speaker.Name, "url": base + officialPath(q.Speaker.ID)}
	}
	return l
}

// linkedRegulation describes a regulation. Its own text stands elsewhere.
func linkedRegulation(address, name, short, year string) linked {
	return linked{"@type": "Legislation", "name": name, "legislationIdentifier": short, "legislationDate": year, "url": address, "inLanguage": "id"}.standalone()
}

// standalone returns l as the only subject of a page.
func (l linked) standalone() linked {
	l["@context"] = schemaContext
	return l
}

// linkedSearch describes the search of the site.
func linkedSearch(base string) linked {
	return linked{
		"@context": schemaContext, "@type": "WebSite", "name": "Warta", "url": base + "/", "inLanguage": "id",
		"potentialAction": linked{"@type": "SearchAction", "target": base + "/?q={search_term_string}", "query-input": "required name=search_term_string"},
	}
}

// linkedHitQuote describes the quote of a hit for its page: a [linked], or nil.
func linkedHitQuote(base string, h search.Hit) any {
	l := linkedQuote(base, h.Quote.Quote, isSpeakerPublic(h.Article, h.Quote.Quote))
	if l == nil {
		return nil
	}
	l = l.standalone()
	part := linked{"@type": "NewsArticle", "headline": shorten(h.Title, 110), "url": base + articlePath(h.ID)}
	part.set("datePublished", h.Date)
	l["isPartOf"] = part
	return l
}

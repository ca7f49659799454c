package opensearch

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"

	"warta/index"
)

// The kinds of documents in the field "of".
const (
	kindArticle = "a"
	kindQuote   = "q"
	kindMarker  = "m"
	kindWords   = "w"
)

// kindOf returns the kind of documents that a request is about.
func kindOf(of index.Of) string {
	if of == index.Quotes {
		return kindQuote
	}
	return kindArticle
}

// A source is a document as it is sent, encoded already but for what may be set later.
type source struct {
	id     string // Document.ID
	route  string // the article
	fields object
	told   []int64 // the keys of copies
}

// sourcesOf returns the documents of an update as they are sent, at being the mark of their
// batch.
func sourcesOf(u index.Update, at uint64) []source {
	var quotes list
	sources := make([]source, 0, len(u.Documents))
	for _, d := range u.Documents {
		sources = append(sources, sourceOf(d, u.ID, at))
		if d.Of == index.Quotes {
			q := object{"id": d.ID}
			fillFields(q, d, false)
			quotes = append(quotes, q)
		}
	}
	for i, d := range u.Documents {
		if d.Of == index.Articles && quotes != nil {
			sources[i].fields["q"] = quotes
		}
	}
	return sources
}

func sourceOf(d index.Document, article string, at uint64) source {
	day := dayOf(d.Date)
	f := object{"of": kindOf(d.Of), "id": d.ID, "article": article, "at": at, "newest": day, "oldest": cmp.Or(day, noDay)}
	s := source{id: d.ID, route: article, fields: f}
	if d.Story != "" {
		key := hashed("s" + d.Story)
		f["story"], s.told = key, append(s.told, key)
	}
	if d.Retold != "" {
		key := hashed("r" + d.Retold)
		f["retold"], f["teller"], s.told = key, hashed("p"+d.Publisher), append(s.told, key)
	}
	if s.told != nil {
		f["origin"], f["outside"] = d.Origin, d.Outside
	}
	fillFields(f, d, true)
	return s
}

// fillFields sets the texts and keys of a document, and the lengths of its texts.
func fillFields(f object, d index.Document, lengths bool) {
	for _, t := range d.Texts {
		if len(t.Terms) == 0 {
			continue
		}
		name := fieldName(t.Field)
		f[name] = written(t)
		if lengths && t.Length > 0 {
			f[lengthPrefix+name] = t.Length
		}
	}
	for _, k := range d.Keys {
		if len(k.Values) > 0 {
			f[fieldName(k.Field)] = k.Values
		}
	}
}

// A bulk is the body of a request that writes.
type bulk struct {
	bytes.Buffer
	items int
}

// add adds an action, with a document where the action has one. Texts are not escaped for HTML.
func (b *bulk) add(action string, head, body any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(object{action: head}); err != nil {
		return fmt.Errorf("opensearch: encode a document: %w", err)
	}
	if body != nil {
		if err := e.Encode(body); err != nil {
			return fmt.Errorf("opensearch: encode a document: %w", err)
		}
	}
	b.items++
	return nil
}

// head returns the head of an action on a document: a version that is there and later stays.
func head(id, route string, version uint64) object {
	return object{"_id": idOf(id), "routing": route, "version": version, "version_type": "external_gte"}
}

// take returns the body and empties b.
func (b *bulk) take() lines {
	data := bytes.Clone(b.Bytes())
	b.Reset()
	b.items = 0
	return data
}

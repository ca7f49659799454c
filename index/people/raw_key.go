package people

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/officials"
	"warta/index/dockeys"
)

// The index stores people by raw keys: a name as it is written, keyEnd, and the scope in
// which it was read, which distinguishes two people of one name in two offices. The
// [Registry] resolves raw keys into people, in memory.
//
//	Handi Tri Ujiono\x1f=33              holds a post at a satker
//	Arief Rahman\x1f/bawaslu-kota-semarang/ketua/2023   at another body, in that term
//	Budi Santoso\x1f~33,33.74            holds a post, in an office that the text does not give
//	Siti Aminah\x1f?33.74                is named or speaks, without a post
//	Siti Aminah\x1f-33.74                is a private person according to the text
//	Mey Nurlela\x1f#mey-nurlela          is a speaker chosen by an editor
const keyEnd = "\x1f"

// The kinds of scopes.
const (
	atSatker      = '='
	atBody        = '/'
	officeUnknown = '~'
	postless      = '?'
	private       = '-'
	editorChosen  = '#'
)

// Bounds of raw keys.
const (
	MaxKeyName   = 120 // bytes of a name; a longer one gets no raw key
	maxKeyCodes  = 4   // satker of an article that a scope lists
	maxKeyScopes = 4   // raw keys of one person in one article
)

// scopesOf returns the scopes of an official of a.
func scopesOf(a *article.Article, o *article.Official) []string {
	var scopes []string
	add := func(scope string) {
		if !slices.Contains(scopes, scope) && len(scopes) < maxKeyScopes {
			scopes = append(scopes, scope)
		}
	}
	for _, r := range o.Roles {
		switch {
		case r.Satker != "":
			add(string(atSatker) + r.Satker)
		case r.Office != "":
			add(string(atBody) + officials.Slug(r.Office) + "/" + officials.Slug(r.Title) + "/" + termOf(a))
		}
	}
	if scopes != nil {
		return scopes
	}
	kind := postless
	switch {
	case o.Private: // a name alone must not turn a pupil into an office holder
		kind = private
	case o.Public:
		kind = officeUnknown
	}
	return []string{string(kind) + strings.Join(placesOf(a), ",")}
}

// placesOf returns the satker that an article is from or about, sorted.
func placesOf(a *article.Article) []string {
	var codes []string
	if a.Publisher != nil {
		codes = append(codes, a.Publisher.Code)
	}
	for _, code := range a.Satker {
		if len(codes) < maxKeyCodes && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// termOf returns the first year of the term of office in which an article's day lies,
// empty without a day. Terms begin in 2018, 2023 and so on, as those of the election
// bodies; most other bodies begin a year later.
func termOf(a *article.Article) string {
	year, _, _ := dockeys.DateParts(a.Date)
	if len(year) != len("2023") {
		return ""
	}
	n := 0
	for _, c := range year {
		if c < '0' || c > '9' {
			return ""
		}
		n = n*10 + int(c-'0')
	}
	const length, first = 5, 3
	n -= (n - first) % length
	return string([]byte{byte('0' + n/1000%10), byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)})
}

// rawKeys returns the raw keys of an official of a, none if the name is empty or too
// long.
func rawKeys(a *article.Article, o *article.Official) []string {
	if o.Name == "" || len(o.Name) > MaxKeyName || strings.Contains(o.Name, keyEnd) {
		return nil
	}
	scopes := scopesOf(a, o)
	keys := make([]string, len(scopes))
	for i, scope := range scopes {
		keys[i] = o.Name + keyEnd + scope
	}
	return keys
}

// Keys are what an article contributes to the registry.
type Keys struct {
	ByOfficial map[string][]string // raw keys by the official's id in the article
	All        []string            // raw keys of all officials, each once
	Evidence   []string
}

// KeysOf returns the raw keys of the officials of an article and the evidence: that one
// person holds posts in two offices, that two people of similar names are distinguished,
// and the posts, aliases and days of short names.
func KeysOf(a *article.Article) Keys {
	p := Keys{ByOfficial: make(map[string][]string, len(a.Officials))}
	for i := range a.Officials {
		o := &a.Officials[i]
		keys := rawKeys(a, o)
		p.ByOfficial[o.ID] = keys
		p.Evidence = append(p.Evidence, dayEvidence(a, keys)...)
		for j, key := range keys {
			if j > 0 {
				p.Evidence = append(p.Evidence, signSame+keys[0]+pairEnd+key)
			}
			if !slices.Contains(p.All, key) {
				p.All = append(p.All, key)
			}
		}
		p.Evidence = append(p.Evidence, postAndAliasEvidence(a, o, keys)...)
	}
	p.Evidence = append(p.Evidence, apartPairs(a, p.ByOfficial)...)
	return p
}

// SpeakerKeys returns the raw keys of the speaker of a quote of the article.
func (p Keys) SpeakerKeys(q *article.Quote) []string {
	if q.Speaker == nil {
		return nil
	}
	if key := EditorKey(q); key != "" {
		return []string{key}
	}
	return p.ByOfficial[q.Speaker.ID]
}

// HasSeparator reports whether a name contains a byte that separates the fields of raw
// keys or of evidence. Such a name cannot be stored in a key.
func HasSeparator(name string) bool { return strings.ContainsAny(name, keyEnd+pairEnd) }

// EditorSpeakerID returns the id that the speaker of a quote carries in an article when
// an editor chose the speaker: id is that of the chosen person.
func EditorSpeakerID(id string) string { return string(editorChosen) + id }

// cutKey splits a raw key into name and scope.
func cutKey(key string) (name, scope string, ok bool) {
	name, scope, ok = strings.Cut(key, keyEnd)
	return name, scope, ok && scope != ""
}

// EditorKey returns the raw key of a speaker whom an editor chose, empty for any other
// quote.
func EditorKey(q *article.Quote) string {
	if q.Speaker == nil || !strings.HasPrefix(q.Speaker.ID, string(editorChosen)) {
		return ""
	}
	return q.Speaker.Name + keyEnd + q.Speaker.ID
}

// isEditorKey reports whether a raw key is that of a speaker whom an editor chose.
func isEditorKey(key string) bool {
	_, scope, ok := cutKey(key)
	return ok && scope[0] == editorChosen
}

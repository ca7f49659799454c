package people

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/officials"
	"warta/index/dockeys"
)

// The index holds people by raw keys: a name as it is written and the scope in
// which it was read, which tells two people of one name in two offices apart.
// Which raw keys are one person is worked out in memory, by a [registry].
//
//	Handi Tri Ujiono\x1f=33              holds a post at a satker
//	Arief Rahman\x1f/bawaslu-kota-semarang/ketua/2023   at another body, in that term
//	Budi Santoso\x1f~33,33.74            holds a post, the text does not say where
//	Siti Aminah\x1f?33.74                is named or speaks, without a post
//	Siti Aminah\x1f-33.74                is a private person by what the text tells
//	Mey Nurlela\x1f#mey-nurlela          whom an editor named as the speaker
const KeyEnd = "\x1f"

// The kinds of scopes.
const (
	atSatker    = '='
	atBody      = '/'
	somewhere   = '~'
	postless    = '?'
	toldPrivate = '-'
	Decided     = '#'
)

// Bounds of raw keys.
const (
	MaxKeyName   = 120 // bytes of a name; a longer one is no name
	maxKeyCodes  = 4   // satker of an article that a key names
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
	case o.Private: // a name alone never makes a pupil an office holder
		kind = toldPrivate
	case o.Public:
		kind = somewhere
	}
	return []string{string(kind) + strings.Join(placesOf(a), ",")}
}

// placesOf returns the satker that an article is from or about, in order.
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

// termOf returns the term of office in which an article's day lies, by the year
// in which it begins: the seats of the election bodies change in 2018, 2023 and
// so on, those of most others a year later. Empty where there is no day.
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

// rawKeys returns the raw keys of an official of a; none for what is no name.
func rawKeys(a *article.Article, o *article.Official) []string {
	if o.Name == "" || len(o.Name) > MaxKeyName || strings.Contains(o.Name, KeyEnd) {
		return nil
	}
	scopes := scopesOf(a, o)
	keys := make([]string, len(scopes))
	for i, scope := range scopes {
		keys[i] = o.Name + KeyEnd + scope
	}
	return keys
}

// Keys are what an article says of people: the raw keys of each of its
// officials, and the evidence.
type Keys struct {
	Of       map[string][]string // raw keys by the official's id in the article
	All      []string            // of all officials, in order
	Evidence []string
}

// The signs before a pair in KeyEvidence: of two raw keys, or of a raw key and what an
// article tells of its bearer.
const (
	signSame   = "="
	signApart  = "!"
	signHolds  = "+" // a post and a year: see postText
	signCalled = "~" // another name, which the article declares
	PairEnd    = "\x1e"
)

// KeysOf works out what an article says of people. That one person holds
// posts in two offices makes both keys one person; that the article tells two
// people of like names in one office apart makes them two. The posts and the declared
// names of each stand there too.
func KeysOf(a *article.Article) Keys {
	p := Keys{Of: make(map[string][]string, len(a.Officials))}
	for i := range a.Officials {
		o := &a.Officials[i]
		keys := rawKeys(a, o)
		p.Of[o.ID] = keys
		p.Evidence = append(p.Evidence, shortOn(a, keys)...)
		for j, key := range keys {
			if j > 0 {
				p.Evidence = append(p.Evidence, signSame+keys[0]+PairEnd+key)
			}
			if !slices.Contains(p.All, key) {
				p.All = append(p.All, key)
			}
		}
		p.Evidence = append(p.Evidence, toldOf(a, o, keys)...)
	}
	p.Evidence = append(p.Evidence, toldApart(a, p.Of)...)
	return p
}

// MaxAliases is how many declared names of one person an article may add.
const MaxAliases = 4

// toldOf returns the posts and declared names of an official, each with its raw key.
func toldOf(a *article.Article, o *article.Official, keys []string) []string {
	var told []string
	add := func(sign, key, what string) {
		if pair := sign + key + PairEnd + what; what != "" && !slices.Contains(told, pair) {
			told = append(told, pair)
		}
	}
	for _, r := range o.Roles {
		if r.Satker == "" {
			continue
		}
		for _, key := range keys {
			if strings.HasSuffix(key, KeyEnd+string(atSatker)+r.Satker) {
				add(signHolds, key, postText(a, r.Title))
			}
		}
	}
	for _, alias := range o.Aliases[:min(len(o.Aliases), MaxAliases)] {
		if len(keys) > 0 && len(alias) <= MaxKeyName && !strings.ContainsAny(alias, KeyEnd+PairEnd) {
			add(signCalled, keys[0], alias)
		}
	}
	return told
}

// toldApart returns the pairs of people whom the article names beside each other
// and who would else be taken for one.
func toldApart(a *article.Article, keys map[string][]string) []string {
	var pairs []string
	for i, j := range alikeIn(a.Officials) {
		if a.Officials[i].Private || a.Officials[j].Private { // compared with none
			continue
		}
		for _, x := range keys[a.Officials[i].ID] {
			for _, y := range keys[a.Officials[j].ID] {
				if x != y {
					pairs = append(pairs, signApart+min(x, y)+PairEnd+max(x, y))
				}
			}
		}
	}
	if len(a.Officials) > comparedInFull {
		slices.Sort(pairs)
	}
	return pairs
}

// comparedInFull is up to how many officials of an article each is compared with each.
const comparedInFull = 64

// alikeIn goes through the pairs of officials whose names are alike, or who may be taken
// for one by way of a third name: they have a word in common. In a long list, which would
// be dear, only those are compared that the registry would compare too. A pair may come
// twice.
func alikeIn(list []article.Official) iter.Seq2[int, int] {
	return func(yield func(i, j int) bool) {
		if len(list) < 2 {
			return
		}
		names := make([]*personName, len(list))
		for i := range list {
			names[i] = newPersonName(list[i].Name)
		}
		for i, j := range shortIn(names) {
			if !yield(i, j) {
				return
			}
		}
		if len(list) <= comparedInFull {
			for i := range names {
				for j := range i {
					if (likenessOf(names[i], names[j]) != unlike || shareWord(names[i], names[j])) && !yield(i, j) {
						return
					}
				}
			}
			return
		}
		sharing := make(map[nameKey][]int)
		for i, name := range names {
			for _, key := range (&knot{name: name}).keys() {
				sharing[key] = append(sharing[key], i)
			}
		}
		seen := make(map[[2]int]bool)
		for _, key := range slices.Sorted(maps.Keys(sharing)) {
			of := sharing[key]
			if len(of) > crowd {
				continue
			}
			for n, i := range of {
				for _, j := range of[:n] {
					if pair := [2]int{i, j}; !seen[pair] {
						seen[pair] = true
						if likenessOf(names[i], names[j]) != unlike && !yield(i, j) {
							return
						}
					}
				}
			}
		}
	}
}

// shareWord reports whether two names have a word in common that is no initial.
func shareWord(a, b *personName) bool {
	return slices.ContainsFunc(a.words, func(w string) bool { return len(w) > 1 && slices.Contains(b.words, w) })
}

// shortIn goes through the pairs of a name of one word and a longer one that has it.
func shortIn(names []*personName) iter.Seq2[int, int] {
	return func(yield func(short, long int) bool) {
		short := make(map[string][]int)
		for i, name := range names {
			if len(name.words) == 1 {
				short[name.words[0]] = append(short[name.words[0]], i)
			}
		}
		if len(short) == 0 {
			return
		}
		for j, name := range names {
			if len(name.words) < 2 {
				continue
			}
			for n, word := range name.words {
				if slices.Contains(name.words[:n], word) {
					continue
				}
				for _, i := range short[word][:min(len(short[word]), crowd)] {
					if !yield(i, j) {
						return
					}
				}
			}
		}
	}
}

// SpeakerKeys returns the raw keys of who speaks in a quote of the article.
func (p Keys) SpeakerKeys(q *article.Quote) []string {
	if q.Speaker == nil {
		return nil
	}
	if key := GivenKey(q); key != "" {
		return []string{key}
	}
	return p.Of[q.Speaker.ID]
}

// cutKey parts a raw key into name and scope.
func cutKey(key string) (name, scope string, ok bool) {
	name, scope, ok = strings.Cut(key, KeyEnd)
	return name, scope, ok && scope != ""
}

// GivenKey returns the raw key of a speaker whom an editor named in place of what was
// read, empty for any other.
func GivenKey(q *article.Quote) string {
	if q.Speaker == nil || !strings.HasPrefix(q.Speaker.ID, string(Decided)) {
		return ""
	}
	return q.Speaker.Name + KeyEnd + q.Speaker.ID
}

// isGiven reports whether a raw key is of a speaker whom an editor named.
func isGiven(key string) bool {
	_, scope, ok := cutKey(key)
	return ok && scope[0] == Decided
}

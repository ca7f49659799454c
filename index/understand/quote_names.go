package understand

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/people"
)

// A nameSpan is a name among the words, with the titles before it and the degrees behind.
type nameSpan struct {
	from, to int // with titles and degrees
	at, end  int // without
	who      []people.Meaning
	firm     firmness
	number   int
}

// A firmness says how certainly words are the name of a speaker.
type firmness uint8

const (
	soft  firmness = iota // a word that is a name and an ordinary word
	alone                 // one word that is only a name
	hard                  // two words or more, or behind a title
)

// readNames finds posts without an office and names between two words. isFirst is set for the
// first words of a segment.
func (q *quoteText) readNames(from, to int, isFirst bool) {
	for i := from; i < to; {
		if end := q.postAt(i, to, isFirst); end > i {
			i, isFirst = end, false
			continue
		}
		isFirst = isFirst && indonesian.Stop(q.words[i].folded)
		name, ok := q.nameAt(i, to)
		if !ok {
			i = max(i+1, q.unknownName(i, to))
			continue
		}
		q.names = append(q.names, name)
		i = name.to
	}
}

// typed returns the words from one to another.
func (q *quoteText) typed(from, to int) []typedWord {
	list := make([]typedWord, to-from)
	for i := range list {
		list[i] = q.words[from+i].typedWord
	}
	return list
}

// nameFollows reports whether words begin with a name that is surely one.
func (q *quoteText) nameFollows(from, to int) bool {
	name, ok := q.nameAt(from, to)
	return ok && name.firm > soft
}

// nameAt returns the name at word i. People whose names are like the words are meant only where
// no one has them as they are heard.
func (q *quoteText) nameAt(i, to int) (nameSpan, bool) {
	at := i
	for at < to && q.words[at].title {
		at++
	}
	n, who, firm := q.nameIn(q.typed(at, to), at > i)
	if n == 0 && at > i { // the word is a title or a name: "Haji"
		at = i
		n, who, firm = q.nameIn(q.typed(i, to), false)
	}
	if n == 0 {
		if n, who = q.likeNamed(q.typed(0, to), at); n == 0 {
			return nameSpan{}, false
		}
		firm = hard
	}
	name := nameSpan{from: i, at: at, end: at + n, to: at + n, who: who, firm: firm}
	for firm > soft && name.to < to {
		w := q.words[name.to]
		if !w.plain && !(w.degree && (w.abbreviated || q.words[name.to-1].comma)) {
			break
		}
		name.to++
	}
	return name, true
}

// nameIn returns the number of words at the beginning that are a name, whom it means, and how
// certain that is.
func (q *quoteText) nameIn(typed []typedWord, titled bool) (int, []people.Meaning, firmness) {
	words := q.nameWords(typed)
	for n := len(words); n > 1; n-- {
		who := q.meaning(words[:n])
		if len(who) == 0 {
			continue
		}
		whole := slices.DeleteFunc(slices.Clone(words[:n]), func(w string) bool { return len(w) == 1 })
		switch {
		case len(whole) > 1 || titled || isOnlyName(whole[0]) || hasInitial(typed[:n]):
			return n, who, hard
		default:
			return n, who, soft
		}
	}
	if len(words) == 0 || len(words[0]) < minSpelt || indonesian.Stop(words[0]) {
		return 0, nil, soft
	}
	who := q.meaning(words[:1])
	switch {
	case len(who) == 0:
		return 0, nil, soft
	case titled:
		return 1, who, hard
	case isOnlyName(words[0]):
		return 1, who, alone
	}
	return 1, who, soft
}

// hasInitial reports whether one of the words is written as an initial: "B." or "B".
func hasInitial(typed []typedWord) bool {
	return slices.ContainsFunc(typed, func(w typedWord) bool { return len(w.name) == 1 && w.abbreviated })
}

// isOnlyName reports whether a word of names is no ordinary word and no word of a region.
func isOnlyName(word string) bool { return !indonesian.InDictionary(word) && !wordsOfRegions()[word] }

// wordsOfRegions are the folded words of the names of all regions that have an office.
var wordsOfRegions = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool)
	for o := range labels.Offices().Offices() {
		for _, word := range regionWords(o.Region) {
			words[word] = true
		}
	}
	return words
})

// unknownName drops the title before a name that the registry does not know, and keeps the
// word behind it, and further ones with a capital, from being corrected. It returns the end of
// what it read, 0 for none.
func (q *quoteText) unknownName(i, to int) int {
	at := i
	for at < to && q.words[at].title {
		at++
	}
	if at == i || at == to || q.words[at].name == "" {
		return 0
	}
	q.mark(i, at, speechFrame)
	end := at
	for end < to && (end == at || isCapital(q.words[end].text)) && q.words[end].name != "" && (!isOrdinary(q.words[end].folded) || end == at && indonesian.IsNameWord(q.words[end].folded)) && end-at < people.MaxNameWords {
		q.nameLike[q.words[end].folded] = true
		end++
	}
	if end-at == 1 {
		q.shortName(at)
	}
	for degrees := end; degrees < to && (q.words[degrees].plain || q.words[degrees].degree && q.words[degrees].abbreviated); degrees++ {
		q.mark(degrees, degrees+1, speechFrame)
	}
	return end
}

// shortName notes that a word may be a short form of the name of a person.
func (q *quoteText) shortName(i int) {
	const least = 3 // bytes
	if word := q.words[i].folded; len(word) >= least && len(q.out.ShortNames) < maxShortNames && !slices.Contains(q.out.ShortNames, word) {
		q.out.ShortNames = append(q.out.ShortNames, word)
	}
}

// shortNamesAtOffice notes the words beside an office that no text has and no person.
func (q *quoteText) shortNamesAtOffice() {
	if len(q.codes) == 0 || len(q.names) > 0 {
		return
	}
	for i, w := range q.words {
		isName := !isOrdinary(w.folded) || indonesian.IsNameWord(w.folded)
		if w.use == subjectWord && isName && !indonesian.Stop(w.folded) && w.name == w.folded && !q.people.IsNameWord(w.folded) {
			q.shortName(i)
		}
	}
}

func isOrdinary(word string) bool { return indonesian.InDictionary(word) }

func isCapital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// isPartOfName reports whether a word beside a single name is a name of the registers too: the
// two are then the name of a person whom the registry does not know.
func (q *quoteText) isPartOfName(n nameSpan) bool {
	isName := func(i int) bool {
		return i >= 0 && i < len(q.words) && q.words[i].use == subjectWord && !isOrdinary(q.words[i].folded) && !indonesian.Stop(q.words[i].folded) &&
			indonesian.IsNameWord(q.words[i].folded)
	}
	return isName(n.from-1) || !q.words[n.to-1].comma && isName(n.to)
}

// resolveNames decides which of the names found are speakers; the others are words of the
// subject. A single word beside a longer name, or beside another single word, is no speaker of
// its own unless a conjunction joins them. A name that stands there twice is one.
func (q *quoteText) resolveNames() {
	q.namesOnce()
	long := slices.ContainsFunc(q.names, func(n nameSpan) bool { return n.firm == hard })
	var kept []nameSpan
	for i, n := range q.names {
		if n.firm == alone {
			beside := i > 0 && q.names[i-1].firm == alone && q.names[i-1].to == n.from || i+1 < len(q.names) && q.names[i+1].firm == alone && q.names[i+1].from == n.to
			if (long || beside || q.isPartOfName(n)) && !q.isJoined(n.from) {
				n.firm = soft
			}
		}
		if n.firm == soft && !q.isOfOffice(n) {
			q.softName(n)
			continue
		}
		q.spans++
		n.number = q.spans
		q.mark(n.from, n.to, speechFrame) // titles and degrees are never wanted
		q.mark(n.at, n.end, nameWord)
		for j := n.from; j < n.to; j++ {
			q.words[j].span = n.number
		}
		q.markPostsBeside(n)
		kept = append(kept, n)
	}
	q.names = kept
	for _, n := range q.names {
		if len(q.codes) > 0 {
			var isThere bool
			if n.who, isThere = q.people.At(n.who, q.codes); !isThere && n.end-n.at == 1 {
				q.shortName(n.at)
			}
		}
		q.note(strings.ToLower(q.bare(n.at, n.end)))
		for _, m := range n.who {
			q.noteMeaning(q.bare(n.at, n.end), m, n.number)
		}
	}
}

// namesOnce drops the names that stand in the text a second time.
func (q *quoteText) namesOnce() {
	if !q.again {
		return
	}
	seen := make(map[string]bool)
	q.names = slices.DeleteFunc(q.names, func(n nameSpan) bool {
		words := strings.Join(q.folded(n.at, n.end), " ")
		again := seen[words]
		seen[words] = true
		if again {
			q.mark(n.from, n.to, speechFrame)
		}
		return again
	})
}

// isOfOffice reports whether an ordinary word is surely meant as a name: it is a first name or
// a family name, the text begins with it, an office follows, and one person there has it.
func (q *quoteText) isOfOffice(n nameSpan) bool {
	if len(q.codes) == 0 || n.to == len(q.words) || q.words[n.to].use != officeWord || len(n.who) == people.MaxMeanings || !indonesian.IsNameWord(q.words[n.at].folded) {
		return false
	}
	if slices.ContainsFunc(q.words[:n.from], func(w quoteWord) bool { return w.use != speechFrame }) {
		return false
	}
	there, isThere := q.people.At(n.who, q.codes)
	return isThere && len(there) == 1
}

// markPostsBeside makes a post directly before a name a part of its span, if no office follows.
func (q *quoteText) markPostsBeside(n nameSpan) {
	for i := n.from - 1; i >= 0 && q.words[i].use == postWord && q.words[i].span == 0 && len(q.beside) > 0; i-- {
		q.words[i].span = n.number
	}
}

// isJoined reports whether a conjunction or a comma stands before a word.
func (q *quoteText) isJoined(i int) bool {
	if i == 0 {
		return false
	}
	before := q.words[i-1]
	return before.comma || before.folded == "dan" || before.folded == "atau" || before.text == "&"
}

// softName makes a name a part of the subject, which finds the quotes of those who have it too.
// Quotes of those whose name is the complete query come first.
func (q *quoteText) softName(n nameSpan) {
	q.mark(n.from, n.to, subjectWord)
	if n.end-n.at > 1 || len(n.who) == people.MaxMeanings {
		return
	}
	word := q.words[n.at].folded
	q.spans++
	q.words[n.at].span = q.spans
	for _, m := range n.who {
		fits := q.budget.affordClause(2 * len(m.Keys))
		if len(q.words) == 1 && m.WholeName && fits {
			q.wholeKeys = append(q.wholeKeys, m.Keys...)
		}
		if fits {
			q.softKeys[word] = append(q.softKeys[word], m.Keys...)
		}
		if len(q.words) == 1 {
			q.noteMeaning(q.bare(n.at, n.end), m, q.spans)
		}
	}
}

// speakers returns the expression for the quotes of those whom the names mean.
func (q *quoteText) speakers() index.Expr {
	field := index.KeyField(index.Quotes, index.KeyOfficial)
	var ways index.Any
	for _, n := range q.names {
		who := n.who
		if len(q.codes) > 0 {
			who, _ = q.people.At(who, q.codes)
		}
		var keys []string
		fit := q.affordable(who, 1)
		for _, m := range fit {
			keys = append(keys, m.Keys...)
		}
		ways = append(ways, dockeys.Terms(field, keys))
		if len(n.who) == people.MaxMeanings || len(fit) < len(who) { // there may be more
			ways = append(ways, q.spoken(n))
		}
	}
	return index.AnyOf(ways)
}

// spoken matches quotes of all speakers who have the words of a name, but for suppressed ones.
func (q *quoteText) spoken(n nameSpan) index.Expr {
	var all index.All
	var words []string
	for _, w := range q.words[n.at:n.end] {
		words = append(words, w.name)
		if len(w.name) > 1 {
			all = append(all, index.Term{Field: index.FieldSpeakerSpelt, Text: indonesian.Sound(w.name)})
		}
	}
	if hidden := q.people.SuppressedKeys(words); len(hidden) > 0 {
		all = append(all, index.Not{Of: dockeys.Terms(index.KeyField(index.Quotes, index.KeyOfficial), hidden)})
	}
	return index.AllOf(all)
}

// keysOf matches quotes with one of the values of a key.
func keysOf(key string, values []string) index.Expr {
	return dockeys.Terms(index.KeyField(index.Quotes, key), values)
}

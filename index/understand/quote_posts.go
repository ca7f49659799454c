package understand

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"warta/analyzers/indonesian"
	"warta/analyzers/officials"
	"warta/analyzers/satker"
	"warta/index"
	"warta/index/labels"
	"warta/index/people"
)

// maxUnitWords is the maximum number of words between a post of a unit and its office.
const maxUnitWords = 10

// postBefore returns the post that ends before an office at word to, and its bounds: "plt
// ketua", "kadiv teknis". They are equal if there is none, and if the post or the office, which ends
// at word officeEnd, has a word beside it that says that the post is not held yet.
func (q *quoteText) postBefore(from, to, officeEnd int) (asked people.AskedPost, first, last int) {
	asked, first, last = q.anyPostBefore(from, to)
	if first < last && (q.isComing(first, last) || q.isComing(officeEnd, officeEnd)) {
		return people.AskedPost{}, to, to
	}
	return asked, first, last
}

// isComing reports whether the words beside a post, which goes from one word to another, say that it
// is not held yet.
func (q *quoteText) isComing(from, to int) bool {
	is := func(i int, listed func(string) bool) bool {
		return i >= 0 && i < len(q.words) && q.words[i].use != nodeUse && listed(q.words[i].folded)
	}
	known := people.KnownPosts()
	for i := from - 1; i < to; i++ {
		if is(i, known.IsWanted) || i >= from && is(i, known.IsElected) {
			return true
		}
	}
	return is(to, known.IsElected)
}

func (q *quoteText) anyPostBefore(from, to int) (asked people.AskedPost, first, last int) {
	end := to
	for end > from && indonesian.Stop(q.words[end-1].folded) {
		end--
	}
	known := people.KnownPosts()
	for i := from; i < end; i++ {
		if n := known.AskedAt(q.folded(i, end)); n == end-i {
			return q.askedPost(from, i, end, end, to)
		}
	}
	for i := from; i < end; i++ {
		words := q.folded(i, end)
		n := known.AskedAt(words)
		if n > 0 && known.HasUnit(strings.Join(words[:n], " ")) && end-i-n <= maxUnitWords {
			return q.askedPost(from, i, i+n, end, to)
		}
	}
	return asked, to, to
}

// askedPost returns the post of the words from at to unit, with the words of a unit up to end
// and the marks before it, and the bounds of all of these.
func (q *quoteText) askedPost(from, at, unit, end, last int) (asked people.AskedPost, first, to int) {
	asked.Posts = people.KnownPosts().AskedFor(strings.Join(q.folded(at, unit), " "))
	asked.Unit, asked.Today = q.waysToSay(unit, end), q.today.Format(time.DateOnly)
	first = at
	for first > from {
		n, acting, former := people.KnownPosts().MarkBefore(q.folded(from, first))
		if n == 0 {
			break
		}
		asked.Acting, asked.Former = asked.Acting || acting, asked.Former || former
		first -= n
	}
	return asked, first, last
}

// waysToSay returns the words of the name of a unit, each with its alternatives.
func (q *quoteText) waysToSay(from, to int) [][]string {
	if from == to {
		return nil
	}
	groups := q.analyzer.Query(q.text(from, to))
	var ways [][]string
	at := 0
	for _, g := range groups {
		words := g.Words()
		if !indonesian.Stop(words[0]) {
			own := []string{strings.Join(words, " ")}
			for _, a := range indonesian.Glossary().Alternatives([]indonesian.Group{g}) {
				if a.Start == 0 && a.End == len(words) && len(a.Words) > 0 {
					own = append(own, strings.Join(a.Words, " "))
				}
			}
			ways = append(ways, own)
		}
		at += len(words)
	}
	return ways
}

// postAt reads a post without an office of the KPU at word i of a range that ends with to:
// one of another body, one of any office, or one beside a name. It returns the end of what it
// read, i for none. isFirst is set for the first words of a segment.
func (q *quoteText) postAt(i, to int, isFirst bool) int {
	if end := q.postOfBody(i, to, isFirst); end > i {
		return end
	}
	known := people.KnownPosts()
	at := q.behindMarks(i, to)
	n := known.AskedAt(q.folded(at, to))
	if n == 0 {
		return i
	}
	word := strings.Join(q.folded(at, at+n), " ")
	unit := at + n
	end := unit
	if known.HasUnit(word) {
		end += known.DivisionAt(q.folded(unit, to))
	}
	asked, _, _ := q.askedPost(i, at, unit, end, end)
	isElsewhere, hasBody := known.IsElsewhere(word), false
	switch next := end; {
	case next < to && isBareOffice(q.words[next].folded):
		asked.KPU, hasBody = true, true
		end++
	case next < to && officials.IsBody(q.words[next].folded):
		asked.Body, end = q.body(next, to)
		asked.Level, hasBody = q.levelIn(next, end), true
	case isElsewhere && next < to:
		var placed bool
		if asked.Body, end, placed = q.placeAt(next, to); !placed {
			return q.postBeside(i, next, to, asked)
		}
		asked.Level = q.levelIn(next, end)
	case next < to && q.nameFollows(next, to):
		return q.postBeside(i, next, to, asked)
	case end > unit || word == "komisioner" || next == to && isFirst && !isElsewhere:
		asked.KPU = true
	case next == to && isFirst:
	default:
		return i
	}
	if q.isComing(i, end) {
		return i
	}
	q.mark(i, end, postWord)
	if q.takes(asked) {
		q.askPost(asked, q.bare(i, end))
		if hasBody {
			q.preferBody(asked)
		}
		q.note(strings.ToLower(q.text(i, end)))
	}
	return end
}

// behindMarks returns the word behind the marks at word i: "plt", "mantan".
func (q *quoteText) behindMarks(i, to int) int {
	for i < to {
		n, _, _ := people.KnownPosts().MarkAt(q.folded(i, to))
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// isBareOffice reports whether a folded word is the KPU as such.
func isBareOffice(word string) bool { return word == "kpu" || word == "kpud" || word == "kip" }

// takes reports whether a post is to be asked for, and counts it: not if the query asks for it
// already, or for maxPosts others. A post that is not taken costs nothing more.
func (q *quoteText) takes(asked people.AskedPost) bool {
	key := fmt.Sprintf("%+v", asked)
	switch {
	case slices.Contains(q.askedPosts, key):
		return false
	case len(q.askedPosts) == maxPosts:
		q.budget.postsOut = true
		return false
	}
	q.askedPosts = append(q.askedPosts, key)
	return true
}

// askPost asks for the holders of a post of the text, given its words as typed.
func (q *quoteText) askPost(asked people.AskedPost, text string) {
	q.posts = append(q.posts, q.holdersOf(asked))
	q.postTexts = append(q.postTexts, text)
}

// preferBody lets quotes for the body of a post stand first among those on the subject alone, if
// its words fit the budget.
func (q *quoteText) preferBody(asked people.AskedPost) {
	q.inBody = true
	if body := asked.OfBody(); q.budget.afford(index.Leaves(body)) {
		q.bodies = append(q.bodies, body)
	}
}

// holdersOf returns the quotes of the holders of a post, those of its likely holders behind.
func (q *quoteText) holdersOf(asked people.AskedPost) index.Expr {
	held, likely := q.orStated(q.people.Quotes(asked), asked.Stated()), q.people.LikelyQuotes(asked)
	if len(likely) > 0 && q.budget.afford(index.Leaves(likely.Expr())) {
		q.out.Likely = append(q.out.Likely, likely...)
		held = index.Any{index.Weigh{Of: held, Boost: sureFirst}, likely.Expr()}
	}
	return held
}

// sureFirst is what quotes of those who surely held a post score above quotes of those who
// likely did: more than all words of a subject.
const sureFirst = 10_000

// withLikely returns quotes of those who surely spoke for an office, by their score, then of
// those who likely did, if they fit the budget.
func (q *quoteText) withLikely(sure index.Expr, likely people.Likely) index.Expr {
	if len(likely) == 0 || !q.budget.afford(index.Leaves(sure)+index.Leaves(likely.Expr())) {
		return sure
	}
	return index.Any{index.Prefer{Want: sure, More: []index.Expr{index.Weigh{Of: sure, Boost: sureFirst}}}, likely.Expr()}
}

// postBeside reads a post directly before a name: it only weighs.
func (q *quoteText) postBeside(i, end, to int, asked people.AskedPost) int {
	if !q.nameFollows(end, to) {
		return i
	}
	q.mark(i, end, postWord)
	if q.takes(asked) {
		q.beside = append(q.beside, q.holdersOf(asked))
	}
	return end
}

// body returns the ways to say the words of an institution at word i and of its place, which stands
// behind words that are together a known way to say the institution, else behind its first word.
func (q *quoteText) body(i, to int) (ways [][]string, end int) {
	for from := min(to, i+maxBodyWords); from > i+1; from-- {
		place, end, ok := q.placeAt(from, to)
		if !ok {
			continue
		}
		if kind, known := people.WaysToName(q.folded(i, from)); known && len(kind) == 1 {
			return append(kind, place...), end
		}
	}
	ways = [][]string{{q.words[i].folded}}
	if place, end, ok := q.placeAt(i+1, to); ok {
		return append(ways, place...), end
	}
	return ways, i + 1
}

// levelIn returns the level of a body that the words from one to another name, empty for none.
func (q *quoteText) levelIn(from, to int) string {
	for _, w := range q.words[from:to] {
		if level := people.BodyLevel(w.folded); level != "" {
			return level
		}
	}
	return ""
}

// levels are the words for the level of an institution, which may be left out.
var levels = map[string]bool{"kabupaten": true, "kab": true, "kota": true, "provinsi": true, "prov": true}

// placeAt returns the ways to say the place that begins with word i: as typed, or by the
// region of an office of the KPU that the gazetteer knows there.
func (q *quoteText) placeAt(i, to int) (ways [][]string, end int, ok bool) {
	if i == to {
		return nil, i, false
	}
	const body = "kpu "
	text := strings.Join(q.folded(i, to), " ")
	m, ok := labels.Offices().OfficeAt(body+text, 0, satker.Context{})
	if !ok || m.Form != satker.Named || m.End <= len(body) {
		return nil, i, false
	}
	end = i + len(strings.Fields(text[:m.End-len(body)]))
	var typed []string
	for _, word := range q.folded(i, end) {
		if !levels[word] {
			typed = append(typed, word)
		}
	}
	names := []string{strings.Join(typed, " ")}
	for _, code := range append([]string{m.Code}, m.Candidates...) {
		if o, known := labels.Offices().ByCode(code); known {
			names = append(names, strings.Join(regionWords(o.Region), " "))
		}
	}
	return [][]string{names}, end, true
}

// regionWords returns the folded words of the name of a region, without its level.
func regionWords(region string) []string {
	var words []string
	for word := range strings.FieldsSeq(indonesian.Fold(region)) {
		if !levels[word] {
			words = append(words, word)
		}
	}
	return words
}

// spokenFor returns the expression for quotes of an office: those whose speaker spoke for it,
// those of articles that it published, and those of articles about it.
func (q *quoteText) spokenFor(codes []string) index.Expr {
	w := q.weights.Spoken
	return index.Best{
		index.Weigh{Of: q.orStated(q.people.QuotesOfOffices(codes), keysOf(index.KeyOffice, codes)), Boost: w.Speaks},
		index.Weigh{Of: keysOf(index.KeyPublisher, codes), Boost: w.Publisher},
		index.Weigh{Of: keysOf(index.KeyOffices, codes), Boost: w.About},
	}
}

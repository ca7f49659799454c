package understand

import (
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
	"warta/index"
	"warta/index/labels"
	"warta/index/people"
	"warta/index/periods"
	"warta/index/query"
)

// A wordUse says what a word of a query of quotes is for.
type wordUse uint8

const (
	unread wordUse = iota
	speechFrame
	aboutFrame
	periodWord
	nameWord
	officeWord
	postWord
	speakerWord // of a speaker whom the registry does not know
	subjectWord
	regulationWord
	nodeUse // no plain word: a phrase, a field, an exclusion
)

// A quoteWord is a plain word of a query of quotes, or another part of it.
type quoteWord struct {
	typedWord
	folded string
	dashed bool // behind a dash between spaces
	use    wordUse
	span   int        // number of the name or post it belongs to, from 1
	node   query.Node // for nodeUse
}

// A quoteText reads the text of a query of quotes: who speaks, when, and on what.
type quoteText struct {
	*understander
	words []quoteWord

	names       []nameSpan
	posts       []index.Expr  // alternatives: holders of a post
	postTexts   []string      // the words of posts, with their offices
	inBody      bool          // a post has its office or body
	bodies      []index.Expr  // alternatives: quotes for these, as far as they fit the budget
	askedPosts  []string      // the posts of posts and beside, written out
	holders     []postHolders // of the posts
	beside      []index.Expr  // posts beside a name, which only weigh
	offices     [][]string    // codes of offices named without a post
	codes       []string      // of all offices named
	unknown     index.Expr    // a speaker whom the registry does not know
	inPeriods   []index.Expr  // alternatives
	periodText  []string      // the words of the periods
	periodsRead []periods.Period
	exact       []index.Expr        // phrases and alternatives, part of the subject
	subject     []clause            // of the words of the subject
	subjects    []string            // what the subject is made of, as typed
	softKeys    map[string][]string // raw keys by a word of names
	wholeKeys   []string            // raw keys of those whose name is the complete query
	eventYears  map[string]bool     // years that belong to an event
	nameLike    map[string]bool     // words that are not corrected
	ruleClauses []clause            // of regulations, part of the subject
	ruleText    []string            // the words of these
	framesOnly  bool                // the query has no other words
	spans       int
}

// quotes reads the text of a query of quotes.
func (u *understander) quotes(parsed query.And) {
	q := &quoteText{
		understander: u,
		softKeys:     make(map[string][]string), eventYears: make(map[string]bool), nameLike: make(map[string]bool),
	}
	q.split(parsed)
	q.eachRun(q.readFrames)
	q.eachRun(q.readRegulations)
	q.eachRun(q.readPeriods)
	q.eachRun(q.readSpeakers)
	q.resolveNames()
	q.shortNamesAtOffice()
	q.readSubject()
	q.noteHolders()
	q.sumUp()
	q.finishQuotes()
}

// split splits the query into words and its other parts.
func (q *quoteText) split(parsed query.And) {
	var run []string
	dashed := false
	flush := func() {
		for i, w := range typedWords(strings.Join(run, " ")) {
			q.words = append(q.words, quoteWord{typedWord: w, folded: indonesian.FoldWord(w.text), dashed: dashed && i == 0})
		}
		run, dashed = nil, false
	}
	for _, n := range parsed {
		if w, ok := n.(query.Word); ok && !w.Prefix {
			if w.Dashed {
				flush()
				dashed = true
			}
			run = append(run, w.Text)
			continue
		}
		flush()
		q.words = append(q.words, quoteWord{use: nodeUse, node: n, typedWord: typedWord{text: n.String()}})
	}
	flush()
}

// eachRun calls read with the bounds of each run of plain words.
func (q *quoteText) eachRun(read func(from, to int)) {
	for i := 0; i < len(q.words); {
		if q.words[i].use == nodeUse {
			i++
			continue
		}
		from := i
		for i < len(q.words) && q.words[i].use != nodeUse {
			i++
		}
		read(from, i)
	}
}

// folded returns the folded words from one to another.
func (q *quoteText) folded(from, to int) []string {
	words := make([]string, to-from)
	for i := range words {
		words[i] = q.words[from+i].folded
	}
	return words
}

// text returns the words from one to another as typed.
func (q *quoteText) text(from, to int) string {
	texts := make([]string, to-from)
	for i := range texts {
		texts[i] = q.words[from+i].text
	}
	return strings.Join(texts, " ")
}

// bare returns the words from one to another as typed, without marks around them but a full
// stop, which may be that of a degree.
func (q *quoteText) bare(from, to int) string {
	text := q.text(from, to)
	bare := indonesian.TrimMarks(text)
	if strings.Contains(text, bare+".") {
		bare += "."
	}
	return bare
}

// mark gives words a use.
func (q *quoteText) mark(from, to int, use wordUse) {
	for i := from; i < to; i++ {
		q.words[i].use = use
	}
}

// readFrames finds the words of a question around what it asks for. A single stop word stays a
// word: it is optional anyway. If a query has nothing but frames they are words.
func (q *quoteText) readFrames(from, to int) {
	known := knownFrames()
	if from == 0 && to == len(q.words) && known.isFrameOnly(q.folded(from, to)) {
		q.framesOnly = true
		return
	}
	for i := from; i < to; {
		n, use := known.at(q.folded(i, to))
		switch {
		case n == 0:
			i++
		case n == 1 && indonesian.Stop(q.words[i].folded) && use == speechFrame:
			i++
		default:
			q.mark(i, i+n, use)
			i += n
		}
	}
}

// readPeriods finds the periods among words that are no frame. A year behind an election belongs
// to that.
func (q *quoteText) readPeriods(from, to int) {
	for i := from; i < to; {
		end := i
		for end < to && q.words[end].use == unread {
			end++
		}
		if end == i {
			i++
			continue
		}
		q.readPeriodsBetween(i, end)
		i = end
	}
}

func (q *quoteText) readPeriodsBetween(from, to int) {
	var texts []string
	var of []int // the word of each text
	for i := from; i < to; i++ {
		if q.words[i].dashed && i > from {
			texts, of = append(texts, periods.Dash), append(of, i)
		}
		texts, of = append(texts, q.words[i].text), append(of, i)
	}
	of = append(of, to)
	times := q.times(texts)
	for _, i := range times.Years {
		q.eventYears[q.words[of[i]].folded] = true
	}
	for _, s := range times.Periods {
		if !q.weighsPeriod(s.Period) {
			continue
		}
		q.mark(of[s.First], of[s.End], periodWord)
		q.inPeriods = append(q.inPeriods, matching(s.Period, index.Quotes, false))
		q.periodText = append(q.periodText, strings.Join(texts[s.First:s.End], " "))
		q.periodsRead = append(q.periodsRead, s.Period)
		q.notePeriod(s.Period, texts[s.First:s.End])
	}
}

// readSpeakers finds offices, posts and names between frames and periods.
func (q *quoteText) readSpeakers(from, to int) {
	before := unread // the frame before
	for i := from; i < to; {
		if use := q.words[i].use; use != unread {
			if use == speechFrame || use == aboutFrame {
				before = use
			}
			i++
			continue
		}
		end := i
		for end < to && q.words[end].use == unread {
			end++
		}
		s := segment{from: i, to: end, isSubject: before == aboutFrame && q.hasSpeaker(), beforeAbout: end < to && q.words[end].use == aboutFrame}
		q.readSegment(s)
		if before == speechFrame && s.beforeAbout && !q.hasSpeaker() {
			q.unknownSpeaker(i, end)
		}
		i = end
	}
}

// A segment is a run of words between frames and periods.
type segment struct {
	from, to    int
	isSubject   bool // names and offices in it are part of the subject
	beforeAbout bool // the subject follows
}

// hasSpeaker reports whether a name, a post or an office was found.
func (q *quoteText) hasSpeaker() bool {
	return len(q.names)+len(q.posts)+len(q.offices) > 0
}

// readSegment finds the offices in a segment, the posts before them, and names in the rest.
func (q *quoteText) readSegment(s segment) {
	at := s.from
	if !s.isSubject {
		for _, m := range q.officesAt(s.from, s.to) {
			if m.from < at {
				continue
			}
			asked, first, last := q.postBefore(at, m.from, m.to)
			q.readNames(at, first, at == s.from && first < m.from) // no post, if postBefore has none
			q.mark(m.from, m.to, officeWord)
			q.codes = append(q.codes, m.codes...)
			if first == last {
				q.offices = append(q.offices, m.codes)
				q.noteOffices(m, "")
			} else {
				q.mark(first, last, postWord)
				q.post(asked, m, first)
			}
			at = m.to
		}
		q.readNames(at, s.to, at == s.from)
	}
	for i := s.from; i < s.to; i++ {
		if q.words[i].use == unread {
			q.words[i].use = subjectWord
		}
	}
}

// An officeMention is the name of an office among the words.
type officeMention struct {
	from, to int
	codes    []string
}

// kip is the word for the offices in Aceh. Elsewhere it is the commission on information.
const kip = "kip"

func isKIP(code string) bool {
	o, ok := labels.Offices().ByCode(code)
	return ok && strings.EqualFold(o.Kind, kip)
}

// officesAt returns the names of offices between two words, in order.
func (q *quoteText) officesAt(from, to int) []officeMention {
	starts := make([]int, 0, to-from)
	var text strings.Builder
	for i := from; i < to; i++ {
		starts = append(starts, text.Len())
		word := q.words[i].text
		if q.words[i].folded == kip { // the gazetteer reads it in capitals alone
			word = "kpu"
		}
		text.WriteString(word)
		text.WriteByte(' ')
	}
	var list []officeMention
	for _, m := range labels.Offices().Find(text.String(), satker.Context{}) {
		codes := m.Candidates
		if m.Code != "" {
			codes = []string{m.Code}
		}
		if len(codes) == 0 || m.Form != satker.Named {
			continue
		}
		first, _ := slices.BinarySearch(starts, m.Start+1)
		end, _ := slices.BinarySearch(starts, m.End)
		mention := officeMention{from + first - 1, from + end, codes}
		if slices.Contains(q.folded(mention.from, mention.to), kip) {
			mention.codes = slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return !isKIP(code) })
		}
		if len(mention.codes) > 0 {
			list = append(list, mention)
		}
	}
	return list
}

// noteOffices adds an office to the summary, with the words of a post.
func (q *quoteText) noteOffices(m officeMention, post string) {
	text := q.bare(m.from, m.to)
	q.note(strings.TrimSpace(post + " " + text))
	for _, code := range m.codes {
		q.out.Summary.Offices = append(q.out.Summary.Offices, UnderstoodOffice{Code: code, Name: labels.Office(code), Text: text, Post: post})
	}
}

// post asks for the holders of a post at an office.
func (q *quoteText) post(asked people.AskedPost, m officeMention, first int) {
	asked.Codes = m.codes
	if !q.takes(asked) {
		return
	}
	q.askPost(asked, q.bare(first, m.to))
	q.inBody = true
	q.bodies = append(q.bodies, q.orStated(q.people.QuotesOfOffices(m.codes), keysOf(index.KeyOffice, m.codes)))
	post := q.text(first, m.from)
	q.noteOffices(m, post)
	q.spans++
	for i := first; i < m.to; i++ {
		q.words[i].span = q.spans
	}
	from, to := q.yearsAsked()
	q.holders = append(q.holders, postHolders{text: q.bare(first, m.to), span: q.spans, who: q.people.Holding(asked, from, to)})
}

// yearsAsked returns the first and the last year of the periods of the query, 0 for an open end.
func (q *quoteText) yearsAsked() (from, to int) {
	for i, p := range q.periodsRead {
		first, last := 0, 0
		if !p.From.IsZero() {
			first = p.From.Year()
		}
		if !p.To.IsZero() {
			last = p.To.Year()
		}
		if i == 0 {
			from, to = first, last
			continue
		}
		from = min(from, first)
		if to == 0 || last == 0 {
			to = 0
		} else {
			to = max(to, last)
		}
	}
	return from, to
}

// postHolders are those who held a post that the query names, and the words of that.
type postHolders struct {
	text string
	span int
	who  []people.Meaning
}

// noteHolders adds the holders of posts to the summary, unless the query names people.
func (q *quoteText) noteHolders() {
	if len(q.names) > 0 {
		return
	}
	for _, h := range q.holders {
		for _, m := range h.who {
			q.noteMeaning(h.text, m, h.span)
		}
	}
}

// noteMeaning adds a person whom the words of a span mean to the summary.
func (q *quoteText) noteMeaning(text string, m people.Meaning, span int) {
	if len(q.out.Summary.People) >= people.MaxMeanings {
		return
	}
	before := len(q.out.Summary.People)
	if q.notePerson(text, m); len(q.out.Summary.People) > before {
		q.out.Summary.People[before].Rest = q.rest(span)
	}
}

// rest returns the text without the words of a span, empty if it then asks for nothing.
func (q *quoteText) rest(span int) string {
	var texts, folded []string
	plain := true
	for _, w := range q.words {
		if w.span == span {
			continue
		}
		texts, folded = append(texts, w.text), append(folded, w.folded)
		plain = plain && w.use != nodeUse
	}
	if plain && knownFrames().isFrameOnly(folded) {
		return ""
	}
	return strings.Join(texts, " ")
}

// unknownSpeaker takes words between "apa kata" and "soal" for a speaker or a post that the
// registry does not know.
func (q *quoteText) unknownSpeaker(from, to int) {
	const most = 6 // words
	var all index.All
	for i := from; i < to; i++ {
		w := q.words[i]
		if w.title && i+1 < to || indonesian.Stop(w.folded) || w.folded == "" {
			continue
		}
		for _, word := range q.chain(w.text) {
			all = append(all, index.Any{
				index.Term{Field: index.FieldSpeaker, Text: word},
				index.Term{Field: index.FieldSpeakerSpelt, Text: indonesian.Sound(word)},
				index.Term{Field: index.FieldRole, Text: word},
			})
		}
	}
	if len(all) == 0 || len(all) > most {
		return
	}
	q.unknown = index.AllOf(all)
	q.mark(from, to, speakerWord)
	q.note(strings.ToLower(q.text(from, to)))
}

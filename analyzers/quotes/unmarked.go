package quotes

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// Speech without marks ends at the comma before its verb of saying. Where it begins no mark
// tells: it is unmarked speech only where nothing of the reporter can stand before it.

// sureUnhinted is the confidence of unmarked speech without any word of direct speech: it may
// as well be reported.
const sureUnhinted = 0.8

// mostSentences is how many sentences before the last one unmarked speech takes in.
const mostSentences = 3

var (
	// unmarkedLeads begin a phrase of the reporter before unmarked speech.
	unmarkedLeads = lists.List("unmarked leads")
	// unmarkedTails begin a phrase of the reporter behind its attribution.
	unmarkedTails = lists.List("unmarked tails")
	// restWords begin the rest of a statement that its attribution broke.
	restWords = lists.List("rest words")
	// reportingPronouns stand for the speaker in reported speech.
	reportingPronouns = lists.List("reporting pronouns")
	// speechWords are words of direct speech.
	speechWords = lists.List("speech words")
)

// told is the place behind an attribution.
type told struct{ unit, end int }

// speechBefore adds what stands before ", terang Rina": unmarked speech where both of its ends
// are sure, else a reported statement, or nothing where words of two may be mixed.
func (r *reader) speechBefore(i, k, low int, a attribution) int {
	u := &r.units[i]
	t := u.text
	end := k - 1
	low, whole := r.speechStart(i, low, end)
	if countWords(t, low, end) < 3 || !a.who.known {
		return a.end
	}
	r.setSubject(a.who, i, k, true)
	defer func() { r.told = told{i, a.end} }()
	if !whole || r.isToldByTwo(u, a.end) || t.Is(a.end, ",") && u.in(a.end+1) != nil || r.isMixed(u, low, end, a) || r.isQuoted(i, part{i, low, end}) {
		return a.end
	}
	f := found{unit: i, parts: []part{{i, low, end}}, who: a.who, cue: a.cue, because: a.because + ", no marks"}
	if !r.isSpeech(u, low, end, a) || r.goesOn(u, a.end) || r.speaksLater(u, a.end) {
		f.kind, f.sure = article.Indirect, min(a.sure, sureLoose)
		next := a.end
		if r.goesOn(u, a.end) {
			next = r.contentEnd(u, a.end+1)
			f.parts = append(f.parts, part{i, a.end + 1, next})
		}
		r.say(f)
		return next
	}
	f.parts[0].from = r.speechHead(i, low)
	f.kind, f.sure = article.Unmarked, min(a.sure, sureUnmarked)
	if !isHinted(t, f.parts[0].from, end) {
		f.sure = min(f.sure, sureUnhinted)
	}
	r.say(f)
	return a.end
}

// speechStart returns where what ends at token end of unit i begins: at its sentence, a few
// words between marks included, or behind an attribution without a full stop, "…, beber
// Wisnu Kami …". whole is false where it is not clear which words belong together.
func (r *reader) speechStart(i, low, end int) (from int, whole bool) {
	u := &r.units[i]
	t := u.text
	start := t.Sentences[t.SentenceOf(end)].Start
	if end-start > maxClause {
		return low, false
	}
	if r.told.unit == i && r.told.end > start && r.told.end <= end {
		from = r.told.end
		return from, t.Upper(from)
	}
	for k := low - 1; k >= start; k-- {
		s := u.in(k)
		if s == nil {
			continue
		}
		if s.repaired || s.to-s.from > 4 || r.isQuoted(i, part{i, s.from, s.to}) {
			return low, false
		}
		k = s.start
	}
	return start, true
}

// isQuoted reports whether tokens of unit i are in a quote already.
func (r *reader) isQuoted(i int, words part) bool {
	for n := len(r.out) - 1; n >= 0 && n >= len(r.out)-4; n-- {
		for _, p := range r.out[n].parts {
			if p.unit == i && p.from < words.to && p.to > words.from {
				return true
			}
		}
	}
	return false
}

// isToldByTwo reports whether "dan" and another name follow the attribution that ends
// before token k.
func (r *reader) isToldByTwo(u *unit, k int) bool {
	return (u.text.Is(k, "dan") || u.text.Is(k, "serta") || u.text.Is(k, "bersama")) && u.refAt(k+1) != nil
}

// isLead reports whether tokens from from to to begin with a phrase of the reporter: with a word
// for it, or with a verb before a comma: "Mewakili ketua, kami …".
func isLead(t *prose.Text, from, to int) bool {
	first := t.Low(from)
	if unmarkedLeads[first] || first == "lebih" && (t.Is(from+1, "lanjut") || t.Is(from+1, "jauh") || t.Is(from+1, "rinci")) {
		return true
	}
	return isVerb(first) && holds(t, from, to, ",")
}

// isMixed reports whether the tokens from low to end tell of the speaker of a and let him
// speak of himself: "Acara dibuka Rina, kami berterima kasih".
func (r *reader) isMixed(u *unit, low, end int, a attribution) bool {
	if !firstPerson(u.text, low, end) {
		return false
	}
	for k := low; k < end; k++ {
		if f := u.refAt(k); f != nil && a.who.person >= 0 && f.Official == a.who.person {
			return true
		}
	}
	return false
}

// isSpeech reports whether the tokens from low to end are the words of the speaker of a and
// nothing else: no lead of the reporter before them and no word of reported speech in them.
func (r *reader) isSpeech(u *unit, low, end int, a attribution) bool {
	t := u.text
	if isLead(t, low, end) {
		return false
	}
	himself := firstPerson(t, low, end)
	for k := low; k < end; k++ {
		if reportingPronouns[t.Low(k)] && !(himself && (t.Is(k, "dia") || t.Is(k, "ia"))) || t.Is(k, "bahwa") {
			return false // "Dia kaget, saya juga" is of another
		}
		if f := u.refAt(k); f != nil && a.who.person >= 0 && f.Official == a.who.person {
			return false // a report about the speaker, not the speaker's words
		}
		if v, ok := prose.Saying(t.Low(k)); ok && v.Form == prose.Possessive && t.Is(k-1, ",") {
			return false // another attribution
		}
	}
	return true
}

// goesOn reports whether a comma stands at token k, behind an attribution, and what was said
// goes on behind it: neither the day nor the circumstances of the report.
func (r *reader) goesOn(u *unit, k int) bool {
	t := u.text
	if k+1 >= len(t.Tokens) || !t.Is(k, ",") || t.Upper(k+1) || t.Kind(k+1) != prose.Word || isWeekday(t.Low(k+1)) || unmarkedTails[t.Low(k+1)] || u.in(k+1) != nil {
		return false
	}
	end := r.sentenceEnd(u, k+1)
	return restWords[t.Low(k+1)] || firstPerson(t, k+1, end) || hasPredicate(t, k, end, false, false)
}

// speaksLater reports whether the speaker talks of himself in the rest of the sentence from
// token k on: "…, ujarnya optimistis, kami akan …". A capital begins another sentence.
func (r *reader) speaksLater(u *unit, k int) bool {
	t := u.text
	if k >= len(t.Tokens) || t.Upper(k) {
		return false
	}
	for end := r.sentenceEnd(u, k); k < end; k++ {
		if !t.Upper(k) && firstPerson(t, k, k+1) {
			return true
		}
	}
	return false
}

// speechHead returns the token at which speech begins whose last sentence begins at low: the
// sentences before it belong to it where their speaker talks of himself, and nothing tells
// of another one.
func (r *reader) speechHead(i, low int) int {
	u := &r.units[i]
	t := u.text
	s := t.SentenceOf(low)
	if t.Sentences[s].Start != low {
		return low
	}
	for n := 0; n < mostSentences && s > 0; n++ {
		s--
		start, end := t.Sentences[s].Start, t.Sentences[s].End
		if r.told.unit == i && start < r.told.end || !firstPerson(t, start, end) || !r.isPlain(u, start, end) {
			break
		}
		low = start
	}
	return low
}

// isPlain reports whether a sentence has no marks, no names and no attribution, and begins
// without a lead of the reporter.
func (r *reader) isPlain(u *unit, start, end int) bool {
	t := u.text
	if isLead(t, start, end) || r.narrates(u, start) || r.namesPerson(u, start, end) {
		return false
	}
	for k := start; k < end; k++ {
		v, ok := prose.Saying(t.Low(k))
		if u.in(k) != nil || reportingPronouns[t.Low(k)] || ok && (v.Form == prose.Possessive || t.Is(k-1, ",") && v.Form == prose.Bare) {
			return false
		}
	}
	return true
}

// isHinted reports whether a word between two tokens is one of direct speech.
func isHinted(t *prose.Text, from, to int) bool {
	for k := from; k < to; k++ {
		low := t.Low(k)
		if speechWords[low] || strings.HasSuffix(low, "lah") && len(low) > 6 && !nouns[low] {
			return true
		}
	}
	return false
}

// nouns end in "-lah" as calls do.
var nouns = map[string]bool{"masalah": true, "sekolah": true, "makalah": true, "majalah": true, "istilah": true, "wilayah": true, "sejumlah": true, "setelah": true, "berjumlah": true}

// countWords returns the number of words between two tokens.
func countWords(t *prose.Text, from, to int) int {
	words := 0
	for k := from; k < to; k++ {
		if t.Kind(k) == prose.Word {
			words++
		}
	}
	return words
}

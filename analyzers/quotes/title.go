package quotes

import (
	"slices"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// readTitle reads "Name: words", "Name ingatkan warga: words" and "“Words,” pesan
// Name" in the title.
func (r *reader) readTitle() {
	u := &r.title
	t := u.text
	for k := range u.refs {
		f := &u.refs[k]
		if f.Official < 0 || !r.isSpeaker(f.Official) {
			continue
		}
		colon := titleColon(t, f.to)
		if colon < 0 || colon+2 >= len(t.Tokens) {
			if r.readTitleBefore(f) {
				return
			}
			continue
		}
		r.sayTitle(colon+1, len(t.Tokens), found{who: r.speakerOf(f), because: "A-22: name and colon before the words of the title", sure: sureTitle})
		return
	}
	r.readTitleOfOffice()
}

// isSpeaker reports whether the text shows that person p of the title is a
// person: by a post, or by words of his or her own.
func (r *reader) isSpeaker(p int) bool {
	return len(r.people.Person(p).Roles) > 0 || slices.Contains(r.order, p)
}

// readTitleBefore reads the words between marks at the head of the title that a
// verb of saying and f follow.
func (r *reader) readTitleBefore(f *ref) bool {
	t := r.title.text
	v, ok := prose.Saying(t.Low(f.from - 1))
	if !ok || v.Form != prose.Bare || t.Kind(0) != prose.Mark {
		return false
	}
	end := f.from - 2
	if t.Is(end, ",") {
		end--
	}
	if end < 3 || t.Kind(end) != prose.Mark {
		return false
	}
	r.sayTitle(0, end+1, found{who: r.speakerOf(f), because: "A-22: words between marks, verb of saying and name in the title", sure: sureTitle})
	return true
}

// titleColon returns the colon behind a name that ends before token i: at once,
// or behind a verb of saying and whom it is said to; -1 where there is none.
func titleColon(t *prose.Text, i int) int {
	if t.Is(i, ":") {
		return i
	}
	if !isHeadlineVerb(t.Low(i)) {
		return -1
	}
	for k := i + 1; k < i+8; k++ {
		switch {
		case t.Is(k, ":"):
			return k
		case t.Kind(k) != prose.Word && t.Kind(k) != prose.Number:
			return -1
		}
	}
	return -1
}

// isHeadlineVerb reports whether a lower-case word is a verb of saying as titles
// have it, without its prefix: "ingatkan", "minta", "soroti".
func isHeadlineVerb(low string) bool {
	for _, prefix := range [...]string{"", "di", "me", "men", "meng"} {
		if v, ok := prose.Saying(prefix + low); ok && v.Form != prose.Possessive && v.Form != prose.PassiveNya {
			return true
		}
	}
	return false
}

// readTitleOfOffice reads "KPU X: Kami …" in the title: words in the first
// person without a speaker.
func (r *reader) readTitleOfOffice() {
	t := r.title.text
	for k := 1; k+2 < len(t.Tokens); k++ {
		if !t.Is(k, ":") {
			continue
		}
		body := false
		for j := k - 1; j >= 0 && t.Upper(j); j-- {
			body = t.Is(j, "kpu") || t.Is(j, "kip") || t.Is(j, "bawaslu") || t.Is(j, "dkpp")
			if body {
				break
			}
		}
		if body && firstPerson(t, k+1, len(t.Tokens)) {
			r.sayTitle(k+1, len(t.Tokens), found{who: unknownSpeaker, because: "A-22: an office and a colon before words in the first person", sure: sureUnknown})
		}
		return
	}
}

// sayTitle adds tokens from to to of the title as a quote, without marks at its ends.
func (r *reader) sayTitle(from, to int, f found) {
	t := r.title.text
	p := trim(t, part{-1, from, to})
	if inner, ok := betweenMarks(t, from, to); ok {
		p, f.verbatim = inner, true
	}
	f.kind, f.unit, f.parts = article.TitleQuote, -1, []part{p}
	r.say(f)
}

// betweenMarks returns the part of the title between a mark at token from and one before
// token to, stops behind it skipped. ok is false where one of the two is missing, and where
// more marks between them may belong to either.
func betweenMarks(t *prose.Text, from, to int) (inner part, ok bool) {
	last := to - 1
	for last > from && t.Kind(last) == prose.Punct && !isQuoteSign(t.At(last)) {
		last--
	}
	single := isQuoteSign(t.At(from))
	if !isTitleMark(t, from) || !isTitleMark(t, last) || last-from < 2 || single != isQuoteSign(t.At(last)) {
		return inner, false
	}
	for k := from + 1; k < last; k++ {
		if t.Kind(k) == prose.Mark && !isQuoteSign(t.At(k)) || single && isTitleMark(t, k) {
			return inner, false
		}
	}
	return part{-1, from + 1, last}, true
}

// isTitleMark reports whether token k of a title is a quotation mark. A title has no verb of
// saying behind a single mark that would show it as one.
func isTitleMark(t *prose.Text, k int) bool { return t.Kind(k) == prose.Mark || isQuoteSign(t.At(k)) }

package quotes

import (
	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

var (
	// askLabels and answerLabels stand before a question and an answer of an interview:
	// "Tanya: …", "Jawab: …".
	askLabels    = lists.List("ask labels")
	answerLabels = lists.List("answer labels")
	// talks are nouns for an interview: "wawancara dengan Rina".
	talks = lists.List("talks")
)

// readAnswer reads paragraph i as a line of an interview with labels and reports whether it is
// one. An answer becomes a quote of the person interviewed. A question is the reporter's and
// becomes none.
func (r *reader) readAnswer(i int) bool {
	if hasLabel(r.units, i, askLabels) && hasLabel(r.units, i+1, answerLabels) {
		return true
	}
	if !hasLabel(r.units, i, answerLabels) || !hasLabel(r.units, i-1, askLabels) {
		return false
	}
	u := &r.units[i]
	words := trim(u.text, part{i, 2, len(u.text.Tokens)})
	if countWords(u.text, words.from, words.to) == 0 {
		return true
	}
	f := found{
		kind: article.Unmarked, unit: i, parts: []part{words}, who: r.interviewed(i), cue: u.text.Low(0), sure: sureNarrated,
		because: "an answer of the person interviewed",
	}
	if !f.who.known {
		f.sure, f.because = sureUnknown, "an answer of a person whom the text does not name as interviewed"
	}
	for k := range u.spans {
		u.spans[k].used = true
	}
	r.setSubject(f.who, i, 0, true)
	r.say(f)
	return true
}

// hasLabel reports whether there is a unit i that begins with one of labels and a colon.
func hasLabel(units []unit, i int, labels map[string]bool) bool {
	if i < 0 || i >= len(units) {
		return false
	}
	t := units[i].text
	return labels[t.Low(0)] && t.Is(1, ":")
}

// interviewed returns the person whom the text before unit i names as interviewed, else the
// only one whom it names at all.
func (r *reader) interviewed(i int) speaker {
	if r.guest == nil {
		who := r.findInterviewed(i)
		r.guest = &who
	}
	return *r.guest
}

func (r *reader) findInterviewed(i int) speaker {
	for n := range i {
		u := &r.units[n]
		for k := range u.text.Tokens {
			if !talks[u.text.Low(k)] {
				continue
			}
			for j := k + 1; j < k+talkReach && j < len(u.text.Tokens); j++ {
				if f := u.refAt(j); f != nil && !f.Group && (u.text.Is(j-1, "dengan") || u.text.Is(j-1, "bersama")) {
					return r.speakerOf(f)
				}
			}
		}
	}
	if len(r.people.Officials) == 1 {
		return speaker{person: 0, known: true}
	}
	return unknownSpeaker
}

// talkReach bounds, in tokens, how far behind the noun for an interview the person stands.
const talkReach = 8

// isTerm reports whether s is a name or a term of few words in marks inside the narration, which
// goes on behind it: "yang dijuluki “Bu Excel”, menilai …".
func (r *reader) isTerm(u *unit, s *span) bool {
	t := u.text
	if s.repaired || s.to-s.from > 4 || t.Kind(s.start-1) != prose.Word || s.start == 0 {
		return false
	}
	if _, saying := prose.Saying(t.Low(s.start - 1)); saying || r.lookRightVerb(u, s.end) {
		return false
	}
	return t.Is(s.end, ",") || t.Kind(s.end) == prose.Word && !t.Upper(s.end)
}

package quotes

import (
	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// How sure an attribution is, by the rule that made it (docs/decisions). The
// figures are shares of right attributions, rounded down.
const (
	sureNamed    = 0.98 // verb and name behind the closing mark
	sureReported = 0.95 // -nya, and the subject of the last reporting clause
	sureNarrated = 0.90 // -nya, and the subject of the last sentence
	sureFar      = 0.75 // -nya, and the subject of a sentence further back
	sureBefore   = 0.94 // name and verb before the opening mark
	sureBack     = 0.92 // "Hal tersebut disampaikan X" behind it
	sureRole     = 0.92 // only a post is named
	sureBare     = 0.70 // no verb at all: the subject of the sentence before
	sureNobody   = 0.50 // the text does not say who
	sureIndirect = 0.90
	sureLoose    = 0.75 // indirect, with a clause between subject and verb
	sureUnmarked = 0.85
	sureMixed    = 0.85
	sureTitle    = 0.90
)

// readUnit walks paragraph i from its first token to its last.
func (r *reader) readUnit(i int) {
	u := &r.units[i]
	if u.heading {
		r.current = subject{speaker: nobody}
		return
	}
	t := u.text
	for k := 0; k < len(t.Tokens); {
		if s := u.in(k); s != nil {
			k = max(k+1, r.readSpan(i, s))
			continue
		}
		if s := t.SentenceOf(k); k == t.Sentences[s].Start || k > 0 && u.in(k-1) != nil {
			r.beginSentence(i, k)
		}
		v, ok := prose.Saying(t.Low(k))
		if !ok {
			if t.Is(k, "menurut") || t.Is(k, "menurutnya") {
				k = max(k+1, r.readAccording(i, k))
				continue
			}
			k++
			continue
		}
		next := k + 1
		switch v.Form {
		case prose.Active:
			next = r.readActive(i, k, v)
		case prose.Bare, prose.Possessive:
			next = r.readBare(i, k, v)
		case prose.Passive, prose.PassiveNya:
			next = r.readPassive(i, k, v)
		}
		k = max(k+1, next)
	}
}

// setSubject makes s the current reporting subject.
func (r *reader) setSubject(s speaker, unit, token int, firm bool) {
	if !s.known {
		return
	}
	r.current = subject{speaker: s, unit: unit, token: token, firm: firm}
}

// beginSentence looks for the subject of the narration that begins at token k
// of unit i: the first one named at its head, or the agent of a passive; never
// one who only attended.
func (r *reader) beginSentence(i, k int) {
	u := &r.units[i]
	end := r.sentenceEnd(u, k)
	first := u.refBefore(k) + 1
	for n := first; n < len(u.refs) && n < first+6; n++ {
		f := &u.refs[n]
		if f.from >= end {
			return
		}
		if f.Group || r.attends(u, f) || f.Official < 0 {
			continue
		}
		if f.from == k || isHeadGap(u.text, k, f.from) || isAgent(u.text, f.from) {
			r.setSubject(r.speakerOf(f), i, f.from, false)
			return
		}
	}
}

// sentenceEnd returns the token behind the sentence of token k, cut at the next
// quotation.
func (r *reader) sentenceEnd(u *unit, k int) int {
	end := min(u.text.Sentences[u.text.SentenceOf(k)].End, k+maxClause)
	for j := k; j < end; j++ {
		if u.in(j) != nil {
			return j
		}
	}
	return end
}

// isHeadGap reports whether tokens from to to only lead to the subject of a
// sentence: "Sementara itu,", "Dalam arahannya,", "Menutup kegiatan,".
func isHeadGap(t *prose.Text, from, to int) bool {
	if to-from > 14 {
		return false
	}
	if t.Is(to-1, ",") {
		return true
	}
	if to-from > 4 {
		return false
	}
	for i := from; i < to; i++ {
		switch t.Low(i) {
		case "sementara", "itu", "sedangkan", "adapun", "namun", "lalu", "kemudian", "selanjutnya", "salah", "seorang", "satu", "pembicara", "pertama",
			"kedua", "ketiga", "bahkan", "tetapi", "dan", "begitu", "juga", "demikian", "pula", ",", "di", "sisi", "lain":
		default:
			return false
		}
	}
	return true
}

// isAgent reports whether the name at token i is the agent of a passive verb:
// "dibuka Ketua …", "dipimpin oleh …".
func isAgent(t *prose.Text, i int) bool {
	i--
	if t.Is(i, "oleh") {
		i--
	}
	if t.Is(i, "langsung") {
		i--
	}
	low := t.Low(i)
	return len(low) > 4 && low[:2] == "di" && !notVerbs[low] && !attendance[low]
}

// attendance are words before those who only attend (V-12, section 5.3).
var attendance = map[string]bool{
	"didampingi": true, "dihadiri": true, "disaksikan": true, "bersama": true, "beserta": true, "mewakili": true, "menanggapi": true,
	"menjawab": true, "mendampingi": true, "hadir": true, "diikuti": true, "diwakili": true, "kepada": true, "terhadap": true, "menyambut": true,
	"dengan": true, "dari": true, "menemui": true, "mengundang": true, "menghadirkan": true, "melantik": true, "menggantikan": true, "dan": false,
	"serta": false, "termasuk": true, "dimoderatori": true, "dipandu": false, "bagi": true, "untuk": true, "ditemani": true, "mengundurkan": true,
	"bertemu": true, "menerima": true, "seperti": true, "tentang": true, "soal": true, "kediaman": true, "kantor": true,
}

// attends reports whether f is named as one who only attends or is spoken to.
func (r *reader) attends(u *unit, f *ref) bool {
	i := f.from - 1
	if u.text.Is(i, "oleh") {
		i--
	}
	return attendance[u.text.Low(i)]
}

// readTitle reads "Name: words" in the title.
func (r *reader) readTitle() {
	u := &r.title
	t := u.text
	for k := range u.refs {
		f := &u.refs[k]
		if f.Official < 0 || !t.Is(f.to, ":") || f.to+2 >= len(t.Tokens) {
			continue
		}
		from, to := f.to+1, len(t.Tokens)
		if t.Kind(from) == prose.Mark {
			from++
		}
		if t.Kind(to-1) == prose.Mark {
			to--
		}
		r.say(found{
			kind: article.TitleQuote, unit: -1, parts: []part{{-1, from, to}}, who: r.speakerOf(f),
			because: "A-22: name and colon before the words of the title", sure: sureTitle,
		})
		return
	}
	r.readTitleOfOffice()
}

// readTitleOfOffice reads "KPU X: Kami …" in the title: words in the first
// person, but of nobody in particular.
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
			r.say(found{
				kind: article.TitleQuote, unit: -1, parts: []part{trim(t, part{-1, k + 1, len(t.Tokens)})}, who: nobody,
				because: "A-22: an office and a colon before words in the first person", sure: sureNobody,
			})
		}
		return
	}
}

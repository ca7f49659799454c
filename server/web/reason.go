package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/index/archive"
)

// sureness is the confidence in a speaker in a word; empty if the text names none.
func sureness(q article.Quote) string {
	switch {
	case q.Speaker == nil && q.Role == nil:
		return ""
	case q.Confidence >= 0.85:
		return "tinggi"
	case q.Confidence >= 0.7:
		return "sedang"
	}
	return "rendah"
}

// why returns the confidence in the speaker of a quote with its reason: the words of the
// article that name the speaker, or what is known without them.
func why(a *article.Article, q article.Quote) string {
	sure, reason := sureness(q), cmp.Or(because(a, q), reason(q))
	switch {
	case sure == "":
		return "Teks tidak menyebut siapa yang berbicara"
	case reason == "":
		return "Keyakinan: " + sure
	}
	return "Keyakinan: " + sure + " — " + reason
}

// reason returns why a person counts as the speaker if no clause of the article names the
// speaker.
func reason(q article.Quote) string {
	switch {
	case q.Because == archive.BecauseDecided:
		return "ditetapkan oleh redaksi"
	case q.Because == archive.BecauseUnsure:
		return "redaksi menetapkan pembicara untuk sebagian kata ini saja"
	case q.Speaker == nil && q.Role == nil:
		return ""
	case q.Cue != "":
		return "dibaca dari kata “" + q.Cue + "” di dekatnya"
	}
	return "tanpa kata seperti “ujar”; dibaca dari kalimat di sekitarnya"
}

// maxEvidence bounds what is shown of a sentence, in code points.
const maxEvidence = 90

// because returns the words of an article that name the speaker of a quote. If they refer to
// the speaker by another word, the sentence with the name follows. It is empty if there are
// no such words.
func because(a *article.Article, q article.Quote) string {
	shown := evidence(a, q)
	if shown == "" || q.Speaker == nil {
		return shown
	}
	c := clauseOf(a, q)
	names := namesOf(a, q.Speaker)
	if namesAny(c.text, names) {
		return shown
	}
	shown += " – " + pointer(c.text, q) + " menunjuk " + q.Speaker.Name
	if at := namedBefore(a, c, names); at != "" {
		shown += ", yang disebut dalam “" + at + "”"
	}
	return shown
}

// evidence returns the clause of an article with the verb of saying, after the quote or
// before it; empty if there is none.
func evidence(a *article.Article, q article.Quote) string {
	switch c := clauseOf(a, q); {
	case c.text == "":
		return ""
	case c.behind:
		return "“…” " + shorten(c.text, maxEvidence)
	default:
		return lastRunes(c.text, maxEvidence) + " “…”"
	}
}

// A clause is the part of a sentence beside a quote that holds the verb of saying.
type clause struct {
	text      string
	behind    bool // after the quote, else before it
	paragraph int  // where it stands; -1: in the title
	start     int  // of the quote there, in bytes
}

// clauseOf returns the clause of a quote; without text if there is none.
func clauseOf(a *article.Article, q article.Quote) clause {
	if a == nil || q.Cue == "" {
		return clause{}
	}
	for _, p := range q.Parts {
		text, at := a.Title, -1
		if p.In != article.InTitle {
			if p.Paragraph < 0 || p.Paragraph >= len(a.Paragraphs) {
				continue
			}
			text, at = a.Paragraphs[p.Paragraph], p.Paragraph
		}
		if !p.Span.In(text) {
			continue
		}
		if after := sentenceAfter(text[p.End:]); holdsWord(after, q.Cue) {
			return clause{after, true, at, p.Start}
		}
		if before := sentenceBefore(text[:p.Start]); holdsWord(before, q.Cue) {
			return clause{before, false, at, p.Start}
		}
	}
	return clause{}
}

// namesOf returns the names by which an article may mention a person, the full name first,
// then its words.
func namesOf(a *article.Article, p *article.Person) []string {
	names := []string{p.Name}
	for _, o := range a.Officials {
		if o.ID == p.ID {
			names = append(append(names, o.Name), o.Aliases...)
		}
	}
	for _, name := range slices.Clone(names) {
		for _, word := range strings.FieldsFunc(name, notInWord) {
			if utf8.RuneCountInString(word) >= minNameWord {
				names = append(names, word)
			}
		}
	}
	return names
}

// minNameWord is the least length, in code points, of a word that names a person by
// itself. Initials and short titles are shorter.
const minNameWord = 3

func namesAny(text string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return wordsAt(text, name) >= 0 })
}

// wordsAt returns the offset of the last occurrence of words as whole words, in any case;
// -1 if there is none.
func wordsAt(text, words string) int { return lastWords(lowered(text), lowered(words)) }

// lastWords is wordsAt for lower case.
func lastWords(text, words string) int {
	for end := len(text); words != ""; {
		at := strings.LastIndex(text[:end], words)
		if at < 0 {
			break
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(words):])
		if notInWord(before) && notInWord(after) {
			return at
		}
		end = at + len(words) - 1
	}
	return -1
}

// lowered returns a text in lower case, every rune at its place.
func lowered(s string) string {
	b := []byte(s)
	for i, r := range s {
		if l := unicode.ToLower(r); l != r && utf8.RuneLen(l) == utf8.RuneLen(r) {
			utf8.EncodeRune(b[i:], l)
		}
	}
	return string(b)
}

// notInWord reports whether a rune, or the error at the end of a text, is no part of a
// word.
func notInWord(r rune) bool {
	return r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}

// pronouns stand for a person who was named before.
var pronouns = []string{"ia", "dia", "beliau"}

// pointer returns the words of a clause that refer to a speaker named elsewhere.
func pointer(text string, q article.Quote) string {
	for _, p := range pronouns {
		if wordsAt(text, p) >= 0 {
			return "“" + p + "”"
		}
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), notInWord) {
		if root, ok := strings.CutSuffix(word, "nya"); ok && root != "" && strings.HasPrefix(word, strings.ToLower(strings.TrimSuffix(q.Cue, "nya"))) {
			return "“-nya”"
		}
	}
	if q.Role != nil && q.Role.Title != "" && wordsAt(text, q.Role.Title) >= 0 {
		return "jabatan itu"
	}
	return "kata-kata itu"
}

// maxLooked bounds the search for a name, in bytes of an article.
const maxLooked = 64 << 10

// namedBefore returns the last sentence before c that holds one of names, else such a
// sentence of the title or of the paragraphs from c on, else the empty string.
func namedBefore(a *article.Article, c clause, names []string) string {
	var texts []string // in the order in which they are looked at
	for i := c.paragraph; i >= 0; i-- {
		text := a.Paragraphs[i]
		if i == c.paragraph {
			text = text[:c.start]
		}
		texts = append(texts, text)
	}
	texts = append(append(texts, a.Title), a.Paragraphs[max(0, c.paragraph):]...)
	looked := 0
	for _, text := range texts {
		if looked += len(text); looked > maxLooked {
			break
		}
		if s := sentenceNaming(text, names); s != "" {
			return s
		}
	}
	return ""
}

// sentenceNaming returns the last sentence of a text that holds the first of the names
// that is there at all, cut around it.
func sentenceNaming(text string, names []string) string {
	low := lowered(text)
	for _, name := range names {
		at := lastWords(low, lowered(name))
		if at < 0 {
			continue
		}
		before, glue := lastRunes(sentenceBefore(text[:at]), maxEvidence/2), ""
		if before != "" && strings.HasSuffix(text[:at], " ") {
			glue = " "
		}
		return before + glue + shorten(sentenceAfter(text[at:]), maxEvidence/2)
	}
	return ""
}

const quoteMarks = "\"“”„‟«»'‘’`"

// sentenceAfter returns what follows a quote up to the end of its sentence or the
// next quote.
func sentenceAfter(s string) string {
	s = strings.TrimLeft(s, quoteMarks+", ")
	for i, r := range s {
		if strings.ContainsRune("\"“”„«»\n", r) || endsSentence(s, i, r) {
			return strings.TrimSpace(s[:i])
		}
	}
	return strings.TrimSpace(s)
}

// sentenceBefore returns what stands before a quote from the beginning of its
// sentence.
func sentenceBefore(s string) string {
	s = strings.TrimRight(s, quoteMarks+" ")
	from := 0
	for i, r := range s {
		if strings.ContainsRune("\"“”„«»\n", r) || endsSentence(s, i, r) {
			from = i + utf8.RuneLen(r)
		}
	}
	return strings.TrimSpace(s[from:])
}

// endsSentence reports whether the rune at i ends a sentence: what follows is a
// space or nothing, and before it stands more than an initial or a short title.
func endsSentence(s string, i int, r rune) bool {
	if r != '.' && r != '!' && r != '?' {
		return false
	}
	rest := s[i+1:]
	if next, _ := utf8.DecodeRuneInString(rest); rest != "" && !unicode.IsSpace(next) {
		return false
	}
	word := s[:i]
	if at := strings.LastIndexAny(word, " .,"); at >= 0 {
		word = word[at+1:]
	}
	return r != '.' || utf8.RuneCountInString(word) > 3 || rest == ""
}

func holdsWord(s, word string) bool {
	return s != "" && strings.Contains(strings.ToLower(s), strings.ToLower(word))
}

// lastRunes returns the end of s, at most n code points of it.
func lastRunes(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return "…" + string(r[len(r)-n+1:])
}

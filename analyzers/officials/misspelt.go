package officials

import (
	"strings"
	"sync"

	"warta/analyzers/internal/edits"
	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// leastMisspelt is the least number of letters of a word of an office whose
// misspellings are recognised; those of shorter words look like other words.
const leastMisspelt = 5

// officeWords are the words of posts and institutions of leastMisspelt letters
// and more, by each string that one letter less leaves of them (the deletion
// neighbourhood: two words one edit apart share a string there).
var officeWords = sync.OnceValue(func() map[string][]string {
	near := make(map[string][]string, 1<<13)
	seen := make(map[string]bool, 512)
	add := func(w string) {
		if len(w) < leastMisspelt || seen[w] {
			return
		}
		seen[w] = true
		near[w] = append(near[w], w)
		for i := range len(w) {
			short := w[:i] + w[i+1:]
			near[short] = append(near[short], w)
		}
	}
	for w := range titles.next {
		add(w)
	}
	for w := range strings.FieldsSeq("kabupaten kecamatan kelurahan provinsi pemilihan bawaslu sekretariat divisi jenderal") {
		add(w)
	}
	return near
})

// mendSpelling makes t read the misspelt words of offices as they were meant:
// "Sekretris", "Kabupten", "Keua". A word that names or the news hold is none,
// nor is one between two words of offices.
func (r *reader) mendSpelling(t *prose.Text) {
	for i, tok := range t.Tokens {
		if tok.Kind == prose.Word && (!tok.Upper || !tok.Caps && beginsSentence(t, i) && !isKPU(t.Low(i+1)) && verbAhead(t, i)) {
			mendVerb(t, i)
			continue
		}
		if tok.Kind != prose.Word || tok.End-tok.Start < leastMisspelt-1 || !tok.Upper && !isKPU(t.Low(i+1)) {
			continue
		}
		low := t.Low(i)
		if names.Familiar(low, rareNews) || notNames[low] || units[low] || titles.next[low] != nil || !besideOffice(t, i) {
			continue
		}
		if _, body := bodies[low]; body || nearOfficeWords[low] {
			continue
		}
		if meant, ok := meantOffice(low); ok && (mendedWords[meant] || len(meant) > leastMisspelt && beforeOffice(t, i)) {
			if _, place := r.placeAt(t, i); !place { // "Kapuas" is no "kapus"
				t.Mend(i, meant)
			}
		}
	}
}

// mendVerb mends the word in small letters at token i of t. A misspelt verb of saying is
// replaced by the verb that was meant. A passive verb is joined with the "di" that stands
// apart before it. A form with "-nya" is mended only behind a closing mark, because it may be
// a noun elsewhere.
func mendVerb(t *prose.Text, i int) {
	low := t.Low(i)
	if t.Is(i-1, "di") && !t.Upper(i) {
		passive := "di" + low // "di sampaikan", "di buka oleh"
		if v, ok := prose.Saying(passive); ok && v.Form == prose.Passive || leading[passive] {
			t.Mend(i, passive)
		}
		return
	}
	verb, ok := prose.Misspelt(low)
	if !ok {
		return
	}
	if v, _ := prose.Saying(verb); v.Form == prose.Possessive && t.Kind(i-1) != prose.Mark && !(t.Is(i-1, ",") && t.Kind(i-2) == prose.Mark) {
		return
	}
	t.Mend(i, verb)
}

// verbAhead reports whether the first word of a sentence, at token i, may be a passive verb: a
// capital follows it.
func verbAhead(t *prose.Text, i int) bool {
	return t.Low(i)[0] == 'd' && t.Upper(i+1)
}

// nearOfficeWords are words one letter away from a word of an office that are
// words of their own.
var nearOfficeWords = lists.List("near office words")

// mendedWords are the words of offices that are mended beside any word of an office. A
// misspelt post is mended only before one, and a short form of five letters never: "Kabir"
// is no "kabid".
var mendedWords = lists.List("mended words")

// meantOffice returns the one word of an office that is one edit away from the
// lower-case word and begins with the same letter.
func meantOffice(low string) (string, bool) {
	near := officeWords()
	found := ""
	look := func(key string) bool {
		for _, w := range near[key] {
			if w[0] != low[0] || !edits.One(low, w) {
				continue
			}
			if found != "" && found != w {
				return false
			}
			found = w
		}
		return true
	}
	if !look(low) {
		return "", false
	}
	for i := range len(low) {
		if !look(low[:i] + low[i+1:]) {
			return "", false
		}
	}
	return found, found != ""
}

// besideOffice reports whether a word of an institution, a unit or a level stands
// beside token i: only there is a misspelling read as the word of an office.
func besideOffice(t *prose.Text, i int) bool { return beforeOffice(t, i) || beforeOffice(t, i-2) }

// beforeOffice reports whether such a word stands behind token i.
func beforeOffice(t *prose.Text, i int) bool {
	low := t.Low(i + 1)
	_, body := bodies[low]
	return body || units[low] || isKPU(low) || isLevel(low) || titles.next[low] != nil && t.Kind(i+1) == prose.Word
}

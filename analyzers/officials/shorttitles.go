package officials

import (
	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// asTitle is how an unknown short title is read: as one that is known.
const asTitle = "prof"

// readShortTitles makes t read unknown short words with a stop before a name as
// titles ("KRT. Bagus", "Assoc. Prof. Ratna", "R.Ay. Sari"): they are part of no
// name and end no sentence.
func (r *reader) readShortTitles(t *prose.Text) {
	for i := len(t.Tokens) - 2; i > 0; i-- { // the last of several comes first
		if !t.Is(i, ".") {
			continue
		}
		if r.isShortTitle(t, i-1) {
			t.Mend(i-1, asTitle)
			t.Join(i)
		}
		if t.Is(i-2, ".") && areInitials(t, i-3) && r.standsAsTitle(t, i-3) {
			t.Join(i) // "Anggota KPU, M.S. Bagus": no degree ends a sentence here
		}
	}
}

// isShortTitle reports whether token i is a short word with a capital and a stop
// that stands where a title does, before a word of a name, and is none itself.
func (r *reader) isShortTitle(t *prose.Text, i int) bool {
	tok, low := t.Tokens[i], t.Low(i)
	if tok.Kind != prose.Word || !tok.Upper || !t.Is(i+1, ".") || !t.Glued(i+1) || t.Shouting {
		return false
	}
	letters := tok.End - tok.Start
	if letters == 1 { // an initial, but the first of dotted letters: "R.Ay."
		return t.Glued(i+2) && t.Tokens[i+2].End-t.Tokens[i+2].Start > 1 && t.Mended(i+2) && !isDegree(t, i)
	}
	known := shortGiven[low] || nobility[low] || honorifics[low] != 0 || names.Ordinary(low) && letters > 3 || names.Known(low) && letters > 3 || isOrdinal(t, i)
	if _, body := bodies[low]; body || notNames[low] || units[low] || particles[low] {
		return false // "Kab. Bandung", "PT. Angkasa"
	}
	if known || letters > 6 || letters > 4 && !tok.Caps && !longShortTitles[low] {
		return false
	}
	if titled := honorifics[t.Low(i+2)] != 0; !titled && !isNameWord(t, i+2) {
		return false
	}
	if t.Glued(i + 2) { // inside dotted letters: "S.Th.I"
		return false
	}
	if tok.Glued && t.Is(i-1, ".") && t.Kind(i-2) == prose.Word && t.Tokens[i-2].End-t.Tokens[i-2].Start > 1 { // the end of a degree: "S.Pd. Budi"
		return false
	}
	if _, place := r.placeAt(t, i); place || isDegree(t, i) {
		return false
	}
	return r.standsAsTitle(t, i)
}

// longShortTitles are short titles of five letters and more that are not typed in
// capitals.
var longShortTitles = lists.List("long short titles")

// standsAsTitle reports whether what stands before token i lets a title follow:
// the head of a sentence, a verb of saying, another title, or the last word of a
// post, with or without a comma.
func (r *reader) standsAsTitle(t *prose.Text, i int) bool {
	if beginsSentence(t, i) || t.Is(i-1, "(") || t.Is(i-1, ".") && t.Glued(i) {
		return true
	}
	if _, saying := prose.Saying(t.Low(i - 1)); saying || t.Is(i-1, "oleh") || t.Is(i-1, "dan") {
		return true
	}
	before := i - 1
	if t.Is(before, ",") {
		before--
	}
	if head, _ := readTitle(t, before); head != nil || isKPU(t.Low(before)) || units[t.Low(before)] {
		return true
	}
	_, place := r.placeAt(t, before)
	return place
}

package quotes

import (
	"slices"

	"warta/analyzers/internal/prose"
)

// ordinals distinguish the holders of one part.
var ordinals = map[string]int{"pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4}

// partAt reads an event's part at token k and returns its word, the token
// behind it, and its ordinal or 0.
func partAt(t *prose.Text, k int) (part string, end, ordinal int) {
	seconds, ok := eventParts[t.Low(k)]
	if !ok {
		return "", k, 0
	}
	end = k + 1
	if len(seconds) > 0 {
		if !slices.Contains(seconds, t.Low(end)) {
			return "", k, 0
		}
		end++
	}
	if n := ordinals[t.Low(end)]; n > 0 {
		return t.Low(k), end + 1, n
	}
	return t.Low(k), end, 0
}

// noteParts records the parts that people have in the event of unit i: "selaku
// Inspektur Upacara adalah X", "X bertindak sebagai narasumber", "narasumber
// kedua, X".
func (r *reader) noteParts(i int) {
	u := &r.units[i]
	t := u.text
	for k := range t.Tokens {
		part, end, ordinal := partAt(t, k)
		if part == "" || isDenied(t, k) {
			continue
		}
		for range 3 {
			switch t.Low(end) {
			case "adalah", "yaitu", "yakni", ",", ":", "ialah", "dijabat", "oleh", "upacara", "tersebut":
				end++
			}
		}
		if f := u.refAt(end); f != nil && f.Official >= 0 && !f.Group {
			r.notePart(part, ordinal, f.Official)
			for n := u.refBefore(f.to) + 1; n < len(u.refs) && n < 200; n++ { // "narasumber X dan Y"
				next := &u.refs[n]
				if gap := next.from - u.refs[n-1].to; gap > 2 || next.Official < 0 || !isListGap(t, u.refs[n-1].to, next.from) {
					break
				}
				r.notePart(part, 0, next.Official)
			}
			continue
		}
		// "X selaku narasumber", "X yang menjadi pembina apel".
		switch t.Low(k - 1) {
		case "selaku", "sebagai", "menjadi":
		default:
			continue
		}
		n := u.refBefore(k)
		if n < 0 || k-u.refs[n].to > 6 || u.refs[n].Official < 0 || u.refs[n].Group || t.SentenceOf(u.refs[n].from) != t.SentenceOf(k) {
			continue
		}
		r.notePart(part, ordinal, u.refs[n].Official)
	}
}

// isDenied reports whether a word shortly before the part at token k tells that the
// one named with it does not play it: "batal menjadi narasumber", "menggantikan
// narasumber X".
func isDenied(t *prose.Text, k int) bool {
	for j := k - 1; j >= 0 && j >= k-4 && t.Kind(j) == prose.Word; j-- {
		switch t.Low(j) {
		case "batal", "menolak", "dijadwalkan", "menggantikan", "mewakili", "urung", "berhalangan", "absen", "digantikan", "sedianya", "tidak":
			return true
		}
	}
	return false
}

func (r *reader) notePart(part string, ordinal, person int) {
	if r.parts == nil {
		r.parts = make(map[string][]int)
	}
	have := r.parts[part]
	if len(have) > 20 {
		return
	}
	if slices.Contains(have, person) {
		return
	}
	for ordinal > len(have)+1 {
		have = append(have, -1)
	}
	if ordinal > 0 && ordinal <= len(have) {
		have[ordinal-1] = person
	} else {
		have = append(have, person)
	}
	r.parts[part] = have
}

// isListGap reports whether tokens from to to only join two names.
func isListGap(t *prose.Text, from, to int) bool {
	for k := from; k < to; k++ {
		switch t.Low(k) {
		case ",", "dan", "serta", "beserta":
		default:
			return false
		}
	}
	return to > from
}

// bearerOfPart returns the person whose part in the event begins at token k, and
// the token behind it: its only holder, or the holder of that ordinal.
func (r *reader) bearerOfPart(t *prose.Text, k int) (person, end int) {
	part, end, ordinal := partAt(t, k)
	if part == "" {
		return -1, k
	}
	have := r.parts[part]
	switch {
	case ordinal > 0 && ordinal <= len(have):
		return have[ordinal-1], end
	case ordinal == 0 && len(have) == 1:
		return have[0], end
	}
	return -1, end
}

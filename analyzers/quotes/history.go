package quotes

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// mostPeople bounds how many people are looked through for one word, and
// mostPlaces in how many of the places that name one.
const (
	mostPeople = 200
	mostPlaces = 8
)

// place is where a person is named.
type place struct {
	unit int
	ref  *ref
}

// placesOf returns the first places of the body that name person p, in the
// order of the text.
func (r *reader) placesOf(p int) []place {
	if r.places == nil {
		r.places = make(map[int][]place)
		for i := range r.units {
			for k := range r.units[i].refs {
				f := &r.units[i].refs[k]
				if f.Official >= 0 && len(r.places[f.Official]) < mostPlaces {
					r.places[f.Official] = append(r.places[f.Official], place{i, f})
				}
			}
		}
	}
	return r.places[p]
}

// spoke records that person p has spoken or is addressed.
func (r *reader) spoke(p int) {
	if p < 0 {
		return
	}
	if k := slices.Index(r.order, p); k >= 0 {
		r.order = slices.Delete(r.order, k, k+1)
	} else if len(r.order) >= mostPeople {
		r.order = r.order[1:]
	}
	r.order = append(r.order, p)
}

// spokenOrder returns the people who have spoken so far, the last one first.
func (r *reader) spokenOrder() []int {
	last := slices.Clone(r.order[max(0, len(r.order)-12):])
	slices.Reverse(last)
	return last
}

// speakerOf returns the speaker that f names. A short name that several people
// bear means the one of them who spoke last, else it stays unknown (F7). A post
// alone means its only holder.
func (r *reader) speakerOf(f *ref) speaker {
	if f.Official < 0 {
		if p := r.holder(f); p >= 0 {
			return speaker{person: p, known: true}
		}
		return speaker{person: -1, role: f.Role, known: true}
	}
	rivals := r.rivals(f)
	switch len(rivals) {
	case 0:
		return speaker{person: f.Official, known: true}
	case 1:
		return speaker{person: rivals[0], known: true}
	}
	for k := len(r.order) - 1; k >= 0; k-- {
		if slices.Contains(rivals, r.order[k]) {
			return speaker{person: r.order[k], known: true}
		}
	}
	if r.current.known && slices.Contains(rivals, r.current.person) {
		return r.current.speaker
	}
	if p := r.onlyIntroduced(rivals, f); p >= 0 {
		return speaker{person: p, known: true}
	}
	return unknownSpeaker
}

// onlyIntroduced returns the one of rivals whom the text has introduced before f, -1
// where it has introduced several or none.
func (r *reader) onlyIntroduced(rivals []int, f *ref) int {
	found := -1
	for _, p := range rivals {
		places := r.placesOf(p)
		if len(places) == 0 {
			continue
		}
		first := places[0]
		if first.unit > f.Paragraph || first.unit == f.Paragraph && first.ref.from >= f.from {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = p
	}
	return found
}

// rivals returns the people that the short name f may mean, one where a title
// distinguishes them, and nil where f is no short name that several bear.
func (r *reader) rivals(f *ref) []int {
	if f.nend-f.name != 1 || f.Role != nil {
		return nil
	}
	t := r.textOf(f)
	bearers := r.bearers(t.Low(f.name))
	if len(bearers) < 2 || !slices.Contains(bearers, f.Official) {
		return nil
	}
	for k := f.from; k < f.name; k++ { // "dr. Johanis"
		if t.Kind(k) != prose.Word {
			continue
		}
		var titled []int
		for _, p := range bearers {
			if r.isTitled(p, t.Low(k)) {
				titled = append(titled, p)
			}
		}
		if len(titled) == 1 {
			return titled
		}
	}
	return bearers
}

// isTitled reports whether the full name of person p stands behind the
// lower-case title in the text.
func (r *reader) isTitled(p int, title string) bool {
	for _, place := range r.placesOf(p) {
		for k := place.ref.from; k < place.ref.name && place.ref.nend-place.ref.name > 1; k++ {
			if r.units[place.unit].text.Is(k, title) {
				return true
			}
		}
	}
	return false
}

// bearers returns the people whose name the lower-case word begins or ends, or
// where there are none those who bear it at all.
func (r *reader) bearers(low string) []int {
	if all, ok := r.bearing[low]; ok {
		return all
	}
	var ends, all []int
	for p := range min(len(r.people.Officials)+len(r.people.Others), mostPeople) {
		name := r.people.Person(p).Name
		if !hasWord(name, low) {
			continue
		}
		all = append(all, p)
		first, _, _ := strings.Cut(name, " ")
		if strings.EqualFold(first, low) || strings.EqualFold(name[strings.LastIndexByte(name, ' ')+1:], low) {
			ends = append(ends, p)
		}
	}
	if len(ends) > 0 {
		all = ends
	}
	if r.bearing == nil {
		r.bearing = make(map[string][]int)
	}
	r.bearing[low] = all
	return all
}

// sharedPosts are the first words of titles that several people of one office
// hold at once.
var sharedPosts = lists.List("shared posts")

// holder returns the only person of the article who holds the post that f names
// without a name, or -1: "Kapolres" of the "Kapolres Asmat" named before. With
// "itu" it is the one of several who spoke last.
func (r *reader) holder(f *ref) int {
	if f.Role == nil || f.Group {
		return -1
	}
	back := pointsBack(r.textOf(f), f)
	if sharedPosts[strings.ToLower(firstWord(f.Role.Title))] && !back {
		return -1
	}
	held := r.holders(*f.Role)
	if len(held) == 1 {
		return held[0]
	}
	for k := len(r.order) - 1; back && k >= 0; k-- {
		if slices.Contains(held, r.order[k]) {
			return r.order[k]
		}
	}
	return -1
}

// holders returns the people who may hold the post alone: those with the post, else those who
// head a unit for whose post it is short.
func (r *reader) holders(alone article.Role) []int {
	if held, ok := r.held[alone]; ok {
		return held
	}
	held := r.holding(func(have article.Role) bool { return isPost(have, alone) })
	if kind, part, ok := cutUnit(alone.Title); ok && len(held) == 0 {
		held = r.holding(func(have article.Role) bool { return sameBody(have, alone) && isUnitPost(have, kind, part) })
	}
	if r.held == nil {
		r.held = make(map[article.Role][]int)
	}
	r.held[alone] = held
	return held
}

// holding returns the people one of whose posts fits.
func (r *reader) holding(fits func(have article.Role) bool) []int {
	var held []int
	for p := range min(len(r.people.Officials), mostPeople) {
		if slices.ContainsFunc(r.people.Officials[p].Roles, fits) {
			held = append(held, p)
		}
	}
	return held
}

// isUnitPost reports whether the post of the head of a unit of that kind, with the words part of its
// name, is short for the post have: "Kasubbag" and "Kasubbag Umum" for "Kepala Subbagian
// Keuangan, Umum dan Logistik".
func isUnitPost(have article.Role, kind string, part []string) bool {
	whole, unit, ok := cutUnit(have.Title)
	if !ok || whole != kind {
		return false
	}
	if len(part) == 0 {
		return kind == "subbagian" || kind == "bagian" || kind == "seksi" // "Ketua Divisi" alone is said of any of them
	}
	words := spellUnit(unit)
	return !slices.ContainsFunc(spellUnit(part), func(w string) bool { return !slices.Contains(words, w) })
}

// cutUnit cuts the title of the head of a unit into the kind of the unit and the words of
// its name, in lower case.
func cutUnit(title string) (kind string, unit []string, ok bool) {
	words := strings.FieldsFunc(strings.ToLower(title), func(c rune) bool { return c == ' ' || c == ',' || c == '/' })
	for k, w := range words {
		switch w {
		case "divisi", "subbagian", "bagian", "seksi", "bidang":
			if k == 0 || k == 1 && unitHeads[words[0]] {
				return w, slices.DeleteFunc(words[k+1:], func(w string) bool { return w == "dan" || w == "&" || w == "serta" }), true
			}
		}
	}
	return "", nil, false
}

// unitHeads are the first words of the titles of those who head a unit.
var unitHeads = lists.List("unit heads")

// spellUnit writes the short forms among the words of the name of a unit in full.
func spellUnit(words []string) []string {
	full := make([]string, 0, len(words)+4)
	for _, w := range words {
		if long := unitForms[w]; long != nil {
			full = append(full, long...)
			continue
		}
		full = append(full, w)
	}
	return full
}

// isPost reports whether a post that is named alone may be the post have: the
// same title, at no body or at the beginning of the name of the same.
func isPost(have, alone article.Role) bool {
	if !strings.EqualFold(have.Title, alone.Title) {
		return false
	}
	return alone.Office == "" || have.Office == "" || alone.Office == have.Office || strings.HasPrefix(have.Office, alone.Office+" ")
}

package quotes

import (
	"strings"

	"warta/analyzers/internal/prose"
)

// likeness is how well a description fits a person.
type likeness uint8

const (
	silent  likeness = iota // the text says nothing of the kind
	against                 // the text, or the name, says the opposite
	byName                  // a first name that only one sex bears
	stated                  // the text says the same
)

// maxDescription is how many tokens a description takes at most.
const maxDescription = 14

// descriptionEnd returns the token behind the description that begins at token
// j: a noun for a person up to "itu", "ini" or "tersebut" (N-47). It is 0 where
// there is none.
func descriptionEnd(t *prose.Text, j int) int {
	if !isDescriptor(t.Low(j)) {
		return 0
	}
	for e := j + 1; e < j+maxDescription; e++ {
		switch t.Low(e) {
		case "itu", "tersebut", "ini":
			return e + 1
		case "saat", "ketika", "kepada", "usai", "sambil", "seraya", "lalu", "bahwa", "dalam", "pada":
			return 0
		}
		if k := t.Kind(e); k != prose.Word && k != prose.Number {
			return 0
		}
	}
	return 0
}

// isDescriptor reports whether a description may begin with the lower-case word.
func isDescriptor(low string) bool {
	return peopleWords[low] || women[low] || men[low] || kinds[low] != nil
}

// isCareer reports whether a description names a career, as the press does
// of people it has named: "mantan wartawan itu", "politikus PKB itu".
func isCareer(low string) bool { return careers[low] || kinds[low] != nil }

// mayHaveBeen reports whether the career that the description at token from of
// unit i names may be that of the current speaker. The current speaker has a post.
// Such descriptions add a fact about a known person ("alumnus Unand itu"). A kind of
// people ("politikus itu") must fit, and members of electoral bodies have held no
// political post.
func (r *reader) mayHaveBeen(i, from int) bool {
	t := r.units[i].text
	c := r.current
	if !c.known || c.person < 0 || !c.firm || c.doubtful || i-c.unit > 1 || !careers[t.Low(from)] {
		return false
	}
	roles := r.people.Person(c.person).Roles
	if len(roles) == 0 && !r.isPolitical(c.person) {
		return false
	}
	for _, role := range roles {
		body := strings.ToLower(firstWord(role.Office))
		if electoralBodies[body] && (politicalPosts[t.Low(from+1)] || politicalPosts[t.Low(from+2)]) {
			return false
		}
	}
	return true
}

// isPolitical reports whether the text says beside the name of person p that
// the person stands for election.
func (r *reader) isPolitical(p int) bool {
	for _, place := range r.placesOf(p) {
		u := &r.units[place.unit]
		low, high := besideName(u, place.ref)
		for k := low; k < high; k++ {
			if politicalPosts[u.text.Low(k)] {
				return true
			}
		}
	}
	return false
}

// whoFits returns the person that the description of tokens from to end of unit i
// means: of the people whom the text describes alike, the one who spoke last. The
// last speaker is no default.
func (r *reader) whoFits(i, from, end int) (speaker, float64, string) {
	u := &r.units[i]
	words := u.text.Cut(from, end)
	fits := func(p int, sure float64, why string) (speaker, float64, string) {
		return speaker{person: p, known: true}, sure, "N-47: “" + words + "” means the last speaker of whom the text tells " + why
	}
	current := r.current.person
	if !r.current.known {
		current = -1
	}
	if current >= 0 {
		switch r.likeness(current, i, from, end) {
		case stated:
			return fits(current, sureNarrated, "the same")
		case byName:
			return fits(current, sureFar, "a name of that sex")
		case silent, against: // others are tried below
		}
		if u.text.Is(from, "warga") && len(r.people.Person(current).Roles) == 0 && r.current.unit >= i-1 {
			return fits(current, sureFar, "no post")
		}
	}
	best := -1
	for _, p := range r.spokenOrder() {
		if p != current && r.likeness(p, i, from, end) == stated && !isSexed(u.text, from) {
			best = p
			break
		}
	}
	if best >= 0 {
		return fits(best, sureFar, "the same")
	}
	return unknownSpeaker, sureUnknown, "N-47: “" + words + "” fits nobody of whom the text tells it"
}

// isSexed reports whether a description holds no more than a sex and looks.
func isSexed(t *prose.Text, from int) bool {
	return women[t.Low(from)] || men[t.Low(from)]
}

// likeness compares the description of tokens from to end of unit i with what
// the text before it says of person p.
func (r *reader) likeness(p, i, from, end int) likeness {
	t := r.units[i].text
	sex := sexOfWord(t.Low(from))
	have, titled := r.sexOf(p)
	if sex != unknownSex && have != unknownSex && sex != have {
		return against
	}
	if r.isStated(p, i, from, end) || r.isOfKind(p, t, from, end) {
		return stated
	}
	if sex == unknownSex || have == unknownSex {
		return silent
	}
	if titled {
		return stated
	}
	for k := from; k < end; k++ {
		if statedWords[t.Low(k)] || t.Kind(k) == prose.Number {
			return silent // an age or a calling must be stated
		}
	}
	return byName
}

// bland words of a description say nothing that could match.
var bland = map[string]bool{
	"itu": true, "ini": true, "tersebut": true, "yang": true, "paruh": true, "baya": true, "muda": true, "tua": true, "senior": true, "asal": true,
	"kelahiran": true, "dari": true, "asli": true, "berkacamata": true, "berkerudung": true, "berjilbab": true, "berhijab": true, "berkumis": true, "berambut": true,
	"dan": true, "dengan": true, "anak": true, "orang": true, "tahun": true, "berusia": true, "kota": true, "kabupaten": true, "kpu": true, "akrab": true,
	"disapa": true, "biasa": true, "dipanggil": true, "kerap": true, "mantan": true, "eks": true, "juga": true, "ketua": true, "anggota": true, "negeri": true,
	"warga": true, "pemilih": true, "provinsi": true, "desa": true, "partai": true, "sudah": true, "telah": true, "pernah": true,
}

// isStated reports whether the text beside the name of person p has one of the
// distinctive words of the description of tokens from to end of unit i.
func (r *reader) isStated(p, i, from, end int) bool {
	t := r.units[i].text
	former := t.Is(from, "mantan") || t.Is(from, "eks")
	last := end
	if head := t.Low(from); !bland[head] && !isSexed(t, from) && isDistinctive(t, from) && !t.Upper(from) {
		last = from + 1 // a calling must be stated: "guru SMA 1 Salatiga" is none of the KPU of Salatiga
	}
	for _, place := range r.placesOf(p) {
		if place.unit > i || place.unit == i && place.ref.from >= from {
			break
		}
		u := &r.units[place.unit]
		low, high := besideName(u, place.ref)
		if former && !holds(u.text, low, high, "mantan") && !holds(u.text, low, high, "eks") {
			continue
		}
		for k := from; k < last; k++ {
			w := t.Low(k)
			if bland[w] || isSexed(t, k) || !isDistinctive(t, k) {
				continue
			}
			for j := low; j < high; j++ {
				if u.text.Low(j) == w && (place.unit != i || j < from || j >= end) {
					return true
				}
			}
		}
	}
	return false
}

// isDistinctive reports whether the word at token k of a description says enough of a
// person to be looked for: a name of a place or body, a number, a calling.
func isDistinctive(t *prose.Text, k int) bool {
	return t.Kind(k) == prose.Number || t.Upper(k) && len(t.Low(k)) > 2 || peopleWords[t.Low(k)] || kinds[t.Low(k)] != nil
}

// besideName returns the tokens that describe f: its posts, a few words before it,
// and those behind it up to the next verb of saying, name or mark.
func besideName(u *unit, f *ref) (low, high int) {
	t := u.text
	s := t.Sentences[t.SentenceOf(f.from)]
	low, high = f.from, f.to
	for low > s.Start && f.from-low < 6 && t.Kind(low-1) != prose.Mark && (t.Kind(low-1) != prose.Punct || low == f.from && t.Is(low-1, ",")) {
		low-- // one comma may part "calon wali kota, Rina"
	}
	for high < s.End && high-f.to < 14 && t.Kind(high) != prose.Mark && u.refAt(high) == nil {
		if v, ok := prose.Saying(t.Low(high)); ok && v.Form == prose.Active {
			break
		}
		high++
	}
	return low, high
}

// isOfKind reports whether a post of person p makes the person one of the kind
// that a description names: "politikus itu" of a member of a parliament.
func (r *reader) isOfKind(p int, t *prose.Text, from, end int) bool {
	former := t.Is(from, "mantan") || t.Is(from, "eks")
	for _, role := range r.people.Person(p).Roles {
		title, office := strings.ToLower(role.Title), strings.ToLower(role.Office)
		if former {
			if rest, ok := strings.CutPrefix(title, "mantan "); ok && t.Is(from+1, firstWord(rest)) {
				return true
			}
			continue
		}
		for k := from; k < end; k++ {
			for _, begin := range kinds[t.Low(k)] {
				if hasBeginning(title, begin) || hasBeginning(office, begin) {
					return true
				}
			}
		}
	}
	return false
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}

// hasBeginning reports whether a word of s begins with begin, in which a hyphen
// stands for a space.
func hasBeginning(s, begin string) bool {
	begin = strings.ReplaceAll(begin, "-", " ")
	return strings.HasPrefix(s, begin) || strings.Contains(s, " "+begin)
}

type sex uint8

const (
	unknownSex sex = iota
	woman
	man
)

func sexOfWord(low string) sex {
	switch {
	case women[low]:
		return woman
	case men[low]:
		return man
	}
	return unknownSex
}

// sexOf returns the sex of person p and whether a title or form of address in
// the text gives it; else the name does.
func (r *reader) sexOf(p int) (sex, bool) {
	if s, ok := r.sexes[p]; ok {
		return s.sex, s.titled
	}
	s, titled := r.findSex(p)
	if r.sexes == nil {
		r.sexes = make(map[int]knownSex)
	}
	r.sexes[p] = knownSex{s, titled}
	return s, titled
}

// knownSex is a sex with whether a title gives it.
type knownSex struct {
	sex    sex
	titled bool
}

func (r *reader) findSex(p int) (sex, bool) {
	o := r.people.Person(p)
	for _, h := range o.Honorifics {
		if s := sexOfAddress(strings.ToLower(strings.TrimRight(h, "."))); s != unknownSex {
			return s, true
		}
	}
	for _, place := range r.placesOf(p) {
		t := r.units[place.unit].text
		for k := max(0, place.ref.from-1); k < place.ref.name; k++ {
			if t.SentenceOf(k) != t.SentenceOf(place.ref.name) {
				continue
			}
			if s := sexOfAddress(t.Low(k)); s != unknownSex {
				return s, true
			}
		}
	}
	words := strings.Fields(strings.ToLower(o.Name))
	for n, w := range words {
		if n == 0 || n < len(words)-1 { // "Cut Nur", "I Gede", "Ali bin Umar"
			if s := sexOfAddress(w); s != unknownSex {
				return s, false
			}
		}
	}
	for _, w := range words {
		if s := sexOfName(w); s != unknownSex {
			return s, false
		}
	}
	return unknownSex, false
}

// sexOfAddress returns the sex that a title or form of address implies.
func sexOfAddress(low string) sex {
	switch {
	case womanTitles[low]:
		return woman
	case manTitles[low]:
		return man
	}
	return unknownSex
}

// sexOfName returns the sex that bears a lower-case name.
func sexOfName(low string) sex {
	switch {
	case womanNames[low]:
		return woman
	case manNames[low]:
		return man
	}
	for _, end := range [...]string{"wati", "fitri", "ningsih", "ningrum", "yanti"} {
		if strings.HasSuffix(low, end) {
			return woman
		}
	}
	for _, end := range [...]string{"uddin", "udin", "anto", "syah"} {
		if strings.HasSuffix(low, end) {
			return man
		}
	}
	return unknownSex
}

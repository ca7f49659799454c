package officials

import (
	"strings"

	"warta/analyzers/internal/prose"
)

// shareOffices gives posts without an office the one that their neighbours in
// the sentence name: before them, else behind the list (N-31, N-34).
func (r *reader) shareOffices(u *unit) {
	named, sentence := -1, -1 // the last post with an office of the KPU, and its sentence
	for i := range u.roles {
		ro := &u.roles[i]
		if s := u.text.SentenceOf(ro.from); s != sentence {
			named, sentence = -1, s
		}
		if ro.office == "" && ro.head.where == "body" && i > 0 && (stoodFor(u.text, u.roles[i-1].to, ro.from) || r.escorts(u, i) || isBelow(u, i)) {
			ro.office, ro.satker = u.roles[i-1].office, u.roles[i-1].satker
		}
		if ro.office == "" && ro.head.where == "body" && !ro.head.event {
			r.officeOfSubject(u, ro)
		}
		if ro.office == "" && !ro.named && r.heading.named && (ro.head.where == "body" || ro.head.where == "kpu" && r.heading.satker != "") {
			ro.office, ro.satker = r.heading.office, r.heading.satker
		}
		if ro.own && sentence > 0 {
			r.carryOffice(u, i)
		}
		if ro.named || ro.office != "" || ro.head.where != "kpu" {
			if ro.named && ro.office != "" && ro.head.where == "kpu" {
				named = i
			}
			continue
		}
		if named < 0 && r.officeOfSubject(u, ro) {
			named = i
			continue
		}
		if i > 0 && adjoins(&u.roles[i-1], ro) {
			ro.office, ro.satker = u.roles[i-1].office, u.roles[i-1].satker
		} else if named >= 0 {
			ro.office, ro.satker = u.roles[named].office, u.roles[named].satker
		}
		if ro.office == "" {
			ro.office, ro.satker = r.officeBehind(u.text, ro.to, sentence)
		}
		if at := ro.from - 1; ro.office == "" && (u.text.Is(at, "(") || u.text.Is(at-1, "(") && together[u.text.Low(at)]) {
			ro.office, ro.satker = r.namedBefore(u.text, at)
		}
		if ro.office == "" && !ro.his {
			ro.office, ro.satker = r.office.Name, r.office.Code
		}
		if ro.inCommittee() { // the KPU has no numbered committees
			ro.office, ro.satker = r.parliament(), ""
		}
	}
}

// inCommittee reports whether the post is one in a numbered committee: "Anggota
// Komisi II".
func (ro *role) inCommittee() bool {
	_, number, ok := strings.Cut(ro.title, " Komisi ")
	return ok && ro.units && !ro.named && strings.Trim(number, "IVXABCDE") == ""
}

// parliament returns the one council that the article names, "" where it names
// none or several.
func (r *reader) parliament() string {
	if r.council == nil {
		name := r.onlyCouncil()
		r.council = &name
	}
	return *r.council
}

func (r *reader) onlyCouncil() string {
	found := ""
	for _, word := range []string{"dpr", "dprd", "dpra", "dprk"} {
		name := r.namedInFull(word)
		if name != "" && found != "" {
			return ""
		}
		found += name
	}
	return found
}

// completeBodies writes the name of a body that a post gives with its first word
// alone as the one fuller name of the article that begins with it: "Ketua Panwaslih"
// behind "Ketua Panwaslih Aceh Singkil".
func (r *reader) completeBodies() {
	full := make(map[string]string)
	for i := range r.units {
		if r.units[i].paragraph == InTitle {
			continue // in a headline words in capitals follow
		}
		for j := range r.units[i].roles {
			ro := &r.units[i].roles[j]
			first, _, several := strings.Cut(ro.office, " ")
			if !several || ro.satker != "" {
				continue
			}
			if have, ok := full[first]; ok && have != ro.office {
				full[first] = "" // two bodies of that kind
			} else {
				full[first] = ro.office
			}
		}
	}
	for i := range r.units {
		for j := range r.units[i].roles {
			ro := &r.units[i].roles[j]
			if ro.office == "" || ro.satker != "" || strings.Contains(ro.office, " ") {
				continue
			}
			if low := strings.ToLower(ro.office); complete[low] || ro.office == strings.ToUpper(ro.office) {
				// "Golkar", "MK": a whole name
			} else if _, ok := full[ro.office]; !ok {
				full[ro.office] = r.namedInFull(strings.ToLower(ro.office))
			}
			if full[ro.office] != "" {
				ro.office = full[ro.office]
			}
		}
	}
}

// namedInFull returns the one fuller name that the article gives to a body that
// begins with the lower-case word first, outside of posts; "" where it gives none
// or several.
func (r *reader) namedInFull(first string) string {
	found := ""
	for i := range r.units {
		t := r.units[i].text
		if r.units[i].paragraph == InTitle || t.Titled || t.Shouting || !strings.Contains(t.Lower, first) {
			continue
		}
		for k := 0; k+1 < len(t.Tokens); k++ {
			if !t.Is(k, first) || !t.Upper(k) || !t.Upper(k+1) || !bodyStarts(t, k) {
				continue
			}
			name, end := r.readBody(t, k, false)
			if end <= k+1 || r.written(name) == found {
				continue
			}
			if found != "" {
				return ""
			}
			found = r.written(name)
			k = end - 1
		}
	}
	return found
}

// escorts reports whether post i of u, whose body the text does not name, is
// that of a companion of the holder of the post before it: "Kapolres X yang
// didampingi Kasat Intelkam".
func (r *reader) escorts(u *unit, i int) bool {
	t, before := u.text, &u.roles[i-1]
	if before.office == "" || before.satker != "" || t.SentenceOf(before.from) != t.SentenceOf(u.roles[i].from) {
		return false
	}
	at := u.roles[i].from - 1
	if t.Is(at, "oleh") {
		at--
	}
	return t.Is(at, "didampingi") || t.Is(at, "beserta") || t.Is(at, "ditemani")
}

// isBelow reports whether post i of u is one inside the body that the post before
// it in the sentence has: "Kepala SMA Negeri 2 X bersama Wakil Kepala Sekolah".
func isBelow(u *unit, i int) bool {
	before, ro := &u.roles[i-1], &u.roles[i]
	return ro.head.below && before.office != "" && before.satker == "" && (before.head.where == "body" || before.head.prefix != "") &&
		u.text.SentenceOf(before.from) == u.text.SentenceOf(ro.from)
}

// carryOffice gives post i of u, whose office is typed as "KPU" alone, the
// office above the publisher that the post of the sentence before named.
func (r *reader) carryOffice(u *unit, i int) {
	ro := &u.roles[i]
	if i == 0 {
		return
	}
	before := &u.roles[i-1]
	if before.satker == "" || !before.named || before.own || before.satker == r.office.Code || u.text.SentenceOf(before.from)+1 != u.text.SentenceOf(ro.from) {
		return
	}
	ro.office, ro.satker = before.office, before.satker
}

// officeOfSubject gives the post ro the body that the sentence names as the one
// whose people come: "Bawaslu Blora dihadiri langsung Ketua …".
func (r *reader) officeOfSubject(u *unit, ro *role) bool {
	t := u.text
	at, come := ro.from-1, false
	for steps := 0; at >= 0 && steps < 5 && comes[t.Low(at)]; at, steps = at-1, steps+1 {
		come = come || len(t.Low(at)) > 6 && t.Low(at)[:2] == "di"
	}
	if !come {
		return false
	}
	low := t.Sentences[t.SentenceOf(ro.from)].Start
	for i := at; i >= low && i > at-9; i-- {
		if !t.Upper(i) || !bodyStarts(t, i) || isKPU(t.Low(i)) {
			continue
		}
		if i > low && !t.Is(i-1, ",") {
			return false
		}
		name, end := r.readBody(t, i, false)
		if end == at+1 {
			ro.office, ro.named = r.written(name), true
			return true
		}
	}
	return false
}

// comes are words between a body and the posts of those who come for it.
var comes = map[string]bool{
	"dihadiri": true, "diwakili": true, "dipimpin": true, "langsung": true, "oleh": true, "yang": true, "turut": true, "juga": true, "hadir": true,
}

// adjoins reports whether the post b of a unit directly follows the post a, as
// one person holds both: "Anggota Bawaslu Kota X Kordiv Pencegahan".
func adjoins(a, b *role) bool { return a.to == b.from && a.named && b.units && !b.named }

// stoodFor reports whether tokens i to j say that the post behind them stands
// in for the one before: "Kapolres X diwakili Kabag Ops".
func stoodFor(t *prose.Text, i, j int) bool {
	for ; i < j; i++ {
		if !t.Is(i, ",") && !t.Is(i, "yang") && !t.Is(i, "diwakili") && !t.Is(i, "oleh") {
			return false
		}
		if t.Is(i, "diwakili") && j-i <= 2 {
			return true
		}
	}
	return false
}

// officeBehind returns the office that directly follows a list of people with
// their posts in brackets: "A (Ketua), B (Sekretaris) KPU Kota X".
func (r *reader) officeBehind(t *prose.Text, i, sentence int) (name, code string) {
	if !t.Is(i, ")") {
		return "", ""
	}
	end := t.Sentences[sentence].End
	for j := i; j < end && j < i+60; j++ {
		if t.Is(j, ")") && isKPU(t.Low(j+1)) {
			if o, _, ok := r.officeAt(t, j+1); ok {
				return o.Name, o.Code
			}
			return "", ""
		}
	}
	return "", ""
}

package quotes

import (
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// attribution is the evidence in the words beside a quotation about its speaker.
type attribution struct {
	who     speaker
	cue     string
	because string
	sure    float64
	end     int  // token behind it
	found   bool // there is an attribution, with or without a speaker
	other   bool // the person it names is not among the officials of the text
}

// lookRight reads the attribution behind a quotation that ends before token k
// (V-01 to V-04, Q-01).
func (r *reader) lookRight(i, k int) attribution {
	u := &r.units[i]
	t := u.text
	for n := 0; n < 2 && (t.Is(k, ",") || t.Is(k, ".") || t.Kind(k) == prose.Mark); n++ {
		k++
	}
	if isDash(t.At(k)) || t.Is(k, "(") {
		if a := r.behindDash(u, k); a.found {
			return a
		}
		if isDash(t.At(k)) {
			k++
		}
	}
	switch t.Low(k) {
	case "demikian", "begitu":
		if f := u.refAt(k + 1); f != nil && f.Official >= 0 && !f.Group && u.in(k) == nil {
			a := attribution{found: true, cue: t.Low(k), end: f.to, who: r.speakerOf(f)}
			r.byName(&a, f)
			a.sure = min(a.sure, sureBack)
			return a
		}
		k++
	case "masih", "kembali":
		k++
	case "itu", "itulah", "begitulah", "demikianlah":
		if v, ok := prose.Saying(t.Low(k + 1)); ok && v.Form == prose.Bare && u.refAt(k+2) != nil {
			k++
		}
	}
	v, ok := prose.Saying(t.Low(k))
	if u.in(k) != nil {
		return attribution{who: unknownSpeaker}
	}
	if t.Is(k, "bunyi") || ok && v.Form == prose.Bare && writings[t.Low(k+1)] && u.refAt(k+1) == nil {
		return attribution{found: true, who: unknownSpeaker, cue: t.Low(k), end: k + 1, sure: sureUnknown, because: "the words of a text, which nobody speaks"}
	}
	if !ok {
		if a := r.nameThenVerb(i, k); a.found {
			return a
		}
		return r.likeSaying(i, k)
	}
	switch v.Form {
	case prose.Possessive:
		return r.understood(i, k)
	case prose.Bare:
		if t.Is(k+1, "nya") { // "ungkap nya"
			a := r.understood(i, k)
			a.cue, a.end = a.cue+" nya", k+2
			return a
		}
		return r.named(i, k, v)
	case prose.Passive:
		if a := r.named(i, k, v); a.found && a.who.known {
			return a
		}
	case prose.Active, prose.PassiveNya: // they stand before a quotation
	}
	return attribution{who: unknownSpeaker}
}

// nameThenVerb reads a name and a verb with which the sentence ends behind a quotation
// that a comma closes: “…,” Tenri mencontohkan. “…,” Asep tersipu mengakui.
func (r *reader) nameThenVerb(i, k int) attribution {
	u := &r.units[i]
	t := u.text
	none := attribution{who: unknownSpeaker}
	f := u.refAt(k)
	if f == nil || f.Group || f.Official < 0 {
		return none
	}
	open := endsOpen(t, k)
	for j := f.to; j < f.to+3 && t.Kind(j) == prose.Word && !t.Upper(j); j++ {
		v, saying := prose.Saying(t.Low(j))
		if saying = saying && v.Form == prose.Active; !saying && !isVerb(t.Low(j)) || isUndergone(t, j) || !open && !(saying && endsSentence(t, j+1)) {
			continue // without a comma the verb must say it: “Sudah direkam?” Rina bertanya.
		}
		switch t.Low(j + 1) {
		case "sambil", "seraya", "sembari", "kepada", "dengan", "lagi", "singkat":
		default:
			if !endsSentence(t, j+1) {
				continue
			}
		}
		a := attribution{found: true, cue: t.Low(j), end: j + 1, who: r.speakerOf(f)}
		r.byName(&a, f)
		a.sure, a.because = min(a.sure, sureBack), "V-03: name and verb of saying behind the closing mark"
		if !saying {
			a.sure, a.because = min(a.sure, sureUnmarked), "V-03: name and verb behind the closing mark"
		}
		return a
	}
	return none
}

// endsOpen reports whether a comma ends the quotation before token k: its sentence
// goes on behind the mark. A question or a call may be answered there.
func endsOpen(t *prose.Text, k int) bool {
	mark := k - 1
	if t.Is(mark, ",") {
		return t.Kind(mark-1) == prose.Mark
	}
	return t.Kind(mark) == prose.Mark && t.Is(mark-1, ",")
}

// isDash reports whether a token is a dash.
func isDash(s string) bool { return s == "–" || s == "—" || s == "-" || s == "―" || s == "~" }

// behindDash reads a name that a dash or a bracket sets off from the quotation
// before it: “…” – Rina Wulandari, Ketua KPU Kota X; “…” (Rina).
func (r *reader) behindDash(u *unit, k int) attribution {
	t := u.text
	f := u.refAt(k + 1)
	if f == nil || f.Group {
		return attribution{who: unknownSpeaker}
	}
	switch next := t.Low(f.to); {
	case f.to >= len(t.Tokens), next == ".", next == ",", next == ")", next == "(", u.in(f.to) != nil, t.SentenceOf(f.to) != t.SentenceOf(f.from):
	default:
		return attribution{who: unknownSpeaker} // the dash begins a new sentence
	}
	who := r.speakerOf(f)
	a := attribution{found: true, who: who, end: f.to, sure: sureBefore, because: "V-02: a dash and a name behind the closing mark"}
	if t.Is(f.to, ")") {
		a.end++
	}
	if !who.known {
		a.sure = sureUnknown
	}
	return a
}

// likeSaying reads a word in the place of a verb of saying that is none of the
// list: "…," bisiknya. and "…," bisik Rina.
func (r *reader) likeSaying(i, k int) attribution {
	u := &r.units[i]
	t := u.text
	none := attribution{who: unknownSpeaker}
	if k < 2 || t.Upper(k) || t.Kind(k) != prose.Word || functional[t.Low(k)] {
		return none
	}
	mark := k - 1
	if t.Is(mark, ",") {
		mark--
	}
	stop := t.At(mark - 1)
	if t.Kind(mark) != prose.Mark || stop != "," && stop != "?" && stop != "!" && !t.Is(k-1, ",") {
		return none
	}
	if low := t.Low(k); len(low) > 5 && low[len(low)-3:] == "nya" && (t.Is(k+1, ".") || t.Is(k+1, ",")) {
		a := r.understood(i, k)
		a.sure = min(a.sure, sureUnmarked)
		return a
	}
	f := u.refAt(k + 1)
	if f == nil || f.Group {
		return none
	}
	a := attribution{found: true, cue: t.Low(k), end: f.to, who: r.speakerOf(f)}
	r.byName(&a, f)
	a.sure = min(a.sure, sureNarrated)
	return a
}

// functional words stand behind a quotation without being verbs of saying.
var functional = map[string]bool{
	"saat": true, "ketika": true, "sambil": true, "seraya": true, "dan": true, "yang": true, "dari": true, "oleh": true,
	"kepada": true, "untuk": true, "dengan": true, "di": true, "dalam": true, "pada": true, "bersama": true, "itu": true, "ini": true, "milik": true,
	"karya": true, "antara": true, "serta": true, "atau": true, "seperti": true, "bagi": true, "ke": true, "usai": true, "hingga": true, "sebagai": true,
	"adalah": true, "merupakan": true, "akan": true, "menurut": true, "begitu": true, "demikian": true, "tersebut": true, "bukan": true,
}

// understood binds "ujarnya" at token k to the current reporting subject
//
func (r *reader) understood(i, k int) attribution {
	t := r.units[i].text
	a := attribution{found: true, cue: t.Low(k), end: k + 1, who: unknownSpeaker}
	for range 2 {
		switch t.Low(a.end) {
		case "lagi", "pula":
			a.cue += " " + t.Low(a.end)
			a.end++
		}
	}
	a.who, a.sure, a.because = r.understoodSpeaker(i, a.cue)
	return a
}

// understoodSpeaker returns the person that "he" means in unit i, with the confidence and
// the reason.
func (r *reader) understoodSpeaker(i int, cue string) (speaker, float64, string) {
	c := r.current
	if !c.known {
		return unknownSpeaker, sureUnknown, "“" + cue + "” names nobody, and nobody was speaking before"
	}
	far := i - c.unit
	if c.doubtful {
		return c.speaker, sureDoubt, "Q-05: “" + cue + "” means the subject of the last reporting clause, though another subject stands between"
	}
	switch {
	case c.firm && far <= 2:
		return c.speaker, sureReported, "Q-05: “" + cue + "” means the subject of the last reporting clause"
	case !c.firm && far <= 1:
		return c.speaker, sureNarrated, "Q-05: “" + cue + "” means the subject of the sentence before"
	}
	return c.speaker, sureFar, "Q-05: “" + cue + "” means the last subject, " + strconv.Itoa(far) + " paragraphs back"
}

// named reads the subject behind the verb of saying at token k (V-03, V-04).
func (r *reader) named(i, k int, v prose.Verb) attribution {
	u := &r.units[i]
	t := u.text
	a := attribution{cue: t.Low(k), end: k + 1, who: unknownSpeaker}
	j := k + 1
	for range 2 {
		switch t.Low(j) {
		case "lagi", "pula", "kemudian", "singkat", "lanjut", "oleh":
			j++
		}
	}
	switch t.Low(j) {
	case "dia", "ia", "beliau", "dirinya":
		a.end, a.found = j+1, true
		a.who, a.sure, a.because = r.understoodSpeaker(i, t.Low(k)+" "+t.Low(j))
		return a
	}
	if u.refAt(j) == nil && u.refAt(j+1) != nil && sexOfAddress(t.Low(j)) != unknownSex {
		j++ // "puji Bu Camat"
	}
	if f := u.refAt(j); f != nil && !f.Group {
		a.end, a.found = f.to, true
		if pointsBack(t, f) {
			r.pointedAt(&a, i, f)
			return a
		}
		a.who = r.speakerOf(f)
		r.byName(&a, f)
		return a
	}
	if f := r.behindDescription(u, j); f != nil {
		a.end, a.found, a.who = f.to, true, r.speakerOf(f)
		a.sure, a.because = sureNamed, "V-03: verb of saying, description and name behind the closing mark"
		return a
	}
	if person, end := r.bearerOfPart(t, j); person >= 0 {
		a.end, a.found, a.who = end, true, speaker{person: person, known: true}
		a.sure, a.because = sureNarrated, "N-47: the part in the event stands for its bearer"
		return a
	}
	if f := namedInside(u, j, descriptionEnd(t, j)); f != nil {
		a.end, a.found, a.who = descriptionEnd(t, j), true, r.speakerOf(f)
		r.byName(&a, f)
		return a
	}
	// "kata pria asal X itu": a description that points back (N-47).
	if end := descriptionEnd(t, j); end > 0 {
		a.end, a.found = end, true
		a.who, a.sure, a.because = r.whoFits(i, j, end)
		if !a.who.known && r.mayHaveBeen(i, j) {
			a.who, a.sure, a.because = r.current.speaker, sureFar, "N-47: “"+t.Cut(j, end)+"” is a career that the last speaker may have had"
		}
		if c := r.current; !a.who.known && v.Adds && c.known && c.firm && c.person >= 0 && r.likeness(c.person, i, j, end) != against {
			a.who, a.sure, a.because = c.speaker, sureFar, "N-47: “"+a.cue+"” goes on with the words of the speaker before"
		}
		a.other = !a.who.known && !isCareer(t.Low(j))
		return a
	}
	if v.Weak && !t.Upper(j) && !described(t, j) && !(t.Is(j, "seorang") && t.Kind(k-1) == prose.Mark) && !(crowds[t.Low(j)] && t.Kind(k-1) == prose.Mark) {
		return a
	}
	a.found, a.sure = true, sureUnknown
	a.other = described(t, j) || crowds[t.Low(j)] || t.Is(j, "seorang") || t.Is(j, "salah") || isProper(t, j) && !isBody(t, j) || speechVerbs[v.Root] && isPlainNoun(t, j)
	a.because = "“" + a.cue + "” is followed by nobody who is known"
	return a
}

// namedInside returns the name that a description of tokens j to end gives: "ucap
// perempuan bernama asli Hartatun itu"; nil where it gives none.
func namedInside(u *unit, j, end int) *ref {
	for k := j + 1; k < end && k < j+6; k++ {
		if !u.text.Is(k, "bernama") {
			continue
		}
		if k++; u.text.Is(k, "asli") || u.text.Is(k, "lengkap") {
			k++
		}
		if f := u.refAt(k); f != nil && f.Official >= 0 && !f.Group {
			return f
		}
	}
	return nil
}

// crowds are words for people who speak together.
var crowds = lists.List("crowds")

// pointedAt fills in the person that a post with "itu", "ini" or "tersebut" means: its
// holder, a person whom it fits, or for a division the member named last.
func (r *reader) pointedAt(a *attribution, i int, f *ref) {
	t := r.units[i].text
	words := t.Cut(f.from, f.to)
	a.who = r.speakerOf(f)
	current := r.current
	if a.who.person >= 0 && (a.who.person == current.person || holdsTitle(r.people.Person(a.who.person), f.Role)) {
		a.sure, a.because = sureReported, "N-47: “"+words+"” means its holder"
		return
	}
	if current.known && current.person >= 0 && !isCareer(t.Low(f.from)) && r.mayHold(current.person, f.Role) {
		a.who, a.sure = current.speaker, sureNarrated
		a.because = "N-26: “" + words + "” is a post that the last speaker may hold"
		return
	}
	if who, sure, because := r.whoFits(i, f.from, f.to); who.known {
		a.who, a.sure, a.because = who, sure, because
		return
	}
	if r.mayHaveBeen(i, f.from) {
		a.who, a.sure = current.speaker, sureFar
		a.because = "N-47: “" + words + "” is a career that the last speaker may have had"
		return
	}
	if f.Role != nil {
		a.who = speaker{person: -1, role: f.Role, known: true}
	}
	a.sure, a.because = sureVague, "N-27: “"+words+"” is a post that the text gives to nobody"
}

// holdsTitle reports whether o holds a post of that title, at the same body where both
// are named.
func holdsTitle(o *article.Official, role *article.Role) bool {
	return role == nil || slices.ContainsFunc(o.Roles, func(have article.Role) bool {
		return strings.EqualFold(have.Title, role.Title) && sameBody(have, *role)
	})
}

// sameBody reports whether two posts may be at one body.
func sameBody(a, b article.Role) bool {
	return a.Office == "" || b.Office == "" || strings.HasPrefix(a.Office, b.Office) || strings.HasPrefix(b.Office, a.Office)
}

// mayHold reports whether person p may hold a post that the text links to no name:
// p has no post, a post of the same kind, or is a member of the body of that unit.
func (r *reader) mayHold(p int, role *article.Role) bool {
	o := r.people.Person(p)
	if role == nil || len(o.Roles) == 0 {
		return true
	}
	unit := strings.Contains(strings.ToLower(role.Title), "divisi") || strings.Contains(strings.ToLower(role.Title), "bidang")
	for _, have := range o.Roles {
		member := strings.HasPrefix(have.Title, "Anggota") || strings.HasPrefix(have.Title, "Komisioner")
		if sameBody(have, *role) && (unit && member || strings.EqualFold(firstWord(have.Title), firstWord(role.Title)) && !unit) {
			return true
		}
	}
	return false
}

// pointsBack reports whether f is a post that points back: it ends with "itu", or "sang"
// stands before it.
func pointsBack(t *prose.Text, f *ref) bool {
	return t.Is(f.from-1, "sang") || t.Is(f.to-1, "itu") || t.Is(f.to-1, "ini") || t.Is(f.to-1, "tersebut")
}

// behindDescription returns the name that follows a description in small
// letters and a comma: "kata salah seorang peserta, Rina Wulandari".
func (r *reader) behindDescription(u *unit, j int) *ref {
	t := u.text
	if t.Upper(j) {
		return nil
	}
	for k := j; k < j+9; k++ {
		switch {
		case t.Is(k, ","):
			if f := u.refAt(k + 1); f != nil && f.Official >= 0 && !f.Group {
				return f
			}
			return nil
		case t.Kind(k) != prose.Word && t.Kind(k) != prose.Number:
			return nil
		case leadIns[t.Low(k)] && k == j, t.Is(k, "saat"), t.Is(k, "ketika"), t.Is(k, "kepada"), t.Is(k, "di"), t.Is(k, "usai"):
			return nil
		}
	}
	return nil
}

// described reports whether a word for a person stands at token i.
func described(t *prose.Text, i int) bool { return peopleWords[t.Low(i)] }

// byName fills in how sure an attribution to f is.
func (r *reader) byName(a *attribution, f *ref) {
	a.sure, a.because = sureNamed, "V-03: verb of saying and name behind the closing mark"
	switch {
	case !a.who.known:
		a.sure, a.because = sureUnknown, "F7: a short name that several people bear, none of whom has spoken"
	case f.Contracted:
		a.sure, a.because = sureLone, "N-59: verb of saying and a word that contracts a name of the subject of the sentence before"
	case f.Official < 0 && a.who.person >= 0:
		a.sure, a.because = sureRole, "N-47: the post stands for its only holder"
	case f.Official < 0:
		a.sure, a.because = sureRole, "N-27: the verb of saying names a post only"
	case f.Role != nil && f.name == f.from && f.nend == f.to:
		a.sure, a.because = sureReported, "N-47: the post stands for its holder"
	case f.Role != nil:
		a.because = "V-04: verb of saying, post and name behind the closing mark"
	case isLone(r.people.Person(f.Official)):
		a.sure, a.because = sureLone, "V-03: verb of saying and a single name that the text gives nowhere in full"
	case r.resembles(r.people.Person(f.Official)):
		a.sure, a.because = sureLone, "V-03: verb of saying and a name without a post, one word of which somebody else bears"
	case len(r.rivals(f)) > 1:
		a.sure, a.because = sureDoubt, "F7: verb of saying and a short name that several bear; the one of them who spoke last"
	}
}

// isLone reports whether the text names a person by one word, once, and says no more:
// the full name may have been missed.
func isLone(o *article.Official) bool {
	return len(o.Roles) == 0 && len(o.Mentions) <= 1 && !strings.Contains(o.Name, " ")
}

// resembles reports whether a person named once and without a post shares a word
// with another: the two may be one.
func (r *reader) resembles(o *article.Official) bool {
	if len(o.Roles) > 0 || len(o.Mentions) > 1 {
		return false
	}
	for w := range strings.FieldsSeq(o.Name) {
		if r.shared(strings.ToLower(w)) > 1 {
			return true
		}
	}
	return false
}

// shared returns how many officials bear the lower-case word as part of their
// name, counting no further than two.
func (r *reader) shared(low string) int {
	n := 0
	for i := range r.people.Officials {
		if i > 200 {
			break
		}
		if hasWord(r.people.Officials[i].Name, low) {
			if n++; n > 1 {
				break
			}
		}
	}
	return n
}

// hasWord reports whether a name holds a lower-case word.
func hasWord(name, low string) bool {
	for start := 0; start < len(name); {
		end := start
		for end < len(name) && name[end] != ' ' {
			end++
		}
		if end-start == len(low) && equalFold(name[start:end], low) {
			return true
		}
		start = end + 1
	}
	return false
}

func equalFold(s, low string) bool {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != low[i] {
			return false
		}
	}
	return true
}

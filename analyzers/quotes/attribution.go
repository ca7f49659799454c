package quotes

import (
	"strconv"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// attribution is what the words beside a quotation say of its speaker.
type attribution struct {
	who     speaker
	cue     string
	because string
	sure    float64
	end     int  // token behind it
	found   bool // there is an attribution, whether or not it tells who
}

// lookRight reads the attribution behind a quotation that ends before token k
// (V-01 to V-04, Q-01).
func (r *reader) lookRight(i, k int) attribution {
	u := &r.units[i]
	t := u.text
	for n := 0; n < 2 && (t.Is(k, ",") || t.Is(k, ".") || t.Kind(k) == prose.Mark); n++ {
		k++
	}
	switch t.Low(k) {
	case "demikian", "begitu":
		if f := u.refAt(k + 1); f != nil && f.Official >= 0 && !f.Group && u.in(k) == nil {
			a := attribution{found: true, cue: t.Low(k), end: f.to, who: r.speakerOf(f)}
			r.byName(&a, u, f)
			a.sure = min(a.sure, sureBack)
			return a
		}
		k++
	case "masih", "kembali":
		k++
	}
	v, ok := prose.Saying(t.Low(k))
	if u.in(k) != nil {
		return attribution{who: nobody}
	}
	if t.Is(k, "bunyi") || ok && v.Form == prose.Bare && writings[t.Low(k+1)] && u.refAt(k+1) == nil {
		return attribution{found: true, who: nobody, cue: t.Low(k), end: k + 1, sure: sureNobody, because: "the words of a text, which nobody speaks"}
	}
	if !ok {
		return r.likeSaying(i, k)
	}
	switch v.Form {
	case prose.Possessive:
		return r.understood(i, k)
	case prose.Bare:
		return r.named(i, k, v)
	case prose.Passive:
		if a := r.named(i, k, v); a.found && a.who.known {
			return a
		}
	}
	return attribution{who: nobody}
}

// likeSaying reads a word in the place of a verb of saying that is none of the
// list: "…," bisiknya. and "…," bisik Rina.
func (r *reader) likeSaying(i, k int) attribution {
	u := &r.units[i]
	t := u.text
	none := attribution{who: nobody}
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
	r.byName(&a, u, f)
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
	a := attribution{found: true, cue: t.Low(k), end: k + 1, who: nobody}
	for range 2 {
		switch t.Low(a.end) {
		case "lagi", "pula":
			a.cue += " " + t.Low(a.end)
			a.end++
		}
	}
	a.who, a.sure, a.because = r.understoodSpeaker(i, k, a.cue)
	return a
}

// understoodSpeaker says who "he" is at token k of unit i, how surely, and why.
func (r *reader) understoodSpeaker(i, k int, cue string) (speaker, float64, string) {
	c := r.current
	if !c.known {
		return nobody, sureNobody, "“" + cue + "” names nobody, and nobody was speaking before"
	}
	far := i - c.unit
	if c.doubtful {
		return c.speaker, sureLone, "Q-05: “" + cue + "” means the subject of the last reporting clause, though another subject stands between"
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
	a := attribution{cue: t.Low(k), end: k + 1, who: nobody}
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
		a.who, a.sure, a.because = r.understoodSpeaker(i, k, t.Low(k)+" "+t.Low(j))
		return a
	}
	f := u.refAt(j)
	if f == nil && t.Is(j, "para") {
		f = nil
	}
	if f != nil && !f.Group {
		a.end, a.found = f.to, true
		if f.Official < 0 && pointsBack(t, f) && r.current.known && r.current.person >= 0 {
			a.who, a.sure = r.current.speaker, sureNarrated
			a.because = "N-47: “" + t.Cut(f.from, f.to) + "” means the person named last"
			return a
		}
		a.who = r.speakerOf(f)
		r.byName(&a, u, f)
		return a
	}
	if f := r.behindDescription(u, j); f != nil {
		a.end, a.found = f.to, true
		a.who, a.sure, a.because = r.speakerOf(f), sureNamed, "V-03: verb of saying, description and name behind the closing mark"
		return a
	}
	// "kata pria asal X itu": a description that points back (N-47).
	if !t.Upper(j) && t.Kind(j) == prose.Word && !v.Weak || described(t, j) {
		for e := j; e < j+9 && e < len(t.Tokens); e++ {
			if t.Kind(e) != prose.Word && t.Kind(e) != prose.Number {
				break
			}
			if low := t.Low(e); (low == "itu" || low == "tersebut" || low == "ini") && e > j {
				a.end, a.found = e+1, true
				if described(t, j) && r.current.known {
					a.who, a.sure = r.current.speaker, sureFar
					if i-r.current.unit <= 1 {
						a.sure = sureNarrated
					}
					a.because = "N-47: “" + t.Low(j) + " … " + low + "” means the person named last"
				} else {
					a.sure, a.because = sureNobody, "the verb names nobody"
				}
				return a
			}
		}
	}
	if v.Weak && !t.Upper(j) {
		return a
	}
	a.found, a.sure = true, sureNobody
	a.because = "“" + a.cue + "” is followed by nobody who is known"
	return a
}

// pointsBack reports whether f ends with a word that points back: "itu".
func pointsBack(t *prose.Text, f *ref) bool {
	return t.Is(f.to-1, "itu") || t.Is(f.to-1, "ini") || t.Is(f.to-1, "tersebut")
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
func described(t *prose.Text, i int) bool { return clauses["people"][t.Low(i)] }

// byName fills in how sure an attribution to f is.
func (r *reader) byName(a *attribution, u *unit, f *ref) {
	a.sure, a.because = sureNamed, "V-03: verb of saying and name behind the closing mark"
	switch {
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
	case f.nend-f.name == 1 && r.shared(u.text.Low(f.name)) > 1:
		a.sure, a.because = sureFar, "V-03: verb of saying and a short name that several people bear"
	}
}

// isLone reports whether all that the text tells of a person is one word, once:
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

package quotes

import (
	"warta/analyzers/internal/prose"
)

// A frame holds what a paragraph that ends in a colon says of the quotations
// below it: "Berikut pernyataan Rina:".
type frame struct {
	who  speaker
	cue  string
	unit int // the paragraph below which quotations stand
	open bool
}

// readFrame notes the frame that paragraph i ends in, and forgets the one
// before unless i is a quotation below it.
func (r *reader) readFrame(i int) {
	u := &r.units[i]
	n := len(u.text.Tokens)
	if n > 0 && u.text.Is(n-1, ":") && u.in(n-1) == nil {
		if a := r.framed(i, n-1); a.found && a.who.known {
			r.frame = frame{who: a.who, cue: a.cue, unit: i, open: true}
			return
		}
	}
	if r.frame.open && r.frame.unit == i-1 && len(u.spans) > 0 && r.headsUnit(u, &u.spans[0]) {
		r.frame.unit = i
		return
	}
	r.frame.open = false
}

// headsUnit reports whether nothing but the mark of a list item stands before s.
func (r *reader) headsUnit(u *unit, s *span) bool {
	if s.start > 3 {
		return false
	}
	for k := range s.start {
		if u.text.Kind(k) == prose.Word && u.text.Tokens[k].End-u.text.Tokens[k].Start > 1 {
			return false
		}
	}
	return true
}

// framed reads the frame that ends in the colon at token colon of unit i.
func (r *reader) framed(i, colon int) attribution {
	u := &r.units[i]
	t := u.text
	low := r.boundary(u, colon)
	noun := attribution{who: unknownSpeaker}
	for k := colon - 1; k >= low && colon-k < 40; k-- {
		w := t.Low(k)
		if noun.found && (t.Is(k, ",") || answers[w]) {
			return noun
		}
		if base, own := ownNoun(w); prose.IsUtterance(base) && !answers[t.Low(k-1)] {
			if own { // "Berikut pernyataannya:"
				who, sure, because := r.understoodSpeaker(i, w)
				return attribution{found: true, who: who, sure: min(sure, sureFar), because: because}
			}
			// The first noun of the clause names the owner of the words that follow: "Berikut tanggapan
			// warganet atas pernyataan Rina:".
			a := r.framedBy(u, k+1, colon)
			if a.found || noun.found && !prose.IsUtterance(t.Low(k+2)) {
				noun = a
			}
			if !a.found && noun.who == unknownSpeaker && otherOwner(t, k+1) {
				return attribution{who: unknownSpeaker}
			}
		}
		v, ok := prose.Saying(w)
		if !ok || noun.found {
			continue
		}
		switch v.Form {
		case prose.Active:
			who, how := r.subjectOf(i, k)
			if how == noSubject || how == several {
				continue
			}
			return attribution{found: true, cue: w, who: who, sure: sureBack, because: "Q-07: subject and verb of saying in the frame before the colon"}
		case prose.Passive:
			if a := r.framedBy(u, k+1, colon); a.found {
				a.cue = w
				return a
			}
		case prose.Possessive:
			who, sure, because := r.understoodSpeaker(i, w)
			return attribution{found: true, cue: w, who: who, sure: min(sure, sureFar), because: because}
		case prose.Bare, prose.PassiveNya: // they stand behind what they report
		}
	}
	return noun
}

// answers are words before the speech of another, which what follows only answers or
// reads out: "Menjawab pertanyaan Budi", "membacakan amanat Budi".
var answers = map[string]bool{
	"menjawab": true, "menanggapi": true, "membalas": true, "menyikapi": true, "merespons": true, "merespon": true, "atas": true, "terhadap": true,
	"membacakan": true, "mengutip": true,
}

// otherOwner reports whether a plain noun at token k names the owner of the speech before it
// is: "tanggapan warganet", "pertanyaan warga".
func otherOwner(t *prose.Text, k int) bool {
	switch t.Low(k) {
	case "warga", "warganet", "netizen", "publik", "masyarakat", "peserta", "pemilih", "para", "sejumlah", "beberapa", "pengguna":
		return true
	}
	return false
}

// ownNoun takes "-nya" off a lower-case noun.
func ownNoun(w string) (string, bool) {
	if n := len(w); n > 6 && w[n-3:] == "nya" {
		return w[:n-3], true
	}
	return w, false
}

// framedBy returns the one whose words a noun or passive verb before token k
// announces: the name follows it, "dari", "lengkap" and the like skipped.
func (r *reader) framedBy(u *unit, k, colon int) attribution {
	t := u.text
	for n := 0; n < 4 && k < colon && u.refAt(k) == nil; n++ {
		switch t.Low(k) {
		case "dari", "oleh", "resmi", "lengkap", "lengkapnya", "tertulis", "singkat", "langsung", "selengkapnya", "pers", "sikap", "penting", "khusus", "utuh":
			k++
		default:
			return attribution{who: unknownSpeaker}
		}
	}
	f := u.refAt(k)
	if f == nil || f.Group {
		return attribution{who: unknownSpeaker}
	}
	who := r.speakerOf(f)
	if !who.known {
		return attribution{who: unknownSpeaker}
	}
	return attribution{found: true, who: who, sure: sureBack, because: "Q-07: name in the frame before the colon"}
}

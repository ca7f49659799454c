package officials

import (
	"strings"

	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// readBracketUnit takes the words up to the closing bracket into the unit of a
// post that stands in brackets: "(Direktur Eksekutif Cabang)".
func readBracketUnit(t *prose.Text, ro *role) {
	if !t.Is(ro.from-1, "(") || ro.named || ro.head.where == "none" {
		return
	}
	end := ro.to
	for end < ro.to+5 && t.Upper(end) {
		end++
	}
	if end > ro.to && t.Is(end, ")") {
		ro.title += " " + unitName(t, ro.to, end)
		ro.to, ro.units = end, true
	}
}

// readUnit reads the unit after the head of a post: "Divisi Perencanaan, Data,
// dan Informasi", "Biro Operasi", "Wilayah II" (N-22).
func (r *reader) readUnit(t *prose.Text, ro *role) {
	h := ro.head
	if !h.unit && !h.open {
		return
	}
	i := ro.to
	if h.name == "Kepala" && bodyStarts(t, i) {
		return
	}
	if h.where == "kpu" && !h.open && generalHead(h) {
		// A chair or a member: only a division, a committee or a working group.
		switch t.Low(i) {
		case "divisi", "bidang", "pokja", "koordinator":
		case "komisi":
			if !isOrdinal(t, i+1) {
				return
			}
		default:
			return
		}
	}
	end := i
	if h.open {
		end = openUnit(t, i)
	}
	if end == i && ro.small && !generalHead(h) {
		end = smallUnit(t, i)
	}
	if end == i {
		end = unitEnd(t, i, h.where == "ministry")
	}
	end = moreUnit(t, i, end)
	if end > i {
		if h.where == "body" && bodyStarts(t, i) && (!units[t.Low(i)] || t.Is(i, "pusat")) && !worksFor(t, i) {
			return // "Peneliti Pusat Kajian X"
		}
		ro.title += " " + unitName(t, i, end)
		ro.to, ro.units = end, true
	}
}

// moreUnit takes a word that is no known unit word into a unit where brackets
// or "dan" show that it is part of it: "(Kasubbag Teknis dan Kepesertaan)".
func moreUnit(t *prose.Text, i, end int) int {
	if end == i || !t.Is(end, "dan") && !t.Is(end, "&") || !t.Upper(end+1) || isKPU(t.Low(end+1)) || titles.next[t.Low(end+1)] != nil {
		return end
	}
	if stop := t.Low(end + 2); (stop == "," || stop == ")") && (stop == ")" || isNameWord(t, end+3)) {
		return end + 2
	}
	return end
}

func generalHead(h *title) bool {
	switch h.name {
	case "Ketua", "Wakil Ketua", "Anggota", "Komisioner", "Sekretaris":
		return true
	}
	return false
}

// openUnit returns where a unit of any capitalised words ends: before the name
// of a body; i where no body follows.
func openUnit(t *prose.Text, i int) int {
	for j := i; j < i+14; j++ {
		low := t.Low(j)
		if (t.Upper(j) || isKPU(low)) && bodyStarts(t, j) && !units[low] && !worksFor(t, j) {
			return j
		}
		switch {
		case t.Upper(j) && honorifics[low] == 0 || isOrdinal(t, j) || units[low] && j > i:
		case low == "pada" && j > i && t.Upper(j+1) && bodyStarts(t, j+1):
			return j // "Kepala Seksi Identitas Penduduk pada Dinas X"
		case (low == "," || low == "dan" || low == "serta") && startsPost(t, j+1) && (!addsPost(t, j+1) || t.Is(j+1, "ketua")):
			return i // the list continues
		case low == "dan" || low == "," || low == "serta" || low == "&":
			if !t.Upper(j+1) && !(low == "," && t.Is(j+1, "dan")) || low == "," && !units[t.Low(j+1)] && !t.Is(j+1, "dan") {
				return i
			}
		default:
			return i
		}
	}
	return i
}

// smallUnit returns where a unit in small letters ends, before the name of an office
// of the KPU: "komandan regu pengamanan dalam KPU X"; i where none stands there.
func smallUnit(t *prose.Text, i int) int {
	for j := i; j < i+5 && t.Kind(j) == prose.Word; j++ {
		switch low := t.Low(j); {
		case t.Upper(j) && isKPU(low):
			return j
		case t.Upper(j) || !units[low] && low != "dalam":
			return i
		}
	}
	return i
}

// worksFor reports whether the word at token i begins a team inside an office of
// the KPU: "Relawan Demokrasi KPU X".
func worksFor(t *prose.Text, i int) bool {
	switch t.Low(i) {
	case "relawan", "tim", "satgas", "pokja", "panitia":
	default:
		return false
	}
	for j := i + 1; j < i+6 && t.Upper(j); j++ {
		if isKPU(t.Low(j)) {
			return true
		}
	}
	return false
}

// unitEnd returns where the run of unit words ([isUnitWord]) at token i ends; commas and "dan"
// belong to it where another unit word follows.
func unitEnd(t *prose.Text, i int, wide bool) int {
	end := i
	for j := i; j < i+24; {
		low := t.Low(j)
		if low == "komisi" && t.Is(j+1, "pemilihan") {
			return end // the office follows the unit
		}
		switch {
		case isUnitWord(t, j, wide) && !(j > i && isKPU(low)), isOrdinal(t, j):
			if units[low] && !t.Upper(j) && j > i && t.Upper(j-1) && t.Kind(j-1) == prose.Word {
				return end // "Divisi Hukum umum…": a new word of the sentence
			}
			j++
			end = j
		case low == "," || low == "dan" || low == "serta" || low == "&" || low == "/":
			next := j + 1
			if low == "," && (t.Is(next, "dan") || t.Is(next, "serta")) {
				next++
			}
			if end == i || !isUnitWord(t, next, wide) || addsPost(t, next) || low == "," && (!t.Upper(next) && t.Upper(i) || beginsName(t, next)) {
				return end
			}
			j = next
		default:
			return end
		}
	}
	return end
}

// isUnitWord reports whether the word at token i may be part of the name of a
// unit: a word of the vocabulary, or where wide is set an ordinary word with a
// capital that is no post and begins no institution.
func isUnitWord(t *prose.Text, i int, wide bool) bool {
	low := t.Low(i)
	if units[low] {
		return true
	}
	return wide && t.Upper(i) && !t.Titled && !t.Shouting && !t.Tokens[i].Caps && names.Never(low) && !startsPost(t, i) && !bodyStarts(t, i) &&
		!isLevel(low) && honorifics[low] == 0 && !nobility[low]
}

// beginsName reports whether the unit word at token i, behind a comma, is the
// first word of a name, as a word that is no unit's follows it: "Divisi SDM,
// Anak Agung Raka".
func beginsName(t *prose.Text, i int) bool {
	return isNameWord(t, i) && isNameWord(t, i+1) && !units[t.Low(i+1)] && !bodyStarts(t, i+1)
}

// addsPost reports whether what stands at token i is a post of its own rather
// than one more word of a unit: "Divisi Hukum dan Divisi Teknis".
func addsPost(t *prose.Text, i int) bool {
	switch t.Low(i) {
	case "divisi", "ketua", "koordinator", "bidang", "bagian", "subbagian":
		return true
	}
	return false
}

func isOrdinal(t *prose.Text, i int) bool {
	if t.Kind(i) == prose.Number {
		return true
	}
	w := t.At(i)
	if w == "I" && births[t.Low(i+1)] {
		return false // "I Made Sukadana"
	}
	if len(w) == 1 && w >= "A" && w <= "E" && t.Is(i-1, "komisi") {
		return true
	}
	return w != "" && len(w) <= 5 && strings.Trim(w, "IVX") == ""
}

// readLateUnit reads a unit that follows the office: "Anggota KPU RI Divisi
// Teknis".
func (r *reader) readLateUnit(t *prose.Text, ro *role) {
	if !ro.head.unit || ro.units || !ro.named {
		return
	}
	switch t.Low(ro.to) {
	case "divisi", "bidang":
	case "yang":
		skipField(t, ro)
		return
	default:
		return
	}
	if end := unitEnd(t, ro.to, false); end > ro.to+1 {
		ro.title += " " + unitName(t, ro.to, end)
		ro.to, ro.units = end, true
	}
}

// skipField skips the field of a member between the office and the name: "Anggota KPU X yang
// membidangi Keuangan dan Logistik, Y".
func skipField(t *prose.Text, ro *role) {
	if !t.Is(ro.to+1, "membidangi") && !t.Is(ro.to+1, "menangani") {
		return
	}
	if end := unitEnd(t, ro.to+2, false); end > ro.to+2 && t.Is(end, ",") {
		ro.to, ro.units = end, true
	}
}

// unitName writes the unit of tokens i to j in normal case, keeping commas and
// acronyms as typed.
func unitName(t *prose.Text, i, j int) string {
	var b strings.Builder
	for k := i; k < j; k++ {
		w := t.At(k)
		if k > i && w != "," && w != "/" && t.At(k-1) != "/" {
			b.WriteByte(' ')
		}
		low := t.Low(k)
		switch {
		case low == "dan" || low == "serta":
			b.WriteString(low)
		case t.Kind(k) != prose.Word || acronyms[low] || isOrdinal(t, k):
			b.WriteString(strings.ToUpper(w))
		case !t.Tokens[k].Caps && t.Upper(k):
			b.WriteString(w)
		case t.Tokens[k].Caps && !t.Shouting && !t.Titled && len(w) <= 6:
			b.WriteString(w)
		default:
			b.WriteString(strings.ToUpper(low[:1]) + low[1:])
		}
	}
	return b.String()
}

var acronyms = lists.List("acronyms")

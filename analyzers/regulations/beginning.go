package regulations

import "strings"

// IDPrefix returns what the ids begin with of the regulations that a text may be about to name, as
// readers type it: "pkpu" gives "pkpu/", "PKPU No 1" gives "pkpu/1", "pkpu nomor 1 tahun" gives "pkpu/1/".
// It returns false for a text that does not begin with the name of a kind.
func IDPrefix(text string) (string, bool) {
	const longest = 200 // bytes
	if len(text) > longest {
		return "", false
	}
	t := known()
	f := &finder{table: t, text: text, tokens: t.tokens(text)}
	k, i := f.nameAt(0)
	if k == nil {
		return "", false
	}
	if i = f.fillers(i, k); t.words.Number[f.at(i)] {
		i++
	}
	prefix := k.ID + "/"
	if i >= len(f.tokens) {
		return prefix, true
	}
	if t.words.Ordinal[f.at(i)] && i+1 < len(f.tokens) {
		i++
	}
	number, year, slash := strings.Cut(t.ordinal(f.at(i)), "/")
	number, ok := k.serial(number)
	if !ok {
		return "", false
	}
	prefix += number
	digits := k.Form == plain || k.Form == filed // the number ends with them
	if i++; slash || i < len(f.tokens) {
		prefix += map[bool]string{true: "/", false: "-"}[digits]
	}
	if t.words.Year[f.at(i)] {
		i++
	}
	if !slash && i < len(f.tokens) {
		year = f.at(i)
		i++
	}
	if year != "" && (!isNumber(year) || len(year) > len("2024")) || i < len(f.tokens) {
		return "", false
	}
	switch y, ok := yearOf(year); {
	case digits:
		return prefix + year, true
	case !ok && len(year) < len("2024"):
		return prefix, true // the code stands before the year
	case k.isSole(number, y):
		code, _ := k.code(k.Sole, y)
		return prefix + code + "/" + year, true
	}
	return "", false
}

// serial returns the beginning of a number in its normal form.
func (k *Kind) serial(number string) (string, bool) {
	if k.Form == plain || k.Form == filed {
		return plainNumber(number)
	}
	return serialNumber(number)
}

package morph

import "bytes"

// Stem returns the root of a lower-case word, as a slice of the word or of the
// table, which must not be written to. A word of several parts joined by hyphens is
// read as one: reduplicated, prefixed, or left alone.
func (t *Table) Stem(w []byte) []byte {
	if len(w) < 3 || len(w) > maxWord {
		return w
	}
	if r := t.form(w); r != 0 {
		return t.answer(r)
	}
	return t.rules(w)
}

// HasForm reports whether the dictionary has a lower-case word, as a root or as a form of one.
// Names do not count.
func (t *Table) HasForm(w []byte) bool {
	if len(w) == 0 || len(w) > maxWord {
		return false
	}
	root := t.form(w)
	if root == 0 {
		root = t.root(w)
	}
	return root != 0 && t.flags[root]&flagName == 0
}

// Listed returns the root of a lower-case word that the dictionary has, as a root or as a form
// of one, and whether it is a core root: one that a second dictionary has, or that has a
// family. Names are not listed.
func (t *Table) Listed(w []byte) (root []byte, listed, core bool) {
	if len(w) == 0 || len(w) > maxWord {
		return nil, false, false
	}
	number := t.form(w)
	if number == 0 {
		number = t.root(w)
	}
	if number == 0 || t.flags[number]&flagName != 0 {
		return nil, false, false
	}
	return t.rootText(number), true, int8(t.weights[number]) >= 0
}

// HasName reports whether the dictionary has a lower-case word as a name.
func (t *Table) HasName(w []byte) bool {
	if len(w) == 0 || len(w) > maxWord {
		return false
	}
	number := t.root(w)
	return number != 0 && t.flags[number]&flagName != 0
}

// rules is [Table.Stem] for a word that is not in the table of forms, and so no
// root either.
func (t *Table) rules(w []byte) []byte {
	for k, c := range w {
		if c == '-' {
			return t.joined(w, k)
		}
		if c < 'a' || c > 'z' {
			return w
		}
	}
	if p := t.parseWord(w); p.root != 0 {
		return t.answer(p.root)
	}
	if n := len(w); n >= 7 && string(w[n-3:]) == "nya" {
		return w[:n-3]
	}
	return w
}

// joined reads a word whose first hyphen is at k.
func (t *Table) joined(w []byte, k int) []byte {
	a, b := w[:k], w[k+1:]
	if len(a) == 0 || len(b) == 0 {
		return w
	}
	switch string(a) {
	case "se", "ke", "di", "ter", "ber", "me", "mem", "men", "meng", "pe", "pem", "pen", "peng", "per",
		"antar", "pasca", "pra", "multi":
		return t.Stem(b)
	case "non", "anti", "pro", "kontra":
		return w
	}
	if enclitic(b) {
		return t.Stem(a)
	}
	if last := bytes.LastIndexByte(b, '-'); last >= 0 {
		if enclitic(b[last+1:]) {
			return t.Stem(w[:k+1+last])
		}
		return w
	}
	if n := len(w); n > 3 && string(w[n-3:]) == "nya" {
		if r := t.root(w[:n-3]); r != 0 && r <= t.irregular {
			return t.answer(r)
		}
	}
	ra, rb := t.Stem(a), t.Stem(b)
	switch {
	case bytes.Equal(ra, rb):
		return ra
	case len(a) > 4 && (a[0] == 'm' || a[0] == 'p') && a[1] == 'e' && bytes.HasPrefix(b, a[2:]):
		return ra // the nasal is doubled too: meniru-nirukan
	case len(rb) > 2 && bytes.HasSuffix(a, rb):
		return rb
	case len(ra) > 2 && bytes.HasPrefix(b, ra):
		return ra
	}
	return w
}

// enclitic reports whether w is what may hang on a word by a hyphen.
func enclitic(w []byte) bool {
	switch string(w) {
	case "nya", "ku", "mu", "lah", "kah", "pun", "an", "kan", "i":
		return true
	}
	return false
}

package lexicon

import "strings"

// forms names the words whose parse is written down: those of the dictionaries,
// and of every root with a family those that a newspaper may well print.
func (l *lists) forms() {
	if l.err != nil {
		return
	}
	l.each("malindo-analyses.tsv", 2, func(c []string) error { l.b.Form(c[0]); return nil })
	l.each("wordnet-lemmas.txt", 1, func(c []string) error { l.b.Form(c[0]); return nil })
	for _, f := range l.families {
		if !f.core || len(f.root) < 3 || strings.ContainsRune(f.root, '-') {
			continue
		}
		l.derive(f)
	}
}

func (l *lists) derive(f family) {
	r := f.root
	with := func(words ...string) {
		for _, w := range words {
			l.b.Form(w)
		}
	}
	with(r+"nya", "se"+r, "ber"+r, "di"+r, "ter"+r, nasal("me", r))
	if f.forms < 4 {
		return
	}
	me, pe := nasal("me", r), nasal("pe", r)
	with(r+"an", r+"annya", r+"kan", "di"+r+"kan", me+"kan", pe, pe+"an", pe+"annya", "ke"+r+"an", "ke"+r+"annya")
	if f.forms < 8 {
		return
	}
	with("se"+r+"nya", "ber"+r+"an", "di"+r+"i", me+"i", "ter"+r+"nya", "ter"+r+"kan", pe+"nya", "per"+r+"an", "per"+r+"annya",
		r+"kannya", me+"nya", me+"kannya", me+"inya", "di"+r+"kannya", "di"+r+"nya", r+"lah", r+"kah", r+"pun", r+"i",
		"memper"+r, "diper"+r, "memper"+r+"kan", "diper"+r+"kan", "memper"+r+"i", "diper"+r+"i", "ter"+r+"i", "ku"+r, r+"ku", r+"mu",
		"antar"+r, "berke"+r+"an", "keber"+r+"an", "ketidak"+r+"an", "pember"+r+"an")
}

// nasal puts meN- or peN- before a root.
func nasal(prefix, root string) string {
	switch c := root[0]; c {
	case 'p':
		return prefix + "m" + root[1:]
	case 'b', 'f', 'v':
		return prefix + "m" + root
	case 't':
		return prefix + "n" + root[1:]
	case 'd', 'c', 'j', 'z':
		return prefix + "n" + root
	case 's':
		if strings.HasPrefix(root, "sy") {
			return prefix + "n" + root
		}
		return prefix + "ny" + root[1:]
	case 'k':
		if strings.HasPrefix(root, "kh") {
			return prefix + "ng" + root
		}
		return prefix + "ng" + root[1:]
	case 'a', 'e', 'i', 'o', 'u', 'g', 'h':
		return prefix + "ng" + root
	}
	return prefix + root
}

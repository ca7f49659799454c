package index

import (
	"strings"

	"warta/analyzers/satker"
)

// posts are the posts of an office that a query can ask for, by the folded title
// that quotes have.
var posts = []string{"ketua", "wakil ketua", "anggota", "sekretaris", "komisioner", "kepala sekretariat", "sekretaris jenderal"}

// namedIn reads words that name no period: the offices among them and the words
// between.
func (u *understander) namedIn(text string) []unit {
	w := u.weights.Office
	if w.Publisher+w.About+w.Below+w.Named == 0 || text == "" {
		return u.peopleIn(text)
	}
	var units []unit
	from := 0
	for _, m := range knownOffices().Find(text, satker.Context{}) {
		codes := m.Candidates
		if m.Code != "" {
			codes = []string{m.Code}
		}
		if len(codes) == 0 || m.Form != satker.Named {
			continue
		}
		before, post := cutPost(text[from:m.Start])
		units = append(units, u.peopleIn(before)...)
		units = append(units, u.office(post, text[m.Start:m.End], codes))
		from = m.End
	}
	return append(units, u.peopleIn(text[from:])...)
}

// cutPost cuts the post that words end in off them.
func cutPost(words string) (before, post string) {
	words = strings.TrimSpace(words)
	folded := strings.ToLower(words)
	for _, p := range posts {
		if rest, ok := strings.CutSuffix(folded, p); ok && (rest == "" || strings.HasSuffix(rest, " ")) && len(p) > len(post) {
			before, post = strings.TrimSpace(words[:len(rest)]), p
		}
	}
	if post == "" {
		return words, ""
	}
	return before, post
}

// office returns what the name of one of the offices wants, with the post whose
// holder is asked for: what is about the office or those below it, or has its
// name.
func (u *understander) office(post, name string, codes []string) unit {
	w := u.weights.Office
	// What weighs by how rare it is would outweigh the rest in a large archive.
	words := wants(u.words(name))
	ways := []Expr{Weigh{allOf(words), w.Named}}
	add := func(key string, weight float64) {
		if weight > 0 {
			ways = append(ways, Weigh{keyTerms(KeyField(u.of, key), codes), weight})
		}
	}
	add(KeyPublisher, w.Publisher)
	add(KeyOffices, w.About)
	add(KeySatker, w.Below)
	out := Expr(Any(ways))
	if post != "" {
		more := wants(u.words(post))
		if w.Speaks > 0 {
			below := make(Any, len(codes))
			for i, code := range codes {
				below[i] = officeExpr(code)
			}
			for _, at := range []Expr{keyTerms(KeyOffice, codes), below} { // both weigh where it is the office itself
				speaks := Expr(All{at, Term{Field: KeyRole, Text: post}})
				if u.of == Articles {
					speaks = Quoted{speaks}
				}
				more = append(more, Weigh{speaks, w.Speaks / 2})
			}
		}
		out = Prefer{out, more}
	}
	return unit{want: out}
}

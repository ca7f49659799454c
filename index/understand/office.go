package understand

import (
	"strings"
	"time"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/people"
)

// officesIn reads words without periods: the offices among them, then the people among the
// words between.
func (u *understander) officesIn(text string) []clause {
	w := u.weights.Office
	if w.Publisher+w.About+w.Below+w.Named == 0 || text == "" {
		return u.peopleIn(text)
	}
	var clauses []clause
	from := 0
	for _, m := range labels.Offices().Find(text, satker.Context{}) {
		codes := m.Candidates
		if m.Code != "" {
			codes = []string{m.Code}
		}
		if len(codes) == 0 || m.Form != satker.Named {
			continue
		}
		before, post := cutPost(text[from:m.Start], text[m.End:])
		clauses = append(clauses, u.peopleIn(before)...)
		clauses = append(clauses, u.office(post, text[m.Start:m.End], codes))
		u.noteOffices(post.text, text[m.Start:m.End], codes)
		from = m.End
	}
	return append(clauses, u.peopleIn(text[from:])...)
}

// An officePost is a post before an office, in lower case. It is zero for none.
type officePost struct {
	text           string // with the marks
	post           string // without
	acting, former bool   // by the marks: "plt ketua", "mantan ketua"
}

// cutPost cuts off the longest known post at the end of words before an office, with the marks
// before it. A post that is not held yet, by a word before it or behind the office, is none.
func cutPost(words, after string) (before string, post officePost) {
	words = strings.TrimSpace(words)
	folded, known := strings.ToLower(words), people.KnownPosts()
	if len(folded) != len(words) {
		return words, officePost{}
	}
	post.post = known.AskedAtEnd(folded)
	if post.post == "" {
		return words, officePost{}
	}
	at := len(folded) - len(post.post)
	if next := strings.Fields(after); len(next) > 0 && known.IsElected(indonesian.FoldWord(next[0])) {
		return words, officePost{}
	}
	for {
		before := strings.Fields(folded[:at])
		for i, word := range before {
			before[i] = indonesian.FoldWord(word)
		}
		if n := len(before); n > 0 && known.IsWanted(before[n-1]) {
			return words, officePost{}
		}
		n, acting, former := known.MarkBefore(before)
		if n == 0 {
			post.text = folded[at:]
			return strings.TrimSpace(words[:at]), post
		}
		post.acting, post.former = post.acting || acting, post.former || former
		for ; n > 0; n-- {
			at = strings.LastIndexByte(strings.TrimRight(folded[:at], " "), ' ') + 1
		}
	}
}

// office returns the clause for the name of an office, of which codes are the candidates:
// documents published by it, about it, about those below it, or with its name. With a post it
// asks for the holders of that post.
func (u *understander) office(post officePost, name string, codes []string) clause {
	w := u.weights.Office
	// Weigh gives the words a constant weight: weighed by rarity, they would outweigh the
	// keys in a large archive.
	words := wants(u.wordsIn(name, withoutNames(u.fields())))
	ways := []index.Expr{index.Weigh{Of: index.AllOf(words), Boost: w.Named}}
	add := func(key string, weight float64) {
		if weight > 0 {
			ways = append(ways, index.Weigh{Of: dockeys.Terms(index.KeyField(u.of, key), codes), Boost: weight})
		}
	}
	add(index.KeyPublisher, w.Publisher)
	add(index.KeyOffices, w.About)
	add(index.KeySatker, w.Below)
	if post.post == "" {
		return clause{want: index.Any(ways)}
	}
	return u.holders(post, name, codes, ways)
}

// noteOffices adds the offices that a name may mean to the summary, with the words of a post.
func (u *understander) noteOffices(post, name string, codes []string) {
	u.wholeNames++
	for _, code := range codes[:min(len(codes), index.MaxValues)] {
		u.out.Summary.Offices = append(u.out.Summary.Offices, UnderstoodOffice{Code: code, Name: labels.Office(code), Text: name, Post: post})
	}
}

// holders returns the clause for the holders of a post at an office, given the expressions
// that find the office. The holders add to the score.
func (u *understander) holders(post officePost, name string, codes []string, ways []index.Expr) clause {
	w := u.weights.Office
	more := wants(u.words(post.text))
	if w.Speaks == 0 {
		return clause{want: index.Prefer{Want: index.Any(ways), More: more}}
	}
	asked := people.AskedPost{
		Posts: people.KnownPosts().AskedFor(post.post), Codes: codes, Acting: post.acting, Former: post.former, Today: u.today.Format(time.DateOnly),
	}
	var keys []string
	if p := u.weights.Person; p.Named+p.Speaks > 0 {
		for _, m := range u.people.Holding(asked, 0, 0) {
			if u.budget.affordClause(2 * len(m.Keys)) { // as speakers and as named
				keys = append(keys, m.Keys...)
			}
			u.notePerson(post.text+" "+name, m)
		}
	}
	roles := rolesOf(post.post)
	if post.acting || post.former {
		roles = asked.Roles()
	}
	below := make(index.Any, len(codes))
	for i, code := range codes {
		below[i] = dockeys.Office(code)
	}
	there := index.All{dockeys.Terms(index.KeyOffice, codes), roles}
	for _, at := range []index.Expr{there, index.All{below, roles}} { // quotes from the office itself get both weights
		more = append(more, index.Weigh{Of: index.Quoted{Of: at}, Boost: w.Speaks / 2})
	}
	if len(keys) > 0 {
		ways = append(ways, index.Weigh{Of: dockeys.Terms(index.KeyOfficial, keys), Boost: w.Named})
		more = append(more, index.Weigh{Of: dockeys.Terms(index.KeySpeaker, keys), Boost: w.Speaks / 2})
	}
	return clause{want: index.Prefer{Want: index.Any(ways), More: more}}
}

// rolesOf matches quotes whose speaker then held a post or acted in it.
func rolesOf(post string) index.Expr {
	posts := people.KnownPosts()
	var roles index.Any
	for _, p := range posts.AskedFor(post) {
		for _, title := range posts.WithActing(p) {
			roles = append(roles, index.Term{Field: index.KeyRole, Text: title})
		}
		if strings.HasSuffix(p, "divisi") { // followed by the name of the division
			roles = append(roles, index.Prefix{Field: index.KeyRole, Text: p + " "})
		}
	}
	return roles
}

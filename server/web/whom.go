package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index/people"
	"warta/index/search"
)

// A Question asks whom words of a query mean.
type Question struct {
	Text    string // the words; empty for the whole query
	Choices []Choice
	Office  bool // offices are asked about, not people
}

// A Whom is a person whom words of a query mean, or may mean.
type Whom struct {
	ID, Name string
	Posts    string // with office and years, see [PostsOf]
	Rest     string // the query without the words: what is asked of the person
}

// AddQuestion asks which of several people is meant by words of the query q. Each choice
// asks the rest of the query of that person, under the same filters.
func (v *SearchView) AddQuestion(q search.Query, text string, list []Whom) {
	question := Question{Text: text}
	for _, w := range list {
		state := without(State(q), "q", q.Text)
		if w.Rest != "" {
			state.Set("q", w.Rest)
		}
		if !slices.Contains(state["official"], w.ID) {
			state["official"] = append(slices.Clone(state["official"]), w.ID)
		}
		question.Choices = append(question.Choices, Choice{Label: w.Name, Detail: w.Posts, Href: pageLink(v.Path)(state), Page: officialPath(w.ID)})
	}
	v.Questions = append(v.Questions, question)
}

// AddOfficeChoice adds an office to the question which of several a name means.
func (v *SearchView) AddOfficeChoice(code, name string) {
	if len(v.Questions) == 0 {
		v.Questions = append(v.Questions, Question{Office: true})
	}
	last := &v.Questions[len(v.Questions)-1]
	last.Choices = append(last.Choices, Choice{Label: name, Href: officePath(code), Page: officePath(code)})
}

// AddPerson says whose quotes these are.
func (v *SearchView) AddPerson(w Whom) {
	v.Persons = append(v.Persons, Choice{Label: w.Name, Detail: w.Posts, Page: officialPath(w.ID)})
}

// Names lists the persons: "Budi Santoso dan Siti Aminah".
func (v *SearchView) Names() string {
	names := make([]string, len(v.Persons))
	for i, p := range v.Persons {
		names[i] = p.Label
	}
	return listed(names)
}

// listed joins texts as a sentence does: "a, b dan c".
func listed(texts []string) string {
	if n := len(texts); n > 1 {
		return strings.Join(texts[:n-1], ", ") + " dan " + texts[n-1]
	}
	return strings.Join(texts, "")
}

// SetSubject tells on what the persons of the page were asked. Where a wider search answers
// and none of its hits is on the subject, the page says that these are other quotes of theirs.
func (v *SearchView) SetSubject(subject string) {
	if subject == "" || len(v.Persons) == 0 {
		return
	}
	if v.Total == 0 {
		v.Others = subject
		return
	}
	on := slices.ContainsFunc(v.Hits, func(h Hit) bool { return h.Said != nil && h.Said.Matched != "" })
	if v.Any && !on {
		v.Any, v.Others = false, subject
	}
}

// AddOthers adds the first other quotes of those named, which q finds, to a page that found
// nothing, and the link to all of them.
func (v *SearchView) AddOthers(base string, q search.Query, page *search.Page, names string) {
	for _, h := range page.Hits {
		v.Hits = append(v.Hits, newHit(v.Path, base, h))
	}
	if len(v.Hits) == 0 {
		return
	}
	state := State(q)
	v.AllOthers = &Link{Label: "Semua " + Number(page.Total) + " kutipan " + names, Href: pageLink(v.Path)(state)}
	v.Sorts, v.Next = nil, ""
	if v.Tables != nil {
		v.Tables = tableLinks(state)
	}
}

// maxPosts is how many posts of a person are told in one line, the latest.
const maxPosts = 2

// PostsOf returns the latest posts of a person with office and years, those at the offices
// with the codes first: "Ketua KPU Kota Semarang 2019–2024". They are those of the list of
// office holders, or if it has none, of articles, with the years of these articles.
func PostsOf(o people.Official, names Names, codes []string) string {
	type post struct {
		text string
		at   string // code of the office
	}
	var posts []post
	for _, p := range o.Roster {
		posts = append(posts, post{strings.TrimSpace(titled(p.Title, p.Office) + " " + years(year(p.From), year(p.To))), p.Satker})
	}
	if len(posts) == 0 {
		steps := slices.Clone(o.Career)
		slices.SortStableFunc(steps, func(a, b people.CareerStep) int { return cmp.Compare(b.To, a.To) })
		for _, s := range steps {
			where := indonesian.TitleCase(strings.ReplaceAll(s.Body, "-", " "))
			if s.Satker != "" {
				where = names.Satker(s.Satker)
			}
			span := ""
			if s.Satker != "" { // of other bodies only the term is known, not the years
				span = years(s.From, s.To)
			}
			words := strings.Fields(titled(indonesian.TitleCase(s.Post), where) + " " + span)
			posts = append(posts, post{strings.Join(words, " "), s.Satker})
		}
	}
	asked := func(p post) int {
		if slices.Contains(codes, p.at) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(posts, func(a, b post) int { return cmp.Compare(asked(a), asked(b)) })
	var texts []string
	for _, p := range posts[:min(maxPosts, len(posts))] {
		texts = append(texts, p.text)
	}
	return strings.Join(texts, "; ")
}

// year returns the year of an ISO day, 0 without one.
func year(day string) int {
	y, _, _ := strings.Cut(day, "-")
	n, err := strconv.Atoi(y)
	if err != nil {
		return 0
	}
	return n
}

// years writes a span of years: "2019–2024", "2024", "sejak 2019", "sampai 2024"; 0 is
// unknown.
func years(from, to int) string {
	switch {
	case from == 0 && to == 0:
		return ""
	case from == to:
		return strconv.Itoa(from)
	case to == 0:
		return "sejak " + strconv.Itoa(from)
	case from == 0:
		return "sampai " + strconv.Itoa(to)
	}
	return strconv.Itoa(from) + "–" + strconv.Itoa(to)
}

package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML reads a whole page. The text of an article is taken from the element
// that known templates keep it in; where no template fits, from the element
// that holds most running text.
func readHTML(raw string) []Draft {
	root, err := html.Parse(strings.NewReader(strings.ToValidUTF8(raw, "\uFFFD")))
	if err != nil {
		// Elements nested beyond what the parser allows: no page for people.
		return readText(textOnly(raw))
	}
	var s survey
	s.walk(root, place{})
	s.meta.finish()
	bodies := s.bodies()
	if len(bodies) > 1 {
		return s.listing(bodies)
	}
	if len(bodies) == 1 {
		return []Draft{s.single(bodies[0])}
	}
	return s.loose(root)
}

// A survey is what one walk over a page finds, in the order of the page.
type survey struct {
	meta   meta
	clock  int // counts elements: the order of the page
	titles []found
	labels []found
	days   []found
	counts []found
	strong []body // elements that a template keeps the text in
	weak   []body // <article> elements
	best   *html.Node
	scores map[*html.Node]float64
}

// A found is a short text of the page, with its place in the order.
type found struct {
	at     int
	text   string
	number int
	level  int
	node   *html.Node
}

// A body is an element that holds the text of an article.
type body struct {
	from, to int // its place in the order of the page
	size     int // bytes of text
	node     *html.Node
	class    string
}

// A place is what the ancestors of an element say about it.
type place struct {
	furniture bool // inside a menu, a side bar, a footer
}

// smallElement is how many nodes an element has at most to be read as a label,
// a date or a counter. The bound keeps the walk linear.
const smallElement = 12

// mostFound is how many headings, labels, days and counters of a page are kept,
// and mostBodies how many articles: no listing has near that many.
const (
	mostFound  = 4000
	mostBodies = 400
)

// walk surveys n and returns how many bytes of text and how many nodes it holds.
func (s *survey) walk(n *html.Node, p place) (size, nodes int) {
	s.clock++
	at := s.clock
	nodes = 1
	switch n.Type {
	case html.TextNode:
		return len(strings.TrimSpace(n.Data)), 1
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script:
			s.meta.script(n)
			return 0, 1
		case atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Select, atom.Button, atom.Object:
			return 0, 1
		case atom.Meta, atom.Link:
			s.meta.element(n)
			return 0, 1
		case atom.Title:
			if n.FirstChild != nil && s.meta.pageTitle == "" {
				s.meta.pageTitle = clean(n.FirstChild.Data)
			}
			return 0, 1
		case atom.Nav, atom.Aside, atom.Footer:
			p.furniture = true
		}
		if isFurniture(n) {
			p.furniture = true
		}
	}
	strong, weak := len(s.strong), len(s.weak)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		childSize, childNodes := s.walk(c, p)
		size += childSize
		nodes += childNodes
	}
	if n.Type != html.ElementNode || p.furniture {
		return size, nodes
	}
	s.note(n, at, size, nodes)
	b := body{from: at, to: s.clock, size: size, node: n, class: classKey(n)}
	switch {
	case isContent(n) && size >= 40:
		s.strong = nest(s.strong, strong, b)
	case n.DataAtom == atom.Article && size >= 80:
		s.weak = nest(s.weak, weak, b)
	}
	s.weigh(n)
	return size, nodes
}

// nest adds b to bodies; those from mark on lie inside it, and the inner ones
// stay where they hold most of its text.
func nest(bodies []body, mark int, b body) []body {
	inner := 0
	for _, in := range bodies[mark:] {
		inner += in.size
	}
	if inner*2 >= b.size || len(bodies) >= mostBodies {
		return bodies
	}
	return append(bodies[:mark], b)
}

// note keeps what a small element says: a heading, a label, a day, a counter.
func (s *survey) note(n *html.Node, at, size, nodes int) {
	if size == 0 || size > 3*shortLine || nodes > 3*smallElement ||
		len(s.titles)+len(s.labels)+len(s.days)+len(s.counts) > mostFound {
		return
	}
	if level := headingLevel(n); level > 0 {
		if text := clean(headingText(n)); text != "" {
			s.titles = append(s.titles, found{at: at, text: text, level: level, node: n})
		}
		return
	}
	if size > 60 || nodes > smallElement {
		return
	}
	text := clean(inlineText(n))
	if count, ok := viewCount(text); ok {
		s.counts = append(s.counts, found{at: at, number: count})
		return
	}
	if hasClass(n, known().date) || n.DataAtom == atom.Time {
		if day, ok := postedOn(text); ok {
			s.days = append(s.days, found{at: at, text: day})
			return
		}
		if day, ok := isoDay(attribute(n, "datetime")); ok {
			s.days = append(s.days, found{at: at, text: day})
			return
		}
	}
	if last, ok := breadcrumb(text); ok {
		s.labels = append(s.labels, found{at: at, text: last})
	} else if known().section[labelKey(strings.ToLower(text))] || hasClass(n, known().label) && countWords(text) <= 3 && !strings.ContainsAny(text, "/>»:") {
		s.labels = append(s.labels, found{at: at, text: text})
	}
}

// weigh lets running text in n speak for the element around it: the more of it,
// and the less of it links, the more likely that element holds the article.
func (s *survey) weigh(n *html.Node) {
	if n.DataAtom != atom.P && n.DataAtom != atom.Div && n.DataAtom != atom.Td && n.DataAtom != atom.Section {
		return
	}
	own, commas := 0, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			own += len(strings.TrimSpace(c.Data))
			commas += strings.Count(c.Data, ",")
		}
	}
	if own < 40 {
		return
	}
	score := 1 + float64(min(commas, 10)) + float64(min(own/100, 10))
	if n.DataAtom != atom.P {
		s.speak(n, score)
		return
	}
	s.speak(n.Parent, score)
	if n.Parent != nil {
		s.speak(n.Parent.Parent, score/2)
	}
}

func (s *survey) speak(n *html.Node, score float64) {
	if n == nil || n.Type != html.ElementNode || n.DataAtom == atom.Html {
		return
	}
	if s.scores == nil {
		s.scores = make(map[*html.Node]float64)
	}
	s.scores[n] += score
	if s.best == nil || s.scores[n] > s.scores[s.best] {
		s.best = n
	}
}

// bodies returns the elements that hold the articles of the page: one, or
// several of the same class, each under a heading of its own.
func (s *survey) bodies() []body {
	candidates := s.strong
	if len(candidates) == 0 {
		candidates = s.weak
	}
	if len(candidates) < 2 {
		return candidates
	}
	var several []body
	longest := candidates[0]
	last := -1
	for _, b := range candidates {
		if b.size > longest.size {
			longest = b
		}
	}
	for _, b := range candidates {
		if b.class != longest.class || b.size < 100 {
			continue
		}
		if title, ok := s.titleOf(b, last); ok && title.text != "" {
			several = append(several, b)
		}
		last = b.to
	}
	if len(several) > 1 {
		return several
	}
	return []body{longest}
}

// titleOf returns the heading of a body: the last one after the body before it,
// or the first inside it that stands before its text.
func (s *survey) titleOf(b body, after int) (found, bool) {
	var title found
	ok := false
	for _, t := range s.titles {
		if t.at > after && t.at < b.from {
			title, ok = t, true
		}
		if !ok && t.at > b.from && t.at <= b.to {
			return t, true
		}
	}
	return title, ok
}

// between returns the last of list that stands after from and before to.
func between(list []found, from, to int) (found, bool) {
	var last found
	ok := false
	for _, f := range list {
		if f.at > from && f.at < to {
			last, ok = f, true
		}
	}
	return last, ok
}

// listing reads a page of several articles.
func (s *survey) listing(bodies []body) []Draft {
	section := ""
	var drafts []Draft
	end := -1
	for i, b := range bodies {
		title, _ := s.titleOf(b, end)
		if label, ok := between(s.labels, end, b.from); ok {
			section = label.text
		}
		next := s.clock + 1
		if i+1 < len(bodies) {
			next = bodies[i+1].from
			if t, ok := s.titleOf(bodies[i+1], b.to); ok {
				next = min(next, t.at)
			}
		}
		build := builder{title: title.text}
		if day, ok := between(s.days, end, b.from); ok {
			build.published = day.text
		}
		if count, ok := between(s.counts, max(end, title.at), next); ok {
			build.see(count.number)
		}
		build.read(b.node, title.node)
		drafts = append(drafts, build.draft(section))
		end = b.to
	}
	return drafts
}

// single reads the one article of a page.
func (s *survey) single(b body) Draft {
	title := s.pageTitle(b.from)
	build := builder{title: title.text, published: s.meta.published}
	if build.published == "" {
		build.published = s.dayNear(title.at, b.from)
	}
	for _, count := range s.counts {
		build.see(count.number)
	}
	build.read(b.node, title.node)
	d := build.draft(s.sectionBefore(title.at, b.from))
	d.URL = s.meta.address
	if s.meta.published != "" {
		d.PublishedAt = s.meta.publishedAt
	}
	return d
}

// loose reads a page that follows no known template.
func (s *survey) loose(root *html.Node) []Draft {
	node := s.best
	if node == nil {
		node = root
	}
	lines := render(node, nil)
	split := splitter{lines: lines, next: nextPlain(lines)}
	if split.looksLikeListing() {
		section := ""
		if len(s.labels) > 0 {
			section = s.labels[0].text
		}
		return assemble(lines, section)
	}
	b := body{node: node, from: s.clock, to: s.clock}
	return []Draft{s.single(b)}
}

// pageTitle is the title of the one article whose text begins at from: the
// heading that the page's meta data name, else the last heading before the
// text, else what the meta data say.
func (s *survey) pageTitle(from int) found {
	metaTitle := letters(s.meta.title)
	htmlTitle := letters(s.meta.pageTitle)
	var before found
	for _, t := range s.titles {
		folded := letters(t.text)
		if folded != "" && (folded == metaTitle || metaTitle == "" && strings.Contains(htmlTitle, folded) && countWords(folded) > 2) {
			return t
		}
		if t.at < from && (before.text == "" || t.level <= before.level) {
			before = t
		}
	}
	if s.meta.title != "" && (before.text == "" || len(s.titles) > 1) {
		return found{at: from, text: s.meta.title}
	}
	if before.text != "" {
		return before
	}
	return found{at: from, text: titlePart(s.meta.pageTitle)}
}

// titlePart is the longest part of "Judul | KPU Kota X".
func titlePart(title string) string {
	longest := ""
	for part := range strings.SplitSeq(strings.NewReplacer(" | ", "\n", " – ", "\n", " - ", "\n", " » ", "\n").Replace(title), "\n") {
		if len(part) > len(longest) {
			longest = part
		}
	}
	return strings.TrimSpace(longest)
}

func (s *survey) sectionBefore(title, from int) string {
	if label, ok := between(s.labels, 0, title); ok {
		return label.text
	}
	if label, ok := between(s.labels, 0, from); ok {
		return label.text
	}
	return s.meta.section
}

// dayNear is the day of posting that stands between title and text, else the
// last before the title.
func (s *survey) dayNear(title, from int) string {
	if day, ok := between(s.days, title, from); ok {
		return day.text
	}
	day, _ := between(s.days, 0, title)
	return day.text
}

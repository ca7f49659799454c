package page

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML reads a whole page. The text of an article is taken from the elements
// that known templates keep it in; where no template fits, from where most running
// text stands.
func readHTML(raw string) []Draft {
	root, err := html.Parse(strings.NewReader(strings.ToValidUTF8(raw, "\uFFFD")))
	if err != nil {
		// Elements nested beyond what the parser allows: no page for people.
		return readText(textOnly(raw))
	}
	unwrap(root)
	s := survey{root: root, order: make(map[*html.Node]int)}
	s.walk(root, place{})
	s.meta.finish()
	if isFragment(raw) {
		return []Draft{s.fragment()}
	}
	parts, several := s.bodies()
	if several {
		return s.listing(parts)
	}
	if len(parts) == 0 {
		if stories := s.repeated(); stories != nil {
			return s.listing(stories)
		}
	}
	return s.single(parts)
}

// isFragment reports whether raw is the text of an article in HTML, as an editor's form
// or a feed gives it, and no page: it has none of the elements that only pages have.
func isFragment(raw string) bool {
	for _, tag := range [...]string{"<html", "<body", "<head", "<!doctype", "<title", "<meta", "<nav", "<footer", "<aside", "<link", "ld+json"} {
		if i := indexFold(raw, tag); i >= 0 {
			return false
		}
	}
	return true
}

// fragment reads the text of one article: all of it is the body, but furniture. A
// heading at its head is the title.
func (s *survey) fragment() Draft {
	var title found
	if len(s.titles) > 0 {
		if first := s.firstRunning(s.root); first == 0 || s.titles[0].at < first && s.titles[0].level <= 2 {
			title = s.titles[0]
		}
	}
	if title.node != nil && holdsBlock(title.node) {
		title.node = nil // a heading that was not closed holds the text too
	}
	build := builder{title: title.text, published: s.dayNear(title.at, s.clock)}
	for _, count := range s.counts {
		build.see(count.number)
	}
	build.read(render([]*html.Node{s.root}, title.node))
	d := build.draft("")
	size, first := 0, ""
	boxed(s.root, &size, &first)
	d.leftOut(size, first)
	return d
}

// holdsBlock reports whether a child of n is a block.
func holdsBlock(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.DataAtom != atom.Br && isBlock(c.DataAtom) {
			return true
		}
	}
	return false
}

// A survey holds the findings of one walk over a page, in the order of the page.
type survey struct {
	root   *html.Node
	meta   meta
	clock  int // counts elements: the order of the page
	titles []found
	labels []found
	days   []found
	counts []found

	captions   []found
	loneDays   []found         // of elements that say nothing but a day
	banners    []found         // large headings inside furniture
	untitled   []found         // lines above a line of posting
	above      found           // the last block that may be a title
	headTitles map[string]bool // what the head of the page calls its article
	strong     []body          // elements that a template keeps the text in
	weak       []body          // <article> elements
	best       *html.Node
	scores     map[*html.Node]float64

	order    map[*html.Node]int // of elements
	verdicts map[*html.Node]verdict
	pure     map[*html.Node]bool // running text and nothing else
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
	title    *found // of a repeated layout, else nil
}

// A place holds the properties that an element inherits from its ancestors.
type place struct {
	furniture bool // inside a menu, a side bar, a footer
	teaser    bool // behind a heading such as "Berita Terkait"
	article   bool // inside an <article>
	foot      bool // inside the foot of an article, which has its posting
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

// walk surveys n and returns how many bytes of text and how many nodes it holds, and
// whether all of it is the heading of a list of other articles.
func (s *survey) walk(n *html.Node, p place) (size, nodes int, label bool) {
	s.clock++
	at := s.clock
	nodes = 1
	outer := true // n lies inside furniture
	switch n.Type {
	case html.TextNode:
		return len(strings.TrimSpace(n.Data)), 1, false
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script:
			s.meta.script(n)
			return 0, 1, false
		case atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Select, atom.Button, atom.Object:
			return 0, 1, false
		case atom.Meta, atom.Link:
			s.meta.element(n)
			return 0, 1, false
		case atom.Title:
			if n.FirstChild != nil && s.meta.pageTitle == "" {
				s.meta.pageTitle = clean(n.FirstChild.Data)
			}
			return 0, 1, false
		}
		s.order[n] = at
		outer = p.furniture || p.teaser
		p = s.enter(n, p)
	}
	strong, weak := len(s.strong), len(s.weak)
	inner := p
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if inner.teaser && headingLevel(c) == 1 {
			inner.teaser = p.teaser
		}
		childSize, childNodes, heads := s.walk(c, inner)
		size += childSize
		nodes += childNodes
		if heads {
			label = size == childSize // nothing stands before it
			inner.teaser = true
		} else if childSize > 0 {
			label = false
		}
	}
	label = label || n.Type == html.ElementNode && size > 0 && size <= longestLabel && nodes <= smallElement && n.DataAtom != atom.A && isRelatedLabel(shortText(n))
	if n.Type != html.ElementNode || p.furniture || p.teaser {
		if p.foot && size <= longestPosting {
			s.noteDay(n, at)
		}
		if level := headingLevel(n); level > 0 && level <= 2 && !p.teaser && len(s.banners) < mostBodies {
			s.banners = append(s.banners, found{at: at, text: clean(headingText(n)), level: level, node: n})
		}
		if !outer && size <= longestLabel && nodes <= smallElement {
			if count, ok := viewCount(tidy(inlineText(n))); ok {
				s.counts = append(s.counts, found{at: at, number: count})
			}
		}
		return size, nodes, label
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
	return size, nodes, label
}

// shortText is the text of a small element on one line.
func shortText(n *html.Node) string {
	if n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.Type == html.TextNode {
		return n.FirstChild.Data
	}
	return inlineText(n)
}

// enter returns the place of what lies inside n, which lies at p.
func (s *survey) enter(n *html.Node, p place) place {
	if isFurniture(n) {
		p.foot = p.article && !p.furniture && (n.DataAtom == atom.Footer || hasClass(n, known().date))
		p.furniture = true
	}
	if n.DataAtom == atom.Article {
		p.article = true
	}
	if p.teaser && isContent(n) {
		p.teaser = false
	}
	return p
}

// inSentence reports whether text stands on both sides of an inline element.
func inSentence(n *html.Node) bool {
	isText := func(n *html.Node) bool { return n != nil && n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" }
	return isText(n.PrevSibling) && isText(n.NextSibling)
}

// noteDay keeps the day of a line of posting that fills n.
func (s *survey) noteDay(n *html.Node, at int) bool {
	if n.DataAtom == atom.Time && inSentence(n) {
		return false
	}
	p, ok := readPostingIn(n)
	if !ok || p.day == "" {
		return false
	}
	if !p.strong && !p.timed && n.DataAtom != atom.Time && !hasClass(n, known().date) {
		s.loneDays = append(s.loneDays, found{at: at, text: p.day})
		return false
	}
	s.noteUntitled()
	s.days = append(s.days, found{at: at, text: p.day})
	if p.viewed {
		s.counts = append(s.counts, found{at: at, number: p.views})
	}
	return true
}

// noteUntitled keeps the line above a line of posting: on a page without headings it is
// the title.
func (s *survey) noteUntitled() {
	if s.above.node != nil && len(s.untitled) < mostBodies {
		s.untitled = append(s.untitled, s.above)
		s.above = found{}
	}
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
		if p, ok := readPosting(clean(headingText(n))); ok && p.day != "" {
			s.days = append(s.days, found{at: at, text: p.day}) // "<h2 class=date-header>"
			return
		}
		if text := clean(headingText(n)); text != "" {
			s.titles = append(s.titles, found{at: at, text: text, level: level, node: n})
		}
		return
	}
	if size > longestPosting || nodes > 3*smallElement {
		return
	}
	if text := s.namedByHead(n, size); text != "" {
		s.titles = append(s.titles, found{at: at, text: text, level: 2, node: n})
		return
	}
	if s.noteDay(n, at) || isCaption(n) {
		if isCaption(n) {
			s.captions = append(s.captions, found{at: at, text: tidy(inlineText(n))})
		}
		return
	}
	if n.DataAtom == atom.Abbr {
		if day, ok := isoDay(attribute(n, "title")); ok {
			s.days = append(s.days, found{at: at, text: day})
			return
		}
	}
	if size >= leastTitle && nodes <= smallElement && (isBlock(n.DataAtom) || n.DataAtom == atom.Td) && !holdsBlock(n) {
		if text := clean(inlineText(n)); titleLike(text) && countWords(text) >= 4 {
			s.above = found{at: at, text: text, node: n}
		}
	}
	if size > 60 || nodes > smallElement {
		return
	}
	text := clean(shortText(n))
	if count, ok := viewCount(text); ok {
		s.counts = append(s.counts, found{at: at, number: count})
		return
	}
	if hasClass(n, known().date) || n.DataAtom == atom.Time {
		if day, ok := isoDay(attribute(n, "datetime")); ok && !inSentence(n) {
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

// leastTitle is how many bytes the title of an article has at least.
const leastTitle = 12

// namedByHead returns the text of a block that says what the head of the page calls its
// article, empty where it says something else.
func (s *survey) namedByHead(n *html.Node, size int) string {
	if size < leastTitle || !isBlock(n.DataAtom) && n.DataAtom != atom.Td && n.DataAtom != atom.Font {
		return ""
	}
	if s.headTitles == nil {
		s.headTitles = make(map[string]bool)
		for _, part := range append(titleParts(s.meta.pageTitle), s.meta.title) {
			if folded := lettersAndDigits(part); countWords(folded) >= 4 && !isOfficeName(folded) {
				s.headTitles[folded] = true
			}
		}
	}
	if len(s.headTitles) == 0 {
		return ""
	}
	text := clean(inlineText(n))
	if folded := lettersAndDigits(text); !s.headTitles[folded] || slices.ContainsFunc(s.titles, func(t found) bool { return lettersAndDigits(t.text) == folded }) {
		return ""
	}
	return text
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
		build.read(render([]*html.Node{b.node}, title.node))
		drafts = append(drafts, build.draft(section))
		end = b.to
	}
	return drafts
}

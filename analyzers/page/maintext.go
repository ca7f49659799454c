package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The main text of a page is all running text that belongs together. It is found in
// three steps: an element that surely holds some of it (by the class that a template
// gives it, else by the weight of its paragraphs), then the siblings of this element and
// of its ancestors that hold running text too, up to the element that holds the title,
// and what stands between them. What is marked as furniture stays out.

// weigh lets running text in n speak for the elements around it: the more of it, the
// more likely one of them holds the article. Each block further out counts for less.
func (s *survey) weigh(n *html.Node) {
	if headingLevel(n) > 0 {
		return
	}
	own, commas, linked := 0, 0, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			own += len(strings.TrimSpace(c.Data))
			commas += strings.Count(c.Data, ",")
		case c.DataAtom == atom.A && own == 0 && linked == 0 && isTeaserLink(c):
			return // "<a>title</a><br>first words": the teaser of another article
		case c.DataAtom == atom.A:
			linked++
		}
	}
	if own < leastRunning {
		return
	}
	score := 1 + float64(min(commas, 10)) + float64(min(own/100, 10))
	for p := n; p != nil && p.Type == html.ElementNode && score > 0.2; p = p.Parent {
		switch p.DataAtom {
		case atom.Html:
			return
		case atom.P, atom.Li, atom.Dd, atom.Blockquote, atom.Tr:
			continue // one of several, and no container
		default:
			if isInline(p.DataAtom) || headingLevel(p) > 0 {
				continue
			}
		}
		s.speak(p, score)
		score *= 0.75
	}
}

// isInline reports whether an element is part of a line.
func isInline(a atom.Atom) bool {
	switch a {
	case atom.Span, atom.Font, atom.B, atom.Strong, atom.Em, atom.I, atom.U, atom.A, atom.Small, atom.Big, atom.Sub, atom.Sup, atom.Abbr, atom.Time, atom.Mark,
		atom.Label, atom.Cite, atom.Q, atom.Ins, atom.Del, atom.S, atom.Tt, atom.Code:
		return true
	}
	return false
}

// isTeaserLink reports whether a link is the title of another article rather than a word
// of a sentence.
func isTeaserLink(a *html.Node) bool {
	next := a.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	return next != nil && next.Type == html.ElementNode && (isBlock(next.DataAtom) || next.DataAtom == atom.Span || next.DataAtom == atom.Small) && countWords(headingText(a)) >= 3
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

// bodies returns the elements that templates keep articles in: of one article all
// elements that hold a part of it, or several articles, each under a heading of its own.
func (s *survey) bodies() (parts []body, several bool) {
	candidates := s.strong
	if len(candidates) == 0 {
		candidates = s.weak
	}
	if len(candidates) < 2 {
		return candidates, false
	}
	longest := candidates[0]
	for _, b := range candidates {
		if b.size > longest.size {
			longest = b
		}
	}
	var alike, headed []body
	last, level := -1, 0 // level is that of the titles: sub-headings have another
	for _, b := range candidates {
		if b.class != longest.class {
			continue
		}
		if b.size >= 100 {
			if title, ok := s.titleOf(b, last); ok && title.text != "" && (level == 0 || title.level == level) {
				headed, level = append(headed, b), title.level
			}
			last = b.to
		}
		alike = append(alike, b)
	}
	if len(headed) > 1 && !s.headedAbove(candidates) {
		return headed, true
	}
	parts = alike[:0]
	for _, b := range alike {
		if b.node == longest.node || s.judge(b.node) == running {
			parts = append(parts, b)
		}
	}
	return parts, false
}

// headedAbove reports whether a heading above all bodies is what the head of the page
// calls its article: the headings inside them are sub-headings.
func (s *survey) headedAbove(bodies []body) bool {
	name := lettersAndDigits(s.meta.pageTitle)
	for _, t := range s.titles {
		if folded := lettersAndDigits(t.text); t.level <= 2 && t.at < bodies[0].from && countWords(folded) >= 4 && strings.Contains(name, folded) && !s.namesSection(t.text) && !isOfficeName(folded) {
			return true
		}
	}
	return false
}

// single reads the one article of a page whose text stands in parts, or wherever most
// running text is where no template fits.
func (s *survey) single(parts []body) []Draft {
	from := s.clock
	var nodes []*html.Node
	for _, b := range parts {
		nodes = append(nodes, b.node)
	}
	switch {
	case len(nodes) > 0:
	case s.best != nil:
		nodes = []*html.Node{s.best}
	default:
		nodes = []*html.Node{s.root}
	}
	if at := s.firstRunning(nodes[0]); at > 0 {
		from = at
	}
	title := s.pageTitle(from)
	if title.node != nil && (holds(title.node, nodes[0]) || holdsBlock(title.node)) {
		title.node = nil // a heading that was not closed holds the text too
	} else if len(parts) == 0 && title.node != nil && holds(nodes[0], title.node) {
		nodes = s.belonging([]*html.Node{narrowed(nodes[0], title.node)}, title.node)
	} else if len(parts) == 0 || parts[0].size < leastBody && len(parts) == 1 || len(s.strong) == 0 && title.node != nil && !holds(nodes[0], title.node) {
		nodes = s.belonging(nodes, title.node)
	} else {
		nodes = s.besides(nodes)
	}
	build := builder{title: title.text, published: s.meta.published, unclear: s.meta.unclear}
	if shown := s.dayNear(title.at, from); build.published == "" {
		build.published = shown
	} else {
		s.meta.other(shown)
	}
	for _, count := range s.counts {
		build.see(count.number)
	}
	for _, c := range s.captions {
		if c.at > title.at && c.at < s.order[nodes[0]] {
			build.captions = append(build.captions, c.text)
		}
	}
	lines := render(nodes, title.node)
	if len(parts) == 0 {
		if split := (splitter{lines: lines, next: nextPlain(lines)}); split.looksLikeListing() {
			section := ""
			if len(s.labels) > 0 {
				section = s.labels[0].text
			}
			return assemble(lines, section)
		}
	}
	if title.node == nil && s.meta.title == "" && len(s.titles) == 0 {
		if at := titledLine(lines); at >= 0 {
			build.title, lines = lines[at].text, lines[at+1:]
		}
	}
	build.read(lines)
	d := build.draft(s.sectionBefore(title.at, from))
	d.URL = s.meta.address
	if s.meta.published != "" {
		d.PublishedAt, d.OtherDays = s.meta.publishedAt, s.meta.others
	}
	d.leftOut(s.outside(nodes))
	return []Draft{d}
}

// mostNarrowed bounds how often an element is narrowed to one of its children.
const mostNarrowed = 12

// narrowed returns the innermost element in n that holds the title and most of the running
// text of n: its other columns are boxes.
func narrowed(n, title *html.Node) *html.Node {
	all := runningIn(n)
	for range mostNarrowed {
		var child *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c != title && holds(c, title) {
				child = c
			}
		}
		if child == nil || 2*runningIn(child) < all {
			return n
		}
		n = child
	}
	return n
}

// runningIn is how many bytes of running text stand under n.
func runningIn(n *html.Node) int {
	var m measure
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		m.walk(c, false)
	}
	m.close()
	return m.running
}

// firstRunning returns the place of the first element under n with running text of its
// own, 0 where there is none.
func (s *survey) firstRunning(n *html.Node) int {
	own := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			if own += len(strings.TrimSpace(c.Data)); own >= leastRunning {
				return s.order[n]
			}
		case c.Type == html.ElementNode && headingLevel(c) == 0 && !isUnseen(c) && !isFurniture(c):
			if at := s.firstRunning(c); at > 0 {
				return at
			}
		}
	}
	return 0
}

// titledLine returns the line that is the title of an article on a page without headings:
// a line of posting follows it. -1 where there is none.
func titledLine(lines []line) int {
	for i := 0; i+1 < len(lines) && i < 6; i++ {
		if lines[i].kind == plain && titleLike(lines[i].text) && lines[i+1].kind == posted {
			return i
		}
		if lines[i].kind == plain && sentenceLike(lines[i].text) {
			break
		}
	}
	return -1
}

// leastBody is from how many bytes a template's element is taken to hold the whole text.
const leastBody = 200

// belonging widens nodes, which hold parts of one text, to all that belongs to it: in
// each ancestor up to the one that holds the title, the children from the first to the
// last that hold running text.
func (s *survey) belonging(nodes []*html.Node, title *html.Node) []*html.Node {
	first, last := nodes[0], nodes[len(nodes)-1]
	if first != last {
		first, last, nodes = joined(first, last)
	}
	for p := first.Parent; p != nil && p.Type == html.ElementNode && p.DataAtom != atom.Html; p = p.Parent {
		before, after := s.runningBefore(first, title), s.runningAfter(last)
		var wider []*html.Node
		for c := before; c != first; c = c.NextSibling {
			wider = append(wider, c)
		}
		wider = append(wider, nodes...)
		for c := last; c != after; {
			c = c.NextSibling
			wider = append(wider, c)
		}
		nodes = wider
		if title != nil && holds(p, title) {
			return s.beyond(p, nodes)
		}
		if title == nil && (p.DataAtom == atom.Main || p.DataAtom == atom.Article || attribute(p, "role") == "main") {
			return nodes
		}
		first, last = p, p
	}
	return nodes
}

// beyond widens nodes, all of the text inside n, which holds the title, to the siblings
// behind n and behind its ancestors that are nothing but sentences: there a box of
// something else has a heading, links or an address.
func (s *survey) beyond(n *html.Node, nodes []*html.Node) []*html.Node {
	for ; n != nil && n.Type == html.ElementNode && n.DataAtom != atom.Body; n = n.Parent {
		last := n
		for c := n.NextSibling; c != nil; c = c.NextSibling {
			v := s.judge(c)
			if v == ending {
				return nodes
			}
			if v != running || c.Type == html.ElementNode && !s.pure[c] {
				continue
			}
			for between := last.NextSibling; between != c; between = between.NextSibling {
				nodes = append(nodes, between)
			}
			nodes, last = append(nodes, c), c
		}
	}
	return nodes
}

// besides widens nodes, which a template names as the text, to what stands between them
// and to the siblings of the same kind that hold text too.
func (s *survey) besides(nodes []*html.Node) []*html.Node {
	last := nodes[len(nodes)-1]
	if len(nodes) > 1 {
		_, last, nodes = joined(nodes[0], last)
	}
	element := last
	for c := last.NextSibling; c != nil; c = c.NextSibling {
		switch v := s.judge(c); {
		case v == ending:
			return nodes
		case c.Type == html.ElementNode && classKey(c) == classKey(element) && (v == running || v == unclear):
			for n := last.NextSibling; n != c; n = n.NextSibling {
				nodes = append(nodes, n)
			}
			nodes, last = append(nodes, c), c
		}
	}
	return nodes
}

// joined returns the children of the nearest common ancestor of two elements that hold
// the first and the last, and all between them.
func joined(a, b *html.Node) (first, last *html.Node, all []*html.Node) {
	above := make(map[*html.Node]*html.Node) // ancestor to its child on the way to a
	for n := a; n.Parent != nil; n = n.Parent {
		above[n.Parent] = n
	}
	for n := b; n.Parent != nil; n = n.Parent {
		if first := above[n.Parent]; first != nil {
			for c := first; c != nil; c = c.NextSibling {
				all = append(all, c)
				if c == n {
					return first, n, all
				}
			}
		}
	}
	return a, a, []*html.Node{a}
}

// runningAfter returns the last sibling behind n that belongs to the text of n.
func (s *survey) runningAfter(n *html.Node) *html.Node {
	last, element, ended := n, n, false // element is the sibling before c that is one
	for c := n.NextSibling; c != nil; c = c.NextSibling {
		switch s.judge(c) {
		case running:
			if !ended || c.DataAtom == atom.P && classKey(c) == classKey(last) {
				last, ended = c, false // the list above stood between two paragraphs
			}
		case ending:
			ended = true
		case unclear:
			if c.Type == html.ElementNode && element == last && !ended && c.DataAtom != atom.A && classKey(c) == classKey(last) {
				last = c // one more short paragraph of the same kind
			}
		case foreign: // stepped over
		}
		if c.Type == html.ElementNode {
			element = c
		}
	}
	return last
}

// runningBefore returns the first sibling before n that belongs to the text of n: none
// that stands before the title.
func (s *survey) runningBefore(n, title *html.Node) *html.Node {
	first := n
	for c := n.PrevSibling; c != nil; c = c.PrevSibling {
		if title != nil && holds(c, title) {
			if c != title && s.judge(c) == running {
				first = c // text stands below the title; what stands above it is not rendered
			}
			break
		}
		if s.judge(c) == running && (title == nil || s.order[c] == 0 || s.order[title] == 0 || s.order[c] > s.order[title]) {
			first = c
		}
	}
	return first
}

package page

import (
	"golang.org/x/net/html"
)

// leastStory is from how many bytes of running text an element of a repeated layout
// holds a story rather than its first words.
const leastStory = 300

// mostCompared bounds the headings whose elements are compared.
const mostCompared = 400

// repeated returns the elements of a page that repeats one layout, each with a story: of
// one kind, side by side, each with one heading that is a link and a text of its own.
// Sub-headings of one article are no links.
func (s *survey) repeated() []body {
	type kind struct {
		parent *html.Node
		class  string
		level  int
	}
	items := make(map[kind][]body)
	var order []kind
	for level := 1; level <= 4; level++ {
		for _, b := range s.items(level) {
			k := kind{b.node.Parent, b.class, level}
			if items[k] == nil {
				order = append(order, k)
			}
			items[k] = append(items[k], b)
		}
	}
	for _, k := range order {
		stories := items[k][:0]
		for _, b := range items[k] {
			var m measure
			m.walk(b.node, false)
			m.close()
			if b.size = m.running; b.size >= leastStory {
				stories = append(stories, b)
			}
		}
		if len(stories) > 1 && len(stories) <= mostBodies && 2*len(stories) > len(items[k]) {
			return stories
		}
	}
	return nil
}

// items returns for each heading of a level that is a link the largest element around it
// that holds no other heading of that level.
func (s *survey) items(level int) []body {
	held := make(map[*html.Node]int)
	var headings []found
	for _, t := range s.titles {
		if t.level != level || t.node == nil || len(headings) >= mostCompared {
			continue
		}
		if t.node.Parent != nil && t.node.Parent.Data == "a" && !isAnchor(t.node.Parent) || hasLink(t.node, smallElement) {
			headings = append(headings, t)
		}
		for p := t.node; p != nil; p = p.Parent {
			held[p]++
		}
	}
	if len(headings) < 2 {
		return nil
	}
	items := make([]body, 0, len(headings))
	for i := range headings {
		item := headings[i].node
		for item.Parent != nil && held[item.Parent] == 1 {
			item = item.Parent
		}
		if item != headings[i].node {
			items = append(items, body{from: s.order[item], to: s.lastOf(item), node: item, class: classKey(item), title: &headings[i]})
		}
	}
	return items
}

// lastOf is the place of the last element under n.
func (s *survey) lastOf(n *html.Node) int {
	for c := n.LastChild; c != nil; c = c.PrevSibling {
		if c.Type == html.ElementNode && s.order[c] > 0 {
			return s.lastOf(c)
		}
	}
	return s.order[n]
}

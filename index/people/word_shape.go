package people

import (
	"slices"
	"strings"
	"sync"

	"warta/analyzers/indonesian"
)

// A wordShape is what a word is around names.
type wordShape struct {
	Name          string
	Title, Degree bool
}

// Shapes are those of the words that were typed last: to find one takes longer than
// most queries take to be read.
var Shapes shapeCache

// maxShapes is how many shapes are kept. Then all are forgotten.
const maxShapes = 4096

type shapeCache struct {
	mu    sync.Mutex
	known map[string]wordShape
}

func (c *shapeCache) Of(word string) wordShape {
	c.mu.Lock()
	shape, known := c.known[word]
	c.mu.Unlock()
	if known {
		return shape
	}
	const name = "aminah"
	shape.Title = slices.Equal(indonesian.NameWords(word+" "+name), []string{name})
	shape.Degree = slices.Equal(indonesian.NameWords(name+" "+name+", "+word), []string{name, name})
	if words := indonesian.NameWords(word); len(words) == 1 {
		shape.Name = words[0]
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= maxShapes {
		c.known = make(map[string]wordShape)
	}
	c.known[strings.Clone(word)] = shape
	return shape
}

package people

import (
	"slices"
	"strings"
	"sync"

	"warta/analyzers/indonesian"
)

// A WordShape says what a word is in the context of a name.
type WordShape struct {
	Name          string
	Title, Degree bool
	Plain         bool // a Degree also without a dot or a comma: no name is spelt like it
}

// shapes caches the shapes of recent words: computing one takes longer than most queries
// take to parse.
var shapes wordShapes

// maxShapes limits the cache, which is emptied when full.
const maxShapes = 4096

type wordShapes struct {
	mu    sync.Mutex
	known map[string]WordShape
}

func (c *wordShapes) of(word string) WordShape {
	c.mu.Lock()
	shape, known := c.known[word]
	c.mu.Unlock()
	if known {
		return shape
	}
	const name = "aminah"
	shape.Title = slices.Equal(indonesian.NameWords(word+" "+name), []string{name})
	shape.Degree = slices.Equal(indonesian.NameWords(name+" "+name+", "+word), []string{name, name})
	shape.Plain = slices.Equal(indonesian.NameWords(name+" "+name+" "+word), []string{name, name})
	if words := indonesian.NameWords(word); len(words) == 1 {
		shape.Name = words[0]
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= maxShapes {
		c.known = make(map[string]WordShape)
	}
	c.known[strings.Clone(word)] = shape
	return shape
}

// ShapeOf returns the shape of a word. Results are cached.
func ShapeOf(word string) WordShape { return shapes.of(word) }

package inverted

import (
	"fmt"
	"testing"

	bleve "github.com/blevesearch/bleve_index_api"
)

// A long article and then an article with thousands of short quotes: the size of the
// one says nothing of the other.
func TestManyShortDocumentsAfterALongOneTakeLittleMemory(t *testing.T) {
	t.Parallel()
	words := make([]string, 200_000)
	for i := range words {
		words[i] = fmt.Sprintf("kata%d", i)
	}
	text := func(key string, terms []string) *Document {
		return &Document{Key: key, Fields: []Field{{Name: "body", Terms: terms, Options: bleve.IndexField}}}
	}
	b := &builder{numbers: make(map[string]int)}
	long, err := b.build([]*Document{text("long", words)})
	if err != nil {
		t.Fatal(err)
	}
	quotes := make([]*Document, 30_000)
	for i := range quotes {
		quotes[i] = text(fmt.Sprintf("q%05d", i), words[i:i+3])
	}
	if guess := b.guess(quotes); guess > 16<<20 {
		t.Errorf("a segment of %d bytes is followed by one that is guessed at %d", len(long.data), guess)
	}
	short, err := b.build(quotes)
	if err != nil {
		t.Fatal(err)
	}
	if cap(short.data) > 16<<20 {
		t.Errorf("a segment of %d bytes takes %d", len(short.data), cap(short.data))
	}
}

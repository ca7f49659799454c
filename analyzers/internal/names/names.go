// Package names weighs how likely a capitalised word is part of the name of a
// person.
//
// The weight of a word is a logarithm of odds: how often the word stands in
// names of public registers, by its place in the name, against how often running
// news holds it as an ordinary word. A word that neither list holds gets a
// weight a little above zero, as coverage is thin for Papua, Maluku and NTT: an
// unknown word is no proof against a name.
package names

import (
	_ "embed"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run ./genwords -news ../../../cmd/warta/internal/corpus/data/words.tsv -lexicon ../../indonesian/lexicon -o words.tsv -heard ../../indonesian/heard.txt

//go:embed words.tsv
var wordData string

// A Place is where a word stands in a name.
type Place uint8

// The places of a word in a name.
const (
	First  Place = iota // opens a name of several words
	Middle              // neither the first nor the last word
	Last                // ends a name of several words
	Alone               // is the whole name
	places
)

// counts are what the lists say of a word: how often it stands in each place of
// a name, and how often the news holds it as an ordinary word.
type counts struct {
	in    [places]uint16
	news  int32
	weigh [places]float64 // what [Weight] returns
	place bool            // a word of the names of districts and villages
}

var table = sync.OnceValue(func() map[string]*counts {
	t, err := parse(wordData)
	if err != nil {
		panic("words.tsv: " + err.Error()) // embedded data, read by every test
	}
	return t
})

func parse(data string) (map[string]*counts, error) {
	t := make(map[string]*counts, 1<<15)
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != int(places)+3 {
			return nil, fmt.Errorf("line %d: want %d cells, got %d", n, places+3, len(cells))
		}
		var c counts
		for i := range c.in {
			v, err := strconv.ParseUint(cells[i+1], 10, 16)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			c.in[i] = uint16(v)
		}
		v, err := strconv.ParseInt(cells[places+1], 10, 32)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		c.news = int32(v)
		c.place = cells[places+2] == "1"
		c.fillWeights()
		if _, twice := t[cells[0]]; twice || cells[0] == "" {
			return nil, fmt.Errorf("line %d: %q is empty or given twice", n, cells[0])
		}
		t[cells[0]] = &c
	}
	return t, nil
}

// What the weights are made of.
const (
	inNames   = 36778.0 // names that were counted
	inNews    = 3.0e6   // ordinary words of the news that were counted
	unseen    = 0.05    // what a word that stands in no name is taken to be counted
	elsewhere = 0.25    // what a count in another place of the name is worth
	prior     = 1.0     // what a capitalised word loses for most of them being no names
	most      = 5.0     // bound of a weight on either side
)

// fillWeights works the weights out of the counts.
func (c *counts) fillWeights() {
	all := 0
	for _, n := range c.in {
		all += int(n)
	}
	for at := range c.in {
		here := float64(c.in[at])
		named := (here + elsewhere*(float64(all)-here) + unseen) / inNames
		ordinary := (float64(c.news) + 0.5) / inNews
		c.weigh[at] = max(-most, min(most, math.Log(named/ordinary)-prior))
	}
}

// unheard holds the counts of a word that neither names nor the news hold.
var unheard = func() counts {
	var c counts
	c.fillWeights()
	return c
}()

// Word holds the counts of one word.
type Word struct{ counts *counts }

// Look looks the lower-case word up. Several questions about a word are cheaper to
// ask of the result than one by one.
func Look(low string) Word {
	if c, ok := table()[low]; ok {
		return Word{c}
	}
	return Word{&unheard}
}

// Weight returns the weight of the word in that place of a name, from -5 to 5: above
// 0 it is more likely part of a name than not.
func (w Word) Weight(at Place) float64 { return w.counts.weigh[at] }

// Known reports whether names of the registers hold the word.
func (w Word) Known() bool { return w.counts.in != [places]uint16{} }

// Never reports whether the word is an ordinary one that stands in no name of the
// registers, and frequent enough for that to mean something.
func (w Word) Never() bool { return w.counts.news >= 25 && !w.Known() }

// News returns how often the news holds the word as an ordinary one.
func (w Word) News() int { return int(w.counts.news) }

// All iterates over the words of the registers with how often names hold them.
func All() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for word, c := range table() {
			n := 0
			for _, at := range c.in {
				n += int(at)
			}
			if n > 0 && !yield(word, n) {
				return
			}
		}
	}
}

// Weight returns the weight of a lower-case word; see [Word.Weight].
func Weight(low string, at Place) float64 { return Look(low).Weight(at) }

// Known reports whether names of the registers hold the lower-case word.
func Known(low string) bool { return Look(low).Known() }

// Never is [Word.Never] of a lower-case word.
func Never(low string) bool { return Look(low).Never() }

// Familiar reports whether the lower-case word is one of names, or stands more than
// news times in the running news.
func Familiar(low string, news int) bool {
	w := Look(low)
	return w.Known() || w.News() > news
}

// Ordinary reports whether the news holds the lower-case word as an ordinary one.
func Ordinary(low string) bool { return Look(low).News() > 0 }

// IsPlace reports whether the lower-case word is the name of a district or village.
func IsPlace(low string) bool { return Look(low).counts.place }

// Opens reports whether the lower-case word stands at the beginning of names more often
// than behind it.
func Opens(low string) bool {
	c := Look(low).counts.in
	return c[First] > c[Middle]+c[Last]
}

// Sum returns the weight of a run of lower-case words as one name.
func Sum(words []string) float64 {
	if len(words) == 1 {
		return Weight(words[0], Alone)
	}
	sum := 0.0
	for i, w := range words {
		at := Middle
		switch i {
		case 0:
			at = First
		case len(words) - 1:
			at = Last
		}
		sum += Weight(w, at)
	}
	return sum
}

package people

import (
	"slices"

	"warta/analyzers/article"
	"warta/index"
)

// DeltaOf returns the change between two sets of articles, split by sign: more holds the
// increases, fewer the decreases. The caller may learn fewer after the engine has dropped
// the articles.
func DeltaOf(before, after []*article.Article) (more, fewer Delta) {
	var keys, evidence countSum
	for _, list := range []struct {
		articles []*article.Article
		each     int
	}{{after, 1}, {before, -1}} {
		for _, a := range list.articles {
			p := KeysOf(a)
			for _, key := range p.All {
				keys.add(key, list.each)
			}
			for i := range a.Quotes {
				if key := EditorKey(&a.Quotes[i]); key != "" {
					keys.add(key, list.each)
				}
			}
			slices.Sort(p.Evidence)
			for _, pair := range slices.Compact(p.Evidence) {
				evidence.add(pair, list.each)
			}
		}
	}
	more.keys, fewer.keys = keys.sorted()
	more.evidence, fewer.evidence = evidence.sorted()
	return more, fewer
}

// countSum adds up counts by value and keeps the order in which values came.
type countSum struct {
	list []index.Count
	at   map[string]int
}

func (c *countSum) add(value string, n int) {
	i, there := c.at[value]
	if !there {
		if c.at == nil {
			c.at = make(map[string]int)
		}
		i = len(c.list)
		c.at[value] = i
		c.list = append(c.list, index.Count{Value: value})
	}
	c.list[i].Count += n
}

// sorted splits the sums into positive and negative ones; zeros are left out.
func (c *countSum) sorted() (more, fewer []index.Count) {
	for _, x := range c.list {
		switch {
		case x.Count > 0:
			more = append(more, x)
		case x.Count < 0:
			fewer = append(fewer, x)
		}
	}
	return more, fewer
}

// A Delta lists changes in the number of articles per raw key and per piece of evidence;
// negative for removals.
type Delta struct{ keys, evidence []index.Count }

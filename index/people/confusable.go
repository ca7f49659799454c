package people

import (
	"iter"
	"maps"
	"slices"

	"warta/analyzers/article"
)

// comparedInFull is the number of officials of an article up to which all pairs are
// compared.
const comparedInFull = 64

// confusablePairs iterates over the pairs of officials whose names are similar, or that a
// third name could connect because they share a word. In a longer list only the pairs are
// compared that the registry would compare too, which bounds the cost. A pair may come
// twice.
func confusablePairs(list []article.Official) iter.Seq2[int, int] {
	return func(yield func(i, j int) bool) {
		if len(list) < 2 {
			return
		}
		names := make([]*personName, len(list))
		for i := range list {
			names[i] = newPersonName(list[i].Name)
		}
		for i, j := range shortNamePairs(names) {
			if !yield(i, j) {
				return
			}
		}
		if len(list) <= comparedInFull {
			for i := range names {
				for j := range i {
					if (likenessOf(names[i], names[j]) != unlike || shareWord(names[i], names[j])) && !yield(i, j) {
						return
					}
				}
			}
			return
		}
		sharing := make(map[nameKey][]int)
		for i, name := range names {
			for _, key := range (&nameCluster{name: name}).blockingKeys() {
				sharing[key] = append(sharing[key], i)
			}
		}
		seen := make(map[[2]int]bool)
		for _, key := range slices.Sorted(maps.Keys(sharing)) {
			of := sharing[key]
			if len(of) > maxBlock {
				continue
			}
			for n, i := range of {
				for _, j := range of[:n] {
					if pair := [2]int{i, j}; !seen[pair] {
						seen[pair] = true
						if likenessOf(names[i], names[j]) != unlike && !yield(i, j) {
							return
						}
					}
				}
			}
		}
	}
}

// shareWord reports whether two names have a word in common that is no initial.
func shareWord(a, b *personName) bool {
	return slices.ContainsFunc(a.words, func(w string) bool { return len(w) > 1 && slices.Contains(b.words, w) })
}

// shortNamePairs iterates over the pairs of a name of one word and a longer name that
// contains it.
func shortNamePairs(names []*personName) iter.Seq2[int, int] {
	return func(yield func(short, long int) bool) {
		short := make(map[string][]int)
		for i, name := range names {
			if len(name.words) == 1 {
				short[name.words[0]] = append(short[name.words[0]], i)
			}
		}
		if len(short) == 0 {
			return
		}
		for j, name := range names {
			if len(name.words) < 2 {
				continue
			}
			for n, word := range name.words {
				if slices.Contains(name.words[:n], word) {
					continue
				}
				for _, i := range short[word][:min(len(short[word]), maxBlock)] {
					if !yield(i, j) {
						return
					}
				}
			}
		}
	}
}

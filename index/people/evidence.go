package people

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index/dockeys"
)

// The first byte of a piece of evidence is its sign. Two fields follow, separated by
// pairEnd: two raw keys, or a raw key and a fact about its bearer.
const (
	signSame  = "="
	signApart = "!"
	signPost  = "+" // a raw key and a post, see postText
	signAlias = "~" // a raw key and an alias
	signMark  = "-" // a raw key and a post with its mark, see markedPostText
	pairEnd   = "\x1e"
)

// MaxAliases limits the aliases of one person that an article contributes.
const MaxAliases = 4

// postAndAliasEvidence returns the posts and aliases of an official, each with its raw
// key.
func postAndAliasEvidence(a *article.Article, o *article.Official, keys []string) []string {
	var evidence []string
	add := func(sign, key, what string) {
		if pair := sign + key + pairEnd + what; what != "" && !slices.Contains(evidence, pair) {
			evidence = append(evidence, pair)
		}
	}
	for _, r := range o.Roles {
		if r.Satker == "" {
			continue
		}
		for _, key := range keys {
			if strings.HasSuffix(key, keyEnd+string(atSatker)+r.Satker) {
				add(signPost, key, postText(a, r.Title))
				add(signMark, key, markedPostText(a, r.Title))
			}
		}
	}
	for _, alias := range o.Aliases[:min(len(o.Aliases), MaxAliases)] {
		if len(keys) > 0 && len(alias) <= MaxKeyName && !HasSeparator(alias) {
			add(signAlias, keys[0], alias)
		}
	}
	return evidence
}

// apartPairs returns evidence that two people are distinguished: the article names both,
// and their names could be taken for one.
func apartPairs(a *article.Article, keys map[string][]string) []string {
	var pairs []string
	for i, j := range confusablePairs(a.Officials) {
		if a.Officials[i].Private || a.Officials[j].Private { // private people are not compared
			continue
		}
		for _, x := range keys[a.Officials[i].ID] {
			for _, y := range keys[a.Officials[j].ID] {
				if x != y {
					pairs = append(pairs, signApart+min(x, y)+pairEnd+max(x, y))
				}
			}
		}
	}
	if len(a.Officials) > comparedInFull {
		slices.Sort(pairs)
	}
	return pairs
}

// signDay is the sign of a day on which an article gives a short name. For whom the name
// stands depends on who held a post on that day.
const signDay = "@"

// dayEvidence returns the days of short names in and around offices.
func dayEvidence(a *article.Article, keys []string) []string {
	var out []string
	for _, key := range keys {
		if name, scope, ok := cutKey(key); ok && scope[0] != atBody && scope[0] != private && mayBeShort(name) {
			out = append(out, signDay+key+pairEnd+dockeys.Day(a))
		}
	}
	return out
}

// mayBeShort is a fast filter for personName.isShort, for names without titles: at most
// one word is more than an initial.
func mayBeShort(name string) bool {
	whole := 0
	for word := range strings.FieldsSeq(name) {
		if len(strings.TrimRight(word, ".")) > 1 {
			whole++
		}
	}
	return whole < 2
}

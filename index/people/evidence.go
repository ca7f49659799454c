package people

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index/dockeys"
)

// The signs before a pair in KeyEvidence: of two raw keys, or of a raw key and what an
// article tells of its bearer.
const (
	signSame  = "="
	signApart = "!"
	signPost  = "+" // a post and a year: see postText
	signAlias = "~" // another name, which the article declares
	pairEnd   = "\x1e"
)

// MaxAliases is how many declared names of one person an article may add.
const MaxAliases = 4

// toldOf returns the posts and declared names of an official, each with its raw key.
func postAndAliasEvidence(a *article.Article, o *article.Official, keys []string) []string {
	var told []string
	add := func(sign, key, what string) {
		if pair := sign + key + pairEnd + what; what != "" && !slices.Contains(told, pair) {
			told = append(told, pair)
		}
	}
	for _, r := range o.Roles {
		if r.Satker == "" {
			continue
		}
		for _, key := range keys {
			if strings.HasSuffix(key, keyEnd+string(atSatker)+r.Satker) {
				add(signPost, key, postText(a, r.Title))
			}
		}
	}
	for _, alias := range o.Aliases[:min(len(o.Aliases), MaxAliases)] {
		if len(keys) > 0 && len(alias) <= MaxKeyName && !HasSeparator(alias) {
			add(signAlias, keys[0], alias)
		}
	}
	return told
}

// toldApart returns the pairs of people whom the article names beside each other
// and who would else be taken for one.
func apartPairs(a *article.Article, keys map[string][]string) []string {
	var pairs []string
	for i, j := range confusablePairs(a.Officials) {
		if a.Officials[i].Private || a.Officials[j].Private { // compared with none
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

// signDay begins a piece of evidence that tells on which day an article gives a short
// name: whose it is depends on who held a post then.
const signDay = "@"

// shortOn returns the evidence for the days of short names in and around offices.
func dayEvidence(a *article.Article, keys []string) []string {
	var out []string
	for _, key := range keys {
		if name, scope, ok := cutKey(key); ok && scope[0] != atBody && scope[0] != private && mayBeShort(name) {
			out = append(out, signDay+key+pairEnd+dockeys.Day(a))
		}
	}
	return out
}

// looksShort is isShort for a name as it is written, without titles: at most one of its
// words is more than an initial. It costs little, for it is asked of all names.
func mayBeShort(name string) bool {
	whole := 0
	for word := range strings.FieldsSeq(name) {
		if len(strings.TrimRight(word, ".")) > 1 {
			whole++
		}
	}
	return whole < 2
}

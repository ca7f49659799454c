package understand

import (
	"cmp"
	"slices"
	"strings"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/people"
)

// Bounds of the names that are like the one asked for.
const (
	maxLikeRuns    = 10 // names
	maxInitialRuns = 4  // names with a word as an initial
	maxLikeChanges = 3  // of all words together
	maxSplits      = 2  // of one word into two
)

// A likeRun is a name that may be another spelling of the one asked for.
type likeRun struct {
	words     []string // sounds
	changes   int
	isInitial bool // one of the words is written as an initial
}

// pairs returns the conditions that a field has all neighbours of a name, as one word.
func (r likeRun) pairs(field string) []index.Expr {
	var all []index.Expr
	for i := range len(r.words) - 1 {
		if !r.isInitial && (len(r.words[i]) < 2 || len(r.words[i+1]) < 2) {
			continue
		}
		ways := []index.Expr{index.Term{Field: field, Text: indonesian.JoinedSounds(r.words[i], r.words[i+1])}}
		if i > 0 {
			ways = append(ways, index.Term{Field: field, Text: indonesian.JoinedSounds(r.words[i-1], r.words[i], r.words[i+1])})
		}
		if i+2 < len(r.words) {
			ways = append(ways, index.Term{Field: field, Text: indonesian.JoinedSounds(r.words[i], r.words[i+1], r.words[i+2])})
		}
		all = append(all, index.AnyOf(ways))
	}
	return all
}

// likeName returns the expression for articles that have a name in a spelling that sounds
// different, nil for none. It weighs less than the same sound. Of a single word these are few, see
// [indonesian.IsSameAlone].
func (u *understander) likeName(words []string, fields []textField) index.Expr {
	if u.weights.Like == 0 || u.of != index.Articles {
		return nil
	}
	var ways []index.Expr
	for _, f := range fields {
		switch {
		case f.named == "":
		case len(words) == 1:
			for _, sound := range u.alone(words[0]) {
				ways = append(ways, index.Weigh{Of: index.Term{Field: f.named, Text: sound}, Boost: u.weights.Like})
			}
		default:
			for _, run := range u.likeRuns(words) {
				all := run.pairs(f.named)
				if all != nil && u.budget.affordClause(len(words)*index.Leaves(index.All(all))) { // each word has it
					ways = append(ways, index.Weigh{Of: index.AllOf(all), Boost: u.weights.Like / float64(run.changes)})
				}
			}
		}
	}
	if ways == nil {
		return nil
	}
	return index.BestOf(ways)
}

// likeRuns returns the names that are like words: with one or two of them in another spelling,
// with one of them as two, and without a particle before them. Those of the fewest changes
// come first.
func (u *understander) likeRuns(words []string) []likeRun {
	var runs []likeRun
	add := func(changes int, parts ...[]string) {
		if changes <= maxLikeChanges {
			runs = append(runs, likeRun{words: slices.Concat(parts...), changes: changes})
		}
	}
	words = slices.Clone(words)
	if words[0] == "m" {
		words[0] = "muhammad"
	}
	heard := soundsOf(words)
	contracted := func(changes int, heard []string) {
		if short := indonesian.Contracted(heard); short != nil {
			add(changes+1, short)
		}
	}
	contracted(0, heard)
	initials := initialRuns(words, heard, 0)
	others := make([][]people.AlikeWord, len(words))
	for i, w := range words {
		others[i] = u.people.Alike(w)
		for _, two := range u.splits(w) {
			split := soundsOf(two)
			add(1, heard[:i], split, heard[i+1:])
			initials = append(initials, initialRuns(slices.Concat(words[:i], two, words[i+1:]), slices.Concat(heard[:i], split, heard[i+1:]), 1)...)
		}
	}
	for i := range words {
		for _, o := range others[i] {
			add(o.Changes, heard[:i], []string{o.Sound}, heard[i+1:])
			contracted(o.Changes, slices.Concat(heard[:i], []string{o.Sound}, heard[i+1:]))
			for j := range i {
				for _, p := range others[j] {
					add(o.Changes+p.Changes, heard[:j], []string{p.Sound}, heard[j+1:i], []string{o.Sound}, heard[i+1:])
				}
			}
		}
	}
	if len(words) > 2 && (words[0] == "i" || words[0] == "ni") {
		add(1, heard[1:])
	}
	slices.SortStableFunc(runs, func(a, b likeRun) int { return cmp.Compare(a.changes, b.changes) })
	return append(runs[:min(len(runs), maxLikeRuns)], initials[:min(len(initials), maxInitialRuns)]...)
}

func soundsOf(words []string) []string {
	heard := make([]string, len(words))
	for i, w := range words {
		heard[i] = indonesian.Sound(w)
	}
	return heard
}

// initialRuns returns a name with words as initials, as they are written today and as they were:
// Joko is J. or D. An initial is that of a word in the middle, or of the first where it is written
// in the old way. Changes are those of the words, heard their sounds.
func initialRuns(words, heard []string, changes int) []likeRun {
	var runs []likeRun
	add := func(more int, parts ...[]string) {
		runs = append(runs, likeRun{words: slices.Concat(parts...), changes: changes + more, isInitial: true})
	}
	last := len(words) - 1
	for i, w := range words[:last] {
		if len(w) < 2 || len(words[i+1]) < 2 || i > 0 && len(words[i-1]) < 2 {
			continue
		}
		for n, letter := range indonesian.InitialsOf(w) {
			if i > 0 || n > 0 {
				add(1+min(n, 1), heard[:i], []string{letter}, heard[i+1:])
			}
		}
	}
	return runs
}

// alone returns the sounds of other spellings of a word that are the same name by themselves.
func (u *understander) alone(word string) []string {
	const least = 6
	if len(word) < least {
		return nil
	}
	var sounds []string
	add := func(sound string) {
		if sound != indonesian.Sound(word) && !slices.Contains(sounds, sound) {
			sounds = append(sounds, sound)
		}
	}
	for _, other := range u.people.Alike(word) {
		if indonesian.IsSameAlone(word, other.Sound) {
			add(other.Sound)
		}
	}
	if strings.Contains(word, "z") {
		add(indonesian.Sound(strings.ReplaceAll(word, "z", "j")))
	}
	if other := strings.ReplaceAll(word, "j", "z"); other != word && u.isNamePart(other) {
		add(indonesian.Sound(other))
	}
	return sounds
}

// splits returns the ways to write a word as two words of names.
func (u *understander) splits(word string) [][]string {
	const least = 3
	var list [][]string
	whole := indonesian.JoinedSound(word)
	for cut := 2; cut+least <= len(word) && len(list) < maxSplits; cut++ {
		first, rest := word[:cut], word[cut:]
		isPart := cut >= least || first == "al" || first == "az"
		if isPart && indonesian.JoinedSound(first, rest) == whole && u.isNamePart(first) && u.isNamePart(rest) {
			list = append(list, []string{first, rest})
		}
	}
	return list
}

func (u *understander) isNamePart(word string) bool {
	return u.people.KnowsWord(word) || indonesian.IsNameWord(word)
}

// otherNames returns expressions for articles that have another name of the people meant, as
// articles write it, and for those by or about people whose names are like the words. Both
// weigh less than the words and the people meant.
func (u *understander) otherNames(words []string, who []people.Meaning) []index.Expr {
	if u.weights.Like == 0 || u.of != index.Articles || len(words) < 2 {
		return nil
	}
	var ways []index.Expr
	written := func(ids []string, weight float64) {
		for _, name := range u.people.WrittenNames(ids) {
			if chain := u.chain(name); len(chain) > 1 && !slices.Equal(chain, words) && u.budget.affordClause(2) {
				for _, field := range []string{index.FieldBody, index.FieldTitle} {
					ways = append(ways, index.Weigh{Of: index.Phrase{Field: field, Terms: chain}, Boost: weight})
				}
			}
		}
	}
	ids := make([]string, len(who))
	for i, m := range who {
		ids[i] = m.ID
	}
	written(ids, likeOwn*u.weights.Like)
	for _, m := range u.people.AlikeMeaning(&u.budget.effort, words, who) {
		if !u.budget.affordClause(len(m.Keys)) {
			continue
		}
		weight := u.weights.Like / float64(m.Changes)
		ways = append(ways, index.Weigh{Of: dockeys.Terms(index.KeyOfficial, m.Keys), Boost: weight})
		written([]string{m.ID}, weight)
	}
	if ways == nil {
		return nil
	}
	return []index.Expr{index.BestOf(ways)}
}

// likeOwn is the weight of another name of a person meant, relative to that of a name that is
// like the words.
const likeOwn = 3

// likeNamed returns the number of words from at on that are the name of people whose names are
// like it, if it stands alone: none of the words beside it may be part of the name. It returns
// 0 for none.
func (u *understander) likeNamed(typed []typedWord, at int) (int, []people.Meaning) {
	isName := func(i int) bool {
		return i >= 0 && i < len(typed) && typed[i].name != "" && !typed[i].title && indonesian.MayBeName(typed[i].name)
	}
	if at > 0 && isName(at-1) && !typed[at-1].comma {
		return 0, nil
	}
	words := u.nameWords(typed[at:])
	n := len(words)
	if n < 2 || isName(at+n) && !typed[at+n-1].comma && !typed[at+n].degree {
		return 0, nil
	}
	who := u.likePeople(words)
	if len(who) == 0 {
		return 0, nil
	}
	return n, who
}

package indonesian

import (
	"iter"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/internal/names"
)

// sounds are rewritten on top of [Skeleton]. They join spellings of one name, and some names
// that people tell apart (Rahmad and Rahmat, Juli and Yuli are not among them, Arif and Arip
// are): good enough to find a name, not to say that two are one person. o stands for a behind
// a letter that Arabic speaks far back (Rohman, Kholid, Sholeh), kh is written k, old
// orthography has j for y.
var sounds = newRewritings(
	rewriting{"jus", "ius", atStart}, // Jusuf, Jahja, Jani, Janti
	rewriting{"jah", "iah", atStart},
	rewriting{"jani", "iani", atStart},
	rewriting{"janti", "ianti", atStart},
	rewriting{"jamin", "iamin", atStart},
	rewriting{"j", "i", betweenVowels}, // Prijono, Handajani
	rewriting{"ker", "her", atStart},   // Kairul, Kusnul, Kotimah
	rewriting{"kusn", "husn", atStart},
	rewriting{"koti", "hati", atStart},
	rewriting{"hoti", "hati", atStart},
	rewriting{"kol", "hal", atStart},
	rewriting{"hol", "hal", atStart},
	rewriting{"kodij", "hadij", atStart},
	rewriting{"hodij", "hadij", atStart},
	rewriting{"hodi", "hadi", atStart},
	rewriting{"kod", "kad", atStart}, // Qodir
	rewriting{"kosi", "kasi", atStart},
	rewriting{"komar", "kamar", atStart},
	rewriting{"toh", "tah", atStart},
	rewriting{"sol", "sal", atStart},
	rewriting{"sob", "sab", atStart},
	rewriting{"sodi", "sadi", atStart},
	rewriting{"gofu", "gapu", atStart},
	rewriting{"romad", "ramad", anywhere},
	rewriting{"ramadon", "ramadan", anywhere},
	rewriting{"rofi", "rapi", anywhere},
	rewriting{"roh", "rah", anywhere},
	rewriting{"faton", "patan", atStart},
	rewriting{"paton", "patan", atStart},
	rewriting{"stof", "stap", anywhere},
	rewriting{"sali", "sale", wholeWord}, // the h is gone: Sholih, Sholeh
	rewriting{"mahfud", "mahpus", atStart},
	rewriting{"rida", "rido", wholeWord},
	rewriting{"norh", "nurh", atStart}, // Norhayati
	rewriting{"nora", "nura", atStart},
	rewriting{"norl", "nurl", atStart},
	rewriting{"nor", "nur", wholeWord},
	rewriting{"madlan", "madan", anywhere}, // dl for dh: Ramadlan, Ridlo
	rewriting{"ridl", "rid", anywhere},
	rewriting{"akm", "ahm", anywhere}, // Akmad, Rakmat, Muklis, Iksan
	rewriting{"acm", "ahm", anywhere},
	rewriting{"ocm", "ahm", anywhere},
	rewriting{"ukl", "uhl", anywhere},
	rewriting{"ucl", "uhl", anywhere},
	rewriting{"ukt", "uht", anywhere},
	rewriting{"akt", "aht", anywhere},
	rewriting{"fakr", "pahr", anywhere},
	rewriting{"iks", "ihs", anywhere},
	rewriting{"ics", "ihs", anywhere},
	rewriting{"c", "k", beforeConsonant}, // Victor
	rewriting{"au", "o", inside},         // Naufal, Nofal
	rewriting{"ei", "e", inside},         // Husein, Husain
	rewriting{"uw", "u", anywhere},       // Kuwat, Kuat
	rewriting{"f", "p", anywhere},
	rewriting{"d", "t", atEnd},
	rewriting{"b", "p", atEnd},
	rewriting{"v", "p", anywhere}, // initials, which have no skeleton
	rewriting{"z", "s", anywhere},
	rewriting{"q", "k", anywhere},
	rewriting{"y", "i", anywhere},
	rewriting{"abdulr", "abdur", atStart}, // the article takes the sound that follows
	rewriting{"abduls", "abdus", atStart},
	rewriting{"abdulj", "abduj", atStart},
	rewriting{"abdult", "abdut", atStart},
	rewriting{"abduln", "abdun", atStart},
	rewriting{"abduld", "abdud", atStart},
)

// Sound folds one folded word of a name as it is heard, wider than [Skeleton]: also f v p,
// Arif and Arip; d and t, b and p at the end; a and o where Arabic names have either; j for
// y between vowels. It finds names; people who differ in it are different, people who share
// it need not be one. The result is no longer than twice the word, and its own sound.
func Sound(word string) string {
	for range maxPasses {
		out := sounds.settle(Skeleton(word))
		if out == word {
			break
		}
		word = out
	}
	return word
}

// joinedSound returns the sound of sounds written as one word.
func joinedSound(words ...string) string { return sounds.settle(strings.Join(words, "")) }

// HeardEnds writes out what an apostrophe at the end of a word stands for: Taufi' is Taufiq,
// and Rofi' Rofiq.
func HeardEnds(name string) string {
	if !strings.ContainsAny(name, "'’`ʼ‘") {
		return name
	}
	fields := strings.Fields(name)
	for i, field := range fields {
		bare := strings.TrimRight(field, ",;")
		word := strings.TrimRightFunc(bare, isApostrophe)
		if end := HeardEnd(word, bare[len(word):]); len(end) > len(word) {
			fields[i] = end + field[len(bare):]
		}
	}
	return strings.Join(fields, " ")
}

// HeardEnd returns a word with what an apostrophe behind it stands for, given the text behind
// it.
func HeardEnd(word, behind string) string {
	mark, size := utf8.DecodeRuneInString(behind)
	if !strings.HasSuffix(word, "i") && !strings.HasSuffix(word, "I") || !isApostrophe(mark) {
		return word
	}
	if next, _ := utf8.DecodeRuneInString(behind[size:]); unicode.IsLetter(next) {
		return word
	}
	return word + "k"
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '`' || r == 'ʼ' || r == '‘' }

// maxRun is the number of words of a run of names that are looked at together; a longer run
// is no name.
const maxRun = 12

// NameSounds appends what a run of folded words that may be a name is found by: the sound of
// each word, and of each pair of neighbours as one word. Of three it has those that some
// write as two: Abdul Rahman Saleh, Abdurrahman Saleh. A first M. is Muhammad.
func NameSounds(out, run []string) []string {
	heard := heardRun(run)
	for i, s := range heard {
		if len(s) > 2 {
			out = append(out, s)
		}
		if i+1 < len(heard) {
			out = append(out, joinedSound(heard[i], heard[i+1]))
		}
		if i+2 < len(heard) && (opening(heard[i]) || opening(heard[i+1])) {
			out = append(out, joinedSound(heard[i], heard[i+1], heard[i+2]))
		}
	}
	return out
}

// heardRun returns the sounds of the words of a run.
func heardRun(run []string) []string {
	heard := make([]string, len(run))
	for i, w := range run {
		if heard[i] = Sound(w); i == 0 && w == "m" && len(run) > 1 {
			heard[i] = Sound("muhammad")
		}
	}
	return heard
}

// JoinedSound returns the sound of words written as one: Abdul Rahman and Abdurrohman share it.
// M. is no more than an initial here.
func JoinedSound(words ...string) string {
	heard := make([]string, len(words))
	for i, w := range words {
		heard[i] = Sound(w)
	}
	return joinedSound(heard...)
}

// SplitSounds returns the sounds of a word that some write as two: of Nurhidayah those of Nur
// and Hidayah. It is nil for a word that no such first word begins.
func SplitSounds(word string) [][2]string {
	const least = 4
	sound := Sound(word)
	var pairs [][2]string
	for _, first := range openings {
		rest, ok := strings.CutPrefix(sound, first.joined)
		if !ok || len(rest) < least {
			continue
		}
		pairs = append(pairs, [2]string{first.sound, rest}, [2]string{first.sound, first.joined[len(first.joined)-1:] + rest})
	}
	return pairs
}

// openings are the words that some write as one with the next, with their last letter only
// where the next word lets it stand.
var openings = [...]struct{ joined, sound string }{
	{"nur", "nur"}, {"sri", "sri"}, {"dwi", "dwi"}, {"tri", "tri"}, {"eka", "eka"}, {"sah", "sah"}, {"siti", "siti"},
	{"abdul", "abdul"}, {"abdu", "abdul"}, {"miptahul", "miptahul"}, {"herun", "herun"}, {"herul", "herul"}, {"nurul", "nurul"}, {"samsul", "samsul"},
}

// opening reports whether a sound is a word that some write as one with the next: Abdul,
// Nur, Sri, Dwi, Syah, Khoirun, Miftahul.
func opening(sound string) bool {
	switch sound {
	case "nur", "sri", "dwi", "tri", "eka", "sah", "siti":
		return true
	}
	return len(sound) > 4 && (strings.HasSuffix(sound, "ul") || strings.HasSuffix(sound, "un") || strings.HasSuffix(sound, "ur"))
}

// AskedSounds returns by which of [NameSounds] a document has a name of two words or more: one
// of each list. It is nil for a name of initials.
func AskedSounds(run []string) [][]string {
	heard := heardRun(run)
	var asked [][]string
	for i := range len(heard) - 1 {
		if len(heard[i]) < 2 || len(heard[i+1]) < 2 {
			continue
		}
		ways := []string{joinedSound(heard[i], heard[i+1])}
		if i == 0 && !muhammad[run[0]] && run[0] != "m" { // A. Fauzi
			ways = append(ways, joinedSound(heard[0][:1], heard[1]))
		}
		if i > 0 {
			ways = append(ways, joinedSound(heard[i-1], heard[i], heard[i+1]))
		}
		if i+2 < len(heard) {
			ways = append(ways, joinedSound(heard[i], heard[i+1], heard[i+2]))
		}
		asked = append(asked, ways)
	}
	return asked
}

// nameWeight returns how likely a folded word is part of a name, from -5 to 5, above 0 for
// likelier than not, and whether names of public registers hold it in this or another spelling.
func nameWeight(word string) (weight float64, known bool) {
	if muhammad[word] {
		return heaviest, true
	}
	w := names.Look(word)
	weight = max(w.Weight(names.First), w.Weight(names.Middle), w.Weight(names.Last))
	if !w.Known() && w.News() == 0 && heardInRegisters(word) {
		return max(weight, spelt), true
	}
	return weight, w.Known()
}

// The weights of a form of Muhammad, and of a word that sounds like one of the registers.
const (
	heaviest = 5.0
	spelt    = 2.5
)

// distinctLeast is how many names of the registers have a word that is a name of its own and no
// slip for another.
const distinctLeast = 2

// severalHave are the sounds of the words that names of several people in the registers have.
var severalHave = sync.OnceValue(func() map[string]bool {
	counts := make(map[string]int)
	for word, n := range names.All() {
		counts[Sound(word)] += n
	}
	known := make(map[string]bool)
	for s, n := range counts {
		if n >= distinctLeast {
			known[s] = true
		}
	}
	return known
})

// DistinctNames reports whether two words are different names, both of several people in
// public registers: Santoso and Santosa. Names that are heard alike are not, nor are those that
// an e between two consonants parts (Prianto, Perianto), nor is an initial.
func DistinctNames(a, b string) bool {
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	known := severalHave()
	a, b = Sound(a), Sound(b)
	return a != b && known[a] && known[b] && strings.ReplaceAll(a, "e", "") != strings.ReplaceAll(b, "e", "")
}

// heardInRegisters reports whether a word sounds like one of the registers, or like two that
// some write as one: Nurhalimah.
func heardInRegisters(word string) bool {
	sound := Sound(word)
	if severalHave()[sound] {
		return true
	}
	for _, pair := range SplitSounds(word) {
		if severalHave()[pair[1]] {
			return true
		}
	}
	return false
}

// NameRuns returns the runs of capitalised words of text that may be names, folded. Tokens are
// those of text. A run ends at a mark, at a title and at a word that no name has. The words of
// a run are good until the next one.
func NameRuns(text string, tokens []Token) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		var run []string
		end := 0 // of the last word
		flush := func() bool {
			told := len(run) > 1 || len(run) == 1 && aloneInText(run[0])
			if told && len(run) <= maxRun && !yield(run) {
				return false
			}
			run = run[:0]
			return true
		}
		for _, t := range tokens {
			if t.Role == Whole {
				continue
			}
			if len(run) > 0 && !sameName(text[end:t.Start], run[len(run)-1]) && !flush() {
				return
			}
			word, capital := heardToken(text, t)
			if end = t.End; !capital || !inText(word) || len(run) == 0 && onlyPlace(word) {
				if !flush() {
					return
				}
				continue
			}
			run = append(run, word)
		}
		flush()
	}
}

// sameName reports whether what stands between a word and the next keeps them in one name: a
// space, and a full stop behind an initial or an abbreviation.
func sameName(between, before string) bool {
	between = strings.TrimLeft(between, "'’`")
	if dotted := strings.TrimPrefix(between, "."); dotted != between {
		return (len(before) == 1 || muhammad[before] || before == "abd") && strings.TrimSpace(dotted) == ""
	}
	return between == " " || between == "\u00a0"
}

// heardToken returns the folded word of a token of text, and whether it is capitalised.
func heardToken(text string, t Token) (word string, capital bool) {
	r, _ := utf8.DecodeRuneInString(text[t.Start:])
	if !unicode.IsUpper(r) {
		return "", false
	}
	word = string(t.Surface)
	if strings.HasSuffix(word, "i") && t.End < len(text) {
		if mark, size := utf8.DecodeRuneInString(text[t.End:]); isApostrophe(mark) && !letterAt(text, t.End+size) {
			word += "k"
		}
	}
	return word, true
}

// onlyPlace reports whether a word is the name of a place and of nobody.
func onlyPlace(word string) bool { return !names.Known(word) && names.IsPlace(word) }

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

// IsNameAlone reports whether a folded word by itself asks for people: names of public registers
// hold it, in this or another spelling, the news never as an ordinary word, and no place has it
// alone.
func IsNameAlone(word string) bool {
	const least, heardLeast = 4, 5
	w := names.Look(word)
	switch {
	case len(word) < least || muhammad[word] || w.News() > 0 || onlyPlace(word):
		return false
	case w.Known():
		return true
	}
	return len(word) >= heardLeast && hasVowel(word) && heardInRegisters(word)
}

func hasVowel(word string) bool { return strings.ContainsAny(word, "aeiouy") }

// IsNameRun reports whether folded words side by side may be a name: each of them may, and
// together they are likelier one than not. One at least must be known: by public registers in
// some spelling, or as the caller knows.
func IsNameRun(words []string, isKnown func(string) bool) bool {
	const least = 0.2 // of the mean weight
	if len(words) < 2 || len(words) > maxRun {
		return false
	}
	known, sum := false, 0.0
	for _, w := range words {
		if len(w) == 1 {
			continue
		}
		weight, in := nameWeight(w)
		known = known || in || isKnown(w)
		sum += weight - least
	}
	return known && sum > 0
}

// IsNameWord reports whether names of public registers hold a folded word, in some spelling.
func IsNameWord(word string) bool {
	_, known := nameWeight(word)
	return known
}

// MayBeName reports whether a folded word, or an initial, may stand in a name.
func MayBeName(word string) bool {
	const least = -1.0
	if len(word) == 1 || muhammad[word] {
		return true
	}
	weight, _ := nameWeight(word)
	return weight > least && hasVowel(word)
}

// aloneInText reports whether a word in a text is a name by itself.
func aloneInText(word string) bool {
	const least = 1.0
	weight, known := nameWeight(word)
	return len(word) > 3 && known && weight > least
}

// inText reports whether a capitalised folded word may be part of a name.
func inText(word string) bool {
	const least = -1.5
	switch {
	case len(word) == 1:
		return word != "h"
	case muhammad[word]:
		return true
	}
	w := names.Look(word)
	if w.Never() || len(word) < 4 && titles().before[word] || Stop(word) {
		return false
	}
	weight, _ := nameWeight(word)
	return weight > least
}

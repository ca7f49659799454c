package indonesian

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/internal/names"
)

// maxRun is the number of words of a run of names that are looked at together; a longer run
// is no name.
const maxRun = 12

// NameSounds appends what a run of folded words that may be a name is found by: the sound of
// each word, and of each pair of neighbours as one word. Of three it has those that some
// write as two: Abdul Rahman Saleh, Abdurrahman Saleh. Words of rank are initials too: I Gusti
// Ngurah Suastika, IGN Suastika. A first M. is Muhammad.
func NameSounds(out, run []string) []string {
	heard := heardRun(run)
	if initials, n := contract(heard); n > 0 {
		out = append(out, JoinedSounds(initials, heard[n]))
	}
	for i, s := range heard {
		if len(s) > 2 {
			out = append(out, s)
		}
		if i+1 < len(heard) {
			out = append(out, JoinedSounds(heard[i], heard[i+1]))
		}
		if i+2 < len(heard) && (opening(heard[i]) || opening(heard[i+1])) {
			out = append(out, JoinedSounds(heard[i], heard[i+1], heard[i+2]))
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
		ways := []string{JoinedSounds(heard[i], heard[i+1])}
		if i == 0 && !muhammad[run[0]] && run[0] != "m" { // A. Fauzi
			for _, initial := range InitialsOf(run[0])[:1] {
				ways = append(ways, JoinedSounds(initial, heard[1]))
			}
		}
		if i > 0 {
			ways = append(ways, JoinedSounds(heard[i-1], heard[i], heard[i+1]))
		}
		if i+2 < len(heard) {
			ways = append(ways, JoinedSounds(heard[i], heard[i+1], heard[i+2]))
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
	weight = heaviestPlace(w)
	if !w.Known() && w.News() == 0 && heardInRegisters(word) {
		return max(weight, spelt), true
	}
	return weight, w.Known()
}

// heaviestPlace returns the weight of a word in the place of a name where it is likeliest.
func heaviestPlace(w names.Word) float64 {
	return max(w.Weight(names.First), w.Weight(names.Middle), w.Weight(names.Last))
}

// The weights of a form of Muhammad, and of a word that sounds like one of the registers.
const (
	heaviest = 5.0
	spelt    = 2.5
)

// heardInRegisters reports whether a word sounds like one of the registers, or like two that
// some write as one: Nurhalimah.
func heardInRegisters(word string) bool {
	sound := Sound(word)
	if severalHave()[sound] {
		return true
	}
	for _, pair := range splitSound(sound) {
		if severalHave()[pair[1]] {
			return true
		}
	}
	return false
}

// NameRuns returns the runs of capitalised words of text that may be names, folded. Tokens are
// those of text. A run ends at a mark, at a title and at a word that no name has. A name with
// its last word first is a run in the other order too: Sembiring, Rosmaida. The words of a run
// are good until the next one.
func NameRuns(text string, tokens []Token) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		var run []string
		var last lastName
		initials := false // the first word is several initials: A.M. Fatwa
		end := 0          // of the last word
		flush := func() bool {
			told := len(run) > 1 || len(run) == 1 && aloneInText(run[0])
			if told && len(run) <= maxRun && !yield(run) {
				return false
			}
			if name := last.behind(run, text, end); name != nil && !yield(name) {
				return false
			}
			last.set(run, text, end)
			run = run[:0]
			return true
		}
		for _, t := range tokens {
			if t.Role == Whole {
				continue
			}
			if len(run) > 0 && !sameName(text[min(end, t.Start):t.Start], run[len(run)-1], len(run) == 1 && initials) && !flush() {
				return
			}
			word, capital := heardToken(text, t)
			if len(run) == 0 {
				initials = t.Kind == Initials && isInitials(word)
				capital = capital || initials
			}
			if !capital || !continues(run, word) && !(len(run) == 0 && initials) || len(run) == 0 && onlyPlace(word) {
				if !flush() {
					return
				}
				end = t.End
				continue
			}
			if len(run) == 0 {
				last.next(t.Start)
			}
			end = t.End
			run = append(run, word)
		}
		flush()
	}
}

// A lastName is a word that may be the last one of the name behind it and a comma.
type lastName struct {
	word       string // empty for none
	end, start int    // of the word, and of what follows
}

// set keeps the only word of a run that may be the last of a name, unless it stands in a list.
func (l *lastName) set(run []string, text string, end int) {
	comma := len(run) == 1 && strings.HasPrefix(text[min(end, len(text)):], ", ") && len(run[0]) > 3
	if *l = (lastName{}); comma && aloneInText(run[0]) && !names.IsPlace(run[0]) && !listed(text, end) {
		*l = lastName{word: run[0], end: end}
	}
}

// next tells where the word behind begins.
func (l *lastName) next(start int) { l.start = start }

// behind returns the name that a run and the word before it are, nil for none: the run has three
// words at most and is not one of several names.
func (l *lastName) behind(run []string, text string, end int) []string {
	const most = 3
	if l.word == "" || len(run) == 0 || len(run) > most || l.start != l.end+len(", ") || goesOn(text[min(end, len(text)):]) {
		return nil
	}
	return append(run[:len(run):len(run)], l.word)
}

// listed reports whether a comma or a conjunction stands before the last word of text up to end.
func listed(text string, end int) bool {
	before := strings.TrimRightFunc(text[:end], func(r rune) bool { return unicode.IsLetter(r) || isApostrophe(r) })
	before = strings.TrimRight(before, " ")
	return strings.HasSuffix(before, ",") || strings.HasSuffix(before, " dan") || strings.HasSuffix(before, " serta")
}

// goesOn reports whether text behind a name goes on with another name.
func goesOn(text string) bool {
	for _, begin := range [...]string{",", " dan ", " serta ", " & ", " atau "} {
		if strings.HasPrefix(text, begin) {
			return true
		}
	}
	return false
}

// continues reports whether a capitalised folded word may be the next of a run.
func continues(run []string, word string) bool {
	return inText(word) || len(run) > 0 && ContinuesName(run[len(run)-1], word)
}

// ContinuesName reports whether a folded word that is no name by itself is one behind another
// word: with it it is a name that many write as one (Sugi Harto), a rank written short
// (Ni Luh Pt. Ariani), or an ordinary word that some names have behind a word that is surely one
// (Sastra Negara, Bagus Utama).
func ContinuesName(before, word string) bool {
	const least, sure, ordinary = 3, 1.0, -3.7
	switch {
	case word == "pt":
		return isRank(before)
	case len(before) < least || len(word) < least:
		return false
	case names.Known(before + word):
		return true
	}
	weight, known := nameWeight(before)
	w := names.Look(word)
	return known && weight > sure && w.Known() && heaviestPlace(w) > ordinary && !Stop(word)
}

// isInitials reports whether folded initials are those of first names and no title.
func isInitials(word string) bool {
	const most = 3
	return len(word) <= most && !titles().before[word]
}

// sameName reports whether what stands between a word and the next keeps them in one name: a
// space, and a full stop behind an initial, or several, or an abbreviation.
func sameName(between, before string, initials bool) bool {
	between = strings.TrimLeft(between, "'’`")
	if dotted, ok := strings.CutPrefix(between, "."); ok {
		return (initials || len(before) == 1 || muhammad[before] || before == "abd" || before == "tjok" || before == "pt" || IsShortForm(before) || IsRankInitials(before)) && strings.TrimSpace(dotted) == ""
	}
	return between == " " || between == "\u00a0" || between == "-" // Al-Habsyi
}

// heardToken returns the folded word of a token of text, and whether it is capitalised and no
// acronym.
func heardToken(text string, t Token) (word string, capital bool) {
	r, _ := utf8.DecodeRuneInString(text[t.Start:])
	if !unicode.IsUpper(r) {
		return "", false
	}
	word = string(t.Surface)
	if IsRankInitials(word) && (t.Kind == Acronym || t.Kind == Initials) {
		return word, true
	}
	if t.Kind == Acronym && !muhammad[word] && (!names.Known(word) || IsShortForm(word)) {
		return "", false
	}
	return HeardEnd(word, text[t.End:]), true
}

// onlyPlace reports whether a word is the name of a place and no name of people.
func onlyPlace(word string) bool { return !names.Known(word) && names.IsPlace(word) }

// IsNameAlone reports whether a folded word by itself asks for people: names of public registers
// hold it, in this or another spelling, the news never as an ordinary word, and no place has it.
func IsNameAlone(word string) bool {
	const least, heardLeast = 4, 5
	w := names.Look(word)
	switch {
	case len(word) < least || muhammad[word] || w.News() > 0 || names.IsPlace(word):
		return false
	case w.Known():
		return true
	}
	return len(word) >= heardLeast && hasVowel(word) && word[0] != word[1] && heardInRegisters(word)
}

// IsUnknown reports whether a folded word is one that neither the registers nor the news nor the
// dictionary have: with a capital likely a rare name, such as Ngatijo; as it is typed often a
// slip.
func IsUnknown(word string) bool {
	const least = 5
	if len(word) < least || !hasVowel(word) || names.IsPlace(word) || InDictionary(word) {
		return false
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	w := names.Look(word)
	return !w.Known() && w.News() == 0
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
	known, sum := words[0] == "m", 0.0 // Muhammad
	for _, w := range words {
		if len(w) == 1 || IsRankInitials(w) {
			continue
		}
		weight, in := nameWeight(w)
		known = known || weight > 0 && (in || isKnown(w))
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
	const least = -0.5
	if len(word) == 1 || muhammad[word] || IsShortForm(word) || IsRankInitials(word) {
		return true
	}
	weight, _ := nameWeight(word)
	return weight > least && hasVowel(word)
}

// aloneInText reports whether a word in a text is a name by itself.
func aloneInText(word string) bool {
	const least = 1.0
	weight, known := nameWeight(word)
	return len(word) > 3 && known && weight > least || IsUnknown(word)
}

// inText reports whether a capitalised folded word may be part of a name.
func inText(word string) bool {
	const least = -1.5
	switch {
	case len(word) == 1:
		return word != "h"
	case muhammad[word], IsShortForm(word), IsRankInitials(word), word == "anak": // Anak Agung
		return true
	}
	w := names.Look(word)
	if w.Never() || len(word) < 4 && titles().before[word] || Stop(word) {
		return false
	}
	return heaviestPlace(w) > least
}

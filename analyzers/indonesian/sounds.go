package indonesian

import (
	"slices"
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
	rewriting{"jud", "iud", atStart},
	rewriting{"jur", "iur", atStart},
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
	rewriting{"ropik", "rapik", anywhere},
	rewriting{"roh", "rah", anywhere},
	rewriting{"faton", "patan", atStart},
	rewriting{"paton", "patan", atStart},
	rewriting{"stof", "stap", anywhere},
	rewriting{"sali", "sale", wholeWord}, // the h is gone: Sholih, Sholeh
	rewriting{"mahfud", "mahpus", atStart},
	rewriting{"kalsum", "kulsum", wholeWord},
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
	rewriting{"scus", "skus", atEnd},     // Fransiscus, Marcus
	rewriting{"rcus", "rkus", atEnd},
	rewriting{"lucas", "lukas", wholeWord},
	rewriting{"au", "o", inside},   // Naufal, Nofal
	rewriting{"ei", "e", inside},   // Husein, Husain
	rewriting{"uw", "u", anywhere}, // Kuwat, Kuat
	rewriting{"f", "p", anywhere},
	rewriting{"ain", "en", atStart}, // Nur Aini, Nuraeni
	rewriting{"aen", "en", atStart},
	rewriting{"h", "", atLateEnd},
	rewriting{"d", "t", atEnd},
	rewriting{"b", "p", atEnd},
	rewriting{"v", "p", anywhere}, // initials, which have no skeleton
	rewriting{"z", "s", anywhere},
	rewriting{"q", "k", anywhere},
	rewriting{"y", "i", anywhere},
)

// joints are rewritten where sounds stand side by side, and in a word that may be two: the
// article takes the sound that follows. No other rewriting crosses from a word to the next.
var joints = newRewritings(
	rewriting{"abdulr", "abdur", atStart},
	rewriting{"abduls", "abdus", atStart},
	rewriting{"abdulj", "abduj", atStart},
	rewriting{"abdult", "abdut", atStart},
	rewriting{"abduln", "abdun", atStart},
	rewriting{"abduld", "abdud", atStart},
	rewriting{"h", "", atLateEnd}, // Alam Syah, Alamsyah
)

// shortForms are words of names, mostly of rank or of birth, that are often written short.
var shortForms = map[string]string{
	"dg": "daeng", "kr": "karaeng", "krg": "karaeng", // Sulawesi Selatan
	"tgk": "tengku", "tgku": "tengku", "tku": "teuku", "dt": "datuk", "dtk": "datuk", "bgd": "bagindo", // Sumatera
	"gst": "gusti", "ngr": "ngurah", "wyn": "wayan", "nym": "nyoman", "ngh": "nengah", "md": "made", "kt": "ketut", "kmg": "komang", "kdk": "kadek", "dsk": "desak", // Bali
	"gde": "gede", "bgs": "bagus", "cok": "cokorda", "gd": "gede", "kd": "kadek", "ktt": "ketut", "dw": "dewa",
	"gt": "gusti", "ll": "lalu", "syf": "syarif", // Kalimantan, Lombok
	"mgs": "masagus", "kgs": "kiagus", "kms": "kemas", "msy": "masayu", "nys": "nyimas", // Palembang
	"yoh": "yohanes", "joh": "yohanes", "pet": "petrus", "ptr": "petrus", "ant": "antonius", "ags": "agustinus", "dom": "dominikus", "bern": "bernadus", "greg": "gregorius", // baptismal names
	"hsb": "hasibuan", "nst": "nasution", "srg": "siregar", "hrp": "harahap", "lbs": "lubis", // Tapanuli
	"ach": "ahmad", "akh": "ahmad", "ahm": "ahmad", "achm": "ahmad", "abdl": "abdul", "sti": "siti",
	"bq": "baiq", "tb": "tubagus", "rd": "raden", "rr": "roro", "st": "siti",
}

// contracted are first words of names in Bali that are written as one of their initials.
var contracted = map[string]string{
	"ign": "i gusti ngurah", "iga": "i gusti ayu", "igm": "i gusti made", "igk": "i gusti ketut", "igp": "i gusti putu", "igb": "i gusti bagus",
	"ib": "ida bagus", "aa": "anak agung", "aan": "anak agung ngurah", "aag": "anak agung gede",
}

// Recontracted returns a name of folded words with its first words as initials, or with
// initials in full: IB Darmawan, Ida Bagus Darmawan. It is nil for any other name.
func Recontracted(words []string) []string {
	if len(words) < 2 {
		return nil
	}
	if full := contracted[words[0]]; full != "" {
		return append(strings.Fields(full), words[1:]...)
	}
	for n := min(3, len(words)-1); n > 1; n-- {
		initials := make([]byte, n)
		for i, w := range words[:n] {
			initials[i] = w[0]
		}
		full := strings.Fields(contracted[string(initials)])
		if len(full) == n && slices.EqualFunc(full, words[:n], func(long, w string) bool { return len(w) == 1 || Sound(w) == Sound(long) }) {
			return append([]string{string(initials)}, words[n:]...)
		}
	}
	return nil
}

// IsShortForm reports whether a folded word is a word of names written short: Dg., St.
func IsShortForm(word string) bool { return shortForms[word] != "" }

// Sound folds one folded word of a name as it is heard, wider than [Skeleton]: also f v p,
// Arif and Arip; d and t, b and p at the end; a and o where Arabic names have either; j for
// y between vowels. It finds names; people who differ in it are different, people who share
// it need not be one. The result is its own sound.
func Sound(word string) string {
	if len(word) > maxFolded {
		return word
	}
	for range maxPasses {
		if IsRankInitials(word) {
			return word
		}
		if long := shortForms[word]; long != "" {
			word = long
		}
		out := joints.settle(sounds.settle(Skeleton(word)))
		if out == word {
			break
		}
		word = out
	}
	return word
}

// JoinedSounds returns the sound of sounds written as one word. It is faster than [JoinedSound],
// which takes words.
func JoinedSounds(sounds ...string) string { return joints.settle(strings.Join(sounds, "")) }

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

// JoinedSound returns the sound of words written as one: Abdul Rahman and Abdurrohman share it.
// M. is no more than an initial here.
func JoinedSound(words ...string) string {
	heard := make([]string, len(words))
	for i, w := range words {
		heard[i] = Sound(w)
	}
	return JoinedSounds(heard...)
}

// SplitSounds returns the sounds of a word that some write as two: of Nurhidayah those of Nur
// and Hidayah. It is nil for a word that no such first word begins.
func SplitSounds(word string) [][2]string { return splitSound(Sound(word)) }

func splitSound(sound string) [][2]string {
	const least = 4
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
	{"nur", "nur"},
	{"sri", "sri"},
	{"dwi", "dwi"},
	{"tri", "tri"},
	{"eka", "eka"},
	{"sah", "sah"},
	{"siti", "siti"},
	{"abdul", "abdul"},
	{"abdu", "abdul"},
	{"miptahul", "miptahul"},
	{"herun", "herun"},
	{"herul", "herul"},
	{"nurul", "nurul"},
	{"samsul", "samsul"},
}

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

// articlesOfNames are the forms of the Arabic article that some join to a name by a hyphen.
var articlesOfNames = set("al", "el", "az", "ar", "as", "asy", "ash", "at", "an")

// SplitArticles writes a space for the hyphen behind an Arabic article: Al-Habsyi.
func SplitArticles(text string) string {
	if !strings.Contains(text, "-") {
		return text
	}
	fields := strings.Fields(text)
	for i, field := range fields {
		if first, rest, ok := strings.Cut(field, "-"); ok && articlesOfNames[strings.ToLower(first)] && rest != "" {
			fields[i] = first + " " + rest
		}
	}
	return strings.Join(fields, " ")
}

// oldInitials are the letters with which other spellings of words of names begin, by the first
// letter of the sound: Joko is Djoko, Cipto is Tjipto, Hotimah is Khotimah, Umar is Oemar.
var oldInitials = map[byte]string{'j': "d", 'c': "t", 'h': "kc", 'u': "o", 'i': "j", 'k': "c"}

// InitialsOf returns the initials of a folded word of a name, as they are heard, that of its
// own spelling first.
func InitialsOf(word string) []string {
	sound := Sound(word)
	if sound == "" {
		return nil
	}
	initials := []string{Sound(word[:1])}
	for _, letter := range append([]byte{sound[0]}, oldInitials[sound[0]]...) {
		if one := Sound(string(letter)); !slices.Contains(initials, one) {
			initials = append(initials, one)
		}
	}
	return initials
}

// IsSameAlone reports whether a sound that is like that of a word is the same name by itself, with
// no other word beside it: an e is left out (Slamet, Selamet), z is j, or an h is left out of a
// word that without it is no name of several people.
func IsSameAlone(word, sound string) bool {
	own := Sound(word)
	without := func(letter string) bool {
		return strings.ReplaceAll(own, letter, "") == strings.ReplaceAll(sound, letter, "")
	}
	return without("e") || strings.ReplaceAll(own, "j", "s") == strings.ReplaceAll(sound, "j", "s") || without("h") && !DistinctNames(word, sound)
}

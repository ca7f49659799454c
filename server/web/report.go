package web

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
)

// A report is the verb with which reported words are told, and what is known of the act. A
// wish, a request or a question told with "mengatakan bahwa" would state what was only asked.
type report struct {
	verb  string // empty for actUnknown
	act   act
	typed bool // the verb stands before the words in the source
}

type act uint8

const (
	actSaid    act = iota // a statement: "mengatakan"
	actNamed              // what the verb says: "meminta", "mengingatkan", "menilai"
	actUnknown            // the words alone can be told
)

// reportOf returns how the words of a quote are reported, by its cue.
func reportOf(q article.Quote) report {
	cue := firstWord(q.Cue)
	root := rootOf(cue)
	switch {
	case slices.Contains(plainVerbs, root):
		return saidOr(q, cue == "")
	case isActive(cue) || slices.Contains(moods, cue):
		return report{verb: cue, act: actNamed, typed: true}
	case askingVerbs[root] != "":
		return report{verb: askingVerbs[root], act: actNamed}
	}
	return report{act: actUnknown}
}

// saidOr returns the report of a statement, unless the words themselves are none. Without a
// cue, a clause with "agar" depends on a verb that is not known. Unmarked speech comes behind a
// colon, which any sentence can follow.
func saidOr(q article.Quote, unknown bool) report {
	said := report{verb: "mengatakan", act: actSaid}
	if wordingOf(q) == wordsLoose {
		return said
	}
	words := strings.TrimSpace(q.Text)
	first := firstWord(words)
	if slices.Contains(noStatements, first) || strings.HasSuffix(words, "?") || unknown && slices.Contains(purposes, first) {
		return report{act: actUnknown}
	}
	return said
}

// joint returns what stands between the verb and the words. A sentence of its own, which a
// capital letter begins, comes behind a colon; behind the verb of the source that letter is of
// a name.
func (r report) joint(q article.Quote, words string) string {
	first, _ := utf8.DecodeRuneInString(words)
	switch {
	case wordingOf(q) == wordsLoose:
		return ", " + unmarkedLabel + ":"
	case r.typed:
		return ""
	case !unicode.IsLower(first):
		return ":"
	case r.act == actNamed || slices.Contains(conjunctions, firstWord(words)):
		return ""
	}
	return " bahwa"
}

var (
	// purposes begin a wish or a purpose.
	purposes = []string{"agar", "supaya", "untuk"}
	// conjunctions begin what depends on a verb of saying.
	conjunctions = append([]string{"bahwa"}, purposes...)
	// noStatements begin a question or a prohibition.
	noStatements = []string{"apakah", "jangan", "janganlah"}
)

// plainVerbs are the verbs of saying behind which stands a statement, as [rootOf] returns
// them; the empty one is that of a quote without a cue.
var plainVerbs = []string{
	"", "menurut", "mengatakan", "berkata", "berujar", "bertutur", "berucap", "kata", "ujar", "tutur", "jelas", "ungkap", "terang", "tambah", "tegas",
	"lanjut", "sambung", "tutup", "imbuh", "papar", "ucap", "sebut", "pungkas", "tandas", "jawab", "balas", "beber", "urai", "tukas", "timpal", "cetus",
	"kilah", "kelakar", "seloroh", "canda", "aku", "simpul", "rinci", "bilang", "sahut", "ulas", "tulis", "dalih", "tampik", "bantah", "tekan", "cerita",
	"kisah", "kenang", "keluh", "janji", "yakin", "jamin", "kemuka", "sampai", "nyata", "pasti", "benar", "utara", "lapor", "garisbawahi", "umum", "klaim",
	"kabar", "informasi", "tepis", "sangkal", "contoh", "sela", "bisik", "gumam", "celetuk", "teriak", "sesal",
	"akui", "puji", "kritik", "sindir", "sentil", "curhat", "cuit", "kecam", "protes", "ketus", "sergah", "hardik", "tuding", "lontar", "singgung", "sorot",
	"soroti", "ibarat", "gugat", "nyeletuk", "jabar", "syukur", "pekik", "guyon", "gurau", "ledek", "rintih", "kelit", "elak", "ancam", "sanggah",
	"komentar", "dalil", "ilustrasi", "gambar", "presentasi", "pertegas", "perjelas", "ceplos", "nyeplos", "cibir", "gerutu", "batin", "celoteh", "sapa",
}

// askingVerbs leads from the root of a wish, a request, a question or a guess to the verb that
// reports it.
var askingVerbs = map[string]string{
	"harap": "berharap", "pesan": "berpesan", "ajak": "mengajak", "pinta": "meminta", "minta": "meminta", "imbau": "mengimbau", "himbau": "mengimbau",
	"ingat": "mengingatkan", "seru": "menyerukan", "usul": "mengusulkan", "saran": "menyarankan", "desak": "mendesak", "anjur": "menganjurkan",
	"instruksi": "menginstruksikan", "rekomendasi": "merekomendasikan", "nasihat": "menasihati", "tegur": "menegur", "mohon": "memohon", "tanya": "bertanya",
	// no requests, but told with a verb of their own
	"nilai": "menilai", "duga": "menduga", "prakira": "memprakirakan", "perkira": "memperkirakan", "sadari": "menyadari", "persoal": "mempersoalkan",
	"tantang": "menantang", "titip": "menitipkan", "kehendaki": "menghendaki", "pungkiri": "memungkiri",
	"sangsi": "menyangsikan", "taksir": "menaksir", "ramal": "meramalkan",
}

// moods are what a speaker is with regard to what is told: "khawatir suara hilang".
var moods = []string{"khawatir", "optimistis", "optimis", "pesimistis", "pesimis", "percaya", "cemas", "risau"}

// isActive reports whether a cue is an active verb as typed: "meminta", "berharap".
func isActive(cue string) bool {
	if !strings.HasPrefix(cue, "me") && !strings.HasPrefix(cue, "ber") || cue != withoutNya(cue) {
		return false
	}
	return !strings.ContainsFunc(cue, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') })
}

// rootOf takes the ending of a speaker who is understood and the marks of the passive off a
// cue: "ujarnya" is "ujar", "diharapkannya" is "harap".
func rootOf(cue string) string {
	cue = withoutNya(cue)
	if rest, passive := strings.CutPrefix(cue, "di"); passive {
		cue = strings.TrimSuffix(rest, "kan")
	}
	return cue
}

// withoutNya takes the ending "-nya" off a word that does not have these letters of its own.
func withoutNya(cue string) string {
	if cue == "tanya" || cue == "bertanya" {
		return cue
	}
	return strings.TrimSuffix(cue, "nya")
}

// firstWord returns the first word of a text in small letters.
func firstWord(text string) string {
	for word := range strings.FieldsSeq(text) {
		return strings.ToLower(strings.TrimRight(word, ",.:;"))
	}
	return ""
}

// unnamedSpeaker stands where the text does not name who asks or wishes.
const unnamedSpeaker = "narasumber"

// apposed writes two texts that name one speaker before a verb: "Ketua KPU X, Budi,".
func apposed(first, second string) string {
	switch {
	case first == "" && second == "":
		return unnamedSpeaker
	case first == "" || second == "":
		return first + second
	}
	return first + ", " + second + ","
}

// upperFirst begins a sentence.
func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

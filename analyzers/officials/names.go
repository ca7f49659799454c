package officials

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// maxNameWords bounds a name; a longer run of capitals is no name.
const maxNameWords = 8

// name is a run of words that may name a person.
type name struct {
	from, to    int // tokens with honorifics and degrees
	first, last int // tokens of the name itself, half-open
	words       []string
	honorifics  []string
	ranked      bool // bears a rank: a post of its own
	addressed   bool // Bapak, Prof., a rank: certainly a person
	aged        bool // an age follows in brackets: certainly a person
	roles       []int
	roleAfter   bool          // the post stands behind the name
	nick        int           // token of a nickname between marks inside the name, 0 for none
	nickEnd     int           // token behind its closing mark
	called      bool          // a noun for a person without a post stands behind it
	listed      bool          // got its role from a list
	doubtful    bool          // where it begins is not sure
	private     bool          // introduced as a pupil, a voter, a resident or the like
	described   bool          // "kata seorang pemilih, Dimas": certainly a person
	late        bool          // introduced by words that point back to a post: "bernama lengkap"
	leads       *article.Role // the post in "yang memimpin KPU X" behind it
	acts        bool          // surely a full name, the subject of an act
	unsure      bool          // the subject of a sentence, perhaps a person and perhaps not
	contracts   bool          // a word that contracts a name of the person (N-59)
	place       bool          // behind "di" or a kind of place: a post behind it is another's
	ordinary    bool          // an ordinary word: only the name of a person known otherwise
	context     nameContext
	person      int
}

// nameContext says why a name without a post may be a person's.
type nameContext uint8

const (
	none     nameContext = iota
	spoke                // beside a verb of saying
	attended             // introduced as a pupil, a voter, a narrator, a candidate
	running              // stands for election
)

// particles join the words of a name.
var particles = lists.List("particles")

// readParticle returns the token behind the particle at token i, its full stop
// included ("br. Sembiring"); i where none stands there or no name word follows.
func readParticle(t *prose.Text, i int) int {
	end := i + 1
	if t.Is(end, ".") && t.Glued(end) {
		end++
	}
	if !particles[t.Low(i)] || !continuesName(t, end) && readParticle(t, end) == end {
		return i
	}
	return end
}

// isJoined reports whether the word at token i joins an article to a name, the
// first letter small: "al-Idrus".
func isJoined(t *prose.Text, i int) bool {
	w := t.At(i)
	at := strings.IndexByte(w, '-')
	return at > 0 && at <= 3 && at+1 < len(w) && w[at+1] >= 'A' && w[at+1] <= 'Z' && particles[w[:at]]
}

// isNameWord reports whether token i can be a word of a name.
func isNameWord(t *prose.Text, i int) bool {
	return continuesName(t, i) && !isOrdinaryWord(t, i)
}

// continuesName reports whether token i can be a word of a name behind another:
// there a capital tells more than that the word is an ordinary one.
func continuesName(t *prose.Text, i int) bool {
	if !t.Upper(i) {
		return false
	}
	low := t.Low(i)
	if strings.HasPrefix(low, "f-") {
		return false // "F-Golkar"
	}
	if notNames[low] && !(givenMonths[low] && t.Upper(i+1) && !notNames[t.Low(i+1)] && t.Kind(i-1) != prose.Number) || isDegree(t, i) && !areInitials(t, i) {
		return false
	}
	if t.Titled || t.Shouting {
		if persons[low] || isTitledVerb(low) || titledBreaks[low] {
			return false
		}
	}
	if len(low) > 1 && isOrdinal(t, i) || isPair(t, i) {
		return false
	}
	if v, ok := prose.Saying(low); ok && (v.Form != prose.Bare || !v.Weak && low != "puji" || t.Glued(i) || i > 0 && t.Kind(i-1) == prose.Mark) {
		return false
	}
	return true
}

// isOrdinaryWord reports whether the capitalised word at token i is an ordinary
// word that names do not hold. At the head of a sentence, where every word has a
// capital, less is enough to tell.
func isOrdinaryWord(t *prose.Text, i int) bool {
	low := t.Low(i)
	word := names.Look(low)
	weight := word.Weight(names.First)
	head := beginsSentence(t, i)
	switch {
	case low == "anak" && t.Is(i+1, "agung") && t.Upper(i+1):
		return false
	case (word.News() < rareNews || !head && weight > rareOpening) && isBase(low) && t.Upper(i+1) && names.Known(t.Low(i+1)):
		return false // "Laras Setyawati"
	case !head && !t.Titled && !t.Shouting && isBase(low) && t.Upper(i+1) && !names.Ordinary(t.Low(i+1)) && !isInstituteWord(t.Low(i+1)) && !isInstituteWord(low):
		return false // "Trio Widagdo": nothing but a name is typed so inside a sentence
	case !head && !t.Titled && !t.Shouting && i > 0 && isBase(low) && t.Upper(i+1) && names.Known(t.Low(i+1)) && !isInstituteWord(low) &&
		(isComplete(t, i-1) || t.Is(i-1, ",") && isComplete(t, i-2)):
		return false // "Ketua DPR RI Puan Maharani": the news holds the words of well-known names
	case word.Never():
		return true
	}
	return head && (word.News() > 0 && weight < lightOpening || hasClitic(low) && !word.Known())
}

// isBase reports whether a lower-case word shows no affix: it may be a name too.
func isBase(low string) bool { return !hasClitic(low) && !isVerb(low) }

// hasClitic reports whether a lower-case word ends as pronouns and particles
// that lean on a word do: "dialah", "menariknya", "apakah".
func hasClitic(low string) bool {
	return len(low) > 5 && (strings.HasSuffix(low, "nya") || strings.HasSuffix(low, "lah") || strings.HasSuffix(low, "kah"))
}

// Weights of the word that opens a name: below lightOpening the first word of a
// sentence opens none, above rareOpening a word does where a word of names
// follows it.
const (
	lightOpening = -1.5
	rareOpening  = -3.7
	rareNews     = 60 // below so many times in the news an ordinary word may open a name
)

// beginsSentence reports whether token i is the first word of a sentence or of
// what stands between quotation marks.
func beginsSentence(t *prose.Text, i int) bool {
	return i == 0 || t.Kind(i-1) == prose.Mark || t.SentenceOf(i-1) != t.SentenceOf(i)
}

// givenMonths are months that are given names too where another word follows.
var givenMonths = lists.List("given months")

// areInitials reports whether dotted single letters at token i that could be a
// degree are initials: a word of a name follows them without a comma, "M.S. Bagus".
func areInitials(t *prose.Text, i int) bool {
	letters := 0
	for letters < 4 && t.Upper(i) && t.Tokens[i].End-t.Tokens[i].Start == 1 && t.Is(i+1, ".") && t.Glued(i+1) && (letters == 0 || t.Glued(i)) {
		letters++
		i += 2
	}
	return letters > 1 && t.Upper(i) && !t.Glued(i) && t.Tokens[i].End-t.Tokens[i].Start > 2 && !notNames[t.Low(i)] && honorifics[t.Low(i)] == 0 &&
		!isDegree(t, i) && names.Weight(t.Low(i), names.Middle) > -2
}

// isPair reports whether the word at token i joins the names of two people, as
// those of candidates are: "Widodo-Ma'ruf Amin". At the end of a name it is a double
// surname: "Angelique Wowor-Rumagit".
func isPair(t *prose.Text, i int) bool {
	w := t.At(i)
	at := strings.IndexByte(w, '-')
	if at > 0 && t.Upper(i-1) && !t.Upper(i+1) && names.Weight(t.Low(i-1), names.Middle) > 0 {
		return false
	}
	return at > 3 && at+4 < len(w) && w[at+1] >= 'A' && w[at+1] <= 'Z' && !strings.EqualFold(w[:at], w[at+1:])
}

// calledGuru reports whether "Guru" at token i is a form of address, as that of
// a religious teacher: one word of a name follows.
func calledGuru(t *prose.Text, i int) bool {
	return t.Is(i, "guru") && t.Upper(i) && isNameWord(t, i+1) && !isNameWord(t, i+2)
}

// isTitledVerb guesses whether a capitalised word of a text in Title Case is a
// verb or another word that ends a name there.
func isTitledVerb(low string) bool {
	if _, ok := prose.Saying(low); ok || titledStops[low] {
		return true
	}
	switch {
	case len(low) < 6:
		return false
	case strings.HasPrefix(low, "mem"), strings.HasPrefix(low, "meng"), strings.HasPrefix(low, "meny"):
		return true
	case strings.HasPrefix(low, "men"):
		return len(low) > 7 || strings.HasSuffix(low, "kan")
	}
	return strings.HasPrefix(low, "di") && (strings.HasSuffix(low, "kan") || strings.HasSuffix(low, "i") && len(low) > 6 || names.Ordinary(low)) && !names.Known(low)
}

// titledStops end a name in a text in Title Case.
var titledStops = map[string]bool{
	"hari": true, "lalu": true, "sambil": true, "seraya": true, "langsung": true, "berharap": true, "berpesan": true,
	"bertempat": true, "berlangsung": true, "bertindak": true, "berada": true, "berkunjung": true, "berasal": true, "terkait": true, "termasuk": true,
	"didampingi": true, "dihadiri": true, "diikuti": true, "diwakili": true, "ditemani": true, "menutup": true, "menuju": true, "baik": true,
	"dimana": true, "kemarin": true, "memang": true, "sempat": true, "ketiganya": true, "masing-masing": true, "yakni": true, "yaitu": true,
}

// isVerb guesses from its affixes whether a lower-case word is a verb.
func isVerb(low string) bool {
	if len(low) < 5 {
		return false
	}
	switch low[:2] {
	case "me", "be":
		return low[:3] != "bes" && low[:3] != "bea"
	case "di":
		return low != "dinas" && low != "dirinya"
	}
	return false
}

// readName reads a name at token i: honorifics, words, degrees.
func readName(t *prose.Text, i int) (name, bool) {
	n := name{from: i, person: -1}
	i = n.honor(t, i)
	n.first = i
	for len(n.words) <= maxNameWords {
		low := t.Low(i)
		if end := readParticle(t, i); len(n.words) > 0 && end > i {
			n.words = append(n.words, low)
			i = end
			continue
		}
		if len(n.words) > 0 && isJoined(t, i) {
			n.words = append(n.words, low)
			i++
			continue
		}
		if len(n.words) > 0 && honorifics[low] == rank || !continuesName(t, i) {
			break
		}
		if (len(n.words) == 0 || (t.Titled || t.Shouting) && !isApposed(t, n.first, i)) && isOrdinaryWord(t, i) {
			break
		}
		if len(n.words) > 1 && startsPost(t, i) && !names.Known(low) {
			break // "Iptu Marten Lumempouw Sangadi Desa X"
		}
		if len(n.words) > 0 && endsPart(t, i) || len(n.words) > 1 && beginsAnother(t, i) {
			break
		}
		n.words = append(n.words, low)
		i++
		if end := n.nickname(t, i); end > i {
			i = end
			continue
		}
		// "Muh.", "M.", "Dg.": a stop inside the name.
		if t.Is(i, ".") && t.Glued(i) && len(low) <= 4 && continuesName(t, i+1) && (isNameWord(t, i+1) || len(low) == 1 && t.SentenceOf(i+1) == t.SentenceOf(i)) && (len(low) <= 2 || shortGiven[low] || !strings.ContainsAny(low, "aiueo")) && (!t.Glued(i+1) || len(low) == 1) {
			i++
		}
	}
	if last := len(n.words) - 1; last > 0 && len(n.words[last]) == 1 && t.Is(i, ".") && t.Glued(i) {
		i++ // "I Putu Deasy N."
	}
	if isInstitution(t, n.first, i) {
		n.last, n.to = i, i
		return n, false
	}
	n.last = i
	if len(n.words) == 0 || len(n.words) > maxNameWords {
		n.to = i
		return n, false
	}
	if len(n.words) == 1 && honorifics[n.words[0]] != 0 {
		return n, false // "Panti Asuhan Kasih Ibu"
	}
	n.to = n.degrees(t, i)
	if end := skipAge(t, n.to); end > n.to {
		n.to, n.aged = end, true
	}
	return n, true
}

// isApposed reports whether commas stand before and behind the run of a name that
// begins at token first and continues at token i: in a text in Title Case, too, its words
// are those of a name: "Ketua Majelis, Rahmat Selang Latuconsina, …".
func isApposed(t *prose.Text, first, i int) bool {
	if first == 0 || !t.Is(first-1, ",") {
		return false
	}
	for end := i; end < first+4; end++ {
		if !continuesName(t, end) {
			return false
		}
		if t.Is(end+1, ",") {
			return true
		}
	}
	return false
}

// beginsAnother reports whether the next name of a list without commas begins at token
// i: with a form of address that stands only before names, or with an article of birth
// and the word that follows it: "… Tahang Hj. Besse …", "… WIDIANA NI LUH PUTU …".
func beginsAnother(t *prose.Text, i int) bool {
	switch t.Low(i) {
	case "hj", "ny", "drs", "dra", "ir":
		return t.Is(i+1, ".") && isNameWord(t, i+2) && isNameWord(t, i+3)
	case "i", "ni":
		return births[t.Low(i+1)] && t.Upper(i+2)
	case "anak", "cokorda":
		return t.Is(i+1, "agung") && t.Upper(i+2)
	case "ida":
		return (t.Is(i+1, "bagus") || t.Is(i+1, "ayu")) && t.Upper(i+2)
	}
	return false
}

// births are words of birth and caste behind "I" and "Ni".
var births = lists.List("births")

// readOrdinary reads one ordinary word with a capital that stands where a speaker is
// named: "Sepi menjelaskan …", "Menutup kegiatan, Sepi mengajak …", "ujar Sepi". Only a
// person whom the text names in full elsewhere is meant by it.
func readOrdinary(t *prose.Text, i int) (name, bool) {
	if t.Upper(i+1) || t.Titled || t.Shouting || !isSubjectWord(t, i) && !isSpeakerWord(t, i) {
		return name{}, false
	}
	if !continuesName(t, i) || startsPost(t, i) || bodyStarts(t, i) {
		return name{}, false
	}
	return name{from: i, first: i, last: i + 1, to: i + 1, words: []string{t.Low(i)}, ordinary: true, person: -1}, true
}

// isSubjectWord reports whether the word with a capital at token i is the subject of a verb of
// saying, "Sepi menjelaskan …", or inside a sentence, where the capital tells more, of any act:
// "Usai rapat, Sepi meninjau gudang".
func isSubjectWord(t *prose.Text, i int) bool {
	verb := verbAt(t, i+1)
	if verb == 0 || t.Upper(i-1) && !connectors[t.Low(i-1)] {
		return false
	}
	v, saying := prose.Saying(t.Low(verb))
	saying = saying && v.Form == prose.Active
	return beginsSentence(t, i) && saying || !beginsSentence(t, i) && (beginsAsSubject(t, i) || saying && t.Is(i-1, ","))
}

// isSpeakerWord reports whether a word that only a person follows stands before token i:
// "ujar", "menurut", "oleh".
func isSpeakerWord(t *prose.Text, i int) bool {
	if t.Upper(i-1) && !beginsSentence(t, i-1) {
		return false
	}
	v, saying := prose.Saying(t.Low(i - 1))
	return saying && (v.Form == prose.Bare || v.Form == prose.Passive) || t.Is(i-1, "menurut") || t.Is(i-1, "oleh")
}

// nickname skips a nickname between marks that stands inside a name at token i,
// "Wisnu 'Inu' Hartawan", and the opening apostrophe of a word of the name,
// "Nurul 'Aini". It returns the token behind, i where neither stands there.
func (n *name) nickname(t *prose.Text, i int) int {
	if !isQuoteSign(t, i) || t.Glued(i) || !t.Glued(i+1) || !t.Upper(i+1) {
		return i
	}
	if isQuoteSign(t, i+2) && t.Glued(i+2) {
		if n.nick > 0 || !continuesName(t, i+3) || t.Glued(i+3) {
			return i
		}
		n.nick, n.nickEnd = i+1, i+3
		return i + 3
	}
	if t.Kind(i) == prose.Punct && continuesName(t, i+1) {
		return i + 1
	}
	return i
}

// isQuoteSign reports whether token i is a quotation mark or an apostrophe.
func isQuoteSign(t *prose.Text, i int) bool {
	if t.Kind(i) == prose.Mark {
		return true
	}
	switch t.Low(i) {
	case "'", "’", "‘", "`":
		return true
	}
	return false
}

// isInstitution reports whether the run of tokens i to end is no person's name for
// an acronym in it that is no word of names: "BPH Migas", "MK".
func isInstitution(t *prose.Text, i, end int) bool {
	if t.Shouting {
		return false
	}
	acronym, plain := false, false
	for k := i; k < end; k++ {
		tok := t.Tokens[k]
		n := tok.End - tok.Start
		switch {
		case tok.Kind != prose.Word || n < 2:
		case tok.Caps && n > 2 && n < 7 && !names.Known(t.Low(k)):
			acronym = true
		case !tok.Caps:
			plain = true
		}
	}
	return acronym && (plain || end-i == 1)
}

// readSmallName reads a name that is typed in small letters before "selaku" and a
// post: words of names all of them, none of them ordinary.
func readSmallName(t *prose.Text, i int) (name, bool) {
	n := name{from: i, first: i, person: -1}
	end := i
	for end < i+4 && t.Kind(end) == prose.Word && !t.Upper(end) && names.Known(t.Low(end)) && names.Weight(t.Low(end), names.First) > 0 {
		n.words = append(n.words, t.Low(end))
		end++
	}
	if end == i || !t.Is(end, "selaku") || !startsPost(t, end+1) || names.Sum(n.words) < float64(len(n.words)) {
		return n, false
	}
	n.last, n.to = end, end
	return n, true
}

// endsPart reports whether a new sentence or an unrelated word begins at i.
func endsPart(t *prose.Text, i int) bool {
	return t.Is(i-1, ".") && t.SentenceOf(i) != t.SentenceOf(i-1)
}

// shortGiven are given names that are written short with a stop.
var shortGiven = lists.List("short given")

// honor skips the honorifics and ranks at token i and notes them.
func (n *name) honor(t *prose.Text, i int) int {
	for {
		if end := dottedHonorific(t, i); end > i && isNameWord(t, end) {
			n.addressed = true
			n.honorifics = append(n.honorifics, t.Cut(i, end))
			i = end
			continue
		}
		low := t.Low(i)
		h := honorifics[low]
		if calledGuru(t, i) {
			h = address
		}
		switch {
		case h == 0 || h == afterRank && !n.ranked:
			return i
		case !t.Upper(i) && h != address && low != "dr":
			return i
		case low == "h" && !(t.Is(i+1, ".") || t.Upper(i+1)):
			return i
		case h == address && !t.Upper(i) && !t.Upper(i+1):
			return i
		case ambiguousAddresses[low] && !t.Upper(i+1):
			return i
		}
		end := i + 1
		if t.Is(end, ".") && t.Glued(end) {
			end++
		}
		end = skipRankBracket(t, end)
		next := t.Low(end)
		if !isNameWord(t, end) && honorifics[next] == 0 {
			return i
		}
		n.addressed = true
		n.ranked = n.ranked || h == rank
		if h != address {
			n.honorifics = append(n.honorifics, strings.TrimSpace(t.Cut(i, end)))
		}
		i = end
	}
}

// skipRankBracket skips what stands in brackets behind a rank at token i: "Mayjen
// TNI (Purn.)", "Mayor Laut (P)".
func skipRankBracket(t *prose.Text, i int) int {
	if !t.Is(i, "(") || !t.Is(i+1, "purn") && len(t.Low(i+1)) > 2 {
		return i
	}
	end := i + 2
	if t.Is(end, ".") {
		end++
	}
	if !t.Is(end, ")") {
		return i
	}
	return end + 1
}

// dottedHonorific skips a title of single letters at token i, "K.H." or
// "T.G.H.".
func dottedHonorific(t *prose.Text, i int) int {
	var buf [4]byte
	n, end := 0, i
	for ; n < len(buf) && t.Upper(end) && t.Tokens[end].End-t.Tokens[end].Start == 1 && t.Is(end+1, ".") && t.Glued(end+1); end += 2 {
		if n > 0 && !t.Glued(end) {
			break
		}
		buf[n] = t.Low(end)[0]
		n++
		switch string(buf[:n]) {
		case "kh", "tgh", "hj", "dr":
			return end + 2
		}
	}
	return i
}

// ambiguousAddresses are forms of address that are words too.
var ambiguousAddresses = lists.List("ambiguous addresses")

// isDegree reports whether a degree begins at token i: "S.H.", "SE", "M.Si".
func isDegree(t *prose.Text, i int) bool {
	return degreeEnd(t, i) > i
}

// degreeEnd returns the token behind one degree at token i, dots as they come; i
// where none stands there.
func degreeEnd(t *prose.Text, i int) int {
	if t.Kind(i) != prose.Word || !t.Upper(i) {
		return i
	}
	if tok := t.Tokens[i]; tok.End-tok.Start > 6 {
		return i
	}
	var buf [16]byte
	letters := append(buf[:0], t.Low(i)...)
	end, dots := i+1, 0
	best := i
	plain := t.Tokens[i].Caps || t.Low(i) == "ba" || isRunDegree(t.At(i))
	if degrees[string(letters)] && (plain || t.Is(i+1, ".") && t.Glued(i+1) && len(letters) > 1) {
		best = end
	}
	for t.Is(end, ".") && t.Glued(end) && len(letters) < 12 {
		dots++
		if best == end {
			best = end + 1
		}
		if t.Kind(end+1) != prose.Word || !t.Glued(end+1) || t.Tokens[end+1].End-t.Tokens[end+1].Start > 5 {
			break
		}
		letters = append(letters, t.Low(end+1)...)
		end += 2
		if degrees[string(letters)] {
			best = end
			if t.Is(end, ".") && t.Glued(end) && !(t.Kind(end+1) == prose.Word && t.Glued(end+1)) {
				best = end + 1
			}
		}
	}
	if best == i {
		return i
	}
	for t.Is(best-1, ".") && t.Glued(best) && t.Upper(best) && t.Tokens[best].End-t.Tokens[best].Start <= 2 { // "S.Pd.H"
		best++
		if t.Is(best, ".") && t.Glued(best) {
			best++
		}
	}
	return best
}

// unknownDegree returns the token behind dotted parts at token i that are shaped
// as a degree which the list lacks, behind a comma: "S.Pd.H", "M.I.Pol".
func unknownDegree(t *prose.Text, i int) int {
	if !t.Is(i-1, ",") || !t.Upper(i) || t.Tokens[i].End-t.Tokens[i].Start != 1 || !strings.Contains("smabd", t.Low(i)) {
		return i
	}
	end, parts := i+1, 1
	for parts < 4 && t.Is(end, ".") && t.Glued(end) && t.Upper(end+1) && t.Glued(end+1) && t.Tokens[end+1].End-t.Tokens[end+1].Start <= 4 {
		end += 2
		parts++
	}
	if parts < 2 {
		return i
	}
	if t.Is(end, ".") && t.Glued(end) {
		end++
	}
	return end
}

// isRunDegree reports whether a word is shaped as a degree typed without its
// stops: "SPd", "MSi", "SSos".
func isRunDegree(w string) bool {
	return len(w) >= 4 && strings.HasPrefix(w, "Sp") && w[2] >= 'A' && w[2] <= 'Z' || len(w) >= 3 && strings.IndexByte("SMAD", w[0]) >= 0 && w[1] >= 'A' && w[1] <= 'Z' && w[len(w)-1] >= 'a'
}

// degrees skips the degrees after the name that ends at token i.
func (n *name) degrees(t *prose.Text, i int) int {
	for {
		at := i
		if t.Is(at, ".") && t.Glued(at) && at > n.last {
			at++ // "M.Pd.."
		}
		if t.Is(at, ",") {
			at++
		}
		end := degreeEnd(t, at)
		if end == at {
			end = unknownDegree(t, at)
		}
		if end == at || areInitials(t, at) {
			return i
		}
		n.honorifics = append(n.honorifics, t.Cut(at, end))
		i = end
	}
}

// folded returns the words of n, each folded.
func (n *name) folded() []string {
	words := make([]string, len(n.words))
	for i, w := range n.words {
		words[i] = foldSpelling(w)
	}
	return words
}

// skipAge skips an age in brackets: "(47)", "(47 tahun)".
func skipAge(t *prose.Text, i int) int {
	if !t.Is(i, "(") || t.Kind(i+1) != prose.Number {
		return i
	}
	end := i + 2
	if t.Is(end, "tahun") || t.Is(end, "th") {
		end++
	}
	if !t.Is(end, ")") {
		return i
	}
	return end + 1
}

// foldSpelling brings the spellings of a name word together: apostrophes off, "oe" and
// "dj" in the new spelling, doubled letters single, "y" as "i", no "h" behind the
// stops t, d, k, g and b.
func foldSpelling(word string) string {
	plain := true
	for i := range len(word) {
		c := word[i]
		if c < 'a' || c > 'z' || c == 'y' || c == 'o' && i+1 < len(word) && word[i+1] == 'e' ||
			c == 'd' && i+1 < len(word) && word[i+1] == 'j' || c == 'h' && i > 0 || i > 0 && word[i-1] == c {
			plain = false
			break
		}
	}
	if plain {
		return word
	}
	b := make([]byte, 0, len(word))
	for i := 0; i < len(word); i++ {
		c := word[i]
		switch {
		case c == '\'' || c == '`':
			continue
		case c >= 0x80 && (strings.HasPrefix(word[i:], "’") || strings.HasPrefix(word[i:], "‘")):
			i += len("’") - 1
			continue
		case c == 'y':
			c = 'i'
		case c == 'o' && i+1 < len(word) && word[i+1] == 'e':
			c = 'u'
			i++
		case c == 'd' && i+1 < len(word) && word[i+1] == 'j':
			continue
		case c == 'h' && i > 0 && strings.IndexByte("tdkgb", word[i-1]) >= 0 && i+1 < len(word):
			continue
		}
		if len(b) > 0 && b[len(b)-1] == c && c < 0x80 {
			continue
		}
		b = append(b, c)
	}
	return string(b)
}

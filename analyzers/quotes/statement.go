package quotes

import (
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/calendar"
	"warta/analyzers/indonesian"
	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// isFinite reports whether the verb of saying at token k is the verb of its
// sentence: the first one, not bound to another by "untuk" and the like.
func (r *reader) isFinite(u *unit, k int) bool {
	t := u.text
	low := r.boundary(u, k)
	if k == low || r.current.known && r.current.token >= low && &r.units[r.current.unit] == u {
		return false
	}
	switch t.Low(k - 1) {
	case "untuk", "dengan", "sambil", "seraya", "dan", "serta", "sekaligus", "yang", "dapat", "ingin", "mau", "bisa", "akan", "harus", "wajib", "diminta", "tidak", "guna", "agar",
		"dalam", "atau", "tanpa", "saat", "ketika", "setelah", "usai", ",":
		return false
	}
	for j := low; j < k; j++ {
		switch t.Low(j) {
		case "bahwa", "agar", "untuk", "kami", "kita", "saya", "aku":
			return false
		case "yang":
			if k-j <= 2 {
				return false
			}
		}
	}
	return true
}

// report adds the statement of tokens from to end, mixed where a piece of it is
// quoted.
func (r *reader) report(i, from, end int, who speaker, cue, because string, sure float64) {
	u := &r.units[i]
	kind := article.Indirect
	for k := from; k < end; k++ {
		s := u.in(k)
		if s == nil {
			continue
		}
		if s.end <= end && s.to-s.from >= 3 && !r.isTheme(u, s) {
			kind = article.Mixed
		}
		s.used = true
		k = s.end
	}
	if kind == article.Mixed {
		sure = min(sure, sureMixed)
		because += ", with a quoted piece (mixed)"
	}
	if who.person < 0 {
		because = "N-27: only a post is named; " + because
	}
	r.say(found{kind: kind, unit: i, parts: []part{{i, from, end}}, who: who, cue: cue, because: because, sure: sure})
}

// hasPiece reports whether a piece of the statement is quoted: three words or
// more that are no theme.
func (r *reader) hasPiece(u *unit, from, end int) bool {
	for k := from + 1; k < end; k++ {
		if s := u.in(k); s != nil {
			return s.end <= end && s.to-s.from >= 3 && !r.isTheme(u, s) && !u.text.Is(s.start-1, ":") && !u.text.Is(s.start-1, ",")
		}
	}
	return false
}

// isTheme reports whether the words before s make it a theme or a name.
func (r *reader) isTheme(u *unit, s *span) bool {
	t := u.text
	for k, n := s.start-1, 0; k >= 0 && n < 3; k, n = k-1, n+1 {
		switch t.Low(k) { // "menyebut buku itu “catatan yang hilang”": what the speaker calls it
		case "itu", "ini", "tersebut", "sebagai", "bagaikan", "ibarat", "layaknya":
			if !t.Upper(s.from) && !t.Is(k-1, "dikenal") && !t.Is(k-1, "dijuluki") {
				return false
			}
		}
		if notQuotes[t.Low(k)] && !t.Is(k, "disebut") {
			return true
		}
	}
	return false
}

// contentStart skips what stands between a verb of saying and the statement: a
// comma, "bahwa", "pula", and a phrase before "bahwa": "pada poin kedua, bahwa".
func (r *reader) contentStart(u *unit, k int) int {
	t := u.text
	if that := r.thatBehind(u, k); that > 0 {
		return that + 1
	}
	for range 3 {
		switch t.Low(k) {
		case ",", ":", ";", "bahwa", "bahwasanya", "bahwasannya", "pula", "juga", "lagi", "kembali":
			k++
		}
	}
	return k
}

// thatBehind returns the "bahwa" behind a phrase of place, time or addressee at
// token k: "kepada peserta bahwa", "pada poin kedua, bahwa". It is 0 where there
// is none.
func (r *reader) thatBehind(u *unit, k int) int {
	t := u.text
	if !phrases[t.Low(k)] {
		return 0
	}
	for j := k + 1; j < k+12; j++ {
		switch t.Low(j) {
		case "bahwa", "bahwasanya", "bahwasannya":
			return j
		case ".", ";":
			return 0
		}
		if v, ok := prose.Saying(t.Low(j)); ok && v.Form == prose.Active || u.in(j) != nil {
			return 0
		}
	}
	return 0
}

// phrases begin what may stand between a verb of saying and "bahwa".
var phrases = map[string]bool{
	"pada": true, "kepada": true, "dalam": true, "di": true, "saat": true, "ketika": true, "dengan": true, "secara": true, "lebih": true, "terkait": true,
	"melalui": true, "dari": true, "untuk": true, "sebagai": true,
}

// contentEnd returns the token behind the statement that begins at from: its
// sentence ends there, or a second verb of saying begins.
func (r *reader) contentEnd(u *unit, from int) int {
	t := u.text
	if from >= len(t.Tokens) {
		return from
	}
	end := min(t.Sentences[t.SentenceOf(from)].End, from+maxClause)
	for k := from; k < end; k++ {
		if s := u.in(k); s != nil {
			if s.start == k && k > from && t.Is(k-1, ".") || r.lookRightVerb(u, s.end) {
				end = k
				break
			}
			k = s.end - 1
			if s.end > end {
				end = min(s.end, len(t.Tokens))
			}
			continue
		}
		if t.Is(k, ",") && k > from+1 && r.endsToldAgain(u, k+1) { // "mengatakan gudang siap, ujarnya"
			end = k
			break
		}
		if (k > from+2 || k > from+1 && t.Is(k, ",")) && r.anotherBegins(u, k, end) {
			end = k
		}
	}
	end = cutDate(t, from, end)
	for end > from && (t.Is(end-1, ".") || t.Is(end-1, "!") || t.Is(end-1, "?") || t.Is(end-1, ",") || t.Is(end-1, ";")) {
		end--
	}
	return end
}

// endsToldAgain reports whether the sentence ends with the verb of saying at token k, which
// says once more that another reports: "ujarnya", "katanya lagi".
func (r *reader) endsToldAgain(u *unit, k int) bool {
	t := u.text
	v, ok := prose.Saying(t.Low(k))
	if !ok || v.Form != prose.Possessive {
		return false
	}
	for k++; t.Is(k, "lagi") || t.Is(k, "pula"); k++ {
	}
	return endsSentence(t, k)
}

// anotherBegins reports whether the conjunction at token k begins another
// statement: of the same subject ("dan menegaskan bahwa …"), or of one that
// stands behind it ("namun ia meminta …", "sedangkan Rina menyarankan …").
func (r *reader) anotherBegins(u *unit, k, end int) bool {
	t := u.text
	switch t.Low(k) {
	case "dan", "serta", "sambil", "seraya", "sembari", "lalu", "kemudian":
	case "namun", "tetapi", "tapi", "sedangkan", "sementara":
	case ",": // "menjelaskan …, mengingatkan agar …, dan meminta …"
		if f := u.refAt(k + 1); f != nil && f.Official >= 0 && !f.Group { // "yang mengklaim …, Doli mengatakan …"
			v, ok := prose.Saying(t.Low(f.to))
			return ok && v.Form == prose.Active && f.to < end
		}
		if v, ok := prose.Saying(t.Low(k + 1)); !ok || v.Form != prose.Active || closesApposition(t, k) {
			return false
		}
	case "meski", "meskipun", "walau", "walaupun", "kendati", "karena": // "meski begitu ia berharap"
		if !t.Is(k+1, "begitu") && !t.Is(k+1, "demikian") && !t.Is(k+1, "itu") {
			return false
		}
	default:
		return false
	}
	j := k + 1
	for n := 0; n < 2 && (t.Is(j, "itu") || t.Is(j, "begitu") || t.Is(j, "demikian")); n++ {
		j++
	}
	if t.Is(j, ",") {
		j++
	}
	same := true
	switch t.Low(j) {
	case "ia", "dia", "beliau":
		j, same = j+1, false
	default:
		if f := u.refAt(j); f != nil && !f.Group {
			j, same = f.to, false
			if t.Is(j, ",") {
				j++
			}
		}
	}
	for n := 0; n < 3 && prose.IsAdverb(t.Low(j)); n++ {
		j++
	}
	v, ok := prose.Saying(t.Low(j))
	if !ok || v.Form != prose.Active {
		return false
	}
	next := r.contentStart(u, j+1)
	if next >= end || !r.isStatement(u, j, next, end, v) {
		return false
	}
	if same {
		r.joined = joint{unit: u.paragraph, at: k}
	}
	return true
}

// closesApposition reports whether the comma at token k closes an apposition inside the
// statement, which interrupts its subject: "pelaku, yang ditangkap semalam, mengaku …".
func closesApposition(t *prose.Text, k int) bool {
	for j := k - 1; j > k-16 && j > 0; j-- {
		if v, ok := prose.Saying(t.Low(j)); ok && v.Form == prose.Active {
			return false
		}
		if t.Is(j, ",") {
			return apposes[t.Low(j+1)] || t.Upper(j+1)
		}
	}
	return false
}

// apposes are words with which an apposition begins.
var apposes = map[string]bool{
	"yang": true, "dalam": true, "melalui": true, "termasuk": true, "terutama": true, "warga": true, "kata": true, "berinisial": true, "lewat": true,
	"seorang": true, "salah": true, "selaku": true, "sebagai": true, "pada": true, "di": true, "asal": true, "usai": true, "setelah": true,
}

// cutDate cuts the day of the report off the end of a statement: ", Kamis
// (15/2)".
func cutDate(t *prose.Text, from, end int) int {
	for end > from && t.Is(end-1, ".") {
		end--
	}
	for k := max(from, end-7); k+1 < end; k++ {
		if t.Is(k, ",") && isWeekday(t.Low(k+1)) {
			return k
		}
	}
	return end
}

func isWeekday(low string) bool {
	_, ok := calendar.Weekday(low)
	return ok
}

// isStatement distinguishes a statement from a subject matter: a clause, "agar" and
// the like, "pentingnya" (the conventions of the gold articles). verb is the
// token of the verb of saying v.
func (r *reader) isStatement(u *unit, verb, from, end int, v prose.Verb) bool {
	t := u.text
	if end-from < 2 || v.Root == "apresiasi" || v.Root == "ucap" {
		return false
	}
	for k := verb + 1; k < from; k++ {
		if strings.HasPrefix(t.Low(k), "bahwa") {
			return true
		}
	}
	first := t.Low(from)
	if v.Root == "tanya" && asked[first] {
		return false // "bertanya soal undangan": a subject matter
	}
	if v.Root == "tanya" && questions[strings.TrimSuffix(first, "kah")] {
		return true
	}
	if first == "dari" && t.Kind(from+1) == prose.Number {
		return true // "merinci dari 214 nama, 19 …"
	}
	comma := t.Is(verb+1, ",") && end-from >= 4 // V-11: "mengatakan, …"
	if comma && v.Topical {
		comma = hasPredicate(t, from, end, false, false)
	}
	switch first {
	case "agar", "supaya", "semoga", "pentingnya", "perlunya", "jika", "apabila", "kalau":
		return true
	case "untuk":
		return v.Asks || comma || intends[v.Root] || clausal[v.Root] && hasPredicate(t, from+1, end, false, false)
	case "kepada":
		return asksOf(t, from, end, v.Asks || intends[v.Root])
	}
	if v.Object {
		return first == "bila" || t.Kind(verb+1) == prose.Word && isObjectClause(t, from, end)
	}
	if isWish(t, from) {
		return true
	}
	if counts[first] && points[t.Low(from+1)] {
		return false // "beberapa poin penting"
	}
	if moods[v.Root] && aims[first] {
		return false // "khawatir soal anjing galak"
	}
	if wishesOnly[v.Root] {
		return false // "menitipkan barang"
	}
	if topics[first] || v.Topical && strings.HasSuffix(first, "nya") && !pronouns[first] && !predicates[t.Low(from+1)] {
		return false
	}
	if v.Form == prose.Active && (adjectives[first] || opensClause[first] && !v.Topical) {
		return true
	}
	if v.Root == "aku" {
		return !admitted[first]
	}
	if isVerb(first) && !v.Asks && t.Kind(from-1) != prose.Punct && !t.Is(from+1, "itu") {
		return intendsTo[v.Root]
	}
	if clausal[v.Root] {
		switch first {
		case "hal", "itu", "demikian":
			return false
		case "keterangan":
			return hasPredicate(t, from, end, v.Asks, false)
		}
		return end-from >= 3 || hasPredicate(t, from, end, v.Asks, false)
	}
	if comma {
		return true
	}
	return v.Root == "sebut" && holds(t, from, end, "sebagai") || hasPredicate(t, from, end, v.Asks, v.Topical)
}

// questions are question words, "-kah" apart.
var questions = map[string]bool{"apa": true, "mengapa": true, "kenapa": true, "bagaimana": true, "siapa": true, "kapan": true, "mana": true, "berapa": true}

// asked begin what a question is about.
var asked = map[string]bool{"soal": true, "tentang": true, "mengenai": true, "seputar": true, "perihal": true, "ihwal": true, "terkait": true}

// asksOf reports whether the statement that begins with an addressee at token
// from says what the addressee should do: "kepada jajaran agar …". to allows
// "untuk" too.
func asksOf(t *prose.Text, from, end int, to bool) bool {
	for k := from + 1; k < min(end-1, from+14); k++ {
		switch t.Low(k) {
		case "agar", "supaya":
			return true
		case "untuk":
			return to
		}
	}
	return false
}

// counts stand before a noun for what is said: "beberapa poin", "tiga hal".
var counts = map[string]bool{"beberapa": true, "sejumlah": true, "berbagai": true, "dua": true, "tiga": true, "empat": true, "lima": true, "banyak": true, "satu": true}

// pronouns are subjects of a clause that end in "-nya" as nouns with an owner do.
var pronouns = lists.List("pronouns")

// intends are roots whose "untuk" introduces an intention: "menegaskan untuk
// terus menjaga".
var intends = map[string]bool{"tegas": true, "tekan": true, "ingat": true, "sampai": true, "komitmen": true, "janji": true, "tekad": true, "nyata": true, "pesan": true}

// intendsTo are roots behind which a verb alone says what the speaker means to do.
var intendsTo = map[string]bool{"nyata": true, "janji": true, "klaim": true, "optimis": true}

// wishesOnly are roots that report nothing but wishes: "menitip pesan agar …".
var wishesOnly = map[string]bool{"titip": true, "doa": true}

// moods are roots of what a person feels or believes; aims begin what that is about.
var (
	moods = map[string]bool{"khawatir": true, "percaya": true, "yakin": true, "optimis": true, "pesimis": true, "cemas": true, "risau": true, "syukur": true}
	aims  = map[string]bool{"soal": true, "tentang": true, "mengenai": true, "terhadap": true, "dengan": true, "pada": true, "kepada": true, "atas": true, "terkait": true, "diri": true}
)

// admitted are the objects of "mengakui" that hold no statement.
var admitted = map[string]bool{"hal": true, "itu": true, "kesalahan": true, "kesalahannya": true, "perbuatan": true, "perbuatannya": true, "keberadaan": true, "tersebut": true}

// opensClause are words that begin a clause and no subject matter.
var opensClause = map[string]bool{
	"terdapat": true, "ada": true, "masih": true, "perlu": true, "harus": true, "jangan": true, "tetap": true, "dapat": true, "bisa": true, "baru": true, "kekurangan": true,
	"sebanyak": true, "hanya": true, "bukan": true, "semua": true, "sedikitnya": true, "sejauh": true, "hingga": true, "selama": true, "sejak": true, "tak": true,
	"kalaupun": true, "meski": true, "meskipun": true, "walaupun": true, "karena": true, "ketika": true, "bila": true,
}

// isWish reports whether a wish and its clause begin at token
// from: "harapannya agar …".
func isWish(t *prose.Text, from int) bool {
	if !wishes[strings.TrimSuffix(t.Low(from), "nya")] {
		return false
	}
	for k := from + 1; k < from+4; k++ {
		switch t.Low(k) {
		case "agar", "supaya", "bahwa", "untuk":
			return true
		}
	}
	return false
}

// wishes are nouns for what a person conveys in the clause behind them: "harapannya
// agar …", "pesan agar …".
var wishes = map[string]bool{
	"harapan": true, "pesan": true, "imbauan": true, "ajakan": true, "permintaan": true, "komitmen": true, "keyakinan": true, "keinginan": true,
	"instruksi": true, "usulan": true, "saran": true, "permohonan": true, "kekhawatiran": true, "penegasan": true, "amanat": true, "doa": true,
}

// clausal are roots of verbs that report nothing but clauses.
var clausal = map[string]bool{
	"kata": true, "nyata": true, "harap": true, "pendapat": true, "nilai": true, "anggap": true, "pandang": true, "yakin": true, "kira": true, "duga": true, "khawatir": true, "prediksi": true,
	"alasan": true, "dalih": true, "klaim": true, "argumen": true, "argumentasi": true, "kilah": true, "kukuh": true, "pandangan": true, "keyakinan": true, "sadar": true,
	"dalil": true, "simpulan": true, "optimis": true, "pesimis": true, "cemas": true, "risau": true, "sangka": true, "syukur": true, "timpal": true, "percaya": true, "pungkir": true, "ibarat": true, "umpama": true,
}

// holds reports whether the word w stands between two tokens.
func holds(t *prose.Text, from, to int, w string) bool {
	for k := from; k < to; k++ {
		if t.Is(k, w) {
			return true
		}
	}
	return false
}

// hasPredicate reports whether tokens from to end hold a verb that is neither
// in a relative clause nor in a phrase of purpose. For verbs that ask, "untuk"
// and "agar" count as one; of topical verbs only what comes before a relative
// clause does.
func hasPredicate(t *prose.Text, from, end int, asks, topical bool) bool {
	relative, purpose := 0, 0
	for k := from; k < end && k < from+60; k++ {
		low := t.Low(k)
		switch low {
		case "yang":
			if topical && !countsLater(t, k, end) {
				return false
			}
			relative, purpose = 5, 0
			continue
		case "untuk", "agar", "supaya":
			if asks && k > from {
				return true
			}
			if purpose = 3; !isVerb(t.Low(k + 1)) {
				purpose = 2 // "untuk kedua TPS": a phrase, no purpose
			}
			continue
		case "guna", "dalam", "dengan", "cara", "tentang", "mengenai", "terkait", "seputar", "demi", "tanpa", "sebelum", "setelah", "usai", "saat", "ketika":
			purpose = 3
			continue
		case "karena", "sebab", "lantaran", "akibat":
			if topical {
				return false // the reason for the act: "menaksir kerugian karena gudang terbakar"
			}
		case "pentingnya", "perlunya":
			return true
		case "juga", "ialah": // "27 petugas juga korban": an equation without a verb
			if !topical && k > from && relative == 0 && purpose == 0 {
				return true
			}
			continue
		case "lebih", "kurang": // "jumlah penerima lebih dari empat puluh orang"
			if !topical && k > from+1 && relative == 0 && t.Is(k+1, "dari") {
				return true
			}
		case "itu", "ini", "tersebut":
			switch t.Low(k + 1) { // "langkah itu untuk …": an equation without a verb
			case "untuk", "demi", "bagian", "hasil", "sesuai", "wajar", "sebagai":
				return k > from
			case "karena", "akibat":
				return k > from && !topical
			}
		case ",":
			relative, purpose = 0, 0
			continue
		}
		if t.Kind(k) != prose.Word {
			continue
		}
		verb := (!t.Upper(k) || t.Titled) && isVerb(low)
		modal := predicates[low] && (low != "baru" || !t.Is(k+1, "yang")) // "gudang baru yang luas"
		if modal && strings.HasPrefix(low, "ter") {
			verb, modal = true, false // a verb, however it begins: "yang belum terdaftar bisa …"
		}
		if k == from && !modal {
			continue
		}
		switch {
		case !verb && !modal:
			relative, purpose = max(0, relative-1), max(0, purpose-1)
		case modal && relative < 5 && purpose < 3:
			return true // "di wilayah tanpa sinyal baru bisa …"
		case relative > 0:
			if verb || modal && !auxiliaries[low] {
				relative = 0 // the verb of the relative clause
			}
		case purpose > 0:
			if verb {
				purpose = 0
			}
		default:
			return true
		}
	}
	return false
}

// isObjectClause reports whether what begins at token from is a subject and its predicate, an
// auxiliary or a passive verb: "menolak tenda dipasang di jalan". "Menolak tenda yang dipasang" and
// "menolak tenda karena …" have an object alone.
func isObjectClause(t *prose.Text, from, end int) bool {
	for k := from; k < min(end, from+maxSubject); k++ {
		low := t.Low(k)
		if t.Kind(k) != prose.Word || endsObject[low] {
			return false
		}
		verb := !t.Upper(k) && isVerb(low)
		switch {
		case verb && low[:2] == "di":
			return k > from
		case auxiliaries[low] && !describes[low]:
			return k > from && k+1 < end
		case verb, k == from && predicates[low]: // "menolak datang"
			return false
		}
	}
	return false
}

// maxSubject bounds, in tokens, the subject of a clause behind a verb that takes an object.
const maxSubject = 8

// endsObject are words behind which no predicate of a subject before them stands; describes are
// auxiliaries that describe a noun as well: "pegawai tetap", "truk baru".
var (
	endsObject = clauses.List("behind objects")
	describes  = clauses.List("describing")
)

// countsLater reports whether a verb of counting follows token k in its clause:
// "surat suara yang rusak berjumlah 41 lembar".
func countsLater(t *prose.Text, k, end int) bool {
	for j := k + 1; j < min(end, k+14) && !t.Is(j, ","); j++ {
		if t.Is(j, "berjumlah") || t.Is(j, "berupa") || t.Is(j, "mencapai") || t.Is(j, "sebanyak") {
			return true
		}
	}
	return false
}

// isVerb guesses from its affixes and the lexicon whether a lower-case word is a verb.
func isVerb(low string) bool { return hasVerbAffix(low) && !isOtherWord(low) }

// isOtherWord reports whether a lower-case word only begins like a verb: it is a function word, a
// word for people ("tersangka"), a root of the lexicon with or without "-nya" ("berkas",
// "dirinya"), a superlative ("terbanyak"), or the noun of an event ("berlangsungnya").
func isOtherWord(low string) bool {
	if indonesian.Stop(low) || prepositions[low] || peopleWords[low] || isRoot(low) {
		return true
	}
	word, owned := strings.CutSuffix(low, "nya")
	if owned && indonesian.StemString(low) == indonesian.StemString(word) { // not "bertanya"
		return isRoot(word) || strings.HasPrefix(word, "ber") || strings.HasPrefix(word, "ter")
	}
	return isSuperlative(low)
}

// isRoot reports whether a lower-case word is a root of the lexicon.
func isRoot(low string) bool {
	return indonesian.StemString(low) == low && indonesian.IsOrdinary(low)
}

// isSuperlative reports whether a lower-case word is "ter-" and an adjective. An adjective has a
// verb with "memper-" ("memperbanyak") and no passive without it: "tertahan" is of "ditahan".
func isSuperlative(low string) bool {
	root, is := strings.CutPrefix(low, "ter")
	return is && !predicates[low] && indonesian.StemString(low) == root && indonesian.IsOrdinary("memper"+root) && !names.Ordinary("di"+root)
}

// hasVerbAffix reports whether a lower-case word has the prefix of a verb.
func hasVerbAffix(low string) bool {
	if len(low) < 5 {
		return false
	}
	switch {
	case low[:3] == "mem" || low[:3] == "men" || low[:3] == "mel" || low[:3] == "mer" || low[:3] == "mew" || low[:3] == "mey":
		return true
	case low[:3] == "ber":
		return !strings.HasSuffix(low, "an")
	case low[:2] == "di":
		return len(low) > 5
	case low[:3] == "ter":
		return len(low) > 6 && low[3] != 'h'
	}
	return false
}

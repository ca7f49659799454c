package web

import (
	"cmp"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/index/labels"
	"warta/index/search"
)

// A wording says whose words the text of a quote is. It decides how the text is shown and
// cited: only the words of a speaker stand between quotation marks.
type wording uint8

const (
	wordsSpoken   wording = iota // of the speaker, between marks in the source
	wordsMixed                   // of the writer, with words of the speaker between marks of its own
	wordsUnmarked                // of the speaker, without marks in the source; both ends are sure
	wordsLoose                   // the same with ends that are not sure: the writer's may be among them
	wordsReported                // of the writer, who reports what was said
	wordsHeadline                // of the editor: a title
)

func wordingOf(q article.Quote) wording {
	switch q.Kind {
	case article.TitleQuote:
		return wordsHeadline
	case article.Indirect:
		return wordsReported
	case article.Unmarked:
		if !q.IsSpeech() {
			return wordsLoose
		}
		return wordsUnmarked
	case article.Mixed:
		return wordsMixed
	case article.Direct:
	}
	return wordsSpoken
}

// isVerbatim reports whether all of the text is the words of a speaker.
func (w wording) isVerbatim() bool { return w == wordsSpoken || w == wordsUnmarked }

// label names the wording beside a quote; empty for words between marks in the source.
func (w wording) label() string {
	switch w {
	case wordsUnmarked, wordsLoose:
		return unmarkedLabel
	case wordsMixed:
		return "sebagian dikutip langsung"
	case wordsReported:
		return "kutipan tidak langsung"
	case wordsHeadline:
		return "judul berita"
	case wordsSpoken:
	}
	return ""
}

const unmarkedLabel = "tanpa tanda kutip dalam sumber"

// isMarked reports whether the text of a quote stands between quotation marks: the words of
// a speaker, and those of a title that has them between marks itself.
func isMarked(q article.Quote) bool {
	w := wordingOf(q)
	return w.isVerbatim() || w == wordsHeadline && q.Verbatim
}

// marked returns text as isMarked says.
func marked(q article.Quote, text string) string {
	if isMarked(q) {
		return "“" + text + "”"
	}
	return text
}

// leadIn returns the words before a text that is no speech, empty before speech. What is
// reported with a verb of its own comes behind its speaker and that verb.
func leadIn(h search.Hit) string {
	q := h.Quote.Quote
	w := wordingOf(q)
	switch w {
	case wordsReported, wordsLoose, wordsMixed:
		if r := reportOf(q); r.act == actNamed {
			role, name := citedSpeaker(q)
			return upperFirst(apposed(role, name)) + " " + r.verb + r.joint(q, strings.TrimSpace(q.Text))
		}
		if w == wordsMixed {
			return ""
		}
		if where := placeName(h); where != "" {
			return "Menurut laporan " + where + ":"
		}
		return "Menurut laporan berita:"
	case wordsHeadline:
		return "Judul berita:"
	case wordsSpoken, wordsUnmarked:
	}
	return ""
}

// quoteHeading names a quote by its wording and its speaker, the heading of its page.
func quoteHeading(q article.Quote) string {
	heading := "Kutipan"
	switch wordingOf(q) {
	case wordsHeadline:
		return "Judul berita"
	case wordsReported:
		heading = "Kutipan tidak langsung"
	case wordsLoose:
		heading = "Ucapan"
	case wordsSpoken, wordsUnmarked, wordsMixed:
	}
	if q.Speaker != nil {
		heading += " " + q.Speaker.Name
	}
	return heading
}

// bare returns the words of a quote without the comma before "ujar", which belongs to the
// sentence around it.
func bare(q article.Quote) string { return strings.TrimSuffix(strings.TrimSpace(q.Text), ",") }

// placeName returns where a hit was published: the office whose site carries it, else the host.
// Only a hit without an address is named by its publisher, which may be said by the sender, the
// dateline or the credits alone.
func placeName(h search.Hit) string {
	host := webHost(h.URL)
	if host == "" {
		if h.Publisher == nil {
			return ""
		}
		return h.Publisher.Name
	}
	o, ok := labels.Offices().ByURL(h.URL, year(h.Date))
	switch {
	case !ok:
		return host
	case h.Publisher != nil && h.Publisher.Code == o.Code && h.Publisher.Name != "":
		return h.Publisher.Name
	}
	return labels.Office(o.Code)
}

// sourceOf returns place and version, and the day: "laman KPU Kota Semarang (versi artikel ke-2)" and
// "Selasa (4/11/2025)", each empty where it is unknown.
func sourceOf(h search.Hit) (where, day string) {
	if where = placeName(h); where != "" {
		where = "laman " + where
		if h.Version > 0 {
			where += " (versi artikel ke-" + Number(h.Version) + ")"
		}
	}
	return where, PressDate(h.Date)
}

// joined joins what is there of texts.
func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), ", ")
}

// after returns text behind a preposition, empty without a text.
func after(preposition, text string) string {
	if text == "" {
		return ""
	}
	return preposition + " " + text
}

// citedSpeaker returns the role and the name of a speaker for a citation, which has only
// what the text says.
func citedSpeaker(q article.Quote) (role, name string) {
	if q.Role != nil && q.Role.Basis == "" {
		role = roleName(q.Role)
	}
	if q.Speaker != nil {
		name = q.Speaker.Name
	}
	return role, name
}

// citation writes a quote as the Indonesian press does: the words, who said them in which
// office, and where, in which version and when they were published. What is not all speech is
// reported in reported form, and a title is cited as a title.
func citation(h search.Hit) string {
	q := h.Quote.Quote
	where, day := sourceOf(h)
	switch wordingOf(q) {
	case wordsHeadline:
		return ended(joined("Judul berita: "+marked(q, strings.TrimSpace(q.Text)), after("dimuat", where), day))
	case wordsReported, wordsLoose, wordsMixed:
		return reportedCitation(q, where, day)
	case wordsSpoken, wordsUnmarked:
	}
	return spokenCitation(q, where, day)
}

func spokenCitation(q article.Quote, where, day string) string {
	role, name := citedSpeaker(q)
	label := ""
	if wordingOf(q) == wordsUnmarked {
		label = unmarkedLabel
	}
	tail := joined(after("kata", strings.TrimSpace(role+" "+name)), after("dikutip dari", where), day, label)
	words := strings.TrimSpace(q.Text)
	asks := strings.HasSuffix(words, "?") || strings.HasSuffix(words, "!") || strings.HasSuffix(words, "…")
	switch {
	case tail == "":
		return "“" + words + "”"
	case !asks:
		words = strings.TrimRight(words, ".,;: ") + ","
	}
	return ended("“" + words + "” " + tail)
}

// reportedCitation says in reported form, without quotation marks, what was said.
func reportedCitation(q article.Quote, where, day string) string {
	role, name := citedSpeaker(q)
	words := strings.TrimRight(strings.TrimSpace(q.Text), ".,;: ")
	r := reportOf(q)
	if r.act == actUnknown || r.act == actSaid && role == "" && name == "" {
		return ended(joined("Menurut laporan "+cmp.Or(where, "berita"), day) + ": " + words)
	}
	said := r.verb + r.joint(q, words) + " " + words
	return ended(joined(upperFirst(apposed(role, name))+" "+said, after("demikian dilaporkan", where), day))
}

// ended closes a sentence, unless its last word does.
func ended(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

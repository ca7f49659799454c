package corpus

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

var (
	weekdays = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	months   = [...]string{
		"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
	}
)

// A writer writes the articles of one chunk.
type writer struct {
	*model
	*rand.Rand

	// The fields below are those of the current article.
	office *office
	date   time.Time
	cues   []string
	own    []string // words of the topics
	cast   []castMember
	quotes []Quote
}

// A castMember is a person in the article.
type castMember struct {
	person
	from *office
}

// between returns a random number in [low, high).
func (w *writer) between(low, high int) int { return low + w.IntN(high-low) }

// some returns between low and high words, with one or two of the topics of the article.
func (w *writer) some(low, high int) string {
	words := make([]string, w.between(low, high))
	for i := range words {
		words[i] = w.words.draw(w.Rand)
	}
	words[len(words)/2] = pick(w.Rand, w.own)
	if w.Float64() < 0.5 {
		words[len(words)/3] = pick(w.Rand, w.own)
	}
	return strings.Join(words, " ")
}

func (w *writer) one(list string) string { return pick(w.Rand, w.lists[list]) }

func (w *writer) article(number int) Article {
	w.office, w.date, w.quotes = w.offices.draw(w.Rand), w.days.draw(w.Rand), nil
	topics := w.drawTopics()
	w.drawCast()

	cue := pick(w.Rand, w.cues)
	title := fmt.Sprintf("%s %s %s %s", w.office.Name, w.one("title-verbs"), capital(cue), titleCase(w.some(2, 6)))
	if w.Float64() < 0.11 {
		title = strings.ToUpper(title)
	}
	body := w.body(cue)

	a := Article{
		URL:       fmt.Sprintf("https://%s/blog/read/%d_%s", w.office.Domain, number, slug(title)),
		Title:     title,
		Body:      body,
		Published: w.date.Format(time.DateOnly),
		Satker:    w.office.path,
		Topics:    topics,
		Quotes:    w.quotes,
	}
	for _, p := range w.cast {
		a.Officials = append(a.Officials, p.name)
	}
	return a
}

func (w *writer) drawTopics() []string {
	first, second := w.topics.draw(w.Rand), w.topics.draw(w.Rand)
	chosen := []*topic{first}
	if w.Float64() < 0.35 && second != first {
		chosen = append(chosen, second)
	}
	w.cues, w.own = nil, nil
	var ids []string
	for _, t := range chosen {
		ids = append(ids, t.ID)
		w.cues = append(w.cues, t.Cues...)
		w.own = append(w.own, t.words...)
	}
	return ids
}

// drawCast draws the people of the article: most from the office, some from its province or
// the national office.
func (w *writer) drawCast() {
	w.cast = w.cast[:0]
	for range pick(w.Rand, []int{1, 1, 2, 2, 3, 4}) {
		from := w.office
		if k := w.Float64(); from.parent != nil && k >= 0.93 {
			from = w.national
		} else if from.parent != nil && k >= 0.78 {
			from = from.parent
		}
		p := from.people.draw(w.Rand)
		known := false
		for _, c := range w.cast {
			known = known || c.name == p.name
		}
		if !known {
			w.cast = append(w.cast, castMember{p, from})
		}
	}
}

func (w *writer) body(cue string) string {
	sentences := []string{fmt.Sprintf("%sKomisi Pemilihan Umum (KPU) %s %s %s %s di %s, %s.",
		w.dateline(), w.office.Region, w.one("lead-verbs"), cue, w.some(5, 14), w.one("places"), w.when())}
	target := int(min(450, max(120, math.Exp(5.45+0.38*w.NormFloat64()))))
	introduced := 0
	for n := words(sentences[0]); n < target; {
		var s string
		switch k := w.Float64(); {
		case introduced < len(w.cast) && k < 0.45:
			s = w.statement(w.cast[introduced])
			introduced++
		case k < 0.6:
			s = fmt.Sprintf("%s %s ini %s.", pick(w.Rand, []string{"Kegiatan", "Agenda", "Tahapan", "Proses", "Pelaksanaan"}), pick(w.Rand, w.cues), w.some(8, 20))
		case k < 0.66:
			s = fmt.Sprintf("Kegiatan dihadiri oleh %s, %s, dan %s %s serta %s.", w.one("guests"), w.one("guests"), w.one("guests"), w.office.Region, w.some(3, 8))
		case k < 0.72:
			s = fmt.Sprintf("%s, %s, dan %s.", capital(w.some(6, 14)), pick(w.Rand, w.cues), w.some(3, 9))
		default:
			s = capital(w.some(9, 26)) + "."
		}
		sentences = append(sentences, s)
		n += words(s)
	}
	for _, p := range w.cast[introduced:] {
		sentences = append(sentences, fmt.Sprintf("Turut hadir %s %s, %s.", p.role, p.from.Name, p.name))
	}
	return w.paragraphs(sentences)
}

// statement returns a statement of a person, mostly followed by a quotation.
func (w *writer) statement(p castMember) string {
	before, after := " ", " "
	if w.Float64() < 0.5 {
		before = ", "
	}
	if w.Float64() < 0.3 {
		after = ", "
	}
	s := fmt.Sprintf("%s %s%s%s%s%s bahwa %s.", p.role, p.from.Name, before, p.name, after, w.one("said-that"), w.some(8, 22))
	if w.Float64() >= 0.65 {
		return s
	}
	text := capital(w.some(9, 26))
	w.quotes = append(w.quotes, Quote{p.name, text})
	opening, closing := `"`, `"`
	if w.Float64() < 0.55 {
		opening, closing = "“", "”"
	}
	said := w.one("say-nya")
	if w.Float64() >= 0.4 {
		first, _, _ := strings.Cut(p.name, " ")
		said = w.one("say") + " " + first
	}
	return s + " " + opening + text + "," + closing + " " + said + "."
}

func (w *writer) dateline() string {
	seat, host := w.office.Seat, w.office.Domain
	switch k := w.Float64(); {
	case k < 0.4:
		return seat + ", " + host + " - "
	case k < 0.65:
		return seat + " – "
	case k < 0.75:
		return strings.ToUpper(seat) + " — "
	case k < 0.92:
		return ""
	default:
		return host + " - "
	}
}

func (w *writer) when() string {
	day, date := weekdays[w.date.Weekday()], w.date
	switch k := w.Float64(); {
	case k < 0.6:
		return fmt.Sprintf("%s (%d/%d/%d)", day, date.Day(), date.Month(), date.Year())
	case k < 0.84:
		return fmt.Sprintf("%s (%d/%d)", day, date.Day(), date.Month())
	default:
		return fmt.Sprintf("%s, %d %s %d", day, date.Day(), months[date.Month()-1], date.Year())
	}
}

func (w *writer) paragraphs(sentences []string) string {
	var out []string
	for len(sentences) > 0 {
		n := min(pick(w.Rand, []int{1, 2, 2, 3}), len(sentences))
		out = append(out, strings.Join(sentences[:n], " "))
		sentences = sentences[n:]
	}
	k := w.Float64()
	if k < 0.38 {
		out[len(out)-1] += fmt.Sprintf(" (%s/ed. %s/Foto: %s/%s)",
			pick(w.Rand, []string{"hms", "end", "azi", "rn", "tk"}), pick(w.Rand, []string{"dw", "js", "ed"}), pick(w.Rand, []string{"awh", "mc", "fd"}), w.office.Name)
	}
	if k > 0.85 {
		out = append(out, "Bagikan:", "facebook twitter whatapps", fmt.Sprintf("Telah dilihat %d kali", min(int(pareto(w.Rand, 0.8)*8), 9_999_999)))
	}
	return strings.Join(out, "\n\n")
}

func words(s string) int { return strings.Count(s, " ") + 1 }

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func titleCase(s string) string {
	fields := strings.Fields(s)
	for i := range fields {
		fields[i] = capital(fields[i])
	}
	return strings.Join(fields, " ")
}

// slug returns the letters and digits of a title, at most 80 bytes.
func slug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		if b.Len() >= 80 {
			break
		}
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

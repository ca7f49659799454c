package dates

import (
	"fmt"

	"warta/analyzers/article"
)

// A finding is an expression that counts.
type finding struct {
	expression
	paragraph int // -1 outside the paragraphs
	planned   bool
	aside     bool // the day of a feast; the event of the text comes before it
	until     bool // the end of the event named before: "hingga", "dilanjutkan"
	headless  bool // the last day of a range whose first one has no month: "30-1 November"
	words     string
	typed     article.Span // of the words in the paragraph
}

// vague says why the words of f may mean other days; it is empty where they do
// not.
func (f *finding) vague() string {
	switch {
	case f.hyphened:
		return "bisa berarti tanggal dan bulan atau beberapa tanggal tanpa bulan"
	case f.bare:
		return "ditulis tanpa hari, kata depan atau tahun"
	case f.headless:
		return "hari pertamanya ditulis tanpa bulan dan tidak dipakai"
	}
	return ""
}

// A reporter turns findings into days, in the order of the text.
type reporter struct {
	r    *resolver
	out  Result
	last Date // the last day of the finding before
}

// fewDays bounds how many days the end of an event may lie before an earlier date
// of the text. That date may belong to another event.
const fewDays = 14

// report adds the days of f. It warns instead where the year stays unknown, or where
// the end of an event would lie before its beginning.
func (w *reporter) report(f finding) {
	if f.hyphened && !w.r.fitsNear(&f.expression) {
		w.doubt(f, "bisa berarti tanggal dan bulan atau beberapa tanggal tanpa bulan, sehingga tidak dipakai")
		return
	}
	reread := w.r.reread(&f.expression)
	v, ok := w.r.resolve(&f.expression, f.planned)
	if !ok {
		w.warn(f, article.WarnUnknownYear, "Tahun dari “"+f.words+"” tidak dapat ditentukan. Tulis tahunnya atau sertakan tanggal terbit.")
		return
	}
	if reread {
		v.confidence = low
		w.doubt(f, "hanya dengan bulan atau tahun di depan harinya cocok, maka dibaca demikian")
	}
	if v.doubt == "" {
		v.doubt = f.vague()
	}
	if v.doubt != "" {
		v.confidence = low
		w.doubt(f, v.doubt)
	}
	start := Date{}
	if f.until {
		start = w.last
	}
	for i, e := range f.ends[:f.n] {
		e.Year = v.years[i]
		if !e.valid() {
			continue
		}
		if before := start.after(e.Date); before > 0 && (i > 0 || !w.r.nearPublished(e.Date)) {
			if i > 0 || before > fewDays {
				w.doubt(f, e.Date.String()+" mendahului "+start.String()+", permulaannya, sehingga tidak dipakai")
				continue
			}
			w.doubt(f, e.Date.String()+" mendahului "+start.String()+", permulaannya")
			v.confidence = low
		}
		w.day(f, e, v)
		if w.last = e.Date; !f.list {
			start = e.Date
		}
	}
}

// day adds one day. A weekday that is not its own is warned of; where the day of
// publication does not bear the date out, its confidence is low.
func (w *reporter) day(f finding, e end, v verdict) {
	if !f.agrees(e) {
		w.warn(f, article.WarnWeekdayMismatch,
			"Hari dan tanggal tidak cocok: "+e.Date.String()+" adalah "+e.Date.weekday().String()+", bukan "+e.weekday.String()+".")
		if !w.r.bearsOut(e.Date) {
			v.confidence = low
		}
	}
	if f.eve && e.weekday == e.Date.weekday().before() { // "malam Minggu (2/11)", a Sunday
		w.doubt(f, "malam "+e.Date.weekday().String()+" adalah malam sebelum "+e.Date.String())
		v.confidence = low
	}
	w.out.Dates = append(w.out.Dates, e.Date.String())
	w.out.Details = append(w.out.Details, article.EventDate{Date: e.Date.String(), Text: f.words, Basis: v.basis, Confidence: v.confidence})
}

func (w *reporter) doubt(f finding, why string) {
	w.warn(f, article.WarnUncertainDate, fmt.Sprintf("Tanggal “%s” meragukan: %s.", f.words, why))
}

func (w *reporter) warn(f finding, code, message string) {
	warning := article.Warning{Code: code, Message: message}
	if f.paragraph >= 0 {
		warning.Paragraph, warning.Span = &f.paragraph, &f.typed
	}
	w.out.Warnings = append(w.out.Warnings, warning)
}

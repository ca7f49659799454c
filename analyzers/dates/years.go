package dates

// The values of article.EventDate.
const (
	basisWritten   = "written"   // the year is typed
	basisWeekday   = "weekday"   // the weekday fits one year that the text allows
	basisAnchor    = "anchor"    // the years and dates in the text alone
	basisPublished = "published" // the day of publication

	high = "high"
	low  = "low"
)

// firstYear is the year before which no article is looked for: the sites of the
// commission began later.
const firstYear = 2004

// A resolver works out years.
type resolver struct {
	anchors
	published, asOf Date
}

// A verdict is the outcome for one expression.
type verdict struct {
	years      [mostDays]int
	basis      string
	confidence string
	doubt      string // why the day is doubtful, in words for the editor; empty where it is not
}

// resolve works out the years of e. Planned says that the text speaks of a day
// ahead. It returns false if the year stays unknown.
func (r *resolver) resolve(e *expression, planned bool) (verdict, bool) {
	if e.ends[0].Year != 0 {
		return r.written(e, planned), true
	}
	if v, ok := r.byPublished(e, planned); ok {
		return v, true
	}
	v, ok := r.byAnchors(e, planned)
	if ok && !r.published.IsZero() {
		v.confidence, v.doubt = low, farFromPublication
	}
	return v, ok
}

// The reasons for which a day is doubtful.
const (
	farFromPublication = "jauh dari tanggal terbit"
	afterPublication   = "sesudah tanggal terbit, padahal teks tidak menyebut rencana"
	afterReceipt       = "sesudah hari artikel diterima"
	shortYear          = "tahunnya hanya dua angka dan tidak dekat tanggal yang lain"
)

const (
	yearDays = 365 // beyond which no typed year is sure without its weekday
	weekDays = 7   // by which a day in figures may lie ahead without a word of a plan
)

// written takes the years as they are typed. They are in doubt where the day
// lies ahead of the day of receipt or of publication and nothing says that it is
// planned, where it lies more than a year from publication, and where another
// year would bring it near and fit the weekday.
func (r *resolver) written(e *expression, planned bool) verdict {
	v := verdict{basis: basisWritten, confidence: high}
	for i := range e.n {
		v.years[i] = e.ends[i].Year
	}
	fits := e.fits(v.years[0])
	switch borne := e.hasWeekday() && fits; {
	case r.tooFarAhead(e, planned, borne):
		v.doubt = afterReceipt
	case r.published.IsZero():
		if !borne && r.yearFirstIsLater(e) {
			v.doubt = shortYear
		}
	case r.nearPublished(e.ends[0].Date):
		if !borne && !planned && !e.words && e.ends[0].after(r.published) > weekDays {
			v.doubt = afterPublication
		}
	case e.ends[0].after(r.published) > yearDays, !fits && r.fitsNear(e), !borne && r.published.after(e.ends[0].Date) > yearDays:
		v.doubt = farFromPublication
	case !borne && e.ends[0].figures[2] != 0:
		v.doubt = shortYear
	}
	if v.doubt != "" {
		v.confidence = low
	}
	return v
}

// tooFarAhead reports whether e lies further ahead of the day of receipt than is
// believed: a year where it is planned, 100 days where borne says that its
// weekday bears it out, else a day.
func (r *resolver) tooFarAhead(e *expression, planned, borne bool) bool {
	if r.asOf.IsZero() {
		return false
	}
	limit := 1
	switch {
	case planned:
		limit = yearDays
	case borne:
		limit = sureDays
	}
	return e.ends[0].after(r.asOf) > limit || e.ends[e.n-1].after(r.asOf) > yearDays
}

// yearFirstIsLater reports whether the figures of e, whose year has two, are as
// well those of a later day, the year first, that was over at the day of receipt.
func (r *resolver) yearFirstIsLater(e *expression) bool {
	f := e.ends[0].figures
	if f[2] == 0 || e.n > 1 || r.asOf.IsZero() || r.nearOthers(e) {
		return false
	}
	d := Date{century(int(f[0])), int(f[1]), int(f[2])}
	return d.valid() && d.Year > e.ends[0].Year && d.after(r.asOf) <= 0
}

// inYear returns the ends of e when its first one is in year; false where one
// of them is not in the calendar then.
func (e *expression) inYear(year int) (ends [mostDays]end, ok bool) {
	ends = e.ends
	for i := range e.n {
		if i > 0 && ends[i].Month < ends[i-1].Month {
			year++
		}
		ends[i].Year = year
		if !ends[i].valid() {
			return ends, false
		}
	}
	return ends, true
}

// fits reports whether the weekdays that are typed with e are those of year.
func (e *expression) fits(year int) bool {
	ends, ok := e.inYear(year)
	if !ok {
		return false
	}
	for _, d := range ends[:e.n] {
		if !e.agrees(d) {
			return false
		}
	}
	return true
}

// agrees reports whether the weekday that is typed with d, a day of e, is its
// own. The date of an eve may be that of the day which follows.
func (e *expression) agrees(d end) bool {
	is := d.Date.weekday()
	return d.weekday == noWeekday || d.weekday == is || e.eve && d.weekday == is.before()
}

// hasWeekday reports whether a weekday is typed with e.
func (e *expression) hasWeekday() bool {
	for _, d := range e.ends[:e.n] {
		if d.weekday != noWeekday {
			return true
		}
	}
	return false
}

func (e *expression) verdict(year int, basis, confidence string) verdict {
	v := verdict{basis: basis, confidence: confidence}
	ends, _ := e.inYear(year)
	for i := range e.n {
		v.years[i] = ends[i].Year
	}
	return v
}

// sureDays is how many days may lie between an event and its publication for
// the year to be sure.
const sureDays = 100

// byPublished takes the year that brings e nearest to the day of publication:
// most events are reported within days. A far day whose weekday does not
// fit is left to the anchors: old articles are published again.
func (r *resolver) byPublished(e *expression, planned bool) (verdict, bool) {
	if r.published.IsZero() {
		return verdict{}, false
	}
	best, bestCost, bestAway := 0, 0, 0
	for y := r.published.Year - 1; y <= r.published.Year+1; y++ {
		ends, ok := e.inYear(y)
		if !ok || !r.asOf.IsZero() && y > r.asOf.Year {
			continue
		}
		days := r.published.number() - ends[0].number()
		away := max(days, -days)
		cost := away
		if days < -1 && !planned {
			cost += 150
		}
		if best == 0 || cost < bestCost {
			best, bestCost, bestAway = y, cost, away
		}
	}
	fits := e.fits(best)
	if best == 0 || !fits && bestAway > sureDays {
		return verdict{}, false
	}
	confidence := high
	if bestCost > sureDays && !(e.hasWeekday() && fits) {
		confidence = low
	}
	return e.verdict(best, basisPublished, confidence), true
}

// bounds returns the years between which e may lie, 0 for an open end.
func (r *resolver) bounds() (from, to int) {
	from = max(firstYear, r.law, r.plain)
	for _, d := range [...]Date{r.asOf, r.published} {
		if !d.IsZero() && (to == 0 || d.Year < to) {
			to = d.Year
		}
	}
	era := r.era
	if era.to != 0 && (era.to < from || era.from > era.to) || to != 0 && era.from > to {
		return from, to // the words contradict each other, or the rest
	}
	return max(from, era.from), minYear(to, era.to)
}

// byAnchors takes, of the years in which the weekday fits and that are not too
// late, the one that lies best to what the text mentions.
func (r *resolver) byAnchors(e *expression, planned bool) (verdict, bool) {
	if e.eve { // first as the date of the evening itself
		evening := *e
		evening.eve = false
		if v, ok := r.byAnchors(&evening, planned); ok && evening.fits(v.years[0]) {
			return v, true
		}
	}
	if y := r.besideTold(e); y != 0 {
		return e.verdict(y, basisWeekday, high), true
	}
	from, to := r.bounds()
	if !r.until.IsZero() && r.until.Year == from {
		from-- // its year is mentioned as that of a day ahead
	}
	nothing := r.law == 0 && r.plain == 0 && r.election == 0 && r.coming == 0 && len(r.dates) == 0
	open := r.asOf.IsZero() && r.published.IsZero()
	if open {
		if nothing {
			return verdict{}, false // nothing but the calendar
		}
		last := max(r.law, r.plain, r.election, r.coming) + 6
		for _, d := range r.dates {
			last = max(last, d.Year+1)
		}
		to = minYear(to, last)
	}
	if nothing && !e.hasWeekday() {
		return verdict{}, false
	}
	v, cost, ok := r.best(e, from, to, planned, open, true)
	if e.hasWeekday() && (len(r.dates) > 0 || !r.until.IsZero()) && (!ok || cost > 1.2) { // the typed weekday is wrong
		if w, _, found := r.best(e, from, to, planned, open, false); found {
			w.basis, w.confidence = basisAnchor, low
			return w, true
		}
	}
	if !ok && r.plain != 0 {
		return r.againstWeekday(e, to, planned, open)
	}
	return v, ok
}

// besideDays bounds the distance, in days, between two dates of a text of which
// one takes the year of the other.
const besideDays = 31

// besideTold returns the year in which e fits its weekday and lies beside a day
// that counts and whose year is typed, or 0.
func (r *resolver) besideTold(e *expression) int {
	if !e.hasWeekday() {
		return 0
	}
	for _, d := range r.counted {
		for y := d.Year - 1; y <= d.Year+1; y++ {
			ends, ok := e.inYear(y)
			if !ok || !e.fits(y) || !r.asOf.IsZero() && y > r.asOf.Year {
				continue
			}
			if days := ends[0].number() - d.number(); max(days, -days) <= besideDays {
				return y
			}
		}
	}
	return 0
}

// againstWeekday decides where no year from the largest that the text mentions
// on fits the weekday. Either that year was planned for, and the one before,
// which the text mentions too, fits; or the weekday is wrong, as it is in one
// of sixteen dates.
func (r *resolver) againstWeekday(e *expression, to int, planned, open bool) (verdict, bool) {
	before := r.plain - 1
	if r.mentioned&yearBit(before) != 0 && before >= r.law {
		if v, _, ok := r.best(e, before, before, planned, open, true); ok {
			v.confidence = low
			return v, true
		}
	}
	for y := r.plain; y >= before; y-- {
		if v, _, ok := r.best(e, y, min(y, to), planned, open, false); ok {
			v.basis, v.confidence = basisAnchor, low
			return v, true
		}
	}
	return verdict{}, false
}

// best returns the year with the lowest cost from from to to.
func (r *resolver) best(e *expression, from, to int, planned, open, weekdays bool) (v verdict, cost float64, ok bool) {
	best, count, nearby := 0, 0, 0
	for y := to; y >= from; y-- {
		ends, valid := e.inYear(y)
		if !valid || weekdays && !e.fits(y) || r.tooLate(ends[0].Date, planned) {
			continue
		}
		c, allowed := r.cost(ends[0].Date, to, open)
		if !allowed {
			continue
		}
		if count++; best == 0 || c < cost {
			best, cost = y, c
		}
		if c <= 2.5 {
			nearby++
		}
	}
	if best == 0 {
		return verdict{}, 0, false
	}
	sure := count == 1
	if r.election != 0 && r.election > r.plain || open || len(r.dates) > 0 {
		sure = nearby == 1 && cost <= 2
	}
	v = e.verdict(best, basisAnchor, low)
	if e.hasWeekday() {
		v.basis = basisWeekday
		if sure {
			v.confidence = high
		}
	} else if len(r.dates) > 0 && cost < 0.17 || count == 1 {
		v.confidence = high
	}
	return v, cost, true
}

// tooLate reports whether d lies after the article was received, which only a
// planned day may, and that only within the year.
func (r *resolver) tooLate(d Date, planned bool) bool {
	for _, last := range [...]Date{r.asOf, r.published} {
		if last.IsZero() {
			continue
		}
		if d.Year > last.Year || !planned && d.number() > last.number()+1 {
			return true
		}
	}
	return false
}

// cost says how badly d lies to the anchors, in years; to is the last year that
// comes into question. It returns false for a day that they exclude.
func (r *resolver) cost(d Date, to int, open bool) (cost float64, allowed bool) {
	if r.coming != 0 && d.Year >= r.coming && r.votedBefore(d) {
		return 0, false
	}
	if !r.until.IsZero() && d.number() > r.until.number() {
		return 0, false
	}
	switch {
	case len(r.dates) > 0:
		days := -1
		for _, a := range r.dates {
			away := a.number() - d.number()
			if away = max(away, -away); days < 0 || away < days {
				days = away
			}
		}
		return float64(days) / 365, true
	case !r.until.IsZero():
		return float64(r.until.number()-d.number()) / 365, true
	case r.election > r.plain:
		switch away := d.Year - r.election; {
		case away >= 0:
			return float64(away), true
		case away >= -2:
			return 0.8 - 0.4*float64(away), true
		default:
			return 2 - 2*float64(away), true
		}
	case r.plain != 0:
		return max(float64(d.Year-r.plain), 1.5*float64(r.plain-d.Year)), true
	case r.coming != 0:
		return 0.5 + max(0, float64(r.coming-1-d.Year)), d.Year <= r.coming
	case r.law != 0 && open:
		return float64(d.Year - r.law), true
	}
	return float64(to - d.Year), true
}

// votedBefore reports whether the election of the coming year was over on d.
func (r *resolver) votedBefore(d Date) bool {
	if d.Year > r.coming {
		return true
	}
	last := Date{}
	for p := range pollingDays {
		if p.Year == r.coming && (last.IsZero() || p.number() > last.number()) {
			last = p
		}
	}
	return !last.IsZero() && d.number() > last.number()
}

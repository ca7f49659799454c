package dates

// nearPublished reports whether d lies near the day of publication. It is false
// where that is not known.
func (r *resolver) nearPublished(d Date) bool {
	if r.published.IsZero() || !d.valid() {
		return false
	}
	days := r.published.number() - d.number()
	return max(days, -days) <= sureDays
}

// reportDays is the number of days between an event and its report, at most,
// for its day to bear out a date whose weekday is wrong.
const reportDays = 14

// bearsOut reports whether d is the day before, that of publication or the one
// after, or one of the two weeks before it.
func (r *resolver) bearsOut(d Date) bool {
	if r.published.IsZero() || !d.valid() {
		return false
	}
	days := r.published.after(d)
	return -1 <= days && days <= reportDays
}

// fitsNear reports whether in some year e lies near the day of publication and
// fits its weekday.
func (r *resolver) fitsNear(e *expression) bool {
	if r.published.IsZero() || !e.hasWeekday() {
		return false
	}
	for y := r.published.Year - 1; y <= r.published.Year+1; y++ {
		if ends, ok := e.inYear(y); ok && r.nearPublished(ends[0].Date) && e.fits(y) {
			return true
		}
	}
	return false
}

// reread gives the days of e another reading of their figures, the month or the
// year first, where day and month contradict the weekday and lie far from the
// day of publication, or from all other dates of the text, and the other reading
// does neither. A day without a weekday whose year has two figures is read so
// too, the year first, where only that lies near the day of publication. It
// reports whether it did.
func (r *resolver) reread(e *expression) (done bool) {
	for i := range e.n {
		d := &e.ends[i]
		if d.figures[0] == 0 || e.n > 1 && d.Year == 0 || d.weekday == noWeekday && !r.farShortYear(d) {
			continue
		}
		one := expression{n: 1, eve: e.eve}
		one.ends[0] = *d
		if (d.weekday == noWeekday || !r.holds(&one)) && r.otherReading(&one) {
			d.Date, done = one.ends[0].Date, true
		}
	}
	return done
}

// farShortYear reports whether the year of d has two figures and d lies far from
// the day of publication.
func (r *resolver) farShortYear(d *end) bool {
	return d.figures[2] != 0 && !r.published.IsZero() && !r.nearPublished(d.Date)
}

// otherReading finds a reading of the one day of e that lies near what is known.
func (r *resolver) otherReading(e *expression) bool {
	first, second, short := int(e.ends[0].figures[0]), int(e.ends[0].figures[1]), int(e.ends[0].figures[2])
	typed := e.ends[0].Date
	for i, d := range [...]Date{{typed.Year, first, second}, {century(first), second, short}} {
		if i == 1 && short == 0 || i == 0 && e.ends[0].weekday == noWeekday || d == typed || !d.valid() {
			continue
		}
		if e.ends[0].Date = d; r.near(e) {
			return true
		}
	}
	e.ends[0].Date = typed
	return false
}

// holds reports whether e may stand as it is read: its weekday fits in its year,
// or it lies near what is known.
func (r *resolver) holds(e *expression) bool {
	if e.ends[0].Year != 0 {
		return e.fits(e.ends[0].Year) || r.nearPublished(e.ends[0].Date) || r.nearOthers(e)
	}
	if r.published.IsZero() {
		return true
	}
	for y := r.published.Year - 1; y <= r.published.Year+1; y++ {
		if ends, ok := e.inYear(y); ok && r.nearPublished(ends[0].Date) {
			return true
		}
	}
	return false
}

// near reports whether e fits its weekday and lies near what is known.
func (r *resolver) near(e *expression) bool {
	switch {
	case e.ends[0].Year == 0:
		return r.fitsNear(e)
	case !e.fits(e.ends[0].Year):
		return false
	case r.published.IsZero():
		return r.nearOthers(e)
	}
	return r.nearPublished(e.ends[0].Date)
}

// nearOthers reports whether another date of the text, with its year, lies near
// e.
func (r *resolver) nearOthers(e *expression) bool {
	for _, d := range r.dates {
		days := d.number() - e.ends[0].number()
		if d != e.ends[0].Date && max(days, -days) <= sureDays {
			return true
		}
	}
	return false
}

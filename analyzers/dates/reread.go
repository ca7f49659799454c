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

// reread gives e another reading of its figures, the month or the year first,
// where day and month contradict the weekday and lie far from the day of
// publication, or from all other dates of the text, and the other reading does
// neither. It reports whether it did.
func (r *resolver) reread(e *expression) bool {
	if e.n != 1 || !e.hasWeekday() || e.figures[0] == 0 || r.holds(e) {
		return false
	}
	day, month, short := e.figures[0], e.figures[1], e.figures[2]
	readings := [...]Date{{e.ends[0].Year, day, month}, {century(day), month, short}}
	for i, d := range readings {
		if i == 1 && short == 0 || d == e.ends[0].Date || !d.valid() {
			continue
		}
		other := *e
		other.ends[0].Date = d
		if r.near(&other) {
			e.ends[0].Date = d
			return true
		}
	}
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

package dates

import (
	"errors"
	"time"
)

// What is wrong with a day of publication, or a time of change, that cannot be true.
var (
	ErrFuture = errors.New("lies in the future")
	ErrPast   = errors.New("lies before the first publications on the web of the election commission")
)

// Earliest is the first plausible day of publication. The commission was founded in
// 1999 and no article about it is older; earlier days come from clocks that were
// never set (1970) and from forms with a default day.
var Earliest = Date{1999, 1, 1}

// slack is how far the clock of a sender may be ahead.
const slack = 24 * time.Hour

// Plausible checks a day of publication. A day more than one day after today gives
// [ErrFuture], one before [Earliest] gives [ErrPast]. If today is the zero date, the
// future is not checked.
func Plausible(day, today Date) error {
	switch {
	case day.before(Earliest):
		return ErrPast
	case !today.IsZero() && day.number()-today.number() > int(slack/(24*time.Hour)):
		return ErrFuture
	}
	return nil
}

// PlausibleTime is [Plausible] for a time: more than 24 hours after now gives [ErrFuture].
func PlausibleTime(at, now time.Time) error {
	switch {
	case DayOf(at).before(Earliest):
		return ErrPast
	case at.After(now.Add(slack)):
		return ErrFuture
	}
	return nil
}

// DayOf returns the day of a time in its own zone.
func DayOf(t time.Time) Date { return Date{t.Year(), int(t.Month()), t.Day()} }

// ISO reads a day as Date.String writes it; the zero date for everything else.
func ISO(s string) Date {
	if len(s) != len(time.DateOnly) {
		return Date{}
	}
	return parseISO(s)
}

// Next returns the day after d, which must have its year.
func (d Date) Next() Date {
	return DayOf(time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, time.UTC))
}

func (d Date) before(e Date) bool {
	return d.Year < e.Year || d.Year == e.Year && (d.Month < e.Month || d.Month == e.Month && d.Day < e.Day)
}

package calendar

import (
	"strings"
	"testing"
	"time"
)

func TestMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word          string
		text, printed time.Month
	}{
		{"januari", time.January, time.January},
		{"nopember", time.November, time.November},
		{"agt", time.August, time.August},
		{"febr", 0, time.February},
		{"august", 0, time.August},
		{"dec", 0, time.December},
		{"senin", 0, 0},
		{"", 0, 0},
	} {
		if got := Month(c.word); got != c.text {
			t.Errorf("Month(%q): got %d, want %d", c.word, got, c.text)
		}
		if got := PrintedMonth(c.word); got != c.printed {
			t.Errorf("PrintedMonth(%q): got %d, want %d", c.word, got, c.printed)
		}
	}
}

func TestWeekday(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word          string
		want          time.Weekday
		text, printed bool
	}{
		{"minggu", time.Sunday, true, true},
		{"ahad", time.Sunday, true, true},
		{"jum'at", time.Friday, true, true},
		{"jum’at", time.Friday, true, true},
		{"sabtu", time.Saturday, true, true},
		{"sen", time.Monday, false, true},
		{"wednesday", time.Wednesday, false, true},
		{"januari", 0, false, false},
		{"'", 0, false, false},
	} {
		if got, ok := Weekday(c.word); ok != c.text || ok && got != c.want {
			t.Errorf("Weekday(%q): got %v, %v; want %v, %v", c.word, got, ok, c.want, c.text)
		}
		if got, ok := PrintedWeekday(c.word); ok != c.printed || ok && got != c.want {
			t.Errorf("PrintedWeekday(%q): got %v, %v; want %v, %v", c.word, got, ok, c.want, c.printed)
		}
	}
}

func TestEveryMonthAndWeekdayHasAName(t *testing.T) {
	t.Parallel()
	months, weekdays := make(map[time.Month]bool), make(map[time.Weekday]bool)
	for _, m := range Months() {
		months[m] = true
	}
	for _, d := range Weekdays() {
		weekdays[d] = true
	}
	if len(months) != 12 || len(weekdays) != 7 {
		t.Errorf("got names of %d months and %d weekdays, want 12 and 7", len(months), len(weekdays))
	}
}

func TestFaultsOfTheTableAreFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ row, want string }{
		{"januari,month,1,text\njanuari,month,1,page", "listed twice"},
		{"januari,month,13,text", "up to 12"},
		{"senin,weekday,8,text", "up to 7"},
		{"senin,weekday,0,text", "1 or more"},
		{"senin,weekday,x,text", "1 or more"},
		{"Senin,weekday,2,text", "small letters"},
		{"jum'at,weekday,6,text", "small letters"},
		{"senin,day,2,text", "the kind is"},
		{"senin,weekday,2,title", "text or page"},
		{"senin,weekday,2", "wrong number of fields"},
		{"", "no names"},
	} {
		if _, err := read("word,kind,number,where\n" + c.row); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got error %v, want one with %q", c.row, err, c.want)
		}
	}
}

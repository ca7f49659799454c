package dates_test

import (
	"errors"
	"testing"
	"time"

	"warta/analyzers/dates"
	"warta/analyzers/satker"
	"warta/internal/race"
)

func TestParseStatedDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		zone       satker.Zone
		want       string
	}{
		{"a day", "2025-11-04", satker.WIB, "2025-11-04"},
		{"a time with its zone", "2025-11-04T23:30:00+07:00", satker.WIB, "2025-11-04"},
		{"the same in the east", "2025-11-04T23:30:00+07:00", satker.WIT, "2025-11-05"},
		{"an hour before midnight in the middle", "2025-11-04T22:59:59.5+07:00", satker.WITA, "2025-11-04"},
		{"universal time", "2025-11-04T18:00:00Z", satker.WIB, "2025-11-05"},
		{"an offset without a colon", "2025-11-04 16:30:00 +0000", satker.WIT, "2025-11-05"},
		{"west of Greenwich", "2025-11-04T16:00:00-05:00", satker.WIB, "2025-11-05"},
		{"a time of the publisher's own zone", "2025-11-04 23:30:00", satker.WIT, "2025-11-04"},
		{"words, and another zone", "Selasa, 4 November 2025 | 23.30 WIB", satker.WIT, "2025-11-05"},
		{"words, and the same zone", "Selasa, 4 November 2025 23:30 WIT", satker.WIT, "2025-11-04"},
		{"from the middle to the west", "Rabu, 5 November 2025 00.30 WITA", satker.WIB, "2025-11-04"},
		{"figures", "04/11/2025 10:00", satker.WIB, "2025-11-04"},
		{"short month", "Selasa, 04 Nov 2025", satker.WIB, "2025-11-04"},
		{"in English", "November 4, 2025", satker.WIB, "2025-11-04"},
		{"in English, day first", "Posted on 4 December 2025", satker.WIB, "2025-12-04"},
		{"with words around", "Diterbitkan pada Jum'at, 7 Februari 2025 oleh admin", satker.WIB, "2025-02-07"},
		{"a feed", "Tue, 04 Nov 2025 23:30:00 +0700", satker.WIB, "2025-11-04"},
		{"a feed with a zone by name", "Tue, 04 Nov 2025 23:30:00 WIB", satker.WIT, "2025-11-05"},
		{"a feed in universal time", "Tue, 04 Nov 2025 18:30:00 GMT", satker.WIB, "2025-11-05"},
		{"a feed in Indonesian", "Selasa, 04 Nop 2025 23:30:00 WITA", satker.WIB, "2025-11-04"},
		{"Greenwich and seven", "Selasa, 4 November 2025 23.30 GMT+7", satker.WIB, "2025-11-04"},
		{"universal time and eight", "4 November 2025 00:30 UTC+8", satker.WIB, "2025-11-03"},
		{"with minutes", "4 November 2025 00:30 UTC+08:00", satker.WIB, "2025-11-03"},
		{"west of universal time", "4 November 2025 20:30 UTC-5", satker.WIB, "2025-11-05"},
		{"a zone that is not known", "Tue, 04 Nov 2025 23:30:00 ICT", satker.WIT, "2025-11-04"},
		{"a zone that means several", "2025-11-04T23:30:00 EST", satker.WIB, "2025-11-04"},
		{"a word that is no zone", "4 November 2025 23.30 oleh Admin", satker.WIT, "2025-11-04"},
		{"hours from and to", "4 November 2025, 22.00-12.00", satker.WIB, "2025-11-04"},
		{"hours from and to the hour", "4 November 2025, 22:00 - 23", satker.WIB, "2025-11-04"},
		{"an hour after noon", "November 4, 2025 11:30 PM WIB", satker.WIT, "2025-11-05"},
		{"an hour after midnight", "November 4, 2025 12:30 AM WIT", satker.WIB, "2025-11-03"},
		{"no year", "Selasa (4/11)", satker.WIB, ""},
		{"two days", "4 November 2025 dan 9 Mei 2024", satker.WIB, ""},
		{"two days in ISO form", "2025-11-05 sampai 2025-11-06", satker.WIB, ""},
		{"an interval", "2025-11-05/2025-11-06", satker.WIB, ""},
		{"an ISO day and one in words", "2025-11-05 dan 6 November 2025", satker.WIB, ""},
		{"two times", "2025-11-05T10:00:00Z - 2025-11-06T10:00:00Z", satker.WIB, ""},
		{"two days in English", "November 5, 2025 and November 6, 2025", satker.WIB, ""},
		{"the same day twice", "2025-11-05 (Rabu, 5 November 2025)", satker.WIB, "2025-11-05"},
		{"the same time twice", "2025-11-05 2025-11-05T10:00:00", satker.WIB, "2025-11-05"},
		{"the year first or last", "25-11-05", satker.WIB, ""},
		{"the same with an hour", "25-11-05 10:00", satker.WIB, ""},
		{"the same with its weekday", "Selasa, 04-11-25", satker.WIB, "2025-11-04"},
		{"a day that cannot be a year and a month first", "05-11-31", satker.WIB, "2031-11-05"},
		{"two figures with slashes, day first", "05/11/25", satker.WIB, "2025-11-05"},
		{"an hour with PM beside figures that may be month and day", "11/05/2025 11:30 PM", satker.WIB, ""},
		{"an hour with AM", "04/11/2025, 9:30 am WIB", satker.WIB, ""},
		{"the month first beyond doubt", "11/25/2025 11:30 PM", satker.WIB, "2025-11-25"},
		{"the month first without AM or PM", "11/25/2025 11:30", satker.WIB, ""},
		{"the day first beyond doubt", "25/11/2025 11:30 PM", satker.WIB, "2025-11-25"},
		{"day and month alike", "11/11/2025 11:30 PM", satker.WIB, "2025-11-11"},
		{"a weekday beside an hour with PM", "Selasa, 04/11/2025 11:30 PM", satker.WIB, "2025-11-04"},
		{"no such day", "2025-02-30", satker.WIB, ""},
		{"nothing", "", satker.WIB, ""},
	} {
		got, ok := dates.Parse(c.text, c.zone)
		if got.String() != c.want || ok != (c.want != "") {
			t.Errorf("%s: Parse(%q, %s) = %q, %v, want %q", c.name, c.text, c.zone, got, ok, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, seed := range [...]string{"2025-11-04T23:30:00+07:00", "Selasa, 4 November 2025 | 23.30 WIB", "Nov 4, 2025", "1.2.3 +", "2025-11-04T9.", "0 December 0", "0000-01-0100000000000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, ok := dates.Parse(text, satker.WIT); ok && len(d.String()) != len("2025-11-04") {
			t.Errorf("Parse(%q) = %+v", text, d)
		}
	})
}

func TestOneCheckOfWhatCanBeTrue(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 11, 5, 17, 0, 0, 0, time.UTC)
	today := dates.ISO("2025-11-05")
	for _, c := range []struct {
		day  string
		want error
	}{
		{"2025-11-05", nil},
		{"2025-11-06", nil},
		{"2025-11-07", dates.ErrFuture},
		{"2099-01-01", dates.ErrFuture},
		{"1999-01-01", nil},
		{"1998-12-31", dates.ErrPast},
		{"1970-01-01", dates.ErrPast},
	} {
		if got := dates.Plausible(dates.ISO(c.day), today); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.day, got, c.want)
		}
	}
	if err := dates.Plausible(dates.ISO("2099-01-01"), dates.Date{}); err != nil {
		t.Errorf("without a day to hold it against: %v", err)
	}
	for after, want := range map[time.Duration]error{0: nil, 24 * time.Hour: nil, 24*time.Hour + time.Second: dates.ErrFuture, -30 * 365 * 24 * time.Hour: dates.ErrPast} {
		if got := dates.PlausibleTime(now.Add(after), now); !errors.Is(got, want) {
			t.Errorf("%v after now: %v, want %v", after, got, want)
		}
	}
}

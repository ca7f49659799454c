package people_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/roster"
)

func TestDaysOfOnePost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why  string
		list []string
		want string
	}{
		{"none", nil, ""},
		{"always", []string{"R, Ketua @33 .."}, "Ketua 33 .."},
		{"a term", []string{"R, Ketua @33 2018-10-24..2023-10-23"}, "Ketua 33 2018-10-24..2023-10-23"},
		{"one day", []string{"R, Ketua @33 2018-10-24..2018-10-24"}, "Ketua 33 2018-10-24..2018-10-24"},
		{"two terms with a gap", []string{"R, Ketua @33 2018-10-24..2020-01-01", "R, Ketua @33 2020-01-03.."}, "Ketua 33 2018-10-24..2020-01-01, Ketua 33 2020-01-03.."},
		{"two terms without a gap", []string{"R, Ketua @33 2018-10-24..2020-01-01", "R, Ketua @33 2020-01-02.."}, "Ketua 33 2018-10-24.."},
		{"two terms that overlap", []string{"R, Ketua @33 2018-10-24..2020-01-01", "R, ketua @33 2019-01-01..2021-01-01"}, "ketua 33 2018-10-24..2021-01-01"},
		{"two posts, one after the other", []string{"R, Anggota @33 ..2020-01-01", "R, Ketua @33 2020-01-02.."}, "Anggota 33 ..2020-01-01, Ketua 33 2020-01-02.."},
		{"two posts on some days", []string{"R, Anggota @33 ..", "R, Ketua @33 2020-01-02..2020-01-31"}, "Anggota 33 ..2020-01-01, Anggota 33 2020-02-01.."},
		{"two posts always", []string{"R, Anggota @33 ..", "R, Ketua @33 .."}, ""},
		{"one post at two satker", []string{"R, Anggota @33 2020-01-01..", "R, Anggota @33.74 2021-01-01.."}, "Anggota 33 2020-01-01..2020-12-31"},
	} {
		if got := strings.Join(people.Spans(cast.Office(c.list...)), ", "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
}

// The days of one post are those on which the rows that hold are all of one post.
func TestDaysOfOnePostAreThoseOfTheRows(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 64))
	day := func(n int) string {
		return time.Date(2024, 2, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly)
	}
	const days = 30
	for range 300 {
		var rows []roster.Row
		for range rng.IntN(6) {
			from := rng.IntN(days)
			row := roster.Row{Name: "Rini Astuti", Post: cast.Pick(rng, "Ketua", "Anggota"), Satker: "33", From: day(from), To: day(from + rng.IntN(days-from))}
			if rng.IntN(4) == 0 {
				row.From = ""
			}
			if rng.IntN(4) == 0 {
				row.To = ""
			}
			rows = append(rows, row)
		}
		spans := people.Spans(rows)
		for n := range days {
			var want []string
			for _, r := range rows {
				if r.From <= day(n) && (r.To == "" || day(n) <= r.To) && !slices.Contains(want, r.Post) {
					want = append(want, r.Post)
				}
			}
			if len(want) > 1 {
				want = nil
			}
			var got []string
			for _, s := range spans {
				post, dates, _ := strings.Cut(s, " 33 ")
				if from, to, _ := strings.Cut(dates, ".."); from <= day(n) && (to == "" || day(n) <= to) {
					got = append(got, post)
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("on %s %q, want %q: %v make %q", day(n), got, want, rows, spans)
			}
		}
	}
}

// What a search by role asks for grows with the many of the list, whether they begin
// on few days or each on another.
func TestARoleAsksForFewTermsOfEachPerson(t *testing.T) {
	t.Parallel()
	const many = 2_000
	first := time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		days     int // on which terms begin
		mostEach float64
	}{{1, 1.1}, {60, 2.5}, {many, 9}} {
		var rows []roster.Row
		var told []cast.Post
		for n := range many {
			name := cast.Letters(n, 6) + " Santoso"
			told = append(told, cast.Post{Name: name, At: "?33"})
			rows = append(rows, roster.Row{Name: name, Post: "Anggota", Satker: "33", From: first.AddDate(0, 0, n%c.days).Format(time.DateOnly)})
		}
		r := people.Meet(t, []*article.Article{cast.Telling("a", "2024-06-01", told...)})
		r.EnlistRows(t, rows)
		if got := float64(r.ListedTerms("Anggota")) / many; got < 0.5 || got > c.mostEach {
			t.Errorf("%d first days: %.2f terms for each person", c.days, got)
		}
	}
}

package archive_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index/internal/cast"
)

// The years in which decision 0062 takes two mentions for one person.
func TestYearsBoundWhoIsOnePerson(t *testing.T) {
	t.Parallel()
	const chair, member, secretary, staff = "33!Ketua", "33!Anggota", "33!Sekretaris", "33!Kepala Subbagian Hukum"
	for _, c := range []struct {
		why           string
		first, second cast.Post
		dates         [2]string
		one           bool
	}{
		{"initials in one year", cast.Post{Name: "Mochammad Zulfikri", At: member}, cast.Post{Name: "M. Zulfikri", At: member}, [2]string{"2019-06-01", "2019-12-31"}, true},
		{"initials five years later", cast.Post{Name: "Mochammad Zulfikri", At: member}, cast.Post{Name: "M. Zulfikri", At: chair}, [2]string{"2019-06-01", "2024-12-31"}, true},
		{"initials five years before", cast.Post{Name: "Mochammad Zulfikri", At: member}, cast.Post{Name: "M. Zulfikri", At: member}, [2]string{"2024-06-01", "2019-01-01"}, true},
		{"initials six years later", cast.Post{Name: "Mochammad Zulfikri", At: member}, cast.Post{Name: "M. Zulfikri", At: member}, [2]string{"2019-06-01", "2025-01-01"}, false},
		{"initials without a day", cast.Post{Name: "Mochammad Zulfikri", At: member}, cast.Post{Name: "M. Zulfikri", At: member}, [2]string{"2019-06-01", ""}, false},
		{"a chair's short name in one year", cast.Post{Name: "Handi Tri Ujiono", At: chair}, cast.Post{Name: "Ujiono", At: chair}, [2]string{"2023-06-01", "2023-06-01"}, true},
		{"a chair's short name a year later", cast.Post{Name: "Handi Tri Ujiono", At: chair}, cast.Post{Name: "Ujiono", At: chair}, [2]string{"2023-01-01", "2024-12-31"}, true},
		{"a chair's short name a year before", cast.Post{Name: "Handi Tri Ujiono", At: secretary}, cast.Post{Name: "Ujiono", At: secretary}, [2]string{"2024-12-31", "2023-01-01"}, true},
		{"a chair's short name two years later", cast.Post{Name: "Handi Tri Ujiono", At: chair}, cast.Post{Name: "Ujiono", At: chair}, [2]string{"2023-12-31", "2025-01-01"}, false},
		{"a chair's short name without a day", cast.Post{Name: "Handi Tri Ujiono", At: chair}, cast.Post{Name: "Ujiono", At: chair}, [2]string{"2023-12-31", ""}, false},
		{"commission and secretariat in one year", cast.Post{Name: "Basmar Prianto", At: member}, cast.Post{Name: "Basmar Perianto", At: staff}, [2]string{"2023-01-01", "2023-12-31"}, false},
		{"commission and secretariat in two years", cast.Post{Name: "Basmar Prianto", At: member}, cast.Post{Name: "Basmar Perianto", At: staff}, [2]string{"2023-12-31", "2024-01-01"}, true},
		{"commission and secretariat without a day", cast.Post{Name: "Basmar Prianto", At: member}, cast.Post{Name: "Basmar Perianto", At: staff}, [2]string{"2023-01-01", ""}, true},
	} {
		for turn := range 2 {
			s := newShelf(t)
			articles := []*article.Article{cast.Telling("a", c.dates[0], c.first), cast.Telling("b", c.dates[1], c.second)}
			if turn == 1 {
				slices.Reverse(articles)
			}
			for _, a := range articles {
				s.put(a)
			}
			if got := len(s.people()); (got == 1) != c.one {
				t.Errorf("%s, turn %d: %d people", c.why, turn, got)
			}
		}
	}
}

// A career is offered as long as articles tell of posts in both offices for one year at
// most.
func TestAHandoverOfOneYearIsACareer(t *testing.T) {
	t.Parallel()
	for both, want := range []int{1, 1, 0, 0} {
		s := newShelf(t)
		for n, year := range []int{2019, 2020, 2021} {
			s.put(cast.Telling(fmt.Sprint("a", n), fmt.Sprint(year, "-06-01"), cast.Post{Name: "Agus Budi Santoso", At: "33.74!Anggota"}))
		}
		for n := range 3 {
			s.put(cast.Telling(fmt.Sprint("b", n), fmt.Sprint(2022-both+n, "-06-01"), cast.Post{Name: "Agus Budi Santoso", At: "33.17!Anggota"}))
		}
		for id := range s.people() {
			if who, _ := s.People.Official(id); len(who.MaybeSame) != want {
				t.Errorf("%d years in both: %s is offered %+v", both, id, who.MaybeSame)
			}
		}
	}
}

package index_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index"
)

// The years in which decision 0062 takes two mentions for one person.
func TestYearsBoundWhoIsOnePerson(t *testing.T) {
	t.Parallel()
	const chair, member, secretary, staff = "33!Ketua", "33!Anggota", "33!Sekretaris", "33!Kepala Subbagian Hukum"
	for _, c := range []struct {
		why           string
		first, second post
		dates         [2]string
		one           bool
	}{
		{"initials in one year", post{"Mochammad Zulfikri", member}, post{"M. Zulfikri", member}, [2]string{"2019-06-01", "2019-12-31"}, true},
		{"initials five years later", post{"Mochammad Zulfikri", member}, post{"M. Zulfikri", chair}, [2]string{"2019-06-01", "2024-12-31"}, true},
		{"initials five years before", post{"Mochammad Zulfikri", member}, post{"M. Zulfikri", member}, [2]string{"2024-06-01", "2019-01-01"}, true},
		{"initials six years later", post{"Mochammad Zulfikri", member}, post{"M. Zulfikri", member}, [2]string{"2019-06-01", "2025-01-01"}, false},
		{"initials without a day", post{"Mochammad Zulfikri", member}, post{"M. Zulfikri", member}, [2]string{"2019-06-01", ""}, false},
		{"a chair's short name in one year", post{"Handi Tri Ujiono", chair}, post{"Ujiono", chair}, [2]string{"2023-06-01", "2023-06-01"}, true},
		{"a chair's short name a year later", post{"Handi Tri Ujiono", chair}, post{"Ujiono", chair}, [2]string{"2023-01-01", "2024-12-31"}, true},
		{"a chair's short name a year before", post{"Handi Tri Ujiono", secretary}, post{"Ujiono", secretary}, [2]string{"2024-12-31", "2023-01-01"}, true},
		{"a chair's short name two years later", post{"Handi Tri Ujiono", chair}, post{"Ujiono", chair}, [2]string{"2023-12-31", "2025-01-01"}, false},
		{"a chair's short name without a day", post{"Handi Tri Ujiono", chair}, post{"Ujiono", chair}, [2]string{"2023-12-31", ""}, false},
		{"commission and secretariat in one year", post{"Basmar Prianto", member}, post{"Basmar Perianto", staff}, [2]string{"2023-01-01", "2023-12-31"}, false},
		{"commission and secretariat in two years", post{"Basmar Prianto", member}, post{"Basmar Perianto", staff}, [2]string{"2023-12-31", "2024-01-01"}, true},
		{"commission and secretariat without a day", post{"Basmar Prianto", member}, post{"Basmar Perianto", staff}, [2]string{"2023-01-01", ""}, true},
	} {
		for turn := range 2 {
			s := newShelf(t)
			articles := []*article.Article{telling("a", c.dates[0], c.first), telling("b", c.dates[1], c.second)}
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
			s.put(telling(fmt.Sprint("a", n), fmt.Sprint(year, "-06-01"), post{"Agus Budi Santoso", "33.74!Anggota"}))
		}
		for n := range 3 {
			s.put(telling(fmt.Sprint("b", n), fmt.Sprint(2022-both+n, "-06-01"), post{"Agus Budi Santoso", "33.17!Anggota"}))
		}
		for id := range s.people() {
			if who, _ := s.Official(id); len(who.MaybeSame) != want {
				t.Errorf("%d years in both: %s is offered %+v", both, id, who.MaybeSame)
			}
		}
	}
}

// Words mean at most 16 people, and these at most 1,024 raw keys: of the most articles.
func TestWordsMeanSoManyPeopleAndKeys(t *testing.T) {
	t.Parallel()
	const most, mostKeys = 16, 1024
	// people names n people, of offices of their own, the last in the most articles.
	people := func(n int) (list []*article.Article) {
		for i := range n {
			for k := range i + 1 {
				list = append(list, telling(fmt.Sprintf("a%d-%d", i, k), "2024-06-01", post{"Budi Santoso", fmt.Sprintf("%02d.%02d", 11+i, 1)}))
			}
		}
		return list
	}
	for _, c := range []struct {
		why           string
		in            []*article.Article
		people, keys  int
		first, absent string // raw keys
	}{
		{"one", people(1), 1, 1, "Budi Santoso\x1f=11.01", ""},
		{"as many as may be", people(most), most, most, "Budi Santoso\x1f=26.01", ""},
		{"one more", people(most + 1), most, most, "Budi Santoso\x1f=27.01", "Budi Santoso\x1f=11.01"},
		{"as many keys as may be", manyKeys(mostKeys), 1, mostKeys, "Budi Santoso\x1f=33", ""},
		{"one key more", manyKeys(mostKeys + 1), 1, mostKeys, "Budi Santoso\x1f=33", "Budi Santoso\x1f~33,x0001"},
		{"keys of several", append(manyKeys(mostKeys-1), people(2)...), 3, mostKeys, "Budi Santoso\x1f=33", "Budi Santoso\x1f=11.01"},
	} {
		r := index.Meet(t, c.in)
		got, keys := r.Meant("budi", "santoso")
		if len(got) != c.people || len(keys) != c.keys || !slices.Contains(keys, c.first) || c.absent != "" && slices.Contains(keys, c.absent) {
			t.Errorf("%s: %d people by %d keys; has %q %v, has %q %v", c.why, len(got), len(keys), c.first, slices.Contains(keys, c.first), c.absent, slices.Contains(keys, c.absent))
		}
	}
}

// manyKeys names one person by n raw keys, all but the first two in two articles.
func manyKeys(n int) (list []*article.Article) {
	list = append(list, telling("m", "2024-06-01", post{"Budi Santoso", "33"}), telling("m'", "2024-06-01", post{"Budi Santoso", "33"}))
	for k := 1; k < n; k++ {
		for times := range min(k, 2) {
			a := telling(fmt.Sprintf("m%d-%d", k, times), "2024-06-01", post{"Budi Santoso", "~33"})
			a.Satker = append(a.Satker, fmt.Sprintf("x%04d", k))
			list = append(list, a)
		}
	}
	return list
}

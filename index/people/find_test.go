package people_test

import (
	"fmt"
	"slices"
	"testing"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/people"
)

// Words mean at most 16 people, and these at most 1,024 raw keys: of the most articles.
func TestWordsMeanSoManyPeopleAndKeys(t *testing.T) {
	t.Parallel()
	const most, mostKeys = 16, 1024
	// named names n people, of offices of their own, the last in the most articles.
	named := func(n int) (list []*article.Article) {
		for i := range n {
			for k := range i + 1 {
				list = append(list, cast.Telling(fmt.Sprintf("a%d-%d", i, k), "2024-06-01", cast.Post{Name: "Budi Santoso", At: fmt.Sprintf("%02d.%02d", 11+i, 1)}))
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
		{"one", named(1), 1, 1, "Budi Santoso\x1f=11.01", ""},
		{"as many as may be", named(most), most, most, "Budi Santoso\x1f=26.01", ""},
		{"one more", named(most + 1), most, most, "Budi Santoso\x1f=27.01", "Budi Santoso\x1f=11.01"},
		{"as many keys as may be", manyKeys(mostKeys), 1, mostKeys, "Budi Santoso\x1f=33", ""},
		{"one key more", manyKeys(mostKeys + 1), 1, mostKeys, "Budi Santoso\x1f=33", "Budi Santoso\x1f~33,x0001"},
		{"keys of several", append(manyKeys(mostKeys-1), named(2)...), 3, mostKeys, "Budi Santoso\x1f=33", "Budi Santoso\x1f=11.01"},
	} {
		r := people.Meet(t, c.in)
		got, keys := r.MeantBy("budi", "santoso")
		if len(got) != c.people || len(keys) != c.keys || !slices.Contains(keys, c.first) || c.absent != "" && slices.Contains(keys, c.absent) {
			t.Errorf("%s: %d people by %d keys; has %q %v, has %q %v", c.why, len(got), len(keys), c.first, slices.Contains(keys, c.first), c.absent, slices.Contains(keys, c.absent))
		}
	}
}

// manyKeys names one person by n raw keys, all but the first two in two articles.
func manyKeys(n int) (list []*article.Article) {
	list = append(list, cast.Telling("m", "2024-06-01", cast.Post{Name: "Budi Santoso", At: "33"}), cast.Telling("m'", "2024-06-01", cast.Post{Name: "Budi Santoso", At: "33"}))
	for k := 1; k < n; k++ {
		for times := range min(k, 2) {
			a := cast.Telling(fmt.Sprintf("m%d-%d", k, times), "2024-06-01", cast.Post{Name: "Budi Santoso", At: "~33"})
			a.Satker = append(a.Satker, fmt.Sprintf("x%04d", k))
			list = append(list, a)
		}
	}
	return list
}

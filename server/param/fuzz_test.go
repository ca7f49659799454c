package param_test

import (
	"reflect"
	"testing"
	"unicode/utf8"

	"warta/index"
	"warta/internal/race"
	"warta/server/param"
	"warta/server/web"
)

func FuzzParameters(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	for _, seed := range []string{
		"", "q=arsip&satker=33,33.74&date=2025-11", "q=%ff&size=-1", "size=1&size=2", "official=../x,%00", "a=b;c=d&%zz", "q=" + "%22(",
		"date=none,2025,2025-02-30&from=2025-01-01&to=2024-01-01", "facets=none,date", "min_confidence=NaN&kind=direct",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		for _, of := range []index.Of{index.Articles, index.Quotes} {
			p := param.New(raw)
			q := param.Query(p, of)
			err := p.Done()
			if err == nil {
				if err := q.Validate(); err != nil {
					t.Errorf("%q passes the server and not the archive: %v", raw, err)
				}
			} else if index.KindOf(err) != index.Invalid || !utf8.ValidString(index.TextOf(err)) {
				t.Errorf("%q: got %v", raw, err)
			}
			page := param.Filters(param.ForPage(raw), of)
			if err := page.Validate(); err != nil {
				t.Errorf("%q passes a page and not the archive: %v", raw, err)
			}
			again := param.Filters(param.ForPage(web.State(page).Encode()), of)
			if !reflect.DeepEqual(page, again) {
				t.Errorf("%q: the link of a page leads elsewhere\n got %+v\nwant %+v", raw, again, page)
			}
		}
	})
}

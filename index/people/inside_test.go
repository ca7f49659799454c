package people_test

import (
	"testing"

	"warta/analyzers/article"
	"warta/index/internal/cast"
	"warta/index/people"
)

// An article that the registry has not read yet is shown without a link from a private
// person to the office holder of the name.
func TestAPrivatePersonOfAnUnreadArticleHasNoLink(t *testing.T) {
	t.Parallel()
	r := people.Meet(t, []*article.Article{cast.Telling("a", "2024-06-01", cast.Post{Name: "Rini Astuti", At: "33"})})
	pupil := cast.Telling("b", "2024-06-01", cast.Post{Name: "Rini Astuti", At: "-33"})
	pupil.Officials[0].ID = "rini-astuti"
	pupil.Quotes = []article.Quote{{Text: "Saya memilih.", Speaker: &article.Person{ID: "rini-astuti", Name: "Rini Astuti"}}}
	got := r.Show(pupil)
	if id := got.Officials[0].ID; id != "rini-astuti-b" || got.Quotes[0].Speaker.ID != id || got.Officials[0].Public {
		t.Errorf("shown as %+v, spoken by %+v", got.Officials[0], got.Quotes[0].Speaker)
	}
}

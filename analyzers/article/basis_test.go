package article_test

import (
	"encoding/json"
	"testing"

	"warta/analyzers/article"
)

func TestARoleSaysWhoTellsIt(t *testing.T) {
	t.Parallel()
	for basis, want := range map[article.Basis]string{
		"":                  `{"title":"Ketua","basis":"text"}`,
		article.ByRoster:    `{"title":"Ketua","basis":"roster"}`,
		article.ByElsewhere: `{"title":"Ketua","basis":"elsewhere"}`,
	} {
		role := article.Role{Title: "Ketua", Basis: basis}
		data, err := json.Marshal(role)
		if err != nil || string(data) != want {
			t.Errorf("%q: got %s, %v", basis, data, err)
		}
		var back article.Role
		if err := json.Unmarshal(data, &back); err != nil || back != role {
			t.Errorf("%s is read as %+v, %v", data, back, err)
		}
	}
	var old article.Role // as golds and older exports have it
	if err := json.Unmarshal([]byte(`{"title":"Ketua"}`), &old); err != nil || old != (article.Role{Title: "Ketua"}) {
		t.Errorf("got %+v, %v", old, err)
	}
}

package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/search"
)

type person struct {
	ID, Name         string
	Articles, Quotes int
	Aliases          []string
	Roles            []struct {
		Title, Satker, From, To string
		Count                   int
	}
	RolesOf                int `json:"roles_of"`
	Months, Satker, Topics []index.Count
	Speaks                 struct{ Satker, Topics []index.Count }
}

func TestAnOfficialIsWhatTheArticlesShow(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	s.fill()
	list := read[struct {
		Officials []struct {
			ID, Name string
			Count    int
		}
		Next *string
	}](t, s.get("/v1/officials?size=3"))
	if len(list.Officials) != 3 || list.Next == nil {
		t.Fatalf("got %+v", list)
	}
	for _, o := range list.Officials {
		got := read[person](t, s.get("/v1/officials/"+o.ID))
		total := read[search.Page](t, s.get("/v1/search?collapse=false&size=0&official="+o.ID)).Total
		if got.ID != o.ID || got.Name == "" || got.Articles != total || got.Articles != o.Count || got.RolesOf != total || len(got.Months) == 0 {
			t.Errorf("%s: got %+v, want %d articles", o.ID, got, total)
		}
		page := s.get("/pejabat/" + o.ID)
		root := sound(t, "/pejabat/"+o.ID, page.body)
		if page.status != http.StatusOK || root.all("h1")[0].text() != got.Name {
			t.Errorf("the page of %s: %d, headed %q", o.ID, page.status, root.all("h1")[0].text())
		}
	}
	second := read[struct{ Officials []struct{ ID string } }](t, s.get("/v1/officials?size=3&cursor="+*list.Next))
	for _, o := range second.Officials {
		if o.ID == list.Officials[0].ID || o.ID == list.Officials[2].ID {
			t.Errorf("%s is on both pages", o.ID)
		}
	}
	for _, path := range []string{"/v1/officials/nobody", "/v1/officials/..%2Fx", "/pejabat/nobody", "/satker/99", "/satker/x", "/topik/none"} {
		if a := s.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: got %d", path, a.status)
		}
	}
	for _, path := range []string{"/satker/33", "/satker/33.74", "/satker/00", "/topik/logistik", "/topik/arsip"} {
		if a := s.get(path); a.status == http.StatusOK {
			sound(t, path, a.body)
		} else if !strings.HasPrefix(path, "/topik/") {
			t.Errorf("%s: got %d", path, a.status)
		}
	}
	topics := read[struct{ Topics []struct{ ID, Label string } }](t, s.get("/v1/topics"))
	for _, topic := range topics.Topics {
		a := s.get("/topik/" + topic.ID)
		if root := sound(t, "/topik/"+topic.ID, a.body); a.status != http.StatusOK || root.all("h1")[0].text() != topic.Label {
			t.Errorf("/topik/%s: %d", topic.ID, a.status)
		}
	}
}

func TestRolesHaveTheDatesOfTheArticlesThatSaySo(t *testing.T) {
	t.Parallel()
	says := func(date, title, office, satker string) search.Hit {
		a := sample()
		a.Date, a.Officials[0].Roles = date, []article.Role{{Title: title, Office: office, Satker: satker}}
		return search.Hit{ID: "a", Article: a}
	}
	archive := &stub{search: func(_ context.Context, q search.Query) (*search.Page, error) {
		if q.Of == index.Quotes {
			return &search.Page{}, nil
		}
		return &search.Page{Total: 5, Hits: []search.Hit{
			says("2025-11-04", "Ketua", "KPU Kota Semarang", "33.74"),
			says("2025-06-01", "Ketua", "KPU Semarang", "33.74"),
			says("2024-01-01", "Anggota", "KPU Kota Semarang", "33.74"),
			says("2023-01-01", "Ketua", "KPU Kota Salatiga", "33.73"),
			says("", "Ketua", "KPU Kota Salatiga", "33.73"),
		}}, nil
	}}
	got := read[person](t, start(t, archive).get("/v1/officials/budi-santoso"))
	var roles []string
	for _, r := range got.Roles {
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		roles = append(roles, string(text))
	}
	want := []string{
		`{"Title":"Ketua","Satker":"33.74","From":"2025-06-01","To":"2025-11-04","Count":2}`,
		`{"Title":"Anggota","Satker":"33.74","From":"2024-01-01","To":"2024-01-01","Count":1}`,
		`{"Title":"Ketua","Satker":"33.73","From":"2023-01-01","To":"2023-01-01","Count":2}`,
	}
	if strings.Join(roles, "\n") != strings.Join(want, "\n") || got.RolesOf != 5 {
		t.Errorf("of %d articles got\n%s\nwant\n%s", got.RolesOf, strings.Join(roles, "\n"), strings.Join(want, "\n"))
	}
}

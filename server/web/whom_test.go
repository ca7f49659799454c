package web

import (
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/people"
	"warta/index/search"
	"warta/index/understand"
)

func TestPostsHaveYears(t *testing.T) {
	t.Parallel()
	steps := []people.CareerStep{
		{Satker: "33.74", Post: "anggota", From: 2018, To: 2019}, {Satker: "33", Post: "ketua", From: 2023, To: 2025}, {Body: "bawaslu-kota-tegal", Post: "anggota"},
	}
	for _, c := range []struct {
		why   string
		of    people.Official
		codes []string
		want  string
	}{
		{"the latest first", people.Official{Career: steps}, nil, "Ketua 33 2023–2025; Anggota 33.74 2018–2019"},
		{"the office that is asked for first", people.Official{Career: steps}, []string{"33.74"}, "Anggota 33.74 2018–2019; Ketua 33 2023–2025"},
		{"another body", people.Official{Career: steps[2:]}, nil, "Anggota Bawaslu Kota Tegal"},
		{"one year", people.Official{Career: []people.CareerStep{{Satker: "33", Post: "ketua", From: 2024, To: 2024}}}, nil, "Ketua 33 2024"},
		{
			"the list of office holders is asked first",
			people.Official{Career: steps, Roster: []people.RosterPost{{Title: "Ketua", Office: "KPU Kota Tegal", From: "2023-10-24"}, {Title: "Anggota", Office: "KPU Kota Tegal", From: "2018-10-24", To: "2023-10-23"}}},
			nil,
			"Ketua KPU Kota Tegal sejak 2023; Anggota KPU Kota Tegal 2018–2023",
		},
		{"nothing is known", people.Official{}, nil, ""},
	} {
		if got := PostsOf(c.of, plainNames{}, c.codes); got != c.want {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
}

// A choice asks the rest of the text of the person, under the same filters.
func TestAChoiceKeepsWhatWasAsked(t *testing.T) {
	t.Parallel()
	q := search.Query{Of: index.Quotes, Text: "budi soal logistik", Role: []string{"ketua"}, From: "2024-01-01"}
	v := NewSearchView("", "/kutipan", q, &search.Page{}, plainNames{})
	v.AddQuestion(q, "budi", []Whom{{ID: "budi-santoso", Name: "Budi Santoso", Posts: "Ketua KPU 2019–2024", Rest: "soal logistik"}, {ID: "budi-raharjo", Name: "Budi Raharjo"}})
	if got, want := v.Questions[0].Choices[0].Href, "/kutipan?from=2024-01-01&official=budi-santoso&q=soal+logistik&role=ketua"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := v.Questions[0].Choices[1].Href, "/kutipan?from=2024-01-01&official=budi-raharjo&role=ketua"; got != want {
		t.Errorf("without a rest: got %s, want %s", got, want)
	}
}

func TestOtherQuotesOfAPersonAreToldApart(t *testing.T) {
	t.Parallel()
	q := search.Query{Of: index.Quotes, Text: "budi logistik"}
	hit := func(matched string) search.Hit {
		h := hitOf("direct", "Kami siap", 0.9, false)
		h.Quote.Matched = matched
		return h
	}
	for _, c := range []struct {
		why, mode, subject string
		hits               []search.Hit
		persons            int
		others             string
		any                bool
	}{
		{"nothing on the subject", "any", "logistik", []search.Hit{hit(""), hit("")}, 1, "logistik", false},
		{"most words", "most", "logistik", []search.Hit{hit("")}, 2, "logistik", false},
		{"a part of the subject", "any", "logistik dan gudang", []search.Hit{hit(""), hit("title")}, 1, "", true},
		{"all of it", "all", "logistik", []search.Hit{hit("around")}, 1, "", false},
		{"no subject", "any", "", []search.Hit{hit("")}, 1, "", true},
		{"no person", "any", "logistik", []search.Hit{hit("")}, 0, "", true},
		{"nothing is found", "any", "logistik", nil, 1, "logistik", true},
	} {
		v := NewSearchView("", "/kutipan", q, &search.Page{Hits: c.hits, Total: len(c.hits), Query: understand.Understood{Mode: c.mode}}, plainNames{})
		for range c.persons {
			v.AddPerson(Whom{ID: "budi", Name: "Budi"})
		}
		if v.SetSubject(c.subject); v.Others != c.others || v.Any != c.any {
			t.Errorf("%s: others on %q, any %v", c.why, v.Others, v.Any)
		}
	}
}

func TestWhatIsNotWrittenOfAPostIsTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		role     *article.Role
		unstated bool
		want     string
	}{
		{nil, true, "jabatan pada hari itu tidak tertulis"},
		{&article.Role{Title: "Anggota"}, true, "divisi pada hari itu tidak tertulis"},
		{nil, false, ""},
	} {
		h := hitOf("direct", "Kami siap", 0.9, false)
		h.Quote.Role, h.Quote.PostUnstated = c.role, c.unstated
		if got := newSaid("/kutipan", "", h).Likely; got != c.want {
			t.Errorf("%+v, %t: got %q, want %q", c.role, c.unstated, got, c.want)
		}
	}
}

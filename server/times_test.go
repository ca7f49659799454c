package server_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"warta/index/search"
)

// TestTimesAndStagesAreToldAndTakenBack holds that the API and the page show a period and a stage
// with their days. A link reads the period as words again, another narrows by the stage.
func TestTimesAndStagesAreToldAndTakenBack(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for _, body := range []string{
		`{"external_id":"1","title":"Masa tenang Pemilu, APK diturunkan","published":"2024-02-12","satker":"33.74","body":"Bawaslu menurunkan alat peraga pada masa tenang."}`,
		`{"external_id":"2","title":"Masa tenang Pilkada, APK diturunkan","published":"2024-11-25","satker":"33.74","body":"Bawaslu menurunkan alat peraga pada masa tenang."}`,
	} {
		if a := s.post("/v1/articles?wait=searchable", body); a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	page := read[search.Page](t, s.get("/v1/search?q=masa+tenang+februari+2024&facets=stage&match=all"))
	if p := page.Query.Periods; len(p) != 1 || p[0].From != "2024-02-01" || p[0].To != "2024-02-29" {
		t.Errorf("the period is %+v", p)
	}
	if st := page.Query.Stages; len(st) != 1 || !st[0].Sure || st[0].Meant[0].ID != "pemilu-2024.masa-tenang" || st[0].Meant[0].Days[0].From != "2024-02-11" {
		t.Errorf("the stage is %+v", st)
	}
	if f := page.Facets["stage"]; len(f) != 2 || f[0].Count != 1 {
		t.Errorf("the facet is %+v", f)
	}
	if off := read[search.Page](t, s.get("/v1/search?q=masa+tenang+februari+2024&period=off")); off.Query.Periods != nil {
		t.Errorf("period=off is understood as %+v", off.Query.Periods)
	}
	for path, want := range map[string]int{
		"/v1/search?stage=pilkada-2024": 1, "/v1/search?stage=pemilu-2024.masa-tenang": 1, "/v1/search?stage=pemilu-2019": 0,
		"/v1/search?stage=pemilu-2024,pilkada-2024": 2,
	} {
		if got := read[search.Page](t, s.get(path)); got.Total != want {
			t.Errorf("%s finds %d articles, want %d", path, got.Total, want)
		}
	}
	if a := s.get("/v1/export?format=csv&stage=pilkada-2024"); strings.Count(strings.TrimSpace(a.body), "\n") != 1 {
		t.Errorf("the export has %s", a.body)
	}
	facet := read[struct {
		Values []struct{ Value, Label string }
	}](t, s.get("/v1/facets/stage?prefix=masa"))
	if len(facet.Values) != 2 || !strings.HasPrefix(facet.Values[0].Label, "Masa tenang P") {
		t.Errorf("/v1/facets/stage has %+v", facet.Values)
	}
	for path, field := range map[string]string{
		"/v1/search?period=maybe": "period", "/v1/quotes?stage=pemilu-2024": "stage", "/v1/quotes?facets=stage": "facets",
		"/v1/search?stage=masa%20tenang": "stage",
	} {
		if p := s.get(path).problem(t); p.Status != http.StatusBadRequest || p.Field != field {
			t.Errorf("%s: %d, field %q", path, p.Status, p.Field)
		}
	}
}

func TestThePageShowsTimesAndStages(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for _, body := range []string{
		`{"external_id":"1","title":"Masa tenang Pemilu, APK diturunkan","published":"2024-02-12","satker":"33.74","body":"Bawaslu menurunkan alat peraga."}`,
		`{"external_id":"2","title":"Masa tenang Pilkada, APK diturunkan","published":"2024-11-25","satker":"33.74","body":"Bawaslu menurunkan alat peraga."}`,
	} {
		if a := s.post("/v1/articles?wait=searchable", body); a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	for path, want := range map[string][]string{
		"/?q=apk+februari+2024": {
			`<a href="/?period=off&amp;q=apk&#43;februari&#43;2024" rel="nofollow"><span class="hidden">Jangan baca sebagai waktu: </span>februari 2024 = 1–29 Februari 2024<span`,
			`value="pemilu-2024.masa-tenang"`, ">Tahapan</legend>",
		},
		"/?q=apk+februari+2024&period=off": {
			`dibaca sebagai kata biasa. <a href="/?q=apk&#43;februari&#43;2024" rel="nofollow">Baca sebagai waktu</a>`,
			`<input type="hidden" name="period" value="off">`,
		},
		"/kutipan?q=apk+kemarin":          {`<a href="/kutipan?period=off&amp;q=apk&#43;kemarin" rel="nofollow">`},
		"/?q=masa+tenang+2024":            {"Tahapan <q>masa tenang</q> mana?", `href="/?q=masa&#43;tenang&#43;2024&amp;stage=pilkada-2024.masa-tenang" rel="nofollow">Masa tenang Pilkada 2024</a>`, "11–13 Februari 2024"},
		"/?q=masa+tenang+pemilu+2024":     {`stages">Tahapan <a`, ">Masa tenang Pemilu 2024</a>"},
		"/?stage=pemilu-2024.masa-tenang": {"Hapus filter </span>Masa tenang Pemilu 2024<span"},
		"/?stage=masa-tenang":             {"Tahapan <q>masa-tenang</q> tidak dikenal.", "Masa tenang Pilkada 2024</a>"},
		"/saring/stage":                   {"Masa tenang Pemilu 2024", "Pilkada 2024"},
	} {
		body := s.get(path).body
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("%s lacks %s in %s", path, text, regexp.MustCompile(`(?s)<main.*?</main>`).FindString(body))
			}
		}
	}
}

package stages

import (
	"slices"
	"strings"
	"testing"
)

func TestTheFileIsSound(t *testing.T) {
	t.Parallel()
	if err := Validate(); err != nil {
		t.Fatal(err)
	}
	for _, e := range Known().Elections() {
		if got, ok := Known().Election(e.ID); !ok || got.Name != e.Name || len(e.Stages) == 0 {
			t.Errorf("%s: got %+v, %v", e.ID, got, ok)
		}
	}
}

func TestAllFaultsAreTold(t *testing.T) {
	t.Parallel()
	_, err := parse([]byte(strings.NewReplacer("id: pilkada-2015", "id: pilkada-2017", "masa tenang, hari tenang", "Masa tenang, hari tenang").Replace(string(stagesFile))))
	for _, want := range []string{"an id of its own", "is not folded"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v without %q", err, want)
		}
	}
	for _, empty := range []string{"", "kinds: []", "stages: []\nelections: []"} {
		if _, err := parse([]byte(empty)); err == nil {
			t.Errorf("%q is sound", empty)
		}
	}
}

func TestStagesAreValidated(t *testing.T) {
	t.Parallel()
	valid := string(stagesFile)
	for _, c := range []struct{ why, old, new, want string }{
		{"valid", "", "", ""},
		{"unknown field", "regulation:", "law:", "field law not found"},
		{"no name", "name: masa tenang", `name: ""`, "an id of its own, a name"},
		{"no day", "2024-02-11..2024-02-13", "2024-02-30", `"2024-02-30": want a day`},
		{"ends before it begins", "2024-02-11..2024-02-13", "2024-02-11..2024-02-10", "ends before it begins"},
		{"ranges out of order", "[2014-04-09, 2014-07-09]", "[2014-07-09, 2014-04-09]", "before the range before"},
		{"another year", "2024-02-11..2024-02-13", "2004-02-11", "too far from 2024"},
		{"unknown stage", "      masa-tenang: [2024-02", "      masa-ramai: [2024-02", `unknown stage "masa-ramai"`},
		{"a stage of the other kind", "      masa-tenang: [2024-02", "      pendaftaran-paslon: [2024-02", "pemilu has no stage pendaftaran-paslon"},
		{"unknown kind", "kind: pilkada", "kind: pilkades", "a known kind"},
		{"a stage in an unknown kind", "in: [pilkada]", "in: [pilkades]", "needs known kinds"},
		{"two of one id", "id: pilkada-2015", "id: pilkada-2017", "an id of its own"},
		{"no regulation", "regulation: PKPU 2/2015", `regulation: ""`, "a regulation"},
		{"capitals", "masa tenang, hari tenang", "Masa tenang, hari tenang", "is not folded"},
		{"words of two stages", "masa tenang, hari tenang", "kampanye, hari tenang", `"kampanye" stands twice`},
	} {
		if !strings.Contains(valid, c.old) {
			t.Fatalf("%s: the file lacks %q", c.why, c.old)
		}
		_, err := parse([]byte(strings.Replace(valid, c.old, c.new, 1)))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.why, err, c.want)
		}
	}
}

func TestAnArticleIsOfAStageByWordsAndDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		days []string
		want []string
	}{
		{"masa tenang apk diturunkan", []string{"2024-02-12"}, []string{"pemilu-2024.masa-tenang"}},
		{"masa tenang apk diturunkan", []string{"2024-02-10", "2024-11-25"}, []string{"pilkada-2024.masa-tenang"}}, // by an event
		{"apk diturunkan", []string{"2024-02-12"}, nil},                                                            // days alone
		{"masa tenang apk diturunkan", []string{"2024-03-12"}, nil},                                                // words alone
		{"masa tenang apk diturunkan", nil, nil},
		{"masa tenang pilkada", []string{"2024-02-12"}, nil}, // of the other kind
		{"coklit data pemilih", []string{"2018-04-20"}, []string{"pemilu-2019.coklit"}},
		{"coklit terbatas", []string{"2018-04-20"}, nil},
		{"pemungutan suara pilgub", []string{"2018-06-27"}, []string{"pilkada-2018.pemungutan-suara"}},
		{"panitia pemungutan suara pilgub", []string{"2018-06-27"}, nil},
		{"kampanye antikorupsi", []string{"2024-02-01"}, nil},
		{"kampanye caleg", []string{"2024-02-01"}, []string{"pemilu-2024.kampanye"}},
	} {
		if got := Known().Of(strings.Fields(c.text), c.days); !slices.Equal(got, c.want) {
			t.Errorf("%q of %v is of %v, want %v", c.text, c.days, got, c.want)
		}
	}
}

func TestAQueryTellsTheElection(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		at   Time
		want string // the stages meant; with a question mark where the query does not tell
	}{
		{"masa tenang pemilu", Time{Years: []int{2024}}, "pemilu-2024.masa-tenang"},
		{"masa tenang", Time{Years: []int{2024}}, "pilkada-2024.masa-tenang pemilu-2024.masa-tenang?"},
		{"masa tenang pilkada", Time{}, "pilkada-2024.masa-tenang pilkada-2020.masa-tenang pilkada-2018.masa-tenang pilkada-2017.masa-tenang pilkada-2015.masa-tenang?"},
		{"coklit", Time{Days: []Days{{"2024-01-01", "2024-12-31"}}}, "pilkada-2024.coklit"},
		{"bacaleg", Time{Days: []Days{{"2024-01-01", "2024-12-31"}}}, "pemilu-2024.pencalonan-dpr-dprd"}, // the year of the election
		{"pemungutan suara", Time{Days: []Days{{"2024-02-14", "2024-02-14"}}}, "pemilu-2024.pemungutan-suara"},
		{"debat capres", Time{Days: []Days{{"2024-01-01", ""}}}, "pemilu-2024.kampanye"}, // the kind is in the words of the stage
		{"arsip", Time{Years: []int{2024}}, ""},
	} {
		var got []string
		for _, a := range Known().Asked(strings.Fields(c.text), c.at) {
			for _, s := range a.Stages {
				got = append(got, s.ID)
			}
			if !a.Sure {
				got[len(got)-1] += "?"
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q at %v means %q, want %q", c.text, c.at, s, c.want)
		}
	}
}

package topics

import (
	"strings"
	"testing"
)

// A word that is listed where it cannot be is reported with its list.
func TestListsOfTheFieldAreChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		about string
		tune  tuning
		want  string
	}{
		{"right lists", tuning{Field: []string{"kpu", "ppk", "pilpres"}, NearField: []string{"tps"}, Anywhere: []string{"pilpres"}, Doubtful: []string{"ppk", "tps"}, Shared: []string{"kpu"}}, ""},
		{"a word of the field and of politics", tuning{Field: []string{"kpu"}, NearField: []string{"kpu"}}, `nearfield: "kpu"`},
		{"a word twice", tuning{Field: []string{"kpu", "kpu"}}, `field: "kpu"`},
		{"of elections anywhere, not of the field", tuning{Anywhere: []string{"pilpres"}}, `anywhere: "pilpres"`},
		{"of elections anywhere, of politics", tuning{NearField: []string{"pemilu"}, Anywhere: []string{"pemilu"}}, `anywhere: "pemilu"`},
		{"shared, not of the field", tuning{Shared: []string{"kpu"}}, `shared: "kpu"`},
		{"doubtful, not of the field", tuning{Doubtful: []string{"ppk"}}, `doubtful: "ppk"`},
		{"doubtful twice", tuning{Field: []string{"ppk"}, Doubtful: []string{"ppk", "ppk"}}, `doubtful: "ppk"`},
		{"doubtful and shared", tuning{Field: []string{"kpu"}, Shared: []string{"kpu"}, Doubtful: []string{"kpu"}}, `doubtful: "kpu"`},
	} {
		var a automaton
		var faults []string
		for _, err := range a.build(nil, &c.tune, nil) {
			faults = append(faults, err.Error())
		}
		got := strings.Join(faults, "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got faults %q, want %q", c.about, got, c.want)
		}
	}
}

// A pair with a fault in its words is reported.
func TestPairsAreChecked(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]string{
		"paw + kpu - dprd|dewan": "",
		"paw":                    "want 2 to 4 groups",
		"paw + kpu - DPRD":       `"DPRD" is no folded word`,
		"paw + kpu - ":           `"" is no folded word`,
		"paw + KPU - dprd":       `"KPU" is no folded word`,
	} {
		var a automaton
		a.words, a.class = make(map[string]int32), []class{0}
		err := a.addPair(0, rule)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: got %v, want %q", rule, err, want)
		}
	}
}

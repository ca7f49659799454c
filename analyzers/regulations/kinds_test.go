package regulations

import (
	"strings"
	"testing"
)

func TestTheTableIsSound(t *testing.T) {
	t.Parallel()
	if err := Validate(); err != nil {
		t.Fatal(err)
	}
	for _, k := range Kinds() {
		if got, ok := KindByID(k.ID); !ok || got.Group != k.Group {
			t.Errorf("%s: got %+v, %v", k.ID, got, ok)
		}
	}
	if _, ok := KindByID("raja"); ok {
		t.Error("a kind that is none")
	}
}

func TestFaultsOfTheTableAreTold(t *testing.T) {
	t.Parallel()
	file := string(kindsFile)
	for fault, c := range map[string]struct{ old, new string }{
		"the id stands twice":        {"id: perpres", "id: perpu"},
		"is no id of a kind":         {"id: perpres", "id: Perpres 1"},
		"lacks a place":              {"short: PP {number}/{year}", "short: PP {number}"},
		"is no form":                 {"form: court", "form: royal"},
		"need codes":                 {"codes: [pke-dkpp]", "codes: []"},
		"have no codes":              {"names: [perpres, peraturan presiden]", "names: [perpres]\n    codes: [x]"},
		"is that of perpres":         {"names: [permendagri,", "names: [perpres,"},
		"is no name in lower case":   {"names: [pp,", "names: [PP,"},
		"no names":                   {"names: [pp, peraturan pemerintah]", "names: []"},
		"no group":                   {"group: Peraturan presiden", "group: ''"},
		"is no kind of filed":        {"regional: keputusan-kpu-daerah", "regional: uu"},
		"stands twice":               {"year: [tahun, thn", "year: [tahun, tahun"},
		"is no word in lower case":   {"year: [tahun, thn", "year: [tahun, Thn"},
		"is no code of numbers":      {"sole: puu", "sole: pun"},
		"had no session in 1999":     {"sole_years: [", "sole_years: [1999, "},
		"is no word of the list":     {"misspelt: [nomor]", "misspelt: [nomer]"},
		"with 5 letters or more":     {"misspelt: [nomor]", "misspelt: [nmr]"},
		"is that of putusan-mk":      {"coded: [putusan,", "coded: [putusan mk,"},
		"no words of the list issue": {file[strings.Index(file, "  issue: ["):strings.Index(file, "  # between such a verb")], ""},
		"field raja not found":       {"form: court", "raja: ya\n    form: court"},
	} {
		if strings.Count(file, c.old) == 0 {
			t.Fatalf("the table lacks %q", c.old)
		}
		if _, err := read([]byte(strings.Replace(file, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: got %v", fault, err)
		}
	}
	if _, err := read(nil); err == nil {
		t.Error("an empty table is sound")
	}
}

package people

import (
	"slices"
	"strings"
	"testing"
)

func TestPostsAreValidated(t *testing.T) {
	t.Parallel()
	const valid = `
commission: [ketua, anggota]
secretariat: [sekretaris]
sole: [ketua]
acting: [plt]
former: [mantan]
wanting: [calon]
elected: [terpilih]
elsewhere: [ketua umum]
units: [anggota]
general: [anggota]
divisions: [teknis]
asked: {ketua: [ketua], ketum: [ketua umum]}
`
	for _, c := range []struct{ why, old, new, want string }{
		{"valid", "", "", ""},
		{"unknown field", "sole:", "only:", "field only not found"},
		{"empty list", "acting: [plt]", "acting: []", "must not be empty"},
		{"capitals", "[sekretaris]", "[Sekretaris]", `"Sekretaris" is not folded, want "sekretaris"`},
		{"empty text", "[plt]", `[""]`, "is not folded"},
		{"twice in one set", "[ketua, anggota]", "[ketua, ketua]", `"ketua" stands twice`},
		{"in both sets", "[sekretaris]", "[ketua]", `"ketua" stands twice`},
		{"sole in no set", "sole: [ketua]", "sole: [bupati]", `sole has "bupati", which is in no set`},
		{"elsewhere in a set", "[ketua umum]\nunits", "[ketua]\nunits", `elsewhere has "ketua", which is in a set`},
		{"unit in no set", "units: [anggota]", "units: [bupati]", `units has "bupati", which is in no set`},
		{"general outside of the commission", "general: [anggota]", "general: [sekretaris]", `general has "sekretaris", which is not in commission`},
		{"asked in no set", "{ketua: [ketua],", "{ketua: [bupati],", `asked has "bupati" for "ketua", which is in no set`},
	} {
		_, err := parsePosts([]byte(strings.Replace(valid, c.old, c.new, 1)))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.why, err, c.want)
		}
	}
}

func TestAPostOfTheSearchBoxEndsAText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"ketua": "ketua", "siapa wakil ketua": "wakil ketua", "sekretaris jenderal": "sekretaris jenderal",
		"ketua kpu": "", "paketua": "", "": "",
	} {
		if got := KnownPosts().AskedAtEnd(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestAPostIsHeldInFullOrActing(t *testing.T) {
	t.Parallel()
	forms := KnownPosts().WithActing("ketua")
	for _, want := range []string{"ketua", "plt ketua", "plt. ketua", "plh. ketua", "pj. ketua", "pelaksana tugas ketua"} {
		if !slices.Contains(forms, want) {
			t.Errorf("%q lacks %q", forms, want)
		}
	}
	if slices.Contains(forms, "mantan ketua") {
		t.Errorf("a former holder is one: %q", forms)
	}
}

func TestReasonsHaveTexts(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for r := reasonNone; r <= reasonRoster; r++ {
		if text := r.text(); seen[text] || (text == "") != (r == reasonNone) {
			t.Errorf("reason %d: %q", r, text)
		}
		seen[r.text()] = true
	}
}

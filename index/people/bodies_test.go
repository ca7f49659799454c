package people

import (
	"strings"
	"testing"
)

func TestBodiesAreValidated(t *testing.T) {
	t.Parallel()
	const valid = `
same: [[disdukcapil, dinas dukcapil]]
levels: {kabupaten: kabupaten, kab: kabupaten}
level_of: {pemkab: kabupaten}
joins: [dan]
left_out: [ri]
classes: [kelas]
local: [desa]
longer: [utara]
posts: {kasatpol: {titles: [kepala], body: satpol}}
`
	for _, c := range []struct{ why, old, new, want string }{
		{"valid", "", "", ""},
		{"unknown field", "longer:", "shorter:", "field shorter not found"},
		{"empty", "same: [[disdukcapil, dinas dukcapil]]", "same: []", "must not be empty"},
		{"capitals", "dinas dukcapil", "Dinas Dukcapil", `"Dinas Dukcapil" is not folded, want "dinas dukcapil"`},
		{"one way", "[disdukcapil, dinas dukcapil]", "[disdukcapil]", "needs a word that stands for all"},
		{"several words stand for all", "[disdukcapil, dinas dukcapil]", "[dinas dukcapil, disdukcapil]", "needs a word that stands for all"},
		{"twice", "[disdukcapil, dinas dukcapil]", "[disdukcapil, disdukcapil]", `"disdukcapil" stands for "disdukcapil" and "disdukcapil"`},
		{"with a join", "dinas dukcapil", "dinas dan dukcapil", `"dinas dan dukcapil" has a word of joins`},
		{"a level that is none", "kab: kabupaten", "kab: kabupatén", "not in levels for itself"},
		{"a post without titles", "titles: [kepala]", "titles: []", `the post "kasatpol" has no titles`},
	} {
		_, err := parseBodies([]byte(strings.Replace(valid, c.old, c.new, 1)))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.why, err, c.want)
		}
	}
}

func TestNamesOfBodiesAreComparedInOneForm(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"disdukcapil kabupaten buleleng":                             "disdukcapil buleleng/kabupaten",
		"dinas kependudukan dan pencatatan sipil kabupaten buleleng": "disdukcapil buleleng/kabupaten",
		"dispendukcapil kab buleleng":                                "disdukcapil buleleng/kabupaten",
		"lapas kelas iia tenggarong":                                 "lapas tenggarong/",
		"kodim 1407 bone":                                            "kodim bone/",
		"sma negeri 1 kota bima":                                     "sman 1 bima/kota",
		"polres tegal kota":                                          "polres tegal kota/",
		"pemkab bone":                                                "pemerintah bone/kabupaten",
		"pemerintah provinsi papua selatan":                          "pemerintah papua selatan/provinsi",
		"ombudsman ri perwakilan jawa tengah":                        "ombudsman jawa tengah/",
		"dewan perwakilan rakyat daerah kota bima":                   "dprd bima/kota",
		"anri": "anri/",
	} {
		name := knownBodies().name(strings.Fields(text))
		if got := name.key() + "/" + name.level; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if name := knownBodies().name(strings.Fields("kecamatan waru kabupaten sidoarjo")); name.short != 2 {
		t.Errorf("%+v: the region may be left out", name)
	}
	if name := knownBodies().name(strings.Fields("perkumpulan penyandang disabilitas kota sorong")); name.short != 0 {
		t.Errorf("%+v: the region may not be left out", name)
	}
}

func TestOtherPostsAreTyped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"kadis dukcapil buleleng": "1 kepala,kepala dinas @dinas",
		"kalapas tenggarong":      "1 kepala @lapas",
		"kasatpol pp denpasar":    "2 kepala,kasatpol pp @satpol",
		"camat waru":              "1 camat @kecamatan",
		"walikota blitar":         "1 wali kota @pemerintah kota",
		"sekda biak":              "1 sekretaris daerah @pemerintah",
		"sekda provinsi bali":     "1 sekretaris daerah @pemerintah",
		"mendagri":                "1 menteri dalam negeri @kementerian dalam negeri whole",
		"ketua bawaslu":           "1 ketua @ unit",
		"presiden":                "0",
		"rapat camat":             "0",
	} {
		post, n := OtherPostAt(strings.Fields(text))
		got := string(rune('0' + n))
		if n > 0 {
			got += " " + strings.Join(post.Titles, ",") + " @" + strings.Join(post.Body, " ")
			if post.Whole {
				got += " whole"
			}
			if post.Unit && post.Body == nil {
				got += " unit"
			}
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestABodyLeavesWithItsLastPart(t *testing.T) {
	t.Parallel()
	x := newBodyIndex()
	scope := keyEnd + "/kecamatan-waru-kabupaten-sidoarjo/camat/2023"
	first, second := newPart("Rini Astuti"+scope), newPart("Totok Haryadi"+scope)
	x.add(first)
	x.add(second)
	x.remove(first)
	for _, key := range []string{"kecamatan waru", "kecamatan waru sidoarjo"} {
		if len(x.byName[key]) != 1 {
			t.Errorf("%q is of %d bodies", key, len(x.byName[key]))
		}
	}
	if x.remove(second); len(x.bySlug)+len(x.byName) != 0 {
		t.Errorf("%v %v are left", x.bySlug, x.byName)
	}
}

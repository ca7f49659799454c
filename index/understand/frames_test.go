package understand

import (
	"strings"
	"testing"
)

func TestFramesAreValidated(t *testing.T) {
	t.Parallel()
	const valid = `
speech: [apa kata, siapa]
about: [soal]
`
	for _, c := range []struct{ why, old, new, want string }{
		{"valid", "", "", ""},
		{"unknown field", "about:", "on:", "field on not found"},
		{"empty list", "[soal]", "[]", "must not be empty"},
		{"capitals", "[soal]", "[Soal]", `"Soal" is not folded, want "soal"`},
		{"two spaces", "apa kata", "apa  kata", "is not folded"},
		{"empty text", "[soal]", `[""]`, "is not folded"},
		{"twice", "[apa kata, siapa]", "[siapa, siapa]", `"siapa" stands twice`},
		{"in both", "[soal]", "[siapa]", `"siapa" stands twice`},
	} {
		_, err := parseFrames([]byte(strings.Replace(valid, c.old, c.new, 1)))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.why, err, c.want)
		}
	}
}

func TestTheLongestFrameIsTaken(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"siapa yang bilang begitu": 3, "siapa bilang": 1, "apa yang dikatakan oleh": 3, "soal ujian": 1, "logistik": 0, "": 0,
	} {
		if n, _ := knownFrames().at(strings.Fields(text)); n != want {
			t.Errorf("%q: %d words, want %d", text, n, want)
		}
	}
}

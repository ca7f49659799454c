package periods

import (
	"strings"
	"testing"
)

func TestWordsAreValidated(t *testing.T) {
	t.Parallel()
	valid := string(wordsFile)
	for _, c := range []struct{ why, old, new, want string }{
		{"valid", "", "", ""},
		{"unknown field", "before:", "earlier:", "field earlier not found"},
		{"an empty list", "before: [sebelum]", "before: []", "before is empty"},
		{"capitals", "[sebelum]", "[Sebelum]", `"Sebelum" is not folded, want "sebelum"`},
		{"twice", "[sebelum]", "[sebelum, sebelum]", `"sebelum" stands twice`},
		{"two meanings", "[sebelum]", "[sejak]", `"sejak" bounds a period in two ways`},
		{"no unit", "of: day", "of: hour", `"hour" is not day, week, month or year`},
		{"no part", "awal: first", "awal: fourth", `"fourth" is not first, second or third`},
		{"no years", "years: [1955", "held: [1955", "field held not found"},
	} {
		_, err := parseWords([]byte(strings.Replace(valid, c.old, c.new, 1)))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.why, err, c.want)
		}
	}
}

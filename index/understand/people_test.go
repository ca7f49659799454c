package understand_test

import (
	"testing"

	"warta/index/understand"
)

func TestTitlesAreCutOffNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"":                 "",
		"mach":             "mach",
		"pak mach":         "mach",
		"pak dr. handi tr": "handi tr",
		"handi pak":        "handi pak",
		"pak":              "pak",
		"pak dr.":          "dr.",
	} {
		if got := understand.WithoutTitles(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

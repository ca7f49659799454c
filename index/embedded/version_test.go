package embedded

import "testing"

func TestAnIndexOfThisFormatIsOpened(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		Version:                      true,
		"bleve-" + format + ".5.0":   true, // by a program that wrote the documents' version too
		"bleve-" + format + "1":      false,
		"bleve-1.5.1":                false,
		"":                           false,
		"bleve-":                     false,
		"something else of long ago": false,
	} {
		if got := answers(version); got != want {
			t.Errorf("%q: got %v, want %v", version, got, want)
		}
	}
}

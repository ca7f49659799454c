package understand_test

import (
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/understand"
)

// firstStep returns the first step of a query, written out.
func firstStep(t *testing.T, r *people.Registry, of index.Of, like float64, text string) string {
	t.Helper()
	weights := understand.DefaultWeights()
	weights.Like = like
	steps := understand.Text(text, understand.Options{Of: of, Weights: &weights, Today: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC), People: r}).Steps
	if len(steps) == 0 {
		return ""
	}
	return steps[0].Where.String()
}

// Names that are like the one asked for are part of the query of a name of two words or more,
// of nothing else, and their number is bounded.
func TestQueriesAskForNamesThatAreAlike(t *testing.T) {
	t.Parallel()
	r := registryOf(t, cast.Article("a", "2024-02-01", cast.Post{Name: "Husin Mubarok", At: "33.28!Ketua"}, cast.Post{Name: "Soleman Nugeraha", At: "33.27!Ketua"}))
	const most, least = 10, 4000 // times the bytes written out
	for text, want := range map[string]string{
		"husein mubarak":                      "husinmubarok",
		"Muhammad Husein Mubarak":             "muhamathusin",
		"logistik Husein Mubarak":             "husinmubarok",
		"ahmad husein mubarak logistik":       "husinmubarok",
		"sulaiman nugraha":                    "salemanugeraha",
		"husein":                              "",
		"mubarak logistik":                    "",
		"data pemilih":                        "",
		"surat suara rusak":                   "",
		`"husein mubarak"`:                    "",
		"-husein":                             "",
		"judul:husein":                        "",
		strings.Repeat("husein mubarak ", 16): "",
	} {
		without, with := firstStep(t, r, index.Articles, 0, text), firstStep(t, r, index.Articles, 0.2, text)
		if want == "" && with != without && len(text) < 100 {
			t.Errorf("%q asks for %s", text, with)
		}
		if !strings.Contains(with, want) || len(with) > len(without)*most+least {
			t.Errorf("%q does not ask for %s, or for too much: %d bytes, %d without: %s", text, want, len(with), len(without), with)
		}
	}
}

// A speaker whose name is like the one asked for is meant only where no one has that name.
func TestSpeakersOfAlikeNames(t *testing.T) {
	t.Parallel()
	alike := cast.Article("a", "2024-02-01", cast.Post{Name: "Husin Mubarok", At: "33.28!Ketua"})
	same := cast.Article("b", "2024-02-01", cast.Post{Name: "Husein Mubarak", At: "34.02!Ketua"})
	for _, c := range []struct {
		r          *people.Registry
		text, want string
	}{
		{registryOf(t, alike), "apa kata husein mubarak soal logistik", "Husin Mubarok"},
		{registryOf(t, alike, same), "apa kata husein mubarak soal logistik", "Husein Mubarak"},
		{registryOf(t, alike), "apa kata husein soal logistik", ""},
		{registryOf(t, alike), "ahmad husein mubarak", ""}, // another name
		{registryOf(t, alike), "husein mubarak tanjung", ""},
		{registryOf(t, alike), "pejabat:\"husein\"", ""},
	} {
		weights := understand.DefaultWeights()
		got := understand.Text(c.text, understand.Options{Of: index.Quotes, Weights: &weights, Today: time.Now(), People: c.r}).Summary
		var names []string
		for _, p := range got.People {
			names = append(names, p.Name)
		}
		if strings.Join(names, ", ") != c.want {
			t.Errorf("%q means %q, want %q", c.text, names, c.want)
		}
		if c.want != "" && got.Subject != "logistik" {
			t.Errorf("%q is about %q", c.text, got.Subject)
		}
	}
}

// Package samples holds the built-in articles: made-up texts in the forms that
// real articles of KPU offices have, each with what a perfect reader finds in
// it. The demo is filled with them and the reader is measured on them.
package samples

import (
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed articles
var files embed.FS

// A Sample is one text or page with its gold. A listing page holds several
// articles and has a gold for each, in the order of the page.
type Sample struct {
	Name    string // "12-rakor-sulut"
	Raw     string // the text or page as received
	HTML    bool   // Raw is a page
	Listing bool   // Raw holds several articles
	Held    bool   // held back while rules are written; see [Held]
	URL     string // as given with it, or empty
	// Published is the ISO date given with it, or empty.
	Published string
	Gold      []json.RawMessage
}

// Held reports whether the gold file of that name ("12-rakor-sulut.json") is of
// the third that is held back while rules are written: those whose SHA-256,
// read as a big-endian number, is divisible by three.
func Held(goldFile string) bool {
	rest := 0
	for _, b := range sha256.Sum256([]byte(goldFile)) {
		rest = (rest*256 + int(b)) % 3
	}
	return rest == 0
}

// All returns the samples in the order of their names.
func All() ([]Sample, error) {
	entries, err := fs.ReadDir(files, "articles")
	if err != nil {
		return nil, fmt.Errorf("list samples: %w", err)
	}
	var all []Sample
	for _, entry := range entries {
		name := entry.Name()
		stem, isArray := strings.CutSuffix(name, ".array")
		if !isArray {
			var isObject bool
			if stem, isObject = strings.CutSuffix(name, ".json"); !isObject {
				continue
			}
		}
		s, err := load(stem, name, isArray)
		if err != nil {
			return nil, fmt.Errorf("sample %s: %w", stem, err)
		}
		all = append(all, s)
	}
	return all, nil
}

func load(stem, goldFile string, isArray bool) (Sample, error) {
	s := Sample{Name: strings.TrimSuffix(stem, ".listing"), Listing: isArray, Held: Held(goldFile)}
	raw, err := files.ReadFile(path.Join("articles", stem+".txt"))
	if err != nil {
		if raw, err = files.ReadFile(path.Join("articles", stem+".html")); err != nil {
			return s, fmt.Errorf("no text: %w", err)
		}
		s.HTML = true
	}
	s.Raw = string(raw)
	gold, err := files.ReadFile(path.Join("articles", goldFile))
	if err != nil {
		return s, err
	}
	if isArray {
		err = json.Unmarshal(gold, &s.Gold)
	} else {
		s.Gold = []json.RawMessage{gold}
	}
	if err != nil {
		return s, fmt.Errorf("gold: %w", err)
	}
	var first struct {
		Given struct{ URL, Published string } `json:"given"`
	}
	if err := json.Unmarshal(s.Gold[0], &first); err != nil {
		return s, fmt.Errorf("gold: %w", err)
	}
	s.URL, s.Published = first.Given.URL, first.Given.Published
	return s, nil
}

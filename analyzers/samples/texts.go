package samples

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/received"
)

//go:embed press
var pressFiles embed.FS

//go:embed fresh
var freshFiles embed.FS

//go:embed outside
var outsideFiles embed.FS

//go:embed pages
var pageFiles embed.FS

//go:embed texts
var textFiles embed.FS

// Pages returns whole pages as servers send them, in the layouts that offices and
// newspapers have had: their own systems since 2013, WordPress with and without page
// builders, Joomla, Drupal, AMP, tables, nothing but <div>. They were written by hands that
// knew the sites and the conventions of the gold set and had seen neither the program nor a
// list of its faults. Their golds judge title, body, captions, publisher, day of
// publication, kind and event dates. A part is held back, chosen as in [All].
func Pages() ([]Sample, error) { return held(texts(pageFiles, "pages")) }

// Texts returns texts as copied from pages, by the same hands, that show how dates,
// topics, kinds and damage of texts look. A part is held back, chosen as in [All].
func Texts() ([]Sample, error) { return held(texts(textFiles, "texts")) }

// held marks the samples that are held back.
func held(all []Sample, err error) ([]Sample, error) {
	for i := range all {
		all[i].Held = Held(all[i].Name + ".json")
	}
	return all, err
}

// Press returns articles about elections in the manner of the press: no
// dateline of an office, short names that carry most attributions, quotes in
// paragraphs of their own with related links between them. Events and persons
// are made up. They are scored apart from [All].
func Press() ([]Sample, error) { return texts(pressFiles, "press") }

// Fresh returns articles of KPU offices that were written without knowledge
// of the rules of the reader and of its word lists, with gold by the
// conventions of the first set: nearly every one has another topic, and none
// served to write the first form of a rule. A part is held back, chosen as in
// [All]. They are scored apart.
func Fresh() ([]Sample, error) { return held(texts(freshFiles, "fresh")) }

// Outside returns articles in the manner of KPU offices and of the national and
// regional press ([IsPress]), written with knowledge of the
// sites and of the conventions of the gold set, without knowledge of the program
// and of its faults. Their golds judge kind, title, people and quotes. A
// part is held back, chosen as in [All]. They are scored apart.
func Outside() ([]Sample, error) { return held(texts(outsideFiles, "outside")) }

// IsPress reports whether a sample of [Outside] of that name, which begins with its
// number, is an article of the press.
func IsPress(name string) bool {
	number, _, _ := strings.Cut(name, "-")
	n, err := strconv.Atoi(number)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(pressNumbers, func(r [2]int) bool { return r[0] <= n && n <= r[1] })
}

// pressNumbers are the first and the last numbers of the runs of press articles.
var pressNumbers = [][2]int{{40, 79}, {241, 252}, {287, 292}, {331, 333}, {351, 353}, {371, 374}, {381, 392}}

// texts reads the pairs of text and gold in a directory, in the order of their
// names.
func texts(files embed.FS, dir string) ([]Sample, error) {
	golds, err := fs.Glob(files, path.Join(dir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list %s samples: %w", dir, err)
	}
	all := make([]Sample, 0, len(golds))
	for _, name := range golds {
		stem := strings.TrimSuffix(name, ".json")
		raw, isHTML, err := rawOf(files, stem)
		if err != nil {
			return nil, fmt.Errorf("%s sample: %w", dir, err)
		}
		gold, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("%s sample: %w", dir, err)
		}
		var given struct {
			Given struct{ URL, Published string } `json:"given"`
		}
		if err := json.Unmarshal(gold, &given); err != nil {
			return nil, fmt.Errorf("%s sample %s: %w", dir, path.Base(stem), err)
		}
		all = append(all, Sample{
			Name: path.Base(stem), Raw: raw, HTML: isHTML, URL: given.Given.URL, Published: given.Given.Published,
			Gold: []json.RawMessage{gold},
		})
	}
	return all, nil
}

// rawOf returns the text of a sample, or its page in UTF-8.
func rawOf(files embed.FS, stem string) (raw string, isHTML bool, err error) {
	if text, err := files.ReadFile(stem + ".txt"); err == nil {
		return string(text), false, nil
	}
	page, err := files.ReadFile(stem + ".html")
	if err != nil {
		return "", false, err
	}
	doc, err := received.Read(page, received.Hints{Form: received.HTML})
	return doc.Text, true, err
}

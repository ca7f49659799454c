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
)

//go:embed press
var pressFiles embed.FS

//go:embed fresh
var freshFiles embed.FS

//go:embed outside
var outsideFiles embed.FS

// Press returns articles about elections in the manner of the press: no
// dateline of an office, short names that carry most attributions, quotes in
// paragraphs of their own with related links between them. Events and persons
// are made up. They are scored apart from [All].
func Press() ([]Sample, error) { return texts(pressFiles, "press") }

// Fresh returns articles of KPU offices that were written by someone who had
// read neither the rules of the reader nor its word lists, with gold by the
// conventions of the first set: nearly every one has another topic, and none
// served to write the first form of a rule. A part is held back, chosen as in
// [All]. They are scored apart.
func Fresh() ([]Sample, error) {
	all, err := texts(freshFiles, "fresh")
	for i := range all {
		all[i].Held = Held(all[i].Name + ".json")
	}
	return all, err
}

// Outside returns articles in the manner of KPU offices and of the national and
// regional press ([IsPress]), written by hands that knew the sites and the
// conventions of the gold set and had seen neither the program nor a list of its
// faults. Their golds judge kind, title, people and quotes. A
// part is held back, chosen as in [All]. They are scored apart.
func Outside() ([]Sample, error) {
	all, err := texts(outsideFiles, "outside")
	for i := range all {
		all[i].Held = Held(all[i].Name + ".json")
	}
	return all, err
}

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
		raw, err := files.ReadFile(stem + ".txt")
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
			Name: path.Base(stem), Raw: string(raw), URL: given.Given.URL, Published: given.Given.Published,
			Gold: []json.RawMessage{gold},
		})
	}
	return all, nil
}

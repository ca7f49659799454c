package samples

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed press
var pressFiles embed.FS

// Press returns articles about elections in the manner of the press: no
// dateline of an office, short names that carry most attributions, quotes in
// paragraphs of their own with related links between them. Events and persons
// are made up. They are scored apart from [All].
func Press() ([]Sample, error) {
	golds, err := fs.Glob(pressFiles, "press/*.json")
	if err != nil {
		return nil, fmt.Errorf("list press samples: %w", err)
	}
	all := make([]Sample, 0, len(golds))
	for _, name := range golds {
		stem := strings.TrimSuffix(name, ".json")
		raw, err := pressFiles.ReadFile(stem + ".txt")
		if err != nil {
			return nil, fmt.Errorf("press sample: %w", err)
		}
		gold, err := pressFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("press sample: %w", err)
		}
		var given struct {
			Given struct{ URL, Published string } `json:"given"`
		}
		if err := json.Unmarshal(gold, &given); err != nil {
			return nil, fmt.Errorf("press sample %s: %w", stem, err)
		}
		all = append(all, Sample{
			Name: path.Base(stem), Raw: string(raw), URL: given.Given.URL, Published: given.Given.Published,
			Gold: []json.RawMessage{gold},
		})
	}
	return all, nil
}

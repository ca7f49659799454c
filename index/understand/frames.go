package understand

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"warta/analyzers/indonesian"
)

//go:embed frames.yaml
var framesFile []byte

// frameLists is the content of frames.yaml.
type frameLists struct {
	Speech  []string `yaml:"speech"`
	About   []string `yaml:"about"`
	Events  []string `yaml:"events"`
	Between []string `yaml:"between"`
}

// frames are the phrases of frames.yaml. It is immutable.
type frames struct {
	kinds   map[string]wordUse // speechFrame or aboutFrame, by phrase
	longest int                // words of the longest phrase
	events  map[string]bool
	between map[string]bool
}

var knownFrames = sync.OnceValue(func() *frames {
	f, err := parseFrames(framesFile)
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return f
})

// parseFrames parses and validates frames.yaml: all lists have entries, all entries are
// folded, and no phrase stands twice.
func parseFrames(data []byte) (*frames, error) {
	var lists frameLists
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&lists); err != nil {
		return nil, fmt.Errorf("read frames: %w", err)
	}
	f := &frames{kinds: make(map[string]wordUse), events: make(map[string]bool), between: make(map[string]bool)}
	for _, list := range [][]string{lists.Speech, lists.About, lists.Events, lists.Between} {
		if len(list) == 0 {
			return nil, errors.New("read frames: speech, about, events and between must not be empty")
		}
		for _, text := range list {
			if folded := strings.Join(strings.Fields(indonesian.Fold(text)), " "); text == "" || text != folded {
				return nil, fmt.Errorf("read frames: %q is not folded, want %q", text, folded)
			}
		}
	}
	for use, list := range map[wordUse][]string{speechFrame: lists.Speech, aboutFrame: lists.About} {
		for _, text := range list {
			if f.kinds[text] != unread {
				return nil, fmt.Errorf("read frames: %q stands twice", text)
			}
			f.kinds[text] = use
			f.longest = max(f.longest, len(strings.Fields(text)))
		}
	}
	for _, word := range lists.Events {
		f.events[word] = true
	}
	for _, word := range lists.Between {
		f.between[word] = true
	}
	return f, nil
}

// at returns the longest frame with which folded words begin, by its number of words and its
// kind; 0 for none.
func (f *frames) at(words []string) (int, wordUse) {
	for n := min(f.longest, len(words)); n > 0; n-- {
		if use := f.kinds[strings.Join(words[:n], " ")]; use != unread {
			return n, use
		}
	}
	return 0, unread
}

// eventYear returns the number of words from an event to the year behind it, 0 if folded words
// do not begin with that: 2 for "pemilu 2024", 4 for "pemilu serentak tahun 2024".
func (f *frames) eventYear(words []string) int {
	if len(words) == 0 || !f.events[words[0]] {
		return 0
	}
	n := 1
	for n < len(words) && f.between[words[n]] {
		n++
	}
	if n == len(words) {
		return 0
	}
	if _, ok := yearOf(words[n]); !ok {
		return 0
	}
	return n + 1
}

// isFrameOnly reports whether folded words are frames and stop words alone.
func (f *frames) isFrameOnly(words []string) bool {
	for len(words) > 0 {
		n, _ := f.at(words)
		if n == 0 && indonesian.Stop(words[0]) {
			n = 1
		}
		if n == 0 {
			return false
		}
		words = words[n:]
	}
	return true
}

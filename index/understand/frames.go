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
	"warta/index/people"
	"warta/index/query"
)

//go:embed frames.yaml
var framesFile []byte

// frameLists is the content of frames.yaml.
type frameLists struct {
	Speech []string `yaml:"speech"`
	About  []string `yaml:"about"`
}

// frames are the phrases of frames.yaml. It is immutable.
type frames struct {
	kinds   map[string]wordUse // speechFrame or aboutFrame, by phrase
	longest int                // words of the longest phrase
}

var knownFrames = sync.OnceValue(func() *frames {
	f, err := parseFrames(framesFile)
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return f
})

// parseFrames parses and validates frames.yaml: both lists have entries, all entries are folded, and no phrase stands twice.
func parseFrames(data []byte) (*frames, error) {
	var lists frameLists
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&lists); err != nil {
		return nil, fmt.Errorf("read frames: %w", err)
	}
	f := &frames{kinds: make(map[string]wordUse)}
	for _, list := range [][]string{lists.Speech, lists.About} {
		if len(list) == 0 {
			return nil, errors.New("read frames: speech and about must not be empty")
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

// asksForQuotes reports whether a text has a frame, or a post of an election body behind its first
// word: then an address at its beginning is none of its words.
func asksForQuotes(nodes []query.Node) bool {
	var words []string
	for _, n := range nodes {
		if w, ok := n.(query.Word); ok && !w.Prefix {
			words = append(words, indonesian.FoldWord(w.Text))
		}
	}
	for i := range words {
		if n, _ := knownFrames().at(words[i:]); n > 0 || i > 0 && people.KnownPosts().AskedAtEnd(strings.Join(words[1:i+1], " ")) != "" {
			return true
		}
	}
	return false
}

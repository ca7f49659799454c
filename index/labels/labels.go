package labels

import (
	"slices"
	"strings"
	"sync"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
	"warta/analyzers/topics"
	"warta/index"
)

// Topics returns the taxonomy of topics. It is embedded data, read once.
func Topics() *topics.Taxonomy { return taxonomy() }

var taxonomy = sync.OnceValue(func() *topics.Taxonomy {
	t, err := topics.Load()
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return t
})

// Offices returns the gazetteer of offices. It is embedded data, which package satker reads once.
func Offices() *satker.Gazetteer {
	g, err := satker.Load()
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return g
}

// A TopicName is the label of a topic and the id of the topic above it, empty for a
// topic of the first level.
type TopicName struct{ Label, Parent string }

// TopicNames returns the names of all topics by id. The caller must not modify the map.
func TopicNames() map[string]TopicName { return topicNames() }

var topicNames = sync.OnceValue(func() map[string]TopicName {
	names := make(map[string]TopicName)
	for _, t := range Topics().Topics() {
		names[t.ID] = TopicName{Label: t.Label}
		for _, leaf := range t.Leaves {
			names[leaf.ID] = TopicName{leaf.Label, t.ID}
		}
	}
	return names
})

// SelfSuffix marks the code of a provincial office without its kabupaten/kota: 33.self.
const SelfSuffix = ".self"

// Office returns the name of an office, or code itself if it is unknown.
func Office(code string) string {
	if o, ok := Offices().ByCode(code); ok {
		return o.Name
	}
	return code
}

// Region returns the label of a code in a facet: a province by its own name, since it
// includes its kabupaten/kota.
func Region(code string) string {
	o, ok := Offices().ByCode(code)
	if ok && o.Level == satker.Province {
		return o.Region
	}
	return Office(code)
}

// OfficesNamed returns the codes of the offices whose name, region or alias has all the
// folded words, at most [index.MaxValues].
func OfficesNamed(words []string) []string {
	var codes []string
	for o := range Offices().Offices() {
		names := append([]string{o.Name, o.Region}, o.Aliases...)
		for _, name := range names {
			if HoldsAll(name, words) {
				codes = append(codes, o.Code)
				break
			}
		}
		if len(codes) == index.MaxValues {
			break
		}
	}
	return codes
}

// TopicsNamed returns the ids of the topics that text names: the topic with that id, else
// those with all the folded words in their label. A topic includes its leaves, which are
// then left out.
func TopicsNamed(text string, words []string) []string {
	id := strings.Join(words, "-")
	names := TopicNames()
	if _, ok := names[text]; ok {
		return []string{text}
	}
	if _, ok := names[id]; ok {
		return []string{id}
	}
	var ids []string
	parent := ""
	for _, t := range topicWords() {
		if parent != "" && t.parent == parent { // included
			continue
		}
		if holdsAll(t.words, words) {
			ids = append(ids, t.id)
			if t.parent == "" {
				parent = t.id
			}
		}
	}
	return ids
}

// A topicLabel has the folded words of the label of a topic.
type topicLabel struct {
	id, parent string
	words      []string
}

// topicWords are the labels of all topics, each before those below it.
var topicWords = sync.OnceValue(func() []topicLabel {
	var list []topicLabel
	for _, t := range Topics().Topics() {
		list = append(list, topicLabel{id: t.ID, words: wordsIn(t.Label)})
		for _, leaf := range t.Leaves {
			list = append(list, topicLabel{leaf.ID, t.ID, wordsIn(leaf.Label)})
		}
	}
	return list
})

// HoldsAll reports whether name has all the folded words. It is false without words.
func HoldsAll(name string, words []string) bool { return holdsAll(wordsIn(name), words) }

// wordsIn returns the folded words of a name.
func wordsIn(name string) []string {
	return strings.FieldsFunc(indonesian.Fold(name), func(r rune) bool { return r == ' ' || r == '-' || r == '.' || r == '(' || r == ')' })
}

// holdsAll reports whether a list has all the words. It is false without words.
func holdsAll(list, words []string) bool {
	for _, word := range words {
		if !slices.Contains(list, word) {
			return false
		}
	}
	return len(words) > 0
}

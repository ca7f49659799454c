package index

import (
	"strings"
	"sync"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
	"warta/analyzers/topics"
)

// The names of offices and topics are embedded data, read once.
var (
	knownTopics = sync.OnceValue(func() *topics.Taxonomy {
		t, err := topics.Load()
		if err != nil {
			panic(err) // embedded data, read by every test
		}
		return t
	})
	knownOffices = sync.OnceValue(func() *satker.Gazetteer {
		g, err := satker.Load()
		if err != nil {
			panic(err) // embedded data, read by every test
		}
		return g
	})
	topicNames = sync.OnceValue(func() map[string]topicName {
		names := make(map[string]topicName)
		for _, t := range knownTopics().Topics() {
			names[t.ID] = topicName{label: t.Label}
			for _, leaf := range t.Leaves {
				names[leaf.ID] = topicName{leaf.Label, t.ID}
			}
		}
		return names
	})
)

type topicName struct{ label, parent string }

// SelfSuffix marks the value of a provincial office without its kabupaten/kota: 33.self.
const SelfSuffix = ".self"

// officeName returns the name of a code, the code itself where it is unknown.
func officeName(code string) string {
	if o, ok := knownOffices().ByCode(code); ok {
		return o.Name
	}
	return code
}

// regionName returns what a facet shows for a code: a province by its own name,
// since it takes in its kabupaten/kota.
func regionName(code string) string {
	o, ok := knownOffices().ByCode(code)
	if ok && o.Level == satker.Province {
		return o.Region
	}
	return officeName(code)
}

// officesNamed returns the codes of the offices in whose name or one of whose
// aliases all words stand.
func officesNamed(words []string) []string {
	var codes []string
	for o := range knownOffices().Offices() {
		names := append([]string{o.Name, o.Region}, o.Aliases...)
		for _, name := range names {
			if holdsAll(name, words) {
				codes = append(codes, o.Code)
				break
			}
		}
		if len(codes) == MaxValues {
			break
		}
	}
	return codes
}

// topicsNamed returns the topics with that id, or in whose label all words
// stand.
func topicsNamed(text string, words []string) []string {
	id := strings.Join(words, "-")
	names := topicNames()
	if _, ok := names[text]; ok {
		return []string{text}
	}
	if _, ok := names[id]; ok {
		return []string{id}
	}
	var ids []string
	for _, t := range knownTopics().Topics() {
		if holdsAll(t.Label, words) {
			ids = append(ids, t.ID)
			continue // it takes in its leaves
		}
		for _, leaf := range t.Leaves {
			if holdsAll(leaf.Label, words) {
				ids = append(ids, leaf.ID)
			}
		}
	}
	return ids
}

// holdsAll reports whether all words, folded, stand in the name.
func holdsAll(name string, words []string) bool {
	in := strings.FieldsFunc(indonesian.Fold(name), func(r rune) bool { return r == ' ' || r == '-' || r == '.' || r == '(' || r == ')' })
	for _, word := range words {
		found := false
		for _, w := range in {
			found = found || w == word
		}
		if !found {
			return false
		}
	}
	return len(words) > 0
}

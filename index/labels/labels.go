package labels

import (
	"strings"
	"sync"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
	"warta/analyzers/topics"
	"warta/index"
)

// The names of offices and topics are embedded data, read once.
var (
	Topics = sync.OnceValue(func() *topics.Taxonomy {
		t, err := topics.Load()
		if err != nil {
			panic(err) // embedded data, read by every test
		}
		return t
	})
	Offices = sync.OnceValue(func() *satker.Gazetteer {
		g, err := satker.Load()
		if err != nil {
			panic(err) // embedded data, read by every test
		}
		return g
	})
	TopicNames = sync.OnceValue(func() map[string]topicName {
		names := make(map[string]topicName)
		for _, t := range Topics().Topics() {
			names[t.ID] = topicName{Label: t.Label}
			for _, leaf := range t.Leaves {
				names[leaf.ID] = topicName{leaf.Label, t.ID}
			}
		}
		return names
	})
)

type topicName struct{ Label, Parent string }

// SelfSuffix marks the value of a provincial office without its kabupaten/kota: 33.self.
const SelfSuffix = ".self"

// Office returns the name of a code, the code itself where it is unknown.
func Office(code string) string {
	if o, ok := Offices().ByCode(code); ok {
		return o.Name
	}
	return code
}

// Region returns what a facet shows for a code: a province by its own name,
// since it takes in its kabupaten/kota.
func Region(code string) string {
	o, ok := Offices().ByCode(code)
	if ok && o.Level == satker.Province {
		return o.Region
	}
	return Office(code)
}

// OfficesNamed returns the codes of the offices in whose name or one of whose
// aliases all words stand.
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

// TopicsNamed returns the topics with that id, or in whose label all words
// stand.
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
	for _, t := range Topics().Topics() {
		if HoldsAll(t.Label, words) {
			ids = append(ids, t.ID)
			continue // it takes in its leaves
		}
		for _, leaf := range t.Leaves {
			if HoldsAll(leaf.Label, words) {
				ids = append(ids, leaf.ID)
			}
		}
	}
	return ids
}

// HoldsAll reports whether all words, folded, stand in the name.
func HoldsAll(name string, words []string) bool {
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

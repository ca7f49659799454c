package web

import (
	"net/url"
	"slices"

	"warta/index/understand"
)

// An Unknown is a value of a filter that names nothing, with what may be meant.
type Unknown struct {
	What  string // the kind of value, in words
	Value string
	Meant []Link // the same search with a known value
}

// unknownKinds are the words for the values of each filter.
var unknownKinds = map[string]string{
	"official": "Pejabat", "speaker": "Pembicara", "satker": "Kantor", "office": "Kantor", "publisher": "Kantor", "topic": "Topik", "stage": "Tahapan", "regulation": "Peraturan", "role": "Jabatan",
}

// addUnknown adds a value that names nothing, of a search in a state.
func (v *SearchView) addUnknown(u understand.UnknownValue, state url.Values) {
	out := Unknown{What: unknownKinds[u.Parameter], Value: shorten(u.Value, 60)}
	if out.What == "" {
		return
	}
	for _, m := range u.Meant {
		instead := without(state, u.Parameter, u.Value)
		if !slices.Contains(instead[u.Parameter], m.Value) {
			instead[u.Parameter] = append(slices.Clone(instead[u.Parameter]), m.Value)
		}
		out.Meant = append(out.Meant, Link{Label: m.Label, Href: pageLink(v.Path)(instead)})
	}
	v.Unknown = append(v.Unknown, out)
}

// AddIgnored adds a value that the page did not read, because it has not the form of one.
// State is that of the search without it.
func (v *SearchView) AddIgnored(u understand.UnknownValue, state url.Values) { v.addUnknown(u, state) }

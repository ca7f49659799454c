package web

import (
	"net/url"
	"slices"

	"warta/index/understand"
)

// An Unknown is a value of a filter that names nothing, with what may be meant, or one that
// was not understood and not used.
type Unknown struct {
	What  string // the kind of value, in words
	Value string
	How   string // of a value that was not understood: how to write one
	Meant []Link // the same search with a known value
}

// unknownKinds are the words for the values of each filter.
var unknownKinds = map[string]string{
	"official": "Pejabat", "speaker": "Pembicara", "satker": "Kantor", "office": "Kantor", "publisher": "Kantor", "topic": "Topik", "stage": "Tahapan", "regulation": "Peraturan", "role": "Jabatan",
}

// unreadKinds are the words for values that are no names, and how to write one.
var unreadKinds = map[string]struct{ what, how string }{
	"date":           {"Tanggal", "Tulis tahun, bulan, atau hari, misalnya 2025, 2025-11, atau 2025-11-04."},
	"from":           {"Tanggal awal", "Tulis hari yang ada, misalnya 2025-11-04."},
	"to":             {"Tanggal akhir", "Tulis hari yang ada, misalnya 2025-11-04."},
	"date_field":     {"Jenis tanggal", "Tulis date untuk tanggal berita, event untuk tanggal peristiwa."},
	"period":         {"Cara membaca waktu", "Tulis on, atau off untuk membaca waktu sebagai kata biasa."},
	"kind":           {"Jenis kutipan", "Tulis direct, unmarked, mixed, indirect, atau title."},
	"min_confidence": {"Keyakinan", "Tulis angka dari 0 sampai 1, misalnya 0.8."},
}

// addUnknown adds a value that names nothing, of a search in a state.
func (v *SearchView) addUnknown(u understand.UnknownValue, state url.Values) {
	out := Unknown{What: unknownKinds[u.Parameter], Value: shorten(u.Value, 60)}
	if unread, ok := unreadKinds[u.Parameter]; ok {
		out.What, out.How = unread.what, unread.how
	}
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

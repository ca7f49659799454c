package web

import (
	"cmp"
	"io"
	"slices"

	"warta/analyzers/regulations"
	"warta/index"
)

// A RegulationsView is the list of the regulations that articles name.
type RegulationsView struct {
	Head
	Kinds []RegulationKind
	All   string // the page with all, if there are more than listed here; else empty
}

// A RegulationKind is a kind of regulations with those that articles name, the latest year first.
type RegulationKind struct {
	ID, Group string
	Total     int // regulations
	Years     []RegulationYear
}

// A RegulationYear is the regulations of one kind and year, those in the most articles first.
type RegulationYear struct {
	Year  int
	Rules []SubjectValue
}

// NewRegulationsView arranges the list. Counts are the articles of each id, the most first; cut
// says that there are more. Values that are no id are left out.
func NewRegulationsView(base string, counts []index.Count, cut bool) *RegulationsView {
	v := &RegulationsView{Head: Head{
		Title: "Peraturan", Path: "/", Section: "peraturan", Canonical: base + RegulationsPath,
		Description: "Peraturan KPU, keputusan, undang-undang, dan putusan yang disebut dalam berita situs KPU, menurut jenis dan tahun.",
	}}
	if cut {
		v.All = FacetPath + index.FacetRegulation
	}
	byKind := make(map[string]map[int][]SubjectValue)
	for _, c := range counts {
		r, ok := regulations.Parse(c.Value)
		if !ok {
			continue
		}
		if byKind[r.Kind] == nil {
			byKind[r.Kind] = make(map[int][]SubjectValue)
		}
		byKind[r.Kind][r.Year] = append(byKind[r.Kind][r.Year], SubjectValue{Label: r.Label(), Href: RegulationPath(c.Value), Count: c.Count})
	}
	for _, k := range regulations.Kinds() {
		kind := RegulationKind{ID: k.ID, Group: k.Group}
		for year, rules := range byKind[k.ID] {
			kind.Years = append(kind.Years, RegulationYear{year, rules})
			kind.Total += len(rules)
		}
		slices.SortFunc(kind.Years, func(a, b RegulationYear) int { return cmp.Compare(b.Year, a.Year) })
		if kind.Total > 0 {
			v.Kinds = append(v.Kinds, kind)
		}
	}
	return v
}

// RegulationsOf returns the address of a kind in the list of regulations; that of the list if these
// counts, which it shows, have none of the kind.
func RegulationsOf(kind string, counts []index.Count) string {
	if slices.ContainsFunc(counts, func(c index.Count) bool {
		r, ok := regulations.Parse(c.Value)
		return ok && r.Kind == kind
	}) {
		return RegulationsPath + "#" + kind
	}
	return RegulationsPath
}

// Regulations renders the list of regulations.
func (p *Pages) Regulations(w io.Writer, v *RegulationsView) error {
	return p.render(w, "regulations", v)
}

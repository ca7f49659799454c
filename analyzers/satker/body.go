package satker

import (
	"strings"

	"warta/analyzers/internal/scan"
)

// A Body is an office of any institution, by its normalised name.
type Body struct {
	Name   string // "KPU Kota Semarang", "Bawaslu Kabupaten Demak"
	Satker string // code where it belongs to the KPU and is known
}

// ResolveBody returns the body that a text names, in the words of the
// gazetteer: an office of the KPU under its own name, "KPU" and "KPU Provinsi"
// by the context, any other body with its abbreviations written out. It is
// false for groups of offices and for an empty name.
func (g *Gazetteer) ResolveBody(name string, ctx Context) (Body, bool) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return Body{}, false
	}
	if m, ok := g.OfficeAt(name, 0, ctx); ok && m.End == len(name) {
		if m.Form == Group {
			return Body{}, false
		}
		if o, ok := g.ByCode(m.Code); ok {
			return Body{Name: o.Name, Satker: o.Code}, true
		}
	}
	return Body{Name: g.NormalizeBody(name)}, true
}

// NormalizeBody writes out what is abbreviated in the name of a body that is no
// KPU office: "Kab." as "Kabupaten", "DIY" as "Daerah Istimewa Yogyakarta",
// "OKU Selatan" as "Ogan Komering Ulu Selatan". Everything else stays as typed.
func (g *Gazetteer) NormalizeBody(name string) string {
	var out strings.Builder
	level := AnyLevel // typed before the name at hand
	for i := 0; i < len(name); {
		if letter(name[i]) < 0 || !scan.WordStarts(name, i) {
			out.WriteByte(name[i])
			i++
			continue
		}
		typed, _ := levelWord(name, i)
		if full, end := abbreviation(name, i); end > 0 {
			out.WriteString(full)
			i, level = end, typed
			continue
		}
		if full, end := g.shortRegion(name, i, level); end > 0 {
			// "Kep. Anambas": its first word is written already.
			if first, rest, ok := strings.Cut(full, " "); ok && strings.HasSuffix(out.String(), first+" ") {
				full = rest
			}
			out.WriteString(full)
			i = end
			continue
		}
		level = typed
		end := max(wordAt(name, i), i+1)
		out.WriteString(name[i:end])
		i = end
	}
	return out.String()
}

var abbreviations = [...]struct{ short, full string }{
	{"kab", "Kabupaten"},
	{"prov", "Provinsi"},
	{"propinsi", "Provinsi"},
	{"kec", "Kecamatan"},
	{"kel", "Kelurahan"},
	{"kep", "Kepulauan"},
	{"adm", "Administrasi"},
}

func abbreviation(name string, i int) (full string, end int) {
	for _, a := range &abbreviations {
		if end, ok := isWord(name, i, a.short); ok {
			if end < len(name) && name[end] == '.' {
				end++
			}
			return a.full, end
		}
	}
	return "", 0
}

// shortRegion returns the full name of the region whose short name stands at
// name[i:], where it means one region. Short names that are words of their own
// ("TTS", "Mitra") count only after a level.
func (g *Gazetteer) shortRegion(name string, i int, level Level) (full string, end int) {
	entries, end := g.names.longest(name, i)
	if end < 0 || !capital(name, i) {
		return "", 0
	}
	alone := false
	for _, e := range entries {
		if e.office != entries[0].office {
			return "", 0
		}
		alone = alone || e.alone
	}
	o := &g.offices[entries[0].office]
	if o.Level == National {
		return "", 0
	}
	if sameLetters(name[i:end], o.Region) {
		return name[i:end], end // whole already, and no part of it is looked at
	}
	if !alone && level != o.Level {
		return "", 0
	}
	return o.Region, end
}

// sameLetters reports whether two names differ in case, spaces and marks only.
func sameLetters(a, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && letter(a[i]) < 0 {
			i++
		}
		for j < len(b) && letter(b[j]) < 0 {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if letter(a[i]) != letter(b[j]) {
			return false
		}
		i, j = i+1, j+1
	}
}

// Package satker knows the work units (satuan kerja) of Indonesia's election
// commission: their codes, names, places and hosts, and how they are named in
// running text.
//
// A [Gazetteer] is read once from the embedded tables, never changes, and may
// be used by any number of goroutines. Names are found with one trie over
// folded letters, so that reading is linear in the length of the text. Where a
// name means several offices rules S-20 to S-28 of docs/rules.md decide, and
// where they do not decide the name stays ambiguous.
package satker

import (
	"iter"
	"slices"
	"time"
)

// A Level is the level of government that an office belongs to.
type Level uint8

// The levels, and AnyLevel where a name does not say which.
const (
	AnyLevel Level = iota
	National
	Province
	Regency // kabupaten
	City    // kota
)

var levelNames = [...]string{"", "nasional", "provinsi", "kabupaten", "kota"}

// String returns the level as the gazetteer writes it ("kabupaten").
func (l Level) String() string { return levelNames[l] }

// A Zone is one of Indonesia's time zones; its value is the abbreviation that
// pages print.
type Zone string

// The time zones of Indonesia: UTC+7, UTC+8 and UTC+9.
const (
	WIB  Zone = "WIB"
	WITA Zone = "WITA"
	WIT  Zone = "WIT"
)

var (
	locationWIB  = time.FixedZone("WIB", 7*60*60)
	locationWITA = time.FixedZone("WITA", 8*60*60)
	locationWIT  = time.FixedZone("WIT", 9*60*60)
)

// Location returns the zone as a location. An unknown zone is WIB, the time of
// the capital.
func (z Zone) Location() *time.Location {
	switch z {
	case WITA:
		return locationWITA
	case WIT:
		return locationWIT
	case WIB: // below, with what is unknown
	}
	return locationWIB
}

// zoneOf returns the zone of the province with that two-digit code.
func zoneOf(province string) Zone {
	switch province {
	case "51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76":
		return WITA
	case "81", "82", "91", "92", "93", "94", "95", "96":
		return WIT
	}
	return WIB
}

// An Office is one satker.
type Office struct {
	Code     string // Kemendagri code: "33.74", "33", "00" for KPU RI
	Name     string // "KPU Kota Semarang"
	Parent   string // code of the office above; empty for KPU RI
	Level    Level
	Kind     string // "KPU", in Aceh "KIP"
	Region   string // "Semarang", without the level
	Province string // name of the province; empty for KPU RI
	Seat     string // town of the office, in the form that datelines use
	Domain   string // host of its site, without "www."
	Verified bool   // the host was seen, not only derived by the rule
	Aliases  []string
	Zone     Zone
}

// A Gazetteer holds all offices. It never changes.
type Gazetteer struct {
	offices  []Office
	byCode   map[string]int
	hosts    map[string]int
	names    *trie[nameEntry] // regions and aliases, "KPU" and level taken off
	places   *trie[placeEntry]
	oldHosts map[string]oldHost
	oldForms []oldForm
	glued    map[string]int // aliases of one word that begin with "kpu" ("KPUSBY")
}

// ByCode returns the office with that code.
func (g *Gazetteer) ByCode(code string) (Office, bool) {
	if i, ok := g.byCode[code]; ok {
		return g.offices[i], true
	}
	return Office{}, false
}

// Offices yields all offices in the order of their codes.
func (g *Gazetteer) Offices() iter.Seq[Office] { return slices.Values(g.offices) }

// Path returns the codes from KPU RI down to code, both included; nil where the
// code is unknown.
func (g *Gazetteer) Path(code string) []string {
	var path []string
	for code != "" {
		i, ok := g.byCode[code]
		if !ok {
			return nil
		}
		path = append(path, code)
		code = g.offices[i].Parent
	}
	slices.Reverse(path)
	return path
}

// ProvinceOf returns the code of the province that an office belongs to, which
// for a province is itself; empty for KPU RI and unknown codes.
func (g *Gazetteer) ProvinceOf(code string) string {
	i, ok := g.byCode[code]
	switch {
	case !ok || g.offices[i].Level == National:
		return ""
	case g.offices[i].Level == Province:
		return code
	}
	return g.offices[i].Parent
}

// ZoneOf returns the time zone of the office with that code; WIB for unknown
// codes.
func (g *Gazetteer) ZoneOf(code string) Zone {
	if i, ok := g.byCode[code]; ok {
		return g.offices[i].Zone
	}
	return WIB
}

// Package regulations reads which regulations a text names: laws, regulations and decisions of
// the commission, judgments. One regulation has one id, in whichever spelling the text has it:
// "PKPU 8/2024", "Peraturan KPU Nomor 8 Tahun 2024" and "PKPU No. 8 Th. 2024" are pkpu/8/2024.
//
// The kinds, their names and the words around them are kinds.yaml. What lacks a number or a
// year is no regulation; a year counts only where the sentence gives it.
package regulations

import (
	"strconv"
	"strings"

	"warta/analyzers/satker"
)

// Bounds of a regulation's parts.
const (
	firstYear = 1945
	lastYear  = 2099
	maxNumber = 48 // bytes
	maxWord   = maxNumber + len("/2024")
	maxPlain  = 5 // digits of a plain number
)

// A Regulation is one regulation. The zero value is none.
type Regulation struct {
	Kind   string // id of a [Kind]
	Office string // code of the office whose decision it is; of kinds with Kind.Office alone
	Number string // in lower case, without zeros before it: "8", "1186.1", "90-puu-xxi"
	Year   int
}

// ID returns the id: kind, number and year, parted by slashes. Before the number of a decision
// of an office stands its code: "keputusan-kpu-daerah/3404-12/2024".
func (r Regulation) ID() string {
	return r.Kind + "/" + r.idNumber() + "/" + strconv.Itoa(r.Year)
}

func (r Regulation) idNumber() string {
	if r.Office == "" {
		return r.Number
	}
	return strings.ReplaceAll(r.Office, ".", "") + "-" + r.Number
}

// Parse returns the regulation of an id, of which [Regulation.ID] then is the same. It returns
// false for any other text.
func Parse(id string) (Regulation, bool) {
	r, ok := ParseLoose(id)
	if !ok || r.ID() != id {
		return Regulation{}, false
	}
	return r, true
}

// ParseLoose returns the regulation of an id, or of a text that only looks otherwise: with capitals,
// with zeros before a number, without the session of a judgment. It returns false for any other text.
func ParseLoose(id string) (Regulation, bool) {
	parts := strings.Split(strings.ToLower(id), "/")
	if len(id) > maxID || len(parts) != 3 {
		return Regulation{}, false
	}
	k := known().byID[parts[0]]
	year, ok := yearOf(parts[2])
	if k == nil || !ok {
		return Regulation{}, false
	}
	r := Regulation{Kind: k.ID, Number: parts[1], Year: year}
	if k.Office {
		code, number, found := strings.Cut(r.Number, "-")
		if r.Office = officeCode(code); !found || r.Office == "" || r.Office == national {
			return Regulation{}, false
		}
		r.Number = number
	}
	r.Number, ok = k.normal(r.Number, year)
	return r, ok
}

// maxID is more than the length of any id in bytes.
const maxID = 96

// normal returns the number of a regulation of a year as ids have it.
func (k *Kind) normal(number string, year int) (string, bool) {
	switch k.Form {
	case plain, filed:
		return plainNumber(number)
	case court, ethics:
		return k.judgment(number, year)
	}
	return "", false
}

// Label returns the regulation written out: "Peraturan KPU Nomor 8 Tahun 2024".
func (r Regulation) Label() string { return r.fill(func(k *Kind) string { return k.Label }) }

// Short returns the regulation in short: "PKPU 8/2024".
func (r Regulation) Short() string { return r.fill(func(k *Kind) string { return k.Short }) }

func (r Regulation) fill(template func(*Kind) string) string {
	k := known().byID[r.Kind]
	if k == nil {
		return r.ID()
	}
	number := r.Number
	if digits, code, ok := cutCode(number); ok && k.Form == court {
		number = digits + "/" + code
	}
	number = strings.ToUpper(number)
	office := r.Office
	if office != "" {
		office = "KPU " + office
		if o, ok := offices().ByCode(r.Office); ok {
			office = o.Name
		}
	}
	return strings.NewReplacer("{number}", number, "{year}", strconv.Itoa(r.Year), "{office}", office).Replace(template(k))
}

// offices returns the offices of the program, for their names.
func offices() *satker.Gazetteer {
	g, err := satker.Load()
	if err != nil {
		panic(err) // embedded data, which a reader loads at start
	}
	return g
}

// LabelOf returns the label of an id; the id itself if it is none.
func LabelOf(id string) string {
	if r, ok := Parse(id); ok {
		return r.Label()
	}
	return id
}

// Spellings returns the common ways to write the regulation, as readers type them: for marking
// them in a text.
func (r Regulation) Spellings() []string {
	k := known().byID[r.Kind]
	if k == nil {
		return nil
	}
	out := []string{r.Label(), r.Short()}
	year := strconv.Itoa(r.Year)
	if serial, _, coded := cutCode(r.Number); coded && k.isSole(serial, r.Year) {
		if number, _ := k.judgment(serial+"-"+k.Sole, r.Year); number == r.Number {
			name, _, _ := strings.Cut(k.Label, " Nomor ")
			out = append(out, name+" nomor "+serial+" tahun "+year, name+" no "+serial+" tahun "+year, name+" "+serial+" tahun "+year)
		}
	}
	if k.Form != plain && k.Form != filed {
		return out
	}
	number := strings.ToUpper(r.Number)
	for _, name := range []string{strings.TrimSuffix(r.Short(), " "+number+"/"+year), strings.TrimSuffix(r.Label(), " Nomor "+number+" Tahun "+year)} {
		out = append(out, name+" nomor "+number+" tahun "+year, name+" no "+number+" tahun "+year, name+" "+number+" tahun "+year, name+" nomor "+number+"/"+year, name+" no "+number+"/"+year, name+" "+number+"/"+year)
	}
	return out
}

package satker

import (
	"slices"
	"strings"

	"warta/analyzers/internal/scan"
)

// candidates returns the offices that a name means when level was typed with
// it, in order. What was listed with that very level wins over a name that
// only fits: "KPU Kabupaten Pontianak" was Mempawah, "KPU Pontianak" is the
// city.
func (g *Gazetteer) candidates(entries []nameEntry, level Level) []uint16 {
	var exact, fitting []uint16
	for _, e := range entries {
		o := &g.offices[e.office]
		switch {
		case e.via == level && !e.alone:
			exact = insert(exact, e.office)
		case level == AnyLevel || o.Level == level:
			fitting = insert(fitting, e.office)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return fitting
}

func insert(list []uint16, v uint16) []uint16 {
	i, found := slices.BinarySearch(list, v)
	if found {
		return list
	}
	return slices.Insert(list, i, v)
}

// resolve fills in which office m means. It returns false where m turns out to
// be no mention at all.
func (g *Gazetteer) resolve(text string, m *Mention, ctx Context) bool {
	switch m.Form {
	case Own:
		own, ok := g.ByCode(ctx.Publisher)
		if m.entries != nil && own.Kind != "KIP" {
			return false // "KIP" outside Aceh
		}
		if ok {
			m.Code = own.Code
		}
	case ByLevel:
		if m.Form = ByLevel; isClass(text, m) {
			m.Form = Group
			return true
		}
		m.Code = g.byLevel(m.Level, ctx.Publisher)
	case Named:
		g.resolveName(text, m, ctx)
	case Group, Unknown: // no one office
	}
	return true
}

// byLevel returns the office of that level on the path of the publisher.
func (g *Gazetteer) byLevel(level Level, publisher string) string {
	for _, code := range g.Path(publisher) {
		if o, _ := g.ByCode(code); o.Level == level {
			return code
		}
	}
	return ""
}

// isClass reports whether "KPU Provinsi" and the like mean all offices of the
// level: after "seluruh" or a number.
func isClass(text string, m *Mention) bool {
	word, _ := lastWord(text, m.Start)
	switch strings.ToLower(word) {
	case "seluruh", "semua", "setiap", "para", "tiap", "masing-masing", "sejumlah", "beberapa":
		return true
	}
	return word != "" && '0' <= word[0] && word[0] <= '9'
}

// resolveName decides between the offices of a name by S-20 to S-28 of
// docs/rules.md: the first step below that gives one of them decides.
func (g *Gazetteer) resolveName(text string, m *Mention, ctx Context) {
	found := g.candidates(m.entries, m.Level)
	if len(found) == 1 {
		m.Code = g.offices[found[0]].Code
		return
	}
	for _, rule := range [...]func() string{
		func() string { return g.hostBeside(text, m.End) },
		func() string { return g.decisionNumber(sentence(text, m.Start, m.End), found) },
		func() string { return ctx.Publisher },
		func() string { return g.onlySeen(found, ctx.seen) },
		func() string { return g.byHeadOfRegion(sentence(text, m.Start, m.End), found) },
		func() string { return g.byListOfCities(text, m, found) },
		func() string { return g.inProvinceOf(found, ctx.Publisher) },
	} {
		if code := rule(); code != "" && g.among(found, code) {
			m.Code = code
			return
		}
	}
	for _, c := range found {
		m.Candidates = append(m.Candidates, g.offices[c].Code)
	}
	m.Above = g.ProvinceOf(m.Candidates[0])
	for _, c := range m.Candidates[1:] {
		if g.ProvinceOf(c) != m.Above {
			m.Above = ""
		}
	}
}

func (g *Gazetteer) among(found []uint16, code string) bool {
	return slices.ContainsFunc(found, func(c uint16) bool { return g.offices[c].Code == code })
}

// hostBeside returns the office of a host that follows the name, in brackets or
// after a comma.
func (g *Gazetteer) hostBeside(text string, end int) string {
	rest := strings.TrimLeft(text[end:min(len(text), end+80)], " (,")
	if stop := strings.IndexAny(rest, " ),;"); stop >= 0 {
		rest = rest[:stop]
	}
	if !strings.Contains(rest, ".id") {
		return ""
	}
	o, _ := g.ByHost(rest)
	return o.Code
}

// decisionNumber returns the office whose code is the third field of the
// number of a decision or of minutes: "289/PP.06-Kpt/1212/KPU-Kab/VI/2021".
func (g *Gazetteer) decisionNumber(sentence string, found []uint16) string {
	for i := strings.IndexByte(sentence, '/'); i >= 0 && i+5 < len(sentence); {
		field := sentence[i+1 : i+5]
		if sentence[i+5] == '/' && strings.Trim(field, "0123456789") == "" {
			if code := field[:2] + "." + field[2:]; g.among(found, code) {
				return code
			}
		}
		next := strings.IndexByte(sentence[i+1:], '/')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return ""
}

// onlySeen returns the candidate that the article names with its level, where
// there is one only.
func (g *Gazetteer) onlySeen(found []uint16, seen []string) string {
	code := ""
	for _, c := range found {
		if slices.Contains(seen, g.offices[c].Code) {
			if code != "" {
				return ""
			}
			code = g.offices[c].Code
		}
	}
	return code
}

// byHeadOfRegion decides between levels by the head of the region that the
// sentence names: a mayor, a regent or a governor.
func (g *Gazetteer) byHeadOfRegion(sentence string, found []uint16) string {
	level, hits := AnyLevel, 0
	for _, cue := range [...]struct {
		level Level
		words []string
	}{
		{Province, []string{"gubernur", "pilgub", "se-provinsi"}},
		{Regency, []string{"bupati", "pilbup"}},
		{City, []string{"wali kota", "walikota", "pilwakot", "pilwalkot", "pilwali"}},
	} {
		for _, w := range cue.words {
			if containsFold(sentence, w) {
				level, hits = cue.level, hits+1
				break
			}
		}
	}
	if hits != 1 {
		return ""
	}
	return g.onlyOf(found, level)
}

func (g *Gazetteer) onlyOf(found []uint16, level Level) string {
	code := ""
	for _, c := range found {
		if g.offices[c].Level == level {
			if code != "" {
				return ""
			}
			code = g.offices[c].Code
		}
	}
	return code
}

// byListOfCities takes a bare name for the regency where the same sentence
// gives other offices the word "Kota".
func (g *Gazetteer) byListOfCities(text string, m *Mention, found []uint16) string {
	from, to := sentenceBounds(text, m.Start, m.End)
	for at := from; at < to; {
		other, ok := g.next(text[:to], at)
		if !ok {
			break
		}
		at = other.End
		if other.Start != m.Start && other.Form == Named && other.Level == City {
			return g.onlyOf(found, Regency)
		}
	}
	return ""
}

// inProvinceOf returns the one candidate in the province of the publisher.
func (g *Gazetteer) inProvinceOf(found []uint16, publisher string) string {
	province, code := g.ProvinceOf(publisher), ""
	if province == "" {
		return ""
	}
	for _, c := range found {
		if g.ProvinceOf(g.offices[c].Code) == province {
			if code != "" {
				return ""
			}
			code = g.offices[c].Code
		}
	}
	return code
}

// reach is how far, in bytes, a sentence is looked at on each side of a name.
const reach = 240

func sentence(text string, start, end int) string {
	from, to := sentenceBounds(text, start, end)
	return text[from:to]
}

// sentenceBounds returns the sentence around text[start:end], cut to reach.
func sentenceBounds(text string, start, end int) (from, to int) {
	from = max(0, start-reach)
	for i := start - 1; i > from; i-- {
		if text[i] == ' ' && (text[i-1] == '.' || text[i-1] == '!' || text[i-1] == '?') && capital(text, i+1) && i >= 3 && letter(text[i-3]) >= 0 {
			from = i + 1
			break
		}
	}
	to = min(len(text), end+reach)
	for i := end; i+1 < to; i++ {
		if (text[i] == '.' || text[i] == '!' || text[i] == '?') && text[i+1] == ' ' {
			to = i + 1
			break
		}
	}
	return from, to
}

// containsFold reports whether text holds the lower-case ASCII words, in any
// case, beginning and ending with a word.
func containsFold(text, words string) bool {
	for i := 0; i+len(words) <= len(text); i++ {
		if text[i]|0x20 == words[0] && equalFold(text[i:i+len(words)], words) && scan.WordStarts(text, i) && scan.WordEnds(text, i+len(words)) {
			return true
		}
	}
	return false
}

package satker

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/scan"
)

// A Source holds what identifies the publisher and the author of an article.
type Source struct {
	URL       string
	Dateline  string // host in the dateline, or empty
	Place     string // place in the dateline, or empty
	Credits   string // the sign-off, or empty
	Requested string // code that came with the request, or empty
	Published int    // year of publication, or 0
	Received  int    // year of the receipt, or 0
}

// Publisher returns the code of the office whose site carries the article: by
// the host of its address, else what the request says, else by the host in the
// dateline, else by the one office that the credits name. It is empty where
// none of them names one.
func (g *Gazetteer) Publisher(s Source) string {
	if o, ok := g.ByURL(s.URL, s.year()); ok {
		return o.Code
	}
	if _, ok := g.ByCode(s.Requested); ok {
		return s.Requested
	}
	if o, ok := g.ByHost(s.Dateline); ok && !(o.Level == National && !isJakarta(s.Place)) {
		return o.Code
	}
	code := ""
	for _, m := range g.Find(s.Credits, Context{}) {
		if m.Form != Named || m.Code == "" || code != "" && m.Code != code {
			continue
		}
		code = m.Code
	}
	return code
}

// year is the year for which the owner of an old host is looked up: that of publication, else the
// one in the address, else, on a host that others may have registered since, that of
// the receipt. It is 0 where none is known.
func (s Source) year() int {
	if s.Published != 0 {
		return s.Published
	}
	if u, err := url.Parse(s.URL); err == nil {
		if year := yearIn(u.Path); year != 0 {
			return year
		}
	}
	if strings.HasSuffix(cleanHost(s.URL), ".go.id") {
		return 0
	}
	return s.Received
}

// Origin returns the code of the office that wrote the article where the host
// in its dateline names another than the publisher, else nothing. The bare
// national host is KPU RI, unless the place in front of it lies in the
// publisher's own region: some offices use it as a label.
func (g *Gazetteer) Origin(publisher string, s Source) string {
	o, ok := g.ByHost(s.Dateline)
	if !ok || o.Code == publisher || publisher == "" {
		return ""
	}
	if o.Level == National {
		place, known := g.Place(s.Place)
		if s.Place == "" || known && !isJakarta(s.Place) && slices.Contains(place.Codes, publisher) {
			return ""
		}
		if own, _ := g.ByCode(publisher); known && own.Level == Province && strings.EqualFold(own.Seat, place.Name) && !isJakarta(s.Place) {
			return ""
		}
	}
	return o.Code
}

func isJakarta(place string) bool { return strings.EqualFold(strings.TrimSpace(place), "jakarta") }

// Involved returns the codes of the offices that an article is about, in order:
// the publisher, the origin, and every office that acts in one of the texts or
// whose people are named there with their post. Offices that only receive
// something, issued a decree or house a meeting are left out. A name that may mean
// several offices of one province counts for the province.
func (g *Gazetteer) Involved(ctx Context, origin string, texts ...string) []string {
	var codes []string
	add := func(code string) {
		if code == "" {
			return
		}
		if i, found := slices.BinarySearch(codes, code); !found {
			codes = slices.Insert(codes, i, code)
		}
	}
	add(ctx.Publisher)
	add(origin)
	for _, text := range texts {
		acts, before := false, 0
		for _, m := range g.Find(text, ctx) {
			if m.Form != Named && m.Form != ByLevel {
				continue
			}
			acts = takesPart(text, m, before, acts)
			before = m.End
			if !acts {
				continue
			}
			add(m.Code)
			if m.Ambiguous() {
				add(m.Above)
			}
		}
	}
	return codes
}

// Unfamiliar warns of offices that are named with a level and a place which the
// gazetteer does not have together, each place once.
func (g *Gazetteer) Unfamiliar(ctx Context, paragraphs []string) []article.Warning {
	var out []article.Warning
	seen := make(map[string]bool)
	for p, text := range paragraphs {
		for _, m := range g.Find(text, ctx) {
			name := m.Of(text)
			if m.Form != Unknown || seen[name] {
				continue
			}
			seen[name] = true
			span := m.Span
			out = append(out, article.Warning{
				Code: article.WarnUnknownOffice, Message: "Satker “" + name + "” tidak dikenal.", Paragraph: &p, Span: &span,
			})
		}
	}
	return out
}

// takesPart reports whether the office of m acts where it is named. before is
// the end of the mention before, or 0, and listed whether that one acts: what
// follows it in a list shares its part.
func takesPart(text string, m Mention, before int, listed bool) bool {
	if before > 0 && isListGap(text[before:m.Start]) {
		return listed || namesPerson(text, m)
	}
	at := m.Start
	role := false
	for range 14 {
		word, start := lastWord(text, at)
		if word == "" {
			if at > 0 && role && text[at-1] == ',' { // "Ketua Divisi Perencanaan, Data, dan Informasi KPU X"
				at--
				continue
			}
			break
		}
		key := strings.ToLower(word)
		switch wordClass(key) {
		case roleWord:
			role = true
		case innerWord:
		case documentWord:
			return role && namesPerson(text, m)
		case towardsWord:
			return role && namesPerson(text, m)
		case fromWord:
			before, _ := lastWord(text, start)
			return isGuest(strings.ToLower(before)) || role && namesPerson(text, m)
		default:
			if !role && !capital(text, start) {
				return true
			}
			if !capital(text, start) {
				return true
			}
		}
		at = start
	}
	return true
}

// isListGap reports whether only a list's comma or "dan" parts two mentions.
func isListGap(gap string) bool {
	if len(gap) > 12 {
		return false
	}
	switch strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(gap), ",")) {
	case "", "dan", "serta", "maupun", "atau", "&":
		return strings.TrimSpace(gap) != ""
	}
	return false
}

// namesPerson reports whether a name in capitals follows the office: "Ketua KPU
// Kota X, Rina Wulandari", "Ketua KPU Kota X Rina".
func namesPerson(text string, m Mention) bool {
	at := m.End
	if at < len(text) && text[at] == ',' {
		at++
	}
	next := scan.SkipSpaces(text, at)
	return next > m.End && capital(text, next)
}

type class uint8

const (
	otherWord class = iota
	roleWord
	innerWord    // part of an office, or a room of it
	documentWord // a paper or a channel of the office
	towardsWord  // what follows receives, or is a place
	fromWord
)

// isGuest reports whether the word names a person or group that an office sends: "peserta dari KPU Kota X".
func isGuest(word string) bool {
	switch word {
	case "hadir", "peserta", "perwakilan", "narasumber", "rombongan", "tim", "anggota", "komisioner", "operator", "pegawai",
		"staf", "tamu", "utusan", "datang", "pemateri", "pembicara", "delegasi", "berasal", "saksi":
		return true
	}
	return false
}

func wordClass(word string) class { return classes[word] }

var classes = func() map[string]class {
	m := make(map[string]class)
	for c, words := range map[class]string{
		roleWord: `ketua anggota komisioner sekretaris kasubbag kasubag kabag kepala inspektur deputi plt plh divisi
			kadiv koordinator wakil staf staff sekjen operator admin kasub pejabat pelaksana fungsional`,
		innerWord: `kantor aula gedung ruang rapat halaman sekretariat jajaran pihak tim inspektorat utama pimpinan lingkungan
			bagian subbagian subbag sub bidang biro pusdatin media center gudang pendopo lantai lobi lapangan rumah pintar pemilu
			pegawai keluarga besar wilayah jenderal umum semua seluruh`,
		documentWord: `keputusan peraturan surat edaran nomor instruksi sk putusan pengumuman arahan kebijakan petunjuk pedoman
			laman situs website web akun kanal youtube instagram facebook twitter logo data salinan berita formulir undangan
			anggaran aplikasi program pemeriksaan evaluasi`,
		towardsWord: `ke kepada di pada untuk bagi terhadap atas tentang menuju melalui milik via`,
		fromWord:    `dari asal`,
	} {
		for w := range strings.FieldsSeq(words) {
			if m[w] != otherWord {
				panic(fmt.Sprintf("satker: %q is of two classes", w))
			}
			m[w] = c
		}
	}
	return m
}()

package satker

import (
	"net/url"
	"strconv"
	"strings"
)

// ByHost returns the office whose site has that host. It reads hosts as people
// type them: with a scheme, "www.", a path, capitals, a doubled dot, or a town
// glued on in front ("Padang.sumbar.kpu.go.id"). Old hosts and hosts made by
// the usual patterns are known too where the name in them means one office.
// Hosts of applications (jdih, infopemilu) belong to no office.
func (g *Gazetteer) ByHost(host string) (Office, bool) {
	i, ok := g.byHost(cleanHost(host))
	if !ok {
		return Office{}, false
	}
	return g.offices[i], true
}

func (g *Gazetteer) byHost(host string) (int, bool) {
	if i, ok := g.hosts[host]; ok {
		return i, true
	}
	if label, ok := strings.CutSuffix(host, ".kpu.go.id"); ok {
		if town, rest, glued := strings.Cut(label, "."); glued && town != "" {
			i, ok := g.hosts[rest+".kpu.go.id"]
			return i, ok
		}
		return g.bySlug(label)
	}
	if old, ok := g.old(host); ok {
		return old.office, true
	}
	name, ok := strings.CutSuffix(host, ".go.id")
	if !ok {
		if name, ok = strings.CutSuffix(host, ".web.id"); !ok {
			return 0, false
		}
	}
	return g.afterBody(name)
}

// afterBody finds the office of a host name that begins with the body: "kpud-demak",
// "kpu.kapuaskab". What may be cut in two ways ("kpudiy" is KPU DIY or KPUD Iy) is
// read in both and must mean one office. "kip" is the commission in Aceh alone;
// elsewhere it is the Komisi Informasi.
func (g *Gazetteer) afterBody(name string) (office int, ok bool) {
	for _, prefix := range [...]string{"kpud-", "kpu-", "kip-", "kpud.", "kpu.", "kip.", "kpud", "kpu", "kip"} {
		slug, begins := strings.CutPrefix(name, prefix)
		if !begins {
			continue
		}
		i, found := g.bySlug(slug)
		if found && strings.HasPrefix(prefix, "kip") && g.offices[i].Kind != "KIP" {
			continue
		}
		if found && ok && i != office {
			return 0, false
		}
		if found {
			office, ok = i, true
		}
	}
	return office, ok
}

// An oldHost is where an office had its site before, and in which years.
type oldHost struct {
	office   int
	from, to int // years, both inclusive
}

// An oldForm is a form of such hosts: the name of an office of one province between
// two pieces.
type oldForm struct {
	before, after string
	province      string
	from, to      int
}

// old looks up a host at which an office had its site before.
func (g *Gazetteer) old(host string) (oldHost, bool) {
	if o, ok := g.oldHosts[host]; ok {
		return o, true
	}
	for _, f := range g.oldForms {
		slug, begins := strings.CutPrefix(host, f.before)
		slug, ends := strings.CutSuffix(slug, f.after)
		if !begins || !ends || slug == "" {
			continue
		}
		if i, ok := g.bySlug(slug); ok && (g.offices[i].Code == f.province || g.offices[i].Parent == f.province) {
			return oldHost{i, f.from, f.to}, true
		}
	}
	return oldHost{}, false
}

// Owner returns the office that surely has the site an address lies on, for rights
// that hang on it: a host of the government (.go.id) that is none of the old ones.
// All other domains are open to registration.
func (g *Gazetteer) Owner(raw string) (Office, bool) {
	host := cleanHost(raw)
	if _, former := g.old(host); former || !strings.HasSuffix(host, ".go.id") {
		return Office{}, false
	}
	return g.ByURL(raw, 0)
}

// had reports whether the office had its old site in a year; 0 is a year that is not
// known, in which it may have had it.
func (o oldHost) had(year int) bool { return year == 0 || o.from <= year && year <= o.to }

// yearIn returns the year that a step of a path states ("/2017/01/20/kotak"), or 0.
func yearIn(path string) int {
	for step := range strings.SplitSeq(path, "/") {
		if len(step) == len("2017") && (strings.HasPrefix(step, "19") || strings.HasPrefix(step, "20")) {
			if year, err := strconv.Atoi(step); err == nil {
				return year
			}
		}
	}
	return 0
}

// bySlug finds the one office that a label of a host names: "kab-demak",
// "kpu-demak", "demakkab", "jatengprov", "demak".
func (g *Gazetteer) bySlug(label string) (int, bool) {
	level := AnyLevel
	slug := label
	for _, affix := range [...]struct {
		text  string
		level Level
	}{{"kab", Regency}, {"kota", City}, {"prov", Province}} {
		if rest, ok := strings.CutPrefix(label, affix.text+"-"); ok {
			level, slug = affix.level, rest
			break
		}
		if rest, ok := strings.CutSuffix(label, affix.text); ok && len(rest) > 3 {
			level, slug = affix.level, rest
			break
		}
	}
	for _, prefix := range [...]string{"kpud-", "kpu-", "kip-"} {
		slug = strings.TrimPrefix(slug, prefix)
	}
	if slug == "" || strings.Contains(slug, ".") {
		return 0, false
	}
	found := g.candidates(g.names.exact(slug), level)
	if len(found) != 1 || g.offices[found[0]].Level == National {
		return 0, false
	}
	return int(found[0]), true
}

// ByURL returns the office that a page's address belongs to: by its host, or on
// the host of the legal documents by the region in its path. Year is that of the
// page, 0 where it is not known. A host where an office had its site before counts
// for the years in which it had: neither year nor the one that the path states may
// lie outside them.
func (g *Gazetteer) ByURL(raw string, year int) (Office, bool) {
	host := cleanHost(raw)
	if i, ok := g.byHost(host); ok {
		if old, was := g.old(host); was {
			u, err := url.Parse(raw)
			if !old.had(year) || err == nil && !old.had(yearIn(u.Path)) {
				return Office{}, false
			}
		}
		return g.offices[i], true
	}
	if host != "jdih.kpu.go.id" {
		return Office{}, false
	}
	u, err := url.Parse(raw)
	if err != nil {
		return Office{}, false
	}
	province, rest, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	region, _, _ := strings.Cut(rest, "/")
	above := g.candidates(g.names.exact(province), Province)
	if len(above) != 1 {
		return Office{}, false
	}
	if region == "" {
		return g.offices[above[0]], true
	}
	level := AnyLevel
	if name, ok := strings.CutSuffix(region, "-kota"); ok {
		region, level = name, City
	} else if name, ok := strings.CutSuffix(region, "-kab"); ok {
		region, level = name, Regency
	}
	var found []uint16
	for _, c := range g.candidates(g.names.exact(region), level) {
		if g.offices[c].Parent == g.offices[above[0]].Code {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		return Office{}, false
	}
	return g.offices[found[0]], true
}

// cleanHost returns the host of an address as people type it, in lower case and
// without scheme, "www.", path, port and doubled dots.
func cleanHost(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, scheme := range [...]string{"https", "http"} {
		if rest, ok := strings.CutPrefix(s, scheme); ok && strings.HasPrefix(strings.TrimLeft(rest, ":"), "//") {
			s = strings.TrimLeft(rest, ":/")
			break
		}
	}
	if i := strings.IndexAny(s, "/?#:\\ "); i >= 0 {
		s = s[:i]
	}
	for strings.Contains(s, "..") {
		s = strings.ReplaceAll(s, "..", ".")
	}
	return strings.TrimPrefix(strings.Trim(s, "."), "www.")
}

package satker

import (
	"net/url"
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
	name, ok := strings.CutSuffix(host, ".go.id")
	if !ok {
		if name, ok = strings.CutSuffix(host, ".web.id"); !ok {
			return 0, false
		}
	}
	for _, prefix := range [...]string{"kpud-", "kpu-", "kip-", "kpud.", "kpu.", "kip.", "kpud", "kpu", "kip"} {
		if slug, ok := strings.CutPrefix(name, prefix); ok {
			return g.bySlug(slug)
		}
	}
	return 0, false
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
// the host of the legal documents by the region in its path.
func (g *Gazetteer) ByURL(raw string) (Office, bool) {
	host := cleanHost(raw)
	if i, ok := g.byHost(host); ok {
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

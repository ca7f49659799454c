package harvest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"warta/analyzers/satker"
)

// A Site is one site to read. Requests go only to the host of the site and the hosts of its
// lists, with and without "www.".
type Site struct {
	Satker string     // code of the office
	Home   *url.URL   // scheme and host, no path
	Lists  []*url.URL // feeds, sitemaps and listings; empty: they are searched for

	// Implied: Home was written without a scheme. Then https is tried first, and http if
	// https gives no answer. Lists without a scheme use that of Home.
	Implied      bool
	impliedLists []bool // for each of Lists
}

// overHTTP returns the site with http for all implied schemes.
func (s Site) overHTTP() Site {
	plain := func(u *url.URL) *url.URL {
		c := *u
		c.Scheme = "http"
		return &c
	}
	lists := slices.Clone(s.Lists)
	for i, implied := range s.impliedLists {
		if implied {
			lists[i] = plain(lists[i])
		}
	}
	s.Home, s.Lists, s.Implied = plain(s.Home), lists, false
	return s
}

// Name returns the host of the site, with the port unless it is the default.
func (s Site) Name() string { return s.Home.Host }

// mostSites and longestLine bound a file of sites.
const (
	mostSites   = 10_000
	longestLine = 16 << 10
)

// ReadSites parses a file of sites, one a line: the site, the code of its office, and the
// URLs of its lists, separated by spaces. A "#" begins a comment. The code may be missing, or
// "-", if the gazetteer has the host. One error reports all faults with their lines.
func ReadSites(r io.Reader, g *satker.Gazetteer) ([]Site, error) {
	var (
		sites  []Site
		faults []error
	)
	seen := map[string]int{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		fields := strings.Fields(text)
		if len(fields) == 0 {
			continue
		}
		s, err := readSite(fields, g)
		if err == nil && seen[bareHost(s.Home)] > 0 {
			err = fmt.Errorf("%s stands in line %d already", s.Name(), seen[bareHost(s.Home)])
		}
		if err == nil && len(sites) == mostSites {
			err = fmt.Errorf("more than %d sites", mostSites)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("line %d: %w", n, err))
			if len(faults) == 10 {
				break
			}
			continue
		}
		seen[bareHost(s.Home)] = n
		sites = append(sites, s)
	}
	if err := lines.Err(); err != nil {
		faults = append(faults, fmt.Errorf("read the sites: %w", err))
	}
	if len(sites) == 0 && len(faults) == 0 {
		faults = append(faults, errors.New("no site in it: want lines like \"kota-semarang.kpu.go.id 33.74\""))
	}
	return sites, errors.Join(faults...)
}

func readSite(fields []string, g *satker.Gazetteer) (Site, error) {
	home, err := address(fields[0])
	if err != nil {
		return Site{}, err
	}
	if strings.Trim(home.Path, "/") != "" || home.RawQuery != "" {
		return Site{}, fmt.Errorf("%q: want the site alone, its lists after the code", fields[0])
	}
	s := Site{Home: &url.URL{Scheme: home.Scheme, Host: home.Host, Path: "/"}, Implied: !hasScheme(fields[0])}
	if len(fields) > 1 && fields[1] != "-" {
		if _, ok := g.ByCode(fields[1]); !ok {
			return Site{}, fmt.Errorf("%q is the code of no satker (33.74 is one)", fields[1])
		}
		s.Satker = fields[1]
	} else {
		office, ok := g.ByHost(home.Hostname())
		if !ok {
			return Site{}, fmt.Errorf("%s belongs to no satker that is known: write its code behind it", home.Host)
		}
		s.Satker = office.Code
	}
	for _, field := range fields[min(2, len(fields)):] {
		s.impliedLists = append(s.impliedLists, s.Implied && !hasScheme(field))
		if strings.HasPrefix(field, "/") && !strings.HasPrefix(field, "//") {
			field = s.Home.Scheme + "://" + s.Home.Host + field
		}
		list, err := address(field)
		if err != nil {
			return Site{}, err
		}
		s.Lists = append(s.Lists, list)
	}
	return s, nil
}

func hasScheme(s string) bool { return strings.Contains(s, "://") }

// address parses a URL with or without a scheme; the default is https.
func address(s string) (*url.URL, error) {
	typed := s
	if !hasScheme(s) {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.User != nil || strings.Contains(u.Host, "%") {
		return nil, fmt.Errorf("%.200q is no address of a site", typed)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%.200q: want http or https", typed)
	}
	u.Host = strings.ToLower(u.Host)
	u.Fragment = ""
	if !strings.Contains(u.Hostname(), ".") {
		if _, err := netip.ParseAddr(u.Hostname()); err != nil {
			return nil, fmt.Errorf("%.200q: want a whole host, as kota-semarang.kpu.go.id", typed)
		}
	}
	return u, nil
}

// KnownSites returns the sites of the offices with a confirmed host in the gazetteer, in the
// order of their codes.
func KnownSites(g *satker.Gazetteer) []Site {
	var sites []Site
	for o := range g.Offices() {
		if o.Verified && o.Domain != "" {
			sites = append(sites, Site{Satker: o.Code, Home: &url.URL{Scheme: "https", Host: o.Domain, Path: "/"}, Implied: true})
		}
	}
	return sites
}

// bareHost returns the host of u without "www." and port.
func bareHost(u *url.URL) string {
	return strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), "www.")
}

// allows reports whether the host and port of u are those of the site or of its lists.
func (s Site) allows(u *url.URL) bool {
	if u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Opaque != "" {
		return false
	}
	for named := range s.named {
		if bareHost(named) != bareHost(u) {
			continue
		}
		switch port := u.Port(); port {
		case "", named.Port():
			return true
		case "80":
			return u.Scheme == "http"
		case "443":
			return u.Scheme == "https"
		}
	}
	return false
}

// named yields the configured URLs of s.
func (s Site) named(yield func(*url.URL) bool) {
	if !yield(s.Home) {
		return
	}
	for _, list := range s.Lists {
		if !yield(list) {
			return
		}
	}
}

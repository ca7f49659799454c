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

// A Site is one site to read. Only what is named here is ever asked: the host of
// the site and those of its lists, with and without "www.".
type Site struct {
	Satker string     // code of the office whose site it is
	Home   *url.URL   // scheme and host, no path
	Lists  []*url.URL // feeds, sitemaps and listings; none: they are looked for

	// Implied says that Home was written without a scheme: https is tried first, and
	// http where it gives no answer. Lists written so follow Home.
	Implied      bool
	impliedLists []bool // for each of Lists
}

// overHTTP returns the site as it is read where https gives no answer.
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

// Name is the host of the site, with its port where that is not the usual one.
func (s Site) Name() string { return s.Home.Host }

// mostSites and longestLine bound a file of sites.
const (
	mostSites   = 10_000
	longestLine = 16 << 10
)

// ReadSites reads a file of sites, one a line: the site, the code of its office,
// and the addresses of its lists, parted by spaces. A "#" begins a comment. The
// code may be left out, or be "-", where the gazetteer knows the host. All that is
// wrong is reported at once, with its line.
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

// address reads an address as people type it; https is meant where no scheme is.
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

// KnownSites returns the sites of the offices in the gazetteer whose hosts were
// seen, in the order of their codes.
func KnownSites(g *satker.Gazetteer) []Site {
	var sites []Site
	for o := range g.Offices() {
		if o.Verified && o.Domain != "" {
			sites = append(sites, Site{Satker: o.Code, Home: &url.URL{Scheme: "https", Host: o.Domain, Path: "/"}, Implied: true})
		}
	}
	return sites
}

// bareHost is the host of u without "www." and port.
func bareHost(u *url.URL) string {
	return strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), "www.")
}

// allows reports whether the site's owner in our list named that host and port.
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

// named yields the addresses that the list of sites holds for s.
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

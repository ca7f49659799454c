package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"warta/server/param"
)

// parseNetworks reads addresses and networks.
func parseNetworks(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	var errs []error
	for _, v := range list {
		if p, err := netip.ParsePrefix(v); err == nil {
			out = append(out, p.Masked())
		} else if a, err := netip.ParseAddr(v); err == nil {
			out = append(out, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
		} else {
			errs = append(errs, fmt.Errorf("%q: want an address or a network as 10.0.0.0/8", v))
		}
	}
	return out, errors.Join(errs...)
}

// trusts reports whether an address is that of a trusted proxy.
func (s *Server) trusts(a netip.Addr) bool {
	for _, p := range s.proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// address returns the address of the client of a request. Each proxy appends the address
// of its own client to X-Forwarded-For, so the list is read from its end as long as the
// writer of an entry is a trusted proxy. Earlier entries may be forged. Several lines of
// the header are one list.
func (s *Server) address(r *http.Request) netip.Addr {
	at := readAddress(r.RemoteAddr)
	if !s.trusts(at) {
		return at
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		before := readAddress(strings.TrimSpace(hops[i]))
		if !before.IsValid() {
			return at
		}
		if at = before; !s.trusts(at) {
			return at
		}
	}
	return at
}

// readAddress reads an address with or without a port; the zero Addr if it is none.
func readAddress(v string) netip.Addr {
	if p, err := netip.ParseAddrPort(v); err == nil {
		return p.Addr().Unmap().WithZone("")
	}
	a, err := netip.ParseAddr(v)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

// base returns scheme and host under which readers reach the service, without a slash at
// the end.
func (s *Server) base(r *http.Request) string {
	if s.opts.PublicURL != "" {
		return strings.TrimSuffix(s.opts.PublicURL, "/")
	}
	scheme := "http"
	if r.TLS != nil || s.trusts(readAddress(r.RemoteAddr)) && r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	base := scheme + "://" + r.Host
	if checkOrigin(base) != nil { // a client may send any Host
		return scheme + "://localhost"
	}
	return base
}

// checkOrigin checks that v is scheme and host of a site, and nothing more.
func checkOrigin(v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil ||
		u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("want scheme and host alone, as https://warta.example.id")
	}
	for i := range len(u.Host) {
		if c := u.Host[i]; !param.IsAlnum(c) && !strings.ContainsRune("-.:[]", rune(c)) {
			return errors.New("want a host of letters, digits, hyphens and dots")
		}
	}
	return nil
}

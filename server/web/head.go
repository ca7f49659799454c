package web

import (
	"net/url"
	"strings"
)

// Head is what every page has.
type Head struct {
	Title       string // of the window
	Description string
	Section     string // "cari", "kutipan": which part of the site this is
	Q           string // what stands in the search box
	Path        string // of the form that the box belongs to
	Feed        string // address of the articles as a feed, or empty
	QuoteFeed   string // address of the quotes as a feed, or empty
	Canonical   string // full address of this page, or empty
	Linked      any    // what the page is about, as JSON-LD, or nil
	NoIndex     bool   // for search engines: it is one of very many states
}

// A Link leads to another state of a page.
type Link struct {
	Label   string
	Href    string
	Current bool
}

// A Field is a hidden input that carries a filter through the form.
type Field struct{ Name, Value string }

// articlePath and the functions below return the addresses of pages.
func articlePath(id string) string  { return "/artikel/" + url.PathEscape(id) }
func officialPath(id string) string { return "/pejabat/" + url.PathEscape(id) }
func officePath(code string) string { return "/satker/" + url.PathEscape(code) }
func topicPath(id string) string    { return "/topik/" + url.PathEscape(id) }
func quotePath(id string) string    { return "/kutipan/" + url.PathEscape(id) }

// RegulationsPath is the address of the list of regulations.
const RegulationsPath = "/peraturan"

// RegulationPath returns the address of the page of a regulation, whose id has slashes.
func RegulationPath(id string) string { return RegulationsPath + "/" + id }

// webHost returns the host of an address on the web; empty for other addresses, to which
// pages do not link.
func webHost(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.Hostname()
}

// whatsApp returns a link that opens WhatsApp with a text to send. The page itself sends it
// no request.
func whatsApp(lines ...string) string {
	var said []string
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			said = append(said, line)
		}
	}
	return "https://wa.me/?" + url.Values{"text": {strings.Join(said, "\n")}}.Encode()
}

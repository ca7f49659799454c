package server

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/analyzers/page"
	"warta/analyzers/satker"
	"warta/analyzers/topics"
	"warta/index"
	"warta/index/search"
)

// A directory names the offices and topics that facets are about.
type directory struct {
	offices *satker.Gazetteer
	topics  []topics.Topic
	labels  map[string]string // of topics, by id
}

func newDirectory(offices *satker.Gazetteer) (*directory, error) {
	if offices == nil {
		var err error
		if offices, err = satker.Load(); err != nil {
			return nil, err
		}
	}
	taxonomy, err := topics.Load()
	if err != nil {
		return nil, err
	}
	d := &directory{offices: offices, topics: taxonomy.Topics(), labels: map[string]string{}}
	for _, t := range d.topics {
		d.labels[t.ID] = t.Label
		for _, leaf := range t.Leaves {
			d.labels[leaf.ID] = leaf.Label
		}
	}
	return d, nil
}

// has reports whether there is a satker with that code.
func (d *directory) has(code string) bool {
	_, ok := d.offices.ByCode(code)
	return ok
}

// officeAt returns the code of the satker that surely has the site an address lies on,
// or "". It looks at the form under which the article is kept and linked to, so that what is
// allowed and what is stored are one host.
func (d *directory) officeAt(address string) string {
	canonical, err := page.CanonicalURL(address)
	if err != nil {
		return ""
	}
	o, _ := d.offices.Owner(canonical)
	return o.Code
}

// Satker returns the name of a satker; the code itself where it is unknown.
func (d *directory) Satker(code string) string {
	if o, ok := d.offices.ByCode(code); ok {
		return o.Name
	}
	return code
}

// Topic returns the label of a topic; the id itself where it is unknown.
func (d *directory) Topic(id string) string {
	if label, ok := d.labels[id]; ok {
		return label
	}
	return id
}

// An office is a satker in an answer.
type office struct {
	Code     string   `json:"code"`
	Name     string   `json:"name"`
	Level    string   `json:"level"` // nasional, provinsi, kabupaten, kota
	Parent   *string  `json:"parent"`
	Host     string   `json:"host,omitempty"` // of its site
	Count    int      `json:"count"`          // articles; of a province with its kabupaten/kota
	Children []office `json:"children,omitempty"`
}

func newOffice(o satker.Office, counts map[string]int) office {
	out := office{Code: o.Code, Name: o.Name, Level: o.Level.String(), Host: o.Domain, Count: counts[o.Code]}
	if o.Parent != "" {
		out.Parent = new(o.Parent)
	}
	return out
}

// offices answers GET /v1/satker: all of them with their counts.
func (s *Server) offices(c *gin.Context) error {
	p := newParams(c.Request.URL.RawQuery)
	prefix := strings.ToLower(p.word("prefix", maxPrefix))
	if err := p.done(); err != nil {
		return err
	}
	counts, err := s.counts(c, index.FacetSatker)
	if err != nil {
		return err
	}
	list := []office{}
	for o := range s.dir.offices.Offices() {
		if prefix == "" || beginsAWord(strings.ToLower(o.Name), prefix) {
			list = append(list, newOffice(o, counts))
		}
	}
	return s.writeJSON(c, http.StatusOK, gin.H{"satker": list})
}

// beginsAWord reports whether a word of name begins with prefix.
func beginsAWord(name, prefix string) bool {
	return strings.HasPrefix(name, prefix) || strings.Contains(name, " "+prefix)
}

// office answers GET /v1/satker/{code}: one office with those below it.
func (s *Server) office(c *gin.Context) error {
	if err := newParams(c.Request.URL.RawQuery).done(); err != nil {
		return err
	}
	code := c.Param("code")
	o, ok := s.dir.offices.ByCode(code)
	if !ok {
		return &index.Error{Kind: index.NotFound, Op: "server.office", Text: "there is no such satker: /v1/satker lists all with their codes"}
	}
	counts, err := s.counts(c, index.FacetSatker)
	if err != nil {
		return err
	}
	answer := newOffice(o, counts)
	for below := range s.dir.offices.Offices() {
		if below.Parent == code {
			answer.Children = append(answer.Children, newOffice(below, counts))
		}
	}
	return s.writeJSON(c, http.StatusOK, answer)
}

// A topic is a controlled topic in an answer; a top one has children.
type topic struct {
	ID       string  `json:"id"`
	Label    string  `json:"label"`
	LabelEN  string  `json:"label_en"`
	Count    int     `json:"count"` // articles; of a top topic with its children
	Children []topic `json:"children,omitempty"`
}

// topics answers GET /v1/topics: all of them with their counts.
func (s *Server) topics(c *gin.Context) error {
	if err := newParams(c.Request.URL.RawQuery).done(); err != nil {
		return err
	}
	counts, err := s.counts(c, index.FacetTopic)
	if err != nil {
		return err
	}
	list := make([]topic, len(s.dir.topics))
	for i, t := range s.dir.topics {
		list[i] = topic{ID: t.ID, Label: t.Label, LabelEN: t.LabelEN, Count: counts[t.ID]}
		for _, leaf := range t.Leaves {
			list[i].Children = append(list[i].Children, topic{ID: leaf.ID, Label: leaf.Label, LabelEN: leaf.LabelEN, Count: counts[leaf.ID]})
		}
	}
	return s.writeJSON(c, http.StatusOK, gin.H{"topics": list})
}

// counts returns how many articles each value of a facet has.
func (s *Server) counts(c *gin.Context, facet string) (map[string]int, error) {
	page, err := s.find(c.Request.Context(), search.Query{Facets: []search.FacetRequest{{Name: facet, Size: index.MaxFacetSize}}})
	if err != nil {
		return nil, fmt.Errorf("count by %s: %w", facet, err)
	}
	counts := map[string]int{}
	for _, v := range page.Facets[facet] {
		counts[v.Value] = v.Count
	}
	return counts, nil
}

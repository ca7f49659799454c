package server

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/analyzers/satker"
	"warta/index"
	"warta/index/search"
	"warta/server/directory"
	"warta/server/param"
)

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

// offices answers GET /v1/satker: all offices with their counts.
func (s *Server) offices(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	prefix := strings.ToLower(p.Word("prefix", param.MaxPrefix))
	if err := p.Done(); err != nil {
		return err
	}
	counts, err := s.counts(c, index.FacetSatker)
	if err != nil {
		return err
	}
	list := []office{}
	for o := range s.names.Offices.Offices() {
		if prefix == "" || beginsAWord(strings.ToLower(o.Name), prefix) {
			list = append(list, newOffice(o, counts))
		}
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, gin.H{"satker": list})
}

// beginsAWord reports whether a word of name begins with prefix.
func beginsAWord(name, prefix string) bool {
	return strings.HasPrefix(name, prefix) || strings.Contains(name, " "+prefix)
}

// office answers GET /v1/satker/{code}: one office with the offices below it.
func (s *Server) office(c *gin.Context) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	code := c.Param("code")
	o, ok := s.names.Offices.ByCode(code)
	if !ok {
		return directory.UnknownOffice()
	}
	counts, err := s.counts(c, index.FacetSatker)
	if err != nil {
		return err
	}
	answer := newOffice(o, counts)
	for below := range s.names.Offices.Offices() {
		if below.Parent == code {
			answer.Children = append(answer.Children, newOffice(below, counts))
		}
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, answer)
}

// A topic is a topic of the taxonomy in an answer; a top one has children.
type topic struct {
	ID       string  `json:"id"`
	Label    string  `json:"label"`
	LabelEN  string  `json:"label_en"`
	Count    int     `json:"count"` // articles; of a top topic with its children
	Children []topic `json:"children,omitempty"`
}

// topics answers GET /v1/topics: all topics with their counts.
func (s *Server) topics(c *gin.Context) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	counts, err := s.counts(c, index.FacetTopic)
	if err != nil {
		return err
	}
	list := make([]topic, len(s.names.Topics))
	for i, t := range s.names.Topics {
		list[i] = topic{ID: t.ID, Label: t.Label, LabelEN: t.LabelEN, Count: counts[t.ID]}
		for _, leaf := range t.Leaves {
			list[i].Children = append(list[i].Children, topic{ID: leaf.ID, Label: leaf.Label, LabelEN: leaf.LabelEN, Count: counts[leaf.ID]})
		}
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, gin.H{"topics": list})
}

// counts returns how many articles each value of a facet has.
func (s *Server) counts(c *gin.Context, facet string) (map[string]int, error) {
	page, err := s.finder.Search(c.Request.Context(), search.Query{Facets: []search.FacetRequest{{Name: facet, Size: index.MaxFacetSize}}})
	if err != nil {
		return nil, fmt.Errorf("count by %s: %w", facet, err)
	}
	counts := map[string]int{}
	for _, v := range page.Facets[facet] {
		counts[v.Value] = v.Count
	}
	return counts, nil
}

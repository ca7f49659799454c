package pages

import (
	"net/http"

	"warta/index/search"
	"warta/server/param"
	"warta/server/web"
)

// Suggest answers GET /saran: completions of the text in the search box of a page, each
// with the address to which it leads.
func (s *Site) Suggest(w http.ResponseWriter, r *http.Request) error {
	const few = 8
	p := param.ForPage(r.URL.RawQuery)
	text, path := p.Text("q"), "/"
	if p.Choice("untuk", "berita", "kutipan") == "kutipan" {
		path = "/kutipan"
	}
	list, err := s.Finder.Suggest(r.Context(), text, search.MaxSuggestions, false)
	if err != nil {
		return err
	}
	offered := struct {
		Saran []web.Suggested `json:"saran"`
	}{[]web.Suggested{}}
	for _, l := range list[:min(few, len(list))] {
		offered.Saran = append(offered.Saran, web.NewSuggested(path, l))
	}
	return s.Sender.JSON(w, r, http.StatusOK, offered)
}

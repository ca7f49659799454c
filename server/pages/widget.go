package pages

import (
	"io"
	"net/http"

	"warta/index"
	"warta/server/param"
	"warta/server/web"
)

// Widget answers GET /pasang: how another site embeds the search box.
func (s *Site) Widget(w http.ResponseWriter, r *http.Request) error {
	code := param.ForPage(r.URL.RawQuery).Word("satker", param.MaxPrefix)
	if !s.Names.Has(code) {
		code = nationalCode
	}
	var offices []web.Value
	for o := range s.Names.Offices.Offices() {
		offices = append(offices, web.Value{Value: o.Code, Label: o.Name, Selected: o.Code == code})
	}
	view := web.NewWidgetView(s.Base(r), code, s.Names.Satker(code), offices)
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return s.Views.Widget(out, view) })
}

// nationalCode is the code of KPU RI.
const nationalCode = "00"

// WidgetScript answers GET /widget.js. Its address is fixed, so browsers ask for it again after an hour.
func (s *Site) WidgetScript(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	s.Sender.Send(w, r, http.StatusOK, "text/javascript; charset=utf-8", web.WidgetJS)
	return nil
}

// WidgetResults answers GET /widget.json: the first results of a search, for the script
// on any other site. They are as public as the pages.
func (s *Site) WidgetResults(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	q := param.Filters(param.ForPage(r.URL.RawQuery), index.Articles)
	q.Size, q.Collapse, q.Highlight = 10, true, true
	page, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	return s.Sender.JSON(w, r, http.StatusOK, web.NewWidgetAnswer(s.Base(r), q, page))
}

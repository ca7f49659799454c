package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
	"warta/index"
	"warta/index/labels"
	"warta/index/search"
	"warta/server/render"
	"warta/server/web"
)

const (
	// pageSpeakers is how many officials a page asks about, and pageNearby how many
	// things it offers where nothing is found.
	pageSpeakers = 6
	pageNearby   = 5
	// nearbyWords is how many words of a query are looked up by themselves.
	nearbyWords = 4
)

// addHelp adds to a page of results what helps to go on: on the page of quotes who
// may be meant by what was typed, and on an empty page what there is.
func (s *Server) addHelp(ctx context.Context, view *web.SearchView, q search.Query) error {
	if q.Text == "" || q.Cursor != "" {
		return nil
	}
	if q.Of == index.Quotes && len(q.Official) == 0 {
		holders, err := s.holders(ctx, q.Text)
		if err != nil {
			return err
		}
		if len(holders) == 0 {
			if holders, err = s.suggested(ctx, q.Text, search.SuggestOfficial); err != nil {
				return err
			}
		}
		view.AddSpeakers(holders[:min(pageSpeakers, len(holders))])
	}
	if view.Total == 0 && len(view.Speakers) == 0 {
		nearby, err := s.nearby(ctx, q.Text)
		if err != nil {
			return err
		}
		view.AddNearby(nearby)
	}
	return nil
}

// suggested returns what a text may become, of one kind or of any.
func (s *Server) suggested(ctx context.Context, text, kind string) ([]search.Suggestion, error) {
	var list []search.Suggestion
	err := s.inPlace(ctx, func(ctx context.Context) (err error) {
		list, err = s.archive.Suggest(ctx, text, search.MaxSuggestions)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	return slices.DeleteFunc(list, func(l search.Suggestion) bool { return kind != "" && l.Kind != kind }), nil
}

// nearby returns what there is that is named like the query, or like one of its
// words.
func (s *Server) nearby(ctx context.Context, text string) ([]search.Suggestion, error) {
	var out []search.Suggestion
	words := strings.Fields(text)
	for _, part := range append([]string{text}, words[:min(nearbyWords, len(words))]...) {
		if utf8.RuneCountInString(part) < 4 {
			continue
		}
		list, err := s.suggested(ctx, part, "")
		if err != nil {
			return nil, err
		}
		for _, l := range list {
			known := slices.ContainsFunc(out, func(o search.Suggestion) bool { return o.Kind == l.Kind && o.Value == l.Value })
			if l.Kind != search.SuggestWord && !known && len(out) < pageNearby {
				out = append(out, l)
			}
		}
		if len(out) >= pageNearby {
			break
		}
	}
	return out, nil
}

// holders returns who is quoted as the holder of a post that the text names, as
// "ketua kpu jateng" does; the one with the most quotes first. Where nobody is, those
// who have the post in an office below.
func (s *Server) holders(ctx context.Context, text string) ([]search.Suggestion, error) {
	text = text[:min(len(text), index.MaxText)]
	mentions := s.dir.offices.Find(text, satker.Context{})
	if len(mentions) != 1 {
		return nil, nil
	}
	m := mentions[0]
	post := strings.Join(strings.Fields(text[:m.Start]+" "+text[m.End:]), " ")
	codes := m.Candidates
	if m.Code != "" {
		codes = []string{m.Code}
	}
	if len(codes) == 0 || strings.ContainsFunc(post, func(r rune) bool { return !unicode.IsLetter(r) && r != ' ' }) {
		return nil, nil
	}
	codes = codes[:min(len(codes), index.MaxValues)]
	q := search.Query{Of: index.Quotes, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: pageSpeakers}}}
	if post != "" {
		q.Role = []string{indonesian.TitleCase(post)}
	}
	alone := make([]string, len(codes)) // a province would take in who has the post below it
	for i, code := range codes {
		alone[i] = code
		if o, ok := s.dir.offices.ByCode(code); ok && o.Level == satker.Province {
			alone[i] += labels.SelfSuffix
		}
	}
	q.Office = alone
	page, err := s.find(ctx, q)
	if err != nil {
		return nil, err
	}
	exact := len(codes) == 1
	if page.Total == 0 && !slices.Equal(alone, codes) {
		q.Office, exact = codes, false
		if page, err = s.find(ctx, q); err != nil {
			return nil, err
		}
	}
	var out []search.Suggestion
	for _, v := range page.Facets[index.FacetOfficial] {
		if exact {
			v.Detail = strings.TrimSpace(indonesian.TitleCase(post) + " " + s.dir.Satker(codes[0]))
		}
		out = append(out, search.Suggestion{Kind: search.SuggestOfficial, Value: v.Value, Label: v.Label, Detail: v.Detail, Count: v.Count})
	}
	return out, nil
}

// suggestPage answers GET /saran: what the search box of a page offers while
// somebody types, each with the address to which it leads.
func (s *Server) suggestPage(c *gin.Context) error {
	const few = 8
	p := newPageParams(c.Request.URL.RawQuery)
	text, path := p.text("q"), "/"
	if p.choice("untuk", "berita", "kutipan") == "kutipan" {
		path = "/kutipan"
	}
	list, err := s.suggested(c.Request.Context(), text, "")
	if err != nil {
		return err
	}
	answer := struct {
		Saran []web.Suggested `json:"saran"`
	}{[]web.Suggested{}}
	for _, l := range list[:min(few, len(list))] {
		answer.Saran = append(answer.Saran, web.NewSuggested(path, l))
	}
	return s.writeJSON(c, http.StatusOK, answer)
}

// widgetPage answers GET /pasang: how a site puts in the search box.
func (s *Server) widgetPage(c *gin.Context) error {
	code := newPageParams(c.Request.URL.RawQuery).word("satker", maxPrefix)
	if !s.dir.has(code) {
		code = nationalCode
	}
	var offices []web.Value
	for o := range s.dir.offices.Offices() {
		offices = append(offices, web.Value{Value: o.Code, Label: o.Name, Selected: o.Code == code})
	}
	view := web.NewWidgetView(s.base(c.Request), code, s.dir.Satker(code), offices)
	return s.writePage(c, http.StatusOK, func(w io.Writer) error { return s.pages.Widget(w, view) })
}

// nationalCode is the code of KPU RI.
const nationalCode = "00"

// widgetScript answers GET /widget.js. Its address stays, so it is asked for anew.
func (s *Server) widgetScript(c *gin.Context) error {
	c.Header("Cache-Control", "public, max-age=3600")
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	s.send(c, http.StatusOK, "text/javascript; charset=utf-8", web.WidgetJS)
	return nil
}

// widgetResults answers GET /widget.json: the first results of a search, for the
// script on another site. Everybody may ask, as everybody may read the pages.
func (s *Server) widgetResults(c *gin.Context) error {
	c.Header("Access-Control-Allow-Origin", "*")
	q, _ := readPageQuery(c, index.Articles)
	q.Size, q.Collapse, q.Highlight = 10, true, true
	page, err := s.find(c.Request.Context(), q)
	if err != nil {
		return err
	}
	body, err := render.JSON(web.NewWidgetAnswer(s.base(c.Request), q, page))
	if err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	s.send(c, http.StatusOK, "application/json; charset=utf-8", body)
	return nil
}

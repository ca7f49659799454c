package pages

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"warta/analyzers/satker"
	"warta/index"
	"warta/index/labels"
	"warta/index/search"
	"warta/index/understand"
	"warta/server/param"
	"warta/server/web"
)

// pageFacets are the facets of a page of articles or quotes. Dates are complete, because the page
// draws them.
var pageFacets = []search.FacetRequest{
	{Name: index.FacetOfficial, Size: web.PageOfficials},
	{Name: index.FacetSatker, Size: web.PageSatker},
	{Name: index.FacetTopic, Size: web.PageTopics},
	{Name: index.FacetRegulation, Size: web.PageRegulations},
	{Name: index.FacetDate, Size: web.PageDates},
}

// articleFacets are those of a page of articles, quoteFacets those of one of quotes.
var (
	articleFacets = append(slices.Clone(pageFacets), search.FacetRequest{Name: index.FacetStage, Size: web.PageStages})
	quoteFacets   = append(slices.Clone(pageFacets), search.FacetRequest{Name: index.FacetRole, Size: web.PageRoles})
)

// nearPages is how many pages a page of results links on either side.
const nearPages = 2

// Search answers GET /.
func (s *Site) Search(w http.ResponseWriter, r *http.Request) error {
	return s.resultPage(w, r, "/", index.Articles, s.Views.Search)
}

// Quotes answers GET /kutipan.
func (s *Site) Quotes(w http.ResponseWriter, r *http.Request) error {
	return s.resultPage(w, r, "/kutipan", index.Quotes, s.Views.Quotes)
}

func (s *Site) resultPage(w http.ResponseWriter, r *http.Request, path string, of index.Of, render func(io.Writer, *web.SearchView) error) error {
	q, p := readState(r, of)
	q.Cursor = p.Word("cursor", param.MaxCursor)
	q.Live, q.Near = true, nearPages
	q.Size, q.Collapse, q.Highlight, q.Facets = 10, true, true, articleFacets
	if of == index.Quotes {
		q.Places = param.ListPlaces
		q.Facets = pageFacets
		if q.Cursor == "" || len(q.Role) > 0 { // the posts of the roster are dear to count
			q.Facets = quoteFacets
		}
	}
	page, err := s.Finder.Search(r.Context(), q)
	expired := false
	if q.Cursor != "" && slices.Contains([]index.Kind{index.Expired, index.Invalid}, index.KindOf(err)) && err != nil {
		// An old link to a later page shows the first page instead of an error.
		expired, q.Cursor = true, ""
		page, err = s.Finder.Search(r.Context(), q)
	}
	if err != nil {
		return err
	}
	view := web.NewSearchView(s.Base(r), path, q, page, s.Names)
	view.Expired = expired
	if s.ReadNeedsKey { // the links to tables lead to the API
		view.Tables = nil
	}
	if err := s.addCard(r.Context(), view, s.Base(r), q, page.Query); err != nil {
		return err
	}
	if err := s.addHelp(r.Context(), view, q, page.Query); err != nil {
		return err
	}
	if err := s.addOthers(r.Context(), view, s.Base(r), q); err != nil {
		return err
	}
	if err := s.addOfOffice(r.Context(), view, s.Base(r), q, page.Query); err != nil {
		return err
	}
	if err := s.addIgnored(r.Context(), view, q, p.Ignored()); err != nil {
		return err
	}
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return render(out, view) })
}

// addOthers adds the other quotes of chosen people who were not found to speak on the subject
// of the query, under the same filters. Of people who are named in the text the search itself
// finds them.
func (s *Site) addOthers(ctx context.Context, view *web.SearchView, base string, q search.Query) error {
	if view.Others == "" || view.Total > 0 || len(q.Official) == 0 || len(view.Questions) > 0 {
		return nil
	}
	q.Text, q.Facets, q.Cursor = "", nil, ""
	if q.Sort == index.ByRelevance {
		q.Sort = ""
	}
	page, err := s.Finder.Search(ctx, q)
	if err != nil {
		return err
	}
	view.AddOthers(base, q, page, view.Names())
	return nil
}

// addOfOffice adds the quotes of an office to a page that found none of the holders of a post
// there, under the same filters.
func (s *Site) addOfOffice(ctx context.Context, view *web.SearchView, base string, q search.Query, understood understand.Understood) error {
	offices := understood.Offices
	if understood.WithoutPost == "" || view.Total > 0 || len(offices) != 1 || len(q.Office) > 0 || q.Cursor != "" {
		return nil
	}
	alone := offices[0].Code
	if o, ok := s.Names.Offices.ByCode(alone); ok && o.Level == satker.Province {
		alone += labels.SelfSuffix
	}
	q.Text, q.Facets, q.Office = "", nil, []string{alone}
	if q.Sort == index.ByRelevance {
		q.Sort = ""
	}
	page, err := s.Finder.Search(ctx, q)
	if err != nil {
		return err
	}
	view.AddOthers(base, q, page, offices[0].Name)
	return nil
}

// addIgnored tells which values the page did not read, with the known ones that may be meant.
func (s *Site) addIgnored(ctx context.Context, view *web.SearchView, q search.Query, ignored []param.Ignored) error {
	for _, i := range ignored {
		meant, err := s.Finder.Meant(ctx, i.Parameter, i.Value)
		if err != nil {
			return err
		}
		view.AddIgnored(understand.UnknownValue{Parameter: i.Parameter, Value: i.Value, Meant: meant}, web.State(q))
	}
	return nil
}

// readState reads the parameters that a page of results and the pages beside it keep in their
// links, see [web.State]: the text, the filters, the order and how the text is read.
func readState(r *http.Request, of index.Of) (search.Query, *param.Set) {
	p := param.ForPage(r.URL.RawQuery)
	q := param.Filters(p, of)
	q.Sort = index.Sort(p.Choice("sort", string(index.ByRelevance), string(index.Newest), string(index.Oldest)))
	return q, p
}

// Facet answers GET /saring/{name}: all values of one facet under the filters of a page
// of results, with a box to search them.
func (s *Site) Facet(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	const size = 100
	of := index.Articles
	if r.URL.Query().Get("of") == web.OfQuotes {
		of = index.Quotes
	}
	if names := index.FacetsOf(of); !slices.Contains(names, name) {
		return &index.Error{Kind: index.NotFound, Op: "pages.Facet", Text: "there is no such facet: choose from " + strings.Join(names, ", ")}
	}
	q, p := readState(r, of)
	prefix := strings.TrimSpace(p.Word("prefix", param.MaxPrefix))
	after, err := param.ReadOffset(p.Word("cursor", param.MaxCursor))
	if err != nil {
		after = 0
	}
	// One value more than the page shows tells whether there is a next page.
	q.Facets = []search.FacetRequest{{Name: name, Size: size + 1, Prefix: prefix, After: after}}
	page, err := s.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	values, next := page.Facets[name], ""
	if len(values) > size {
		values, next = values[:size], param.WriteOffset(after+size)
	}
	view := web.NewFacetView(name, q, prefix, values, next, s.Names)
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return s.Views.Facet(out, view) })
}

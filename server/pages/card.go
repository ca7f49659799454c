package pages

import (
	"context"

	"warta/analyzers/satker"
	"warta/index"
	"warta/index/labels"
	"warta/index/people"
	"warta/index/search"
	"warta/index/understand"
	"warta/server/web"
)

// cardQuotes is how many quotes a card shows.
const cardQuotes = 2

// addCard adds to a page of articles the person or the office that its text names and
// nothing else, or asks which of several is meant.
func (s *Site) addCard(ctx context.Context, view *web.SearchView, base string, q search.Query, understood understand.Understood) error {
	if q.Of != index.Articles || q.Cursor != "" || !understood.NameAlone {
		return nil
	}
	if len(understood.Offices) > 0 {
		return s.addOfficeCard(ctx, view, base, understood)
	}
	for _, same := range meaning(understood.People) {
		var list []web.Whom
		for _, p := range same[:min(pageSpeakers, len(same))] {
			w, err := s.whom(ctx, p.ID, p.Name, nil)
			if err != nil {
				return err
			}
			list = append(list, w)
		}
		if len(list) > 1 {
			view.AddQuestion(search.Query{Of: q.Of}, same[0].Text, list)
			return nil
		}
		latest, err := s.newestQuotes(ctx, search.Query{Official: []string{list[0].ID}}, cardQuotes)
		if err != nil {
			return err
		}
		view.AddPersonCard(base, list[0], latest)
	}
	return nil
}

// addOfficeCard adds the office, or of an ambiguous name links to each. The chair is who held
// the post last, in full or acting.
func (s *Site) addOfficeCard(ctx context.Context, view *web.SearchView, base string, understood understand.Understood) error {
	offices := understood.Offices
	if len(offices) > 1 {
		for _, o := range offices[:min(pageNearby, len(offices))] {
			view.AddOfficeChoice(o.Code, o.Name)
		}
		return nil
	}
	code := offices[0].Code
	alone := code
	if o, ok := s.Names.Offices.ByCode(code); ok && o.Level == satker.Province {
		alone += labels.SelfSuffix
	}
	latest, err := s.newestQuotes(ctx, search.Query{Office: []string{alone}}, cardQuotes)
	if err != nil {
		return err
	}
	roles := people.KnownPosts().WithActing("ketua")
	if post := offices[0].Post; post != "" {
		roles = people.KnownPosts().TitlesFor(post)
	}
	holds, err := s.newestQuotes(ctx, search.Query{Office: []string{alone}, Role: roles}, 1)
	if err != nil {
		return err
	}
	chair := ""
	if len(holds) > 0 {
		chair = web.Chair(holds[0])
	}
	view.AddOfficeCard(base, code, offices[0].Name, chair, latest)
	return nil
}

// newestQuotes returns the newest quotes that match the filters of q.
func (s *Site) newestQuotes(ctx context.Context, q search.Query, size int) ([]search.Hit, error) {
	q.Of, q.Sort, q.Size, q.Collapse = index.Quotes, index.Newest, size, true
	page, err := s.Finder.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	return page.Hits, nil
}

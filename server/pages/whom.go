package pages

import (
	"context"
	"fmt"
	"slices"

	"warta/index"
	"warta/index/search"
	"warta/index/understand"
	"warta/server/web"
)

// pageSpeakers is how many people a page of quotes names or offers for the same words.
const pageSpeakers = 6

// addWhom adds to a page of quotes the people who are chosen or whom the text means, and asks
// where its words may mean several. For a text without a known name it offers the holders of a
// post, or people with names that the text begins or resembles.
func (s *Site) addWhom(ctx context.Context, view *web.SearchView, q search.Query, understood understand.Understood) error {
	var codes []string
	for _, o := range understood.Offices {
		codes = append(codes, o.Code)
	}
	for _, id := range q.Official[:min(pageSpeakers, len(q.Official))] {
		w, err := s.whom(ctx, id, "", codes)
		if err != nil {
			return err
		}
		if w.Name != "" {
			view.AddPerson(w)
		}
	}
	for _, same := range meaning(understood.People) {
		if slices.ContainsFunc(same, func(p understand.UnderstoodPerson) bool { return slices.Contains(q.Official, p.ID) }) {
			continue // the question was answered
		}
		same, err := quotedFirst(ctx, s, same, func(p understand.UnderstoodPerson) string { return p.ID })
		if err != nil {
			return err
		}
		var list []web.Whom
		for _, p := range same[:min(pageSpeakers, len(same))] {
			w, err := s.whom(ctx, p.ID, p.Name, codes)
			if err != nil {
				return err
			}
			w.Rest = p.Rest
			list = append(list, w)
		}
		if len(list) > 1 {
			view.AddQuestion(q, same[0].Text, list)
		} else {
			view.AddPerson(list[0])
		}
	}
	view.SetSubject(understood.Subject)
	if len(understood.People) > 0 || len(q.Official) > 0 || q.Text == "" || q.Cursor != "" {
		return nil
	}
	return s.addHolders(ctx, view, q, codes)
}

// addHolders asks whom a text without a known name may mean: who is quoted in the post that
// it names, else who has a similar name.
func (s *Site) addHolders(ctx context.Context, view *web.SearchView, q search.Query, codes []string) error {
	offered, err := s.holders(ctx, q.Text)
	if err == nil && len(offered) == 0 {
		offered, err = s.Finder.SuggestOfficials(ctx, q.Text)
	}
	if err == nil {
		offered, err = quotedFirst(ctx, s, offered, func(o search.Suggestion) string { return o.Value })
	}
	if err != nil {
		return err
	}
	var list []web.Whom
	for _, o := range offered[:min(pageSpeakers, len(offered))] {
		w, err := s.whom(ctx, o.Value, o.Label, codes)
		if err != nil {
			return err
		}
		if w.Posts == "" {
			w.Posts = o.Detail
		}
		list = append(list, w)
	}
	if len(list) > 0 {
		view.AddQuestion(q, "", list)
	}
	return nil
}

// quotedFirst puts those who are quoted before the others, who have nothing to show on a page of
// quotes. It keeps the order of both.
func quotedFirst[T any](ctx context.Context, s *Site, list []T, id func(T) string) ([]T, error) {
	if len(list) < 2 {
		return list, nil
	}
	ids := make([]string, len(list))
	for i, one := range list {
		ids[i] = id(one)
	}
	ids = ids[:min(len(ids), index.MaxValues)]
	page, err := s.Finder.Search(ctx, search.Query{
		Of: index.Quotes, Official: ids, Facets: []search.FacetRequest{{Name: index.FacetOfficial, Size: len(ids)}},
	})
	if err != nil {
		return nil, err
	}
	var quoted, others []T
	for _, one := range list {
		if slices.ContainsFunc(page.Facets[index.FacetOfficial], func(c index.Count) bool { return c.Value == id(one) && c.Count > 0 }) {
			quoted = append(quoted, one)
		} else {
			others = append(others, one)
		}
	}
	return append(quoted, others...), nil
}

// meaning groups people by the words that mean them, in the order of the words.
func meaning(list []understand.UnderstoodPerson) [][]understand.UnderstoodPerson {
	var groups [][]understand.UnderstoodPerson
	for _, p := range list {
		at := slices.IndexFunc(groups, func(g []understand.UnderstoodPerson) bool { return g[0].Text == p.Text })
		switch {
		case at < 0:
			groups = append(groups, []understand.UnderstoodPerson{p})
		case !slices.ContainsFunc(groups[at], func(have understand.UnderstoodPerson) bool { return have.ID == p.ID }):
			groups[at] = append(groups[at], p)
		}
	}
	return groups
}

// whom returns a person with posts and years, those at the offices with the codes first.
// A person whom the registry does not know, or does not show, has the name alone.
func (s *Site) whom(ctx context.Context, id, name string, codes []string) (web.Whom, error) {
	w := web.Whom{ID: id, Name: name}
	o, err := s.Archive.Official(ctx, id)
	switch {
	case index.KindOf(err) == index.NotFound && err != nil || err == nil && o.Suppressed:
		return w, nil
	case err != nil:
		return w, fmt.Errorf("look for an official: %w", err)
	}
	w.ID, w.Name, w.Posts = o.ID, o.Name, web.PostsOf(o, s.Names, codes)
	return w, nil
}

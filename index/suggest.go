package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
)

// The kinds of suggestions.
const (
	SuggestOfficial = "official"
	SuggestSatker   = "satker"
	SuggestTopic    = "topic"
	SuggestTitle    = "title"
	SuggestWord     = "word"
)

// A Suggestion is something that a beginning may become.
type Suggestion struct {
	Kind   string `json:"kind"`
	Value  string `json:"value"`            // id of the official, topic or article, code of the satker, or the word
	Label  string `json:"label"`            // as it is shown
	Detail string `json:"detail,omitempty"` // of an official, the office
	Count  int    `json:"count"`            // articles
}

// MaxSuggestions is the most suggestions that are given.
const MaxSuggestions = 50

// Bounds of suggesting.
const (
	maxSuggestText = 100 // bytes that are looked at
	minFuzzy       = 4   // bytes from which on a typing error is reckoned with
	minWordPrefix  = 3   // bytes from which on single words are suggested
)

// Suggest returns what the archive has that begins with text, or has a word that
// does, at most size of them: officials, satker and topics, then titles and
// words. Where nothing begins so, what begins nearly so. It is as fresh as
// searches are. Its errors are those of [Engine].
func (a *Archive) Suggest(ctx context.Context, text string, size int) ([]Suggestion, error) {
	g, err := a.searchable("index.Suggest")
	if err != nil {
		return nil, err
	}
	defer g.release()
	return g.searcher.Suggest(ctx, text, size)
}

// Suggest is [Archive.Suggest].
func (s *Searcher) Suggest(ctx context.Context, text string, size int) ([]Suggestion, error) {
	if size < 1 || size > MaxSuggestions {
		return nil, &Error{Kind: Invalid, Op: "index.Suggest", Field: "size", Text: fmt.Sprintf("size: must be 1 to %d", MaxSuggestions)}
	}
	text = beginning(text)
	if text == "" {
		return []Suggestion{}, nil
	}
	var list []Suggestion
	for edits := 0; edits <= 1; edits++ {
		ask := WordsAsk{Text: text, Edits: edits, Prefix: true}
		officials, err := s.suggestOfficials(ctx, ask, size)
		if err != nil {
			return nil, err
		}
		named, err := s.suggestNamed(ctx, ask)
		if err != nil {
			return nil, err
		}
		list = append(officials, named...)
		slices.SortStableFunc(list, func(a, b Suggestion) int { return cmp.Compare(b.Count, a.Count) })
		rest, err := s.suggestTexts(ctx, ask, size)
		if err != nil {
			return nil, err
		}
		// What has a name comes first, but leaves room for a title and a word.
		list = list[:min(len(list), max(size-len(rest), (size+1)/2))]
		list = append(list, rest...)
		if len(list) > 0 || len(text) < minFuzzy {
			break
		}
	}
	list = list[:min(size, len(list))]
	for i := range list {
		if l := &list[i]; l.Kind == SuggestOfficial {
			office, err := s.officeOf(ctx, l.Value)
			if err != nil {
				return nil, err
			}
			l.Detail = office
		}
	}
	return list, nil
}

// beginning folds what was typed, with one space between words.
func beginning(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxSuggestText)], "")
	return strings.Join(strings.FieldsFunc(indonesian.Fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// suggestEnd stands behind the words of a key of KeySuggest, and between what
// follows: no text has it.
const suggestEnd = "\x1f"

// suggestKeys returns for each word of the name of each public official the name
// from there on, the id and the name as it is written. The dictionary of the
// index is then the structure in which beginnings are looked up.
func suggestKeys(officials []article.Official) []string {
	var keys []string
	for _, o := range officials {
		if !o.Public || strings.Contains(o.ID+o.Name, suggestEnd) {
			continue
		}
		words := indonesian.NameWords(o.Name)
		for i := range words {
			keys = append(keys, strings.Join(words[i:], " ")+suggestEnd+o.ID+suggestEnd+o.Name)
		}
	}
	return keys
}

func (s *Searcher) suggestOfficials(ctx context.Context, ask WordsAsk, size int) ([]Suggestion, error) {
	ask.Fields = []string{KeySuggest}
	found, err := s.engine.Words(ctx, ask)
	if err != nil {
		return nil, fmt.Errorf("suggest officials: %w", err)
	}
	type key struct{ id, name string }
	counts := make(map[key]int) // the same official by two of its words counts once
	for _, w := range found {
		_, rest, _ := strings.Cut(w.Text, suggestEnd)
		id, name, _ := strings.Cut(rest, suggestEnd)
		counts[key{id, name}] = max(counts[key{id, name}], w.Count)
	}
	byID := make(map[string]*Suggestion)
	most := make(map[string]int)
	for k, n := range counts {
		o := byID[k.id]
		if o == nil {
			o = &Suggestion{Kind: SuggestOfficial, Value: k.id}
			byID[k.id] = o
		}
		o.Count += n
		if n > most[k.id] || n == most[k.id] && k.name > o.Label {
			o.Label, most[k.id] = k.name, n
		}
	}
	list := make([]Suggestion, 0, len(byID))
	for _, o := range byID {
		list = append(list, *o)
	}
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return list[:min(size, len(list))], nil
}

// A namedThing is an office or a topic with the beginnings that it is found by.
type namedThing struct {
	Suggestion
	names []string // folded, from each word on
}

// namedThings are all offices and topics.
var namedThings = sync.OnceValue(func() []namedThing {
	var list []namedThing
	add := func(kind, value, label string, names ...string) {
		t := namedThing{Suggestion: Suggestion{Kind: kind, Value: value, Label: label}}
		for _, name := range names {
			words := strings.Fields(beginning(name))
			for i := range words {
				t.names = append(t.names, strings.Join(words[i:], " "))
			}
		}
		list = append(list, t)
	}
	for o := range knownOffices().Offices() {
		add(SuggestSatker, o.Code, o.Name, append([]string{o.Name}, o.Aliases...)...)
	}
	for _, t := range knownTopics().Topics() {
		add(SuggestTopic, t.ID, t.Label, t.Label)
		for _, leaf := range t.Leaves {
			add(SuggestTopic, leaf.ID, leaf.Label, leaf.Label)
		}
	}
	return list
})

// suggestNamed returns the offices and topics that articles are about.
func (s *Searcher) suggestNamed(ctx context.Context, ask WordsAsk) ([]Suggestion, error) {
	var list []Suggestion
	asks := []FacetAsk{{Field: KeyOffices, Size: 1}, {Field: KeyTopic, Size: 1}}
	for _, t := range namedThings() {
		if !slices.ContainsFunc(t.names, ask.Near) {
			continue
		}
		list = append(list, t.Suggestion)
		at := 0
		if t.Kind == SuggestTopic {
			at = 1
		}
		asks[at].Always = append(asks[at].Always, t.Value)
	}
	if list == nil {
		return nil, nil
	}
	found, err := s.engine.Search(ctx, Request{Of: Articles, Sort: Newest, Facets: asks})
	if err != nil {
		return nil, fmt.Errorf("suggest offices and topics: %w", err)
	}
	counts := map[string]int{}
	for i, kind := range []string{SuggestSatker, SuggestTopic} {
		for _, c := range found.Facets[i] {
			counts[kind+c.Value] = c.Count
		}
	}
	for i := range list {
		list[i].Count = counts[list[i].Kind+list[i].Value]
	}
	slices.SortStableFunc(list, func(a, b Suggestion) int { return cmp.Compare(b.Count, a.Count) })
	return list, nil
}

// suggestTexts returns the most frequent words of titles that go on as the last
// word typed does, and the newest titles that have them all.
func (s *Searcher) suggestTexts(ctx context.Context, ask WordsAsk, size int) ([]Suggestion, error) {
	words := strings.Fields(ask.Text)
	last := words[len(words)-1]
	if len(last) < minWordPrefix {
		return nil, nil
	}
	ask.Text, ask.Fields = last, []string{FieldTitle}
	found, err := s.engine.Words(ctx, ask)
	if err != nil {
		return nil, fmt.Errorf("suggest words: %w", err)
	}
	slices.SortStableFunc(found, func(a, b WordCount) int { return cmp.Compare(b.Count, a.Count) })
	found = found[:min(size, len(found))]
	if len(found) == 0 {
		return nil, nil
	}
	var list []Suggestion
	var goesOn Any
	for _, w := range found {
		goesOn = append(goesOn, Term{Field: FieldTitle, Text: w.Text})
		if len(words) == 1 && !indonesian.Stop(w.Text) {
			list = append(list, Suggestion{Kind: SuggestWord, Value: w.Text, Label: w.Text, Count: w.Count})
		}
	}
	all := All{goesOn}
	for _, word := range words[:len(words)-1] {
		all = append(all, Term{Field: FieldTitle, Text: word})
	}
	const titles, fewWords = 3, 3
	newest, err := s.engine.Search(ctx, Request{Of: Articles, Where: all, Sort: Newest, Size: titles, Collapse: true})
	if err != nil {
		return nil, fmt.Errorf("suggest titles: %w", err)
	}
	ids := make([]string, len(newest.Hits))
	for i, h := range newest.Hits {
		ids[i] = h.Article
	}
	list = list[:min(fewWords, len(list))]
	if len(ids) == 0 {
		return list, nil
	}
	read, err := s.readings.Get(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("suggest titles: %w", err)
	}
	for _, r := range read {
		if r.Article != nil {
			list = append(list, Suggestion{Kind: SuggestTitle, Value: r.Article.ID, Label: r.Article.Title, Count: 1})
		}
	}
	return list, nil
}

// officeOf returns the name of the office that an official had in the article
// that was read last; empty where none is known.
func (s *Searcher) officeOf(ctx context.Context, id string) (string, error) {
	if _, err := s.nameOf(ctx, Articles, id); err != nil {
		return "", err
	}
	return s.people.office(id), nil
}

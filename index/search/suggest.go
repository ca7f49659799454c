package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/lexicon"
	"warta/index/understand"
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
	// Private is set for private people: staff alone see them.
	Private bool `json:"private,omitempty"`
}

// MaxSuggestions is the most suggestions that are given.
const MaxSuggestions = 50

// Bounds of suggesting.
const (
	minFuzzy      = 4 // bytes from which on a typing error is reckoned with
	minWordPrefix = 3 // bytes from which on single words are suggested
)

// Suggest is [Archive.Suggest].
func (s *Searcher) Suggest(ctx context.Context, text string, size int) ([]Suggestion, error) {
	return s.SuggestFor(ctx, text, size, false)
}

func (s *Searcher) SuggestFor(ctx context.Context, text string, size int, inside bool) ([]Suggestion, error) {
	if size < 1 || size > MaxSuggestions {
		return nil, &index.Error{Kind: index.Invalid, Op: "index.Suggest", Field: "size", Text: fmt.Sprintf("size: must be 1 to %d", MaxSuggestions)}
	}
	text = dockeys.Beginning(text)
	if text == "" {
		return []Suggestion{}, nil
	}
	if err := s.meet(ctx); err != nil {
		return nil, err
	}
	list := []Suggestion{}
	for edits := 0; edits <= 1; edits++ {
		ask := index.WordsAsk{Text: text, Edits: edits, Prefix: true}
		named := ask
		named.Text = untitled(text)
		officials, err := s.suggestOfficials(ctx, named, size)
		if err != nil {
			return nil, err
		}
		places, err := s.suggestNamed(ctx, ask, size)
		if err != nil {
			return nil, err
		}
		list = append(append(list[:0], officials...), places...)
		if inside && edits == 0 {
			private, err := s.suggestInside(ctx, named.Text, size)
			if err != nil {
				return nil, err
			}
			list = append(list, private...)
		}
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
	return list[:min(size, len(list))], nil
}

// untitled takes the titles off what begins as a name with titles does: "pak mach". What
// is all titles stays as it is.
func untitled(text string) string {
	words := understand.TypedWords(text)
	from := 0
	for from < len(words)-1 && words[from].Title {
		from++
	}
	return understand.TextOf(words[from:])
}

// suggestOfficials returns the officials of whom the most articles tell.
func (s *Searcher) suggestOfficials(ctx context.Context, ask index.WordsAsk, size int) ([]Suggestion, error) {
	ask.Fields, ask.Size = []string{index.KeySuggest}, dockeys.KeysPerOfficial*size
	found, err := s.engine.Words(ctx, ask)
	if err != nil {
		return nil, fmt.Errorf("suggest officials: %w", err)
	}
	var list []Suggestion
	var keys []string // raw keys of all in the list, and whose they are
	var whose []int
	ids := s.People.RenamedNear(ask)
	for _, w := range found {
		_, raw, _ := strings.Cut(w.Text, dockeys.SuggestEnd)
		ids = append(ids, s.People.Group(raw))
	}
	for _, id := range ids {
		if id == "" || slices.ContainsFunc(list, func(l Suggestion) bool { return l.Value == id }) {
			continue
		}
		o := Suggestion{Kind: SuggestOfficial, Value: id, Label: s.People.NameOf(id)}
		if code := s.People.OfficeOf(id); code != "" {
			o.Detail = labels.Office(code)
		}
		for _, key := range s.People.KeysOf(id) {
			keys, whose = append(keys, key), append(whose, len(list))
		}
		list = append(list, o)
	}
	counts, err := s.engine.Count(ctx, []string{index.KeyOfficial}, keys)
	if err != nil {
		return nil, fmt.Errorf("suggest officials: %w", err)
	}
	for i, n := range counts {
		list[whose[i]].Count += n
	}
	list = slices.DeleteFunc(list, func(l Suggestion) bool { return l.Count == 0 }) // in no article any more
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return list[:min(size, len(list))], nil
}

// suggestInside returns people inside articles whose names go on so.
func (s *Searcher) suggestInside(ctx context.Context, text string, size int) ([]Suggestion, error) {
	var list []Suggestion
	for _, id := range s.People.InsideBeginning(text, size) {
		name, code, ok := s.People.InsideName(id)
		if !ok {
			continue
		}
		o := Suggestion{Kind: SuggestOfficial, Value: id, Label: name, Private: true}
		if code != "" {
			o.Detail = labels.Office(code)
		}
		counts, err := s.engine.Count(ctx, []string{index.KeyOfficial}, s.People.InsideKeys([]string{id}))
		if err != nil {
			return nil, fmt.Errorf("suggest people inside articles: %w", err)
		}
		for _, n := range counts {
			o.Count += n
		}
		if o.Count > 0 {
			list = append(list, o)
		}
	}
	return list, nil
}

// Named are all offices and topics with the words by which they are found, each
// from one word of a name on.
type named struct {
	things []Suggestion
	names  lexicon.Lexicon // name, suggestEnd, place in things
}

var allNamed = sync.OnceValue(func() *named {
	n := new(named)
	keys := make(map[string]uint32)
	add := func(kind, value, label string, names ...string) {
		for _, name := range names {
			for _, words := range dockeys.Endings(strings.Fields(dockeys.Beginning(name))) {
				keys[words+dockeys.SuggestEnd+strconv.Itoa(len(n.things))] = 1
			}
		}
		n.things = append(n.things, Suggestion{Kind: kind, Value: value, Label: label})
	}
	for o := range labels.Offices().Offices() {
		add(SuggestSatker, o.Code, o.Name, append([]string{o.Name}, o.Aliases...)...)
	}
	for _, t := range labels.Topics().Topics() {
		add(SuggestTopic, t.ID, t.Label, t.Label)
		for _, leaf := range t.Leaves {
			add(SuggestTopic, leaf.ID, leaf.Label, leaf.Label)
		}
	}
	n.names.Add(keys)
	return n
})

// suggestNamed returns the offices and topics of which the most articles tell.
func (s *Searcher) suggestNamed(ctx context.Context, ask index.WordsAsk, size int) ([]Suggestion, error) {
	all := allNamed()
	var places []int
	all.names.Each(lexicon.NewNear(ask.Text, ask.Edits, true), func(key string) {
		if _, number, ok := strings.Cut(key, dockeys.SuggestEnd); ok {
			if place, err := strconv.Atoi(number); err == nil {
				places = append(places, place)
			}
		}
	})
	slices.Sort(places)
	places = slices.Compact(places)
	fields := map[string]string{SuggestSatker: index.KeyOffices, SuggestTopic: index.KeyTopic}
	values := make(map[string][]string)
	for _, place := range places {
		t := all.things[place]
		values[t.Kind] = append(values[t.Kind], t.Value)
	}
	counts := make(map[string][]int)
	for kind, list := range values {
		var err error
		if counts[kind], err = s.engine.Count(ctx, []string{fields[kind]}, list); err != nil {
			return nil, fmt.Errorf("suggest offices and topics: %w", err)
		}
	}
	list := make([]Suggestion, 0, len(places))
	for _, place := range places {
		t := all.things[place]
		t.Count, counts[t.Kind] = counts[t.Kind][0], counts[t.Kind][1:]
		list = append(list, t)
	}
	slices.SortStableFunc(list, func(a, b Suggestion) int { return cmp.Compare(b.Count, a.Count) })
	return list[:min(size, len(list))], nil
}

// Bounds of what texts suggest.
const (
	fewWords  = 3 // words of titles
	fewTitles = 3
	// titlesPerTitle is how many articles are looked at for each title: many have
	// the same.
	titlesPerTitle = 3
	goesOnWords    = 3 // words that the last one may become in a title
)

// suggestTexts returns the most frequent words of titles that go on as the last
// word typed does, and the newest titles that have them all.
func (s *Searcher) suggestTexts(ctx context.Context, ask index.WordsAsk, size int) ([]Suggestion, error) {
	words := strings.Fields(ask.Text)
	last := words[len(words)-1]
	if len(last) < minWordPrefix {
		return nil, nil
	}
	ask.Text, ask.Fields, ask.Size = last, []string{index.FieldTitle}, 2*goesOnWords
	found, err := s.engine.Words(ctx, ask)
	if err != nil {
		return nil, fmt.Errorf("suggest words: %w", err)
	}
	texts := make([]string, len(found))
	for i, w := range found {
		texts[i] = w.Text
	}
	counts, err := s.engine.Count(ctx, ask.Fields, texts)
	if err != nil {
		return nil, fmt.Errorf("suggest words: %w", err)
	}
	var list []Suggestion
	var goesOn index.Any
	for i, word := range texts {
		if counts[i] == 0 || len(goesOn) == goesOnWords {
			continue
		}
		goesOn = append(goesOn, index.Term{Field: index.FieldTitle, Text: word})
		if len(words) == 1 && !indonesian.Stop(word) && len(list) < min(size, fewWords) {
			list = append(list, Suggestion{Kind: SuggestWord, Value: word, Label: word, Count: counts[i]})
		}
	}
	if goesOn == nil {
		return nil, nil
	}
	slices.SortStableFunc(list, func(a, b Suggestion) int { return cmp.Compare(b.Count, a.Count) })
	all := index.All{goesOn}
	for _, word := range words[:len(words)-1] {
		all = append(all, index.Term{Field: index.FieldTitle, Text: word})
	}
	titles, err := s.newestTitles(ctx, all)
	return append(list, titles...), err
}

// newestTitles returns the titles of the newest articles that match, each once.
func (s *Searcher) newestTitles(ctx context.Context, where index.Expr) ([]Suggestion, error) {
	newest, err := s.engine.Search(ctx, index.Request{Of: index.Articles, Where: where, Sort: index.Newest, Size: fewTitles * titlesPerTitle})
	if err != nil {
		return nil, fmt.Errorf("suggest titles: %w", err)
	}
	var list []Suggestion
	for hits := range slices.Chunk(newest.Hits, fewTitles) {
		ids := make([]string, len(hits))
		for i, h := range hits {
			ids[i] = h.Article
		}
		read, err := s.readings.Get(ctx, ids)
		if err != nil {
			return nil, fmt.Errorf("suggest titles: %w", err)
		}
		for _, r := range read {
			if r.Article == nil || slices.ContainsFunc(list, func(l Suggestion) bool { return dockeys.Beginning(l.Label) == dockeys.Beginning(r.Article.Title) }) {
				continue
			}
			if list = append(list, Suggestion{Kind: SuggestTitle, Value: r.Article.ID, Label: r.Article.Title, Count: 1}); len(list) == fewTitles {
				return list, nil
			}
		}
	}
	return list, nil
}

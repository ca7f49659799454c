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
	SuggestOfficial   = "official"
	SuggestSatker     = "satker"
	SuggestTopic      = "topic"
	SuggestRegulation = "regulation"
	SuggestTitle      = "title"
	SuggestWord       = "word"
)

// A Suggestion is a completion of what was typed.
type Suggestion struct {
	Kind   string `json:"kind"`
	Value  string `json:"value"`            // id of the official, topic, regulation or article, code of the satker, or the word
	Label  string `json:"label"`            // as it is shown
	Detail string `json:"detail,omitempty"` // of an official, the office
	Count  int    `json:"count"`            // articles
	// Private is set for private people, who are for staff only.
	Private bool `json:"private,omitempty"`
}

// MaxSuggestions is the largest [SuggestQuery.Size].
const MaxSuggestions = 50

// A SuggestQuery asks for completions of a text.
type SuggestQuery struct {
	Text    string // as typed
	Size    int    // suggestions, 1 to MaxSuggestions
	Private bool   // also private people; callers set it for staff only
}

// Minimum lengths of a text, in bytes.
const (
	minFuzzy      = 4 // for completions with a typing error
	minWordPrefix = 3 // for completions by words of titles
)

// Suggest returns names and texts of the archive that have a word with the typed prefix:
// officials, satker, topics and regulations by the number of their articles, then words of titles and the
// newest titles. If there is none, it allows one typing error. The list is never nil. Its
// errors are those of [index.Engine].
func (s *Searcher) Suggest(ctx context.Context, q SuggestQuery) ([]Suggestion, error) {
	size := q.Size
	if size < 1 || size > MaxSuggestions {
		return nil, &index.Error{Kind: index.Invalid, Op: "search.Suggest", Field: "size", Text: fmt.Sprintf("size: must be 1 to %d", MaxSuggestions)}
	}
	text := dockeys.Beginning(q.Text)
	if text == "" {
		return []Suggestion{}, nil
	}
	if err := s.updatePeople(ctx); err != nil {
		return nil, err
	}
	list := []Suggestion{}
	for edits := 0; edits <= 1; edits++ {
		ask := index.WordsAsk{Text: text, Edits: edits, Prefix: true}
		named := ask
		named.Text = understand.WithoutTitles(text)
		officials, err := s.suggestOfficials(ctx, named, size)
		if err != nil {
			return nil, err
		}
		offices, err := s.suggestOfficesAndTopics(ctx, ask, size)
		if err != nil {
			return nil, err
		}
		list = append(append(list[:0], officials...), offices...)
		if q.Private && edits == 0 {
			private, err := s.suggestPrivate(ctx, named.Text, size)
			if err != nil {
				return nil, err
			}
			list = append(list, private...)
		}
		if edits == 0 {
			rules, err := s.suggestRegulations(ctx, q.Text, size)
			if err != nil {
				return nil, err
			}
			list = append(list, rules...)
		}
		slices.SortStableFunc(list, byCount)
		texts, err := s.suggestTexts(ctx, ask, size)
		if err != nil {
			return nil, err
		}
		// Names come first and leave up to half of the list to texts.
		list = list[:min(len(list), max(size-len(texts), (size+1)/2))]
		list = append(list, texts...)
		if len(list) > 0 || len(text) < minFuzzy {
			break
		}
	}
	return list[:min(size, len(list))], nil
}

// byCount orders suggestions, the one with the most articles first.
func byCount(a, b Suggestion) int { return cmp.Compare(b.Count, a.Count) }

// keysPerOfficial is the number of keys that are read for each suggested official: one
// person is found by several words, in several spellings and offices.
const keysPerOfficial = 4

// suggestOfficials returns the officials with such names, those in the most articles first.
func (s *Searcher) suggestOfficials(ctx context.Context, ask index.WordsAsk, size int) ([]Suggestion, error) {
	ask.Fields, ask.Size = []string{index.KeySuggest}, keysPerOfficial*size
	found, err := s.vocabulary.Words(ctx, ask)
	if err != nil {
		return nil, fmt.Errorf("suggest officials: %w", err)
	}
	var list []Suggestion
	var keys []string // raw keys of all people in the list
	var owners []int  // of each key: the place in the list
	ids := s.People.UnindexedNamesNear(ask)
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
		for _, key := range s.People.RawKeys(id) {
			keys, owners = append(keys, key), append(owners, len(list))
		}
		list = append(list, o)
	}
	counts, err := s.engine.Count(ctx, []string{index.KeyOfficial}, keys)
	if err != nil {
		return nil, fmt.Errorf("suggest officials: %w", err)
	}
	for i, n := range counts {
		list[owners[i]].Count += n
	}
	list = slices.DeleteFunc(list, func(l Suggestion) bool { return l.Count == 0 }) // all articles were removed
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	return list[:min(size, len(list))], nil
}

// suggestPrivate returns private people with such names.
func (s *Searcher) suggestPrivate(ctx context.Context, text string, size int) ([]Suggestion, error) {
	var list []Suggestion
	for _, id := range s.People.PrivateWithPrefix(text, size) {
		name, code, ok := s.People.PrivateName(id)
		if !ok {
			continue
		}
		o := Suggestion{Kind: SuggestOfficial, Value: id, Label: name, Private: true}
		if code != "" {
			o.Detail = labels.Office(code)
		}
		counts, err := s.engine.Count(ctx, []string{index.KeyOfficial}, s.People.PrivateKeys([]string{id}))
		if err != nil {
			return nil, fmt.Errorf("suggest private people: %w", err)
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

// A nameTable holds the names of all offices and topics, each from every word of it on.
type nameTable struct {
	things []Suggestion
	names  lexicon.Lexicon // name, dockeys.SuggestEnd, place in things
}

var officesAndTopics = sync.OnceValue(func() *nameTable {
	n := new(nameTable)
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

// suggestOfficesAndTopics returns offices and topics with such names, those with the most
// articles first.
func (s *Searcher) suggestOfficesAndTopics(ctx context.Context, ask index.WordsAsk, size int) ([]Suggestion, error) {
	table := officesAndTopics()
	var places []int
	table.names.Each(lexicon.NewNear(ask.Text, ask.Edits, true), func(key string) {
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
		t := table.things[place]
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
		t := table.things[place]
		t.Count, counts[t.Kind] = counts[t.Kind][0], counts[t.Kind][1:]
		list = append(list, t)
	}
	slices.SortStableFunc(list, byCount)
	return list[:min(size, len(list))], nil
}

// Bounds of the suggestions from texts.
const (
	maxWordSuggestions = 3
	maxTitles          = 3
	// readingsPerTitle is how many articles are read for each title: many articles
	// share one.
	readingsPerTitle = 3
	maxCompletions   = 3 // of the last word, in titles
)

// suggestTexts returns the most frequent completions of the last word typed among the words
// of titles, if it is the only word, and the newest titles with all words.
func (s *Searcher) suggestTexts(ctx context.Context, ask index.WordsAsk, size int) ([]Suggestion, error) {
	words := strings.Fields(ask.Text)
	last := words[len(words)-1]
	if len(last) < minWordPrefix {
		return nil, nil
	}
	ask.Text, ask.Fields, ask.Size = last, []string{index.FieldTitle}, 2*maxCompletions
	found, err := s.vocabulary.Words(ctx, ask)
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
	var completions index.Any
	for i, word := range texts {
		if counts[i] == 0 || len(completions) == maxCompletions {
			continue
		}
		completions = append(completions, index.Term{Field: index.FieldTitle, Text: word})
		if len(words) == 1 && !indonesian.Stop(word) && len(list) < min(size, maxWordSuggestions) {
			list = append(list, Suggestion{Kind: SuggestWord, Value: word, Label: word, Count: counts[i]})
		}
	}
	if completions == nil {
		return nil, nil
	}
	slices.SortStableFunc(list, byCount)
	all := index.All{completions}
	for _, word := range words[:len(words)-1] {
		all = append(all, index.Term{Field: index.FieldTitle, Text: word})
	}
	titles, err := s.newestTitles(ctx, all)
	return append(list, titles...), err
}

// newestTitles returns the titles of the newest articles that match, without repetition.
func (s *Searcher) newestTitles(ctx context.Context, where index.Expr) ([]Suggestion, error) {
	newest, err := s.engine.Search(ctx, index.Request{Of: index.Articles, Where: where, Sort: index.Newest, Size: maxTitles * readingsPerTitle})
	if err != nil {
		return nil, fmt.Errorf("suggest titles: %w", err)
	}
	var list []Suggestion
	for hits := range slices.Chunk(newest.Hits, maxTitles) {
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
			if list = append(list, Suggestion{Kind: SuggestTitle, Value: r.Article.ID, Label: r.Article.Title, Count: 1}); len(list) == maxTitles {
				return list, nil
			}
		}
	}
	return list, nil
}

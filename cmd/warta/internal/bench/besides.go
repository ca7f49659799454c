package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"warta/index"
	"warta/index/roster"
	"warta/index/search"
)

// An Archive is the interface that [Besides] measures.
type Archive interface {
	Searcher
	Suggest(ctx context.Context, text string, size int) ([]search.Suggestion, error)
}

// Material is the input of [Besides], drawn from the corpus of the mix.
type Material struct {
	Words      []string // frequent words
	Speakers   []string // IDs of officials
	Said       []string // questions for quotes: a name and words of its bearer, as staff type them
	Beginnings []string // prefixes of names, offices, topics and words, some of them misspelt
	Misspelt   []Misspelt
	Holders    []roster.Row // a list of office holders: two terms each of many people, most of them speakers
}

// Changes are what [Besides] does to the archive while it measures. A nil function leaves out
// what is measured with it.
type Changes struct {
	Arrive func(context.Context) error               // adds one article
	Enlist func(context.Context, []roster.Row) error // puts a list of office holders into force
}

// A Misspelt is a word, and the word with a typing error that is in no article.
type Misspelt struct{ Right, Wrong string }

// Bounds of [Besides].
const (
	besidesWords    = 20
	besidesAsks     = 200
	deepPage        = 500 // of ten hits
	arrivalsASecond = 20
	holders         = 3_000
)

// quoteFacets are those of a search for quotes: the posts of the speakers too.
var quoteFacets = append(slices.Clone(facets), search.FacetRequest{Name: index.FacetRole, Size: 20})

// material draws the input of [Besides].
func (d *drawer) material() Material {
	m := Material{Words: d.frequent[:min(besidesWords, len(d.frequent))]}
	names := []string{"kpu kota ", "kpu kabupaten ", "kpu provinsi ", "kip ", "daftar pemilih", "logistik", "kampanye", "sosialisasi"}
	for len(m.Speakers) < besidesAsks {
		a := d.docs[d.IntN(len(d.docs))]
		if len(a.Quotes) > 0 {
			m.Speakers = append(m.Speakers, d.officialID(a.Quotes[d.IntN(len(a.Quotes))].Speaker))
		}
		whole := []string{
			d.pick(d.officials), d.pick(names) + d.pick(d.officials), d.pick(d.frequent), d.pick(d.middling), d.pick(names),
		}[d.IntN(5)]
		text := strings.ToLower(whole)
		text = text[:min(len(text), 2+d.IntN(12))]
		if len(text) > 5 && d.IntN(5) == 0 {
			text = slip(d.Rand, text)
		}
		m.Beginnings = append(m.Beginnings, text)
	}
	for _, words := range [][]string{d.frequent, d.middling, d.low} {
		m.Misspelt = append(m.Misspelt, d.misspelt(words)...)
	}
	for range besidesAsks {
		m.Said = append(m.Said, d.said())
	}
	m.Holders = d.holders()
	return m
}

// holders draws a list of office holders: speakers at the offices of their articles and, in a
// corpus that has fewer, people whom no article names.
func (d *drawer) holders() []roster.Row {
	var rows []roster.Row
	listed := make(map[[2]string]bool)
	add := func(name, satker string) {
		if at := [2]string{name, satker}; !listed[at] {
			listed[at] = true
			day := func() string { return fmt.Sprintf("%d-%02d-%02d", 2014+d.IntN(10), 1+d.IntN(12), 1+d.IntN(28)) }
			first, second := day(), day()
			if first > second {
				first, second = second, first
			}
			// Both terms have the day of change: on it the post is unknown.
			rows = append(rows, roster.Row{Name: name, Post: "Anggota", Satker: satker, From: first, To: second},
				roster.Row{Name: name, Post: d.pick([]string{"Ketua", "Anggota", "Sekretaris"}), Satker: satker, From: second})
		}
	}
	for _, i := range d.Perm(len(d.docs)) {
		a := d.docs[i]
		for _, q := range a.Quotes {
			if len(listed) < holders && len(a.Satker) > 0 {
				add(q.Speaker, a.Satker[len(a.Satker)-1])
			}
		}
	}
	for n := 0; len(listed) < holders; n++ {
		add(fmt.Sprintf("%s %s", d.pick(d.officials), strings.Repeat(string(rune('A'+n%26)), 1+n/26%4)), d.pick(d.regencies))
	}
	return rows
}

// said draws a question for quotes: the name of a speaker with one or two words of the
// article, in half of the cases as a whole sentence.
func (d *drawer) said() string {
	for {
		i := d.IntN(len(d.docs))
		if len(d.docs[i].Quotes) == 0 {
			continue
		}
		name := strings.ToLower(d.docs[i].Quotes[d.IntN(len(d.docs[i].Quotes))].Speaker)
		subject := d.pick(d.docWords[i])
		if d.IntN(2) == 0 {
			subject += " " + d.pick(d.middling)
		}
		if d.IntN(2) == 0 {
			return "apa kata " + name + " tentang " + subject
		}
		return name + " " + subject
	}
}

// misspelt returns a few of words with an error, without errors that make another word of
// the corpus.
func (d *drawer) misspelt(words []string) []Misspelt {
	var out []Misspelt
	for range besidesAsks / 3 {
		word := d.pick(words)
		if len(word) <= 5 {
			continue
		}
		if wrong := slip(d.Rand, word); d.frequency[wrong] == 0 {
			out = append(out, Misspelt{word, wrong})
		}
	}
	return out
}

// slip returns text with a typing error behind the second letter.
func slip(random *rand.Rand, text string) string {
	at := 2 + random.IntN(len(text)-3)
	if random.IntN(2) == 0 {
		return text[:at] + text[at+1:]
	}
	return text[:at] + string("aeioukst"[random.IntN(8)]) + text[at+1:]
}

// Besides measures requests that are not in the mix: the start page while articles arrive, near
// and far pages by date, quotes of a speaker, quotes of a person on a subject and the first page
// of quotes, both without and with a list of office holders, suggestions, and corrections of
// misspelt words.
func Besides(ctx context.Context, archive Archive, m Material, setting Setting, change Changes) ([]Figure, error) {
	var all []sample
	take := func(class string, do func(context.Context) (int, error)) {
		all = append(all, timed(ctx, class, setting.Deadline, do))
	}
	ask := func(class string, q search.Query) {
		take(class, func(ctx context.Context) (int, error) {
			page, err := archive.Search(ctx, q)
			if err != nil {
				return 0, err
			}
			return page.Total, nil
		})
	}
	for _, word := range m.Words {
		q := search.Query{Text: word, Sort: index.ByRelevance, Size: 10, Facets: facets, Highlight: true, Collapse: true}
		dated := q
		dated.Sort = index.Newest
		deep, err := deepInto(ctx, archive, dated)
		if err != nil {
			return nil, err
		}
		for range setting.Rounds {
			ask("a frequent word by relevance", q)
			ask("the same newest first, page 1", dated)
			if deep.Cursor != "" {
				ask(fmt.Sprintf("the same newest first, page %d", deepPage), deep)
			}
		}
	}
	for range setting.Rounds {
		for _, id := range m.Speakers {
			ask("quotes of a speaker, newest first", search.Query{
				Of: index.Quotes, Official: []string{id}, Sort: index.Newest, Size: 10, Facets: facets, Highlight: true, Collapse: true, Places: 5,
			})
		}
		askForQuotes(ask, m, "")
		for _, text := range m.Beginnings {
			take("suggestions", func(ctx context.Context) (int, error) {
				list, err := archive.Suggest(ctx, text, 8)
				return len(list), err
			})
		}
		for _, word := range m.Misspelt {
			ask("a word, alone", search.Query{Text: word.Right, Sort: index.ByRelevance, Size: 1})
			ask("the same misspelt", search.Query{Text: word.Wrong, Sort: index.ByRelevance, Size: 1})
			right, wrong := all[len(all)-2], all[len(all)-1]
			wrong.class, wrong.took = "what its correction adds", max(0, wrong.took-right.took)
			all = append(all, wrong)
		}
	}
	if change.Enlist != nil {
		if err := change.Enlist(ctx, m.Holders); err != nil {
			return nil, fmt.Errorf("put a list of office holders into force: %w", err)
		}
		ask("the first after a change", search.Query{Of: index.Quotes, Facets: quoteFacets}) // it fills caches
		all = all[:len(all)-1]
		for range setting.Rounds {
			askForQuotes(ask, m, fmt.Sprintf(", with %d office holders", len(m.Holders)/2))
		}
	}
	if change.Arrive != nil {
		start := search.Query{Sort: index.Newest, Size: 10, Facets: facets, Highlight: true, Collapse: true}
		ask("the start page", start) // the first search after opening fills caches
		all = all[:len(all)-1]
		stop, err := arriving(ctx, change.Arrive)
		if err != nil {
			return nil, err
		}
		for range setting.Rounds * besidesAsks {
			ask(fmt.Sprintf("the start page while %d articles/s arrive", arrivalsASecond), start)
			pause(ctx, 10*time.Millisecond)
		}
		if err := stop(); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("measure besides the mix: %w", err)
	}
	return figures(all, setting.Deadline)[1:], nil
}

// askForQuotes asks for the quotes of people on subjects, and for the first page of all quotes.
func askForQuotes(ask func(class string, q search.Query), m Material, with string) {
	for _, text := range m.Said {
		ask("quotes of a person on a subject"+with, search.Query{
			Of: index.Quotes, Text: text, Sort: index.ByRelevance, Size: 10, Facets: quoteFacets, Highlight: true, Collapse: true, Places: 5,
		})
		ask("the first page of quotes"+with, search.Query{
			Of: index.Quotes, Sort: index.Newest, Size: 10, Facets: quoteFacets, Collapse: true, Places: 5,
		})
	}
}

// deepInto returns q with the cursor of page deepPage, and q itself if there are fewer pages.
func deepInto(ctx context.Context, archive Searcher, q search.Query) (search.Query, error) {
	step := q
	step.Facets, step.Highlight = nil, false
	for left := (deepPage - 1) * q.Size; left > 0; left -= step.Size {
		step.Size = min(left, index.MaxSize)
		page, err := archive.Search(ctx, step)
		if err != nil {
			return q, fmt.Errorf("page to number %d: %w", deepPage, err)
		}
		if page.Next == nil {
			return q, nil
		}
		step.Cursor = *page.Next
	}
	q.Cursor = step.Cursor
	return q, nil
}

// arriving calls arrive arrivalsASecond times a second until stop is called. The function
// stop returns the first error.
func arriving(ctx context.Context, arrive func(context.Context) error) (stop func() error, err error) {
	if err := arrive(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var wait sync.WaitGroup
	var failed error
	wait.Go(func() {
		tick := time.NewTicker(time.Second / arrivalsASecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if err := arrive(ctx); err != nil {
				if !errors.Is(err, context.Canceled) {
					failed = err
				}
				return
			}
		}
	})
	return func() error {
		cancel()
		wait.Wait()
		return failed
	}, nil
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

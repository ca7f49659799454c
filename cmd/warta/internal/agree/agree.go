// Package agree draws queries from an archive itself, and compares the answers of two archives
// that should hold the same.
package agree

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/archive"
	"warta/index/record"
	"warta/index/search"
)

// A Sample is what is asked of two archives: queries, and articles whose readings are compared
// as a whole, quotes and ids of people included.
type Sample struct {
	Queries  []search.Query
	Articles []string // ids
}

// sampled is how many articles queries are drawn from, at most.
const sampled = 200

// drawTries bounds the attempts to draw an article or a query: one is in vain where the change
// is a removal, or the article has no quotes.
const drawTries = 20

// Draw draws n queries from an archive whose record has these changes. The same archive, n and
// seed give the same queries. An archive without standing articles gives none.
func Draw(ctx context.Context, a *archive.Archive, log record.Log, n int, seed uint64) (s Sample, err error) {
	d := &drawer{Rand: rand.New(rand.NewPCG(seed, 41))}
	if err := d.sample(ctx, a, log); err != nil {
		return s, err
	}
	for _, art := range d.articles {
		s.Articles = append(s.Articles, art.ID)
	}
	if len(d.articles) == 0 {
		return s, nil
	}
	for len(s.Queries) < n {
		s.Queries = append(s.Queries, d.query(len(s.Queries)))
	}
	return s, nil
}

// A drawer draws queries from some articles.
type drawer struct {
	*rand.Rand
	articles []*article.Article
}

// sample draws the articles.
func (d *drawer) sample(ctx context.Context, a *archive.Archive, log record.Log) error {
	head, err := log.Head(ctx)
	if err != nil || head == 0 {
		return err
	}
	known := map[string]bool{}
	for range sampled * drawTries {
		if len(d.articles) == sampled {
			return nil
		}
		page, err := log.Page(ctx, d.Uint64N(head), 1)
		if err != nil {
			return err
		}
		if len(page) == 0 || page[0].Removed || known[page[0].ID] {
			continue
		}
		known[page[0].ID] = true
		art, err := a.Article(ctx, page[0].ID)
		if kind := index.KindOf(err); kind == index.Gone || kind == index.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		d.articles = append(d.articles, art)
	}
	return nil
}

// query draws the i-th query. The classes follow each other.
func (d *drawer) query(i int) search.Query {
	q := search.Query{Size: 10, Highlight: true, Collapse: i%2 == 0}
	classes := []func(*search.Query, *article.Article) bool{
		d.oneWord, d.twoWords, d.phrase, d.prefix, d.typo, d.office, d.person, d.topic, d.day, d.quoteWords, d.speaker, d.without,
	}
	for range drawTries {
		if classes[i%len(classes)](&q, d.articles[d.IntN(len(d.articles))]) {
			break
		}
	}
	q.Sort = []index.Sort{"", index.Newest, index.ByRelevance, index.Oldest}[i/len(classes)%4]
	for _, name := range index.FacetsOf(q.Of) {
		q.Facets = append(q.Facets, search.FacetRequest{Name: name, Size: 20})
	}
	return q
}

func (d *drawer) oneWord(q *search.Query, a *article.Article) bool {
	return d.words(q, a.Title, 1, "%s")
}

func (d *drawer) twoWords(q *search.Query, a *article.Article) bool {
	return d.words(q, strings.Join(a.Paragraphs, " "), 2, "%s")
}

func (d *drawer) phrase(q *search.Query, a *article.Article) bool {
	return d.words(q, strings.Join(a.Paragraphs, " "), 3, `"%s"`)
}

func (d *drawer) prefix(q *search.Query, a *article.Article) bool {
	if !d.words(q, a.Title, 1, "%s") || len(q.Text) < 5 {
		return false
	}
	q.Text = q.Text[:4] + "*"
	return true
}

// typo leaves out a letter.
func (d *drawer) typo(q *search.Query, a *article.Article) bool {
	if !d.words(q, a.Title, 1, "%s") || len(q.Text) < 6 {
		return false
	}
	at := 1 + d.IntN(len(q.Text)-2)
	q.Text = q.Text[:at] + q.Text[at+1:]
	return true
}

func (d *drawer) office(q *search.Query, a *article.Article) bool {
	if len(a.Satker) == 0 {
		return false
	}
	q.Satker = []string{a.Satker[d.IntN(len(a.Satker))]}
	return d.words(q, a.Title, 1, "%s")
}

func (d *drawer) person(q *search.Query, a *article.Article) bool {
	if len(a.Officials) == 0 {
		return false
	}
	q.Official = []string{a.Officials[d.IntN(len(a.Officials))].ID}
	return true
}

func (d *drawer) topic(q *search.Query, a *article.Article) bool {
	if len(a.Topics) == 0 || len(a.Date) < 7 {
		return false
	}
	q.Topic, q.Date = []string{a.Topics[d.IntN(len(a.Topics))].ID}, []string{a.Date[:7]}
	return true
}

func (d *drawer) day(q *search.Query, a *article.Article) bool {
	q.Date = []string{index.NoDate}
	if a.Date != "" {
		q.Date = []string{a.Date}
	}
	return true
}

func (d *drawer) quoteWords(q *search.Query, a *article.Article) bool {
	q.Of = index.Quotes
	return len(a.Quotes) > 0 && d.words(q, a.Quotes[d.IntN(len(a.Quotes))].Text, 2, "%s")
}

func (d *drawer) speaker(q *search.Query, a *article.Article) bool {
	q.Of = index.Quotes
	for _, quote := range a.Quotes {
		if quote.Speaker != nil && quote.Speaker.ID != "" {
			q.Speaker = []string{quote.Speaker.ID}
			return true
		}
	}
	return false
}

// without wants a word and not another one.
func (d *drawer) without(q *search.Query, a *article.Article) bool {
	if !d.words(q, a.Title, 2, "%s") {
		return false
	}
	q.Text = strings.Replace(q.Text, " ", " -", 1)
	return true
}

// words sets the text of a query to n words of a text that follow each other, of letters alone.
func (d *drawer) words(q *search.Query, text string, n int, form string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) < n {
		return false
	}
	at := d.IntN(len(words) - n + 1)
	for _, w := range words[at : at+n] {
		if len(w) < 3 || strings.IndexFunc(w, func(r rune) bool { return r >= 0x80 }) >= 0 {
			return false
		}
	}
	q.Text = fmt.Sprintf(form, strings.ToLower(strings.Join(words[at:at+n], " ")))
	return true
}

// Answers are the answers of an archive to a sample, in its order, as JSON without what is of
// one moment.
type Answers struct {
	Queries  []string
	Articles []string
	Found    int // queries that found something
	Quotes   int // of the articles
}

// Ask asks an archive all of a sample. told is called after each question.
func Ask(ctx context.Context, a *archive.Archive, s Sample, told func()) (got Answers, err error) {
	for _, q := range s.Queries {
		page, err := a.Search(ctx, q)
		if ctx.Err() != nil {
			return got, context.Cause(ctx)
		}
		answer := ""
		if err != nil {
			answer = refusal(err)
		} else {
			page.TookMS, page.Next, page.Previous = 0, nil, nil // a cursor names a ranking of one process
			if page.Total > 0 {
				got.Found++
			}
			if answer, err = asJSON(page); err != nil {
				return got, err
			}
		}
		got.Queries = append(got.Queries, answer)
		told()
	}
	for _, id := range s.Articles {
		art, err := a.Article(ctx, id)
		if ctx.Err() != nil {
			return got, context.Cause(ctx)
		}
		answer := ""
		if err != nil {
			answer = refusal(err)
		} else if answer, err = asJSON(art); err != nil {
			return got, err
		} else {
			got.Quotes += len(art.Quotes)
		}
		got.Articles = append(got.Articles, answer)
		told()
	}
	return got, nil
}

// refusal returns an error as an answer that is compared: its kind, for its text may have a time.
func refusal(err error) string { return fmt.Sprintf("refused: kind %v", index.KindOf(err)) }

func asJSON(v any) (string, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return "", errors.Join(errors.New("write down an answer"), err)
	}
	return string(data), nil
}

// Differences returns one sentence for each answer that is not the same.
func Differences(s Sample, was, is Answers) (differences []string) {
	for i, q := range s.Queries {
		if was.Queries[i] != is.Queries[i] {
			differences = append(differences, fmt.Sprintf("query %d (%s) is answered otherwise: %s", i+1, inShort(q), firstDifference(was.Queries[i], is.Queries[i])))
		}
	}
	for i, id := range s.Articles {
		if was.Articles[i] != is.Articles[i] {
			differences = append(differences, fmt.Sprintf("article %s is read otherwise: %s", id, firstDifference(was.Articles[i], is.Articles[i])))
		}
	}
	return differences
}

// inShort returns what tells a query from others.
func inShort(q search.Query) string {
	data, err := json.Marshal(map[string]any{
		"of": q.Of, "text": q.Text, "satker": q.Satker, "official": q.Official, "topic": q.Topic, "date": q.Date, "speaker": q.Speaker, "sort": q.Sort,
	})
	if err != nil {
		return q.Text
	}
	return string(data)
}

// shownBytes is how much of two answers is shown from their first difference on.
const shownBytes = 60

func firstDifference(was, is string) string {
	at := 0
	for at < min(len(was), len(is)) && was[at] == is[at] {
		at++
	}
	cut := func(s string) string { return s[min(at, len(s)):min(at+shownBytes, len(s))] }
	return fmt.Sprintf("%q before, %q now", cut(was), cut(is))
}

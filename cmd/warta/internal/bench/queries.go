// Package bench measures how fast an archive loads articles and answers a fixed mix of
// queries, by class of query.
package bench

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"warta/cmd/warta/internal/corpus"
	"warta/index"
	"warta/index/search"
)

// A Query is one query of the mix, or a question. The number of queries of a class is its
// weight.
type Query struct {
	Class string
	search.Query
}

// Question is the class of questions of ten words. It is asked behind the mix and is no part
// of its figures.
const Question = "question"

// questions is the number of queries of the class Question.
const questions = 40

// split returns the queries of the mix and the questions, each in their order.
func split(queries []Query) (mix, questions []Query) {
	for _, q := range queries {
		if q.Class == Question {
			questions = append(questions, q)
		} else {
			mix = append(mix, q)
		}
	}
	return mix, questions
}

// sampleSize is the maximum number of articles from which queries are drawn.
const sampleSize = 30_000

// facets are the facets of every search.
var facets = []search.FacetRequest{
	{Name: index.FacetOfficial, Size: 20},
	{Name: index.FacetSatker, Size: 50},
	{Name: index.FacetTopic, Size: 20},
	{Name: index.FacetDate, Size: 200},
}

// Draw returns the 400 queries of the mix in 18 classes, behind them the questions, and the
// material for [Besides], drawn from a corpus. The result depends on corpus and seed only.
// Words are frequent, middling or rare by the share of articles with them. OfficialID returns
// the ID of a person by name.
func Draw(articles iter.Seq[corpus.Article], seed uint64, officialID func(name string) string) ([]Query, Material, error) {
	d := &drawer{Rand: rand.New(rand.NewPCG(seed, 18)), officialID: officialID}
	if err := d.survey(articles); err != nil {
		return nil, Material{}, err
	}
	d.words()
	d.phrases()
	d.names()
	d.filters()
	d.browsing()
	d.prefixesAndTypos()
	d.Shuffle(len(d.queries), func(i, j int) { d.queries[i], d.queries[j] = d.queries[j], d.queries[i] })
	material := d.material()
	d.Rand = rand.New(rand.NewPCG(seed, 23)) // the mix stays as it was before there were questions
	d.questions()
	return d.queries, material, nil
}

// A drawer draws queries from a sample of the corpus.
type drawer struct {
	*rand.Rand
	officialID func(string) string
	queries    []Query

	docs      []corpus.Article
	docWords  [][]string // sorted and distinct, by document
	frequency map[string]int

	frequent, middling, low, rare []string
	topics, officials             []string // one element for each occurrence
	provinces, regencies          []string
}

// survey counts the words of the corpus and assigns them to bands of frequency.
func (d *drawer) survey(articles iter.Seq[corpus.Article]) error {
	d.frequency = map[string]int{}
	for a := range articles {
		words := plainWords(a.Title + " " + a.Body)
		slices.Sort(words)
		words = slices.Compact(words)
		for _, w := range words {
			d.frequency[w]++
		}
		d.docs, d.docWords = append(d.docs, a), append(d.docWords, words)
		d.officials = append(d.officials, a.Officials...)
		d.topics = append(d.topics, a.Topics...)
		if len(a.Satker) > 1 {
			d.provinces = append(d.provinces, a.Satker[1])
		}
		if len(a.Satker) > 2 {
			d.regencies = append(d.regencies, a.Satker[2])
		}
		if len(d.docs) == sampleSize {
			break
		}
	}
	n := float64(len(d.docs))
	band := func(low, high float64) []string {
		var out []string
		for w, df := range d.frequency {
			if len(w) > 3 && !stopWords[w] && float64(df) >= low*n && float64(df) < high*n {
				out = append(out, w)
			}
		}
		slices.Sort(out)
		return out
	}
	d.frequent, d.middling, d.low, d.rare = band(0.15, 2), band(0.01, 0.03), band(0.002, 0.01), band(0.0001, 0.001)
	for name, words := range map[string][]string{"frequent": d.frequent, "middling": d.middling, "low": d.low} {
		if len(words) < 10 {
			return fmt.Errorf("draw queries: only %d %s words in %d articles; use a larger corpus", len(words), name, len(d.docs))
		}
	}
	if len(d.rare) == 0 {
		d.rare = d.low // a small corpus has no rarer word
	}
	if len(d.officials) == 0 || len(d.topics) == 0 || len(d.provinces) == 0 || len(d.regencies) == 0 {
		return fmt.Errorf("draw queries: %d articles hold too few officials, topics or offices", len(d.docs))
	}
	return nil
}

// plainWords returns the runs of letters a to z, in lower case.
func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' })
}

func (d *drawer) add(class, text string, change ...func(*search.Query)) {
	q := search.Query{Text: text, Sort: index.ByRelevance, Size: 10, Facets: facets, Highlight: true, Collapse: true}
	for _, c := range change {
		c(&q)
	}
	d.queries = append(d.queries, Query{class, q})
}

func (d *drawer) pick(list []string) string { return list[d.IntN(len(list))] }

// together returns distinct words of one article, one of each pool.
func (d *drawer) together(pools ...[]string) []string {
	for {
		words := d.docWords[d.IntN(len(d.docWords))]
		var out []string
		for _, pool := range pools {
			var common []string
			for _, w := range words {
				if _, ok := slices.BinarySearch(pool, w); ok && !slices.Contains(out, w) {
					common = append(common, w)
				}
			}
			if len(common) == 0 {
				break
			}
			out = append(out, d.pick(common))
		}
		if len(out) == len(pools) {
			return out
		}
	}
}

func (d *drawer) words() {
	for range 34 {
		d.add("word_frequent", d.pick(d.frequent))
	}
	for range 34 {
		d.add("word_mid", d.pick(d.middling))
	}
	for range 25 {
		d.add("word_rare", d.pick(d.rare))
	}
	lowOrMid := merged(d.low, d.middling)
	mixes := [][][]string{{lowOrMid, d.frequent, d.middling}, {d.middling, lowOrMid, d.frequent}, {d.frequent, d.frequent, d.middling}}
	for i := range 43 {
		d.add("and", strings.Join(d.together(mixes[i%3][:2+i%2]...), " "))
	}
	mixes = [][][]string{{d.frequent, d.middling, lowOrMid}, {d.frequent, d.frequent, d.frequent}, {d.middling, d.middling, lowOrMid}}
	for i := range 25 {
		d.add("or", strings.Join(d.together(mixes[i%3]...), " OR "))
	}
	var known []string
	for _, w := range inflected {
		if d.frequency[w] > 0 {
			known = append(known, w)
		}
	}
	for i := range 25 {
		d.add("inflected", known[(i+d.IntN(2))%len(known)])
	}
}

func (d *drawer) phrases() {
	for n := 0; n < 35; {
		words := strings.Fields(d.pick(commonPhrases))
		if n%3 != 0 {
			var ok bool
			if words, ok = d.run(2 + d.IntN(3)); !ok {
				continue
			}
		}
		if stopWords[words[0]] || stopWords[words[len(words)-1]] || slices.ContainsFunc(words, func(w string) bool { return len(w) < 3 }) {
			continue
		}
		d.add("phrase", `"`+strings.Join(words, " ")+`"`)
		n++
	}
}

// run returns consecutive words of an article.
func (d *drawer) run(n int) ([]string, bool) {
	body := strings.ToLower(d.docs[d.IntN(len(d.docs))].Body)
	pieces := strings.FieldsFunc(body, func(r rune) bool { return r != ' ' && (r < 'a' || r > 'z') })
	pieces = slices.DeleteFunc(pieces, func(s string) bool { return strings.Count(s, " ") < 5 })
	if len(pieces) == 0 {
		return nil, false
	}
	words := strings.Fields(d.pick(pieces))
	if len(words) < n {
		return nil, false
	}
	i := d.IntN(len(words) - n + 1)
	return words[i : i+n], true
}

func (d *drawer) names() {
	name := func(full string) string {
		return strings.Join(slices.DeleteFunc(strings.Fields(strings.ToLower(full)), func(w string) bool { return len(w) < 2 }), " ")
	}
	for range 28 {
		d.add("official_name", name(d.pick(d.officials)))
	}
	known := merged(d.frequent, d.middling)
	for n := 0; n < 20; {
		i := d.IntN(len(d.docs))
		if len(d.docs[i].Officials) == 0 {
			continue
		}
		text := name(d.pick(d.docs[i].Officials))
		var common []string
		for _, w := range d.docWords[i] {
			if _, ok := slices.BinarySearch(known, w); ok {
				common = append(common, w)
			}
		}
		if len(common) > 0 {
			text += " " + d.pick(common)
		}
		d.add("official_and_word", text)
		n++
	}
}

func (d *drawer) province(q *search.Query) { q.Satker = []string{d.pick(d.provinces)} }
func (d *drawer) regency(q *search.Query)  { q.Satker = []string{d.pick(d.regencies)} }
func (d *drawer) topic(q *search.Query)    { q.Topic = []string{d.pick(d.topics)} }
func (d *drawer) official(q *search.Query) { q.Official = []string{d.officialID(d.pick(d.officials))} }

func (d *drawer) year(q *search.Query) {
	years := []int{2014, 2014, 2015, 2016, 2017, 2018, 2018, 2019, 2019, 2019, 2020, 2020, 2021, 2022, 2022, 2023, 2023, 2023, 2024, 2024, 2024, 2024, 2024, 2025, 2025, 2025}
	y := years[d.IntN(len(years))]
	q.From, q.To = fmt.Sprintf("%d-01-01", y), fmt.Sprintf("%d-12-31", y)
}

func (d *drawer) months(q *search.Query) {
	first := time.Date(2018+d.IntN(8), time.Month(1+d.IntN(10)), 1, 0, 0, 0, 0, time.UTC)
	q.From, q.To = first.Format(time.DateOnly), first.AddDate(0, 1+2*d.IntN(2), -1).Format(time.DateOnly)
}

func newest(q *search.Query) { q.Sort = index.Newest }

func (d *drawer) filters() {
	word := func() string { return d.pick([][]string{d.frequent, d.middling, d.middling}[d.IntN(3)]) }
	for range 12 {
		d.add("filter_satker", word(), d.province)
	}
	for range 10 {
		d.add("filter_satker", d.pick(d.frequent), d.regency)
	}
	for range 10 {
		d.add("filter_date", word(), d.year)
	}
	for range 10 {
		d.add("filter_date", word(), d.months)
	}
	for range 8 {
		d.add("filter_topic", word(), d.topic)
	}
	for range 6 {
		d.add("filter_official", d.pick(d.frequent), d.official)
	}
	lowOrMid := merged(d.low, d.middling)
	for i := range 12 {
		text := d.pick(d.frequent)
		if i%2 == 1 {
			text = strings.Join(d.together(d.frequent, lowOrMid), " ")
		}
		change := []func(*search.Query){d.province, d.year}
		if i%3 == 0 {
			change = append(change, d.topic)
		}
		d.add("filter_combo", text, change...)
	}
	for i := range 20 {
		text := word()
		if i%2 == 1 {
			text = strings.Join(d.together(d.frequent, lowOrMid), " ")
		}
		d.add("newest", text, newest)
	}
}

func (d *drawer) browsing() {
	kinds := [][]func(*search.Query){{}, {d.province}, {d.regency}, {d.topic}, {d.year}, {d.official}, {d.months}, {d.province, d.year}}
	for i := range 16 {
		d.add("browse", "", append(kinds[i%len(kinds)], newest)...)
	}
}

func (d *drawer) prefixesAndTypos() {
	long := func(list []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(w string) bool { return len(w) <= 6 })
	}
	both := long(merged(d.frequent, d.middling))
	for range 15 {
		d.add("prefix", d.pick(both)[:4+d.IntN(3)]+"*")
	}
	words := long(d.middling)
	for n := 0; n < 12; {
		w := d.pick(words)
		i := 2 + d.IntN(len(w)-3)
		var typo string
		switch k := d.Float64(); {
		case k < 0.4:
			typo = w[:i] + w[i+1:]
		case k < 0.6 && i+1 < len(w):
			typo = w[:i] + string(w[i+1]) + string(w[i]) + w[i+2:]
		case k < 0.8:
			typo = w[:i] + string("aeioukst"[d.IntN(8)]) + w[i+1:]
		default:
			typo = w[:i] + string(w[i]) + w[i:]
		}
		if typo != w && d.frequency[typo] == 0 {
			d.add("typo", typo)
			n++
		}
	}
}

// questions adds questions of ten words: three frequent ones, one or two that no article has,
// and else middling and low ones, of which one article has two beside the frequent ones. Every
// third has a question word in the place of a low one. Any of the words may match.
func (d *drawer) questions() {
	lowOrMid := merged(d.low, d.middling)
	for i := range questions {
		words := d.together(d.frequent, d.frequent, d.frequent, d.middling, lowOrMid)
		if i%3 == 0 {
			words = append(words, d.pick(questionWords))
		}
		for range 1 + i%2 {
			words = append(words, d.unknown())
		}
		for n := 0; len(words) < 10; n++ {
			if w := d.pick([][]string{d.middling, d.low}[n%2]); !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		d.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		d.add(Question, strings.Join(words, " "))
	}
}

// unknown makes up a word that no article of the sample has.
func (d *drawer) unknown() string {
	for {
		var w strings.Builder
		for range 4 {
			w.WriteByte("bdgjkmpqvxz"[d.IntN(11)])
			w.WriteByte("aiou"[d.IntN(4)])
		}
		if d.frequency[w.String()] == 0 {
			return w.String()
		}
	}
}

// merged returns the union of two sorted lists, sorted.
func merged(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

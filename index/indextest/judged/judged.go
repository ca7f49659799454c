// Package judged has queries with relevance judgments, and measures of ranking.
//
// There are two collections. One is the built-in articles, judged by hand. The other is
// generated from a seed, so that the relevant articles of a query are known by construction:
// word families, acronyms and their long forms, spelling variants of names, wrong roots,
// separated words of a phrase. Queries and judgments were written before any engine was run
// on them. A third of the queries is a test set, which is not used to choose rules and
// weights.
package judged

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/analyzers/samples"
)

// Today is the date of the queries: "minggu lalu" is the week before it.
var Today = time.Date(2025, time.December, 15, 12, 0, 0, 0, time.FixedZone("WIB", 7*3600))

// A Collection names a set of articles.
type Collection string

// The collections.
const (
	Samples Collection = "samples"
	Made    Collection = "made"
)

// Collections lists the collections.
var Collections = []Collection{Samples, Made}

// Classes lists the classes of queries.
var Classes = []string{"words", "inflections", "acronyms", "names", "offices", "phrases", "typos", "dates", "known"}

// A Query is a search text with its relevance judgments.
type Query struct {
	Class      string
	Collection Collection
	Text       string
	// Grades are the grades of the relevant articles by ID: 3 is the article wanted, 2
	// says much about the subject, 1 mentions it. All other articles are not relevant.
	Grades map[string]int
	Held   bool // the query is in the test set
}

//go:embed data/samples.tsv
var samplesFile string

//go:embed data/made.tsv
var madeFile string

//go:embed data/questions.tsv
var questionsFile string

// QuestionClasses lists the classes of [Questions].
var QuestionClasses = []string{"question", "verbose", "headline", "keywords", "partly", "office-question", "typed"}

// Questions returns the judged texts that people type: whole questions, statements of many words,
// headlines of others, words without grammar, texts of which a word stands in no article,
// questions on an office, hurried typing. They are asked of [Samples].
func Questions() ([]Query, error) {
	all, err := readQueries(questionsFile, Samples, gradesByHand)
	if err != nil {
		return nil, fmt.Errorf("load judged questions: %w", err)
	}
	return all, nil
}

//go:embed data/keywords.tsv
var keywordsFile string

// KeywordClasses lists the classes of [Keywords]: two, three and four words.
var KeywordClasses = []string{"kw2", "kw3", "kw4"}

// Keywords returns the judged texts of two to four words that people type, in a third of which a
// word stands in none of the right articles. They are asked of [Samples].
func Keywords() ([]Query, error) {
	all, err := readQueries(keywordsFile, Samples, gradesByHand)
	if err != nil {
		return nil, fmt.Errorf("load judged keywords: %w", err)
	}
	return all, nil
}

// Held reports whether a query is in the test set: the SHA-256 of its text, as a big-endian
// number, is divisible by three.
func Held(text string) bool {
	rest := 0
	for _, b := range sha256.Sum256([]byte(text)) {
		rest = (rest*256 + int(b)) % 3
	}
	return rest == 0
}

// Queries returns all judged queries.
func Queries() ([]Query, error) {
	articles, err := makeUp()
	if err != nil {
		return nil, fmt.Errorf("load judged queries: %w", err)
	}
	ofSamples, err := readQueries(samplesFile, Samples, gradesByHand)
	if err != nil {
		return nil, fmt.Errorf("load judged queries: %w", err)
	}
	ofMade, err := readQueries(madeFile, Made, func(text string) (map[string]int, error) {
		c, err := parseCriteria(text)
		grades := make(map[string]int)
		for i := range articles {
			if grade := c.grade(&articles[i]); grade > 0 {
				grades[articles[i].id] = grade
			}
		}
		return grades, err
	})
	if err != nil {
		return nil, fmt.Errorf("load judged queries: %w", err)
	}
	return append(ofSamples, ofMade...), nil
}

// readQueries parses lines of class, text and judgment.
func readQueries(file string, of Collection, judge func(string) (map[string]int, error)) ([]Query, error) {
	var all []Query
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 3 {
			return nil, fmt.Errorf("%s: %q has %d columns, want 3", of, line, len(columns))
		}
		grades, err := judge(columns[2])
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", of, columns[1], err)
		}
		all = append(all, Query{Class: columns[0], Collection: of, Text: columns[1], Grades: grades, Held: Held(columns[1])})
	}
	return all, nil
}

// gradesByHand parses grades like "01-pdpb-rembang:3 12-rakor-sulut:2".
func gradesByHand(text string) (map[string]int, error) {
	grades := make(map[string]int)
	for field := range strings.FieldsSeq(text) {
		id, number, _ := strings.Cut(field, ":")
		grade, err := strconv.Atoi(number)
		if err != nil || grade < 1 || grade > 3 {
			return nil, fmt.Errorf("%q: want a grade of 1 to 3", field)
		}
		if grades[id] != 0 {
			return nil, fmt.Errorf("%s is judged twice", id)
		}
		grades[id] = grade
	}
	return grades, nil
}

// Articles returns the parsed articles of a collection with the IDs in [Query].Grades.
func Articles(r *analyzers.Reader, of Collection) ([]*article.Article, error) {
	var all []*article.Article
	add := func(id string, src analyzers.Source) {
		list := r.Read(src)
		for i := range list {
			list[i].ID = id
			if len(list) > 1 {
				list[i].ID = fmt.Sprintf("%s.%d", id, i+1)
			}
			all = append(all, &list[i])
		}
	}
	if of == Made {
		articles, err := makeUp()
		if err != nil {
			return nil, fmt.Errorf("make articles up: %w", err)
		}
		for i := range articles {
			add(articles[i].id, articles[i].source)
		}
		return all, nil
	}
	list, err := samples.All()
	if err != nil {
		return nil, fmt.Errorf("load built-in articles: %w", err)
	}
	for _, s := range list {
		src := analyzers.Source{URL: s.URL, Published: s.Published, Text: s.Raw, AsOf: "2026-03-01"}
		if s.HTML {
			src.HTML, src.Text = s.Raw, ""
		}
		add(s.Name, src)
	}
	return all, nil
}

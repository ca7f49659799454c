package embedded_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index/indextest/judged"
	"warta/index/search"
)

// retrievalSet is a folder with questions over passages: passages.ndjson (id, title, body),
// queries.tsv (id, text), qrels.tsv (question, 0, passage, grade).
var retrievalSet = flag.String("retrieval", "", "folder of a set of questions for BenchmarkRetrieval")

// A passageQuestion is a question with the passages that answer it.
type passageQuestion struct {
	text    string
	answers map[string]bool
}

// BenchmarkRetrieval measures how well questions find their passages in the set that -retrieval
// names, beside plain BM25: nDCG@10 and recall of the first hundred. Without the flag it asks the
// questions over the built-in articles. make retrieval SET=DIR calls it.
func BenchmarkRetrieval(b *testing.B) {
	reader, err := analyzers.New()
	if err != nil {
		b.Fatal(err)
	}
	articles, questions := builtInQuestions(b, reader)
	if *retrievalSet != "" {
		articles, questions = passageQuestions(b, reader, *retrievalSet)
	}
	searcher, plain := product(b, articles), newPlainBM25(articles)
	for b.Loop() {
		mine, theirs := new(retrieved), new(retrieved)
		for _, q := range questions {
			page, err := searcher.Search(b.Context(), search.Query{Text: q.text, Size: retrievalDepth, Collapse: true})
			if err != nil {
				b.Fatal(err)
			}
			ids := make([]string, len(page.Hits))
			for i, hit := range page.Hits {
				ids[i] = hit.ID
			}
			mine.add(ids, q)
			theirs.add(plain.first(q.text, retrievalDepth), q)
		}
		n := float64(len(questions))
		b.ReportMetric(mine.ndcg/n, "nDCG@10")
		b.ReportMetric(theirs.ndcg/n, "nDCG@10-of-BM25")
		b.ReportMetric(mine.recall/n, "R@100")
		b.ReportMetric(theirs.recall/n, "R@100-of-BM25")
	}
}

// retrievalDepth is the number of hits of which the recall is measured.
const retrievalDepth = 100

// retrieved are sums of measures over questions.
type retrieved struct{ ndcg, recall float64 }

// add adds the measures of one ranking. Every passage that answers is worth the same.
func (r *retrieved) add(ranked []string, q passageQuestion) {
	grades := judged.Query{Grades: make(map[string]int, len(q.answers))}
	for id := range q.answers {
		grades.Grades[id] = 1
	}
	r.ndcg += grades.NDCG(ranked)
	found := 0
	for _, id := range ranked {
		if q.answers[id] {
			found++
		}
	}
	r.recall += float64(found) / float64(len(q.answers))
}

// builtInQuestions returns the built-in articles and the questions on them.
func builtInQuestions(b *testing.B, reader *analyzers.Reader) ([]*article.Article, []passageQuestion) {
	b.Helper()
	articles, err := judged.Articles(reader, judged.Samples)
	if err != nil {
		b.Fatal(err)
	}
	queries, err := judged.Questions()
	if err != nil {
		b.Fatal(err)
	}
	var questions []passageQuestion
	for _, q := range queries {
		answers := make(map[string]bool)
		for id, grade := range q.Grades {
			if grade > 1 {
				answers[id] = true
			}
		}
		questions = append(questions, passageQuestion{q.Text, answers})
	}
	return articles, questions
}

// passageQuestions reads a set. Passages without a title get the same one, so that no field has
// what another has.
func passageQuestions(b *testing.B, reader *analyzers.Reader, dir string) ([]*article.Article, []passageQuestion) {
	b.Helper()
	var articles []*article.Article
	for line := range setLines(b, dir, "passages.ndjson") {
		var p struct{ ID, Title, Body string }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			b.Fatalf("passages.ndjson: %v", err)
		}
		if p.Title == "" {
			p.Title = "Artikel"
		}
		read := reader.Read(analyzers.Source{Title: p.Title, Body: p.Body, AsOf: "2026-03-01"})
		if len(read) != 1 {
			b.Fatalf("passage %s is %d articles", p.ID, len(read))
		}
		read[0].ID = p.ID
		articles = append(articles, &read[0])
	}
	answers := make(map[string]map[string]bool)
	for line := range setLines(b, dir, "qrels.tsv") {
		var question, passage string
		var rank, grade int
		if _, err := fmt.Sscan(line, &question, &rank, &passage, &grade); err != nil {
			b.Fatalf("qrels.tsv: %q: %v", line, err)
		}
		if answers[question] == nil {
			answers[question] = make(map[string]bool)
		}
		if grade > 0 {
			answers[question][passage] = true
		}
	}
	var questions []passageQuestion
	for line := range setLines(b, dir, "queries.tsv") {
		id, text, _ := strings.Cut(line, "\t")
		if len(answers[id]) > 0 {
			questions = append(questions, passageQuestion{text, answers[id]})
		}
	}
	return articles, questions
}

// setLines returns the lines of a file of a set.
func setLines(b *testing.B, dir, name string) func(yield func(string) bool) {
	b.Helper()
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var lines []string
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	if err := scanner.Err(); err != nil {
		b.Fatalf("%s: %v", name, err)
	}
	return slices.Values(lines)
}

// Package staff has questions that staff of an office type about quotes, with the quotes
// that answer them.
//
// There are four collections: the built-in articles, and three sets of made-up articles with
// people who change posts, share names and are spelt in several ways. Articles, quotes and
// answers were written by hands that knew the sites and not the program, before any engine
// was asked. A third of the questions is held back: rules and weights are not chosen on it.
package staff

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index/indextest/judged"
)

// A Collection names a set of articles.
type Collection string

// The collections.
const (
	Samples Collection = "samples" // the built-in articles
	Barat   Collection = "barat"   // Aceh, Sumatera Barat, Jawa Tengah, Nusa Tenggara Barat
	Timur   Collection = "timur"   // KPU RI, Jawa Timur, Bali, Kalimantan Barat, Sulawesi Selatan, Papua
	Selatan Collection = "selatan" // Jawa Barat, Lampung, Kalimantan, Sulawesi, Nusa Tenggara Timur, Maluku, Papua
	Lintas  Collection = "lintas"  // Aceh, Jawa Timur, Bali, Jakarta, Nusa Tenggara Timur, Papua and others
)

// Collections lists the collections.
var Collections = []Collection{Samples, Barat, Timur, Selatan, Lintas}

// Classes lists the classes of questions.
var Classes = []string{
	"name", "spelling", "name-subject", "post", "post-subject", "office-subject", "period", "post-then", "two-people", "question", "words",
}

//go:embed data
var data embed.FS

// A Quote is one quote of a collection. Person tells people apart, also those of one name.
type Quote struct {
	ID, Article, Person, Name, Role, Kind string
	Words                                 string // the first words, folded
}

// A Question is what is typed, with its answer.
type Question struct {
	Class      string
	Collection Collection
	Text       string
	Wanted     []Wanted // the best first
	Persons    []string // who is asked for; none where it is an office
	Held       bool     // a third, by the hash of the text
}

// A Wanted is one line of the answer. Quotes has several where copies of one story carry
// the same words: one of them is enough. Grade is 3 for words on the subject, 2 for words
// beside it.
type Wanted struct {
	Quotes []string
	Grade  int
}

// Load returns the quotes of a collection by id and its questions.
func Load(of Collection) (map[string]Quote, []Question, error) {
	quotes := make(map[string]Quote)
	err := eachRow(of, "quotes.tsv", 7, func(c []string) error {
		if _, twice := quotes[c[0]]; twice {
			return fmt.Errorf("quote %s stands there twice", c[0])
		}
		quotes[c[0]] = Quote{ID: c[0], Article: c[1], Person: c[2], Name: c[3], Role: c[4], Kind: c[5], Words: folded(c[6])}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	var questions []Question
	err = eachRow(of, "queries.tsv", 4, func(c []string) error {
		q := Question{Class: c[0], Collection: of, Text: c[1], Persons: strings.Fields(c[3]), Held: judged.Held(c[1])}
		if !slices.Contains(Classes, q.Class) {
			return fmt.Errorf("%q: there is no class %q", c[1], c[0])
		}
		for item := range strings.FieldsSeq(c[2]) {
			ids, grade, _ := strings.Cut(item, ":")
			w := Wanted{Quotes: strings.Split(ids, "|")}
			if w.Grade, err = strconv.Atoi(grade); err != nil || w.Grade < 2 || w.Grade > 3 {
				return fmt.Errorf("%q: %q is no grade of 2 or 3", c[1], item)
			}
			for _, id := range w.Quotes {
				if _, ok := quotes[id]; !ok {
					return fmt.Errorf("%q: there is no quote %s", c[1], id)
				}
			}
			q.Wanted = append(q.Wanted, w)
		}
		if len(q.Wanted) == 0 || len(q.Wanted) > judged.Depth {
			return fmt.Errorf("%q: %d quotes are wanted, want 1 to %d", c[1], len(q.Wanted), judged.Depth)
		}
		questions = append(questions, q)
		return nil
	})
	return quotes, questions, err
}

// eachRow calls do with the columns of each row of a table, its head left out.
func eachRow(of Collection, name string, columns int, do func([]string) error) error {
	table, err := data.ReadFile(path.Join("data", string(of), name))
	if err != nil {
		return fmt.Errorf("read questions of staff: %w", err)
	}
	head := true
	for line := range strings.Lines(string(table)) {
		line = strings.TrimRight(line, "\r\n")
		if head || line == "" || strings.HasPrefix(line, "#") {
			head = false
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) < columns {
			return fmt.Errorf("%s of %s: %q has %d columns, want %d", name, of, line, len(c), columns)
		}
		if err := do(c); err != nil {
			return fmt.Errorf("%s of %s: %w", name, of, err)
		}
	}
	return nil
}

// Articles returns the articles of a collection as read, by the names that quotes give.
func Articles(r *analyzers.Reader, of Collection) ([]*article.Article, error) {
	if of == Samples {
		list, err := judged.Articles(r, judged.Samples)
		if err != nil {
			return nil, fmt.Errorf("read built-in articles: %w", err)
		}
		for _, a := range list {
			number(a)
		}
		return list, nil
	}
	var all []*article.Article
	folder := path.Join("data", string(of), "articles")
	files, err := fs.ReadDir(data, folder)
	if err != nil {
		return nil, fmt.Errorf("read articles of %s: %w", of, err)
	}
	for _, f := range files {
		name, isText := strings.CutSuffix(f.Name(), ".txt")
		if !isText {
			continue
		}
		text, err := data.ReadFile(path.Join(folder, f.Name()))
		if err != nil {
			return nil, fmt.Errorf("read articles of %s: %w", of, err)
		}
		given, err := data.ReadFile(path.Join(folder, name+".json"))
		if err != nil {
			return nil, fmt.Errorf("read articles of %s: %w", of, err)
		}
		var with struct{ URL, Published string }
		if err := json.Unmarshal(given, &with); err != nil {
			return nil, fmt.Errorf("%s of %s: %w", name, of, err)
		}
		for _, a := range r.Read(analyzers.Source{URL: with.URL, Published: with.Published, Text: string(text), AsOf: "2026-03-01"}) {
			a.ID = name
			number(&a)
			all = append(all, &a)
		}
	}
	return all, nil
}

// number gives the quotes of an article ids.
func number(a *article.Article) {
	for i := range a.Quotes {
		a.Quotes[i].ID = fmt.Sprintf("%s-%d", a.ID, i)
	}
}

// folded returns words as they are compared: lower case, one space, no marks.
func folded(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r < '0' || r > '9' && r < 'a' || r > 'z' && r < 0xa0 || r > 0x2000 && r < 0x2070
	}), " ")
}

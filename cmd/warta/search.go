package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"warta/index"
	"warta/index/search"
	"warta/server/render"
)

// A question holds the flags that search and quotes share.
type question struct {
	official, satker, topic, stage, regulation, date []string
	kind                                             []string // kinds of quotes
	from, to, sort                                   string
	size                                             int
	json, csv                                        bool
	separator                                        string // of CSV
}

func (q *question) flags(cmd *cobra.Command, ofArticles bool) {
	f := cmd.Flags()
	f.StringSliceVar(&q.official, "official", nil, "id of an official, as warta people tells it (may repeat)")
	f.StringSliceVar(&q.satker, "satker", nil, "code of an office; a province takes in its kabupaten and kota (may repeat)")
	f.StringSliceVar(&q.topic, "topic", nil, "id of a topic (may repeat)")
	if ofArticles {
		f.StringSliceVar(&q.stage, "stage", nil, "id of an election or of a stage of one: pemilu-2024, pemilu-2024.masa-tenang (may repeat)")
	}
	f.StringSliceVar(&q.regulation, "regulation", nil, "id of a regulation that the article names: pkpu/8/2024 (may repeat)")
	f.StringSliceVar(&q.date, "date", nil, "year, month or day: 2025, 2025-11, 2025-11-04 (may repeat)")
	f.StringVar(&q.from, "from", "", "first day")
	f.StringVar(&q.to, "to", "", "last day")
	f.StringVar(&q.sort, "sort", "", "relevance, newest or oldest")
	f.IntVar(&q.size, "size", 10, fmt.Sprintf("hits, 0 to %d", index.MaxSize))
	f.BoolVar(&q.json, "json", false, "print the whole answer as JSON")
}

func (q *question) values(text string) url.Values {
	v := url.Values{"size": {strconv.Itoa(q.size)}}
	for key, list := range map[string][]string{"official": q.official, "satker": q.satker, "topic": q.topic, "stage": q.stage, "regulation": q.regulation, "date": q.date, "kind": q.kind} {
		if len(list) > 0 {
			v[key] = list
		}
	}
	for key, s := range map[string]string{"q": text, "from": q.from, "to": q.to, "sort": q.sort} {
		if s != "" {
			v.Set(key, s)
		}
	}
	return v
}

func (a *app) searchCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "search [flags] QUERY",
		Short: "Search articles",
		Long: `Searches a running server (--server), or the data folder. The query takes "phrases",
-words that must not stand there (the dash behind a space), OR, beginnings*, and
pejabat: satker: topik: judul: kutipan: tanggal: before a word.`,
		Example: `  warta search "surat suara" --satker 33 --sort newest
  warta search --server https://warta.example logistik --json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ask(cmd, "/v1/search", q.values(strings.Join(args, " ")), q, a.printArticles)
		},
	}
	q.flags(cmd, true)
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

func (a *app) quotesCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "quotes [flags] [QUERY]",
		Short: "Find what was said word for word",
		Long: `Finds quotes on a running server (--server), or in the data folder, newest first where
there is no query. Indirect quotes, which are in the words of who wrote the article, are
found with --kind alone.`,
		Example: `  warta quotes --official handi-tri-ujiono
  warta quotes --official handi-tri-ujiono --kind direct,indirect
  warta quotes logistik --satker 33 --csv --separator semicolon >kutipan.csv`,
		RunE: func(cmd *cobra.Command, args []string) error {
			separator, known := render.Separators[q.separator]
			if !known {
				return usagef("--separator: choose from comma, semicolon, tab")
			}
			if q.csv {
				return a.ask(cmd, "/v1/quotes", q.values(strings.Join(args, " ")), q, func(answer json.RawMessage) error { return a.printQuotesCSV(answer, separator) })
			}
			return a.ask(cmd, "/v1/quotes", q.values(strings.Join(args, " ")), q, a.printQuotes)
		},
	}
	q.flags(cmd, false)
	cmd.Flags().StringSliceVar(&q.kind, "kind", nil, "direct, unmarked, mixed, indirect or title (default direct, mixed, and unmarked with a confidence of 0.85 or more; may repeat)")
	cmd.Flags().BoolVar(&q.csv, "csv", false, "print CSV for a spreadsheet")
	cmd.Flags().StringVar(&q.separator, "separator", "comma", "of CSV: comma, semicolon (Excel in Indonesian) or tab")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

// ask sends the question and prints the answer, as JSON or with the function show.
func (a *app) ask(cmd *cobra.Command, path string, values url.Values, q question, show func(json.RawMessage) error) error {
	c, err := a.service(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { _ = c.close() }() // no write to lose
	var answer json.RawMessage
	if err := c.get(cmd.Context(), path, values, &answer); err != nil {
		return wrongWords(err)
	}
	if q.json {
		_, err = fmt.Fprintf(a.out, "%s\n", answer)
	} else {
		err = show(answer)
	}
	var found struct{ Total int }
	if err != nil || len(q.official) == 0 || json.Unmarshal(answer, &found) != nil || found.Total > 0 {
		return err
	}
	return a.explainUnknown(cmd.Context(), c, q.official)
}

// tell prints what was not searched as typed.
func (a *app) tell(page *search.Page) {
	if page.Query.Hint != "" {
		fmt.Fprintln(a.err, plain(page.Query.Hint, 200))
	}
	for _, phrase := range page.Query.WithoutMarks {
		fmt.Fprintf(a.err, "nothing has “%s” as it stands: its words were searched\n", plain(phrase, 200))
	}
}

func (a *app) printArticles(answer json.RawMessage) error {
	var page search.Page
	if err := json.Unmarshal(answer, &page); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	a.tell(&page)
	if len(page.Hits) == 0 {
		fmt.Fprintf(a.err, "%d articles\n", page.Total)
		return nil
	}
	w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	for _, h := range page.Hits {
		publisher := ""
		if h.Publisher != nil {
			publisher = h.Publisher.Name
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", orElse(h.Date, "tanpa tanggal"), plain(publisher, 40), plain(h.Title, 90), h.ID)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "%d of %d articles, %.1f ms\n", len(page.Hits), page.Total, page.TookMS)
	return nil
}

func (a *app) quoteHits(answer json.RawMessage) (*search.Page, error) {
	var page search.Page
	if err := json.Unmarshal(answer, &page); err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	page.Hits = slices.DeleteFunc(page.Hits, func(h search.Hit) bool { return h.Quote == nil })
	return &page, nil
}

func (a *app) printQuotes(answer json.RawMessage) error {
	page, err := a.quoteHits(answer)
	if err != nil {
		return err
	}
	a.tell(page)
	for _, h := range page.Hits {
		q := h.Quote
		_, err := fmt.Fprintf(a.out, "%s  %s\n  “%s”\n  %s\n\n", orElse(h.Date, "tanpa tanggal"), speakerOf(q), plain(q.Text, 2000), orElse(h.URL, h.ID))
		if err != nil {
			return err
		}
	}
	fmt.Fprintf(a.err, "%d of %d quotes, %.1f ms\n", len(page.Hits), page.Total, page.TookMS)
	return nil
}

func speakerOf(q *search.QuoteHit) string {
	name := "tanpa nama"
	if q.Speaker != nil {
		name = plain(q.Speaker.Name, 80)
	}
	if q.Role != nil {
		name += ", " + plain(strings.TrimSpace(q.Role.Title+" "+q.Role.Office), 120)
		if q.Role.Basis != "" { // the role is not from the text
			name += " (" + plain(string(q.Role.Basis), 20) + ")"
		}
	}
	return name
}

// printQuotesCSV prints the table for spreadsheets that the server exports.
func (a *app) printQuotesCSV(answer json.RawMessage, separator rune) error {
	page, err := a.quoteHits(answer)
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(cmp.Or(a.cfg.Server, a.cfg.PublicURL), "/")
	return render.Table{Base: base, Separator: separator, Stories: true}.Quotes(a.out, page, true)
}

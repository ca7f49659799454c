package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/analyzers/page"
)

func (a *app) ingestCommand() *cobra.Command {
	var plan intakePlan
	cmd := &cobra.Command{
		Use:   "ingest [flags] PATH...",
		Short: "Read articles into a running server or the data folder",
		Long: `Reads articles and sends them to a running server (--server, a key with "ingest"),
or puts them straight into the data folder. A path is a text or HTML file, NDJSON
in the form of POST /v1/articles, a folder with such files, or "-" for standard
input. Each article that fails gets a line, and each warning about one that is taken;
sending again is safe. A file that holds no article is not sent. A page of several
articles is sent with --split.`,
		Example: `  warta ingest articles.ndjson
  warta ingest --server http://127.0.0.1:8080 --key warta_... folder
  warta corpus 1000 | warta ingest -
  warta ingest --split --url https://kab-jepara.kpu.go.id/blog/category/104 page.html
  warta ingest --json articles.ndjson`,
		Args: atLeastOneFile,
		RunE: func(cmd *cobra.Command, paths []string) error { return a.ingest(cmd.Context(), paths, plan) },
	}
	cmd.Flags().StringVar(&plan.source.URL, "url", "", "where the article stands (for one text or HTML file)")
	cmd.Flags().StringVar(&plan.source.Published, "published", "", "day of publication, YYYY-MM-DD (for text and HTML files)")
	cmd.Flags().StringVar(&plan.hints.charset, "charset", "", "charset of files that do not say theirs, as windows-1252 (default UTF-8)")
	cmd.Flags().BoolVar(&plan.split, "split", false, "take pages of several articles apart")
	cmd.Flags().BoolVar(&plan.json, "json", false, "print the counts as JSON")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

// An intakePlan holds the flags of `warta ingest`.
type intakePlan struct {
	source analyzers.Source // fields of all texts and pages
	hints  inputHints
	split  bool
	json   bool
}

// A batchLine is one line of the answer to a batch. The last line has the summary only.
type batchLine struct {
	Line    int           `json:"line"`
	Result  string        `json:"result"`
	Code    string        `json:"code"`
	Field   string        `json:"field"`
	Detail  string        `json:"detail"`
	Summary *batchSummary `json:"summary"`

	Warnings []article.Warning `json:"warnings"`
}

// A batchSummary counts the results of a batch.
type batchSummary struct {
	Created   int    `json:"created"`
	Updated   int    `json:"updated"`
	Unchanged int    `json:"unchanged"`
	Stale     int    `json:"stale"`
	Deleted   int    `json:"deleted"`
	Rejected  int    `json:"rejected"`
	Stopped   string `json:"stopped,omitempty"`
}

func (a *app) ingest(ctx context.Context, paths []string, plan intakePlan) (err error) {
	c, err := a.serviceForWriting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()

	in := &intake{app: a, intakePlan: plan}
	in.progress = a.progress("articles", -1)
	summary, err := in.run(ctx, c, paths)
	in.progress.finish()
	if err != nil {
		return err
	}
	failed := summary.Rejected + in.unread
	if plan.json {
		told := *summary
		told.Rejected = failed
		if err := json.NewEncoder(a.out).Encode(told); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.err, "%d created, %d updated, %d unchanged, %d stale, %d deleted, %d failed\n",
			summary.Created, summary.Updated, summary.Unchanged, summary.Stale, summary.Deleted, failed)
	}
	switch {
	case summary.Stopped != "":
		return fmt.Errorf("the service stopped before the end: %s", summary.Stopped)
	case failed > 0:
		return &reported{}
	}
	return nil
}

// An intake sends inputs as one batch and reads the results at the same time.
type intake struct {
	*app
	intakePlan
	progress *progress

	mu     sync.Mutex
	names  []string // names of the inputs, by line of the batch
	unread int      // number of inputs that could not be read
}

func (in *intake) run(ctx context.Context, c *client, paths []string) (*batchSummary, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	reading, writing := io.Pipe()
	sent := make(chan error, 1)
	go func() {
		err := in.send(writing, paths)
		_ = writing.CloseWithError(err) // never fails for a pipe
		sent <- err
	}()
	query := url.Values{}
	if in.split {
		query.Set("split", "true")
	}
	answer, err := c.do(ctx, http.MethodPost, "/v1/articles/batch", query, "application/x-ndjson", reading)
	var summary *batchSummary
	if err == nil {
		summary, err = in.results(answer)
		err = errors.Join(err, answer.Close())
	}
	_ = reading.CloseWithError(errors.New("the service ended the batch")) // ends send
	if sendErr := <-sent; err == nil {
		err = sendErr
	}
	return summary, err
}

// send writes one line for each input.
func (in *intake) send(w io.Writer, paths []string) error {
	out := bufio.NewWriterSize(w, 64<<10)
	err := eachInput(in.in, paths, in.hints, func(i input) error {
		line := i.json
		if line == nil {
			if what := noArticle(i); what != "" {
				in.bad(i.name, errors.New(what))
				return nil
			}
			var err error
			if line, err = in.line(i); err != nil {
				return err
			}
		}
		in.mu.Lock()
		in.names = append(in.names, i.name)
		in.mu.Unlock()
		if _, err := out.Write(append(line, '\n')); err != nil {
			return fmt.Errorf("send: %w", err)
		}
		return nil
	}, in.bad)
	return errors.Join(err, out.Flush())
}

// noArticle returns the reason why an HTML page is not sent, "" for a page with an article.
func noArticle(i input) string {
	if !i.html {
		return ""
	}
	drafts := page.Read(i.text, true)
	what := page.NoArticle(i.text, drafts)
	if what == "" {
		return ""
	}
	return fmt.Sprintf("%s (title %.100q), no article", what, drafts[0].Title)
}

// line returns the message of a text or page.
func (in *intake) line(i input) (json.RawMessage, error) {
	message := map[string]string{}
	key := "text"
	if i.html {
		key = "html"
	}
	message[key] = i.text
	for key, value := range map[string]string{"url": in.source.URL, "published": in.source.Published} {
		if value != "" {
			message[key] = value
		}
	}
	return json.Marshal(message)
}

func (in *intake) bad(name string, err error) {
	in.mu.Lock()
	in.unread++
	in.mu.Unlock()
	in.say(name, err.Error())
}

func (in *intake) say(name, what string) {
	in.progress.hide()
	fmt.Fprintf(in.err, "warta: %s: %s\n", name, plain(what, 1000))
}

// results reads the answer, which has a line for each input, and returns the summary.
func (in *intake) results(r io.Reader) (*batchSummary, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for lines.Scan() {
		var l batchLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("the service's answer is not what was expected: %w", err)
		}
		if l.Summary != nil {
			return l.Summary, nil
		}
		in.tell(l)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the service's answer: %w", err)
	}
	return nil, errors.New("the service's answer ended without a summary: send again, what is there stays")
}

// tell prints the result of one article, unless it is a plain success.
func (in *intake) tell(l batchLine) {
	in.progress.add(1)
	name := fmt.Sprintf("line %d", l.Line)
	in.mu.Lock()
	if l.Line >= 1 && l.Line <= len(in.names) {
		name = in.names[l.Line-1]
	}
	in.mu.Unlock()
	if l.Result == "rejected" {
		what := l.Detail
		if l.Field != "" && !strings.HasPrefix(what, l.Field) { // most details begin with the field
			what = l.Field + ": " + what
		}
		in.say(name, l.Code+": "+what)
	}
	for _, w := range l.Warnings {
		where := ""
		if w.Paragraph != nil {
			where = fmt.Sprintf(" (paragraph %d)", *w.Paragraph)
		}
		in.say(name, "warning: "+w.Code+": "+w.Message+where)
	}
}

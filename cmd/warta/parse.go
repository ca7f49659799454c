package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"warta/analyzers"
	"warta/analyzers/dates"
	"warta/analyzers/satker"
	"warta/server/param"
)

func (a *app) parseCommand() *cobra.Command {
	var (
		given analyzers.Source
		hints inputHints
	)
	cmd := &cobra.Command{
		Use:   "parse [flags] FILE...",
		Short: "Print what is understood of each article; touches no index",
		Long: `Reads each file ("-": standard input), text copied from a site or an HTML page, and
prints the parsed article, one JSON object a line, in the order given. A listing
page gives a line for each article on it.`,
		Example: `  warta parse article.txt
  warta parse --url https://kota-semarang.kpu.go.id/blog/read/1_judul page.html
  warta parse --published 2025-11-04T23:30:00+07:00 article.txt
  curl -s https://example.kpu.go.id/ | warta parse -`,
		Args: atLeastOneFile,
		RunE: func(_ *cobra.Command, paths []string) error { return a.parse(paths, given, hints) },
	}
	cmd.Flags().StringVar(&given.URL, "url", "", "where the article stands")
	cmd.Flags().StringVar(&given.Published, "published", "", "day of publication, YYYY-MM-DD, or a time with its zone, as 2025-11-04T23:30:00+07:00: then the day that it was for the publisher")
	cmd.Flags().StringVar(&hints.charset, "charset", "", "charset of files that do not say theirs, as windows-1252 (default UTF-8)")
	cmd.Flags().StringVar(&given.AsOf, "as-of", "", "day of first receipt, YYYY-MM-DD: no later year is worked out (default today)")
	return cmd
}

func (a *app) parse(paths []string, given analyzers.Source, hints inputHints) error {
	if given.AsOf != "" && !param.IsDay(given.AsOf) {
		return usagef("--as-of %.40q: want a date that exists, as 2025-11-04", given.AsOf)
	}
	if given.AsOf == "" {
		given.AsOf = time.Now().Format(time.DateOnly)
	}
	if given.Published != "" {
		day := dates.ISO(given.Published)
		if t, ok := param.ReadTime(given.Published); ok {
			day = dates.DayOf(t.In(satker.WIB.Location()))
		} else if !param.IsDay(given.Published) {
			return usagef("--published %.40q: want a date that exists, as 2025-11-04, or a time with its zone, as 2025-11-04T23:30:00+07:00", given.Published)
		}
		if err := dates.Plausible(day, dates.ISO(given.AsOf)); err != nil {
			return usagef("--published %s %w (it was received on %s)", given.Published, err, given.AsOf)
		}
	}
	reader, err := analyzers.New()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.out)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	failed := false
	bad := func(name string, err error) {
		failed = true
		fmt.Fprintf(a.err, "warta: %s: %s\n", name, oneLine(err.Error()))
	}
	err = eachInput(a.in, paths, hints, func(in input) error {
		source := given
		switch {
		case in.json != nil:
			if err := mergeJSON(&source, in.json); err != nil {
				bad(in.name, err)
				return nil
			}
		case in.html:
			source.HTML = in.text
		default:
			source.Text = in.text
		}
		for _, article := range reader.Read(source) {
			if err := encoder.Encode(article); err != nil {
				return err
			}
		}
		return nil
	}, bad)
	if err := errors.Join(err, out.Flush()); err != nil {
		return err
	}
	if failed {
		return &reported{}
	}
	return nil
}

// mergeJSON sets the fields of source from an article in the form of POST /v1/articles.
func mergeJSON(source *analyzers.Source, line json.RawMessage) error {
	var sent struct{ URL, Title, Body, HTML, Text, Published, Satker string }
	if err := json.Unmarshal(line, &sent); err != nil {
		return fmt.Errorf("not an article: %w", err)
	}
	if sent.Title+sent.Body+sent.HTML+sent.Text == "" {
		return errors.New("JSON without title, body, html or text, no article")
	}
	source.Title, source.Body, source.HTML, source.Text = sent.Title, sent.Body, sent.HTML, sent.Text
	source.URL, source.Satker = orElse(sent.URL, source.URL), orElse(sent.Satker, source.Satker)
	source.Published = orElse(sent.Published, source.Published)
	return nil
}

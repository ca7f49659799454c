package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"warta/cmd/warta/internal/bench"
	"warta/cmd/warta/internal/bench/plainbleve"
	"warta/cmd/warta/internal/corpus"
)

// An exportedQuery is one line of queries.ndjson.
type exportedQuery struct {
	Class string `json:"class"`
	plainbleve.Query
}

// exportMix writes the articles and the queries as files for other engines.
func (a *app) exportMix(ctx context.Context, generator *corpus.Generator, p benchPlan) error {
	queries, _, err := bench.Draw(generator.All(ctx, p.articles, runtime.GOMAXPROCS(0)), p.seed, corpusOfficialID)
	if err != nil {
		return errors.Join(ctx.Err(), err) // an interrupted draw fails for lack of articles
	}
	if err := os.MkdirAll(p.export, 0o755); err != nil { // generated data is public
		return fmt.Errorf("make the folder of the export: %w", err)
	}
	bar := a.progress("articles", p.articles)
	defer bar.finish()
	err = writeLines(filepath.Join(p.export, "articles.ndjson"), func(encoder *json.Encoder) error {
		for article := range generator.All(ctx, p.articles, runtime.GOMAXPROCS(0)) {
			if err := encoder.Encode(plainDocument(article)); err != nil {
				return err
			}
			bar.add(1)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return writeLines(filepath.Join(p.export, "queries.ndjson"), func(encoder *json.Encoder) error {
		for _, q := range queries {
			if err := encoder.Encode(exportedQuery{q.Class, plainbleve.Plain(q.Query)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// writeLines creates a file of what write encodes.
func writeLines(path string, write func(*json.Encoder) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write the export: %w", err)
		}
	}()
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := bufio.NewWriterSize(file, 1<<20)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := write(encoder); err != nil {
		return err
	}
	return out.Flush()
}

// plainDocument returns an article in the form for other engines.
func plainDocument(article corpus.Article) plainbleve.Document {
	d := plainbleve.Document{
		ID: article.URL, Title: article.Title, Body: article.Body, Published: article.Published,
		Satker: article.Satker, Topics: article.Topics,
	}
	for _, name := range article.Officials {
		d.Officials = append(d.Officials, corpusOfficialID(name))
	}
	return d
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"warta/analyzers"
	"warta/analyzers/samples"
	"warta/index/archive"
	"warta/server/keys"
)

func (a *app) demoCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Start the whole service on built-in articles and a throw-away folder",
		Long: `Starts the whole service on a throw-away data folder, filled with the built-in
articles (made up: no real person is meant), and prints its address and an API
key with every right, for this run only.`,
		Example: `  warta demo
  warta demo --addr 127.0.0.1:9000`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context()) },
	}
	a.settings(cmd, "addr", "log_level", "log_format")
	return cmd
}

func (a *app) demo(ctx context.Context) (err error) {
	l, err := listen(ctx, "addr", a.cfg.Addr)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "warta-demo-")
	if err != nil {
		return errors.Join(fmt.Errorf("make a throw-away folder: %w", err), l.Close())
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	archive, err := a.openArchive(ctx, dir, "")
	if err != nil {
		return errors.Join(err, l.Close())
	}
	s, err := a.newServer(dir, archive, archive.Keyring())
	if err != nil {
		return errors.Join(err, l.Close(), archive.Close())
	}
	secret, n, err := fillDemo(ctx, archive)
	if err != nil {
		return errors.Join(err, l.Close(), archive.Close())
	}
	address := addressOf(l)
	fmt.Fprintf(a.out, `%d made-up articles are in; this folder is thrown away at the end.

  page     %s
  search   curl "%s/v1/search?q=logistik"
  quotes   curl "%s/v1/quotes?q=pemilih"
  key      %s

Warta is ready at %s (Ctrl-C ends it)
`, n, address, address, address, secret, address)
	return serveUntilDone(ctx, l, nil, s, archive)
}

// fillDemo adds the built-in articles to the archive, waits until searches find them, and
// creates an admin key.
func fillDemo(ctx context.Context, filled *archive.Archive) (secret string, articles int, err error) {
	all, err := samples.All()
	if err != nil {
		return "", 0, err
	}
	var last uint64
	for _, sample := range all {
		source := analyzers.Source{URL: sample.URL, Published: sample.Published, AsOf: time.Now().Format(time.DateOnly)}
		if sample.HTML {
			source.HTML = sample.Raw
		} else {
			source.Text = sample.Raw
		}
		receipts, err := filled.Put(ctx, archive.Incoming{Source: source, Key: "demo", Split: true})
		if err != nil {
			return "", 0, fmt.Errorf("built-in article %s: %w", sample.Name, err)
		}
		articles += len(receipts)
		for _, r := range receipts {
			last = max(last, r.Seq)
		}
	}
	if err := filled.WaitSearchable(ctx, last); err != nil {
		return "", 0, err
	}
	secret, _, err = keys.NewRing(filled.Keyring(), nil).Add(ctx, keys.Spec{Name: "demo", Scopes: []keys.Scope{keys.Admin}})
	return secret, articles, err
}

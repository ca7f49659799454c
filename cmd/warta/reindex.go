package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"warta/index/archive"
)

func (a *app) reindexCommand() *cobra.Command {
	var rollback, wait, asJSON bool
	cmd := &cobra.Command{
		Use:   "reindex",
		Short: "Rebuild the index from the stored articles with no pause in searching",
		Long: `Reads every stored article again and builds a new index beside the one at work, then
puts it in its place once it holds what the record holds and gives the same answers.
A running server (--server, a key with "admin") does it itself, and this returns at
once, or with --wait at the end; on the data folder it waits for the end.

With --rollback nothing is built: the index that was at work before, which is kept
for 20 hours, is brought up to date, removals included, and put back. It stays until
the next reindex.`,
		Example: `  warta reindex --data ./data
  warta reindex --server http://127.0.0.1:8080 --key warta_... --wait
  warta reindex --rollback --data ./data
  warta reindex --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			is, said, err := a.reindex(cmd.Context(), rollback, wait)
			if err == nil && asJSON {
				return a.printStatus(is, true)
			}
			if err == nil {
				fmt.Fprintln(a.err, said)
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&rollback, "rollback", false, "go back to the index that was at work before")
	cmd.Flags().BoolVar(&wait, "wait", false, "wait until a running server is through")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: how things are then, as warta status --json")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

// reindex begins a rebuild, or a rollback. It waits for the end on the data folder, and on a
// server if wait is set. It returns the status then and a sentence about the result.
func (a *app) reindex(ctx context.Context, rollback, wait bool) (is archive.Status, said string, err error) {
	path, begun, done := "/v1/admin/reindex", "the server rebuilds its index", "the index is rebuilt"
	if rollback {
		path, begun, done = path+"?rollback=true", "the server goes back to the index before", "the index before is at work again"
	}
	if a.cfg.Server != "" {
		c := dial(a.cfg.Server, a.cfg.Key)
		defer func() { _ = c.close() }() // no write to lose
		if err := c.call(ctx, http.MethodPost, path, nil, nil, nil); err != nil {
			return is, "", err
		}
		if !wait {
			return is, begun + "; `warta status` tells how far it is", c.get(ctx, "/v1/admin/status", nil, &is)
		}
		is, err = a.waitRebuilt(ctx, c)
		return is, done, err
	}
	archive, err := a.openExisting(ctx)
	if err != nil {
		return is, "", err
	}
	stop := a.following(ctx, archive)
	err = rebuild(ctx, archive, rollback)
	stop()
	is = archive.Status(ctx)
	if closing := archive.Close(); err == nil {
		err = closing
	}
	return is, done, err
}

// waitRebuilt waits until no rebuild runs on a server.
func (a *app) waitRebuilt(ctx context.Context, c *client) (is archive.Status, err error) {
	p := a.progress("changes", -1)
	defer p.finish()
	for {
		is = archive.Status{} // answers omit empty fields
		if err := c.callPatiently(ctx, http.MethodGet, "/v1/admin/status", nil, &is); err != nil {
			return is, err
		}
		if is.Building == 0 {
			return is, wellBuilt(is)
		}
		p.reached(how(is))
		select {
		case <-ctx.Done():
			return is, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// wellBuilt returns the error of the last rebuild, nil if it succeeded.
func wellBuilt(is archive.Status) error {
	if is.State == archive.Degraded {
		return fmt.Errorf("%s; the log says more", is.Trouble)
	}
	return nil
}

// rebuild begins a rebuild, or a rollback, and waits for its end.
func rebuild(ctx context.Context, archive *archive.Archive, rollback bool) error {
	begin := archive.Reindex
	if rollback {
		begin = archive.Rollback
	}
	if err := archive.Rebuilt(ctx); err != nil { // a rebuild that runs already
		return err
	}
	if err := begin(ctx); err != nil {
		return err
	}
	if err := archive.Rebuilt(ctx); err != nil {
		return err
	}
	return wellBuilt(archive.Status(ctx))
}

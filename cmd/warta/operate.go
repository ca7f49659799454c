package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"warta/index"
)

func (a *app) healthCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "health",
		Short:   "Ask a running server whether it is alive; for containers",
		Example: `  warta health --server http://127.0.0.1:8080`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			base := a.cfg.Server
			if base == "" {
				base = "http://" + a.cfg.Addr
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), 3*time.Second)
			defer cancel()
			return dial(base, "").call(ctx, http.MethodGet, "/healthz", nil, nil, nil)
		},
	}
	a.settings(cmd, "server", "addr")
	return cmd
}

func (a *app) reindexCommand() *cobra.Command {
	var rollback bool
	cmd := &cobra.Command{
		Use:   "reindex",
		Short: "Rebuild the index from the stored articles with no pause in searching",
		Long: `Reads every stored article again and builds a new index beside the one at work, then
puts it in its place once it holds what the record holds and gives the same answers.
A running server (--server, a key with "admin") does it itself and this returns at
once; on the data folder it waits for the end.

With --rollback nothing is built: the index that was at work before, which is kept
for 20 hours, is brought up to date, removals included, and put back. It stays until
somebody rebuilds.`,
		Example: `  warta reindex --data ./data
  warta reindex --server http://127.0.0.1:8080 --key warta_...
  warta reindex --rollback --data ./data`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.reindex(cmd.Context(), rollback) },
	}
	cmd.Flags().BoolVar(&rollback, "rollback", false, "go back to the index that was at work before")
	a.settings(cmd, "server", "key", "data")
	return cmd
}

func (a *app) reindex(ctx context.Context, rollback bool) error {
	path, begun, done := "/v1/admin/reindex", "the server rebuilds its index", "the index is rebuilt"
	if rollback {
		path, begun, done = path+"?rollback=true", "the server goes back to the index before", "the index before is at work again"
	}

	if a.cfg.Server != "" {
		c := dial(a.cfg.Server, a.cfg.Key)
		defer func() { _ = c.close() }() // nothing was written
		if err := c.call(ctx, http.MethodPost, path, nil, nil, nil); err != nil {
			return err
		}
		fmt.Fprintf(a.err, "%s; /v1/admin/status tells how far it is\n", begun)
		return nil
	}
	archive, err := a.openArchive(ctx, a.cfg.Data)
	if err != nil {
		return err
	}
	err = rebuild(ctx, archive, rollback)
	if closing := archive.Close(); err == nil {
		err = closing
	}
	if err == nil {
		fmt.Fprintln(a.err, done)
	}
	return err
}

// rebuild begins and waits. The archive may tell of what went wrong afterwards only.
func rebuild(ctx context.Context, archive *index.Archive, rollback bool) error {
	begin := archive.Reindex
	if rollback {
		begin = archive.Rollback
	}
	if err := archive.Rebuilt(ctx); err != nil { // what was begun before
		return err
	}
	if err := begin(ctx); err != nil {
		return err
	}
	if err := archive.Rebuilt(ctx); err != nil {
		return err
	}
	if status := archive.Status(ctx); status.State == index.Degraded {
		return fmt.Errorf("%s; the log says more", status.Trouble)
	}
	return nil
}

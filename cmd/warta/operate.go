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
	cmd := &cobra.Command{
		Use:   "reindex",
		Short: "Rebuild the index from the stored articles with no pause in searching",
		Long: `Reads every stored article again and builds a new index beside the one at work, then
puts it in its place. A running server (--server, a key with "admin") does it
itself and this returns at once; on the data folder it waits for the end.`,
		Example: `  warta reindex --data ./data
  warta reindex --server http://127.0.0.1:8080 --key warta_...`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.reindex(cmd.Context()) },
	}
	a.settings(cmd, "server", "key", "data")
	return cmd
}

func (a *app) reindex(ctx context.Context) error {
	if a.cfg.Server != "" {
		c := dial(a.cfg.Server, a.cfg.Key)
		defer func() { _ = c.close() }() // nothing was written
		if err := c.call(ctx, http.MethodPost, "/v1/admin/reindex", nil, nil, nil); err != nil {
			return err
		}
		fmt.Fprintln(a.err, "the server rebuilds its index; /v1/admin/status tells how far it is")
		return nil
	}
	archive, err := a.openArchive(ctx, a.cfg.Data)
	if err != nil {
		return fmt.Errorf("%w (a running server is named with --server URL)", err)
	}
	err = rebuild(ctx, archive)
	if closing := archive.Close(); err == nil {
		err = closing
	}
	if err == nil {
		fmt.Fprintln(a.err, "the index is rebuilt")
	}
	return err
}

func rebuild(ctx context.Context, archive *index.Archive) error {
	if err := archive.Reindex(ctx); err != nil {
		return err
	}
	return archive.Rebuilt(ctx)
}

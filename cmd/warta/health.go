package main

import (
	"context"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

func (a *app) healthCommand() *cobra.Command {
	var ready bool
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Ask a running server whether it is alive; for containers",
		Long: `Asks a running server whether it is alive, and exits 1 where it is not. With --ready
it asks whether the server answers searches, which it does not while it builds its
first index, is far behind the record, or stops.`,
		Example: `  warta health --server http://127.0.0.1:8080
  warta health --ready --server http://127.0.0.1:8080`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			base := a.cfg.Server
			if base == "" {
				base = "http://" + a.cfg.Addr
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), 3*time.Second)
			defer cancel()
			path := "/healthz"
			if ready {
				path = "/readyz"
			}
			return dial(base, "").call(ctx, http.MethodGet, path, nil, nil, nil)
		},
	}
	cmd.Flags().BoolVar(&ready, "ready", false, "ask whether it answers searches")
	a.settings(cmd, "server", "addr")
	return cmd
}

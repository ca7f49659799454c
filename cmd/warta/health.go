package main

import (
	"context"
	"net/http"
	"time"

	"github.com/spf13/cobra"
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

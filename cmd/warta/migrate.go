package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"warta/index/record/postgres"
)

func (a *app) migrateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Make or migrate the tables of a record in PostgreSQL",
		Long: `Makes the tables of a record in PostgreSQL, or brings them to the format of this
program, and says so. Run it as the role that owns them, where the service runs as
another (docs/postgres.md); dump the database before. A record in the data folder
needs no such step: whatever opens it does it.`,
		Example: `  warta migrate --record 'postgres://warta_owner@db.example.id/warta?sslmode=verify-full'`,
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.migrate(cmd.Context()) },
	}
	a.settings(cmd, "record")
	return cmd
}

func (a *app) migrate(ctx context.Context) error {
	if a.cfg.Record == "" {
		return usagef("warta migrate wants --record postgres://… (or WARTA_RECORD)")
	}
	r, err := postgres.Open(ctx, a.cfg.Record, postgres.Options{Log: a.log})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "the record %s has format %d\n", r, r.Format())
	return r.Close()
}

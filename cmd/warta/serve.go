package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"warta/index/archive"
	"warta/server"
	"warta/server/desk"
	"warta/server/keys"
)

func (a *app) serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the service on a lasting data folder",
		Long: `Runs the service until it is told to stop (Ctrl-C or SIGTERM), then finishes what
is running. On a new folder it makes the first admin key and shows it once.`,
		Example: `  warta serve
  warta serve --addr 0.0.0.0:8080 --data /var/lib/warta`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context()) },
	}
	a.settings(cmd, "addr", "data", "record", "engine", "metrics_addr", "public_url", "trusted_proxies", "read_needs_key",
		"rate_per_address", "rate_per_key", "cors_origins", "cache_for", "ready_lag", "rebuild", "batches", "max_spill",
		"searches", "max_body", "query_timeout", "drain_for", "log_level", "log_format", "log_queries")
	return cmd
}

func (a *app) serve(ctx context.Context) error {
	l, err := listen(ctx, "addr", a.cfg.Addr)
	if err != nil {
		return err
	}
	var metrics net.Listener
	if a.cfg.MetricsAddr != "" {
		if metrics, err = listen(ctx, "metrics_addr", a.cfg.MetricsAddr); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	release := func() error { // as Serve does on its way out
		if metrics == nil {
			return l.Close()
		}
		return errors.Join(l.Close(), metrics.Close())
	}
	archive, err := a.openServing(ctx, a.cfg.Data, a.cfg.Record)
	if err != nil {
		return errors.Join(err, release())
	}
	sessions, err := a.sessions(archive)
	if err != nil {
		return errors.Join(err, release(), archive.Close())
	}
	s, err := a.newServer(a.cfg.Data, archive, archive.Keyring(), func(o *server.Options) { o.Sessions = sessions })
	if err != nil {
		return errors.Join(err, release(), archive.Close())
	}
	if err := a.firstKey(ctx, archive); err != nil {
		return errors.Join(err, release(), archive.Close())
	}
	fmt.Fprintf(a.out, "Warta is ready at %s\n", addressOf(l))
	return serveUntilDone(ctx, l, metrics, s, archive)
}

// sessions returns where sessions of staff are kept: where the record is shared, so that all
// processes over it know them, else in memory (nil).
func (a *app) sessions(archive *archive.Archive) (desk.Sessions, error) {
	if a.cfg.Record == "" {
		return nil, nil
	}
	key, err := archive.SharedKey("sessions of staff")
	if err != nil {
		return nil, err
	}
	return desk.NewSealed(key, archive.EndedSessions(desk.SessionFor))
}

// firstKey creates an admin key if there is no key yet, and prints it once.
func (a *app) firstKey(ctx context.Context, archive *archive.Archive) error {
	ring := keys.NewRing(archive.Keyring(), nil)
	known, err := ring.List(ctx)
	if err != nil || len(known) > 0 {
		return err
	}
	var secret string
	err = archive.Alone(ctx, "first key", func(ctx context.Context) error { // of two nodes that begin together one does
		if known, err = ring.List(ctx); err != nil || len(known) > 0 {
			return err
		}
		secret, _, err = ring.Add(ctx, keys.Spec{Name: "first key", Scopes: []keys.Scope{keys.Admin}})
		return err
	})
	if err != nil {
		return fmt.Errorf("make the first key: %w", err)
	}
	if secret == "" {
		return nil
	}
	if _, err := fmt.Fprintf(a.out, "A key with every right, shown this once: %s\n", secret); err != nil {
		return fmt.Errorf("show the first key (`warta keys add` makes another): %w", err)
	}
	return nil
}

// addressOf returns the URL of a listener.
func addressOf(l net.Listener) string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return "http://" + l.Addr().String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

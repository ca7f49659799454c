package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"warta/index/archive"
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

func (a *app) statusCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say how a service is, and how far its index",
		Long: `Says whether searches are answered, how many articles there are, and how far the index
is behind the record, or is being rebuilt: of a running server (--server, a key with
"admin"), else of the data folder. Exits 1 where something fails.`,
		Example: `  warta status --server http://127.0.0.1:8080 --key warta_...
  warta status --data ./data --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var is archive.Status
			if err := a.admin(cmd, http.MethodGet, "/v1/admin/status", nil, &is); err != nil {
				return err
			}
			if err := a.printStatus(is, asJSON); err != nil {
				return err
			}
			if is.State == archive.Degraded {
				return &reported{}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, as GET /v1/admin/status")
	a.settings(cmd, "server", "key", "data")
	return cmd
}

func (a *app) printStatus(is archive.Status, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(a.out).Encode(is)
	}
	state := string(is.State)
	if is.Trouble != "" {
		state += ": " + plain(is.Trouble, 1000)
	}
	searches := "are not answered yet"
	if is.Ready {
		searches = "are answered"
	}
	w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	fmt.Fprintf(w, "state\t%s\nsearches\t%s\narticles\t%d, and %d removed\nindex\t%d of %d changes\n", state, searches, is.Articles, is.Removed, is.Mark, is.Head)
	if is.SetAside > 0 {
		fmt.Fprintf(w, "set aside\t%d, of which only the plain text is found: warta check says why\n", is.SetAside)
	}
	if is.Building != 0 {
		fmt.Fprintf(w, "rebuilding\t%d of %d changes\n", is.BuildMark, is.Head)
	} else if is.Outdated {
		fmt.Fprintln(w, "rebuilding\twanted: the program reads or indexes otherwise now (warta reindex)")
	}
	return w.Flush()
}

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
somebody rebuilds.`,
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
	a.settings(cmd, "server", "key", "data")
	return cmd
}

// reindex begins, waits where there is something to wait for, and says how things
// are then.
func (a *app) reindex(ctx context.Context, rollback, wait bool) (is archive.Status, said string, err error) {
	path, begun, done := "/v1/admin/reindex", "the server rebuilds its index", "the index is rebuilt"
	if rollback {
		path, begun, done = path+"?rollback=true", "the server goes back to the index before", "the index before is at work again"
	}
	if a.cfg.Server != "" {
		c := dial(a.cfg.Server, a.cfg.Key)
		defer func() { _ = c.close() }() // nothing was written
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

// waitRebuilt waits until a running server builds nothing any more.
func (a *app) waitRebuilt(ctx context.Context, c *client) (is archive.Status, err error) {
	p := a.progress("changes", -1)
	defer p.finish()
	for {
		is = archive.Status{} // an answer leaves out what is nothing
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

// wellBuilt is what went wrong with a rebuild, which is told afterwards only.
func wellBuilt(is archive.Status) error {
	if is.State == archive.Degraded {
		return fmt.Errorf("%s; the log says more", is.Trouble)
	}
	return nil
}

// rebuild begins and waits.
func rebuild(ctx context.Context, archive *archive.Archive, rollback bool) error {
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
	return wellBuilt(archive.Status(ctx))
}

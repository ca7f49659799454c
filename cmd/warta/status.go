package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"warta/index/archive"
)

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
	a.settings(cmd, "server", "key", "data", "record", "engine")
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
	index := fmt.Sprintf("%d of %d changes", is.Mark, is.Head)
	if is.Lag > 0 && is.Ready {
		index += fmt.Sprintf(", %d behind", is.Lag)
	}
	w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	fmt.Fprintf(w, "state\t%s\nsearches\t%s\narticles\t%d, and %d removed\nindex\t%s\n", state, searches, is.Articles, is.Removed, index)
	if is.Record != "" {
		fmt.Fprintf(w, "record\t%s\n", plain(is.Record, 1000))
	}
	if is.Index != "" {
		role := "searches it"
		if is.Leads {
			role = "writes it"
		}
		fmt.Fprintf(w, "engine\t%s, this node %s\n", plain(is.Index, 1000), role)
	}
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

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/spf13/cobra"

	"warta/index/archive"
)

func (a *app) checkCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Verify record and index against each other",
		Long: `Looks through the whole record for damage (structure, rows that name nothing, the
checksum of each article) and holds against it what was worked out: readings one by
one, the files of the index by their checksums, what it counts, and articles from all
over the record by what a search finds. What was damaged and was rebuilt by itself
since the last check is told too. Prints a line for each finding and exits 1 where there is any. A running server
(--server, a key with "admin") does it itself; else it works on the data folder.`,
		Example: `  warta check --data ./data
  warta check --server http://127.0.0.1:8080 --key warta_...`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			found, err := a.check(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				found.Findings = append([]string{}, found.Findings...) // not null in JSON
				if err := json.NewEncoder(a.out).Encode(found); err != nil {
					return err
				}
			} else {
				fmt.Fprint(a.err, found.places())
				for _, f := range found.Findings {
					fmt.Fprintln(a.out, plain(f, 2000))
				}
			}
			if len(found.Findings) > 0 {
				fmt.Fprintln(a.err, "what is wrong with readings or index is repaired by `warta reindex`, an article that cannot be read by sending it again, a damaged record by `warta restore`")
				return &reported{}
			}
			fmt.Fprintf(a.err, "nothing wrong: %d articles, %d removed, %d changes\n", found.Articles, found.Removed, found.Changes)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: findings, and what there is")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

// checked is the answer of POST /v1/admin/check.
type checked struct {
	Findings []string `json:"findings"`
	Articles int      `json:"articles"`
	Removed  int      `json:"removed"`
	Changes  uint64   `json:"changes"`
	Record   string   `json:"record,omitempty"` // where it is, without a password; empty: in the data folder
	Index    string   `json:"index,omitempty"`  // the same of the search servers
}

// places returns the lines that say where record and index are, unless both are in the data
// folder.
func (c checked) places() (lines string) {
	if c.Record != "" {
		lines = "record: " + plain(c.Record, 1000) + "\n"
	}
	if c.Index != "" {
		lines += "engine: " + plain(c.Index, 1000) + "\n"
	}
	return lines
}

// check checks the archive in the server of the settings, or else in the data folder.
func (a *app) check(ctx context.Context) (found checked, err error) {
	if a.cfg.Server != "" {
		c := dialPatiently(a.cfg.Server, a.cfg.Key)
		defer func() { _ = c.close() }() // no write to lose
		err = c.call(ctx, http.MethodPost, "/v1/admin/check", nil, nil, &found)
		return found, err
	}
	err = a.withArchive(ctx, func(archive *archive.Archive) error {
		found.Findings, err = archive.Check(ctx)
		status := archive.Status(ctx)
		found.Articles, found.Removed, found.Changes = status.Articles, status.Removed, status.Head
		found.Record, found.Index = status.Record, status.Index
		return err
	})
	return found, err
}

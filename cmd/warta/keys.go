package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

// A keyInfo is a key in answers of the service.
type keyInfo struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Scopes   []string   `json:"scopes"`
	Satker   []string   `json:"satker"`
	Created  time.Time  `json:"created"`
	Expires  *time.Time `json:"expires"`
	Revoked  *time.Time `json:"revoked"`
	LastUsed *time.Time `json:"last_used"`
	Key      string     `json:"key,omitempty"`
}

func (a *app) keysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Make, list and revoke API keys",
		Long: `API keys and what each may do: read, ingest (send and remove articles, limited to
the sites of offices if wished), staff (explain and correct), admin (everything).`,
		Example: `  warta keys add --name "CMS Kota Semarang" --scope ingest --satker 33.74
  warta keys list
  warta keys revoke k_1234`,
		RunE: wantsOneOf("keys", "add, list or revoke"),
	}
	cmd.AddCommand(a.keysAddCommand(), a.keysListCommand(), a.keysRevokeCommand())
	return cmd
}

func (a *app) keysAddCommand() *cobra.Command {
	var (
		name, expires  string
		scopes, satker []string
	)
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "add",
		Short: "Make a key and show it once",
		Example: `  warta keys add --name crawler --scope ingest --expires 2027-01-01
  warta keys add --name redaksi --scope staff --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if strings.TrimSpace(name) == "" {
				return usagef("keys add wants --name: whose key it is")
			}
			wish := map[string]any{"name": name, "scopes": scopes}
			if len(satker) > 0 {
				wish["satker"] = satker
			}
			if expires != "" {
				day, err := time.Parse(time.DateOnly, expires)
				if err != nil {
					return usagef("--expires %q: want a day like 2027-01-01", expires)
				}
				wish["expires"] = day
			}
			var made keyInfo
			c, err := a.serviceForWriting(cmd.Context()) // this creates the first key of a new folder
			if err != nil {
				return err
			}
			if err := callOnce(cmd.Context(), c, http.MethodPost, "/v1/admin/keys", wish, &made); err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(a.out).Encode(made)
			}
			if _, err := fmt.Fprintf(a.out, "%s\n", made.Key); err != nil {
				return fmt.Errorf("show the key (%s exists; revoke it and make another): %w", made.ID, err)
			}
			fmt.Fprintf(a.err, "key %s (%s) may %s; it is shown this once\n", made.ID, plain(made.Name, 100), strings.Join(made.Scopes, ", "))
			return nil
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "whose key it is")
	cmd.Flags().StringSliceVar(&scopes, "scope", []string{"read"}, "read, ingest, staff or admin (may repeat)")
	cmd.Flags().StringSliceVar(&satker, "satker", nil, "ingest only for the sites of these offices (codes, may repeat)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().StringVar(&expires, "expires", "", "last day before which it works, YYYY-MM-DD")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

func (a *app) keysListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List all keys: never the keys themselves",
		Example: `  warta keys list
  warta keys list --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var answer struct{ Keys []keyInfo }
			if err := a.admin(cmd, http.MethodGet, "/v1/admin/keys", nil, &answer); err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(a.out).Encode(answer.Keys)
			}
			w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
			fmt.Fprintln(w, "id\tname\tmay\tfor\tmade\texpires\tlast used\tstate")
			for _, k := range answer.Keys {
				state := "works"
				if k.Revoked != nil {
					state = "revoked"
				} else if k.Expires != nil && k.Expires.Before(time.Now()) {
					state = "expired"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, plain(k.Name, 40), strings.Join(k.Scopes, ","),
					orElse(strings.Join(k.Satker, ","), "all"), day(&k.Created), day(k.Expires), day(k.LastUsed), state)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

// day returns the day of t, "-" for nil.
func day(t *time.Time) string {
	if t == nil || t.IsZero() {
		return "never"
	}
	return t.Format(time.DateOnly)
}

func (a *app) keysRevokeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "revoke ID",
		Short: "End a key for good",
		Long: `Ends a key for good. ID is the id of the key, not the key itself: the first column of
"warta keys list", which "warta keys add" tells too.`,
		Example: `  warta keys list
  warta keys revoke k_1234`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("keys revoke wants the id of one key (warta keys list)")
			}
			if err := a.admin(cmd, http.MethodDelete, "/v1/admin/keys/"+url.PathEscape(args[0]), nil, nil); err != nil {
				return err
			}
			fmt.Fprintf(a.err, "key %s is revoked\n", plain(args[0], 100))
			return nil
		},
	}
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

// admin makes one call that needs an admin key.
func (a *app) admin(cmd *cobra.Command, method, path string, body, into any) error {
	c, err := a.service(cmd.Context())
	if err != nil {
		return err
	}
	return callOnce(cmd.Context(), c, method, path, body, into)
}

package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"warta/config"
)

func (a *app) configCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print the settings in force and where each came from",
		Long: `Prints every setting in force and where its value came from. A flag beats a
variable (WARTA_QUERY_TIMEOUT), which beats the file, which beats the default.
Secrets are masked.`,
		Example: `  warta config
  WARTA_ADDR=0.0.0.0:80 warta config --json`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return a.printConfig(asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	for _, key := range config.Keys() {
		a.settings(cmd, key)
	}
	return cmd
}

func (a *app) printConfig(asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(a.out)
		e.SetIndent("", "  ")
		return e.Encode(a.cfg.Values)
	}
	w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	for _, v := range a.cfg.Values {
		from := string(v.Origin)
		if v.Source != "" {
			from += " " + v.Source
		}
		fmt.Fprintf(w, "%s\t%v\t%s\n", v.Key, v.Value, from)
	}
	return w.Flush()
}

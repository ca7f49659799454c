package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"warta/config"
	"warta/index/record/postgres"
)

// An app is one run of the program.
type app struct {
	streams
	file    string // --config
	started bool   // the command line is valid, and the command runs
	cfg     *config.Loaded
	log     *slog.Logger
}

// settingFlag is the annotation of flags for settings.
const settingFlag = "warta_setting"

// settings adds flags for the named settings to cmd, with the help and defaults of package
// config.
func (a *app) settings(cmd *cobra.Command, keys ...string) {
	for _, key := range keys {
		for _, o := range config.Options {
			if o.Key != key {
				continue
			}
			name := config.FlagName(key)
			cmd.Flags().String(name, "", o.Doc+defaultOf(o))
			if _, yes := o.Default.(bool); yes {
				cmd.Flags().Lookup(name).NoOptDefVal = "true"
			}
			if err := cmd.Flags().SetAnnotation(name, settingFlag, []string{key}); err != nil {
				panic(fmt.Sprintf("flag %s: %v", name, err)) // the flag was made the line before
			}
		}
	}
}

// defaultOf returns the default of a setting as text.
func defaultOf(o config.Option) string {
	if s := fmt.Sprint(o.Default); s != "" && s != "[]" && s != "false" {
		return " (default " + s + ")"
	}
	return ""
}

// prepare loads the settings before the command runs.
func (a *app) prepare(cmd *cobra.Command, _ []string) error {
	flags := map[string]string{}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if key := f.Annotations[settingFlag]; len(key) == 1 {
			flags[key[0]] = f.Value.String()
		}
	})
	cfg, err := config.Load(a.file, flags)
	if err != nil {
		return &usageError{err}
	}
	if cfg.Record != "" {
		if err := postgres.CheckURL(cfg.Record); err != nil {
			return &usageError{fmt.Errorf("settings: record: %w", err)}
		}
	}
	a.cfg = cfg
	a.log = newLogger(a.err, cfg.LogLevel, cfg.LogFormat)
	a.started = true
	return nil
}

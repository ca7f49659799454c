package main

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"warta/config"
)

// An app is one run of the program.
type app struct {
	streams
	file    string // --config
	started bool   // the call was right and its work has begun
	cfg     *config.Loaded
	log     *slog.Logger
}

// settingFlag marks the flags that stand for a setting.
const settingFlag = "warta_setting"

// settings gives cmd flags for the named settings, with the help and defaults
// that package config has for them.
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

func defaultOf(o config.Option) string {
	if s := fmt.Sprint(o.Default); s != "" && s != "[]" && s != "false" {
		return " (default " + s + ")"
	}
	return ""
}

// prepare loads the settings before a command runs.
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
	a.cfg = cfg
	a.log = newLogger(a.err, cfg.LogLevel, cfg.LogFormat)
	a.started = true
	return nil
}

// stamp is set by the linker for released builds (-X main.stamp=v1.2.3).
var stamp string

// version says which build this is.
func version() string {
	v := stamp
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "warta " + orElse(v, "unknown")
	}
	if v == "" {
		v = strings.Trim(info.Main.Version, "()")
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && !strings.Contains(v, s.Value[:min(12, len(s.Value))]) {
			v += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return "warta " + orElse(v, "unknown") + " " + info.GoVersion
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// A build identifies the build of a program.
type build struct {
	Version  string `json:"version"`            // as shown
	Commit   string `json:"commit,omitempty"`   // commit of the source; empty if it was not built in a clone
	Time     string `json:"time,omitempty"`     // time of the commit
	Modified bool   `json:"modified,omitempty"` // with uncommitted changes
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func thisBuild() build {
	b := build{Version: version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Go = info.GoVersion
	var system, processor string
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		case "GOOS":
			system = s.Value
		case "GOARCH":
			processor = s.Value
		}
	}
	b.Platform = system + "/" + processor
	return b
}

func (a *app) versionCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which build this is",
		Example: `  warta version
  warta version --json`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			b := thisBuild()
			if asJSON {
				return json.NewEncoder(a.out).Encode(b)
			}
			_, err := fmt.Fprintln(a.out, b.Version)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: version, commit, time, Go, platform")
	return cmd
}

// stamp is the version of a released build, set by the linker (-X main.stamp=v1.2.3).
var stamp string

// version returns the name and the version of this build in one line.
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

package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// eachCommand calls f with every command of ours, by its path without "warta".
func eachCommand(f func(path []string, cmd *cobra.Command)) {
	var walk func([]string, *cobra.Command)
	walk = func(path []string, cmd *cobra.Command) {
		f(path, cmd)
		for _, below := range cmd.Commands() {
			if below.Name() != "help" && below.Name() != "completion" {
				walk(append(slices.Clone(path), below.Name()), below)
			}
		}
	}
	walk(nil, (&app{}).command())
}

// The contract names these; none may get lost.
func TestEveryCommandOfTheContractIsThere(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	eachCommand(func(path []string, _ *cobra.Command) { have[strings.Join(path, " ")] = true })
	for _, want := range []string{
		"demo", "serve", "ingest", "search", "quotes", "parse", "stem", "analyze", "reindex", "check", "backup", "restore",
		"quote hide", "quote show", "quote speaker", "official merge", "official split", "official rename", "official suppress",
		"official import", "official export",
		"keys add", "keys list", "keys revoke", "harvest", "corpus", "bench", "config",
		"health", "status", "version", "people", "official versions", "migrate", "move", // besides the contract
	} {
		if !have[want] {
			t.Errorf("there is no warta %s", want)
		}
	}
}

func TestEveryCommandTeaches(t *testing.T) {
	t.Parallel()
	eachCommand(func(path []string, cmd *cobra.Command) {
		name := "warta " + strings.Join(path, " ")
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: its line in the list is %q", name, cmd.Short)
		}
		shown := false
		for line := range strings.Lines(cmd.Example) {
			shown = shown || strings.Contains(line, strings.TrimSpace(name))
		}
		if !shown {
			t.Errorf("%s: no example shows it: %q", name, cmd.Example)
		}
		for _, args := range [][]string{append(slices.Clone(path), "--help"), append([]string{"help"}, path...)} {
			code, out, err := program(t, "", args...)
			if code != exitOK || err != "" || !strings.Contains(out, "Examples:") || !strings.Contains(out, "Usage:") {
				t.Errorf("warta %v: got code %d, out %.100q, err %q", args, code, out, err)
			}
		}
	})
}

// A wrong call of any command is one line on the error stream, nothing else, and 2.
func TestEveryCommandRefusesAWrongCall(t *testing.T) {
	t.Parallel()
	wrong := [][]string{
		{"ingest"},
		{"parse"},
		{"corpus"},
		{"corpus", "many"},
		{"corpus", "-1"},
		{"corpus", "1", "2"},
		{"backup"},
		{"backup", "a", "b"},
		{"restore"},
		{"restore", "x", "--record", "postgres://127.0.0.1/warta"},
		{"migrate"},
		{"migrate", "x"},
		{"move"},
		{"move", "x", "--to", "sqlite:x"},
		{"move", "--to", "x"},
		{"restore", "a", "b"},
		{"quote"},
		{"quote", "delete"},
		{"quote", "hide"},
		{"quote", "hide", "a", "b"},
		{"quote", "show"},
		{"quote", "speaker", "a"},
		{"people", "--size", "0"},
		{"official"},
		{"official", "delete"},
		{"official", "merge", "a"},
		{"official", "split"},
		{"official", "rename", "a"},
		{"official", "suppress"},
		{"keys"},
		{"keys", "delete"},
		{"keys", "revoke"},
		{"keys", "revoke", "a", "b"},
		{"keys", "list", "x"},
		{"keys", "add"},
		{"keys", "add", "--name", "x", "--expires", "besok"},
		{"bench", "--articles", "1"},
		{"bench", "--clients", "0"},
		{"bench", "--rounds", "0"},
		{"analyze", "--field", "isi"},
		{"parse", "--published", "kemarin", "-"},
		{"serve", "x"},
		{"demo", "x"},
		{"stem", "x"},
		{"analyze", "x"},
		{"reindex", "x"},
		{"check", "x"},
		{"config", "x"},
		{"health", "x"},
		{"status", "x"},
		{"version", "x"},
		{"bench", "x"},
		{"serve", "--addr", "nowhere"},
		{"serve", "--log-level", "loud"},
		{"search", "--server", "kpu"},
		{"harvest", "a", "b"},
		{"harvest", "--at-once", "0"},
		{"harvest", "--recheck", "-1h"},
		{"harvest", "--site-time", "1s"},
		{"harvest"},
		{"help", "nothing"},
		{"help", "quote", "delete"},
	}
	eachCommand(func(path []string, _ *cobra.Command) {
		wrong = append(wrong, append(slices.Clone(path), "--no-such-flag"))
	})
	for _, args := range wrong {
		code, out, err := program(t, "", args...)
		if code != exitUsage || out != "" || strings.Count(err, "\n") != 1 || !strings.HasPrefix(err, "warta: ") {
			t.Errorf("warta %v: got code %d, out %.200q, err %.300q; want 2 and one line", args, code, out, err)
		}
	}
}

func TestAShellCompletes(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if code, out, err := program(t, "", "completion", shell); code != exitOK || !strings.Contains(out, "warta") || err != "" {
			t.Errorf("completion %s: got code %d, err %q", shell, code, err)
		}
	}
	for typed, want := range map[string]string{
		"harv":                       "harvest\tRead satker sites",
		"search --sort n":            "newest",
		"search --satker 33.7":       "33.74\tKPU Kota Semarang",
		"harvest --satker lhokse":    "11.73\tKIP Kota Lhokseumawe",
		"keys add --scope st":        "staff",
		"serve --log-level w":        "warn",
		"official sup":               "suppress\t",
		"analyze --field body_":      "body_root",
		"keys add --satker 33.74":    "33.74\tKPU Kota Semarang",
		"quotes --sort o":            "oldest",
		"quotes --kind ind":          "indirect",
		"serve --rebuild o":          "off",
		"harvest --log":              "",
		"config --log-format j":      "json",
		"search --sort relevance --": "--satker",
	} {
		code, out, _ := program(t, "", append([]string{"__complete"}, strings.Split(typed, " ")...)...)
		if code != exitOK || !strings.Contains(out, want) {
			t.Errorf("warta %s<tab>: got code %d, %.300q; want %q", typed, code, out, want)
		}
	}
}

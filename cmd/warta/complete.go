package main

import (
	"strings"

	"github.com/spf13/cobra"

	"warta/analyzers/satker"
)

// choices are the values of flags that take one of few words.
var choices = map[string][]string{
	"kind":       {"direct", "unmarked", "mixed", "indirect", "title"},
	"sort":       {"relevance", "newest", "oldest"},
	"scope":      {"read", "ingest", "staff", "admin"},
	"field":      {"body", "title", "body_root", "title_root"},
	"log-level":  {"debug", "info", "warn", "error"},
	"log-format": {"text", "json"},
	"rebuild":    {"auto", "ask", "off"},
	"replace":    {"named", "all"},
	"format":     {"csv", "ndjson"},
}

// completions adds shell completion of flag values to cmd and its subcommands: the choices,
// and the codes of offices.
func completions(cmd *cobra.Command) {
	complete := func(flag string, f cobra.CompletionFunc) {
		if cmd.Flags().Lookup(flag) != nil {
			_ = cmd.RegisterFlagCompletionFunc(flag, f) // fails only for a missing flag or a second registration
		}
	}
	for flag, words := range choices {
		complete(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
	complete("satker", completeSatker)
	for _, below := range cmd.Commands() {
		completions(below)
	}
}

// completeSatker completes the codes of offices by a prefix of the code, or by a word of the
// name.
func completeSatker(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	g, err := satker.Load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var found []cobra.Completion
	for o := range g.Offices() {
		if strings.HasPrefix(o.Code, typed) || typed != "" && strings.Contains(strings.ToLower(o.Name), strings.ToLower(typed)) {
			found = append(found, cobra.CompletionWithDesc(o.Code, o.Name))
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

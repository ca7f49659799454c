package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpCommand returns cobra's help command, which fails here for an unknown command.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Say what a command takes, with examples",
		Example: `  warta help search`,
		RunE: func(_ *cobra.Command, args []string) error {
			found, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usagef("there is no command %q (see warta help)", strings.Join(args, " "))
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}

// usage prints the usage of a command like cobra, with the flags as in [flagUsages].
func usage(cmd *cobra.Command) error {
	to := cmd.OutOrStderr()
	var b bytes.Buffer
	cmd.SetOut(&b)
	err := (&cobra.Command{}).UsageFunc()(cmd) // the default of cobra
	cmd.SetOut(to)
	if err != nil {
		return err
	}
	text := b.String()
	for _, flags := range []*pflag.FlagSet{cmd.LocalFlags(), cmd.InheritedFlags()} {
		if theirs := strings.TrimRight(flags.FlagUsages(), " \n"); theirs != "" {
			text = strings.Replace(text, theirs, flagUsages(flags), 1)
		}
	}
	_, err = to.Write([]byte(text))
	return err
}

// flagUsages returns the descriptions of flags, one a line, without a value for flags that
// need none.
func flagUsages(flags *pflag.FlagSet) string {
	var names, texts []string
	width := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		value, text := pflag.UnquoteUsage(f)
		if f.NoOptDefVal == "" && value != "" {
			name += " " + value
		}
		switch f.DefValue {
		case "", "false", "0", "0s", "[]":
		default:
			text += fmt.Sprintf(" (default %s)", strings.Trim(f.DefValue, "[]"))
		}
		names, texts, width = append(names, name), append(texts, text), max(width, len(name))
	})
	lines := make([]string, len(names))
	for i, name := range names {
		lines[i] = fmt.Sprintf("%-*s   %s", width, name, texts[i])
	}
	return strings.Join(lines, "\n")
}

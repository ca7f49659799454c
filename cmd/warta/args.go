package main

import "github.com/spf13/cobra"

// oneFile accepts exactly one argument.
func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("%s wants one file", cmd.CommandPath())
	}
	return nil
}

// noArgs accepts no argument.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%q: %s takes no argument", args[0], cmd.CommandPath())
	}
	return nil
}

// atLeastOneFile accepts one or more arguments.
func atLeastOneFile(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("%s wants a file, or - for standard input", cmd.CommandPath())
	}
	return nil
}

// wantsOneOf returns the action of a command that has subcommands only: an error with their
// names.
func wantsOneOf(name, list string) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usagef("%s %q: want %s", name, args[0], list)
		}
		return usagef("%s wants %s", name, list)
	}
}

// Warta is a search service for Indonesia's election news: one program that stores articles,
// analyses and indexes them, and answers searches.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes of the program.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2 // the command line is invalid: nothing was done
)

func main() {
	paceGarbage()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// streams are the standard streams.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run runs the program and returns its exit code. It writes an error as one line to the
// error stream.
func run(ctx context.Context, args []string, s streams) int {
	a := &app{streams: s}
	root := a.command()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	said, ok := errors.AsType[*reported](err)
	switch {
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "warta: stopped before the end")
	case !ok || said.error != nil:
		fmt.Fprintln(s.err, "warta:", oneLine(err.Error()))
	}
	if _, ok := errors.AsType[*usageError](err); ok || !a.started {
		return exitUsage
	}
	return exitFailure
}

// A usageError is an error in the command line.
type usageError struct{ error }

func (e *usageError) Unwrap() error { return e.error }

// usagef returns a usageError.
func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// A reported error is an error that the command has printed already.
type reported struct{ error }

func (e *reported) Error() string { return "failed" }

// oneLine returns s in one line with single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// command returns the root command.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "warta",
		Short: "Search for Indonesia's election news",
		Long: `Warta takes in the news of Indonesia's election offices, reads each article as an
editor would, and answers searches over articles and quotes.

To look around:   warta demo
To run it:        warta serve --data ./data`,
		Example: `  warta demo                                  a whole service on built-in articles
  warta parse article.txt                     what is understood of one article
  warta search "surat suara" --satker 33      search a running server`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		Version:           version(),
		PersistentPreRunE: a.prepare,
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetVersionTemplate("{{.Version}}\n")
	root.PersistentFlags().StringVar(&a.file, "config", "", "file with settings (default ./warta.yaml, if there)")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%s (see %s --help)", oneLine(err.Error()), cmd.CommandPath())
	})
	root.AddCommand(
		a.demoCommand(), a.serveCommand(),
		a.ingestCommand(), a.searchCommand(), a.quotesCommand(), a.peopleCommand(),
		a.parseCommand(), a.stemCommand(), a.analyzeCommand(),
		a.statusCommand(), a.reindexCommand(), a.checkCommand(), a.backupCommand(), a.restoreCommand(), a.migrateCommand(), a.moveCommand(),
		a.quoteCommand(), a.officialCommand(), a.keysCommand(), a.configCommand(), a.healthCommand(), a.versionCommand(),
		a.harvestCommand(), a.corpusCommand(), a.benchCommand(),
	)
	root.SetUsageFunc(usage)
	root.SetHelpCommand(helpCommand(root))
	completions(root)
	return root
}

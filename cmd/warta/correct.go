package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
)

// unknownSpeaker is the argument of "quote speaker" for an unknown speaker.
const unknownSpeaker = "unknown"

func (a *app) quoteCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "quote",
		Short: "Correct a quote: hide it, show it again, name who spoke",
		Long: `Corrections of a quote by its id, which "warta quotes --json" and the pages tell.
They are applied to each new reading of the article, as long as it has the words of
the quote, and go with the article when it is removed. They are kept in the log of
writes, and need a key that may staff.`,
		Example: `  warta quote hide tabt2dzmxoh4-k7qd2x --reason "salah kutip"
  warta quote show tabt2dzmxoh4-k7qd2x
  warta quote speaker tabt2dzmxoh4-k7qd2x siti-aminah`,
		RunE: wantsOneOf("quote", "hide, show or speaker"),
	}
	var role, office string
	speaker := a.correction(cobra.Command{
		Use: "speaker ID OFFICIAL", Short: "Say who spoke; " + unknownSpeaker + " where it cannot be known",
		Long: `The speaker has the post that the article gives them, or the one of --role, where it was
not read.`,
		Example: "  warta quote speaker tabt2dzmxoh4-k7qd2x siti-aminah\n  warta quote speaker tabt2dzmxoh4-k7qd2x " + unknownSpeaker +
			"\n  warta quote speaker tabt2dzmxoh4-k7qd2x siti-aminah --role Ketua --office 33.74",
	}, http.MethodPatch, func(args []string) (string, any) {
		wish := map[string]any{"speaker": args[1]}
		if args[1] == unknownSpeaker {
			wish["speaker"] = nil
		}
		if role != "" || office != "" {
			wish["role"] = map[string]string{"title": role, "satker": office}
		}
		return quotePath(args[0]), wish
	})
	speaker.Flags().StringVar(&role, "role", "", "post in which they spoke, as Ketua")
	speaker.Flags().StringVar(&office, "office", "", "code of the office of that post")
	cmd.AddCommand(
		a.correction(cobra.Command{
			Use: "hide ID", Short: "Take a quote out of every answer",
			Example: `  warta quote hide tabt2dzmxoh4-k7qd2x --reason "salah kutip"`,
		}, http.MethodPatch, func(args []string) (string, any) { return quotePath(args[0]), map[string]any{"hidden": true} }),
		a.correction(cobra.Command{
			Use: "show ID", Short: "Show a hidden quote again",
			Example: `  warta quote show tabt2dzmxoh4-k7qd2x`,
		}, http.MethodPatch, func(args []string) (string, any) { return quotePath(args[0]), map[string]any{"hidden": false} }),
		speaker,
	)
	return cmd
}

func (a *app) officialCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "official",
		Short: "Correct who is who; keep the list of office holders",
		Long: `Corrections of people by their ids, which /v1/officials and the pages tell. Nothing is
indexed anew; what was decided outlives every rebuild, is kept in the log of writes,
and needs a key that may staff. The list of office holders tells which post an official held
on a day where an article does not: import, export and versions keep it.`,
		Example: `  warta official merge b-santoso budi-santoso --reason "satu orang"
  warta official split b-santoso
  warta official rename budi-santoso "Budi Tri Santoso"
  warta official suppress budi-santoso --reason "atas permintaan"
  warta official import pejabat.csv`,
		RunE: wantsOneOf("official", "merge, split, rename, suppress, import, export or versions"),
	}
	var undo bool
	suppress := a.correction(cobra.Command{
		Use: "suppress ID", Short: "Take an official out of lists and suggestions",
		Example: `  warta official suppress budi-santoso --reason "atas permintaan"`,
	}, http.MethodPost, func(args []string) (string, any) {
		return officialPath(args[0], "suppress"), map[string]any{"suppressed": !undo}
	})
	suppress.Flags().BoolVar(&undo, "undo", false, "bring them back")
	cmd.AddCommand(
		a.correction(cobra.Command{
			Use: "merge ID INTO", Short: "Say that two officials are one person",
			Example: `  warta official merge b-santoso budi-santoso`,
		}, http.MethodPost, func(args []string) (string, any) {
			return officialPath(args[0], "merge"), map[string]any{"into": args[1]}
		}),
		a.correction(cobra.Command{
			Use: "split ID", Short: "Part an official from the people it was merged with",
			Example: `  warta official split b-santoso`,
		}, http.MethodPost, func(args []string) (string, any) { return officialPath(args[0], "split"), map[string]any{} }),
		a.correction(cobra.Command{
			Use: "rename ID NAME", Short: "Give an official another name; an empty one takes that back",
			Example: `  warta official rename budi-santoso "Budi Tri Santoso"`,
		}, http.MethodPost, func(args []string) (string, any) {
			return officialPath(args[0], "rename"), map[string]any{"name": args[1]}
		}),
		suppress,
		a.rosterImportCommand(), a.rosterExportCommand(), a.rosterVersionsCommand(),
	)
	return cmd
}

func quotePath(id string) string { return "/v1/quotes/" + url.PathEscape(id) }

func officialPath(id, what string) string {
	return "/v1/officials/" + url.PathEscape(id) + "/" + what
}

// correction returns a command that sends the request of call, with a reason, and prints
// the corrected quote or official. The number of arguments is that in cmd.Use.
func (a *app) correction(cmd cobra.Command, method string, call func(args []string) (path string, body any)) *cobra.Command {
	var (
		reason string
		asJSON bool
	)
	names := strings.Fields(cmd.Use)[1:]
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) != len(names) {
			return usagef("%s wants %s", strings.TrimPrefix(cmd.CommandPath(), "warta "), strings.Join(names, " and "))
		}
		for i, arg := range args {
			if arg == "" && names[i] != "NAME" {
				return usagef("%s: %s is empty", strings.TrimPrefix(cmd.CommandPath(), "warta "), names[i])
			}
		}
		path, body := call(args)
		if reason != "" {
			body.(map[string]any)["reason"] = reason
		}
		var now json.RawMessage
		if err := a.admin(cmd, method, path, body, &now); err != nil {
			return unknownPerson(err, path)
		}
		if asJSON {
			_, err := fmt.Fprintf(a.out, "%s\n", now)
			return err
		}
		return a.printCorrected(now)
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, for the log of writes")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	a.settings(&cmd, "server", "key", "data", "record", "engine")
	return &cmd
}

// unknownPerson adds to the error for an unknown ID how to find IDs of people.
func unknownPerson(err error, path string) error {
	r, refused := errors.AsType[*refusal](err)
	if !refused {
		return err
	}
	if r.Field == "into" || r.Field == "speaker" || r.Status == http.StatusNotFound && strings.HasPrefix(path, "/v1/officials/") {
		return fmt.Errorf("%w; %s", err, findIDs)
	}
	return err
}

// printCorrected prints a corrected quote or official in one line.
func (a *app) printCorrected(now json.RawMessage) error {
	var is struct {
		ID, Name           string
		IDs                []string
		Hidden, Suppressed bool
		Quote              *struct {
			ID, Text string
			Speaker  *struct{ Name string }
		}
	}
	if err := json.Unmarshal(now, &is); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	state := ""
	if is.Hidden {
		state = " (hidden)"
	}
	if is.Suppressed {
		state = " (suppressed)"
	}
	if q := is.Quote; q != nil {
		speaker := unknownSpeaker
		if q.Speaker != nil {
			speaker = q.Speaker.Name
		}
		_, err := fmt.Fprintf(a.out, "%s\t%s\t“%s”%s\n", plain(q.ID, 100), plain(speaker, 100), plain(q.Text, 200), state)
		return err
	}
	_, err := fmt.Fprintf(a.out, "%s\t%s\t%s%s\n", plain(is.ID, 128), plain(is.Name, 120), plain(strings.Join(is.IDs, " "), 1000), state)
	return err
}

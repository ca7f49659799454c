package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"warta/index/archive"
	"warta/index/roster"
)

const rosterPath = "/v1/roster"

// A rosterReceipt is the answer to a list of office holders.
type rosterReceipt struct {
	archive.RosterVersion
	Taken, Wrong int
	Faults       []roster.Fault
	Warnings     []roster.Fault
	DryRun       bool `json:"dry_run"`
}

// A rosterRefusal is the JSON output for a list with faults.
type rosterRefusal struct {
	Taken  int            `json:"taken"`
	Wrong  int            `json:"wrong"` // number of lines with a fault
	Right  int            `json:"right"` // number of rows without fault
	Faults []roster.Fault `json:"faults"`
}

func (a *app) rosterImportCommand() *cobra.Command {
	var (
		format, replace                string
		partial, dryRun, asJSON, empty bool
	)
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take in a list of office holders",
		Long: `Takes in a list of office holders: name, post, satker (a code, or a name as KPU Kota
Semarang), from, to, source; nama, jabatan, satker, mulai, selesai, sumber are understood
too. FILE is CSV as a spreadsheet saves it (commas, semicolons or tabs; UTF-8 or Unicode
text), NDJSON, or "-" for standard input. Days are 2023-10-24 or 24/10/2023.

The list takes the place of all rows of the satker that it names; --replace all replaces
the whole roster, and with --allow-empty a list without rows empties it. Lines that are
wrong are told, and nothing is taken then, unless --partial takes the others. It needs a
key that may admin. See docs/roster.md.`,
		Example: `  warta official import pejabat.csv --dry-run
  warta official import pejabat.csv
  warta official export --format ndjson | warta official import - --format ndjson --replace all`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("official import wants one FILE")
			}
			query := url.Values{}
			switch replace {
			case "named", "all":
				query.Set("replace", replace)
			default:
				return usagef("--replace %q: want named or all", replace)
			}
			if empty {
				query.Set("allow_empty", "true")
			}
			if partial {
				query.Set("partial", "true")
			}
			if dryRun {
				query.Set("dry_run", "true")
			}
			raw, err := a.readRoster(args[0])
			if err != nil {
				return err
			}
			kind, err := rosterKind(format, args[0], raw)
			if err != nil {
				return err
			}
			return a.importRoster(cmd, args[0], query, kind, raw, asJSON)
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "csv or ndjson (default: by the name of FILE, else by how it begins)")
	cmd.Flags().StringVar(&replace, "replace", "named", "what the list takes the place of: the rows of the satker that it names, or all")
	cmd.Flags().BoolVar(&empty, "allow-empty", false, "with --replace all, a list without rows empties the roster")
	cmd.Flags().BoolVar(&partial, "partial", false, "leave out lines that are wrong, and take the others")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would change, and change nothing")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, of a refused list too")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

// readRoster reads a list from a file or, for "-", from standard input.
func (a *app) readRoster(name string) ([]byte, error) {
	in := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }() // only read
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, roster.MaxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", name, plainCause(err))
	case len(raw) > roster.MaxBytes:
		return nil, fmt.Errorf("%s has more than %d bytes: send it in parts, each with all rows of its satker", name, roster.MaxBytes)
	}
	return raw, nil
}

// rosterKind returns the media type of a list.
func rosterKind(format, name string, raw []byte) (string, error) {
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case format != "":
	case ext == ".ndjson", ext == ".jsonl":
		format = string(roster.NDJSON)
	case ext == ".csv", ext == ".tsv":
		format = string(roster.CSV)
	default:
		format = string(roster.FormatOf(raw))
	}
	switch roster.Format(format) {
	case roster.CSV:
		return "text/csv", nil
	case roster.NDJSON:
		return "application/x-ndjson", nil
	}
	return "", usagef("--format %q: want csv or ndjson", format)
}

func (a *app) importRoster(cmd *cobra.Command, name string, query url.Values, kind string, raw []byte, asJSON bool) (err error) {
	c, err := a.serviceForWriting(cmd.Context()) // a roster may be the first content of a new folder
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	answer, err := c.do(cmd.Context(), http.MethodPut, rosterPath, query, kind, bytes.NewReader(raw))
	if r, refused := errors.AsType[*refusal](err); refused {
		return a.tellRefusedRoster(name, r, asJSON)
	}
	if err != nil {
		return err
	}
	defer answer.Close()
	data, err := io.ReadAll(io.LimitReader(answer, maxAnswer))
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	var now rosterReceipt
	if err := json.Unmarshal(data, &now); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if asJSON {
		_, err := a.out.Write(data)
		return err
	}
	a.printFaults(name, "", now.Faults)
	a.printFaults(name, "warning: ", now.Warnings)
	said := fmt.Sprintf("version %d: %s, %d added, %d dropped", now.Version, counted(now.Rows, "row", "rows"), now.Added, now.Dropped)
	if now.DryRun {
		said += " (dry run: nothing was changed)"
	} else if now.Added+now.Dropped == 0 {
		said += " (it says the same)"
	}
	if now.Wrong > 0 {
		said += "; " + counted(now.Wrong, "line was", "lines were") + " left out"
	}
	_, err = fmt.Fprintln(a.out, said)
	return err
}

// tellRefusedRoster prints why a list was refused, and returns an error with the summary.
func (a *app) tellRefusedRoster(name string, r *refusal, asJSON bool) error {
	name = plain(name, 200)
	switch {
	case r.Field == "allow_empty":
		return fmt.Errorf("%s has no row: send one at least, or --replace all --allow-empty to empty the roster", name)
	case len(r.Lines) == 0:
		return r
	case asJSON:
		if err := json.NewEncoder(a.out).Encode(rosterRefusal{Wrong: r.Wrong, Right: r.Right, Faults: r.Lines}); err != nil {
			return err
		}
	default:
		a.printFaults(name, "", r.Lines)
	}
	text := fmt.Sprintf("%s: %s wrong, and nothing was taken: mend the list", name, counted(r.Wrong, "line is", "lines are"))
	if r.Right > 0 {
		text += fmt.Sprintf(", or take the other %s with --partial", counted(r.Right, "row", "rows"))
	}
	return errors.New(text)
}

// printFaults prints faults or warnings of a list, one a line.
func (a *app) printFaults(name, kind string, faults []roster.Fault) {
	for _, f := range faults {
		fmt.Fprintf(a.err, "%s:%d: %s%s\n", plain(name, 200), f.Line, kind, plain(f.Text, 300))
	}
}

func (a *app) rosterExportCommand() *cobra.Command {
	var (
		format  string
		satker  []string
		version uint64
	)
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Print the list of office holders, as import takes it",
		Long: `Prints the list of office holders in the form that "warta official import" takes: what is
imported again changes nothing. Cells of CSV that a spreadsheet would run begin with an
apostrophe, which is taken off again. It needs a key that may staff.`,
		Example: `  warta official export >pejabat.csv
  warta official export --satker 33 --format ndjson`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != string(roster.CSV) && format != string(roster.NDJSON) {
				return usagef("--format %q: want csv or ndjson", format)
			}
			query := url.Values{"format": {format}}
			if len(satker) > 0 {
				query["satker"] = satker
			}
			if version > 0 {
				query.Set("version", strconv.FormatUint(version, 10))
			}
			return a.exportRoster(cmd, query)
		},
	}
	cmd.Flags().StringVar(&format, "format", string(roster.CSV), "csv or ndjson")
	cmd.Flags().StringSliceVar(&satker, "satker", nil, "only of this office; a province takes in its kabupaten and kota (code, may repeat)")
	cmd.Flags().Uint64Var(&version, "version", 0, "an earlier version (warta official versions)")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

func (a *app) exportRoster(cmd *cobra.Command, query url.Values) (err error) {
	c, err := a.service(cmd.Context())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	answer, err := c.do(cmd.Context(), http.MethodGet, rosterPath, query, "", nil)
	if err != nil {
		return err
	}
	defer answer.Close()
	if _, err := io.Copy(a.out, answer); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	return nil
}

func (a *app) rosterVersionsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "versions",
		Short: "List the versions of the list of office holders",
		Long: `Lists who changed the list of office holders when, the newest first, up to a hundred.
An earlier version is had back by importing what export prints of it.`,
		Example: `  warta official versions
  warta official export --version 1 | warta official import - --replace all`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var answer struct{ Versions []archive.RosterVersion }
			if err := a.admin(cmd, http.MethodGet, rosterPath+"/versions", nil, &answer); err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(a.out).Encode(answer.Versions)
			}
			w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
			fmt.Fprintln(w, "version\tat\tby\trows\tadded\tdropped")
			for _, v := range answer.Versions {
				at := ""
				if v.At != nil {
					at = v.At.UTC().Format("2006-01-02T15:04:05Z")
				}
				fmt.Fprintf(w, "%d\t%s\t%s\t%d\t%d\t%d\n", v.Version, at, plain(v.By, 40), v.Rows, v.Added, v.Dropped)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

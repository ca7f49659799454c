package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"slices"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"warta/analyzers/indonesian"
)

// An indexTerm is one index term with its offsets in the text, in code points, and its
// position, in words.
type indexTerm struct {
	Term     string `json:"term"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Position int    `json:"position"`
}

// analyzedFields are the fields of analyze: those with word forms and positions, and those
// with roots.
var analyzedFields = []string{"body", "title", "body_root", "title_root"}

func (a *app) analyzeCommand() *cobra.Command {
	var field string
	cmd := &cobra.Command{
		Use:   "analyze",
		Short: "Print the index terms of each line on standard input",
		Long: `Reads text, one document a line, and prints its index terms as a JSON array a line:
term, start and end (code points), position (words). The fields "body" and
"title" hold words as typed, "body_root" and "title_root" their roots.`,
		Example: `  echo "Penghitungan suara di se-Jawa Tengah" | warta analyze
  echo "Penghitungan suara" | warta analyze --field body_root`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return a.analyze(field) },
	}
	cmd.Flags().StringVar(&field, "field", "body", "body, title, body_root or title_root")
	return cmd
}

func (a *app) analyze(field string) error {
	if !slices.Contains(analyzedFields, field) {
		return usagef("--field %q: want one of %v", field, analyzedFields)
	}
	roots := field == "body_root" || field == "title_root"
	out := bufio.NewWriter(a.out)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	var analyzer indonesian.Analyzer
	err := eachLine(a.in, func(line string) error {
		terms := []indexTerm{}
		runes, at := 0, 0 // number of code points before byte offset at; starts are in ascending order
		for token := range analyzer.Tokens(line) {
			term := token.Surface
			if roots {
				term = token.Root
			}
			if len(term) == 0 {
				continue
			}
			runes += utf8.RuneCountInString(line[at:token.Start])
			at = token.Start
			terms = append(terms, indexTerm{
				Term: string(term), Start: runes,
				End:      runes + utf8.RuneCountInString(line[token.Start:token.End]),
				Position: token.Position,
			})
		}
		return encoder.Encode(terms)
	})
	return errors.Join(err, out.Flush())
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"warta/analyzers/indonesian"
)

// maxLine is the maximum length of a line on standard input, in bytes.
const maxLine = 16 << 20

func (a *app) stemCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "stem",
		Short: "Print the root of each word on standard input",
		Long:  "Reads words, one a line, and prints word, tab, root a line, in order.",
		Example: `  echo pemungutan | warta stem
  warta stem <words.txt >roots.tsv`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return a.stem() },
	}
}

func (a *app) stem() error {
	out := bufio.NewWriter(a.out)
	err := eachLine(a.in, func(line string) error {
		_, err := fmt.Fprintf(out, "%s\t%s\n", line, indonesian.StemString(strings.ToLower(line)))
		return err
	})
	return errors.Join(err, out.Flush())
}

// eachLine calls f with every line of r, without its line end. A line longer than maxLine, or
// not in UTF-8, is an error.
func eachLine(r io.Reader, f func(string) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for n := 1; lines.Scan(); n++ {
		if !utf8.Valid(lines.Bytes()) {
			return fmt.Errorf("line %d is not UTF-8: convert it first", n)
		}
		if err := f(strings.TrimSuffix(lines.Text(), "\r")); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	return nil
}

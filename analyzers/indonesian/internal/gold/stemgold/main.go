// Command stemgold prints how the Indonesian stemmer does on the gold words:
//
//	go run ./analyzers/indonesian/internal/gold/stemgold [flags] ../shared/gold/stemming
//
// With -errors it lists what is wrong in the development part; the part held
// back only ever yields totals. With -split DIR it writes the two parts as
// files for the gold's own scorer, and the stems it needs.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"warta/analyzers/indonesian"
	"warta/analyzers/indonesian/internal/gold"
)

func main() {
	errors := flag.Bool("errors", false, "list the errors of the development part")
	split := flag.String("split", "", "write the two parts and the stems to this `directory`")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *split, *errors); err != nil {
		fmt.Fprintln(os.Stderr, "stemgold:", err)
		os.Exit(1)
	}
}

func run(dir, split string, errors bool) error {
	stems := map[string]string{}
	stem := func(w string) string {
		st := indonesian.StemString(w)
		stems[w] = st
		return st
	}
	for _, name := range gold.Files {
		f, err := gold.Read(dir, name)
		if err != nil {
			return err
		}
		development, held := f.Split()
		fig := gold.Score(development, stem)
		fmt.Printf("%-19s developed  %s\n", strings.TrimSuffix(name, ".tsv"), fig)
		fmt.Printf("%-19s held back  %s\n", "", gold.Score(held, stem))
		if errors {
			for _, e := range fig.Errors {
				fmt.Println("\t" + e)
			}
		}
		if split == "" {
			continue
		}
		for part, rows := range map[string]*gold.File{"developed": development, "held": held} {
			if err := os.MkdirAll(filepath.Join(split, part), 0o755); err != nil {
				return err
			}
			if err := rows.Write(filepath.Join(split, part, name)); err != nil {
				return err
			}
		}
	}
	if split == "" {
		return nil
	}
	var b strings.Builder
	for w, st := range stems {
		fmt.Fprintf(&b, "%s\t%s\n", w, st)
	}
	return os.WriteFile(filepath.Join(split, "stems.tsv"), []byte(b.String()), 0o644)
}

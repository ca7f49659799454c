// Command genforms writes the table of roots and forms that the stemmer embeds,
// from the word lists in ../../lexicon and the names of the gazetteer:
//
//	go generate ./analyzers/indonesian
//
// The same lists always give the same table.
package main

import (
	"flag"
	"fmt"
	"os"

	"warta/analyzers/indonesian/internal/lexicon"
)

func main() {
	dir := flag.String("lexicon", "lexicon", "`directory` of the word lists")
	gazetteer := flag.String("gazetteer", "../satker/data", "`directory` of the gazetteer")
	out := flag.String("o", "stem.bin", "`file` to write")
	flag.Parse()
	if err := run(*dir, *gazetteer, *out); err != nil {
		fmt.Fprintln(os.Stderr, "genforms:", err)
		os.Exit(1)
	}
}

func run(dir, gazetteer, out string) error {
	blob, err := lexicon.Table(os.DirFS(dir), os.DirFS(gazetteer))
	if err != nil {
		return err
	}
	return os.WriteFile(out, blob, 0o644)
}

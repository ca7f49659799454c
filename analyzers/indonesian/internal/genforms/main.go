// Command genforms writes the table of roots and forms that the stemmer embeds,
// from the word lists in ../../lexicon:
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
	out := flag.String("o", "stem.bin", "`file` to write")
	flag.Parse()
	if err := run(*dir, *out); err != nil {
		fmt.Fprintln(os.Stderr, "genforms:", err)
		os.Exit(1)
	}
}

func run(dir, out string) error {
	blob, err := lexicon.Table(os.DirFS(dir))
	if err != nil {
		return err
	}
	return os.WriteFile(out, blob, 0o644)
}

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"

	"github.com/spf13/cobra"

	"warta/analyzers/satker"
	"warta/analyzers/topics"
	"warta/cmd/warta/internal/corpus"
)

func (a *app) corpusCommand() *cobra.Command {
	var seed uint64
	cmd := &cobra.Command{
		Use:   "corpus N",
		Short: "Write N made-up, realistic articles as NDJSON",
		Long: `Writes N made-up articles of KPU offices, one JSON object a line in the form that
ingest takes: the same for the same seed. For load and scale tests.`,
		Example: `  warta corpus 10000 >corpus.ndjson
  warta corpus 1000 --seed 7 | warta ingest -`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("corpus wants one number of articles")
			}
			n, err := strconv.Atoi(args[0])
			if err != nil || n < 0 || n > corpus.MaxArticles {
				return usagef("corpus %q: want a number from 0 to %d", args[0], corpus.MaxArticles)
			}
			generator, err := newGenerator(seed)
			if err != nil {
				return err
			}
			out := bufio.NewWriterSize(a.out, 1<<20)
			encoder := json.NewEncoder(out)
			encoder.SetEscapeHTML(false)
			if isTerminal(a.out) { // the output is the articles
				a.err = io.Discard
			}
			bar := a.progress("articles", n)
			defer bar.finish()
			for article := range generator.All(cmd.Context(), n, runtime.GOMAXPROCS(0)) {
				if err := encoder.Encode(article); err != nil {
					return fmt.Errorf("write the corpus: %w", err)
				}
				bar.add(1)
			}
			return errors.Join(cmd.Context().Err(), out.Flush())
		},
	}
	cmd.Flags().Uint64Var(&seed, "seed", 1, "another seed gives other articles")
	return cmd
}

// newGenerator returns a generator of articles of the known offices and topics.
func newGenerator(seed uint64) (*corpus.Generator, error) {
	gazetteer, err := satker.Load()
	if err != nil {
		return nil, err
	}
	taxonomy, err := topics.Load()
	if err != nil {
		return nil, err
	}
	var offices []corpus.Office
	for o := range gazetteer.Offices() {
		offices = append(offices, corpus.Office{
			Code: o.Code, Parent: o.Parent, Level: o.Level.String(), Name: o.Name, Region: o.Region, Seat: o.Seat, Domain: o.Domain,
		})
	}
	var leaves []corpus.Topic
	for _, topic := range taxonomy.Topics() {
		for _, leaf := range topic.Leaves {
			leaves = append(leaves, corpus.Topic{ID: leaf.ID, Cues: leaf.Cues})
		}
	}
	return corpus.New(offices, leaves, seed)
}

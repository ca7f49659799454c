package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"warta/index"
	"warta/index/search"
)

// A personFound is one person in the answer of GET /v1/officials.
type personFound struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

func (a *app) peopleCommand() *cobra.Command {
	var (
		size   int
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "people [flags] [NAME]",
		Short: "Find people and their ids",
		Long: `Lists people with the ids that --official and other commands take, those whom most
articles name first: of a running server (--server), or of the data folder. With a NAME
those who have a word that begins so in theirs, or, where there are none, those who are
named alike.`,
		Example: `  warta people handi
  warta people "siti aminah" --json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			const most = index.MaxFacetSize - 1
			if size < 1 || size > most {
				return usagef("--size %d: want 1 to %d", size, most)
			}
			c, err := a.service(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { _ = c.close() }() // no write to lose
			found, alike, err := people(cmd.Context(), c, strings.Join(args, " "), size)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(a.out).Encode(map[string][]personFound{"officials": found})
			}
			return a.printPeople(found, alike)
		},
	}
	cmd.Flags().IntVar(&size, "size", 20, "people")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

// people returns up to size people with a name, not nil. If there are none, it returns people
// with a similar name, and alike is true.
func people(ctx context.Context, c *client, name string, size int) (found []personFound, alike bool, err error) {
	query := url.Values{"size": {strconv.Itoa(size)}}
	if name = strings.TrimSpace(name); name != "" {
		query.Set("prefix", name)
	}
	var answer struct{ Officials []personFound }
	if err := c.get(ctx, "/v1/officials", query, &answer); err != nil {
		return nil, false, wrongWords(err)
	}
	if len(answer.Officials) > 0 || name == "" {
		return append([]personFound{}, answer.Officials...), false, nil
	}
	found, err = namedAlike(ctx, c, name, size)
	return found, true, err
}

// namedAlike returns up to size people with a name similar to all words, or to one of them.
func namedAlike(ctx context.Context, c *client, name string, size int) ([]personFound, error) {
	const words = 4 // maximum number of words of a name that are searched
	parts := strings.Fields(name)
	found := []personFound{}
	for _, part := range append([]string{name}, parts[:min(words, len(parts))]...) {
		if utf8.RuneCountInString(part) < 3 {
			continue
		}
		var answer struct{ Suggestions []search.Suggestion }
		if err := c.get(ctx, "/v1/suggest", url.Values{"q": {part}, "size": {strconv.Itoa(search.MaxSuggestions)}}, &answer); err != nil {
			return nil, wrongWords(err)
		}
		for _, s := range answer.Suggestions {
			known := slices.ContainsFunc(found, func(p personFound) bool { return p.ID == s.Value })
			if s.Kind == search.SuggestOfficial && !known && len(found) < size {
				found = append(found, personFound{s.Value, s.Label, s.Count})
			}
		}
	}
	return found, nil
}

// wrongWords turns the refusal of a search text into a usage error.
func wrongWords(err error) error {
	if r, ok := errors.AsType[*refusal](err); ok && r.Status == http.StatusBadRequest {
		return &usageError{err}
	}
	return err
}

func (a *app) printPeople(found []personFound, alike bool) error {
	w := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	for _, p := range found {
		fmt.Fprintf(w, "%s\t%s\t%d\n", plain(p.ID, 128), plain(p.Name, 100), p.Count)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	switch {
	case len(found) == 0:
		fmt.Fprintln(a.err, "no official has this name")
	case alike:
		fmt.Fprintf(a.err, "no official has this name; %d are named alike: id, name, articles\n", len(found))
	default:
		fmt.Fprintf(a.err, "%d people: id, name, articles\n", len(found))
	}
	return nil
}

// findIDs is the hint on how to find IDs of people.
const findIDs = "`warta people NAME` finds ids"

// explainUnknown prints the IDs that belong to no person to the error stream, each with
// people of a similar name.
func (a *app) explainUnknown(ctx context.Context, c *client, ids []string) error {
	for _, id := range ids {
		err := c.get(ctx, "/v1/officials/"+url.PathEscape(id), nil, nil)
		r, refused := errors.AsType[*refusal](err)
		if err == nil || !refused || r.Status != http.StatusNotFound {
			continue // the id is known, or the error is another one
		}
		const few = 3
		alike, err := namedAlike(ctx, c, strings.ReplaceAll(id, "-", " "), few)
		if err != nil {
			return err
		}
		var named []string
		for _, p := range alike {
			named = append(named, fmt.Sprintf("%s (%s)", plain(p.ID, 128), plain(p.Name, 100)))
		}
		hint := findIDs
		if named != nil {
			hint = "named alike: " + strings.Join(named, ", ") + "; " + hint
		}
		fmt.Fprintf(a.err, "--official %s: no official has this id; %s\n", plain(id, 128), hint)
	}
	return nil
}

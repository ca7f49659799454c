package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"warta/analyzers/satker"
	"warta/cmd/warta/internal/harvest"
)

// A harvestPlan holds the flags of `warta harvest`.
type harvestPlan struct {
	state           string
	satker, permit  []string
	delay, timeout  time.Duration
	recheck, span   time.Duration
	atOnce          int
	articles, lists int
	show, json      bool
}

func (a *app) harvestCommand() *cobra.Command {
	var p harvestPlan
	cmd := &cobra.Command{
		Use:   "harvest [flags] [SITES]",
		Short: "Read satker sites politely and send what is new",
		Long: `Reads the sites in the file SITES ("-": standard input) and sends the articles that are
new to a running server (--server, a key with "ingest"), or puts them into the data
folder. Without SITES the sites of the gazetteer are read whose hosts were seen;
--show prints them as such a file. Each line names a site, the code of its satker, and
where it lists its articles, if that is not to be looked for:

  kota-semarang.kpu.go.id   33.74   /blog/category/104
  kab-jepara.kpu.go.id      33.20

It obeys robots.txt, asks each site one thing at a time, with a pause between, and only
for what has changed; --contact tells the sites whom to write to. It asks no hosts but
those in the file. What was read is remembered in --state, so that a run may be stopped
at any time. Prints a line for each site; exit 1 if any had a problem.`,
		Example: `  warta harvest --show --satker 33 > sites.txt
  warta harvest --contact warta@example.id sites.txt
  warta harvest --contact warta@example.id --server http://127.0.0.1:8080 --key warta_... sites.txt
  warta harvest --contact warta@example.id --satker 33.74 --json sites.txt`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("%s wants one file of sites", cmd.CommandPath())
			}
			return a.harvest(cmd.Context(), p, args)
		},
	}
	f := cmd.Flags()
	f.StringVar(&p.state, "state", "", "folder in which is remembered what was read (default: harvest in the data folder)")
	f.StringSliceVar(&p.satker, "satker", nil, "only sites of these offices; a province takes in its kabupaten and kota")
	f.DurationVar(&p.delay, "delay", 2*time.Second, "pause between two requests to a site; robots.txt may ask for more")
	f.DurationVar(&p.timeout, "timeout", 30*time.Second, "time that one request may take")
	f.IntVar(&p.atOnce, "at-once", 4, "sites that are read at the same time")
	f.IntVar(&p.articles, "articles", 500, "pages that are fetched of a site in one run at the most")
	f.IntVar(&p.lists, "lists", 50, "lists that are fetched of a site in one run at the most")
	f.DurationVar(&p.span, "site-time", time.Hour, "time that one site may take in one run; the next goes on")
	f.DurationVar(&p.recheck, "recheck", 72*time.Hour, "for that long an article is asked for again once a day; 0s: never")
	f.StringSliceVar(&p.permit, "permit", nil, "address or network that may be asked though it is not public, as 10.1.0.0/16: for sites in a network of your own")
	f.BoolVar(&p.show, "show", false, "print the sites and read none")
	f.BoolVar(&p.json, "json", false, "print one JSON object a site")
	a.settings(cmd, "server", "key", "data", "record", "engine", "contact")
	return cmd
}

func (p harvestPlan) validate() error {
	if p.delay < time.Second/2 || p.delay > time.Hour {
		return usagef("--delay %v: want 500ms to 1h", p.delay)
	}
	if p.timeout < time.Second || p.timeout > 10*time.Minute {
		return usagef("--timeout %v: want 1s to 10m", p.timeout)
	}
	if p.span < time.Minute || p.span > 24*time.Hour {
		return usagef("--site-time %v: want 1m to 24h", p.span)
	}
	if p.recheck < 0 {
		return usagef("--recheck %v: want 0s or more", p.recheck)
	}
	for flag, n := range map[string]int{"--articles": p.articles, "--lists": p.lists} {
		if n < 1 || n > 50_000 {
			return usagef("%s %d: want 1 to 50000", flag, n)
		}
	}
	if p.atOnce < 1 || p.atOnce > 64 {
		return usagef("--at-once %d: want 1 to 64", p.atOnce)
	}
	return nil
}

// checkContact returns an error unless contact is a mail address or a URL, which becomes
// part of the User-Agent.
func checkContact(contact string) error {
	if len(contact) > 200 || strings.ContainsFunc(contact, func(r rune) bool { return r <= ' ' || r > '~' || r == '(' || r == ')' }) ||
		!strings.Contains(contact, "@") && !strings.HasPrefix(contact, "https://") && !strings.HasPrefix(contact, "http://") {
		return usagef("--contact %q: want a mail address or page by which the people of the sites reach you", contact)
	}
	return nil
}

// permitted parses --permit.
func (p harvestPlan) permitted() ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, text := range p.permit {
		if addr, err := netip.ParseAddr(text); err == nil {
			list = append(list, netip.PrefixFrom(addr, addr.BitLen()))
		} else if prefix, err := netip.ParsePrefix(text); err == nil {
			list = append(list, prefix)
		} else {
			return nil, usagef("--permit %q: want an address or a network like 10.1.0.0/16", text)
		}
	}
	return list, nil
}

func (a *app) harvest(ctx context.Context, p harvestPlan, args []string) (err error) {
	if err := p.validate(); err != nil {
		return err
	}
	if !p.show {
		if err := checkContact(a.cfg.Contact); err != nil {
			return err
		}
	}
	permit, err := p.permitted()
	if err != nil {
		return err
	}
	sites, err := a.sites(p, args)
	if err != nil {
		return err
	}
	if p.show {
		for _, s := range sites {
			if _, err := fmt.Fprintln(a.out, siteLine(s)); err != nil {
				return err
			}
		}
		return nil
	}
	c, err := a.serviceForWriting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close()) }()

	if err := c.call(ctx, http.MethodGet, "/healthz", nil, nil, nil); err != nil {
		return err // before the first request to a site
	}
	h := &harvesting{app: a, client: c, json: p.json, progress: a.progress("pages", -1)}
	err = harvest.Run(ctx, sites, harvest.Options{
		Agent:    fmt.Sprintf("Warta/%s (+%s)", shortVersion(), a.cfg.Contact),
		StateDir: orElse(p.state, filepath.Join(a.cfg.Data, "harvest")),
		Sink:     h.put,
		Delay:    p.delay, Timeout: p.timeout, AtOnce: p.atOnce, Articles: p.articles, Lists: p.lists, Span: p.span, Recheck: p.recheck,
		Permit: permit,
		OnPage: func() { h.progress.add(1) },
		OnSite: h.tell,
	})
	h.progress.finish()
	if ctx.Err() != nil {
		return errors.New("stopped before the end: the next run goes on from there")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.err, "%d sites: %d articles created, %d updated; %d sites with problems\n", len(sites), h.created, h.updated, h.troubled)
	switch {
	case h.broken != nil:
		return h.broken
	case h.troubled > 0:
		return &reported{}
	}
	return nil
}

// sites returns the sites of the list that the flags and arguments select.
func (a *app) sites(p harvestPlan, args []string) ([]harvest.Site, error) {
	g, err := satker.Load()
	if err != nil {
		return nil, err
	}
	for _, code := range p.satker {
		if _, ok := g.ByCode(code); !ok {
			return nil, usagef("--satker %q: no satker has that code (33.74 is one)", code)
		}
	}
	sites := harvest.KnownSites(g)
	if len(args) == 1 {
		in := a.in
		if args[0] != "-" {
			file, err := os.Open(args[0])
			if err != nil {
				return nil, usagef("%s: %v", args[0], plainCause(err))
			}
			defer func() { _ = file.Close() }() // only read
			in = file
		}
		if sites, err = harvest.ReadSites(in, g); err != nil {
			return nil, usagef("%s: %s", args[0], strings.ReplaceAll(err.Error(), "\n", "; "))
		}
	}
	if len(p.satker) == 0 {
		return sites, nil
	}
	var wanted []harvest.Site
	for _, s := range sites {
		for _, code := range p.satker {
			if within(g, s.Satker, code) {
				wanted = append(wanted, s)
				break
			}
		}
	}
	if len(wanted) == 0 {
		return nil, usagef("--satker %s: the list has no site of it", strings.Join(p.satker, ","))
	}
	return wanted, nil
}

// within reports whether an office has the code or is below the office with it. KPU RI has
// no offices below.
func within(g *satker.Gazetteer, office, code string) bool {
	return office == code || code != "00" && g.ProvinceOf(office) == code
}

func siteLine(s harvest.Site) string {
	line := s.Name() + "\t" + s.Satker
	if !s.Implied {
		line = s.Home.Scheme + "://" + line
	}
	for _, list := range s.Lists {
		line += "\t" + list.String()
	}
	return line
}

// shortVersion returns the version without that of the Go tools.
func shortVersion() string {
	if fields := strings.Fields(version()); len(fields) > 1 {
		return fields[1]
	}
	return "unknown"
}

// A harvesting is one run: it sends articles to the service and reports on sites.
type harvesting struct {
	*app
	client   *client
	json     bool
	progress *progress

	created, updated, troubled int
	broken                     error // of writing to standard output
}

// put sends one article. If the service refuses this article only, the error is a
// *harvest.RefusedError; any other error ends the run.
func (h *harvesting) put(ctx context.Context, article harvest.Article) (harvest.Outcome, error) {
	body := map[string]string{"url": article.URL, "html": article.HTML, "satker": article.Satker}
	if article.Published != "" {
		body["published"] = article.Published
	}
	var answer struct{ Result string }
	err := h.client.callPatiently(ctx, http.MethodPost, "/v1/articles", body, &answer)
	if r, ok := errors.AsType[*refusal](err); ok {
		switch r.Status {
		case http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
			return 0, &harvest.RefusedError{Err: err}
		case http.StatusForbidden:
			if r.Field != "" {
				return 0, &harvest.RefusedError{Err: err}
			}
		}
	}
	if err != nil {
		return 0, err
	}
	switch answer.Result {
	case "created":
		return harvest.Created, nil
	case "updated":
		return harvest.Updated, nil
	}
	return harvest.Unchanged, nil
}

// tell prints the summary of one site.
func (h *harvesting) tell(s harvest.Summary) {
	h.created += s.Created
	h.updated += s.Updated
	h.progress.hide()
	if !s.OK() {
		h.troubled++
		fmt.Fprintf(h.err, "warta: %s: %s\n", s.Site, plain(s.Problem, 1000))
	}
	if h.broken == nil {
		h.broken = h.line(h.out, s)
	}
}

func (h *harvesting) line(w io.Writer, s harvest.Summary) error {
	if h.json {
		return json.NewEncoder(w).Encode(s)
	}
	var notes strings.Builder
	for _, note := range s.Notes {
		notes.WriteString("; " + plain(note, 300))
	}
	_, err := fmt.Fprintf(w, "%s\t%s\t%d created, %d updated, %d unchanged, %d skipped, %d refused, %d failed, %d gone, %d waiting; %d requests%s\n",
		s.Site, s.Satker, s.Created, s.Updated, s.Unchanged, s.Skipped, s.Refused, s.Failed, s.Gone, s.Waiting, s.Requests, notes.String())
	return err
}

// Package score measures parsed articles against gold articles. The metrics
// are those by which the gold set is scored outside this repository: sets by
// micro-averaged F1, single values by their share, quotes by the overlap of
// their words.
package score

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"warta/analyzers/article"
)

// The overlap of words (Dice) at which a body counts as right and a quote as
// found.
const (
	bodyOverlap     = 0.995
	directOverlap   = 0.8
	indirectOverlap = 0.6
)

// A Row is one metric. Share metrics have no precision and recall.
type Row struct {
	Name              string
	Value             float64 // F1 or share
	N                 int     // gold values
	Misses            int     // values that are missing, invented or wrong
	Precision, Recall float64
	Share             bool
}

// A Report gathers the figures of many articles. The zero value is ready.
type Report struct {
	articles int
	names    []string
	tallies  map[string]*tally
	misses   []string
	sure     [len(bands)]Band
}

// A Band is how many direct quotes were given a confidence of at least From
// (and less than the band above), and how many of them were rightly found and
// attributed.
type Band struct {
	From     float64
	N, Right int
}

// bands are the lower ends of the bands of confidence, highest first.
var bands = [...]float64{0.95, 0.9, 0.8, 0.6, 0}

// Confidence holds the confidence of direct quotes against the truth.
func (r *Report) Confidence() []Band {
	out := slices.Clone(r.sure[:])
	for i := range out {
		out[i].From = bands[i]
	}
	return out
}

// trust counts a direct quote that was found with some confidence.
func (r *Report) trust(confidence float64, right bool) {
	for i, from := range bands {
		if confidence >= from {
			r.sure[i].N++
			if right {
				r.sure[i].Right++
			}
			return
		}
	}
}

type tally struct {
	share                   bool
	right, invented, missed int
}

// gold is one gold article. Keys that are absent are not judged.
type gold struct {
	keys     map[string]json.RawMessage
	Kind     string
	Section  string
	Title    string
	Dateline *article.Dateline

	Publisher  *article.Office
	Origin     string
	Published  string
	Views      *int
	Credits    *article.Credits
	EventDates []string `json:"event_dates"`
	Satker     []string
	Topics     []string
	Paragraphs []string
	Officials  []article.Official
	Quotes     []article.Quote
}

// Add holds got against its gold.
func (r *Report) Add(name string, raw json.RawMessage, got *article.Article) error {
	var g gold
	if err := json.Unmarshal(raw, &g); err != nil {
		return fmt.Errorf("gold of %s: %w", name, err)
	}
	if err := json.Unmarshal(raw, &g.keys); err != nil {
		return fmt.Errorf("gold of %s: %w", name, err)
	}
	r.articles++
	j := judge{report: r, name: name, gold: &g}
	j.head(got)
	j.sets(got)
	j.body(got)
	j.officials(got.Officials)
	j.quotes(got.Quotes)
	return nil
}

// Misses lists what was wrong, a line each: article, metric, gold, got.
func (r *Report) Misses() []string { return r.misses }

// Rows returns the metrics in the order of their first use.
func (r *Report) Rows() []Row {
	rows := make([]Row, 0, len(r.names))
	for _, name := range r.names {
		t := r.tallies[name]
		row := Row{Name: name, Share: t.share, N: t.right + t.missed, Misses: t.missed + t.invented}
		if t.share {
			row.Value = ratio(t.right, row.N)
		} else {
			row.Value = ratio(2*t.right, 2*t.right+t.invented+t.missed)
			row.Precision, row.Recall = ratio(t.right, t.right+t.invented), ratio(t.right, row.N)
		}
		rows = append(rows, row)
	}
	return rows
}

// Row returns the metric of that name; ok is false where nothing was judged by
// it.
func (r *Report) Row(name string) (row Row, ok bool) {
	for _, row := range r.Rows() {
		if row.Name == name {
			return row, row.N+row.Misses > 0
		}
	}
	return Row{}, false
}

// Table prints the metrics, a line each.
func (r *Report) Table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d articles\n", r.articles)
	for _, row := range r.Rows() {
		if row.N+row.Misses == 0 {
			continue
		}
		fmt.Fprintf(&b, "%-20s %.3f  n=%-4d misses=%d", row.Name, row.Value, row.N, row.Misses)
		if !row.Share {
			fmt.Fprintf(&b, "  precision %.3f  recall %.3f", row.Precision, row.Recall)
		}
		b.WriteByte('\n')
	}
	for _, band := range r.Confidence() {
		fmt.Fprintf(&b, "direct quotes of confidence %.2f and more: %d, right %d\n", band.From, band.N, band.Right)
	}
	return b.String()
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func (r *Report) tally(name string, share bool) *tally {
	t := r.tallies[name]
	if t == nil {
		if r.tallies == nil {
			r.tallies = make(map[string]*tally)
		}
		t = &tally{share: share}
		r.tallies[name] = t
		r.names = append(r.names, name)
	}
	return t
}

// A judge holds one article against its gold.
type judge struct {
	report *Report
	name   string
	gold   *gold
}

func (j *judge) judges(key string) bool { return j.gold.keys[key] != nil }

func (j *judge) miss(what string, want, got any) {
	j.report.misses = append(j.report.misses, fmt.Sprintf("%s\t%s\twant %q\tgot %q", j.name, what, fmt.Sprint(want), fmt.Sprint(got)))
}

// share counts one value that is right or wrong.
func (j *judge) share(metric, what string, want, got string) {
	t := j.report.tally(metric, true)
	if want == got {
		t.right++
		return
	}
	t.missed++
	j.miss(what, want, got)
}

// set counts the values of a set.
func (j *judge) set(metric string, want, got []string) {
	t := j.report.tally(metric, false)
	want, got = unique(want), unique(got)
	right := 0
	for _, w := range want {
		if slices.Contains(got, w) {
			right++
		}
	}
	t.right += right
	t.missed += len(want) - right
	t.invented += len(got) - right
	if right != len(want) || right != len(got) {
		j.miss(metric, want, got)
	}
}

func unique(values []string) []string {
	values = slices.Clone(values)
	slices.Sort(values)
	return slices.Compact(values)
}

func (j *judge) head(got *article.Article) {
	g := j.gold
	for _, v := range []struct{ key, want, got string }{
		{"kind", g.Kind, string(got.Kind)},
		{"section", g.Section, got.Section},
		{"title", g.Title, got.Title},
	} {
		if j.judges(v.key) {
			j.share(v.key, v.key, comparisonForm(v.want), comparisonForm(v.got))
		}
	}
	if j.judges("dateline") {
		want, have := orZero(g.Dateline), orZero(got.Dateline)
		j.share("dateline", "dateline.place", comparisonForm(want.Place), comparisonForm(have.Place))
		j.share("dateline", "dateline.host", comparisonForm(want.Host), comparisonForm(have.Host))
	}
	if j.judges("publisher") {
		j.share("publisher", "publisher", orZero(g.Publisher).Code, orZero(got.Publisher).Code)
	}
	for _, v := range []struct{ key, want, got string }{
		{"origin", g.Origin, got.Origin},
		{"published", g.Published, got.Published},
		{"views", viewsText(g.Views), viewsText(got.Views)},
	} {
		if j.judges(v.key) {
			j.share(v.key, v.key, v.want, v.got)
		}
	}
	if j.judges("credits") {
		want, have := orZero(g.Credits), orZero(got.Credits)
		j.share("credits", "credits.writer", comparisonForm(want.Writer), comparisonForm(have.Writer))
		j.share("credits", "credits.editor", comparisonForm(want.Editor), comparisonForm(have.Editor))
		j.share("credits", "credits.photo", comparisonForm(want.Photo), comparisonForm(have.Photo))
	}
}

func orZero[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func viewsText(n *int) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}

func (j *judge) sets(got *article.Article) {
	g := j.gold
	if j.judges("event_dates") {
		j.set("event_dates", g.EventDates, got.EventDates)
	}
	if j.judges("satker") {
		j.set("satker", g.Satker, got.Satker)
	}
	if j.judges("topics") {
		ids := make([]string, len(got.Topics))
		for i, t := range got.Topics {
			ids[i] = t.ID
		}
		j.set("topics", g.Topics, ids)
		if len(g.Topics) > 0 {
			first := ""
			if len(ids) > 0 {
				first = ids[0]
			}
			j.share("main_topic", "main_topic", g.Topics[0], first)
		}
	}
}

func (j *judge) body(got *article.Article) {
	if !j.judges("paragraphs") {
		return
	}
	overlap := dice(strings.Join(j.gold.Paragraphs, "\n"), strings.Join(got.Paragraphs, "\n"))
	t := j.report.tally("body", true)
	if overlap >= bodyOverlap {
		t.right++
		return
	}
	t.missed++
	j.miss("body", "words overlap", overlap)
}

func (j *judge) officials(got []article.Official) {
	if !j.judges("officials") {
		return
	}
	want, have := byName(j.gold.Officials), byName(got)
	j.set("officials", keys(want), keys(have))
	if strings.Contains(string(j.gold.keys["officials"]), `"public"`) {
		j.set("public", publicOf(want), publicOf(have))
	}
	for _, name := range keys(want) {
		j.set("roles", rolesOf(name, want[name]), rolesOf(name, have[name]))
	}
}

// publicOf returns the names of the public people.
func publicOf(m map[string]article.Official) []string {
	var out []string
	for _, k := range keys(m) {
		if m[k].Public {
			out = append(out, k)
		}
	}
	return out
}

func byName(officials []article.Official) map[string]article.Official {
	m := make(map[string]article.Official, len(officials))
	for _, o := range officials {
		m[nameKey(o.Name)] = o
	}
	return m
}

func keys(m map[string]article.Official) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func rolesOf(name string, o article.Official) []string {
	var out []string
	for _, r := range o.Roles {
		out = append(out, name+": "+comparisonForm(r.Title)+" @ "+comparisonForm(r.Office))
	}
	return out
}

func (j *judge) quotes(got []article.Quote) {
	if !j.judges("quotes") {
		return
	}
	for _, kind := range []struct {
		kind article.QuoteKind
		need float64
	}{
		{article.Direct, directOverlap},
		{article.Indirect, indirectOverlap},
		{article.Unmarked, indirectOverlap},
		{article.Mixed, indirectOverlap},
		{article.TitleQuote, directOverlap},
	} {
		j.quotesOf(string(kind.kind), kind.need, ofKind(j.gold.Quotes, kind.kind), ofKind(got, kind.kind))
	}
}

func ofKind(quotes []article.Quote, kind article.QuoteKind) []article.Quote {
	var out []article.Quote
	for _, q := range quotes {
		if q.Kind == kind {
			out = append(out, q)
		}
	}
	return out
}

func (j *judge) quotesOf(kind string, need float64, want, got []article.Quote) {
	pairs := pairUp(want, got, need)
	found := j.report.tally(kind+"_quotes", false)
	found.right += len(pairs)
	found.missed += len(want) - len(pairs)
	found.invented += len(got) - len(pairs)
	right := 0
	hitWant, hitGot := make([]bool, len(want)), make([]bool, len(got))
	for _, p := range pairs {
		hitWant[p.want], hitGot[p.got] = true, true
		a, b := nameKey(orZero(want[p.want].Speaker).Name), nameKey(orZero(got[p.got].Speaker).Name)
		j.share(kind+"_speaker", kind+" speaker of "+head(want[p.want].Text, 40), a, b)
		if a == b {
			right++
		}
		if kind == string(article.Direct) {
			j.report.trust(got[p.got].Confidence, a == b)
		}
	}
	attributed := j.report.tally(kind+"_attributed", false)
	attributed.right += right
	attributed.missed += len(want) - right
	attributed.invented += len(got) - right
	for i, q := range want {
		if !hitWant[i] {
			j.miss(kind+" quote missed", head(q.Text, 80), "")
		}
	}
	for i, q := range got {
		if !hitGot[i] {
			if kind == string(article.Direct) {
				j.report.trust(q.Confidence, false)
			}
			j.miss(kind+" quote invented", "", head(q.Text, 80))
		}
	}
}

func head(s string, runes int) string {
	for i := range s {
		if runes--; runes < 0 {
			return s[:i]
		}
	}
	return s
}

type pair struct {
	overlap   float64
	want, got int
}

// pairUp matches quotes by the overlap of their words, the best pair first.
func pairUp(want, got []article.Quote, need float64) []pair {
	var all []pair
	for i := range want {
		for k := range got {
			all = append(all, pair{dice(want[i].Text, got[k].Text), i, k})
		}
	}
	slices.SortFunc(all, func(a, b pair) int {
		switch {
		case a.overlap != b.overlap:
			if a.overlap > b.overlap {
				return -1
			}
			return 1
		case a.want != b.want:
			return b.want - a.want
		}
		return b.got - a.got
	})
	usedWant, usedGot := make([]bool, len(want)), make([]bool, len(got))
	var pairs []pair
	for _, p := range all {
		if p.overlap < need {
			break
		}
		if !usedWant[p.want] && !usedGot[p.got] {
			usedWant[p.want], usedGot[p.got] = true, true
			pairs = append(pairs, p)
		}
	}
	return pairs
}

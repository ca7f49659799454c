package main_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A measuredSize is what `warta bench` printed for an archive, on two cores (AMD EPYC). Sizes
// are in MB (10^6 bytes), times of the whole mix with one client in ms.
type measuredSize struct {
	articles                      float64
	text, record, readings, index float64
	memory                        float64 // beyond mapped files, while serving
	p50, p95                      float64
	one, eight                    float64 // searches a second with 1 and 8 clients; 0: not measured
	in                            float64 // articles a second, read, recorded and searchable; 0: not measured
	load                          string
}

// measuredSizes are the archives that were measured. Those of 100,000 and of 1,000,000
// articles are those of docs/performance.md.
var measuredSizes = []measuredSize{
	{articles: 10_000, text: 19.7, record: 21.6, readings: 22.7, index: 73.3, memory: 980, p50: 2.54, p95: 15.2, one: 207, eight: 404, in: 151, load: "25"},
	{articles: 50_000, text: 98.3, record: 87.7, readings: 106.9, index: 354.0, memory: 882, p50: 5.51, p95: 42.4, one: 84, eight: 128, in: 72, load: "22"},
	{articles: 100_000, text: 196.9, record: 167.4, readings: 208.6, index: 554.6, memory: 978, p50: 2.54, p95: 6.70, one: 323, eight: 608, in: 912, load: "quiet"},
	{articles: 1_000_000, text: 1970.5, record: 1610, readings: 2035, index: 6285, memory: 1139, p50: 6.19, p95: 20.4, one: 130, load: "quiet"},
}

// What is assumed where nothing was measured. docs/capacity.md says each in words.
const (
	coresMeasured   = 2.0
	askEvery        = 20.0  // seconds between two searches of a reader who is there
	busy            = 0.5   // part of the processors' time that searches may take
	buildPerSecond  = 1143  // articles a second when an index is built from the record
	postgresArticle = 1982  // bytes of an article in the tables of PostgreSQL and their indices
	machineMemory   = 128e9 // bytes of the largest machine that counts as one

	searchArticle   = 6700.0 // bytes of an article in the index of OpenSearch, one copy
	searchP50       = 28.4   // ms at 100,000 articles in one shard
	searchP95       = 67.0
	searchPerSecond = 500 // articles a second from the one node that writes
	searchPerShard  = 2.5e6
	searchNodeCache = 48e9 // bytes of a node with 64 GB that are left for the index's files
	searchCopies    = 2
)

// A line goes through two points.
type line struct{ base, slope float64 }

func through(x1, y1, x2, y2 float64) line {
	slope := (y2 - y1) / (x2 - x1)
	return line{y1 - slope*x1, slope}
}

func (l line) at(x float64) float64 { return l.base + l.slope*x }

// A model says what an archive needs, from the measured ones of 100,000 and of 1,000,000.
type model struct {
	p50, p95, work line    // ms; work is the processor time of a search
	index, rest    float64 // bytes of an article in the index, and in the readings
	memory         float64 // bytes of an article beyond mapped files
}

func modelOf(small, large measuredSize) model {
	work := func(m measuredSize) float64 { return coresMeasured * 1000 / max(m.one, m.eight) }
	return model{
		p50:    through(small.articles, small.p50, large.articles, large.p50),
		p95:    through(small.articles, small.p95, large.articles, large.p95),
		work:   through(small.articles, work(small), large.articles, work(large)),
		index:  large.index * 1e6 / large.articles,
		rest:   large.readings * 1e6 / large.articles,
		memory: large.memory * 1e6 / large.articles,
	}
}

// A node is what one node with the embedded engine needs for an archive.
type need struct {
	index, readings, disk, heap, memory float64 // bytes; disk with the room for a rebuild, memory with the whole index
	p50, p95                            float64
	searches, readers                   float64 // a second and a core; at once and a core
	hours                               float64 // to build the index
}

func (m model) need(articles float64) need {
	n := need{index: m.index * articles, readings: m.rest * articles, heap: max(1e9, m.memory*articles)}
	n.disk = 2*n.index + n.readings
	n.memory = n.heap + n.index
	n.p50, n.p95 = m.p50.at(articles), m.p95.at(articles)
	n.searches = 1000 / m.work.at(articles)
	n.readers = n.searches * busy * askEvery
	n.hours = articles / buildPerSecond / 3600
	return n
}

// A cluster is what OpenSearch needs for an archive.
type cluster struct {
	shards, nodes float64
	index, disk   float64 // bytes of one copy, and of all with the room for a rebuild
	p50, p95      float64
	searches      float64 // a second and a core
	hours         float64
}

func (m model) cluster(articles float64) cluster {
	c := cluster{shards: math.Ceil(articles / searchPerShard), index: searchArticle * articles, hours: articles / searchPerSecond / 3600}
	c.disk = 2 * searchCopies * c.index
	c.nodes = max(3, math.Ceil(searchCopies*c.index/searchNodeCache))
	// A search waits for its slowest shard; a shard grows slower as the embedded index does.
	share, known := articles/c.shards, 100_000.0
	c.p50 = searchP50 * m.p50.at(share) / m.p50.at(known)
	c.p95 = searchP95 * m.p95.at(share) / m.p95.at(known)
	// With one client one processor was busy; each shard takes as much.
	c.searches = 1000 / (c.p50 * c.shards)
	return c
}

// about rounds to two digits, since the model knows no more.
func about(x float64) string {
	if x <= 0 {
		return "0"
	}
	step := math.Pow(10, math.Floor(math.Log10(x))-1)
	return grouped(math.Round(x/step)*step, step)
}

// grouped writes a number with commas, with decimals only as far as step has them.
func grouped(x, step float64) string {
	decimals := max(0, int(-math.Floor(math.Log10(step)+1e-9)))
	text := fmt.Sprintf("%.*f", decimals, x)
	whole, rest, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if strings.Trim(rest, "0") == "" {
		return whole
	}
	return whole + "." + rest
}

func gigabytes(bytes float64) string { return about(bytes/1e9) + " GB" }

// orNone writes a measured number, and a dash where none was.
func orNone(x float64) string {
	if x == 0 {
		return "–"
	}
	return grouped(x, 1)
}

func tableOfMeasured() string {
	var b strings.Builder
	b.WriteString("| articles | text | record | readings | index | memory | p50, p95 ms | searches/s, 1 and 8 clients | articles/s in | load |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, m := range measuredSizes {
		fmt.Fprintf(&b, "| %s | %s MB | %s MB | %s MB | %s MB | %s MB | %.2f, %.2f | %s, %s | %s | %s |\n",
			grouped(m.articles, 1), grouped(m.text, 1), grouped(m.record, 1), grouped(m.readings, 1), grouped(m.index, 1), grouped(m.memory, 1),
			m.p50, m.p95, orNone(m.one), orNone(m.eight), orNone(m.in), m.load)
	}
	return b.String()
}

func tableOfNodes(m model) string {
	var b strings.Builder
	b.WriteString("| articles | index | disk of a node | memory of a node | p50, p95 ms | searches/s a core | readers a core | first index | one machine |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, articles := range []float64{100_000, 1e6, 3e6, 10e6, 30e6, 100e6} {
		n := m.need(articles)
		fits := "yes"
		if n.memory > machineMemory {
			fits = "no"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s, %s | %s | %s | %s h | %s |\n", grouped(articles, 1), gigabytes(n.index), gigabytes(n.disk), gigabytes(n.memory),
			about(n.p50), about(n.p95), about(n.searches), about(n.readers), about(n.hours), fits)
	}
	return b.String()
}

func tableOfClusters(m model) string {
	var b strings.Builder
	b.WriteString("| articles | one copy | shards | nodes of 64 GB | disk of all nodes | p50, p95 ms | searches/s a core | first index | record and readings in PostgreSQL |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, articles := range []float64{1e6, 10e6, 100e6} {
		c := m.cluster(articles)
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s, %s | %s | %s h | %s |\n", grouped(articles, 1), gigabytes(c.index), grouped(c.shards, 1), grouped(c.nodes, 1), gigabytes(c.disk),
			about(c.p50), about(c.p95), about(c.searches), about(c.hours), gigabytes((postgresArticle+m.rest)*articles))
	}
	return b.String()
}

var capacityTable = regexp.MustCompile(`(?s)(<!-- (\w+) -->\n).*?(<!-- end -->)`)

// TestTheTablesOfCapacityAreComputed holds the tables of docs/capacity.md against the measured
// sizes and the model; -update writes them.
func TestTheTablesOfCapacityAreComputed(t *testing.T) {
	t.Parallel()
	small, large := measuredSizes[len(measuredSizes)-2], measuredSizes[len(measuredSizes)-1]
	if small.articles != 100_000 || large.articles != 1_000_000 {
		t.Fatal("the model is made of the archives of 100,000 and 1,000,000 articles")
	}
	m := modelOf(small, large)
	tables := map[string]string{"measured": tableOfMeasured(), "nodes": tableOfNodes(m), "clusters": tableOfClusters(m)}
	path := filepath.Join(docs, "capacity.md")
	page := read(t, path)
	seen := 0
	want := capacityTable.ReplaceAllStringFunc(page, func(part string) string {
		found := capacityTable.FindStringSubmatch(part)
		seen++
		return found[1] + tables[found[2]] + found[3]
	})
	if seen != len(tables) {
		t.Errorf("the page has %d tables, want %d", seen, len(tables))
	}
	if *update && page != want {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		page = want
	}
	if page != want {
		t.Errorf("the tables of %s are not those of the model (go test ./cmd/warta -run Capacity -update)", path)
	}
}

// TestCapacityTakesTheFiguresOfPerformance: what the model is made of stands in
// docs/performance.md, too.
func TestCapacityTakesTheFiguresOfPerformance(t *testing.T) {
	t.Parallel()
	page := strings.Join(strings.Fields(read(t, filepath.Join(docs, "performance.md"))), " ")
	for _, m := range measuredSizes[len(measuredSizes)-2:] {
		for _, want := range []string{
			fmt.Sprintf("| whole mix, 1 client | %.2f |", m.p50),
			grouped(m.text, 0.1) + " MB of text",
			fmt.Sprintf("record %s MB, readings %s MB, index %s MB", grouped(m.record, 0.1), grouped(m.readings, 0.1), grouped(m.index, 0.1)),
			grouped(m.memory, 1) + " MB",
			grouped(m.one, 1) + " searches/s",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("%s articles: performance.md has no %q", grouped(m.articles, 1), want)
			}
		}
	}
	if want := grouped(buildPerSecond, 1) + " articles/s"; !strings.Contains(page, want) {
		t.Errorf("performance.md has no %q", want)
	}
}

// TestTheModelOfCapacity: what was measured comes out again, and what is beyond it grows as
// it should.
func TestTheModelOfCapacity(t *testing.T) {
	t.Parallel()
	small, large := measuredSizes[len(measuredSizes)-2], measuredSizes[len(measuredSizes)-1]
	m := modelOf(small, large)
	for _, s := range []measuredSize{small, large} {
		n := m.need(s.articles)
		near(t, fmt.Sprint(s.articles, " p50"), n.p50, s.p50, 1e-9)
		near(t, fmt.Sprint(s.articles, " p95"), n.p95, s.p95, 1e-9)
		near(t, fmt.Sprint(s.articles, " searches"), coresMeasured*n.searches, max(s.one, s.eight), 1e-6)
		near(t, fmt.Sprint(s.articles, " index"), n.index/1e6, s.index, 0.15*s.index)
	}
	ten, hundred := m.need(10e6), m.need(100e6)
	if ten.memory > machineMemory || hundred.memory <= machineMemory {
		t.Errorf("memory: %g and %g bytes, want one machine for the first alone", ten.memory, hundred.memory)
	}
	near(t, "index", hundred.index, 10*ten.index, 1)
	if c := m.cluster(100e6); c.shards != 40 || c.p50 < searchP50 || c.nodes < 20 {
		t.Errorf("a cluster for 100,000,000 articles: %+v", c)
	}
}

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if math.Abs(got-want) > by {
		t.Errorf("%s: got %g, want %g", what, got, want)
	}
}

func TestNumbersOfCapacityAreReadable(t *testing.T) {
	t.Parallel()
	for x, want := range map[float64]string{0: "0", 0.0432: "0.043", 1.04: "1", 2.54: "2.5", 43.2: "43", 628: "630", 1139: "1,100", 6_285_000: "6,300,000", 999: "1,000"} {
		if got := about(x); got != want {
			t.Errorf("about(%g): got %q, want %q", x, got, want)
		}
	}
}

// Package metrics counts the work of a server, for Prometheus. Labels have few values that
// are known beforehand (routes, methods, statuses, satker). None comes from a request, so
// metrics hold no personal data.
package metrics

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"warta/index/archive"
)

// A Load is the work of a server at one moment.
type Load struct {
	Searches int // searches that run
	Waiting  int // searches that wait for a place
	Batches  int // batches that run
	Writes   int // articles that are being stored: read, or waiting for the record
}

// Options are the sources of figures that are read at each scrape. All but Version are
// needed.
type Options struct {
	Version string // of the program
	Status  func(context.Context) archive.Status
	Load    func() Load
	Satker  func(code string) bool // whether there is such an office
}

// A Set is all metrics of one server. It is safe for concurrent use.
type Set struct {
	registry *prometheus.Registry
	satker   func(string) bool

	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	refused  *prometheus.CounterVec
	ingested *prometheus.CounterVec
	last     *prometheus.GaugeVec

	mu       sync.Mutex
	lastSeen map[string]time.Time // by satker
}

// New returns the metrics of a server.
func New(o Options) *Set {
	m := &Set{
		registry: prometheus.NewRegistry(),
		satker:   o.Satker,
		lastSeen: map[string]time.Time{},
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "warta_http_requests_total", Help: "Requests that were answered.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "warta_http_request_seconds", Help: "Time from the headers of a request to the end of its answer.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route", "method"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "warta_http_limited_total", Help: "Requests over the rate limit, by what was counted: key or address.",
		}, []string{"by"}),
		ingested: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "warta_articles_received_total", Help: "Articles that were sent, by what became of them.",
		}, []string{"result"}),
		last: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "warta_last_ingestion_timestamp_seconds", Help: "When an article of a satker last arrived; from before this process began, when the newest one was last written.",
		}, []string{"satker"}),
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "warta_build_info", Help: "1; the labels say which build this is.",
	}, []string{"version"})
	build.WithLabelValues(o.Version).Set(1)
	for _, by := range []string{ByKey, ByAddress} {
		m.refused.WithLabelValues(by) // so that the first one shows as a rise
	}
	m.registry.MustRegister(
		m.requests, m.seconds, m.refused, m.ingested, m.last, build, &state{o: o},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

// What [Set.Limited] counts by.
const (
	ByKey     = "key"
	ByAddress = "address"
)

// methods are those that get a label of their own: a caller may make up others.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete, http.MethodPatch, http.MethodPut, http.MethodOptions,
}

// Request counts one answer. Route is the pattern of the route, never the path;
// empty where there was none.
func (m *Set) Request(route, method string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	if !slices.Contains(methods, method) {
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route, method).Observe(took.Seconds())
}

// Limited counts a request that was over its limit.
func (m *Set) Limited(by string) { m.refused.WithLabelValues(by).Inc() }

// Received counts an article that arrived, with the code of its publisher or "".
func (m *Set) Received(result archive.Outcome, satker string, at time.Time) {
	m.ingested.WithLabelValues(string(result)).Inc()
	if result != archive.Rejected {
		m.Arrived(satker, at)
	}
}

// Arrived notes that an article of a satker arrived at a time, unless a later one is
// known.
func (m *Set) Arrived(satker string, at time.Time) {
	if satker == "" || !m.satker(satker) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if before, ok := m.lastSeen[satker]; ok && !at.After(before) {
		return
	}
	m.lastSeen[satker] = at
	m.last.WithLabelValues(satker).Set(float64(at.UnixMilli()) / 1000)
}

// Handler answers GET /metrics.
func (m *Set) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry, MaxRequestsInFlight: 4, Timeout: 10 * time.Second})
}

// A state collects the state of archive and server at each scrape.
type state struct{ o Options }

var (
	ready     = gauge("warta_ready", "1 while searches are answered.")
	degraded  = gauge("warta_degraded", "1 while something fails and is tried again.")
	articles  = gauge("warta_articles", "Articles in the archive.")
	removed   = gauge("warta_articles_removed", "Articles that were removed.")
	head      = gauge("warta_record_changes", "Number of the last change of the record.")
	lag       = gauge("warta_index_lag_changes", "Changes of the record that searches do not see yet.")
	mark      = gauge("warta_index_changes", "Number of the last change of the record that searches see.")
	away      = gauge("warta_record_away", "1 while the database of the record does not answer.")
	indexAway = gauge("warta_index_away", "1 while the search servers that hold the index do not answer.")
	leads     = gauge("warta_index_leads", "1 while this node writes the index that several nodes search.")
	building  = gauge("warta_index_rebuilding", "1 while an index is being rebuilt.")
	searches  = gauge("warta_searches_running", "Searches that run.")
	waiting   = gauge("warta_searches_waiting", "Searches that wait for a place.")
	batches   = gauge("warta_batches_running", "Batches that run.")
	writes    = gauge("warta_writes_running", "Articles that are being stored: read, or waiting for the record.")
	allStates = []*prometheus.Desc{ready, degraded, articles, removed, head, lag, mark, away, indexAway, leads, building, searches, waiting, batches, writes}
)

func gauge(name, help string) *prometheus.Desc { return prometheus.NewDesc(name, help, nil, nil) }

// Describe implements prometheus.Collector.
func (s *state) Describe(to chan<- *prometheus.Desc) {
	for _, d := range allStates {
		to <- d
	}
}

// askWithin bounds the look at the archive.
const askWithin = 5 * time.Second

// Collect implements prometheus.Collector.
func (s *state) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), askWithin) // a collector is given no context
	defer cancel()
	is, load := s.o.Status(ctx), s.o.Load()
	for desc, value := range map[*prometheus.Desc]float64{
		ready: truth(is.Ready), degraded: truth(is.State == archive.Degraded), building: truth(is.Building != 0),
		articles: float64(is.Articles), removed: float64(is.Removed), head: float64(is.Head), lag: float64(is.Lag), mark: float64(is.Mark), away: truth(is.Away), indexAway: truth(is.IndexAway), leads: truth(is.Leads),
		searches: float64(load.Searches), waiting: float64(load.Waiting), batches: float64(load.Batches), writes: float64(load.Writes),
	} {
		to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value)
	}
}

func truth(v bool) float64 {
	if v {
		return 1
	}
	return 0
}

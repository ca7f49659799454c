package main_test

import (
	"strings"
	"testing"
	"time"

	"warta/config"
	"warta/index/archive"
	"warta/server"
)

// A setting is one number of the settings that becomes an option of the server.
type setting struct {
	name    string
	highest int // that the settings allow
	config  func(*config.Config, int)
	server  func(*server.Options, int)
	same    bool // the server allows no more either
}

// The server, and below it the archive, refuses what goes beyond its limits. The settings
// may only be tighter.
func TestSettingsOnlyTightenTheLimitsOfTheServer(t *testing.T) {
	t.Parallel()
	for _, c := range []setting{
		{"max_body", archive.MaxIncoming, func(c *config.Config, n int) { c.MaxBody = n }, func(o *server.Options, n int) { o.MaxBody = n }, true},
		{"searches", server.MaxSearches, func(c *config.Config, n int) { c.Searches = n }, func(o *server.Options, n int) { o.Searches = n }, true},
		{"batches", server.MaxBatches, func(c *config.Config, n int) { c.Batches = n }, func(o *server.Options, n int) { o.Batches = n }, true},
		{"max_spill", 1 << 40, func(c *config.Config, n int) { c.MaxSpill = n }, func(o *server.Options, n int) { o.MaxSpill = n }, true},
		{"rate_per_address", server.MaxRate, func(c *config.Config, n int) { c.RatePerAddress = n }, func(o *server.Options, n int) { o.RatePerAddress = n }, true},
		{"rate_per_key", server.MaxRate, func(c *config.Config, n int) { c.RatePerKey = n }, func(o *server.Options, n int) { o.RatePerKey = n }, true},
		{"cache_for", int(time.Hour), func(c *config.Config, n int) { c.CacheFor = time.Duration(n) }, func(o *server.Options, n int) { o.CacheFor = time.Duration(n) }, true},
		{"ready_lag", 1_000_000_000, func(c *config.Config, n int) { c.ReadyLag = n }, func(o *server.Options, n int) { o.ReadyLag = n }, false},
		{"query_timeout", int(time.Minute), func(c *config.Config, n int) { c.QueryTimeout = time.Duration(n) }, func(o *server.Options, n int) { o.QueryTimeout = time.Duration(n) }, false},
		{"drain_for", int(10 * time.Minute), func(c *config.Config, n int) { c.DrainFor = time.Duration(n) }, func(o *server.Options, n int) { o.DrainFor = time.Duration(n) }, false},
	} {
		for _, n := range []int{c.highest, c.highest + 1} {
			var settings config.Config
			c.config(&settings, n)
			if got, want := strings.Contains(settings.Validate().Error(), c.name), n > c.highest; got != want {
				t.Errorf("the settings refuse %s %d: %v, want %v", c.name, n, got, want)
			}
			var options server.Options
			c.server(&options, n)
			if got, want := strings.Contains(options.Validate().Error(), c.name), n > c.highest && c.same; got != want {
				t.Errorf("the server refuses %s %d: %v, want %v", c.name, n, got, want)
			}
		}
	}
}

package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"warta/internal/dburl"
	"warta/internal/engineurl"
)

// An Option describes one setting.
type Option struct {
	Key     string
	Default any
	Doc     string              // help, in one line
	Secret  bool                // masked in output
	Shown   func(string) string // nil, or what is shown of a URL in output
}

// Options are all settings, in the order of output.
var Options = []Option{
	{Key: "addr", Default: "127.0.0.1:8080", Doc: "address on which the service listens"},
	{Key: "metrics_addr", Default: "127.0.0.1:9090", Doc: "address for /metrics, which needs no key; none: no metrics"},
	{Key: "data", Default: "./data", Doc: "folder that holds the record and what is worked out from it"},
	{Key: "record", Default: "", Doc: "postgres:// URL of the record, as docs/postgres.md describes it; empty: the file record.db in the data folder", Shown: dburl.Redacted},
	{Key: "engine", Default: engineurl.Embedded, Doc: "what answers searches: embedded, in the data folder; or the opensearch+https:// URL of a cluster, as docs/opensearch.md describes it, with a record in PostgreSQL", Shown: engineurl.Shown},
	{Key: "engine_password", Default: "", Doc: "password of the user of engine; better a file, which password_file in the URL names", Secret: true},
	{Key: "engine_api_key", Default: "", Doc: "API key for engine, in place of a user; better a file, which api_key_file in the URL names", Secret: true},
	{Key: "server", Default: "", Doc: "URL of a running server that commands talk to; empty: the data folder"},
	{Key: "key", Default: "", Doc: "API key that commands show to that server", Secret: true},
	{Key: "contact", Default: "", Doc: "mail address or page by which the people of harvested sites reach you"},
	{Key: "public_url", Default: "", Doc: "scheme and host under which readers reach the service, for feeds and sitemaps; empty: where the request went"},
	{Key: "trusted_proxies", Default: []string{}, Doc: "addresses or networks of proxies whose X-Forwarded-For and -Proto are believed; without them all readers behind a proxy count as one address"},
	{Key: "read_needs_key", Default: false, Doc: "the API's readers need a key too; the pages stay open"},
	{Key: "rate_per_address", Default: 3000, Doc: "requests a minute from one address without a key; 0: no limit"},
	{Key: "rate_per_key", Default: 30000, Doc: "requests a minute with one key (a batch of articles is one); 0: no limit"},
	{Key: "cors_origins", Default: []string{}, Doc: "sites whose pages may read the API in a browser, as https://www.kpu.go.id, or *"},
	{Key: "cache_for", Default: 5 * time.Second, Doc: "time that a proxy in front may give out an answer without asking; a removal shows there that much later; 0s: it asks each time"},
	{Key: "ready_lag", Default: 10000, Doc: "changes that the index of a node may be behind a record in PostgreSQL before /readyz says so and proxies leave it out; 0: any number"},
	{Key: "rebuild", Default: "auto", Doc: "when analyzer or reader have a new version: auto, ask (say so only) or off"},
	{Key: "searches", Default: 4, Doc: "searches that run at the same time; more wait a moment, then are told to come back"},
	{Key: "batches", Default: 8, Doc: "batches of articles that are taken in at the same time"},
	{Key: "max_spill", Default: 256 << 20, Doc: "bytes on disk of results that the client of a batch has not read yet, for each batch"},
	{Key: "max_body", Default: 2 << 20, Doc: "bytes of one article at the most"},
	{Key: "query_timeout", Default: 2 * time.Second, Doc: "time that one query may take"},
	{Key: "drain_for", Default: 15 * time.Second, Doc: "time that running requests get at shutdown"},
	{Key: "log_level", Default: "info", Doc: "debug, info, warn or error"},
	{Key: "log_format", Default: "text", Doc: "text or json"},
	{Key: "log_queries", Default: false, Doc: "log what people search for (personal data: think twice)"},
}

// none is the value for no address. An empty variable counts as unset.
const none = "none"

// Validate returns one error for all settings out of bounds, with their keys and values.
func (c Config) Validate() error {
	var errs []error
	bad := func(key string, value any, want string) {
		errs = append(errs, fmt.Errorf("%s %q: want %s", key, fmt.Sprint(value), want))
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		bad("addr", c.Addr, "HOST:PORT")
	}
	if _, _, err := net.SplitHostPort(c.MetricsAddr); c.MetricsAddr != "" && err != nil {
		bad("metrics_addr", c.MetricsAddr, "HOST:PORT, or none")
	}
	if c.Data == "" {
		bad("data", c.Data, "a folder")
	}
	if c.Record != "" && !dburl.IsURL(c.Record) {
		bad("record", dburl.Redacted(c.Record), "postgres://USER@HOST/DATABASE?sslmode=verify-full, or nothing; letters of a password other than A-Z, a-z, 0-9 and -._~ are written as %XX")
	}
	if err := c.checkEngine(); err != nil {
		errs = append(errs, err)
	}
	for key, value := range map[string]string{"server": c.Server, "public_url": c.PublicURL} {
		if value != "" && !isWebURL(value) {
			bad(key, value, "an http or https URL")
		}
	}
	if u, err := url.Parse(c.PublicURL); err == nil && (strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil) {
		bad("public_url", c.PublicURL, "scheme and host alone, as https://warta.example.id")
	}
	for _, p := range c.TrustedProxies {
		_, errAddr := netip.ParseAddr(p)
		if _, errNet := netip.ParsePrefix(p); errAddr != nil && errNet != nil {
			bad("trusted_proxies", p, "an address or a network like 10.0.0.0/8")
		}
	}
	oneOf := func(key, value string, allowed ...string) {
		if !slices.Contains(allowed, value) {
			bad(key, value, fmt.Sprintf("one of %v", allowed))
		}
	}
	oneOf("rebuild", c.Rebuild, "auto", "ask", "off")
	oneOf("log_level", c.LogLevel, "debug", "info", "warn", "error")
	oneOf("log_format", c.LogFormat, "text", "json")
	if c.Searches < 1 || c.Searches > 256 {
		bad("searches", c.Searches, "1 to 256")
	}
	if c.Batches < 1 || c.Batches > 1000 {
		bad("batches", c.Batches, "1 to 1000")
	}
	if c.MaxSpill < 1<<20 || c.MaxSpill > 1<<40 {
		bad("max_spill", c.MaxSpill, "1048576 to 1099511627776 bytes")
	}
	if c.CacheFor < 0 || c.CacheFor > time.Hour {
		bad("cache_for", c.CacheFor, "0s to 1h")
	}
	for _, origin := range c.CORSOrigins {
		if u, err := url.Parse(origin); origin != "*" && (err != nil || !isWebURL(origin) || u.Path != "" || u.RawQuery != "") {
			bad("cors_origins", origin, "scheme and host as https://www.kpu.go.id, or *")
		}
	}
	if c.MaxBody < 1<<10 || c.MaxBody > 16<<20 {
		bad("max_body", c.MaxBody, "1024 to 16777216 bytes")
	}
	for key, value := range map[string]int{"rate_per_address": c.RatePerAddress, "rate_per_key": c.RatePerKey} {
		if value < 0 || value > 1_000_000 {
			bad(key, value, "0 to 1000000 a minute")
		}
	}
	if c.QueryTimeout < 10*time.Millisecond || c.QueryTimeout > time.Minute {
		bad("query_timeout", c.QueryTimeout, "10ms to 1m")
	}
	if c.ReadyLag < 0 || c.ReadyLag > 1_000_000_000 {
		bad("ready_lag", c.ReadyLag, "0 to 1000000000")
	}
	if c.DrainFor < 0 || c.DrainFor > 10*time.Minute {
		bad("drain_for", c.DrainFor, "0s to 10m")
	}
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("settings: %s", oneLine(errors.Join(errs...)))
}

// checkEngine returns what is wrong with the settings of the engine.
func (c Config) checkEngine() error {
	if c.Engine == engineurl.Embedded {
		if c.EnginePassword+c.EngineAPIKey != "" {
			return errors.New("engine_password, engine_api_key: they are of an opensearch+https:// engine; leave them out")
		}
		return nil
	}
	t, err := engineurl.Parse(c.Engine)
	switch {
	case err != nil:
		return fmt.Errorf("engine %q: %w", engineurl.Shown(c.Engine), err)
	case c.Record == "":
		return errors.New("engine: a search cluster needs the record in PostgreSQL, where its readings are kept too: set record to a postgres:// URL, or engine to embedded")
	case c.EnginePassword != "" && c.EngineAPIKey != "":
		return errors.New("engine_password, engine_api_key: want one of them")
	case c.EnginePassword != "" && (t.User == "" || t.PasswordFile != ""):
		return errors.New("engine_password: want user=NAME in the URL of engine, and no password_file")
	case c.EngineAPIKey != "" && (t.User != "" || t.APIKeyFile != ""):
		return errors.New("engine_api_key: want neither user nor api_key_file in the URL of engine")
	case t.User != "" && c.EnginePassword == "" && t.PasswordFile == "":
		return errors.New("engine: the user needs a password: set the variable WARTA_ENGINE_PASSWORD, or password_file=FILE in the URL")
	}
	return nil
}

// isWebURL reports whether s is an absolute http or https URL.
func isWebURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// envSet reports whether a variable is set and not empty.
func envSet(name string) bool {
	value, ok := os.LookupEnv(name)
	return ok && value != "" // as viper does
}

package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"warta/config"
)

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "warta.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAFlagBeatsAVariableBeatsTheFileBeatsTheDefault(t *testing.T) {
	file := write(t, "addr: 127.0.0.1:1\nquery_timeout: 3s\nlog_level: warn\n")
	t.Setenv("WARTA_ADDR", "127.0.0.1:2")
	t.Setenv("WARTA_QUERY_TIMEOUT", "4s")
	t.Setenv("WARTA_TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1")
	got, err := config.Load(file, map[string]string{"addr": "127.0.0.1:3"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]struct {
		value  string
		origin config.Origin
	}{
		"addr":          {got.Addr, config.FromFlag},
		"query_timeout": {"4s", config.FromEnv},
		"log_level":     {"warn", config.FromFile},
		"drain_for":     {"15s", config.FromDefault},
	}
	if got.Addr != "127.0.0.1:3" || got.QueryTimeout != 4*time.Second || got.LogLevel != "warn" || len(got.TrustedProxies) != 2 {
		t.Errorf("got %+v", got.Config)
	}
	for _, v := range got.Values {
		if w, ok := want[v.Key]; ok && v.Origin != w.origin {
			t.Errorf("%s: got origin %s, want %s", v.Key, v.Origin, w.origin)
		}
	}
}

func TestThePasswordOfARecordIsMasked(t *testing.T) {
	for url, want := range map[string]string{
		"postgres://warta:rahasia@db/warta?sslmode=verify-full":        "postgres://warta@db/warta?sslmode=verify-full",
		"postgres://warta@db/warta?password=rahasia&sslmode=require":   "postgres://warta@db/warta?sslmode=require",
		"postgresql://warta@db/warta?sslpassword=rahasia&schema=warta": "postgresql://warta@db/warta?schema=warta",
	} {
		t.Setenv("WARTA_RECORD", url)
		got, err := config.Load("", nil)
		if err != nil || got.Record != url {
			t.Errorf("got %q, %v, want the URL itself for the program", got.Record, err)
			continue
		}
		for _, v := range got.Values {
			if v.Key == "record" && v.Value != want {
				t.Errorf("%s is shown as %v, want %s", url, v.Value, want)
			}
		}
	}
	for _, url := range []string{
		"mysql://warta:rahasia@db/warta", "warta:rahasia@db", "postgres://warta:rahasia%zz@db/warta", "rahasia", "postgres://warta:12/rahasia@db/warta",
	} {
		t.Setenv("WARTA_RECORD", url)
		if _, err := config.Load("", nil); err == nil || strings.Contains(err.Error(), "rahasia") || !strings.Contains(err.Error(), "record") || !strings.Contains(err.Error(), "%XX") {
			t.Errorf("%s: got %v", url, err)
		}
	}
}

func TestSecretsAreMasked(t *testing.T) {
	t.Setenv("WARTA_KEY", "warta_secret")
	got, err := config.Load(write(t, ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Key != "warta_secret" {
		t.Errorf("got key %q, want the secret itself for the program", got.Key)
	}
	for _, v := range got.Values {
		if s, _ := v.Value.(string); strings.Contains(s, "secret") {
			t.Errorf("%s shows %q", v.Key, s)
		}
	}
}

func TestBadSettingsAreAllNamedInOneLine(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		file string
		want []string
	}{
		"a key that does not exist":  {"adress: x\n", []string{"adress"}},
		"two values out of bounds":   {"searches: 0\nlog_level: loud\n", []string{"searches", "1 to 256", "log_level", "loud"}},
		"a value of the wrong type":  {"searches: many\n", []string{"searches"}},
		"an address without a port":  {"addr: localhost\n", []string{"addr", "HOST:PORT"}},
		"a proxy that is no address": {"trusted_proxies: [proxy]\n", []string{"trusted_proxies", "proxy"}},
		"a server that is no URL":    {"server: ftp://x\n", []string{"server", "ftp://x"}},
		"a public URL with a path":   {"public_url: https://x.id/warta\n", []string{"public_url", "host alone"}},
		"an origin with a path":      {"cors_origins: [https://kpu.go.id/]\nbatches: 0\nmax_spill: 1\ncache_for: -1s\n", []string{"cors_origins", "batches", "max_spill", "cache_for"}},
		"a rate below nothing":       {"rate_per_key: -1\n", []string{"rate_per_key", "0 to 1000000"}},
		"a file that is not YAML":    {"a: [\n", []string{"warta.yaml"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(write(t, test.file), nil)
			if err == nil {
				t.Fatal("got no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to name %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("got more than one line: %q", err)
			}
		})
	}
}

func TestMetricsCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	got, err := config.Load(write(t, "metrics_addr: none\n"), nil)
	if err != nil || got.MetricsAddr != "" {
		t.Errorf("got %q, %v; want no address", got.MetricsAddr, err)
	}
}

func TestAFileThatIsNamedMustExist(t *testing.T) {
	t.Parallel()
	if _, err := config.Load(filepath.Join(t.TempDir(), "none.yaml"), nil); err == nil || !strings.Contains(err.Error(), "there is no file") {
		t.Errorf("got %v", err)
	}
}

func TestEverySettingIsDocumentedOnce(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, o := range config.Options {
		if o.Doc == "" || seen[o.Key] {
			t.Errorf("%s: doc %q, seen before: %t", o.Key, o.Doc, seen[o.Key])
		}
		seen[o.Key] = true
	}
	if len(config.Keys()) != len(config.Options) {
		t.Errorf("got %d keys, want %d", len(config.Keys()), len(config.Options))
	}
}

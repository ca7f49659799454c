package opensearch_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
	"warta/internal/race"
)

// secured returns the node with the security plugin. What differs behind the plugin is what the
// node answers, so the detector finds nothing more.
func secured(t *testing.T) *ostest.Secured {
	t.Helper()
	if race.Enabled {
		t.Skip("the same requests run without the plugin")
	}
	return ostest.Secure(t)
}

// TestTheRightsOfTheDocsAreEnough does all that an engine does as the user with the rights that
// docs/opensearch.md names, which `.ci/opensearch-secure` gives.
func TestTheRightsOfTheDocsAreEnough(t *testing.T) {
	t.Parallel()
	s := secured(t)
	for name, o := range map[string]opensearch.ClientOptions{
		"by password":    s.ByPassword("warta", s.Password(t)),
		"by certificate": s.ByCertificate("warta"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, o)
			if version, err := c.Check(t.Context()); err != nil || version == "" {
				t.Fatalf("version %q, %v", version, err)
			}
			index := ostest.Name(t, c, t.Name())
			e := ostest.Engine(t, c, index, opensearch.IndexOptions{})
			batches := updatesOf(8, 3)
			for i, b := range batches {
				if err := e.Apply(t.Context(), b, uint64(i+1)); err != nil {
					t.Fatal(err)
				}
			}
			sameAnswers(t, e, batches)
			if err := e.Purge(t.Context()); err != nil {
				t.Errorf("purge: %v", err)
			}
			if err := opensearch.Forget(t.Context(), e); err != nil {
				t.Errorf("close a point in time: %v", err)
			}
			for _, of := range []string{"", index} {
				if err := c.Health(t.Context(), of); err != nil {
					t.Error(err)
				}
			}
			if list, err := opensearch.List(t.Context(), c, index); err != nil || len(list) != 1 {
				t.Errorf("indices %v, %v; want one", list, err)
			}
		})
	}
}

func TestAMissingRightIsNamed(t *testing.T) {
	t.Parallel()
	s := secured(t)
	const name = "t-of-a-reader"
	reader := client(t, s.ByPassword("reader", s.Password(t)))
	warta := client(t, s.ByPassword("warta", s.Password(t)))
	if _, err := reader.Check(t.Context()); err != nil {
		t.Errorf("a reader may ask for the version: %v", err)
	}
	_, settings := warta.AutoCreates(t.Context(), name)
	for right, err := range map[string]error{
		"indices:admin/delete":   opensearch.Create(t.Context(), reader, name, opensearch.IndexOptions{}), // of one before
		"indices:admin/create":   opensearch.CreatePlain(t.Context(), reader, name),
		"cluster:monitor/health": reader.Health(t.Context(), ""),
		"cluster:monitor/state":  settings,
	} {
		if !opensearch.IsRefused(err) || !strings.Contains(err.Error(), "no permissions for ["+right) {
			t.Errorf("without %s: %v", right, err)
		}
	}
	// A prefix that the role has no pattern for.
	if err := opensearch.CreatePlain(t.Context(), warta, "other-"+name); !opensearch.IsRefused(err) || !strings.Contains(err.Error(), "no permissions for [indices:admin/create") {
		t.Errorf("an index of another prefix: %v", err)
	}
}

func TestASecureNodeIsReachedByWhoItKnowsAlone(t *testing.T) {
	t.Parallel()
	s := secured(t)
	right := s.ByPassword("warta", s.Password(t))
	otherCA, _, _ := certificate(t)
	cert, key := s.Expired(t, "warta")
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	expired := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("a server with an expired certificate is asked")
	}))
	expired.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	expired.StartTLS()
	t.Cleanup(expired.Close)
	type attempt struct {
		change    func(o *opensearch.ClientOptions)
		untrusted bool // otherwise the node refuses
		says      string
	}
	for name, a := range map[string]attempt{
		"a wrong password":  {func(o *opensearch.ClientOptions) { o.Password += "x" }, false, "401"},
		"nobody":            {func(o *opensearch.ClientOptions) { o.User = "" }, false, "401"},
		"an API key":        {func(o *opensearch.ClientOptions) { o.User, o.APIKey = "", "a2V5OnNlY3JldA==" }, false, "401"},
		"another authority": {func(o *opensearch.ClientOptions) { o.CA = otherCA }, true, "unknown authority"},
		"another host name": {func(o *opensearch.ClientOptions) { o.URLs = byName(s.URLs) }, true, "localhost"},
		"an expired server": {func(o *opensearch.ClientOptions) { o.URLs = []string{expired.URL} }, true, "expired"},
	} {
		o := right
		a.change(&o)
		_, err := client(t, o).Check(t.Context())
		kind := opensearch.IsRefused
		if a.untrusted {
			kind = opensearch.IsUntrusted
		}
		if err == nil || !kind(err) || !strings.Contains(err.Error(), a.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	old := s.ByCertificate("warta")
	old.Cert, old.Key = cert, key
	if _, err := client(t, old).Check(t.Context()); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("an expired certificate of a client: %v", err)
	}
}

// byName returns URLs by a name that no certificate of the node has.
func byName(urls []string) []string {
	var list []string
	for _, u := range urls {
		list = append(list, strings.Replace(u, "127.0.0.1", "localhost", 1))
	}
	return list
}

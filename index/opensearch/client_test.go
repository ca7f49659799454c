package opensearch_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"warta/index"
	"warta/index/opensearch"
	"warta/index/opensearch/ostest"
)

const hello = `{"version": {"number": "2.19.6", "distribution": "opensearch"}}`

// answering returns a server that answers each request alike and counts them.
func answering(t *testing.T, status int, body string) (url string, asked *atomic.Int64) {
	t.Helper()
	asked = new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

func client(t *testing.T, o opensearch.ClientOptions) *opensearch.Client {
	t.Helper()
	c, err := opensearch.NewClient(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestOptionsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	notPEM := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(notPEM, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	const url, secret = "http://127.0.0.1:9200", "s3cret-word"
	for name, o := range map[string]opensearch.ClientOptions{
		"no URL":                   {},
		"no scheme":                {URLs: []string{"127.0.0.1:9200"}},
		"another scheme":           {URLs: []string{"ftp://127.0.0.1"}},
		"a password in the URL":    {URLs: []string{"http://warta:" + secret + "@127.0.0.1:9200"}},
		"a password cut by a mark": {URLs: []string{"http://warta:" + secret + "%zz@127.0.0.1:9200"}},
		"parameters":               {URLs: []string{url + "?password=" + secret}},
		"a user and a key":         {URLs: []string{url}, User: "warta", Password: secret, APIKey: secret},
		"a key of two lines":       {URLs: []string{url}, APIKey: secret + "\r\nX-Other: 1"},
		"no file of a CA":          {URLs: []string{url}, CA: filepath.Join(t.TempDir(), "none.pem")},
		"no PEM":                   {URLs: []string{url}, CA: notPEM},
		"a certificate alone":      {URLs: []string{url}, Cert: notPEM},
		"a certificate of no PEM":  {URLs: []string{url}, Cert: notPEM, Key: notPEM},
	} {
		_, err := opensearch.NewClient(o)
		if err == nil {
			t.Errorf("%s is taken", name)
		} else if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error tells the password: %v", name, err)
		}
	}
}

func TestAnotherNodeAnswersForOneThatDoesNot(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	up, asked := answering(t, http.StatusOK, hello)
	behind, _ := answering(t, http.StatusBadGateway, "<html>")
	c := client(t, opensearch.ClientOptions{URLs: []string{gone.URL, behind, up + "/"}})
	for range 6 {
		if version, err := c.Check(t.Context()); err != nil || version != "2.19.6" {
			t.Fatalf("version %q, %v", version, err)
		}
	}
	if asked.Load() != 6 {
		t.Errorf("the node that works was asked %d times, want 6", asked.Load())
	}
	alone := client(t, opensearch.ClientOptions{URLs: []string{gone.URL}})
	if _, err := alone.Check(t.Context()); err == nil {
		t.Error("a node that is gone answers")
	}
}

func TestANodeThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	released := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-released:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(hanging.Close)
	t.Cleanup(func() { close(released) })
	up, _ := answering(t, http.StatusOK, hello)
	c := client(t, opensearch.ClientOptions{URLs: []string{up, hanging.URL}, Timeout: 50 * time.Millisecond})
	for range 4 {
		if _, err := c.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	patient := client(t, opensearch.ClientOptions{URLs: []string{up, hanging.URL}})
	for range 4 {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		if _, err := patient.Check(ctx); err != nil {
			t.Errorf("within the time of a search: %v", err)
		}
		cancel()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Check(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended: %v", err)
	}
}

func TestALongAnswerIsNotReadToItsEnd(t *testing.T) {
	t.Parallel()
	var asked, sent atomic.Int64
	server := func() string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			block := strings.Repeat(" ", 1<<20)
			for range 100 {
				n, err := fmt.Fprint(w, block)
				if sent.Add(int64(n)); err != nil {
					return
				}
			}
			fmt.Fprint(w, hello)
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	_, err := client(t, opensearch.ClientOptions{URLs: []string{server(), server()}}).Check(t.Context())
	if kind := index.KindOf(opensearch.Kindly(err)); kind != index.TooCostly {
		t.Errorf("an answer of 100 MiB: %v, of kind %v, want %v", err, kind, index.TooCostly)
	}
	if asked.Load() != 1 || sent.Load() > 64<<20 {
		t.Errorf("%d nodes were asked and sent %d bytes; want one, and little more than 32 MiB", asked.Load(), sent.Load())
	}
}

func TestOtherServersAreRefused(t *testing.T) {
	t.Parallel()
	for body, fits := range map[string]bool{
		hello: true,
		`{"version": {"number": "3.9.0", "distribution": "opensearch"}}`:  true,
		`{"version": {"number": "2.18.0", "distribution": "opensearch"}}`: false,
		`{"version": {"number": "1.3.0", "distribution": "opensearch"}}`:  false,
		`{"version": {"number": "8.15.0"}}`:                               false,
		`{}`:                                                              false,
		`<html>`:                                                          false,
	} {
		url, _ := answering(t, http.StatusOK, body)
		if _, err := client(t, opensearch.ClientOptions{URLs: []string{url}}).Check(t.Context()); (err == nil) != fits {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestTheClientSaysWhoItIs(t *testing.T) {
	t.Parallel()
	const secret = "s3cret-word"
	for want, o := range map[string]opensearch.ClientOptions{
		"Basic d2FydGE6czNjcmV0LXdvcmQ=": {User: "warta", Password: secret},
		"ApiKey " + secret:               {APIKey: secret},
		"":                               {},
	} {
		var redirected atomic.Bool
		elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { redirected.Store(true) }))
		t.Cleanup(elsewhere.Close)
		var got atomic.Value
		refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got.Store(r.Header.Get("Authorization"))
			if o.APIKey != "" {
				http.Redirect(w, r, elsewhere.URL, http.StatusFound)
				return
			}
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error": {"type": "security_exception", "reason": "missing authentication"}}`)
		}))
		t.Cleanup(refusing.Close)
		o.URLs = []string{refusing.URL}
		_, err := client(t, o).Check(t.Context())
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%q: the error is %v", want, err)
		}
		if got.Load() != want {
			t.Errorf("the header is %q, want %q", got.Load(), want)
		}
		if redirected.Load() {
			t.Error("the client goes on to another host")
		}
	}
}

// certificate makes a certificate for 127.0.0.1 and a client, signed by itself, and returns the
// paths of its files.
func certificate(t *testing.T) (cert, key string, pair tls.Certificate) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "warta"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"example.com"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, of, of, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = ostest.WriteCertificate(t, der, private)
	if pair, err = tls.LoadX509KeyPair(cert, key); err != nil {
		t.Fatal(err)
	}
	return cert, key, pair
}

func TestCertificatesAreVerified(t *testing.T) {
	t.Parallel()
	cert, key, pair := certificate(t)
	known := x509.NewCertPool()
	known.AddCert(pair.Leaf)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, hello) }))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: known}
	server.StartTLS()
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		o    opensearch.ClientOptions
		fits bool
	}{
		"with the CA and a certificate":    {opensearch.ClientOptions{CA: ca, Cert: cert, Key: key}, true},
		"without the CA":                   {opensearch.ClientOptions{Cert: cert, Key: key}, false},
		"with another CA":                  {opensearch.ClientOptions{CA: cert, Cert: cert, Key: key}, false},
		"without a certificate of its own": {opensearch.ClientOptions{CA: ca}, false},
	} {
		c.o.URLs = []string{server.URL}
		if _, err := client(t, c.o).Check(t.Context()); (err == nil) != c.fits {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"warta/server"
	"warta/server/keys"
)

// A stalled body gives n bytes, reports that, and ends on request.
type stalled struct {
	left int
	full func()
	end  <-chan struct{}
}

func (b *stalled) Read(p []byte) (int, error) {
	if b.left == 0 {
		b.full()
		<-b.end
		return 0, io.EOF
	}
	n := min(len(p), b.left)
	for i := range n {
		p[i] = 'a'
	}
	b.left -= n
	return n, nil
}

func TestBodiesThatAreHeldAreBounded(t *testing.T) {
	t.Parallel()
	store := &keys.Memory{}
	srv := plain(t, func(o *server.Options) { o.Keys = store })
	secret, _, err := keys.NewRing(store, nil).Add(t.Context(), keys.Spec{Name: "x", Scopes: []keys.Scope{keys.Ingest}})
	if err != nil {
		t.Fatal(err)
	}
	send := func(address, path, key string, body io.Reader) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, path, body)
		r.RemoteAddr = address + ":1"
		r.Header.Set("Content-Type", "text/plain")
		if key != "" {
			r.Header.Set("Authorization", "Bearer "+key)
		}
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		return w
	}
	const held, size = 8, 2<<20 - 1 // all that one address may have, but for a few bytes
	var full, done sync.WaitGroup
	end := make(chan struct{})
	full.Add(held)
	for range held {
		done.Go(func() {
			if w := send("192.0.2.1", "/v1/parse", "", &stalled{left: size, full: sync.OnceFunc(full.Done), end: end}); w.Code != http.StatusOK {
				t.Errorf("a body that ends at last: %d %s", w.Code, w.Body)
			}
		})
	}
	full.Wait()
	if got := srv.Held(); got != held*size {
		t.Errorf("%d bytes are held, want %d", got, held*size)
	}
	article := func() io.Reader { return strings.NewReader("KPU menata arsip.") }
	if w := send("192.0.2.1", "/v1/parse", "", article()); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("one more from that address: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if w := send("192.0.2.2", "/v1/parse", "", article()); w.Code != http.StatusOK {
		t.Errorf("from another address: %d %s", w.Code, w.Body)
	}
	if w := send("192.0.2.1", "/v1/articles", secret, article()); w.Code != http.StatusCreated {
		t.Errorf("with a key: %d %s", w.Code, w.Body)
	}
	close(end)
	done.Wait()
	if got := srv.Held(); got != 0 {
		t.Errorf("%d bytes are held when all was answered", got)
	}
	if w := send("192.0.2.1", "/v1/parse", "", article()); w.Code != http.StatusOK {
		t.Errorf("from that address again: %d %s", w.Code, w.Body)
	}
}

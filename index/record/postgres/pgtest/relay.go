package pgtest

import (
	"net"
	"net/url"
	"sync"
	"testing"
)

// A Relay is a way to a server that its test can cut, silence and lead elsewhere.
type Relay struct {
	address string
	ended   sync.WaitGroup

	mu     sync.Mutex
	target string                // host and port of the server
	open   map[net.Conn]struct{} // both ends of all connections
	silent bool
	loud   chan struct{} // closed when silence ends; not nil while silent
	closed bool
}

// NewRelay returns a way to the server of a URL, which ends with the test.
func NewRelay(t testing.TB, server string) *Relay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &Relay{address: listener.Addr().String(), open: map[net.Conn]struct{}{}}
	r.Lead(t, server)
	r.ended.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			r.ended.Go(func() { r.serve(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		r.mu.Lock()
		r.closed = true
		r.mu.Unlock()
		r.Resume(true)
		r.ended.Wait()
	})
	return r
}

// URL returns a URL of the server by way of the relay.
func (r *Relay) URL(t testing.TB, server string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = r.address
	return u.String()
}

// Lead makes new connections lead to the server of a URL.
func (r *Relay) Lead(t testing.TB, server string) {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.target = u.Host
}

// Cut breaks all connections.
func (r *Relay) Cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for conn := range r.open {
		_ = conn.Close() // what copies from it ends
	}
}

// Silence makes the relay hold whatever arrives, in both directions, as a network that swallows
// packets: connections neither break nor answer, and new ones are taken and go nowhere.
func (r *Relay) Silence() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.silent {
		r.silent, r.loud = true, make(chan struct{})
	}
}

// Resume ends the silence. What was held goes on, or its connections break.
func (r *Relay) Resume(broken bool) {
	if broken {
		r.Cut()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.silent {
		r.silent = false
		close(r.loud)
	}
}

// pass waits for the end of a silence.
func (r *Relay) pass() {
	for {
		r.mu.Lock()
		silent, loud := r.silent, r.loud
		r.mu.Unlock()
		if !silent {
			return
		}
		<-loud
	}
}

// keep notes an end of a connection. It reports whether the relay still serves.
func (r *Relay) keep(conn net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open[conn] = struct{}{}
	return !r.closed
}

func (r *Relay) drop(conn net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, conn)
	_ = conn.Close() // it may be closed already
}

func (r *Relay) serve(client net.Conn) {
	defer r.drop(client)
	if !r.keep(client) {
		return
	}
	r.pass()
	r.mu.Lock()
	target := r.target
	r.mu.Unlock()
	server, err := net.Dial("tcp", target)
	if err != nil {
		return // as a server that is not there
	}
	defer r.drop(server)
	if !r.keep(server) {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { r.forward(server, client) })
	both.Go(func() { r.forward(client, server) })
	both.Wait()
}

// forward copies from one end to the other until either ends, and closes both.
func (r *Relay) forward(to, from net.Conn) {
	defer func() { _, _ = to.Close(), from.Close() }()
	piece := make([]byte, 64<<10)
	for {
		n, err := from.Read(piece)
		r.pass()
		if _, failed := to.Write(piece[:n]); err != nil || failed != nil {
			return
		}
	}
}

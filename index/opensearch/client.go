package opensearch

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// Bounds of a [Client].
const (
	defaultTimeout = 30 * time.Second
	maxAnswer      = 32 << 20        // bytes of an answer
	maxLookup      = 512 << 20       // bytes of an answer with the sources of documents
	avoided        = 5 * time.Second // how long a node is asked last after it could not be reached
	maxIdle        = 64              // open connections to a node that wait for a request
)

// ClientOptions say how a cluster is reached. Of User and APIKey at most one is set.
type ClientOptions struct {
	URLs     []string // of nodes, http or https, asked in turn; without a user or password in them
	User     string   // basic authentication
	Password string
	APIKey   string // as the header Authorization: ApiKey has it
	// CA is the path of a file with PEM certificates that sign those of the nodes, in place
	// of those that the system trusts.
	CA string
	// Cert and Key are the paths of a PEM certificate and its key that this client shows.
	Cert string
	Key  string
	// Timeout bounds one request to one node, 0 for 30 s.
	Timeout time.Duration
}

// A Client sends requests to the nodes of one cluster. It is safe for concurrent use.
type Client struct {
	nodes   []*node
	next    atomic.Uint64
	http    *http.Client
	header  http.Header
	timeout time.Duration
}

// A node is one node of the cluster.
type node struct {
	url    string
	failed atomic.Int64 // Unix nanoseconds of the last failed connection
}

// NewClient returns a client. It asks the nodes nothing. Certificates of nodes are always
// verified. No error holds the password or the key.
func NewClient(o ClientOptions) (*Client, error) {
	c := &Client{timeout: o.Timeout, header: make(http.Header)}
	if c.timeout <= 0 {
		c.timeout = defaultTimeout
	}
	for _, text := range o.URLs {
		u, err := url.Parse(strings.TrimRight(strings.TrimSpace(text), "/"))
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return nil, errors.New("opensearch: a URL of a node is http://HOST:PORT or https://HOST:PORT, without a user, a password or parameters")
		}
		c.nodes = append(c.nodes, &node{url: u.String()})
	}
	if len(c.nodes) == 0 {
		return nil, errors.New("opensearch: there is no URL of a node")
	}
	switch {
	case o.User != "" && o.APIKey != "":
		return nil, errors.New("opensearch: a user and an API key are set; one of them is enough")
	case o.User != "":
		r := http.Request{Header: c.header}
		r.SetBasicAuth(o.User, o.Password)
	case o.APIKey != "":
		if strings.ContainsAny(o.APIKey, "\r\n\x00") {
			return nil, errors.New("opensearch: the API key has a line break")
		}
		c.header.Set("Authorization", "ApiKey "+o.APIKey)
	}
	config, err := tlsConfig(o)
	if err != nil {
		return nil, err
	}
	c.http = &http.Client{
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
			TLSClientConfig:     config,
			TLSHandshakeTimeout: 5 * time.Second,
			MaxIdleConnsPerHost: maxIdle,
			IdleConnTimeout:     time.Minute,
		},
		// A redirect would carry the password to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c, nil
}

// tlsConfig returns the configuration of https connections.
func tlsConfig(o ClientOptions) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.CA != "" {
		pem, err := os.ReadFile(o.CA)
		if err != nil {
			return nil, fmt.Errorf("opensearch: read the certificates of the CA: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("opensearch: %s holds no certificate in PEM", o.CA)
		}
	}
	if (o.Cert == "") != (o.Key == "") {
		return nil, errors.New("opensearch: a client certificate needs both its file and that of its key")
	}
	if o.Cert != "" {
		pair, err := tls.LoadX509KeyPair(o.Cert, o.Key)
		if err != nil {
			return nil, fmt.Errorf("opensearch: read the client certificate: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// Close closes connections that wait for a request.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// lines is a body of JSON values, each on a line.
type lines []byte

// do sends a request to one node after the other until one answers, and decodes the answer into
// into unless that is nil. A body is nil, lines, or a value that is encoded as JSON. All requests
// of this package may be sent again: after a lost connection the next node is asked too. The
// error is that of ctx where it has ended, a [statusError], or wraps errUnreachable.
func (c *Client) do(ctx context.Context, method, path string, body, into any) error {
	return c.doWithin(ctx, bounds{c.timeout, maxAnswer}, method, path, body, into)
}

// bounds are those of a request.
type bounds struct {
	timeout time.Duration // at each node
	answer  int64         // bytes of the answer
}

// errLong says that an answer is longer than is read of it.
var errLong = errors.New("opensearch: the answer is too long")

// lookUp is do for a request of the process that applies, or that reads words, whose answer may
// have the sources of many documents.
func (c *Client) lookUp(ctx context.Context, method, path string, body, into any) error {
	return c.doWithin(ctx, bounds{c.timeout, maxLookup}, method, path, body, into)
}

// doWithin is do with other bounds. The error wraps errLong where the answer is longer.
func (c *Client) doWithin(ctx context.Context, within bounds, method, path string, body, into any) error {
	data, kind, err := encoded(body)
	if err != nil {
		return fmt.Errorf("opensearch: encode a request: %w", err)
	}
	var last error
	nodes := c.inTurn()
	for i, n := range nodes {
		attempt := within.timeout
		if end, ok := ctx.Deadline(); ok && i < len(nodes)-1 { // a node that hangs leaves time for another
			attempt = min(attempt, time.Until(end)*6/10)
		}
		answer, err := c.send(ctx, bounds{attempt, within.answer}, n, method, path, data, kind)
		if err == nil {
			return decoded(answer, into)
		}
		if ctx.Err() != nil {
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				n.failed.Store(time.Now().UnixNano())
			}
			return ctx.Err()
		}
		var status *statusError
		if errors.Is(err, errLong) || errors.As(err, &status) && !status.elsewhere() {
			return err
		}
		n.failed.Store(time.Now().UnixNano())
		last = err
	}
	var status *statusError
	if errors.As(last, &status) {
		return last
	}
	return fmt.Errorf("%w: %w", errUnreachable, last)
}

// inTurn returns the nodes in the order in which they are asked: another one first each time,
// those that failed lately last.
func (c *Client) inTurn() []*node {
	first := int(c.next.Add(1) % uint64(len(c.nodes)))
	order, late := make([]*node, 0, len(c.nodes)), []*node(nil)
	for i := range c.nodes {
		n := c.nodes[(first+i)%len(c.nodes)]
		if time.Since(time.Unix(0, n.failed.Load())) < avoided {
			late = append(late, n)
		} else {
			order = append(order, n)
		}
	}
	return append(order, late...)
}

// send sends a request to a node and returns the body of the answer.
func (c *Client) send(ctx context.Context, within bounds, n *node, method, path string, body []byte, kind string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, within.timeout)
	defer cancel()
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, n.url+path, reader)
	if err != nil {
		return nil, err
	}
	maps.Copy(req.Header, c.header)
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, within.answer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the answer of %s: %w", n.url, err)
	case int64(len(answer)) > within.answer:
		return nil, fmt.Errorf("%w: that of %s has more than %d bytes", errLong, n.url, within.answer)
	case res.StatusCode >= 300:
		return nil, newStatusError(res.StatusCode, answer)
	}
	return answer, nil
}

// encoded returns a body as bytes, with its media type.
func encoded(body any) ([]byte, string, error) {
	switch b := body.(type) {
	case nil:
		return nil, "", nil
	case lines:
		return b, "application/x-ndjson", nil
	}
	data, err := json.Marshal(body)
	return data, "application/json", err
}

// decoded decodes an answer. Numbers in values of no type stay exact.
func decoded(answer []byte, into any) error {
	if into == nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(answer))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("opensearch: the answer is not as expected: %w", err)
	}
	return nil
}

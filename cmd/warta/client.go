package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"warta/index/roster"
)

// A client calls the API of a running server, or of one that this process runs on the data
// folder.
type client struct {
	base  string
	key   string
	http  *http.Client
	close func() error
}

// maxAnswer is the maximum size in bytes of an answer that is decoded.
const maxAnswer = 64 << 20

// maxRefusal is the maximum size in bytes of an error answer, which may have a hundred
// faults of a list.
const maxRefusal = 1 << 20

// A refusal is an error answer of the service (RFC 9457).
type refusal struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Field  string `json:"field"`

	Lines []roster.Fault `json:"lines"` // faults of a list of office holders
	Wrong int            `json:"wrong"` // number of lines with a fault
	Right int            `json:"right"` // number of rows without fault

	after time.Duration // value of Retry-After
}

func (r *refusal) Error() string {
	s := orElse(r.Detail, r.Title)
	if r.Field != "" {
		s = r.Field + ": " + s
	}
	return fmt.Sprintf("the service refused (%d): %s", r.Status, s)
}

// do sends a request and returns the body of a 2xx answer. The error of any other answer is
// a *refusal.
func (c *client) do(ctx context.Context, method, path string, query url.Values, contentType string, body io.Reader) (io.ReadCloser, error) {
	response, err := c.send(ctx, method, path, query, contentType, body)
	if err != nil {
		return nil, err
	}
	return response.Body, nil
}

// save writes the answer of a POST to w and returns the digest in its header.
func (c *client) save(ctx context.Context, path string, w io.Writer) (digest string, err error) {
	response, err := c.send(ctx, http.MethodPost, path, nil, "", nil)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if _, err := io.Copy(w, response.Body); err != nil {
		return "", fmt.Errorf("read the answer of %s: %w", c.base, err)
	}
	return response.Header.Get("Repr-Digest"), nil
}

func (c *client) send(ctx context.Context, method, path string, query url.Values, contentType string, body io.Reader) (*http.Response, error) {
	target := c.base + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, method, target, body)
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	response, err := c.http.Do(request)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err // the URL is named already, and no error may hold a key
		}
		return nil, fmt.Errorf("no answer from %s: %w", c.base, err)
	}
	if response.StatusCode/100 == 2 {
		return response, nil
	}
	defer response.Body.Close()
	r := &refusal{Status: response.StatusCode, Title: response.Status}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		r.after = time.Duration(min(seconds, 3600)) * time.Second
	}
	if data, err := io.ReadAll(io.LimitReader(response.Body, maxRefusal)); err == nil {
		_ = json.Unmarshal(data, r) // if the answer is no JSON, the status line is the text
	}
	return nil, r
}

// get decodes the JSON answer of a GET into into.
func (c *client) get(ctx context.Context, path string, query url.Values, into any) error {
	return c.call(ctx, http.MethodGet, path, query, nil, into)
}

// call sends body as JSON, unless it is nil, and decodes the JSON answer into into.
func (c *client) call(ctx context.Context, method, path string, query url.Values, body, into any) error {
	var (
		reader      io.Reader
		contentType string
	)
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		reader, contentType = strings.NewReader(string(data)), "application/json"
	}
	answer, err := c.do(ctx, method, path, query, contentType, reader)
	if err != nil {
		return err
	}
	defer answer.Close()
	data, err := io.ReadAll(io.LimitReader(answer, maxAnswer))
	if err != nil {
		return fmt.Errorf("read the answer of %s: %w", c.base, err)
	}
	if into == nil || len(data) == 0 {
		return nil
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("the answer of %s is not what was expected: %w", c.base, err)
	}
	return nil
}

// callPatiently is call for work that takes hours: it retries for some minutes while the
// service is busy or cannot be reached.
func (c *client) callPatiently(ctx context.Context, method, path string, body, into any) error {
	pause := time.Second
	for {
		err := c.call(ctx, method, path, nil, body, into)
		r, refused := errors.AsType[*refusal](err)
		if err == nil || ctx.Err() != nil || pause > 2*time.Minute ||
			refused && r.Status != http.StatusTooManyRequests && r.Status != http.StatusServiceUnavailable {
			return err
		}
		wait := pause
		if refused {
			wait = max(wait, r.after)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		pause *= 2
	}
}

// dial returns a client of a server. It does not connect before the first call.
func dial(server, key string) *client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = 2 * time.Minute
	return &client{
		base: strings.TrimSuffix(server, "/"), key: key,
		http:  &http.Client{Transport: transport},
		close: func() error { transport.CloseIdleConnections(); return nil },
	}
}

// dialPatiently is dial with a time limit for calls that read the whole record before they
// answer.
func dialPatiently(server, key string) *client {
	c := dial(server, key)
	c.http.Transport.(*http.Transport).ResponseHeaderTimeout = 0
	return c
}

// callOnce makes one call and closes the client.
func callOnce(ctx context.Context, c *client, method, path string, body, into any) error {
	err := c.call(ctx, method, path, nil, body, into)
	if closing := c.close(); err == nil {
		err = closing
	}
	return err
}

package opensearch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
)

// IsAway reports whether err says that no node answers, which may pass by itself. A certificate
// that cannot be verified, and a node that speaks no TLS, do not.
func IsAway(err error) bool {
	var e *statusError
	if errors.As(err, &e) {
		return e.elsewhere() || e.status == http.StatusTooManyRequests
	}
	return errors.Is(err, errUnreachable) && !IsUntrusted(err)
}

// IsUntrusted reports whether err says that a node has no certificate that can be verified.
func IsUntrusted(err error) bool {
	var unverified *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	return errors.As(err, &unverified) || errors.As(err, &plain)
}

// IsRefused reports whether err says that the user, its password or the API key is not right, or
// may not do what was asked.
func IsRefused(err error) bool {
	return isStatus(err, http.StatusUnauthorized) || isStatus(err, http.StatusForbidden)
}

// IsForbidden reports whether err says that the user may not do what was asked.
func IsForbidden(err error) bool { return isStatus(err, http.StatusForbidden) }

// Health returns an error unless an index can be searched whole. With an empty name it asks
// whether the cluster answers.
func (c *Client) Health(ctx context.Context, name string) error {
	path := "/_cluster/health"
	if name != "" {
		if err := validName(name); err != nil {
			return err
		}
		path += "/" + name
	}
	var got struct {
		Status string `json:"status"`
	}
	err := c.do(ctx, http.MethodGet, path+"?timeout=1s&cluster_manager_timeout=3s", nil, &got)
	switch {
	case isStatus(err, http.StatusRequestTimeout): // of the wait for an index that is not there
		err = fmt.Errorf("%w: %s", ErrMissing, name)
	case err == nil && name != "" && got.Status == "red":
		err = fmt.Errorf("opensearch: shards of %s are missing", name)
	}
	if err != nil {
		return fmt.Errorf("ask the cluster for its health: %w", err)
	}
	return nil
}

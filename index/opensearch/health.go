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

// Health returns an error unless the indices whose names begin with prefix can be searched whole.
func (c *Client) Health(ctx context.Context, prefix string) error {
	if err := validName(prefix); err != nil {
		return err
	}
	var got struct {
		Status string `json:"status"`
	}
	err := c.do(ctx, http.MethodGet, "/_cluster/health/"+prefix+"*?timeout=1s&cluster_manager_timeout=3s", nil, &got)
	if err == nil && got.Status == "red" {
		err = fmt.Errorf("opensearch: shards of %s* are missing", prefix)
	}
	if err != nil {
		return fmt.Errorf("ask the cluster for its health: %w", err)
	}
	return nil
}

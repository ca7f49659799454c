package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"warta/index"
)

// errUnreachable says that none of the nodes answered.
var errUnreachable = errors.New("opensearch: no node answers")

// errView says that the state which a search looks at is gone: its point in time has expired,
// or was on a node that is away.
var errView = errors.New("opensearch: the point in time is gone")

// maxReason bounds what of the server's reason is kept, in bytes.
const maxReason = 500

// A statusError is an answer of a node that is an error.
type statusError struct {
	status int
	types  []string // the type of the error, those of its causes and of the failed shards
	reason string   // of the first cause
}

// Error says what the node said.
func (e *statusError) Error() string {
	return fmt.Sprintf("opensearch: status %d, %s: %s", e.status, strings.Join(e.types, ", "), e.reason)
}

// is reports whether one of the types is among names.
func (e *statusError) is(names ...string) bool {
	return slices.ContainsFunc(e.types, func(t string) bool { return slices.Contains(names, t) })
}

// elsewhere reports whether another node may answer: the error is of a proxy before a node, or of
// a node that does not know its cluster.
func (e *statusError) elsewhere() bool {
	return e.status == http.StatusBadGateway || e.status == http.StatusGatewayTimeout ||
		e.status == http.StatusServiceUnavailable && !e.is("search_phase_execution_exception", "too_many_buckets_exception")
}

// A cause is an error in an answer.
type cause struct {
	Type         string  `json:"type"`
	Reason       string  `json:"reason"`
	RootCause    []cause `json:"root_cause"`
	CausedBy     *cause  `json:"caused_by"`
	FailedShards []struct {
		Reason *cause `json:"reason"`
	} `json:"failed_shards"`
}

// maxCauses bounds how many causes of an error are looked at.
const maxCauses = 32

// collect adds the types of c and of what caused it to list, and returns the innermost reason.
func (c *cause) collect(list *[]string) string {
	if c == nil || len(*list) >= maxCauses {
		return ""
	}
	reason := c.Reason
	if c.Type != "" && !slices.Contains(*list, c.Type) {
		*list = append(*list, c.Type)
	}
	for i := range c.RootCause {
		if inner := c.RootCause[i].collect(list); inner != "" {
			reason = inner
		}
	}
	for _, s := range c.FailedShards {
		if inner := s.Reason.collect(list); inner != "" {
			reason = inner
		}
	}
	if inner := c.CausedBy.collect(list); inner != "" {
		reason = inner
	}
	return reason
}

// newStatusError reads an answer that is an error.
func newStatusError(status int, body []byte) *statusError {
	e := &statusError{status: status}
	var answer struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal(body, &answer) == nil && len(answer.Error) > 0 {
		var top cause
		if json.Unmarshal(answer.Error, &top) == nil {
			e.reason = top.collect(&e.types)
		} else {
			_ = json.Unmarshal(answer.Error, &e.reason) // a text in place of an object
		}
	} else {
		e.reason = http.StatusText(status)
	}
	if len(e.reason) > maxReason {
		e.reason = strings.ToValidUTF8(e.reason[:maxReason], "") + "…"
	}
	return e
}

// isStatus reports whether err is an answer with that status.
func isStatus(err error, status int) bool {
	var e *statusError
	return errors.As(err, &e) && e.status == status
}

// retryAfter is when a search may be tried again where the cluster has too much to do.
const retryAfter = time.Second

// kindly returns err with the kind that [index.Engine] promises.
func kindly(op string, err error) error {
	var e *statusError
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, errUnreachable), errors.Is(err, errView):
		return &index.Error{Kind: index.Unavailable, Op: op, Text: "the search servers cannot be reached; try again in a moment", Err: err, RetryAfter: retryAfter}
	case errors.Is(err, errLong):
		return tooCostly(op, err)
	case !errors.As(err, &e):
		return err
	case e.status == http.StatusTooManyRequests:
		return &index.Error{Kind: index.Busy, Op: op, Text: "the search servers have too much to do; try again in a moment", Err: err, RetryAfter: retryAfter}
	case e.is("too_many_clauses", "too_many_nested_clauses", "too_many_buckets_exception", "task_cancelled_exception"):
		return tooCostly(op, err)
	case e.status == http.StatusServiceUnavailable, e.is("no_shard_available_action_exception", "cluster_block_exception"):
		return &index.Error{Kind: index.Unavailable, Op: op, Text: "a part of the archive cannot be searched now; try again in a moment", Err: err, RetryAfter: retryAfter}
	}
	return err
}

// tooCostly returns the error of a request that costs too much.
func tooCostly(op string, err error) error {
	return &index.Error{Kind: index.TooCostly, Op: op, Text: "the query costs too much; use fewer words, or a filter", Err: err}
}

// viewGone reports whether err says that a point in time cannot be used any more.
func viewGone(err error) bool {
	var e *statusError
	if !errors.As(err, &e) {
		return false
	}
	return e.is("search_context_missing_exception", "no_shard_available_action_exception", "node_not_connected_exception", "node_disconnected_exception", "no_node_available_exception") ||
		strings.Contains(e.reason, "no node found")
}

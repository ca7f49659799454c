package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"warta/index/record"
)

// classified wraps err in the error of package record that callers act on.
func classified(err error) error {
	if err == nil {
		return nil
	}
	for _, kind := range []error{record.ErrDamaged, record.ErrFull, record.ErrBusy, record.ErrAway, record.ErrClosed, record.ErrLeaseLost, record.ErrReplaced, record.ErrWentBack} {
		if errors.Is(err, kind) {
			return err // it is classified already
		}
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		if kind := kindOf(e.Code); kind != nil {
			return fmt.Errorf("%w: %w", kind, err)
		}
		return err
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	// A connection has a time of its own, which may be over before that of the caller.
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !connecting {
		return err
	}
	_, network := errors.AsType[net.Error](err)
	if connecting || network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		pgconn.SafeToRetry(err) {
		return fmt.Errorf("%w: %w", record.ErrAway, err)
	}
	return err
}

// kindOf returns what an error code of the server (SQLSTATE) means for callers, or nil.
func kindOf(code string) error {
	switch code {
	case "53100", "25006", "58030": // the disk is full, the server only reads, the disk fails
		return record.ErrFull
	case "XX001", "XX002": // a page or an index is damaged
		return record.ErrDamaged
	case "53200", "53300", "53400", "55P03", "57014", "40001", "40P01", "25P03": // out of memory, connections or time; another transaction is in the way
		return record.ErrBusy
	}
	switch code[:2] {
	case "08", "57": // the connection failed; the server stops, crashed, starts
		return record.ErrAway
	}
	return nil
}

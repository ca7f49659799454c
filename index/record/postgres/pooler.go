package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// errPooler says that what a connection leaves at the server is not there for its next
// statement: LISTEN, locks of leases, and settings.
var errPooler = errors.New("the URL leads to a pooler that gives each transaction another connection of the server: let it pool sessions (pgbouncer: pool_mode = session), or name the server itself")

// poolerLooks is how often each of two connections is asked who answers it.
const poolerLooks = 3

// checkDirect returns errPooler where conn does not lead to one process of the server for as
// long as it is open. A pooler of transactions either answers two open connections with the
// same process, or one connection with two. One whose connections others keep busy may give
// neither away.
func checkDirect(ctx context.Context, conn *pgx.Conn, connect func(context.Context) (*pgx.Conn, error)) error {
	other, err := connect(ctx)
	if err != nil {
		return err
	}
	defer func() { closeSoon(other) }()
	mine := map[string]bool{}
	for range poolerLooks {
		for i, c := range []*pgx.Conn{conn, other} {
			process, err := processOf(ctx, c)
			if err != nil {
				return err
			}
			if known, asked := mine[process]; asked && known != (i == 0) {
				return errPooler
			}
			mine[process] = i == 0
		}
	}
	if len(mine) > 2 {
		return errPooler
	}
	return nil
}

// processOf returns which process of the server answers, since it started.
func processOf(ctx context.Context, conn *pgx.Conn) (string, error) {
	// Without a prepared statement, which a pooler of transactions may not have.
	found, err := conn.PgConn().Exec(ctx, "SELECT pg_backend_pid()").ReadAll()
	if err != nil {
		return "", fmt.Errorf("ask which process of the server answers: %w", err)
	}
	if len(found) != 1 || len(found[0].Rows) != 1 || len(found[0].Rows[0]) != 1 {
		return "", errors.New("ask which process of the server answers: no answer")
	}
	return string(found[0].Rows[0][0]), nil
}

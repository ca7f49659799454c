package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// oldest is the first version of the server that the record runs on.
const oldest = 150000

// checkServer returns what keeps a server from holding a record, and how to change it.
func checkServer(ctx context.Context, conn *pgx.Conn) error {
	var version int
	var shown, encoding, commit, fsync, standbys string
	err := conn.QueryRow(ctx, `SELECT CAST(current_setting('server_version_num') AS int), current_setting('server_version'),
		current_setting('server_encoding'), current_setting('synchronous_commit'), current_setting('fsync'),
		current_setting('synchronous_standby_names')`).Scan(&version, &shown, &encoding, &commit, &fsync, &standbys)
	if err != nil {
		return fmt.Errorf("read the settings of the server: %w", err)
	}
	return faultsOf(version, shown, encoding, commit, fsync, standbys)
}

// faultsOf returns what is wrong with the settings of a server.
func faultsOf(version int, shown, encoding, commit, fsync, standbys string) error {
	var errs []error
	if version < oldest {
		errs = append(errs, fmt.Errorf("the server is PostgreSQL %s: want 15 or newer", shown))
	}
	if encoding != "UTF8" {
		errs = append(errs, fmt.Errorf("the database has the encoding %s: make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0", encoding))
	}
	if commit == "off" {
		errs = append(errs, errors.New("synchronous_commit is off, so that a crash would lose what was acknowledged: ALTER SYSTEM, DATABASE or ROLE … SET synchronous_commit = on"))
	}
	if commit == "local" && strings.TrimSpace(standbys) != "" {
		errs = append(errs, errors.New("synchronous_commit is local, so that a standby that takes over would lack what was acknowledged, while synchronous_standby_names is set: ALTER SYSTEM, DATABASE or ROLE … SET synchronous_commit = on"))
	}
	if fsync != "on" {
		errs = append(errs, errors.New("fsync is off, so that a crash would damage the database: set fsync = on in postgresql.conf and start the server again"))
	}
	return errors.Join(errs...)
}

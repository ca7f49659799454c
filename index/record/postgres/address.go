package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"warta/internal/dburl"
)

// An address is where a record is, and how to get there.
type address struct {
	pool   *pgxpool.Config
	shown  string // the URL without what must stay secret
	schema string
}

// defaultSchema is the schema of a URL that names none.
const defaultSchema = "warta"

// schemaName bounds the names of schemas to what needs no quotes.
var schemaName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// connectFor bounds the making of a connection where the URL does not.
const connectFor = 5 * time.Second

// CheckURL returns what is wrong with the URL of a record, without asking the server:
//
//	postgres://USER@HOST[:PORT][,HOST…]/DATABASE?sslmode=verify-full[&sslrootcert=FILE][&schema=NAME]
//
// The parameters are those of libpq, and schema, where the record is (default: warta). The
// password may stand in the URL, in the file that PGPASSFILE or ~/.pgpass names, or in
// PGPASSWORD. sslmode may be left out only for hosts of this machine.
func CheckURL(url string) error {
	_, err := parse(url)
	return err
}

// CopyCommand returns the command line by which an operator copies the record at a URL,
// without a password.
func CopyCommand(url string) (string, error) {
	a, err := parse(url)
	if err != nil {
		return "", err
	}
	return a.dump(), nil
}

// parse reads a URL. No error of it contains the password.
func parse(text string) (*address, error) {
	if !strings.HasPrefix(text, "postgres://") && !strings.HasPrefix(text, "postgresql://") {
		return nil, errors.New("want a URL that begins with postgres://")
	}
	u, err := url.Parse(text)
	if err != nil || !dburl.IsURL(text) {
		return nil, errors.New("the postgres:// URL cannot be read: want postgres://USER@HOST/DATABASE?…; letters of the password other than A-Z, a-z, 0-9 and -._~ are written as %XX")
	}
	shown := dburl.Redacted(text)
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, fmt.Errorf("%s: the parameters behind ? cannot be read", shown)
	}
	a := &address{shown: shown, schema: defaultSchema}
	if q.Has("schema") {
		a.schema = q.Get("schema")
		q.Del("schema")
		u.RawQuery = q.Encode()
	}
	if !schemaName.MatchString(a.schema) {
		return nil, fmt.Errorf("%s: schema: want at most 63 lower case letters, digits and _", shown)
	}
	if a.pool, err = pgxpool.ParseConfig(u.String()); err != nil {
		return nil, fmt.Errorf("%s: %s", shown, plainParse(err))
	}
	c := a.pool.ConnConfig
	if q.Get("sslmode") == "" && q.Get("ssl") == "" && os.Getenv("PGSSLMODE") == "" {
		for _, host := range hostsOf(c) {
			if !local(host) {
				return nil, fmt.Errorf("%s: %s is another machine: add sslmode=verify-full (and sslrootcert=FILE for a certificate of your own authority) to the URL; sslmode=disable sends all articles in the clear", shown, host)
			}
		}
	}
	switch attrs := cmp.Or(q.Get("target_session_attrs"), os.Getenv("PGTARGETSESSIONATTRS")); attrs {
	case "", "read-write", "primary":
	default:
		return nil, fmt.Errorf("%s: target_session_attrs=%q: leave it out, or write read-write: a standby, which is behind, is no place for a record", shown, attrs)
	}
	a.fill()
	return a, nil
}

// fill sets what the record needs of its connections.
func (a *address) fill() {
	c := a.pool.ConnConfig
	c.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite // a standby takes no writes
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectFor
	}
	c.DialFunc = (&net.Dialer{
		// A server whose cable was cut is noticed in some ten seconds, with data on its way or without.
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 5 * time.Second, Interval: 2 * time.Second, Count: 3},
		Control:         boundUnacknowledged,
	}).DialContext
	c.OnNotice = nil
	a.set("SET search_path TO " + a.schema + `;
		SET idle_in_transaction_session_timeout = '10s'; -- a process that stops in a transaction holds up all others, who wait for the counters
		SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3`)
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "warta"
	}
}

// set sets what each connection does first. Parameters of the start of a connection are refused
// by poolers, a statement is not.
func (a *address) set(settings string) {
	c := a.pool.ConnConfig
	before := c.AfterConnect
	c.AfterConnect = func(ctx context.Context, conn *pgconn.PgConn) error {
		if before != nil {
			if err := before(ctx, conn); err != nil {
				return err
			}
		}
		if _, err := conn.Exec(ctx, settings).ReadAll(); err != nil {
			return fmt.Errorf("set what the record needs of a connection: %w", err)
		}
		return nil
	}
}

// wait takes away the bounds that a role may have for its statements and sessions: those of a
// move last as long as it takes.
func (a *address) wait() {
	a.set(`SET statement_timeout = 0; SET idle_session_timeout = 0;
		SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout' -- of version 17 and newer`)
}

// plainParse returns what is wrong with a URL, without the URL.
func plainParse(err error) string {
	if parse, ok := errors.AsType[*pgconn.ParseConfigError](err); ok {
		text := parse.Error()
		if _, after, found := strings.Cut(text, "`: "); found {
			// The cause may quote a value; what it says first does not.
			before, _, _ := strings.Cut(after, " (")
			if strings.Contains(before, "TLS") {
				before += ": sslmode is disable, require, verify-ca or verify-full, sslrootcert, sslcert and sslkey are files"
			}
			return before
		}
	}
	return "the URL cannot be used"
}

func hostsOf(c *pgx.ConnConfig) []string {
	hosts := []string{c.Host}
	for _, f := range c.Fallbacks {
		hosts = append(hosts, f.Host)
	}
	return slices.Compact(hosts)
}

// local reports whether a host is this machine: a socket, or a loopback address.
func local(host string) bool {
	if host == "localhost" || strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// connect makes a connection outside of the pool.
func (a *address) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, a.pool.ConnConfig.Copy())
}

// String returns the URL without its password.
func (a *address) String() string { return a.shown }

// dump returns the command that copies the record.
func (a *address) dump() string {
	u, err := url.Parse(a.shown)
	if err != nil {
		return "pg_dump"
	}
	q := u.Query()
	q.Del("schema")
	u.RawQuery = q.Encode()
	return fmt.Sprintf("pg_dump --format=custom --schema=%s --file=record.dump '%s'", a.schema, u)
}

// channel returns the name of the channel on which commits are notified.
func (a *address) channel() string { return "warta " + a.schema }

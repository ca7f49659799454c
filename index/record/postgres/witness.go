package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"

	"warta/index/record"
)

// A place is where a connection leads. A standby that takes over begins another timeline, and
// so does a recovery to an earlier moment. A connection does not outlast either.
type place struct {
	system   int64 // of the server and its standbys; a server made by a dump or an upgrade has another
	timeline int64 // rises; 0: the server only reads
}

// placeOn asks the server of a connection.
func placeOn(ctx context.Context, conn *pgx.Conn) (p place, err error) {
	err = conn.QueryRow(ctx, `SELECT system_identifier, CASE WHEN pg_is_in_recovery() THEN 0
		ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint END FROM pg_control_system()`).Scan(&p.system, &p.timeline)
	if err != nil {
		return p, fmt.Errorf("ask for the timeline of the server: %w", err)
	}
	return p, nil
}

// Questions about the changes after which timelines began. The first transaction that writes
// on a timeline adds its row.
const (
	askTimelines = "SELECT max(n), min(change) FILTER (WHERE n > $2) FROM timeline WHERE system = $1"
	addTimeline  = "INSERT INTO timeline (system, n, change) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
)

// timelines is the answer to askTimelines.
type timelines struct {
	last  *int64 // that was written on; nil: none
	began *int64 // lowest change after which a later timeline than the known one began; nil: none did
}

// A witness remembers how far the record had got, on which timeline, to notice when it is not
// that record any more. It is safe for concurrent use.
type witness struct {
	mu      sync.Mutex
	lineage string
	known   sight
	lost    error // it is another record for good: [record.ErrReplaced] or [record.ErrWentBack]
}

// A sight is the state of a record as a connection has seen it.
type sight struct {
	at   place
	head uint64
}

// before returns what is known, and why the record is lost, before a connection is asked.
func (w *witness) before() (known sight, lost error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.known, w.lost
}

// renew notes that this process has given the record another lineage.
func (w *witness) renew(lineage string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lineage = lineage
}

// raise notes a change that was committed at the known place.
func (w *witness) raise(head uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.known.head = max(w.known.head, head)
}

// judge compares what a connection saw with what was known before it was asked. seen is nil but
// for the first question on the connection. The error wraps [record.ErrReplaced] or
// [record.ErrWentBack], and is returned by each later call too, or [record.ErrAway] for a server
// that another one has replaced.
func (w *witness) judge(known sight, lineage string, saw sight, seen *timelines) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	same := saw.at.system == w.known.at.system
	switch {
	case w.lost != nil:
	case lineage != w.lineage:
		w.lost = record.ErrReplaced
	case same && saw.at.timeline != 0 && saw.at.timeline < w.known.at.timeline:
		return fmt.Errorf("%w: it is on timeline %d, and timeline %d was seen before: stop it, or give the record a new lineage where its state was put back", record.ErrAway, saw.at.timeline, w.known.at.timeline)
	case saw.head < known.head:
		w.lost = fmt.Errorf("%w: it went back from change %d to %d", record.ErrWentBack, known.head, saw.head)
	case same && known.at == w.known.at && seen != nil && seen.began != nil && uint64(*seen.began) < w.known.head:
		w.lost = fmt.Errorf("%w: a later timeline began at change %d, and change %d was known", record.ErrWentBack, *seen.began, w.known.head)
	}
	if w.lost != nil {
		return w.lost
	}
	if seen != nil && saw.at.timeline != 0 {
		w.known.at = saw.at
	}
	w.known.head = max(w.known.head, saw.head)
	return nil
}

// isLost reports whether an error says that the record is not the one that was opened.
func isLost(err error) bool {
	return errors.Is(err, record.ErrReplaced) || errors.Is(err, record.ErrWentBack)
}

package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"warta/index/record"
)

const (
	// pollEvery bounds the time from a commit of another process to its being known here.
	pollEvery = time.Second
	// answerFor bounds the answer to a question that takes the server no time.
	answerFor = 5 * time.Second
)

// againAfter is the pause before a connection for listening is made again.
const againAfter = pollEvery / 4

// listen keeps the head up to date until the record closes. The server tells of commits on a
// connection of its own; a notification may be lost with it, so the number is asked for
// besides. The server is away where it does not answer in time, where no connection can be made,
// and where two break one after the other before it has answered: one that is cut tells nothing.
func (s *Store) listen() {
	for cuts := 0; ; {
		answered, err := s.hear()
		if cuts++; answered {
			cuts = 1
		}
		if s.ctx.Err() != nil {
			return
		}
		if isLost(err) { // nothing is left to be heard
			s.reach.regain() // the server answers
			s.opts.Log.ErrorContext(s.ctx, "the record is not the one that was opened", "record", s.at, "err", err)
			return
		}
		_, refused := errors.AsType[*pgconn.ConnectError](err)
		gone := refused || errors.Is(err, context.DeadlineExceeded)
		if (gone || cuts > 1) && s.reach.lose(err, gone) {
			s.opts.Log.WarnContext(s.ctx, "the record does not answer", "record", s.at, "err", err)
		}
		select {
		case <-time.After(againAfter):
		case <-s.ctx.Done():
			return
		}
	}
}

// hear listens on one connection until it fails. It reports whether the server has answered.
func (s *Store) hear() (answered bool, err error) {
	conn, err := s.at.connect(s.ctx)
	if err != nil {
		return false, classified(err)
	}
	defer func() { closeSoon(conn) }()
	within, cancel := context.WithTimeout(s.ctx, answerFor)
	_, err = conn.Exec(within, "LISTEN "+pgx.Identifier{s.at.channel()}.Sanitize())
	var at place
	if err == nil {
		at, err = placeOn(within, conn)
	}
	err = asked(within, err)
	cancel()
	if err != nil {
		return false, err
	}
	for ; ; answered = true {
		within, cancel := context.WithTimeout(s.ctx, answerFor)
		head, err := s.look(within, conn, at, !answered)
		err = asked(within, err)
		cancel()
		if err != nil {
			return answered, err
		}
		if s.reach.regain() {
			s.opts.Log.InfoContext(s.ctx, "the record answers again", "record", s.at)
		}
		s.head.Raise(head)
		waited, cancel := context.WithTimeout(s.ctx, pollEvery)
		_, err = conn.WaitForNotification(waited)
		late := waited.Err() != nil && s.ctx.Err() == nil
		cancel()
		if err != nil && (!late || conn.IsClosed()) {
			return true, classified(err)
		}
	}
}

// askCounter asks for the lineage, the last change, and whether commits wait for a standby.
const askCounter = "SELECT lineage, change, " + standbysNamed + " FROM counter"

// standbysNamed says whether commits wait for a standby. The setting may change at any time.
const standbysNamed = "current_setting('synchronous_standby_names') <> ''"

// look returns the number of the last change, and judges whether the record is still the one
// that was opened. The first look of a connection asks for timelines: later ones find no other.
func (s *Store) look(ctx context.Context, conn *pgx.Conn, at place, first bool) (uint64, error) {
	known, lost := s.witness.before()
	if lost != nil {
		return 0, lost
	}
	var seen *timelines
	var lineage string
	var head int64
	var waits bool
	err := conn.QueryRow(ctx, askCounter).Scan(&lineage, &head, &waits)
	if err == nil {
		s.waits.Store(waits)
	}
	if err == nil && first { // after the counter: a row of a timeline is there with its first change
		seen = new(timelines)
		err = conn.QueryRow(ctx, askTimelines, at.system, known.at.timeline).Scan(&seen.last, &seen.began)
	}
	if err != nil {
		return 0, err
	}
	return uint64(head), s.witness.judge(known, lineage, sight{at, uint64(head)}, seen)
}

// closeSoon closes a connection that nothing depends on.
func closeSoon(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), answerFor)
	defer cancel()
	_ = conn.Close(ctx)
}

// asked returns the error of a question that had to be answered before ctx ends: a question
// without an answer is one to a server that is away.
func asked(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return errors.Join(record.ErrAway, err)
	}
	return classified(err)
}

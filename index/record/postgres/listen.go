package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"warta/index/record"
)

const (
	// pollEvery bounds the time from a commit of another process to its being known here.
	pollEvery = time.Second
	// answerFor bounds the answer to a question that takes the server no time.
	answerFor = 5 * time.Second
)

// listen keeps the head up to date until the record closes. The server tells of commits on a
// connection of its own; a notification may be lost with it, so the number is asked for
// besides.
func (s *Store) listen() {
	for {
		err := s.hear()
		if s.ctx.Err() != nil {
			return
		}
		if isLost(err) { // nothing is left to be heard
			s.opts.Log.ErrorContext(s.ctx, "the record is not the one that was opened", "record", s.at, "err", err)
			return
		}
		if s.away.Swap(&err) == nil {
			s.opts.Log.WarnContext(s.ctx, "the record does not answer", "record", s.at, "err", err)
		}
		select {
		case <-time.After(pollEvery / 2):
		case <-s.ctx.Done():
			return
		}
	}
}

// hear listens on one connection until it fails.
func (s *Store) hear() (err error) {
	conn, err := s.at.connect(s.ctx)
	if err != nil {
		return classified(err)
	}
	defer func() { closeSoon(conn) }()
	asked, cancel := context.WithTimeout(s.ctx, answerFor)
	_, err = conn.Exec(asked, "LISTEN "+pgx.Identifier{s.at.channel()}.Sanitize())
	var at place
	if err == nil {
		at, err = placeOn(asked, conn)
	}
	cancel()
	if err != nil {
		return classified(err)
	}
	for first := true; ; first = false {
		asked, cancel := context.WithTimeout(s.ctx, answerFor)
		head, err := s.look(asked, conn, at, first)
		cancel()
		if err != nil {
			return classified(err)
		}
		if s.away.Swap(nil) != nil {
			s.opts.Log.InfoContext(s.ctx, "the record answers again", "record", s.at)
		}
		s.head.Raise(head)
		waited, cancel := context.WithTimeout(s.ctx, pollEvery)
		_, err = conn.WaitForNotification(waited)
		late := waited.Err() != nil && s.ctx.Err() == nil
		cancel()
		if err != nil && (!late || conn.IsClosed()) {
			return classified(err)
		}
	}
}

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
	err := conn.QueryRow(ctx, "SELECT lineage, change FROM counter").Scan(&lineage, &head)
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

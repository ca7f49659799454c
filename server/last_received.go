package server

import (
	"context"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
)

// readyPause is the pause between two checks whether the archive can be searched.
const readyPause = 5 * time.Second

// restoreLastReceived sets the metric of the last arrival of each satker to the time when
// its newest article was last written, so that satker that were silent since the process
// began have one. It sends one small search after another, takes no place of searches,
// and ends with ctx.
func (s *Server) restoreLastReceived(ctx context.Context) {
	for s.archive.Ready(ctx) != nil {
		select {
		case <-time.After(readyPause):
		case <-ctx.Done():
			return
		}
	}
	for o := range s.names.Offices.Offices() {
		if ctx.Err() != nil {
			return
		}
		if at := s.lastWritten(ctx, o.Code); !at.IsZero() {
			s.metrics.Arrived(o.Code, at)
		}
	}
}

// lastWritten returns when the newest article of a satker was last written; zero if it
// has none or the archive fails.
func (s *Server) lastWritten(ctx context.Context, satker string) time.Time {
	ctx, cancel := context.WithTimeout(ctx, s.opts.QueryTimeout)
	defer cancel()
	page, err := s.archive.Search(ctx, search.Query{Publisher: []string{satker}, Sort: index.Newest, Size: 1})
	if err != nil || len(page.Hits) == 0 {
		return time.Time{}
	}
	lines, _, err := s.archive.Writes(ctx, archive.WritesPlace{}, page.Hits[0].ID, 1)
	if err != nil || len(lines) == 0 {
		return time.Time{}
	}
	return lines[0].At
}

package server

import (
	"context"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/index/search"
)

// readyPause is how long is waited until the archive is looked at again, where it
// cannot be searched yet.
const readyPause = 5 * time.Second

// restoreLastReceived tells the metrics when each satker last sent something before this
// process began: when the newest of its articles was last written. Else a satker that
// has been silent since the last restart would not show at all. It asks one small
// question after the other and takes no place from anybody; it ends with ctx.
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

// lastWritten returns when the newest article of a satker was last written; zero where
// it has none, or the archive does not say: what arrives from now on counts all the
// same.
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

package opensearch

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Times of a purge.
const (
	purgeChecks   = 12              // looks at the age of deleted text per Options.PurgeAfter
	purgePoll     = time.Second     // between two looks at what the shards still keep
	purgePatience = 5 * time.Minute // until the shards must need deleted documents no longer
	mergeTimeout  = 2 * time.Hour   // of the request that rewrites files
)

// purgeRegularly purges when deleted text is older than Options.PurgeAfter, until ctx ends. Only
// an engine that applies does.
func (e *Engine) purgeRegularly(ctx context.Context) {
	tick := time.NewTicker(max(e.options.PurgeAfter/purgeChecks, time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		since := e.deletedSince()
		// A time far in the future means that the clock was wrong.
		if age := e.options.Now().Sub(since); since.IsZero() || max(age, -age) < e.options.PurgeAfter {
			continue
		}
		begin := time.Now()
		switch err := e.purge(ctx); {
		case ctx.Err() != nil:
			return
		case err != nil:
			e.options.Log.ErrorContext(ctx, "opensearch: deleted text is still in the files", "index", e.name, "err", err)
		default:
			e.options.Log.InfoContext(ctx, "opensearch: deleted text is out of the files", "index", e.name, "took", time.Since(begin))
		}
	}
}

// deletedSince returns since when the files may hold deleted text, the zero time where they hold
// none or this engine does not apply.
func (e *Engine) deletedSince() time.Time {
	e.writer.mu.Lock()
	defer e.writer.mu.Unlock()
	if !e.writer.sure || e.writer.state.Deleted == 0 {
		return time.Time{}
	}
	return time.Unix(e.writer.state.Deleted, 0)
}

// Purge removes deleted and replaced text from the files of all copies of all shards; until then
// they are only marked as deleted. Searches and Apply run meanwhile; other engines over the index
// let go of the old files with their next search. It takes half a minute and
// more, since shards keep deleted documents for copies that may need them. The engine that applies
// calls it by itself once deleted text is as old as Options.PurgeAfter.
func (e *Engine) Purge(ctx context.Context) error {
	done, err := e.use()
	if err != nil {
		return err
	}
	defer done()
	return kindly("opensearch.Purge", e.purge(ctx))
}

func (e *Engine) purge(ctx context.Context) error {
	begin := e.options.Now()
	if err := e.words.recount(ctx, e); err != nil {
		return fmt.Errorf("purge: count the words anew: %w", err)
	}
	deletes, err := e.rewriteMarkers(ctx, nil)
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	kept, err := e.sequences(ctx)
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	// A shard keeps its last operation, so that there must be a later one.
	if _, err := e.rewriteMarkers(ctx, nil); err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	if err := e.unneeded(ctx, kept); err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	for _, step := range []string{"/_flush?force=true", "/_forcemerge?only_expunge_deletes=true&flush=true", "/_flush?force=true"} {
		if err := e.maintain(ctx, step); err != nil {
			return fmt.Errorf("purge: %w", err)
		}
	}
	if _, err = e.rewriteMarkers(ctx, &purged{begin, deletes}); err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	// Files go once no search needs them: from now on all look at the new ones.
	if err := e.refresh(ctx); err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	v, err := e.newest(ctx)
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	v.release()
	return nil
}

// purged tells of a purge that has ended.
type purged struct {
	begin   time.Time
	deletes uint64 // batches that had deleted something when it began
}

// rewriteMarkers writes the markers again, and returns how many batches have deleted something.
// Behind a purge they tell that the files hold no deleted text, or only what was deleted since it
// began.
func (e *Engine) rewriteMarkers(ctx context.Context, behind *purged) (deletes uint64, err error) {
	w := &e.writer
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.sure {
		return w.deletes, fmt.Errorf("the engine has not applied anything yet")
	}
	b := &batch{e: e, mark: w.mark, state: w.state.clone()}
	if behind != nil {
		b.state.Purges++
		if b.state.Deleted = 0; behind.deletes != w.deletes {
			b.state.Deleted = behind.begin.Unix()
		}
	}
	if err := b.markers(ctx); err != nil {
		w.sure = false
		return w.deletes, err
	}
	w.state = b.state
	return w.deletes, nil
}

// maintain sends a request that may take long, and reports shards that failed.
func (e *Engine) maintain(ctx context.Context, step string) error {
	var got struct {
		Shards struct{ Failed int } `json:"_shards"`
	}
	if err := e.client.doWithin(ctx, bounds{mergeTimeout, maxAnswer}, http.MethodPost, e.path+step, nil, &got); err != nil {
		return err
	}
	if got.Shards.Failed > 0 {
		return &statusError{status: http.StatusServiceUnavailable, reason: fmt.Sprintf("%s failed on %d shards", step, got.Shards.Failed)}
	}
	return nil
}

// shardStats are what the copies of shards tell of their operations, by the number of the shard.
type shardStats map[string][]struct {
	Sequence struct {
		Max int64 `json:"max_seq_no"`
	} `json:"seq_no"`
	Retention struct {
		Leases []struct {
			Sequence int64 `json:"retaining_seq_no"`
		}
	} `json:"retention_leases"`
}

func (e *Engine) shardStats(ctx context.Context) (shardStats, error) {
	var got struct {
		Indices map[string]struct{ Shards shardStats }
	}
	if err := e.client.do(ctx, http.MethodGet, e.path+"/_stats/docs?level=shards", nil, &got); err != nil {
		return nil, fmt.Errorf("ask for the operations of the shards: %w", err)
	}
	return got.Indices[e.name].Shards, nil
}

// sequences returns the last operation of each shard.
func (e *Engine) sequences(ctx context.Context) (map[string]int64, error) {
	stats, err := e.shardStats(ctx)
	if err != nil {
		return nil, err
	}
	last := make(map[string]int64)
	for shard, copies := range stats {
		for _, c := range copies {
			last[shard] = max(last[shard], c.Sequence.Max)
		}
	}
	return last, nil
}

// unneeded waits until no copy of a shard can need its operations up to some.
func (e *Engine) unneeded(ctx context.Context, upto map[string]int64) error {
	ctx, cancel := context.WithTimeoutCause(ctx, purgePatience, fmt.Errorf("shards still keep deleted documents after %v", purgePatience))
	defer cancel()
	for {
		stats, err := e.shardStats(ctx)
		if err != nil {
			return err
		}
		if stats.beyond(upto) {
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(purgePoll):
		}
	}
}

// beyond reports whether all copies of the shards keep only operations behind some.
func (s shardStats) beyond(upto map[string]int64) bool {
	for shard, copies := range s {
		for _, c := range copies {
			for _, lease := range c.Retention.Leases {
				if lease.Sequence <= upto[shard] {
					return false
				}
			}
		}
	}
	return len(s) > 0
}

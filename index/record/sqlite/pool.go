package sqlite

import (
	"context"
	"database/sql"
	"sync"
)

// A pool is the readers' side of the record: connections that only read, and
// each statement prepared once.
type pool struct {
	db *sql.DB

	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

func (p *pool) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.mu.RLock()
	st := p.stmts[query]
	p.mu.RUnlock()
	if st == nil {
		var err error
		if st, err = p.prepare(ctx, query); err != nil {
			return nil, err
		}
	}
	return st.QueryContext(ctx, args...)
}

func (p *pool) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if st := p.stmts[query]; st != nil {
		return st, nil
	}
	st, err := p.db.PrepareContext(ctx, query)
	if err == nil {
		p.stmts[query] = st
	}
	return st, err
}

// close closes the statements and the connections.
func (p *pool) close() error {
	for _, st := range p.stmts {
		_ = st.Close() // its connections go too
	}
	return p.db.Close()
}

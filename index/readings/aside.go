package readings

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

const asideSchema = `
CREATE TABLE IF NOT EXISTS aside (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, why TEXT NOT NULL) STRICT, WITHOUT ROWID;
`

// An Aside is an article that is set aside: it could not be read, or not be made ready
// for the index, and its reading is less than what the article says. The mark is gone
// with the next change of the article, and with the readings: those of another version
// of the reader have none of it.
type Aside struct {
	ID  string
	Seq uint64 // of the version that was read
	Why string // one line, at most maxWhy bytes
}

// maxWhy bounds the reason that is kept.
const maxWhy = 200

// loadAside reads which articles are set aside.
func (r *Readings) loadAside(ctx context.Context) error {
	rows, err := r.write.QueryContext(ctx, "SELECT id, seq, why FROM aside")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err says it all
	r.aside = make(map[string]Aside)
	for rows.Next() {
		var a Aside
		if err := rows.Scan(&a.ID, &a.Seq, &a.Why); err != nil {
			return err
		}
		r.aside[a.ID] = a
	}
	return rows.Err()
}

// asideIn writes which of the changed articles are set aside, and returns all that are.
func (r *Readings) asideIn(ctx context.Context, tx *sql.Tx, changes []Change) (map[string]Aside, error) {
	r.mu.Lock()
	was := r.aside
	r.mu.Unlock()
	now, own := was, false
	change := func() map[string]Aside { // was goes on being read
		if !own {
			now, own = maps.Clone(was), true
		}
		return now
	}
	for _, c := range changes {
		_, there := now[c.ID]
		switch {
		case c.Aside != "" && c.Article != nil:
			a := Aside{ID: c.ID, Seq: c.Seq, Why: reason(c.Aside)}
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO aside (id, seq, why) VALUES (?, ?, ?)", a.ID, a.Seq, a.Why); err != nil {
				return nil, err
			}
			change()[a.ID] = a
		case there:
			if _, err := tx.ExecContext(ctx, "DELETE FROM aside WHERE id = ?", c.ID); err != nil {
				return nil, err
			}
			delete(change(), c.ID)
		}
	}
	return now, nil
}

// reason returns the first line of why, cut where it is long.
func reason(why string) string {
	why, _, _ = strings.Cut(strings.ToValidUTF8(why, "?"), "\n")
	if len(why) <= maxWhy {
		return why
	}
	end := maxWhy
	for !utf8.RuneStart(why[end]) {
		end--
	}
	return why[:end]
}

// Aside returns the articles that are set aside, in the order of their changes.
func (r *Readings) Aside() []Aside {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.SortedFunc(maps.Values(r.aside), func(a, b Aside) int { return cmp.Compare(a.Seq, b.Seq) })
}

// IsAside reports whether an article is set aside.
func (r *Readings) IsAside(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, aside := r.aside[id]
	return aside
}

// AsideLen returns how many articles are set aside.
func (r *Readings) AsideLen() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.aside)
}

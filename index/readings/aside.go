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

// An Aside marks an article as set aside: its parsing, or the preparation of its documents,
// failed, and its reading is incomplete. The next change of the article removes the mark.
// Readings that are rebuilt begin without marks.
type Aside struct {
	ID  string
	Seq uint64 // change of the version that failed
	Why string // one line, at most maxWhy bytes
}

// maxWhy is the maximum length of Aside.Why in bytes.
const maxWhy = 200

// loadAside loads the articles that are set aside.
func (r *Readings) loadAside(ctx context.Context) error {
	rows, err := r.write.QueryContext(ctx, "SELECT id, seq, why FROM aside")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the error
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

// asideIn writes the marks of changed articles and returns all marks. It does not change
// r.aside.
func (r *Readings) asideIn(ctx context.Context, tx *sql.Tx, changes []Change) (map[string]Aside, error) {
	r.mu.Lock()
	was := r.aside
	r.mu.Unlock()
	now, own := was, false
	change := func() map[string]Aside { // readers may use was
		if !own {
			now, own = maps.Clone(was), true
		}
		return now
	}
	for _, c := range changes {
		_, there := now[c.ID]
		switch {
		case c.Aside != "" && c.Article != nil:
			a := Aside{ID: c.ID, Seq: c.Seq, Why: Reason(c.Aside)}
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

// Reason returns why as [Aside].Why has it: the first line, cut to maxWhy bytes.
func Reason(why string) string {
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

// AsideLen returns the number of articles that are set aside.
func (r *Readings) AsideLen() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.aside)
}

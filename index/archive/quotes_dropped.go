package archive

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/internal/shield"
	"warta/index/record"
	"warta/index/search"
)

// A quote keeps its address when its source changes or drops it: the record keeps the earlier
// versions, and the reader finds the quote in one of them.

const (
	// maxLookBack is how many versions before the standing one are searched for a quote.
	maxLookBack = 50
	// lookBackTime bounds one such search. A version takes some milliseconds to read.
	lookBackTime = 10 * time.Second
	// lookBacks is how many of these searches run at once. The others wait.
	lookBacks = 2
	// lookBackWait bounds that wait.
	lookBackWait = 3 * time.Second
	// maxListed bounds the versions whose quotes stay in memory, as ids and speakers.
	maxListed = 4096
	// maxSettled bounds the quotes of which it stays in memory that they have no earlier speaker.
	maxSettled = 16384
)

// A DroppedQuote tells of a quote that the standing version of its article does not have.
type DroppedQuote struct {
	LastVersion int              `json:"last_version"`  // number of the newest version that has the quote
	Changed     time.Time        `json:"changed_at"`    // when the version after it arrived
	Now         *search.QuoteHit `json:"now,omitempty"` // the quote of the standing version with the most of its words, or nil

	NowIn *article.Article `json:"-"` // the standing version as shown, with Now as its only quote; nil with Now
}

// An EarlierTelling is another speaker whom an earlier version gives the words of a quote of the
// standing version.
type EarlierTelling struct {
	LastVersion int             `json:"last_version"` // number of the newest version with that speaker
	Changed     time.Time       `json:"changed_at"`   // when the version after it arrived
	Speaker     *article.Person `json:"speaker"`      // nil for a person who is not public
}

// An oldVersion is a version before the standing one that has a quote.
type oldVersion struct {
	art    *article.Article // before corrections
	at     int              // index of the quote in art.Quotes
	number int
	next   time.Time // when the version after it arrived
}

// dropped returns the newest version before the standing one, of the number standing, that
// has the quote with an id. Of the versions before the newest maxLookBack are read. Versions
// whose text was removed are never among them. The error is of kind [index.Gone] where no
// version has the quote, and of kind [index.Busy] where the search takes too long.
func (a *Archive) dropped(ctx context.Context, op, articleID, id string, standing int) (oldVersion, error) {
	if standing <= 1 {
		return oldVersion{}, goneQuote(op, articleID)
	}
	if err := a.lookingBack.enter(ctx); err != nil {
		return oldVersion{}, lookBackError(ctx, op, err)
	}
	defer a.lookingBack.leave()
	old, _, err := a.lookBack(ctx, op, articleID, id, standing, func(string) bool { return true })
	if err != nil {
		return oldVersion{}, err
	}
	if old == nil {
		return oldVersion{}, goneQuote(op, articleID)
	}
	return *old, nil
}

// A settledQuote is a quote of a standing version, by the key of its speaker, whose words no earlier
// version gives to another speaker. That holds for good, because a version never changes.
type settledQuote struct {
	of             versionOf
	quote, speaker string
}

// earlier returns the newest version that gives the words of a standing quote to another speaker,
// nil for none. A version without a speaker for them is none. The versions are read once for a
// quote without such a version. Where as many searches run as may, earlier does not wait for them
// and returns nil.
func (a *Archive) earlier(ctx context.Context, op string, one quoted) (*EarlierTelling, error) {
	q := one.art.Quotes[one.at]
	if q.Speaker == nil || one.version <= 1 {
		return nil, nil
	}
	now := speakerKey(&q)
	settled := settledQuote{versionOf{one.id, one.version}, q.ID, now}
	if _, known := a.settled.get(settled); known || !a.lookingBack.tryEnter() {
		return nil, nil
	}
	defer a.lookingBack.leave()
	old, whole, err := a.lookBack(ctx, op, one.id, q.ID, one.version, func(then string) bool { return then != "" && then != now })
	if err != nil {
		return nil, err
	}
	if old == nil {
		if whole {
			a.settled.put(settled, struct{}{})
		}
		return nil, nil
	}
	then := quoted{id: one.id, art: old.art, at: old.at}
	told := a.shownPast(then.only())
	telling := &EarlierTelling{LastVersion: old.number, Changed: old.next}
	if who := told.Quotes[0].Speaker; who != nil && slices.ContainsFunc(told.Officials, func(o article.Official) bool { return o.ID == who.ID && o.Public }) {
		telling.Speaker = who
	}
	return telling, nil
}

// speakerKey returns the name of the speaker of a quote, equal for spellings that sound the
// same; empty for no speaker.
func speakerKey(q *article.Quote) string {
	if q.Speaker == nil {
		return ""
	}
	return indonesian.NameSkeleton(q.Speaker.Name)
}

// lookBack returns the newest version before the standing one in which the speaker of a quote is
// wanted, nil for none, see [Archive.dropped]. whole is set if each of the versions that it looked
// for was read. The caller has a place in a.lookingBack.
func (a *Archive) lookBack(ctx context.Context, op, articleID, id string, standing int, wanted func(speaker string) bool) (old *oldVersion, whole bool, err error) {
	limited, cancel := context.WithTimeout(ctx, lookBackTime)
	defer cancel()
	whole = true
	var next time.Time
	read := 0
	for before := uint64(0); ; {
		cs, err := a.record.Versions(limited, articleID, before, maxLookBack+1-read)
		if errors.Is(err, record.ErrNotFound) {
			return nil, false, nil
		}
		if err != nil {
			return nil, false, lookBackError(ctx, op, explained(op, err))
		}
		for _, c := range cs {
			before = c.Seq
			if c.Removed { // and restored later
				continue
			}
			switch {
			case c.Version >= standing:
			case c.Damaged != nil:
				whole = false
			default:
				if read++; a.tells(c, id, wanted) {
					if art, at := a.readFor(c, id); at >= 0 {
						return &oldVersion{art: art, at: at, number: c.Version, next: next}, whole, nil
					}
				}
			}
			if next = c.At; c.Version == 1 || read == maxLookBack {
				return nil, whole, nil
			}
			if err := limited.Err(); err != nil {
				return nil, false, lookBackError(ctx, op, err)
			}
		}
		if len(cs) == 0 || cs[len(cs)-1].Version == 1 {
			return nil, whole, nil
		}
	}
}

// lookBackError returns the error of a search for a dropped quote: of kind [index.Busy]
// where its own bound on time ended it, and not the caller.
func lookBackError(ctx context.Context, op string, err error) error {
	if !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		return err
	}
	return &index.Error{
		Kind: index.Busy, Op: op, Err: err, RetryAfter: time.Second,
		Text: "the earlier versions of the article are not read yet; try again in a moment",
	}
}

// tells reports whether the reading of a version has the quote with an id, by a wanted speaker.
// It remembers the quotes of versions that it has read: a version never changes.
func (a *Archive) tells(c record.Change, id string, wanted func(speaker string) bool) bool {
	of := versionOf{c.ID, c.Version}
	speakers, known := a.listed.get(of)
	if !known {
		art, _ := a.readFor(c, id)
		speakers = make(map[string]string, len(art.Quotes))
		for i := range art.Quotes {
			speakers[art.Quotes[i].ID] = speakerKey(&art.Quotes[i])
		}
		a.listed.put(of, speakers)
	}
	speaker, has := speakers[id]
	return has && wanted(speaker)
}

// readFor reads a version before corrections and finds a quote in it: its index, or -1. A
// version that the reader cannot read has no quotes.
func (a *Archive) readFor(c record.Change, id string) (art *article.Article, at int) {
	err := shield.Call(func() (err error) {
		art, err = a.tryReadChange(c)
		return err
	})
	if err != nil {
		a.opts.Log.Error("an earlier version of an article cannot be read", "id", c.ID, "version", c.Version, "err", err)
		return &article.Article{}, -1
	}
	return art, slices.IndexFunc(art.Quotes, func(q article.Quote) bool { return q.ID == id })
}

// A versionOf names one version of an article.
type versionOf struct {
	article string
	number  int
}

// A memory is a cache of at most a number of entries. A put into a full one empties it first. It is
// safe for concurrent use.
type memory[K comparable, V any] struct {
	most int // entries

	mu      sync.Mutex
	entries map[K]V
}

func newMemory[K comparable, V any](most int) *memory[K, V] { return &memory[K, V]{most: most} }

// get returns the value of a key. The caller must not change it.
func (m *memory[K, V]) get(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.entries[key]
	return value, ok
}

func (m *memory[K, V]) put(key K, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.entries == nil || len(m.entries) >= m.most {
		m.entries = make(map[K]V)
	}
	m.entries[key] = value
}

// A turnstile lets a number of callers in at once.
type turnstile chan struct{}

// enter waits for a place until ctx ends, at most lookBackWait. The error is then that of a
// deadline or of ctx.
func (t turnstile) enter(ctx context.Context) error {
	wait, cancel := context.WithTimeout(ctx, lookBackWait)
	defer cancel()
	select {
	case t <- struct{}{}:
		return nil
	case <-wait.Done():
		return wait.Err()
	}
}

// tryEnter takes a place if one is free. Callers that wait in enter have the next one before it.
func (t turnstile) tryEnter() bool {
	select {
	case t <- struct{}{}:
		return true
	default:
		return false
	}
}

func (t turnstile) leave() { <-t }

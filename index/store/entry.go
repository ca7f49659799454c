package store

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"
	"time"
)

// Received is one article as somebody sent it, before anything was read out of
// it. Its JSON is what lies on disk: fields may be added, never renamed.
type Received struct {
	URL        string `json:"url,omitempty"`
	ExternalID string `json:"external_id,omitempty"`
	Title      string `json:"title,omitempty"`
	Body       string `json:"body,omitempty"`
	HTML       string `json:"html,omitempty"`
	Text       string `json:"text,omitempty"`
	Published  string `json:"published,omitempty"`
	Satker     string `json:"satker,omitempty"`
	Stated     string `json:"stated,omitempty"` // day or time that a listing states of the article, which was cut out of it
}

// size is what r takes while it waits, about.
func (r Received) size() int64 {
	return int64(len(r.URL) + len(r.ExternalID) + len(r.Title) + len(r.Body) + len(r.HTML) + len(r.Text) + len(r.Published) + len(r.Satker) + len(r.Stated) + 512)
}

// An Identity says which article an entry is. URL is canonical. Words is asked
// only where the others are empty; one of the three must be given.
type Identity struct {
	ExternalID string // unique for each Entry.By
	URL        string
	Words      string
}

// An Entry is one article on its way into the record.
type Entry struct {
	Received        Received
	Identity        Identity
	By              string    // id of the key that sent it
	SourceUpdatedAt time.Time // zero where the sender does not say
	Restore         bool      // it may come back although it was removed
	// Same reports whether prev says the same as Received to a reader. It is
	// asked at most once for each version that stands when the entry arrives,
	// with the day as of which both are read, and not for equal contents.
	Same func(prev Received, asOf string) bool
	// Committed is called once the change is on disk and before a follower can
	// see it. It must be quick, and is not called where nothing changed.
	Committed func(Result)
}

// An Outcome says what became of an [Entry].
type Outcome string

// The outcomes.
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
	Stale     Outcome = "stale"
	Removed   Outcome = "removed"
)

// A Result tells what the record now holds of an article.
type Result struct {
	ID      string
	Outcome Outcome
	Seq     uint64 // of the change; of the last one where nothing changed
	Version int    // number of the version that stands
	AsOf    string // day of the first receipt, ISO, in [WIB]
}

// WIB is the time of western Indonesia, in which the record cuts its days.
var WIB = time.FixedZone("WIB", 7*60*60)

// kinds of identities, as the table has them.
const (
	byExternalID = 1
	byURL        = 2
	byWords      = 3
	// byRemovedWords is like byWords, for a removed article that was known by
	// something else.
	byRemovedWords = 4
)

// A handle is an identity as the table holds it.
type handle struct {
	kind int
	key  string // whose external id it is
	hash [16]byte
}

// handles returns the identities of e, those to be asked for first.
func (e *Entry) handles() []handle {
	var hs []handle
	if e.Identity.ExternalID != "" {
		hs = append(hs, handle{byExternalID, e.By, hashOf("external", e.By, e.Identity.ExternalID)})
	}
	if e.Identity.URL != "" {
		hs = append(hs, handle{byURL, "", hashOf("url", e.Identity.URL)})
	}
	if len(hs) == 0 && e.Identity.Words != "" {
		hs = append(hs, handle{byWords, "", hashOf("words", e.Identity.Words)})
	}
	return hs
}

// hashOf returns the first half of the SHA-256 of parts, each with its length
// before it, so that no two lists of parts run into one.
func hashOf(parts ...string) (sum [16]byte) {
	h := sha256.New()
	for _, p := range parts {
		h.Write(binary.AppendUvarint(nil, uint64(len(p))))
		h.Write([]byte(p))
	}
	copy(sum[:], h.Sum(nil))
	return sum
}

// idLen letters of base32 are 60 bits: among a million articles two meet with
// probability 5e-7, and then the later one takes the next attempt.
const idLen = 12

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newID derives an article's id from the identity that it arrived with: from its
// URL where there is one, which means the same everywhere, so that the same
// articles get the same ids in another archive.
func newID(hs []handle, attempt int) string {
	h := hs[0]
	for _, other := range hs {
		if other.kind == byURL {
			h = other
		}
	}
	sum := h.hash
	if attempt > 0 {
		sum = hashOf("again", string(h.hash[:]), strings.Repeat("+", attempt))
	}
	return idEncoding.EncodeToString(sum[:])[:idLen]
}

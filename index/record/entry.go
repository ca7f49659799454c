package record

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"
	"time"
)

// Received is one article as it was sent, before anything was read out of it. Its JSON is
// what records store: fields may be added, never renamed.
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

// Size estimates the bytes that r takes in memory.
func (r Received) Size() int64 {
	return int64(len(r.URL) + len(r.ExternalID) + len(r.Title) + len(r.Body) + len(r.HTML) + len(r.Text) + len(r.Published) + len(r.Satker) + len(r.Stated) + 512)
}

// An Identity says which article an entry is. URL is canonical. Words counts only where
// the others are empty; one of the three must be given.
type Identity struct {
	ExternalID string // unique for each Entry.By
	URL        string
	Words      string
}

// An Entry is one article to be taken into the record.
type Entry struct {
	Received        Received
	Identity        Identity
	By              string    // id of the key that sent it
	SourceUpdatedAt time.Time // zero where the sender does not say
	Restore         bool      // a removed article comes back
}

// An Outcome says what a write did.
type Outcome string

// The outcomes.
const (
	Created   Outcome = "created"   // a new article, or a removed one that came back
	Updated   Outcome = "updated"   // a new version
	Unchanged Outcome = "unchanged" // the standing version says the same
	Stale     Outcome = "stale"     // the standing version is of a newer message
	Removed   Outcome = "removed"
)

// A Result says what the record holds of an article after a write.
type Result struct {
	ID      string
	Outcome Outcome
	Seq     uint64 // of the change; of the last one where nothing changed
	Version int    // number of the version that stands
	AsOf    string // day of the first receipt, ISO, in [WIB]
}

// WIB is the time of western Indonesia, which bounds the days of the record.
var WIB = time.FixedZone("WIB", 7*60*60)

// The kinds of handles, as a record stores them.
const (
	ByExternalID = 1
	ByURL        = 2
	ByWords      = 3
	// ByRemovedWords is like ByWords, for a removed article that had another identity.
	ByRemovedWords = 4
)

// A Handle is an identity as a record stores it: a hash, because identities outlive the
// removal of an article and nothing of it must be left.
type Handle struct {
	Kind int
	Key  string   // id of the key that gave the external id; empty for the other kinds
	Hash [16]byte // unique over all kinds
}

// Handles returns the identities of e in the order in which they are looked up, none for
// an entry without an identity.
func (e *Entry) Handles() []Handle {
	var hs []Handle
	if e.Identity.ExternalID != "" {
		hs = append(hs, Handle{ByExternalID, e.By, hashOf("external", e.By, e.Identity.ExternalID)})
	}
	if e.Identity.URL != "" {
		hs = append(hs, Handle{ByURL, "", hashOf("url", e.Identity.URL)})
	}
	if len(hs) == 0 && e.Identity.Words != "" {
		hs = append(hs, WordsHandle(e.Identity.Words))
	}
	return hs
}

// WordsHandle returns the handle of the words of an article.
func WordsHandle(words string) Handle { return Handle{ByWords, "", hashOf("words", words)} }

// hashOf returns the first half of the SHA-256 of parts, each with its length
// before it, so that no two lists of parts have one hash.
func hashOf(parts ...string) (sum [16]byte) {
	h := sha256.New()
	for _, p := range parts {
		h.Write(binary.AppendUvarint(nil, uint64(len(p))))
		h.Write([]byte(p))
	}
	copy(sum[:], h.Sum(nil))
	return sum
}

// idLen letters of base32 are 60 bits: among a million articles two collide with
// probability 5e-7, and then the later one takes the next attempt.
const idLen = 12

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// NewID derives the id of a new article from the handles of its entry: from its URL where
// it has one, so that the same articles get the same ids in another archive. An id that
// another article has is refused by the record, which then asks with attempt 1, 2, ….
func NewID(hs []Handle, attempt int) string {
	h := hs[0]
	for _, other := range hs {
		if other.Kind == ByURL {
			h = other
		}
	}
	sum := h.Hash
	if attempt > 0 {
		sum = hashOf("again", string(h.Hash[:]), strings.Repeat("+", attempt))
	}
	return idEncoding.EncodeToString(sum[:])[:idLen]
}

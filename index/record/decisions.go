package record

import (
	"encoding/json"
	"time"
)

// A Decision is what an editor decided about something that the reader worked out: two
// officials are one, a quote has another speaker, a quote is hidden. It is applied to
// every new reading.
type Decision struct {
	N       uint64 // rises; filled by the record, as At is
	At      time.Time
	By      string          // key id
	Kind    string          // "official.merge", "quote.speaker"
	Target  string          // id of what it is about
	Article string          // id, for a decision about one article; a removal of the article withdraws it
	Data    json.RawMessage // what was decided; nil withdraws the decision of this kind about the target
	Logged  json.RawMessage // what the audit log keeps of Data; nil: all of it. It outlives the article
}

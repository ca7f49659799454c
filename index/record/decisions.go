package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A Decision is what an editor decided about something that the reader worked out: two
// officials are one, a quote has another speaker, a quote is hidden. It is applied to
// every new reading; one about a quote as long as the quote's words are found again (see
// docs/decisions/0061).
type Decision struct {
	N       uint64 // place in the log of decisions; filled by the record, as At is
	At      time.Time
	By      string          // key id
	Kind    string          // "official.merge", "quote.speaker"
	Target  string          // id of what it is about
	Article string          // id, for a decision about one article; a removal of the article withdraws it
	Data    json.RawMessage // what was decided; nil withdraws the decision of this kind about the target
	Logged  json.RawMessage // what the audit log keeps of Data, which outlives the article; nil: all of it. Not returned
}

// Validate returns why a record refuses d, or nil.
func (d *Decision) Validate() error {
	switch {
	case d.Kind == "" || d.Target == "" || d.Data != nil && !json.Valid(d.Data):
		return errors.New("want a kind, a target, and JSON")
	case d.Kind == KindRoster:
		return fmt.Errorf("the kind %s is of the record itself", KindRoster)
	}
	return nil
}

// Decided is the place of some decisions in the logs.
type Decided struct {
	Seq    uint64 // N of the last one
	Change uint64 // number of the last change of an article that they made; 0: none
}

// KindRoster is the kind of the decision that stands for the newest version of the roster.
// Its target is [RosterTarget], its data {"version":N}.
const KindRoster = "roster"

// RosterDecision returns what a version of the roster appends to the log of decisions.
func RosterDecision(v RosterVersion) Decision {
	return Decision{
		At: v.At, By: v.By, Kind: KindRoster, Target: RosterTarget,
		Data: json.RawMessage(fmt.Sprintf(`{"version":%d}`, v.N)),
	}
}

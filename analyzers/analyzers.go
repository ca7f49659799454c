// Package analyzers reads an article as an editor would: it turns raw text or a
// page into what the contract calls the parsed article.
//
// Reading is a pure function of a [Source] and of the data embedded in the
// stages: no clock, no network, no global state.
package analyzers

import "warta/analyzers/dates"

// A Source is one text or page as it was received, with what was said about it.
// Text, HTML and Body are alternatives: Text is copied from a page, furniture
// and all; HTML is a page; Body is the article alone, Title its title.
type Source struct {
	URL       string // where it stands; empty where unknown
	Title     string
	Body      string
	HTML      string
	Text      string
	Published string // ISO date, or an RFC 3339 time, of which the day in the publisher's zone counts; or empty
	Stated    string // day or time that a listing states of this article, which was cut out of it; or empty
	Satker    string // code of the publisher as the request says, or empty
	AsOf      string // ISO date of first receipt: no year later than it is worked out
	Received  string // ISO date of the receipt of this version, for a page that was changed since; empty: AsOf
}

// received is the day of receipt of this version, or the zero date.
func (s *Source) received() dates.Date {
	if d := dates.ISO(s.Received); !d.IsZero() {
		return d
	}
	return dates.ISO(s.AsOf)
}

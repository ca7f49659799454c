package opensearch

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"warta/index"
)

// The separators of a text, as the analyzers of the template know them. Terms never have them.
const (
	nextPlace  = "\x7f"   // between two places
	samePlace  = "\ue001" // between two terms of one place
	emptyPlace = "\ue000" // stands for a place without a term
)

// clean returns a term without separators.
func clean(term string) string {
	if !strings.ContainsAny(term, nextPlace+samePlace+emptyPlace) {
		return term
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(nextPlace+samePlace+emptyPlace, r) {
			return '\ufffd'
		}
		return r
	}, term)
}

// written returns a text as its analyzer reads it.
func written(t index.Text) string {
	var b strings.Builder
	at := -1 // place of the last term
	for i, term := range t.Terms {
		switch {
		case t.Positions == nil:
			if i > 0 {
				b.WriteString(nextPlace)
			}
		case i > 0 && t.Positions[i] == at:
			b.WriteString(samePlace)
		default:
			if i > 0 {
				b.WriteString(nextPlace)
			}
			for at++; at < t.Positions[i]; at++ {
				b.WriteString(emptyPlace + nextPlace)
			}
		}
		b.WriteString(clean(term))
	}
	return b.String()
}

// writtenPhrase returns the terms of a phrase as the analyzer of places reads them.
func writtenPhrase(terms []string) string {
	list := make([]string, len(terms))
	for i, t := range terms {
		if list[i] = clean(t); t == "" {
			list[i] = emptyPlace
		}
	}
	return strings.Join(list, nextPlace)
}

// noDay is the day of a document without a date in the order from the oldest on.
const noDay = 99999999

// dayOf returns a date as a number such as 20250131, 0 for none.
func dayOf(date string) (n int) {
	if len(date) != len("2006-01-02") {
		return 0
	}
	for _, c := range date {
		if '0' <= c && c <= '9' {
			n = n*10 + int(c-'0')
		}
	}
	return n
}

// dateOf returns the date of a number, empty for none.
func dateOf(day int64) string {
	if day <= 0 || day >= noDay {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", day/10000, day/100%100, day%100)
}

// hashed returns a number for a text that is not empty, more than 0 and within an int64.
func hashed(text string) int64 {
	sum := sha256.Sum256([]byte(text))
	return int64(binary.BigEndian.Uint64(sum[:])>>1) | 1
}

// maxID bounds an id in OpenSearch, in bytes.
const maxID = 512

// idOf returns the id in OpenSearch of a document.
func idOf(document string) string {
	if len(document) <= maxID {
		return document
	}
	sum := sha256.Sum256([]byte(document))
	return "h:" + hex.EncodeToString(sum[:])
}

// termsIn returns the terms of a text as written wrote it.
func termsIn(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(nextPlace+samePlace+emptyPlace, r) })
}

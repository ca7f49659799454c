package opensearch

import (
	"encoding/json"
	"errors"
	"fmt"
)

// An answer is what a search returns.
type answer struct {
	TimedOut bool `json:"timed_out"`
	Hits     struct {
		Total struct{ Value int }
		Hits  []hit
	}
	Aggregations map[string]json.RawMessage
}

// A hit is a document of an answer. Numbers in it are json.Number.
type hit struct {
	Score   json.Number     `json:"_score"`
	Version uint64          `json:"_version"`
	Source  json.RawMessage `json:"_source"`
	Sort    []any
	Fields  map[string][]any
	Matched json.RawMessage `json:"matched_queries"`
}

// text returns the first value of a field of text, empty where there is none.
func (h hit) text(field string) string {
	if v := h.Fields[field]; len(v) > 0 {
		s, _ := v[0].(string)
		return s
	}
	return ""
}

// flag returns the first value of a field that is true or false, false where there is none.
func (h hit) flag(field string) bool {
	v := h.Fields[field]
	return len(v) > 0 && v[0] == true
}

// longOf returns the first value of a field of numbers, 0 where there is none.
func longOf(fields map[string][]any, field string) int64 {
	if v := fields[field]; len(v) > 0 {
		return asLong(v[0])
	}
	return 0
}

// asLong returns a number, 0 for what is none.
func asLong(v any) int64 {
	n, ok := v.(json.Number)
	if !ok {
		return 0
	}
	long, err := n.Int64()
	if err != nil {
		f, _ := n.Float64() // 0 for what is no number
		return int64(f)
	}
	return long
}

// filterCounts returns the counts of a "filters" aggregation by their names.
func filterCounts(raw json.RawMessage) (map[string]int, error) {
	var got struct {
		Buckets map[string]struct {
			Count int `json:"doc_count"`
		}
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		return nil, fmt.Errorf("opensearch: counts are not as expected: %w", err)
	}
	counts := make(map[string]int, len(got.Buckets))
	for name, b := range got.Buckets {
		counts[name] = b.Count
	}
	return counts, nil
}

// errInexact says that the counts of values are not exact, which fails a search.
var errInexact = errors.New("opensearch: the counts of a facet are not exact")

// A bucket is a value of a field with its count.
type bucket struct {
	Key   string `json:"key"`
	Count int    `json:"doc_count"`
}

// A valueCounts is the answer of a "terms" aggregation.
type valueCounts struct {
	Buckets []bucket
	Error   int `json:"doc_count_error_upper_bound"`
	Others  int `json:"sum_other_doc_count"`
}

// topValues returns the answer of a "terms" aggregation, and errInexact where its counts have
// an error.
func topValues(raw json.RawMessage) (*valueCounts, error) {
	got := new(valueCounts)
	if err := json.Unmarshal(raw, got); err != nil {
		return nil, fmt.Errorf("opensearch: counts are not as expected: %w", err)
	}
	if got.Error != 0 {
		return nil, errInexact
	}
	return got, nil
}

// rawJSON is a part of an answer that is read later.
type rawJSON = json.RawMessage

// errAnswer says that an answer is not what was asked for.
var errAnswer = errors.New("opensearch: the answer is not as expected")

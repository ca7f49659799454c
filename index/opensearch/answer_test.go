package opensearch

import (
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/index"
)

func TestErrorsHaveTheirKinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		body   string
		want   index.Kind
	}{
		{http.StatusTooManyRequests, `{"error": {"type": "circuit_breaking_exception", "reason": "[parent] Data too large"}}`, index.Busy},
		{http.StatusServiceUnavailable, `{"error": {"type": "cluster_block_exception", "reason": "blocked"}}`, index.Unavailable},
		{http.StatusBadRequest, `{"error": {"type": "search_phase_execution_exception", "failed_shards": [{"reason": {"type": "query_shard_exception", "caused_by": {"type": "too_many_clauses", "reason": "maxClauseCount is set to 1024"}}}]}}`, index.TooCostly},
		{http.StatusServiceUnavailable, `{"error": {"type": "search_phase_execution_exception", "caused_by": {"type": "too_many_buckets_exception"}}}`, index.TooCostly},
		{http.StatusInternalServerError, `{"error": {"type": "search_phase_execution_exception", "failed_shards": [{"reason": {"type": "task_cancelled_exception"}}]}}`, index.TooCostly},
		{http.StatusUnauthorized, `{"error": {"type": "security_exception"}}`, index.Internal},
		{http.StatusBadRequest, `{"error": "no handler found for uri"}`, index.Internal},
		{http.StatusBadGateway, `<html>`, index.Internal},
	} {
		err := kindly("opensearch.Search", newStatusError(c.status, []byte(c.body)))
		if got := index.KindOf(err); got != c.want {
			t.Errorf("%d %s: kind %v, want %v", c.status, c.body, got, c.want)
		}
		if text := index.TextOf(err); strings.Contains(text, "exception") {
			t.Errorf("readers are told %q", text)
		}
	}
	for _, err := range []error{errUnreachable, errView} {
		if got := index.KindOf(kindly("", err)); got != index.Unavailable {
			t.Errorf("%v: kind %v, want unavailable", err, got)
		}
	}
	gone := newStatusError(http.StatusNotFound, []byte(`{"error": {"root_cause": [{"type": "search_context_missing_exception", "reason": "No search context found for id [5]"}]}}`))
	if !viewGone(gone) || viewGone(newStatusError(http.StatusBadRequest, []byte(`{}`))) {
		t.Error("a point in time that has expired is not told from other errors")
	}
}

func TestCountsWithAnErrorFail(t *testing.T) {
	t.Parallel()
	if _, err := topValues([]byte(`{"doc_count_error_upper_bound": 1, "buckets": [{"key": "a", "doc_count": 3}]}`)); !errors.Is(err, errInexact) {
		t.Errorf("counts with an error bound of 1: %v", err)
	}
	got, err := topValues([]byte(`{"doc_count_error_upper_bound": 0, "sum_other_doc_count": 4, "buckets": [{"key": "a", "doc_count": 3}]}`))
	if err != nil || got.Others != 4 || !slices.Equal(got.Buckets, []bucket{{"a", 3}}) {
		t.Errorf("counts %+v, %v", got, err)
	}
}

// TestTheTemplateHasTheFieldsOfDocuments holds the template against the lists of fields.
func TestTheTemplateHasTheFieldsOfDocuments(t *testing.T) {
	t.Parallel()
	texts := []string{
		index.FieldTitle, index.FieldTitleRoot, index.FieldBody, index.FieldBodyRoot, index.FieldQuote, index.FieldQuoteRoot,
		index.FieldPeople, index.FieldSpeaker, index.FieldPeopleSpelt, index.FieldSpeakerSpelt, index.FieldNames, index.FieldOpening,
		index.FieldAround, index.FieldQuoteTitle, index.FieldRole,
	}
	want := make([]string, len(texts))
	for i, field := range texts {
		want[i] = fieldName(field)
	}
	slices.Sort(want)
	if !slices.Equal(textFields, want) {
		t.Errorf("the template has the texts %v, want %v", textFields, want)
	}
	for _, name := range want {
		if template.Properties[lengthPrefix+name].Type != "integer" {
			t.Errorf("the template has no length of %s", name)
		}
	}
	both := []string{
		index.KeyOfficial, index.KeySatker, index.KeyOffices, index.KeyTopic, index.KeyRegulation, index.KeyPublisher, index.KeySpeaker, index.KeyYear, index.KeyMonth,
		index.KeyDay, index.KeyEventYear, index.KeyEventMonth, index.KeyEventDay, index.KeyStage, index.KeyPerson, index.KeyPersonInside,
	}
	keys := []string{index.KeySuggest, index.KeyGrouped, index.KeyEvidence}
	quoted := []string{index.KeyOffice, index.KeyRole, index.KeyQuoteKind, index.KeyConfidence}
	for _, k := range both {
		keys, quoted = append(keys, k), append(quoted, index.KeyField(index.Quotes, k))
	}
	for _, k := range slices.Concat(keys, quoted) {
		if template.Properties[fieldName(k)].Type != "keyword" {
			t.Errorf("the template has no keys %s", k)
		}
	}
	nested := template.Properties["q"].Properties
	for _, k := range quoted {
		if nested[fieldName(k)].Type != "keyword" {
			t.Errorf("quotes within articles have no keys %s", k)
		}
	}
	for name := range template.Properties {
		if template.Properties[name].Type == "text" && strings.HasPrefix(name, "quote_") && nested[name].Type != "text" {
			t.Errorf("quotes within articles have no text %s", name)
		}
	}
}

func TestTextsKeepTheirPlaces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text index.Text
		want string
	}{
		{index.Text{Terms: []string{"a", "b"}}, "a|b"},
		{index.Text{Terms: []string{"a", "b"}, Positions: []int{0, 1}}, "a|b"},
		{index.Text{Terms: []string{"a", "b", "c"}, Positions: []int{0, 0, 3}}, "a=b|_|_|c"},
		{index.Text{Terms: []string{"a", "b"}, Positions: []int{2, 3}}, "_|_|a|b"},
		{index.Text{Terms: []string{"a" + nextPlace + samePlace, "b"}}, "a\ufffd\ufffd|b"},
		{index.Text{}, ""},
	} {
		got := strings.NewReplacer(nextPlace, "|", samePlace, "=", emptyPlace, "_").Replace(written(c.text))
		if got != c.want {
			t.Errorf("%v is written as %q, want %q", c.text, got, c.want)
		}
	}
	for _, date := range []string{"", "2025-01-31", "1999-12-01"} {
		if got := dateOf(int64(dayOf(date))); got != date {
			t.Errorf("date %q comes back as %q", date, got)
		}
	}
}

// TestStoriesAreJoinedInAnyOrder joins groups in random orders, as shards return them.
func TestStoriesAreJoinedInAnyOrder(t *testing.T) {
	t.Parallel()
	entries := []string{
		`["1 10 100", [2, 2, 20250101, "a:a"]]`, `["1 11 101", [1, 0, 20250105, "a:b"]]`, `["0 11 102", [1, 2, 20250103, "a:c"]]`,
		`["2 12 100", [1, 2, 20250101, "a:d"]]`, `["3 12 100", [1, 2, 20250102, "a:e"]]`, `["0 12 101", [1, 2, 20250102, "a:f"]]`,
		`["4 0 0", [3, 3, 99999999, "a:g"]]`, `["1 10 100", [1, 1, 20250101, "a:h"]]`,
	}
	random := rand.New(rand.NewPCG(1, 2)) // must be repeatable
	for range 50 {
		random.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		s, err := storiesOf([]byte(`{"stories": {"value": [` + strings.Join(entries, ",") + `]}}`))
		if err != nil {
			t.Fatal(err)
		}
		// 1, 10 and 11 are one story of five, 12 is a general title, 4 is a story of three.
		firsts := make(map[string]int)
		for _, b := range s.best {
			firsts[b.first.id] = b.count
		}
		if want := map[string]int{"a:b": 5, "a:d": 1, "a:e": 1, "a:g": 3}; !maps.Equal(firsts, want) || s.dropped != 6 {
			t.Fatalf("stories %v, %d dropped; want %v, 6", firsts, s.dropped, want)
		}
	}
}

// FuzzAnswers reads answers of a server that sends anything.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`{"stories": {"value": [["1 2 3", [1, 2, 20250101, "a:a"]]]}}`))
	f.Add([]byte(`{"hits": {"hits": [{"_score": 1.5, "sort": [1.5, 20250101, "a:a"], "fields": {"story": [5], "told": [true]}, "matched_queries": {"0": 1.5}}]}, "aggregations": {"f0": {"top": {"buckets": []}}}}`))
	f.Add([]byte(`{"error": {"type": "x", "caused_by": {"caused_by": {"reason": "é"}}, "root_cause": [{}]}}`))
	f.Add([]byte(`{"buckets": {"0": {"doc_count": 3}}, "doc_count_error_upper_bound": 7}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if e := newStatusError(500, data); len(e.reason) > maxReason+len("…") || utf8.Valid(data) && !utf8.ValidString(e.reason) {
			t.Errorf("a reason of %d bytes", len(e.reason))
		}
		if s, err := storiesOf(data); err == nil {
			c := candidate{copyKeys: copyKeys{1, 2, 3}}
			s.keep(&c)
		}
		_, _ = topValues(data)    // an error or counts
		_, _ = filterCounts(data) // likewise
		_, _ = docCount(data)     // likewise
		var a answer
		if decoded(data, &a) != nil {
			return
		}
		q := &search{Request: index.Request{Collapse: true}, scored: true, order: make(list, 3)}
		for _, h := range a.Hits.Hits {
			if c, err := q.candidate(h); err == nil && c.ID == "" && len(h.Sort) == 0 {
				t.Errorf("a hit without a place: %+v", h)
			}
			_, _ = (&scorer{named: true, names: []index.Expr{index.Everything{}}}).parts(h.Matched)
		}
		if again, err := json.Marshal(a.Aggregations); err == nil && len(again) == 0 {
			t.Error(reflect.TypeFor[answer]())
		}
	})
}

// Package recordtest holds the contract of a record as tests that every implementation has
// to pass, the plainest record that does so, and a wrapper that makes a record fail.
package recordtest

import (
	"fmt"
	"testing"
	"time"

	"warta/index/record"
)

// Open opens the record in dir, a folder of the test, making it where there is none: after
// Close it opens what was there. now is the clock of the record; nil for the real one. A
// record outside of the file system takes dir as its name.
type Open func(t testing.TB, dir string, now func() time.Time) record.Record

// Test runs the contract against what open opens. Each test opens records of its own. What
// a record may leave out, as [record.Leases], is tested where it is there.
func Test(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, Open){
		"Outcomes":                          testOutcomes,
		"Identities":                        testIdentities,
		"IDsAreTheSameEverywhere":           testIDs,
		"ABaseSaysWhatStands":               testBase,
		"AMovedArticleIsNotPutOver":         testMoved,
		"WritersOfOneArticle":               testWriters,
		"TheFutureFreezesNoArticle":         testFuture,
		"Removal":                           testRemoval,
		"RemovedWords":                      testRemovedWords,
		"Versions":                          testVersions,
		"TheLogIsReadFromAnyMark":           testLog,
		"AFollowerMissesNothing":            testFollower,
		"Wait":                              testWait,
		"VersionsAt":                        testVersionsAt,
		"Arrivals":                          testArrivals,
		"LastRemoval":                       testLastRemoval,
		"Unsettled":                         testUnsettled,
		"EverythingIsThereAfterReopening":   testReopening,
		"AClosedRecordTakesNothing":         testClosed,
		"ACallThatIsCancelledEnds":          testCancelled,
		"Decisions":                         testDecisions,
		"DecisionsAreAllOrNone":             testAllOrNone,
		"DecisionsAreALog":                  testDecisionLog,
		"TheAuditLogOutlivesTheArticle":     testLogged,
		"IDsOfPeople":                       testPeople,
		"ClashesOfIDsAreAnswered":           testClashes,
		"Roster":                            testRoster,
		"Keys":                              testKeys,
		"Writes":                            testWrites,
		"Leases":                            testLeases,
		"RandomCallsAreAnsweredAsByTheFake": testLikeFake,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open)
		})
	}
}

// TestShared runs the part of the contract that needs one record open several times at
// once, as nodes over one record have it.
func TestShared(t *testing.T, open Open) {
	t.Run("WritersOnTwoNodes", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		follow(t, start(t, open, dir, nil), start(t, open, dir, nil), start(t, open, dir, nil))
	})
	t.Run("ANodeHearsOfTheOther", func(t *testing.T) {
		t.Parallel()
		testHears(t, open)
	})
	t.Run("ALeaseIsOfOneNode", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		leaseOf(t, start(t, open, dir, nil), start(t, open, dir, nil))
	})
}

// start opens a record that is closed with the test.
func start(t testing.TB, open Open, dir string, now func() time.Time) record.Record {
	t.Helper()
	r := open(t, dir, now)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// entry is an article known by its URL.
func entry(url, body string) record.Entry {
	return record.Entry{
		Received: record.Received{URL: url, Title: "KPU " + url, Body: body},
		Identity: record.Identity{URL: url},
		By:       "k1",
	}
}

// put takes an entry in as it is.
func put(t testing.TB, r record.Record, e record.Entry) record.Result {
	t.Helper()
	res, err := record.PutOver(t.Context(), r, e, nil)
	if err != nil {
		t.Fatalf("put %+v: %v", e.Received, err)
	}
	return res
}

func head(t testing.TB, r record.Log) uint64 {
	t.Helper()
	head, err := r.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return head
}

// must fails the test for an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func errOf[T any](_ T, err error) error { return err }

// clock is a time that a test sets.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func urls(n int) string { return fmt.Sprint("u", n) }

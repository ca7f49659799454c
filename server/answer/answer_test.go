package answer_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/search"
	"warta/server/answer"
)

func get(t *testing.T, method, tag string, send func(http.ResponseWriter, *http.Request)) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/", nil)
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	w := httptest.NewRecorder()
	send(w, r)
	return w.Result()
}

func TestAnAnswerIsSentAgainOnlyIfItChanged(t *testing.T) {
	t.Parallel()
	s := answer.Sender{CacheFor: time.Minute}
	send := func(body string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) { s.Send(w, r, http.StatusOK, "text/plain", []byte(body)) }
	}
	first := get(t, http.MethodGet, "", send("a"))
	tag := first.Header.Get("ETag")
	if first.StatusCode != http.StatusOK || tag == "" || !strings.Contains(first.Header.Get("Cache-Control"), "s-maxage=60") {
		t.Errorf("got %d %v", first.StatusCode, first.Header)
	}
	for _, c := range []struct {
		method, tag, body string
		want              int
	}{
		{http.MethodGet, tag, "a", http.StatusNotModified},
		{http.MethodHead, `"x", ` + tag, "a", http.StatusNotModified},
		{http.MethodGet, "*", "a", http.StatusNotModified},
		{http.MethodGet, strings.TrimPrefix(tag, "W/"), "a", http.StatusNotModified},
		{http.MethodGet, tag, "b", http.StatusOK},
		{http.MethodPost, tag, "a", http.StatusOK},
	} {
		if got := get(t, c.method, c.tag, send(c.body)); got.StatusCode != c.want {
			t.Errorf("%s of %q with %s: got %d, want %d", c.method, c.body, c.tag, got.StatusCode, c.want)
		}
	}
}

func TestTheTimeOfASearchIsNotPartOfItsTag(t *testing.T) {
	t.Parallel()
	tagOf := func(page search.Page) string {
		return get(t, http.MethodGet, "", func(w http.ResponseWriter, r *http.Request) {
			if err := (answer.Sender{}).JSON(w, r, http.StatusOK, &page); err != nil {
				t.Error(err)
			}
		}).Header.Get("ETag")
	}
	first := tagOf(search.Page{Total: 1, TookMS: 0.001})
	if again := tagOf(search.Page{Total: 1, TookMS: 1234.5}); again != first {
		t.Errorf("slower: %s, want %s", again, first)
	}
	if other := tagOf(search.Page{Total: 2, TookMS: 0.001}); other == first {
		t.Error("another total has the same tag")
	}
	hit := search.Hit{TitleHTML: `"took_ms":1`}
	if a, b := tagOf(search.Page{Hits: []search.Hit{hit}}), tagOf(search.Page{Hits: []search.Hit{{TitleHTML: `"took_ms":2`}}}); a == b {
		t.Error("two titles have the same tag")
	}
}

func TestAPageThatFailsSendsNothing(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	res := get(t, http.MethodGet, "", func(w http.ResponseWriter, r *http.Request) {
		err := answer.Sender{}.HTML(w, r, http.StatusOK, func(out io.Writer) error {
			_, _ = io.WriteString(out, "half")
			return broken
		})
		if !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	})
	if body, err := io.ReadAll(res.Body); err != nil || len(body) > 0 {
		t.Errorf("got %q %v", body, err)
	}
}

func TestErrorsBecomeProblems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		status int
		slug   string
	}{
		{answer.Invalid("size", "too big"), 400, "invalid"},
		{answer.Forbidden("no"), 403, "forbidden"},
		{answer.NoAddress("nothing here"), 404, "not-found"},
		{answer.Unreadable("faulty", nil), 422, "unreadable"},
		{&index.Error{Kind: index.Gone}, 410, "gone"},
		{errors.New("disk"), 500, "internal"},
		{&answer.Refusal{Status: 405, Slug: "method-not-allowed"}, 405, "method-not-allowed"},
	} {
		p := answer.ProblemOf(c.err)
		if p.Status != c.status || p.Slug() != c.slug || p.Status == 500 && strings.Contains(p.Detail, "disk") {
			t.Errorf("%v: got %+v", c.err, p)
		}
	}
}

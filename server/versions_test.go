package server_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/index/archive"
	"warta/server"
)

func TestVersionsArePaged(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	var id string
	for n := range 5 {
		id = read[put](t, s.post("/v1/articles", fmt.Sprintf(`{"external_id":"x","title":"Rapat","body":"KPU menata arsip, yang ke-%d."}`, n+1))).ID
	}
	var got []int
	for cursor := ""; ; {
		page := read[struct {
			ID       string
			Versions []struct{ Version int }
			Next     *string
		}](t, s.get("/v1/articles/"+id+"/versions?size=2&cursor="+url.QueryEscape(cursor)))
		if page.ID != id || len(page.Versions) == 0 || len(page.Versions) > 2 {
			t.Fatalf("got %+v", page)
		}
		for _, v := range page.Versions {
			got = append(got, v.Version)
		}
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	if !slices.Equal(got, []int{5, 4, 3, 2, 1}) {
		t.Errorf("paged through the versions %v", got)
	}
	for _, bad := range []string{"cursor=x", "cursor=djA", "cursor=" + url.QueryEscape("ZHo0"), "size=0", "size=101", "before=1"} {
		if a := s.get("/v1/articles/" + id + "/versions?" + bad); a.status != http.StatusBadRequest {
			t.Errorf("%s: got %d", bad, a.status)
		}
	}
}

// A slowVersions archive reads versions for longer than a request may last.
type slowVersions struct{ *stub }

func (slowVersions) Versions(ctx context.Context, _ string, _ uint64, _ int) ([]archive.Version, uint64, error) {
	<-ctx.Done()
	return nil, 0, ctx.Err()
}

func TestVersionsHaveATime(t *testing.T) {
	t.Parallel()
	s := start(t, slowVersions{&stub{}}, func(o *server.Options) { o.QueryTimeout = 20 * time.Millisecond })
	a := s.get("/v1/articles/a1/versions")
	if p := a.problem(t); a.status != http.StatusUnprocessableEntity || p.Field != "size" || !strings.Contains(p.Detail, "fewer") {
		t.Errorf("got %d %+v", a.status, p)
	}
}

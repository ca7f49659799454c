package server_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/search"
	"warta/server"
	"warta/server/keys"
)

func TestACheckReturnsItsFindings(t *testing.T) {
	t.Parallel()
	s := start(t, &stub{findings: []string{"record: torn"}})
	got := read[struct{ Findings []string }](t, s.do(http.MethodPost, "/v1/admin/check", s.keys[keys.Admin], nil))
	if len(got.Findings) != 1 || got.Findings[0] != "record: torn" {
		t.Errorf("got %q", got.Findings)
	}
	whole := startReal(t)
	whole.fill()
	a := whole.do(http.MethodPost, "/v1/admin/check", whole.keys[keys.Admin], nil)
	if a.status != http.StatusOK || !strings.Contains(a.body, `"findings":[]`) {
		t.Errorf("a sound archive: %d %s", a.status, a.body)
	}
}

func TestReindexCanGoBack(t *testing.T) {
	t.Parallel()
	archive := &stub{}
	s := start(t, archive)
	for query, want := range map[string]string{"": "Reindex", "?rollback=false": "Reindex", "?rollback=true": "Rollback"} {
		archive.calls()
		a := s.do(http.MethodPost, "/v1/admin/reindex"+query, s.keys[keys.Admin], nil)
		if got := archive.calls(); a.status != http.StatusAccepted || !slices.Contains(got, want) {
			t.Errorf("%q: %d %s, calls %v; want %s", query, a.status, a.body, got, want)
		}
	}
	if a := s.do(http.MethodPost, "/v1/admin/reindex?rollback=perhaps", s.keys[keys.Admin], nil); a.status != http.StatusBadRequest {
		t.Errorf("perhaps: %d %s", a.status, a.body)
	}
	whole := startReal(t)
	if a := whole.do(http.MethodPost, "/v1/admin/reindex?rollback=true", whole.keys[keys.Admin], nil); a.status != http.StatusNotFound {
		t.Errorf("with nothing to go back to: %d %s", a.status, a.body)
	}
}

func TestABackupIsCompleteAndLeavesNoFile(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "backups")
	record := strings.Repeat("record", 1<<20) // more than one piece
	var fail error
	s := start(t, &stub{}, func(o *server.Options) {
		o.BackupDir = dir
		o.Backup = func(_ context.Context, file string) error {
			if fail != nil {
				return fail
			}
			return os.WriteFile(file, []byte(record), 0o600)
		}
	})
	if err := os.MkdirAll(filepath.Join(dir, "sending-old"), 0o700); err != nil { // of a process that was killed
		t.Fatal(err)
	}
	a := s.do(http.MethodPost, "/v1/admin/backup", s.keys[keys.Admin], nil)
	sum := sha256.Sum256([]byte(record))
	if want := "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"; a.status != http.StatusOK || a.body != record || a.header.Get("Repr-Digest") != want {
		t.Errorf("got %d with %d bytes, %s; want %d, %s", a.status, len(a.body), a.header.Get("Repr-Digest"), len(record), want)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if a := s.do(http.MethodPost, "/v1/admin/backup?file=/etc/x", s.keys[keys.Admin], nil); a.status != http.StatusBadRequest {
		t.Errorf("a path of the caller's choice: got %d", a.status)
	}
	s.faults, fail = true, errors.New("/secret/path: no room")
	if a := s.do(http.MethodPost, "/v1/admin/backup", s.keys[keys.Admin], nil); a.status != http.StatusInternalServerError || strings.Contains(a.body, "secret") {
		t.Errorf("a disk that is full: got %d %s", a.status, a.body)
	}
	none := start(t, &stub{})
	if a := none.do(http.MethodPost, "/v1/admin/backup", none.keys[keys.Admin], nil); a.status != http.StatusServiceUnavailable {
		t.Errorf("a server without: got %d", a.status)
	}
}

func TestOneUpkeepAtATime(t *testing.T) {
	t.Parallel()
	began, release := make(chan struct{}), make(chan struct{})
	s := start(t, &stub{}, func(o *server.Options) {
		o.BackupDir = t.TempDir()
		o.Backup = func(context.Context, string) error {
			close(began)
			<-release
			return &index.Error{Kind: index.Unavailable, Text: "no"}
		}
	})
	done := make(chan int, 1)
	go func() { done <- s.do(http.MethodPost, "/v1/admin/backup", s.keys[keys.Admin], nil).status }()
	<-began
	a := s.do(http.MethodPost, "/v1/admin/check", s.keys[keys.Admin], nil)
	if p := a.problem(t); a.status != http.StatusServiceUnavailable || p.Type != "/problems/busy" || a.header.Get("Retry-After") == "" {
		t.Errorf("got %d %+v", a.status, p)
	}
	close(release)
	<-done
}

func TestWhatTakesLongIsNotCutOff(t *testing.T) {
	t.Parallel()
	archive := many(500)
	whole := archive.search
	archive.search = func(ctx context.Context, q search.Query) (*search.Page, error) {
		select {
		case <-time.After(60 * time.Millisecond):
			return whole(ctx, q)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	s := start(t, archive, func(o *server.Options) { o.BodyTimeout, o.WriteTimeout = 50*time.Millisecond, 100*time.Millisecond })
	a := s.get("/v1/export")
	if got := strings.Count(a.body, "\n"); a.status != http.StatusOK || got != 500 {
		t.Errorf("got %d with %d rows, want all 500", a.status, got)
	}
}

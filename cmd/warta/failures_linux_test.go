package main_test

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite" // to do damage
)

// Each of docs/failure-modes.md is brought about here, with the real program.

func TestAFullDiskRefusesWritesAndNothingElse(t *testing.T) {
	t.Parallel()
	disks := map[string]func(t *testing.T) *disk{"no file may grow": limitedDisk}
	if mountsAllowed() {
		disks["a small file system"] = func(t *testing.T) *disk { return smallDisk(t, 48) }
	}
	for name, mount := range disks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mount(t)
			p := startVia(t, d.via, "serve", "--addr", "127.0.0.1:0", "--data", d.data)
			key := p.key
			s := &stream{acknowledged: map[int]string{}}
			for range 20 {
				if !s.put(t, p) {
					t.Fatal("refused on an empty disk")
				}
			}
			waitUntilCaughtUp(t, p)
			d.fill(t, p)
			for refused := 0; refused < 10; { // what SQLite has reserved may take some more
				if !s.put(t, p) {
					refused++
				}
			}
			if got := search(t, p, markOf(1)); got.Total != 1 {
				t.Errorf("a search on a full disk: %+v", got)
			}
			if got := p.mustCall(t, http.MethodGet, "/v1/articles/"+s.acknowledged[1], "", ""); got.status != http.StatusOK {
				t.Errorf("an article on a full disk: %d %s", got.status, got.body)
			}
			if got := p.mustCall(t, http.MethodDelete, "/v1/articles/"+s.acknowledged[2], "", ""); got.status == http.StatusNoContent {
				delete(s.acknowledged, 2)
			} else if got.status != http.StatusServiceUnavailable {
				t.Errorf("a removal on a full disk: %d %s", got.status, got.body)
			}
			mustBeDegraded(t, p, "the disk takes nothing into the record")
			if got := p.mustCall(t, http.MethodPost, "/v1/admin/reindex", "", ""); got.status < 200 || got.status > 299 && got.status < 500 {
				t.Errorf("a rebuild on a full disk: %d %s", got.status, got.body)
			}
			if got := search(t, p, markOf(3)); got.Total != 1 {
				t.Errorf("a search on a full disk, after a rebuild was asked for: %+v", got)
			}
			d.empty(t, p)
			waitFor(t, p, "it takes articles again", func() bool { return s.put(t, p) })
			s.mustBeThere(t, p)
			waitFor(t, p, "all is well", func() bool { return state(t, p) == "ok" })
			p.kill()
			p = startVia(t, d.via, "serve", "--addr", "127.0.0.1:0", "--data", d.data)
			p.key = key
			s.mustBeThere(t, p)
			if code := p.stop(t); code != 0 {
				t.Errorf("exit code %d: %s", code, p.stderr)
			}
			mustBeSound(t, d.via, d.data)
		})
	}
}

// mustBeSound checks a data folder that no process uses.
func mustBeSound(t *testing.T, via []string, data string) {
	t.Helper()
	if code, out := run(t, via, "check", "--data", data); code != 0 {
		t.Errorf("check: code %d: %s", code, out)
	}
}

// mustBeDegraded asks as those do who watch.
func mustBeDegraded(t *testing.T, p *process, why string) {
	t.Helper()
	if got := p.mustCall(t, http.MethodGet, "/readyz", "", ""); got.status != http.StatusOK || !strings.Contains(string(got.body), "degraded") || !strings.Contains(string(got.body), why) {
		t.Errorf("readyz: %d %s; want it to say %q", got.status, got.body, why)
	}
	if code, out, errText := p.command(t, "", "status"); code != 1 || !strings.Contains(out, why) || errText != "" {
		t.Errorf("status: code %d, %q, %q; want 1 and %q", code, out, errText, why)
	}
}

func TestADiskThatTurnsReadOnlyLosesNothing(t *testing.T) {
	t.Parallel()
	disks := map[string]func(t *testing.T) *disk{"no byte is taken": func(t *testing.T) *disk {
		d := limitedDisk(t)
		d.empty = func(*testing.T, *process) {} // the next process has no such limit
		return d
	}}
	if loopsAllowed() {
		disks["its device fails"] = dyingDisk
	}
	for name, mount := range disks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mount(t)
			p := startVia(t, d.via, "serve", "--addr", "127.0.0.1:0", "--data", d.data)
			key := p.key
			s := &stream{acknowledged: map[int]string{}}
			for range 20 {
				if !s.put(t, p) {
					t.Fatal("refused on a sound disk")
				}
			}
			waitUntilCaughtUp(t, p)
			d.fill(t, p)
			for refused := 0; refused < 10; {
				if !s.put(t, p) {
					refused++
				}
			}
			mustBeDegraded(t, p, "the disk takes nothing into the record")
			if got := search(t, p, markOf(1)); got.Total != 1 {
				t.Errorf("a search on a disk that takes nothing: %+v", got)
			}
			if got := p.mustCall(t, http.MethodGet, "/v1/articles/"+s.acknowledged[1], "", ""); got.status != http.StatusOK {
				t.Errorf("an article on a disk that takes nothing: %d %s", got.status, got.body)
			}
			if code := p.stop(t); code != 1 || !strings.Contains(p.stderr.String(), "warta: ") {
				t.Errorf("exit code %d, want 1 and why: %s", code, p.stderr)
			}
			d.empty(t, p)
			p = startVia(t, d.via, "serve", "--addr", "127.0.0.1:0", "--data", d.data)
			p.key = key
			s.mustBeThere(t, p)
			if !s.put(t, p) || state(t, p) == "degraded" {
				t.Errorf("on a sound disk again: %s", p.stderr)
			}
			p.stop(t)
			mustBeSound(t, d.via, d.data)
		})
	}
}

// A disk that answers nothing but EIO: what is acknowledged is on it all the same.
func TestADiskThatCannotBeReadAnyMoreLosesNothing(t *testing.T) {
	t.Parallel()
	if !loopsAllowed() {
		return // as with the file systems of the other tests: .ci/failures asks for it
	}
	d := deadDisk(t)
	p := startVia(t, d.via, "serve", "--addr", "127.0.0.1:0", "--data", d.data)
	key := p.key
	s := &stream{acknowledged: map[int]string{}}
	for range 20 {
		if !s.put(t, p) {
			t.Fatal("refused on a sound disk")
		}
	}
	waitUntilCaughtUp(t, p)
	if got := search(t, p, markOf(1)); got.Total != 1 {
		t.Fatalf("a search on a sound disk: %+v", got)
	}
	d.fill(t, p)
	for n := range 5 {
		got := p.mustCall(t, http.MethodPost, "/v1/articles", "application/json", trialArticle(1000+n))
		if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") != "60" {
			t.Errorf("a write on a dead disk: %d %s", got.status, got.body)
		}
		got = p.mustCall(t, http.MethodGet, "/v1/search?q="+markOf(1), "", "")
		if got.status != http.StatusOK && got.status != http.StatusServiceUnavailable {
			t.Errorf("a search on a dead disk: %d %s", got.status, got.body)
		}
		got = p.mustCall(t, http.MethodGet, "/v1/articles/"+s.acknowledged[1], "", "")
		if got.status != http.StatusOK && got.status != http.StatusServiceUnavailable {
			t.Errorf("an article on a dead disk: %d %s", got.status, got.body)
		}
		got = p.mustCall(t, http.MethodGet, "/readyz", "", "")
	}
	mustBeDegraded(t, p, "the disk takes nothing into the record")
	if strings.Contains(p.stderr.String(), "warta restore") {
		t.Errorf("a dead disk is taken for damage, and a backup asked for: %s", p.stderr)
	}
	if got := p.mustCall(t, http.MethodGet, "/healthz", "", ""); got.status != http.StatusOK {
		t.Errorf("healthz: %d %s", got.status, got.body)
	}
	if code := p.stop(t); code != 1 || !strings.Contains(p.stderr.String(), "warta: ") {
		t.Errorf("exit code %d, want 1 and why: %s", code, p.stderr)
	}
	d.empty(t, p)
	p = startVia(t, d.via, "serve", "--addr", "127.0.0.1:0", "--data", d.data)
	p.key = key
	s.mustBeThere(t, p)
	if !s.put(t, p) || state(t, p) == "degraded" {
		t.Errorf("on a sound disk again: %s", p.stderr)
	}
	p.stop(t)
	mustBeSound(t, d.via, d.data)
}

func TestADiskThatMayOnlyBeReadIsSaidInOneSentence(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	s := &stream{acknowledged: map[int]string{}}
	s.put(t, p)
	waitUntilCaughtUp(t, p)
	if code := p.stop(t); code != 0 {
		t.Fatal(p.stderr)
	}
	via := []string{"prlimit", "--fsize=0"} // no byte can be written
	if mountsAllowed() {
		_, via = namespace(t, `mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && echo mounted && exec cat`, data)
	}
	for _, args := range [][]string{
		{"serve", "--addr", "127.0.0.1:0", "--data", data},
		{"ingest", "-", "--data", data},
		{"reindex", "--data", data},
		{"backup", "--data", data, filepath.Join(data, "copy.db")},
	} {
		code, out := run(t, via, args...)
		if code != 1 || strings.Count(strings.TrimSpace(out), "\n") > 0 || !strings.HasPrefix(out, "warta: ") {
			t.Errorf("warta %v: code %d, %q; want 1 and one sentence", args, code, out)
		}
	}
	mustBeSound(t, nil, data)
}

func TestASecondProgramOnOneFolderIsRefused(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	s := &stream{acknowledged: map[int]string{}}
	s.put(t, p)
	for _, args := range [][]string{
		{"serve", "--addr", "127.0.0.1:0", "--data", data},
		{"ingest", "-", "--data", data},
		{"check", "--data", data},
		{"reindex", "--data", data},
		{"backup", "--data", data, filepath.Join(t.TempDir(), "copy.db")},
	} {
		code, out := run(t, nil, args...)
		if code != 1 || strings.Count(strings.TrimSpace(out), "\n") > 0 || !strings.Contains(out, "another warta") {
			t.Errorf("warta %v: code %d, %q; want 1 and one sentence about the other process", args, code, out)
		}
	}
	s.put(t, p)
	s.mustBeThere(t, p)
}

func TestATermSignalUnderLoadLosesNothing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := &stream{acknowledged: map[int]string{}}
	key := ""
	for round := range 3 {
		p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
		if p.key != "" {
			key = p.key
		}
		p.key = key
		var clients sync.WaitGroup
		errs := make(chan error, killClients)
		for range killClients {
			clients.Go(func() { errs <- s.send(t.Context(), p, 1<<30) })
		}
		want := 60 * (round + 1)
		waitFor(t, p, "some were acknowledged", func() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.acknowledged) >= want })
		if code := p.stop(t); code != 0 {
			t.Errorf("exit code %d: %s", code, p.stderr)
		}
		clients.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
	}
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	p.key = key
	s.mustBeThere(t, p)
	p.stop(t)
	mustBeSound(t, nil, data)
}

func TestWithoutFileDescriptorsItWaitsForThem(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	p.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4}}
	s := &stream{acknowledged: map[int]string{}}
	for range 10 {
		s.put(t, p)
	}
	waitUntilCaughtUp(t, p)
	open, err := os.ReadDir(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), "fd"))
	if err != nil {
		t.Fatal(err)
	}
	limit(t, p, fmt.Sprintf("--nofile=%d:", len(open)+2))
	var idle []net.Conn
	for range 40 { // who opens connections and says nothing
		c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		idle = append(idle, c)
	}
	for range 20 {
		s.put(t, p) // over the connection that is open
	}
	switch got := p.mustCall(t, http.MethodGet, "/v1/search?facets=none&q="+markOf(1), "", ""); {
	case got.status == http.StatusServiceUnavailable: // a file has to be opened for it
	case got.status != http.StatusOK || !strings.Contains(string(got.body), s.acknowledged[1]):
		t.Errorf("a search without descriptors: %d %s", got.status, got.body)
	}
	for _, c := range idle {
		_ = c.Close()
	}
	limit(t, p, "--nofile=1024:")
	waitFor(t, p, "it takes articles again", func() bool { return s.put(t, p) })
	s.mustBeThere(t, p)
	waitFor(t, p, "all is well", func() bool { return state(t, p) == "ok" })
	if code := p.stop(t); code != 0 {
		t.Errorf("exit code %d: %s", code, p.stderr)
	}
	mustBeSound(t, nil, data)
}

// A damage damages a data folder that no process uses.
type damage func(t *testing.T, data string)

// filesOf returns the files of a folder that match, at least one.
func filesOf(t *testing.T, data, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(data, pattern))
	if err != nil || len(found) == 0 {
		t.Fatalf("no %s in %s: %v", pattern, data, err)
	}
	return found
}

func cut(pattern string) damage {
	return func(t *testing.T, data string) {
		t.Helper()
		for _, name := range filesOf(t, data, pattern) {
			info, err := os.Stat(name)
			if err == nil {
				err = os.Truncate(name, info.Size()/2)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// tear writes rubbish over the middle of files, as a torn write does.
func tear(pattern string) damage {
	return func(t *testing.T, data string) {
		t.Helper()
		for _, name := range filesOf(t, data, pattern) {
			was, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for i := len(was) / 3; i < len(was)/2; i++ {
				was[i] ^= 0x5a
			}
			if err := os.WriteFile(name, was, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestADamagedIndexIsRebuiltFromTheRecord(t *testing.T) {
	t.Parallel()
	const index = "generations/*/index/"
	for name, harm := range map[string]damage{
		"segments cut":          cut(index + "*.zap"),
		"segments torn":         tear(index + "*.zap"),
		"list of segments cut":  cut(index + "root.bolt"),
		"list of segments torn": tear(index + "root.bolt"),
		"readings cut":          cut("generations/*/readings.db"),
		"readings torn":         tear("generations/*/readings.db"),
		"description cut":       cut("generations/*/generation.json"),
		"no index": func(t *testing.T, data string) {
			if err := os.RemoveAll(filepath.Join(data, "generations")); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, s, key := filled(t)
			harm(t, data)
			if code, out := run(t, nil, "check", "--data", data); code != 1 || !strings.Contains(out, "damaged") {
				t.Errorf("check: code %d, %q; want it to tell", code, out)
			}
			if code, out := run(t, nil, "reindex", "--data", data); code != 0 {
				t.Errorf("reindex: code %d, %q", code, out)
			}
			mustBeSound(t, nil, data)
			harm(t, data)
			p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
			p.key = key
			s.mustBeThere(t, p)
			waitFor(t, p, "all is well", func() bool { return state(t, p) == "ok" })
			p.stop(t)
			mustBeSound(t, nil, data)
		})
	}
}

// filled makes a data folder with some articles and stops the service.
func filled(t *testing.T) (data string, s *stream, key string) {
	t.Helper()
	data = t.TempDir()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	s = &stream{acknowledged: map[int]string{}}
	for range 30 {
		s.put(t, p)
	}
	waitUntilCaughtUp(t, p)
	if code := p.stop(t); code != 0 {
		t.Fatal(p.stderr)
	}
	return data, s, p.key
}

func TestADamagedRecordIsSaidAndNeverPaperedOver(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		harm damage
		says string
	}{
		"cut":                           {cut("record.db"), "the record is damaged: put a backup in its place"},
		"torn where opening reads":      {tearPageOf("decision"), "the record is damaged: put a backup in its place"},
		"torn where only a check reads": {tearPageOf("audit_target"), "record: check the record: the file is damaged"},
		"another file": {func(t *testing.T, data string) {
			write(t, filepath.Join(data, "record.db"), strings.Repeat("x", 8192))
		}, "the record is damaged: put a backup in its place"},
		"one body torn": {tearBody, "record: version 1 of article"},
		"its end lost": {func(t *testing.T, data string) {
			execute(t, data, "DELETE FROM change WHERE seq > 25; DELETE FROM identity WHERE article > 25; DELETE FROM article WHERE n > 25")
		}, "the record has lost its last changes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, _, _ := filled(t)
			c.harm(t, data)
			code, out := run(t, nil, "check", "--data", data)
			if code != 1 || !strings.Contains(out, c.says) {
				t.Errorf("check: code %d, %q; want 1 and %q", code, out, c.says)
			}
		})
	}
}

// tearPageOf damages the root page of a table or an index of the record.
func tearPageOf(table string) damage {
	return func(t *testing.T, data string) {
		t.Helper()
		name := filepath.Join(data, "record.db")
		db, err := sql.Open("sqlite", name)
		if err != nil {
			t.Fatal(err)
		}
		var page, size int64
		row := db.QueryRowContext(t.Context(), "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = ?", table)
		if err := errors.Join(row.Scan(&page, &size), db.Close()); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		was := make([]byte, size)
		_, err = f.ReadAt(was, (page-1)*size)
		for i := range was {
			was[i] ^= 0x5a
		}
		if err == nil {
			_, err = f.WriteAt(was, (page-1)*size)
		}
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// tearBody damages what stands in the record of one article.
func tearBody(t *testing.T, data string) {
	t.Helper()
	execute(t, data, "UPDATE change SET body = X'0128B52FFD' WHERE seq = 7")
}

func execute(t *testing.T, data, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "record.db"))
	if err == nil {
		_, err = db.ExecContext(t.Context(), statement)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestAClockThatJumped moves all times of the record instead of the clock of the
// machine, which others use: to the service it is the same.
func TestAClockThatJumped(t *testing.T) {
	t.Parallel()
	const year = 365 * 24 * int64(time.Hour/time.Second)
	for name, years := range map[string]int64{"back": 10, "forward": -10} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, s, key := filled(t)
			execute(t, data, fmt.Sprintf(`UPDATE change SET at = at + %[1]d * 1000000;
				UPDATE audit SET at = at + %[1]d * 1000000;
				UPDATE key SET created = created + %[1]d, last_used = last_used + %[1]d WHERE created > 0`, years*year))
			p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
			p.key = key
			s.put(t, p)
			removed := s.acknowledged[5]
			if got := p.mustCall(t, http.MethodDelete, "/v1/articles/"+removed, "", ""); got.status != http.StatusNoContent {
				t.Errorf("a removal: %d %s", got.status, got.body)
			}
			delete(s.acknowledged, 5)
			if got := search(t, p, markOf(5)); got.Total != 0 {
				t.Errorf("what was removed: %+v", got)
			}
			// A later message counts, whatever the clock says.
			again := strings.Replace(trialArticle(6), "Ketua", "Sekretaris", 1)
			if got := p.mustCall(t, http.MethodPost, "/v1/articles?wait=searchable", "application/json", again); got.status != http.StatusOK || !strings.Contains(string(got.body), "updated") {
				t.Errorf("a change: %d %s", got.status, got.body)
			}
			p.mustCall(t, http.MethodPost, "/v1/admin/reindex", "", "")
			waitFor(t, p, "it is rebuilt", func() bool { return state(t, p) == "ok" })
			s.mustBeThere(t, p)
			p.stop(t)
			mustBeSound(t, nil, data)
		})
	}
}

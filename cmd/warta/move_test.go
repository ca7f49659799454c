package main_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/index/archive"
	"warta/index/embedded"
	"warta/index/record"
	"warta/index/record/move"
	"warta/index/record/postgres/pgtest"
	"warta/index/record/sqlite"
)

// moveReport is what `warta move --json` prints, as far as tests need it.
type moveReport struct {
	Rows, Before     int64
	Queries, Found   int
	Quotes           int
	Contents         []struct{ Table, SHA256 string }
	Differences      []string
	Already          bool
	ArticlesCompared int `json:"articles_read"`
}

// moveCommand returns a call of `warta move --json`.
func moveCommand(ctx context.Context, t *testing.T, args ...string) (cmd *exec.Cmd, stdout, stderr *bytes.Buffer) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	cmd = exec.CommandContext(ctx, path, append([]string{"move", "--json"}, args...)...)
	cmd.Env = append(os.Environ(), "WARTA_METRICS_ADDR=none", "TMPDIR="+t.TempDir())
	cmd.Dir, cmd.Stdout, cmd.Stderr = t.TempDir(), stdout, stderr
	return cmd, stdout, stderr
}

// mustMove moves an archive, and returns the report.
func mustMove(t *testing.T, args ...string) (report moveReport) {
	t.Helper()
	cmd, stdout, stderr := moveCommand(t.Context(), t, args...)
	if err := cmd.Run(); err != nil {
		t.Fatalf("warta move %v: %v: %s%s", args, err, stdout, stderr)
	}
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		t.Fatalf("warta move %v: %v in %s", args, err, stdout)
	}
	if len(report.Differences) > 0 || len(report.Contents) != len(record.Tables) {
		t.Fatalf("warta move %v: %s", args, stdout)
	}
	return report
}

// archiveToMove makes an archive with something of everything in a data folder, and returns
// a key to it.
func archiveToMove(t *testing.T, data string, articles int) (key string) {
	t.Helper()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data, "--rate-per-key", "0", "--rate-per-address", "0")
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	corpus, err := exec.CommandContext(t.Context(), path, "corpus", fmt.Sprint(articles), "--seed", "7").Output()
	if err != nil {
		t.Fatal(err)
	}
	ok := func(got answer) answer {
		t.Helper()
		if got.status/100 != 2 {
			t.Fatalf("got %d %s", got.status, got.body)
		}
		return got
	}
	ok(p.mustCall(t, http.MethodPost, "/v1/articles/batch", "application/x-ndjson", string(corpus)))
	var ids []string
	for n := range 12 {
		var receipt struct{ ID string }
		ok(p.mustCall(t, http.MethodPost, "/v1/articles", "application/json", trialArticle(n+1))).decode(t, &receipt)
		ids = append(ids, receipt.ID)
		if n%3 == 0 { // another version
			ok(p.mustCall(t, http.MethodPost, "/v1/articles", "application/json", strings.Replace(trialArticle(n+1), `"body":"`, `"body":"Versi kedua. `, 1)))
		}
	}
	ok(p.mustCall(t, http.MethodDelete, "/v1/articles/"+ids[0], "", ""))
	ok(p.mustCall(t, http.MethodDelete, "/v1/articles/"+ids[1], "", ""))
	ok(p.mustCall(t, http.MethodPost, "/v1/articles?restore=true", "application/json", trialArticle(2)))
	waitUntilCaughtUp(t, p)
	var quotes struct {
		Hits []struct{ Quote struct{ ID string } }
	}
	ok(p.mustCall(t, http.MethodGet, "/v1/quotes?size=3", "", "")).decode(t, &quotes)
	var people struct {
		Facets struct{ Official []struct{ Value string } }
	}
	ok(p.mustCall(t, http.MethodGet, "/v1/search?size=0&facets=official", "", "")).decode(t, &people)
	if len(quotes.Hits) < 3 || len(people.Facets.Official) < 4 {
		t.Fatalf("quotes %+v, people %+v", quotes, people)
	}
	list := filepath.Join(t.TempDir(), "list.csv")
	write(t, list, "nama,jabatan,satker,mulai,selesai,sumber\nBudi Santoso,ketua,33.74,2023-06-01,,SK 1\nAni Wijaya,anggota,33.74,,,SK 1\n")
	for _, args := range [][]string{
		{"quote", "hide", quotes.Hits[0].Quote.ID},
		{"quote", "hide", quotes.Hits[1].Quote.ID},
		{"quote", "show", quotes.Hits[1].Quote.ID},
		{"quote", "speaker", quotes.Hits[2].Quote.ID, people.Facets.Official[0].Value},
		{"official", "rename", people.Facets.Official[2].Value, "Nama Lain"},
		{"official", "suppress", people.Facets.Official[3].Value},
		{"official", "import", list},
		{"keys", "add", "--name", "Kantor", "--scope", "ingest", "--satker", "33.74"},
	} {
		if code, out, stderr := p.command(t, "", args...); code != 0 {
			t.Fatalf("warta %v: %d %s%s", args, code, out, stderr)
		}
	}
	if code := p.stop(t); code != 0 {
		t.Fatalf("it ended with %d", code)
	}
	return p.key
}

// allRows returns all rows of a record in a data folder.
func allRows(t *testing.T, data string) map[record.Table][]record.Row {
	t.Helper()
	s, err := sqlite.OpenSource(t.Context(), filepath.Join(data, sqlite.FileName), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }() // it was only read
	all := map[record.Table][]record.Row{}
	for _, table := range record.Tables {
		for after := record.Place(""); ; {
			rows, err := s.Rows(t.Context(), table, after, 500)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) == 0 {
				break
			}
			all[table] = append(all[table], rows...)
			after = rows[len(rows)-1].Place
		}
		if len(all[table]) == 0 {
			t.Errorf("the archive has nothing of %s: the test shows little", table)
		}
	}
	return all
}

func sumOf(t *testing.T, file string) [32]byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(data)
}

// TestAMoveThereAndBack moves an archive into PostgreSQL and back into another folder: the
// record is the same bit by bit, and so is what services over the three answer.
func TestAMoveThereAndBack(t *testing.T) {
	t.Parallel()
	there := secretURL(pgtest.Record(t, t.Name()))
	dir := t.TempDir()
	data, node, back := filepath.Join(dir, "data"), filepath.Join(dir, "node"), filepath.Join(dir, "back")
	key := archiveToMove(t, data, 400)
	rows, sum := allRows(t, data), sumOf(t, filepath.Join(data, sqlite.FileName))

	first := mustMove(t, "--data", data, "--to", there, "--to-data", node)
	if first.Queries != 200 || first.Found < 120 || first.Quotes < 50 || first.ArticlesCompared != 200 || first.Before != 0 {
		t.Errorf("the report is %+v", first)
	}
	second := mustMove(t, "--record", there, "--data", node, "--to", "sqlite:"+back)
	if !reflect.DeepEqual(second.Contents, first.Contents) || second.Found != first.Found || second.Rows != first.Rows {
		t.Errorf("back it is %+v, there %+v", second, first)
	}
	if sumOf(t, filepath.Join(data, sqlite.FileName)) != sum {
		t.Error("the record of the source is not as it was")
	}
	if got := allRows(t, back); !reflect.DeepEqual(got, rows) {
		t.Error("the rows that came back are others")
	}

	// Services over the three answer alike, with the same keys, and go on counting alike.
	serve := func(args ...string) *process {
		p := start(t, append([]string{"serve", "--addr", "127.0.0.1:0", "--rate-per-key", "0", "--rate-per-address", "0"}, args...)...)
		p.key = key
		waitUntilCaughtUp(t, p)
		return p
	}
	was := serve("--data", data)
	for name, is := range map[string]*process{"there": serve("--data", node, "--record", there), "back": serve("--data", back)} {
		for _, path := range backupQueries() {
			if got, want := answerOf(t, is, path), answerOf(t, was, path); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %s:\n%v\nwant\n%v", name, path, got, want)
			}
		}
		for _, path := range []string{"/v1/admin/writes?size=100", "/v1/roster/versions", "/v1/roster?format=json"} {
			got, want := is.mustCall(t, http.MethodGet, path, "", ""), was.mustCall(t, http.MethodGet, path, "", "")
			if got.status != http.StatusOK || !bytes.Equal(got.body, want.body) {
				t.Errorf("%s: %s: %d %s\nwant %d %s", name, path, got.status, got.body, want.status, want.body)
			}
		}
		if got := is.mustCall(t, http.MethodPost, "/v1/articles", "application/json", trialArticle(1)); got.status != http.StatusGone && got.status != http.StatusConflict {
			t.Errorf("%s: an article that was removed before the move: %d %s", name, got.status, got.body)
		}
	}
}

// TestAMoveThatIsKilledGoesOn kills moves, to PostgreSQL and into folders in turn, at random
// points. What is left is refused by all other commands, and the same command completes it.
// WARTA_MOVE_ROUNDS sets the number of moves.
func TestAMoveThatIsKilledGoesOn(t *testing.T) {
	t.Parallel()
	server := pgtest.Record(t, t.Name())
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	archiveToMove(t, data, 300)
	args := func(n int) (line, look []string) {
		if n%2 == 0 {
			to := pgtest.Record(t, fmt.Sprint(t.Name(), n))
			return []string{"--data", data, "--to", to, "--queries", "12"}, []string{"keys", "list", "--data", filepath.Join(dir, fmt.Sprint("look", n)), "--record", to}
		}
		folder := filepath.Join(dir, fmt.Sprint("to", n))
		return []string{"--data", data, "--to", "sqlite:" + folder, "--queries", "12"}, []string{"keys", "list", "--data", folder}
	}
	begin := time.Now()
	whole := mustMove(t, "--data", data, "--to", server, "--queries", "12")
	took := time.Since(begin)
	moveKills := number(t, "WARTA_MOVE_ROUNDS", 6)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	resumed, half := 0, 0
	for n := range moveKills {
		line, look := args(n)
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(took))))
		cmd, _, _ := moveCommand(ctx, t, line...)
		err := cmd.Run() // killed with -9 when ctx ends
		cancel()
		code, said := run(t, nil, look...)
		switch {
		case err == nil: // it was through
			if code != 0 {
				t.Errorf("round %d: a complete move is refused: %s", n, said)
			}
			continue
		case code != 0 && strings.Contains(said, "run the same `warta move` again") && strings.Count(said, "\n") == 1:
			half++
		case code != 0 && strings.Contains(said, "there is no record"):
		case code == 0: // nothing was begun, or all was done
		default:
			t.Errorf("round %d: a move that was killed: %d %s", n, code, said)
		}
		again, stdout, stderr := moveCommand(t.Context(), t, line...)
		if err := again.Run(); err != nil {
			t.Errorf("round %d: again: %v: %s%s", n, err, stdout, stderr)
			continue
		}
		var report moveReport
		err = json.Unmarshal(stdout.Bytes(), &report)
		if err == nil && code == 0 && report.Already { // all was done
			continue
		}
		if err != nil || !reflect.DeepEqual(report.Contents, whole.Contents) ||
			report.Before+report.Rows != whole.Rows || report.Found != whole.Found {
			t.Errorf("round %d: again it is %+v, %v; want %+v", n, report, err, whole)
		}
		if report.Before > 0 {
			resumed++
		}
		if code, said := run(t, nil, look...); code != 0 {
			t.Errorf("round %d: after the move: %d %s", n, code, said)
		}
	}
	t.Logf("of %d moves %d left a half moved record, and %d went on from rows that were there", moveKills, half, resumed)
	if half == 0 && moveKills >= 6 {
		t.Error("no move was killed half way: the test shows little")
	}
}

// A target that cannot be one is said in one line, and stays as it is.
func TestAMoveThatCannotBeIsSaidInOneLine(t *testing.T) {
	t.Parallel()
	server := pgtest.URL(t)
	dir := t.TempDir()
	data, other, old := filepath.Join(dir, "data"), filepath.Join(dir, "other"), filepath.Join(dir, "old")
	one := `{"url":"https://jateng.kpu.go.id/blog/read/1","title":"Rapat","body":"SEMARANG - KPU Provinsi Jawa Tengah menggelar rapat."}`
	for _, folder := range []string{data, other} {
		list := filepath.Join(t.TempDir(), "one.ndjson")
		write(t, list, one+"\n")
		if code, out := run(t, nil, "ingest", "--data", folder, list); code != 0 {
			t.Fatal(out)
		}
	}
	// The source of the other half moved record is another one.
	half := filepath.Join(dir, "half")
	begin(t, other, half).close(t)
	oldRecord(t, old)
	full := pgtest.Record(t, t.Name()+"full")
	mustMove(t, "--data", data, "--to", full, "--queries", "0")
	newer := pgtest.Record(t, t.Name()+"newer")
	mustMove(t, "--data", data, "--to", newer, "--queries", "0")
	pgtest.Exec(t, newer, "UPDATE counter SET format = 99")
	nowhere := filepath.Join(dir, "nowhere")
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--data", data}, 2, "wants --to"},
		{[]string{"--data", data, "--to", "mysql://warta:rahasia-sekali@db/x"}, 2, "postgres://"},
		{[]string{"--data", data, "--to", "postgres://warta:rahasia-sekali@db.example.id/warta"}, 2, "add sslmode=verify-full"},
		{[]string{"--data", data, "--to", "postgres://warta:rahasia-sekali@127.0.0.1:1/warta"}, 1, "does not answer"},
		{[]string{"--data", data, "--to", "sqlite:"}, 2, "wants a folder"},
		{[]string{"--data", data, "--to", "sqlite:" + data}, 2, "is the data folder of the source"},
		{[]string{"--data", data, "--to", secretURL(server), "--to-data", data}, 2, "is the data folder of the source"},
		{[]string{"--data", data, "--to", "sqlite:" + nowhere, "--to-data", nowhere}, 2, "--to-data is for"},
		{[]string{"--data", data, "--to", secretURL(server), "--queries", "-1"}, 2, "--queries"},
		{[]string{"--data", nowhere, "--to", secretURL(full)}, 1, "there is no record"},
		{[]string{"--data", data, "--to", secretURL(full)}, 0, "is moved to postgres://"},
		{[]string{"--data", other, "--to", secretURL(full)}, 1, "not empty, it holds 1 rows of article, 1 rows of identity, 1 rows of change, and may be in use"},
		{[]string{"--data", data, "--to", "sqlite:" + other}, 1, "may be in use"},
		{[]string{"--data", data, "--to", "sqlite:" + filepath.Join(data, archive.Scratch, "x")}, 2, "name another folder"},
		{[]string{"--data", data, "--to", "sqlite:" + half}, 1, "begun from another record"},
		{[]string{"--data", data, "--to", "sqlite:" + old}, 1, "has format 1 and this program writes"},
		{[]string{"--data", old, "--to", "sqlite:" + nowhere}, 1, "has format 1 and this program writes"},
		{[]string{"--data", half, "--to", "sqlite:" + nowhere}, 1, "is half moved"},
		{[]string{"--data", data, "--to", secretURL(newer)}, 1, "use a newer warta"},
		{[]string{"--record", secretURL(full), "--data", nowhere, "--queries", "0", "--to", secretURL(full)}, 2, "is the source itself"},
	} {
		code, out := run(t, nil, append([]string{"move"}, c.args...)...)
		if code != c.code || !strings.Contains(out, c.want) || strings.Contains(out, "rahasia") || strings.Count(out, "\n") != 1 {
			t.Errorf("warta move %v: got code %d, %s", c.args, code, out)
		}
		if _, err := os.Stat(nowhere); err == nil {
			t.Errorf("warta move %v made a folder", c.args)
			_ = os.RemoveAll(nowhere)
		}
	}
	for _, args := range [][]string{
		{"serve", "--addr", "127.0.0.1:0", "--data", half}, {"check", "--data", half}, {"backup", filepath.Join(dir, "x.db"), "--data", half},
	} {
		if code, out := run(t, nil, args...); code != 1 || !strings.Contains(out, "is half moved: run the same `warta move` again") || strings.Count(out, "\n") != 1 {
			t.Errorf("warta %v: got code %d, %s", args, code, out)
		}
	}
}

// A move reports a target that does not hold what the source holds, and each command refuses that
// target.
func TestAMoveThatComesOutOtherwiseIsNotCompleted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, to := filepath.Join(dir, "data"), filepath.Join(dir, "to")
	archiveToMove(t, data, 20)
	m := begin(t, data, to)
	if _, err := m.Carry(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	m.close(t)
	edit := func(statement string) {
		t.Helper()
		db, err := sql.Open("sqlite", filepath.Join(to, sqlite.FileName))
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Exec(statement)
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ edit, undo, want string }{
		{"UPDATE key SET name = name || 'x'", "UPDATE key SET name = rtrim(name, 'x')", "the rows of key differ"},
		{"UPDATE article SET source_updated_at = source_updated_at + 1", "UPDATE article SET source_updated_at = source_updated_at - 1", "the rows of article differ"},
		{"INSERT INTO audit VALUES (100000, 1, '', 'x', '', '')", "DELETE FROM audit WHERE n = 100000", "audit has"},
	} {
		edit(c.edit)
		code, out := run(t, nil, "move", "--data", data, "--to", "sqlite:"+to)
		if code != 1 || !strings.Contains(out, c.want) || !strings.Contains(out, "stays refused") {
			t.Errorf("after %s: %d %s", c.edit, code, out)
		}
		if code, out := run(t, nil, "keys", "list", "--data", to); code != 1 || !strings.Contains(out, "is half moved") {
			t.Errorf("after %s it is opened: %d %s", c.edit, code, out)
		}
		edit(c.undo)
	}
	if code, out := run(t, nil, "move", "--data", data, "--to", "sqlite:"+to); code != 0 || !strings.Contains(out, "is moved to") {
		t.Errorf("put right: %d %s", code, out)
	}
}

// A begunMove is a move between two folders.
type begunMove struct {
	*move.Move
	from record.Source
	to   record.Target
}

func (m begunMove) close(t *testing.T) {
	t.Helper()
	if err := errors.Join(m.from.Close(), m.to.Close()); err != nil {
		t.Fatal(err)
	}
}

// begin begins a move from one folder into another.
func begin(t *testing.T, from, to string) begunMove {
	t.Helper()
	s, err := sqlite.OpenSource(t.Context(), filepath.Join(from, sqlite.FileName), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(to, 0o750); err != nil {
		t.Fatal(err)
	}
	target, err := sqlite.OpenTarget(t.Context(), filepath.Join(to, sqlite.FileName), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := move.Begin(t.Context(), s, target)
	if err != nil {
		t.Fatal(err)
	}
	return begunMove{m, s, target}
}

// oldRecord makes a record of the first format in a data folder.
func oldRecord(t *testing.T, dir string) {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("..", "..", "index", "record", "sqlite", "testdata", "format-1.sql"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(string(script))
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// peopleIn returns the ids of the people that a service over a data folder finds, and of those
// that its record holds.
func peopleIn(t *testing.T, data, key string) (found, held []string) {
	t.Helper()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data, "--rate-per-key", "0", "--rate-per-address", "0")
	p.key = key
	waitUntilCaughtUp(t, p)
	// A generation that is rebuilt takes the place of the one before when it is complete.
	for end := time.Now().Add(time.Minute); len(found) == 0 && time.Now().Before(end); pause(t, 20*time.Millisecond) {
		var people struct {
			Facets struct{ Official []struct{ Value string } }
		}
		p.mustCall(t, http.MethodGet, "/v1/search?size=0&facets=official", "", "").decode(t, &people)
		for _, f := range people.Facets.Official {
			found = append(found, f.Value)
		}
	}
	if code := p.stop(t); code != 0 {
		t.Fatalf("it ended with %d", code)
	}
	s, err := sqlite.OpenSource(t.Context(), filepath.Join(data, sqlite.FileName), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }() // it was only read
	ids, err := record.AllPersonIDs(t.Context(), s, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		held = append(held, id.ID)
	}
	if len(found) == 0 {
		t.Fatal("there are no people in it: the test shows little")
	}
	return found, held
}

// indexedUpTo returns up to which change an index is filled.
func indexedUpTo(t *testing.T, dir string) uint64 {
	t.Helper()
	engine, err := embedded.Open(t.Context(), dir, embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	mark, err := engine.Mark(t.Context())
	if err := errors.Join(err, engine.Close()); err != nil {
		t.Fatal(err)
	}
	return mark
}

// Where the source lacks ids of people, the index of no folder that a service goes on with has
// ids that its record does not hold: the service could give them to other people.
func TestNoIndexThatIsKeptHasIDsInMemory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, to := filepath.Join(dir, "data"), filepath.Join(dir, "to")
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data, "--rate-per-key", "0", "--rate-per-address", "0")
	key := p.key
	for n := range 12 {
		if got := p.mustCall(t, http.MethodPost, "/v1/articles", "application/json", trialArticle(n+1)); got.status/100 != 2 {
			t.Fatalf("got %d %s", got.status, got.body)
		}
	}
	waitUntilCaughtUp(t, p)
	if code := p.stop(t); code != 0 {
		t.Fatalf("it ended with %d", code)
	}
	// As behind an upgrade that reads people whom the version before did not.
	db, err := sql.Open("sqlite", filepath.Join(data, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("DELETE FROM person")
	if err := errors.Join(err, db.Close(), os.RemoveAll(filepath.Join(data, "generations"))); err != nil {
		t.Fatal(err)
	}
	cmd, stdout, stderr := moveCommand(t.Context(), t, "--data", data, "--to", "sqlite:"+to, "--queries", "12")
	if err := cmd.Run(); err != nil || strings.Count(stderr.String(), "lacks ids of people") != 2 {
		t.Fatalf("%v: %s%s", err, stdout, stderr)
	}
	for _, folder := range []string{data, to} {
		if _, err := os.Stat(filepath.Join(folder, archive.Scratch)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the throw-away folder in %s: %v", folder, err)
		}
		if left, err := os.ReadDir(filepath.Join(folder, "generations")); err != nil || len(left) == 0 {
			t.Errorf("generations of %s: %v, %v", folder, left, err)
		} else {
			for _, one := range left {
				if mark := indexedUpTo(t, filepath.Join(folder, "generations", one.Name(), "index")); mark >= 12 {
					t.Errorf("the index of %s is complete", folder)
				}
			}
		}
		found, held := peopleIn(t, folder, key)
		for _, id := range found {
			if !slices.Contains(held, id) {
				t.Errorf("the index of %s has %q, its record %q", folder, id, held)
			}
		}
	}
}

// The throw-away index of a move that was killed goes with the next move, and with the next
// start of a service.
func TestAThrowAwayIndexDoesNotOutlastAKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, server := filepath.Join(dir, "data"), pgtest.Record(t, t.Name())
	archiveToMove(t, data, 60)
	scratch := filepath.Join(data, archive.Scratch)
	there := func() bool {
		_, err := os.Stat(filepath.Join(scratch, "target"))
		return err == nil
	}
	kill := func() {
		t.Helper()
		cmd, _, stderr := moveCommand(t.Context(), t, "--data", data, "--to", server)
		temp := cmd.Env[len(cmd.Env)-1]
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var waited error
		ended := make(chan struct{})
		go func() { waited = cmd.Wait(); close(ended) }()
		for !there() {
			select {
			case <-ended:
				t.Fatalf("it ended before: %v: %s", waited, stderr)
			case <-time.After(time.Millisecond):
			}
		}
		_ = cmd.Process.Kill() // it may just have ended
		<-ended
		if left, err := os.ReadDir(strings.TrimPrefix(temp, "TMPDIR=")); err != nil || len(left) > 0 {
			t.Errorf("it left %v, %v in the temporary folder", left, err)
		}
	}
	kill()
	if code, out := run(t, nil, "keys", "list", "--data", data); code != 0 || there() {
		t.Errorf("another command: %d %s, and the index is there: %v", code, out, there())
	}
	kill()
	mustMove(t, "--data", data, "--to", server, "--queries", "0")
	if there() {
		t.Error("a move leaves the index of the one before")
	}
}

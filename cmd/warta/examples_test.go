//go:build !race

// Each example is a program of its own, built without the race detector: a second
// run under -race would show nothing more.

package main_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"warta/index/record/postgres/pgtest"
)

// helpOf returns the examples of a command, and the commands below it.
func helpOf(t *testing.T, path string, args ...string) (examples, below []string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), path, append(args, "--help")...).Output()
	if err != nil {
		t.Fatalf("warta %v --help: %v", args, err)
	}
	section := ""
	for line := range strings.Lines(string(out)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "":
			section = ""
		case strings.HasSuffix(line, ":") && !strings.HasPrefix(line, " "):
			section = line
		case section == "Examples:":
			example, _, _ := strings.Cut(strings.TrimSpace(line), "      ") // what it does
			examples = append(examples, example)
		case section == "Available Commands:":
			if name := strings.Fields(line)[0]; name != "help" && name != "completion" {
				below = append(below, name)
			}
		}
	}
	return examples, below
}

// An exampleWorld is a folder with what the examples of the help name, and services
// that stand for the ones in them.
type exampleWorld struct {
	path     string
	p        *process
	site     *siteOfNews
	replacer *strings.Replacer
	backup   string
	data     string // a folder with an article, and an index before
}

func newExampleWorld(t *testing.T) *exampleWorld {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	w := &exampleWorld{path: path, p: start(t, "demo", "--addr", "127.0.0.1:0"), site: newSiteOfNews(t)}
	elsewhere := t.TempDir()
	w.backup = filepath.Join(elsewhere, "warta-2026-11-23.db")
	if code, _, errText := w.p.command(t, "", "backup", w.backup); code != 0 {
		t.Fatalf("backup: %s", errText)
	}
	w.data = filepath.Join(elsewhere, "data")
	articles := filepath.Join(w.folder(t), "articles.ndjson")
	for _, args := range [][]string{{"ingest", articles, "--data", w.data}, {"reindex", "--data", w.data}} {
		if code, out := run(t, nil, args...); code != 0 {
			t.Fatalf("warta %v: %s", args, out)
		}
	}
	id, _ := madeKey(t, w.p)
	people := officials(t, w.p)
	w.replacer = strings.NewReplacer(
		"http://127.0.0.1:8080", w.p.url, "https://warta.example.id", w.p.url, "https://warta.example", w.p.url,
		"https://example.kpu.go.id/", w.site.URL+"/blog/read/1_rapat", "warta_...", w.p.key,
		"tabt2dzmxoh4-k7qd2x", firstQuote(t, w.p), "siti-aminah", people[0], "b-santoso budi-santoso", people[1]+" "+people[0],
		"b-santoso", people[1], "budi-santoso", people[0], "k_1234", id,
		"/backups/", elsewhere+"/", "/var/lib/warta", elsewhere+"/var", "0.0.0.0:8080", "127.0.0.1:0", "127.0.0.1:9000", "127.0.0.1:0",
		"warta harvest ", "warta harvest --permit 127.0.0.1 --delay 500ms ",
	)
	return w
}

// folder is where an example runs: with the files that it names.
func (w *exampleWorld) folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	article := "Berita Terkini\n\nKPU Kota Batu Gelar Rapat\n\nBatu - KPU Kota Batu menggelar rapat di aula kantor, Selasa (4/11/2025).\n"
	page := "<html><head><title>KPU Kota Batu Gelar Rapat</title></head><body><h1>KPU Kota Batu Gelar Rapat</h1><p>" + article + "</p></body></html>"
	for name, text := range map[string]string{
		"article.txt": article, "page.html": page, "words.txt": "pemungutan\n", "folder/a.txt": article,
		"articles.ndjson": `{"title":"KPU Kota Batu Gelar Rapat","body":"Batu - KPU Kota Batu menggelar rapat."}` + "\n",
		"pejabat.csv":     "nama;jabatan;satker;mulai;selesai;sumber\r\nCitra Lestari Wulandari;Ketua;35.79;24/10/2023;;SK 1/2023\r\n",
		"sites.txt":       w.site.URL + " 33.74 /blog/category/104\n",
	} {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// What an example costs at the size of its figures is for those who measure.
var (
	benchSize  = regexp.MustCompile(`--articles \d+`)
	corpusSize = regexp.MustCompile(`corpus \d+`)
)

// TestTheExamplesOfTheHelpWork runs every example that the help of a command shows,
// as it stands there, in a shell. Addresses, keys and ids are those of a service
// that runs here; nothing leaves the machine.
func TestTheExamplesOfTheHelpWork(t *testing.T) {
	t.Parallel()
	w := newExampleWorld(t)
	bin := t.TempDir()
	if err := os.Symlink(w.path, filepath.Join(bin, "warta")); err != nil {
		t.Fatal(err)
	}
	ran := map[string]bool{}
	var apart []string
	var each func(args ...string)
	each = func(args ...string) {
		examples, below := helpOf(t, w.path, args...)
		if len(examples) == 0 {
			t.Errorf("warta %v shows no example", args)
		}
		for _, name := range below {
			each(append(args[:len(args):len(args)], name)...)
		}
		for _, example := range examples {
			if ran[example] {
				continue
			}
			ran[example] = true
			if alone.MatchString(example) {
				apart = append(apart, example)
				continue
			}
			w.run(t, bin, example)
		}
	}
	each()
	for _, example := range apart {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			w.run(t, bin, example)
		})
	}
	if len(ran) < 40 {
		t.Errorf("only %d examples were found", len(ran))
	}
}

// exampleRecord is a record that an example names, with its quotation marks.
var exampleRecord = regexp.MustCompile(`'?postgres://[^\s']+'?`)

// alone are the examples that take longer and have nothing to do with each other.
var alone = regexp.MustCompile(`^warta (bench|harvest) `)

func (w *exampleWorld) run(t *testing.T, bin, example string) {
	t.Helper()
	line := corpusSize.ReplaceAllString(w.replacer.Replace(example), "corpus 100")
	dir := w.folder(t)
	if exampleRecord.MatchString(line) {
		if os.Getenv(pgtest.Variable) == "" && os.Getenv("CI") != "true" {
			return // the tests of package postgres say so
		}
		name := "examples of the help" // each works on what those before left
		if strings.Contains(line, "warta move") {
			name = example
		}
		record := pgtest.Record(t, name)
		line = exampleRecord.ReplaceAllLiteralString(line, "'"+record+"'")
		if strings.Contains(line, "warta move --record") { // there is something to move
			if code, out := run(t, nil, "ingest", filepath.Join(dir, "articles.ndjson"), "--data", filepath.Join(dir, "node"), "--record", record); code != 0 {
				t.Fatalf("fill the record: %s", out)
			}
		}
	}
	if benchSize.MatchString(line) {
		line = benchSize.ReplaceAllString(strings.Replace(line, "--clients 1,8", "--clients 1,2", 1), "--articles 1000") + " --rounds 1" // the last one counts
	}
	for _, service := range []string{"warta serve", "warta demo"} {
		if rest, ok := strings.CutPrefix(line, service); ok {
			args := append(strings.Fields(strings.TrimPrefix(service, "warta ")+rest), "--addr", "127.0.0.1:0") // the last one counts
			p := start(t, args...)
			if code := p.stop(t); code != 0 {
				t.Errorf("%s: got code %d: %s", example, code, p.stderr)
			}
			return
		}
	}
	env := append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "WARTA_CONTACT=")
	if !strings.Contains(line, "--data") && !strings.Contains(line, "--server") && !strings.HasPrefix(line, "warta harvest") {
		env = append(env, "WARTA_SERVER="+w.p.url, "WARTA_KEY="+w.p.key)
	}
	if strings.Contains(line, " ./data") || strings.Contains(line, "backup --data") { // there is something to look at
		if err := os.CopyFS(filepath.Join(dir, "data"), os.DirFS(w.data)); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(line, "backup --data") { // it writes over nothing
		line = strings.ReplaceAll(line, w.backup, filepath.Join(dir, "copy.db"))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-ec", line)
	cmd.Dir, cmd.Env = dir, env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s\nas %s\ngot %v: %.600s", example, line, err, out)
	}
}

package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary builds the program once for all tests that need a real process.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "warta-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "warta")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// A process is a running `warta serve` or `warta demo`.
type process struct {
	url, key string
	client   *http.Client // default: http.DefaultClient
	cmd      *exec.Cmd
	stderr   *bytes.Buffer
	waited   chan struct{}
}

// start runs the program until it listens. The key is the one it prints.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	return startVia(t, nil, args...)
}

// startVia is start by way of another program, which ends up as ours.
func startVia(t *testing.T, via []string, args ...string) *process {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: commandVia(via, path, args), stderr: &bytes.Buffer{}, waited: make(chan struct{})}
	p.cmd.Stderr = p.stderr
	p.cmd.Dir = t.TempDir() // no warta.yaml of a developer gets in
	p.cmd.Env = append(os.Environ(), "WARTA_METRICS_ADDR=none")
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	listening := make(chan struct{})
	go func() {
		defer close(p.waited)
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			for word := range strings.FieldsSeq(lines.Text()) {
				switch {
				case strings.HasPrefix(word, "warta_"):
					p.key = word
				case strings.HasPrefix(word, "http://") && p.url == "":
					p.url = strings.TrimSuffix(word, "/")
				}
			}
			if strings.Contains(lines.Text(), "ready") {
				close(listening)
				break
			}
		}
		_, _ = io.Copy(io.Discard, stdout)
		_ = p.cmd.Wait()
	}()
	t.Cleanup(func() { p.kill() })
	select {
	case <-listening:
	case <-p.waited:
		t.Fatalf("warta %v ended before it listened: %s", args, p.stderr)
	case <-time.After(2 * time.Minute):
		p.kill()
		t.Fatalf("warta %v did not listen: %s", args, p.stderr)
	}
	return p
}

func commandVia(via []string, path string, args []string) *exec.Cmd {
	line := append(append(slices.Clone(via), path), args...)
	return exec.Command(line[0], line[1:]...)
}

// kill ends the process as a power cut would and waits until it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.waited
}

// stop asks the process to end and returns its exit code.
func (p *process) stop(t *testing.T) int {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-p.waited
	return p.cmd.ProcessState.ExitCode()
}

// An answer is what the service said.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) decode(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal(a.body, into); err != nil {
		t.Fatalf("status %d: %v in %s", a.status, err, a.body)
	}
}

// call sends a request with the process's key; an error is of the connection.
func (p *process) call(ctx context.Context, method, path, contentType string, body io.Reader) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, p.url+path, body)
	if err != nil {
		return answer{}, err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if p.key != "" {
		request.Header.Set("Authorization", "Bearer "+p.key)
	}
	client := p.client
	if client == nil {
		client = http.DefaultClient
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, data}, err
}

func (p *process) mustCall(t *testing.T, method, path, contentType, body string) answer {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	got, err := p.call(t.Context(), method, path, contentType, reader)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", method, path, err, p.stderr)
	}
	return got
}

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The README's promise is that its lines work as they stand.
func TestTheReadmesCurlLinesWork(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("CI has curl")
		}
		t.Skip("skipped: there is no curl")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, use, _ := strings.Cut(string(readme), "## Use it")
	_, block, _ := strings.Cut(use, "```sh\n")
	block, _, _ = strings.Cut(block, "```")
	commands := strings.Split(block, "\n\n")

	p := start(t, "demo", "--addr", "127.0.0.1:0")
	wants := []string{`"result":"created"`, `"result":"`, `rahmi-syofyan`, `Kotak suara harus kering dan terkunci`, `"paragraphs"`}
	if len(commands) != len(wants) {
		t.Fatalf("got %d commands, want %d: %s", len(commands), len(wants), block)
	}
	for i, command := range commands {
		command = strings.ReplaceAll(command, "http://127.0.0.1:8080", p.url)
		cmd := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(command, "curl ", "curl -fsS "))
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "KEY="+p.key)
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), wants[i]) {
			t.Errorf("%s\ngot %v, %.600s\nwant it to hold %s", command, err, out, wants[i])
		}
	}
}

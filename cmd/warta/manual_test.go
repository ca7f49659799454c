package main_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"warta/config"
	"warta/internal/dburl"
)

var update = flag.Bool("update", false, "write the reference pages anew")

var (
	docs   = filepath.Join("..", "..", "docs")
	deploy = filepath.Join(docs, "deploy")
)

func read(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// blocks returns what stands between fences of a language, in order.
func blocks(page, language string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(page, "```"+language+"\n")
		if !ok {
			return out
		}
		var block string
		block, page, _ = strings.Cut(rest, "```\n")
		out = append(out, block)
	}
}

// A reader follows a page: runs its blocks one after the other in a folder of its
// own, in a shell that remembers what was exported.
type reader struct {
	dir     string
	env     []string
	exports string
	change  *strings.Replacer
}

func (r *reader) run(t *testing.T, block, want string) {
	t.Helper()
	block = r.change.Replace(block)
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", r.exports+block)
	cmd.Dir, cmd.Env = r.dir, append(os.Environ(), r.env...)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), want) {
		t.Fatalf("%s\ngot %v, %.2000s\nwant it to hold %q", block, err, out, want)
	}
	for line := range strings.Lines(block) {
		if strings.HasPrefix(line, "export ") {
			r.exports += line
		}
	}
}

// TestTheTutorialWorks follows docs/tutorial.md to its end.
func TestTheTutorialWorks(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{dir: t.TempDir(), change: strings.NewReplacer()}
	samples, err := filepath.Abs(filepath.Join("..", "..", "analyzers"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(samples, filepath.Join(r.dir, "analyzers")); err != nil {
		t.Fatal(err)
	}
	wants := []string{
		"warta ", `"publisher":{"code":"71"`, "", "ready", "2 created", `"result":"created"`, "1000 created",
		"KPU Kota Padang Periksa Gudang Logistik", `"code":"13.71"`, "Kotak suara harus kering dan terkunci", "Rahmi Syofyan",
		"nothing wrong: 1003 articles", "KPU Kota Padang Periksa Gudang Logistik",
	}
	steps := blocks(read(t, docs, "tutorial.md"), "sh")
	if len(steps) != len(wants) {
		t.Fatalf("got %d blocks, want %d", len(steps), len(wants))
	}
	const build, serve = "go build -o warta ./cmd/warta", "./warta serve --data ./tutorial"
	if !strings.HasPrefix(steps[0], build+"\n") || strings.TrimSpace(steps[2]) != serve {
		t.Fatalf("the page builds with %q and serves with %q; the test knows others", steps[0], steps[2])
	}
	for i, step := range steps {
		if i == 2 {
			p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(r.dir, "tutorial"))
			r.change = strings.NewReplacer("http://127.0.0.1:8080", p.url, "warta_...", p.key)
			continue
		}
		// The tests' own program was built by the same command, in the same source.
		r.run(t, strings.Replace(step, build, "ln -s '"+path+"' warta", 1), wants[i])
	}
}

// TestOperationsWork follows docs/operations.md as far as it needs no machine of its
// own, from the first key to a rebuild. Folders of the system are folders of the test.
func TestOperationsWork(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, d := range []string{"etc/warta", "var/lib/warta-backups"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	settings := filepath.Join(dir, "etc/warta/warta.yaml")
	if err := os.WriteFile(settings, []byte(read(t, deploy, "systemd", "warta.yaml")), 0o600); err != nil {
		t.Fatal(err)
	}
	folders := []string{"/var/lib", dir + "/var/lib", "/etc/warta", dir + "/etc/warta", "sudo -u warta ", ""}
	r := &reader{dir: dir, change: strings.NewReplacer(folders...), env: []string{"PATH=" + filepath.Dir(path) + ":" + os.Getenv("PATH")}}
	wants := []string{
		"warta_", "https://warta.example.id  file", "CMS Kota Padang", "200 created", "the backup is whole",
		"nothing wrong: 200 articles", "the server rebuilds its index",
	}
	steps := blocks(read(t, docs, "operations.md"), "sh")
	if len(steps) != len(wants) {
		t.Fatalf("got %d blocks, want %d", len(steps), len(wants))
	}
	for i, step := range steps {
		if i == 2 { // the operator starts the service with the key that was made first
			p := start(t, "serve", "--config", settings, "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, "var/lib/warta"))
			if p.key != "" {
				t.Error("the service made and showed a key, though there was one")
			}
			key := regexp.MustCompile(`warta_\w+`).FindString(read(t, dir, "first.key"))
			r.change = strings.NewReplacer(append(folders, "http://127.0.0.1:8080", p.url, "warta_...", key)...)
		}
		if i == 0 {
			step = strings.TrimSuffix(step, "\n") + " | tee first.key\n"
		}
		r.run(t, step, wants[i])
	}
}

// TestTheReferenceOfSettingsIsComplete holds docs/settings.md against the program's own
// list; -update writes it.
func TestTheReferenceOfSettingsIsComplete(t *testing.T) {
	t.Parallel()
	var table strings.Builder
	table.WriteString(settingsHead)
	for _, o := range config.Options {
		value := strings.Trim(fmt.Sprint(o.Default), "[]")
		if value != "" {
			value = "`" + value + "`"
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", o.Key, value, strings.ReplaceAll(o.Doc, "|", `\|`))
	}
	isPage(t, filepath.Join(docs, "settings.md"), table.String())
}

const settingsHead = `# Settings

A flag (` + "`--query-timeout`" + `) beats a variable (` + "`WARTA_QUERY_TIMEOUT`" + `) beats the file (` + "`--config FILE`" + `, else ` + "`warta.yaml`" + ` in the
working folder) beats the default. Lists are written with commas, or as lists in the file; times as ` + "`5s`" + ` or ` + "`2m`" + `.
` + "`warta config`" + ` prints what is in force and where each value came from. This page is written by
` + "`go test ./cmd/warta -run Reference -update`" + `, and a test holds it against the program.

| setting | default | what it is |
| --- | --- | --- |
`

const metricsHead = `# Metrics

What ` + "`GET /metrics`" + ` tells, on the address ` + "`metrics_addr`" + `, in the text format of Prometheus. No label holds words of a query.
This page is written by ` + "`go test ./cmd/warta -run Reference -update`" + `, and a test holds it against a running service. Besides
these there are those of every Go program (` + "`go_*`, `process_*`" + `) and of the page itself (` + "`promhttp_*`" + `).

| metric | type | what it is |
| --- | --- | --- |
`

func isPage(t *testing.T, path, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, path); got != want {
		t.Errorf("%s is not what the program says (go test ./cmd/warta -run Reference -update)", path)
	}
}

var (
	metricHelp = regexp.MustCompile(`(?m)^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)$`)
	metricName = regexp.MustCompile(`\b(?:warta|process)_[a-z_]+\b`)
	envName    = regexp.MustCompile(`\bWARTA_[A-Z0-9_]+\b`)
)

// exported returns the metrics of a running service that has had a request and an
// article: name, help, type.
func exported(t *testing.T) [][]string {
	t.Helper()
	log := filepath.Join(t.TempDir(), "log")
	p := startVia(t, []string{"sh", "-c", `exec "$0" "$@" 2>'` + log + "'"},
		"serve", "--addr", "127.0.0.1:0", "--metrics-addr", "127.0.0.1:0", "--data", t.TempDir())
	p.mustCall(t, "POST", "/v1/articles?wait=searchable", "application/json",
		`{"url":"https://kota-padang.kpu.go.id/blog/read/1_x","title":"Rapat","body":"KPU Kota Padang rapat, Rabu (5/11/2025)."}`)
	p.mustCall(t, "GET", "/v1/search?q=rapat", "", "")
	found := regexp.MustCompile(`for=metrics addr=(\S+)`).FindStringSubmatch(read(t, log))
	if found == nil {
		t.Fatalf("the log does not tell where the metrics are: %s", read(t, log))
	}
	p.url = "http://" + found[1]
	var out [][]string
	for _, m := range metricHelp.FindAllStringSubmatch(string(p.mustCall(t, "GET", "/metrics", "", "").body), -1) {
		out = append(out, m[1:])
	}
	if len(out) < 40 {
		t.Fatalf("only %d metrics", len(out))
	}
	return out
}

// TestTheReferenceOfMetricsIsComplete, and every metric that an alert asks for exists.
func TestTheReferenceOfMetricsIsComplete(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	var table strings.Builder
	table.WriteString(metricsHead)
	for _, m := range exported(t) {
		known[m[0]] = true
		if m[2] == "histogram" {
			known[m[0]+"_bucket"], known[m[0]+"_count"], known[m[0]+"_sum"] = true, true, true
		}
		if strings.HasPrefix(m[0], "warta_") {
			fmt.Fprintf(&table, "| `%s` | %s | %s |\n", m[0], m[2], m[1])
		}
	}
	isPage(t, filepath.Join(docs, "metrics.md"), table.String())

	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr string
				Labels      map[string]string
				Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, deploy, "prometheus", "alerts.yaml")), &rules); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, group := range rules.Groups {
		for _, rule := range group.Rules {
			for _, name := range metricName.FindAllString(rule.Expr, -1) {
				asked++
				if !known[name] {
					t.Errorf("%s asks for %s, which the service does not tell", rule.Alert, name)
				}
			}
			if !slices.Contains([]string{"page", "ticket"}, rule.Labels["severity"]) || rule.Annotations["summary"] == "" || rule.Annotations["todo"] == "" {
				t.Errorf("%s lacks a severity, a summary or what to do", rule.Alert)
			}
		}
	}
	if asked < 10 {
		t.Errorf("only %d metrics are asked for", asked)
	}
}

// TestEverySettingThatDeploymentNamesExists: in variables and in the file.
func TestEverySettingThatDeploymentNamesExists(t *testing.T) {
	t.Parallel()
	// Those of the proxies, of Compose and of the scripts beside them.
	known := map[string]bool{"WARTA_HOST": true, "WARTA_UPSTREAM": true, "WARTA_TLS": true, "WARTA_SPREAD": true, "WARTA_NODE1": true, "WARTA_NODE2": true, "WARTA_NODE3": true}
	for _, key := range config.Keys() {
		known[config.EnvName(key)] = true
	}
	seen := 0
	files := []string{"../../Dockerfile", docs + "/operations.md", docs + "/tutorial.md"}
	for _, pattern := range []string{"*", "*/*", "*/*/*"} {
		found, err := filepath.Glob(filepath.Join(deploy, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
				files = append(files, file)
			}
		}
	}
	for _, file := range files {
		for _, name := range envName.FindAllString(read(t, file), -1) {
			seen++
			if !known[name] {
				t.Errorf("%s names %s, which is no setting", file, name)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d variables seen", seen)
	}
	if _, err := config.Load(filepath.Join(deploy, "systemd", "warta.yaml"), nil); err != nil {
		t.Error(err)
	}
}

// TestSettingsOfSeveralNodesAreTakenTogether loads what Compose and Kubernetes set for each
// program, as the program does at its start.
func TestSettingsOfSeveralNodesAreTakenTogether(t *testing.T) {
	t.Parallel()
	settings := map[string]map[string]string{} // of each program
	set := func(program, name, value string) {
		if key, ok := strings.CutPrefix(name, config.EnvPrefix+"_"); ok {
			if settings[program] == nil {
				settings[program] = map[string]string{}
			}
			settings[program][strings.ToLower(key)] = variable.ReplaceAllString(value, "warta.test")
		}
	}
	type compose struct {
		Services map[string]struct {
			Image       string
			Environment map[string]string
		}
	}
	var nodes, search compose
	for file, into := range map[string]*compose{"nodes.yaml": &nodes, "opensearch.yaml": &search} {
		if err := yaml.Unmarshal([]byte(read(t, deploy, "compose", file)), into); err != nil {
			t.Fatal(err)
		}
	}
	for name, service := range nodes.Services {
		if strings.HasPrefix(service.Image, "warta:") {
			for key, value := range service.Environment {
				set(name, key, value)
				set(name+" with OpenSearch", key, value)
			}
		}
	}
	for name, service := range search.Services {
		for key, value := range service.Environment {
			set(name+" with OpenSearch", key, value)
		}
	}
	var pods struct{ Data map[string]string }
	if err := yaml.Unmarshal([]byte(read(t, deploy, "kubernetes", "configmap.yaml")), &pods); err != nil {
		t.Fatal(err)
	}
	for key, value := range pods.Data {
		set("pods", key, value)
	}
	for _, program := range []string{"warta1", "warta2", "migrate", "pods"} {
		if !dburl.IsURL(settings[program]["record"]) {
			t.Errorf("%s: the record is no database: %q", program, settings[program])
		}
	}
	if engine := settings["warta1 with OpenSearch"]["engine"]; !strings.HasPrefix(engine, "opensearch+") {
		t.Errorf("opensearch.yaml sets the engine to %q", engine)
	}
	for program, values := range settings {
		if _, err := config.Load("", values); err != nil {
			t.Errorf("%s: %v", program, err)
		}
	}
	if !maps.Equal(settings["warta1"], settings["warta2"]) {
		t.Errorf("the nodes differ: %q and %q", settings["warta1"], settings["warta2"])
	}
}

// variable is one of Compose that has to be given.
var variable = regexp.MustCompile(`\$\{WARTA_HOST[^}]*\}`)

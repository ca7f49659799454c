package main_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"golang.org/x/net/html"
)

// TestTheExamplesOfTheDocsWork runs every command line that the page /docs shows as
// a reader would: in a shell, against a service that runs elsewhere. Each answer must
// be one that is described, and neither a key nor its hash may come into the log.
func TestTheExamplesOfTheDocsWork(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("curl is missing")
		}
		t.Skip("curl is missing")
	}
	p := start(t, "demo", "--addr", "127.0.0.1:0", "--log-level", "debug")
	doc, err := openapi3.NewLoader().LoadFromData(p.mustCall(t, http.MethodGet, "/openapi.json", "", "").body)
	if err != nil {
		t.Fatal(err)
	}
	operations := map[string]*openapi3.Operation{}
	turn := map[string]string{} // first what only reads, last what takes something away
	for _, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			operations[op.OperationID] = op
			turn[op.OperationID] = "1 " + op.OperationID
			switch {
			case method == http.MethodGet:
				turn[op.OperationID] = "0 " + op.OperationID
			case strings.HasPrefix(op.OperationID, "re"):
				turn[op.OperationID] = "2 " + op.OperationID
			}
		}
	}
	lines := curlLines(t, p)
	ids := slices.SortedFunc(maps.Keys(operations), func(a, b string) int { return strings.Compare(turn[a], turn[b]) })
	madeID, madeKey := madeKey(t, p)
	secrets := []string{p.key, madeKey}
	env := append(os.Environ(), "KEY="+p.key, "ID="+firstID(t, p), "OFFICIAL="+officials(t, p)[0], "OTHER="+officials(t, p)[1],
		"QUOTE="+firstQuote(t, p), "TOPIC=logistik",
		"KEY_ID="+madeID, "ASSET="+stylesheet(t, p))
	dir := t.TempDir()
	for _, id := range ids {
		line, ok := lines[id]
		if !ok {
			t.Errorf("%s: the docs show no command", id)
			continue
		}
		body := filepath.Join(dir, id)
		cmd := exec.CommandContext(t.Context(), "sh", "-c", strings.Replace(strings.ReplaceAll(line, "-OJ", ""), "curl ", `curl -sS -o "$BODY" -w '%{http_code} %{content_type}' `, 1))
		cmd.Env, cmd.Dir = append(env, "BODY="+body), dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %s: %v %s", id, line, err, out)
			continue
		}
		got, _ := os.ReadFile(body) // an answer without a body leaves no file
		if fault := described(operations[id], string(out), got); fault != "" {
			t.Errorf("%s: %s: %s", id, line, fault)
		}
		if id == "addKey" {
			var made struct{ Key string }
			if err := json.Unmarshal(got, &made); err != nil || made.Key == "" {
				t.Errorf("no key in %s", got)
			}
			secrets = append(secrets, made.Key)
		}
	}
	if len(operations) < 40 || len(lines) != len(operations) {
		t.Errorf("%d calls and %d commands", len(operations), len(lines))
	}
	if code := p.stop(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	log := p.stderr.String()
	if strings.Count(log, "route=/v1/") < 20 {
		t.Errorf("the log has too little in it to show anything: %.1000s", log)
	}
	for _, secret := range secrets {
		hash := sha256.Sum256([]byte(secret))
		for _, form := range []string{
			secret, strings.TrimPrefix(secret, "warta_"), hex.EncodeToString(hash[:]), base64.StdEncoding.EncodeToString(hash[:]),
			base64.RawURLEncoding.EncodeToString(hash[:]), fmt.Sprint(hash), string(hash[:]),
		} {
			if strings.Contains(log, form) {
				t.Errorf("the log holds a key or its hash: %q", form)
			}
		}
	}
}

// curlLines takes the commands out of the page, by the id of their call.
func curlLines(t *testing.T, p *process) map[string]string {
	t.Helper()
	page, err := html.Parse(bytes.NewReader(p.mustCall(t, http.MethodGet, "/docs", "", "").body))
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]string{}
	call := ""
	for n := range page.Descendants() {
		switch {
		case n.Data == "h3":
			call = ""
			for _, a := range n.Attr {
				if a.Key == "id" {
					call = a.Val
				}
			}
		case n.Data == "pre" && call != "":
			var text strings.Builder
			for d := range n.Descendants() {
				if d.Type == html.TextNode {
					text.WriteString(d.Data)
				}
			}
			if line := strings.TrimSpace(text.String()); strings.HasPrefix(line, "curl ") {
				lines[call] = line
			}
		}
	}
	return lines
}

var statusAndType = regexp.MustCompile(`^(\d{3}) ([^;]*)`)

// described says what of an answer is not as the description has it; "" where all is.
func described(op *openapi3.Operation, said string, body []byte) string {
	found := statusAndType.FindStringSubmatch(said)
	if found == nil || found[1][0] != '2' && found[1] != "303" { // a form leads on
		return fmt.Sprintf("got %s %.300s", said, body)
	}
	response := op.Responses.Value(found[1])
	if response == nil {
		return found[1] + " is not described"
	}
	if len(response.Value.Content) == 0 {
		if len(body) > 0 {
			return fmt.Sprintf("%s has a body: %.300s", found[1], body)
		}
		return ""
	}
	media := response.Value.Content.Get(found[2])
	if media == nil || len(body) == 0 {
		return fmt.Sprintf("%s as %q with %d bytes is not described", found[1], found[2], len(body))
	}
	if !strings.HasSuffix(found[2], "json") {
		return ""
	}
	for line := range bytes.Lines(body) { // one, but for NDJSON
		var v any
		if err := json.Unmarshal(line, &v); err != nil {
			return fmt.Sprintf("%v in %.300s", err, line)
		}
		if err := media.Schema.Value.VisitJSON(v); err != nil {
			return err.Error()
		}
	}
	return ""
}

func firstID(t *testing.T, p *process) string {
	t.Helper()
	var page struct{ Hits []struct{ ID string } }
	p.mustCall(t, http.MethodGet, "/v1/search?size=1", "", "").decode(t, &page)
	return page.Hits[0].ID
}

// firstQuote returns a quote of the article that firstID returns.
func firstQuote(t *testing.T, p *process) string {
	t.Helper()
	var a struct{ Quotes []struct{ ID string } }
	p.mustCall(t, http.MethodGet, "/v1/articles/"+firstID(t, p), "", "").decode(t, &a)
	return a.Quotes[0].ID
}

// officials returns the ids of two officials.
func officials(t *testing.T, p *process) [2]string {
	t.Helper()
	var list struct{ Officials []struct{ ID string } }
	p.mustCall(t, http.MethodGet, "/v1/officials?size=2", "", "").decode(t, &list)
	return [2]string{list.Officials[0].ID, list.Officials[1].ID}
}

func madeKey(t *testing.T, p *process) (id, secret string) {
	t.Helper()
	var key struct{ ID, Key string }
	p.mustCall(t, http.MethodPost, "/v1/admin/keys", "application/json", `{"name":"x","scopes":["read"]}`).decode(t, &key)
	return key.ID, key.Key
}

// stylesheet returns the name of the file that the pages are styled with.
func stylesheet(t *testing.T, p *process) string {
	t.Helper()
	page := string(p.mustCall(t, http.MethodGet, "/", "", "").body)
	_, rest, ok := strings.Cut(page, `<link rel="stylesheet" href="/aset/`)
	name, _, _ := strings.Cut(rest, `"`)
	if !ok {
		t.Fatal("the page has no stylesheet")
	}
	return name
}

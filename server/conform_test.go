package server_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// Every request that a test sends, and every answer, is held against the
// description: [site.do] calls conforms.

func init() {
	openapi3.DefineStringFormatValidator("date", openapi3.NewRegexpFormatValidator(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`))
	openapi3.DefineStringFormatValidator("date-time", openapi3.NewRegexpFormatValidator(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`))
}

// description reads openapi.yaml once.
var description = sync.OnceValues(func() (*openapi3.T, error) {
	raw, err := os.ReadFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(raw)
})

// operationOf finds what describes a call; nil where nothing does. The names in
// the path that are spelt out go before those that are filled in.
func operationOf(doc *openapi3.T, method, path string) (name string, op *openapi3.Operation, shared openapi3.Parameters) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	best := -1
	given := strings.Split(path, "/")
	for template, item := range doc.Paths.Map() {
		parts := strings.Split(template, "/")
		if len(parts) != len(given) {
			continue
		}
		same := 0
		for i, part := range parts {
			switch {
			case part == given[i]:
				same++
			case !strings.HasPrefix(part, "{") || given[i] == "":
				same = -len(parts) - 1
			}
		}
		if same > best && same >= 0 {
			best, name, op, shared = same, template, item.GetOperation(method), item.Parameters
		}
	}
	return name, op, shared
}

// conforms holds a call and its answer against the description.
func (s *site) conforms(req *http.Request, sent []byte, a answer) {
	s.Helper()
	doc, err := description()
	if err != nil {
		s.Fatal(err)
	}
	name, op, shared := operationOf(doc, req.Method, req.URL.Path)
	if a.header.Get("X-Request-Id") == "" { // net/http refused it before it came to us
		return
	}
	if op == nil || a.status == http.StatusMethodNotAllowed {
		slash := a.status == http.StatusMovedPermanently && strings.HasSuffix(req.URL.Path, "/") // the introduction describes it
		if a.status < 400 && req.Method != http.MethodOptions && !slash {
			s.Errorf("%s %s: got %d, and no such call is described", req.Method, req.URL.Path, a.status)
		}
		return
	}
	call := req.Method + " " + name
	if a.status < 300 && strings.HasPrefix(name, "/v1/") {
		for _, fault := range faultsOfRequest(op, shared, req, sent) {
			s.Errorf("%s answers %d to a request that the description does not allow: %s", call, a.status, fault)
		}
	}
	for _, fault := range faultsOfAnswer(op, req.Method, a, s.faults) {
		s.Errorf("%s: %s", call, fault)
	}
}

// faultsOfRequest says what of a request the description does not allow.
func faultsOfRequest(op *openapi3.Operation, shared openapi3.Parameters, req *http.Request, sent []byte) (faults []string) {
	described := map[string]*openapi3.Parameter{}
	for _, p := range append(slices.Clone(shared), op.Parameters...) {
		if p.Value.In == openapi3.ParameterInQuery {
			described[p.Value.Name] = p.Value
		}
	}
	for key, values := range req.URL.Query() {
		p := described[key]
		if p == nil {
			faults = append(faults, "parameter "+key+" is not described")
			continue
		}
		if given := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" }); len(given) > 0 {
			if err := oneLine(p.Schema.Value.VisitJSON(valueOf(p.Schema.Value, given))); err != nil {
				faults = append(faults, fmt.Sprintf("%s=%.80q: %v", key, values, err))
			}
		}
	}
	if op.RequestBody == nil || strings.Contains(req.Header.Get("Content-Type"), "ndjson") { // each line of a batch is judged by itself
		return faults
	}
	kind, _, _ := strings.Cut(req.Header.Get("Content-Type"), ";")
	media := op.RequestBody.Value.Content.Get(strings.TrimSpace(kind))
	if media == nil {
		return append(faults, fmt.Sprintf("a body of type %q is not described", kind))
	}
	if kind == "application/json" {
		if err := visitJSON(media.Schema.Value, sent); err != nil {
			faults = append(faults, "the body: "+err.Error())
		}
	}
	return faults
}

// valueOf reads the text of a parameter as its schema has it.
func valueOf(schema *openapi3.Schema, given []string) any {
	text := given[0]
	switch {
	case schema.Type.Is("array"):
		list := []any{}
		for _, v := range given {
			for part := range strings.SplitSeq(v, ",") {
				if part = strings.TrimSpace(part); part != "" && !slices.Contains(list, any(part)) {
					list = append(list, part)
				}
			}
		}
		return list
	case schema.Type.Is("integer"), schema.Type.Is("number"):
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return f
		}
	case schema.Type.Is("boolean"):
		if b, err := strconv.ParseBool(text); err == nil && slices.Contains([]string{"true", "false", "1", "0"}, text) {
			return b
		}
	}
	return text
}

// faultsOfAnswer returns the parts of an answer that the description does not cover. With
// mayFail an error is no fault: the answers of an archive that is made to fail are not
// described.
func faultsOfAnswer(op *openapi3.Operation, method string, a answer, mayFail bool) (faults []string) {
	if a.status == http.StatusNotModified && op.Responses.Status(http.StatusOK) != nil || mayFail && a.status >= 400 {
		return nil
	}
	response := op.Responses.Status(a.status)
	if response == nil {
		return []string{fmt.Sprintf("the answer %d is not described: %.300s", a.status, a.body)}
	}
	for name, header := range response.Value.Headers {
		if header.Value.Required && a.header.Get(name) == "" {
			faults = append(faults, fmt.Sprintf("%d without %s", a.status, name))
		}
	}
	if len(response.Value.Content) == 0 || method == http.MethodHead {
		if a.body != "" {
			faults = append(faults, fmt.Sprintf("%d has a body: %.100s", a.status, a.body))
		}
		return faults
	}
	kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	media := response.Value.Content.Get(kind)
	switch {
	case media == nil:
		faults = append(faults, fmt.Sprintf("%d as %q is not described", a.status, kind))
	case a.header.Get("Content-Encoding") != "":
	case kind == "application/json" || kind == "application/problem+json":
		if err := visitJSON(media.Schema.Value, []byte(a.body)); err != nil {
			faults = append(faults, fmt.Sprintf("%d: %v in %.500s", a.status, err, a.body))
		}
	case kind == "application/x-ndjson":
		for line := range strings.Lines(a.body) {
			if err := visitJSON(media.Schema.Value, []byte(line)); err != nil {
				return append(faults, fmt.Sprintf("%d: %v in the line %.500s", a.status, err, line))
			}
		}
	}
	return faults
}

func visitJSON(schema *openapi3.Schema, raw []byte) error {
	var v any
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\uFEFF"))))
	if err := dec.Decode(&v); err != nil {
		return err
	}
	return oneLine(schema.VisitJSON(v))
}

// oneLine leaves of an error what is wrong, without the schema and the value.
func oneLine(err error) error {
	if e, ok := errors.AsType[*openapi3.SchemaError](err); ok {
		return fmt.Errorf("at /%s: %s", strings.Join(e.JSONPointer(), "/"), e.Reason)
	}
	return err
}

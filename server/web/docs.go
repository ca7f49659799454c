package web

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A DocsView is the description of all calls, to be read by people who program.
type DocsView struct {
	Head
	Base   string // scheme and host for the examples
	Intro  []string
	Groups []DocGroup
}

// A DocGroup holds the calls with one tag.
type DocGroup struct {
	Name, Text string
	Calls      []DocCall
}

// A DocCall is one call.
type DocCall struct {
	ID           string
	Method, Path string
	Summary      string
	Text         []string // paragraphs
	Need         string   // the right that it needs; empty: none
	Parameters   []DocParameter
	Curl         string // the end of a command that calls it
	Answers      []DocAnswer
}

// A DocParameter is one parameter of a call.
type DocParameter struct {
	Name, In, Text, Default, Values string
	Required                        bool
}

// A DocAnswer is one answer of a call.
type DocAnswer struct{ Status, Text, Example string }

type docSchema struct {
	Ref      string `yaml:"$ref"`
	Type     any
	Enum     []string
	Default  any
	Minimum  *float64
	Maximum  *float64
	Items    *docSchema
	Examples []any
}

type docMedia struct {
	Example any
}

type docParameter struct {
	Ref         string `yaml:"$ref"`
	Name        string
	In          string
	Description string
	Required    bool
	Schema      docSchema
	Example     any
}

type docBody struct {
	Ref     string `yaml:"$ref"`
	Content map[string]docMedia
}

type docAnswer struct {
	Ref         string `yaml:"$ref"`
	Description string
	Content     map[string]docMedia
}

type docOperation struct {
	Tags        []string
	OperationID string `yaml:"operationId"`
	Summary     string
	Description string
	Security    []map[string][]string
	Parameters  []docParameter
	RequestBody *docBody `yaml:"requestBody"`
	Responses   map[string]docAnswer
	Curl        string `yaml:"x-curl"`
}

type docItem struct {
	Parameters                    []docParameter
	Get, Post, Put, Delete, Patch *docOperation
}

type docSource struct {
	Info       struct{ Description string }
	Tags       []struct{ Name, Description string }
	Paths      yaml.Node
	Components struct {
		Parameters    map[string]docParameter
		RequestBodies map[string]docBody `yaml:"requestBodies"`
		Responses     map[string]docAnswer
	}
}

// NewDocsView arranges an OpenAPI description for its page, in the order of its
// paths.
func NewDocsView(source []byte) (*DocsView, error) {
	var doc docSource
	if err := yaml.Unmarshal(source, &doc); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	v := &DocsView{
		Head:  Head{Title: "API", Description: "Semua panggilan API Warta", Section: "docs", Path: "/"},
		Intro: paragraphs(doc.Info.Description),
	}
	groups := map[string]*DocGroup{}
	for _, t := range doc.Tags {
		groups[t.Name] = &DocGroup{Name: t.Name, Text: t.Description}
	}
	for i := 0; i+1 < len(doc.Paths.Content); i += 2 { // a mapping: key, value, key, value
		path := doc.Paths.Content[i].Value
		var item docItem
		if err := doc.Paths.Content[i+1].Decode(&item); err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		for _, m := range []struct {
			method string
			op     *docOperation
		}{{"GET", item.Get}, {"POST", item.Post}, {"PUT", item.Put}, {"PATCH", item.Patch}, {"DELETE", item.Delete}} {
			if m.op == nil {
				continue
			}
			if len(m.op.Tags) != 1 || groups[m.op.Tags[0]] == nil {
				return nil, fmt.Errorf("read %s %s: want one tag that is described", m.method, path)
			}
			g := groups[m.op.Tags[0]]
			g.Calls = append(g.Calls, doc.call(m.method, path, item.Parameters, m.op))
		}
	}
	for _, t := range doc.Tags {
		v.Groups = append(v.Groups, *groups[t.Name])
	}
	return v, nil
}

func (doc *docSource) call(method, path string, shared []docParameter, op *docOperation) DocCall {
	c := DocCall{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Text: paragraphs(op.Description), Curl: op.Curl}
	for _, s := range op.Security {
		c.Need = strings.Join(s["key"], ", ")
	}
	for _, p := range append(shared[:len(shared):len(shared)], op.Parameters...) {
		if p.Ref != "" {
			p = doc.Components.Parameters[lastPart(p.Ref)]
		}
		c.Parameters = append(c.Parameters, newDocParameter(p))
	}
	var problems []string
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		a := op.Responses[status]
		if a.Ref != "" {
			a = doc.Components.Responses[lastPart(a.Ref)]
		}
		if status >= "400" {
			problems = append(problems, status)
			continue
		}
		answer := DocAnswer{Status: status, Text: a.Description}
		for _, kind := range slices.Sorted(maps.Keys(a.Content)) { // the same one each time
			if m := a.Content[kind]; m.Example != nil {
				answer.Example = exampleText(m.Example)
			}
		}
		c.Answers = append(c.Answers, answer)
	}
	if len(problems) > 0 {
		c.Answers = append(c.Answers, DocAnswer{Status: strings.Join(problems, ", "), Text: "A problem."})
	}
	return c
}

func newDocParameter(p docParameter) DocParameter {
	out := DocParameter{Name: p.Name, In: p.In, Text: p.Description, Required: p.Required}
	schema := p.Schema
	if schema.Default != nil {
		out.Default = fmt.Sprint(schema.Default)
	}
	if schema.Items != nil {
		schema = *schema.Items
	}
	switch {
	case len(schema.Enum) > 0:
		out.Values = strings.Join(schema.Enum, ", ")
	case schema.Minimum != nil && schema.Maximum != nil:
		out.Values = fmt.Sprintf("%g – %g", *schema.Minimum, *schema.Maximum)
	}
	return out
}

// exampleText writes an example as it comes over the wire, a form that people can
// read.
func exampleText(v any) string {
	if s, ok := v.(string); ok {
		return strings.TrimSpace(s)
	}
	return indented(v)
}

func lastPart(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

// paragraphs cuts a text at empty lines.
func paragraphs(text string) []string {
	var out []string
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// A codePiece is a stretch of a text that is code, or not.
type codePiece struct {
	Text string
	Code bool
}

// codes takes a text with `code` apart.
func codes(text string) []codePiece {
	var out []codePiece
	for i, piece := range strings.Split(text, "`") {
		if piece != "" {
			out = append(out, codePiece{piece, i%2 == 1})
		}
	}
	return out
}

// at gives the path in the example of a call the scheme and host before it.
func at(base, curl string) string { return strings.ReplaceAll(curl, `"/`, `"`+base+`/`) }

// A ProblemTypeView explains one type of problem.
type ProblemTypeView struct {
	Head
	Slug, StatusText, Means, Do string
	Status                      int
}

// Docs renders the description of all calls.
func (p *Pages) Docs(w io.Writer, v *DocsView) error { return p.render(w, "docs", v) }

// ProblemType renders what a type of problem means.
func (p *Pages) ProblemType(w io.Writer, v *ProblemTypeView) error {
	return p.render(w, "problemtype", v)
}

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"warta/analyzers/received"
)

// maxFile bounds one article that is read from a file, in bytes.
const maxFile = 16 << 20

// An input is one article, or a page of articles, as a command was given it.
type input struct {
	name string // "folder/file.txt" or "file.ndjson:12"
	text string
	html bool
	json json.RawMessage // instead of text: a line in the form of POST /v1/articles
}

// eachInput calls f with every article that the paths hold: text and HTML
// files, NDJSON line by line, folders with such files below them, "-" for
// standard input. What cannot be read is passed to bad and the rest goes on; an
// error of f ends it.
func eachInput(stdin io.Reader, paths []string, given inputHints, f func(input) error, bad func(name string, err error)) error {
	for _, path := range paths {
		if path == "-" {
			if err := eachIn("-", stdin, given, f, bad); err != nil {
				return err
			}
			continue
		}
		err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
			if err != nil {
				bad(file, plainCause(err))
				return nil
			}
			if entry.IsDir() || file != path && !known(file) {
				return nil
			}
			return eachInFile(file, given, f, bad)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// plainCause leaves the path out of an error that names it.
func plainCause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

func known(file string) bool {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".txt", ".html", ".htm", ".ndjson", ".jsonl", ".json":
		return true
	}
	return false
}

func eachInFile(file string, given inputHints, f func(input) error, bad func(string, error)) error {
	r, err := os.Open(file)
	if err != nil {
		bad(file, plainCause(err))
		return nil
	}
	defer func() { _ = r.Close() }() // only read
	return eachIn(file, r, given, f, bad)
}

// eachIn reads what r holds: one text, one page, or JSON.
func eachIn(name string, r io.Reader, given inputHints, f func(input) error, bad func(string, error)) error {
	buffered := bufio.NewReaderSize(r, 64<<10)
	hints := received.Hints{Name: name, Form: given.form(name), Charset: given.charset}
	head, _ := buffered.Peek(512)
	if lines, pretty := holdsJSON(head, hints); lines && !pretty {
		return eachJSON(name, received.NewReader(buffered, given.charset), f, bad)
	}
	data, err := io.ReadAll(io.LimitReader(buffered, maxFile+1))
	switch {
	case err != nil:
		bad(name, plainCause(err))
		return nil
	case len(data) > maxFile:
		bad(name, fmt.Errorf("larger than %d bytes: send one article a file", maxFile))
		return nil
	}
	doc, err := received.Read(data, hints)
	switch {
	case errors.Is(err, received.ErrCharset), errors.Is(err, received.ErrBytes):
		bad(name, fmt.Errorf("%w: convert it, or name its charset with --charset", err))
		return nil
	case err != nil:
		bad(name, err)
		return nil
	case !doc.Form.MayHoldArticles():
		bad(name, fmt.Errorf("%v, no article: %s", doc.Form, doc.Form.Advice()))
		return nil
	case doc.Form == received.JSON:
		return eachValue(name, doc.Text, f, bad)
	}
	return f(input{name: name, text: doc.Text, html: doc.Form == received.HTML})
}

// inputHints are what a caller says of all inputs.
type inputHints struct {
	charset string
}

// form returns the form that the extension of a file names. Pages and text without one
// are recognised by their content.
func (h inputHints) form(name string) received.Form {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm":
		return received.HTML
	case ".txt":
		return received.Text
	}
	return received.Unknown
}

// holdsJSON reports whether a file with that head holds JSON, and whether its first
// object does not end with its first line.
func holdsJSON(head []byte, hints received.Hints) (is, pretty bool) {
	hints.Lenient = true
	doc, err := received.Read(head[:len(head)&^1], hints)
	if err != nil || doc.Form != received.JSON {
		return false, false
	}
	text := strings.TrimSpace(doc.Text)
	line, _, more := strings.Cut(text, "\n")
	ext := strings.ToLower(filepath.Ext(hints.Name))
	pretty = more && !json.Valid([]byte(line)) && !strings.HasSuffix(strings.TrimSpace(line), "}")
	return true, ext == ".json" || pretty && ext != ".ndjson" && ext != ".jsonl"
}

// eachValue reads objects that may run over several lines.
func eachValue(name, text string, f func(input) error, bad func(string, error)) error {
	values := json.NewDecoder(strings.NewReader(text))
	for n := 1; ; n++ {
		var value json.RawMessage
		err := values.Decode(&value)
		if errors.Is(err, io.EOF) {
			return nil
		}
		var compact bytes.Buffer
		if err == nil {
			err = json.Compact(&compact, value)
		}
		if err != nil {
			bad(name, fmt.Errorf("not JSON: %w", err))
			return nil
		}
		place := name
		if n > 1 {
			place = fmt.Sprintf("%s, object %d", name, n)
		}
		if err := f(input{name: place, json: compact.Bytes()}); err != nil {
			return err
		}
	}
}

// eachJSON reads one object a line, as many as there are.
func eachJSON(name string, r io.Reader, f func(input) error, bad func(string, error)) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		place := fmt.Sprintf("%s:%d", name, n)
		switch {
		case !utf8.Valid(line):
			bad(place, errors.New("not UTF-8: convert it, or name its charset with --charset"))
			continue
		case !json.Valid(line):
			bad(place, errors.New("not one JSON object"))
			continue
		}
		if err := f(input{name: place, json: bytes.Clone(line)}); err != nil {
			return err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, received.ErrPacked), errors.Is(err, received.ErrCharset):
		bad(name, err)
	case err != nil:
		bad(name, fmt.Errorf("read: %w", plainCause(err)))
	}
	return nil
}

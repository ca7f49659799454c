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

// maxFile is the maximum size of an article in a file, in bytes.
const maxFile = 16 << 20

// An input is one article, or one page, in the arguments of a command.
type input struct {
	name string // "folder/file.txt" or "file.ndjson:12"
	text string
	html bool
	json json.RawMessage // instead of text: a line in the form of POST /v1/articles
}

// eachInput calls f with every article of the paths: text and HTML files, each line of NDJSON
// files, all such files in folders, and "-" for standard input. It calls bad for an input
// that cannot be read and continues. It ends with the first error of f.
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

// plainCause returns an error of a file operation without the path.
func plainCause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// known reports whether the extension of a file is that of an input.
func known(file string) bool {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".txt", ".html", ".htm", ".ndjson", ".jsonl", ".json":
		return true
	}
	return false
}

// eachInFile is eachInput for one file.
func eachInFile(file string, given inputHints, f func(input) error, bad func(string, error)) error {
	r, err := os.Open(file)
	if err != nil {
		bad(file, plainCause(err))
		return nil
	}
	defer func() { _ = r.Close() }() // only read
	return eachIn(file, r, given, f, bad)
}

// eachIn is eachInput for a reader of one text, one page, or JSON.
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

// inputHints are the flags for the form of all inputs.
type inputHints struct {
	charset string
}

// form returns the form for the extension of a file. Without a known extension, the content
// decides.
func (h inputHints) form(name string) received.Form {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm":
		return received.HTML
	case ".txt":
		return received.Text
	}
	return received.Unknown
}

// holdsJSON reports whether a file with that head is JSON, and whether its first object
// extends over several lines.
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

// eachValue calls f with each object of a text; an object may extend over several lines.
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

// eachJSON calls f with each object of r, which has one object a line.
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

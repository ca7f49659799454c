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
func eachInput(stdin io.Reader, paths []string, f func(input) error, bad func(name string, err error)) error {
	for _, path := range paths {
		if path == "-" {
			if err := eachIn("-", stdin, f, bad); err != nil {
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
			return eachInFile(file, f, bad)
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

func eachInFile(file string, f func(input) error, bad func(string, error)) error {
	r, err := os.Open(file)
	if err != nil {
		bad(file, plainCause(err))
		return nil
	}
	defer r.Close()
	return eachIn(file, r, f, bad)
}

// eachIn tells by the name, else by the first character, what r holds.
func eachIn(name string, r io.Reader, f func(input) error, bad func(string, error)) error {
	buffered := bufio.NewReaderSize(r, 64<<10)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".ndjson", ".jsonl":
		return eachJSON(name, buffered, f, bad)
	case ".txt", ".html", ".htm", ".json":
	default:
		head, _ := buffered.Peek(512)
		if bytes.HasPrefix(bytes.TrimSpace(head), []byte("{")) {
			return eachJSON(name, buffered, f, bad)
		}
	}
	data, err := io.ReadAll(io.LimitReader(buffered, maxFile+1))
	switch {
	case err != nil:
		bad(name, plainCause(err))
		return nil
	case len(data) > maxFile:
		bad(name, fmt.Errorf("larger than %d bytes: send one article a file", maxFile))
		return nil
	case !utf8.Valid(data):
		bad(name, errors.New("not UTF-8: convert it first"))
		return nil
	}
	if strings.EqualFold(filepath.Ext(name), ".json") {
		var compact bytes.Buffer
		if err := json.Compact(&compact, data); err != nil {
			bad(name, fmt.Errorf("not JSON: %w", err))
			return nil
		}
		return f(input{name: name, json: compact.Bytes()})
	}
	return f(input{name: name, text: string(data), html: looksLikeHTML(name, data)})
}

func looksLikeHTML(name string, data []byte) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm":
		return true
	case ".txt":
		return false
	}
	head := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 512)]))
	return bytes.HasPrefix(head, []byte("<!doctype")) || bytes.HasPrefix(head, []byte("<html")) || bytes.HasPrefix(head, []byte("<?xml"))
}

func eachJSON(name string, r io.Reader, f func(input) error, bad func(string, error)) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		place := fmt.Sprintf("%s:%d", name, n)
		if !json.Valid(line) {
			bad(place, errors.New("not one JSON object"))
			continue
		}
		if err := f(input{name: place, json: bytes.Clone(line)}); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		bad(name, fmt.Errorf("read: %w", plainCause(err)))
	}
	return nil
}

package people

import (
	"bytes"
	"fmt"
	"sync"

	"go.yaml.in/yaml/v3"
)

// embedded returns a function that parses an embedded file at its first call. It panics if the file has
// a fault: every test reads it.
func embedded[T any](file []byte, parse func([]byte) (T, error)) func() T {
	return sync.OnceValue(func() T {
		content, err := parse(file)
		if err != nil {
			panic(err)
		}
		return content
	})
}

// decodeLists decodes a file of lists, which has no fields but those of lists. Errors begin with
// what is read.
func decodeLists(what string, file []byte, lists any) error {
	d := yaml.NewDecoder(bytes.NewReader(file))
	d.KnownFields(true)
	if err := d.Decode(lists); err != nil {
		return fmt.Errorf("read %s: %w", what, err)
	}
	return nil
}

// checkFolded returns an error for the first text that is empty or not folded.
func checkFolded(what string, texts []string) error {
	for _, text := range texts {
		if folded := foldTitle(text); text == "" || text != folded {
			return fmt.Errorf("read %s: %q is not folded, want %q", what, text, folded)
		}
	}
	return nil
}

// Package wordlist reads the embedded word lists of the analyzers.
//
// A file holds named lists: a line that begins with a name and a colon begins a
// list, and its words follow on that line and on the next ones, parted by spaces.
// A "#" begins a remark.
package wordlist

import (
	"fmt"
	"strings"
)

// A File holds the lists of one file. Its lists are read-only.
type File struct {
	name  string
	lists map[string]map[string]bool
}

// MustParse parses the text of an embedded file and panics with the file and the
// line of a fault. It is called while a package is initialised.
func MustParse(name, text string) File {
	lists, err := parse(text)
	if err != nil {
		panic(name + ": " + err.Error())
	}
	return File{name, lists}
}

// List returns the words of the list of that name. It panics if the file has none.
func (f File) List(name string) map[string]bool {
	list := f.lists[name]
	if list == nil {
		panic(fmt.Sprintf("%s: no list %q", f.name, name))
	}
	return list
}

func parse(text string) (map[string]map[string]bool, error) {
	lists := make(map[string]map[string]bool)
	var list map[string]bool
	last := ""
	number := 0
	for line := range strings.Lines(text) {
		number++
		line, _, _ = strings.Cut(line, "#")
		if name, rest, ok := strings.Cut(line, ":"); ok {
			if last = strings.TrimSpace(name); last == "" || lists[last] != nil {
				return nil, fmt.Errorf("line %d: list %q has no name or stands twice", number, last)
			}
			list, line = make(map[string]bool), rest
			lists[last] = list
		}
		for word := range strings.FieldsSeq(line) {
			switch {
			case list == nil:
				return nil, fmt.Errorf("line %d: %q stands in no list", number, word)
			case word != strings.ToLower(word):
				return nil, fmt.Errorf("line %d: %q is not in lower case", number, word)
			case list[word]:
				return nil, fmt.Errorf("line %d: %q stands twice in %q", number, word, last)
			}
			list[word] = true
		}
	}
	for name, list := range lists {
		if len(list) == 0 {
			return nil, fmt.Errorf("list %q is empty", name)
		}
	}
	return lists, nil
}

package server_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms are the packages below server, from the lowest to the highest: each may import
// those before it. Package server imports all of them, and only it imports gin.
var rooms = []string{
	"hostiletest", "directory", "keys", "limit", "metrics", "web", "render", "batch", "answer", "param", "finder", "profile", "desk", "pages",
}

func TestThePackagesOfTheServerImportLowerOnes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		room := filepath.Dir(name)
		at := slices.Index(rooms, room)
		if at < 0 {
			t.Errorf("%s: say in rooms which packages server/%s may import", name, room)
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(path, "gin-gonic") {
				t.Errorf("%s imports gin", name)
			}
			lower, ours := strings.CutPrefix(path, "warta/server/")
			if ours && !strings.HasSuffix(name, "_test.go") && !slices.Contains(rooms[:at], lower) || path == "warta/server" {
				t.Errorf("%s imports %s, which is not lower", name, path)
			}
		}
	}
	if len(files) < 40 {
		t.Errorf("only %d files seen", len(files))
	}
}

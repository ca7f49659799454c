package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// rules says which packages may import what. The first rule whose pattern an
// import begins with decides: only packages below one of the folders may have
// it. Test files may reach further where a line says so.
var rules = []struct {
	imports string
	below   []string
	tests   []string
	why     string
}{
	{"github.com/blevesearch/bleve", []string{"index/embedded", "cmd/warta/internal/bench/plainbleve"}, nil, "the engine stands behind index.Engine; only what the bench compares it with is bleve itself"},
	{"github.com/gin-gonic/gin", []string{"server"}, nil, "HTTP stays in server"},
	{"github.com/spf13/viper", []string{"config"}, nil, "settings are read in one place"},
	{"github.com/jackc/pgx", []string{"index/record/postgres"}, nil, "PostgreSQL stays with its record"},
	{"modernc.org/sqlite", []string{"index/record/sqlite", "index/readings"}, []string{"index", "cmd/warta"}, "SQL stays with the record and the readings; tests damage a record with it"},
	{"warta/cmd", []string{"cmd"}, nil, "nothing stands on the commands"},
	{"warta/server", []string{"server", "cmd"}, nil, "nothing imports server"},
	{"warta/index/embedded", []string{"cmd", "index/embedded"}, []string{"index", "server"}, "only the wiring names an engine"},
	{"warta/index/opensearch", []string{"cmd", "index/opensearch"}, []string{"index", "server"}, "only the wiring names an engine"},
	{"warta/index/archive", []string{"index/archive", "server", "cmd"}, []string{"index/embedded"}, "searching and people know no archive"},
	{"warta/index/search", []string{"index/search", "index/archive", "index/indextest/judged", "index/internal/cast", "server", "cmd"}, []string{"index/embedded", "index/people"}, "what is searched knows no searcher"},
	{"warta/index/understand", []string{"index/understand", "index/search", "index/archive", "server", "cmd"}, []string{"index/embedded"}, "only searches understand queries"},
	{"warta/index/people", []string{"index/people", "index/documents", "index/understand", "index/search", "index/archive", "server", "cmd"}, nil, "engines know no people"},
	{"warta/index", []string{"index", "server", "cmd"}, nil, "reading knows nothing of searching"},
	{"warta/config", []string{"cmd", "config"}, nil, "packages take options, not settings"},
	{"warta/internal/dburl", []string{"internal/dburl", "config", "index/record/postgres", "cmd"}, nil, "only settings, the record in PostgreSQL and commands know the URL of a database"},
	{"warta/internal/race", nil, []string{"analyzers", "index", "server", "cmd"}, "only tests ask for the race detector"},
	{"warta/analyzers", []string{"analyzers", "index", "server", "cmd"}, nil, "config imports no other package of Warta"},
}

func TestDependenciesPointOneWay(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	checked := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != root || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			checked++
			checkImport(t, filepath.ToSlash(rel), imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 100 {
		t.Errorf("only %d imports seen; is the walk broken?", checked)
	}
}

func checkImport(t *testing.T, file, imported string) {
	t.Helper()
	for _, rule := range rules {
		if imported != rule.imports && !strings.HasPrefix(imported, rule.imports+"/") {
			continue
		}
		allowed := rule.below
		if strings.HasSuffix(file, "_test.go") {
			allowed = append(allowed[:len(allowed):len(allowed)], rule.tests...)
		}
		for _, folder := range allowed {
			if strings.HasPrefix(file, folder+"/") {
				return
			}
		}
		t.Errorf("%s imports %s: %s", file, imported, rule.why)
		return
	}
}

func TestTheTopLevelIsTheOneThatWasAgreed(t *testing.T) {
	t.Parallel()
	want := map[string]bool{
		"cmd": true, "index": true, "server": true, "analyzers": true, "config": true, "internal": true, "docs": true,
		"go.mod": true, "go.sum": true, "Dockerfile": true, "README.md": true, "LICENSE": true, "NOTICE": true,
		"CHANGELOG.md": true, "Makefile": true,
	}
	ignored := map[string]bool{"data": true, "dist": true, "artifacts": true, "warta": true} // .gitignore
	entries, err := filepath.Glob(filepath.Join("..", "..", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range entries {
		if name := filepath.Base(path); !want[name] && !ignored[name] && !strings.HasPrefix(name, ".") {
			t.Errorf("%s stands at the top level", name)
		}
	}
}

package generations_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"warta/index"
	"warta/index/embedded"
	"warta/index/generations"
	"warta/index/generations/generationstest"
	"warta/index/indextest"
	"warta/index/readings"
)

// folders keeps generations in a folder, with engines that forget all when they close.
func folders(t *testing.T, dir string) *generations.Folders {
	t.Helper()
	open := func(context.Context, string) (index.Engine, error) { return new(indextest.Fake), nil }
	f, err := generations.NewFolders(dir, open, readings.Options{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func info(number int, lineage string) generations.Info {
	return generations.Info{
		Number: number, Format: generations.Format, Lineage: lineage, Reader: "7", Engine: "plain-1.8.3",
		State: generations.Building, Created: time.Date(2026, 11, 30, 1, 2, 3, 0, time.UTC),
	}
}

// create makes generations and returns the folder that has them.
func create(t *testing.T, infos ...generations.Info) (*generations.Folders, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "generations")
	f := folders(t, dir)
	for _, i := range infos {
		if err := f.Create(t.Context(), i); err != nil {
			t.Fatal(err)
		}
	}
	return f, dir
}

// numbers lists the generations of the record "here".
func numbers(t *testing.T, s generations.Store) (list []int) {
	t.Helper()
	found, err := s.List(t.Context(), "here")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range found {
		list = append(list, i.Number)
	}
	return list
}

func TestWhatIsNoGenerationOfTheRecordIsDeleted(t *testing.T) {
	t.Parallel()
	other := info(2, "elsewhere")
	newer := info(3, "here")
	newer.Format++
	f, dir := create(t, info(1, "here"), other, newer, info(4, "here"), info(5, "here"))
	if err := os.WriteFile(filepath.Join(dir, "000004", "generation.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "000005", "generation.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "notes"), 0o750); err != nil {
		t.Fatal(err)
	}
	if got := numbers(t, f); !slices.Equal(got, []int{1}) {
		t.Errorf("listed are %v, want the first alone", got)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 || entries[0].Name() != "000001" || entries[1].Name() != "notes" {
		t.Errorf("there are %v, %v; want the first generation, and what is none", entries, err)
	}
}

func TestAGenerationGetsAnotherNumber(t *testing.T) {
	t.Parallel()
	f, _ := create(t, info(1, "here"), info(2, "here"))
	if err := f.Renumber(t.Context(), 1, 3); err != nil {
		t.Fatal(err)
	}
	if got := numbers(t, f); !slices.Equal(got, []int{3, 2}) {
		t.Errorf("listed are %v, want 3 and 2", got)
	}
	if err := f.Renumber(t.Context(), 1, 4); err == nil {
		t.Error("a generation that is not there gets a number")
	}
	if err := f.Renumber(t.Context(), 2, 3); err == nil || !slices.Equal(numbers(t, f), []int{3, 2}) {
		t.Errorf("a number that is not free is given: %v, then %v", err, numbers(t, f))
	}
}

func TestARemovedGenerationIsGone(t *testing.T) {
	t.Parallel()
	f, dir := create(t, info(1, "here"), info(2, "here"))
	for range 2 { // also where a stop had removed it already
		if err := f.Remove(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "000001")); !errors.Is(err, os.ErrNotExist) || !slices.Equal(numbers(t, f), []int{2}) {
		t.Errorf("its folder: %v", err)
	}
}

func TestAnEngineThatCannotBeOpenedIsNamed(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		open generations.OpenEngine
		want error
	}{
		"an error": {func(context.Context, string) (index.Engine, error) { return nil, broken }, broken},
		"a panic":  {func(context.Context, string) (index.Engine, error) { panic("a damaged file") }, index.ErrDamaged},
		"no engine": {func(context.Context, string) (index.Engine, error) {
			return nil, nil
		}, nil},
	} {
		_, dir := create(t, info(1, "here"))
		f, err := generations.NewFolders(dir, c.open, readings.Options{}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Open(t.Context(), 1); err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestFoldersKeepTheContract(t *testing.T) {
	t.Parallel()
	generationstest.TestStore(t, func(t *testing.T) generationstest.Setting {
		dir := filepath.Join(t.TempDir(), "generations")
		ids := 0
		return generationstest.Setting{
			Open: func(t testing.TB) generations.Store {
				open := func(ctx context.Context, dir string) (index.Engine, error) {
					return embedded.Open(ctx, dir, embedded.Options{})
				}
				f, err := generations.NewFolders(dir, open, readings.Options{}, slog.New(slog.DiscardHandler))
				if err != nil {
					t.Fatal(err)
				}
				return f
			},
			Lineage: "here",
			Articles: func(_ testing.TB, n int) (list []string) {
				for range n {
					ids++
					list = append(list, fmt.Sprint("a", ids))
				}
				return list
			},
		}
	})
}

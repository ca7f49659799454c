package embedded_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/embedded"
)

// written makes an index of some segments and returns its folder.
func written(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	e := open(t, dir)
	for n := range 6 {
		var changes []documents.Change
		for m := range 20 {
			changes = append(changes, documents.Change{ID: fmt.Sprintf("a%d-%d", n, m), Article: &article.Article{
				Kind: article.News, Title: fmt.Sprintf("Judul %d", n), Paragraphs: []string{fmt.Sprintf("isi %d nomor %d", n, m)},
			}})
		}
		if err := e.Apply(t.Context(), documents.Updates(changes), uint64(n+1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestADamagedFileIsFoundBeforeItIsBelieved damages one file of an index in several ways.
func TestADamagedFileIsFoundBeforeItIsBelieved(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for name, damage := range map[string]func(rng *rand.Rand, path string, data []byte) error{
		"a flipped bit": func(rng *rand.Rand, path string, data []byte) error {
			data[rng.IntN(len(data))] ^= 1 << rng.IntN(8)
			return os.WriteFile(path, data, 0o600)
		},
		"cut": func(rng *rand.Rand, path string, data []byte) error {
			return os.WriteFile(path, data[:rng.IntN(len(data))], 0o600)
		},
		"a page of zeros": func(rng *rand.Rand, path string, data []byte) error {
			at := rng.IntN(len(data))
			clear(data[at:min(at+4096, len(data))])
			data[at] = 0xff // it may have been zero before
			return os.WriteFile(path, data, 0o600)
		},
		"gone": func(_ *rand.Rand, path string, _ []byte) error { return os.Remove(path) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(seed, 3))
			for range 8 {
				dir := written(t)
				files, err := embedded.SegmentsOf(dir)
				if err != nil || len(files) == 0 {
					t.Fatalf("segments %v, %v", files, err)
				}
				path := filepath.Join(dir, files[rng.IntN(len(files))])
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if err := damage(rng, path, data); err != nil {
					t.Fatal(err)
				}
				if err := os.Remove(filepath.Join(dir, "clean.json")); err != nil { // as after a kill
					t.Fatal(err)
				}
				e, err := embedded.Open(t.Context(), dir, embedded.Options{})
				if err == nil {
					_ = e.Close()
				}
				if !errors.Is(err, index.ErrDamaged) {
					t.Errorf("got %v, want it refused as damaged", err)
				}
			}
		})
	}
}

func TestAListOfSegmentsThatIsNotAsItWasLeftIsRefused(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 4))
	for range 20 {
		dir := written(t)
		path := filepath.Join(dir, "root.bolt")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if rng.IntN(2) == 0 {
			data = data[:rng.IntN(len(data))]
		} else {
			data[rng.IntN(len(data))] ^= 1 << rng.IntN(8)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := embedded.Open(t.Context(), dir, embedded.Options{})
		if err == nil {
			_ = e.Close()
		}
		if !errors.Is(err, index.ErrDamaged) {
			t.Errorf("got %v, want it refused as damaged", err)
		}
	}
}

func TestAnIndexIsVerifiedWhileItIsUsed(t *testing.T) {
	t.Parallel()
	dir := written(t)
	e, err := embedded.Open(t.Context(), dir, embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	if found, err := e.Verify(t.Context()); err != nil || len(found) > 0 {
		t.Fatalf("all is well: %q, %v", found, err)
	}
	// A merge may put a new file in the place of those that are damaged here.
	damaged := map[string]bool{}
	for {
		files, err := filepath.Glob(filepath.Join(dir, "*.zap"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if !damaged[name] && flip(name, 100) == nil { // else it is gone, or not yet written
				damaged[name] = true
			}
		}
		found, err := e.Verify(t.Context())
		if len(found) > 0 {
			return
		}
		if err != nil || t.Context().Err() != nil {
			t.Fatalf("got %q, %v, want it to say what is damaged", found, err)
		}
	}
}

// flip changes a bit of the byte at a place of a file.
func flip(name string, at int64) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	var b [1]byte
	_, err = f.ReadAt(b[:], at)
	if err == nil {
		_, err = f.WriteAt([]byte{b[0] ^ 1}, at)
	}
	return errors.Join(err, f.Close())
}

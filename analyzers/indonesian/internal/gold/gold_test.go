package gold_test

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"warta/analyzers/indonesian/internal/gold"
)

func TestHeldBackIsTheHashModuloThree(t *testing.T) {
	t.Parallel()
	held := 0
	for k := range 3000 {
		root := fmt.Sprint("root", k)
		sum := sha256.Sum256([]byte(root))
		want := new(big.Int).Mod(new(big.Int).SetBytes(sum[:]), big.NewInt(3)).Sign() == 0
		if got := gold.HeldBack(root); got != want {
			t.Fatalf("%q held back: got %t, want %t", root, got, want)
		}
		if want {
			held++
		}
	}
	if held < 900 || held > 1100 {
		t.Errorf("%d of 3000 roots are held back, want about a third", held)
	}
}

func TestScore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) *gold.File {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := gold.Read(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	cut := func(w string) string { return w[:min(len(w), 3)] }

	words := gold.Score(write("words.tsv", "form\troot\tupos\tfreq\tsource\tnote\n# a comment\naba\taba|ab\t-\t3\t-\t-\nabaku\taba\t-\t1\t-\t-\nabian\tabi\t-\t1\t-\t-\nabika\tabx\t-\t5\t-\t-\n"), cut)
	if words.AccType != 0.75 || words.AccToken != 0.5 || words.N != 4 {
		t.Errorf("got type %v token %v n %d, want 0.75, 0.5, 4: %s", words.AccType, words.AccToken, words.N, words)
	}
	if words.P != 0.5 || words.R != 2.0/3 { // of aba abaku, abian abi abika; of aba abaku, abian abi, abika abx
		t.Errorf("got P %v R %v, want 1/2, 2/3", words.P, words.R)
	}
	pairs := gold.Score(write("pairs.tsv", "a\tb\tlabel\troot\nabaku\tabanya\tsame\taba\nabi\tabika\tdiff\t-\n"), cut)
	if pairs.Same != 1 || pairs.Diff != 0 || pairs.Different != 1 {
		t.Errorf("got same %v different %v of %d, want 1, 0 of 1", pairs.Same, pairs.Diff, pairs.Different)
	}
	names := gold.Score(write("names.tsv", "name\tkind\tsource\nabi\town\t-\nabika\tperson\t-\nabaku\tdistrict\t-\n"), cut)
	if names.PeopleAndOwn != 0.5 || names.Changed["district"] != 1 {
		t.Errorf("got own and person %v, district %v, want 0.5, 1", names.PeopleAndOwn, names.Changed["district"])
	}
}

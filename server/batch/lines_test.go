package batch_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"warta/server/batch"
)

// readAll returns all lines; "!" stands for one that is too long.
func readAll(r io.Reader, limit int) (lines []string, err error) {
	reader := batch.NewLineReader(r, limit)
	for {
		line, err := reader.Next()
		switch {
		case errors.Is(err, batch.ErrLongLine):
			line, err = []byte("!"), nil
		case errors.Is(err, io.EOF) && len(line) == 0:
			return lines, nil
		}
		lines = append(lines, string(line))
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
	}
}

func TestLinesAreReadUpToALimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"a", []string{"a"}},
		{"a\n", []string{"a\n"}},
		{"a\n\nb", []string{"a\n", "\n", "b"}},
		{"12345678\n", []string{"!"}}, // the line break counts
		{"1234567\n8\n", []string{"1234567\n", "8\n"}},
		{strings.Repeat("x", 1<<20) + "\ny", []string{"!", "y"}},
		{"a\n" + strings.Repeat("x", 1<<20), []string{"a\n", "!"}},
	} {
		if got, err := readAll(strings.NewReader(c.text), 8); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%.20q: got %q %v, want %q", c.text, got, err, c.want)
		}
	}
	if _, err := readAll(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("abc"))), 8); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("a reader that fails: got %v", err)
	}
}

func FuzzLinesAreThoseOfTheText(f *testing.F) {
	f.Add([]byte("a\nbb\n\nccc"), 3)
	f.Fuzz(func(t *testing.T, text []byte, limit int) {
		limit = 1 + max(limit, 0)%64
		got, err := readAll(bytes.NewReader(text), limit)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for line := range bytes.Lines(text) {
			if len(line) > limit {
				line = []byte("!")
			}
			want = append(want, string(line))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q by %d: got %q, want %q", text, limit, got, want)
		}
	})
}

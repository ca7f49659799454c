package shield_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"warta/index/internal/shield"
)

func TestAPanicIsAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		call   func() error
		caught bool
		says   string
	}{
		"nothing happens":       {func() error { return nil }, false, ""},
		"an error":              {func() error { return broken }, false, "broken"},
		"a panic":               {func() error { panic("boom") }, true, "panic: boom\n"},
		"a panic with an error": {func() error { panic(broken) }, true, "panic: broken\n"},
		"an index out of range": {func() error { var none []int; _ = none[len(none)]; return nil }, true, "index out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := shield.Call(c.call)
			if got := shield.Caught(err); got != c.caught {
				t.Errorf("caught %v, want %v: %v", got, c.caught, err)
			}
			if c.says == "" && err != nil || c.says != "" && !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if shield.Caught(fmt.Errorf("write: %w", err)) != c.caught && err != nil {
				t.Error("it is not seen through another error")
			}
		})
	}
}

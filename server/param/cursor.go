package param

import (
	"encoding/base64"
	"strconv"
	"strings"

	"warta/server/answer"
)

// maxOffset bounds how far a list of values is paged through.
const maxOffset = 1_000_000

// WriteOffset returns the cursor of the place n in a list of values. Its form may
// change: callers must not read it.
func WriteOffset(n int) string {
	return base64.RawURLEncoding.EncodeToString([]byte("n" + strconv.Itoa(n)))
}

// ReadOffset reads a cursor of [WriteOffset]; 0 for none.
func ReadOffset(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	digits, ok := strings.CutPrefix(string(raw), "n")
	n, errN := strconv.Atoi(digits)
	if err != nil || !ok || errN != nil || n < 0 || n > maxOffset {
		return 0, BadCursor()
	}
	return n, nil
}

// BadCursor returns the error for a cursor that cannot be read.
func BadCursor() error {
	return answer.Invalid("cursor", "this cursor was not given out by this call: start without one")
}

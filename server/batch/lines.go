package batch

import (
	"bufio"
	"errors"
	"io"
)

// ErrLongLine reports a line longer than the limit of a [LineReader]. The next line can
// be read.
var ErrLongLine = errors.New("batch: line too long")

// lineBuffer is the size of the buffer of a [LineReader], in bytes.
const lineBuffer = 64 << 10

// A LineReader reads lines of bounded length.
type LineReader struct {
	from  *bufio.Reader
	limit int
}

// NewLineReader returns a reader of lines of at most limit bytes, with their line
// breaks.
func NewLineReader(r io.Reader, limit int) *LineReader {
	return &LineReader{bufio.NewReaderSize(r, lineBuffer), limit}
}

// Await waits for the first byte, or the end.
func (l *LineReader) Await() {
	_, _ = l.from.Peek(1) // Next returns the error
}

// Next returns the next line with its line break, or [ErrLongLine]. The last line comes
// with io.EOF and may be empty.
func (l *LineReader) Next() ([]byte, error) {
	var line []byte
	long := false
	for {
		piece, err := l.from.ReadSlice('\n')
		if len(line)+len(piece) > l.limit {
			long, line = true, nil
		}
		if !long {
			line = append(line, piece...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long && (err == nil || errors.Is(err, io.EOF)) { // the next call returns io.EOF again
			return nil, ErrLongLine
		}
		return line, err
	}
}

package received

import (
	"bufio"
	"errors"
	"io"

	"golang.org/x/text/encoding"
)

// ErrPacked is a stream that is packed.
var ErrPacked = errors.New("packed with gzip: unpack it first")

// NewReader returns a reader of the text of r in UTF-8, for streams of lines that
// are too long to be held. UTF-16 is recognised by its byte order mark, or by the zero byte beside
// its first letter. Reading fails with [ErrPacked] or [ErrCharset]; bytes of UTF-8
// are passed on unchanged; the reader of the lines checks each line. It looks at
// no more than it needs: of r two bytes, or three where there is a mark.
func NewReader(r io.Reader, declared string) io.Reader {
	return &lazyReader{from: bufio.NewReaderSize(r, 64<<10), declared: declared}
}

// A lazyReader looks at the head of its source with the first Read.
type lazyReader struct {
	from     *bufio.Reader
	declared string
	text     io.Reader
}

func (l *lazyReader) Read(p []byte) (int, error) {
	if l.text == nil {
		if err := l.open(); err != nil {
			return 0, err
		}
	}
	return l.text.Read(p)
}

func (l *lazyReader) open() error {
	declared, name, err := lookup(l.declared)
	if err != nil {
		return err
	}
	head, err := l.from.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if len(head) == 2 && head[0] == 0xef && head[1] == 0xbb {
		head, _ = l.from.Peek(3)
	}
	var e encoding.Encoding
	switch marked, _, size := marked(head); {
	case magic(head) == Gzip:
		return ErrPacked
	case size > 0:
		if _, err := l.from.Discard(size); err != nil {
			return err
		}
		e = marked
	case looksWide(head) && head[1] == 0:
		e = littleEndian
	case looksWide(head):
		e = bigEndian
	case declared != nil && name != "utf-8" && !declaresWide(name):
		e = declared
	}
	if l.text = l.from; e != nil {
		l.text = e.NewDecoder().Reader(l.from)
	}
	return nil
}

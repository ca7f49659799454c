package tables

import (
	"encoding/json"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"warta/index/record"
)

// codecZstdJSON is the first byte of a body: JSON of a [Received], compressed
// with zstd. Another encoding takes another number; old bodies stay readable.
const codecZstdJSON = 1

// maxBody bounds the bytes of an unpacked body: a damaged one could ask for any size.
const maxBody = 256 << 20

var codec = sync.OnceValues(func() (c struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}, err error,
) {
	if c.enc, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true)); err != nil {
		return c, err
	}
	c.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody))
	return c, err
})

// plainJSON returns r as plain JSON, by which versions are compared.
func plainJSON(r record.Received) ([]byte, error) { return json.Marshal(r) }

// packed returns r as the body that is stored.
func packed(r record.Received) ([]byte, error) {
	c, err := codec()
	if err != nil {
		return nil, err
	}
	plain, err := plainJSON(r)
	if err != nil {
		return nil, err
	}
	return c.enc.EncodeAll(plain, []byte{codecZstdJSON}), nil
}

// unpackedJSON returns the plain JSON of a stored body.
func unpackedJSON(body []byte) ([]byte, error) {
	if len(body) == 0 || body[0] != codecZstdJSON {
		return nil, fmt.Errorf("body of %d bytes has an unknown encoding", len(body))
	}
	c, err := codec()
	if err != nil {
		return nil, err
	}
	plain, err := c.dec.DecodeAll(body[1:], nil)
	if err != nil {
		return nil, fmt.Errorf("unpack body: %w", err)
	}
	return plain, nil
}

func unpacked(body []byte) (r record.Received, err error) {
	plain, err := unpackedJSON(body)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(plain, &r); err != nil {
		return r, fmt.Errorf("read body: %w", err)
	}
	return r, nil
}

package readings

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/errgroup"

	"warta/analyzers/article"
)

// maxReading bounds what one reading may unpack to, against a damaged file.
const maxReading = 256 << 20

var codec = sync.OnceValues(func() (c struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}, err error,
) {
	if c.enc, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true)); err != nil {
		return c, err
	}
	c.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxReading))
	return c, err
})

func packAll(ctx context.Context, changes []Change) ([][]byte, error) {
	bodies := make([][]byte, len(changes))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, c := range changes {
		if c.Article == nil {
			continue
		}
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			var err error
			if bodies[i], err = pack(c.Article); err != nil {
				return fmt.Errorf("reading of %s: %w", c.ID, err)
			}
			return nil
		})
	}
	return bodies, g.Wait()
}

func pack(a *article.Article) ([]byte, error) {
	c, err := codec()
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	return c.enc.EncodeAll(plain, nil), nil
}

// unpack returns the article and about how many bytes it takes.
func unpack(body []byte) (*article.Article, int64, error) {
	c, err := codec()
	if err != nil {
		return nil, 0, err
	}
	plain, err := c.dec.DecodeAll(body, nil)
	if err != nil {
		return nil, 0, err
	}
	a := new(article.Article)
	if err := json.Unmarshal(plain, a); err != nil {
		return nil, 0, err
	}
	return a, int64(2*len(plain)) + 1024, nil
}

package readings

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"unsafe"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/errgroup"

	"warta/analyzers/article"
	"warta/index/internal/shield"
)

// maxReading is the maximum size in bytes of an uncompressed reading. It bounds the memory
// that a damaged file can claim.
const maxReading = 256 << 20

// ErrDamaged is wrapped by errors that are due to a damaged file. The readings can be
// rebuilt from the record.
var ErrDamaged = errors.New("readings are damaged")

// zstds returns the encoder and the decoder, which are safe for concurrent use.
var zstds = sync.OnceValues(func() (z struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}, err error,
) {
	if z.enc, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true)); err != nil {
		return z, err
	}
	z.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxReading))
	return z, err
})

// PackAll encodes and compresses the articles of changes on all processors, as [Unpack] reads
// them. A panic over an article is an error that names it.
func PackAll(ctx context.Context, changes []Change) ([][]byte, error) {
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
			err := shield.Call(func() (err error) { bodies[i], err = pack(c.Article); return err })
			if err != nil {
				return fmt.Errorf("reading of %s: %w", c.ID, err)
			}
			return nil
		})
	}
	return bodies, g.Wait()
}

// Pack encodes and compresses an article as [Readings.Apply] does, and returns the error of
// that. An error, or a panic that is returned as one, is due to the article.
func Pack(a *article.Article) error {
	return shield.Call(func() error { _, err := pack(a); return err })
}

// pack returns the compressed form of a.
func pack(a *article.Article) ([]byte, error) {
	z, err := zstds()
	if err != nil {
		return nil, err
	}
	return z.enc.EncodeAll(encode(a), nil), nil
}

// Unpack returns the article of a body that [PackAll] packed, and its approximate size in
// memory in bytes. The error wraps [ErrDamaged] for a body that cannot be read.
func Unpack(body []byte) (*article.Article, int64, error) {
	z, err := zstds()
	if err != nil {
		return nil, 0, err
	}
	plain, err := z.dec.DecodeAll(body, nil)
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	a, err := decode(plain)
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return a, int64(len(plain)) + shellBytes(a), nil
}

// shellBytes returns the approximate size of a in bytes without its texts.
func shellBytes(a *article.Article) int64 {
	size := unsafe.Sizeof(*a) + 512
	size += uintptr(len(a.Paragraphs)+len(a.Captions)+len(a.Satker)+len(a.EventDates)) * unsafe.Sizeof("")
	size += uintptr(len(a.EventDateDetails)) * unsafe.Sizeof(article.EventDate{})
	size += uintptr(len(a.Topics)) * unsafe.Sizeof(article.Topic{})
	size += uintptr(len(a.Regulations)) * unsafe.Sizeof(article.Regulation{})
	for i := range a.Officials {
		o := &a.Officials[i]
		size += unsafe.Sizeof(*o) + uintptr(len(o.Roles))*unsafe.Sizeof(article.Role{}) + uintptr(len(o.Mentions))*unsafe.Sizeof(article.Mention{})
	}
	for i := range a.Quotes {
		q := &a.Quotes[i]
		size += unsafe.Sizeof(*q) + uintptr(len(q.Parts))*unsafe.Sizeof(article.Part{}) + unsafe.Sizeof(article.Person{}) + unsafe.Sizeof(article.Role{})
	}
	return int64(size)
}

// encode returns a in a compact binary form. Decoding JSON for a page of hits would take
// longer than the search.
func encode(a *article.Article) []byte {
	c := coder{writing: true}
	c.article(a)
	return c.out
}

// decode decodes the output of encode. The article refers to plain, which must not change
// afterwards.
func decode(plain []byte) (*article.Article, error) {
	// All strings of the article are substrings of plain.
	c := coder{in: unsafe.String(unsafe.SliceData(plain), len(plain))}
	a := new(article.Article)
	c.article(a)
	if c.failed || c.in != "" {
		return nil, ErrDamaged
	}
	return a, nil
}

// A coder encodes or decodes: one method for each type describes both directions.
type coder struct {
	writing bool
	out     []byte // encoded so far
	in      string // the rest to decode
	failed  bool   // the input is damaged
}

func (c *coder) number(n *int) {
	if c.writing {
		c.out = binary.AppendVarint(c.out, int64(*n))
		return
	}
	u := c.uvarint()
	*n = int(int64(u>>1) ^ -int64(u&1)) // zigzag, as AppendVarint has it
}

func (c *coder) uvarint() (u uint64) {
	for i := range min(len(c.in), binary.MaxVarintLen64) {
		b := c.in[i]
		u |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			c.in = c.in[i+1:]
			return u
		}
	}
	c.fail()
	return 0
}

// length encodes n, or decodes a length of at most len(c.in).
func (c *coder) length(n int) int {
	if c.writing {
		c.out = binary.AppendUvarint(c.out, uint64(n))
		return n
	}
	u := c.uvarint()
	if u > uint64(len(c.in)) {
		c.fail()
		return 0
	}
	return int(u)
}

// fail marks the input as damaged and drops the rest of it.
func (c *coder) fail() { c.failed, c.in = true, "" }

func (c *coder) text(s *string) {
	n := c.length(len(*s))
	if c.writing {
		c.out = append(c.out, *s...)
		return
	}
	*s, c.in = c.in[:n], c.in[n:]
}

func (c *coder) flag(b *bool) {
	n := 0
	if *b {
		n = 1
	}
	if c.number(&n); !c.writing {
		*b = n == 1
	}
}

func (c *coder) float(f *float64) {
	if c.writing {
		c.out = binary.LittleEndian.AppendUint64(c.out, math.Float64bits(*f))
		return
	}
	if len(c.in) < 8 {
		c.fail()
		return
	}
	*f, c.in = math.Float64frombits(binary.LittleEndian.Uint64([]byte(c.in[:8]))), c.in[8:]
}

func (c *coder) texts(xs *[]string) { items(c, xs, c.text) }

// word codes a string of a named type.
func word[S ~string](c *coder, s *S) {
	plain := string(*s)
	if c.text(&plain); !c.writing { // other goroutines may read an article that is encoded
		*s = S(plain)
	}
}

// items codes a slice.
func items[T any](c *coder, xs *[]T, each func(*T)) {
	n := c.length(len(*xs))
	if !c.writing && n > 0 {
		*xs = make([]T, n)
	}
	for i := range *xs {
		each(&(*xs)[i])
	}
}

// optional codes a pointer that may be nil.
func optional[T any](c *coder, p **T, value func(*T)) {
	there := *p != nil
	c.flag(&there)
	if !there {
		return
	}
	if !c.writing {
		*p = new(T)
	}
	value(*p)
}

func (c *coder) article(a *article.Article) {
	c.text(&a.ID)
	c.text(&a.URL)
	word(c, &a.Kind)
	c.text(&a.Section)
	c.text(&a.Title)
	optional(c, &a.Dateline, func(d *article.Dateline) {
		c.text(&d.Place)
		c.text(&d.Host)
	})
	optional(c, &a.Publisher, func(o *article.Office) {
		c.text(&o.Code)
		c.text(&o.Name)
	})
	c.text(&a.Origin)
	c.text(&a.Published)
	c.text(&a.PublishedBasis)
	c.text(&a.Date)
	c.text(&a.DateBasis)
	c.texts(&a.EventDates)
	items(c, &a.EventDateDetails, func(d *article.EventDate) {
		c.text(&d.Date)
		c.text(&d.Text)
		c.text(&d.Basis)
		c.text(&d.Confidence)
	})
	c.texts(&a.Paragraphs)
	c.texts(&a.Captions)
	c.texts(&a.Satker)
	items(c, &a.Officials, c.official)
	items(c, &a.Quotes, c.quote)
	items(c, &a.Topics, func(t *article.Topic) {
		c.text(&t.ID)
		c.float(&t.Score)
	})
	optional(c, &a.Credits, func(s *article.Credits) {
		c.text(&s.Text)
		c.text(&s.Writer)
		c.text(&s.Editor)
		c.text(&s.Photo)
	})
	optional(c, &a.Views, c.number)
	items(c, &a.Warnings, func(w *article.Warning) {
		c.text(&w.Code)
		c.text(&w.Message)
		optional(c, &w.Paragraph, c.number)
		optional(c, &w.Span, c.span)
	})
	c.regulations(&a.Regulations)
}

// regulations codes what stands at the end of a reading. Readings of earlier programs, and of
// articles that name none, end before it.
func (c *coder) regulations(list *[]article.Regulation) {
	if c.writing && len(*list) == 0 || !c.writing && c.in == "" {
		return
	}
	items(c, list, func(r *article.Regulation) {
		c.text(&r.ID)
		c.text(&r.Label)
		optional(c, &r.Paragraph, c.number)
	})
}

func (c *coder) span(s *article.Span) {
	c.number(&s.Start)
	c.number(&s.End)
}

// role omits the basis of a role. A parsed role is always based on the text; roles from
// other sources are added when an article is shown.
func (c *coder) role(r *article.Role) {
	c.text(&r.Title)
	c.text(&r.Office)
	c.text(&r.Satker)
}

func (c *coder) official(o *article.Official) {
	c.text(&o.ID)
	c.text(&o.Name)
	c.standing(o)
	c.texts(&o.Honorifics)
	c.texts(&o.Aliases)
	items(c, &o.Roles, c.role)
	items(c, &o.Mentions, func(m *article.Mention) {
		c.number(&m.Paragraph)
		c.span(&m.Span)
		c.text(&m.Text)
	})
}

// standing codes the flags Public and Private of an official in one number. Readings of
// earlier programs have the first flag only.
func (c *coder) standing(o *article.Official) {
	const public, private = 1, 2
	n := 0
	if o.Public {
		n |= public
	}
	if o.Private {
		n |= private
	}
	if c.number(&n); !c.writing {
		o.Public, o.Private = n&public != 0, n&private != 0
	}
}

func (c *coder) quote(q *article.Quote) {
	c.text(&q.ID)
	word(c, &q.Kind)
	c.text(&q.Text)
	items(c, &q.Parts, func(p *article.Part) {
		c.text(&p.In)
		c.number(&p.Paragraph)
		c.span(&p.Span)
	})
	optional(c, &q.Speaker, func(p *article.Person) {
		c.text(&p.ID)
		c.text(&p.Name)
	})
	optional(c, &q.Role, c.role)
	c.text(&q.Cue)
	c.text(&q.Because)
	c.float(&q.Confidence)
	verbatim := 0
	if q.Verbatim {
		verbatim = 1
	}
	if c.number(&verbatim); !c.writing {
		q.Verbatim = verbatim != 0
	}
}

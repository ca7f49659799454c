package inverted

import (
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"

	"warta/index/internal/shield"
)

// formVersion is the version of the segment format that this package writes.
const formVersion = 17

// bleve finds segment formats by name and version in a registry of the process.
func init() {
	p := &plugin{}
	if zap.Version != formVersion {
		panic(fmt.Sprintf("inverted: segments of version %d are written, zapx has %d", formVersion, zap.Version))
	}
	scorch.RegisterSegmentPlugin(p, true)
}

// A plugin is zapx's plugin with other methods to build a segment of [Document]s and to
// merge segments in memory.
type plugin struct{ zap.ZapPlugin }

// A memorySegment is a segment that is not on disk yet. Its Close does nothing, because
// bleve closes a new segment when persisting it fails, on a full disk, although the segment
// is part of the index and is read, merged and persisted later. After zapx's Close each
// read of a dictionary panics, also in goroutines of bleve. The garbage collector frees the
// memory.
type memorySegment struct{ *zap.SegmentBase }

// Close does nothing.
func (memorySegment) Close() error { return nil }

var _ scorch.SegmentPlugin = (*plugin)(nil)

// New builds a segment in memory and returns it with its size in bytes.
func (p *plugin) New(documents []bleve.Document) (segment.Segment, uint64, error) {
	return p.NewUsing(documents, nil)
}

// NewUsing is New with a configuration. It leaves documents of another type, which other
// indexes of the process may have, to zapx.
func (p *plugin) NewUsing(documents []bleve.Document, config map[string]any) (segment.Segment, uint64, error) {
	ours := make([]*Document, len(documents))
	for i, d := range documents {
		our, ok := d.(*Document)
		if !ok { // of another index of this process
			made, size, err := p.ZapPlugin.NewUsing(documents, config)
			if base, ok := made.(*zap.SegmentBase); ok && err == nil {
				made = memorySegment{base}
			}
			return made, size, err
		}
		ours[i] = our
	}
	stats, _ := config[segment.StatsKey].(*segment.Stats)
	if stats == nil {
		stats = new(segment.Stats)
	}
	form, err := build(ours)
	if err != nil {
		return nil, 0, err
	}
	base, err := zap.InitSegmentBase(form.data, form.checksum, zap.DefaultChunkMode, uint64(len(ours)), form.stored, form.sections, config, stats)
	if err != nil {
		return nil, 0, fmt.Errorf("open a new segment: %w", err)
	}
	return memorySegment{base}, uint64(len(form.data)), nil
}

// Merge writes the segments without the dropped documents to a file at path.
func (p *plugin) Merge(segments []segment.Segment, drops []*roaring.Bitmap, path string, stop chan struct{}, stats segment.StatsReporter) ([][]uint64, uint64, error) {
	return p.MergeUsing(segments, drops, path, stop, stats, nil)
}

// MergeUsing is Merge with a configuration. A panic, and a fault of the mapped file of a
// segment, becomes an error, because some goroutines of bleve do not recover.
func (p *plugin) MergeUsing(segments []segment.Segment, drops []*roaring.Bitmap, path string, stop chan struct{}, stats segment.StatsReporter, config map[string]any) (numbers [][]uint64, size uint64, err error) {
	err = shield.Call(func() (err error) {
		numbers, size, err = p.ZapPlugin.MergeUsing(zapx(segments), drops, path, stop, stats, config)
		return err
	})
	return numbers, size, err
}

// zapx returns the segments with the types of zapx.
func zapx(segments []segment.Segment) []segment.Segment {
	plain := slices.Clone(segments)
	for i, s := range plain {
		if m, ok := s.(memorySegment); ok {
			plain[i] = m.SegmentBase
		}
	}
	return plain
}

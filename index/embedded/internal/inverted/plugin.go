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

// formVersion is the version of the form of segments that this package writes.
const formVersion = 17

// bleve looks segments up by the name and the version of their form, in a registry
// of the whole process.
func init() {
	p := &plugin{}
	if zap.Version != formVersion {
		panic(fmt.Sprintf("inverted: segments of version %d are written, zapx has %d", formVersion, zap.Version))
	}
	scorch.RegisterSegmentPlugin(p, true)
}

// A plugin is zapx's, but for new segments of our documents and for what becomes of
// segments in memory.
type plugin struct{ zap.ZapPlugin }

// A memorySegment is a segment that is not on disk yet. Its Close does nothing:
// bleve closes a new segment whose first attempt to get to disk failed, on a disk that
// is full, while the segment is a part of the index already and is read, merged and
// persisted later. zapx's Close takes away what its dictionaries are read by, and the
// next read of the segment panics, in a goroutine of bleve as well. The memory belongs
// to the garbage collector in any case.
type memorySegment struct{ *zap.SegmentBase }

// Close does nothing.
func (memorySegment) Close() error { return nil }

var _ scorch.SegmentPlugin = (*plugin)(nil)

// New makes a segment in memory.
func (p *plugin) New(documents []bleve.Document) (segment.Segment, uint64, error) {
	return p.NewUsing(documents, nil)
}

// NewUsing makes a segment in memory, and says how many bytes it has.
func (p *plugin) NewUsing(documents []bleve.Document, config map[string]any) (segment.Segment, uint64, error) {
	ours := make([]*Document, len(documents))
	for i, d := range documents {
		our, ok := d.(*Document)
		if !ok { // another index of this process
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

// Merge writes a file of what is left of segments.
func (p *plugin) Merge(segments []segment.Segment, drops []*roaring.Bitmap, path string, stop chan struct{}, told segment.StatsReporter) ([][]uint64, uint64, error) {
	return p.MergeUsing(segments, drops, path, stop, told, nil)
}

// MergeUsing is Merge with a configuration. It runs in goroutines of bleve, of which
// some recover from nothing: a panic, and a fault of the mapped file of a segment, is an
// error.
func (p *plugin) MergeUsing(segments []segment.Segment, drops []*roaring.Bitmap, path string, stop chan struct{}, told segment.StatsReporter, config map[string]any) (numbers [][]uint64, size uint64, err error) {
	err = shield.Call(func() (err error) {
		numbers, size, err = p.ZapPlugin.MergeUsing(zapx(segments), drops, path, stop, told, config)
		return err
	})
	return numbers, size, err
}

// zapx returns the segments as zapx knows them.
func zapx(segments []segment.Segment) []segment.Segment {
	plain := slices.Clone(segments)
	for i, s := range plain {
		if m, ok := s.(memorySegment); ok {
			plain[i] = m.SegmentBase
		}
	}
	return plain
}

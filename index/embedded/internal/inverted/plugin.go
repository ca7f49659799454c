package inverted

import (
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
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

// A plugin is zapx's, but for new segments of our documents.
type plugin struct{ zap.ZapPlugin }

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
			return p.ZapPlugin.NewUsing(documents, config)
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
	return base, uint64(len(form.data)), nil
}

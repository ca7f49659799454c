package inverted

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	bleve "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"

	"warta/index/internal/shield"
	"warta/internal/race"
)

// A plain document is one of ours as zapx takes it.
type plain struct {
	*Document
	fields []bleve.Field
}

func plainOf(d *Document) bleve.Document {
	p := &plain{Document: d}
	for _, f := range append(slices.Clone(d.Fields), Field{Name: idField, Terms: []string{d.Key}, Options: bleve.IndexField | bleve.StoreField}) {
		p.fields = append(p.fields, &plainField{Field: f, key: d.Key, counts: frequenciesOf(f)})
	}
	p.fields = append(p.fields, &plainField{Field: Field{Name: StoredField, Options: bleve.StoreField | bleve.SkipFreqNorm}, stored: d.Stored})
	return p
}

func (p *plain) VisitFields(visit bleve.FieldVisitor) {
	for _, f := range p.fields {
		visit(f)
	}
}

type plainField struct {
	Field
	key    string
	stored []byte
	counts bleve.TokenFrequencies
}

func (f *plainField) Name() string { return f.Field.Name }
func (f *plainField) Value() []byte {
	if f.Field.Name == idField {
		return []byte(f.key)
	}
	return f.stored
}
func (f *plainField) ArrayPositions() []uint64            { return nil }
func (f *plainField) EncodedFieldType() byte              { return 't' }
func (f *plainField) Analyze()                            {}
func (f *plainField) Options() bleve.FieldIndexingOptions { return f.Field.Options }
func (f *plainField) AnalyzedLength() int                 { return fieldLength }
func (f *plainField) NumPlainTextBytes() uint64           { return 0 }

func (f *plainField) AnalyzedTokenFrequencies() bleve.TokenFrequencies { return f.counts }

func frequenciesOf(f Field) bleve.TokenFrequencies {
	found := make(bleve.TokenFrequencies)
	for i, term := range f.Terms {
		t := found[term]
		if t == nil {
			t = &bleve.TokenFreq{Term: []byte(term)}
			found[term] = t
		}
		t.SetFrequency(t.Frequency() + 1)
		if f.Positions != nil {
			t.Locations = append(t.Locations, &bleve.TokenLocation{Position: f.Positions[i] + 1})
		}
	}
	return found
}

// segmentsOf returns the documents in a segment of ours and in one of zapx's.
func segmentsOf(t testing.TB, documents []*Document) (ours, theirs segment.Segment) {
	t.Helper()
	list := make([]bleve.Document, len(documents))
	for i, d := range documents {
		list[i] = d
	}
	ours, size, err := (&plugin{}).New(list)
	if err != nil {
		t.Fatal(err)
	}
	if size == 0 {
		t.Fatal("a segment of no bytes")
	}
	sorted := slices.Clone(documents)
	slices.SortFunc(sorted, func(a, b *Document) int { return strings.Compare(a.Key, b.Key) })
	for i, d := range sorted {
		list[i] = plainOf(d)
	}
	theirs, _, err = (&plugin{}).New(list) // of other documents it lets zapx make one
	if err != nil {
		t.Fatal(err)
	}
	return ours, theirs
}

// content writes down everything that can be read from a segment.
func content(t testing.TB, s segment.Segment) string {
	t.Helper()
	var out strings.Builder
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	fields := slices.Clone(s.Fields())
	fmt.Fprintln(&out, s.Count(), "documents, fields", fields)
	for n := range s.Count() {
		fmt.Fprint(&out, "stored ", n)
		must(s.VisitStoredFields(n, func(field string, typ byte, value []byte, pos []uint64) bool {
			fmt.Fprintf(&out, " %s %c %q %v", field, typ, value, pos)
			return true
		}))
		id, err := s.(interface {
			DocID(num uint64) ([]byte, error)
		}).DocID(n)
		must(err)
		fmt.Fprintf(&out, " id %q\n", id)
	}
	for _, field := range fields {
		dictionary, err := s.Dictionary(field)
		must(err)
		fmt.Fprintln(&out, "field", field, dictionary.Cardinality())
		it := dictionary.AutomatonIterator(nil, nil, nil)
		for {
			entry, err := it.Next()
			must(err)
			if entry == nil {
				break
			}
			list, err := dictionary.PostingsList([]byte(entry.Term), nil, nil)
			must(err)
			fmt.Fprintf(&out, "%q %d:", entry.Term, list.Count())
			for it := list.Iterator(true, true, true, nil); ; {
				p, err := it.Next()
				must(err)
				if p == nil {
					break
				}
				fmt.Fprintf(&out, " %d×%d/%g", p.Number(), p.Frequency(), p.Norm())
				for _, l := range p.Locations() {
					fmt.Fprintf(&out, "@%s,%d,%d,%d,%v", l.Field(), l.Pos(), l.Start(), l.End(), l.ArrayPositions())
				}
			}
			fmt.Fprintln(&out)
		}
	}
	return out.String()
}

// sameContent reports where two segments differ first.
func sameContent(t testing.TB, ours, theirs segment.Segment) {
	t.Helper()
	got, want := strings.Split(content(t, ours), "\n"), strings.Split(content(t, theirs), "\n")
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("line %d:\ngot  %.300s\nwant %.300s", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
}

// merged returns the segments in one, without some documents, as it is in a file.
func merged(t testing.TB, segments []segment.Segment, drops []*roaring.Bitmap) segment.Segment {
	t.Helper()
	path := filepath.Join(t.TempDir(), "merged.zap")
	p := &plugin{}
	if _, _, err := p.Merge(segments, drops, path, nil, nil); err != nil {
		t.Fatal(err)
	}
	s, err := p.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// madeUp returns documents with words of all frequencies.
func madeUp(seed uint64, documents int) []*Document {
	random := rand.New(rand.NewPCG(seed, 1))
	word := func() string {
		return fmt.Sprintf("kata%d", int(float64(2000)*random.Float64()*random.Float64()*random.Float64()))
	}
	list := make([]*Document, documents)
	for i := range list {
		d := &Document{Key: fmt.Sprintf("a:%06d", random.IntN(1<<30)*documents+i), Stored: []byte{byte(i), 0, 7}}
		var text Field
		text.Name, text.Options = "body", bleve.IndexField|bleve.IncludeTermVectors
		place := 0
		for range random.IntN(60) {
			text.Terms, text.Positions = append(text.Terms, word()), append(text.Positions, place)
			place += random.IntN(2)
		}
		roots := Field{Name: "body.root", Options: bleve.IndexField}
		for _, term := range text.Terms {
			roots.Terms = append(roots.Terms, term[:5])
		}
		d.Fields = append(d.Fields, text, roots, Field{
			Name: "satker", Terms: []string{fmt.Sprint(random.IntN(40)), "kpu"}, Options: bleve.IndexField | bleve.SkipFreqNorm,
		})
		if i%3 == 0 {
			d.Fields = append(d.Fields, Field{Name: "day", Terms: []string{fmt.Sprint(i)}, Options: bleve.IndexField | bleve.SkipFreqNorm})
		}
		list[i] = d
	}
	return list
}

func TestASegmentHoldsWhatZapxWouldPutIntoIt(t *testing.T) {
	if race.Enabled {
		t.Skip("segments are compared in one goroutine")
	}
	t.Parallel()
	text := func(terms ...string) []Field {
		positions := make([]int, len(terms))
		for i := range positions {
			positions[i] = 3 * i
		}
		return []Field{{Name: "body", Terms: terms, Positions: positions, Options: bleve.IndexField | bleve.IncludeTermVectors}}
	}
	for name, documents := range map[string][]*Document{
		"one document":           {{Key: "a", Stored: []byte("x"), Fields: text("kpu", "kota", "kpu")}},
		"nothing in it":          {{Key: "~", Stored: []byte{}}},
		"out of order":           {{Key: "b", Stored: []byte("2"), Fields: text("kota")}, {Key: "a", Stored: []byte("1"), Fields: text("kpu", "kota")}},
		"bytes that are no text": {{Key: "\x00\xff", Stored: []byte{0}, Fields: text("\xff\x00", "\x00", "a\x00b")}},
		"an empty term":          {{Key: "a", Stored: []byte{0}, Fields: text("")}, {Key: "b", Stored: []byte{0}, Fields: text("", "a")}},
		"a field without terms":  {{Key: "a", Stored: []byte{0}, Fields: []Field{{Name: "event", Options: bleve.IndexField}}}},
		"many":                   madeUp(1, 500),
		"more than a chunk":      madeUp(2, 5000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ours, theirs := segmentsOf(t, documents)
			sameContent(t, ours, theirs)
		})
	}
}

func TestSegmentsOfBothKindsAreMergedAlike(t *testing.T) {
	if race.Enabled {
		t.Skip("segments are compared in one goroutine")
	}
	t.Parallel()
	ours, theirs := segmentsOf(t, madeUp(3, 1500))
	few, fewTheirs := segmentsOf(t, madeUp(4, 40))
	gone := roaring.BitmapOf(0, 1, 7, 700, 1499)
	want := merged(t, []segment.Segment{theirs, fewTheirs}, []*roaring.Bitmap{gone, nil})
	sameContent(t, merged(t, []segment.Segment{ours, few}, []*roaring.Bitmap{gone, nil}), want)
	sameContent(t, merged(t, []segment.Segment{ours, fewTheirs}, []*roaring.Bitmap{gone, nil}), want)
	sameContent(t, merged(t, []segment.Segment{want, ours}, []*roaring.Bitmap{nil, gone}), merged(t, []segment.Segment{want, theirs}, []*roaring.Bitmap{nil, gone}))
}

func TestASegmentIsTheSameInItsFile(t *testing.T) {
	t.Parallel()
	ours, _ := segmentsOf(t, madeUp(5, 300))
	path := filepath.Join(t.TempDir(), "new.zap")
	if err := ours.(segment.UnpersistedSegment).Persist(path); err != nil {
		t.Fatal(err)
	}
	opened, err := (&plugin{}).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	}()
	sameContent(t, opened, ours)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := opened.(*zap.Segment).CRC(), crc32.ChecksumIEEE(data[:len(data)-4]); got != want {
		t.Errorf("checksum %x of a file of %x", got, want)
	}
}

// bleve merges in goroutines that recover from nothing.
func TestMergingACutSegmentIsAnError(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var list []segment.Segment
	for n := range 2 {
		ours, _ := segmentsOf(t, madeUp(uint64(n), 300))
		path := filepath.Join(dir, fmt.Sprintf("%d.zap", n))
		if err := ours.(segment.UnpersistedSegment).Persist(path); err != nil {
			t.Fatal(err)
		}
		opened, err := (&plugin{}).Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = opened.Close() }() // its file is cut
		list = append(list, opened)
	}
	merge := func() error {
		_, _, err := (&plugin{}).Merge(list, make([]*roaring.Bitmap, len(list)), filepath.Join(dir, "merged.zap"), nil, nil)
		return err
	}
	if err := merge(); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, "1.zap"), 0); err != nil {
		t.Fatal(err)
	}
	if err := merge(); !shield.Caught(err) {
		t.Errorf("got %v, want the fault", err)
	}
}

// A segment is closed by bleve that is a part of the index still, where the disk was
// full.
func TestAClosedSegmentInMemoryCanBeRead(t *testing.T) {
	t.Parallel()
	ours, theirs := segmentsOf(t, madeUp(8, 50))
	for _, closed := range []segment.Segment{ours, theirs} {
		if err := closed.Close(); err != nil {
			t.Fatal(err)
		}
	}
	sameContent(t, ours, theirs)
}

func TestDocumentsAreOnlyRead(t *testing.T) {
	t.Parallel()
	documents := madeUp(6, 50)
	before := fmt.Sprintf("%+v", documents[0])
	ours, _ := segmentsOf(t, documents)
	again, _ := segmentsOf(t, documents) // the first time the disk was full
	sameContent(t, again, ours)
	if after := fmt.Sprintf("%+v", documents[0]); after != before {
		t.Errorf("%s became %s", before, after)
	}
}

func TestWhatCannotBeASegmentIsRefused(t *testing.T) {
	t.Parallel()
	bad := map[string][]bleve.Document{
		"want 1 to":  {},
		"without ID": {&Document{Key: "a"}, &Document{}},
		"positions":  {&Document{Key: "a", Fields: []Field{{Name: "body", Terms: []string{"kpu"}, Positions: []int{}}}}},
	}
	for want, documents := range bad {
		if _, _, err := (&plugin{}).New(documents); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	ours, theirs := segmentsOf(t, madeUp(7, 20)) // what failed leaves nothing behind
	sameContent(t, ours, theirs)
}

func TestATallyCountsDocuments(t *testing.T) {
	t.Parallel()
	tally := &Tally{Fields: []string{"title", "none"}}
	documents := []*Document{
		{Key: "a", Tally: tally, Fields: []Field{{Name: "title", Terms: []string{"kpu", "kota", "kpu"}, Options: bleve.IndexField}}},
		{Key: "b", Tally: tally, Fields: []Field{{Name: "title", Terms: []string{"kpu"}, Options: bleve.IndexField}}},
	}
	for range 2 {
		if _, _, err := (&plugin{}).New([]bleve.Document{documents[0], documents[1]}); err != nil {
			t.Fatal(err)
		}
		want := [][]Count{{{"kota", 1}, {"kpu", 2}}, nil}
		if fmt.Sprint(tally.Terms) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", tally.Terms, want)
		}
	}
}

// documentsFrom makes documents of any bytes.
func documentsFrom(data []byte) []*Document {
	next := func(n int) []byte {
		n = min(n, len(data))
		part := data[:n]
		data = data[n:]
		return part
	}
	number := func() int {
		if b := next(1); len(b) > 0 {
			return int(b[0])
		}
		return 0
	}
	var list []*Document
	for len(data) > 0 && len(list) < 300 {
		d := &Document{Key: fmt.Sprintf("%c:%04d", 'a'+number()%3, len(list)), Stored: slices.Clone(next(number() % 5))}
		if d.Stored == nil {
			d.Stored = []byte{}
		}
		for range number() % 4 {
			// What is kept of a field is the same in all documents.
			f := Field{Name: string(rune('f' + number()%4)), Options: bleve.IndexField}
			places := f.Name < "h"
			if slices.ContainsFunc(d.Fields, func(g Field) bool { return g.Name == f.Name }) {
				continue
			}
			place := 0
			for range number() % 12 {
				f.Terms = append(f.Terms, string(next(number()%3)))
				if places {
					f.Positions = append(f.Positions, place)
					place += number()
				}
			}
			if places {
				f.Options |= bleve.IncludeTermVectors
			}
			d.Fields = append(d.Fields, f)
		}
		list = append(list, d)
	}
	return list
}

func FuzzSegment(f *testing.F) {
	if race.Enabled {
		f.Skip("seeds are tried in one goroutine")
	}
	f.Add([]byte("kpu kota semarang"))
	f.Add([]byte{0, 3, 1, 2, 3, 3, 0, 9, 1, 'a', 4, 1, 'a', 4, 2, 'b', 'c', 200})
	f.Add(binary.BigEndian.AppendUint64([]byte{9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}, 0x0102030405060708))
	f.Fuzz(func(t *testing.T, data []byte) {
		documents := documentsFrom(data)
		if len(documents) == 0 {
			return
		}
		ours, theirs := segmentsOf(t, documents)
		sameContent(t, ours, theirs)
	})
}

func BenchmarkSegment(b *testing.B) {
	documents := madeUp(8, 4000)
	for _, kind := range []string{"ours", "zapx"} {
		list := make([]bleve.Document, len(documents))
		for i, d := range documents {
			if list[i] = d; kind == "zapx" {
				list[i] = plainOf(d)
			}
		}
		b.Run(kind, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := (&plugin{}).New(list); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

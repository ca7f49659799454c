package embedded

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/util"
	segments "github.com/blevesearch/scorch_segment_api/v2"
	bolt "go.etcd.io/bbolt"

	"warta/index"
)

// Segments are read through memory maps without checks: a flipped bit gives wrong answers,
// or a panic in the middle of a search. Each file ends with a checksum that bleve writes and
// never verifies. This package verifies it in Open after an unclean stop, before a merge,
// and in Verify.

// Verify implements [index.Verifier]: it reads all files of the index and returns one
// sentence for each damaged file. An error means that the check could not be done.
func (e *Engine) Verify(ctx context.Context) (findings []string, err error) {
	done, err := e.use()
	if err != nil {
		return nil, err
	}
	defer done()
	s, err := e.snapshot()
	if err != nil {
		return nil, err
	}
	defer s.close()
	return s.verify(ctx, func(*scorch.SegmentSnapshot) bool { return true })
}

// verify verifies the files of the wanted segments. The files exist until s is closed.
func (s snapshot) verify(ctx context.Context, wanted func(*scorch.SegmentSnapshot) bool) (findings []string, err error) {
	for _, part := range s.Segments() {
		kept, ok := part.Segment().(segments.PersistedSegment)
		if !ok || !wanted(part) { // still in memory
			continue
		}
		found, err := verifySegment(ctx, kept.Path())
		if err != nil {
			return findings, fmt.Errorf("verify index: %w", err)
		}
		findings = append(findings, found...)
	}
	return findings, nil
}

// verifySegment compares the checksum of a file with its content.
func verifySegment(ctx context.Context, path string) (findings []string, err error) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return []string{"segment " + name + " is missing"}, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // opened for reading
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	const sumLen = 4
	if info.Size() < sumLen {
		return []string{"segment " + name + " is cut short"}, nil
	}
	sum := crc32.NewIEEE()
	rest := io.LimitReader(f, info.Size()-sumLen)
	for {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		n, err := io.CopyN(sum, rest, 8<<20)
		if err != nil && !errors.Is(err, io.EOF) {
			return []string{fmt.Sprintf("segment %s cannot be read: %v", name, errors.Unwrap(err))}, nil
		}
		if n == 0 || err != nil {
			break
		}
	}
	var want [sumLen]byte
	if _, err := io.ReadFull(f, want[:]); err != nil || binary.BigEndian.Uint32(want[:]) != sum.Sum32() {
		return []string{"segment " + name + " is damaged: its checksum is another"}, nil
	}
	return nil, nil
}

// verifyFolder is Verify for an index that is not open.
func verifyFolder(ctx context.Context, dir string) (findings []string, err error) {
	type listed struct {
		names []string
		err   error
	}
	// A damaged list can make bolt loop for ever.
	list := make(chan listed, 1)
	go func() {
		names, err := segmentsOf(dir)
		list <- listed{names, err}
	}()
	var l listed
	select {
	case l = <-list:
	case <-time.After(listWithin):
		l.err = fmt.Errorf("reading it has no end after %v", listWithin)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if l.err != nil {
		return []string{fmt.Sprintf("the list of segments cannot be read: %v", l.err)}, nil
	}
	for _, name := range l.names {
		found, err := verifySegment(ctx, filepath.Join(dir, filepath.Base(name)))
		if err != nil {
			return nil, fmt.Errorf("verify index %s: %w", dir, err)
		}
		findings = append(findings, found...)
	}
	return findings, nil
}

// listWithin is the time limit for reading the list of segments, which has some kilobytes.
const listWithin = 10 * time.Second

// segmentsOf returns the segment files in bleve's list of an index. Other files in the
// folder are left over from a stop and unused.
func segmentsOf(dir string) (names []string, err error) {
	defer recoverDamage(&err)()
	db, err := bolt.Open(filepath.Join(dir, rootFile), 0o600, &bolt.Options{ReadOnly: true, Timeout: lockTimeout})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.View(func(tx *bolt.Tx) error {
		states := tx.Bucket(util.BoltSnapshotsBucket)
		if states == nil {
			return nil // nothing was written yet
		}
		return states.ForEachBucket(func(state []byte) error {
			b := states.Bucket(state)
			return b.ForEachBucket(func(part []byte) error {
				if path := b.Bucket(part).Get(util.BoltPathKey); path != nil {
					names = append(names, string(path))
				}
				return nil
			})
		})
	})
	return names, err
}

// recoverDamage returns a function to defer. The function turns a panic, or a fault of a
// memory map, into an error in *err: both come of reading a damaged file.
func recoverDamage(err *error) func() {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		if r := recover(); r != nil {
			*err = errors.Join(*err, fmt.Errorf("a file of the index is damaged: %v", r))
		}
	}
}

// cleanFile is the file that Close writes after all others. It describes them and is
// removed by the next Open.
const cleanFile = "clean.json"

// A note is the content of cleanFile.
type note struct {
	List     uint32           `json:"list"`     // CRC-32 of bleve's list of segments, which has no checksum of its own
	Segments map[string]int64 `json:"segments"` // sizes in bytes, by name
}

// noteOf describes the files in dir.
func noteOf(dir string) (note, error) {
	list, err := os.ReadFile(filepath.Join(dir, rootFile))
	if err != nil {
		return note{}, err
	}
	n := note{List: crc32.ChecksumIEEE(list), Segments: map[string]int64{}}
	names, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	if err != nil {
		return note{}, err
	}
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return note{}, err
		}
		n.Segments[filepath.Base(name)] = info.Size()
	}
	return n, nil
}

// markClean writes cleanFile for the index in dir.
func markClean(dir string) error {
	n, err := noteOf(dir)
	if err != nil {
		return err
	}
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, cleanFile), data, 0o600)
}

// inspect returns an error that wraps [index.ErrDamaged] if a file of an index is damaged.
// After a clean stop it only compares the files with cleanFile, and reads the segments if
// their sizes differ.
func inspect(ctx context.Context, dir string) error {
	name := filepath.Join(dir, cleanFile)
	data, err := os.ReadFile(name)
	var was note
	clean := err == nil && json.Unmarshal(data, &was) == nil
	if err == nil {
		err = os.Remove(name)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if clean {
		is, err := noteOf(dir)
		if err != nil {
			return err
		}
		if is.List != was.List {
			return fmt.Errorf("%w: the list of segments is not as it was left", index.ErrDamaged)
		}
		if maps.Equal(is.Segments, was.Segments) {
			return nil
		}
	}
	findings, err := verifyFolder(ctx, dir)
	if err != nil {
		return err
	}
	if len(findings) > 0 {
		return fmt.Errorf("%w: %s", index.ErrDamaged, findings[0])
	}
	return nil
}

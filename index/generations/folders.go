package generations

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"warta/index"
	"warta/index/internal/preload"
	"warta/index/internal/shield"
	"warta/index/readings"
)

// OpenEngine opens the engine in a folder of its own, or makes a new one in an empty
// folder.
type OpenEngine func(ctx context.Context, dir string) (index.Engine, error)

// Folders is a [Store] that keeps each generation in a folder:
//
//	000007/generation.json   its [Info]
//	000007/readings.db       the articles as read
//	000007/index/            the engine's
type Folders struct {
	dir      string
	engine   OpenEngine
	readings readings.Options
	log      *slog.Logger
}

// NewFolders keeps generations in the folder dir, which it makes where there is none.
func NewFolders(dir string, engine OpenEngine, options readings.Options, log *slog.Logger) (*Folders, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("make the folder of generations: %w", err)
	}
	return &Folders{dir: dir, engine: engine, readings: options, log: log}, nil
}

func (f *Folders) folder(number int) string {
	return filepath.Join(f.dir, fmt.Sprintf("%06d", number))
}

// Lead implements [Store]. The lease lasts for ever: an archive locks the folder in which
// its generations lie for its own process.
func (f *Folders) Lead(ctx context.Context) (Lease, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("lead the generations: %w", err)
	}
	return lasting{}, nil
}

// A lasting lease is never lost.
type lasting struct{}

func (lasting) Lost() <-chan struct{} { return nil }

func (lasting) Release() error { return nil }

// List implements [Store].
func (f *Folders) List(ctx context.Context, lineage string) ([]Info, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, fmt.Errorf("list generations: %w", err)
	}
	var found []Info
	for _, e := range entries {
		number, err := strconv.Atoi(e.Name())
		if err != nil || !e.IsDir() {
			continue // not ours
		}
		info, err := f.info(number)
		if err != nil || info.Format != Format || info.Lineage != lineage {
			f.log.WarnContext(ctx, "a generation is of no use and deleted", "number", number, "err", err)
			if err := f.Remove(ctx, number); err != nil {
				return nil, err
			}
			continue
		}
		found = append(found, info)
	}
	slices.SortFunc(found, func(x, y Info) int { return cmp.Compare(y.Number, x.Number) })
	return found, nil
}

// info reads the info of a generation.
func (f *Folders) info(number int) (Info, error) {
	data, err := os.ReadFile(filepath.Join(f.folder(number), "generation.json"))
	if err != nil {
		return Info{}, err
	}
	info := Info{}
	err = json.Unmarshal(data, &info)
	info.Number = number
	return info, err
}

// Create implements [Store].
func (f *Folders) Create(ctx context.Context, info Info) error {
	if err := f.Remove(ctx, info.Number); err != nil {
		return err
	}
	if err := os.MkdirAll(f.folder(info.Number), 0o750); err != nil {
		return fmt.Errorf("make generation %d: %w", info.Number, err)
	}
	return f.Save(ctx, info)
}

// Open implements [Store]. An engine that panics over its files is damaged.
func (f *Folders) Open(ctx context.Context, number int) (Opened, error) {
	folder := f.folder(number)
	opened, err := readings.Open(ctx, filepath.Join(folder, "readings.db"), f.readings)
	if err != nil {
		return Opened{}, fmt.Errorf("open generation %d: %w", number, err)
	}
	dir := filepath.Join(folder, "index")
	var engine index.Engine
	if err = os.MkdirAll(dir, 0o750); err == nil {
		err = shield.Call(func() (err error) { engine, err = f.engine(ctx, dir); return err })
	}
	switch {
	case shield.Caught(err):
		err = fmt.Errorf("%w? the engine cannot be opened: %w", index.ErrDamaged, err)
	case err == nil && engine == nil:
		err = errors.New("there is no engine")
	}
	if err != nil {
		return Opened{}, errors.Join(fmt.Errorf("open generation %d: %w", number, err), opened.Close())
	}
	load := func(ctx context.Context, room int64) (int64, error) {
		n, err := preload.Folder(ctx, dir, room)
		if err != nil {
			return n, err
		}
		more, err := opened.Preload(ctx, room-n)
		return n + more, err
	}
	return Opened{Engine: engine, Readings: opened, Preload: load}, nil
}

// Save implements [Store].
func (f *Folders) Save(_ context.Context, info Info) error {
	if err := f.save(info); err != nil {
		return fmt.Errorf("write what generation %d is: %w", info.Number, err)
	}
	return nil
}

func (f *Folders) save(info Info) error {
	data, err := json.MarshalIndent(info, "", "\t")
	if err != nil {
		return err
	}
	name := filepath.Join(f.folder(info.Number), "generation.json")
	file, err := os.Create(name + ".new")
	if err != nil {
		return err
	}
	if _, err = file.Write(append(data, '\n')); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(name+".new", name); err != nil {
		return err
	}
	return syncFolder(f.folder(info.Number))
}

// Renumber implements [Store].
func (f *Folders) Renumber(_ context.Context, number, to int) error {
	err := os.Rename(f.folder(number), f.folder(to))
	if err == nil {
		err = syncFolder(f.dir)
	}
	if err != nil {
		return fmt.Errorf("give generation %d the number %d: %w", number, to, err)
	}
	return nil
}

// Remove implements [Store].
func (f *Folders) Remove(_ context.Context, number int) error {
	if err := os.RemoveAll(f.folder(number)); err != nil {
		return fmt.Errorf("delete generation %d: %w", number, err)
	}
	return nil
}

// syncFolder makes the names in a folder last.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

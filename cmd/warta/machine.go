package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"warta/cmd/warta/internal/bench"
)

// machine describes where figures were taken.
func machine() string {
	s := fmt.Sprintf("%d cores%s, %s/%s, %s", runtime.GOMAXPROCS(0), processor(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	if total := procField("/proc/meminfo", "MemTotal"); total > 0 {
		s += fmt.Sprintf(", %.0f GB memory", float64(total)/1e9)
	}
	return s
}

// processor names the processor in brackets, where the system tells.
func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return " (" + strings.TrimSpace(value) + ")"
		}
	}
	return ""
}

// A memoryWatch looks at the memory of this process until it is stopped.
type memoryWatch struct {
	done chan struct{}
	wait sync.WaitGroup
	peak bench.Memory
}

// watchEvery is how often it looks.
const watchEvery = 100 * time.Millisecond

func watchMemory() *memoryWatch {
	w := &memoryWatch{done: make(chan struct{})}
	w.wait.Go(func() {
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			const status = "/proc/self/status"
			w.peak.Anonymous = max(w.peak.Anonymous, procField(status, "RssAnon"))
			w.peak.Resident = max(w.peak.Resident, procField(status, "VmRSS"))
			select {
			case <-tick.C:
			case <-w.done:
				return
			}
		}
	})
	return w
}

// stop returns the most that was seen; zeros where the system does not tell.
func (w *memoryWatch) stop() bench.Memory {
	close(w.done)
	w.wait.Wait()
	return w.peak
}

// procField reads a line "Name:  123 kB" of a file of the kernel.
func procField(file, name string) int64 {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			if n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64); err == nil {
				return n << 10
			}
		}
	}
	return 0
}

// forgetFiles lets the system drop from memory what it keeps there of the files
// in dir, so that they are read from the disk again. Systems that have no such
// call keep them: what is measured cold is then warm.
func forgetFiles(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), forgetFile(f), f.Close()) // what is not on disk yet would stay
	})
}

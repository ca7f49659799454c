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

// machine returns a description of the machine for a benchmark report.
func machine() string {
	s := fmt.Sprintf("%d cores%s, %s/%s, %s", runtime.GOMAXPROCS(0), processor(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	if total := procField("/proc/meminfo", "MemTotal"); total > 0 {
		s += fmt.Sprintf(", %.0f GB memory", float64(total)/1e9)
	}
	return s
}

// processor returns the name of the processor in brackets, "" if it is unknown.
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

// A memoryWatch samples the memory of this process until it is stopped.
type memoryWatch struct {
	done chan struct{}
	wait sync.WaitGroup
	peak bench.Memory
}

// watchEvery is the interval between samples.
const watchEvery = 100 * time.Millisecond

// watchMemory starts a memoryWatch. The caller must stop it.
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

// stop ends the watch and returns the maximum of the samples, zeros if memory is unknown.
func (w *memoryWatch) stop() bench.Memory {
	close(w.done)
	w.wait.Wait()
	return w.peak
}

// procField returns the value in bytes of a line "Name:  123 kB" in a /proc file.
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

// forgetFiles drops the files in dir from the page cache, so that they are read from disk
// again. It has no effect on systems without such a call; cold measurements are warm there.
func forgetFiles(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), forgetFile(f), f.Close()) // dirty pages would stay in the cache
	})
}

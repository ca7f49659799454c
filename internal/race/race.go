// Package race tells tests whether the race detector is on. The detector slows some
// tests down tenfold and finds nothing in them that it does not find in others; each
// of them skips itself then and says why. Without the detector all tests run.
package race

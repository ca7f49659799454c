package embedded

import "hash/maphash"

// seed is random for each process: hashes of IDs are never stored.
var seed = maphash.MakeSeed()

// hashOf returns the hash of an ID, 1 instead of 0.
func hashOf(id []byte) uint64 { return max(maphash.Bytes(seed, id), 1) }

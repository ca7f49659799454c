package embedded

import "hash/maphash"

// seed makes the hashes of ids differ between processes; they are never kept.
var seed = maphash.MakeSeed()

// hashOf hashes an id; never 0.
func hashOf(id []byte) uint64 { return max(maphash.Bytes(seed, id), 1) }

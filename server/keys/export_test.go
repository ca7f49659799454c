package keys

// MaxKept is the largest number of keys that stay valid while the store does not answer.
const MaxKept = maxKept

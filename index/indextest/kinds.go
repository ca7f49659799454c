package indextest

import "warta/index"

// Kinds lists the kinds of errors. Numbers behind the last kind have the name of
// [index.Internal].
func Kinds() []index.Kind {
	kinds := []index.Kind{index.Internal}
	for k := index.Internal + 1; k.String() != index.Internal.String(); k++ {
		kinds = append(kinds, k)
	}
	return kinds
}

package keys

import (
	"context"

	"warta/index/archive"
)

type callerKey struct{}

// WithCaller returns a context of a request that has shown a key.
func WithCaller(ctx context.Context, k archive.Key) context.Context {
	return context.WithValue(ctx, callerKey{}, k)
}

// Caller returns the key that the request of a context has shown.
func Caller(ctx context.Context) (archive.Key, bool) {
	k, ok := ctx.Value(callerKey{}).(archive.Key)
	return k, ok
}

// CallerMay reports whether the request of a context has shown a key with a scope.
func CallerMay(ctx context.Context, s Scope) bool {
	k, ok := Caller(ctx)
	return ok && May(k, s)
}

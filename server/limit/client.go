package limit

import "context"

type clientKey struct{}

// WithClient returns a context of a request of a client, by whose name [Places] and
// [Room] share.
func WithClient(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, clientKey{}, name)
}

// Client returns the client of a context, or "".
func Client(ctx context.Context) string {
	name, _ := ctx.Value(clientKey{}).(string)
	return name
}

// Package shield turns a panic, or a fault of mapped memory, into the error of one call.
package shield

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// A Panic is the error of a call that panicked.
type Panic struct {
	Value any    // the argument of panic
	Stack []byte // of the goroutine that called [Call]
}

// Error returns the value in the first line and the stack in the others.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v\n%s", p.Value, p.Stack) }

// Call calls f and returns its error, or a [*Panic] if f panics. An access to mapped memory
// behind the end of a truncated file counts as a panic. A panic in another goroutine that f
// starts still ends the process; [warta/index/internal/spread] carries it to the caller.
func Call(f func() error) (err error) {
	before := debug.SetPanicOnFault(true)
	defer func() {
		debug.SetPanicOnFault(before)
		if value := recover(); value != nil {
			err = &Panic{Value: value, Stack: debug.Stack()}
		}
	}()
	return f()
}

// Caught reports whether err is or wraps a [*Panic].
func Caught(err error) bool {
	_, caught := errors.AsType[*Panic](err)
	return caught
}

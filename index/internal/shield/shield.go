// Package shield keeps a panic, and a fault of mapped memory, within one call.
package shield

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// A Panic is the error of a call that panicked.
type Panic struct {
	Value any    // of the panic
	Stack []byte // of the goroutine that panicked
}

// Error returns the value on the first line, and the stack on those that follow.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v\n%s", p.Value, p.Stack) }

// Call calls f and returns its error. A panic of f is returned as a [*Panic]; a fault
// of mapped memory, as a file that was cut behind its mapping gives, is one of them.
// It sees nothing of goroutines that f starts.
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

// Caught reports whether err is, or wraps, that of a call that panicked.
func Caught(err error) bool {
	_, caught := errors.AsType[*Panic](err)
	return caught
}

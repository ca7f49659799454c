package recordtest_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"warta/index/record"
	"warta/index/record/recordtest"
)

// call calls a method of a record with zero values, and returns its error and its panic.
func call(t *testing.T, r record.Record, name string) (panicked any, err error) {
	m := reflect.ValueOf(r).MethodByName(name)
	var in []reflect.Value
	for i := range m.Type().NumIn() {
		switch arg := m.Type().In(i); {
		case m.Type().IsVariadic() && i == m.Type().NumIn()-1:
		case arg == reflect.TypeFor[context.Context]():
			in = append(in, reflect.ValueOf(t.Context()))
		default:
			in = append(in, reflect.Zero(arg))
		}
	}
	defer func() { panicked = recover() }()
	out := m.Call(in)
	err, _ = out[len(out)-1].Interface().(error)
	return nil, err
}

func TestEveryMethodFails(t *testing.T) {
	t.Parallel()
	methods := reflect.TypeFor[record.Record]()
	for method := range methods.Methods() {
		name := method.Name
		silent := name == "Lineage" || name == "Refused" // they return no error
		fails := recordtest.Faulty(recordtest.NewFake(nil), recordtest.Faults{Error: 1})
		if _, err := call(t, fails, name); errors.Is(err, recordtest.ErrFault) == silent {
			t.Errorf("%s: %v, want it to fail", name, err)
		}
		panics := recordtest.Faulty(recordtest.NewFake(nil), recordtest.Faults{Panic: 1})
		if p, _ := call(t, panics, name); p == nil {
			t.Errorf("%s does not panic", name)
		}
		if name == "Wait" { // it would wait
			continue
		}
		other := recordtest.Faulty(recordtest.NewFake(nil), recordtest.Faults{Panic: 1, On: func(method string) bool { return method != name }})
		if p, _ := call(t, other, name); p != nil {
			t.Errorf("%s panics: %v", name, p)
		}
	}
}

func TestALostAnswerIsOfACallThatWasMade(t *testing.T) {
	t.Parallel()
	inner := recordtest.NewFake(nil)
	r := recordtest.Faulty(inner, recordtest.Faults{Lost: 1, Err: record.ErrBusy, On: func(method string) bool { return method == "Put" }})
	e := record.Entry{Identity: record.Identity{URL: "u"}, Received: record.Received{Body: "satu"}}
	if _, err := record.PutOver(t.Context(), r, e, nil); !errors.Is(err, record.ErrBusy) {
		t.Errorf("got %v", err)
	}
	if head, err := inner.Head(t.Context()); err != nil || head != 1 {
		t.Errorf("head %d, %v, want it to be written", head, err)
	}
}

func TestASlowCallEndsWithItsContext(t *testing.T) {
	t.Parallel()
	r := recordtest.Faulty(recordtest.NewFake(nil), recordtest.Faults{Slow: 1, Delay: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Head(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

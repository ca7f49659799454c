package indextest_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"warta/index"
	"warta/index/indextest"
)

// engineKinds are the interfaces of an engine; a new optional one is added here.
var engineKinds = []reflect.Type{
	reflect.TypeFor[index.Engine](), reflect.TypeFor[index.Preparer](), reflect.TypeFor[index.Tidier](),
	reflect.TypeFor[index.Verifier](), reflect.TypeFor[index.HealthChecker](), reflect.TypeFor[index.DamageReporter](),
	reflect.TypeFor[index.Vocabulary](),
}

// outcome calls a function with ctx and zero values, and says how the call ends.
func outcome(ctx context.Context, call reflect.Value) (ends string) {
	defer func() {
		if value := recover(); value != nil {
			ends = fmt.Sprint("panic: ", value)
		}
	}()
	args := make([]reflect.Value, call.Type().NumIn())
	for i := range args {
		args[i] = reflect.Zero(call.Type().In(i))
		if call.Type().In(i) == reflect.TypeFor[context.Context]() {
			args[i] = reflect.ValueOf(ctx)
		}
	}
	for _, r := range call.Call(args) {
		if err, ok := r.Interface().(error); ok && errors.Is(err, indextest.ErrFault) {
			return "fault"
		}
	}
	return "no fault"
}

func TestEveryMethodOfAFaultyEngineFails(t *testing.T) {
	t.Parallel()
	for _, kind := range engineKinds {
		for method := range kind.Methods() {
			panics := "panic: " + method.Name + ": a fault at random"
			for name, c := range map[string]struct {
				rates indextest.Rates
				ends  string
			}{
				"error": {indextest.Rates{Error: 1}, "fault"},
				"panic": {indextest.Rates{Panic: 1}, panics},
				"slow":  {indextest.Rates{Slow: 1}, "no fault"},
			} {
				t.Run(kind.Name()+"."+method.Name+" "+name, func(t *testing.T) {
					t.Parallel()
					if name == "error" && !returnsError(method.Type) {
						c.ends = "no fault"
					}
					faults := indextest.NewFaults(1, c.rates)
					call := reflect.ValueOf(faults.Engine(new(indextest.Fake))).MethodByName(method.Name)
					if ends := outcome(t.Context(), call); ends != c.ends {
						t.Errorf("it ends with %s, want %s", ends, c.ends)
					}
					faults.Set(indextest.Rates{})
					if ends := outcome(t.Context(), call); ends != "no fault" {
						t.Errorf("it ends with %s, once faults are off", ends)
					}
					if n := faults.Counts()[method.Name]; n != 1 {
						t.Errorf("%d faults are counted, want 1", n)
					}
				})
			}
		}
	}
}

func returnsError(method reflect.Type) bool {
	for out := range method.Outs() {
		if out == reflect.TypeFor[error]() {
			return true
		}
	}
	return false
}

func TestAPreparedBatchOfAFaultyEngineFails(t *testing.T) {
	t.Parallel()
	faults := indextest.NewFaults(1, indextest.Rates{})
	take, err := faults.Engine(new(indextest.Fake)).Prepare(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	faults.Set(indextest.Rates{Error: 1})
	if err := take(t.Context(), 1); !errors.Is(err, indextest.ErrFault) {
		t.Errorf("got %v, want %v", err, indextest.ErrFault)
	}
}

func TestAFaultyEngineThatIsOnlySlowKeepsTheContract(t *testing.T) {
	t.Parallel()
	faults := indextest.NewFaults(1, indextest.Rates{Slow: 0.2})
	indextest.TestEngine(t, opening(index.Capabilities{}, func(f *indextest.Fake) index.Engine { return faults.Engine(f) }))
}

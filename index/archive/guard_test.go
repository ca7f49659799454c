package archive_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"warta/index"
	"warta/index/archive"
)

// A brokenEngine panics in each of its methods.
type brokenEngine struct{}

func (brokenEngine) Apply(context.Context, []index.Change, uint64) error { panic("apply") }

func (brokenEngine) Prepare(context.Context, []index.Change) (index.Prepared, error) {
	panic("prepare")
}

func (brokenEngine) Search(context.Context, index.Request) (*index.Result, error) { panic("search") }

func (brokenEngine) Words(context.Context, index.WordsAsk) ([]index.WordCount, error) {
	panic("words")
}

func (brokenEngine) Count(context.Context, []string, []string) ([]int, error) { panic("count") }
func (brokenEngine) Mark(context.Context) (uint64, error)                     { panic("mark") }
func (brokenEngine) Close() error                                             { panic("close") }
func (brokenEngine) Tidy(context.Context) error                               { panic("tidy") }
func (brokenEngine) Verify(context.Context) ([]string, error)                 { panic("verify") }
func (brokenEngine) Healthy() error                                           { panic("healthy") }
func (brokenEngine) OnDamage(func(error))                                     { panic("on damage") }

// guardedKinds are the interfaces whose methods are guarded.
var guardedKinds = []reflect.Type{
	reflect.TypeFor[index.Engine](), reflect.TypeFor[index.Tidier](), reflect.TypeFor[index.Preparer](),
	reflect.TypeFor[index.Verifier](), reflect.TypeFor[index.HealthChecker](), reflect.TypeFor[index.DamageReporter](),
}

func TestEveryMethodOfAnEngineThatPanicsAnswersUnavailableAndRaisesADoubt(t *testing.T) {
	t.Parallel()
	for _, kind := range guardedKinds {
		for method := range kind.Methods() {
			t.Run(kind.Name()+"."+method.Name, func(t *testing.T) {
				t.Parallel()
				var doubts []error
				guarded := archive.Guard(brokenEngine{}, func(err error) { doubts = append(doubts, err) })
				call := reflect.ValueOf(guarded).MethodByName(method.Name)
				args := make([]reflect.Value, call.Type().NumIn())
				for i := range args {
					args[i] = reflect.Zero(call.Type().In(i))
				}
				results := call.Call(args)
				if len(doubts) != 1 || !errors.Is(doubts[0], index.ErrDamaged) {
					t.Errorf("doubts: %v, want one", doubts)
				}
				if len(results) == 0 {
					return // it has no error to return
				}
				err, _ := results[len(results)-1].Interface().(error)
				if index.KindOf(err) != index.Unavailable || !errors.Is(err, index.ErrDamaged) {
					t.Errorf("got %v, want it refused as unavailable", err)
				}
			})
		}
	}
}

// What an engine promises besides is promised by the guarded one too, or it does
// without.
func TestAnEngineThatDoesNothingBesidesIsGuarded(t *testing.T) {
	t.Parallel()
	guarded := archive.Guard(plainEngine{}, func(err error) { t.Error(err) })
	if err := guarded.(index.Tidier).Tidy(t.Context()); err != nil {
		t.Error(err)
	}
	if found, err := guarded.(index.Verifier).Verify(t.Context()); err != nil || len(found) > 0 {
		t.Error(found, err)
	}
	if err := guarded.(index.HealthChecker).Healthy(); err != nil {
		t.Error(err)
	}
	guarded.(index.DamageReporter).OnDamage(func(error) {})
	apply, err := guarded.(index.Preparer).Prepare(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := apply(t.Context(), 7); !errors.Is(err, errApplied) {
		t.Errorf("got %v, want the engine's own", err)
	}
}

// A plainEngine has the methods of an engine alone, of which it needs one.
type plainEngine struct{ index.Engine }

var errApplied = errors.New("applied")

func (plainEngine) Apply(context.Context, []index.Change, uint64) error { return errApplied }

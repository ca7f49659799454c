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

func (brokenEngine) Apply(context.Context, []index.Update, uint64) error { panic("apply") }

func (brokenEngine) Prepare(context.Context, []index.Update) (index.Prepared, error) {
	panic("prepare")
}

func (brokenEngine) Search(context.Context, index.Request) (*index.Result, error) { panic("search") }

func (brokenEngine) Words(context.Context, index.WordsAsk) ([]index.WordCount, error) {
	panic("words")
}

func (brokenEngine) Count(context.Context, []string, []string) ([]int, error) { panic("count") }
func (brokenEngine) Mark(context.Context) (uint64, error)                     { panic("mark") }
func (brokenEngine) Can() index.Capabilities                                  { panic("can") }
func (brokenEngine) Close() error                                             { panic("close") }
func (brokenEngine) Tidy(context.Context) error                               { panic("tidy") }
func (brokenEngine) Verify(context.Context) ([]string, error)                 { panic("verify") }
func (brokenEngine) Healthy() error                                           { panic("healthy") }
func (brokenEngine) OnDamage(func(error))                                     { panic("on damage") }

// guardedKinds are the interfaces whose methods are guarded.
var guardedKinds = []reflect.Type{
	reflect.TypeFor[index.Engine](), reflect.TypeFor[index.Tidier](), reflect.TypeFor[index.Preparer](),
	reflect.TypeFor[index.Verifier](), reflect.TypeFor[index.HealthChecker](), reflect.TypeFor[index.DamageReporter](),
	reflect.TypeFor[index.Vocabulary](),
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
					if args[i].Type() == reflect.TypeFor[context.Context]() {
						args[i] = reflect.ValueOf(t.Context())
					}
				}
				results := call.Call(args)
				if len(doubts) != 1 || !errors.Is(doubts[0], index.ErrDamaged) {
					t.Errorf("doubts: %v, want one", doubts)
				}
				last := call.Type().NumOut() - 1
				if last < 0 || call.Type().Out(last) != reflect.TypeFor[error]() {
					return // it has no error to return
				}
				err, _ := results[last].Interface().(error)
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
	if words, err := guarded.(index.Vocabulary).Words(t.Context(), index.WordsAsk{}); err != nil || len(words) > 0 {
		t.Error(words, err)
	}
	apply, err := guarded.(index.Preparer).Prepare(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := apply(t.Context(), 7); !errors.Is(err, errApplied) {
		t.Errorf("got %v, want the engine's own", err)
	}
}

// A plainEngine has the methods of an engine alone, of which it needs one.
type plainEngine struct {
	index.Engine
	can index.Capabilities
}

func (e plainEngine) Can() index.Capabilities { return e.can }

var errApplied = errors.New("applied")

func TestAGuardedEngineCanWhatItsEngineCan(t *testing.T) {
	t.Parallel()
	can := index.Capabilities{LiveGroups: true, ExactScores: true}
	guarded := archive.Guard(plainEngine{can: can}, func(err error) { t.Error(err) })
	if got := guarded.Can(); got != can {
		t.Errorf("it can %+v, want %+v", got, can)
	}
}

func (plainEngine) Apply(context.Context, []index.Update, uint64) error { return errApplied }

// A failing engine gives errors without a kind, as a file does that cannot be read.
type failingFiles struct {
	plainEngine
	err error
}

func (e failingFiles) Search(context.Context, index.Request) (*index.Result, error) {
	return nil, e.err
}

func (e failingFiles) Count(context.Context, []string, []string) ([]int, error) { return nil, e.err }

func (e failingFiles) Mark(context.Context) (uint64, error) { return 0, e.err }

func TestAnErrorWithoutAKindRaisesADoubt(t *testing.T) {
	t.Parallel()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx    context.Context
		err    error
		want   index.Kind
		doubts int
	}{
		"a file that cannot be read": {t.Context(), errors.New("unexpected EOF"), index.Unavailable, 3},
		"a query out of bounds":      {t.Context(), &index.Error{Kind: index.Invalid}, index.Invalid, 0},
		"a query that is too costly": {t.Context(), &index.Error{Kind: index.TooCostly}, index.TooCostly, 0},
		"a reader who went away":     {gone, context.Canceled, index.Internal, 0},
		"a deadline within":          {t.Context(), context.DeadlineExceeded, index.Internal, 0},
	} {
		doubts := 0
		guarded := archive.Guard(failingFiles{err: c.err}, func(error) { doubts++ })
		_, search := guarded.Search(c.ctx, index.Request{})
		_, count := guarded.Count(c.ctx, nil, nil)
		_, mark := guarded.Mark(c.ctx)
		for _, err := range []error{search, count, mark} {
			if index.KindOf(err) != c.want || !errors.Is(err, c.err) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if doubts != c.doubts {
			t.Errorf("%s: %d doubts, want %d", name, doubts, c.doubts)
		}
	}
}

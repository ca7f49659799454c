package understand

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"reflect"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed weights.yaml
var weightsFile []byte

// Weights are what the parts of a query weigh; weights.yaml says what each of
// them is for. A weight of 0 switches its part off.
type Weights struct {
	Title       FieldWeights `yaml:"title"`
	Body        FieldWeights `yaml:"body"`
	Quote       FieldWeights `yaml:"quote"`
	Name        float64      `yaml:"name"`
	Spelt       float64      `yaml:"spelt"`
	Alternative float64      `yaml:"alternative"`
	Loose       float64      `yaml:"loose"`
	Everywhere  []string     `yaml:"everywhere"` // words, folded
	Office      struct {
		Publisher float64 `yaml:"publisher"`
		About     float64 `yaml:"about"`
		Below     float64 `yaml:"below"`
		Named     float64 `yaml:"named"`
		Speaks    float64 `yaml:"speaks"`
	} `yaml:"office"`
	Person struct {
		Named  float64 `yaml:"named"`
		Speaks float64 `yaml:"speaks"`
	} `yaml:"person"`
	Slip   float64        `yaml:"slip"`
	Beside float64        `yaml:"beside"`
	Period PeriodWeights  `yaml:"period"`
	Year   PeriodWeights  `yaml:"year"`
	Phrase float64        `yaml:"phrase"`
	Recent []RecentWeight `yaml:"recent"`
}

// FieldWeights are what a word weighs in a field.
type FieldWeights struct {
	Form   float64 `yaml:"form"`
	Family float64 `yaml:"family"`
}

// PeriodWeights are what a period weighs that a query names.
type PeriodWeights struct {
	Published float64 `yaml:"published"`
	Event     float64 `yaml:"event"`
	Named     float64 `yaml:"named"`
}

// A RecentWeight is what news weighs that is at most so many days old.
type RecentWeight struct {
	Days   int     `yaml:"days"`
	Weight float64 `yaml:"weight"`
}

// DefaultWeights returns the weights that are embedded.
var DefaultWeights = sync.OnceValue(func() Weights {
	w, err := readWeights(weightsFile)
	if err != nil {
		panic(err) // embedded data, read by every test
	}
	return w
})

func readWeights(data []byte) (Weights, error) {
	var w Weights
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&w); err != nil {
		return Weights{}, fmt.Errorf("read weights: %w", err)
	}
	if err := w.Validate(); err != nil {
		return Weights{}, fmt.Errorf("read weights: %w", err)
	}
	return w, nil
}

// Validate reports weights below 0 and periods of no day.
func (w Weights) Validate() error {
	var errs []error
	for _, r := range w.Recent {
		if r.Days < 1 {
			errs = append(errs, fmt.Errorf("recent: %d days are no period", r.Days))
		}
	}
	eachWeight(reflect.ValueOf(w), "", func(name string, weight float64) {
		if weight < 0 || weight != weight {
			errs = append(errs, fmt.Errorf("%s: a weight of %v", name, weight))
		}
	})
	return errors.Join(errs...)
}

func eachWeight(v reflect.Value, name string, visit func(string, float64)) {
	switch v.Kind() {
	case reflect.Float64:
		visit(name, v.Float())
	case reflect.Struct:
		for i := range v.NumField() {
			eachWeight(v.Field(i), name+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachWeight(v.Index(i), name, visit)
		}
	default:
	}
}

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

// Weights are the weights of the parts of a query; weights.yaml says what each one is for. A
// weight of 0 switches its part off.
type Weights struct {
	Title       FieldWeights `yaml:"title"`
	Body        FieldWeights `yaml:"body"`
	Quote       FieldWeights `yaml:"quote"`
	Opening     float64      `yaml:"opening"`
	Name        float64      `yaml:"name"`
	Spelt       float64      `yaml:"spelt"`
	Like        float64      `yaml:"like"`
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
	// Regulation are the weights of a regulation: of articles that name it, and of those that
	// name it in the title.
	Regulation struct {
		Named float64 `yaml:"named"`
		Title float64 `yaml:"title"`
	} `yaml:"regulation"`
	// Subject are the weights of a word of the subject of a query of quotes, by its place.
	Subject struct {
		Quote   float64 `yaml:"quote"`
		Speaker float64 `yaml:"speaker"`
		Around  float64 `yaml:"around"`
		Title   float64 `yaml:"title"`
		Topic   float64 `yaml:"topic"`
		Role    float64 `yaml:"role"`
		Within  float64 `yaml:"within"`
	} `yaml:"subject"`
	// Spoken are the weights of an office in a query of quotes.
	Spoken struct {
		Speaks    float64 `yaml:"speaks"`
		Publisher float64 `yaml:"publisher"`
		About     float64 `yaml:"about"`
	} `yaml:"spoken"`
	Slip     float64        `yaml:"slip"`
	Beside   float64        `yaml:"beside"`
	Period   PeriodWeights  `yaml:"period"`
	Year     PeriodWeights  `yaml:"year"`
	Stage    float64        `yaml:"stage"`
	Phrase   float64        `yaml:"phrase"`
	Question float64        `yaml:"question"`
	Complete float64        `yaml:"complete"`
	First    float64        `yaml:"first"`
	Light    float64        `yaml:"light"`
	Recent   []RecentWeight `yaml:"recent"`
}

// FieldWeights are the weights of a word in a field: of the form as typed, and of any form of
// its root.
type FieldWeights struct {
	Form   float64 `yaml:"form"`
	Family float64 `yaml:"family"`
}

// PeriodWeights are the weights of a period in a query: for documents published then, of
// events then, and with the words of its name.
type PeriodWeights struct {
	Published float64 `yaml:"published"`
	Event     float64 `yaml:"event"`
	Named     float64 `yaml:"named"`
}

// A RecentWeight is added to the score of documents at most Days old.
type RecentWeight struct {
	Days   int     `yaml:"days"`
	Weight float64 `yaml:"weight"`
}

// DefaultWeights returns the weights of weights.yaml.
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

// Validate reports all weights that are negative or not a number, and recent periods of less
// than a day.
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

// eachWeight calls visit for each number in v with the path of its field.
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

// Package config reads Warta's settings: from flags, then WARTA_* variables,
// then a file, then defaults. It knows each setting's name, meaning, default
// and bounds, and where its value came from. It imports nothing of ours.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/viper"
)

// DefaultFile is read from the working folder where no file is named; it may be
// missing.
const DefaultFile = "warta.yaml"

// EnvPrefix begins the name of every variable: the setting "query_timeout" is
// WARTA_QUERY_TIMEOUT.
const EnvPrefix = "WARTA"

// A Config holds every setting, checked.
type Config struct {
	Addr           string        `mapstructure:"addr"`
	MetricsAddr    string        `mapstructure:"metrics_addr"`
	Data           string        `mapstructure:"data"`
	Server         string        `mapstructure:"server"`
	Key            string        `mapstructure:"key"`
	Contact        string        `mapstructure:"contact"`
	PublicURL      string        `mapstructure:"public_url"`
	TrustedProxies []string      `mapstructure:"trusted_proxies"`
	ReadNeedsKey   bool          `mapstructure:"read_needs_key"`
	RatePerAddress int           `mapstructure:"rate_per_address"`
	RatePerKey     int           `mapstructure:"rate_per_key"`
	CORSOrigins    []string      `mapstructure:"cors_origins"`
	CacheFor       time.Duration `mapstructure:"cache_for"`
	Rebuild        string        `mapstructure:"rebuild"`
	Batches        int           `mapstructure:"batches"`
	MaxSpill       int           `mapstructure:"max_spill"`
	Searches       int           `mapstructure:"searches"`
	MaxBody        int           `mapstructure:"max_body"`
	QueryTimeout   time.Duration `mapstructure:"query_timeout"`
	DrainFor       time.Duration `mapstructure:"drain_for"`
	LogLevel       string        `mapstructure:"log_level"`
	LogFormat      string        `mapstructure:"log_format"`
	LogQueries     bool          `mapstructure:"log_queries"`
}

// An Origin says where a value came from.
type Origin string

// The origins, strongest first.
const (
	FromFlag    Origin = "flag"
	FromEnv     Origin = "environment"
	FromFile    Origin = "file"
	FromDefault Origin = "default"
)

// A Value is one setting in force, fit to be shown: secrets are masked.
type Value struct {
	Key    string `json:"key"`
	Value  any    `json:"value"`
	Origin Origin `json:"origin"`
	Source string `json:"source,omitempty"` // the flag, variable or file
	Doc    string `json:"doc"`
}

// A Loaded is a configuration with the origin of each value, in the order of
// [Options].
type Loaded struct {
	Config
	Values []Value
}

// Load reads the settings. Flags holds those that were given on the command
// line, by key ("query_timeout"). With file empty, [DefaultFile] is read where
// there is one. An unknown key in the file, and every value out of bounds, is an
// error; all of them are reported at once.
func Load(file string, flags map[string]string) (*Loaded, error) {
	v := viper.New()
	v.SetEnvPrefix(EnvPrefix)
	v.AutomaticEnv()
	for _, o := range Options {
		v.SetDefault(o.Key, o.Default)
	}
	if err := readFile(v, file); err != nil {
		return nil, err
	}
	for key, value := range flags {
		v.Set(key, value)
	}
	var c Config
	if err := v.UnmarshalExact(&c); err != nil {
		return nil, fmt.Errorf("settings: %s", oneLine(err))
	}
	c.TrustedProxies, c.CORSOrigins = splitLists(c.TrustedProxies), splitLists(c.CORSOrigins)
	if c.MetricsAddr == none {
		c.MetricsAddr = ""
	}
	if err := c.Validate(); err != nil {
		return nil, err
	}
	l := &Loaded{Config: c}
	for _, o := range Options {
		value := Value{Key: o.Key, Value: v.Get(o.Key), Doc: o.Doc}
		value.Origin, value.Source = origin(v, o.Key, flags)
		if o.Secret && v.GetString(o.Key) != "" {
			value.Value = "********"
		}
		if d, ok := value.Value.(time.Duration); ok {
			value.Value = d.String()
		}
		l.Values = append(l.Values, value)
	}
	return l, nil
}

func readFile(v *viper.Viper, file string) error {
	named := file != ""
	if !named {
		file = DefaultFile
	}
	v.SetConfigFile(file)
	if filepath.Ext(file) == "" {
		v.SetConfigType("yaml")
	}
	err := v.ReadInConfig()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist) && !named:
		v.SetConfigFile("")
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("settings: there is no file %s", file)
	default:
		return fmt.Errorf("settings: %s: %s", file, oneLine(err))
	}
}

func origin(v *viper.Viper, key string, flags map[string]string) (Origin, string) {
	if _, ok := flags[key]; ok {
		return FromFlag, "--" + FlagName(key)
	}
	if name := EnvName(key); envSet(name) {
		return FromEnv, name
	}
	if v.InConfig(key) {
		return FromFile, v.ConfigFileUsed()
	}
	return FromDefault, ""
}

// FlagName returns the flag of a setting: "query-timeout".
func FlagName(key string) string { return strings.ReplaceAll(key, "_", "-") }

// EnvName returns the variable of a setting: "WARTA_QUERY_TIMEOUT".
func EnvName(key string) string { return EnvPrefix + "_" + strings.ToUpper(key) }

// splitLists takes lists apart that came as one string with commas.
func splitLists(list []string) []string {
	var out []string
	for _, item := range list {
		for part := range strings.SplitSeq(item, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

func oneLine(err error) string {
	lines := strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' })
	for i := range lines {
		lines[i] = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(lines[i]), "*"))
	}
	return strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "; ")
}

// Keys returns the names of all settings, sorted.
func Keys() []string {
	keys := map[string]bool{}
	for _, o := range Options {
		keys[o.Key] = true
	}
	return slices.Sorted(maps.Keys(keys))
}

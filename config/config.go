// Package config loads and validates Warta's settings from flags, WARTA_* variables, a file
// and defaults, in this order of precedence. It has the name, help, default and bounds of
// each setting, and reports the origin of each value. Of Warta it imports internal/dburl
// and internal/engineurl alone.
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

// DefaultFile is the file in the working folder that [Load] reads if no file is named. It
// may be missing.
const DefaultFile = "warta.yaml"

// EnvPrefix is the prefix of all variables: that of the setting "query_timeout" is
// WARTA_QUERY_TIMEOUT.
const EnvPrefix = "WARTA"

// A Config holds all settings. [Options] describes them.
type Config struct {
	Addr           string        `mapstructure:"addr"`
	MetricsAddr    string        `mapstructure:"metrics_addr"`
	Data           string        `mapstructure:"data"`
	Record         string        `mapstructure:"record"`
	Engine         string        `mapstructure:"engine"`
	EnginePassword string        `mapstructure:"engine_password"`
	EngineAPIKey   string        `mapstructure:"engine_api_key"`
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
	ReadyLag       int           `mapstructure:"ready_lag"`
	DrainFor       time.Duration `mapstructure:"drain_for"`
	LogLevel       string        `mapstructure:"log_level"`
	LogFormat      string        `mapstructure:"log_format"`
	LogQueries     bool          `mapstructure:"log_queries"`
}

// An Origin is the source of a value.
type Origin string

// The origins in order of precedence.
const (
	FromFlag    Origin = "flag"
	FromEnv     Origin = "environment"
	FromFile    Origin = "file"
	FromDefault Origin = "default"
)

// A Value is the effective value of one setting, for output: secrets are masked.
type Value struct {
	Key    string `json:"key"`
	Value  any    `json:"value"`
	Origin Origin `json:"origin"`
	Source string `json:"source,omitempty"` // name of the flag, variable or file
	Doc    string `json:"doc"`
}

// A Loaded is a configuration with the origin of each value, in the order of
// [Options].
type Loaded struct {
	Config
	Values []Value
}

// Load loads the settings. Flags are the values from the command line, by key
// ("query_timeout"). If file is empty, Load reads [DefaultFile] if it exists. An unknown key
// in the file, and a value out of bounds, is an error; one error reports all of them.
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
		if text := v.GetString(o.Key); o.Shown != nil && text != "" {
			value.Value = o.Shown(text)
		}
		if d, ok := value.Value.(time.Duration); ok {
			value.Value = d.String()
		}
		l.Values = append(l.Values, value)
	}
	return l, nil
}

// readFile reads the named file, or DefaultFile.
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

// origin returns the origin of a setting and the name of the source.
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

// FlagName returns the name of the flag of a setting: "query-timeout".
func FlagName(key string) string { return strings.ReplaceAll(key, "_", "-") }

// EnvName returns the name of the variable of a setting: "WARTA_QUERY_TIMEOUT".
func EnvName(key string) string { return EnvPrefix + "_" + strings.ToUpper(key) }

// splitLists splits the elements of a list at commas.
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

// oneLine returns the text of an error in one line.
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

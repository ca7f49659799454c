package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"

	"warta/server/answer"
	"warta/server/param"
)

// decodeStrict reads one JSON object into the struct that v points to. Its keys are the
// json tags, in the same case, each at most once; nothing may follow the object. Null
// counts as missing, except for a bool, where it is a fault. Form shows a right object, for
// the errors.
func decodeStrict(raw []byte, v any, form string) error {
	unreadable := answer.Invalid("", "the JSON cannot be read: send one object as %s", form)
	fields := fieldsOf(v)
	seen := make(map[string]bool, len(fields))
	dec := json.NewDecoder(bytes.NewReader(raw))
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return unreadable
	}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return unreadable
		}
		key, _ := token.(string)
		field, ok := fields[key]
		if !ok {
			return answer.Invalid(param.Printable(key), "there is no key %.40q: send %s", key, form)
		}
		if seen[key] {
			return answer.Invalid(key, "the key %s is given twice: send %s", key, form)
		}
		seen[key] = true
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return unreadable
		}
		if field.Kind() == reflect.Bool && bytes.Equal(value, []byte("null")) {
			return answer.Invalid(key, "%s has the wrong type: want true or false", key)
		}
		if err := json.Unmarshal(value, field.Addr().Interface()); err != nil {
			return answer.Invalid(key, "%s has the wrong type: send %s", key, form)
		}
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return unreadable
	}
	if !ended(dec) {
		return answer.Invalid("", "something follows the JSON object: send one object as %s", form)
	}
	return nil
}

// ended reports whether nothing is left to read. Decoder.More overlooks a closing bracket
// without an opening one.
func ended(dec *json.Decoder) bool {
	_, err := dec.Token()
	return errors.Is(err, io.EOF)
}

// fieldsOf returns the fields of the struct that v points to by their json names.
func fieldsOf(v any) map[string]reflect.Value {
	all := reflect.ValueOf(v).Elem()
	out := make(map[string]reflect.Value, all.NumField())
	for i := range all.NumField() {
		name, _, _ := strings.Cut(all.Type().Field(i).Tag.Get("json"), ",")
		out[name] = all.Field(i)
	}
	return out
}

package opensearch

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"warta/index"
)

// templateText is the body of the request that creates an index: its settings and the mapping
// of each field. A change of it needs another number in _meta.warta.template.
//
//go:embed template.json
var templateText []byte

// A mapping is what the template says of fields.
type mapping struct {
	Meta struct {
		Warta struct {
			Template int `json:"template"` // number of the template that made the index
		} `json:"warta"`
	} `json:"_meta"`
	Properties map[string]struct {
		Type         string `json:"type"`
		IndexOptions string `json:"index_options"`
		Properties   map[string]struct {
			Type string `json:"type"`
		} `json:"properties"`
	} `json:"properties"`
}

// template is the mapping of the template.
var template = func() mapping {
	var t struct{ Mappings mapping }
	if err := json.Unmarshal(templateText, &t); err != nil {
		panic("opensearch: template.json: " + err.Error())
	}
	return t.Mappings
}()

// lengthPrefix begins the names of the fields that hold the lengths of texts.
const lengthPrefix = "n_"

// textFields are the fields of tokens as OpenSearch names them, in ascending order.
var textFields = func() []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(template.Properties)) {
		if template.Properties[name].Type == "text" {
			list = append(list, name)
		}
	}
	return list
}()

// fieldName returns the name of a field in OpenSearch, where a dot would make an object of the
// part before it.
func fieldName(field string) string {
	if field == index.FieldID {
		return "id"
	}
	return strings.ReplaceAll(field, ".", "_")
}

// isText reports whether a field holds tokens, not keys.
func isText(field string) bool { return template.Properties[fieldName(field)].Type == "text" }

// hasPlaces reports whether the tokens of a field have positions.
func hasPlaces(field string) bool {
	return template.Properties[fieldName(field)].IndexOptions == "positions"
}

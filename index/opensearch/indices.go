package opensearch

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"warta/index"
)

// ErrMissing says that there is no index with a name.
var ErrMissing = errors.New("opensearch: there is no such index")

// Version is the version of the indices that this package makes. An archive rebuilds a generation
// that has another version.
var Version = "opensearch-" + strconv.Itoa(template.Meta.Warta.Template)

// Bounds of [IndexOptions].
const (
	maxShards   = 64
	maxReplicas = 16
)

// IndexOptions say how an index is spread over the nodes.
type IndexOptions struct {
	Shards   int // 1 to 64, 0 for 1; it stays as long as the index does
	Replicas int // further copies of each shard, 0 to 16
}

// indexNames are the names that this package gives: a part of those that OpenSearch allows.
var indexNames = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,199}$`)

// validName reports a name that no index or alias can have.
func validName(name string) error {
	if !indexNames.MatchString(name) {
		return fmt.Errorf("opensearch: %q: names of indices are 1 to 200 of a-z, 0-9, _ and -, the first a letter or digit", name)
	}
	return nil
}

// Check asks the cluster for its version and reports one that this package does not know how
// to use.
func (c *Client) Check(ctx context.Context) (version string, err error) {
	var got struct {
		Version struct {
			Number       string `json:"number"`
			Distribution string `json:"distribution"`
		} `json:"version"`
	}
	if err := c.do(ctx, http.MethodGet, "/", nil, &got); err != nil {
		return "", fmt.Errorf("ask the cluster for its version: %w", err)
	}
	major, rest, _ := strings.Cut(got.Version.Number, ".")
	minor, _, _ := strings.Cut(rest, ".")
	big, _ := strconv.Atoi(major) // 0 where it is no number
	small, _ := strconv.Atoi(minor)
	if got.Version.Distribution != "opensearch" || big < 2 || big == 2 && small < 19 {
		return "", fmt.Errorf("opensearch: the server is %s %s; OpenSearch 2.19 or newer is needed", cmp.Or(got.Version.Distribution, "no OpenSearch,"), got.Version.Number)
	}
	return got.Version.Number, nil
}

// Create makes an empty index. It returns once the primary shards answer. An index of that name
// is replaced.
func Create(ctx context.Context, c *Client, name string, o IndexOptions) error {
	if err := validName(name); err != nil {
		return err
	}
	o.Shards = max(o.Shards, 1)
	if o.Shards > maxShards || o.Replicas < 0 || o.Replicas > maxReplicas {
		return fmt.Errorf("opensearch: an index has 1 to %d shards and 0 to %d replicas", maxShards, maxReplicas)
	}
	if err := Delete(ctx, c, name); err != nil {
		return err
	}
	var body struct {
		Settings map[string]map[string]any `json:"settings"`
		Mappings map[string]any            `json:"mappings"`
	}
	d := json.NewDecoder(bytes.NewReader(templateText))
	d.UseNumber()
	if err := d.Decode(&body); err != nil {
		return fmt.Errorf("opensearch: template.json: %w", err)
	}
	body.Settings["index"]["number_of_shards"] = o.Shards
	body.Settings["index"]["number_of_replicas"] = o.Replicas
	if err := c.do(ctx, http.MethodPut, "/"+name+"?wait_for_active_shards=1&timeout=25s", body, nil); err != nil {
		return fmt.Errorf("create the index %s: %w", name, err)
	}
	return nil
}

// Delete deletes an index, if there is one.
func Delete(ctx context.Context, c *Client, name string) error {
	if err := validName(name); err != nil {
		return err
	}
	err := c.do(ctx, http.MethodDelete, "/"+name, nil, nil)
	if err != nil && !isStatus(err, http.StatusNotFound) {
		return fmt.Errorf("delete the index %s: %w", name, err)
	}
	return nil
}

// List returns the names of the indices that begin with prefix, in ascending order: those that
// Create made, and those whose name goes on with a number alone. A write that comes after the end
// of an index makes one without the template.
func List(ctx context.Context, c *Client, prefix string) ([]string, error) {
	if err := validName(prefix); err != nil {
		return nil, err
	}
	var got map[string]struct{ Mappings mapping }
	if err := c.do(ctx, http.MethodGet, "/"+prefix+"*/_mapping", nil, &got); err != nil {
		return nil, fmt.Errorf("list the indices %s*: %w", prefix, err)
	}
	var names []string
	for name, i := range got {
		if i.Mappings.Meta.Warta.Template > 0 || isNumber(name[len(prefix):]) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// isNumber reports whether text is digits alone, of which there are some.
func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// AutoCreates reports whether the cluster would make an index of a name at a write, by its setting
// action.auto_create_index.
func (c *Client) AutoCreates(ctx context.Context, name string) (bool, error) {
	const setting = "action.auto_create_index"
	var got map[string]struct {
		Action struct {
			Value *string `json:"auto_create_index"`
		} `json:"action"`
	}
	err := c.do(ctx, http.MethodGet, "/_cluster/settings?include_defaults=true&filter_path=*."+setting, nil, &got)
	if err != nil {
		return false, fmt.Errorf("ask the cluster for %s: %w", setting, err)
	}
	value := "true"
	for _, of := range []string{"transient", "persistent", "defaults"} {
		if v := got[of].Action.Value; v != nil {
			value = *v
			break
		}
	}
	return autoCreates(value, name), nil
}

// autoCreates reports whether a value of the setting action.auto_create_index allows a name: true,
// false, or patterns of which the first that fits decides.
func autoCreates(value, name string) bool {
	switch strings.TrimSpace(value) {
	case "true", "":
		return true
	case "false":
		return false
	}
	for pattern := range strings.SplitSeq(value, ",") {
		pattern = strings.TrimSpace(pattern)
		allows := !strings.HasPrefix(pattern, "-")
		if fits, err := path.Match(strings.TrimLeft(pattern, "+-"), name); err == nil && fits {
			return allows
		}
	}
	return false
}

// ready reports an index that this package cannot use, and returns the number of its shards.
func ready(ctx context.Context, c *Client, name string) (shards int, err error) {
	var got map[string]struct {
		Mappings mapping
		Settings struct {
			Index struct {
				Shards string `json:"number_of_shards"`
			} `json:"index"`
		}
	}
	err = c.do(ctx, http.MethodGet, "/"+name, nil, &got)
	if isStatus(err, http.StatusNotFound) {
		return 0, fmt.Errorf("%w: %s", ErrMissing, name)
	}
	if err != nil {
		return 0, err
	}
	i, ok := got[name]
	if !ok {
		return 0, fmt.Errorf("%s is an alias, not an index", name)
	}
	if i.Mappings.Meta.Warta.Template != template.Meta.Warta.Template {
		return 0, fmt.Errorf("%w: the index %s was made with template %d, this is %d", index.ErrOutdated, name, i.Mappings.Meta.Warta.Template, template.Meta.Warta.Template)
	}
	return strconv.Atoi(i.Settings.Index.Shards)
}

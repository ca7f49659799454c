package manifests

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"sigs.k8s.io/yaml"
)

const kubernetes = "../../docs/deploy/kubernetes"

type object = map[string]any

// An api is the description of the Kubernetes API as schemas: a field that is not described
// is an error, as with `kubectl apply --validate=strict`.
type api struct {
	compiler *jsonschema.Compiler
	kinds    map[string]string // "apps/v1 StatefulSet" to the name of a definition
}

// The module that holds the description, and its hash. It is no dependency, because its own
// dependencies have no versions that others can use; only its files are read.
const (
	apiModule = "k8s.io/kubernetes@v1.37.2"
	apiSum    = "h1:A2VDEiObzkYqFTKhSsn0ZEb0RlLEXpHWj93gi2HqEwE="
)

var described = sync.OnceValues(func() (*api, error) {
	said, err := exec.Command("go", "mod", "download", "-json", apiModule).Output()
	if err != nil {
		return nil, fmt.Errorf("download %s: %w: %s", apiModule, err, said)
	}
	var module struct{ Dir, Sum string }
	if err := json.Unmarshal(said, &module); err != nil {
		return nil, fmt.Errorf("download %s: %w", apiModule, err)
	}
	if module.Sum != apiSum {
		return nil, fmt.Errorf("%s has the hash %s, want %s", apiModule, module.Sum, apiSum)
	}
	data, err := os.ReadFile(filepath.Join(module.Dir, "api", "openapi-spec", "swagger.json"))
	if err != nil {
		return nil, err
	}
	var doc object
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	a := &api{jsonschema.NewCompiler(), map[string]string{}}
	definitions := doc["definitions"].(object)
	for name, value := range definitions {
		d := value.(object)
		if _, ok := d["properties"]; ok {
			d["additionalProperties"] = false
		}
		switch {
		case d["format"] == "int-or-string":
			d["type"] = []any{"string", "integer"}
		case strings.HasSuffix(name, ".resource.Quantity"):
			d["type"] = []any{"string", "number"}
		}
		groups, _ := d["x-kubernetes-group-version-kind"].([]any)
		if len(groups) == 1 {
			g := groups[0].(object)
			version := strings.TrimPrefix(fmt.Sprintf("%v/%v", g["group"], g["version"]), "/")
			a.kinds[fmt.Sprintf("%s %v", version, g["kind"])] = name
		}
	}
	return a, a.compiler.AddResource("api.json", object{"definitions": definitions})
})

// check holds one manifest against the schema of its kind.
func (a *api) check(manifest object) error {
	kind := fmt.Sprintf("%v %v", manifest["apiVersion"], manifest["kind"])
	name, ok := a.kinds[kind]
	if !ok {
		return fmt.Errorf("the API has no %s", kind)
	}
	schema, err := a.compiler.Compile("api.json#/definitions/" + name)
	if err != nil {
		return err
	}
	return schema.Validate(manifest)
}

// manifestsIn returns the documents of a file.
func manifestsIn(data []byte) ([]object, error) {
	var out []object
	for _, doc := range bytes.Split(data, []byte("\n---\n")) {
		text, err := yaml.YAMLToJSONStrict(doc)
		if err != nil {
			return nil, err
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		m, ok := value.(object)
		if !ok {
			return nil, fmt.Errorf("no object: %s", doc)
		}
		out = append(out, m)
	}
	return out, nil
}

func allManifests(t *testing.T) []object {
	t.Helper()
	var all []object
	for _, pattern := range []string{"*.yaml", "by-hand/*.yaml"} {
		files, _ := filepath.Glob(filepath.Join(kubernetes, pattern))
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found, err := manifestsIn(data)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			all = append(all, found...)
		}
	}
	return all
}

func TestManifestsAreAsTheAPISays(t *testing.T) {
	t.Parallel()
	a, err := described()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, m := range allManifests(t) {
		kinds[m["kind"].(string)] = true
		if err := a.check(m); err != nil {
			t.Errorf("%s %s: %v", m["kind"], at(m, "metadata", "name"), err)
		}
	}
	want := []string{"ConfigMap", "Ingress", "Job", "Namespace", "NetworkPolicy", "PodDisruptionBudget", "Secret", "Service", "StatefulSet"}
	if got := slices.Sorted(maps.Keys(kinds)); !slices.Equal(got, want) {
		t.Errorf("kinds %q, want %q", got, want)
	}
}

func TestManifestsFitTogether(t *testing.T) {
	t.Parallel()
	for _, fault := range misfits(allManifests(t)) {
		t.Error(fault)
	}
}

// TestFaultsOfManifestsAreFound: of the API, and of what names what.
func TestFaultsOfManifestsAreFound(t *testing.T) {
	t.Parallel()
	a, err := described()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(kubernetes, "statefulset.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"replicas: 2", "replicas: two", "/spec/replicas"},
		{"replicas: 2", "replica: 2", "'replica'"},
		{"  selector:\n    matchLabels:\n      app.kubernetes.io/name: warta\n      app.kubernetes.io/component: node\n", "", "'selector'"},
		{"apps/v1", "apps/v1beta1", "the API has no apps/v1beta1 StatefulSet"},
		{"cpu: \"1\"", "cpu: [1]", "/cpu"},
		{"path: /readyz", "path: /readyz\n              host_name: x", "'host_name'"},
		{"readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "warta: its root can be written to"},
		{"runAsNonRoot: true", "runAsNonRoot: false", "warta: it may be root"},
		{"name: warta-settings", "name: settings", "warta: there is no ConfigMap settings"},
		{"secretName: warta-pgpass", "secretName: pgpass", "warta: there is no Secret pgpass"},
		{"mountPath: /tmp\n            - name: pgpass", "mountPath: /tmp\n            - name: password", "warta: there is no volume password"},
		{"serviceName: warta-nodes", "serviceName: nodes", "warta: there is no Service nodes"},
		{"- name: http\n", "- name: web\n", "warta: nothing has the port http"},
		{"app.kubernetes.io/component: node\n      annotations:", "app.kubernetes.io/component: reader\n      annotations:", "warta-nodes: it selects nothing"},
	} {
		t.Run(c.new, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(string(text), c.old) {
				t.Fatalf("the manifest has no %q", c.old)
			}
			changed, err := manifestsIn([]byte(strings.Replace(string(text), c.old, c.new, 1)))
			if err != nil {
				t.Fatal(err)
			}
			said := ""
			if err := a.check(changed[0]); err != nil {
				said = err.Error()
			}
			all := slices.DeleteFunc(allManifests(t), func(m object) bool { return m["kind"] == "StatefulSet" })
			said += "\n" + strings.Join(misfits(append(all, changed[0])), "\n")
			if !strings.Contains(said, c.want) {
				t.Errorf("got %q, want %q", said, c.want)
			}
		})
	}
}

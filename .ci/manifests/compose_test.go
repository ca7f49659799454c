package manifests

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

const compose = "../../docs/deploy/compose"

// loadCompose reads the files as `docker compose -f A -f B --profile '*' config` does: each
// against the schema, then merged, with its variables filled in and its references checked.
func loadCompose(t *testing.T, files ...string) (*types.Project, error) {
	t.Helper()
	options, err := cli.NewProjectOptions(files, cli.WithEnv([]string{"WARTA_HOST=warta.test"}), cli.WithProfiles([]string{"*"}))
	if err != nil {
		t.Fatal(err)
	}
	return options.LoadProject(t.Context())
}

func TestComposeFilesAreAsTheSchemaSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		files    []string
		services []string
	}{
		{[]string{"compose.yaml"}, []string{"nginx", "prometheus", "warta"}},
		{[]string{"nodes.yaml"}, []string{"haproxy", "migrate", "nginx", "postgres", "prometheus", "warta1", "warta2"}},
		{[]string{"nodes.yaml", "opensearch.yaml"}, []string{"haproxy", "migrate", "nginx", "postgres", "prometheus", "search1", "search2", "search3", "warta1", "warta2"}},
	} {
		t.Run(strings.Join(c.files, " "), func(t *testing.T) {
			t.Parallel()
			var paths []string
			for _, file := range c.files {
				paths = append(paths, filepath.Join(compose, file))
			}
			project, err := loadCompose(t, paths...)
			if err != nil {
				t.Fatal(err)
			}
			names := project.ServiceNames()
			slices.Sort(names)
			if !slices.Equal(names, c.services) {
				t.Errorf("services %q, want %q", names, c.services)
			}
			for _, fault := range openings(project) {
				t.Error(fault)
			}
			for _, service := range project.Services {
				for _, volume := range service.Volumes {
					// The certificate and the secrets are made by the operator.
					if volume.Type == "bind" && !strings.HasSuffix(volume.Source, "/tls") {
						if _, err := os.Stat(volume.Source); err != nil {
							t.Errorf("%s mounts %s, which is not there", service.Name, volume.Source)
						}
					}
				}
			}
		})
	}
}

// TestNothingMigratesUnasked: `up` starts neither the service that migrates nor one that waits
// for it.
func TestNothingMigratesUnasked(t *testing.T) {
	t.Parallel()
	paths := []string{filepath.Join(compose, "nodes.yaml")}
	options, err := cli.NewProjectOptions(paths, cli.WithEnv([]string{"WARTA_HOST=warta.test"}))
	if err != nil {
		t.Fatal(err)
	}
	started, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if names := started.ServiceNames(); slices.Contains(names, "migrate") || !slices.Contains(names, "warta1") {
		t.Errorf("up starts %q", names)
	}
	all, err := loadCompose(t, paths...)
	if err != nil {
		t.Fatal(err)
	}
	for name, service := range all.Services {
		if _, waits := service.DependsOn["migrate"]; waits {
			t.Errorf("%s waits for migrate", name)
		}
	}
}

// openings says where a project is more open than it has to be.
func openings(project *types.Project) []string {
	var faults []string
	for name, service := range project.Services {
		fault := func(what string) { faults = append(faults, name+": "+what) }
		if strings.HasPrefix(service.Image, "warta:") {
			if !service.ReadOnly {
				fault("its root can be written to")
			}
			if !slices.Contains(service.CapDrop, "ALL") || !slices.Contains(service.SecurityOpt, "no-new-privileges:true") {
				fault("it keeps rights")
			}
		}
		if image := service.Image; !strings.Contains(image, ":") || strings.HasSuffix(image, ":latest") {
			fault("its image " + image + " has no version")
		}
		if len(service.Ports) > 0 && name != "nginx" {
			for _, port := range service.Ports {
				if port.HostIP != "127.0.0.1" {
					fault("it is open to others")
				}
			}
		}
		for key, value := range service.Environment {
			if value != nil && *value != "" && strings.Contains(key, "PASSWORD") && !strings.HasSuffix(key, "_FILE") {
				fault("the variable " + key + " is a secret")
			}
		}
	}
	for name, network := range project.Networks {
		if !network.Internal && name != "edge" {
			faults = append(faults, "the network "+name+" has a way out")
		}
	}
	slices.Sort(faults)
	return faults
}

// TestFaultsOfComposeFilesAreFound by the schema, by the loader and by openings.
func TestFaultsOfComposeFilesAreFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"a key that there is none of", "services: {a: {image: 'a:1', restarts: always}}", "restarts"},
		{"a wrong type", "services: {a: {image: 'a:1', read_only: [true]}}", "read_only"},
		{"a secret that is not there", "services: {a: {image: 'a:1', secrets: [b]}}", "undefined secret"},
		{"a network that is not there", "services: {a: {image: 'a:1', networks: [b]}}", "undefined network"},
		{"a service that is not there", "services: {a: {image: 'a:1', depends_on: [b]}}", "undefined service"},
		{"an open port", "services: {a: {image: 'a:1', ports: ['5432:5432']}}", "a: it is open to others"},
		{"a password", "services: {a: {image: 'a:1', environment: {PGPASSWORD: x}}}", "a: the variable PGPASSWORD is a secret"},
		{"no version", "services: {a: {image: a}}", "a: its image a has no version"},
		{"a root that can be written to", "services: {a: {image: 'warta:1'}}", "a: its root can be written to"},
		{"a way out", "services: {a: {image: 'a:1', networks: [b]}}\nnetworks: {b: {}}", "the network b has a way out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "compose.yaml")
			if err := os.WriteFile(file, []byte("name: test\n"+c.text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			project, err := loadCompose(t, file)
			said := ""
			if err != nil {
				said = err.Error()
			} else {
				said = strings.Join(openings(project), "\n")
			}
			if !strings.Contains(said, c.want) {
				t.Errorf("got %q, want %q", said, c.want)
			}
		})
	}
}

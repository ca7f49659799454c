package manifests

import (
	"fmt"
	"slices"
	"strings"
)

// at returns what stands in a manifest behind the keys: nil where nothing does.
func at(value any, keys ...string) any {
	for _, key := range keys {
		m, ok := value.(object)
		if !ok {
			return nil
		}
		value = m[key]
	}
	return value
}

// list returns what stands behind the keys as a list.
func list(value any, keys ...string) []any {
	l, _ := at(value, keys...).([]any)
	return l
}

// given are names that an operator makes without a file here.
var given = []string{"ConfigMap warta-database-ca", "Secret warta-tls"}

// A set is all manifests, to look up what one names in another.
type set struct {
	all    []object
	faults []string
}

// misfits says what the manifests name and do not have, and where a pod is more open than
// it has to be.
func misfits(all []object) []string {
	s := &set{all: all}
	for _, m := range all {
		name := fmt.Sprint(at(m, "metadata", "name"))
		if m["kind"] != "Namespace" && at(m, "metadata", "namespace") != "warta" {
			s.fault(name, "it is in another namespace")
		}
		switch m["kind"] {
		case "StatefulSet":
			s.wants(name, "Service", at(m, "spec", "serviceName"))
			s.selects(name, at(m, "spec", "selector", "matchLabels"))
			s.pod(name, at(m, "spec", "template"), list(m, "spec", "volumeClaimTemplates"))
		case "Job":
			s.pod("migrate", at(m, "spec", "template"), nil)
		case "Service":
			s.selects(name, at(m, "spec", "selector"))
			for _, port := range list(m, "spec", "ports") {
				s.port(name, at(port, "targetPort"))
			}
		case "PodDisruptionBudget":
			s.selects(name, at(m, "spec", "selector", "matchLabels"))
		case "NetworkPolicy":
			s.selects(name, at(m, "spec", "podSelector", "matchLabels"))
			for _, rule := range list(m, "spec", "ingress") {
				for _, port := range list(rule, "ports") {
					s.port(name, at(port, "port"))
				}
			}
		case "Ingress":
			for _, rule := range list(m, "spec", "rules") {
				for _, path := range list(rule, "http", "paths") {
					s.wants(name, "Service", at(path, "backend", "service", "name"))
				}
			}
			for _, tls := range list(m, "spec", "tls") {
				s.wants(name, "Secret", at(tls, "secretName"))
			}
		case "Secret":
			for file, text := range at(m, "stringData").(object) {
				if !strings.HasSuffix(fmt.Sprint(text), ":PASSWORD") {
					s.fault(name, file+" looks like a secret")
				}
			}
		}
	}
	slices.Sort(s.faults)
	return slices.Compact(s.faults)
}

func (s *set) fault(name, what string) { s.faults = append(s.faults, name+": "+what) }

// wants looks for a manifest of the kind and name.
func (s *set) wants(who, kind string, name any) {
	if slices.Contains(given, fmt.Sprint(kind, " ", name)) {
		return
	}
	for _, m := range s.all {
		if m["kind"] == kind && at(m, "metadata", "name") == name {
			return
		}
	}
	s.fault(who, fmt.Sprintf("there is no %s %v", kind, name))
}

// pods returns the templates of all pods.
func (s *set) pods() []any {
	var out []any
	for _, m := range s.all {
		if template := at(m, "spec", "template"); template != nil {
			out = append(out, template)
		}
	}
	return out
}

// selects looks for a pod with all the labels.
func (s *set) selects(who string, labels any) {
	want, _ := labels.(object)
	for _, pod := range s.pods() {
		found := len(want) > 0
		for key, value := range want {
			found = found && at(pod, "metadata", "labels", key) == value
		}
		if found {
			return
		}
	}
	s.fault(who, "it selects nothing")
}

// port looks for a container with a port of that name.
func (s *set) port(who string, name any) {
	for _, pod := range s.pods() {
		for _, container := range list(pod, "spec", "containers") {
			for _, port := range list(container, "ports") {
				if at(port, "name") == name {
					return
				}
			}
		}
	}
	s.fault(who, fmt.Sprintf("nothing has the port %v", name))
}

// pod holds a pod against what the namespace enforces (Pod Security, restricted) and what is
// asked for besides: a root that cannot be written to, bounds, no token of the cluster.
func (s *set) pod(who string, template any, claims []any) {
	spec := at(template, "spec")
	for _, c := range []struct {
		what string
		ok   bool
	}{
		{"it may be root", at(spec, "securityContext", "runAsNonRoot") == true},
		{"it may make every system call", at(spec, "securityContext", "seccompProfile", "type") == "RuntimeDefault"},
		{"it has a token of the cluster", at(spec, "automountServiceAccountToken") == false},
		{"it gets variables of other services", at(spec, "enableServiceLinks") == false},
	} {
		if !c.ok {
			s.fault(who, c.what)
		}
	}
	volumes := map[any]bool{}
	for _, volume := range list(spec, "volumes") {
		volumes[at(volume, "name")] = true
		if name := at(volume, "secret", "secretName"); name != nil {
			s.wants(who, "Secret", name)
		}
		if name := at(volume, "configMap", "name"); name != nil {
			s.wants(who, "ConfigMap", name)
		}
	}
	for _, claim := range claims {
		volumes[at(claim, "metadata", "name")] = true
	}
	for _, container := range list(spec, "containers") {
		s.container(who, container, volumes)
	}
}

func (s *set) container(who string, container any, volumes map[any]bool) {
	for _, c := range []struct {
		what string
		ok   bool
	}{
		{"its root can be written to", at(container, "securityContext", "readOnlyRootFilesystem") == true},
		{"it may gain rights", at(container, "securityContext", "allowPrivilegeEscalation") == false},
		{"it keeps rights", slices.Contains(list(container, "securityContext", "capabilities", "drop"), any("ALL"))},
		{"it has no bound of memory", at(container, "resources", "limits", "memory") != nil},
		{"it asks for no memory", at(container, "resources", "requests", "memory") != nil},
	} {
		if !c.ok {
			s.fault(who, c.what)
		}
	}
	for _, from := range list(container, "envFrom") {
		s.wants(who, "ConfigMap", at(from, "configMapRef", "name"))
	}
	for _, mount := range list(container, "volumeMounts") {
		if name := at(mount, "name"); !volumes[name] {
			s.fault(who, fmt.Sprintf("there is no volume %v", name))
		}
	}
	for _, probe := range []string{"startupProbe", "livenessProbe", "readinessProbe"} {
		if port := at(container, probe, "httpGet", "port"); port != nil {
			s.port(who, port)
		}
	}
}

// Package manifests holds the files of docs/deploy for Compose and Kubernetes against the
// schemas of those who read them: the schema and the loader of compose-spec, and the
// description of the Kubernetes API. It has a module of its own, and tests alone; both are
// pinned by hash.
package manifests

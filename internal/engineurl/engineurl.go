// Package engineurl reads the setting engine: which engine answers searches, and where its
// servers are. It asks no server and reads no file. A URL holds no secret, so that settings,
// logs and lists show it as it is.
package engineurl

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Embedded is the value for the engine in the data folder.
const Embedded = "embedded"

// Bounds of the parameters.
const (
	MaxShards   = 64
	MaxReplicas = 16
)

// A Target says where the servers of an engine are, and how they are asked.
type Target struct {
	Nodes        []string // their URLs, http or https
	Prefix       string   // of the names of indices
	Shards       int      // of each index
	Replicas     int      // further copies of each shard
	User         string   // empty: none
	PasswordFile string   // file with the password of User, as the paths below
	APIKeyFile   string
	CA           string // PEM certificates that are trusted in place of those of the system
	Cert, Key    string // PEM certificate that is shown, and its key
}

const (
	schemeTLS   = "opensearch+https"
	schemePlain = "opensearch+http"
	form        = "opensearch+https://HOST:9200[,HOST:9200…]/PREFIX[?shards=1&replicas=1]"
)

// prefixForm is what the names of indices may begin with.
var prefixForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

// userForm is what needs no %XX in a URL.
var userForm = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,256}$`)

// parameters are those that a URL may have.
var parameters = []string{"shards", "replicas", "user", "password_file", "api_key_file", "ca", "cert", "key", "plain"}

// Parse reads a URL:
//
//	opensearch+https://HOST:9200[,HOST:9200…]/PREFIX?shards=1&replicas=1&user=NAME&password_file=FILE
//
// Further parameters are api_key_file, ca, cert and key. opensearch+http is for servers on this
// machine, or with plain=true. No error holds a password that stands where none may.
func Parse(text string) (Target, error) {
	scheme, rest, found := strings.Cut(text, "://")
	if !found || scheme != schemeTLS && scheme != schemePlain {
		return Target{}, fmt.Errorf("want %s or %s", Embedded, form)
	}
	authority, behind, _ := strings.Cut(rest, "/")
	prefix, query, _ := strings.Cut(behind, "?")
	if strings.ContainsAny(authority+prefix, "@") {
		return Target{}, errors.New("a user or password stands in the URL: the user is the parameter user=NAME, the password the variable WARTA_ENGINE_PASSWORD or the parameter password_file=FILE")
	}
	q, err := url.ParseQuery(query)
	if err != nil || strings.Contains(text, "#") {
		return Target{}, fmt.Errorf("the parameters behind ? cannot be read: want %s", form)
	}
	for name, values := range q {
		if !slices.Contains(parameters, name) || len(values) != 1 || values[0] == "" {
			return Target{}, fmt.Errorf("want each of the parameters %s once at the most, and no other", strings.Join(parameters, ", "))
		}
	}
	t := Target{
		Prefix: prefix, User: q.Get("user"), PasswordFile: q.Get("password_file"), APIKeyFile: q.Get("api_key_file"),
		CA: q.Get("ca"), Cert: q.Get("cert"), Key: q.Get("key"),
	}
	if !prefixForm.MatchString(prefix) {
		return Target{}, errors.New("want behind the hosts a / and the prefix of the names of indices: 1 to 63 of a-z, 0-9, _ and -, as /warta")
	}
	if t.Shards, err = number(q, "shards", 1, 1, MaxShards); err != nil {
		return Target{}, err
	}
	if t.Replicas, err = number(q, "replicas", 1, 0, MaxReplicas); err != nil {
		return Target{}, err
	}
	if err := t.addNodes(authority, scheme == schemePlain, q.Get("plain")); err != nil {
		return Target{}, err
	}
	return t, t.check(scheme == schemePlain)
}

// number returns a parameter that is a whole number within bounds.
func number(q url.Values, name string, standard, least, most int) (int, error) {
	if !q.Has(name) {
		return standard, nil
	}
	n, err := strconv.Atoi(q.Get(name))
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%s: want %d to %d", name, least, most)
	}
	return n, nil
}

// addNodes reads the hosts of a URL.
func (t *Target) addNodes(authority string, plain bool, allowed string) error {
	if allowed != "" && (allowed != "true" || !plain) {
		return errors.New("plain: want plain=true with opensearch+http://, or leave it out")
	}
	for host := range strings.SplitSeq(authority, ",") {
		u, err := url.Parse("https://" + host)
		if err != nil || u.Host != host || u.Hostname() == "" {
			return fmt.Errorf("the hosts cannot be read: want %s", form)
		}
		if u.Port() == "" {
			return errors.New("want the port of each host, as search.example.id:9200")
		}
		if plain && allowed == "" && !local(u.Hostname()) {
			return fmt.Errorf("%s is another machine: use opensearch+https:// (and ca=FILE for a certificate of your own authority); plain=true sends all articles in the clear", u.Hostname())
		}
		t.Nodes = append(t.Nodes, map[bool]string{false: "https://", true: "http://"}[plain]+host)
	}
	return nil
}

// check reports parameters that do not go together.
func (t *Target) check(plain bool) error {
	switch {
	case t.User != "" && !userForm.MatchString(t.User):
		return errors.New("user: want letters, digits and -._~")
	case t.User == "" && t.PasswordFile != "":
		return errors.New("password_file: want user=NAME with it")
	case t.User != "" && t.APIKeyFile != "":
		return errors.New("want user or api_key_file, not both")
	case (t.Cert == "") != (t.Key == ""):
		return errors.New("want cert and key, both or none")
	case plain && t.CA+t.Cert != "":
		return errors.New("ca, cert and key are of opensearch+https://")
	}
	return nil
}

// local reports whether a host is this machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Shown returns a URL for output: as it is, or "(not a URL)" where it cannot be read, since a
// password may then stand anywhere in it.
func Shown(text string) string {
	if text == Embedded || text == "" {
		return Embedded
	}
	if _, err := Parse(text); err != nil {
		return "(not a URL)"
	}
	return text
}

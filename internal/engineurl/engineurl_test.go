package engineurl_test

import (
	"reflect"
	"strings"
	"testing"

	"warta/internal/engineurl"
)

func TestTargets(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]engineurl.Target{
		"opensearch+https://search.example.id:9200/warta": {Nodes: []string{"https://search.example.id:9200"}, Prefix: "warta", Shards: 1, Replicas: 1},
		"opensearch+https://a:9200,b:9201/kpu-warta?shards=3&replicas=0&user=warta&password_file=/run/pw&ca=/etc/ca.pem": {
			Nodes: []string{"https://a:9200", "https://b:9201"}, Prefix: "kpu-warta", Shards: 3, User: "warta", PasswordFile: "/run/pw", CA: "/etc/ca.pem",
		},
		"opensearch+https://a:9200/w?api_key_file=/run/key&cert=c.pem&key=k.pem": {
			Nodes: []string{"https://a:9200"}, Prefix: "w", Shards: 1, Replicas: 1, APIKeyFile: "/run/key", Cert: "c.pem", Key: "k.pem",
		},
		"opensearch+http://127.0.0.1:9200,[::1]:9201,localhost:9202/w": {
			Nodes: []string{"http://127.0.0.1:9200", "http://[::1]:9201", "http://localhost:9202"}, Prefix: "w", Shards: 1, Replicas: 1,
		},
		"opensearch+http://search:9200/w?plain=true": {Nodes: []string{"http://search:9200"}, Prefix: "w", Shards: 1, Replicas: 1},
	} {
		if got, err := engineurl.Parse(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", text, err, got, want)
		}
		if engineurl.Shown(text) != text {
			t.Errorf("%s is shown as %s", text, engineurl.Shown(text))
		}
	}
}

func TestWhatIsNoTargetSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                                  "want embedded or opensearch+https://",
		"lucene":                                            "want embedded or opensearch+https://",
		"https://a:9200/w":                                  "want embedded or opensearch+https://",
		"opensearch+https://a:9200":                         "prefix of the names of indices",
		"opensearch+https://a:9200/":                        "prefix of the names of indices",
		"opensearch+https://a:9200/Warta":                   "prefix of the names of indices",
		"opensearch+https://a:9200/w/x":                     "prefix of the names of indices",
		"opensearch+https://a/w":                            "want the port of each host",
		"opensearch+https:///w":                             "the hosts cannot be read",
		"opensearch+https://a:9200,,b:1/w":                  "the hosts cannot be read",
		"opensearch+https://a:x/w":                          "the hosts cannot be read",
		"opensearch+http://a:9200/w":                        "a is another machine",
		"opensearch+https://a:9200/w?plain=true":            "plain: want plain=true with opensearch+http://",
		"opensearch+http://a:9200/w?plain=ja":               "plain: want plain=true",
		"opensearch+https://a:9200/w?shards=0":              "shards: want 1 to 64",
		"opensearch+https://a:9200/w?replicas=17":           "replicas: want 0 to 16",
		"opensearch+https://a:9200/w?shards=":               "each of the parameters",
		"opensearch+https://a:9200/w?shards=1&shards=2":     "each of the parameters",
		"opensearch+https://a:9200/w?insecure=true":         "each of the parameters",
		"opensearch+https://a:9200/w?user=a;b":              "cannot be read",
		"opensearch+https://a:9200/w?user=a%0Ab":            "user: want letters",
		"opensearch+https://a:9200/w?password_file=x":       "want user=NAME with it",
		"opensearch+https://a:9200/w?user=a&api_key_file=x": "not both",
		"opensearch+https://a:9200/w?cert=x":                "want cert and key",
		"opensearch+http://127.0.0.1:9200/w?ca=x":           "are of opensearch+https://",
		"opensearch+https://warta:rahasia@a:9200/w":         "a user or password stands in the URL",
		"opensearch+https://warta:rah/asia@a:9200/w":        "a user or password stands in the URL",
		"opensearch+https://warta:rahasia#@a:9200/w":        "in the URL",
		"opensearch+https://a:9200/w?password=rahasia":      "each of the parameters",
	} {
		_, err := engineurl.Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
			continue
		}
		if shown := err.Error() + engineurl.Shown(text); strings.Contains(shown, "rahasia") || strings.Contains(shown, "\n") {
			t.Errorf("%s: the secret is shown: %s", text, shown)
		}
	}
}

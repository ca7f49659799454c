package satker_test

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"warta/analyzers/satker"
)

// rows reads a table and checks its form: UTF-8, LF, no stray spaces, as many
// fields in each row as the header has.
func rows(t *testing.T, path, header string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !utf8.Valid(data) || strings.ContainsAny(string(data), "\r\ufeff") {
		t.Errorf("%s: not plain UTF-8 with LF", path)
	}
	all, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if got := strings.Join(all[0], " "); got != header {
		t.Fatalf("%s: header %q, want %q", path, got, header)
	}
	var out []map[string]string
	for n, r := range all[1:] {
		row := make(map[string]string)
		for i, v := range r {
			if v != strings.TrimSpace(v) || strings.Contains(v, "  ") {
				t.Errorf("%s:%d: stray space in %q", path, n+2, v)
			}
			row[all[0][i]] = v
		}
		out = append(out, row)
	}
	return out
}

const satkerHeader = "code level parent kind name region province seat domain domain_verified aliases"

// perProvince is how many kabupaten and kota each province has, by
// Kepmendagri 300.2.2-2430/2025.
var perProvince = map[string][2]int{
	"11": {18, 5}, "12": {25, 8}, "13": {12, 7}, "14": {10, 2}, "15": {9, 2}, "16": {13, 4}, "17": {9, 1}, "18": {13, 2},
	"19": {6, 1}, "21": {5, 2}, "31": {1, 5}, "32": {18, 9}, "33": {29, 6}, "34": {4, 1}, "35": {29, 9}, "36": {4, 4},
	"51": {8, 1}, "52": {8, 2}, "53": {21, 1}, "61": {12, 2}, "62": {13, 1}, "63": {11, 2}, "64": {7, 3}, "65": {4, 1},
	"71": {11, 4}, "72": {12, 1}, "73": {21, 3}, "74": {15, 2}, "75": {5, 1}, "76": {6, 0}, "81": {9, 2}, "82": {8, 2},
	"91": {8, 1}, "92": {7, 0}, "93": {4, 0}, "94": {8, 0}, "95": {8, 0}, "96": {5, 1},
}

func TestTablesAreSound(t *testing.T) {
	t.Parallel()
	offices := rows(t, "data/satker.csv", satkerHeader)
	host := regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9-]+)*\.go\.id$`)
	byCode := make(map[string]map[string]string)
	levels := make(map[string]int)
	members := make(map[string][2]int)
	seen := make(map[string]string)
	last := ""
	for _, r := range offices {
		code, level := r["code"], r["level"]
		if code <= last {
			t.Errorf("%s: not in the order of the codes", code)
		}
		last = code
		levels[level]++
		for _, column := range [...]string{"name", "region", "seat", "domain"} {
			if r[column] == "" {
				t.Errorf("%s: no %s", code, column)
			}
		}
		for _, column := range [...]string{"domain", "name"} {
			key := column + " " + strings.ToLower(r[column])
			if other := seen[key]; other != "" {
				t.Errorf("%s: %s is that of %s", code, key, other)
			}
			seen[key] = code
		}
		kind := "KPU"
		if strings.HasPrefix(code, "11") {
			kind = "KIP"
		}
		if r["kind"] != kind || !host.MatchString(r["domain"]) || r["domain_verified"] != "yes" && r["domain_verified"] != "no" {
			t.Errorf("%s: kind %q, domain %q, verified %q", code, r["kind"], r["domain"], r["domain_verified"])
		}
		switch level {
		case "nasional":
			if code != "00" || r["parent"] != "" {
				t.Errorf("%s: national row", code)
			}
		case "provinsi":
			if len(code) != 2 || r["parent"] != "00" || r["province"] != r["region"] {
				t.Errorf("%s: code, parent or province of a province", code)
			}
		case "kabupaten", "kota":
			n := members[r["parent"]]
			want := "Kabupaten"
			if level == "kota" {
				n[1]++
				want = "Kota"
			} else {
				n[0]++
			}
			members[r["parent"]] = n
			if len(code) != 5 || (code[3] == '7') != (level == "kota") || r["parent"] != code[:2] ||
				r["province"] != byCode[r["parent"]]["region"] || r["name"] != r["kind"]+" "+want+" "+r["region"] {
				t.Errorf("%s: code, parent, province or name: %v", code, r)
			}
		default:
			t.Errorf("%s: level %q", code, level)
		}
		byCode[code] = r
	}
	if want := map[string]int{"nasional": 1, "provinsi": 38, "kabupaten": 416, "kota": 98}; !maps.Equal(levels, want) {
		t.Errorf("offices by level: %v, want %v", levels, want)
	}
	if !maps.Equal(members, perProvince) && len(perProvince) == 38 {
		for p, want := range perProvince {
			if members[p] != want {
				t.Errorf("province %s: %v kabupaten and kota, want %v", p, members[p], want)
			}
		}
	}
	checkTowns(t, offices, byCode)
	checkHosts(t, offices, byCode)
}

func checkTowns(t *testing.T, offices []map[string]string, byCode map[string]map[string]string) {
	t.Helper()
	where := make(map[string][]string)
	towns := rows(t, "data/towns.csv", "town code unique note")
	for _, r := range towns {
		key := strings.ToLower(r["town"])
		if byCode[r["code"]] == nil || slices.Contains(where[key], r["code"]) {
			t.Errorf("towns.csv: %s: code %q is unknown or stands twice", r["town"], r["code"])
		}
		where[key] = append(where[key], r["code"])
	}
	for _, r := range towns {
		if (r["unique"] == "yes") != (len(where[strings.ToLower(r["town"])]) == 1) {
			t.Errorf("towns.csv: %s: unique=%s", r["town"], r["unique"])
		}
	}
	for _, r := range offices[1:] {
		if !slices.Contains(where[strings.ToLower(r["seat"])], r["code"]) {
			t.Errorf("%s: seat %q is missing from towns.csv", r["code"], r["seat"])
		}
	}
	regions := rows(t, "data/regions.csv", "code name level parent")
	if len(regions) != len(offices) {
		t.Fatalf("regions.csv: %d rows, want %d", len(regions), len(offices))
	}
	for i, r := range regions {
		if o := offices[i]; r["code"] != o["code"] || r["level"] != o["level"] || r["parent"] != o["parent"] || r["name"] == "" {
			t.Errorf("regions.csv: %v does not fit %s", r, o["code"])
		}
	}
}

func checkHosts(t *testing.T, offices []map[string]string, byCode map[string]map[string]string) {
	t.Helper()
	hosts := make(map[string]map[string]string)
	for _, r := range rows(t, "data/domains.csv", "host code status evidence") {
		if hosts[r["host"]] != nil || byCode[r["code"]] == nil {
			t.Errorf("domains.csv: %s stands twice or has an unknown code", r["host"])
		}
		if !slices.Contains([]string{"verified", "rule", "candidate", "legacy"}, r["status"]) ||
			(r["status"] == "verified" || r["status"] == "legacy") && r["evidence"] == "" {
			t.Errorf("domains.csv: %s: status %q without evidence", r["host"], r["status"])
		}
		hosts[r["host"]] = r
	}
	for _, r := range offices {
		h := hosts[r["domain"]]
		if h["code"] != r["code"] || (h["status"] == "verified") != (r["domain_verified"] == "yes") {
			t.Errorf("%s: satker.csv and domains.csv disagree on %s", r["code"], r["domain"])
		}
	}
}

// TestSharedNamesAreListed: an alias of several offices stands in the list of
// ambiguous names with just these offices, and the list holds nothing else.
func TestSharedNamesAreListed(t *testing.T) {
	t.Parallel()
	offices := rows(t, "data/satker.csv", satkerHeader)
	claims := make(map[string][]string)
	for _, r := range offices {
		own := strings.Split(r["aliases"], "|")
		for i, a := range append(own, r["name"]) {
			key := strings.ToLower(a)
			if a == "" || slices.ContainsFunc(own[:min(i, len(own))], func(b string) bool { return strings.EqualFold(a, b) }) {
				t.Errorf("%s: alias %q is empty or stands twice", r["code"], a)
			}
			claims[key] = append(claims[key], r["code"])
		}
	}
	for _, r := range offices { // a bare alias must not be the region of another office
		if key := strings.ToLower(r["region"]); claims[key] != nil && !slices.Contains(claims[key], r["code"]) {
			claims[key] = append(claims[key], r["code"])
		}
	}
	listed := make(map[string]bool)
	for _, r := range rows(t, "testdata/ambiguous.csv", "alias codes") {
		key := strings.ToLower(r["alias"])
		listed[key] = true
		got := slices.Sorted(slices.Values(claims[key]))
		if want := strings.Fields(r["codes"]); !slices.Equal(got, want) {
			t.Errorf("%s: claimed by %v, listed for %v", r["alias"], got, want)
		}
	}
	for alias, codes := range claims {
		if len(codes) > 1 && !listed[alias] {
			t.Errorf("%q means %v and is not listed as ambiguous", alias, codes)
		}
	}
}

func TestTablesAreThoseThatAreShared(t *testing.T) {
	t.Parallel()
	shared := filepath.Join("..", "..", "..", "shared", "gazetteer")
	if _, err := os.Stat(shared); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the shared tables are missing")
		}
		t.Skip("the shared tables are missing")
	}
	for _, name := range [...]string{"satker.csv", "domains.csv", "regions.csv", "towns.csv"} {
		want, err := os.ReadFile(filepath.Join(shared, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("data", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("data/%s differs from the shared table", name)
		}
	}
}

// TestEveryNameFindsItsOffice: the name of each office and each alias that is
// its own finds it, however it is cased.
func TestEveryNameFindsItsOffice(t *testing.T) {
	t.Parallel()
	g := load(t)
	ambiguous := make(map[string]bool)
	for _, r := range rows(t, "testdata/ambiguous.csv", "alias codes") {
		ambiguous[strings.ToLower(r["alias"])] = true
	}
	for o := range g.Offices() {
		for _, name := range append([]string{o.Name}, o.Aliases...) {
			text := name
			if !strings.HasPrefix(name, "KPU") && !strings.HasPrefix(name, "KIP") && !strings.HasPrefix(name, "Komisi") {
				text = o.Kind + " " + name // a bare region
			}
			if ambiguous[strings.ToLower(text)] {
				continue
			}
			for _, typed := range [...]string{text, strings.ToUpper(text), strings.ToLower(text)} {
				if strings.HasPrefix(typed, "kip") {
					continue // "kip" in lower case is a card, a right and a commission of others
				}
				found := g.Find("Rapat "+typed+" selesai", satker.Context{})
				if len(found) != 1 || found[0].Code != o.Code {
					t.Errorf("%q of %s: got %+v", typed, o.Code, found)
				}
			}
		}
	}
}

func TestEveryHostFindsItsOffice(t *testing.T) {
	t.Parallel()
	g := load(t)
	for _, r := range rows(t, "data/domains.csv", "host code status evidence") {
		for _, typed := range [...]string{r["host"], "https://www." + r["host"] + "/blog/read/1_x", strings.ToUpper(r["host"])} {
			if o, ok := g.ByHost(typed); !ok || o.Code != r["code"] {
				t.Errorf("ByHost(%q) = %q, want %q", typed, o.Code, r["code"])
			}
		}
	}
}

func TestPathsAndZones(t *testing.T) {
	t.Parallel()
	g := load(t)
	for o := range g.Offices() {
		path := g.Path(o.Code)
		if path[0] != "00" || path[len(path)-1] != o.Code || len(path) != int(min(o.Level, satker.Regency)) {
			t.Errorf("Path(%q) = %v", o.Code, path)
		}
	}
	if g.Path("99") != nil {
		t.Error("an unknown office has no path")
	}
	for _, c := range []struct {
		code string
		want satker.Zone
	}{
		{"00", satker.WIB},
		{"33.74", satker.WIB},
		{"61", satker.WIB},
		{"62", satker.WIB},
		{"63.01", satker.WITA},
		{"51.71", satker.WITA},
		{"53", satker.WITA},
		{"64", satker.WITA},
		{"65", satker.WITA},
		{"73.71", satker.WITA},
		{"81", satker.WIT},
		{"95.01", satker.WIT},
		{"99", satker.WIB},
	} {
		if got := g.ZoneOf(c.code); got != c.want {
			t.Errorf("ZoneOf(%q) = %s, want %s", c.code, got, c.want)
		}
	}
}

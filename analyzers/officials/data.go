package officials

import (
	_ "embed"
	"fmt"
	"strings"

	"warta/analyzers/internal/wordlist"
)

var (
	//go:embed data/lists.txt
	listData string
	//go:embed data/acting.txt
	actingData string
	//go:embed data/titles.txt
	titleData string
	//go:embed data/bodies.txt
	bodyData string
	//go:embed data/units.txt
	unitData string
	//go:embed data/honorifics.txt
	honorificData string
	//go:embed data/degrees.txt
	degreeData string
	//go:embed data/notnames.txt
	notNameData string
	//go:embed data/eventroles.txt
	eventRoleData string
	//go:embed data/nobility.txt
	nobilityData string
	//go:embed data/things.txt
	thingData string
	//go:embed data/privates.txt
	privateData string
	//go:embed data/privateheads.txt
	privateHeadData string
	//go:embed data/persons.txt
	personData string
	//go:embed data/complete.txt
	completeData string
	//go:embed data/completebodies.txt
	completeBodyData string
	//go:embed data/eponyms.txt
	eponymData string
	//go:embed data/regions.txt
	regionData string
)

// title is a post of data/titles.txt.
type title struct {
	name                                                             string
	where                                                            string // "kpu", "body", "none", "ministry", "regency", "city", "province", "region" or ""
	prefix                                                           string // of "=Polres": the body that its place belongs to
	body                                                             string // of "@Polri": the body itself
	shared, unit, open, keep, local, many, sole, event, alone, below bool
}

// titleNode is a word in the trie of posts.
type titleNode struct {
	next  map[string]*titleNode
	title *title
}

type honorific uint8

const (
	address honorific = iota + 1
	learned
	rank
	afterRank
)

var (
	lists      = wordlist.MustParse("lists.txt", listData)
	titles     = mustParse("titles.txt", titleData, parseTitles)
	bodies     = mustParse("bodies.txt", bodyData, parseBodies)
	honorifics = mustParse("honorifics.txt", honorificData, parseHonorifics)
	units      = words(unitData)
	degrees    = words(degreeData)
	notNames   = words(notNameData)
	eventRoles = words(eventRoleData)
	nobility   = words(nobilityData)
	things     = words(thingData)
	persons    = words(personData)
	privates   = words(privateData)
	complete   = words(completeData)
	// completeBodies are complete names of several words.
	completeBodies = phrases(completeBodyData)

	regions = phrases(regionData)
	eponyms = phrases(eponymData)
)

func mustParse[T any](name, data string, parse func(string) (T, error)) T {
	v, err := parse(data)
	if err != nil {
		panic(name + ": " + err.Error())
	}
	return v
}

// lines yields the lines of data without comments and empty ones.
func lines(data string, yield func(n int, line string) error) error {
	for n, line := range strings.Split(data, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := yield(n+1, line); err != nil {
			return fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	return nil
}

// phrases returns the lines of data as a set.
func phrases(data string) map[string]bool {
	set := make(map[string]bool, 16)
	_ = lines(data, func(_ int, line string) error {
		set[line] = true
		return nil
	})
	return set
}

func words(data string) map[string]bool {
	set := make(map[string]bool, 512)
	_ = lines(data, func(_ int, line string) error {
		for w := range strings.FieldsSeq(line) {
			set[w] = true
		}
		return nil
	})
	return set
}

func parseTitles(data string) (*titleNode, error) {
	root := &titleNode{next: make(map[string]*titleNode)}
	err := lines(data, func(_ int, line string) error {
		cells := strings.Split(line, "|")
		if len(cells) != 4 {
			return fmt.Errorf("want 4 cells, got %d", len(cells))
		}
		t := &title{name: strings.TrimSpace(cells[1]), where: strings.TrimSpace(cells[2])}
		if prefix, ok := strings.CutPrefix(t.where, "="); ok {
			t.where, t.prefix = "", prefix
		}
		if body, ok := strings.CutPrefix(t.where, "@"); ok {
			t.where, t.body = "", body
		}
		switch t.where {
		case "kpu", "body", "none", "ministry", "regency", "city", "province", "region", "":
		default:
			return fmt.Errorf("unknown owner %q", t.where)
		}
		for flag := range strings.FieldsSeq(cells[3]) {
			switch flag {
			case "shared":
				t.shared = true
			case "unit":
				t.unit = true
			case "open":
				t.open = true
			case "keep":
				t.keep = true
			case "local":
				t.local = true
			case "many":
				t.many = true
			case "event":
				t.event = true
			case "sole":
				t.sole = true
			case "alone":
				t.alone = true
			case "below":
				t.below = true
			default:
				return fmt.Errorf("unknown flag %q", flag)
			}
		}
		for form := range strings.SplitSeq(cells[0], ",") {
			at := root
			for w := range strings.FieldsSeq(form) {
				if at.next == nil {
					at.next = make(map[string]*titleNode)
				}
				if at.next[w] == nil {
					at.next[w] = &titleNode{}
				}
				at = at.next[w]
			}
			if at == root || at.title != nil {
				return fmt.Errorf("form %q is empty or given twice", form)
			}
			at.title = t
		}
		return nil
	})
	return root, err
}

func parseBodies(data string) (map[string]string, error) {
	m := make(map[string]string, 512)
	err := lines(data, func(_ int, line string) error {
		word, long, ok := strings.Cut(line, "|")
		word = strings.TrimSpace(word)
		if !ok || word == "" || strings.Contains(word, " ") {
			return fmt.Errorf("want one word and a bar, got %q", line)
		}
		m[word] = strings.TrimSpace(long)
		return nil
	})
	return m, err
}

func parseHonorifics(data string) (map[string]honorific, error) {
	kinds := map[string]honorific{"address": address, "learned": learned, "rank": rank, "after": afterRank}
	m := make(map[string]honorific, 128)
	err := lines(data, func(_ int, line string) error {
		kind, rest, ok := strings.Cut(line, ":")
		if !ok {
			return nil // the second line of a comment-free file is data too
		}
		h, known := kinds[strings.TrimSpace(kind)]
		if !known {
			return fmt.Errorf("unknown kind %q", kind)
		}
		for w := range strings.FieldsSeq(rest) {
			m[w] = h
		}
		return nil
	})
	return m, err
}

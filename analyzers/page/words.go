package page

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed words.txt
var wordsFile string

// words are the lists of words.txt. Sets are read-only once made.
type words struct {
	section, related, share, opener, particle              set
	content, aside, label, date, title                     set
	furniture, layout, captions                            set
	relatedThing, relatedKind, picture                     set
	shortcode, furnitureLine, captionWord, weakLabel, menu set
	visitors, noArticle                                    set
	posting, postingAuthor, postingUnit                    set
	postingUpdated, postingCount, postingMade              set
	download, caption, readAlso, lead, starts              []string
	signer                                                 map[string]string
}

type set map[string]bool

// known is words.txt; a test holds it valid.
var known = sync.OnceValue(func() *words {
	w, err := parseWords(wordsFile)
	if err != nil {
		panic("page: words.txt: " + err.Error())
	}
	return w
})

// Validate reports what is wrong with the embedded word lists.
func Validate() error {
	if _, err := parseWords(wordsFile); err != nil {
		return fmt.Errorf("words.txt: %w", err)
	}
	return nil
}

func parseWords(text string) (*words, error) {
	groups := make(map[string][]string)
	group := ""
	for number, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch name, isGroup := strings.CutPrefix(line, "["); {
		case line == "" || line[0] == '#':
		case isGroup:
			group = strings.TrimSuffix(name, "]")
			if groups[group] != nil {
				return nil, fmt.Errorf("line %d: group %q twice", number+1, group)
			}
			groups[group] = []string{}
		case group == "":
			return nil, fmt.Errorf("line %d: %q stands in no group", number+1, line)
		case line != strings.ToLower(line):
			return nil, fmt.Errorf("line %d: %q is not in lower case", number+1, line)
		default:
			groups[group] = append(groups[group], line)
		}
	}
	w := &words{download: groups["download"], caption: groups["caption"], readAlso: groups["read also"], lead: groups["lead"], starts: groups["furniture start"], signer: make(map[string]string)}
	for _, entry := range groups["signer"] {
		label, part, ok := strings.Cut(entry, "=")
		if !ok || part != "" && part != "writer" && part != "editor" && part != "photo" {
			return nil, fmt.Errorf("signer %q: want label=writer, =editor, =photo or =", entry)
		}
		w.signer[label] = part
	}
	for name, target := range map[string]*set{
		"section": &w.section, "related": &w.related, "share": &w.share, "opener": &w.opener, "particle": &w.particle,
		"content": &w.content, "aside": &w.aside, "label": &w.label, "date": &w.date,
		"title": &w.title, "furniture": &w.furniture, "layout": &w.layout, "captions": &w.captions, "related thing": &w.relatedThing, "related kind": &w.relatedKind, "picture": &w.picture,
		"weak label": &w.weakLabel, "menu": &w.menu, "visitors": &w.visitors, "no article": &w.noArticle, "caption word": &w.captionWord,
		"shortcode": &w.shortcode, "furniture line": &w.furnitureLine,
		"posting": &w.posting, "posting author": &w.postingAuthor, "posting unit": &w.postingUnit,
		"posting updated": &w.postingUpdated, "posting made": &w.postingMade, "posting count": &w.postingCount,
	} {
		if len(groups[name]) == 0 {
			return nil, fmt.Errorf("group %q is missing", name)
		}
		*target = make(set, len(groups[name]))
		for _, entry := range groups[name] {
			if name == "section" || name == "related" || name == "weak label" || name == "menu" {
				entry = strings.ReplaceAll(entry, " ", "")
			}
			(*target)[entry] = true
		}
	}
	return w, nil
}

package people

import (
	"fmt"
	"slices"
	"strings"
)

// Differences returns the differences between r and want, one line each, sorted. It is
// for tests, which compare a registry that learned deltas with one that was loaded at
// once.
func (r *Registry) Differences(want *Registry) (lines []string) {
	r.mu.Lock()
	var c changes
	r.addIssuedParts(&c) // ids that another generation has issued
	r.recompute(&c)
	r.mu.Unlock()
	x, y := r.dump(), want.dump()
	for line := range x {
		if !y[line] {
			lines = append(lines, "is:   "+line)
		}
	}
	for line := range y {
		if !x[line] {
			lines = append(lines, "want: "+line)
		}
	}
	slices.Sort(lines)
	return lines
}

// dump returns what the registry knows as a set of lines.
func (r *Registry) dump() map[string]bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	lines := make(map[string]bool)
	line := func(format string, args ...any) {
		lines[strings.ReplaceAll(fmt.Sprintf(format, args...), keyEnd, "|")] = true
	}
	for _, p := range r.parts {
		line("%s has the id %q, the name %v, the posts %v", p.key, p.row.id, p.name.words, p.posts)
		if p.person == nil {
			line("%s is no person", p.key)
		} else {
			line("%s is %s, %q, suppressed %v, of %v", p.key, p.person.id, p.person.name, p.person.suppressed, p.person.allIDs())
		}
		if p.leadsTo != nil {
			line("%s leads to %s, %v: %s", p.key, p.leadsTo.id, p.leadsTo.allIDs(), p.leadReason.text())
		}
		line("%s holds %v, marked %v, and is called %v", p.key, p.postEvidence, p.markedEvidence, p.aliases)
		line("%s has the words %v, short %v", p.key, p.words, p.short)
		if p.holder != nil {
			line("%s is listed as %s by %d", p.key, p.holder.key, p.fit)
		}
		if p.person != nil && len(p.person.holders) > 0 {
			line("%s held %v", p.key, p.person.rosterSpans)
		}
		p.eachSimilar(func(k *nameCluster, like likeness) {
			line("%s is near to %v in %s: %d", p.key, k.name.words, k.of, like)
		})
		for q, n := range p.sameEvidence {
			line("%s and %s are the same by %d", p.key, q.key, n)
		}
		for q, n := range p.apartEvidence {
			line("%s and %s are apart by %d", p.key, q.key, n)
		}
	}
	for text, k := range r.keys {
		if k.articles > 0 {
			line("%q is given %d times, on %v", text, k.articles, k.days)
		}
	}
	for id, list := range r.editorKeys {
		for _, k := range list {
			line("%s was given %q", id, k.text)
		}
	}
	for word, list := range r.bySound {
		line("%q stands in %d names", word, len(list))
	}
	for word, w := range r.wideWords {
		line("%q is a word of %d names", word, w.parts)
	}
	for key, list := range r.byWide {
		line("%q is the key of %d words", key, len(list))
	}
	for at, list := range r.shortByWord {
		line("%x shortens %d names", at, len(list))
	}
	for at, list := range r.fullByWord {
		line("%x may shorten %d names", at, len(list))
	}
	for hash, n := range r.evidence {
		line("evidence %x: %d", hash, n)
	}
	return lines
}

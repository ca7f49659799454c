package people

import (
	"fmt"
	"slices"
	"strings"
)

// Differences lists in what r differs from want, one line each, sorted. Tests compare a
// registry that learned by deltas with one that was loaded at once.
func (r *Registry) Differences(want *Registry) (lines []string) {
	r.mu.Lock()
	var c changed
	r.remember(&c) // ids that another generation alone has given
	r.settle(&c)
	r.mu.Unlock()
	x, y := r.described(), want.described()
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

// described writes all that is known, in lines.
func (r *Registry) described() map[string]bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	lines := make(map[string]bool)
	say := func(format string, args ...any) {
		lines[strings.ReplaceAll(fmt.Sprintf(format, args...), KeyEnd, "|")] = true
	}
	for _, p := range r.parts {
		say("%s has the id %q, the name %v, the posts %v", p.key, p.row.id, p.name.words, p.posts)
		if p.person == nil {
			say("%s is nobody", p.key)
		} else {
			say("%s is %s, %q, suppressed %v, of %v", p.key, p.person.id, p.person.name, p.person.suppressed, p.person.IDs())
		}
		if p.led != nil {
			say("%s leads to %s, %v: %s", p.key, p.led.id, p.led.IDs(), p.why.because())
		}
		say("%s holds %v and is called %v", p.key, p.posted, p.called)
		say("%s has the words %v, short %v", p.key, p.words, p.short)
		if p.holder != nil {
			say("%s is listed as %s by %d", p.key, p.holder.key, p.fit)
		}
		if p.person != nil && len(p.person.holders) > 0 {
			say("%s held %v", p.key, p.person.spans)
		}
		p.eachNear(func(k *knot, like likeness) {
			say("%s is near to %v in %s: %d", p.key, k.name.words, k.of, like)
		})
		for q, n := range p.same {
			say("%s and %s are one by %d", p.key, q.key, n)
		}
		for q, n := range p.apart {
			say("%s and %s are two by %d", p.key, q.key, n)
		}
	}
	for text, k := range r.raws {
		if k.articles > 0 {
			say("%q is given %d times, on %v", text, k.articles, k.days)
		}
	}
	for id, list := range r.given {
		for _, k := range list {
			say("%s was given %q", id, k.text)
		}
	}
	for word, list := range r.words {
		say("%q stands in %d names", word, len(list))
	}
	for at, list := range r.short {
		say("%x shortens %d names", at, len(list))
	}
	for at, list := range r.longer {
		say("%x may shorten %d names", at, len(list))
	}
	for hash, n := range r.evidence {
		say("evidence %x: %d", hash, n)
	}
	return lines
}

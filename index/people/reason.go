package people

// An edge says why two parts may be one person.
type reason uint8

// because tells an editor the reason.
func (e reason) text() string {
	return [...]string{
		"", "merged by an editor", "an article gives one person both posts", "the same name but for its spelling, in one office",
		"one letter differs, in one office", "two letters differ, in one office", "part of the name of one person of the office alone",
		"initials of the name of one person of the office alone, and the posts agree",
		"no office is told, and one person alone near there has the name",
		BecauseOnlyName, BecauseSolePost, BecauseRoster,
	}[e]
}

// strongest returns the best reason why p is one person with another part of it.
func (p *part) strongestReason() reason {
	best := reason(0)
	for q := range p.merged {
		if q.person == p.person {
			return reasonDecision
		}
	}
	for q := range p.sameEvidence {
		if q.person == p.person {
			return reasonArticle
		}
	}
	p.eachSimilar(func(k *nameCluster, like likeness) {
		for _, q := range k.parts {
			if e := reasonFor(p, q, like); q != p && q.person == p.person && e != 0 && (best == 0 || e < best) {
				best = e
			}
		}
	})
	if best == 0 && p.holder != nil {
		return reasonRoster
	}
	return best
}

// edgeOf returns why two parts of one place whose names are alike may be one person;
// 0 for no reason.
func reasonFor(p, q *part, like likeness) reason {
	switch {
	case p.hasPost() && q.hasPost():
		if like == initialed && !p.postsAgree(q) {
			return 0
		}
		return [...]reason{sameName: reasonSameName, oneEdit: reasonOneEdit, twoEdits: reasonTwoEdits, shortened: reasonShortened, initialed: reasonInitials}[like]
	case min(len(p.name.words), len(q.name.words)) < 2, p.kind == postless && q.kind == postless:
		return 0 // one word is no reason where even the office is a guess
	case p.kind == officeUnknown && q.kind == officeUnknown:
		if like == sameName {
			return reasonSameName
		}
		return 0
	}
	return reasonScope
}

// The reasons, the strongest first. Those that begin with weak hold only where
// there is one candidate.
const (
	reasonDecision reason = iota + 1
	reasonArticle         // one article gives one person both posts
	reasonSameName
	reasonOneEdit
	reasonTwoEdits
	reasonShortened
	reasonInitials // of the same set of posts
	reasonScope    // a name without an office, and one of an office that the article is about
	reasonOnlyName // one word, see leadShort
	reasonSolePost // one word, and a post that one person holds at a time
	reasonRoster   // the list of office holders has one person of the name there
)

// The reasons why a short name leads to a person, as [ShortName.Because] has them.
const (
	BecauseOnlyName = "a short name, and one person alone of the offices of the article has it"
	BecauseSolePost = "a short name, and a post of the office that one person holds at a time"
	BecauseRoster   = "the list of office holders has one person of the name there"
)

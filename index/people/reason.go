package people

import "fmt"

// A reason says why two parts are one person, or why a short name stands for a person.
type reason uint8

// text returns the reason as the API shows it to editors. It is empty for reasonNone.
func (e reason) text() string {
	switch e {
	case reasonNone:
		return ""
	case reasonDecision:
		return "merged by an editor"
	case reasonArticle:
		return "an article gives one person both posts"
	case reasonSameName:
		return "the same name in one office, apart from its spelling"
	case reasonOneEdit:
		return "the names differ by one letter, in one office"
	case reasonTwoEdits:
		return "the names differ by two letters, in one office"
	case reasonShortened:
		return "a shorter form of the name that only one person of the office has"
	case reasonInitials:
		return "a form with initials of the name that only one person of the office has, and the posts agree"
	case reasonScope:
		return "the article names no office, and only one person near there has this name"
	case reasonOnlyName:
		return BecauseOnlyName
	case reasonSolePost:
		return BecauseSolePost
	case reasonRoster:
		return BecauseRoster
	}
	panic(fmt.Sprintf("people: reason %d has no text", e))
}

// strongestReason returns the best reason why p is one person with another of its parts,
// reasonNone if there is none.
func (p *part) strongestReason() reason {
	best := reasonNone
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
			if e := reasonFor(p, q, like); q != p && q.person == p.person && e != reasonNone && (best == reasonNone || e < best) {
				best = e
			}
		}
	})
	if best == reasonNone && p.holder != nil {
		return reasonRoster
	}
	return best
}

// reasonFor returns why two parts that are compared in one place and whose names are that
// alike may be one person, reasonNone if they may not.
func reasonFor(p, q *part, like likeness) reason {
	switch {
	case p.hasPost() && q.hasPost():
		if like == initialed && !p.postsAgree(q) {
			return reasonNone
		}
		return like.reason()
	case min(len(p.name.words), len(q.name.words)) < 2, p.kind == postless && q.kind == postless:
		return reasonNone // a common word proves nothing if the office is uncertain
	case p.kind == officeUnknown && q.kind == officeUnknown:
		if like == sameName {
			return reasonSameName
		}
		return reasonNone
	}
	return reasonScope
}

// The reasons from the strongest to the weakest. Those from reasonShortened on need a
// unique candidate.
const (
	reasonNone     reason = iota
	reasonDecision        // an editor merged the two
	reasonArticle         // an article gives one person both posts
	reasonSameName
	reasonOneEdit
	reasonTwoEdits
	reasonShortened
	reasonInitials // and posts of one set, see posts.yaml
	reasonScope    // one name has no office, and the other is of an office of its articles
	reasonOnlyName // short name: unique among the offices of its articles
	reasonSolePost // short name: with a post that one person holds at a time
	reasonRoster   // unique in the roster of the office
)

// Values of [ShortName.Because]: why a short name stands for a person.
const (
	BecauseOnlyName = "a short name that only one person of the article's offices has"
	BecauseSolePost = "a short name, and a post that only one person of the office holds at a time"
	BecauseRoster   = "the list of office holders has only one person of this name there"
)

// reason returns the reason that a likeness of two names in one office is.
func (l likeness) reason() reason {
	switch l {
	case sameName:
		return reasonSameName
	case oneEdit:
		return reasonOneEdit
	case twoEdits:
		return reasonTwoEdits
	case shortened:
		return reasonShortened
	case initialed:
		return reasonInitials
	case unlike:
	}
	return reasonNone
}

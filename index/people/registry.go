package people

import (
	"sync"
	"sync/atomic"

	"warta/index/lexicon"
)

// A Registry knows the people of one generation: which raw keys are one person,
// by which id and name. It is worked out from the keys and the evidence of the
// readings, whatever the order in which they come, and from what editors decided;
// the index holds raw keys alone, so that a merge changes nothing there.
//
// It is a [Grouping] of raw keys by the id of their person. Its methods may be
// called at the same time.
type Registry struct {
	ids *IDs

	mu sync.RWMutex
	registryState
	decisions        Decisions
	decisionsVersion uint64           // counts the decisions
	renamedWords     *lexicon.Lexicon // words of names that an editor gave, suggestEnd, id
	roster           *Roster          // the list of office holders, nil for none
	loadedMark       uint64           // of what was loaded, for registries without a follower

	version atomic.Uint64
	missed  missedKeys
}

// What is known is what the articles say, and who follows from it.
type registryState struct {
	parts       map[string]*part   // by key
	keys        map[string]*rawKey // by text
	unusedKeys  int                // raws that no article gives any more
	clusters    nameIndex
	evidence    map[uint64]int             // articles that give a piece of evidence, by its hash
	editorKeys  map[string][]*rawKey       // of speakers that an editor named, by id
	byWord      map[string][]*part         // that have a word in one of their names, by its skeleton
	shortByWord map[nameKey][]*part        // whose name is short, by each word and office
	postHolders map[string][]*part         // who holds a post that articles tell, by satker
	fullByWord  map[nameKey][]*part        // whom such a name may shorten, by each word and office
	rosterParts map[*holder]map[*part]bool // of the list of office holders, whose full names these are
	idsSeen     int                        // of the book, that were met
}

// A rawKey is a raw key that articles give, or gave.
type rawKey struct {
	text     string
	part     *part          // nil for what is no key of a part, and where no article gives it
	articles int            // that give it; of who was named as a speaker, quotes
	days     map[string]int // of a short name: articles that give it, by day
}

// name is as an article writes it.
func (k *rawKey) name() string {
	name, _, _ := cutKey(k.text)
	return name
}

// A part is one name in one scope: what is told apart. People are made of parts.
type part struct {
	key           string // slug and scope: what an id is given to
	slug          string
	kind          byte
	base          string      // satker code, or slug of the body
	codes         []string    // satker where a name without an office may belong
	posts         []string    // at a body, in order
	canonical     string      // of the names of its raw keys
	name          *personName // of the least
	raws          []*rawKey   // none: an id was given to it, and no article has it any more
	row           idRow
	active        bool // some article has it, as its knots count
	clusters      []*nameCluster
	sameEvidence  map[*part]int  // by so many pieces of evidence
	apartEvidence map[*part]int  // by so many
	merged        map[*part]bool // by decision
	split         map[*part]bool // by decision
	postEvidence  []textCount    // posts with years, see postText, in order
	aliases       []textCount    // declared names, in order
	words         []string       // skeletons of the words of all its names, in order
	short         bool           // its name is short, see isShort
	full          bool           // a short name may shorten its name
	rosterMatch

	leadsTo    *person // whose name it shortens; see leadShort
	leadReason reason  // it does
	person     *person // nil for who holds no post anywhere
}

// A toldCount is what articles tell of a part, by so many of its raw keys.
type textCount struct {
	text string
	n    int
}

// A person is made of parts, the one whose id was given out first at the front.
type person struct {
	id, name    string
	parts       []*part
	shortForms  []*part // whose names are short forms of theirs, by key
	suppressed  bool
	holders     []*holder  // whom of the list of office holders this is, in order of their keys
	rosterSpans []postSpan // the posts that the list gives, in order
}

// who returns the public person that the part belongs to, nil for none.
func (p *part) owner() *person {
	if p.leadsTo != nil {
		return p.leadsTo
	}
	return p.person
}

func New(book *IDs) *Registry {
	return &Registry{ids: book, registryState: newState(), renamedWords: new(lexicon.Lexicon)}
}

func newState() registryState {
	return registryState{
		parts: make(map[string]*part), keys: make(map[string]*rawKey), clusters: newNameIndex(),
		evidence: make(map[uint64]int), editorKeys: make(map[string][]*rawKey),
		byWord: make(map[string][]*part), shortByWord: make(map[nameKey][]*part), fullByWord: make(map[nameKey][]*part), postHolders: make(map[string][]*part),
		rosterParts: make(map[*holder]map[*part]bool),
	}
}

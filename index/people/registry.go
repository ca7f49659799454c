package people

import (
	"sync"
	"sync/atomic"

	"warta/index/lexicon"
)

// A Registry resolves the raw keys of one generation into people, each with an id and a
// name. The result depends on the learned raw keys and evidence, the decisions of
// editors, the roster and the issued ids, and not on the order in which they arrive. The
// index stores raw keys only, so that a merge needs no change there.
//
// A Registry implements [index.Grouping]: it maps raw keys to ids of people. Its methods
// are safe for concurrent use.
type Registry struct {
	ids *IDs

	mu sync.RWMutex
	registryState
	decisions        Decisions
	decisionsVersion uint64           // incremented by each Decide
	renamedWords     *lexicon.Lexicon // words of names that editors gave, dockeys.SuggestEnd, id
	roster           *Roster          // nil without a roster
	loadedMark       uint64           // mark of the engine at the last Load

	version  atomic.Uint64
	missed   missedKeys
	state    uint64 // incremented by each change, also where Group answers as before; from 1
	byRoster rosterGroups
}

// registryState is what the registry has learned from articles and what follows from it.
// Load replaces it as a whole.
type registryState struct {
	parts       map[string]*part   // by part.key
	keys        map[string]*rawKey // by text
	unusedKeys  int                // keys that no article contains
	clusters    nameIndex
	evidence    map[uint64]int         // number of articles, by hash of the evidence
	editorKeys  map[string][]*rawKey   // keys of speakers that an editor chose, by person id
	bySound     map[string][]*part     // by sound of each word of the part's names
	wideWords   map[string]*likeWord   // by word, each skeleton of bySound
	byWide      map[string][]*likeWord // by key
	shortByWord map[nameKey][]*part    // parts with a short name, by word and office
	fullByWord  map[nameKey][]*part    // parts that a short name may stand for, by word and office
	postHolders map[string][]*part     // parts with a post that an article gives, by satker
	// markedHolders are the parts with a post of which an article says that they act in it or
	// hold it no more, by satker.
	markedHolders map[string][]*part
	bodies        bodyIndex                  // bodies other than the KPU at which parts have posts
	rosterParts   map[*holder]map[*part]bool // parts that match a holder of the roster
	idsSeen       int                        // rows of ids that addIssuedParts has handled
}

// A rawKey is a raw key that articles contain or contained.
type rawKey struct {
	text     string
	part     *part          // nil if articles is 0, and for a key that denotes no part
	articles int            // articles that contain it; quotes for a speaker chosen by an editor
	days     map[string]int // for a short name: articles that contain it, by day
}

// name returns the name in the key, as articles write it.
func (k *rawKey) name() string {
	name, _, _ := cutKey(k.text)
	return name
}

// A part is one name in one scope, the smallest unit that is resolved: a person consists
// of one or more parts. Ids are issued to parts.
type part struct {
	key            string // slug, "@" and scope
	slug           string
	kind           byte        // first byte of the scope
	base           string      // satker code, or slug of another body
	codes          []string    // satker of the articles, for a name without an office
	posts          []string    // at another body, sorted
	canonical      string      // first spelling in byte order, by which the part is compared
	name           *personName // of canonical
	raws           []*rawKey   // empty for a part that has an id and that no article names any more
	row            idRow       // zero without an id
	active         bool        // an article names the part, as its clusters count it
	clusters       []*nameCluster
	sameEvidence   map[*part]int  // pieces of evidence that both are one person
	apartEvidence  map[*part]int  // pieces of evidence that they are two
	merged         map[*part]bool // by decision
	split          map[*part]bool // by decision
	postEvidence   []textCount    // see postText, sorted
	markedEvidence []textCount    // see markedPostText, sorted
	aliases        []textCount    // names that articles declare, sorted
	words          []string       // skeletons of the words of all its names, sorted
	sounds         []string       // of words, sorted: what the part is found by
	short          bool           // see personName.isShort
	full           bool           // a short name may stand for it
	rosterMatch

	leadsTo    *person // whom its short name stands for, see resolveShortNames
	leadReason reason  // why
	person     *person // nil for a private person
}

// A textCount is a post or an alias of a part, with the number of its raw keys that have
// it.
type textCount struct {
	text string
	n    int
}

// A person is a set of resolved parts. The first part determines the id.
type person struct {
	id, name    string
	parts       []*part
	shortForms  []*part // parts whose short name stands for the person, sorted by key
	suppressed  bool
	holders     []*holder  // matching holders of the roster, sorted by key
	rosterSpans []postSpan // by day
}

// owner returns the person whom searches find by this part: the one that a short name
// stands for, else the person of the part. It is nil for a private person.
func (p *part) owner() *person {
	if p.leadsTo != nil {
		return p.leadsTo
	}
	return p.person
}

// New returns an empty registry that takes its ids from ids. It panics if posts.yaml or
// bodies.yaml is invalid.
func New(ids *IDs) *Registry {
	KnownPosts()
	knownBodies()
	return &Registry{ids: ids, registryState: newState(), renamedWords: new(lexicon.Lexicon)}
}

func newState() registryState {
	return registryState{
		parts: make(map[string]*part), keys: make(map[string]*rawKey), clusters: newNameIndex(),
		evidence: make(map[uint64]int), editorKeys: make(map[string][]*rawKey),
		bySound: make(map[string][]*part), wideWords: make(map[string]*likeWord), byWide: make(map[string][]*likeWord), shortByWord: make(map[nameKey][]*part), fullByWord: make(map[nameKey][]*part), postHolders: make(map[string][]*part), markedHolders: make(map[string][]*part),
		bodies: newBodyIndex(), rosterParts: make(map[*holder]map[*part]bool),
	}
}

package opensearch

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"warta/index"
)

// copyKeys tell of which story a document is: the hashes of Story, Retold and Publisher, 0 for
// none.
type copyKeys struct{ story, retold, teller int64 }

// storyMetric gathers the matches that have the same keys: how many there are, and the one of
// them that stands for the others.
var storyMetric = object{
	"init_script": "state.stories = new HashMap()",
	"map_script": `long story = doc['story'].size() == 0 ? 0L : doc['story'].value;
long retold = doc['retold'].size() == 0 ? 0L : doc['retold'].value;
long teller = doc['teller'].size() == 0 ? 0L : doc['teller'].value;
def key = story + ' ' + retold + ' ' + teller;
long rank = (doc['origin'].size() > 0 && doc['origin'].value ? 0L : 2L) + (doc['outside'].size() > 0 && doc['outside'].value ? 1L : 0L);
long day = doc['oldest'].value;
def first = state.stories.get(key);
if (first == null) { state.stories.put(key, [1L, rank, day, doc['id'].value]); return }
first[0] = first[0] + 1L;
boolean better;
if (rank != first[1]) { better = rank < first[1] } else if (day != first[2]) { better = day < first[2] } else { better = doc['id'].value.compareTo(first[3]) < 0 }
if (better) { first[1] = rank; first[2] = day; first[3] = doc['id'].value }`,
	"combine_script": "return state.stories",
	"reduce_script":  "def all = []; for (s in states) { if (s != null) { for (e in s.entrySet()) { all.add([e.getKey(), e.getValue()]) } } } return all",
}

// tellers are the matches that have the same keys.
type tellers struct {
	copyKeys
	count int
	first teller
}

// A teller is a copy with what decides which copy stands for a story.
type teller struct {
	rank int64 // 0 at its origin, then by offices, then by others
	day  int64 // noDay for none
	id   string
}

// compare returns less than 0 if a stands for the story rather than b.
func (a teller) compare(b teller) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.day, b.day), strings.Compare(a.id, b.id))
}

// stories are the stories among the matches of a search. The zero value has none.
type stories struct {
	general map[int64]bool   // titles that one publisher uses for several stories
	same    map[int64]int64  // a key to a lesser one of the same story
	best    map[int64]*story // by the least key
	dropped int              // matches that are no first copy
}

// A story is what one or more matches tell.
type story struct {
	count int
	first teller
	keys  []copyKeys
}

// storiesOf reads the answer of storyMetric and joins what tells the same.
func storiesOf(raw json.RawMessage) (*stories, error) {
	groups, err := readTellers(raw)
	if err != nil {
		return nil, err
	}
	s := &stories{general: make(map[int64]bool), same: make(map[int64]int64), best: make(map[int64]*story)}
	s.join(groups)
	for _, g := range groups {
		key := s.of(g.copyKeys)
		if key == 0 {
			continue
		}
		b := s.best[key]
		if b == nil {
			b = &story{first: g.first}
			s.best[key] = b
			s.dropped--
		}
		b.count += g.count
		b.keys = append(b.keys, g.copyKeys)
		s.dropped += g.count
		if g.first.compare(b.first) < 0 {
			b.first = g.first
		}
	}
	return s, nil
}

// readTellers reads the answer of storyMetric.
func readTellers(raw json.RawMessage) ([]tellers, error) {
	var got struct {
		Stories struct{ Value [][2]json.RawMessage }
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		return nil, errAnswer
	}
	at := make(map[copyKeys]int)
	var groups []tellers
	for _, entry := range got.Stories.Value {
		g, err := readTeller(entry)
		if err != nil {
			return nil, err
		}
		i, known := at[g.copyKeys]
		if !known { // each shard has its own
			at[g.copyKeys] = len(groups)
			groups = append(groups, g)
			continue
		}
		groups[i].count += g.count
		if g.first.compare(groups[i].first) < 0 {
			groups[i].first = g.first
		}
	}
	return groups, nil
}

// readTeller reads one entry: "STORY RETOLD TELLER" and [COUNT, RANK, DAY, ID].
func readTeller(entry [2]json.RawMessage) (g tellers, err error) {
	var key string
	var values []any
	if err := json.Unmarshal(entry[0], &key); err != nil {
		return g, errAnswer
	}
	d := json.NewDecoder(bytes.NewReader(entry[1]))
	d.UseNumber()
	if err := d.Decode(&values); err != nil || len(values) != 4 {
		return g, errAnswer
	}
	parts := strings.Split(key, " ")
	if len(parts) != 3 {
		return g, errAnswer
	}
	g.story, g.retold, g.teller = asLong(json.Number(parts[0])), asLong(json.Number(parts[1])), asLong(json.Number(parts[2]))
	g.count = int(asLong(values[0]))
	id, ok := values[3].(string)
	if !ok || g.count < 1 {
		return g, errAnswer
	}
	g.first = teller{asLong(values[1]), asLong(values[2]), id}
	return g, nil
}

// join finds the general titles, and which keys are of one story.
func (s *stories) join(groups []tellers) {
	type telling struct{ retold, teller int64 }
	tells := make(map[telling]int64) // the story that a publisher tells under a title
	for _, g := range groups {
		if g.retold == 0 {
			continue
		}
		by := telling{g.retold, g.teller}
		before, again := tells[by]
		if again && (before == 0 || before != g.story) || g.story == 0 && g.count > 1 {
			s.general[g.retold] = true
		}
		tells[by] = g.story
	}
	for by, key := range tells {
		if key == 0 || s.general[by.retold] {
			continue
		}
		if a, b := s.least(by.retold), s.least(key); a != b {
			s.same[max(a, b)] = min(a, b)
		}
	}
}

// least returns the least key of the same story.
func (s *stories) least(key int64) int64 {
	for {
		next, ok := s.same[key]
		if !ok {
			return key
		}
		key = next
	}
}

// of returns the key of the story of a document in best, 0 for a document without copies.
func (s *stories) of(keys copyKeys) int64 {
	switch {
	case keys.story != 0:
		return s.least(keys.story)
	case keys.retold != 0 && !s.general[keys.retold]:
		return s.least(keys.retold)
	}
	return 0
}

// keep reports whether a match is the first copy of its story, and sets the number of the others.
func (s *stories) keep(c *candidate) bool {
	b := s.best[s.of(c.copyKeys)]
	if b == nil {
		return true
	}
	c.Copies = b.count - 1
	return b.first.id == c.ID
}

// placesPage is how many copies one request of places returns.
const placesPage = 2000

// places names the further copies of the hits, in the order in which each would stand for its
// story.
func (q *search) places(ctx context.Context, told *stories, hits []candidate) error {
	wanted := make(map[int64]*candidate) // by key in told.best
	var keys []int64
	for i := range hits {
		if hits[i].Copies == 0 {
			continue
		}
		key := told.of(hits[i].copyKeys)
		wanted[key] = &hits[i]
		for _, k := range told.best[key].keys {
			keys = append(keys, k.story, k.retold)
		}
	}
	missing := 0
	for _, c := range wanted {
		missing += min(q.Places, c.Copies)
	}
	if missing == 0 {
		return nil
	}
	filters := append(q.others(""), q.query, object{"term": object{"told": true}},
		anyOf(list{object{"terms": object{"story": keys}}, object{"terms": object{"retold": keys}}}))
	body := object{
		"size": placesPage, "_source": false, "stored_fields": "_none_", "track_total_hits": false,
		"docvalue_fields": list{"story", "retold", "teller"}, "query": object{"bool": object{"filter": filters}},
		"sort": list{object{"origin": "desc"}, object{"outside": "asc"}, object{"oldest": "asc"}, object{"id": "asc"}},
	}
	for {
		body["timeout"] = timeLeft(ctx)
		got, err := q.view.ask(ctx, body)
		if err != nil {
			return err
		}
		for _, h := range got.Hits.Hits {
			missing -= addPlace(q.Places, told, wanted, h)
		}
		if n := len(got.Hits.Hits); missing <= 0 || n < placesPage {
			return nil
		} else {
			body["search_after"] = got.Hits.Hits[n-1].Sort
		}
	}
}

// addPlace names a copy with the hit that stands for it, and returns how many it has named.
func addPlace(most int, told *stories, wanted map[int64]*candidate, h hit) int {
	key := told.of(copyKeys{longOf(h.Fields, "story"), longOf(h.Fields, "retold"), longOf(h.Fields, "teller")})
	c := wanted[key]
	if c == nil || len(h.Sort) != 4 || len(c.Places) == most {
		return 0
	}
	id, ok := h.Sort[3].(string)
	if !ok || id == c.ID {
		return 0
	}
	c.Places = append(c.Places, id)
	return 1
}

// docCount returns the count of a "filter" aggregation.
func docCount(raw json.RawMessage) (int, error) {
	var got struct {
		Count *int `json:"doc_count"`
	}
	if err := json.Unmarshal(raw, &got); err != nil || got.Count == nil {
		return 0, errAnswer
	}
	return *got.Count, nil
}

var _ index.Engine = (*Engine)(nil)

package opensearch

import (
	"context"
	"maps"

	"warta/index"
)

// datedMetric counts groups that hold for some days. params.of has for each value the groups
// that may hold for it, each with its first and its last day; a document without a day has 0.
var datedMetric = object{
	"init_script": "state.counts = new HashMap()",
	"map_script": `def held = new HashSet();
long day = doc['newest'].value;
for (value in doc[params.field]) {
  def groups = params.of.get(value);
  if (groups == null) { continue }
  for (g in groups) {
    boolean holds = day == 0L ? g[1] == 0 && g[2] == 0 : g[1] <= day && (g[2] == 0 || day <= g[2]);
    if (holds && held.add(g[0])) { state.counts.put(g[0], state.counts.getOrDefault(g[0], 0L) + 1L) }
  }
}`,
	"combine_script": "return state.counts",
	"reduce_script":  "def all = new HashMap(); for (s in states) { if (s != null) { for (e in s.entrySet()) { all.put(e.getKey(), all.getOrDefault(e.getKey(), 0L) + e.getValue()) } } } return all",
}

// datedCounts counts groups that hold for some days. The values that the matches have are known;
// a script counts the groups of these.
func (q *search) datedCounts(ctx context.Context, ask index.FacetAsk, top *valueCounts) ([]index.Count, error) {
	of := make(map[string]list)
	for _, b := range top.Buckets {
		for _, g := range ask.Dated.Of[b.Key] {
			of[b.Key] = append(of[b.Key], list{g.Name, dayOf(g.From), dayOf(g.To)})
		}
	}
	counts := make(map[string]int)
	if len(of) > 0 {
		metric := make(object, len(datedMetric)+1)
		maps.Copy(metric, datedMetric)
		metric["params"] = object{"field": fieldName(ask.Field), "of": of}
		raw, err := q.aggregate(ctx, q.narrowed(ask.Facet, list{match(ask.Dated.Only, "")}, object{"n": object{"scripted_metric": metric}}))
		if err != nil {
			return nil, err
		}
		var got struct {
			N struct{ Value map[string]int }
		}
		if err := decoded(raw, &got); err != nil {
			return nil, err
		}
		counts = got.N.Value
	}
	return withAlways(ranked(counts, ask.Size), ask.Always, counts), nil
}

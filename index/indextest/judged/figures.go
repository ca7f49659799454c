package judged

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A Ranker returns the IDs of the first [Depth] hits for a search text.
type Ranker func(ctx context.Context, text string) ([]string, error)

// An Answer is the result of a ranker for a query, with its measures.
type Answer struct {
	Query          *Query
	Ranked         []string
	NDCG           float64
	ReciprocalRank float64
}

// Ask runs the queries of one collection.
func Ask(ctx context.Context, queries []Query, of Collection, rank Ranker) ([]Answer, error) {
	var answers []Answer
	for i := range queries {
		q := &queries[i]
		if q.Collection != of {
			continue
		}
		ranked, err := rank(ctx, q.Text)
		if err != nil {
			return nil, fmt.Errorf("ask %q: %w", q.Text, err)
		}
		answers = append(answers, Answer{q, ranked, q.NDCG(ranked), q.ReciprocalRank(ranked)})
	}
	return answers, nil
}

// A Part is a subset of the queries.
type Part string

// The parts. Both is their union.
const (
	Dev      Part = "dev"
	HeldBack Part = "held back"
	Both     Part = "both"
)

// Parts lists the parts.
var Parts = []Part{Dev, HeldBack, Both}

// All is the class of all queries in [Mean].
const All = "all"

// Mean returns the mean measures of the queries of a class and a part.
func Mean(answers []Answer, class string, part Part) (count int, ndcg, mrr float64) {
	for _, a := range answers {
		if class != All && a.Query.Class != class || part != Both && a.Query.Held != (part == HeldBack) {
			continue
		}
		count++
		ndcg += a.NDCG
		mrr += a.ReciprocalRank
	}
	if count == 0 {
		return 0, 0, 0
	}
	return count, ndcg / float64(count), mrr / float64(count)
}

// A System is a ranker with its answers.
type System struct {
	Name    string
	Answers []Answer
}

// Table returns the means of every class and part for every system, with three decimals.
func Table(systems []System, classes []string) string {
	var b strings.Builder
	width := len("inflections ")
	for _, class := range classes {
		width = max(width, len(class)+1)
	}
	fmt.Fprintf(&b, "%-*s %-9s %7s", width, "", "", "")
	for _, s := range systems {
		fmt.Fprintf(&b, "  %-13s", s.Name)
	}
	fmt.Fprintf(&b, "\n%-*s %-9s %7s%s\n", width, "class", "part", "queries", strings.Repeat("  nDCG@10   MRR", len(systems)))
	for _, class := range append(slices.Clone(classes), All) {
		for _, part := range Parts {
			for i, s := range systems {
				count, ndcg, mrr := Mean(s.Answers, class, part)
				if i == 0 {
					fmt.Fprintf(&b, "%-*s %-9s %7d", width, class, part, count)
				}
				fmt.Fprintf(&b, "    %.3f %.3f", ndcg, mrr)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

package understand

import (
	"testing"

	"warta/index"
	"warta/index/people"
)

// The words of the bodies of posts come out of the budget of the query: what does not fit is left
// out, and the text still has a post in a body.
func TestBodiesOfPostsShareTheBudget(t *testing.T) {
	t.Parallel()
	asked := people.AskedPost{Bodies: []string{"kelurahan sukamaju", "kelurahan sukajaya"}}
	q := &quoteText{understander: &understander{budget: newBudget()}}
	q.budget.leaves = index.Leaves(asked.OfBody())
	for _, fits := range []bool{true, false} {
		q.preferBody(asked)
		if len(q.bodies) != 1 || q.budget.leaves != 0 || q.budget.out == fits || !q.inBody {
			t.Errorf("fits %v: %d bodies, %d leaves are left, in a body: %v", fits, len(q.bodies), q.budget.leaves, q.inBody)
		}
	}
}

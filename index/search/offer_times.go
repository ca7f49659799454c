package search

import (
	"context"
	"fmt"

	"warta/index"
	"warta/index/understand"
)

// offerTimes says of an answer without hits to a query for the holders of a post how many quotes
// they have at other times than asked, or that no quote of them is known.
func (a *answer) offerTimes(ctx context.Context) error {
	asked := a.understood.Holders
	if asked == nil || a.found.Total > 0 || a.place.isSet() {
		return nil
	}
	summary := &a.understood.Summary
	if asked.Period != "" {
		found, err := a.engine.Search(ctx, index.Request{
			Of: a.request.Of, Filters: a.request.Filters, Collapse: a.request.Collapse, Where: asked.AnyTime, Sort: index.Newest,
		})
		if err != nil {
			return fmt.Errorf("count quotes of other times: %w", err)
		}
		if found.Total > 0 {
			summary.OtherTimes = &understand.OtherTimes{Text: asked.Text, Period: asked.Period, Total: found.Total}
			return nil
		}
	}
	found, err := a.engine.Search(ctx, index.Request{Of: a.request.Of, Where: asked.Any, Sort: index.Newest})
	if err != nil {
		return fmt.Errorf("count quotes of the holders of a post: %w", err)
	}
	if found.Total == 0 {
		summary.WithoutPost = asked.Post
	}
	return nil
}

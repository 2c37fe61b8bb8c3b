package careerpathtest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/careerpathtest"
	"github.com/kam-go/kam/careerpath/promotion"
)

func ExamplePromotionStore() {
	ctx, store := context.Background(), &careerpathtest.PromotionStore{}
	cycle := promotion.Entry{
		Stream: "spring", Seq: 1, Digest: strings.Repeat("0", 64),
		Cycle: &promotion.Cycle{Format: promotion.Format, ID: "spring", Version: 1},
	}
	objection := func(seq int64, reason string) promotion.Entry {
		return promotion.Entry{Stream: "spring", Seq: seq, Digest: strings.Repeat("1", 64), Event: &promotion.Event{
			Step: promotion.StepObject, On: kam.MustDay("2026-03-20"), By: kam.Subject{Kind: "payee", ID: "anna"}, ID: "o-1", Reason: reason,
		}}
	}
	fmt.Println(store.Append(ctx, []promotion.Entry{cycle, objection(2, "the clock was fast")}))
	fmt.Println("the same again:", store.Append(ctx, []promotion.Entry{cycle}))
	fmt.Println("other content:", errors.Is(store.Append(ctx, []promotion.Entry{objection(2, "it was slow")}), promotion.ErrConflict))
	fmt.Println("a gap:", errors.Is(store.Append(ctx, []promotion.Entry{objection(4, "it was slow")}), promotion.ErrStale))
	for e, err := range store.Entries(ctx, promotion.Query{Steps: []promotion.Step{promotion.StepObject}}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(e.Stream, e.Seq, e.Event.Reason)
	}
	// Output:
	// <nil>
	// the same again: <nil>
	// other content: true
	// a gap: true
	// spring 2 the clock was fast
}

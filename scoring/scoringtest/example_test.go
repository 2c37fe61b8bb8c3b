package scoringtest_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/improve"
	"github.com/kam-go/kam/scoring/scoringtest"
)

func ExampleStore() {
	ctx, store := context.Background(), &scoringtest.Store{}
	answer := func(seq int64, document string) improve.Record {
		return improve.Record{
			Stream: "round/spring", Seq: seq, On: kam.MustDay("2026-05-04"), By: "r7", About: kam.Subject{Kind: "payee", ID: "anna"},
			Response: &improve.Response{Round: "spring", Rater: "r7", Document: document},
		}
	}
	fmt.Println(store.Append(ctx, []improve.Record{answer(1, "4"), answer(2, "5")}))
	fmt.Println("the same again:", store.Append(ctx, []improve.Record{answer(1, "4")}))
	fmt.Println("other content:", errors.Is(store.Append(ctx, []improve.Record{answer(2, "1")}), improve.ErrConflict))
	fmt.Println("a gap:", errors.Is(store.Append(ctx, []improve.Record{answer(4, "1")}), improve.ErrStale))
	for r, err := range store.Records(ctx, improve.Query{Kinds: []improve.Kind{improve.ResponseKind}}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.Stream, r.Seq, r.Response.Document)
	}
	// Output:
	// <nil>
	// the same again: <nil>
	// other content: true
	// a gap: true
	// round/spring 1 4
	// round/spring 2 5
}

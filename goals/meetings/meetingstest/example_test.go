package meetingstest_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
	"github.com/kam-go/kam/goals/meetings/meetingstest"
)

// A change is a further revision; who comes second with it reads again.
func ExampleMemory() {
	ctx := context.Background()
	var store meetingstest.Memory
	won := func(revision int64, text string) []meetings.Record {
		return []meetings.Record{{Revision: revision, Success: &meetings.Success{ID: "s1", Person: "anna", On: kam.MustDay("2026-03-02"), Text: text}}}
	}
	fmt.Println(store.Save(ctx, won(1, "Won Star")))
	fmt.Println(store.Save(ctx, won(2, "Won Star, 3 years")))
	fmt.Println(errors.Is(store.Save(ctx, won(2, "Won Star, 2 years")), meetings.ErrConflict))
	for record, err := range store.Records(ctx, meetings.Query{Persons: []string{"anna"}}) {
		fmt.Println(record.Revision, record.Success.Text, err)
	}
	// Output:
	// <nil>
	// <nil>
	// true
	// 2 Won Star, 3 years <nil>
}

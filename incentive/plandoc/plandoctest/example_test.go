package plandoctest_test

import (
	"context"
	"fmt"
	"log"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/incentive/plandoc/plandoctest"
)

func ExampleStore() {
	ctx, store := context.Background(), &plandoctest.Store{}
	e := plandoc.Draft(incentive.Plan{Format: 1, ID: "kam", Version: 1, Currency: "CNY"}, "anna", kam.MustDay("2026-01-05"))
	e.Seq = 1
	if err := store.Append(ctx, []plandoc.Event{e}); err != nil {
		log.Fatal(err)
	}
	for e, err := range store.Events(ctx, "kam") {
		fmt.Println(e, err)
	}
	// Output:
	// kam 1: draft version 1 by anna on 2026-01-05 <nil>
}

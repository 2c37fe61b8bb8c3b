package replica_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/replica"
)

// small is a system with three accounts, of which one is deleted later.
type small struct{ closed bool }

func (small) System() crm.System { return "zoho" }
func (small) Kinds() []crm.Kind  { return []crm.Kind{crm.KindAccount} }

func (small) Changes(_ context.Context, kind crm.Kind, after crm.Mark, until time.Time) (crm.Page, error) {
	var page crm.Page
	for i, name := range []string{"云图科技", "Beta Ltd", "Gamma"} {
		r := crm.Record{
			Ref:      crm.Ref{System: "zoho", Kind: kind, ID: fmt.Sprint(101 + i)},
			Modified: time.Date(2026, 3, 5, 9, i, 0, 0, time.UTC), Data: &crm.Account{Name: name},
		}
		if crm.MarkOf(r).Compare(after) > 0 && r.Modified.Before(until) {
			page.Records = append(page.Records, r)
		}
	}
	return page, nil
}

func (s small) Deleted(_ context.Context, kind crm.Kind, _ time.Time, _ string) (crm.DeletedPage, error) {
	if !s.closed {
		return crm.DeletedPage{}, nil
	}
	return crm.DeletedPage{Records: []crm.Record{{
		Ref: crm.Ref{System: "zoho", Kind: kind, ID: "102"}, Modified: time.Date(2026, 3, 5, 10, 0, 0, 0, time.UTC), Deleted: true,
	}}}, nil
}

// Two readings an hour apart: the first copies what there is, the second what has happened since.
func ExampleRun() {
	ctx := context.Background()
	store := crm.NewMemory()
	for hour, source := range []small{{}, {closed: true}} {
		now := time.Date(2026, 3, 5, 9+hour, 30, 0, 0, time.UTC)
		report, err := replica.Run(ctx, replica.Inputs{Source: source, Store: store, Now: func() time.Time { return now }})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, k := range report.Kinds {
			fmt.Println(k.Text().In(kam.English), "|", k.Text().In(kam.Chinese))
		}
	}
	records, err := store.Changes(ctx, "zoho", crm.KindAccount, crm.Mark{}, 100)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range records {
		if account, ok := r.Data.(*crm.Account); ok {
			fmt.Println(r.Ref, account.Name)
		} else {
			fmt.Println(r.Ref, "was deleted at", r.Modified.Format(time.TimeOnly))
		}
	}
	// Output:
	// account: 3 changed | account：变更 3 条
	// account: 0 changed, 1 deleted | account：变更 0 条、删除 1 条
	// zoho:account/101 云图科技
	// zoho:account/103 Gamma
	// zoho:account/102 was deleted at 10:00:00
}

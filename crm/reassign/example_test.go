package reassign_test

import (
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/reassign"
)

// customers has two accounts of Anna, one with an open deal, and two users who could take them.
func customers() []crm.Record {
	record := func(kind crm.Kind, id string, data crm.Data) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "zoho", Kind: kind, ID: id}, Modified: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Data: data}
	}
	return []crm.Record{
		record(crm.KindUser, "anna", &crm.User{Name: "Anna"}), record(crm.KindUser, "bo", &crm.User{Name: "Bo"}), record(crm.KindUser, "cy", &crm.User{Name: "Cy"}),
		record(crm.KindAccount, "acme", &crm.Account{Name: "Acme", Owner: "anna"}), record(crm.KindAccount, "bolt", &crm.Account{Name: "Bolt", Owner: "anna"}),
		record(crm.KindOpportunity, "d1", &crm.Opportunity{Name: "Lights", Account: "acme", Owner: "anna", Status: crm.Open}),
	}
}

// leaves hands everything that Anna has over to Bo and Cy.
func leaves() reassign.Change {
	change, err := reassign.ParseChange([]byte(`{
		"id": "2026-07", "system": "zoho", "on": "2026-07-01", "reason": "Anna leaves", "approvedBy": "vera",
		"moves": [{"name": "share out", "where": {"owners": ["anna"]}, "to": ["bo", "cy"], "by": "load"}],
		"leaving": [{"user": "anna", "successor": "bo"}],
		"follow": ["contact", "opportunity", "activity"], "stay": ["request"]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	return change
}

func Example() {
	preview, err := reassign.Plan(leaves(), customers())
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range preview.Accounts {
		fmt.Println(a.Name, a.From, "→", a.To)
	}
	applied, err := preview.Apply(customers())
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range applied.Changes {
		fmt.Println(c.Ref, c.Owner.Old, "→", c.Owner.New)
	}
	// Output:
	// Acme anna → bo
	// Bolt anna → cy
	// zoho:account/acme anna → bo
	// zoho:account/bolt anna → cy
	// zoho:opportunity/d1 anna → bo
}

func ExamplePreview_Apply() {
	preview, err := reassign.Plan(leaves(), customers())
	if err != nil {
		log.Fatal(err)
	}
	now := customers()
	now[4].Data.(*crm.Account).Owner = "cy" // somebody was faster
	_, err = preview.Apply(now)
	fmt.Println(errors.Is(err, reassign.ErrChanged))
	fmt.Println(err)
	// Output:
	// true
	// reassign: not what was previewed: 1 in all: zoho:account/bolt: it would not change any more
}

func ExamplePreview_Notices() {
	preview, err := reassign.Plan(leaves(), customers())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(preview.Notices()[1].Body.In(kam.Chinese))
	// Output:
	// Bo，您好：
	// 自 2026-07-01 起客户负责人有所调整：Anna leaves（批准人：vera）。
	//
	// 您将接手：
	// - Acme，原负责人 Anna（含 1 个未结商机）
	//
	// 未结记录合计：
	// - 接手 1 个未结商机
}

package crm_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/crm"
)

func ExampleNames() {
	records := []crm.Record{
		{Ref: crm.Ref{System: "zoho", Kind: crm.KindUser, ID: "21"}, Data: &crm.User{Name: "Lin Yue 林悦"}},
		{Ref: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: "101"}, Data: &crm.Account{Name: "Acme"}},
	}
	names := crm.Names(records, crm.KindUser)
	fmt.Println(names.Of("21"))
	fmt.Println(names.Of("101")) // an account, and only users were asked for
	// Output:
	// Lin Yue 林悦
	// 101
}

func TestNames(t *testing.T) {
	record := func(kind crm.Kind, id string, data crm.Data) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "a", Kind: kind, ID: id}, Data: data}
	}
	records := []crm.Record{
		record(crm.KindAccount, "1", &crm.Account{Name: "Acme"}), record(crm.KindUser, "1", &crm.User{Name: "Anna"}),
		record(crm.KindContact, "2", &crm.Contact{Name: "Chen"}), record(crm.KindOpportunity, "3", &crm.Opportunity{Name: "Gateways"}),
		record(crm.KindEvent, "4", &crm.Event{Name: "Fair"}), record(crm.KindProduct, "5", &crm.Product{Name: "Gateway"}),
		record(crm.KindUser, "6", &crm.User{}), record(crm.KindOrder, "7", &crm.Order{Number: "SO-7"}),
		{Ref: crm.Ref{Kind: crm.KindUser, ID: "8"}, Deleted: true},
	}
	users := crm.Names(records, crm.KindUser)
	assert.Equal(t, "Anna", users("1"))
	assert.Empty(t, users("2"))
	assert.Equal(t, "Anna", crm.Names(records, crm.KindUser, crm.KindAccount).Of("1"))
	assert.Equal(t, "Acme", crm.Names(records, crm.KindAccount, crm.KindUser).Of("1"))
	all := crm.Names(records)
	for id, want := range map[string]string{"2": "Chen", "3": "Gateways", "4": "Fair", "5": "Gateway", "6": "", "7": "", "8": "", "9": ""} {
		assert.Equal(t, want, all(id), id)
	}
	assert.Nil(t, crm.Names(nil))
	assert.Equal(t, "1", crm.Names(nil).Of("1"))
}

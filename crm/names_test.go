package crm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/crm"
)

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
	assert.Equal(t, map[string]string{"1": "Anna"}, crm.Names(records, crm.KindUser))
	assert.Equal(t, "Anna", crm.Names(records, crm.KindUser, crm.KindAccount)["1"])
	assert.Equal(t, "Acme", crm.Names(records, crm.KindAccount, crm.KindUser)["1"])
	all := crm.Names(records)
	delete(all, "1")
	assert.Equal(t, map[string]string{"2": "Chen", "3": "Gateways", "4": "Fair", "5": "Gateway"}, all)
	assert.Empty(t, crm.Names(nil))
}

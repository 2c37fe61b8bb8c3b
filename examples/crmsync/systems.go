package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/crm/fxiaoke"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
	"github.com/kam-go/kam/crm/zoho"
	"github.com/kam-go/kam/crm/zoho/zohotest"
)

// names are the systems in the order in which they are read, and in which their word counts.
func names() []crm.System { return []crm.System{zohoName, fxiaokeName} }

// limits are more patient than the defaults: of very many calls some fail five times in a row, and who starts again and
// again waits for the ten minutes in which Zoho gives ten tokens.
func limits() zoho.Limits { return zoho.Limits{Tries: 10, MaxWait: 15 * time.Minute} }

// sourceOf returns the reader of a system at an address; a page of 0 is the usual one. The credentials are those that the servers of the tests accept.
func sourceOf(name crm.System, address string, clock worldClock, page int) (crm.Source, error) {
	switch name {
	case zohoName:
		return zoho.New(zoho.Config{
			Accounts: address, API: address,
			ClientID: zohotest.ClientID, ClientSecret: zoho.NewSecret(zohotest.ClientSecret), RefreshToken: zoho.NewSecret(zohotest.RefreshToken),
			HTTP: &http.Client{}, Clock: zoho.Clock{Now: clock.Now, Sleep: clock.Sleep}, Limits: limits(), Maps: zohoMaps(), PageSize: page,
		})
	case fxiaokeName:
		return fxiaoke.New(fxiaoke.Config{
			Address: address, AppID: fxiaoketest.AppID, AppSecret: fxiaoke.NewSecret(fxiaoketest.AppSecret),
			PermanentCode: fxiaoke.NewSecret(fxiaoketest.PermanentCode), User: fxiaoketest.Admin,
			HTTP: &http.Client{}, Clock: fxiaoke.Clock{Now: clock.Now, Sleep: clock.Sleep}, Limits: limits(), Maps: fxiaokeMaps(), PageSize: page,
		})
	default:
		return nil, fmt.Errorf("there is no system %q", name)
	}
}

// customField is a field that an organisation has added.
type customField struct {
	Module, Name, Type string
	Options            []string
}

// zohoFields are the fields that the organisation of the example has added: the products of an order, and when a case was
// answered and resolved.
func zohoFields() []customField {
	return []customField{
		{"Accounts", "Credit_Code", "text", nil},
		{"Contacts", "Buying_Role", "picklist", nil},
		{"Sales_Orders", "Products", "text", nil},
		{"Sales_Orders", "Order_Date", "date", nil},
		{"Cases", "Responded_Time", "datetime", nil},
		{"Cases", "Resolved_Time", "datetime", nil},
	}
}

// zohoMaps are the standard maps with what the organisation has besides.
func zohoMaps() []fieldmap.Spec {
	maps := append(zoho.Maps("+08:00"), zoho.CasesMap("+08:00"))
	for i := range maps {
		m := &maps[i]
		switch m.Object {
		case "Accounts":
			m.Fields = append(m.Fields, fieldmap.Field{From: "Credit_Code", To: "creditCode", As: fieldmap.Text})
		case "Contacts":
			m.Fields = append(m.Fields, fieldmap.Field{From: "Buying_Role", To: "role", As: fieldmap.Text, Words: map[string]string{
				"Decision maker": string(crm.Economic), "Expert": string(crm.Technical), "User": string(crm.UserBuyer), "Supporter": string(crm.Coach),
			}})
		case "Sales_Orders":
			for j, f := range m.Fields {
				if f.To == "ordered" {
					m.Fields[j] = fieldmap.Field{From: "Order_Date", To: "ordered", As: fieldmap.Day}
				}
			}
			m.Also = append(m.Also, productsField)
		case "Cases":
			m.Fields = append(m.Fields,
				fieldmap.Field{From: "Responded_Time", To: "responded", As: fieldmap.Instant},
				fieldmap.Field{From: "Resolved_Time", To: "resolved", As: fieldmap.Instant})
		}
	}
	return maps
}

// fxiaokeFields are the same of the organisation in Fxiaoke, whose levels of accounts are letters.
func fxiaokeFields() []customField {
	return []customField{
		{"AccountObj", "account_level", "select_one", []string{"A", "B", "C"}},
		{"ContactObj", "buying_role__c", "select_one", []string{"决策", "技术", "使用", "支持"}},
		{"SalesOrderObj", ownProductsField, "text", nil},
	}
}

// fxiaokeMaps are the standard maps with what the organisation has besides. A check-in is a visit that took place.
func fxiaokeMaps() []fieldmap.Spec {
	maps := fxiaoke.Maps("")
	for i := range maps {
		m := &maps[i]
		switch m.Object {
		case "ContactObj":
			m.Fields = append(m.Fields, fieldmap.Field{From: "buying_role__c", To: "role", As: fieldmap.Text, Words: map[string]string{
				"决策": string(crm.Economic), "技术": string(crm.Technical), "使用": string(crm.UserBuyer), "支持": string(crm.Coach),
			}})
		case "SalesOrderObj":
			m.Also = append(m.Also, ownProductsField)
		case "NewOpportunityObj":
			// The codes of the options, besides their names, which the standard map knows.
			for j, f := range m.Fields {
				if f.To == "status" {
					for code, word := range map[string]crm.DealStatus{"1": crm.Open, "2": crm.Won, "3": crm.Lost, "4": crm.Void} {
						m.Fields[j].Words[code] = string(word)
					}
				}
			}
		case "CheckinsObj":
			// Check-ins are of an account alone here.
			m.Fields = slices.DeleteFunc(m.Fields, func(f fieldmap.Field) bool { return strings.HasPrefix(f.From, "related_object_data") })
			m.Fields = append(m.Fields, fieldmap.Field{From: "new_stat_date", To: "checkIn.at", As: fieldmap.Millis})
			m.Constants = append(m.Constants, fieldmap.Constant{To: "status", Value: string(crm.Done)})
		}
	}
	return maps
}

// productsField and ownProductsField have the products of an order, with ";" between.
const (
	productsField    = "Products"
	ownProductsField = "products__c"
)

// productFields are the names of that field in both systems.
func productFields() []string { return []string{productsField, ownProductsField} }

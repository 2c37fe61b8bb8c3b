package main

import (
	"encoding/json"
	"maps"
	"time"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/zoho/zohotest"
)

const zohoName crm.System = "zoho"

// zohoServer is Zoho CRM as this process serves it.
type zohoServer struct {
	*zohotest.Server
	now     func() time.Time
	trouble *trouble
}

func newZoho(now func() time.Time, o options) *zohoServer {
	z := &zohoServer{now: now, trouble: newTrouble(o, 1)}
	z.Server = zohotest.New(zohotest.Options{
		Now: now, Zone: shanghai(), TokenLife: o.tokenLife, RetryAfter: 2 * time.Second, LiveTokens: 100, TokensPerWindow: 10, Fault: z.fault,
	})
	for _, f := range zohoFields() {
		z.AddField(f.Module, zohotest.Field{Name: f.Name, Type: f.Type})
	}
	return z
}

// fault says what goes wrong with a call, after records have changed.
func (z *zohoServer) fault(c zohotest.Call) zohotest.Fault {
	z.trouble.change()
	return zohotest.Fault(z.trouble.fault(c.Kind == zohotest.TokenCall))
}

func (z *zohoServer) start() (string, func())  { return z.Start() }
func (z *zohoServer) unrest(on bool)           { z.trouble.set(on) }
func (z *zohoServer) remove(object, id string) { z.Delete(object, id, false) }

func (z *zohoServer) put(object string, fields map[string]any) {
	if object == "users" {
		z.AddUser(fields)
		return
	}
	z.Put(object, fields)
}

// fill makes up records: a fifth accounts, contacts, deals, and the rest activities of three modules.
func (z *zohoServer) fill(n int) {
	from := z.now().Add(-100 * 24 * time.Hour)
	for _, m := range zohoMakers() {
		shelf := z.trouble.shelf(m.object, shelfOf{
			put: func(id string, i int) string {
				fields := m.make(i)
				if id != "" {
					fields["id"] = id
				}
				return z.Put(m.object, fields)
			},
			remove:  func(id string, forever bool) { z.Delete(m.object, id, forever) },
			restore: func(id string) { z.Restore(m.object, id) },
		})
		for i := range n * m.percent / 100 {
			fields := m.make(i)
			fields["Modified_Time"] = from.Add(time.Duration(i/3) * time.Second)
			shelf.ids = append(shelf.ids, z.Put(m.object, fields))
		}
	}
}

func (z *zohoServer) counts() counts {
	stats := z.Stats()
	c := counts{Calls: stats.Calls, Tokens: stats.Tokens, Faults: map[string]int64{}, Refused: stats.Refused}
	for fault, n := range stats.Faults {
		c.Faults[string(fault)] = n
	}
	c.Objects = z.trouble.objects()
	return c
}

func (z *zohoServer) each(object string, do func(map[string]json.RawMessage)) {
	for _, id := range z.IDs(object) {
		if fields := z.Get(object, id); fields != nil {
			do(fields)
		}
	}
}

func zohoMakers() []maker {
	owners := []string{"5725767000000201001", "5725767000000201002", "5725767000000201003"}
	industries, ratings := []string{"Energy", "Software", "Machinery", "机械制造", "医药"}, []string{"A", "B", "C"}
	stages := []string{"Qualification", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost"}
	account := func(i int) map[string]any {
		return map[string]any{"id": numbered(5725767000000400001, i%100), "name": company(i % 100)}
	}
	with := func(i int, fields map[string]any) map[string]any {
		all := map[string]any{"Owner": map[string]any{"id": owners[i%len(owners)], "name": "Owner"}}
		maps.Copy(all, fields)
		return all
	}
	about := func(i int, fields map[string]any) map[string]any {
		fields["What_Id"], fields["$se_module"] = account(i), "Accounts"
		return with(i, fields)
	}
	return []maker{
		{"Accounts", 20, func(i int) map[string]any {
			return with(i, map[string]any{
				"Account_Name": company(i), "Industry": industries[i%len(industries)], "Rating": ratings[i%len(ratings)],
				"Annual_Revenue": amount(i), "Currency": "CNY", "Billing_City": "上海", "Phone": numbered(2160000000, i),
			})
		}},
		{"Contacts", 20, func(i int) map[string]any {
			return with(i, map[string]any{
				"Full_Name": person(i), "Last_Name": person(i), "Account_Name": account(i), "Email": "c" + numbered(0, i) + "@example.com", "Title": "采购经理",
			})
		}},
		{"Deals", 20, func(i int) map[string]any {
			return with(i, map[string]any{
				"Deal_Name": "Deal " + numbered(0, i), "Account_Name": account(i), "Amount": amount(i), "Currency": "CNY", "Stage": stages[i%len(stages)],
				"Closing_Date": day(i), "Probability": i % 100,
			})
		}},
		{"Tasks", 10, func(i int) map[string]any {
			return about(i, map[string]any{"Subject": "Task " + numbered(0, i), "Status": "Not Started", "Due_Date": day(i)})
		}},
		{"Events", 20, func(i int) map[string]any {
			return about(i, map[string]any{"Event_Title": "拜访 " + numbered(0, i), "Start_DateTime": began().Add(time.Duration(-i) * time.Minute), "Venue": "上海"})
		}},
		{"Calls", 10, func(i int) map[string]any {
			return about(i, map[string]any{"Subject": "Call " + numbered(0, i), "Call_Type": "Outbound", "Call_Start_Time": began().Add(time.Duration(-i) * time.Minute)})
		}},
	}
}

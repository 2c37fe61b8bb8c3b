package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fxiaoke/fxiaoketest"
)

const fxiaokeName crm.System = "fxiaoke"

// fxiaokeServer is Fxiaoke as this process serves it.
type fxiaokeServer struct {
	*fxiaoketest.Server
	now     func() time.Time
	trouble *trouble
	users   []map[string]any
}

func newFxiaoke(now func() time.Time, o options) *fxiaokeServer {
	x := &fxiaokeServer{now: now, trouble: newTrouble(o, 2), users: []map[string]any{{"openUserId": fxiaoketest.Admin}}}
	x.Server = fxiaoketest.New(fxiaoketest.Options{Now: now, TokenLife: 2 * o.tokenLife, Fault: x.fault})
	for _, f := range fxiaokeFields() {
		field := fxiaoketest.Field{Name: f.Name, Label: f.Name, Type: f.Type}
		for _, o := range f.Options {
			field.Options = append(field.Options, fxiaoketest.Option{Value: o, Label: o})
		}
		x.AddField(f.Module, field)
	}
	return x
}

// fault says what goes wrong with a call, after records have changed.
func (x *fxiaokeServer) fault(c fxiaoketest.Call) fxiaoketest.Fault {
	x.trouble.change()
	switch fault := x.trouble.fault(c.Kind == fxiaoketest.TokenCall); fault {
	case faultTooMany:
		return fxiaoketest.Rate // the status is 200, and the code of the error says it
	default:
		return fxiaoketest.Fault(fault)
	}
}

func (x *fxiaokeServer) start() (string, func())  { return x.Start() }
func (x *fxiaokeServer) unrest(on bool)           { x.trouble.set(on) }
func (x *fxiaokeServer) remove(object, id string) { x.Void(object, id) }

// put writes the times of the sample as Fxiaoke does, in milliseconds.
func (x *fxiaokeServer) put(object string, fields map[string]any) {
	if object == "users" {
		x.users = append(x.users, fields)
		x.AddUser(fields)
		return
	}
	for name, value := range fields {
		if text, ok := value.(string); ok && (strings.HasSuffix(name, "_time") || strings.HasSuffix(name, "_date")) {
			fields[name] = instant(text).UnixMilli()
		}
	}
	x.Put(object, fields)
}

// instant reads a day, or an instant, of the sample.
func instant(text string) time.Time {
	if day, err := time.ParseInLocation(time.DateOnly, text, shanghai()); err == nil {
		return day
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err) // the sample is part of the program
	}
	return at
}

// fill makes up records: a quarter each accounts, contacts, opportunities and activities of two objects.
func (x *fxiaokeServer) fill(n int) {
	from := x.now().Add(-100 * 24 * time.Hour)
	for _, m := range fxiaokeMakers() {
		shelf := x.trouble.shelf(m.object, shelfOf{
			put: func(id string, i int) string {
				fields := m.make(i)
				if id != "" {
					fields["_id"] = id
				}
				return x.Put(m.object, fields)
			},
			remove: func(id string, forever bool) {
				x.Void(m.object, id)
				if forever {
					x.Delete(m.object, id)
				}
			},
			restore: func(id string) { x.Restore(m.object, id) },
		})
		for i := range n * m.percent / 100 {
			fields := m.make(i)
			fields["last_modified_time"] = from.Add(time.Duration(i/3) * time.Second).UnixMilli()
			shelf.ids = append(shelf.ids, x.Put(m.object, fields))
		}
	}
}

func (x *fxiaokeServer) counts() counts {
	stats := x.Stats()
	// The same token is given for most of its life: each call for it counts that nothing went wrong with.
	c := counts{Calls: stats.Calls, Tokens: stats.ByKind[fxiaoketest.TokenCall] - x.trouble.faultsOfTokens(), Faults: map[string]int64{}}
	for fault, n := range stats.Faults {
		c.Faults[string(fault)] = n
	}
	c.Objects = x.trouble.objects()
	return c
}

func (x *fxiaokeServer) each(object string, do func(map[string]json.RawMessage)) {
	if object == "users" {
		for _, u := range x.users {
			do(map[string]json.RawMessage{"openUserId": json.RawMessage(strconv.Quote(fmt.Sprint(u["openUserId"])))})
		}
		return
	}
	for _, id := range x.IDs(object) {
		if fields := x.Get(object, id); fields != nil {
			do(fields)
		}
	}
}

func fxiaokeMakers() []maker {
	owners := []string{"1001", "1002", "1003"}
	with := func(i int, fields map[string]any) map[string]any {
		all := map[string]any{"owner": []string{owners[i%len(owners)]}}
		maps.Copy(all, fields)
		return all
	}
	// The first hundred ids that the server gives.
	account := func(i int) string { return fmt.Sprintf("65f%021x", i%100+1) }
	return []maker{
		{"AccountObj", 25, func(i int) map[string]any {
			return with(i, map[string]any{"name": company(i), "account_level": []string{"A", "B", "C"}[i%3], "tel": numbered(2160000000, i), "city": "上海"})
		}},
		{"ContactObj", 25, func(i int) map[string]any {
			return with(i, map[string]any{"name": person(i), "account_id": account(i), "email": "c" + numbered(0, i) + "@example.com", "job_title": "采购经理"})
		}},
		{"NewOpportunityObj", 25, func(i int) map[string]any {
			return with(i, map[string]any{
				"name": "商机 " + numbered(0, i), "account_id": account(i), "amount": amount(i).String(), "sales_stage": "s2", "sales_status": "1",
				"close_date": instant(day(i)).UnixMilli(), "probability": numbered(0, i%100),
			})
		}},
		{"CheckinsObj", 15, func(i int) map[string]any {
			return with(i, map[string]any{"name": "拜访 " + numbered(0, i), "customer_id": account(i), "new_stat_date": began().Add(time.Duration(-i) * time.Minute).UnixMilli()})
		}},
		{"ActiveRecordObj", 10, func(i int) map[string]any {
			return with(i, map[string]any{"name": "记录 " + numbered(0, i), "account_id": account(i), "create_time": began().Add(time.Duration(-i) * time.Minute).UnixMilli(), "active_record_type": "p1"})
		}},
	}
}

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/examples/sqlstore"
)

// object is a kind of thing in a system, with what the test knows of it: how it becomes a record is written down here once
// more, by hand.
type object struct {
	name   string
	kind   crm.Kind
	prefix string
	// page, deleted and ids are how many records, deletions and ids one call brings at most; deleted is 0 where none are
	// listed. sweeps are how often two readings list the ids of a system.
	page, deleted, ids, sweeps int64
	// says are what the fields of a record say that the test looks at.
	says func(fields map[string]json.RawMessage) []string
}

func objectsOf(name crm.System) []object {
	switch name {
	case zohoName:
		return zohoObjects()
	case fxiaokeName:
		return fxiaokeObjects()
	default:
		return nil
	}
}

func fxiaokeObjects() []object {
	const page, none, ids, sweeps = 100, 0, 100, 2
	activity := func(when, account string) func(f map[string]json.RawMessage) []string {
		return func(f map[string]json.RawMessage) []string {
			at := time.UnixMilli(decimal.RequireFromString(text(f[when])).IntPart()).In(shanghai()).Format(time.RFC3339)
			return []string{text(f["name"]), at, text(f[account]), first(f["owner"])}
		}
	}
	return []object{
		{"users", crm.KindUser, "", 10_000, none, 10_000, sweeps, nil},
		{"ProductObj", crm.KindProduct, "", page, none, ids, sweeps, nil},
		{"AccountObj", crm.KindAccount, "", page, none, ids, sweeps, func(f map[string]json.RawMessage) []string {
			return []string{text(f["name"]), text(f["account_level"]), "", first(f["owner"]), text(f["tel"])}
		}},
		{"ContactObj", crm.KindContact, "", page, none, ids, sweeps, func(f map[string]json.RawMessage) []string {
			return []string{text(f["name"]), text(f["email"]), text(f["account_id"])}
		}},
		{"NewOpportunityObj", crm.KindOpportunity, "", page, none, ids, sweeps, func(f map[string]json.RawMessage) []string {
			closing := time.UnixMilli(decimal.RequireFromString(text(f["close_date"])).IntPart()).In(shanghai()).Format(time.DateOnly)
			return []string{text(f["name"]), number(f["amount"]), "方案报价", closing, text(f["account_id"])}
		}},
		{"SalesOrderObj", crm.KindOrder, "", page, none, ids, sweeps, nil},
		{"InvoiceApplicationObj", crm.KindInvoice, "", page, none, ids, sweeps, nil},
		{"PaymentObj", crm.KindPayment, "", page, none, ids, sweeps, nil},
		{"ActiveRecordObj", crm.KindActivity, "ActiveRecordObj/", page, none, ids, sweeps, activity("create_time", "account_id")},
		{"CheckinsObj", crm.KindActivity, "CheckinsObj/", page, none, ids, sweeps, activity("new_stat_date", "customer_id")},
		{"ScheduleObj", crm.KindActivity, "ScheduleObj/", page, none, ids, sweeps, nil},
	}
}

// first is the first of a list of texts.
func first(raw json.RawMessage) string {
	var list []string
	if json.Unmarshal(raw, &list) != nil || len(list) == 0 {
		return ""
	}
	return list[0]
}

func zohoObjects() []object {
	const page, deleted, ids, sweeps = 2000, 200, 2000, 1
	activity := func(title, when string) func(f map[string]json.RawMessage) []string {
		return func(f map[string]json.RawMessage) []string {
			return []string{text(f[title]), text(f[when]), idIn(f["What_Id"]), idIn(f["Owner"])}
		}
	}
	return []object{
		{"users", crm.KindUser, "", 200, 0, 200, sweeps, nil},
		{"Products", crm.KindProduct, "", page, deleted, ids, sweeps, nil},
		{"Accounts", crm.KindAccount, "", page, deleted, ids, sweeps, func(f map[string]json.RawMessage) []string {
			return []string{text(f["Account_Name"]), text(f["Rating"]), number(f["Annual_Revenue"]), idIn(f["Owner"]), text(f["Phone"])}
		}},
		{"Contacts", crm.KindContact, "", page, deleted, ids, sweeps, func(f map[string]json.RawMessage) []string {
			return []string{text(f["Full_Name"]), text(f["Email"]), idIn(f["Account_Name"])}
		}},
		{"Deals", crm.KindOpportunity, "", page, deleted, ids, sweeps, func(f map[string]json.RawMessage) []string {
			return []string{text(f["Deal_Name"]), number(f["Amount"]), text(f["Stage"]), text(f["Closing_Date"]), idIn(f["Account_Name"])}
		}},
		{"Sales_Orders", crm.KindOrder, "", page, deleted, ids, sweeps, nil},
		{"Invoices", crm.KindInvoice, "", page, deleted, ids, sweeps, nil},
		{"Calls", crm.KindActivity, "Calls/", page, deleted, ids, sweeps, activity("Subject", "Call_Start_Time")},
		{"Events", crm.KindActivity, "Events/", page, deleted, ids, sweeps, activity("Event_Title", "Start_DateTime")},
		{"Tasks", crm.KindActivity, "Tasks/", page, deleted, ids, sweeps, activity("Subject", "Due_Date")},
		{"Cases", crm.KindRequest, "", page, deleted, ids, sweeps, nil},
	}
}

// said is the same of a record in the copy.
func said(r crm.Record) []string {
	switch d := r.Data.(type) {
	case *crm.Account:
		return []string{d.Name, d.Tier, numberOf(d.Revenue), d.Owner, d.Phone}
	case *crm.Contact:
		return []string{d.Name, d.Email, d.Account}
	case *crm.Opportunity:
		return []string{d.Name, numberOf(d.Amount), d.Stage, d.Close.String(), d.Account}
	case *crm.Activity:
		when := d.Due.String()
		if !d.Start.IsZero() {
			when = d.Start.In(shanghai()).Format(time.RFC3339)
		}
		return []string{d.Subject, when, d.Account, d.Owner}
	default:
		return nil
	}
}

// compare proves that the copy in a database has every record of a system once, as it is now, and none besides.
func compare(t *testing.T, servers control, name crm.System, db string) {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), db)
	require.NoError(t, err)
	defer store.Close()
	require.NoError(t, store.CRM().Verify(t.Context()))
	copied := map[crm.Ref]crm.Record{}
	deleted := map[crm.Kind]int{}
	for _, kind := range crm.Kinds() {
		for after := (crm.Mark{}); ; {
			page, err := store.CRM().Changes(t.Context(), name, kind, after, crm.MaxBatch)
			require.NoError(t, err)
			for _, r := range page {
				after = crm.MarkOf(r)
				_, twice := copied[r.Ref]
				require.False(t, twice, r.Ref)
				if r.Deleted {
					deleted[kind]++
					continue
				}
				copied[r.Ref] = r
			}
			if len(page) < crm.MaxBatch {
				break
			}
		}
	}
	total := 0
	for _, o := range objectsOf(name) {
		there := 0
		body, err := servers.open(t.Context(), http.MethodGet, fmt.Sprintf("/records?system=%s&object=%s", name, o.name))
		require.NoError(t, err)
		lines := bufio.NewScanner(body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			fields := map[string]json.RawMessage{}
			require.NoError(t, json.Unmarshal(lines.Bytes(), &fields))
			there++
			ref := crm.Ref{System: name, Kind: o.kind, ID: o.prefix + idOf(name, fields)}
			r, ok := copied[ref]
			if !ok {
				t.Fatalf("%s is not in the copy", ref)
			}
			delete(copied, ref)
			if want, got := modifiedOf(name, fields), r.Modified; !want.IsZero() && !want.Equal(got) {
				t.Fatalf("%s was modified %s, in the copy %s", ref, want, got)
			}
			if o.says != nil {
				assert.Equal(t, o.says(fields), said(r), ref.String())
			}
			if t.Failed() {
				t.FailNow()
			}
		}
		require.NoError(t, lines.Err())
		require.NoError(t, body.Close())
		total += there
	}
	require.Empty(t, copied, "the system has them no more")
	require.NotZero(t, total)
	t.Logf("%s: %d records equal, %d deleted", name, total, sum(deleted))
}

func sum(m map[crm.Kind]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}

func idOf(name crm.System, fields map[string]json.RawMessage) string {
	if name == zohoName {
		return text(fields["id"])
	}
	if id, ok := fields["_id"]; ok {
		return text(id)
	}
	return text(fields["openUserId"])
}

func modifiedOf(name crm.System, fields map[string]json.RawMessage) time.Time {
	if name == zohoName {
		at, err := time.Parse(time.RFC3339, text(fields["Modified_Time"]))
		if err != nil {
			panic(err)
		}
		return at
	}
	if len(fields["last_modified_time"]) == 0 {
		return time.Time{} // employees do not say
	}
	var millis int64
	if err := json.Unmarshal(fields["last_modified_time"], &millis); err != nil {
		panic(err)
	}
	return time.UnixMilli(millis)
}

func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	return s
}

func number(raw json.RawMessage) string {
	return numberOf(decimal.NewNullDecimal(decimal.RequireFromString(text(raw))))
}

func numberOf(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

func idIn(raw json.RawMessage) string {
	var ref struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &ref) != nil {
		return text(raw)
	}
	return ref.ID
}

package picture_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/crm/picture"
	"github.com/kam-go/kam/internal/wordtest"
)

func at(day int) time.Time { return time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC) }

func rec(system crm.System, id string, day int, data crm.Data) crm.Record {
	return crm.Record{Ref: crm.Ref{System: system, Kind: crm.KindOf(data), ID: id}, Modified: at(day), Data: data}
}

func num(s string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(s)) }

func day(s string) kam.Day {
	d, err := kam.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func account(system crm.System, id string) crm.Ref {
	return crm.Ref{System: system, Kind: crm.KindAccount, ID: id}
}

// world is one customer in two systems with a little of everything, another customer, and what belongs to nobody.
func world() ([]crm.Record, []match.Cluster) {
	records := []crm.Record{
		rec("zoho", "u1", 1, &crm.User{Name: "Li Na", Email: "li.na@kam.example"}),
		rec("zoho", "u2", 1, &crm.User{Name: "Wang Wei", Email: "wang.wei@kam.example"}),
		rec("fxiaoke", "F1", 1, &crm.User{Name: "李娜", Email: "Li.Na@kam.example"}),
		rec("fxiaoke", "F3", 1, &crm.User{Name: "赵强"}),
		rec("zoho", "1", 5, &crm.Account{
			Name: "上海云帆软件有限公司", Tier: "A", Industry: "软件", Owner: "u1", Phone: "+86 21 6888 1234", Website: "https://www.yunfan.cn",
			Address: crm.Address{City: "上海"}, Employees: num("200"), LastContact: day("2026-02-03"),
			Team: []crm.Member{{User: "u1", Role: crm.RoleOwner}, {User: "u2", Role: crm.RolePresales, Period: kam.MustPeriod("2026-01-01/2026-07-01")}},
		}),
		rec("fxiaoke", "a1", 9, &crm.Account{
			Name: "云帆软件（上海）有限公司", Tier: "B", CreditCode: "91350200776049653A", Owner: "F3", Parent: "a9", Phone: "021-68881234", Website: "yunfan.cn/",
			Address: crm.Address{Country: "中国", Province: "上海", City: "上海", Street: "世纪大道 1 号"}, Employees: num("250"), LastContact: day("2026-02-20"),
			Team: []crm.Member{{User: "F1", Role: crm.RoleOwner}},
		}),
		rec("fxiaoke", "a9", 1, &crm.Account{Name: "启明集团", Owner: "F1"}),
		rec("zoho", "c1", 2, &crm.Contact{Name: "Zhang Min", Account: "1", Email: "zhang.min@yunfan.cn", Title: "CFO", Owner: "u1", Preferences: crm.Preferences{Language: "zh", Interests: []string{"cloud"}}}),
		rec("fxiaoke", "k1", 3, &crm.Contact{Name: "张敏", Account: "a1", Email: "Zhang.Min@yunfan.cn", Mobile: "13800138000", Title: "财务总监", Primary: true, Preferences: crm.Preferences{NoEmail: true, Interests: []string{"cloud", "audit"}}}),
		rec("zoho", "c2", 2, &crm.Contact{Name: "陈刚", Account: "1", ReportsTo: "c1"}),
		rec("fxiaoke", "k2", 2, &crm.Contact{Name: "陈 刚", Account: "a1", Mobile: "13900139000"}),
		rec("zoho", "d1", 4, &crm.Opportunity{Name: "Renewal 2026", Account: "1", Owner: "u1", Stage: "Proposal", Status: crm.Open, Amount: num("120000"), Currency: "CNY", Close: day("2026-06-30"), Contacts: []crm.Stakeholder{{Contact: "c1", Role: crm.Economic}}}),
		rec("fxiaoke", "o1", 4, &crm.Order{Number: "SO-77", Account: "a1", Owner: "F3", Ordered: day("2026-01-15"), Amount: num("80000"), Currency: "CNY", Status: "已确认"}),
		rec("fxiaoke", "p1", 4, &crm.Payment{Number: "RC-9", Order: "o1", Received: day("2026-02-10"), Amount: num("40000"), Currency: "CNY"}),
		rec("fxiaoke", "v1", 4, &crm.Activity{Type: crm.Visit, Subject: "回访", Contacts: []string{"k1"}, Owner: "F1", Start: at(2), Status: crm.Done}),
		rec("zoho", "x1", 4, &crm.Request{Subject: "Login fails", Account: "404", Owner: "u2"}),
		{Ref: crm.Ref{System: "zoho", Kind: crm.KindOpportunity, ID: "d0"}, Modified: at(1), Deleted: true},
	}
	return records, []match.Cluster{{Members: []crm.Ref{account("zoho", "1"), account("fxiaoke", "a1")}}}
}

func painter(t testing.TB, p picture.Policy) *picture.Painter {
	t.Helper()
	out, err := picture.Compile(p)
	require.NoError(t, err)
	return out
}

func fieldOf(t *testing.T, fields []picture.Field, name string) picture.Field {
	t.Helper()
	i := slices.IndexFunc(fields, func(f picture.Field) bool { return f.Name == name })
	require.GreaterOrEqual(t, i, 0, name)
	return fields[i]
}

func TestPaint(t *testing.T) {
	records, clusters := world()
	book := painter(t, picture.Policy{Systems: []crm.System{"zoho", "fxiaoke"}}).Paint(records, clusters)
	require.Len(t, book.Customers, 2)
	c, ok := book.Of(account("zoho", "1"))
	require.True(t, ok)
	assert.Equal(t, account("fxiaoke", "a1"), c.ID)
	assert.Equal(t, "上海云帆软件有限公司", c.Name)

	name := fieldOf(t, c.Fields, "name")
	assert.Equal(t, account("zoho", "1"), name.From)
	assert.Equal(t, []crm.Ref{account("fxiaoke", "a1")}, name.Agree, "written otherwise, and the same")
	assert.Empty(t, fieldOf(t, c.Fields, "phone").Others)
	assert.Empty(t, fieldOf(t, c.Fields, "website").Others)
	assert.Equal(t, "250", fieldOf(t, c.Fields, "employees").Value, "modified last")
	assert.Equal(t, "中国 上海 世纪大道 1 号", fieldOf(t, c.Fields, "address").Value, "the longest")
	assert.Empty(t, fieldOf(t, c.Fields, "address").Others, "the city is part of it")
	assert.Equal(t, "2026-02-20", fieldOf(t, c.Fields, "lastContact").Value, "the latest")
	owner := fieldOf(t, c.Fields, "owner")
	assert.Equal(t, "Li Na", owner.Value, "as the first system calls her")
	assert.Equal(t, []picture.Other{{Value: "赵强", From: []crm.Ref{account("fxiaoke", "a1")}}}, owner.Others)
	assert.Equal(t, "启明集团", fieldOf(t, c.Fields, "parent").Value)
	tier := fieldOf(t, c.Fields, "tier")
	assert.Equal(t, "A", tier.Value)
	assert.Equal(t, picture.BySystem, tier.By)
	for _, f := range c.Fields {
		assert.NotEqual(t, "revenue", f.Name, "nobody states it")
	}

	require.Len(t, c.Team, 2, "李娜 is one person in both systems")
	assert.Equal(t, crm.RoleOwner, c.Team[0].Role)
	assert.Equal(t, []crm.Ref{account("zoho", "1"), account("fxiaoke", "a1")}, []crm.Ref{c.Team[0].From[1], c.Team[0].From[0]})

	require.Len(t, c.Contacts, 2)
	assert.Equal(t, "Zhang Min", c.Contacts[0].Name)
	assert.Len(t, c.Contacts[0].Contacts, 2, "by e-mail")
	assert.Len(t, c.Contacts[1].Contacts, 2, "by name")

	var hanging []string
	for _, r := range c.Related {
		hanging = append(hanging, r.Ref.String()+" "+r.Via.ID+" "+r.Day.String())
	}
	assert.Equal(t, []string{"zoho:opportunity/d1  2026-06-30", "fxiaoke:order/o1  2026-01-15", "fxiaoke:payment/p1 o1 2026-02-10", "fxiaoke:activity/v1 k1 2026-03-02"}, hanging)

	var found []string
	for _, f := range c.Findings {
		found = append(found, f.Code+" "+f.Place)
		wordtest.Formatted(t, f.String()+f.In(kam.Chinese))
		assert.NotEmpty(t, f.Message.ZH)
	}
	assert.ElementsMatch(t, []string{
		"picture.conflict zoho:account/1 tier", "picture.conflict zoho:account/1 owner",
		"picture.conflict fxiaoke:account/a1 employees", "picture.conflict zoho:contact/c1 name", "picture.conflict zoho:contact/c1 title",
	}, found)

	assert.Equal(t, []crm.Ref{{System: "zoho", Kind: crm.KindRequest, ID: "x1"}}, book.Loose)
	require.Len(t, book.Findings, 1)
	assert.Equal(t, "picture.loose", book.Findings[0].Code)

	byOrder, ok := book.Of(crm.Ref{System: "fxiaoke", Kind: crm.KindPayment, ID: "p1"})
	require.True(t, ok)
	assert.Equal(t, c.ID, byOrder.ID)
	_, ok = book.Of(crm.Ref{System: "zoho", Kind: crm.KindRequest, ID: "x1"})
	assert.False(t, ok)
	id, ok := book.ID(account("zoho", "1"))
	require.True(t, ok)
	assert.Equal(t, "fxiaoke:account/a1", id)
	_, ok = book.ID(account("zoho", "404"))
	assert.False(t, ok)
}

func TestWaysToChoose(t *testing.T) {
	records := []crm.Record{
		rec("a", "1", 1, &crm.Account{Name: "云帆", Industry: "软件", Employees: num("30"), LastContact: day("2026-01-03")}),
		rec("b", "1", 3, &crm.Account{Name: "云帆", Industry: "软件与服务", Employees: num("10"), LastContact: day("2026-01-01")}),
		rec("c", "1", 2, &crm.Account{Name: "云帆", Industry: "服务", Employees: num("10.0"), LastContact: day("2026-01-02")}),
		rec("d", "1", 1, &crm.Account{Name: "云帆"}),
	}
	clusters := []match.Cluster{{Members: []crm.Ref{account("a", "1"), account("b", "1"), account("c", "1"), account("d", "1")}}}
	for _, c := range []struct {
		field string
		by    picture.By
		own   []crm.System
		want  string
		from  crm.System
	}{
		{"industry", picture.BySystem, nil, "服务", "c"},
		{"industry", picture.BySystem, []crm.System{"d", "a"}, "软件", "a"},
		{"industry", picture.ByNewest, nil, "软件与服务", "b"},
		{"employees", picture.ByLargest, nil, "30", "a"},
		{"employees", picture.ByMost, nil, "10", "c"},
		{"employees", picture.BySystem, nil, "10", "c"},
		{"lastContact", picture.ByEarliest, nil, "2026-01-01", "b"},
		{"lastContact", picture.ByLatest, nil, "2026-01-03", "a"},
		{"name", picture.ByLongest, nil, "云帆", "c"},
	} {
		t.Run(c.field+" "+string(c.by), func(t *testing.T) {
			p := painter(t, picture.Policy{Systems: []crm.System{"c", "a"}, Fields: []picture.Choice{{Kind: crm.KindAccount, Field: c.field, By: c.by, Systems: c.own}}})
			f := fieldOf(t, p.Paint(records, clusters).Customers[0].Fields, c.field)
			assert.Equal(t, c.want, f.Value)
			assert.Equal(t, c.from, f.From.System)
			assert.Equal(t, c.by, f.By)
		})
	}
}

func TestPeople(t *testing.T) {
	for _, c := range []struct {
		name     string
		contacts []crm.Contact
		want     string
		finding  string
	}{
		{"one e-mail, two languages", []crm.Contact{{Name: "张敏", Email: "a@x.cn"}, {Name: "Zhang Min", Email: "A@x.cn "}}, "0+1", ""},
		{"one mobile", []crm.Contact{{Name: "张敏", Mobile: "138 0013 8000"}, {Name: "张总", Mobile: "+8613800138000"}}, "0+1", ""},
		{"one name and nothing else", []crm.Contact{{Name: "张敏"}, {Name: "張 敏", Mobile: "13800138000"}}, "0+1", ""},
		{"one name, two mobiles", []crm.Contact{{Name: "张敏", Mobile: "13800138000"}, {Name: "张敏", Mobile: "13900139000"}}, "0 1", "picture.namesakes"},
		{"a namesake between two", []crm.Contact{{Name: "张敏", Mobile: "13800138000"}, {Name: "张敏"}, {Name: "张敏", Mobile: "13900139000"}}, "0 1 2", "picture.namesakes"},
		{"a mailbox of an office", []crm.Contact{{Name: "张敏", Email: "info@x.cn", Mobile: "13800138000"}, {Name: "王伟", Email: "info@x.cn", Mobile: "13900139000"}}, "0 1", "picture.shared"},
		{"two addresses of one, joined by a third", []crm.Contact{{Name: "张敏", Email: "a@x.cn"}, {Name: "张敏", Email: "a@x.cn", Mobile: "13800138000"}, {Name: "张敏", Email: "b@x.cn", Mobile: "13800138000"}}, "0+1+2", ""},
		{"without names", []crm.Contact{{}, {}}, "0 1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			records := []crm.Record{rec("a", "1", 1, &crm.Account{Name: "云帆"})}
			for i := range c.contacts {
				c.contacts[i].Account = "1"
				records = append(records, rec("a", fmt.Sprint(i), 1, &c.contacts[i]))
			}
			var p *picture.Painter
			customer := p.Paint(records, nil).Customers[0]
			var got []string
			for _, person := range customer.Contacts {
				var ids []string
				for _, ref := range person.Contacts {
					ids = append(ids, ref.ID)
				}
				got = append(got, strings.Join(ids, "+"))
			}
			assert.Equal(t, c.want, strings.Join(got, " "))
			var codes []string
			for _, f := range customer.Findings {
				if f.Code != "picture.conflict" {
					codes = append(codes, f.Code)
				}
			}
			assert.Equal(t, c.finding, strings.Join(codes, " "))
		})
	}
}

func TestCrossedRecords(t *testing.T) {
	records := []crm.Record{
		rec("a", "1", 1, &crm.Account{Name: "云帆"}), rec("a", "2", 1, &crm.Account{Name: "启明"}),
		rec("a", "d", 1, &crm.Opportunity{Name: "x", Account: "2"}),
		rec("a", "o", 1, &crm.Order{Number: "7", Account: "1", Opportunity: "d"}),
	}
	book := painter(t, picture.Policy{}).Paint(records, nil)
	require.Len(t, book.Customers[0].Findings, 1)
	assert.Equal(t, "picture.crossed", book.Customers[0].Findings[0].Code)
	assert.Empty(t, book.Customers[1].Findings)
	merged := painter(t, picture.Policy{}).Paint(records, []match.Cluster{{Members: []crm.Ref{account("a", "1"), account("a", "2")}}})
	for _, f := range merged.Customers[0].Findings {
		assert.Equal(t, "picture.conflict", f.Code, "one customer: nothing is crossed")
	}
}

// Records that lead to each other in a circle end.
func TestCirclesEnd(t *testing.T) {
	records := []crm.Record{
		rec("a", "s", 1, &crm.Survey{About: "r", Contact: "c"}),
		rec("a", "c", 1, &crm.Contact{Name: "张敏", ReportsTo: "c"}),
		rec("a", "r", 1, &crm.Request{Contact: "c"}),
	}
	book := painter(t, picture.Policy{}).Paint(records, nil)
	assert.Len(t, book.Loose, 3)
	assert.Len(t, book.Records("m"), 3)
}

func TestRecords(t *testing.T) {
	records, clusters := world()
	book := painter(t, picture.Policy{Systems: []crm.System{"zoho", "fxiaoke"}}).Paint(records, clusters)
	merged := book.Records("merged")
	by := map[string]crm.Record{}
	for _, r := range merged {
		require.NoError(t, r.Check(), r.Ref)
		require.Equal(t, crm.System("merged"), r.Ref.System)
		_, twice := by[string(r.Ref.Kind)+r.Ref.ID]
		require.False(t, twice, r.Ref)
		by[string(r.Ref.Kind)+r.Ref.ID] = r
	}
	// 4 users less one who is two, 2 customers, 2 people, 4 related, 1 loose
	assert.Len(t, merged, 3+2+2+4+1)
	get := func(kind crm.Kind, id string) crm.Data {
		r, ok := by[string(kind)+id]
		require.True(t, ok, id)
		return r.Data
	}
	a, ok := get(crm.KindAccount, "fxiaoke:account/a1").(*crm.Account)
	require.True(t, ok)
	assert.Equal(t, "zoho:user/u1", a.Owner, "u1 and F1 are one")
	assert.Equal(t, "fxiaoke:account/a9", a.Parent)
	assert.Equal(t, "91350200776049653A", a.CreditCode)
	assert.Len(t, a.Team, 2)
	o, ok := get(crm.KindOpportunity, "zoho:opportunity/d1").(*crm.Opportunity)
	require.True(t, ok)
	assert.Equal(t, "fxiaoke:account/a1", o.Account)
	assert.Equal(t, "zoho:user/u1", o.Owner)
	assert.Equal(t, "fxiaoke:contact/k1", o.Contacts[0].Contact)
	p, ok := get(crm.KindPayment, "fxiaoke:payment/p1").(*crm.Payment)
	require.True(t, ok)
	assert.Equal(t, "fxiaoke:account/a1", p.Account, "by way of the order")
	assert.Equal(t, "fxiaoke:order/o1", p.Order)
	k, ok := get(crm.KindContact, "fxiaoke:contact/k1").(*crm.Contact)
	require.True(t, ok)
	assert.Equal(t, "13800138000", k.Mobile)
	assert.True(t, k.Primary)
	assert.True(t, k.Preferences.NoEmail)
	assert.Equal(t, []string{"cloud", "audit"}, k.Preferences.Interests)
	chen, ok := get(crm.KindContact, "fxiaoke:contact/k2").(*crm.Contact)
	require.True(t, ok)
	assert.Equal(t, "fxiaoke:contact/k1", chen.ReportsTo)

	// What went in is as it was.
	again, _ := world()
	assert.Equal(t, again, records)
	a.Team[0].User = "changed"
	assert.NotEqual(t, "changed", book.Customers[0].Team[0].User)
}

// The order of records and clusters does not matter, and each record comes out where it belongs.
func TestOrderDoesNotMatter(t *testing.T) {
	records, clusters := world()
	clusters = append(clusters, match.Cluster{Members: []crm.Ref{account("fxiaoke", "a9"), account("zoho", "404")}}, match.Cluster{})
	old := rec("zoho", "1", 1, &crm.Account{Name: "旧名", Tier: "C"})
	records = append(records, old)
	p := painter(t, picture.Policy{Systems: []crm.System{"zoho"}})
	want, err := json.Marshal(p.Paint(records, clusters).Customers)
	require.NoError(t, err)
	wantRecords, err := json.Marshal(p.Paint(records, clusters).Records("m"))
	require.NoError(t, err)
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 1))
		rng.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		rng.Shuffle(len(clusters), func(i, j int) { clusters[i], clusters[j] = clusters[j], clusters[i] })
		for i := range clusters {
			m := slices.Clone(clusters[i].Members)
			rng.Shuffle(len(m), func(i, j int) { m[i], m[j] = m[j], m[i] })
			clusters[i].Members = m
		}
		book := p.Paint(records, clusters)
		got, err := json.Marshal(book.Customers)
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(got), "seed %d", seed)
		gotRecords, err := json.Marshal(book.Records("m"))
		require.NoError(t, err)
		require.JSONEq(t, string(wantRecords), string(gotRecords), "seed %d", seed)
	}
}

func TestMarkdown(t *testing.T) {
	records, clusters := world()
	book := painter(t, picture.Policy{Systems: []crm.System{"zoho", "fxiaoke"}}).Paint(records, clusters)
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		got := book.Customers[0].Markdown(lang)
		wordtest.Formatted(t, got)
		file := filepath.Join("testdata", "customer."+string(lang)+".md")
		if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
			require.NoError(t, os.MkdirAll("testdata", 0o750))
			require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, string(want), got)
	}
	hostile := painter(t, picture.Policy{}).Paint([]crm.Record{rec("a", "1", 1, &crm.Account{Name: "# <b>x</b> | y", Tier: "`a`|b"})}, nil)
	text := hostile.Customers[0].Markdown(kam.English)
	assert.NotContains(t, text, "<b>")
	assert.NotContains(t, text, "`a`|b")
	assert.NotEmpty(t, picture.Customer{}.Markdown(kam.Chinese))
}

// Days are those of the zone, deals are what became of them, and words of package crm are in the reader's language.
func TestRelatedInWords(t *testing.T) {
	early := time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC) // half past seven in Shanghai
	records := []crm.Record{
		rec("a", "1", 1, &crm.Account{Name: "云帆"}),
		rec("a", "d1", 1, &crm.Opportunity{Account: "1", Name: "D1", Stage: "商务谈判", Status: crm.Lost}),
		rec("a", "d2", 1, &crm.Opportunity{Account: "1", Name: "D2", Stage: "商务谈判", Status: crm.Open}),
		rec("a", "d3", 1, &crm.Opportunity{Account: "1", Name: "D3", Status: crm.Open}),
		rec("a", "v1", 1, &crm.Activity{Account: "1", Type: crm.Visit, Status: crm.Planned, Start: early}),
		rec("a", "e1", 1, &crm.Event{Name: "春季沙龙"}),
		rec("a", "i1", 1, &crm.Invitation{Account: "1", Event: "e1", Attendance: crm.Absent}),
		rec("a", "i2", 1, &crm.Invitation{Account: "1", Event: "e2", Answer: crm.Accepted}),
		rec("a", "s1", 1, &crm.Survey{Account: "1", Method: crm.NPS}),
		rec("a", "r1", 1, &crm.Request{Account: "1", Number: "R1", Opened: early}),
	}
	zh := painter(t, picture.Policy{Zone: "Asia/Shanghai"}).Paint(records, nil).Customers[0].Markdown(kam.Chinese)
	for _, row := range []string{"| D1 | 输单 |", "| D2 | 商务谈判 |", "| D3 | 进行中 |", "| 拜访 | 已计划 | 2026-03-02 |", "| 春季沙龙 | 未到场 |", "| e2 | 已接受 |", "| 净推荐值（NPS） |", "| R1 |  | 2026-03-02 |"} {
		assert.Contains(t, zh, row)
	}
	en := painter(t, picture.Policy{}).Paint(records, nil).Customers[0].Markdown(kam.English)
	for _, row := range []string{"| D1 | lost |", "| visit | planned | 2026-03-01 |", "| 春季沙龙 | absent |"} {
		assert.Contains(t, en, row)
	}
}

// An amount out of bounds is unknown, and two revisions with such are told apart without writing them.
func TestAmountsOutOfBounds(t *testing.T) {
	huge := func(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.New(n, 2_000_000_000)) }
	records := []crm.Record{
		rec("a", "1", 1, &crm.Account{Name: "云帆", Employees: huge(1), Revenue: huge(1)}),
		rec("a", "o1", 1, &crm.Order{Account: "1", Amount: huge(1), Currency: "CNY"}), rec("a", "o1", 1, &crm.Order{Account: "1", Amount: huge(2), Currency: "CNY"}),
	}
	c := painter(t, picture.Policy{}).Paint(records, nil).Customers[0]
	require.Len(t, c.Related, 1)
	assert.False(t, c.Related[0].Amount.Valid)
	assert.Len(t, c.Fields, 1)
	text, err := json.Marshal(c)
	require.NoError(t, err)
	assert.Less(t, len(text), 2000)
}

func TestCompileReportsEveryFault(t *testing.T) {
	_, err := picture.Compile(picture.Policy{
		Systems: []crm.System{"a", "a", ""}, Zone: "Mars",
		Fields: []picture.Choice{
			{Kind: crm.KindOrder, Field: "name", By: picture.BySystem},
			{Kind: crm.KindAccount, Field: "colour", By: picture.BySystem},
			{Kind: crm.KindAccount, Field: "revenue", By: picture.ByLargest},
			{Kind: crm.KindContact, Field: "name", By: picture.ByLongest, Systems: []crm.System{"b", "b"}},
			{Kind: crm.KindContact, Field: "name", By: picture.ByNewest},
		},
	})
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	var got []string
	for _, f := range invalid.Findings {
		got = append(got, f.Code+" "+f.Place)
		assert.NotEmpty(t, f.Remedy.ZH, f.Code)
	}
	assert.ElementsMatch(t, []string{
		"picture.twice $.systems[1]", "picture.id $.systems[2]", "picture.zone $.zone", "picture.kind $.fields[0].kind", "picture.field $.fields[1].field",
		"picture.by $.fields[2].by", "picture.twice $.fields[3].systems[1]", "picture.twice $.fields[4].field",
	}, got)
}

func TestPolicyAsJSON(t *testing.T) {
	p := picture.Policy{Systems: []crm.System{"zoho"}, Fields: []picture.Choice{{Kind: crm.KindAccount, Field: "tier", By: picture.ByNewest, Systems: []crm.System{"fxiaoke"}}}}
	text, err := json.Marshal(p)
	require.NoError(t, err)
	back, err := picture.ParsePolicy(text)
	require.NoError(t, err)
	assert.Equal(t, p, back)
	_, err = picture.ParsePolicy([]byte(`{"system": []}`))
	require.ErrorContains(t, err, "system")
	assert.Contains(t, picture.Fields(crm.KindContact), "mobile")
	assert.Nil(t, picture.Fields(crm.KindOrder))
}

func TestManyCustomers(t *testing.T) {
	var records []crm.Record
	for i := range 5_000 {
		id := fmt.Sprint(i)
		records = append(records, rec("a", id, 1, &crm.Account{Name: "云帆" + id}), rec("b", id, 2, &crm.Account{Name: "云帆" + id, Tier: "A"}),
			rec("a", id, 1, &crm.Contact{Name: "张" + id, Account: id}), rec("b", id, 1, &crm.Order{Number: id, Account: id}))
	}
	for i := range 3_000 { // one customer with very many people of few names
		records = append(records, rec("a", fmt.Sprint("k", i), 1, &crm.Contact{Name: "王" + fmt.Sprint(i%3), Account: "0", Email: "info@x.cn"}))
	}
	clusters := make([]match.Cluster, 5_000)
	for i := range clusters {
		clusters[i].Members = []crm.Ref{account("a", fmt.Sprint(i)), account("b", fmt.Sprint(i))}
	}
	book := painter(t, picture.Policy{}).Paint(records, clusters)
	assert.Len(t, book.Customers, 5_000)
	assert.Len(t, book.Customers[0].Related, 1)
	assert.Empty(t, book.Loose)
}

func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte(`{"systems":["zoho","fxiaoke"],"fields":[{"kind":"account","field":"tier","by":"newest"}]}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := picture.ParsePolicy(text)
		if err != nil {
			return
		}
		painter, err := picture.Compile(p)
		if err != nil {
			return
		}
		records, clusters := world()
		book := painter.Paint(records, clusters)
		require.Len(t, book.Customers, 2)
	})
}

func BenchmarkPaint(b *testing.B) {
	var records []crm.Record
	clusters := make([]match.Cluster, 10_000)
	for i := range clusters {
		id := fmt.Sprint(i)
		records = append(records, rec("a", id, 1, &crm.Account{Name: "云帆软件有限公司" + id, Tier: "A"}), rec("b", id, 2, &crm.Account{Name: "云帆软件" + id, Tier: "B"}),
			rec("a", id, 1, &crm.Contact{Name: "张" + id, Account: id, Email: id + "@x.cn"}), rec("b", id, 1, &crm.Order{Number: id, Account: id}))
		clusters[i].Members = []crm.Ref{account("a", id), account("b", id)}
	}
	p := painter(b, picture.Policy{})
	b.ReportAllocs()
	for b.Loop() {
		p.Paint(records, clusters)
	}
}

package handover_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/handover"
)

func TestTeamsComeFromTheNearestOwner(t *testing.T) {
	o := mustCompile(t, handover.Book{
		Policy: byTeam(),
		Territories: []handover.Territory{
			{ID: "china", Team: []handover.Member{owner("wang", "1", ever), member("ted", "expert", "1/2", ever), member("pat", "expert", "1", ever)}},
			{
				ID: "east", Team: []handover.Member{owner("anna", "0.5", "2026-03-01/2026-06-01"), owner("bo", "0.5", "2026-03-01/2026-06-01"), member("ted", "expert", "0.25", ever), member("pat", "expert", "0", "2026-04-01/..")},
				Within: []handover.Placement{{Territory: "china", Period: kam.MustPeriod("2026-02-01/..")}},
			},
		},
		Accounts: []handover.Account{
			in(account("acme", owner("carl", "1", "2026-05-01/2026-05-02")), "east"),
			account("alone", member("ted", "expert", "1", ever)),
		},
	})
	for day, want := range map[string]string{
		"2026-01-31": "ted expert 0.25",
		"2026-02-01": "wang owner 1, pat expert 1, ted expert 0.25",
		"2026-02-28": "wang owner 1, pat expert 1, ted expert 0.25",
		"2026-03-01": "anna owner 0.5, bo owner 0.5, pat expert 1, ted expert 0.25",
		"2026-03-31": "anna owner 0.5, bo owner 0.5, pat expert 1, ted expert 0.25",
		"2026-04-01": "anna owner 0.5, bo owner 0.5, ted expert 0.25",
		"2026-05-01": "carl owner 1, ted expert 0.25",
		"2026-05-02": "anna owner 0.5, bo owner 0.5, ted expert 0.25",
		"2026-06-01": "wang owner 1, ted expert 0.25",
		"2025-12-31": "",
	} {
		assert.Equal(t, want, seats(o.TeamOn("acme", kam.MustDay(day))), day)
	}
	assert.Equal(t, handover.Source{Territory: "china"}, o.TeamOn("acme", kam.MustDay("2026-06-01"))[0].Of)
	assert.Empty(t, o.TeamOn("nobody", kam.MustDay("2026-06-01")))
	assert.Empty(t, o.TeamOn("acme", kam.Day{}))
	assert.Empty(t, o.TeamOn("acme", kam.MustDay("9999-12-31")))
	assert.Len(t, o.Warnings(), 2)
	for _, w := range o.Warnings() {
		assert.Equal(t, kam.Warning, w.Severity)
		good(t, w)
	}
	assert.Contains(t, o.Warnings()[0].Message.EN, "2026-01-01 to 2026-01-31")
	assert.Contains(t, o.Warnings()[1].Message.EN, "from 2026-01-01 on")
}

func TestEveryFaultOfABookIsReported(t *testing.T) {
	b := handover.Book{
		Policy: handover.Policy{By: "stage", House: ""},
		Territories: []handover.Territory{
			{ID: "a", Within: []handover.Placement{{Territory: "b", Period: kam.MustPeriod(ever)}}},
			{ID: "a"},
			{ID: "b", Within: []handover.Placement{{Territory: "zz", Period: kam.MustPeriod(ever)}, {Territory: "a", Period: kam.Period{}}}},
		},
		Accounts: []handover.Account{
			{ID: "x", Active: kam.Period{}, Team: []handover.Member{owner("anna", "0.5", ever), owner("bo", "1/3", ever)}},
			account("y", owner("anna", "0", ever), owner("bo", "1.5", ever), owner("", "1/30000", ever), member("ted", "expert", "0", ever)),
			account("z", owner("anna", "0.5", "2026-01-01/2026-03-01"), owner("anna", "0.5", "2026-02-28/2026-04-01")),
			{ID: "w", Active: kam.MustPeriod(ever), Within: []handover.Placement{{Territory: "a", Period: kam.MustPeriod(ever)}, {Territory: "b", Period: kam.MustPeriod(ever)}}},
		},
		Opportunities: []handover.Opportunity{
			{ID: "o", Account: "nope", Open: kam.MustPeriod(ever), Stages: []handover.StageOwner{
				{Stage: "won", Payee: "anna", Period: kam.MustPeriod(ever)}, {Stage: "won", Payee: "bo", Period: kam.MustPeriod("2026-05-01/..")},
			}},
		},
		Kept: []handover.Kept{{Deal: "d"}, {Deal: "e", Period: kam.MustPeriod("2026-01-01/2026-05-01"), Team: []handover.Share{{Payee: "anna", Share: kam.MustFraction("0.5")}}}},
	}
	_, err := handover.Compile(b)
	assert.ElementsMatch(t, []string{
		"handover.policy $.policy.by", "handover.id $.policy.house",
		"handover.twice $.territories[1].id", "handover.unknown $.territories[2].within[0].territory", "handover.period $.territories[2].within[1].period",
		"handover.period $.accounts[0].active", "handover.shares $.accounts[0].team",
		"handover.share $.accounts[1].team[0].share", "handover.share $.accounts[1].team[1].share", "handover.id $.accounts[1].team[2].payee", "handover.share $.accounts[1].team[2].share",
		"handover.overlap $.accounts[2].team[1].period", "handover.overlap $.accounts[3].within[1].period",
		"handover.unknown $.opportunities[0].account", "handover.overlap $.opportunities[0].stages[1].period",
		"handover.period $.kept[0].period", "handover.too-few $.kept[0].team", "handover.shares $.kept[1].team",
	}, codes(t, err))
}

func TestPolicyOfStages(t *testing.T) {
	stage := func(name, share string) handover.StageShare {
		return handover.StageShare{Stage: name, Share: kam.MustFraction(share)}
	}
	for name, c := range map[string]struct {
		policy handover.Policy
		want   []string
	}{
		"good":        {handover.Policy{By: handover.ByStages, House: "h", Handed: handover.ByDays, Stages: []handover.StageShare{stage("a", "1/3"), stage("b", "2/3")}}, nil},
		"no sum":      {handover.Policy{By: handover.ByStages, House: "h", Handed: handover.ByDays, Stages: []handover.StageShare{stage("a", "1/3"), stage("b", "0.6666")}}, []string{"handover.shares $.policy.stages"}},
		"no reading":  {handover.Policy{By: handover.ByStages, House: "h", Stages: []handover.StageShare{stage("a", "1")}}, []string{"handover.policy $.policy.handed"}},
		"no stages":   {handover.Policy{By: handover.ByStages, House: "h", Handed: handover.LastOwner}, []string{"handover.too-few $.policy.stages"}},
		"twice":       {handover.Policy{By: handover.ByStages, House: "h", Handed: handover.LastOwner, Stages: []handover.StageShare{stage("a", "0.5"), stage("a", "0.5")}}, []string{"handover.twice $.policy.stages[1].stage"}},
		"not by team": {handover.Policy{By: handover.ByTeam, House: "h", Handed: handover.LastOwner}, []string{"handover.policy $.policy"}},
	} {
		_, err := handover.Compile(handover.Book{Policy: c.policy})
		if c.want == nil {
			require.NoError(t, err, name)
			continue
		}
		assert.Equal(t, c.want, codes(t, err), name)
	}
}

func TestLoopsOfTerritories(t *testing.T) {
	within := func(id, up, period string) handover.Territory {
		return handover.Territory{ID: id, Within: []handover.Placement{{Territory: up, Period: kam.MustPeriod(period)}}}
	}
	_, err := handover.Compile(handover.Book{Policy: byTeam(), Territories: []handover.Territory{
		within("a", "b", "2026-01-01/2026-03-01"), within("b", "c", "2026-02-01/2026-05-01"), within("c", "a", "2026-02-28/2026-06-01"),
	}})
	assert.Equal(t, []string{"handover.loop territory a", "handover.loop territory b", "handover.loop territory c"}, codes(t, err))
	require.ErrorContains(t, err, "2026-02-28")
	mustCompile(t, handover.Book{Policy: byTeam(), Territories: []handover.Territory{
		within("a", "b", "2026-01-01/2026-03-01"), within("b", "c", "2026-02-01/2026-05-01"), within("c", "a", "2026-03-01/2026-06-01"),
	}})
	chain := func(n int) handover.Book {
		b := handover.Book{Policy: byTeam(), Territories: []handover.Territory{{ID: "t0"}}}
		for i := 1; i <= n; i++ {
			b.Territories = append(b.Territories, within(fmt.Sprint("t", i), fmt.Sprint("t", i-1), ever))
		}
		return b
	}
	mustCompile(t, chain(handover.MaxDepth))
	_, err = handover.Compile(chain(handover.MaxDepth + 1))
	assert.Equal(t, []string{fmt.Sprint("handover.too-deep territory t", handover.MaxDepth+1)}, codes(t, err))
}

func TestTheNormalFormSaysTheSame(t *testing.T) {
	split := handover.Book{Policy: byTeam(), Accounts: []handover.Account{
		account("b", owner("bo", "2/4", "2026-03-01/.."), owner("anna", "1/2", ever), owner("bo", "1/2", "2026-01-01/2026-03-01")),
		account("a"),
	}}
	split.Accounts[1].Active = kam.MustPeriod("2026-01-01/2026-01-02")
	b := mustCompile(t, split).Book()
	assert.Equal(t, "a", b.Accounts[0].ID)
	assert.Equal(t, []handover.Member{member("anna", "owner", "0.5", ever), member("bo", "owner", "0.5", ever)}, b.Accounts[1].Team)
	assert.Equal(t, b, mustCompile(t, b).Book())
	b.Accounts[1].Team[0].Payee = "changed"
	assert.Equal(t, "bo", split.Accounts[0].Team[0].Payee)
}

func TestParseBookIsStrict(t *testing.T) {
	_, err := handover.ParseBook([]byte(`{"policy": {"by": "team", "hous": "h"}, "accounts": [{"id": "a", "active": "2026-13-01/.."}]}`))
	assert.ElementsMatch(t, []string{"handover.unknown-key", "handover.text"}, strings.Fields(strings.ReplaceAll(strings.Join(firsts(codes(t, err)), " "), ",", "")))
	b, err := handover.ParseBook([]byte(`{"policy": {"by": "team", "house": "h"}, "accounts": [{"id": "a", "active": "2026-01-01/..", "weight": "2.5", "team": [{"payee": "anna", "share": "1", "period": "2026-01-01/.."}]}]}`))
	require.NoError(t, err)
	mustCompile(t, b)
	_, err = handover.ParseChange([]byte(`{"on": "2026-02-30"}`))
	assert.Error(t, err)
}

func firsts(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i], _, _ = strings.Cut(s, " ")
	}
	return out
}

func FuzzParseBook(f *testing.F) {
	f.Add([]byte(`{"policy": {"by": "stages", "house": "h", "handed": "by-days", "stages": [{"stage": "a", "share": "1"}]}, "accounts": [{"id": "a", "active": "2026-01-01/..", "team": [{"payee": "anna", "share": "1/3", "period": "2026-01-01/.."}]}]}`))
	f.Add([]byte(`{"territories": [{"id": "t", "within": [{"territory": "t", "period": "2026-01-01/.."}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := handover.ParseBook(data)
		if err != nil {
			return
		}
		o, err := handover.Compile(b)
		if err != nil {
			return
		}
		normal := o.Book()
		again, err := handover.Compile(normal)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(normal)
		z, _ := json.Marshal(again.Book())
		if string(a) != string(z) {
			t.Fatalf("%s\n%s", a, z)
		}
	})
}

func FuzzParseChange(f *testing.F) {
	f.Add([]byte(`{"id": "c", "on": "2026-07-01", "reason": "r", "approvedBy": "v", "unowned": "house", "moves": [{"from": "anna", "all": true, "to": [{"payee": "bo", "share": "1"}]}], "transition": [{"months": 3, "old": "0.5"}]}`))
	f.Add([]byte(`{"id": "c", "on": "2026-07-01", "reason": "r", "approvedBy": "v", "unowned": "leave", "set": {"teams": [{"account": "acme", "team": []}], "quotas": [{"plan": "kam", "measure": "revenue", "period": "2026-07-01/2026-10-01", "from": "anna", "to": "bo", "amount": "3"}]}}`))
	o, err := handover.Compile(handover.Book{Policy: byTeam(), Accounts: []handover.Account{account("acme", owner("anna", "1", ever)), account("bolt", owner("bo", "1", ever))}})
	if err != nil {
		f.Fatal(err)
	}
	r := roster("anna", "bo")
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := handover.ParseChange(data)
		if err != nil {
			return
		}
		p, err := o.Preview(c, r, []handover.Deal{{ID: "d", Account: "acme", On: kam.MustDay("2026-08-01"), Amount: dec("100.01")}})
		if err != nil {
			return
		}
		if _, _, err := o.Apply(c, r, p.Digest()); err != nil {
			t.Fatal(err)
		}
		undo := p.Reverse("undo", "r", "v")
		if _, err := p.Ownership().Preview(undo, p.Roster(), nil); err != nil {
			t.Fatal(err)
		}
	})
}

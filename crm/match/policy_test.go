package match_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestCompileReportsEveryFault(t *testing.T) {
	say := kam.Text{EN: "x", ZH: "甲"}
	_, err := match.Compile(match.Policy{
		Within: "maybe", MaxBlock: 1, MaxCluster: 1001, PublicDomains: []string{"mail.cn", "nothing"},
		Rules: []match.Rule{
			{ID: "a", If: map[match.Feature][]string{match.Core: {"equal", "near"}}, Then: match.Same, Because: say},
			{ID: "a", If: map[match.Feature][]string{match.Core: {"equal"}, match.Place: {"equal"}}, Then: match.Same, Because: say},
			{ID: "", If: map[match.Feature][]string{"colour": {"red"}, match.Place: {"here"}, match.Unit: {}}, Then: "perhaps", Because: kam.Text{EN: "x"}, Apart: true},
		},
	})
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	var got []string
	for _, f := range invalid.Findings {
		got = append(got, f.Code+" "+f.Place)
		assert.NotEmpty(t, f.Remedy.ZH, f.Code)
		wordtest.Formatted(t, f.String()+f.In(kam.Chinese))
	}
	assert.ElementsMatch(t, []string{
		"match.within $.within", "match.too-few $.maxBlock", "match.too-many $.maxCluster", "match.domain $.publicDomains[1]",
		"match.twice $.rules[1].id", "match.unreachable $.rules[1]",
		"match.id $.rules[2].id", "match.feature $.rules[2].if[\"colour\"]", "match.word $.rules[2].if.place[0]", "match.word $.rules[2].if.unit",
		"match.answer $.rules[2].then", "match.text $.rules[2].because", "match.apart $.rules[2].apart", "match.last $.rules[2].if",
	}, got)

	_, err = match.Compile(match.Policy{})
	require.ErrorContains(t, err, "$.rules")
}

func TestPolicyAsJSON(t *testing.T) {
	text, err := json.Marshal(match.Standard())
	require.NoError(t, err)
	back, err := match.ParsePolicy(text)
	require.NoError(t, err)
	assert.Equal(t, match.Standard(), back)
	_, err = match.ParsePolicy([]byte(`{"rules": [{"id": "a", "iff": {}}]}`))
	require.ErrorContains(t, err, "iff")
}

func TestDecisionsAsJSON(t *testing.T) {
	all := match.Decisions{Decisions: []match.Decision{decided("a:1", "b:1", match.Same, "li", 1)}}
	text, err := json.Marshal(all)
	require.NoError(t, err)
	back, err := match.ParseDecisions(text)
	require.NoError(t, err)
	assert.Equal(t, all, back)
	_, err = match.ParseDecisions([]byte(`[]`))
	require.Error(t, err)
}

func TestPolicyIsCopied(t *testing.T) {
	p := match.Standard()
	m, err := match.Compile(p)
	require.NoError(t, err)
	p.Rules[0].Then = match.Different
	p.Rules[0].If[match.Code][0] = "different"
	assert.Equal(t, match.Same, m.Compare(given("a:1", "云帆", codeA), given("b:1", "云帆", codeA)).Answer)
}

func TestParties(t *testing.T) {
	records := []crm.Record{
		{Ref: ref("a:2"), Modified: day(1), Data: &crm.Account{Name: "启明信息"}},
		{Ref: ref("a:1"), Modified: day(1), Data: &crm.Account{Name: "旧名"}},
		{Ref: ref("a:1"), Modified: day(2), Data: &crm.Account{Name: "云帆软件", Phone: "13800138000", Website: "yunfan.cn", Address: crm.Address{City: "上海"}}},
		{Ref: ref("a:3"), Modified: day(1), Deleted: true},
		{Ref: crm.Ref{System: "a", Kind: crm.KindContact, ID: "1"}, Modified: day(1), Data: &crm.Contact{Name: "李娜", Account: "1", Email: "li@yunfan.cn"}},
	}
	assert.Equal(t, []match.Party{
		{Ref: ref("a:1"), Name: "云帆软件", Website: "yunfan.cn", Phones: []string{"13800138000"}, Mails: []string{"li@yunfan.cn"}, City: "上海"},
		{Ref: ref("a:2"), Name: "启明信息"},
	}, match.Parties(records))
	assert.Empty(t, match.Parties(nil))
}

func FuzzParsePolicy(f *testing.F) {
	text, err := json.Marshal(match.Standard())
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"rules":[{"id":"x","then":"ask","because":{"en":"a","zh":"b"}}],"within":"ask"}`))
	f.Add([]byte(`{"decisions":[{"a":{"system":"a","kind":"account","id":"1"},"at":"2026-01-01T00:00:00Z"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if d, err := match.ParseDecisions(text); err == nil {
			_, err := standard(t).Match([]match.Party{given("a:1", "云帆", ""), given("b:1", "云帆", "")}, d.Decisions)
			require.NoError(t, err)
		}
		p, err := match.ParsePolicy(text)
		if err != nil {
			return
		}
		m, err := match.Compile(p)
		if err != nil {
			return
		}
		r, err := m.Match([]match.Party{given("a:1", "云帆软件", ""), given("b:1", "云帆软件", "")}, nil)
		require.NoError(t, err)
		require.NotEmpty(t, fmt.Sprint(r.Clusters))
	})
}

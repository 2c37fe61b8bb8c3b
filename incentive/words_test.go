package incentive_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
)

// What other products call it stands in the package text and in both READMEs, and what stands there compiles.
func TestWordsOfOtherProducts(t *testing.T) {
	component := func(rest string) string {
		return `{"components": [{"name": "commission", "measure": "revenue", ` + rest + `}]}`
	}
	measured := func(measure, rest string) string {
		return `{"measures": [` + measure + `], "components": [{"name": "commission", "measure": "m", ` + rest + `}]}`
	}
	const (
		count    = `{"name": "m", "base": "count", "credits": ["own"], "window": "period"}`
		some     = `{"credits": [{"name": "own", "to": "owner", "share": "1", "when": {"attribute": "product", "in": ["new"]}}], `
		recovery = `"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"`
	)
	terms := func(rest string) string { return `{"payout": {` + rest + `, ` + recovery + `}}}` }
	draws := func(rest string) string {
		return `{"payout": {` + rest + `, ` + recovery + `, "position": "after-draw"}}}`
	}
	credit := func(rule string) string { return `{"credits": [{"name": "own", "share": "1", ` + rule + `}]}` }
	of := func(base string) string {
		return credit(`"to": "manager", "level": 1, "base": "` + base + `", "of": ["lead/override"]`)
	}
	words := map[string][]string{
		"accelerator": {component(`"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "5000", "rate": "0.2"}]}`)},
		"kicker": {
			component(`"curve": {"basis": "amount", "shape": "step", "amount": "500", "points": [{"at": "0", "pays": "0"}, {"at": "1000", "pays": "1"}]}`),
			component(`"rate": "0.1", "multipliers": [{"basis": "amount", "apply": "whole", "bands": [{"from": "0", "factor": "1"}, {"from": "1000", "factor": "1.5"}]}]`),
		},
		"repeating amount": {component(`"every": {"each": "10000", "pays": "50"}`), measured(count, `"every": {"each": "1", "pays": "50"}`)},
		"SPIFF": {
			some + measured(count, `"every": {"each": "1", "pays": "50"}`)[1:],
			some + measured(count, `"curve": {"basis": "units", "shape": "step", "amount": "500", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}`)[1:],
		},
		"rate change": {`{"components": [{"name": "commission", "measure": "revenue", "rate": "0.1", "when": {"date": "booked", "until": "2026-07-01"}},
			{"name": "since-july", "measure": "revenue", "rate": "0.2", "when": {"date": "booked", "from": "2026-07-01"}}]}`},
		"MBO": {`{"credits": [], ` + measured(`{"name": "m", "base": "observation", "metric": "review", "credits": [], "window": "period"}`,
			`"curve": {"basis": "score", "shape": "linear", "amount": "500", "beyond": "flat", "points": [{"at": "0", "pays": "0"}, {"at": "100", "pays": "1"}]}`)[1:]},
		"linked component": {`{"components": [{"name": "commission", "measure": "revenue", "rate": "0.1"}, {"name": "more", "measure": "revenue", "rate": "0.01", "gates": [{"basis": "amount", "at": "10", "kind": "cliff"}]}]}`},
		"ramp":             nil, // of an assignment
		"draw":             {draws(`"draw": {"kind": "non-recoverable", "amount": "500", "for": {"partial": "by-days"}, "against": "earned", "belowZero": "keep"}, "leavers": {"held": "as-events", "debts": "as-terms"}`)},
		"holdback":         {terms(`"holdbacks": [{"parts": [{"share": "1/2", "on": "invoice"}, {"share": "1/2", "on": "after", "months": 3}], "sums": "spread"}], "leavers": {"held": "as-events", "debts": "as-terms"}`)},
		"clawback":         {terms(`"clawback": {"method": "percent", "share": "0.5", "base": "earned", "held": "keep"}`)},
		"true-up":          {`{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "year-to-date"}]}`},
		"overlay":          {credit(`"to": "role", "role": "expert"`)},
		"roll-up":          {credit(`"to": "manager", "level": 1`)},
		"override":         {of("commission-gross"), of("after-cap")},
		"contest":          {component(`"contest": {"basis": "amount", "prizes": ["500", "200"], "ties": "share", "held": "wait"}`)},
		"pool":             {component(`"pool": {"rate": "0.01", "key": "equal", "held": "wait"}`)},
	}
	for word, changes := range words {
		t.Run(word, func(t *testing.T) {
			for file, at := range map[string][2]string{
				"doc.go":             {"What other products call it", "What is not there"},
				"../README.md":       {"Words of other products", "What is not there"},
				"../README.zh-CN.md": {"其他产品的用语", "这里没有的"},
			} {
				text, err := os.ReadFile(file)
				require.NoError(t, err)
				_, table, found := strings.Cut(string(text), at[0])
				require.True(t, found, file)
				table, _, found = strings.Cut(table, at[1])
				require.True(t, found, file)
				assert.Contains(t, table, word, file)
			}
			for _, change := range changes {
				o := newOffice(t)
				var stated incentive.Plan
				require.NoError(t, json.Unmarshal([]byte(change), &stated))
				if stated.Credits != nil {
					o.sales.Credits = stated.Credits
				}
				if stated.Measures != nil {
					o.sales.Measures = stated.Measures
				}
				if stated.Components != nil {
					o.sales.Components = stated.Components
				}
				o.sales.Payout = stated.Payout
				_, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales, o.lead}})
				require.NoError(t, err, change)
			}
		})
	}
}

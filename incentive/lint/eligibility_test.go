package lint_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive/lint"
)

const rate5 = `"components": [{"name": "c", "measure": "revenue", "rate": "0.05"}]`

func TestEligibility(t *testing.T) { runAll(t, eligibilityCases()) }

func eligibilityCases() []worked {
	const fedBy = `"measures": [{"name": "revenue", "base": "amount", "credits": ["a", "b"], "window": "period"}], `
	when := func(a, b string) string {
		return `{"components": [{"name": "small", "measure": "revenue", "rate": "0.02", "when": ` + a + `}, {"name": "large", "measure": "revenue", "rate": "0.04", "when": ` + b + `}]}`
	}
	return []worked{
		{
			name: "two rules for everything",
			keys: `{` + fedBy + `"credits": [{"name": "a", "to": "owner", "share": "1"}, {"name": "b", "to": "owner", "share": "0.5"}], ` + rate5 + `}`,
			found: []string{
				"warning lint.credited-twice $.credits[1]",
			},
			says: `a deal is credited to the same recipient by "a" and by "b", and both pay; a deal of 10,000.00 CNY counts as 15,000.00 CNY in "c" and pays 750.00 CNY`,
		},
		{
			name: "two rules that meet in one product",
			keys: `{` + fedBy + `"credits": [{"name": "a", "to": "owner", "share": "1", "when": {"attribute": "product", "in": ["A", "B"]}}, {"name": "b", "to": "owner", "share": "1", "when": {"all": [{"attribute": "product", "in": ["B", "C"]}, {"number": "amount", "moreThan": "500"}]}}], ` + rate5 + `}`,
			found: []string{
				"warning lint.credited-twice $.credits[1]",
			},
			says: `a deal with product "B", amount 501 is credited to the same recipient by "a" and by "b", and both pay; a deal of 501.00 CNY counts as 1,002.00 CNY in "c" and pays 50.10 CNY`,
		},
		{
			name:  "two components that name one value",
			keys:  when(`{"attribute": "segment", "in": ["x", "y"]}`, `{"attribute": "segment", "in": ["y", "z"]}`),
			found: []string{"warning lint.overlap $.components[1].when"},
			says:  `"small" and "large" divide deals by segment, and both pay a deal with segment "y"; for a deal of 10,000.00 CNY the one pays 200.00 CNY and the other 400.00 CNY`,
		},
		{
			name:  "beside the same number and another attribute",
			keys:  when(`{"all": [{"attribute": "segment", "in": ["x", "y"]}, {"attribute": "region", "in": ["n", "s"]}, {"number": "term", "atLeast": "2"}]}`, `{"all": [{"number": "term", "atLeast": "2.0"}, {"attribute": "region", "in": ["s", "n"]}, {"attribute": "segment", "in": ["z", "y"]}]}`),
			found: []string{"warning lint.overlap $.components[1].when"},
			says:  `both pay a deal with segment "y"`,
		},
		{
			name:  "some values, and all but others",
			keys:  when(`{"attribute": "segment", "in": ["x", "y"]}`, `{"not": {"attribute": "segment", "in": ["x"]}}`),
			found: []string{"warning lint.overlap $.components[1].when"},
			says:  `both pay a deal with segment "y"`,
		},
		{name: "values that divide", keys: when(`{"attribute": "segment", "in": ["x", "y"]}`, `{"attribute": "segment", "in": ["z"]}`)},
		{name: "values and the rest", keys: when(`{"attribute": "segment", "in": ["x", "y"]}`, `{"not": {"attribute": "segment", "in": ["x", "y"]}}`)},
		{name: "more for one of the values", keys: when(`{"attribute": "segment", "in": ["x", "y"]}`, `{"attribute": "segment", "in": ["y"]}`)},
		{name: "more for the same values", keys: when(`{"attribute": "segment", "in": ["x", "y"]}`, `{"attribute": "segment", "in": ["y", "x"]}`)},
		{name: "by two attributes", keys: when(`{"attribute": "segment", "in": ["x", "y"]}`, `{"attribute": "region", "in": ["n"]}`)},
		{name: "the same values in regions that exclude each other", keys: when(`{"all": [{"attribute": "segment", "in": ["x", "y"]}, {"attribute": "region", "in": ["n"]}]}`, `{"all": [{"attribute": "segment", "in": ["y", "z"]}, {"attribute": "region", "in": ["s"]}]}`)},
		{name: "a kicker beside everything", keys: `{"components": [{"name": "all", "measure": "revenue", "rate": "0.02"}, {"name": "more", "measure": "revenue", "rate": "0.01", "when": {"attribute": "segment", "in": ["y"]}}]}`},
		{name: "two rules that exclude each other", keys: `{` + fedBy + `"credits": [{"name": "a", "to": "owner", "share": "1", "when": {"attribute": "product", "in": ["A"]}}, {"name": "b", "to": "owner", "share": "1", "when": {"not": {"attribute": "product", "in": ["A"]}}}], ` + rate5 + `}`},
		{name: "one of the two does not pay", keys: `{` + fedBy + `"credits": [{"name": "a", "to": "owner", "share": "1"}, {"name": "b", "to": "owner", "share": "0.5", "pays": false}], ` + rate5 + `}`},
		{
			name:  "two rules for one role",
			keys:  `{` + fedBy + `"credits": [{"name": "a", "to": "role", "role": "presales", "share": "1"}, {"name": "b", "to": "role", "role": "presales", "share": "1", "when": {"attribute": "new", "in": ["yes"]}}], ` + rate5 + `}`,
			found: []string{"warning lint.credited-twice $.credits[1]"},
			says:  `a deal of 10,000.00 CNY counts as 20,000.00 CNY in "c" and pays 1,000.00 CNY`,
		},
		{
			name:  "two rules for one manager",
			keys:  `{` + fedBy + `"credits": [{"name": "a", "to": "manager", "level": 1, "base": "amount", "share": "1"}, {"name": "b", "to": "manager", "level": 1, "base": "amount", "share": "1"}], ` + rate5 + `}`,
			found: []string{"warning lint.credited-twice $.credits[1]"},
		},
		{name: "managers of two levels", keys: `{` + fedBy + `"credits": [{"name": "a", "to": "manager", "level": 1, "base": "amount", "share": "1"}, {"name": "b", "to": "manager", "level": 2, "base": "amount", "share": "1"}], ` + rate5 + `}`},
		{name: "an overlay of another role", keys: `{` + fedBy + `"credits": [{"name": "a", "to": "owner", "share": "1"}, {"name": "b", "to": "role", "role": "presales", "share": "0.2"}], ` + rate5 + `}`},
		{
			name:  "shares above the whole",
			keys:  `{` + fedBy + `"credits": [{"name": "a", "to": "owner", "share": "0.6"}, {"name": "b", "to": "role", "role": "presales", "share": "0.5"}], ` + rate5 + `}`,
			found: []string{"warning lint.shares $.measures[0].credits"},
			says:  `the shares of a deal total 1.1: "a" 0.6, "b" 0.5; of a deal of 100,000.00 CNY, 110,000.00 CNY is credited`,
		},
		{
			name:  "shares below the whole",
			keys:  `{` + fedBy + `"credits": [{"name": "a", "to": "owner", "share": "1/3"}, {"name": "b", "to": "role", "role": "presales", "share": "1/3"}], ` + rate5 + `}`,
			found: []string{"warning lint.shares $.measures[0].credits"},
			says:  `total ≈0.6667`,
		},
		{name: "shares of the whole", keys: `{` + fedBy + `"credits": [{"name": "a", "to": "owner", "share": "0.85"}, {"name": "b", "to": "role", "role": "sdr", "share": "0.15"}], ` + rate5 + `}`},
		{
			name:  "an empty condition",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "rate": "0.05", "when": {"number": "amount", "atLeast": "100", "below": "100"}}]}`,
			found: []string{"warning lint.never-holds $.components[0].when"},
		},
		{
			name:  "a condition below the smallest amount",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "rate": "0.05", "when": {"number": "amount", "moreThan": "1", "below": "1.0001"}}]}`,
			found: []string{"warning lint.never-holds $.components[0].when"},
		},
		{name: "the smallest amount", keys: `{"components": [{"name": "c", "measure": "revenue", "rate": "0.05", "when": {"number": "amount", "moreThan": "1", "below": "1.0002"}}]}`},
		{
			name:  "values that exclude each other",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "rate": "0.05", "when": {"all": [{"attribute": "product", "in": ["A"]}, {"attribute": "product", "in": ["B"]}]}}]}`,
			found: []string{"warning lint.never-holds $.components[0].when"},
		},
		{name: "a bound that each side counts its own way", keys: when(`{"number": "amount", "below": "10000"}`, `{"number": "amount", "atLeast": "10000"}`)},
		{
			name:  "a bound that both count",
			keys:  when(`{"number": "amount", "atMost": "10000"}`, `{"number": "amount", "atLeast": "10000"}`),
			found: []string{"warning lint.overlap $.components[1].when"},
			says:  `"small" and "large" divide deals by amount, and both pay a deal with amount of 10000; for a deal of 10,000.00 CNY the one pays 200.00 CNY and the other 400.00 CNY`,
		},
		{
			name:  "a bound that neither counts",
			keys:  when(`{"number": "amount", "below": "10000"}`, `{"number": "amount", "moreThan": "10000"}`),
			found: []string{"warning lint.hole $.components[1].when"},
			says:  `neither selects a deal with amount of 10000`,
		},
		{name: "one that lies in the other adds to it", keys: when(`{"number": "amount", "atLeast": "100"}`, `{"number": "amount", "atLeast": "10000"}`)},
		{
			name:  "a hole between rules",
			keys:  `{` + fedBy + `"credits": [{"name": "a", "to": "owner", "share": "1", "when": {"all": [{"attribute": "product", "in": ["A"]}, {"number": "discount", "atMost": "0.1"}]}}, {"name": "b", "to": "owner", "share": "0.5", "when": {"all": [{"number": "discount", "atLeast": "0.2"}, {"attribute": "product", "in": ["A"]}]}}], ` + rate5 + `}`,
			found: []string{"warning lint.hole $.credits[1].when"},
			says:  `neither selects a deal with discount of 0.15`,
		},
	}
}

func TestFeeding(t *testing.T) { runAll(t, feedingCases()) }

func feedingCases() []worked {
	const score = `"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}, {"name": "nps", "base": "observation", "metric": "nps"}],
		"components": [{"name": "c", "measure": "revenue", "rate": "0.01", "gates": [{"measure": "nps", "basis": "score", "at": "50"}]}]`
	return []worked{
		{
			name:  "a measure that nothing moves",
			keys:  `{"credits": [{"name": "own", "to": "owner", "share": "1", "retires": false}], "components": [{"name": "c", "measure": "revenue", "rate": "0.01"}, {"name": "d", "measure": "revenue", "rate": "0.01", "gates": [{"basis": "attainment", "at": "0.1"}]}]}`,
			found: []string{"warning lint.unmoved-measure $.measures[0]"},
			says:  `no credit of "revenue" counts for it, so that it stays where it starts, and "d" look at where it stands`,
		},
		{name: "a measure that one rate pays on", keys: `{"credits": [{"name": "own", "to": "owner", "share": "1", "retires": false}], "components": [{"name": "c", "measure": "revenue", "rate": "0.01"}]}`},
		{name: "metrics are not checked unless they are listed", keys: `{` + score + `}`},
		{name: "a metric that is supplied", keys: `{` + score + `}`, policy: lint.Policy{Metrics: []string{"nps"}}},
		{
			name: "a metric that nobody supplies", keys: `{` + score + `}`, policy: lint.Policy{Metrics: []string{}},
			found: []string{"warning lint.unfed-observation $.measures[1].metric"},
		},
		{name: "no whole period", keys: `{"effective": "2026-01-02/2026-02-28", ` + rate5 + `}`, found: []string{"warning lint.no-period $.effective"}},
		{
			name:  "a fund below its prizes",
			keys:  `{"components": [{"name": "c", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["3000", "2000", "1000"], "fund": "4000", "ties": "share", "held": "wait"}}]}`,
			found: []string{"warning lint.fund-below-prizes $.components[0].contest.fund"},
			says:  "the prizes total 6,000.00 CNY and the fund is 4,000.00 CNY: when every place is taken, the first prize of 3,000.00 CNY becomes 2,000.00 CNY",
		},
		{name: "a fund of its prizes", keys: `{"components": [{"name": "c", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["3000", "2000", "1000"], "fund": "6000", "ties": "share", "held": "wait"}}]}`},
		{
			name: "a contest beyond reach", policy: lint.Policy{Highest: map[string]decimal.Decimal{"revenue": dec("1000000")}},
			keys:  `{"components": [{"name": "c", "measure": "revenue", "contest": {"basis": "amount", "atLeast": "1000001", "prizes": ["3000"], "ties": "share", "held": "wait"}}]}`,
			found: []string{"warning lint.unreachable-gate $.components[0].contest.atLeast"},
		},
		{
			name:  "a quota of zero that cannot count",
			keys:  `{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period", "zeroQuota": "1"}], "components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.05"}]}}]}`,
			found: []string{"warning lint.zero-quota $.measures[0].zeroQuota"},
		},
	}
}

func TestRounding(t *testing.T) { runAll(t, roundingCases()) }

func roundingCases() []worked {
	return []worked{
		{name: "cents", keys: `{` + rate5 + `}`},
		{
			name: "whole yuan a deal", keys: `{"rounding": {"step": "credit", "mode": "half-up", "places": 0}, "components": [{"name": "c", "measure": "revenue", "rate": "0.0123"}]}`,
			found: []string{"warning lint.rounding-loss $.rounding"},
			says:  `100 deals of 1,000.99 CNY each earn 1,200.00 CNY in "c", and 1,231.2177 CNY if only their sum is rounded, to 6 places: rounding takes 31.2177 CNY`,
		},
		{name: "whole yuan a statement", keys: `{"rounding": {"step": "statement", "mode": "half-up", "places": 0}, "components": [{"name": "c", "measure": "revenue", "rate": "0.0123"}]}`},
		{
			name: "more loss is allowed", policy: lint.Policy{Loss: some("0.026")},
			keys: `{"rounding": {"step": "credit", "mode": "half-up", "places": 0}, "components": [{"name": "c", "measure": "revenue", "rate": "0.0123"}]}`,
		},
		{
			name: "always down", keys: `{"rounding": {"step": "credit", "mode": "down"}, ` + rate5 + `}`,
			found: []string{"warning lint.one-sided-rounding $.rounding.mode"},
			says:  `the mode "down" never rounds to the nearest: on pay above zero the difference always goes to the employer; 100 deals of 1,000.99 CNY each earn 5,004.00 CNY in "c", and 5,004.95 CNY if only their sum is rounded, to 6 places: rounding takes 0.95 CNY`,
		},
		{
			name: "always up", keys: `{"rounding": {"step": "credit", "mode": "ceil"}, ` + rate5 + `}`,
			found: []string{"warning lint.one-sided-rounding $.rounding.mode", "warning plan.asymmetric-rounding $.rounding.mode"},
			says:  "always goes to the payee",
		},
		{
			name: "finer than a coin", keys: `{"rounding": {"step": "credit", "mode": "half-up", "places": 4}, ` + rate5 + `}`,
			found: []string{"warning lint.places $.rounding.places"},
		},
		{
			name: "finer than a coin, and converted", keys: `{"rounding": {"step": "credit", "mode": "half-up", "places": 4}, "payout": {"convert": {"policy": "plan", "refunds": "original", "mode": "half-up"}, "recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}}, ` + rate5 + `}`,
		},
	}
}

func TestDebts(t *testing.T) {
	recovery := func(share, least string) string {
		return `{"payout": {"recovery": {"order": "oldest-first", "maxShareOfPay": "` + share + `", "protectedMinimum": "` + least + `"}}, ` + rate5 + `}`
	}
	policy := lint.Policy{Off: []lint.Code{lint.CodeReading}}
	for name, c := range map[string]struct {
		keys, says string
		found      []string
	}{
		"recovered":            {recovery("0.5", "9999.99"), "", nil},
		"nothing may pay back": {recovery("0", "0"), "a debt of 10,000.00 CNY is still 10,000.00 CNY after any number of periods", []string{"warning lint.debt $.payout.recovery.maxShareOfPay"}},
		"too much is kept":     {recovery("1", "10000"), "the payee keeps 10,000.00 CNY of each period's pay", []string{"warning lint.debt $.payout.recovery.protectedMinimum"}},
		"no terms": {
			`{` + rate5 + `}`, `a deal of 100,000.00 CNY of "revenue" earns 5,000.00 CNY, and its refund in the next period -5,000.00 CNY`,
			[]string{"info lint.debt $.components[0]"},
		},
		"no terms, and a refund that earns nothing": {`{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.05"}]}}]}`, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			found := lint.Check(book(plan(t, c.keys)), policy)
			assert.Equal(t, append([]string{}, c.found...), brief(t, found))
			if len(found) > 0 {
				assert.Contains(t, found[0].Message.EN, c.says)
			}
		})
	}
}

package lint_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
)

// variant is a defect with numbers of its own, and the same plan mended.
type variant struct {
	defect, mended string
	roster, better incentive.Roster
	code           string
	place          string
}

// numbers draws figures.
type numbers struct{ *rand.Rand }

// between returns a whole number from low to high, in steps.
func (r numbers) between(low, high, step int64) decimal.Decimal {
	return decimal.NewFromInt(low + step*r.Int64N((high-low)/step+1))
}

// of returns a whole number.
func (r numbers) of(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

// rising returns n numbers from low on, each at least one step above the one before.
func (r numbers) rising(n int, low, width, step int64) []decimal.Decimal {
	out := make([]decimal.Decimal, n)
	at := decimal.NewFromInt(low)
	for i := range out {
		at = at.Add(r.between(step, width, step))
		out[i] = at
	}
	return out
}

// rates returns n rates in thousandths, each above the one before.
func (r numbers) rates(n int) []decimal.Decimal {
	out := r.rising(n, 5, 30, 1)
	for i := range out {
		out[i] = out[i].Shift(-3)
	}
	return out
}

// number is the name of a number of a deal, and how fine it is.
func (r numbers) number() (string, int32) {
	switch r.IntN(4) {
	case 0:
		return "amount", 0
	case 1:
		return "discount", -2
	case 2:
		return "term", 0
	}
	return "margin-rate", -3
}

// rows are components that divide deals by a number: row i from bounds[i] to its end, upper and lower words as given.
func rows(r numbers, name string, bounds, ends, rates []decimal.Decimal, upper string) string {
	list := make([]string, len(bounds))
	for i := range bounds {
		end := ""
		if i < len(ends) && ends[i].IsPositive() {
			end = fmt.Sprintf(`, %q: %q`, upper, ends[i])
		}
		list[i] = fmt.Sprintf(`{"name": "row-%d", "measure": "revenue", "rate": %q, "when": {"number": %q, "atLeast": %q%s}}`, i, rates[i], name, bounds[i], end)
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return `{"components": [` + strings.Join(list, ", ") + `]}`
}

// bands writes steps with a key.
func bands(key string, from, pays []decimal.Decimal) string {
	list := make([]string, len(from))
	for i := range from {
		list[i] = fmt.Sprintf(`{"from": %q, %q: %q}`, from[i], key, pays[i])
	}
	return `"bands": [` + strings.Join(list, ", ") + `]`
}

func tiersOf(mode, basis string, from, pays []decimal.Decimal) string {
	return fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": %q, "basis": %q, %s}}]}`, mode, basis, bands("rate", from, pays))
}

// kinds are the kinds of the published defects, by the case that shows each.
func kinds() map[string]func(r numbers) variant {
	zero := decimal.Zero
	one := decimal.NewFromInt(1)
	// divided are bounds from zero on, fine as the number is.
	divided := func(r numbers) (string, []decimal.Decimal, decimal.Decimal) {
		name, places := r.number()
		bounds := append([]decimal.Decimal{zero}, r.rising(1+r.IntN(3), 0, 40, 1)...)
		for i := range bounds {
			bounds[i] = bounds[i].Shift(places)
		}
		return name, bounds, decimal.New(1, places-2)
	}
	steps := func(r numbers, n int) ([]decimal.Decimal, []decimal.Decimal) {
		return append([]decimal.Decimal{zero}, r.rising(n, 0, 90_000, 100)...), r.rates(n + 1)
	}
	return map[string]func(r numbers) variant{
		"SBL-MULT, cf-09: both ends belong to two rows": func(r numbers) variant {
			name, bounds, _ := divided(r)
			rates := r.rates(len(bounds))
			return variant{defect: rows(r, name, bounds, bounds[1:], rates, "atMost"), mended: rows(r, name, bounds, bounds[1:], rates, "below"), code: "lint.overlap"}
		},
		"rows that overlap by more than a point": func(r numbers) variant {
			name, bounds, small := divided(r)
			rates := r.rates(len(bounds))
			ends := append([]decimal.Decimal{}, bounds[1:]...)
			i := r.IntN(len(ends))
			ends[i] = ends[i].Add(small.Mul(r.between(1, 90, 1)))
			return variant{defect: rows(r, name, bounds, ends, rates, "below"), mended: rows(r, name, bounds, bounds[1:], rates, "below"), code: "lint.overlap"}
		},
		"oca-13: a gap between closed rows": func(r numbers) variant {
			name, bounds, small := divided(r)
			rates := r.rates(len(bounds))
			ends := append([]decimal.Decimal{}, bounds[1:]...)
			for i := range ends {
				ends[i] = ends[i].Sub(small)
			}
			return variant{defect: rows(r, name, bounds, ends, rates, "atMost"), mended: rows(r, name, bounds, bounds[1:], rates, "below"), code: "lint.hole"}
		},
		"S33: bands of a score with holes": func(r numbers) variant {
			scores := r.rising(3, 0, 20, 2)
			write := func(end decimal.Decimal) string {
				return fmt.Sprintf(`{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}, {"name": "score", "base": "observation", "metric": "score"}],
					"components": [{"name": "c", "measure": "revenue", "rate": "0.01", "multipliers": [{"on": "score", "basis": "score", "apply": "whole", "bands": [{"from": "0", "until": %q, "factor": "1"}, {"from": %q, "factor": "1.2"}, {"from": %q, "factor": "1.3"}]}]}]}`, end, scores[1], scores[2])
			}
			return variant{defect: write(scores[1].Sub(decimal.New(r.Int64N(9)+1, -1))), mended: write(scores[1]), code: "plan.tier-gap", place: "$.components[0].multipliers[0].bands[0].until"}
		},
		"tiers that overlap": func(r numbers) variant {
			from, rates := steps(r, 2)
			write := func(end decimal.Decimal) string {
				return fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "until": %q, "rate": %q}, {"from": %q, "rate": %q}, {"from": %q, "rate": %q}]}}]}`,
					end, rates[0], from[1], rates[1], from[2], rates[2])
			}
			return variant{defect: write(from[1].Add(r.between(1, 99, 1))), mended: write(from[1]), code: "plan.tier-overlap", place: "$.components[0].tiers.bands[0].until"}
		},
		"oca-24: nothing above a section": func(r numbers) variant {
			from, rates := steps(r, 2)
			whole := func(pays ...decimal.Decimal) string {
				return strings.Replace(tiersOf("whole", "amount", from, pays), `{"components"`, `{"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "transaction"}], "components"`, 1)
			}
			return variant{defect: whole(zero, rates[1], zero), mended: whole(zero, rates[1], rates[2]), code: "lint.pay-falls", place: "$.components[0].tiers.bands[2]"}
		},
		"TWO-MODES, ORA-FLAT-LOOKUP: one table, two modes": func(r numbers) variant {
			from, rates := steps(r, 1+r.IntN(3))
			mode := []string{"marginal", "whole"}[r.IntN(2)]
			same := make([]decimal.Decimal, len(rates))
			for i := range same {
				same[i] = rates[0]
			}
			return variant{defect: tiersOf(mode, "amount", from, rates), mended: tiersOf(mode, "amount", from, same), code: "lint.reading", place: "$.components[0].tiers"}
		},
		"TWO-MODES by attainment": func(r numbers) variant {
			from, rates := steps(r, 1+r.IntN(3))
			for i := range from {
				from[i] = from[i].Shift(-5)
			}
			mode := []string{"marginal", "whole"}[r.IntN(2)]
			same := make([]decimal.Decimal, len(rates))
			for i := range same {
				same[i] = rates[0]
			}
			return variant{defect: tiersOf(mode, "attainment", from, rates), mended: tiersOf(mode, "attainment", from, same), code: "lint.reading", place: "$.components[0].tiers"}
		},
		"MUL-TWO-MODES, CE-3.2: a grid on slices or on everything": func(r numbers) variant {
			write := func(first, second, third decimal.Decimal) string {
				apply := []string{"slice", "whole"}[r.IntN(2)]
				return fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "rate": %q, "multipliers": [{"basis": "attainment", "apply": %q, %s}]}]}`,
					r.rates(1)[0], apply, bands("factor", []decimal.Decimal{zero, r.between(80, 110, 1).Shift(-2), r.between(111, 150, 1).Shift(-2)}, []decimal.Decimal{first, second, third}))
			}
			factor := one.Add(r.between(1, 9, 1).Shift(-1))
			return variant{defect: write(one, factor, factor.Add(one)), mended: write(one, one, one), code: "lint.reading", place: "$.components[0].multipliers[0]"}
		},
		"CE-1.6, OI-GATE: everything past a gate, or the slice": func(r numbers) variant {
			kind := []string{"cliff", "deadband"}[r.IntN(2)]
			write := func(gate string) string {
				return fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "rate": %q%s}]}`, r.rates(1)[0], gate)
			}
			return variant{
				defect: write(fmt.Sprintf(`, "gates": [{"basis": "attainment", "at": %q, "kind": %q}]`, r.between(5, 99, 1).Shift(-2), kind)),
				mended: write(""), code: "lint.reading", place: "$.components[0].gates[0]",
			}
		},
		"CE-9: the rate of the plan, or of the day": func(r numbers) variant {
			policies := []string{"plan", "transaction-date", "period-end", "period-average"}
			write := func(conversion string) string {
				return fmt.Sprintf(`{%s"components": [{"name": "c", "measure": "revenue", "rate": %q}]}`, conversion, r.rates(1)[0])
			}
			return variant{
				defect: write(fmt.Sprintf(`"conversion": {"policy": %q, "refunds": "original"}, `, policies[r.IntN(len(policies))])),
				mended: write(""), code: "lint.reading", place: "$.conversion.policy",
			}
		},
		"gtm-05: 100 % of quota pays a part of the target": func(r numbers) variant {
			quota := r.between(10_000, 900_000, 1000)
			rate := r.rates(1)[0]
			at := r.between(80, 99, 1).Shift(-2)
			target := quota.Mul(rate).Mul(decimal.NewFromInt(12))
			keys := fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0"}, {"from": %q, "rate": %q}]}}]}`, at, rate)
			right := fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "rate": %q}]}`, rate)
			return variant{
				defect: keys, mended: right, code: "lint.below-target", place: "$.roster.assignments[0].target",
				roster: assigned(quota.String(), target.String()), better: assigned(quota.String(), target.String()),
			}
		},
		"gtm-09b: two slices with one rate": func(r numbers) variant {
			from, rates := steps(r, 2)
			i := 1 + r.IntN(2)
			same := append([]decimal.Decimal{}, rates...)
			same[i] = same[i-1]
			return variant{defect: tiersOf("marginal", "amount", from, same), mended: tiersOf("marginal", "amount", from, rates), code: "lint.same-rate", place: fmt.Sprintf("$.components[0].tiers.bands[%d]", i)}
		},
		"ORA-24B-STEP: a top tier that pays nothing": func(r numbers) variant {
			from, rates := steps(r, 3)
			return variant{
				defect: tiersOf("marginal", "amount", from, append(append([]decimal.Decimal{}, rates[:3]...), zero)), mended: tiersOf("marginal", "amount", from, rates),
				code: "lint.decelerator", place: "$.components[0].tiers.bands[3]",
			}
		},
		"PB-AFF: a cent more pays much more": func(r numbers) variant {
			from := append([]decimal.Decimal{zero}, r.rising(2, 100, 90_000, 100)...)
			rates := r.rates(3)
			rates[2] = rates[1].Add(r.between(20, 90, 1).Shift(-3))
			return variant{defect: tiersOf("whole", "amount", from, rates), mended: tiersOf("marginal", "amount", from, rates), code: "lint.cliff", place: "$.components[0].tiers.bands[2]"}
		},
		"XAC-PCT-ERR: per cent where shares are meant": func(r numbers) variant {
			percents := append([]decimal.Decimal{zero}, r.rising(2, 30, 50, 5)...)
			shares := make([]decimal.Decimal, len(percents))
			for i, p := range percents {
				shares[i] = p.Shift(-2)
			}
			rates, mode := r.rates(3), []string{"marginal", "whole"}[r.IntN(2)]
			return variant{defect: tiersOf(mode, "attainment", percents, rates), mended: tiersOf(mode, "attainment", shares, rates), code: "lint.unreached-tier", place: "$.components[0].tiers.bands[1]"}
		},
		"a tier that a deadband leaves nothing to": func(r numbers) variant {
			from, rates := steps(r, 2)
			write := func(at decimal.Decimal) string {
				return strings.TrimSuffix(tiersOf("marginal", "amount", from, rates), "}]}") + fmt.Sprintf(`}, "gates": [{"basis": "amount", "at": %q, "kind": "deadband"}]}]}`, at)
			}
			return variant{defect: fix(write(from[1].Add(r.between(0, 50, 1)))), mended: fix(write(from[1].Sub(one))), code: "lint.dead-tier", place: "$.components[0].tiers.bands[0]"}
		},
		"a tier that starts where a cap is full": func(r numbers) variant {
			from, rates := steps(r, 1)
			write := func(limit decimal.Decimal) string {
				return strings.TrimSuffix(tiersOf("marginal", "amount", from, rates), "}]}") + fmt.Sprintf(`}, "caps": [{"per": "component", "amount": %q}]}]}`, limit)
			}
			full := from[1].Mul(rates[0])
			return variant{defect: fix(write(full.Mul(r.between(1, 100, 1)).Shift(-2).Round(2))), mended: fix(write(full.Add(one))), code: "lint.tier-above-cap", place: "$.components[0].tiers.bands[1]"}
		},
		"pay that falls between two bounds": func(r numbers) variant {
			from, low, part := r.between(100, 90_000, 100), r.between(5, 20, 1), r.between(0, 90, 10)
			// The slope at the bound is twice the last rate less the first: below zero just below half.
			write := func(first, last decimal.Decimal) string {
				return tiersOf("interpolated-rate", "amount", []decimal.Decimal{zero, from}, []decimal.Decimal{first, last})
			}
			first := low.Shift(-2)
			half := first.Mul(decimal.New(5, -1))
			return variant{defect: write(first, half.Mul(part).Shift(-2)), mended: write(first, half.Add(half.Mul(part).Shift(-2))), code: "lint.pay-falls", place: "$.components[0].tiers.bands[1]"}
		},
		"a cap below what target pays": func(r numbers) variant {
			quota, rate := r.between(10_000, 900_000, 1000), r.rates(1)[0]
			full := quota.Mul(rate)
			forms := []string{`"components": [{"name": "c", "measure": "revenue", "rate": %q, "caps": [{"per": "component", "amount": %q}]}]`, `"components": [{"name": "c", "measure": "revenue", "rate": %q}], "caps": [{"per": "period", "amount": %q}]`}
			places := []string{"$.components[0].caps[0]", "$.caps[0]"}
			i := r.IntN(2)
			write := func(limit decimal.Decimal) string { return "{" + fmt.Sprintf(forms[i], rate, limit) + "}" }
			roster := assigned(quota.String(), full.Mul(decimal.NewFromInt(12)).String())
			return variant{defect: write(full.Sub(r.between(1, 40, 1))), mended: write(full.Add(r.between(0, 40, 1))), code: "lint.cap-below-target", place: places[i], roster: roster, better: roster}
		},
		"a cap that nobody on the roster meets": func(r numbers) variant {
			quota, rate := r.between(10_000, 900_000, 1000), r.rates(1)[0]
			most := quota.Mul(rate).Mul(decimal.NewFromInt(10))
			write := func(limit decimal.Decimal) string {
				return fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "rate": %q, "caps": [{"per": "component", "amount": %q}]}]}`, rate, limit)
			}
			roster := assigned(quota.String(), "")
			return variant{defect: write(most.Add(r.between(0, 900, 1))), mended: write(most.Sub(r.between(1, 40, 1).Shift(-2))), code: "lint.idle-cap", place: "$.components[0].caps[0]", roster: roster, better: roster}
		},
		"a deadband that takes all at target": func(r numbers) variant {
			rate := r.rates(1)[0]
			write := func(kind string, at decimal.Decimal) string {
				return fmt.Sprintf(`{"components": [{"name": "c", "measure": "revenue", "rate": %q, "gates": [{"basis": "attainment", "at": %q, "kind": %q}]}]}`, rate, at, kind)
			}
			return variant{defect: write("deadband", r.between(100, 300, 1).Shift(-2)), mended: write("cliff", r.between(1, 100, 1).Shift(-2)), code: "lint.below-target", place: "$.components[0].gates[0]"}
		},
		"a rate of 100 % or more, in every form": func(r numbers) variant {
			high, low := r.between(100, 900, 1).Shift(-2), r.between(1, 99, 1).Shift(-2)
			forms := []struct{ form, place string }{
				{`"rate": %q`, ".rate"},
				{`"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0"}, {"from": "0.5", "rate": %q}]}`, ".tiers.bands[1].rate"},
				{`"tiers": {"mode": "whole", "basis": "amount", "bands": [{"from": "0", "rate": %q}]}`, ".tiers.bands[0].rate"},
				{`"tiers": {"mode": "interpolated-amount", "basis": "amount", "bands": [{"from": "0", "amount": %q, "until": "1"}]}`, ".tiers.bands[0].amount"},
				{`"every": {"each": "1", "pays": %q}`, ".every"},
				{`"table": {"dimensions": [{"attribute": "product", "values": ["A"], "other": "refuse"}], "cells": [{"at": ["A"], "rate": %q}]}`, ".table.cells[0].rate"},
				{`"pool": {"rate": %q, "key": "equal", "held": "wait"}`, ".pool.rate"},
			}
			f := forms[r.IntN(len(forms))]
			write := func(rate decimal.Decimal) string {
				return `{"components": [{"name": "c", "measure": "revenue", ` + fmt.Sprintf(f.form, rate) + `}]}`
			}
			return variant{defect: write(high), mended: write(low), code: "lint.high-rate", place: "$.components[0]" + f.place}
		},
		"values that belong to two components": func(r numbers) variant {
			values := []string{"a", "b", "c", "d", "e", "f"}
			r.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
			first, shared := 1+r.IntN(2), 1+r.IntN(2)
			list := func(v []string) string { return `["` + strings.Join(v, `", "`) + `"]` }
			rates := r.rates(2)
			write := func(second []string) string {
				return fmt.Sprintf(`{"components": [{"name": "one", "measure": "revenue", "rate": %q, "when": {"attribute": "segment", "in": %s}}, {"name": "two", "measure": "revenue", "rate": %q, "when": {"attribute": "segment", "in": %s}}]}`,
					rates[0], list(values[:first+shared]), rates[1], list(second))
			}
			return variant{defect: write(values[first:]), mended: write(values[first+shared:]), code: "lint.overlap", place: "$.components[1].when"}
		},
		"CE-2.2, gtm-16: parts that are more than the whole": func(r numbers) variant {
			target, pay := r.between(6000, 9000, 100), r.between(4000, 5900, 100)
			first := r.between(55, 95, 1) // a part of what is earned, and the rest of the target
			write := func(second string) string {
				return fmt.Sprintf(`{"payout": {"recovery": {"order": "oldest-first", "maxShareOfPay": "1", "protectedMinimum": "0"}, "leavers": {"held": "forfeit", "debts": "as-terms"},
					"holdbacks": [{"sums": "at-once", "parts": [{"share": "%s/100", "on": "booking"}, {"share": %q, "on": "year-end"}]}]}, `+rate5+`}`, first, second)
			}
			rest := decimal.NewFromInt(100).Sub(first)
			return variant{defect: write(rest.Mul(target).String() + "/" + pay.Mul(decimal.NewFromInt(100)).String()), mended: write(rest.String() + "/100"), code: "payout.shares", place: "$.payout.holdbacks[0].parts"}
		},
	}
}

// fix removes the brace that closes the tiers twice.
func fix(s string) string { return strings.Replace(s, "]}}, \"", "]}, \"", 1) }

// TestDefectsOfEveryKind varies the numbers of each kind of published defect: every variant is found at its place, and the
// mended plan is not blamed for it.
func TestDefectsOfEveryKind(t *testing.T) {
	for name, make := range kinds() {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(variantsOf(3)) {
				v := make(numbers{rand.New(rand.NewPCG(seed, uint64(len(name))))})
				hits := found(t, v.defect, v.roster, v.code, v.place)
				require.NotEmpty(t, hits, "seed %d: %s", seed, v.defect)
				for _, f := range hits {
					good(t, f)
				}
				if v.code != string(lint.CodeReading) {
					v.place = "" // nowhere
				}
				require.Empty(t, found(t, v.mended, v.better, v.code, v.place), "seed %d: %s", seed, v.mended)
			}
		})
	}
}

// found returns the findings of a code, at a place where one is stated. A plan that cannot be read has its faults.
func found(t *testing.T, keys string, roster incentive.Roster, code, place string) kam.Findings {
	t.Helper()
	policy := lint.Policy{Off: []lint.Code{lint.CodeDebt}}
	if code != string(lint.CodeReading) {
		policy = quiet()
	}
	var out kam.Findings
	for _, f := range lint.CheckRoster(book(plan(t, keys)), roster, policy) {
		assert.True(t, f.Severity != kam.Error || f.Code == code, "%s: %s in %s", f.Code, f.Message.EN, keys)
		if f.Code == code && (place == "" || f.Place == place) {
			out.Add(f)
		}
	}
	return out
}

package incentive_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// everythingPlan uses most of what the language has for each deal: three components, of which one pays by a table of two
// attributes and one is multiplied by the attainment; shared deals, what goes up to managers, a gate, caps, and refunds.
const everythingPlan = `{"format": 1, "id": "sales", "version": 1, "currency": "CNY", "effective": "2026-01-01/2027-01-01", "period": "quarter",
"rounding": {"step": "credit", "places": 2, "mode": "half-up"}, "creditDate": "booked", "order": "numeric-id",
"refunds": {"method": "recalculate", "period": "current", "below": "carry-negative"},
"credits": [
  {"name": "own", "to": "owner", "share": "1", "split": "credit", "retires": true, "pays": true,
   "factor": {"by": "class", "values": {"new": "1", "renewal": "0.5", "service": "0.8"}, "other": "refuse"}},
  {"name": "team", "to": "manager", "level": 1, "vacancy": "skip", "base": "amount", "share": "0.2", "split": "credit", "retires": true, "pays": true}],
"measures": [{"name": "credited", "base": "amount", "credits": ["own", "team"], "window": "period"}],
"components": [
  {"name": "commission", "measure": "credited",
   "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.04"}, {"from": "1", "rate": "0.06"}, {"from": "1.5", "rate": "0.08"}]},
   "caps": [{"per": "credit", "on": "pay", "amount": "5000", "excess": "forfeit"}],
   "gates": [{"basis": "attainment", "at": "0.3", "kind": "cliff", "test": "period-end"}]},
  {"name": "mix", "measure": "credited",
   "table": {"dimensions": [{"attribute": "region", "values": ["north", "south"], "other": "south"}, {"attribute": "product", "values": ["A", "B"], "other": "nothing"}],
    "cells": [{"at": ["north", "A"], "rate": "0.01"}, {"at": ["north", "B"], "rate": "0.02"}, {"at": ["south", "A"], "rate": "0.005"}, {"at": ["south", "B"], "rate": "0.03"}]},
   "caps": [{"per": "component", "on": "pay", "ofTargetIncentive": "2", "excess": "forfeit"}]},
  {"name": "growth", "measure": "credited", "rate": "0.01",
   "multipliers": [{"basis": "attainment", "apply": "whole", "bands": [{"from": "0", "factor": "0.5"}, {"from": "1", "factor": "1"}, {"from": "1.2", "factor": "1.5"}]}]}],
"caps": [{"per": "period", "on": "pay", "ofTargetIncentive": "3", "excess": "forfeit"}]}`

// BenchmarkEverything is a run under a plan that uses most of what there is, beside one of [companyPlan]: of a deal that one
// person owns there are two credits and three components, of one in ten, which two share, there are three or four credits,
// and one in fifty is taken back in part on the last day.
func BenchmarkEverything(b *testing.B) {
	const deals = 500_000
	_, in, list := company(b, throng{deals, 1000, 0, 0})
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{planOf(b, everythingPlan)}})
	require.NoError(b, err)
	rnd := rand.New(rand.NewPCG(3, 4))
	var kinds []map[string]string
	for _, class := range []string{"new", "renewal", "service"} {
		for _, region := range []string{"north", "south", "west"} {
			for _, product := range []string{"A", "B", "C"} {
				kinds = append(kinds, map[string]string{"class": class, "region": region, "product": product})
			}
		}
	}
	for i := range list {
		d := &list[i]
		d.Attributes = kinds[rnd.IntN(len(kinds))]
		if rnd.IntN(10) == 0 {
			other := in.Roster.Payees[rnd.IntN(1000)].ID
			if other != d.Owner {
				d.Participants, d.Owner = []incentive.Participant{{Payee: d.Owner, Share: kam.Fraction{Num: 3, Den: 5}}, {Payee: other, Share: kam.Fraction{Num: 2, Den: 5}}}, ""
			}
		}
		if rnd.IntN(50) == 0 {
			list = append(list, incentive.Transaction{ID: strconv.Itoa(10_000_000 + i), Reverses: d.ID, Booked: firstQuarter.Until.AddDays(-1), Amount: decimal.New(-d.Amount.CoefficientInt64()/2, d.Amount.Exponent())})
		}
	}
	e, err := program.Enrol(b.Context(), in)
	require.NoError(b, err)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			opt := incentive.RunOptions{Workers: workers, Workspace: new(incentive.Workspace)}
			lines := int64(0)
			b.ReportAllocs()
			for b.Loop() {
				lines = visited(b, e, incentive.Transactions(list), opt)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(lines), "ns/line")
			b.ReportMetric(float64(lines)/3/float64(len(list)), "credits/transaction")
		})
	}
}

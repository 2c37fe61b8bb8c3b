package incentive_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// throng is how many deals of how many payees, and what part of them is the first payee's.
type throng struct {
	deals, payees int
	first         float64
	// scales is how many decimals the amounts have by turns.
	scales int32
}

// companyPlan pays deals by four marginal tiers of attainment, to owners and in part to those above them, with a cap on each
// deal and on the period, behind a gate.
const companyPlan = `{"format": 1, "id": "sales", "version": 1, "currency": "CNY", "effective": "2026-01-01/2027-01-01", "period": "quarter",
"rounding": {"step": "credit", "places": 2, "mode": "half-up"}, "creditDate": "booked", "order": "numeric-id",
"refunds": {"method": "recalculate", "period": "current", "below": "carry-negative"},
"credits": [
  {"name": "own", "to": "owner", "share": "1", "split": "credit", "retires": true, "pays": true,
   "factor": {"by": "class", "values": {"new": "1", "renewal": "0.5", "service": "0.8"}, "other": "refuse"}},
  {"name": "team", "to": "manager", "level": 1, "vacancy": "skip", "base": "amount", "share": "0.2", "split": "credit", "retires": true, "pays": true,
   "factor": {"by": "class", "values": {"new": "1", "renewal": "0.5", "service": "0.8"}, "other": "refuse"}}],
"measures": [{"name": "credited", "base": "amount", "credits": ["own", "team"], "window": "period"}],
"components": [{"name": "commission", "measure": "credited",
  "tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.04"}, {"from": "1", "rate": "0.06"}, {"from": "1.5", "rate": "0.08"}]},
  "caps": [{"per": "credit", "on": "pay", "amount": "50000", "excess": "forfeit"}],
  "gates": [{"basis": "attainment", "at": "0.3", "kind": "cliff", "test": "period-end"}]}],
"caps": [{"per": "period", "on": "pay", "ofTargetIncentive": "3", "excess": "forfeit"}]}`

// company makes a program, its inputs, and the deals apart from them.
func company(tb testing.TB, c throng) (*incentive.Program, incentive.Inputs, []incentive.Transaction) {
	tb.Helper()
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{planOf(tb, companyPlan)}})
	require.NoError(tb, err)
	in := incentive.Inputs{Period: firstQuarter}
	all := kam.MustPeriod("2026-01-01/2027-01-01")
	owned := float64(c.deals) / float64(c.payees)
	for i := range c.payees + c.payees/10 {
		id := strconv.Itoa(i + 1)
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: id})
		quota := decimal.New(int64(owned*float64(60_000+i%97*3000)), -2)
		in.Roster.Assignments = append(in.Roster.Assignments, incentive.Assignment{
			Payee: id, Plan: "sales", Version: 1, Period: all,
			Quotas: []incentive.Quota{{Measure: "credited", Period: firstQuarter, Amount: quota}},
			Target: incentive.Target{Amount: decimal.NewNullDecimal(quota.Shift(-2)), Per: kam.Quarter},
		})
		if i < c.payees {
			in.Roster.Reporting = append(in.Roster.Reporting, incentive.ReportingLine{Payee: id, Manager: strconv.Itoa(c.payees + 1 + i/10%max(c.payees/10, 1)), Period: all})
		}
	}
	rnd := rand.New(rand.NewPCG(1, uint64(c.deals)))
	classes := []map[string]string{{"class": "new"}, {"class": "renewal"}, {"class": "service"}}
	deals := make([]incentive.Transaction, c.deals)
	for i := range deals {
		owner := rnd.IntN(c.payees)
		if rnd.Float64() < c.first {
			owner = 0
		}
		places := int32(2)
		if c.scales > 0 {
			places = rnd.Int32N(c.scales + 1)
		}
		deals[i] = incentive.Transaction{
			ID: strconv.Itoa(i + 1), Owner: in.Roster.Payees[owner].ID, Booked: firstQuarter.From.AddDays(rnd.IntN(90)),
			Amount: decimal.New(10_000+rnd.Int64N(490_000), -places), Attributes: classes[rnd.IntN(3)],
		}
	}
	return program, in, deals
}

// BenchmarkRecords is a whole run of an enrolled company: transactions with decimals in, every line visited and its amount
// read.
func BenchmarkRecords(b *testing.B) {
	const million = 1_000_000
	for name, c := range map[string]throng{
		"even":          {million, 1000, 0, 0},
		"a fifth one's": {million, 1000, 0.2, 0},
		"many payees":   {million, 100_000, 0, 0},
		"mixed scales":  {million, 1000, 0, 4},
	} {
		program, in, deals := company(b, c)
		e, err := program.Enrol(b.Context(), in)
		require.NoError(b, err)
		for _, workers := range []int{1, 2} {
			for _, kept := range []bool{false, true} {
				b.Run(fmt.Sprintf("%s/workers=%d/workspace=%t", name, workers, kept), func(b *testing.B) {
					opt := incentive.RunOptions{Workers: workers}
					if kept {
						opt.Workspace = new(incentive.Workspace)
					}
					b.ReportAllocs()
					for b.Loop() {
						if n := visited(b, e, incentive.Transactions(deals), opt); n != 2*million {
							b.Fatal(n, "lines")
						}
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(2*million), "ns/credit")
				})
			}
		}
	}
}

// BenchmarkSheet is [BenchmarkRecords] with transactions in columns.
func BenchmarkSheet(b *testing.B) {
	const million = 1_000_000
	program, in, deals := company(b, throng{million, 1000, 0, 0})
	sheet := incentive.NewSheet("class")
	for _, t := range deals {
		sheet.AddTransaction(t)
	}
	e, err := program.Enrol(b.Context(), in)
	require.NoError(b, err)
	opt := incentive.RunOptions{Workspace: new(incentive.Workspace)}
	b.ReportAllocs()
	for b.Loop() {
		if n := visited(b, e, sheet.Source(), opt); n != 2*million {
			b.Fatal(n, "lines")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(2*million), "ns/credit")
}

// BenchmarkByCredit is what records do not compute: the deals of [BenchmarkRecords], fewer of them, with an override on commission.
func BenchmarkByCredit(b *testing.B) {
	const deals = 20_000
	_, in, list := company(b, throng{deals, 100, 0, 0})
	plan := planOf(b, companyPlan)
	plan.Measures[0].Credits, plan.Credits[1].Base, plan.Credits[1].Of, plan.Credits[1].Factor = []string{"own"}, incentive.CreditGross, []string{"commission"}, nil
	plan.Measures = append(plan.Measures, incentive.Measure{Name: "passed-on", Base: incentive.BaseAmount, Credits: []string{"team"}, Window: incentive.PerPeriod})
	plan.Components = append(plan.Components, incentive.Component{Name: "override", Measure: "passed-on", Rate: decimal.NewNullDecimal(decimal.New(1, -1))})
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(b, err)
	in.Transactions = incentive.Transactions(list)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := program.Run(b.Context(), in, incentive.RunOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(2*deals), "ns/credit")
}

// visited runs, reads the amounts of all lines and counts the lines.
func visited(b *testing.B, e *incentive.Enrolment, source incentive.Source, opt incentive.RunOptions) int64 {
	b.Helper()
	var count, sum atomic.Int64
	opt.Visit = func(_ incentive.Statement, items []incentive.Item) {
		own := int64(0)
		for i := range items {
			units, _ := items[i].AmountUnits()
			own += units * 31
		}
		count.Add(int64(len(items)))
		sum.Add(own)
	}
	if _, err := e.Run(b.Context(), source, opt); err != nil {
		b.Fatal(err)
	}
	return count.Load()
}

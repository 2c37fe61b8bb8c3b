package incentive_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// busy is a quarter of 100 payees with 100 deals each, paid by five marginal tiers of attainment.
func busy(b testing.TB) (*incentive.Program, incentive.Inputs) {
	plan := planOf(b, salesPlan)
	plan.Components[0].Rate = decimal.NullDecimal{}
	plan.Components[0].Tiers = &incentive.Tiers{Mode: incentive.Marginal, Basis: incentive.ByAttainment}
	for i, from := range []string{"0", "0.5", "0.8", "1", "1.5"} {
		rate := decimal.NewNullDecimal(decimal.New(int64(2+i), -2))
		plan.Components[0].Tiers.Bands = append(plan.Components[0].Tiers.Bands, incentive.Band{From: exact(from), Rate: rate})
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(b, err)
	in := incentive.Inputs{Period: firstQuarter}
	var deals []incentive.Transaction
	for p := range 100 {
		id := fmt.Sprintf("payee-%03d", p)
		in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: id})
		in.Roster.Assignments = append(in.Roster.Assignments, incentive.Assignment{
			Payee: id, Plan: "sales", Version: 1, Period: officeYears,
			Quotas: []incentive.Quota{{Measure: "revenue", Period: firstQuarter, Amount: exact("100000")}},
		})
		for d := range 100 {
			deals = append(deals, incentive.Transaction{
				ID: fmt.Sprintf("deal-%03d-%03d", p, d), Owner: id, Booked: firstQuarter.From.AddDays(d % 90),
				Amount: decimal.New(int64(100_000+d*977+p*31), -2),
			})
		}
	}
	in.Transactions = incentive.Transactions(deals)
	return program, in
}

func BenchmarkRun(b *testing.B) {
	program, in := busy(b)
	for _, workers := range []int{1, 0} {
		b.Run(fmt.Sprint("workers=", workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := program.Run(context.Background(), in, incentive.RunOptions{Workers: workers}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRunInTwoCurrencies is [BenchmarkRun] with half of the deals in another currency, daily rates, and a quota
// that a ramp and an absence lower.
func BenchmarkRunInTwoCurrencies(b *testing.B) {
	program, in := busy(b)
	plan := program.Plans()[0]
	plan.Conversion = &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOriginal, Places: new(int32(2))}
	plan.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(true), Targets: new(true)}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	require.NoError(b, err)
	var deals []incentive.Transaction
	for d, err := range in.Transactions.All() {
		require.NoError(b, err)
		if len(deals)%2 == 0 {
			d.Currency = "USD"
		}
		deals = append(deals, d)
	}
	in.Transactions = incentive.Transactions(deals)
	for i := range 90 {
		day := firstQuarter.From.AddDays(i)
		in.Rates = append(in.Rates, incentive.ExchangeRate{From: "USD", To: "CNY", Period: kam.Period{From: day, Until: day.AddDays(1)}, Rate: decimal.New(int64(71_000+i), -4)})
	}
	for i := range in.Roster.Assignments {
		a := &in.Roster.Assignments[i]
		a.Ramps = []incentive.Ramp{{Period: kam.MustPeriod("2026-01-01/2026-02-01"), Share: exact("0.5")}}
		a.Absences = []incentive.Absence{{ID: "leave", Period: kam.MustPeriod("2026-03-01/2026-03-11"), Prorates: true}}
	}
	b.ReportAllocs()
	for b.Loop() {
		run, err := program.Run(context.Background(), in, incentive.RunOptions{Workers: 1})
		if err != nil {
			b.Fatal(err)
		}
		for range run.Held() {
			b.Fatal("held")
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	plans := []incentive.Plan{planOf(b, statedPlan), planOf(b, explainedPlan), planOf(b, salesPlan), planOf(b, leadPlan)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := incentive.Compile(incentive.Book{Plans: plans}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarkdown(b *testing.B) {
	program, in := busy(b)
	run, err := program.Run(context.Background(), in, incentive.RunOptions{})
	require.NoError(b, err)
	s, ok := run.Statement("payee-050", "sales")
	require.True(b, ok)
	b.ReportAllocs()
	for b.Loop() {
		if s.Markdown(kam.Chinese) == "" {
			b.Fatal("empty")
		}
	}
}

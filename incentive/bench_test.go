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
func busy(b *testing.B) (*incentive.Program, incentive.Inputs) {
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

package incentive_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Payees whose deals are credited by several rules, and by more than have room beside an owner, earn what they earn credit by
// credit.
func TestRecordsOfSeveralRules(t *testing.T) {
	for rules := 1; rules <= 9; rules++ {
		plan := planOf(t, companyPlan)
		for i := range rules {
			rule := plan.Credits[0]
			rule.Name, rule.Share = fmt.Sprint("own", i), kam.Fraction{Num: int64(i + 1), Den: 10}
			plan.Credits, plan.Measures[0].Credits = append(plan.Credits, rule), append(plan.Measures[0].Credits, rule.Name)
		}
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
		require.NoError(t, err)
		_, in, deals := company(t, throng{400, 20, 0, 0})
		deals[7].Owner, deals[7].Participants = "", []incentive.Participant{
			{Payee: "3", Share: kam.Fraction{Num: 1, Den: 4}}, {Payee: "4", Share: kam.Fraction{Num: 3, Den: 4}}, // two of one manager
		}
		sameFromRecords(t, program, in, deals)
	}
}

// Payees who share no payout earn the whole of theirs, whoever else shares some.
func TestRecordsOfSharedPayouts(t *testing.T) {
	for _, split := range []incentive.Split{incentive.SplitCredit, incentive.SplitPayout} {
		plan := planOf(t, companyPlan)
		plan.Credits, plan.Measures[0].Credits = plan.Credits[:1], plan.Measures[0].Credits[:1]
		plan.Credits[0].Split = split
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
		require.NoError(t, err)
		_, in, deals := company(t, throng{400, 20, 0, 0})
		deals[7].Owner, deals[7].Participants = "", []incentive.Participant{{Payee: "3", Share: kam.Fraction{Num: 1, Den: 3}}, {Payee: "4", Share: kam.Fraction{Num: 2, Den: 3}}}
		sameFromRecords(t, program, in, deals)
	}
}

// More ways in which assignments and managers change within a period than are kept apart change nothing of pay.
func TestRecordsOfManyChanges(t *testing.T) {
	program, in, deals := company(t, throng{9000, 4500, 0, 0})
	var lines []incentive.ReportingLine
	for i, l := range in.Roster.Reporting {
		day := firstQuarter.From.AddDays(1 + i/50%89)
		other := l
		l.Period.Until, other.Period.From = day, day
		other.Manager = in.Roster.Reporting[(i+1)%len(in.Roster.Reporting)].Manager
		lines = append(lines, l, other)
		in.Roster.Assignments[i].Period.From = firstQuarter.From.AddDays(i % 50)
	}
	in.Roster.Reporting = lines
	sameFromRecords(t, program, in, deals)
}

// A payee's two assignments to a plan share the balance that it carries, wherever they stand among all, and so do three.
func TestRecordsOfABalanceInCommon(t *testing.T) {
	for _, cut := range []int{1, 2, 40} {
		plan := planOf(t, companyPlan)
		plan.Caps[0].Per, plan.Caps[0].Amount, plan.Caps[0].OfTargetIncentive = incentive.PerLifetime, decimal.NewNullDecimal(exact("1000")), decimal.NullDecimal{}
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
		require.NoError(t, err)
		_, in, deals := company(t, throng{400, 20, 0, 0})
		first := &in.Roster.Assignments[4]
		second, third := *first, *first
		first.Period.Until = firstQuarter.From.AddDays(cut)
		second.Period = kam.Period{From: first.Period.Until, Until: first.Period.Until.AddDays(cut)}
		third.Period.From = second.Period.Until
		in.Roster.Assignments = append(in.Roster.Assignments, second, third)
		in.Transactions = incentive.Transactions(deals)
		slow, err := program.ByCredit(t.Context(), in)
		require.NoError(t, err)
		fast, ok, err := program.FromRecords(t.Context(), in, incentive.RunOptions{})
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, sumsOf(slow), sumsOf(fast))
		require.Equal(t, slow.ID(), fast.ID())
	}
}

// Whole numbers of ten-thousandths hold what decimals say, up to the last digit that fits.
func TestWholeTenThousandths(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "1": 10_000, "-1": -10_000, "0.0001": 1, "12.3456": 123_456, "1e3": 10_000_000, "1e14": 1e18, "1.50000": 15_000,
		"99999999999999.9999": 999_999_999_999_999_999, "-99999999999999.9999": -999_999_999_999_999_999, "100000000000000.0001": 1_000_000_000_000_000_001,
	} {
		got, ok := incentive.TenThousandths(exact(text))
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"0.00001", "1e15", "-1e15", "922337203685478", "1844674407370955.1616", "1e40", "99999999999999999999.9999"} {
		_, ok := incentive.TenThousandths(exact(text))
		assert.False(t, ok, text)
	}
}

// sameFromRecords compares what statements earn from records, of a slice and of a sheet, with what they earn credit by credit.
func sameFromRecords(t *testing.T, p *incentive.Program, in incentive.Inputs, deals []incentive.Transaction) {
	t.Helper()
	sheet := incentive.NewSheet("class")
	for i := range deals {
		sheet.AddTransaction(deals[i])
	}
	in.Transactions = incentive.Transactions(deals)
	slow, err := p.ByCredit(t.Context(), in)
	require.NoError(t, err)
	for _, source := range []incentive.Source{in.Transactions, sheet.Source()} {
		in.Transactions = source
		run, err := p.Run(t.Context(), in, incentive.RunOptions{Workers: 2, Records: true})
		require.NoError(t, err)
		require.Equal(t, sumsOf(slow), sumsOf(run))
		require.Equal(t, slow.ID(), run.ID())
		stated, plain := run.Recorded()
		require.Greater(t, stated+plain, len(in.Roster.Payees)*4/5)
	}
}

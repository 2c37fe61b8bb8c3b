package desk_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/preclose"
)

// TestCausesAreThoseOfEverybody compares the causes that are listed with those of a last period that was calculated for everybody, where
// all variances are listed and where there are more of them, and with deals that several people share, give back or have left behind.
func TestCausesAreThoseOfEverybody(t *testing.T) {
	half := kam.Fraction{Num: 1, Den: 2}
	for name, size := range map[string]sample.Size{"built-in": {}, "grown": {People: 130, Lines: 1_300}} {
		t.Run(name, func(t *testing.T) {
			c, d, book := open(t, size)
			first, other, last := c.Roster.Assignments[1].Payee, c.Roster.Assignments[len(c.Roster.Assignments)-1].Payee, "b-00003-0001"
			deal := func(id, day string, amount int64) incentive.Transaction {
				return incentive.Transaction{
					ID: id, Owner: first, Amount: decimal.NewFromInt(amount), Booked: kam.MustDay(day), Attributes: map[string]string{"customer": "x", "kind": "new"},
				}
			}
			large, shared, back, stray := deal("large", "2026-08-12", 100_000_000), deal("shared", "2026-05-12", 2_000_000), deal("back", "2026-06-12", -500), deal("stray", "2026-06-13", 700)
			shared.Owner, shared.Participants = "", []incentive.Participant{{Payee: first, Role: "owner", Share: half}, {Payee: other, Role: "owner", Share: half}}
			back.Reverses, stray.Owner = last, "nobody.any.more"
			for x, err := range book.Transactions(t.Context(), c.Previous) {
				require.NoError(t, err)
				if x.ID == last {
					back.Owner, back.Amount = x.Owner, x.Amount.Neg()
				}
			}
			_, err := book.PutTransactions(t.Context(), incentive.Transactions([]incentive.Transaction{large, shared, back, stray}).All())
			require.NoError(t, err)
			require.NoError(t, d.CalculateNow(t.Context(), c.Current, "somebody", c.Today, func(int, int) {}))

			report := reportOfEverybody(t, c, d)
			type of struct{ payee, component string }
			rows, beyond := map[of]preclose.Row{}, 0
			for _, r := range report.Rows {
				rows[of{r.Payee, r.Component}] = r
				if r.Beyond {
					beyond++
				}
			}
			found, err := d.Findings(t.Context(), c.Current)
			require.NoError(t, err)
			assert.Empty(t, found.NoCauses)
			assert.Equal(t, beyond, len(found.Variances)+found.VariancesMore)
			assert.Len(t, found.Variances, min(beyond, desk.PageMembers))
			plans := map[string]bool{}
			for _, v := range found.Variances {
				r := rows[of{v.Payee, v.Component}]
				plans[r.Plan] = true
				require.Len(t, v.Causes, len(r.Parts), v.Payee)
				for i, part := range r.Parts {
					assert.Equal(t, part.Cause.Name(), v.Causes[i].Name, v.Payee)
					assert.Equal(t, part.Text, v.Causes[i].Text, v.Payee)
					equal(t, part.Amount, v.Causes[i].Amount, v.Payee+" "+part.Cause.Name().EN)
				}
			}
			assert.Len(t, plans, 2, "of salespeople, and of managers, who are paid for what those below them are")
			for i, check := range report.Checks {
				assert.Equal(t, check.Count, found.Checks[i].Count, check.Code)
			}
			if size.People > 0 {
				assert.Positive(t, found.VariancesMore)
			}
		})
	}
}

// reportOfEverybody returns the report on the current period, with the last one calculated for everybody.
func reportOfEverybody(t *testing.T, c sample.Company, d *desk.Desk) preclose.Report {
	t.Helper()
	snapshot, err := d.Book.Snapshot(t.Context(), kam.Period{From: c.Previous.From, Until: c.Current.Until})
	require.NoError(t, err)
	run := func(p kam.Period) *incentive.Run {
		r, err := d.Rules.Plans.Run(t.Context(), incentive.Inputs{
			Period: p, Roster: c.Roster, Transactions: incentive.Sequence(d.Book.Transactions(t.Context(), p)), Opening: incentive.Opening{Ledger: snapshot},
		}, incentive.RunOptions{})
		require.NoError(t, err)
		return r
	}
	report, err := preclose.Build(preclose.Inputs{
		Now: run(c.Current), Before: run(c.Previous), Previous: preclose.FiguresPosted(snapshot.Posted, c.Previous),
		Limits: preclose.Limits{Default: preclose.Limit{Percent: decimal.NewNullDecimal(decimal.NewFromInt(50))}},
	})
	require.NoError(t, err)
	return report
}

// TestWhoIsNeeded asks who has to be calculated for the pay of some: those below them, and everybody where a plan compares payees.
func TestWhoIsNeeded(t *testing.T) {
	c := sample.New(sample.Size{})
	rules, err := sample.Rules()
	require.NoError(t, err)
	roster := c.Roster
	roster.Reporting = append(roster.Reporting, incentive.ReportingLine{Payee: "lin.hao", Manager: "anna.berg", Period: kam.Period{From: c.Today}})
	needed := func(plans *incentive.Program, roster incentive.Roster, payees ...string) incentive.Roster {
		of := map[string]bool{}
		for _, payee := range payees {
			of[payee] = true
		}
		return desk.NeededFor(of, roster, plans)
	}
	for _, x := range []struct {
		roster                         incentive.Roster
		of                             []string
		payees, assignments, reporting int
	}{
		{c.Roster, nil, 0, 0, 0},
		{c.Roster, []string{"anna.berg"}, 1, 1, 0},
		{c.Roster, []string{"chen.yu"}, 7, 7, 6},
		{c.Roster, []string{"chen.yu", "wu.jie"}, 8, 8, 6},
		{c.Roster, []string{"lin.hao"}, 15, 14, 14},
		{roster, []string{"anna.berg"}, 15, 14, 15}, // a circle
	} {
		part := needed(rules.Plans, x.roster, x.of...)
		assert.Equal(t, []int{x.payees, x.assignments, x.reporting}, []int{len(part.Payees), len(part.Assignments), len(part.Reporting)}, x.of)
	}
	one := decimal.NewNullDecimal(decimal.NewFromInt(1))
	for name, change := range map[string]func(*incentive.Plan){
		"contest": func(p *incentive.Plan) {
			p.Components = append(p.Components, incentive.Component{Name: "race", Measure: "sales", Contest: &incentive.Contest{
				Basis: incentive.ByAmount, Prizes: []decimal.Decimal{one.Decimal}, Ties: incentive.TiesShare, Held: incentive.HeldLeaveOut,
			}})
		},
		"pool": func(p *incentive.Plan) {
			p.Components = append(p.Components, incentive.Component{Name: "fund", Measure: "sales", Pool: &incentive.Pool{
				Amount: one, Key: incentive.KeyPosition, Held: incentive.HeldWait,
			}})
		},
		"cap": func(p *incentive.Plan) {
			p.Components[0].Caps = []incentive.Cap{{Per: incentive.PerDeal, On: incentive.OnPay, Amount: one, Excess: incentive.ExcessForfeit}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			book := incentive.Book{Calendar: rules.Plans.Calendar(), Plans: rules.Plans.Plans()}
			change(&book.Plans[0])
			plans, err := incentive.Compile(book)
			require.NoError(t, err)
			assert.Equal(t, c.Roster, needed(plans, c.Roster, "anna.berg"))
		})
	}
}

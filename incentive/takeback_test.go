package incentive_test

import (
	"context"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
	"github.com/kam-go/kam/internal/num"
)

// takenBack is a case in which every deal of the period is sold on a day of its
// own and taken back on the same day, in one refund or in two.
func takenBack(c gen.Case) gen.Case {
	var deals []incentive.Transaction
	for _, d := range c.Transactions {
		if d.Reverses != "" || d.Amount.IsZero() || slices.ContainsFunc(deals, func(o incentive.Transaction) bool { return o.ID == d.ID }) {
			continue
		}
		on := c.Period.From.AddDays(len(deals) % c.Period.Days())
		dated := func(t incentive.Transaction) incentive.Transaction {
			t.Booked, t.Invoiced, t.CashDate, t.Delivered = on, on, on, on
			return t
		}
		d.Sequence = 0
		parts := []decimal.Decimal{d.Amount}
		if third := d.Amount.Mul(exact("0.3333")).Truncate(4); len(deals)%2 == 0 {
			parts = []decimal.Decimal{third, d.Amount.Sub(third)}
		}
		deals = append(deals, dated(d))
		for i, part := range parts {
			id := d.ID + "-" + string(rune('a'+i))
			if n, err := num.Parse(d.ID); err == nil { // ids are ranked as numbers
				id = n.Add(decimal.New(int64(i+1), 3)).String()
			}
			deals = append(deals, dated(incentive.Transaction{ID: id, Sequence: int64(i + 1), Reverses: d.ID, Amount: part.Neg(), Currency: d.Currency}))
		}
	}
	c.Transactions, c.Opening = deals, incentive.Opening{}
	return c
}

// cancels tells whether a plan promises that what is taken back on the spot leaves nothing.
func cancels(p incentive.Plan) bool {
	recalculated := p.Refunds.Method == incentive.Recalculate
	for _, k := range p.Components {
		if k.Curve != nil || k.Contest != nil || k.Pool != nil {
			return false // they may pay without a deal
		}
		for _, f := range k.Floors {
			if f.Per == incentive.PerComponent {
				return false // it pays for what is no longer there
			}
		}
	}
	for _, r := range p.Credits {
		if len(r.Of) > 0 || recalculated && (!*r.Retires || !*r.Pays) {
			return false // credits that do not move the measure are not taken back from where they were paid
		}
	}
	return !recalculated || p.Rounding.Step != incentive.RoundSlice
}

// sideBySide tells whether a deal has two lines in one component.
func sideBySide(s incentive.Statement) bool {
	seen := map[string]bool{}
	for l := range s.Lines() {
		key := l.Component() + " " + l.Transaction()
		if seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}

func TestTakingEverythingBackLeavesNothing(t *testing.T) {
	statements, lines := 0, 0
	check := func(t *testing.T, c gen.Case, program *incentive.Program) {
		c = takenBack(c)
		run, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{})
		if err != nil {
			return
		}
		for s := range run.Statements() {
			plan := c.Plans[slices.IndexFunc(c.Plans, func(p incentive.Plan) bool { return p.ID == s.PlanID() && p.Version == s.PlanVersion() })]
			if !cancels(plan) {
				continue
			}
			if plan.Refunds.Method == incentive.Recalculate && sideBySide(s) {
				continue // two credits of one deal are not taken back from where each was paid
			}
			statements++
			require.True(t, s.Earned().IsZero(), "%s earns %s", s.Payee().ID, s.Earned())
			type deal struct{ component, id string }
			left := map[deal]decimal.Decimal{}
			for l := range s.Lines() {
				id := l.Transaction()
				if l.Reverses() != "" {
					id = l.Reverses()
				}
				left[deal{l.Component(), id}] = left[deal{l.Component(), id}].Add(l.Amount())
				if !l.Amount().IsZero() {
					lines++
				}
			}
			if plan.Rounding.Step == incentive.RoundComponent || plan.Rounding.Step == incentive.RoundStatement {
				continue // what is rounded later is shared out over lines
			}
			for d, amount := range left {
				require.True(t, amount.IsZero(), "%s: %s of %s is left in %s", s.Payee().ID, amount, d.id, d.component)
			}
		}
	}
	madeUp(t, check)
	madeUpAlone(t, check)
	require.Greater(t, statements, 20)
	require.Greater(t, lines, 20)
}

func TestWhatCannotBeReversedIsSaid(t *testing.T) {
	ofAnna := func(id, of string) incentive.Transaction {
		r := returned(id, of, "-1", "2026-03-02")
		r.Owner = "anna"
		return r
	}
	for name, c := range map[string]struct {
		add             []incentive.Transaction
		message, remedy kam.Text
	}{
		"a return": {
			[]incentive.Transaction{returned("r1", "a1", "-1", "2026-03-01"), ofAnna("r2", "r1")},
			kam.Text{EN: `"r2" reverses "r1", which is itself a reversal`, ZH: `“r2”冲销“r1”，而后者本身也是冲销`},
			kam.Text{EN: "add a new transaction with a positive amount", ZH: "新增一笔金额为正"},
		},
		"itself": {
			[]incentive.Transaction{ofAnna("r2", "r2")},
			kam.Text{EN: `"r2" reverses itself`, ZH: `“r2”冲销的是其自身`},
			kam.Text{EN: `name the deal that it takes back in "reverses"`, ZH: "请在 reverses 中写明"},
		},
		"nothing known": {
			[]incentive.Transaction{ofAnna("r2", "gone")},
			kam.Text{EN: `"r2" reverses "gone", which is no deal known here`, ZH: `找不到该原交易`},
			kam.Text{EN: "include the original among the transactions", ZH: "请将原交易包含在交易数据"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.add(c.add...)
			held := slices.Collect(o.mustRun(t).Held())
			require.NotEmpty(t, held)
			require.NotEmpty(t, held[0].Findings)
			found := held[0].Findings[0]
			assert.Equal(t, "run.refund-without-original", found.Code)
			assert.Contains(t, found.Message.EN, c.message.EN)
			assert.Contains(t, found.Message.ZH, c.message.ZH)
			assert.Contains(t, found.Remedy.EN, c.remedy.EN)
			assert.Contains(t, found.Remedy.ZH, c.remedy.ZH)
		})
	}
}

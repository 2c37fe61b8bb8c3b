package incentive_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// grouped returns the transactions of each owner after another; those of several payees, and their reversals, are left out.
func grouped(deals []incentive.Transaction, prior []incentive.Prior) []incentive.Transaction {
	owners := map[string]string{}
	for _, p := range prior {
		owners[p.Transaction.ID] = p.Transaction.Owner
	}
	for _, d := range deals {
		if d.Reverses == "" && d.Owner != "" && len(d.Participants) == 0 {
			owners[d.ID] = d.Owner
		}
	}
	var order []string
	groups := map[string][]incentive.Transaction{}
	for _, d := range deals {
		owner := owners[d.ID]
		if d.Reverses != "" {
			owner = owners[d.Reverses]
		}
		if owner == "" || d.Owner != "" && d.Owner != owner || len(d.Participants) > 0 {
			continue
		}
		if groups[owner] == nil {
			order = append(order, owner)
		}
		if len(groups[owner]) == 0 && d.Owner == "" {
			d.Owner = owner // the first of a group names it
		}
		groups[owner] = append(groups[owner], d)
	}
	var all []incentive.Transaction
	for _, owner := range order {
		all = append(all, groups[owner]...)
	}
	return all
}

func credits(c gen.Case, to incentive.Recipient) bool {
	return slices.ContainsFunc(c.Plans, func(p incentive.Plan) bool {
		return slices.ContainsFunc(p.Credits, func(r incentive.CreditRule) bool { return r.To == to })
	})
}

// together reports whether a component looks at several payees at once.
func together(c gen.Case) bool {
	return slices.ContainsFunc(c.Plans, func(p incentive.Plan) bool {
		return slices.ContainsFunc(p.Components, func(k incentive.Component) bool {
			return k.Contest != nil || k.Pool != nil || slices.ContainsFunc(k.Caps, func(x incentive.Cap) bool { return x.Per == incentive.PerDeal })
		})
	})
}

func TestStreamEqualsRun(t *testing.T) {
	madeUp(t, func(t *testing.T, c gen.Case, program *incentive.Program) {
		if credits(c, incentive.ToManager) || together(c) {
			for _, err := range program.Stream(context.Background(), c.Inputs(), incentive.RunOptions{}) {
				require.ErrorIs(t, err, incentive.ErrBarrier)
			}
		}
	})
	compared := 0
	madeUpAlone(t, func(t *testing.T, c gen.Case, program *incentive.Program) {
		c.Transactions = grouped(c.Transactions, c.Opening.Prior)
		run, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{})
		if err != nil {
			return
		}
		var want, got []string
		for s := range run.Statements() {
			want = append(want, s.Markdown(kam.English))
			compared++
		}
		for h := range run.Held() {
			want = append(want, fmt.Sprint(h.Payee.ID, h.Plan, h.Version, codesOf(h.Findings)))
		}
		for s, err := range program.Stream(context.Background(), c.Inputs(), incentive.RunOptions{}) {
			if held, ok := errors.AsType[*incentive.HeldError](err); ok {
				got = append(got, fmt.Sprint(held.Payee.ID, held.Plan, held.Version, codesOf(held.Findings)))
				continue
			}
			require.NoError(t, err)
			got = append(got, s.Markdown(kam.English))
		}
		slices.Sort(want)
		slices.Sort(got)
		require.Equal(t, want, got)
	})
	require.Greater(t, compared, 100)
}

// alone is an office without the manager's plan.
func alone(t testing.TB) *office {
	o := newOffice(t)
	o.lead = o.sales
	o.lead.ID = "bonus"
	o.in.Roster.Assignments = slices.DeleteFunc(o.in.Roster.Assignments, func(a incentive.Assignment) bool { return a.Plan == "lead" })
	return o
}

// streamed lists what a stream yields: payees and amounts, held payees, and the last error.
func streamed(ctx context.Context, t testing.TB, o *office) (all []string, last error) {
	t.Helper()
	for s, err := range o.program(t).Stream(ctx, o.inputs(), o.opt) {
		require.NoError(t, last, "an error is the last")
		held, ok := errors.AsType[*incentive.HeldError](err)
		switch {
		case ok:
			all = append(all, "held "+held.Payee.ID)
			assert.True(t, strings.HasPrefix(held.Error(), "incentive: "+held.Payee.ID+" is held: "), held.Error())
		case err != nil:
			last = err
		default:
			all = append(all, fmt.Sprint(s.Payee().ID, " ", s.PlanID(), " ", s.Earned()))
		}
	}
	return all, last
}

func TestStream(t *testing.T) {
	broken := errors.New("connection lost")
	for name, c := range map[string]struct {
		change func(*office)
		want   []string
		err    error
	}{
		"in the order of the source": {func(o *office) { slices.Reverse(o.deals) }, []string{"dan sales 50", "bo sales 200", "anna sales 100"}, nil},
		"those without deals last":   {func(o *office) { o.deals = o.deals[1:2] }, []string{"bo sales 200", "anna sales 0", "dan sales 0"}, nil},
		"without a source":           {func(o *office) { o.deals = nil }, []string{"anna sales 0", "bo sales 0", "dan sales 0"}, nil},
		"without a roster":           {func(o *office) { o.in.Roster = incentive.Roster{} }, nil, nil},
		"held, and on":               {func(o *office) { o.deals[0].Currency = "USD" }, []string{"held anna", "bo sales 200", "dan sales 50"}, nil},
		"an owner nobody knows":      {func(o *office) { o.deals[0].Owner = "zoe" }, []string{"bo sales 200", "dan sales 50", "anna sales 0"}, nil},
		"a return in its group":      {func(o *office) { o.deals = slices.Insert(o.deals, 1, returned("r1", "a1", "-400", "2026-03-01")) }, []string{"anna sales 60", "bo sales 200", "dan sales 50"}, nil},
		"a payee who comes again":    {func(o *office) { o.add(sold("a2", "anna", "1", "2026-03-01")) }, []string{"anna sales 100", "bo sales 200", "dan sales 50"}, incentive.ErrNotGrouped},
		"a deal of two":              {func(o *office) { shared(o, "anna", "1/2", "bo", "1/2") }, nil, incentive.ErrNotGrouped},
		"a deal of nobody":           {func(o *office) { o.deals[0].Owner = "" }, nil, incentive.ErrNotGrouped},
		"a return that comes first":  {func(o *office) { o.deals = slices.Insert(o.deals, 0, returned("r1", "a1", "-400", "2026-03-01")) }, nil, incentive.ErrNotGrouped},
		"managers":                   {func(o *office) { o.lead = planOf(t, leadPlan) }, nil, incentive.ErrBarrier},
		"managers by commission": {func(o *office) {
			o.lead = planOf(t, leadPlan)
			o.lead.Credits[0].Base, o.lead.Credits[0].Of = incentive.CreditGross, []string{"commission"}
		}, nil, incentive.ErrBarrier},
		"a broken source": {func(o *office) {
			o.in.Transactions = incentive.Sequence(func(yield func(incentive.Transaction, error) bool) {
				_ = yield(o.deals[0], nil) && yield(o.deals[1], nil) && yield(incentive.Transaction{}, broken)
			})
		}, []string{"anna sales 100"}, broken},
	} {
		t.Run(name, func(t *testing.T) {
			o := alone(t)
			c.change(o)
			got, err := streamed(context.Background(), t, o)
			require.ErrorIs(t, err, c.err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestStreamReportsFaults(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*office)
		want   string
	}{
		"of a roster, before anything": {func(o *office) { o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: "bo"}) }, "run.roster @ roster.payees[4]"},
		"of the period":                {func(o *office) { o.in.Period = kam.MustPeriod("2026-01-01/2026-02-01") }, "run.period-kind @ plan sales version 1 $.period"},
		"of a transaction":             {func(o *office) { o.deals[0].Amount = exact("0.00001") }, "run.transaction @ transactions[0] (a1)"},
		"of an observation":            {func(o *office) { o.in.Observations = []kam.Observation{scored("anna", "1"), scored("anna", "2")} }, "run.observation @ observations"},
	} {
		t.Run(name, func(t *testing.T) {
			o := alone(t)
			c.change(o)
			got, err := streamed(context.Background(), t, o)
			assert.Empty(t, got)
			assert.Equal(t, []string{c.want}, faultPlaces(err))
		})
	}
}

func TestStreamEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	got, err := streamed(ctx, t, alone(t))
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, got)
}

func TestStreamMayBeLeft(t *testing.T) {
	for _, held := range []bool{false, true} {
		o := alone(t)
		if held {
			o.deals[0].Currency = "USD"
		}
		read := 0
		source := incentive.Transactions(o.deals)
		o.in.Transactions = incentive.Sequence(func(yield func(incentive.Transaction, error) bool) {
			source.All()(func(d incentive.Transaction, err error) bool {
				read++
				return yield(d, err)
			})
		})
		for _, err := range o.program(t).Stream(context.Background(), o.inputs(), o.opt) {
			_ = err // what comes first does not matter
			break
		}
		assert.Equal(t, 2, read, "up to the first deal of the second payee")
	}
}

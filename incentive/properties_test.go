package incentive_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// madeUp calls check with the made-up cases of several hundred seeds; KAM_LONG=1 takes 20,000.
func madeUp(t *testing.T, check func(t *testing.T, c gen.Case, program *incentive.Program)) {
	t.Helper()
	fromSeeds(t, gen.New, check)
}

// madeUpAlone does so with cases in which nobody's pay depends on anybody else's.
func madeUpAlone(t *testing.T, check func(t *testing.T, c gen.Case, program *incentive.Program)) {
	t.Helper()
	fromSeeds(t, gen.Alone, check)
}

func fromSeeds(t *testing.T, of func(seed uint64) (gen.Case, error), check func(t *testing.T, c gen.Case, program *incentive.Program)) {
	t.Helper()
	n := uint64(200)
	if os.Getenv("KAM_LONG") != "" {
		n = 20_000
	}
	for seed := range n {
		c, err := of(seed)
		require.NoError(t, err)
		check(t, c, compiled(t, c))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func compiled(t *testing.T, c gen.Case) *incentive.Program {
	t.Helper()
	cal, err := kam.NewCalendar(c.Calendar)
	require.NoError(t, err)
	program, err := incentive.Compile(incentive.Book{Plans: c.Plans, Calendar: cal})
	require.NoError(t, err, "seed %d", c.Seed)
	return program
}

// transcript is everything a run says, as one text.
func transcript(t *testing.T, run *incentive.Run) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintln(&b, run.ID(), run.Period())
	for s := range run.Statements() {
		b.WriteString(s.Markdown(kam.English))
		b.WriteString(s.Markdown(kam.Chinese))
		for l := range s.Lines() {
			b.Write(append(l.AppendText(nil), '\n'))
		}
	}
	for h := range run.Held() {
		fmt.Fprintln(&b, "held", h.Payee, h.Plan, h.Version)
		for _, f := range h.Findings {
			if !strings.HasPrefix(f.Place, "roster.") { // an index of the input
				fmt.Fprintln(&b, f)
			}
		}
	}
	var parts []string
	for h := range run.House() {
		parts = append(parts, fmt.Sprintln("house", h.Transaction, h.Owner, h.Date, h.Amount, h.Override, h.Reason.Code))
	}
	for d := range run.Direct() {
		parts = append(parts, fmt.Sprintln("direct", d.Transaction, d.Payee, d.Plan, d.Rule, d.Date, d.Amount))
	}
	slices.Sort(parts) // the parts of one owner who is named twice have no order
	b.WriteString(strings.Join(parts, ""))
	batch, err := run.Batch()
	require.NoError(t, err)
	require.NoError(t, batch.Check())
	fmt.Fprintln(&b, batch.Digest())
	return b.String()
}

func TestPartsSumToTheWhole(t *testing.T) {
	sums := func(s incentive.Statement) string {
		lines, adjustments, components, limits, earlier := decimal.Zero, decimal.Zero, decimal.Zero, decimal.Zero, decimal.Zero
		for _, all := range []func(func(incentive.Line) bool){s.Lines(), s.EarlierLines()} {
			for l := range all {
				parts := l.Cut()
				for x := range l.Slices() {
					parts = parts.Add(x.Amount)
				}
				if !parts.Equal(l.Amount()) {
					return fmt.Sprintf("line %s: parts %s, amount %s", l.Transaction(), parts, l.Amount())
				}
			}
		}
		for l := range s.Lines() {
			lines = lines.Add(l.Amount())
		}
		for l := range s.EarlierLines() {
			earlier = earlier.Add(l.Amount())
		}
		for a := range s.Adjustments() {
			adjustments = adjustments.Add(a.Amount)
			if a.Component == "" {
				limits = limits.Add(a.Amount)
			}
			if a.Kind == incentive.AdjustEarlier {
				earlier = earlier.Sub(a.Amount)
			}
		}
		for k := range s.Components() {
			components = components.Add(k.Amount)
			if !k.Amount.Equal(k.ToDate.Sub(k.Before)) {
				return fmt.Sprintf("component %s: %s is not %s less %s", k.Name, k.Amount, k.ToDate, k.Before)
			}
		}
		switch {
		case !lines.Add(adjustments).Equal(s.Earned()):
			return fmt.Sprintf("lines %s and adjustments %s, earned %s", lines, adjustments, s.Earned())
		case !components.Add(limits).Equal(s.Earned()):
			return fmt.Sprintf("components %s and limits %s, earned %s", components, limits, s.Earned())
		case !earlier.IsZero():
			return fmt.Sprintf("earlier lines and their adjustments differ by %s", earlier)
		case !s.Earned().Equal(s.Earned().Truncate(s.Places())):
			return fmt.Sprintf("%s has more than %d places", s.Earned(), s.Places())
		case s.Payable().IsNegative() || !s.Open() && s.Earned().IsPositive() && !s.Payable().Equal(s.Earned()):
			return fmt.Sprintf("payable %s of %s", s.Payable(), s.Earned())
		}
		return ""
	}
	madeUp(t, func(t *testing.T, c gen.Case, program *incentive.Program) {
		run, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{})
		if err != nil {
			return
		}
		posted := map[string]decimal.Decimal{}
		for s := range run.Statements() {
			if wrong := sums(s); wrong != "" {
				t.Errorf("%s: %s", s.Payee().ID, wrong)
			}
			if !s.Open() {
				posted[s.Payee().ID+" "+s.PlanID()] = posted[s.Payee().ID+" "+s.PlanID()].Add(s.Earned())
			}
		}
		batch, err := run.Batch() // nothing has been posted for the period itself
		require.NoError(t, err)
		for _, e := range batch.Entries {
			if e.Account == "payee" {
				posted[e.Payee+" "+e.Plan] = posted[e.Payee+" "+e.Plan].Sub(e.Amount)
			}
		}
		held := map[string]bool{} // a held version of a plan is not posted, and neither is its other assignment
		for h := range run.Held() {
			held[h.Payee.ID+" "+h.Plan] = true
		}
		for key, rest := range posted {
			if !rest.IsZero() && !held[key] {
				t.Errorf("%s: earned and posted differ by %s", key, rest)
			}
		}
	})
}

func TestDealsOfThePeriodAreCreditedOrOnTheHouse(t *testing.T) {
	madeUp(t, func(t *testing.T, c gen.Case, program *incentive.Program) {
		for _, p := range c.Plans {
			if p.CreditDate != incentive.Booked || p.Refunds.Period != incentive.Current {
				return // which period a deal belongs to depends on the plan
			}
		}
		run, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{})
		if err != nil {
			return
		}
		want, seen := decimal.Zero, map[string]bool{}
		for _, d := range c.Transactions {
			if day := counted(c, d); !seen[d.ID] && day.IsSet() && c.Period.Contains(day) && owned(c, d) {
				want = want.Add(d.Amount)
			}
			seen[d.ID] = true
		}
		for d := range run.Direct() {
			want = want.Sub(d.Amount)
		}
		for h := range run.House() {
			if !h.Override && h.Date.IsSet() {
				want = want.Sub(h.Amount)
			}
		}
		for h := range run.Held() { // a refusal to credit a deal is neither
			if slices.ContainsFunc(h.Findings, func(f kam.Finding) bool {
				return f.Code == string(incentive.CodeMissingNumber) || f.Code == string(incentive.CodeMissingRate)
			}) {
				return
			}
		}
		if !want.IsZero() {
			t.Errorf("%s of the deals is nowhere", want)
		}
	})
}

// owned tells whether a deal names owners, itself or through its original.
func owned(c gen.Case, d incentive.Transaction) bool {
	known := func(o incentive.Transaction) bool { return o.ID == d.Reverses && o.Reverses == "" }
	return d.Reverses == "" || d.Owner != "" || len(d.Participants) > 0 || slices.ContainsFunc(c.Transactions, known) ||
		slices.ContainsFunc(c.Opening.Prior, func(p incentive.Prior) bool { return known(p.Transaction) })
}

// counted is the day on which a deal counts: a return never before what it takes back.
func counted(c gen.Case, d incentive.Transaction) kam.Day {
	deals := slices.Clone(c.Transactions)
	for _, p := range c.Opening.Prior {
		deals = append(deals, p.Transaction)
	}
	for _, o := range deals {
		switch {
		case o.ID != d.Reverses || o.Reverses != "":
		case !o.Booked.IsSet() || o.Booked.After(d.Booked) && d.Booked.IsSet():
			return o.Booked
		}
	}
	return d.Booked
}

func shuffled[T any](r *rand.Rand, s []T) []T {
	s = slices.Clone(s)
	r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
	return s
}

func TestRunDependsOnNoOrderAndNoWorkers(t *testing.T) {
	madeUp(t, func(t *testing.T, c gen.Case, program *incentive.Program) {
		run, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{Workers: 1})
		if err != nil {
			return
		}
		want := transcript(t, run)
		for _, workers := range []int{2, 7} {
			again, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{Workers: workers})
			require.NoError(t, err)
			require.Equal(t, want, transcript(t, again), "%d workers", workers)
		}
		r := rand.New(rand.NewPCG(c.Seed, 1))
		o := c
		o.Plans = shuffled(r, c.Plans)
		o.Transactions, o.Observations = shuffled(r, c.Transactions), shuffled(r, c.Observations)
		o.Roster = incentive.Roster{Payees: shuffled(r, c.Roster.Payees), Assignments: shuffled(r, c.Roster.Assignments), Reporting: shuffled(r, c.Roster.Reporting)}
		for i := range o.Roster.Assignments {
			a := &o.Roster.Assignments[i]
			a.Quotas, a.Ramps, a.Absences = shuffled(r, a.Quotas), shuffled(r, a.Ramps), shuffled(r, a.Absences)
		}
		o.Opening.Positions, o.Opening.Prior = shuffled(r, c.Opening.Positions), shuffled(r, c.Opening.Prior)
		o.Opening.Ledger.Posted, o.Rates = shuffled(r, c.Opening.Ledger.Posted), shuffled(r, c.Rates)
		other, err := compiled(t, o).Run(context.Background(), o.Inputs(), incentive.RunOptions{})
		require.NoError(t, err)
		require.Equal(t, want, transcript(t, other), "shuffled")
	})
}

func TestRunIsPure(t *testing.T) {
	madeUp(t, func(t *testing.T, c gen.Case, program *incentive.Program) {
		before := c.JSON()
		run, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{})
		if err == nil {
			first := transcript(t, run)
			for _, d := range c.Transactions {
				for _, p := range c.Roster.Payees {
					require.NotEmpty(t, run.Why(p.ID, d.ID).Reasons, "%s %s", p.ID, d.ID)
				}
			}
			require.Equal(t, first, transcript(t, run), "reading a run changes it")
			again, err := program.Run(context.Background(), c.Inputs(), incentive.RunOptions{})
			require.NoError(t, err)
			require.Equal(t, first, transcript(t, again))
		}
		require.Equal(t, before, c.JSON(), "the inputs are changed")
	})
}

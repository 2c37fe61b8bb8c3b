package settlementtest

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/incentive/settlement"
)

// key is what money is counted by.
type key struct {
	payee, plan string
	currency    kam.Currency
}

// counts are what statements have told so far, without a look at the ledger.
type counts struct {
	// in is everything that came in, net of what was taken back; out is what payroll has paid.
	in, out map[key]decimal.Decimal
	// earned is what each period has earned in the plan's currency, as calculated last.
	earned map[origin]decimal.Decimal
	// told is what the statements said they earned and corrected, in all.
	told map[key]decimal.Decimal
	// deals are what each deal has earned in the commission of a period.
	deals map[dealKey]decimal.Decimal
}

type origin struct {
	payee, plan string
	period      kam.Period
}

type dealKey struct {
	transaction string
	period      kam.Period
}

func newCounts() counts {
	return counts{
		in: map[key]decimal.Decimal{}, out: map[key]decimal.Decimal{}, earned: map[origin]decimal.Decimal{}, told: map[key]decimal.Decimal{},
		deals: map[dealKey]decimal.Decimal{},
	}
}

// add counts a settled month.
func (c counts) add(s *settlement.Settlement) error {
	for st := range s.Statements() {
		r := st.Payout()
		if err := reasoned(st); err != nil {
			return err
		}
		k := key{r.Payee, r.Plan, r.Currency}
		for _, step := range r.Steps {
			switch step.Kind {
			case payout.StepEarned, payout.StepCorrected:
				c.in[k], c.told[k] = c.in[k].Add(step.Amount), c.told[k].Add(step.Amount)
			case payout.StepGuaranteed, payout.StepAdjusted, payout.StepClawback:
				c.in[k] = c.in[k].Add(step.Amount)
			case payout.StepDrawn, payout.StepForgiven:
				c.in[k] = c.in[k].Add(step.Amount).Sub(step.Owed)
			case payout.StepCancelled, payout.StepForfeited:
				c.in[k] = c.in[k].Add(step.Amount).Add(step.Held)
			case payout.StepPaid, payout.StepHeld, payout.StepReleased, payout.StepRecovered, payout.StepShortfall:
				if sum := step.Amount.Add(step.Held).Sub(step.Owed); step.Kind != payout.StepPaid && !sum.IsZero() {
					return fmt.Errorf("a step %s of %s moves %s out of nowhere", step.Kind, r.Payee, sum)
				}
			}
		}
	}
	return nil
}

// reasoned reports a change since the last statement that has no reason in one of the languages.
func reasoned(st settlement.Statement) error {
	_, changes := st.Changes()
	for _, x := range changes {
		if x.Because.EN == "" || x.Because.ZH == "" {
			return fmt.Errorf("nothing says why %s of %s under %s changed from %s to %s", x.Kind, st.Payee().ID, x.Component, x.Last, x.Now)
		}
	}
	return nil
}

// calculated notes what a run earns.
func (c counts) calculated(run *incentive.Run) {
	for st := range run.Statements() {
		c.earned[origin{st.Payee().ID, st.PlanID(), run.Period()}] = st.Earned()
		if st.PlanID() != "ae" {
			continue
		}
		fresh := map[dealKey]decimal.Decimal{}
		for l := range st.Lines() {
			id := l.Transaction()
			if l.Reverses() != "" {
				id = l.Reverses()
			}
			k := dealKey{id, run.Period()}
			fresh[k] = fresh[k].Add(l.Amount())
		}
		for k, amount := range fresh {
			c.deals[k] = amount
		}
	}
}

// deal returns what a deal has earned in the commission to date.
func (c counts) deal(id string) decimal.Decimal {
	sum := decimal.Zero
	for k, amount := range c.deals {
		if k.transaction == id {
			sum = sum.Add(amount)
		}
	}
	return sum
}

// paid counts a line that payroll has paid.
func (c counts) paid(l payroll.Line) {
	k := key{l.Payee, l.Plan, l.Currency}
	c.out[k] = c.out[k].Add(l.Amount)
}

// conserved compares what the statements told with what the ledger holds.
func (s *sequence) conserved(ctx context.Context) error {
	opening, err := s.snapshot(ctx)
	if err != nil {
		return err
	}
	if err := ledger.Conserved(opening.Posted); err != nil {
		return err
	}
	for _, b := range ledger.Balances(opening.Posted) {
		k := key{b.Payee, b.Plan, b.Currency}
		if got := b.Paid.Add(b.Held).Add(b.Payable).Add(b.Debt); !got.Equal(s.count.in[k]) {
			return fmt.Errorf("%s under %s in %s: the statements tell of %s in all, the ledger has paid %s + held %s + payable %s − owed %s = %s",
				b.Payee, b.Plan, b.Currency, s.count.in[k], b.Paid, b.Held, b.Payable, b.Debt.Neg(), got)
		}
		if !b.Paid.Equal(s.count.out[k]) {
			return fmt.Errorf("%s under %s in %s: payroll has paid %s, the ledger has %s", b.Payee, b.Plan, b.Currency, s.count.out[k], b.Paid)
		}
		if b.Payable.IsNegative() {
			return fmt.Errorf("%s under %s in %s: the payable is %s", b.Payee, b.Plan, b.Currency, b.Payable)
		}
	}
	for k, told := range s.count.told {
		sum, earned := decimal.Zero, false
		for o, amount := range s.count.earned {
			if o.payee == k.payee && o.plan == k.plan {
				sum, earned = sum.Add(amount), true
			}
		}
		if earned && k.currency == "CNY" && !sum.Equal(told) {
			return fmt.Errorf("%s under %s: the runs earn %s in all, the statements tell of %s", k.payee, k.plan, sum, told)
		}
	}
	return nil
}

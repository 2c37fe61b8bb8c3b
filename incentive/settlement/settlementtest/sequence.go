package settlementtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/incentive/settlement"
)

// book is a window that holds every period.
var book = kam.MustPeriod("0001-01-01/..")

// paidAbroad is who is paid in another currency, where the plan converts.
const paidAbroad = "chen"

// sequence is a company, month after month.
type sequence struct {
	ledger  ledger.Ledger
	random  *rand.Rand
	program *incentive.Program
	roster  incentive.Roster
	people  []settlement.Person
	rates   []incentive.ExchangeRate
	deals   []incentive.Transaction
	events  []payout.Event
	period  kam.Period
	number  int
	// missing is a rate that comes a month late; who needs it is held until then.
	missing *incentive.ExchangeRate
	// dirty are closed months that something has changed of.
	dirty map[kam.Period]bool
	count counts
}

func newSequence(l ledger.Ledger, seed uint64) (*sequence, error) {
	// Chance makes up months for tests, never anything that is paid: the seed alone decides, so a failing one comes back.
	s := &sequence{ledger: l, random: rand.New(rand.NewPCG(seed, 24)), dirty: map[kam.Period]bool{}, count: newCounts()}
	var convert bool
	var err error
	if s.program, convert, err = program(s.random); err != nil {
		return nil, err
	}
	assigned := kam.MustPeriod("2026-01-01/2029-01-01")
	for _, id := range []string{"anna", "bo", paidAbroad} {
		payee := incentive.Payee{ID: id, Name: id}
		person := settlement.Person{Payee: id, Plan: "ae", Employment: payout.Employment{Hired: kam.MustDay("2025-03-01")}}
		if id == paidAbroad && convert {
			payee.Currency = "USD"
			own := payout.Entitlement{Amount: decimal.NewFromInt(int64(s.random.IntN(300)))}
			person.Draw, person.Guarantee, person.ProtectedMinimum = &own, &own, decimal.NewNullDecimal(decimal.NewFromInt(20))
		}
		if id == "bo" {
			s.roster.Assignments = append(s.roster.Assignments, incentive.Assignment{Payee: id, Plan: "spiff", Version: 1, Period: assigned})
			person.Employment.Left = kam.MustDay("2027-08-10").AddDays(s.random.IntN(90))
		}
		s.roster.Payees = append(s.roster.Payees, payee)
		for i, period := range yearly {
			s.roster.Assignments = append(s.roster.Assignments, incentive.Assignment{Payee: id, Plan: "ae", Version: i + 1, Period: kam.MustPeriod(period)})
		}
		s.people = append(s.people, person)
	}
	return s, nil
}

// monthAfter returns the month i months after the first one.
func monthAfter(i int) kam.Period {
	from := kam.MustDay("2026-01-01").AddMonths(i)
	return kam.Period{From: from, Until: from.AddMonths(1)}
}

// month makes up, settles, approves, pays and closes the next month.
func (s *sequence) month(ctx context.Context) error {
	s.period = monthAfter(s.number)
	s.number++
	s.happen()
	if err := s.begin(ctx); err != nil {
		return fmt.Errorf("beginning: %w", err)
	}
	if err := s.settle(ctx); err != nil {
		return fmt.Errorf("settling: %w", err)
	}
	if err := s.conserved(ctx); err != nil {
		return fmt.Errorf("after settling: %w", err)
	}
	if err := s.mark(ctx, ledger.Approved, "cleo"); err != nil {
		return err
	}
	if err := s.pay(ctx); err != nil {
		return fmt.Errorf("paying: %w", err)
	}
	if err := s.mark(ctx, ledger.Closed, "dana"); err != nil {
		return err
	}
	if err := s.conserved(ctx); err != nil {
		return fmt.Errorf("after paying: %w", err)
	}
	return nil
}

// snapshot reads the whole book.
func (s *sequence) snapshot(ctx context.Context) (ledger.Snapshot, error) {
	return s.ledger.Snapshot(ctx, book)
}

// begin advances the draws of the start of the period.
func (s *sequence) begin(ctx context.Context) error {
	opening, err := s.snapshot(ctx)
	if err != nil {
		return err
	}
	b, err := settlement.Begin(settlement.Start{Program: s.program, Roster: s.roster, Period: s.period, Opening: opening, People: s.people})
	if err != nil {
		return err
	}
	for h := range b.Held() {
		return h.Findings.Err()
	}
	_, err = s.ledger.Append(ctx, b.Batch())
	return err
}

func (s *sequence) run(ctx context.Context, period kam.Period, opening ledger.Snapshot) (*incentive.Run, error) {
	return s.program.Run(ctx, incentive.Inputs{
		Period: period, Roster: s.roster, Transactions: incentive.Transactions(s.deals), Opening: incentive.Opening{Ledger: opening},
	}, incentive.RunOptions{})
}

// inputs calculates the month, and anew the closed months that something has changed of.
func (s *sequence) inputs(ctx context.Context, adjustments []settlement.Adjustment) (settlement.Inputs, error) {
	opening, err := s.snapshot(ctx)
	if err != nil {
		return settlement.Inputs{}, err
	}
	in := settlement.Inputs{Opening: opening, People: s.people, Events: s.events, Adjustments: adjustments, Rates: s.rates}
	if in.Run, err = s.run(ctx, s.period, opening); err != nil {
		return in, err
	}
	s.count.calculated(in.Run)
	for period := range s.dirty {
		run, err := s.run(ctx, period, opening)
		if err != nil {
			return in, err
		}
		s.count.calculated(run)
		in.Late = append(in.Late, settlement.Late{Run: run, Reason: kam.Text{EN: "late deals", ZH: "迟到交易"}})
	}
	in.Deals = s.earlier()
	return in, nil
}

// earlier are the facts about deals that have ended. What is held back knows them itself.
func (s *sequence) earlier() []settlement.Deal {
	var facts []settlement.Deal
	for _, d := range s.deals {
		if d.Reverses != "" || !s.ended(d.ID) {
			continue
		}
		earned := s.count.deal(d.ID)
		if s.abroad(d.Owner) {
			earned = earned.Mul(decimal.New(14, -2)).Round(2) // about what it was paid
		}
		facts = append(facts, settlement.Deal{Payee: d.Owner, Plan: "ae", Deal: payout.Deal{
			Transaction: d.ID, Component: "commission", CreditDate: d.Booked, Earned: decimal.NewNullDecimal(earned),
		}})
	}
	return facts
}

func (s *sequence) abroad(payee string) bool {
	return slices.ContainsFunc(s.roster.Payees, func(p incentive.Payee) bool { return p.ID == payee && p.Currency != "" })
}

// adjust makes up manual adjustments.
func (s *sequence) adjust() []settlement.Adjustment {
	var list []settlement.Adjustment
	for i, payee := range s.roster.Payees {
		if s.random.IntN(4) > 0 {
			continue
		}
		list = append(list, settlement.Adjustment{Payee: payee.ID, Plan: "ae", Adjustment: payout.Adjustment{
			ID: fmt.Sprintf("A-%d-%d", s.number, i), Amount: decimal.New(int64(s.random.IntN(200_000)-120_001), -2), Reason: "made up", RequestedBy: "ben", ApprovedBy: "cleo",
		}})
	}
	return list
}

// settle settles the month, sometimes twice with more deals in between, and once more to see that nothing is posted twice.
func (s *sequence) settle(ctx context.Context) error {
	adjustments := s.adjust()
	times := 1 + s.random.IntN(2)
	for i := range times {
		if i > 0 {
			s.deal("anna", s.day())
			if len(adjustments) > 0 && s.random.IntN(2) == 0 {
				adjustments = adjustments[1:]
			}
		}
		in, err := s.inputs(ctx, adjustments)
		if err != nil {
			return err
		}
		done, err := s.settled(in)
		if err != nil {
			return err
		}
		batch := done.Batch()
		batch.Mark = &ledger.Mark{State: ledger.Calculated, By: "ben", On: s.period.Until}
		if _, err := s.ledger.Append(ctx, batch); err != nil {
			return err
		}
		if i == times-1 {
			if err := s.count.add(done); err != nil {
				return err
			}
		}
	}
	in, err := s.inputs(ctx, adjustments)
	if err != nil {
		return err
	}
	again, err := s.settled(in)
	if err != nil {
		return err
	}
	if entries := again.Batch().Entries; len(entries) > 0 {
		return fmt.Errorf("settled again, %d entries are posted twice, the first is %+v", len(entries), entries[0])
	}
	clear(s.dirty)
	return nil
}

// settled settles, and verifies every statement.
func (s *sequence) settled(in settlement.Inputs) (*settlement.Settlement, error) {
	done, err := settlement.Settle(in)
	if err != nil {
		return nil, err
	}
	for h := range done.Held() {
		if s.missing != nil && h.Payee.ID == paidAbroad {
			continue
		}
		return nil, fmt.Errorf("%s under %s is held: %w", h.Payee.ID, h.Plan, h.Findings.Err())
	}
	for st := range done.Statements() {
		data, err := st.Export()
		if err != nil {
			return nil, err
		}
		if err := settlement.VerifyExport(data); err != nil {
			return nil, fmt.Errorf("the statement of %s does not add up: %w", st.Payee().ID, err)
		}
	}
	return done, nil
}

func (s *sequence) mark(ctx context.Context, state ledger.State, by string) error {
	opening, err := s.snapshot(ctx)
	if err != nil {
		return err
	}
	_, err = s.ledger.Append(ctx, ledger.Batch{
		Run: string(state) + "-" + s.period.String(), Head: opening.Head, Period: s.period, Mark: &ledger.Mark{State: state, By: by, On: s.period.Until},
	})
	return err
}

// pay pays the month out; payroll rejects some lines.
func (s *sequence) pay(ctx context.Context) error {
	opening, err := s.snapshot(ctx)
	if err != nil {
		return err
	}
	run, err := payroll.Pay(payroll.Request{
		Run: "pay-" + strconv.Itoa(s.number), PayDate: payroll.PayDate{Date: s.period.Until.AddDays(9), Cutoff: s.period.Until}, Into: s.period, Snapshot: opening,
		Terms: payroll.Terms{Unapproved: payroll.UnapprovedWaits, Minimums: []payroll.Minimum{{Per: payroll.PerPayee, Currency: "CNY", Amount: decimal.NewFromInt(200)}}},
	})
	if err != nil {
		return err
	}
	if _, err := s.ledger.Append(ctx, run.Batch); err != nil {
		return err
	}
	var answers []payroll.Answer
	for _, l := range run.Lines {
		a := payroll.Answer{LineID: l.ID, Status: payroll.Paid, Amount: l.Amount, Currency: l.Currency, Date: l.Date}
		if s.random.IntN(8) == 0 {
			a.Status, a.Reason = payroll.Rejected, "account closed"
		} else {
			s.count.paid(l)
		}
		answers = append(answers, a)
	}
	if opening, err = s.snapshot(ctx); err != nil {
		return err
	}
	done, err := payroll.Acknowledge(payroll.Acknowledgement{Into: s.period, Lines: run.Lines, Answers: answers, Snapshot: opening})
	if err != nil {
		return err
	}
	_, err = s.ledger.Append(ctx, done.Batch)
	return err
}

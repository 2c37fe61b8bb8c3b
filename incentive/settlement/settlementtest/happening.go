package settlementtest

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
)

// day returns a day of the month.
func (s *sequence) day() kam.Day { return s.period.From.AddDays(s.random.IntN(28)) }

// happen makes up deals, refunds, late deals, and what becomes of deals.
func (s *sequence) happen() {
	if s.missing != nil {
		s.rates, s.missing = append(s.rates, *s.missing), nil
		s.dirty[monthAfter(s.number-2)] = true
	}
	rate := incentive.ExchangeRate{Table: "month", From: "CNY", To: "USD", Period: s.period, Rate: decimal.New(int64(1300+s.random.IntN(200)), -4)}
	if s.random.IntN(8) == 0 {
		s.missing = &rate
	} else {
		s.rates = append(s.rates, rate)
	}
	for _, payee := range s.roster.Payees {
		for range s.random.IntN(4) {
			s.deal(payee.ID, s.day())
		}
		if s.number > 1 && s.random.IntN(5) == 0 {
			late := monthAfter(s.number - 2 - s.random.IntN(min(3, s.number-1)))
			s.deal(payee.ID, late.From.AddDays(s.random.IntN(28)))
			s.dirty[late] = true
		}
	}
	originals := slices.Clone(s.deals)
	for _, d := range originals {
		if d.Reverses != "" || !d.Booked.Before(s.period.From) || s.period.From.Sub(d.Booked) > 400 {
			continue
		}
		switch s.random.IntN(24) {
		case 0:
			s.event(d.ID, payout.Collected, kam.Fraction{Num: int64(s.random.IntN(5)), Den: 4})
		case 1:
			s.event(d.ID, payout.Invoiced, kam.Fraction{Num: int64(1 + s.random.IntN(3)), Den: 3})
		case 2:
			s.event(d.ID, payout.Accepted, kam.Whole())
		case 3:
			s.ends(d.ID, payout.Freed)
		case 4:
			s.ends(d.ID, payout.Cancelled)
		case 5:
			s.ends(d.ID, payout.Withdrawn)
		case 6:
			if s.ended(d.ID) {
				s.ends(d.ID, payout.Reinstated)
			}
		case 7:
			s.refund(d)
		}
	}
}

func (s *sequence) deal(payee string, booked kam.Day) {
	s.deals = append(s.deals, incentive.Transaction{
		ID: "D-" + strconv.Itoa(len(s.deals)+1), Owner: payee, Booked: booked, Amount: decimal.New(int64(1+s.random.IntN(4_000_000)), -2),
	})
}

// refund takes a deal back in part, once.
func (s *sequence) refund(d incentive.Transaction) {
	if slices.ContainsFunc(s.deals, func(x incentive.Transaction) bool { return x.Reverses == d.ID }) {
		return
	}
	s.deals = append(s.deals, incentive.Transaction{
		ID: "R-" + strconv.Itoa(len(s.deals)+1), Owner: d.Owner, Booked: s.day(), Amount: d.Amount.Mul(decimal.New(int64(1+s.random.IntN(100)), -2)).Neg().Round(2), Reverses: d.ID,
	})
}

func (s *sequence) event(deal string, kind payout.EventKind, part kam.Fraction) {
	if part.Check() != nil {
		part = kam.Whole()
	}
	s.add(payout.Event{Transaction: deal, Kind: kind, Day: s.day(), Fraction: &part})
}

// add adds an event, unless the deal has one on that day: two of a kind would contradict each other.
func (s *sequence) add(e payout.Event) {
	if !slices.ContainsFunc(s.events, func(x payout.Event) bool { return x.Transaction == e.Transaction && x.Day == e.Day }) {
		s.events = append(s.events, e)
	}
}

// ends adds an event that frees or ends a deal, or undoes that.
func (s *sequence) ends(deal string, kind payout.EventKind) {
	s.add(payout.Event{Transaction: deal, Kind: kind, Day: s.day()})
}

func (s *sequence) ended(deal string) bool {
	return slices.ContainsFunc(s.events, func(e payout.Event) bool {
		return e.Transaction == deal && (e.Kind == payout.Cancelled || e.Kind == payout.Withdrawn)
	})
}

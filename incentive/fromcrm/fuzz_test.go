package fromcrm_test

import (
	"math/big"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
)

// tape reads choices from fuzzed bytes; past the end it reads zeros.
type tape struct{ data []byte }

func (s *tape) next() int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b)
}

func (s *tape) text() string {
	n := s.next() % 6
	n = min(n, len(s.data))
	out := string(s.data[:n])
	s.data = s.data[n:]
	return out
}

func (s *tape) decimal() decimal.NullDecimal {
	switch s.next() % 8 {
	case 0:
		return decimal.NullDecimal{}
	case 1:
		return decimal.NewNullDecimal(decimal.New(int64(s.next())-128, int32(s.next()-128)*16_000_000))
	case 2:
		return decimal.NewNullDecimal(decimal.New(int64(s.next())<<50, -int32(s.next()%6)))
	default:
		return decimal.NewNullDecimal(decimal.New(int64(s.next())*int64(s.next()), -int32(s.next()%6)))
	}
}

func (s *tape) day() kam.Day {
	n := s.next()
	if n == 0 {
		return kam.Day{}
	}
	return kam.MustDay("2026-01-01").AddDays(n)
}

func (s *tape) policy() fromcrm.Policy {
	change := func() fromcrm.Change { return [...]fromcrm.Change{fromcrm.Rebook, fromcrm.Keep}[s.next()%2] }
	return fromcrm.Policy{
		Won:        []string{"W"},
		CreditDate: [...]incentive.DateName{incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered}[s.next()%4],
		Repriced:   [...]fromcrm.Repriced{fromcrm.RepricedRebook, fromcrm.RepricedDifference}[s.next()%2],
		Reowned:    change(), Attributes: change(), Moved: change(), Dates: change(),
		Reopened: fromcrm.ReopenedReverse,
		Deleted:  [...]fromcrm.Deleted{fromcrm.DeletedReverse, fromcrm.DeletedKeep}[s.next()%2],
		Dating:   [...]fromcrm.Dating{fromcrm.OnChange, fromcrm.OnOriginal}[s.next()%2],
		Faulty:   [...]fromcrm.Faulty{fromcrm.PassOver, fromcrm.Hold}[s.next()%2],
	}
}

func (s *tape) revision() fromcrm.Revision {
	r := fromcrm.Revision{
		Opportunity: [...]string{"D", "E", "D#2.1", s.text()}[s.next()%4],
		Number:      int64(s.next()) - 1,
		On:          s.day(),
		Stage:       [...]string{"W", "W", "w ", "L"}[s.next()%4],
		Deleted:     s.next()%8 == 1,
		Owner:       [...]string{"anna", "ben", s.text()}[s.next()%3],
		Amount:      s.decimal(),
		Currency:    [...]kam.Currency{"", "CNY", "USD", "??"}[s.next()%4],
		Margin:      s.decimal(), Units: s.decimal(), Cash: s.decimal(),
		Closed: s.day(), Invoiced: s.day(), CashDate: s.day(), Delivered: s.day(),
	}
	for range s.next() % 4 {
		r.Participants = append(r.Participants, incentive.Participant{
			Payee: s.text(), Role: [...]string{"", "owner", "engineer"}[s.next()%3],
			Share: kam.Fraction{Num: int64(s.next() - 1), Den: int64(s.next() - 1)},
		})
	}
	if s.next()%4 == 1 {
		r.Attributes = map[string]string{s.text(): s.text()}
		r.Numbers = map[string]decimal.Decimal{s.text(): s.decimal().Decimal}
	}
	return r
}

// FuzzTransactions checks that no input panics, that sums are zero or one recorded amount, and that
// reversals stay within their originals.
func FuzzTransactions(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x0a\x00\x00\x00\x03\x0a\x0a\x02\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &tape{data: data}
		c, err := fromcrm.Compile(s.policy())
		if err != nil {
			t.Fatal(err)
		}
		var revs []fromcrm.Revision
		for len(s.data) > 0 && len(revs) < 200 {
			revs = append(revs, s.revision())
		}
		got, found := c.Transactions(revs)
		for _, finding := range found {
			for _, text := range []string{finding.Message.EN, finding.Message.ZH, finding.Remedy.EN, finding.Remedy.ZH} {
				if text == "" || !utf8.ValidString(text) {
					t.Fatalf("bad text in %v", finding)
				}
			}
		}
		sums, left, ids := map[string]*big.Rat{}, map[string]*big.Rat{}, map[string]bool{}
		root := map[string]string{}
		for _, tx := range got {
			if ids[tx.ID] || !utf8.ValidString(tx.ID) || len(tx.ID) == 0 || len(tx.ID) > 128 {
				t.Fatalf("bad id %q", tx.ID)
			}
			ids[tx.ID] = true
			value := tx.Amount.Rat()
			target := tx.ID
			if tx.Reverses != "" {
				target = tx.Reverses
			}
			if (tx.Reverses == "") != (value.Sign() > 0) || tx.Reverses != "" && left[target] == nil {
				t.Fatalf("bad sign or original: %+v", tx)
			}
			if left[target] == nil {
				left[target] = new(big.Rat)
			}
			if left[target].Add(left[target], value).Sign() < 0 {
				t.Fatalf("%s takes back too much", tx.ID)
			}
			root[tx.ID] = rootOf(tx.ID, revs)
			if sums[root[tx.ID]] == nil {
				sums[root[tx.ID]] = new(big.Rat)
			}
			sums[root[tx.ID]].Add(sums[root[tx.ID]], value)
		}
		for id, sum := range sums {
			ok := sum.Sign() == 0
			for _, r := range revs {
				ok = ok || r.Opportunity == id && r.Amount.Valid && r.Amount.Decimal.Exponent() > -30 && r.Amount.Decimal.Exponent() < 30 && r.Amount.Decimal.Rat().Cmp(sum) == 0
			}
			if !ok {
				t.Fatalf("%s: %s was never an amount of the deal", id, sum.RatString())
			}
		}
	})
}

// rootOf returns the opportunity that an id belongs to: the longest one that it starts with.
func rootOf(id string, revs []fromcrm.Revision) string {
	best := ""
	for _, r := range revs {
		o := r.Opportunity
		if len(o) > len(best) && len(o) <= len(id) && id[:len(o)] == o && (len(o) == len(id) || id[len(o)] == '#') {
			best = o
		}
	}
	return best
}

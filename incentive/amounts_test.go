package incentive_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// linesOf lists transaction and amount of a statement's lines.
func linesOf(s incentive.Statement) []string {
	var all []string
	for l := range s.Lines() {
		all = append(all, fmt.Sprint(l.Transaction(), " ", l.Amount()))
	}
	return all
}

// 10 % up to 5,000 and 20 % above: who comes first decides which deal is paid more.
func TestRunRanksDeals(t *testing.T) {
	ranked := func(id string, sequence int64, amount, booked string) incentive.Transaction {
		d := sold(id, "anna", amount, booked)
		d.Sequence = sequence
		return d
	}
	for name, c := range map[string]struct {
		order incentive.Order
		deals []incentive.Transaction
		want  []string
	}{
		"the day first":          {incentive.BySequence, []incentive.Transaction{ranked("a", 1, "1000", "2026-02-02"), ranked("b", 2, "5000", "2026-02-01")}, []string{"b 500", "a 200"}},
		"by sequence":            {incentive.BySequence, []incentive.Transaction{ranked("a", 2, "1000", "2026-02-01"), ranked("b", 1, "5000", "2026-02-01")}, []string{"b 500", "a 200"}},
		"by id in one sequence":  {incentive.BySequence, []incentive.Transaction{ranked("b", 1, "1000", "2026-02-01"), ranked("a", 1, "5000", "2026-02-01")}, []string{"a 500", "b 200"}},
		"by id as text":          {incentive.ByID, []incentive.Transaction{ranked("9", 1, "1000", "2026-02-01"), ranked("10", 2, "5000", "2026-02-01")}, []string{"10 500", "9 200"}},
		"by id as number":        {incentive.ByNumericID, []incentive.Transaction{ranked("10", 1, "1000", "2026-02-01"), ranked("9", 2, "5000", "2026-02-01")}, []string{"9 500", "10 200"}},
		"by one number's text":   {incentive.ByNumericID, []incentive.Transaction{ranked("1", 1, "1000", "2026-02-01"), ranked("01", 2, "5000", "2026-02-01")}, []string{"01 500", "1 200"}},
		"the day before numbers": {incentive.ByNumericID, []incentive.Transaction{ranked("1", 1, "1000", "2026-02-02"), ranked("2", 2, "5000", "2026-02-01")}, []string{"2 500", "1 200"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.component(t, marginal)
			o.sales.Order, o.deals = c.order, c.deals
			assert.Equal(t, c.want, linesOf(o.statement(t, "anna", "sales")))
		})
	}
}

func TestRunRanksReturnsAfterTheirDeal(t *testing.T) {
	o := newOffice(t)
	o.component(t, marginal)
	first, second, back := sold("m", "anna", "5000", "2026-02-02"), sold("z", "anna", "1000", "2026-02-02"), returned("a", "m", "-5000", "2026-02-02")
	first.Sequence, second.Sequence, back.Sequence = 5, 6, 0
	o.deals = []incentive.Transaction{back, second, first}
	assert.Equal(t, []string{"m 500", "a -500", "z 100"}, linesOf(o.statement(t, "anna", "sales")), "on the same day, with a lower sequence")
	o.deals[0].Booked = kam.MustDay("2026-01-15")
	assert.Equal(t, []string{"m 500", "a -500", "z 100"}, linesOf(o.statement(t, "anna", "sales")), "dated before its deal")
	o.deals[0].Booked = kam.MustDay("2026-02-03")
	assert.Equal(t, []string{"m 500", "z 200", "a -600"}, linesOf(o.statement(t, "anna", "sales")), "a day later") // 1,000 at 20 % and 4,000 at 10 %
}

func TestRunConditions(t *testing.T) {
	for text, want := range map[string]string{
		`{"number": "amount", "atLeast": "1000"}`:                                                    "100",
		`{"number": "amount", "atLeast": "1000.01"}`:                                                 "0",
		`{"number": "amount", "moreThan": "999.99"}`:                                                 "100",
		`{"number": "amount", "moreThan": "1000"}`:                                                   "0",
		`{"number": "amount", "atMost": "1000"}`:                                                     "100",
		`{"number": "amount", "atMost": "999.99"}`:                                                   "0",
		`{"number": "amount", "below": "1000.01"}`:                                                   "100",
		`{"number": "amount", "below": "1000"}`:                                                      "0",
		`{"number": "amount", "atLeast": "1000", "below": "1000"}`:                                   "0",
		`{"number": "margin", "atLeast": "400"}`:                                                     "100",
		`{"number": "units", "below": "7.01"}`:                                                       "100",
		`{"number": "cash", "moreThan": "8"}`:                                                        "0",
		`{"number": "discount", "atMost": "0.1"}`:                                                    "100",
		`{"number": "unknown", "atMost": "1"}`:                                                       "0",
		`{"not": {"number": "unknown", "atMost": "1"}}`:                                              "100",
		`{"attribute": "product", "in": ["old", "new"]}`:                                             "100",
		`{"attribute": "product", "in": ["New"]}`:                                                    "0",
		`{"attribute": "region", "in": [""]}`:                                                        "100",
		`{"date": "booked", "from": "2026-01-05"}`:                                                   "100",
		`{"date": "booked", "from": "2026-01-06"}`:                                                   "0",
		`{"date": "booked", "until": "2026-01-06"}`:                                                  "100",
		`{"date": "booked", "until": "2026-01-05"}`:                                                  "0",
		`{"date": "booked", "from": "2026-01-05", "until": "2026-01-06"}`:                            "100",
		`{"date": "delivered", "from": "2026-03-01", "until": "2026-04-01"}`:                         "100",
		`{"date": "delivered", "until": "2026-03-01"}`:                                               "0",
		`{"date": "cash", "until": "2027-01-01"}`:                                                    "0",
		`{"date": "cash", "from": "0001-01-01"}`:                                                     "0",
		`{"not": {"date": "cash", "from": "0001-01-01"}}`:                                            "100",
		`{"all": [{"attribute": "product", "in": ["new"]}, {"number": "amount", "below": "1000"}]}`:  "0",
		`{"any": [{"attribute": "product", "in": ["old"]}, {"number": "amount", "atMost": "1000"}]}`: "100",
		`{"any": [{"attribute": "product", "in": ["old"]}, {"number": "amount", "below": "1000"}]}`:  "0",
		`{"not": {"attribute": "product", "in": ["new"]}}`:                                           "0",
	} {
		t.Run(text, func(t *testing.T) {
			o := newOffice(t)
			d := &o.deals[0]
			d.Attributes, d.Numbers = map[string]string{"product": "new"}, numbers("discount", "0.1")
			d.Booked, d.Delivered = kam.MustDay("2026-01-05"), kam.MustDay("2026-03-31")
			d.Margin, d.Units, d.Cash = known("400"), known("7"), known("8")
			var when incentive.Condition
			require.NoError(t, json.Unmarshal([]byte(text), &when))
			o.sales.Credits[0].When = &when
			assert.True(t, o.statement(t, "anna", "sales").Earned().Equal(exact(want)))
			o.sales.Credits[0].When, o.sales.Components[0].When = nil, &when
			assert.True(t, o.statement(t, "anna", "sales").Earned().Equal(exact(want)), "in the component")
		})
	}
}

// a1 brings anna to 1,000, a2 to 3,000, its return to 1,000 again, and a3 to 1,500; each pays 10 %.
func TestRunGates(t *testing.T) {
	gate := func(at string, failed incentive.FailedThenPassed, lost incentive.Lost) incentive.Gate {
		return incentive.Gate{Basis: incentive.ByAmount, At: exact(at), Kind: incentive.Cliff, Test: incentive.Running, FailedThenPassed: failed, PassedThenLost: lost}
	}
	end := func(at string) incentive.Gate {
		return incentive.Gate{Basis: incentive.ByAmount, At: exact(at), Kind: incentive.Cliff, Test: incentive.AtPeriodEnd}
	}
	share := func(at string) incentive.Gate {
		return incentive.Gate{Basis: incentive.ByAttainment, At: exact(at), Kind: incentive.Cliff, Test: incentive.AtPeriodEnd}
	}
	for name, c := range map[string]struct {
		gate incentive.Gate
		want string
	}{
		"at the end, exactly":               {end("1500"), "150"},
		"at the end, a cent short":          {end("1500.01"), "0"},
		"half of 3,000":                     {share("0.5"), "150"},
		"a little more than half":           {share("0.5001"), "0"},
		"caught up, taken back":             {gate("3000", incentive.CatchUp, incentive.TakeBack), "0"},
		"caught up, taken back, passed":     {gate("1500", incentive.CatchUp, incentive.TakeBack), "150"},
		"caught up, latched":                {gate("3000", incentive.CatchUp, incentive.Latched), "150"},
		"caught up, latched, never":         {gate("3000.01", incentive.CatchUp, incentive.Latched), "0"},
		"forfeited, latched":                {gate("3000", incentive.Forfeit, incentive.Latched), "50"},
		"forfeited, latched, never":         {gate("3000.01", incentive.Forfeit, incentive.Latched), "0"},
		"forfeited, latched, at the first":  {gate("1000", incentive.Forfeit, incentive.Latched), "150"},
		"forfeited, taken back":             {gate("3000", incentive.Forfeit, incentive.TakeBack), "0"},
		"forfeited, taken back, passed":     {gate("1500", incentive.Forfeit, incentive.TakeBack), "50"},
		"forfeited, taken back, all passed": {gate("1000", incentive.Forfeit, incentive.TakeBack), "150"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.quotas("revenue", "3000")
			o.sales.Components[0].Gates = []incentive.Gate{c.gate}
			o.add(sold("a2", "anna", "2000", "2026-02-02"), returned("r2", "a2", "-2000", "2026-02-03"), sold("a3", "anna", "500", "2026-02-04"))
			assert.True(t, o.statement(t, "anna", "sales").Earned().Equal(exact(c.want)), "%s", o.statement(t, "anna", "sales").Earned())
		})
	}
}

func TestRunCaps(t *testing.T) {
	yearly := incentive.Target{Amount: known("400"), Per: kam.Year}
	for name, c := range map[string]struct {
		component, plan []incentive.Cap
		target          incentive.Target
		toDate          bool
		want            string // of 100 in the first quarter, or 300 to date in the second
	}{
		"the lower of two on a deal":   {[]incentive.Cap{{Per: incentive.PerCredit, Amount: known("30")}, {Per: incentive.PerCredit, Amount: known("50")}}, nil, yearly, false, "30"},
		"in the other order":           {[]incentive.Cap{{Per: incentive.PerCredit, Amount: known("50")}, {Per: incentive.PerCredit, Amount: known("30")}}, nil, yearly, false, "30"},
		"a quarter of a year's target": {[]incentive.Cap{{Per: incentive.PerComponent, OfTargetIncentive: known("0.5")}}, nil, yearly, false, "50"},
		"three months' target":         {[]incentive.Cap{{Per: incentive.PerComponent, OfTargetIncentive: known("0.5")}}, nil, incentive.Target{Amount: known("20"), Per: kam.Month}, false, "30"},
		"half of half a year's target": {[]incentive.Cap{{Per: incentive.PerComponent, OfTargetIncentive: known("1")}}, nil, incentive.Target{Amount: known("180"), Per: kam.HalfYear}, false, "90"},
		"two quarters to date":         {[]incentive.Cap{{Per: incentive.PerComponent, OfTargetIncentive: known("1")}}, nil, yearly, true, "200"},
		"a deal has one period's":      {[]incentive.Cap{{Per: incentive.PerCredit, OfTargetIncentive: known("1")}}, nil, yearly, true, "200"},
		"the plan to date":             {nil, []incentive.Cap{{Per: incentive.PerPlan, OfTargetIncentive: known("1")}}, yearly, true, "200"},
		"the period alone":             {nil, []incentive.Cap{{Per: incentive.PerRunPeriod, OfTargetIncentive: known("1")}}, yearly, true, "100"},
		"rounded to the cent":          {[]incentive.Cap{{Per: incentive.PerComponent, OfTargetIncentive: known("0.3333")}}, nil, incentive.Target{Amount: known("100"), Per: kam.Year}, false, "8.33"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.sales.Components[0].Caps, o.sales.Caps = c.component, c.plan
			for i := range o.in.Roster.Assignments {
				o.in.Roster.Assignments[i].Target = c.target
			}
			if c.toDate {
				o.toDate()
				o.in.Period = secondQuarter
				o.add(sold("a2", "anna", "2000", "2026-05-01"))
			}
			s := o.statement(t, "anna", "sales")
			assert.True(t, s.Earned().Equal(exact(c.want)), "%s", s.Earned())
		})
	}
}

func TestStatementShowsDealOfTheFirstDay(t *testing.T) {
	o := newOffice(t)
	o.toDate()
	o.deals[0].Booked = firstQuarter.From
	s := o.statement(t, "anna", "sales")
	assert.Equal(t, []string{"a1 100"}, linesOf(s))
	for l := range s.EarlierLines() {
		t.Errorf("%s is no earlier line", l.Transaction())
	}
}

// With a third of 1,000, 4,666.6666... are missing to 5,000; with the last digit rounded down the tier would not be reached.
func TestStatementRoundsWhatIsMissingUp(t *testing.T) {
	o := newOffice(t)
	o.component(t, marginal)
	shared(o, "anna", "1/3", "bo", "2/3")
	assert.Contains(t, o.statement(t, "anna", "sales").Markdown(kam.English), "4,666.6667 more to the tier from 5,000")
}

// The window is the half-year: what was posted for the first quarter belongs to the one before.
func TestRunSubtractsPostingsOfTheWindowAlone(t *testing.T) {
	o := newOffice(t)
	o.sales.Measures[0].Window = incentive.HalfToDate
	o.in.Period = kam.MustPeriod("2026-10-01/2027-01-01")
	o.deals = []incentive.Transaction{
		sold("a0", "anna", "700", "2026-06-30"), sold("a1", "anna", "1000", "2026-07-01"), sold("a2", "anna", "500", "2026-10-01"),
	}
	o.in.Opening.Ledger.Posted = []ledger.Posted{posted("2026-04-01/2026-07-01", "70"), posted("2026-07-01/2026-10-01", "90"), posted("2026-10-01/2027-01-01", "1")}
	s := o.statement(t, "anna", "sales")
	assert.True(t, s.Earned().Equal(exact("60")), "%s", s.Earned()) // 1,500 at 10 % less 90
	m, ok := s.Measure("revenue")
	require.True(t, ok)
	assert.True(t, m.Value.Equal(exact("1500")))
}

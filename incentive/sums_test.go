package incentive_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// togetherPlan has all that looks at several payees at once.
const togetherPlan = `{
	"format": 1, "id": "sales", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2025-01-01/2028-01-01", "period": "quarter",
	"credits":  [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [
		{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"},
		{"name": "satisfaction", "base": "observation", "metric": "csat"}
	],
	"components": [
		{"name": "commission", "measure": "revenue", "rate": "0.1", "caps": [{"per": "transaction", "amount": "150"}]},
		{"name": "race", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["100.01", "70", "33.33"], "ties": "share", "fund": "150", "by": "manager", "held": "leave-out"}},
		{"name": "team", "measure": "revenue", "pool": {"rate": "0.033333", "key": "position", "on": "satisfaction", "held": "leave-out"}},
		{"name": "club", "measure": "revenue", "every": {"each": "300", "pays": "7.77"}}
	]
}`

// crowd is an office of made-up size: n payees in teams of one to four, with shared deals, scores and an open position.
func crowd(t *testing.T, seed uint64) *office {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	o := &office{sales: planOf(t, togetherPlan), lead: planOf(t, leadPlan)}
	o.in.Period = firstQuarter
	n := 2 + r.IntN(8)
	name := func(i int) string { return fmt.Sprintf("p%02d", i) }
	for i := range n {
		o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: name(i), Open: r.IntN(12) == 0})
		o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: name(i), Plan: "sales", Version: 1, Period: officeYears})
		if i > 0 && r.IntN(3) > 0 {
			o.in.Roster.Reporting = append(o.in.Roster.Reporting, incentive.ReportingLine{Payee: name(i), Manager: name(r.IntN(i)), Period: officeYears})
		}
		if r.IntN(9) > 0 {
			o.in.Observations = append(o.in.Observations, scored(name(i), fmt.Sprint(r.IntN(5))))
		}
	}
	for d := range r.IntN(12) {
		deal := sold(fmt.Sprint("d", d), name(r.IntN(n)), fmt.Sprint(100*(1+r.IntN(40))), "2026-02-01")
		if r.IntN(2) == 0 {
			deal.Owner = ""
			third := kam.MustFraction("1/3")
			for range 3 {
				deal.Participants = append(deal.Participants, incentive.Participant{Payee: name(r.IntN(n)), Share: third})
			}
		}
		o.add(deal)
		if r.IntN(4) == 0 {
			o.add(returned(fmt.Sprint("r", d), deal.ID, deal.Amount.Neg().String(), "2026-02-03"))
		}
	}
	return o
}

func paying(s incentive.Statement, kind incentive.AdjustmentKind) (incentive.Adjustment, bool) {
	for a := range s.Adjustments() {
		if a.Kind == kind {
			return a, true
		}
	}
	return incentive.Adjustment{}, false
}

// What a contest and a pool pay never exceeds their fund, and a pool pays all of it; a capped deal pays its limit.
func TestSharedSumsAreConserved(t *testing.T) {
	shared, won, cut := 0, 0, 0
	for seed := range uint64(300) {
		o := crowd(t, seed)
		run := o.mustRun(t)
		prizes, pool := map[string]decimal.Decimal{}, decimal.Zero
		fund, weights := decimal.Zero, decimal.Zero
		deals := map[string]decimal.Decimal{}
		for s := range run.Statements() {
			prize, _ := paying(s, incentive.AdjustContest)
			prizes[leader(o, s.Payee().ID)] = prizes[leader(o, s.Payee().ID)].Add(prize.Amount)
			part, _ := paying(s, incentive.AdjustPool)
			pool = pool.Add(part.Amount)
			if !s.Open() {
				fund, weights = part.Fund.Decimal, part.Weights.Decimal
			}
			for l := range s.Lines() {
				id := l.Transaction()
				if l.Reverses() != "" {
					id = l.Reverses()
				}
				deals[id] = deals[id].Add(l.Amount())
			}
			for a := range s.Adjustments() {
				if a.Kind == incentive.AdjustTransactionCap {
					deals[a.Transaction] = deals[a.Transaction].Add(a.Amount)
					require.True(t, a.Amount.IsNegative())
					require.True(t, a.Limit.Decimal.Equal(exact("150")))
					require.True(t, a.Total.Decimal.GreaterThan(a.Limit.Decimal))
					cut++
				}
			}
		}
		for manager, sum := range prizes {
			require.True(t, sum.LessThanOrEqual(exact("150")), "seed %d: %s of %q", seed, sum, manager)
			if sum.IsPositive() {
				won++
			}
		}
		require.True(t, pool.LessThanOrEqual(fund), "seed %d: %s of %s", seed, pool, fund)
		if len(slices.Collect(run.Held())) == 0 {
			if weights.IsPositive() {
				require.True(t, pool.Equal(fund), "seed %d: %s of %s", seed, pool, fund)
				shared++
			}
			for id, sum := range deals {
				require.True(t, sum.LessThanOrEqual(exact("150")), "seed %d: deal %s pays %s", seed, id, sum)
			}
		}
	}
	assert.Greater(t, shared, 50)
	assert.Greater(t, won, 50)
	assert.Greater(t, cut, 50)
}

func leader(o *office, payee string) string {
	for _, l := range o.in.Roster.Reporting {
		if l.Payee == payee {
			return l.Manager
		}
	}
	return ""
}

// Any number of workers and any order of the inputs give the same statements.
func TestSharedSumsDependOnNoOrderAndNoWorkers(t *testing.T) {
	for seed := range uint64(60) {
		o := crowd(t, seed)
		o.opt.Workers = 1
		first := o.mustRun(t)
		r := rand.New(rand.NewPCG(seed, 8))
		r.Shuffle(len(o.deals), func(i, j int) { o.deals[i], o.deals[j] = o.deals[j], o.deals[i] })
		people := o.in.Roster
		r.Shuffle(len(people.Payees), func(i, j int) { people.Payees[i], people.Payees[j] = people.Payees[j], people.Payees[i] })
		r.Shuffle(len(people.Assignments), func(i, j int) {
			people.Assignments[i], people.Assignments[j] = people.Assignments[j], people.Assignments[i]
		})
		r.Shuffle(len(people.Reporting), func(i, j int) { people.Reporting[i], people.Reporting[j] = people.Reporting[j], people.Reporting[i] })
		o.opt.Workers = 5
		again := o.mustRun(t)
		require.Equal(t, first.ID(), again.ID())
		require.Equal(t, paidBy(first), paidBy(again))
		require.Equal(t, heldBy(first), heldBy(again))
	}
}

// A statement rests on the figures of those it is compared with, and says so in its hash.
func TestInputHashCoversOthers(t *testing.T) {
	hashes := func(o *office) map[string]string {
		all := map[string]string{}
		for s := range o.mustRun(t).Statements() {
			all[s.Payee().ID] = s.InputHash()
		}
		return all
	}
	for name, component := range map[string]string{
		"contest":         `{"name": "c", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["5"], "ties": "share", "held": "wait"}}`,
		"pool":            `{"name": "c", "measure": "revenue", "pool": {"rate": "0.1", "key": "equal", "held": "wait"}}`,
		"cap on the deal": `{"name": "c", "measure": "revenue", "rate": "0.1", "caps": [{"per": "transaction", "amount": "50"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.component(t, component)
			shared(o, "anna", "1/2", "bo", "1/2")
			before := hashes(o)
			o.add(sold("b2", "bo", "1", "2026-02-02"))
			after := hashes(o)
			assert.NotEqual(t, before["bo"], after["bo"])
			if name == "cap on the deal" {
				assert.Equal(t, before["anna"], after["anna"], "another deal is none of anna's")
				o.deals[0].Participants[1].Share, o.deals[0].Participants[0].Share = kam.MustFraction("1/4"), kam.MustFraction("3/4")
				after = hashes(o)
			}
			assert.NotEqual(t, before["anna"], after["anna"])
		})
	}
}

func TestStreamRefusesWhatLooksAtSeveralPayees(t *testing.T) {
	for _, component := range []string{
		`{"name": "c", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["5"], "ties": "share", "held": "wait"}}`,
		`{"name": "c", "measure": "revenue", "pool": {"rate": "0.1", "key": "equal", "held": "wait"}}`,
		`{"name": "c", "measure": "revenue", "rate": "0.1", "caps": [{"per": "transaction", "amount": "50"}]}`,
	} {
		o := alone(t)
		o.component(t, component)
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales}})
		require.NoError(t, err)
		for _, err := range program.Stream(context.Background(), o.inputs(), incentive.RunOptions{}) {
			require.ErrorIs(t, err, incentive.ErrBarrier)
		}
	}
	o := alone(t)
	o.component(t, `{"name": "c", "measure": "revenue", "every": {"each": "100", "pays": "1"}, "multipliers": [{"basis": "amount", "apply": "whole", "bands": [{"from": "0", "factor": "2"}]}]}`)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{o.sales}})
	require.NoError(t, err)
	yielded := 0
	for _, err := range program.Stream(context.Background(), o.inputs(), incentive.RunOptions{}) {
		require.NoError(t, err)
		yielded++
	}
	assert.Positive(t, yielded)
}

// Progress is reported once for each statement, also when a contest is judged again.
func TestProgressOfContests(t *testing.T) {
	o := newOffice(t)
	o.component(t, `{"name": "c", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["5"], "ties": "share", "held": "leave-out"}}`)
	o.sales.Caps = []incentive.Cap{{Per: incentive.PerRunPeriod, OfTargetIncentive: known("1")}}
	for i := range o.in.Roster.Assignments {
		if o.in.Roster.Assignments[i].Payee != "bo" {
			o.in.Roster.Assignments[i].Target = incentive.Target{Amount: known("1000"), Per: kam.Year}
		}
	}
	var seen []int
	o.opt.Workers, o.opt.Progress = 1, func(done, total int) { seen = append(seen, done, total) }
	run := o.mustRun(t)
	assert.Equal(t, []int{4, 4}, seen)
	assert.Equal(t, []string{"bo sales run.missing-target @ payee bo"}, heldBy(run))
	s, ok := run.Statement("anna", "sales")
	require.True(t, ok)
	assert.True(t, s.Earned().Equal(exact("5")), "bo, who sold most, is left out: %s", s.Earned())
}

// A payee who is level with somebody in one contest keeps the place in another, and only what the tie decides is unknown above.
func TestTieHoldsOneComponent(t *testing.T) {
	o := newOffice(t)
	o.sales.Components = []incentive.Component{
		o.sales.Components[0],
		{Name: "tied", Measure: "score", Contest: &incentive.Contest{Basis: incentive.ByScore, Prizes: []decimal.Decimal{exact("9")}, Ties: incentive.TiesRefuse, Held: incentive.HeldLeaveOut}},
		{Name: "race", Measure: "revenue", Contest: &incentive.Contest{Basis: incentive.ByAmount, Prizes: []decimal.Decimal{exact("50"), exact("20"), exact("10")}, Ties: incentive.TiesShare, Held: incentive.HeldLeaveOut}},
	}
	o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "score", Base: incentive.BaseObservation, Metric: "csat"})
	o.in.Observations = []kam.Observation{scored("anna", "90"), scored("bo", "90"), scored("dan", "80")}
	o.lead.Credits[0].Base, o.lead.Credits[0].Of = incentive.CreditAfterCap, []string{"commission"}
	o.lead.Credits[0].Split = ""
	run := o.mustRun(t)
	assert.ElementsMatch(t, []string{"anna sales run.contest-tie @ payee anna", "bo sales run.contest-tie @ payee bo"}, heldBy(run))
	dan, ok := run.Statement("dan", "sales")
	require.True(t, ok)
	assert.True(t, dan.Earned().Equal(exact("60")), "50 of commission and the third place: %s", dan.Earned())
	cai, ok := run.Statement("cai", "lead")
	require.True(t, ok)
	assert.True(t, cai.Earned().Equal(exact("3")), "a tenth of a tenth of 300: %s", cai.Earned())

	o.lead.Credits[0].Of = []string{"tied"}
	assert.Contains(t, heldBy(o.mustRun(t)), "cai lead run.depends-on-held @ payee anna")
}

// What a contest pays is posted once, and what a later deal changes is posted as a difference.
func TestContestIsPostedAsADifference(t *testing.T) {
	o := newOffice(t)
	o.component(t, `{"name": "race", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["50", "20"], "ties": "share", "held": "wait"}}`)
	o.more, o.in.Roster.Assignments = nil, slices.DeleteFunc(o.in.Roster.Assignments, func(a incentive.Assignment) bool { return a.Plan == "lead" })
	var books ledger.Memory
	post := func() map[string]string {
		o.in.Opening.Ledger = snapshot(t, &books)
		batch, err := o.mustRun(t).Batch()
		require.NoError(t, err)
		_, err = books.Append(t.Context(), batch)
		require.NoError(t, err)
		got := map[string]string{}
		for _, e := range batch.Entries {
			if e.Account == ledger.PayeeAccount {
				got[e.Payee] = e.Amount.String()
			}
		}
		return got
	}
	assert.Equal(t, map[string]string{"bo": "50", "anna": "20"}, post())
	assert.Empty(t, post())
	o.add(sold("a2", "anna", "5000", "2026-03-31"))
	assert.Equal(t, map[string]string{"bo": "-30", "anna": "30"}, post())
}

// A contest of managers on what their teams earn is judged once all teams are known.
func TestContestOfManagersFollowsTheirTeams(t *testing.T) {
	o := newOffice(t)
	o.lead.Credits[0].Base, o.lead.Credits[0].Of, o.lead.Credits[0].Split = incentive.CreditAfterCap, []string{"commission"}, ""
	o.lead.Components = []incentive.Component{{Name: "race", Measure: "team", Contest: &incentive.Contest{Basis: incentive.ByAmount, Prizes: []decimal.Decimal{exact("9"), exact("4")}, Ties: incentive.TiesShare, Held: incentive.HeldWait}}}
	o.in.Roster.Payees = append(o.in.Roster.Payees, incentive.Payee{ID: "eve"})
	o.in.Roster.Assignments = append(o.in.Roster.Assignments, incentive.Assignment{Payee: "eve", Plan: "lead", Version: 1, Period: officeYears})
	o.in.Roster.Reporting = append(o.in.Roster.Reporting, incentive.ReportingLine{Payee: "dan", Manager: "eve", Period: officeYears})
	run := o.mustRun(t)
	assert.Equal(t, []string{"anna sales 100", "bo sales 200", "cai lead 9", "dan sales 50", "eve lead 4"}, paidBy(run))
	o.sales.Caps = []incentive.Cap{{Per: incentive.PerRunPeriod, OfTargetIncentive: known("1")}}
	for i := range o.in.Roster.Assignments {
		if o.in.Roster.Assignments[i].Payee != "dan" {
			o.in.Roster.Assignments[i].Target = incentive.Target{Amount: known("10000"), Per: kam.Year}
		}
	}
	assert.Equal(t, []string{
		"cai lead run.depends-on-held @ payee eve", "dan sales run.missing-target @ payee dan", "eve lead run.depends-on-held @ payee dan",
	}, heldBy(o.mustRun(t)), "dan is held, so that eve's place is not known, nor cai's")
}

// A fund that is not exceeded cuts nothing, and is not said to.
func TestFundThatSufficesIsNotShown(t *testing.T) {
	o := newOffice(t)
	for fund, cut := range map[string]bool{"70": false, "69.99": true} {
		o.component(t, `{"name": "race", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["50", "20"], "ties": "share", "held": "wait", "fund": "`+fund+`"}}`)
		prize, ok := paying(o.statement(t, "bo", "sales"), incentive.AdjustContest)
		require.True(t, ok)
		assert.Equal(t, cut, prize.Fund.Valid, fund)
	}
}

func TestContestSaysWhatBecomesOfASpareCentAndNothingOfNoPrize(t *testing.T) {
	o := newOffice(t)
	o.deals[1].Amount = o.deals[0].Amount
	o.component(t, `{"name": "race", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["100.01", "100"], "ties": "share", "fund": "100.01", "held": "wait"}}`)
	run := o.mustRun(t)
	texts := map[string]string{}
	for s := range run.Statements() {
		texts[s.Payee().ID+".en"], texts[s.Payee().ID+".zh"] = s.Markdown(kam.English), s.Markdown(kam.Chinese)
	}
	for payee, amount := range map[string]string{"anna": "50.01", "bo": "50.00"} {
		assert.Contains(t, texts[payee+".en"], "share them equally, rounded so that all shares make up these prizes.")
		assert.Contains(t, texts[payee+".en"], "take together: "+amount)
		assert.Contains(t, texts[payee+".en"], "without it your prize would be 100.01")
		assert.Contains(t, texts[payee+".zh"], "均分（舍入后各份合计等于这些奖金）。")
		assert.Contains(t, texts[payee+".zh"], "否则您的奖金为 100.01")
	}
	assert.Contains(t, texts["dan.en"], "place 3 among 3 contestants: 0.00")
	assert.NotContains(t, texts["dan.en"], "your prize would be")
	assert.NotContains(t, texts["dan.zh"], "否则您的奖金")
}

// An empty fund that nobody has a weight in is no reason to warn.
func TestEmptyPoolDoesNotWarn(t *testing.T) {
	o := newOffice(t)
	o.component(t, `{"name": "team", "measure": "revenue", "pool": {"rate": "0.1", "key": "position", "held": "wait"}}`)
	o.deals = nil
	assert.Empty(t, o.mustRun(t).Findings())
	o.component(t, `{"name": "team", "measure": "revenue", "pool": {"amount": "10", "key": "position", "held": "wait"}}`)
	findings := o.mustRun(t).Findings()
	require.Len(t, findings, 1)
	assert.Equal(t, string(incentive.CodePoolUnshared), findings[0].Code)
}

// Where a tier and a factor change at the same place, what comes next is the product of both.
func TestOutlookOfSlices(t *testing.T) {
	o := newOffice(t)
	o.component(t, `{"name": "c", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}, {"from": "3000", "rate": "0.2"}]},
		"multipliers": [{"basis": "amount", "apply": "slice", "bands": [{"from": "0", "factor": "1"}, {"from": "3000", "factor": "2"}]}]}`)
	assert.Contains(t, o.statement(t, "anna", "sales").Markdown(kam.English), "2,000 more to the tier from 3,000, rate 0.4 (40 %)")
}

// Bo's override waits for anna, who is held; where bo stands in the race is known, so that dan comes second.
func TestBlockedOverrideKeepsThePlace(t *testing.T) {
	o := newOffice(t)
	yes := true
	o.sales.Credits = append(o.sales.Credits, incentive.CreditRule{
		Name: "up", To: incentive.ToManager, Level: 1, Vacancy: incentive.VacancySkip, Base: incentive.CreditAfterCap, Of: []string{"commission"}, Share: kam.MustFraction("1/10"), Retires: &yes, Pays: &yes,
	})
	o.sales.Measures = append(o.sales.Measures, incentive.Measure{Name: "team", Base: incentive.BaseAmount, Credits: []string{"up"}, Window: incentive.PerPeriod})
	o.sales.Components = append(o.sales.Components,
		incentive.Component{Name: "race", Measure: "revenue", Contest: &incentive.Contest{Basis: incentive.ByAmount, Prizes: []decimal.Decimal{exact("50"), exact("20")}, Ties: incentive.TiesShare, Held: incentive.HeldLeaveOut}},
		incentive.Component{Name: "override", Measure: "team", Rate: known("1")})
	o.in.Roster.Reporting[0].Manager = "bo"
	o.deals[0].Currency = "USD"
	run := o.mustRun(t)
	assert.Equal(t, []string{"anna sales run.missing-rate @ transaction a1", "bo sales run.depends-on-held @ payee anna"}, heldBy(run))
	s, ok := run.Statement("dan", "sales")
	require.True(t, ok)
	assert.True(t, s.Earned().Equal(exact("70")), "%s", s.Earned())
}

// What a second start finds again is said once.
func TestLateFaultsAreSaidOnce(t *testing.T) {
	o := newOffice(t)
	o.lead.Credits[0].Base, o.lead.Credits[0].Of, o.lead.Credits[0].Split = incentive.CreditAfterCap, []string{"commission"}, ""
	o.lead.Measures = append(o.lead.Measures, incentive.Measure{Name: "score", Base: incentive.BaseObservation, Metric: "csat"})
	o.lead.Components[0].Gates = []incentive.Gate{{Measure: "score", Basis: incentive.ByScore, At: exact("1"), Kind: incentive.Cliff, Test: incentive.AtPeriodEnd}}
	o.sales.Components = append(o.sales.Components, incentive.Component{Name: "race", Measure: "revenue", Contest: &incentive.Contest{Basis: incentive.ByAmount, Prizes: []decimal.Decimal{exact("50")}, Ties: incentive.TiesShare, Held: incentive.HeldWait}})
	assert.Equal(t, []string{"cai lead run.missing-observation @ payee cai"}, heldBy(o.mustRun(t)))
}

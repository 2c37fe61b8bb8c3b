package verify_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// featured writes a plan of one component on revenue, with more of the plan's own members.
func featured(component, more string) string {
	return `{"format": 1, "id": "p", "version": 3, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "quarter",
		"rounding": {"step": "credit", "places": 2, "mode": "half-up"}, "credits": ` + own + `,
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}, {"name": "units", "base": "units", "credits": ["own"], "window": "period"},
			{"name": "survey", "base": "observation", "metric": "nps"}],
		"components": [{"name": "pay", "measure": "revenue", ` + component + `},
			{"name": "by-units", "measure": "units", "rate": "0.5", "gates": [{"measure": "survey", "basis": "score", "at": "1"}]}]` + more + `}`
}

const (
	threeTimes = `, "multipliers": [{"basis": "attainment", "apply": "whole", "bands": [{"from": "0", "factor": "0.8"}, {"from": "1.1", "factor": "1.25"}]},
		{"on": "survey", "basis": "score", "apply": "whole", "bands": [{"from": "0", "factor": "1"}, {"from": "45.5", "factor": "1.333333"}]},
		{"on": "units", "basis": "units", "apply": "whole", "bands": [{"from": "0", "factor": "1"}]}]`
	linear     = `"curve": {"basis": "attainment", "shape": "linear", "beyond": "extend", "ofTargetIncentive": "0.6", "points": [{"at": "0", "pays": "0"}, {"at": "0.8", "pays": "0.5"}, {"at": "1", "pays": "1"}, {"at": "1.2", "pays": "1.7"}]}`
	stepped    = `"curve": {"basis": "amount", "shape": "step", "amount": "333.33", "points": [{"at": "0", "pays": "0.1"}, {"at": "1000", "pays": "0.777"}, {"at": "5000", "pays": "1"}]}`
	race       = `"contest": {"basis": "amount", "prizes": ["300.01", "200", "100"], "ties": "share", "held": "wait", "fund": "333.33", "then": [{"measure": "survey", "basis": "score"}, {"measure": "units", "basis": "units"}]}`
	fromOrigin = `, "conversion": {"policy": "transaction-date", "table": "market", "refunds": "original", "places": 2}`
)

// share gives a deal to anna and bert, and bert and mia deals of their own.
func shared(in *incentive.Inputs) {
	deal := func(id, owner, amount, booked string) incentive.Transaction {
		return incentive.Transaction{ID: id, Owner: owner, Amount: dec(amount), Booked: kam.MustDay(booked), Units: some("2")}
	}
	together := deal("d9", "", "777.77", "2026-03-21")
	together.Participants = []incentive.Participant{{Payee: "anna", Share: kam.MustFraction("1/3")}, {Payee: "bert", Share: kam.MustFraction("1/3")}, {Payee: "mia", Share: kam.MustFraction("1/3")}}
	more := append(deals(), deal("d7", "bert", "1600.01", "2026-02-02"), deal("d8", "mia", "99", "2026-03-02"), together)
	in.Transactions = incentive.Transactions(more)
}

// level makes bert and mia level in amount.
func level(in *incentive.Inputs) {
	var all []incentive.Transaction
	for _, id := range []string{"anna", "bert", "mia"} {
		all = append(all, incentive.Transaction{ID: "x-" + id, Owner: id, Amount: dec("500"), Units: some("3"), Booked: kam.MustDay("2026-02-02")})
	}
	all[0].Amount = dec("700")
	in.Transactions = incentive.Transactions(all)
}

// apart gives bert the better survey among those who are level, and one more contestant the last place.
func apart(in *incentive.Inputs) {
	level(in)
	in.Observations[2].Value = some("44")
}

// foreign puts the deals into another currency.
func foreign(in *incentive.Inputs) {
	all := deals()
	for i := range all {
		all[i].Currency = "USD"
	}
	in.Transactions = incentive.Transactions(all)
	in.Rates = []incentive.ExchangeRate{
		{Table: "market", From: "USD", To: "CNY", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Rate: dec("7.0123")},
		{Table: "market", From: "USD", To: "CNY", Period: kam.MustPeriod("2026-02-01/2026-04-01"), Rate: dec("6.87")},
	}
}

// newcomer is hired inside the quarter, ramps up, was away and has a relief.
func newcomer(in *incentive.Inputs) {
	a := &in.Roster.Assignments[0]
	a.Period = kam.MustPeriod("2026-01-08/2027-01-01")
	a.Ramps = []incentive.Ramp{{Period: kam.MustPeriod("2026-01-08/2026-02-15"), Share: dec("0.5")}}
	a.Absences = []incentive.Absence{{ID: "leave", Period: kam.MustPeriod("2026-02-20/2026-03-03"), Reason: "illness", Prorates: true}, {ID: "course", Period: kam.MustPeriod("2026-03-10/2026-03-12")}}
	a.Target.Changes = []incentive.TargetChange{{From: kam.MustDay("2026-02-10"), Amount: dec("12000")}, {From: kam.MustDay("2026-06-01"), Amount: dec("20000")}}
	for i := range a.Quotas {
		a.Quotas[i].Relief = []incentive.Relief{{Amount: some("11.5"), For: "course", Reason: "course", ApprovedBy: "mia"}, {Share: some("0.1"), Reason: "strike", ApprovedBy: "mia"}}
	}
}

// limited is a second quarter after one in which caps of the plan have cut.
func limited(in *incentive.Inputs) {
	more := append(deals(), incentive.Transaction{ID: "d7", Owner: "anna", Amount: dec("2000"), Units: some("1"), Booked: kam.MustDay("2026-05-05")})
	in.Period, in.Transactions = kam.MustPeriod("2026-04-01/2026-07-01"), incentive.Transactions(more)
	for i := range in.Observations {
		in.Observations[i].Period = in.Period
	}
	for name, amount := range map[string]string{"pay": "150", "(period-cap)": "-33.25"} {
		in.Opening.Ledger.Posted = append(in.Opening.Ledger.Posted, ledger.Posted{Payee: "anna", Plan: "p", Version: 3, Component: name, Kind: ledger.Correction, Period: firstQuarter, Into: firstQuarter, Account: ledger.PayeeAccount, Currency: "CNY", Amount: dec(amount)})
	}
}

func prorated(by string) string {
	return `, "proration": {"by": ` + by + `, "quotas": true, "targets": true}`
}

// features are cases with everything that pays in one sum, multiplies, prorates, converts and looks at others.
func features(t testing.TB) map[string]map[string][]byte {
	t.Helper()
	toDate := func(text string) string {
		return strings.Replace(text, `"credits": ["own"], "window": "period"}, {"name": "units"`, `"credits": ["own"], "window": "half-year-to-date"}, {"name": "units"`, 1)
	}
	margin := func(in *incentive.Inputs) {
		foreign(in)
		all := deals()
		for i := range all {
			if all[i].Currency = "USD"; all[i].Reverses == "" {
				all[i].Margin = decimal.NewNullDecimal(all[i].Amount.Mul(dec("0.3")).Truncate(3))
			}
		}
		in.Transactions = incentive.Transactions(all)
	}
	byMargin := func(refunds, reading string) string {
		text := featured(`"rate": "0.05"`, strings.Replace(fromOrigin, "original", refunds, 1)+`, "refunds": `+reading)
		return strings.Replace(text, `"name": "revenue", "base": "amount"`, `"name": "revenue", "base": "margin"`, 1)
	}
	hour := featured(`"rate": "0.05", "caps": [{"per": "transaction", "amount": "7.77"}, {"per": "transaction", "amount": "44.44"}]`, "")
	return map[string]map[string][]byte{
		"curve":               export(t, featured(linear+threeTimes+`, "caps": [{"per": "component", "ofTargetIncentive": "0.9"}]`, ""), nil),
		"curve of an amount":  export(t, featured(stepped+`, "gates": [{"measure": "units", "basis": "units", "at": "3"}], "floors": [{"per": "component", "amount": "300"}]`, ""), nil),
		"curve by score":      export(t, strings.Replace(featured(strings.Replace(stepped, `"amount", "shape"`, `"score", "shape"`, 1)+`, "gates": [{"measure": "revenue", "basis": "amount", "at": "1"}]`, ""), `"pay", "measure": "revenue"`, `"pay", "measure": "survey"`, 1), nil),
		"every":               export(t, featured(`"every": {"each": "333.3", "pays": "12.345"}`+threeTimes, ""), nil),
		"every to date":       export(t, toDate(featured(`"every": {"each": "333.3", "pays": "12.345"}`, "")), limited),
		"slices":              export(t, featured(`"tiers": {"mode": "marginal", "basis": "attainment", `+bands+`}, "multipliers": [{"basis": "attainment", "apply": "slice", "bands": [{"from": "0", "factor": "1"}, {"from": "0.7", "factor": "1.5"}, {"from": "1", "factor": "2"}]}]`, ""), nil),
		"slices of a rate":    export(t, featured(`"rate": "0.04", "multipliers": [{"basis": "amount", "apply": "slice", "bands": [{"from": "0", "factor": "1"}, {"from": "700", "factor": "1.5"}]}]`, ""), nil),
		"contest":             export(t, featured(race, ""), shared),
		"contest of equals":   export(t, featured(race, ""), level),
		"contest apart":       export(t, featured(race+threeTimes, ""), apart),
		"contest behind":      export(t, featured(`"contest": {"basis": "attainment", "atLeast": "0.3", "prizes": ["50"], "ties": "each", "held": "leave-out", "then": [{"measure": "survey", "basis": "score"}]}`, ""), apart),
		"contest each":        export(t, featured(`"contest": {"basis": "amount", "atLeast": "600", "by": "manager", "prizes": ["50", "20"], "ties": "each", "held": "wait"}`, ""), level),
		"pool":                export(t, featured(`"pool": {"rate": "0.0333", "key": "attainment", "held": "wait"}`+threeTimes, ""), shared),
		"pool by days":        export(t, featured(`"pool": {"amount": "100", "key": "days", "held": "wait"}`, prorated(`"calendar-days"`)), newcomer),
		"pool by target":      export(t, featured(`"pool": {"amount": "100", "by": "manager", "key": "target", "held": "leave-out"}`, prorated(`"calendar-days"`)), newcomer),
		"pool by survey":      export(t, featured(`"pool": {"amount": "99.99", "on": "survey", "key": "position", "held": "wait"}`, ""), nil),
		"deal cap":            export(t, hour, shared),
		"deal cap at the end": export(t, strings.Replace(hour, `"step": "credit"`, `"step": "statement"`, 1), shared),
		"months":              export(t, featured(linear, prorated(`"months", "partialMonth": "by-days"`)), newcomer),
		"days":                export(t, featured(linear, prorated(`"calendar-days"`)), newcomer),
		"working days":        export(t, featured(linear, prorated(`"working-days"`)), newcomer),
		"changed target":      export(t, toDate(featured(linear+`, "caps": [{"per": "component", "ofTargetIncentive": "0.02"}]`, "")), changedTarget),
		"target ahead":        export(t, toDate(featured(linear, "")), targetAhead),
		"conversion":          export(t, featured(`"rate": "0.05"`, fromOrigin), foreign),
		"conversion at plan":  export(t, featured(`"rate": "0.05"`, `, "conversion": {"policy": "plan", "table": "market", "refunds": "own"}`), foreign),
		"conversion at end":   export(t, featured(`"rate": "0.05"`, `, "conversion": {"policy": "period-end", "table": "market", "refunds": "own"}`), foreign),
		"margin":              export(t, byMargin("original", `{"method": "recalculate", "period": "origin"}`), margin),
		"margin at own":       export(t, byMargin("own", `{"method": "mirror", "period": "current"}`), margin),
		"lifetime and carry":  export(t, featured(`"rate": "0.05"`, `, "caps": [{"per": "period", "amount": "60", "excess": "carry-until", "until": "2027-01-01"}, {"per": "lifetime", "amount": "155.5"}]`), limited),
	}
}

// targetAhead is a first quarter after which the target incentive changes, in a half-year that attainment is measured against.
func targetAhead(in *incentive.Inputs) {
	in.Roster.Assignments[0].Target.Changes = []incentive.TargetChange{{From: kam.MustDay("2026-02-10"), Amount: dec("12000")}, {From: kam.MustDay("2026-04-01"), Amount: dec("20000")}}
}

// changedTarget is a second quarter whose target incentive changes.
func changedTarget(in *incentive.Inputs) {
	limited(in)
	in.Roster.Assignments[0].Target.Changes = []incentive.TargetChange{{From: kam.MustDay("2026-04-10"), Amount: dec("12000")}}
	for i := range in.Roster.Assignments {
		in.Roster.Assignments[i].Quotas = in.Roster.Assignments[i].Quotas[:2]
	}
}

var declared = must(kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}}))

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

func TestFeaturesVerify(t *testing.T) {
	for name, exports := range features(t) {
		t.Run(name, func(t *testing.T) {
			for payee, data := range exports {
				require.NoError(t, incentive.VerifyStatement(data), "%s\n%s", payee, data)
			}
		})
	}
}

// TestOthersStayUnnamed looks for other payees in statements whose pay rests on them.
func TestOthersStayUnnamed(t *testing.T) {
	for name, exports := range features(t) {
		if !strings.HasPrefix(name, "contest") && !strings.HasPrefix(name, "pool") && !strings.HasPrefix(name, "deal cap") {
			continue
		}
		for payee, data := range exports {
			for other := range exports {
				if other == payee {
					continue
				}
				require.NotContains(t, strings.ReplaceAll(string(data), `"approved_by":"mia"`, ""), `"`+other, "%s of %s", name, payee)
			}
		}
	}
}

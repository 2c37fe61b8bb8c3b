package incentive_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestPlansAboutTimeAndMoneyThatAreRefused(t *testing.T) {
	conversion := func(f func(*incentive.Conversion)) func(*incentive.Plan) {
		return func(p *incentive.Plan) {
			p.Conversion = &incentive.Conversion{Policy: incentive.RateOnDate, Refunds: incentive.RefundAtOwn}
			f(p.Conversion)
		}
	}
	proration := func(f func(*incentive.Proration)) func(*incentive.Plan) {
		return func(p *incentive.Plan) {
			p.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(true), Targets: new(false)}
			f(p.Proration)
		}
	}
	caps := func(limits ...incentive.Cap) func(*incentive.Plan) {
		return func(p *incentive.Plan) { p.Caps = limits }
	}
	carry := incentive.Cap{Per: incentive.PerRunPeriod, Amount: known("1"), Excess: incentive.ExcessCarry, Until: kam.MustDay("2026-06-01")}
	unended, ended, planned := carry, carry, carry
	unended.Until = kam.Day{}
	ended.Excess = incentive.ExcessForfeit
	planned.Per = incentive.PerPlan
	period := incentive.Cap{Per: incentive.PerRunPeriod, Amount: known("1")}
	lifetime := incentive.Cap{Per: incentive.PerLifetime, Amount: known("1")}
	ofTarget := incentive.Cap{Per: incentive.PerLifetime, OfTargetIncentive: known("1")}
	for name, c := range map[string]struct {
		change func(*incentive.Plan)
		want   []string
	}{
		"a conversion":             {conversion(func(*incentive.Conversion) {}), nil},
		"no policy":                {conversion(func(v *incentive.Conversion) { v.Policy = "" }), []string{"plan.reading-missing @ $.conversion.policy"}},
		"no such policy":           {conversion(func(v *incentive.Conversion) { v.Policy = "spot" }), []string{"plan.unknown-word @ $.conversion.policy"}},
		"no word about refunds":    {conversion(func(v *incentive.Conversion) { v.Refunds = "" }), []string{"plan.reading-missing @ $.conversion.refunds"}},
		"no such refunds":          {conversion(func(v *incentive.Conversion) { v.Refunds = "current" }), []string{"plan.unknown-word @ $.conversion.refunds"}},
		"a table":                  {conversion(func(v *incentive.Conversion) { v.Table = "内部汇率" }), nil},
		"a table of two lines":     {conversion(func(v *incentive.Conversion) { v.Table = "a\nb" }), []string{"plan.name @ $.conversion.table"}},
		"no places":                {conversion(func(v *incentive.Conversion) { v.Places = new(int32(0)) }), nil},
		"6 places":                 {conversion(func(v *incentive.Conversion) { v.Places = new(int32(6)) }), nil},
		"7 places":                 {conversion(func(v *incentive.Conversion) { v.Places = new(int32(7)) }), []string{"plan.range @ $.conversion.places"}},
		"minus one place":          {conversion(func(v *incentive.Conversion) { v.Places = new(int32(-1)) }), []string{"plan.range @ $.conversion.places"}},
		"a proration":              {proration(func(*incentive.Proration) {}), nil},
		"by nothing":               {proration(func(v *incentive.Proration) { v.By = "" }), []string{"plan.reading-missing @ $.proration.by"}},
		"by weeks":                 {proration(func(v *incentive.Proration) { v.By = "weeks" }), []string{"plan.unknown-word @ $.proration.by"}},
		"by months":                {proration(func(v *incentive.Proration) { v.By, v.PartialMonth = incentive.Months, incentive.MonthByDays }), nil},
		"by months, no more":       {proration(func(v *incentive.Proration) { v.By = incentive.Months }), []string{"plan.reading-missing @ $.proration.partialMonth"}},
		"a month of days":          {proration(func(v *incentive.Proration) { v.PartialMonth = incentive.MonthByDays }), []string{"plan.conflict @ $.proration.partialMonth"}},
		"no word about quotas":     {proration(func(v *incentive.Proration) { v.Quotas = nil }), []string{"plan.reading-missing @ $.proration.quotas"}},
		"no word about targets":    {proration(func(v *incentive.Proration) { v.Targets = nil }), []string{"plan.reading-missing @ $.proration.targets"}},
		"a lifetime cap":           {caps(lifetime), nil},
		"two lifetime caps":        {caps(lifetime, lifetime), nil},
		"a lifetime of targets":    {caps(ofTarget), []string{"plan.conflict @ $.caps[0].ofTargetIncentive"}},
		"a carried excess":         {caps(carry), nil},
		"carried without end":      {caps(unended), []string{"plan.reading-missing @ $.caps[0].until"}},
		"forfeited with an end":    {caps(ended), []string{"plan.conflict @ $.caps[0].until"}},
		"carried by a plan's cap":  {caps(planned), []string{"plan.unknown-word @ $.caps[0].excess"}},
		"carried by a lifetime":    {caps(func() incentive.Cap { x := carry; x.Per = incentive.PerLifetime; return x }()), []string{"plan.unknown-word @ $.caps[0].excess"}},
		"two caps per period":      {caps(period, period), nil},
		"carried beside another":   {caps(period, carry), []string{"plan.conflict @ $.caps[1].excess"}},
		"another beside carried":   {caps(carry, period), []string{"plan.conflict @ $.caps[0].excess"}},
		"two that carry":           {caps(carry, carry), []string{"plan.conflict @ $.caps[1].excess"}},
		"carried beside lifetimes": {caps(lifetime, carry), nil},
		"a cap per nothing":        {caps(incentive.Cap{Amount: known("1")}), []string{"plan.reading-missing @ $.caps[0].per"}},
		"a component's lifetime":   {func(p *incentive.Plan) { p.Components[0].Caps = []incentive.Cap{lifetime} }, []string{"plan.unknown-word @ $.components[0].caps[0].per"}},
		"terms that name nothing": {
			func(p *incentive.Plan) {
				p.Payout = &payout.Terms{Clawback: &payout.Clawback{Components: []string{"commission", "commision"}}, Holdbacks: []payout.Holdback{{Components: []string{"x", "(period-cap)"}}}}
				p.Payout.Convert = &payout.Convert{Components: []payout.ComponentRate{{Component: "y"}}}
			},
			[]string{
				"payout.unknown-component @ $.payout.clawback.components[1]", "payout.unknown-component @ $.payout.holdbacks[0].components[0]",
				"payout.unknown-component @ $.payout.convert.components[0].component",
			},
		},
		"everything at once": {
			func(p *incentive.Plan) {
				p.Conversion, p.Proration = &incentive.Conversion{}, &incentive.Proration{}
				p.Caps = []incentive.Cap{unended, ofTarget}
			},
			[]string{
				"plan.reading-missing @ $.conversion.policy", "plan.reading-missing @ $.conversion.refunds", "plan.reading-missing @ $.proration.by",
				"plan.reading-missing @ $.proration.quotas", "plan.reading-missing @ $.proration.targets",
				"plan.reading-missing @ $.caps[0].until", "plan.conflict @ $.caps[1].ofTargetIncentive",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := planOf(t, salesPlan)
			c.change(&p)
			_, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
			found := slices.DeleteFunc(faultPlaces(err), func(f string) bool {
				return strings.HasPrefix(f, "payout.") && !strings.HasPrefix(f, "payout.unknown-component") // that room's own
			})
			assert.ElementsMatch(t, c.want, found)
			if err != nil {
				wordtest.Formatted(t, err.Error())
			}
		})
	}
}

// Words that are left out are no part of the hash, so that plans from before them keep theirs.
func TestNewWordsLeaveOldHashesAlone(t *testing.T) {
	p := planOf(t, salesPlan)
	canonical, err := p.Canonical()
	require.NoError(t, err)
	for _, word := range []string{"conversion", "proration", "payout", "until", "curve", "pool", "contest", "every", "multipliers"} {
		assert.NotContains(t, string(canonical), word)
	}
	before := p.Hash()
	p.Proration = &incentive.Proration{By: incentive.CalendarDays, Quotas: new(false), Targets: new(false)}
	assert.NotEqual(t, before, p.Hash())
}

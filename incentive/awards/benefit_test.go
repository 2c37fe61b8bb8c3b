package awards_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/awards"
)

func TestBudgetIsShared(t *testing.T) {
	type want map[string]awards.Outcome
	const (
		granted, short, tied, undecided = awards.Granted, awards.NoBudget, awards.Tied, awards.Undecided
		not                             = awards.NotEligible
	)
	cases := map[string]struct {
		change   func(b *awards.Benefit)
		figures  map[string]string // payee -> revenue, empty: unknown
		want     want
		reserved int
		left     int
	}{
		"lasts for all":      {nil, map[string]string{"a": "100000", "b": "99999.99", "c": "200000", "d": "1"}, want{"a": granted, "b": not, "c": granted, "d": not}, 0, 0},
		"a place is kept":    {func(b *awards.Benefit) { b.Budget.Heads = ptr(3) }, map[string]string{"a": "100000", "b": "1", "c": "200000"}, want{"a": granted, "b": not, "c": granted, "d": undecided}, 1, 1},
		"largest first":      {nil, map[string]string{"a": "150000", "b": "300000", "c": "200000", "d": "1"}, want{"a": short, "b": granted, "c": granted, "d": not}, 0, 0},
		"smallest first":     {func(b *awards.Benefit) { b.Order.First = awards.Lowest }, map[string]string{"a": "150000", "b": "300000", "c": "200000", "d": "1"}, want{"a": granted, "b": short, "c": granted, "d": not}, 0, 0},
		"kept for unknown":   {func(b *awards.Benefit) { b.Budget.Heads = ptr(2) }, map[string]string{"a": "150000", "b": "300000", "c": "200000", "d": ""}, want{"a": short, "b": granted, "c": undecided, "d": undecided}, 1, 1},
		"unknown are passed": {func(b *awards.Benefit) { b.Order.Unknown = awards.PassOver }, map[string]string{"a": "150000", "b": "300000", "c": "200000", "d": ""}, want{"a": short, "b": granted, "c": granted, "d": undecided}, 0, 0},
		"ties by tenure":     {nil, map[string]string{"a": "300000", "b": "200000", "c": "200000", "d": "200000"}, want{"a": granted, "b": granted, "c": short, "d": short}, 0, 0},
		"nobody of the ties": {func(b *awards.Benefit) { b.Order.Ties = awards.NobodyOfThem }, map[string]string{"a": "300000", "b": "200000", "c": "200000", "d": "150000"}, want{"a": granted, "b": tied, "c": tied, "d": short}, 0, 1},
		"ties that all fit":  {func(b *awards.Benefit) { b.Order.Ties = awards.NobodyOfThem }, map[string]string{"a": "200000", "b": "300000", "c": "300000", "d": "150000"}, want{"a": short, "b": granted, "c": granted, "d": short}, 0, 0},
		"all are level":      {func(b *awards.Benefit) { b.Order.Ties = awards.NobodyOfThem }, map[string]string{"a": "300000", "b": "300000", "c": "300000", "d": "1"}, want{"a": tied, "b": tied, "c": tied, "d": not}, 0, 2},
		"by tenure": {func(b *awards.Benefit) {
			b.Order = &awards.Order{By: awards.ByTenure, First: awards.Lowest, Ties: awards.IDOrder, Unknown: awards.PassOver}
		}, map[string]string{"a": "300000", "b": "300000", "c": "300000", "d": "1"}, want{"a": short, "b": granted, "c": granted, "d": not}, 0, 0},
		"by ID": {func(b *awards.Benefit) {
			b.Order = &awards.Order{By: awards.ByPayee, Ties: awards.IDOrder, Unknown: awards.PassOver}
		}, map[string]string{"a": "300000", "b": "300000", "c": "300000", "d": "1"}, want{"a": granted, "b": granted, "c": short, "d": not}, 0, 0},
		"money for one": {func(b *awards.Benefit) {
			b.Budget = awards.Budget{Amount: null("9999.99"), Per: awards.PerPeriod, Revoked: awards.ComesBack}
		}, map[string]string{"a": "300000", "b": "200000", "c": "1", "d": "1"}, want{"a": granted, "b": short, "c": not, "d": not}, 0, -1},
		"unlimited": {func(b *awards.Benefit) { b.Budget, b.Order = awards.Budget{Unlimited: true}, nil }, map[string]string{"a": "300000", "b": "200000", "c": "100000", "d": "100000"}, want{"a": granted, "b": granted, "c": granted, "d": granted}, 0, -1},
		"nothing":   {func(b *awards.Benefit) { b.Budget.Heads = ptr(0) }, map[string]string{"a": "300000", "b": "200000", "c": "1", "d": "1"}, want{"a": short, "b": short, "c": not, "d": not}, 0, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			in := awards.Inputs{Period: march, People: people("a", "b", "c", "d")}
			for id, value := range c.figures {
				in.Observations = append(in.Observations, observed(id, value))
			}
			r := decide(t, withTrip(c.change), in)
			assert.Equal(t, c.want, want(outcomes(r)))
			b := r.Items[0].Budget
			assert.Equal(t, c.reserved, b.Reserved)
			if c.left >= 0 {
				assert.Equal(t, c.left, *b.HeadsAfter)
			}
			if b.After.Valid {
				equal(t, "4999.99", b.After.Decimal)
			}
			for _, a := range r.Awards {
				assert.Regexp(t, `^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$`, a.ID)
				assert.Equal(t, "2026-03-31", a.On.String())
			}
			assert.Len(t, r.Pay, len(r.Awards))
		})
	}
}

// Whoever joined first comes first among equals, and whose day is not known last.
func TestTiesByTenure(t *testing.T) {
	in := awards.Inputs{Period: march, People: people("a", "b", "c", "d")}
	in.People[0].Joined, in.People[1].Joined = kam.Day{}, kam.MustDay("2021-01-01")
	for _, p := range in.People {
		in.Observations = append(in.Observations, observed(p.ID, "100000"))
	}
	r := decide(t, withTrip(nil), in)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.NoBudget, "b": awards.NoBudget, "c": awards.Granted, "d": awards.Granted}, outcomes(r))
	r = decide(t, withTrip(func(b *awards.Benefit) { b.Budget.Heads = ptr(3) }), in)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.NoBudget, "b": awards.Granted, "c": awards.Granted, "d": awards.Granted}, outcomes(r))
	r = decide(t, withTrip(func(b *awards.Benefit) { b.Order.Ties = awards.IDOrder }), in)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.Granted, "b": awards.Granted, "c": awards.NoBudget, "d": awards.NoBudget}, outcomes(r))
}

// The figure of the order is another one than that of the criteria, and is not known of somebody eligible.
func TestUnknownRank(t *testing.T) {
	c := withTrip(func(b *awards.Benefit) {
		b.Criteria = []awards.Criterion{{ID: "stage", Attribute: &awards.Attribute{Key: "stage", In: []string{"senior"}}}}
	})
	in := awards.Inputs{Period: march, People: people("a", "b", "c"), Observations: []kam.Observation{observed("a", "5"), observed("b", "7")}}
	for i := range in.People {
		in.People[i].Attributes = map[string]string{"stage": "senior"}
	}
	r := decide(t, c, in)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.Undecided, "b": awards.Granted, "c": awards.Undecided}, outcomes(r))
	assert.Equal(t, 1, r.Items[0].Budget.Reserved)
	c.Benefits[0].Order.Unknown = awards.PassOver
	r = decide(t, c, in)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.Granted, "b": awards.Granted, "c": awards.Undecided}, outcomes(r))
}

func TestCriteria(t *testing.T) {
	ratio := awards.Criterion{ID: "rate", Metric: &awards.Metric{Of: awards.Series{Metric: "winRate"}, Be: awards.Above, Threshold: null("0.5")}}
	stage := awards.Criterion{ID: "stage", Attribute: &awards.Attribute{Key: "stage", In: []string{"senior", "lead"}}}
	tenure := awards.Criterion{ID: "tenure", Tenure: &awards.Tenure{Months: 3}}
	either := awards.Criterion{ID: "either", Any: []awards.Criterion{stage, ratio}}
	stage.Name = text("Stage", "职级")
	rate := func(n, d string) []kam.Observation {
		return []kam.Observation{{Subject: kam.Subject{Kind: "payee", ID: "a"}, Metric: "winRate", Period: march, Numerator: null(n), Denominator: null(d)}}
	}
	metric := func(be awards.Comparison) awards.Criterion {
		c := revenue("5")
		c.Metric.Be = be
		return c
	}
	cases := map[string]struct {
		criterion awards.Criterion
		person    awards.Person
		seen      []kam.Observation
		want      awards.State
		en, zh    string
	}{
		"ratio above":       {ratio, awards.Person{}, rate("2", "3"), awards.Met, "winRate is ≈0.6667, asked: more than 0.5", "winRate 为 ≈0.6667，要求高于 0.5"},
		"ratio at":          {ratio, awards.Person{}, rate("1", "2"), awards.NotMet, "", ""},
		"ratio by nothing":  {ratio, awards.Person{}, rate("1", "0"), awards.Unknown, "winRate is not known, asked: more than 0.5", "winRate 未知，要求高于 0.5"},
		"nothing seen":      {ratio, awards.Person{}, nil, awards.Unknown, "", ""},
		"stage":             {stage, awards.Person{Attributes: map[string]string{"stage": "lead"}}, nil, awards.Met, "Stage: stage is lead, asked: senior, lead", "职级：stage 为 lead，要求：senior、lead"},
		"another stage":     {stage, awards.Person{Attributes: map[string]string{"stage": "junior"}}, nil, awards.NotMet, "", ""},
		"no stage":          {stage, awards.Person{Attributes: map[string]string{"stage": ""}}, nil, awards.Unknown, "", ""},
		"at most, at":       {metric(awards.AtMost), awards.Person{}, []kam.Observation{observed("a", "5")}, awards.Met, "revenue is 5, asked: at most 5", "revenue 为 5，要求不高于 5"},
		"at most, above":    {metric(awards.AtMost), awards.Person{}, []kam.Observation{observed("a", "5.01")}, awards.NotMet, "", ""},
		"below, at":         {metric(awards.Below), awards.Person{}, []kam.Observation{observed("a", "5")}, awards.NotMet, "revenue is 5, asked: less than 5", "revenue 为 5，要求低于 5"},
		"below":             {metric(awards.Below), awards.Person{}, []kam.Observation{observed("a", "4.99")}, awards.Met, "", ""},
		"three months":      {tenure, awards.Person{Joined: kam.MustDay("2026-01-01")}, nil, awards.Met, "3 months with the company, asked: at least 3", "入职 3 个月，要求不少于 3 个月"},
		"a day less":        {tenure, awards.Person{Joined: kam.MustDay("2026-01-02")}, nil, awards.NotMet, "", ""},
		"joining not known": {tenure, awards.Person{}, nil, awards.Unknown, "", ""},
		"either by one":     {either, awards.Person{Attributes: map[string]string{"stage": "lead"}}, nil, awards.Met, "", ""},
		"either not known":  {either, awards.Person{Attributes: map[string]string{"stage": "junior"}}, nil, awards.Unknown, "", ""},
		"neither":           {either, awards.Person{Attributes: map[string]string{"stage": "junior"}}, rate("1", "2"), awards.NotMet, "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			c.person.ID = "a"
			r := decide(t, withTrip(func(b *awards.Benefit) { b.Criteria = []awards.Criterion{c.criterion} }), awards.Inputs{Period: march, People: []awards.Person{c.person}, Observations: c.seen})
			check := r.Items[0].Candidates[0].Checks[0]
			assert.Equal(t, c.want, check.State)
			if c.en != "" {
				assert.Equal(t, kam.Text{EN: c.en, ZH: c.zh}, check.Text)
			}
			want := map[awards.State]awards.Outcome{awards.Met: awards.Granted, awards.NotMet: awards.NotEligible, awards.Unknown: awards.Undecided}[c.want]
			assert.Equal(t, want, r.Items[0].Candidates[0].Outcome)
		})
	}
}

func TestRevisionsOfFigures(t *testing.T) {
	late, other := observed("a", "100000"), observed("a", "1")
	late.Revision, other.Period = 1, kam.MustPeriod("2026-02-01/2026-03-01")
	rival := observed("a", "99")
	rival.Revision = 1
	for name, c := range map[string]struct {
		list []kam.Observation
		want awards.State
	}{
		"the highest counts":     {[]kam.Observation{late, observed("a", "7")}, awards.Met},
		"other periods do not":   {[]kam.Observation{other}, awards.Unknown},
		"two that differ":        {[]kam.Observation{late, rival}, awards.Unknown},
		"three, two that differ": {[]kam.Observation{rival, late, rival}, awards.Unknown},
		"two alike":              {[]kam.Observation{late, late}, awards.Met},
	} {
		t.Run(name, func(t *testing.T) {
			r := decide(t, withTrip(nil), awards.Inputs{Period: march, People: people("a"), Observations: c.list})
			assert.Equal(t, c.want, r.Items[0].Candidates[0].State)
		})
	}
}

func TestWhoIsNotThere(t *testing.T) {
	list := people("left", "last", "next")
	list[0].Left, list[1].Left = kam.MustDay("2026-03-31"), kam.MustDay("2026-04-01")
	list[2].Joined = kam.MustDay("2026-04-01")
	r := decide(t, withTrip(func(b *awards.Benefit) { b.Criteria = nil }), awards.Inputs{Period: march, People: list})
	assert.Equal(t, map[string]awards.Outcome{"left": awards.Gone, "last": awards.Granted, "next": awards.Gone}, outcomes(r))
}

func TestTaxable(t *testing.T) {
	cases := map[string]struct {
		taxable awards.Taxable
		cost    string
		before  []string // what was given earlier in the year
		want    string
	}{
		"full":                       {awards.Taxable{Rule: awards.TaxFull}, "5000", nil, "5000"},
		"none":                       {awards.Taxable{Rule: awards.TaxNone}, "5000", nil, "0"},
		"share":                      {awards.Taxable{Rule: awards.TaxShare, Share: null("0.333")}, "0.50", nil, "0.17"},
		"share of nothing":           {awards.Taxable{Rule: awards.TaxShare, Share: null("0")}, "5000", nil, "0"},
		"above, each":                {awards.Taxable{Rule: awards.TaxAbove, Exempt: null("800"), Per: awards.PerAward}, "5000", []string{"5000"}, "4200"},
		"below, each":                {awards.Taxable{Rule: awards.TaxAbove, Exempt: null("5000"), Per: awards.PerAward}, "5000", nil, "0"},
		"above, year, first":         {awards.Taxable{Rule: awards.TaxAbove, Exempt: null("6000"), Per: awards.PerYear}, "5000", nil, "0"},
		"above, year, second":        {awards.Taxable{Rule: awards.TaxAbove, Exempt: null("6000"), Per: awards.PerYear}, "5000", []string{"5000"}, "4000"},
		"above, year, used up":       {awards.Taxable{Rule: awards.TaxAbove, Exempt: null("6000"), Per: awards.PerYear}, "5000", []string{"5000", "5000"}, "5000"},
		"above, year, exactly there": {awards.Taxable{Rule: awards.TaxAbove, Exempt: null("10000"), Per: awards.PerYear}, "5000", []string{"5000"}, "0"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			cat := withTrip(func(b *awards.Benefit) { b.Criteria, b.Cost, b.Taxable = nil, null(c.cost), c.taxable })
			in := awards.Inputs{Period: march, People: people("a")}
			for i, value := range c.before {
				in.Prior = append(in.Prior, given(kam.MustPeriod([]string{"2026-01-01/2026-02-01", "2026-02-01/2026-03-01"}[i]), value))
			}
			in.Prior = append(in.Prior, given(kam.MustPeriod("2025-12-01/2026-01-01"), "99999"))
			r := decide(t, cat, in)
			require.Len(t, r.Pay, 1)
			equal(t, c.want, r.Pay[0].Taxable)
			equal(t, c.cost, r.Pay[0].Amount)
			assert.Equal(t, "travel", r.Pay[0].Sort)
			assert.False(t, r.Pay[0].Cash)
		})
	}
}

// given is a journey of a's from an earlier decision.
func given(period kam.Period, value string) awards.Award {
	return awards.Award{
		ID: awards.AwardID("2026", awards.OfBenefit, "trip", "", "a", period), Catalogue: "2026", Kind: awards.OfBenefit, Item: "trip", Payee: "a",
		Period: period, On: period.Until.AddDays(-1), Value: dec(value), Taxable: dec(value), Currency: "CNY",
	}
}

func TestOnce(t *testing.T) {
	january, before := given(kam.MustPeriod("2026-01-01/2026-02-01"), "5000"), given(kam.MustPeriod("2025-12-01/2026-01-01"), "5000")
	revoked := january
	revoked.Value, revoked.Revoked = dec("0"), &awards.Revoked{On: kam.MustDay("2026-02-10"), By: "boss", Reason: "x", Value: dec("5000")}
	same := given(march, "5000")
	gone := same
	gone.Value, gone.Revoked = dec("0"), &awards.Revoked{On: kam.MustDay("2026-03-20"), By: "boss", Reason: "x", Value: dec("5000")}
	cases := map[string]struct {
		again awards.Again
		prior awards.Award
		want  awards.Outcome
	}{
		"every period":                    {awards.EveryPeriod, january, awards.Granted},
		"every period, this one":          {awards.EveryPeriod, same, awards.Already},
		"every period, revoked":           {awards.EveryPeriod, gone, awards.Already},
		"every year":                      {awards.EveryYear, january, awards.Already},
		"every year, of the year before":  {awards.EveryYear, before, awards.Granted},
		"every year, revoked":             {awards.EveryYear, revoked, awards.Granted},
		"once":                            {awards.Once, before, awards.Already},
		"once, of another period, in all": {awards.Once, revoked, awards.Granted},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			cat := withTrip(func(b *awards.Benefit) { b.Criteria, b.Again = nil, c.again })
			r := decide(t, cat, awards.Inputs{Period: march, People: people("a"), Prior: []awards.Award{c.prior}})
			assert.Equal(t, map[string]awards.Outcome{"a": c.want}, outcomes(r))
		})
	}
}

func TestBudgetOfTheYear(t *testing.T) {
	january, february := given(kam.MustPeriod("2026-01-01/2026-02-01"), "5000"), given(kam.MustPeriod("2026-02-01/2026-03-01"), "4000")
	in := awards.Inputs{Period: march, People: people("a", "b"), Prior: []awards.Award{january, february, given(kam.MustPeriod("2025-12-01/2026-01-01"), "5000")}}
	year := func(revoked awards.Returns, change func(b *awards.Budget)) awards.Catalogue {
		return withTrip(func(b *awards.Benefit) {
			b.Criteria, b.Order.By, b.Order.Series = nil, awards.ByTenure, nil
			b.Budget = awards.Budget{Amount: null("14000"), Per: awards.PerYear, Revoked: revoked}
			if change != nil {
				change(&b.Budget)
			}
		})
	}
	r := decide(t, year(awards.ComesBack, nil), in)
	equal(t, "5000", r.Items[0].Budget.Before.Decimal)
	equal(t, "0", r.Items[0].Budget.After.Decimal)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.Granted, "b": awards.NoBudget}, outcomes(r))

	in.Revocations = []awards.Revocation{{Award: january.ID, On: kam.MustDay("2026-03-05"), By: "boss", Reason: "did not go"}}
	r = decide(t, year(awards.ComesBack, nil), in)
	equal(t, "10000", r.Items[0].Budget.Before.Decimal)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.Granted, "b": awards.Granted}, outcomes(r))
	require.Len(t, r.Awards, 3)
	for _, p := range r.Pay {
		if p.Award == january.ID {
			equal(t, "-5000", p.Amount)
			equal(t, "-5000", p.Taxable)
			assert.Equal(t, 1, p.Revision)
		}
	}
	r = decide(t, year(awards.StaysGone, nil), in)
	equal(t, "5000", r.Items[0].Budget.Before.Decimal)

	r = decide(t, year(awards.StaysGone, func(b *awards.Budget) { b.Amount.Valid, b.Heads = false, ptr(3) }), in)
	assert.Equal(t, 1, *r.Items[0].Budget.HeadsBefore)
	r = decide(t, year(awards.ComesBack, func(b *awards.Budget) { b.Amount.Valid, b.Heads = false, ptr(3) }), in)
	assert.Equal(t, 2, *r.Items[0].Budget.HeadsBefore)
}

func TestGrantsByHand(t *testing.T) {
	in := awards.Inputs{Period: march, People: people("a", "b", "c", "d"), Observations: []kam.Observation{observed("a", "200000"), observed("b", "1"), observed("c", "300000")}}
	in.Grants = []awards.Grant{{Benefit: "trip", Payee: "b", By: "boss", Reason: "saved the account"}}
	r := decide(t, withTrip(func(b *awards.Benefit) { b.Order.Unknown = awards.PassOver }), in)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.NoBudget, "b": awards.Granted, "c": awards.Granted, "d": awards.Undecided}, outcomes(r))
	assert.Equal(t, text("given by boss: saved the account", "由 boss 特批：saved the account"), r.Items[0].Candidates[1].Reason)
	r = decide(t, withTrip(func(b *awards.Benefit) { b.Budget.Heads = ptr(0) }), in)
	assert.Equal(t, awards.NoBudget, outcomes(r)["b"])
}

// Deciding again with more known gives the rest, and nothing twice.
func TestDecidingAgain(t *testing.T) {
	in := awards.Inputs{Period: march, People: people("a", "b", "c"), Observations: []kam.Observation{observed("a", "200000"), observed("b", "150000")}}
	first := decide(t, withTrip(nil), in)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.Granted, "b": awards.Undecided, "c": awards.Undecided}, outcomes(first))
	in.Prior = first.Awards
	again := decide(t, withTrip(nil), in)
	assert.Empty(t, again.Awards)
	assert.Empty(t, again.Pay)
	in.Observations = append(in.Observations, observed("c", "300000"))
	last := decide(t, withTrip(nil), in)
	assert.Equal(t, map[string]awards.Outcome{"a": awards.Already, "b": awards.NoBudget, "c": awards.Granted}, outcomes(last))
}

package event_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/event"
)

func TestCompileFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*event.Policy)
		want   []string
	}{
		"nothing at all": {func(p *event.Policy) { *p = event.Policy{} }, []string{
			"event.id $.invite.by", "event.least $.invite.least", "event.within $.followUp.within", "event.too-few $.followUp.types", "event.reach $.followUp.reach",
			"event.within $.pipeline.within", "event.too-few $.pipeline.stages", "event.compare $.pipeline.compare", "event.size $.pipeline.size", "event.missing $.missing",
		}},
		"points": {func(p *event.Policy) {
			p.Invite.Need, p.Invite.Interest = -1, 1001
			p.Invite.Tiers = []event.Points{{Name: "A", Points: 1001}, {Name: "A"}, {}}
			p.Invite.Roles = make([]event.Points, 201)
		}, []string{
			"event.points $.invite.need", "event.points $.invite.interest", "event.points $.invite.tiers[0].points", "event.twice $.invite.tiers[1].name", "event.id $.invite.tiers[2].name",
			"event.too-many $.invite.roles",
		}},
		"numbers": {func(p *event.Policy) {
			p.Invite.Rest, p.Invite.PerAccount, p.Invite.Reserve, p.Invite.Notice = -1, -1, -1, 251
			p.Invite.Expect = kam.Fraction{Num: 3, Den: 2}
			p.Pipeline.Tolerance = kam.Fraction{Num: -1, Den: 2}
			p.FollowUp.Within, p.Pipeline.Within = 251, 3661
		}, []string{
			"event.rest $.invite.rest", "event.per-account $.invite.perAccount", "event.reserve $.invite.reserve", "event.notice $.invite.notice", "event.expect $.invite.expect",
			"event.within $.followUp.within", "event.within $.pipeline.within", "event.tolerance $.pipeline.tolerance",
		}},
		"expect below nothing": {func(p *event.Policy) { p.Invite.Expect = kam.Fraction{Num: -1, Den: 2} }, []string{"event.expect $.invite.expect"}},
		"types":                {func(p *event.Policy) { p.FollowUp.Types = []crm.ActivityType{crm.ToDo, crm.Visit, crm.Visit} }, []string{"event.types $.followUp.types[0]", "event.twice $.followUp.types[2]"}},
		"stages":               {func(p *event.Policy) { p.Pipeline.Stages = []string{"a", "a", ""} }, []string{"event.twice $.pipeline.stages[1]", "event.id $.pipeline.stages[2]"}},
		"words": {func(p *event.Policy) {
			p.FollowUp.Reach, p.Pipeline.Compare, p.Pipeline.Size, p.Missing = "all", "all", "all", "all"
		}, []string{"event.reach $.followUp.reach", "event.compare $.pipeline.compare", "event.size $.pipeline.size", "event.missing $.missing"}},
		"no currency":              {func(p *event.Policy) { p.Pipeline.Size = event.SizeAmount }, []string{"event.currency $.pipeline.currency"}},
		"rates without a currency": {func(p *event.Policy) { p.Pipeline.Rates = []event.Rate{{From: "USD", Per: decimal.New(7, 0)}} }, []string{"event.rates $.pipeline.rates"}},
		"rates": {func(p *event.Policy) {
			p.Pipeline.Currency = "CNY"
			p.Pipeline.Rates = []event.Rate{{From: "CNY", Per: decimal.New(1, 0)}, {From: "USD"}, {From: "XXX", Per: decimal.New(1, 0)}, {From: "EUR", Per: decimal.New(1, 99)}, {From: "JPY", Per: decimal.New(1, 0)}, {From: "JPY", Per: decimal.New(1, 0)}}
		}, []string{
			"event.twice $.pipeline.rates[0].from", "event.rates $.pipeline.rates[1].per", "event.currency $.pipeline.rates[2].from", "event.number $.pipeline.rates[3].per", "event.twice $.pipeline.rates[5].from",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := policy()
			c.change(&p)
			_, err := event.Compile(p, nil, nil)
			assert.ElementsMatch(t, c.want, codes(t, err))
		})
	}
}

func TestPolicyIsItsOwn(t *testing.T) {
	t.Parallel()
	p := policy()
	r := compile(t, p)
	p.Invite.Tiers[0].Points, p.Pipeline.Stages[0] = 99, "changed"
	got := r.Policy()
	assert.Equal(t, 10, got.Invite.Tiers[0].Points)
	got.FollowUp.Types[0] = crm.Email
	assert.Equal(t, crm.Visit, r.Policy().FollowUp.Types[0])
	assert.Equal(t, kam.Whole(), got.Invite.Expect)
	data, err := json.Marshal(got)
	require.NoError(t, err)
	again, err := event.ParsePolicy(data)
	require.NoError(t, err)
	assert.Equal(t, got, again)
}

func TestUnstatedActivities(t *testing.T) {
	t.Parallel()
	p := policy()
	p.FollowUp.Unstated = true
	o := after(t, compile(t, p), "2026-03-13", theSalon(nil), account("acme", "A", "anna"), contact("li", "acme", nil), invite("li", crm.Accepted, crm.Attended),
		met("m", "li", "2026-03-12 10:00", func(a *crm.Activity) { a.Status = "" }))
	assert.Equal(t, event.FollowInTime, o.Guests[0].FollowUp.State)
	assert.Equal(t, ref(crm.KindActivity, "m"), o.Guests[0].FollowUp.Activity)
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, m := range event.Metrics() {
		require.NoError(t, m.Check())
		good(t, m.Name)
		seen[m.Key] = true
	}
	o := after(t, compile(t, policy()), "2026-04-10", turnout()...)
	for _, m := range o.Measures() {
		assert.Contains(t, seen, m.Metric)
		seen[m.Metric] = false
	}
	for key, missing := range seen {
		assert.False(t, missing, key)
	}
}

func FuzzParsePolicy(f *testing.F) {
	data, err := json.Marshal(policy())
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"invite": {"expect": "1/3", "tiers": [{}]}, "pipeline": {"rates": [{"per": "1e9"}]}}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := event.ParsePolicy(data)
		if err != nil {
			codes(t, err)
			return
		}
		r, err := event.Compile(p, nil, nil)
		if err != nil {
			codes(t, err)
			return
		}
		_, err = r.Guests(salonRef, kam.MustDay("2026-03-02"), []crm.Record{theSalon(nil), account("acme", "A", "anna"), contact("li", "acme", nil)})
		if err != nil {
			require.ErrorIs(t, err, kam.ErrNoHolidays)
		}
	})
}

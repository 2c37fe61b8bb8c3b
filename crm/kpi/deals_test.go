package kpi_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
)

func deal(id string, status crm.DealStatus, created, closed, amount string) crm.Record {
	o := &crm.Opportunity{Name: "Deal " + id, Account: "acme", Status: status, Amount: null(amount), Currency: "CNY"}
	if created != "" {
		o.Created = at(created)
	}
	if closed != "" {
		o.Close = kam.MustDay(closed)
	}
	return record(crm.KindOpportunity, id, o)
}

// at is the beginning of a day.
func at(day string) time.Time {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return d
}

func TestDeals(t *testing.T) {
	late := deal("6", crm.Won, "", "2026-06-30", "")
	late.Data.(*crm.Opportunity).History = []crm.StageChange{{Stage: "new", At: at("2026-06-28")}}
	records := []crm.Record{
		account("acme", "medical", "anna"),
		deal("1", crm.Won, "2026-03-31", "2026-04-10", "100"), // 10 days
		deal("2", crm.Won, "2026-04-01", "2026-05-01", "300"), // 30 days
		deal("3", crm.Won, "2026-06-01", "2026-06-04", "50"),  // 3 days
		deal("4", crm.Lost, "2026-04-01", "2026-04-21", "150"),
		deal("5", crm.Won, "2026-04-01", "2026-07-01", "999"), // the next quarter
		late, // 2 days, no amount
		deal("7", crm.Void, "2026-04-01", "2026-04-21", "150"),
		deal("8", crm.Open, "2026-04-01", "2026-05-21", "150"),
	}
	f, err := read(t, func(p *kpi.Policy) { p.Missing = kpi.MissingLeftOut }, records...).Deals(second(kpi.ByUser))
	require.NoError(t, err)
	for _, c := range []struct {
		metric, scope string
		currency      kam.Currency
		want          string
	}{
		{kpi.MetricWon, "", "", "4"},
		{kpi.MetricLost, "", "", "1"},
		{kpi.MetricWinRate, "", "", "4/5"},
		{kpi.MetricWonAmount, "", "CNY", "450"},
		{kpi.MetricAverageDeal, "", "CNY", "150"},
		{kpi.MetricWinRateAmount, "", "CNY", "3/4"},
		{kpi.MetricCycle, "won", "", "45/4"},
		{kpi.MetricCycleMedian, "won", "", "13/2"},
		{kpi.MetricCycle, "lost", "", "20"},
		{kpi.MetricCycleMedian, "lost", "", "20"},
	} {
		assert.Equal(t, c.want, figure(f, us, c.metric, c.scope, c.currency), c.metric)
		assert.Equal(t, c.want, figure(f, kam.Subject{Kind: "user", ID: "anna"}, c.metric, c.scope, c.currency), c.metric)
	}
	m, _ := f.Find(us, kpi.MetricAverageDeal, "", "CNY")
	assert.Equal(t, int64(1), m.Left)
	assert.Equal(t, "average deal: CNY 150.00, from 3 records; missing: 1 record", m.Why().EN)
	m, _ = f.Find(us, kpi.MetricWinRate, "", "")
	assert.Equal(t, "win rate: 4 of 5, 80 %, from 5 records", m.Why().EN)
	assert.Equal(t, "赢单率：4 / 5，即 80%，依据 5 条记录", m.Why().ZH)
	m, _ = f.Find(us, kpi.MetricCycle, "won", "")
	assert.Equal(t, "mean days to close, won: 45 by 4 is 11.25, from 4 records", m.Why().EN)

	f, err = read(t, nil, records...).Deals(second())
	require.NoError(t, err)
	assert.Equal(t, "?", figure(f, us, kpi.MetricWonAmount, "", "CNY"))
	assert.Equal(t, "4/5", figure(f, us, kpi.MetricWinRate, "", ""), "numbers of deals need no amounts")
}

func TestDealsWithoutAnyClosed(t *testing.T) {
	f, err := read(t, func(p *kpi.Policy) { p.Currency = "CNY" }).Deals(second())
	require.NoError(t, err)
	assert.Equal(t, "0", figure(f, us, kpi.MetricWon, "", ""))
	assert.Equal(t, "?", figure(f, us, kpi.MetricWinRate, "", ""))
	assert.Equal(t, "?", figure(f, us, kpi.MetricCycle, "won", ""))
	assert.Equal(t, "?", figure(f, us, kpi.MetricCycleMedian, "won", ""))
	assert.Equal(t, "0", figure(f, us, kpi.MetricWonAmount, "", "CNY"))
	assert.Equal(t, "?", figure(f, us, kpi.MetricAverageDeal, "", "CNY"))
}

func TestDealClosedBeforeItWasCreated(t *testing.T) {
	f, err := read(t, func(p *kpi.Policy) { p.Missing = kpi.MissingLeftOut }, account("acme", "", ""),
		deal("1", crm.Won, "2026-05-02", "2026-05-01", "1"), deal("2", crm.Won, "2026-05-02", "2026-05-02", "1")).Deals(second())
	require.NoError(t, err)
	assert.Equal(t, []string{"kpi.order"}, codes(f.Findings))
	assert.Equal(t, "0", figure(f, us, kpi.MetricCycle, "won", ""), "the same day is no days")
}

// The day of an instant is that of the zone: 17:00 UTC is the next day in Shanghai.
func TestCycleIsCountedInTheZone(t *testing.T) {
	shanghai := time.FixedZone("UTC+8", 8*60*60)
	rules, err := kpi.Compile(kpi.Policy{Revenue: kpi.FromDeals, Products: kpi.FromDeals, Missing: kpi.MissingUnknown}, shanghai)
	require.NoError(t, err)
	won := deal("1", crm.Won, "2026-05-01", "2026-05-11", "1")
	won.Data.(*crm.Opportunity).Created = at("2026-05-01").Add(17 * time.Hour)
	book, err := rules.Read([]crm.Record{account("acme", "", ""), won})
	require.NoError(t, err)
	f, err := book.Deals(second())
	require.NoError(t, err)
	assert.Equal(t, "9", figure(f, us, kpi.MetricCycle, "won", ""))
}

func open(id, stage, amount, probability, since string) crm.Record {
	o := &crm.Opportunity{Name: "Deal " + id, Account: "acme", Status: crm.Open, Stage: stage, Amount: null(amount), Currency: "CNY", Probability: null(probability)}
	if since != "" {
		o.History = []crm.StageChange{{Stage: "lead", At: at("2026-01-01")}, {Stage: stage, At: at(since)}}
	}
	return record(crm.KindOpportunity, id, o)
}

func TestPipeline(t *testing.T) {
	change := func(p *kpi.Policy) {
		p.Missing = kpi.MissingLeftOut
		p.Stages = []kpi.Stage{{Name: "offer", Probability: null("0.5"), MaxDays: 30}, {Name: "demo", MaxDays: 60}}
	}
	moved := open("5", "demo", "10", "0.1", "2026-06-01")
	moved.Data.(*crm.Opportunity).Stage = "offer" // its history does not lead there
	p, err := read(
		t, change, account("acme", "medical", "anna"), open("1", "offer", "100", "", "2026-05-31"), open("2", "offer", "200", "0.75", "2026-06-30"),
		open("3", "demo", "40", "", "2026-04-01"), open("4", "demo", "", "0.5", ""), moved, deal("6", crm.Won, "", "2026-06-01", "77"),
	).Pipeline(kpi.Question{Whole: us, AsOf: kam.MustDay("2026-06-30"), By: []kpi.Dimension{kpi.ByUser}})
	require.NoError(t, err)
	for _, c := range []struct {
		metric, scope string
		currency      kam.Currency
		want          string
		left          int64
	}{
		{kpi.MetricPipelineDeals, "", "", "5", 0},
		{kpi.MetricPipelineDeals, "offer", "", "3", 0},
		{kpi.MetricPipeline, "", "CNY", "350", 1},
		{kpi.MetricPipeline, "offer", "CNY", "310", 0},
		{kpi.MetricPipeline, "demo", "CNY", "40", 1},
		{kpi.MetricWeighted, "", "CNY", "201", 2}, // 50 + 150 + 1
		{kpi.MetricWeighted, "offer", "CNY", "201", 0},
		{kpi.MetricWeighted, "demo", "CNY", "0", 2},
		{kpi.MetricStageAge, "offer", "", "15", 1},
		{kpi.MetricStageAgeMid, "offer", "", "15", 1},
		{kpi.MetricStageAge, "demo", "", "90", 1},
	} {
		for _, subject := range []kam.Subject{us, {Kind: "user", ID: "anna"}} {
			m, ok := p.Find(subject, c.metric, c.scope, c.currency)
			require.True(t, ok, c.metric)
			assert.Equal(t, c.want, told(m), "%s %s", c.metric, c.scope)
			assert.Equal(t, c.left, m.Left, "%s %s", c.metric, c.scope)
			require.NoError(t, m.Check())
			assert.Equal(t, kam.MustPeriod("2026-06-30/2026-07-01"), m.Period)
		}
	}
	require.Len(t, p.Stale, 1, "30 days in the offer are not more than 30")
	assert.Equal(t, "Deal 3 has been in \"demo\" for 90 days, longer than 60", p.Stale[0].Finding().Message.EN)
	assert.Equal(t, "Deal 3 在 \"demo\" 阶段已停留 90 天，超过 60 天", p.Stale[0].Finding().Message.ZH)
}

func contact(id string, kind crm.ActivityType, of, owner, on string, people ...string) crm.Record {
	return record(crm.KindActivity, id, &crm.Activity{Type: kind, Account: of, Owner: owner, Status: crm.Done, Start: at(on), Contacts: people})
}

func TestActivities(t *testing.T) {
	planned := contact("8", crm.Visit, "acme", "anna", "2026-05-05")
	planned.Data.(*crm.Activity).Status = crm.Planned
	unstated := contact("9", crm.Visit, "acme", "anna", "2026-05-05")
	unstated.Data.(*crm.Activity).Status = ""
	viaDeal := record(crm.KindActivity, "7", &crm.Activity{Type: crm.Meeting, Opportunity: "d", Status: crm.Done, End: at("2026-06-30")})
	viaPerson := contact("6", crm.CallBack, "", "", "2026-05-01", "nobody", "chen")
	records := []crm.Record{
		account("acme", "medical", "anna"), account("bolt", "medical", "ben"), account("core", "retail", "anna"), account("dune", "", ""),
		record(crm.KindContact, "chen", &crm.Contact{Name: "Chen", Account: "bolt"}),
		record(crm.KindOpportunity, "d", &crm.Opportunity{Account: "bolt", Status: crm.Open}),
		contact("1", crm.Visit, "acme", "anna", "2026-04-01"), contact("2", crm.Visit, "acme", "ben", "2026-06-30"),
		contact("3", crm.Visit, "acme", "anna", "2026-07-01"), contact("4", crm.ToDo, "acme", "anna", "2026-05-01"),
		contact("5", crm.Email, "", "anna", "2026-05-01"), viaPerson, viaDeal, planned, unstated,
	}
	f, err := read(t, nil, records...).Activities(second(kpi.ByUser, kpi.ByAccount))
	require.NoError(t, err)
	anna, ben := kam.Subject{Kind: "user", ID: "anna"}, kam.Subject{Kind: "user", ID: "ben"}
	assert.Equal(t, "5", figure(f, us, kpi.MetricActivities, "", ""))
	assert.Equal(t, "2", figure(f, us, kpi.MetricActivities, "visit", ""))
	assert.Equal(t, "2", figure(f, anna, kpi.MetricActivities, "", ""), "one visit and one e-mail")
	assert.Equal(t, "3", figure(f, ben, kpi.MetricActivities, "", ""), "his own visit, and two of nobody's with his account")
	assert.Equal(t, "1", figure(f, us, kpi.MetricFrequency, "", ""), "4 contacts with 4 accounts")
	assert.Equal(t, "1/2", figure(f, us, kpi.MetricReach, "", ""))
	assert.Equal(t, "1", figure(f, anna, kpi.MetricFrequency, "", ""), "2 contacts with her 2 accounts, whoever made them")
	assert.Equal(t, "1/2", figure(f, anna, kpi.MetricReach, "", ""))
	assert.Equal(t, "2", figure(f, kam.Subject{Kind: "account", ID: "bolt"}, kpi.MetricFrequency, "", ""))
	assert.Equal(t, "0", figure(f, kam.Subject{Kind: "account", ID: "core"}, kpi.MetricReach, "", ""))

	f, err = read(t, func(p *kpi.Policy) { p.Unstated, p.Contacts = true, []crm.ActivityType{crm.Visit} }, records...).Activities(second())
	require.NoError(t, err)
	assert.Equal(t, "3", figure(f, us, kpi.MetricActivities, "", ""))
	f, err = read(t, nil).Activities(second())
	require.NoError(t, err)
	assert.Equal(t, "0", figure(f, us, kpi.MetricActivities, "", ""))
	assert.Equal(t, "?", figure(f, us, kpi.MetricReach, "", ""), "without accounts")
}

func survey(id string, method crm.SurveyMethod, score, low, high, on string) crm.Record {
	return record(crm.KindSurvey, id, &crm.Survey{Method: method, Account: "acme", Score: null(score), Low: null(low), High: null(high), Answered: kam.MustDay(on)})
}

func TestSatisfaction(t *testing.T) {
	change := func(p *kpi.Policy) {
		p.Missing = kpi.MissingLeftOut
		p.CSAT = []kpi.Scale{{Low: dec("1"), High: dec("5"), Top: dec("4")}, {Low: dec("0"), High: dec("10"), Top: dec("8")}}
	}
	r, err := read(
		t, change, account("acme", "medical", "anna"),
		survey("1", crm.CSAT, "4", "1", "5", "2026-05-01"), survey("2", crm.CSAT, "3", "1", "5", "2026-05-01"), survey("3", crm.CSAT, "8", "0", "10", "2026-05-01"),
		survey("4", crm.CSAT, "3", "1", "7", "2026-05-01"), survey("5", crm.CSAT, "", "1", "5", "2026-05-01"), survey("6", crm.CSAT, "5", "1", "5", "2026-07-01"),
		survey("7", crm.NPS, "9", "", "", "2026-05-01"), survey("8", crm.NPS, "6", "", "", "2026-05-01"), survey("9", crm.NPS, "10", "0", "10", "2026-06-30"),
		survey("n", crm.NPS, "7.5", "", "", "2026-05-01"), survey("o", "other", "5", "", "", "2026-05-01"),
	).Satisfaction(second(kpi.ByUser))
	require.NoError(t, err)
	for _, subject := range []kam.Subject{us, {Kind: "user", ID: "anna"}} {
		assert.Equal(t, "2/3", figure(r.Figures, subject, kpi.MetricCSAT, "", ""))
		assert.Equal(t, "7/2", figure(r.Figures, subject, kpi.MetricCSATMean, "1-5", ""))
		assert.Equal(t, "8", figure(r.Figures, subject, kpi.MetricCSATMean, "0-10", ""))
		assert.Equal(t, "1/3", figure(r.Figures, subject, kpi.MetricNPS, "", ""))
	}
	assert.Equal(t, []string{"kpi.score"}, codes(r.Findings))
	require.Len(t, r.Findings, 2)
	m, _ := r.Find(us, kpi.MetricNPS, "", "")
	assert.Equal(t, int64(1), m.Left)
	assert.Equal(t, "Net Promoter Score: 33.3 points, from 3 records; missing: 1 record", m.Why().EN)
	require.Len(t, r.Ratings, 6)
	assert.Equal(t, kpi.Rating{Subject: us, Promoters: kpi.Promoters{Promoters: 2, Detractors: 1}}, r.Ratings[0])
	assert.Equal(t, "33 points from 3 answers, give or take 107 points at 95 % confidence", r.Ratings[0].Why(dec("0.95")).EN)
	assert.Equal(t, "1-5", r.Ratings[2].Scale)
	assert.Equal(t, "top answers: 50 % of 2 answers; from 9.45 % to 90.55 % at 95 % confidence", r.Ratings[2].Why(dec("0.95")).EN)
	assert.Equal(t, "2 份答卷中 50% 满意；置信水平 95% 的区间为 9.45% 至 90.55%", r.Ratings[2].Why(dec("0.95")).ZH)

	one, err := read(t, func(p *kpi.Policy) { change(p); p.CSAT = p.CSAT[:1] }, account("acme", "", ""), survey("1", crm.CSAT, "5", "", "", "2026-05-01")).Satisfaction(second())
	require.NoError(t, err)
	assert.Equal(t, "1", figure(one.Figures, us, kpi.MetricCSAT, "", ""), "the only scale is meant")
	none, err := read(t, change).Satisfaction(second())
	require.NoError(t, err)
	assert.Equal(t, "?", figure(none.Figures, us, kpi.MetricCSAT, "", ""))
	assert.Equal(t, "?", figure(none.Figures, us, kpi.MetricNPS, "", ""))
}

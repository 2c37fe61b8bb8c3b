package library_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/library"
)

func TestFreshness(t *testing.T) {
	t.Parallel()
	day := kam.MustDay
	for name, c := range map[string]struct {
		of    crm.Resource
		state library.State
		from  string
	}{
		"for ever":                      {crm.Resource{Published: day("1999-01-01")}, library.Fresh, ""},
		"the day before expiry":         {crm.Resource{Expires: day("2026-06-02")}, library.Fresh, "2026-06-02"},
		"the day of expiry":             {crm.Resource{Expires: day("2026-06-01")}, library.Stale, "2026-06-01"},
		"young":                         {crm.Resource{Type: crm.IndustryReport, Published: day("2025-06-02")}, library.Fresh, "2026-06-02"},
		"old":                           {crm.Resource{Type: crm.IndustryReport, Published: day("2025-06-01")}, library.Stale, "2026-06-01"},
		"the end of a month":            {crm.Resource{Type: crm.IndustryReport, Published: day("2024-02-29")}, library.Stale, "2025-02-28"},
		"old, but it says how long":     {crm.Resource{Type: crm.IndustryReport, Published: day("2020-06-01"), Expires: day("2027-01-01")}, library.Fresh, "2027-01-01"},
		"nothing said of its type":      {crm.Resource{Type: crm.IndustryReport}, library.Stale, ""},
		"nothing said, for ever":        {crm.Resource{Type: crm.CaseStudy}, library.Fresh, ""},
		"not published yet":             {crm.Resource{Published: day("2026-06-02")}, library.Scheduled, ""},
		"published today":               {crm.Resource{Published: day("2026-06-01")}, library.Fresh, ""},
		"expired before it is out even": {crm.Resource{Published: day("2026-07-01"), Expires: day("2026-01-01")}, library.Scheduled, "2026-01-01"},
	} {
		s := on(t, policy(), "2026-06-01", record(crm.KindResource, "r", &c.of))
		assert.Equal(t, c.state, s.Items[0].State, name)
		assert.Equal(t, c.from, s.Items[0].From.String(), name)
		assert.Equal(t, name == "nothing said of its type", len(s.Findings) == 1, name)
		assert.Equal(t, c.state == library.Stale, len(s.Stale()) == 1, name)
		assert.Equal(t, c.state == library.Fresh, len(s.NeverUsed()) == 1, name)
	}
	p := policy()
	p.Undated = library.UndatedFresh
	s := on(t, p, "2026-06-01", record(crm.KindResource, "r", &crm.Resource{Type: crm.IndustryReport}))
	assert.Equal(t, library.Fresh, s.Items[0].State)
	assert.Equal(t, "library.undated", s.Findings[0].Code)
}

func TestUse(t *testing.T) {
	t.Parallel()
	day := kam.MustDay
	records := []crm.Record{
		deal("won1", "", crm.Won, closed("2026-03-01")), deal("won2", "", crm.Won, closed("2026-04-01")), deal("lost1", "", crm.Lost, closed("2026-03-15")), deal("lost2", "", crm.Lost, closed("2025-03-15")),
		deal("open", "", crm.Open, nil), deal("void", "", crm.Void, nil), deal("dark", "", "", nil), deal("won3", "", crm.Won, closed("2026-05-01")), deal("lost3", "", crm.Lost, closed("2026-05-02")),
		res("r", func(r *crm.Resource) {
			r.Expires = day("2026-05-01")
			r.Uses = []crm.Use{
				{Opportunity: "won1", On: day("2026-02-01")},
				{Opportunity: "won1", On: day("2026-02-02")},
				{Opportunity: "won2"},
				{Opportunity: "lost1", On: day("2026-03-15")},
				{Opportunity: "lost2", On: day("2026-03-15")}, // after it was closed
				{Opportunity: "open", On: day("2026-05-01")},
				{Opportunity: "void"},
				{Opportunity: "dark"},
				{Opportunity: "unheard"},
				{On: day("2026-05-20")},
				{Opportunity: "won3", On: day("2026-06-02")}, // tomorrow
			}
		}),
		res("s", func(r *crm.Resource) { r.Uses = []crm.Use{{Opportunity: "lost1"}} }),
	}
	s := on(t, policy(), "2026-06-01", records...)
	assert.Equal(t, library.Usage{Deals: 6, Won: 2, Lost: 1, Open: 1, Last: day("2026-05-01")}, s.Items[0].Use)
	rate, ok := s.Items[0].Use.WinRate()
	assert.Equal(t, kam.Fraction{Num: 2, Den: 3}, rate)
	assert.True(t, ok)
	assert.Equal(t, library.Usage{Deals: 1, Lost: 1, Little: true}, s.Items[1].Use)
	rate, ok = s.Items[1].Use.WinRate()
	assert.True(t, rate.IsZero() && ok)
	_, ok = library.Usage{Deals: 2, Open: 2}.WinRate()
	assert.False(t, ok)
	require.Len(t, s.Findings, 1)
	assert.Equal(t, "library.used-stale", s.Findings[0].Code)

	got := map[string]string{}
	measures, err := s.Measures(kam.Subject{Kind: "organisation", ID: "us"}, kam.MustPeriod("2026-01-01/2026-06-02"))
	require.NoError(t, err)
	for _, m := range measures {
		require.NoError(t, m.Check())
		value := "unknown"
		if m.IsRatio() {
			value = m.Numerator.Decimal.String() + "/" + m.Denominator.Decimal.String()
		}
		if m.Little {
			value += " little"
		}
		assert.True(t, slices.IsSortedFunc(m.Refs, crm.Ref.Compare))
		got[m.Subject.ID+" "+m.Metric+" "+m.Scope] = value
	}
	assert.Equal(t, map[string]string{
		"us library.fresh ": "1/2", "us library.never-used ": "0/1", "us library.covered ": "0/0", "us library.used-in-deals ": "3/5",
		"us library.win-rate used": "2/3", "us library.win-rate other": "1/2 little",
		"r library.used-in-deals ": "3/5", "r library.win-rate used": "2/3", "s library.used-in-deals ": "1/5", "s library.win-rate used": "0/1 little",
	}, got)

	measures, err = s.Measures(kam.Subject{Kind: "organisation", ID: "us"}, kam.MustPeriod("2026-01-01/2026-06-03"))
	require.NoError(t, err)
	for _, m := range measures {
		assert.Equal(t, m.Metric == library.MetricFresh || m.Metric == library.MetricNeverUsed || m.Metric == library.MetricCovered, m.IsRatio(), "a period that is not over is unknown: %s", m.Metric)
	}
	_, err = s.Measures(kam.Subject{}, kam.MustPeriod("2026-01-01/2026-06-01"))
	require.ErrorIs(t, err, library.ErrMeasure)
	_, err = s.Measures(kam.Subject{Kind: "organisation", ID: "us"}, kam.Period{From: kam.MustDay("2026-01-01")})
	require.ErrorIs(t, err, library.ErrMeasure)
}

// lacking has gaps of four kinds.
func lacking() []crm.Record {
	need := func(list ...string) func(*crm.Opportunity) {
		return func(d *crm.Opportunity) { d.Needs = list }
	}
	return []crm.Record{
		record(crm.KindAccount, "acme", &crm.Account{Name: "Acme", Industry: "Steel"}), record(crm.KindAccount, "bolt", &crm.Account{Name: "Bolt", Industry: "Food"}),
		record(crm.KindAccount, "cole", &crm.Account{Name: "Cole"}),
		deal("d1", "acme", crm.Open, need("energy", "Energy", "speed")), deal("d2", "bolt", crm.Open, need("ENERGY", "safety")), deal("d3", "bolt", crm.Lost, need("price")), deal("d4", "cole", crm.Open, need("safety")),
		deal("d5", "cole", crm.Open, nil),
		res("all", nil), res("food", func(r *crm.Resource) { r.Industries = []string{"food"} }), res("safety", func(r *crm.Resource) { r.Needs = []string{"safety"} }),
		res("old", func(r *crm.Resource) {
			r.Needs, r.Expires, r.Owner = []string{"Energy"}, kam.MustDay("2026-01-01"), "olga"
		}),
		res("older", func(r *crm.Resource) {
			r.Type, r.Needs, r.Owner, r.Published = crm.IndustryReport, []string{"safety", "Energy"}, "gone", kam.MustDay("2020-01-01")
		}),
		res("soon", func(r *crm.Resource) { r.Needs, r.Published = []string{"speed"}, kam.MustDay("2026-07-01") }),
		res("dust", func(r *crm.Resource) {
			r.Needs, r.Expires, r.Owner = []string{"nothing"}, kam.MustDay("2026-01-01"), "olga"
		}),
		record(crm.KindUser, "olga", &crm.User{Name: "Olga"}), record(crm.KindUser, "gone", &crm.User{Name: "Gone", Inactive: true}),
	}
}

func TestGaps(t *testing.T) {
	t.Parallel()
	p := policy()
	p.Steward = "sue"
	s := on(t, p, "2026-06-01", lacking()...)
	d := func(ids ...string) (out []crm.Ref) {
		for _, id := range ids {
			out = append(out, ref(crm.KindOpportunity, id))
		}
		return out
	}
	assert.Equal(t, []library.Gap{
		{Aspect: library.Industry, Word: "Steel", Deals: d("d1")},
		{Aspect: library.Need, Word: "energy", Deals: d("d1", "d2"), Renew: []crm.Ref{ref(crm.KindResource, "old"), ref(crm.KindResource, "older")}},
		{Aspect: library.Need, Word: "speed", Deals: d("d1")},
	}, s.Gaps)
	measures, err := s.Measures(kam.Subject{Kind: "organisation", ID: "us"}, kam.MustPeriod("2026-01-01/2026-06-01"))
	require.NoError(t, err)
	for _, m := range measures {
		if m.Metric == library.MetricCovered {
			assert.Equal(t, "1/3", m.Numerator.Decimal.String()+"/"+m.Denominator.Decimal.String(), "d4 has all, d5 asks for nothing")
		}
	}
	var got []string
	for _, task := range s.Tasks("zoho") {
		require.NoError(t, task.Check())
		good(t, task.Title)
		got = append(got, task.Owner+" "+task.ID)
	}
	assert.Equal(t, []string{"sue library/renew/zoho/older/2021-01-01", "olga library/renew/zoho/old/2026-01-01", "sue library/gap/zoho/industry/steel", "sue library/gap/zoho/need/speed"}, got)
	assert.Empty(t, s.Tasks("fxiaoke"))
	odd := on(t, p, "2026-06-01", deal("d", "", crm.Open, func(d *crm.Opportunity) { d.Needs = []string{"100 % \"能源\""} })).Tasks("zoho")
	require.Len(t, odd, 1)
	assert.Regexp(t, `^library/[0-9a-f]{64}$`, odd[0].ID)
	assert.Contains(t, odd[0].Title.EN, "1 open deal")
	p.Steward = ""
	assert.Len(t, on(t, p, "2026-06-01", lacking()...).Tasks("zoho"), 1)
	p.Weights.Industry = 0
	assert.Equal(t, library.Need, on(t, p, "2026-06-01", lacking()...).Gaps[0].Aspect, "an aspect without a weight has no gaps")
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	records := append(lacking(), res("used", func(r *crm.Resource) {
		r.Title, r.Type, r.Uses = "A | case", crm.CaseStudy, []crm.Use{{Opportunity: "d3", On: kam.MustDay("2026-02-01")}, {Opportunity: "d1"}}
	}), res("undated", func(r *crm.Resource) { r.Type = crm.IndustryReport }))
	s := on(t, policy(), "2026-06-01", records...)
	golden(t, "shelf.en.md", s.Markdown(kam.English))
	golden(t, "shelf.zh.md", s.Markdown(kam.Chinese))
}

func TestConditions(t *testing.T) {
	t.Parallel()
	r, err := library.Compile(policy())
	require.NoError(t, err)
	_, err = r.On(kam.Day{}, nil)
	require.ErrorIs(t, err, kam.ErrDay)
	old, now := res("r", nil), res("r", func(r *crm.Resource) { r.Title = "new" })
	now.Modified = now.Modified.Add(time.Hour)
	s, err := r.On(kam.MustDay("2026-06-01"), []crm.Record{now, old})
	require.NoError(t, err)
	require.Len(t, s.Items, 1)
	assert.Equal(t, "new", s.Items[0].Title)
	now.Deleted, now.Data = true, nil
	s, err = r.On(kam.MustDay("2026-06-01"), []crm.Record{now, old})
	require.NoError(t, err)
	assert.Empty(t, s.Items)
	for _, m := range library.Metrics() {
		require.NoError(t, m.Check())
		good(t, m.Name)
	}
}

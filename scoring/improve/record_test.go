package improve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/feedback"
	"github.com/kam-go/kam/scoring/improve"
)

// records returns a record of each kind.
func records(t testing.TB) map[improve.Kind]improve.Record {
	t.Helper()
	q := request(t)
	c, review, plan, draft := card(), event(improve.ReviewOpen, "2026-07-01"), newPlan(t, q), pip(improve.PIPDraft, "2026-06-20")
	kept := func(r improve.Record) improve.Record {
		r.Stream, r.Seq, r.On, r.By = "s", 1, day("2026-07-01"), "system"
		if r.Card == nil {
			r.About = anna()
		}
		return r
	}
	return map[improve.Kind]improve.Record{
		improve.CardKind:        kept(improve.Record{Card: &c}),
		improve.ResultKind:      kept(improve.Record{Result: &q.Result}),
		improve.ResponseKind:    kept(improve.Record{Response: &improve.Response{Round: "spring", Rater: "r7", Document: `{"q1": "4"}`}}),
		improve.PublicationKind: kept(improve.Record{Publication: publication(1)}),
		improve.ReviewKind:      kept(improve.Record{Review: &review}),
		improve.PIPKind:         kept(improve.Record{PIP: &draft}),
		improve.PlanKind:        kept(improve.Record{Plan: &plan}),
	}
}

// publication returns what a report about anna told.
func publication(sequence int64) *feedback.Publication {
	return &feedback.Publication{
		Round: "spring", Report: "anna", Sequence: sequence, On: day("2026-06-30"), Aggregates: []feedback.Aggregate{{
			ID: "peers/q1", Parts: []feedback.Part{{Subject: "anna", Group: feedback.Peers, Question: "q1", Raters: []string{"r1", "r2", "r3"}}}, Sum: null("12"),
		}},
	}
}

func TestRecordsOfEachKind(t *testing.T) {
	for kind, r := range records(t) {
		assert.Equal(t, kind, r.Kind())
		require.NoError(t, r.Check(), kind)
		data, err := r.JSON()
		require.NoError(t, err)
		back, err := improve.ParseRecord(data)
		require.NoError(t, err)
		assert.True(t, back.Same(r), kind)
		for other, o := range records(t) {
			assert.Equal(t, kind == other, r.Same(o))
		}
	}
	assert.Empty(t, improve.Record{}.Kind())
	two := records(t)[improve.CardKind]
	two.Response = &improve.Response{}
	assert.Empty(t, two.Kind())
}

func TestRecordsAreComparedByValue(t *testing.T) {
	a, b := records(t)[improve.ReviewKind], records(t)[improve.ReviewKind]
	a.Review = &improve.ReviewEvent{Step: improve.ReviewManager, On: day("2026-07-01"), By: "bo", Score: null("72")}
	b.Review = &improve.ReviewEvent{Step: improve.ReviewManager, On: day("2026-07-01"), By: "bo", Score: null("72.00")}
	assert.True(t, a.Same(b))
	b.Review.Score = null("72.01")
	assert.False(t, a.Same(b))
	b.Review.Score = decimal.NewNullDecimal(decimal.New(1, 1<<30))
	assert.False(t, b.Same(b), "what cannot be written is the same as nothing")
	assert.False(t, a.Same(b))
}

func TestRecordFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		kind   improve.Kind
		change func(r *improve.Record)
		want   []string
	}{
		{"nothing", improve.CardKind, func(r *improve.Record) { *r = improve.Record{} }, []string{
			"improve.id $.stream", "improve.seq $.seq", "improve.day $.on", "improve.id $.by", "improve.id $.about.kind", "improve.id $.about.id", "improve.content $",
		}},
		{"two contents", improve.ResponseKind, func(r *improve.Record) {
			r.Review = &improve.ReviewEvent{Step: improve.ReviewSelf, On: r.On, By: "anna"}
		}, []string{"improve.content $"}},
		{"a card about somebody", improve.CardKind, func(r *improve.Record) { r.About = anna() }, []string{"improve.about $.about"}},
		{"a card without edition", improve.CardKind, func(r *improve.Record) { r.Card.Format, r.Card.ID, r.Card.Version = 2, "", 0 }, []string{"improve.format $.card.format", "improve.id $.card.id", "improve.number $.card.version"}},
		{"a result without edition", improve.ResultKind, func(r *improve.Record) {
			r.Result.Format, r.Result.Card, r.Result.Version, r.Result.Period = 0, "", 0, kam.Period{}
		}, []string{"improve.format $.result.format", "improve.id $.result.card", "improve.number $.result.version", "improve.period $.result.period"}},
		{"a result of somebody else", improve.ResultKind, func(r *improve.Record) { r.About.ID = "bo" }, []string{"improve.about $.result.subject"}},
		{"a plan for somebody else", improve.PlanKind, func(r *improve.Record) { r.About.Kind = "team" }, []string{"improve.about $.plan.subject"}},
		{"a plan at fault", improve.PlanKind, func(r *improve.Record) { r.Plan.ID = "" }, []string{"improve.id $.plan.id"}},
		{"a step of a later day", improve.ReviewKind, func(r *improve.Record) { r.On = day("2026-06-30") }, []string{"improve.day $.review.on"}},
		{"a plan's step of a later day", improve.PIPKind, func(r *improve.Record) { r.On = day("2026-06-19") }, []string{"improve.day $.pip.on"}},
		{"a step at fault", improve.PIPKind, func(r *improve.Record) { r.PIP.Reason = "" }, []string{"improve.text $.pip.reason"}},
		{"a review's step at fault", improve.ReviewKind, func(r *improve.Record) { r.Review.By = "" }, []string{"improve.id $.review.by"}},
		{"an empty response", improve.ResponseKind, func(r *improve.Record) { *r.Response = improve.Response{} }, []string{"improve.id $.response.round", "improve.id $.response.rater", "improve.document $.response.document"}},
		{"a long response", improve.ResponseKind, func(r *improve.Record) { r.Response.Document = strings.Repeat("x", improve.MaxDocument+1) }, []string{"improve.document $.response.document"}},
		{"a response that is no text", improve.ResponseKind, func(r *improve.Record) { r.Response.Document = "\xff" }, []string{"improve.document $.response.document"}},
		{"a publication at fault", improve.PublicationKind, func(r *improve.Record) { r.Publication.Round, r.Publication.Aggregates[0].Parts = "", nil }, []string{
			"feedback.id $.publication.round", "feedback.aggregate $.publication.aggregates[0].parts",
		}},
		{"a publication of a later day", improve.PublicationKind, func(r *improve.Record) { r.On = day("2026-06-29") }, []string{"improve.day $.publication.on"}},
		{"a publication of another number", improve.PublicationKind, func(r *improve.Record) { r.Seq = 2 }, []string{"improve.seq $.publication.sequence"}},
		{"a publication about nobody", improve.PublicationKind, func(r *improve.Record) { r.About = kam.Subject{} }, []string{"improve.id $.about.kind", "improve.id $.about.id"}},
		{"a publication too large", improve.PublicationKind, func(r *improve.Record) {
			raters := make([]string, improve.MaxPublication/feedback.MaxID)
			for i := range raters {
				raters[i] = fmt.Sprintf("%0*d", feedback.MaxID, i)
			}
			r.Publication.Aggregates[0].Parts[0].Raters = raters
		}, []string{"improve.document $.publication"}},
		{"a number out of bounds", improve.ResultKind, func(r *improve.Record) { r.Result.Score = decimal.NewNullDecimal(decimal.New(1, 1<<30)) }, []string{"improve.json $.result.score"}},
		{"a text that is none", improve.CardKind, func(r *improve.Record) { r.Card.Name.EN = "\xff" }, []string{"improve.json $.card.name.en"}},
		{"names", improve.CardKind, func(r *improve.Record) { r.Stream, r.By = " s", strings.Repeat("x", improve.MaxName+1) }, []string{"improve.id $.stream", "improve.id $.by"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := records(t)[c.kind]
			c.change(&r)
			assert.Equal(t, c.want, codes(t, r.Check()))
		})
	}
	long := records(t)[improve.ResponseKind]
	long.Response.Document = strings.Repeat("x", improve.MaxDocument)
	require.NoError(t, long.Check())
}

func TestQuery(t *testing.T) {
	require.NoError(t, improve.Query{}.Check())
	require.NoError(t, improve.Query{Kinds: []improve.Kind{improve.PlanKind}, Recorded: kam.MustPeriod("2026-01-01/..")}.Check())
	require.ErrorIs(t, improve.Query{Kinds: []improve.Kind{"plans"}}.Check(), improve.ErrKind)
	require.ErrorIs(t, improve.Query{Recorded: kam.Period{Until: day("2026-01-01")}}.Check(), kam.ErrPeriod)
	r := records(t)[improve.ReviewKind]
	for name, c := range map[string]struct {
		query improve.Query
		want  bool
	}{
		"all":           {improve.Query{}, true},
		"stream":        {improve.Query{Streams: []string{"a", "s"}}, true},
		"other stream":  {improve.Query{Streams: []string{"S"}}, false},
		"kind":          {improve.Query{Kinds: []improve.Kind{improve.CardKind, improve.ReviewKind}}, true},
		"other kind":    {improve.Query{Kinds: []improve.Kind{improve.CardKind}}, false},
		"subject":       {improve.Query{About: anna()}, true},
		"other subject": {improve.Query{About: kam.Subject{Kind: "team", ID: "anna"}}, false},
		"its day":       {improve.Query{Recorded: kam.MustPeriod("2026-07-01/2026-07-02")}, true},
		"the day after": {improve.Query{Recorded: kam.MustPeriod("2026-07-02/..")}, false},
		"not all":       {improve.Query{Streams: []string{"s"}, About: kam.Subject{Kind: "payee", ID: "bo"}}, false},
	} {
		assert.Equal(t, c.want, c.query.Matches(r), name)
	}
}

func FuzzParseRecord(f *testing.F) {
	for _, r := range records(f) {
		data, err := r.JSON()
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte(`{"stream": 1, "seq": "1", "plan": {"gaps": [{}]}, "pip": {"terms": {"checkPoints": ["2026-02-30"]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := improve.ParseRecord(data)
		if err != nil {
			unread(t, err)
			return
		}
		if r.Check() != nil {
			return
		}
		again, err := r.Canonical()
		require.NoError(t, err)
		back, err := improve.ParseRecord(again)
		require.NoError(t, err)
		assert.True(t, back.Same(r))
		require.NoError(t, back.Check())
		if r.Plan != nil {
			assert.NotEmpty(t, r.Plan.Markdown(kam.Chinese))
		}
		if r.Review != nil {
			_, _ = improve.ReplayReview([]improve.ReviewEvent{*r.Review, *r.Review})
		}
		if r.PIP != nil {
			_, _ = improve.ReplayPIP(calendar(), []improve.PIPEvent{*r.PIP, *r.PIP})
		}
	})
}

func FuzzParsePlan(f *testing.F) {
	data, err := newPlan(f, request(f)).JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"actions": [{"kind": "lever", "effort": "1e9"}], "passedOver": [{}], "total": "1/3"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := improve.ParsePlan(data)
		if err != nil {
			unread(t, err)
			return
		}
		_ = p.Check()
		for _, l := range []kam.Lang{kam.English, kam.Chinese} {
			assert.True(t, strings.HasPrefix(p.Markdown(l), "# "))
		}
		q := request(t)
		_, _ = improve.Reevaluate(improve.Reevaluation{Plan: p, Before: q.Result, After: q.Result, On: day("2026-12-31")})
	})
}

func FuzzParseProgress(f *testing.F) {
	p, err := improve.Reevaluate(reevaluation(f))
	require.NoError(f, err)
	data, err := p.JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Add([]byte(`{"moves": [{"trend": "up", "left": "1"}], "tasks": [{"late": true}], "before": {"score": "1"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := improve.ParseProgress(data)
		if err != nil {
			unread(t, err)
			return
		}
		for _, l := range []kam.Lang{kam.English, kam.Chinese} {
			assert.True(t, strings.HasPrefix(p.Markdown(l), "# "))
		}
		again, err := p.JSON()
		require.NoError(t, err)
		_, err = improve.ParseProgress(again)
		require.NoError(t, err)
	})
}

// A result from outside never makes a plan panic, whatever it says.
func FuzzNewPlan(f *testing.F) {
	data, err := request(f).Result.JSON()
	require.NoError(f, err)
	f.Add(data)
	c := card()
	c.Vetoes = []scoring.Veto{{ID: "v", On: "growth", Below: null("60"), Effect: scoring.VetoCapScore, Score: null("75")}}
	data, err = score(f, c, firstHalf, "growth=50 adoption=3").JSON()
	require.NoError(f, err)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := scoring.ParseResult(data)
		if err != nil {
			return
		}
		q := request(t)
		q.Result = r
		p, err := improve.NewPlan(q, calendar())
		if err != nil {
			assert.NotEmpty(t, codes(t, err))
			return
		}
		require.NoError(t, p.Check())
	})
}

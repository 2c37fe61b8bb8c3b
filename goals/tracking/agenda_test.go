package tracking_test

import (
	"fmt"
	"log"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/meetings"
	"github.com/kam-go/kam/goals/tracking"
)

func TestTopic(t *testing.T) {
	in := visits()
	in.Goal.Unit, in.Goal.Currency, in.Goal.Share = "", "CNY", kam.Fraction{Num: 1, Den: 3}
	in.Observations[0].Unit, in.Observations[0].Currency = "", "CNY"
	in.AsOf = kam.MustDay("2026-04-11")
	in.Observations[0].Period = kam.MustPeriod("2026-04-01/2026-04-12")
	p, err := tracking.Track(in)
	require.NoError(t, err)
	title := kam.Text{EN: "Anna", ZH: "安娜"}
	got := p.Topic(title, tracking.OnTrack)
	assert.Equal(t, "visits", got.Goal)
	assert.Equal(t, title, got.Title)
	assert.Equal(t, "1/3", got.Weight.String())
	assert.Equal(t, "22 24", fmt.Sprint(got.Plan.Decimal, " ", got.Actual.Decimal))
	s := got.Standing
	assert.Equal(t, "60 65.45 1.0909 1.89", fmt.Sprint(s.Target.Decimal, " ", s.Forecast.Decimal, " ", s.Pace.Decimal, " ", s.Required.Decimal))
	assert.Equal(t, tracking.OnTrack.Text(), s.Status)
	assert.Nil(t, got.Gap)
	_, err = meetings.NewAgenda(meetings.AgendaSpec{Format: meetings.WeeklyReview(), On: in.AsOf, Topics: []meetings.Topic{got}})
	require.NoError(t, err)

	in.Observations = nil
	p, err = tracking.Track(in)
	require.NoError(t, err)
	got = p.Topic(title, "")
	assert.False(t, got.Actual.Valid, "what is not known is left out")
	assert.Empty(t, got.Standing.Status)
}

func TestTopicOfAStockFromABaseline(t *testing.T) {
	in := tracking.Input{
		Goal: goals.Goal{
			ID: "share", Metric: "share", Unit: "points", Direction: kam.HigherIsBetter, Tracking: goals.Stock, Period: kam.MustPeriod("2026-04-01/2026-05-01"),
			Baseline: decimal.NewNullDecimal(decimal.NewFromInt(40)), Target: decimal.NewFromInt(70),
		},
		Observations: []kam.Observation{{
			Subject: kam.Subject{Kind: "payee", ID: "anna"}, Metric: "share", Unit: "points", Period: kam.MustPeriod("2026-04-01/2026-04-11"),
			Value: decimal.NewNullDecimal(decimal.NewFromInt(45)),
		}},
		AsOf: kam.MustDay("2026-04-10"),
	}
	p, err := tracking.Track(in)
	require.NoError(t, err)
	got := p.Topic(kam.Text{EN: "share", ZH: "份额"}, tracking.OffTrack)
	require.NotNil(t, got.Gap)
	assert.Equal(t, "0.5", got.Gap.String(), "5 of the 10 that were expected")
	assert.Equal(t, kam.Whole(), got.Weight)
	p.Goal.Title = kam.Text{EN: "Share of wallet", ZH: "钱包份额"}
	assert.Equal(t, "份额", p.Topic(kam.Text{EN: "share", ZH: "份额"}, "").Title.ZH)
	assert.Equal(t, p.Goal.Title, p.Topic(kam.Text{}, "").Title)
	p.Goal.Title, p.Goal.Statement = kam.Text{}, ""
	assert.Equal(t, kam.Text{EN: "share", ZH: "share"}, p.Topic(kam.Text{}, "").Title)
}

func ExampleProgress_Topic() {
	p, err := tracking.Track(visits())
	if err != nil {
		log.Fatal(err)
	}
	topic := p.Topic(kam.Text{EN: "Anna's visits", ZH: "安娜的拜访"}, tracking.OnTrack)
	fmt.Println(topic.Plan.Decimal, topic.Actual.Decimal, topic.Standing.Forecast.Decimal, topic.Standing.Per.EN)
	// Output:
	// 20 24 72 day
}

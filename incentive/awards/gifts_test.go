package awards_test

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/awards"
)

// giving is a catalogue with an allowance, a commendation for 30 points and a badge for 40 received.
func giving(change func(p *awards.Points)) awards.Catalogue {
	c := catalogue()
	c.Points = &awards.Points{Monthly: 50, Metric: "recognition.points"}
	if change != nil {
		change(c.Points)
	}
	c.Recognitions = []awards.Recognition{
		{ID: "thanks", Name: text("Thanks", "感谢信"), Kind: awards.Commendation, Points: 30, Prize: &awards.Prize{Amount: null("200"), Taxable: awards.Taxable{Rule: awards.TaxFull}}},
		{ID: "liked", Name: text("Liked", "人气徽章"), Kind: awards.Badge, Criteria: []awards.Criterion{{
			ID: "points", Metric: &awards.Metric{Of: awards.Series{Metric: "recognition.points", Unit: "points"}, Be: awards.AtLeast, Threshold: null("40")},
		}}},
	}
	return c
}

func gift(id, from, to, on string, points int) awards.Gift {
	return awards.Gift{ID: id, From: from, To: to, On: kam.MustDay(on), Points: points, Reason: "helped"}
}

// Case R03 of testdata/cases.json, the recognition allowance of Plato: it begins anew each month, nothing is carried over, and
// a change counts from the next month.
func TestPublishedAllowance(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases []struct {
		ID                                                               string
		Allowance, GivenInSeptember, ChangedTo, LeftInSeptember, October int
		ChangedOn                                                        kam.Day
	}
	require.NoError(t, json.Unmarshal(data, &cases))
	require.Len(t, cases, 1)
	c := cases[0]
	cat := giving(func(p *awards.Points) {
		p.Monthly = c.Allowance
		p.Changes = []awards.AllowanceChange{{On: c.ChangedOn, Monthly: c.ChangedTo}}
	})
	r := decide(t, cat, awards.Inputs{Period: kam.MustPeriod("2026-09-01/2026-11-01"), People: people("anna", "bo"), Gifts: []awards.Gift{
		gift("1", "anna", "bo", "2026-09-20", c.GivenInSeptember), gift("2", "anna", "bo", "2026-10-01", 80), gift("3", "anna", "bo", "2026-10-31", 1),
	}})
	require.Len(t, r.Allowances, 2)
	assert.Equal(t, c.LeftInSeptember, r.Allowances[0].Left)
	assert.Equal(t, c.October, r.Allowances[1].Points)
	assert.Equal(t, awards.Granted, r.Gifts[1].Outcome)
	assert.Equal(t, awards.NotEligible, r.Gifts[2].Outcome)
}

func TestAllowance(t *testing.T) {
	p := compile(t, giving(func(p *awards.Points) {
		p.Changes = []awards.AllowanceChange{{On: kam.MustDay("2026-03-20"), Monthly: 70}, {On: kam.MustDay("2026-03-01"), Monthly: 60}, {On: kam.MustDay("2026-05-31"), Monthly: 10}}
	}))
	for day, want := range map[string]int{"2026-02-28": 50, "2026-03-31": 50, "2026-04-01": 70, "2026-05-31": 70, "2026-06-01": 10, "2030-01-15": 10} {
		assert.Equal(t, want, p.Allowance(kam.MustDay(day)), day)
	}
	assert.Zero(t, p.Allowance(kam.Day{}))
	assert.Zero(t, compile(t, catalogue()).Allowance(march.From))
}

func TestGifts(t *testing.T) {
	in := awards.Inputs{Period: march, People: people("anna", "bo", "cy"), Gifts: []awards.Gift{
		gift("g6", "bo", "cy", "2026-03-30", 20),
		gift("g1", "anna", "bo", "2026-03-02", 30),
		gift("g2", "anna", "anna", "2026-03-03", 1),
		gift("g3", "anna", "cy", "2026-03-03", 21),
		gift("g4", "anna", "cy", "2026-03-04", 20),
		gift("g5", "anna", "cy", "2026-03-05", 1),
	}}
	in.Gifts[1].Recognition = "thanks"
	in.People = append(in.People, awards.Person{ID: "gone", Left: kam.MustDay("2026-03-03")})
	in.Gifts = append(in.Gifts, gift("g7", "gone", "bo", "2026-03-03", 1), gift("g8", "bo", "gone", "2026-03-03", 1), gift("g9", "gone", "bo", "2026-03-02", 1))
	r := decide(t, giving(nil), in)
	got := map[string]string{}
	for _, g := range r.Gifts {
		got[g.Gift] = string(g.Outcome) + ": " + g.Reason.EN
	}
	assert.Equal(t, map[string]string{
		"g1": "granted: given: 30, left in the month: 20",
		"g2": "not-eligible: nobody gives points to themselves",
		"g3": "not-eligible: 20 of 50 points are left in the month",
		"g4": "granted: given: 20, left in the month: 0",
		"g5": "not-eligible: 0 of 50 points are left in the month",
		"g6": "granted: given: 20, left in the month: 30",
		"g7": "not-eligible: gone was not with the company on 2026-03-03",
		"g8": "not-eligible: gone was not with the company on 2026-03-03",
		"g9": "granted: given: 1, left in the month: 49",
	}, got)
	assert.Equal(t, "g1", r.Gifts[0].Gift)
	// The commendation is money; cy has 40 points and the badge, bo has 31, and of somebody without gifts it is known that there are none.
	require.Len(t, r.Awards, 2)
	require.Len(t, r.Pay, 1)
	assert.Equal(t, "bo", r.Pay[0].Payee)
	assert.True(t, r.Pay[0].Cash)
	assert.Equal(t, map[string]awards.Outcome{"anna": awards.NotEligible, "bo": awards.NotEligible, "cy": awards.Granted, "gone": awards.Gone}, outcomes(r))

	in.Prior = r.Awards
	again := decide(t, giving(nil), in)
	assert.Empty(t, again.Awards)
	assert.Empty(t, again.Pay)
	assert.Equal(t, r.Gifts[0].Award, again.Gifts[0].Award)
}

func TestLimitsOfGifts(t *testing.T) {
	in := awards.Inputs{Period: march, People: people("anna", "bo", "cy")}
	for i := range 5 {
		in.Gifts = append(in.Gifts, gift("a"+strconv.Itoa(i), "anna", "bo", "2026-03-02", 10), gift("c"+strconv.Itoa(i), "cy", "bo", "2026-03-02", 10))
	}
	r := decide(t, giving(func(p *awards.Points) { p.PerReceiver, p.Counted = 20, 39 }), in)
	granted := 0
	for _, g := range r.Gifts {
		if g.Outcome == awards.Granted {
			granted++
		}
	}
	assert.Equal(t, 4, granted, "two of each giver")
	assert.Equal(t, awards.NotEligible, outcomes(r)["bo"], "39 of 40 points count")
	r = decide(t, giving(func(p *awards.Points) { p.PerReceiver, p.Counted = 20, 40 }), in)
	assert.Equal(t, awards.Granted, outcomes(r)["bo"])
}

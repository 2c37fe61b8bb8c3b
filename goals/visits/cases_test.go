package visits_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/visits"
)

func TestCaseLadders(t *testing.T) {
	list := cases(t).Ladders
	require.NotEmpty(t, list)
	for _, c := range list {
		t.Run(c.ID, func(t *testing.T) {
			l, err := c.segment().Ladder(dec(c.Target))
			require.NoError(t, err)
			assert.Equal(t, whole(t, c.Deals), l.Deals.Count)
			require.Len(t, l.Stages, len(c.Counts))
			for k := range c.Counts {
				assert.Equal(t, c.Stages[k].Name, l.Stages[k].Name)
				assert.Equal(t, whole(t, c.Counts[k]), l.Stages[k].Count, c.Stages[k].Name)
				equalRat(t, c.Exact[k], l.Stages[k].Exact)
			}
		})
	}
}

func TestCaseRefusedLadders(t *testing.T) {
	list := cases(t).Refused
	require.NotEmpty(t, list)
	for _, c := range list {
		t.Run(c.ID, func(t *testing.T) {
			_, err := c.segment().Ladder(dec(c.Target))
			assert.Equal(t, []string{"error " + c.Code}, codes(faults(t, err)))
		})
	}
}

func TestCaseCycles(t *testing.T) {
	list := cases(t).Cycles
	require.NotEmpty(t, list)
	for _, c := range list {
		t.Run(c.ID, func(t *testing.T) {
			weeks := int(whole(t, c.Weeks))
			from := kam.MustDay("2026-03-02") // a Monday
			s := visits.Spec{Period: kam.Period{From: from, Until: from.AddDays(7 * weeks)}}
			for i, x := range c.Tiers {
				s.Tiers = append(s.Tiers, tier(x.Name, whole(t, x.Accounts), "visit", x.Every))
				equalRat(t, c.Counts[i], s.Tiers[i].Needs(visits.Visit, weeks))
			}
			p := plan(t, s, plain(t))
			for i, l := range p.Lines() {
				assert.Equal(t, whole(t, c.Counts[i]), l.Need, l.Name)
				assert.Equal(t, l.Need, sum(l.Weeks), l.Name)
			}
			assert.Equal(t, whole(t, c.Total), p.Total(visits.Visit))
			for _, n := range p.Of(visits.Visit) {
				assert.Equal(t, whole(t, c.PerWeek), n)
			}
		})
	}
}

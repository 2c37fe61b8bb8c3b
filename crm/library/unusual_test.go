package library_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
)

func TestWhatReadsAlikeIsOneGap(t *testing.T) {
	p := policy()
	p.Steward = "vera"
	line := func(product, name string) func(*crm.Opportunity) {
		return func(d *crm.Opportunity) {
			d.Lines = []crm.Line{{Product: product, Name: name}, {Product: product + "x", Name: name}}
		}
	}
	s := on(t, p, "2026-03-01", deal("d1", "a", crm.Open, line("p1", "Pump")), deal("d2", "a", crm.Open, line("p2", "pump ")))
	require.Len(t, s.Gaps, 1)
	assert.Equal(t, []crm.Ref{ref(crm.KindOpportunity, "d1"), ref(crm.KindOpportunity, "d2")}, s.Gaps[0].Deals)
	tasks := s.Tasks("zoho")
	require.Len(t, tasks, 1, "one task, with an ID of its own")
	assert.Contains(t, tasks[0].Title.EN, "2 open deals")
}

func TestManyWordsAndManyResources(t *testing.T) {
	var records []crm.Record
	for i := range 8_000 {
		id := strconv.Itoa(i)
		records = append(records, res(id, func(r *crm.Resource) { r.Needs = []string{"need " + id} }),
			deal(id, "a", crm.Open, func(d *crm.Opportunity) { d.Needs = []string{"Need " + id, "lack " + id} }))
	}
	s := on(t, policy(), "2026-03-01", records...)
	assert.Len(t, s.Gaps, 8_000)
}

package crmfile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
)

const mapping = `{"name": "x", "deals": {"id": "Nr", "owner": "Wer", "stage": "Stand", "closed": "Tag", "amount": "Wert",
	"attributes": {"customer": "Kunde"}, "dates": "DD.MM.YYYY", "won": ["gewonnen"]}, "team": {"payee": "Wer"}}`

func TestReadMapping(t *testing.T) {
	var found kam.Findings
	m, ok := crmfile.ReadMapping(content(mapping), &found)
	require.True(t, ok, found)
	assert.Equal(t, []string{"Nr", "Wer", "Stand", "Tag", "Wert", "Kunde"}, m.Deals.Names())
	assert.Equal(t, []string{"Wer"}, m.Team.Names())
	for name, c := range map[string]struct{ old, by, want string }{
		"unknown key":   {`"name"`, `"nome"`, "crmfile.json"},
		"cut":           {`"team"`, "", "crmfile.json"},
		"after the end": {`"team": {"payee": "Wer"}}`, `"team": {"payee": "Wer"}}{}`, "crmfile.json"},
		"no column":     {`"id": "Nr", `, "", "$.deals.id"},
		"no won stage":  {`["gewonnen"]`, "[]", "$.deals.won"},
		"refunds":       {`"won"`, `"refunded": ["x"], "won"`, "$.deals.refunded"},
		"short year":    {"YYYY", "YY", "$.deals.dates"},
		"day twice":     {"DD.MM.YYYY", "DD.DD.YYYY", "$.deals.dates"},
		"no team":       {`"payee": "Wer"`, "", "$.team.payee"},
	} {
		t.Run(name, func(t *testing.T) {
			var found kam.Findings
			changed := strings.Replace(mapping, c.old, c.by, 1)
			require.NotEqual(t, mapping, changed)
			_, ok := crmfile.ReadMapping(content(changed), &found)
			assert.False(t, ok)
			require.Len(t, found, 1)
			assert.Contains(t, found[0].Code+" "+found[0].Place, c.want)
		})
	}
}

func TestRecognise(t *testing.T) {
	var found kam.Findings
	one, ok := crmfile.ReadMapping(content(mapping), &found)
	require.True(t, ok)
	two := one
	two.Deals.ID, two.Deals.Owner = "number", "agent"
	known := []crmfile.Mapping{one, two}
	for header, want := range map[string]int{
		"Nr,Wer,Stand,Tag,Wert,Kunde":       0,
		"number,agent,Stand,Tag,Wert,Kunde": 1,
		"Stand,Tag,Wert,Kunde":              0, // the first of equal ones
		"Nr,Wer,Stand":                      0, // half of them
		"Nr,Wer":                            -1,
		"x":                                 -1,
	} {
		t.Run(header, func(t *testing.T) {
			assert.Equal(t, want, crmfile.Recognise(content(header+"\n"), known, &found))
		})
	}
	assert.Empty(t, found)
}

func TestReadCalendar(t *testing.T) {
	var found kam.Findings
	calendar := crmfile.ReadCalendar(content(`{"declared": [2017]}`), &found)
	require.NotNil(t, calendar, found)
	days, err := calendar.WorkingDays(kam.MustPeriod("2017-01-01/2018-01-01"))
	require.NoError(t, err)
	assert.Equal(t, 260, days)
	assert.Nil(t, crmfile.ReadCalendar(content(`{"fiscalStart": 13}`), &found))
	require.Len(t, found, 1)
	assert.Equal(t, "deals.csv:$.fiscalStart", found[0].Place)
}

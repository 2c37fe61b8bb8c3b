package library_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/library"
	"github.com/kam-go/kam/internal/wordtest"
)

func ref(kind crm.Kind, id string) crm.Ref { return crm.Ref{System: "zoho", Kind: kind, ID: id} }

func record(kind crm.Kind, id string, data crm.Data) crm.Record {
	return crm.Record{Ref: ref(kind, id), Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Data: data}
}

func res(id string, change func(*crm.Resource)) crm.Record {
	r := &crm.Resource{Title: "Resource " + id}
	if change != nil {
		change(r)
	}
	return record(crm.KindResource, id, r)
}

func deal(id, account string, status crm.DealStatus, change func(*crm.Opportunity)) crm.Record {
	d := &crm.Opportunity{Name: "Deal " + id, Account: account, Status: status}
	if change != nil {
		change(d)
	}
	return record(crm.KindOpportunity, id, d)
}

func closed(day string) func(*crm.Opportunity) {
	return func(d *crm.Opportunity) { d.Close = kam.MustDay(day) }
}

func policy() library.Policy {
	return library.Policy{
		Weights: library.Weights{Industry: 2, Stage: 1, Need: 3, Product: 2, Language: 1}, General: kam.MustFraction("1/2"),
		Lives: []library.Life{{Type: crm.IndustryReport, Months: 12}}, Undated: library.UndatedStale, Decided: 3,
	}
}

func on(t testing.TB, p library.Policy, day string, records ...crm.Record) *library.Shelf {
	t.Helper()
	r, err := library.Compile(p)
	require.NoError(t, err)
	s, err := r.On(kam.MustDay(day), records)
	require.NoError(t, err)
	for _, i := range s.Items {
		good(t, i.Why)
	}
	good(t, kam.Text{EN: s.Markdown(kam.English), ZH: s.Markdown(kam.Chinese)})
	for _, f := range s.Findings {
		good(t, f.Message, f.Remedy)
	}
	return s
}

func good(t testing.TB, texts ...kam.Text) {
	t.Helper()
	for _, text := range texts {
		assert.NotEmpty(t, text.EN)
		assert.NotEmpty(t, text.ZH)
		wordtest.Formatted(t, text.EN+text.ZH)
	}
}

func codes(t testing.TB, err error) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var out []string
	for _, f := range invalid.Findings {
		out = append(out, f.Code+" "+f.Place)
		good(t, f.Message, f.Remedy)
	}
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") == "1" {
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// told is picks as "id score".
func told(t testing.TB, picks []library.Pick, err error) []string {
	t.Helper()
	require.NoError(t, err)
	out := []string{}
	for _, p := range picks {
		out = append(out, p.Item.Resource.ID+" "+p.Score.String())
		good(t, p.Why)
		assert.NoError(t, p.Score.Check())
	}
	return out
}

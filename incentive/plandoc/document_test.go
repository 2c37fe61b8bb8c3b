package plandoc_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
)

func TestDocument(t *testing.T) {
	p := full(t)
	a := incentive.Assignment{
		Payee: "anna", Plan: p.ID, Version: p.Version, Period: kam.MustPeriod("2026-01-01/2027-01-01"),
		Target: incentive.Target{Amount: decimal.NewNullDecimal(dec("120000")), Per: kam.Year, Changes: []incentive.TargetChange{{From: kam.MustDay("2026-07-01"), Amount: dec("132000")}}},
		Ramps:  []incentive.Ramp{{Period: kam.MustPeriod("2026-07-01/2026-08-01"), Share: dec("0.5")}},
	}
	for _, q := range []string{"2026-01-01/2026-04-01", "2026-04-01/2026-07-01", "2026-07-01/2026-10-01", "2026-10-01/2027-01-01"} {
		for _, m := range []string{"revenue", "margin"} {
			row := incentive.Quota{Measure: m, Period: kam.MustPeriod(q), Amount: dec("500000")}
			if q[5:7] == "10" && m == "margin" {
				row.Relief = []incentive.Relief{{Share: decimal.NewNullDecimal(dec("0.1")), Reason: "market closed", ApprovedBy: "vera"}}
			}
			a.Quotas = append(a.Quotas, row)
		}
	}
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		d, err := plandoc.Write(p, plandoc.Options{Lang: l})
		require.NoError(t, err)
		golden(t, "document."+string(l)+".md", d.Text)
		d, err = plandoc.Write(p, plandoc.Options{Lang: l, Payee: &incentive.Payee{ID: "anna", Name: "Anna <b>"}, Assignment: &a, Annex: true})
		require.NoError(t, err)
		golden(t, "anna."+string(l)+".md", d.Text)
	}
}

func TestDocumentOfOtherReadings(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "other.json"))
	require.NoError(t, err)
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		d, err := plandoc.Write(plan(t, string(data)), plandoc.Options{Lang: l})
		require.NoError(t, err)
		golden(t, "other."+string(l)+".md", d.Text)
	}
}

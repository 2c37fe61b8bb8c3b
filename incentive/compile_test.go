package incentive_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// statedPlan states every reading, so that each can be taken away or spoilt.
const statedPlan = `{
	"format": 1, "id": "p", "version": 1, "currency": "CNY",
	"effective": "2026-01-01/2027-01-01", "period": "quarter",
	"rounding": {"step": "credit", "places": 2, "mode": "half-up"},
	"creditDate": "booked", "order": "sequence",
	"refunds": {"method": "recalculate", "period": "current", "below": "carry-negative"},
	"credits": [
		{"name": "own", "to": "owner", "share": "1", "split": "credit", "retires": true, "pays": true},
		{"name": "lead", "to": "manager", "level": 1, "vacancy": "skip", "base": "amount", "share": "0.2", "split": "credit", "retires": true, "pays": true,
		 "factor": {"by": "kind", "values": {"new": "1", "renewal": "0.5"}, "other": "refuse"}}
	],
	"measures": [
		{"name": "revenue", "base": "amount", "credits": ["own"], "window": "year-to-date", "denominator": "full-period"},
		{"name": "team", "base": "amount", "credits": ["lead"], "window": "period"}
	],
	"components": [
		{"name": "commission", "measure": "revenue",
		 "tiers": {"mode": "whole", "basis": "attainment", "lost": "take-back", "bands": [
			{"from": "0", "until": "0.5", "rate": "0.02"}, {"from": "0.5", "until": "1", "rate": "0.04"}, {"from": "1", "rate": "0.06"}]},
		 "gates": [{"basis": "attainment", "at": "0.3", "kind": "cliff", "test": "running", "failedThenPassed": "catch-up", "passedThenLost": "take-back"}],
		 "caps": [{"per": "credit", "on": "pay", "amount": "50000", "excess": "forfeit"}],
		 "floors": [{"per": "component", "amount": "100"}]},
		{"name": "override", "measure": "team",
		 "table": {"dimensions": [
			{"attribute": "region", "values": ["east", "west"], "other": "refuse"},
			{"number": "amount", "bounds": ["0", "1000"]}],
		  "cells": [
			{"at": ["east", "0"], "rate": "0.01"}, {"at": ["east", "1000"], "rate": "0.02"},
			{"at": ["west", "0"], "rate": "0.03"}, {"at": ["west", "1000.0"], "rate": "0.04"}]}}
	],
	"caps": [{"per": "period", "on": "pay", "ofTargetIncentive": "3", "excess": "forfeit"}]
}`

func compileText(t *testing.T, text string) (*incentive.Program, error) {
	t.Helper()
	plan, err := incentive.ParsePlan([]byte(text))
	require.NoError(t, err)
	return incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
}

func TestCompileAcceptsStatedPlan(t *testing.T) {
	program, err := compileText(t, statedPlan)
	require.NoError(t, err)
	assert.Empty(t, program.Warnings())
	assert.Equal(t, 1, program.Stages())
}

func TestCompileFaults(t *testing.T) {
	for name, c := range map[string]struct {
		old, with string
		code      incentive.Code
		place     string
	}{
		"format":                   {`"format": 1`, `"format": 2`, incentive.CodeRange, "$.format"},
		"no id":                    {`"id": "p"`, `"id": ""`, incentive.CodeName, "$.id"},
		"id with a slash":          {`"id": "p"`, `"id": "a/b"`, incentive.CodeName, "$.id"},
		"version 0":                {`"version": 1`, `"version": 0`, incentive.CodeRange, "$.version"},
		"no currency":              {`"currency": "CNY",`, ``, incentive.CodeUnknownWord, "$.currency"},
		"unknown bundle":           {`"currency": "CNY"`, `"currency": "CNY", "readings": "standard-9"`, incentive.CodeUnknownWord, "$.readings"},
		"not effective ever":       {`"effective": "2026-01-01/2027-01-01",`, ``, incentive.CodeMissing, "$.effective"},
		"weekly":                   {`"period": "quarter"`, `"period": "week"`, incentive.CodeUnknownWord, "$.period"},
		"no step":                  {`"step": "credit", `, ``, incentive.CodeReadingMissing, "$.rounding.step"},
		"no mode":                  {`, "mode": "half-up"`, ``, incentive.CodeReadingMissing, "$.rounding.mode"},
		"7 places":                 {`"places": 2`, `"places": 7`, incentive.CodeRange, "$.rounding.places"},
		"no credit date":           {`"creditDate": "booked", `, ``, incentive.CodeReadingMissing, "$.creditDate"},
		"no order":                 {`, "order": "sequence"`, ``, incentive.CodeReadingMissing, "$.order"},
		"no refund method":         {`"method": "recalculate", `, ``, incentive.CodeReadingMissing, "$.refunds.method"},
		"no refund period":         {`"period": "current", `, ``, incentive.CodeReadingMissing, "$.refunds.period"},
		"nothing below zero":       {`, "below": "carry-negative"`, ``, incentive.CodeReadingMissing, "$.refunds.below"},
		"no recipient":             {`"to": "owner", `, ``, incentive.CodeReadingMissing, "$.credits[0].to"},
		"zero share":               {`"share": "1"`, `"share": "0"`, incentive.CodeRange, "$.credits[0].share"},
		"too fine a share":         {`"share": "1"`, `"share": "1/10007"`, incentive.CodeRange, "$.credits[0].share"},
		"no split":                 {`"share": "1", "split": "credit"`, `"share": "1"`, incentive.CodeReadingMissing, "$.credits[0].split"},
		"no retires":               {`"share": "1", "split": "credit", "retires": true`, `"share": "1", "split": "credit"`, incentive.CodeReadingMissing, "$.credits[0].retires"},
		"neither counts nor pays":  {`"share": "1", "split": "credit", "retires": true, "pays": true`, `"share": "1", "split": "credit", "retires": false, "pays": false`, incentive.CodeConflict, "$.credits[0]"},
		"role of an owner":         {`"to": "owner"`, `"to": "owner", "role": "x"`, incentive.CodeConflict, "$.credits[0].role"},
		"level of an owner":        {`"to": "owner"`, `"to": "owner", "level": 1`, incentive.CodeConflict, "$.credits[0]"},
		"level 0":                  {`"level": 1, `, ``, incentive.CodeRange, "$.credits[1].level"},
		"no vacancy":               {`"vacancy": "skip", `, ``, incentive.CodeReadingMissing, "$.credits[1].vacancy"},
		"no manager's base":        {`"vacancy": "skip", "base": "amount"`, `"vacancy": "skip"`, incentive.CodeReadingMissing, "$.credits[1].base"},
		"commission of nothing":    {`"vacancy": "skip", "base": "amount"`, `"vacancy": "skip", "base": "after-cap"`, incentive.CodeConflict, "$.credits[1].of"},
		"factor without other":     {`, "other": "refuse"}}`, `}}`, incentive.CodeReadingMissing, "$.credits[1].factor.other"},
		"factor with a word":       {`, "other": "refuse"}}`, `, "other": "maybe"}}`, incentive.CodeUnknownWord, "$.credits[1].factor.other"},
		"factor too fine":          {`"renewal": "0.5"`, `"renewal": "0.1234567"`, incentive.CodeRange, "$.credits[1].factor.values.renewal"},
		"unused credit":            {`"credits": ["lead"]`, `"credits": ["own"]`, incentive.CodeUnused, "$.credits[1]"},
		"unused measure":           {`"name": "override", "measure": "team"`, `"name": "override", "measure": "revenue"`, incentive.CodeUnused, "$.measures[1]"},
		"unknown credit":           {`"credits": ["lead"]`, `"credits": ["lead", "ghost"]`, incentive.CodeUnknownName, "$.measures[1].credits[1]"},
		"credit named twice":       {`"credits": ["lead"]`, `"credits": ["lead", "lead"]`, incentive.CodeDuplicateName, "$.measures[1].credits[1]"},
		"two measures of a name":   {`"name": "team"`, `"name": "revenue"`, incentive.CodeDuplicateName, "$.measures[1].name"},
		"no base":                  {`"name": "team", "base": "amount"`, `"name": "team"`, incentive.CodeReadingMissing, "$.measures[1].base"},
		"no window":                {`, "window": "period"`, ``, incentive.CodeReadingMissing, "$.measures[1].window"},
		"no denominator":           {`, "denominator": "full-period"`, ``, incentive.CodeReadingMissing, "$.measures[0].denominator"},
		"needless denominator":     {`"window": "period"`, `"window": "period", "denominator": "full-period"`, incentive.CodeConflict, "$.measures[1].denominator"},
		"unknown measure":          {`"name": "override", "measure": "team"`, `"name": "override", "measure": "teams"`, incentive.CodeUnknownName, "$.components[1].measure"},
		"two forms":                {`"name": "override", "measure": "team",`, `"name": "override", "measure": "team", "rate": "0.1",`, incentive.CodeOneOf, "$.components[1]"},
		"basis units of an amount": {`"basis": "attainment", "lost"`, `"basis": "units", "lost"`, incentive.CodeConflict, "$.components[0].tiers.basis"},
		"no tier mode":             {`"mode": "whole", `, ``, incentive.CodeReadingMissing, "$.components[0].tiers.mode"},
		"nothing for a lost tier":  {`"lost": "take-back", `, ``, incentive.CodeReadingMissing, "$.components[0].tiers.lost"},
		"lost in marginal":         {`"mode": "whole"`, `"mode": "marginal"`, incentive.CodeConflict, "$.components[0].tiers.lost"},
		"overlapping tiers":        {`"until": "0.5"`, `"until": "0.6"`, incentive.CodeTierOverlap, "$.components[0].tiers.bands[0].until"},
		"gapped tiers":             {`"until": "0.5"`, `"until": "0.4999"`, incentive.CodeTierGap, "$.components[0].tiers.bands[0].until"},
		"unreachable tier":         {`"from": "0.5", "until": "1"`, `"from": "1"`, incentive.CodeTierOrder, "$.components[0].tiers.bands[1]"},
		"tiers from above zero":    {`{"from": "0", "until": "0.5"`, `{"from": "0.1", "until": "0.5"`, incentive.CodeTierStart, "$.components[0].tiers.bands[0].from"},
		"closed last tier":         {`{"from": "1", "rate": "0.06"}`, `{"from": "1", "until": "9", "rate": "0.06"}`, incentive.CodeTierTop, "$.components[0].tiers.bands[2].until"},
		"tier without rate":        {`{"from": "1", "rate": "0.06"}`, `{"from": "1"}`, incentive.CodeOneOf, "$.components[0].tiers.bands[2]"},
		"rate of 1000":             {`"rate": "0.06"`, `"rate": "1000"`, incentive.CodeRange, "$.components[0].tiers.bands[2].rate"},
		"rate of 7 decimals":       {`"rate": "0.06"`, `"rate": "0.0600001"`, incentive.CodeRange, "$.components[0].tiers.bands[2].rate"},
		"bound of 5 decimals":      {`{"from": "1", "rate"`, `{"from": "1.00001", "rate"`, incentive.CodeRange, "$.components[0].tiers.bands[2].from"},
		"no gate kind":             {`"kind": "cliff", `, ``, incentive.CodeReadingMissing, "$.components[0].gates[0].kind"},
		"no gate test":             {`"test": "running", `, ``, incentive.CodeReadingMissing, "$.components[0].gates[0].test"},
		"no failedThenPassed":      {`"failedThenPassed": "catch-up", `, ``, incentive.CodeReadingMissing, "$.components[0].gates[0].failedThenPassed"},
		"no passedThenLost":        {`, "passedThenLost": "take-back"`, ``, incentive.CodeReadingMissing, "$.components[0].gates[0].passedThenLost"},
		"tested deadband":          {`"kind": "cliff"`, `"kind": "deadband", "base": "excess"`, incentive.CodeConflict, "$.components[0].gates[0]"},
		"cap of the plan inside":   {`{"per": "credit"`, `{"per": "plan"`, incentive.CodeUnknownWord, "$.components[0].caps[0].per"},
		"no excess":                {`"amount": "50000", "excess": "forfeit"`, `"amount": "50000"`, incentive.CodeReadingMissing, "$.components[0].caps[0].excess"},
		"cap of two kinds":         {`"amount": "50000"`, `"amount": "50000", "ofTargetIncentive": "1"`, incentive.CodeOneOf, "$.components[0].caps[0]"},
		"negative floor":           {`"amount": "100"`, `"amount": "-1"`, incentive.CodeRange, "$.components[0].floors[0].amount"},
		"mixed windows":            {`{"per": "period", "on"`, `{"per": "plan", "on"`, incentive.CodeConflict, "$.caps[0].per"},
		"cell missing":             {`, {"at": ["west", "1000.0"], "rate": "0.04"}`, ``, incentive.CodeCells, "$.components[1].table.cells"},
		"cell twice":               {`["west", "1000.0"]`, `["west", "0.0"]`, incentive.CodeCells, "$.components[1].table.cells[3]"},
		"cell off the table":       {`["west", "1000.0"]`, `["north", "1000"]`, incentive.CodeCells, "$.components[1].table.cells[3].at[0]"},
		"bounds descending":        {`["0", "1000"]}]`, `["1000", "0"]}]`, incentive.CodeTierOrder, "$.components[1].table.dimensions[1].bounds[1]"},
		"dimension without other":  {`"values": ["east", "west"], "other": "refuse"`, `"values": ["east", "west"]`, incentive.CodeOneOf, "$.components[1].table.dimensions[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, 1, strings.Count(statedPlan, c.old), "the text to spoil stands once")
			_, err := compileText(t, strings.Replace(statedPlan, c.old, c.with, 1))
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			for _, f := range invalid.Findings {
				if f.Code == string(c.code) && f.Place == c.place {
					assert.NotEmpty(t, f.Remedy.EN)
					assert.NotEmpty(t, f.Message.ZH)
					assert.NotEmpty(t, f.Remedy.ZH)
					return
				}
			}
			t.Errorf("no %s at %s in:\n%v", c.code, c.place, err)
		})
	}
}

func TestCompileReportsAllFaultsAtOnce(t *testing.T) {
	text := strings.NewReplacer(`"order": "sequence"`, `"order": "random"`, `"until": "0.5"`, `"until": "0.4"`, `"at": "0.3"`, `"at": "0.33333"`).Replace(statedPlan)
	_, err := compileText(t, text)
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	assert.Len(t, invalid.Findings, 3)
}

func TestMissingReadingOffersLinesToPaste(t *testing.T) {
	_, err := compileText(t, strings.Replace(statedPlan, `"lost": "take-back", `, ``, 1))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	require.Len(t, invalid.Findings, 1)
	for _, line := range []string{`"lost": "take-back"`, `"lost": "latched"`} {
		assert.Contains(t, invalid.Findings[0].Remedy.EN, line)
		assert.Contains(t, invalid.Findings[0].Remedy.ZH, line)
	}
}

func TestAsymmetricRoundingWarns(t *testing.T) {
	program, err := compileText(t, strings.Replace(statedPlan, `"mode": "half-up"`, `"mode": "ceil"`, 1))
	require.NoError(t, err)
	require.Len(t, program.Warnings(), 1)
	assert.Equal(t, string(incentive.CodeAsymmetricRounding), program.Warnings()[0].Code)
}

func TestCompileFindsCycle(t *testing.T) {
	plan, err := incentive.ParsePlan([]byte(`{
		"format": 1, "id": "lead", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits": [{"name": "up", "to": "manager", "level": 1, "base": "after-cap", "of": ["override"], "share": "1"}],
		"measures": [{"name": "team", "base": "amount", "credits": ["up"], "window": "period"}],
		"components": [{"name": "override", "measure": "team", "rate": "0.1"}]
	}`))
	require.NoError(t, err)
	_, err = incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	assert.Equal(t, string(incentive.CodeCycle), invalid.Findings[0].Code)
}

func TestHashIgnoresSpellingAndNotMeaning(t *testing.T) {
	hash := func(text string) string {
		p, err := incentive.ParsePlan([]byte(text))
		require.NoError(t, err)
		return p.Hash()
	}
	first := hash(statedPlan)
	assert.Len(t, first, 64)
	assert.Equal(t, first, hash(strings.Replace(statedPlan, `"rate": "0.06"`, `"rate": "0.060"`, 1)), "trailing zeros")
	assert.Equal(t, first, hash(strings.Replace(statedPlan, `"rate": "0.06"`, `"rate": 0.06`, 1)), "a short bare number")
	assert.NotEqual(t, first, hash(strings.Replace(statedPlan, `"rate": "0.06"`, `"rate": "0.061"`, 1)))
	assert.NotEqual(t, first, hash(strings.Replace(statedPlan, `"order": "sequence"`, `"order": "id"`, 1)))
}

func TestStandard1IsWrittenOut(t *testing.T) {
	p, err := incentive.ParsePlan([]byte(explainedPlan))
	require.NoError(t, err)
	expanded := incentive.Expand(p)
	assert.Empty(t, expanded.Readings)
	assert.Equal(t, p.Hash(), expanded.Hash(), "the bundle is expanded before hashing")
	text, err := expanded.JSON()
	require.NoError(t, err)
	golden(t, "standard-1.json", string(text))
	again, err := incentive.ParsePlan(text)
	require.NoError(t, err)
	assert.Equal(t, p.Hash(), again.Hash())
}

func FuzzParsePlan(f *testing.F) {
	f.Add([]byte(statedPlan))
	f.Add([]byte(explainedPlan))
	f.Add([]byte(`{"format":1,"components":[{"tiers":{"bands":[{"from":1e400}]}}]}`))
	f.Add([]byte(`{"credits":[{"when":{"not":{"all":[{"any":[]}]}}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		plan, err := incentive.ParsePlan(data)
		if err != nil {
			return
		}
		program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
		if err != nil {
			if _, ok := errors.AsType[*kam.InvalidError](err); !ok {
				t.Fatalf("not an InvalidError: %v", err)
			}
			return
		}
		text, err := program.Plans()[0].JSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := incentive.ParsePlan(text)
		if err != nil {
			t.Fatalf("a compiled plan does not read back: %v", err)
		}
		if again.Hash() != plan.Hash() {
			t.Fatal("reading a plan back changes its hash")
		}
	})
}

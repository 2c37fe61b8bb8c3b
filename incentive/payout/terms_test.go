package payout_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/strictjson"
)

// full are terms with everything in them.
const full = `{
	"convert": {"policy": "period-end", "refunds": "original", "table": "market", "components": [{"component": "bonus", "policy": "plan", "table": "budget"}], "places": 2, "mode": "half-even"},
	"holdbacks": [
		{"components": ["sales"], "parts": [{"share": "0.4", "on": "booking"}, {"share": "0.1", "on": "invoice"}, {"share": "0.2", "on": "collection"}, {"share": "0.1", "on": "acceptance"},
			{"share": "0.1", "on": "date", "date": "2026-11-30"}, {"share": "0.1", "on": "after", "months": 6}], "sums": "spread", "mode": "down"},
		{"parts": [{"share": "2/3", "on": "booking"}, {"share": "1/3", "on": "year-end"}], "sums": "hold"}
	],
	"guarantee": {"amount": "1000", "for": {"monthsFromHire": 3, "partial": "by-days"}, "against": "released", "belowZero": "keep"},
	"draw": {"kind": "recoverable", "amount": "2000", "for": {"period": "2026-01-01/..", "partial": "none"}, "against": "earned", "belowZero": "lift",
		"recovery": {"afterMonths": 3, "of": "above-draw", "share": "0.5"}, "forgive": [{"on": "date", "date": "2026-12-31", "share": "0.5"}, {"on": "leaving", "share": "1"}]},
	"clawback": {"components": ["sales"], "method": "schedule", "bands": [{"from": 0, "share": "0.7"}, {"from": 7, "share": "0"}], "withdrawn": "1", "months": 24, "base": "paid-only", "held": "cancel", "position": "before-draw"},
	"recovery": {"order": "by-kind", "kinds": ["shortfall", "draw", "opening"], "maxShareOfPay": "0.5", "protectedMinimum": "300", "position": "after-draw"},
	"leavers": {"held": "as-events", "trailingMonths": 6, "debts": "from-final-pay"},
	"minimum": {"amount": "50"}
}`

func TestTermsSurviveJSON(t *testing.T) {
	terms := parseTerms(t, full)
	text, err := strictjson.Canonical(terms)
	require.NoError(t, err)
	again, err := payout.ParseTerms(text)
	require.NoError(t, err)
	second, err := strictjson.Canonical(again)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(second))
	assert.Empty(t, payout.Check(terms, "$"))
}

// TestCheck changes one thing of the full terms at a time.
func TestCheck(t *testing.T) {
	cases := map[string]struct{ old, new, code, place string }{
		"recovery":              {`"recovery": {"order": "by-kind", "kinds": ["shortfall", "draw", "opening"], "maxShareOfPay": "0.5", "protectedMinimum": "300", "position": "after-draw"},`, "", "missing", "$.recovery"},
		"recovery order":        {`"order": "by-kind", "kinds": ["shortfall", "draw", "opening"], `, "", "reading-missing", "$.recovery.order"},
		"kinds twice":           {`["shortfall", "draw", "opening"]`, `["shortfall", "draw", "draw"]`, "conflict", "$.recovery.kinds"},
		"kinds without use":     {`"order": "by-kind"`, `"order": "oldest-first"`, "conflict", "$.recovery.kinds"},
		"share of pay":          {`"maxShareOfPay": "0.5", `, "", "missing", "$.recovery.maxShareOfPay"},
		"share of pay too high": {`"maxShareOfPay": "0.5"`, `"maxShareOfPay": "1.000001"`, "range", "$.recovery.maxShareOfPay"},
		"protected minimum":     {`"protectedMinimum": "300", `, "", "missing", "$.recovery.protectedMinimum"},
		"protected below zero":  {`"protectedMinimum": "300"`, `"protectedMinimum": "-0.01"`, "range", "$.recovery.protectedMinimum"},
		"recovery position":     {`"protectedMinimum": "300", "position": "after-draw"`, `"protectedMinimum": "300"`, "reading-missing", "$.recovery.position"},
		"policy":                {`{"policy": "period-end"`, `{"policy": "transaction-date"`, "unknown-word", "$.convert.policy"},
		"convert mode":          {`, "mode": "half-even"`, "", "reading-missing", "$.convert.mode"},
		"convert places":        {`"places": 2`, `"places": 7`, "range", "$.convert.places"},
		"convert component":     {`"component": "bonus"`, `"component": ""`, "id", "$.convert.components[0].component"},
		"table":                 {`"table": "market"`, `"table": " market"`, "id", "$.convert.table"},
		"shares":                {`"share": "0.4", "on": "booking"`, `"share": "0.3", "on": "booking"`, "shares", "$.holdbacks[0].parts"},
		"share of zero":         {`"share": "0.4", "on": "booking"`, `"share": "0", "on": "booking"`, "range", "$.holdbacks[0].parts[0].share"},
		"trigger":               {`"on": "booking"}, {"share": "0.1", "on": "invoice"}`, `"on": "order"}, {"share": "0.1", "on": "invoice"}`, "unknown-word", "$.holdbacks[0].parts[0].on"},
		"date":                  {`"on": "date", "date": "2026-11-30"`, `"on": "date"`, "missing", "$.holdbacks[0].parts[4].date"},
		"date without use":      {`"on": "after", "months": 6`, `"on": "after", "months": 6, "date": "2026-11-30"`, "conflict", "$.holdbacks[0].parts[5].date"},
		"months":                {`"months": 6`, `"months": 241`, "range", "$.holdbacks[0].parts[5].months"},
		"no months":             {`"on": "after", "months": 6`, `"on": "after"`, "range", "$.holdbacks[0].parts[5].months"},
		"months without use":    {`"on": "invoice"`, `"on": "invoice", "months": 6`, "conflict", "$.holdbacks[0].parts[1].months"},
		"no parts":              {`[{"share": "2/3", "on": "booking"}, {"share": "1/3", "on": "year-end"}]`, `[]`, "too-few", "$.holdbacks[1].parts"},
		"sums":                  {`, "sums": "hold"`, ``, "reading-missing", "$.holdbacks[1].sums"},
		"mode":                  {`"mode": "down"`, `"mode": "round"`, "unknown-word", "$.holdbacks[0].mode"},
		"component twice":       {`{"parts": [{"share": "2/3"`, `{"components": ["sales"], "parts": [{"share": "2/3"`, "twice", "$.holdbacks[1].components[0]"},
		"two for the rest":      {`"holdbacks": [`, `"holdbacks": [{"parts": [{"share": "1", "on": "booking"}], "sums": "hold"},`, "conflict", "$.holdbacks[2].components"},
		"leavers":               {`"leavers": {"held": "as-events", "trailingMonths": 6, "debts": "from-final-pay"},`, "", "missing", "$.leavers"},
		"leavers held":          {`"held": "as-events", `, "", "reading-missing", "$.leavers.held"},
		"leavers debts":         {`, "debts": "from-final-pay"`, "", "reading-missing", "$.leavers.debts"},
		"trailing":              {`"trailingMonths": 6`, `"trailingMonths": -1`, "range", "$.leavers.trailingMonths"},
		"trailing without use":  {`"held": "as-events"`, `"held": "release"`, "conflict", "$.leavers.trailingMonths"},
		"guarantee amount":      {`{"amount": "1000"`, `{"amount": "0"`, "range", "$.guarantee.amount"},
		"hire and period":       {`"monthsFromHire": 3,`, `"monthsFromHire": 3, "period": "2026-01-01/..",`, "conflict", "$.guarantee.for.monthsFromHire"},
		"months from hire":      {`"monthsFromHire": 3`, `"monthsFromHire": 121`, "range", "$.guarantee.for.monthsFromHire"},
		"partial":               {`, "partial": "by-days"`, "", "reading-missing", "$.guarantee.for.partial"},
		"against":               {`"against": "released", `, "", "reading-missing", "$.guarantee.against"},
		"below zero":            {`, "belowZero": "keep"`, "", "reading-missing", "$.guarantee.belowZero"},
		"draw kind":             {`"kind": "recoverable", `, "", "reading-missing", "$.draw.kind"},
		"draw amount":           {`"amount": "2000"`, `"amount": "-1"`, "range", "$.draw.amount"},
		"draw below zero":       {`"belowZero": "lift"`, `"belowZero": "float"`, "unknown-word", "$.draw.belowZero"},
		"below zero of advance": {`"kind": "recoverable"`, `"kind": "advance"`, "conflict", "$.draw.belowZero"},
		"never recovered":       {`"kind": "recoverable"`, `"kind": "non-recoverable"`, "conflict", "$.draw.recovery"},
		"no draw recovery":      {`"recovery": {"afterMonths": 3, "of": "above-draw", "share": "0.5"}, `, "", "missing", "$.draw.recovery"},
		"recovered of":          {`"of": "above-draw", `, "", "reading-missing", "$.draw.recovery.of"},
		"recovered share":       {`"of": "above-draw", "share": "0.5"`, `"of": "above-draw"`, "missing", "$.draw.recovery.share"},
		"recovered nothing":     {`"of": "above-draw", "share": "0.5"`, `"of": "above-draw", "share": "0"`, "range", "$.draw.recovery.share"},
		"recovery twice begun":  {`"afterMonths": 3`, `"afterMonths": 3, "from": "2026-03-01"`, "conflict", "$.draw.recovery.afterMonths"},
		"after months":          {`"afterMonths": 3`, `"afterMonths": 121`, "range", "$.draw.recovery.afterMonths"},
		"forgive date":          {`"on": "date", "date": "2026-12-31", "share": "0.5"`, `"on": "date", "share": "0.5"`, "missing", "$.draw.forgive[0].date"},
		"forgive without use":   {`"on": "leaving", "share": "1"`, `"on": "leaving", "date": "2026-12-31", "share": "1"`, "conflict", "$.draw.forgive[1].date"},
		"forgive share":         {`"on": "leaving", "share": "1"`, `"on": "leaving"`, "missing", "$.draw.forgive[1].share"},
		"forgive on":            {`"on": "leaving"`, `"on": "birthday"`, "unknown-word", "$.draw.forgive[1].on"},
		"clawback method":       {`"method": "schedule", `, "", "reading-missing", "$.clawback.method"},
		"percent":               {`"method": "schedule", "bands": [{"from": 0, "share": "0.7"}, {"from": 7, "share": "0"}]`, `"method": "percent"`, "missing", "$.clawback.share"},
		"share without use":     {`"method": "schedule"`, `"method": "schedule", "share": "0.5"`, "conflict", "$.clawback.share"},
		"bands without use":     {`"method": "schedule"`, `"method": "full"`, "conflict", "$.clawback.bands"},
		"first band":            {`{"from": 0, "share": "0.7"}`, `{"from": 1, "share": "0.7"}`, "order", "$.clawback.bands[0].from"},
		"bands not ascending":   {`{"from": 7, "share": "0"}`, `{"from": 0, "share": "0"}`, "order", "$.clawback.bands[1].from"},
		"band share":            {`{"from": 7, "share": "0"}`, `{"from": 7}`, "missing", "$.clawback.bands[1].share"},
		"band range":            {`{"from": 7, "share": "0"}`, `{"from": 10001, "share": "0"}`, "range", "$.clawback.bands[1].from"},
		"withdrawn":             {`"withdrawn": "1"`, `"withdrawn": "1.5"`, "range", "$.clawback.withdrawn"},
		"two windows":           {`"months": 24`, `"months": 24, "days": 30`, "conflict", "$.clawback.months"},
		"window months":         {`"months": 24`, `"months": 121`, "range", "$.clawback.months"},
		"window days":           {`"months": 24`, `"days": 3661`, "range", "$.clawback.days"},
		"days without window":   {`"method": "schedule", "bands": [{"from": 0, "share": "0.7"}, {"from": 7, "share": "0"}], "withdrawn": "1", "months": 24`, `"method": "prorated-days"`, "missing", "$.clawback.days"},
		"clawback base":         {`"base": "paid-only", `, "", "reading-missing", "$.clawback.base"},
		"clawback held":         {`"held": "cancel", `, "", "reading-missing", "$.clawback.held"},
		"paid and kept":         {`"held": "cancel"`, `"held": "keep"`, "conflict", "$.clawback.held"},
		"clawback position":     {`, "position": "before-draw"`, "", "reading-missing", "$.clawback.position"},
		"clawback component":    {`"clawback": {"components": ["sales"]`, `"clawback": {"components": ["sales", "sales"]`, "twice", "$.clawback.components[1]"},
		"minimum":               {`"minimum": {"amount": "50"}`, `"minimum": {}`, "missing", "$.minimum.amount"},
		"minimum of zero":       {`"minimum": {"amount": "50"}`, `"minimum": {"amount": "0"}`, "range", "$.minimum.amount"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, full, c.old)
			_, err := payout.Compile(parseTerms(t, strings.Replace(full, c.old, c.new, 1)), cny)
			codes(t, err)
			found := map[string]string{}
			for _, f := range payout.Check(parseTerms(t, strings.Replace(full, c.old, c.new, 1)), "$") {
				found[f.Place] = f.Code
			}
			assert.Equal(t, "payout."+c.code, found[c.place], "%v", found)
		})
	}
}

func TestCheckOfPositionsWithoutDraw(t *testing.T) {
	terms := parseTerms(t, `{"clawback": {"method": "full", "base": "earned", "held": "keep", "position": "after-draw"}, `+beside+`}`)
	found := payout.Check(terms, "$.payout")
	require.Len(t, found, 2)
	assert.Equal(t, "$.payout.clawback.position", found[0].Place)
	assert.Equal(t, "$.payout.recovery.position", found[1].Place)
}

func TestCheckPastesALineForEachChoice(t *testing.T) {
	found := payout.Check(parseTerms(t, `{"holdbacks": [{"parts": [{"share": "1", "on": "booking"}]}], "leavers": {"held": "release", "debts": "as-terms"}, `+plain+`}`), "$.payout")
	require.Len(t, found, 1)
	for _, word := range []string{`"sums": "spread"`, `"sums": "at-once"`, `"sums": "hold"`} {
		assert.Contains(t, found[0].Remedy.EN, word)
		assert.Contains(t, found[0].Remedy.ZH, word)
	}
}

func TestCheckOfEmptyTermsGivesALineThatWorks(t *testing.T) {
	found := payout.Check(payout.Terms{}, "$.payout")
	require.Len(t, found, 1)
	_, line, ok := strings.Cut(found[0].Remedy.EN, "write ")
	require.True(t, ok)
	assert.Empty(t, payout.Check(parseTerms(t, "{"+line+"}"), "$"))
}

func TestAsymmetricRoundingIsAWarning(t *testing.T) {
	terms := parseTerms(t, strings.Replace(full, `"mode": "down"`, `"mode": "ceil"`, 1))
	found := payout.Check(terms, "$")
	require.Len(t, found, 1)
	assert.Equal(t, "payout.asymmetric-rounding", found[0].Code)
	_, err := payout.Compile(terms, cny)
	require.NoError(t, err)
}

func TestCompileChecksTheMoney(t *testing.T) {
	_, err := payout.Compile(parseTerms(t, "{"+plain+"}"), payout.Money{Currency: "RMB", Places: 7, Mode: "nearest"})
	assert.Equal(t, []string{"payout.currency", "payout.range", "payout.unknown-word"}, codes(t, err))
}

func TestCompileCopies(t *testing.T) {
	terms := parseTerms(t, full)
	rules, err := payout.Compile(terms, cny)
	require.NoError(t, err)
	want, err := json.Marshal(rules.Terms())
	require.NoError(t, err)
	spoil := func(x payout.Terms) {
		x.Convert.Components[0].Component, *x.Convert.Places = "x", 0
		x.Holdbacks[0].Components[0], x.Holdbacks[0].Parts[0].Months = "x", 9
		x.Guarantee.Against, x.Draw.Recovery.Share.Num, x.Draw.Forgive[0].Share.Num, x.Draw.Kind = "x", 9, 9, "x"
		x.Clawback.Bands[0].Share.Num, x.Clawback.Components[0], x.Clawback.Withdrawn.Num = 9, "x", 9
		x.Recovery.Kinds[0], x.Recovery.MaxShareOfPay.Num, *x.Leavers.TrailingMonths, x.Minimum.Amount.Valid = "x", 9, 9, false
	}
	spoil(terms)
	spoil(rules.Terms())
	got, err := json.Marshal(rules.Terms())
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

func TestParseTermsIsStrict(t *testing.T) {
	for _, text := range []string{`{"holdback": []}`, `{"recovery": null}`, `{"minimum": {"amount": 1e3}}`, `{} {}`, `[]`, ``} {
		_, err := payout.ParseTerms([]byte(text))
		codes(t, err)
	}
	_, err := payout.ParseCase([]byte(`{"payee": "anna", "earlier": {}}`))
	assert.Equal(t, []string{"payout.unknown-key"}, codes(t, err))
}

func TestCheckComponents(t *testing.T) {
	found := payout.CheckComponents(parseTerms(t, full), "$.payout", []string{"revenue"})
	places := make([]string, len(found))
	for i, f := range found {
		places[i] = f.Place
		assert.Equal(t, "payout.unknown-component", f.Code)
	}
	assert.Equal(t, []string{"$.payout.clawback.components[0]", "$.payout.convert.components[0].component", "$.payout.holdbacks[0].components[0]"}, places)
	assert.Empty(t, payout.CheckComponents(parseTerms(t, full), "$.payout", []string{"sales", "bonus"}))
}

func TestRateOfAndMinimum(t *testing.T) {
	rules := compile(t, full)
	policy, table, ok := rules.RateOf("bonus")
	assert.True(t, ok)
	assert.Equal(t, payout.RateOfPlan, policy)
	assert.Equal(t, "budget", table)
	policy, table, ok = rules.RateOf("sales")
	assert.True(t, ok)
	assert.Equal(t, payout.RateAtPeriodEnd, policy)
	assert.Equal(t, "market", table)
	equalDecimal(t, "50", rules.Minimum())
	rules = compile(t, "{"+plain+"}")
	_, _, ok = rules.RateOf("sales")
	assert.False(t, ok)
	equalDecimal(t, "0", rules.Minimum())
}

package incentive_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wordtest"
)

// sumPlan has a measure of each kind; %s is its component.
const sumPlan = `{
	"format": 1, "id": "p", "version": 1, "currency": "CNY", "readings": "standard-1",
	"effective": "2026-01-01/2027-01-01", "period": "quarter",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [
		{"name": "sales", "base": "amount", "credits": ["own"], "window": "period"},
		{"name": "units", "base": "units", "credits": ["own"], "window": "period"},
		{"name": "year", "base": "amount", "credits": ["own"], "window": "year-to-date"},
		{"name": "deal", "base": "amount", "credits": ["own"], "window": "transaction"},
		{"name": "score", "base": "observation", "metric": "csat"}
	],
	"components": [{"name": "c", %s}]
}`

// componentFaults returns code and place of what is wrong with one component, measures that it leaves unused aside.
func componentFaults(t *testing.T, component string) []string {
	t.Helper()
	_, err := compileText(t, fmt.Sprintf(sumPlan, component))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	found := []string{}
	for _, f := range invalid.Findings {
		if f.Code == string(incentive.CodeUnused) {
			continue
		}
		found = append(found, strings.TrimPrefix(f.Code, "plan.")+" "+strings.TrimPrefix(f.Place, "$.components[0]"))
		for _, text := range []kam.Text{f.Message, f.Remedy} {
			assert.NotEmpty(t, text.EN)
			assert.True(t, strings.ContainsFunc(text.ZH, func(r rune) bool { return unicode.Is(unicode.Han, r) }), text.ZH)
			wordtest.Formatted(t, text.EN+text.ZH)
		}
	}
	return found
}

// curveWith writes a curve on attainment with what is given.
func curveWith(rest string) string {
	return `"measure": "sales", "curve": {"basis": "attainment", ` + rest + `}`
}

const (
	goodPoints  = `"points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]`
	goodEvery   = `"measure": "sales", "every": {"each": "10", "pays": "1"}`
	goodContest = `"measure": "sales", "contest": {"basis": "amount", "prizes": ["2", "1"], "ties": "share", "held": "wait"}`
	goodPool    = `"measure": "sales", "pool": {"amount": "100", "key": "equal", "held": "wait"}`
	goodRate    = `"measure": "sales", "rate": "0.1"`
	goodTiers   = `"measure": "sales", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.1"}]}`
	goodBands   = `"bands": [{"from": "0", "factor": "1"}, {"from": "10", "factor": "2"}]`
)

func TestCompileAcceptsSums(t *testing.T) {
	for name, component := range map[string]string{
		"line, flat":                  curveWith(`"shape": "linear", "beyond": "flat", "amount": "1", ` + goodPoints),
		"line, extended":              curveWith(`"shape": "linear", "beyond": "extend", "ofTargetIncentive": "0.5", ` + goodPoints),
		"level line, extended":        curveWith(`"shape": "linear", "beyond": "extend", "amount": "1", "points": [{"at": "0", "pays": "1"}, {"at": "1", "pays": "1"}]`),
		"falling line, flat":          curveWith(`"shape": "linear", "beyond": "flat", "amount": "1", "points": [{"at": "0", "pays": "1"}, {"at": "1", "pays": "0"}]`),
		"one step":                    curveWith(`"shape": "step", "amount": "1", "points": [{"at": "0", "pays": "999.999999"}]`),
		"curve on a score":            `"measure": "score", "curve": {"basis": "score", "shape": "step", "amount": "1", ` + goodPoints + `}`,
		"curve to date":               `"measure": "year", "curve": {"basis": "amount", "shape": "step", "amount": "1", ` + goodPoints + `}`,
		"every to date":               `"measure": "year", "every": {"each": "0.0001", "pays": "0"}`,
		"contest":                     goodContest,
		"contest of scores":           `"measure": "score", "contest": {"basis": "score", "atLeast": "-5", "by": "manager", "prizes": ["2", "2"], "then": [{"measure": "sales", "basis": "attainment"}], "ties": "refuse", "fund": "3", "held": "leave-out"}`,
		"pool":                        goodPool,
		"pool by a score":             `"measure": "sales", "pool": {"rate": "0.01", "key": "position", "on": "score", "held": "wait"}`,
		"pool of an amount, by score": `"measure": "score", "pool": {"amount": "100", "key": "position", "held": "wait"}`,
		"pool by attainment":          `"measure": "score", "pool": {"amount": "100", "key": "attainment", "on": "sales", "held": "wait"}`,
		"gate, cap, floor":            goodPool + `, "gates": [{"basis": "amount", "at": "1"}], "caps": [{"per": "component", "amount": "9"}], "floors": [{"per": "component", "amount": "1"}]`,
		"multiplier on the whole":     goodEvery + `, "multipliers": [{"on": "score", "basis": "score", "apply": "whole", ` + goodBands + `}]`,
		"multiplier per slice":        goodRate + `, "multipliers": [{"on": "sales", "basis": "attainment", "apply": "slice", ` + goodBands + `}]`,
		"slices of tiers":             goodTiers + `, "multipliers": [{"basis": "amount", "apply": "slice", ` + goodBands + `}]`,
		"slices per deal":             `"measure": "deal", "rate": "0.1", "multipliers": [{"basis": "amount", "apply": "slice", ` + goodBands + `}]`,
		"until":                       goodRate + `, "multipliers": [{"basis": "amount", "apply": "whole", "bands": [{"from": "0", "until": "10.0", "factor": "0"}, {"from": "10", "factor": "999.999999"}]}]`,
		"cap per transaction":         goodRate + `, "caps": [{"per": "transaction", "amount": "100"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := compileText(t, fmt.Sprintf(sumPlan, component))
			invalid, _ := errors.AsType[*kam.InvalidError](err)
			if invalid != nil {
				for _, f := range invalid.Findings {
					assert.Equal(t, string(incentive.CodeUnused), f.Code, "%s", f)
				}
			}
		})
	}
}

func TestCompileFaultsOfSums(t *testing.T) {
	multiplied := func(rest string) string { return goodRate + `, "multipliers": [{` + rest + `}]` }
	for name, c := range map[string]struct {
		component string
		want      []string
	}{
		"two forms":               {goodRate + `, "every": {"each": "1", "pays": "1"}`, []string{"one-of "}},
		"no form":                 {`"measure": "sales"`, []string{"one-of "}},
		"lines on an observation": {`"measure": "score", "rate": "1"`, []string{"conflict .measure"}},

		// what needs deals
		"condition":          {goodEvery + `, "when": {"attribute": "a", "in": ["b"]}`, []string{"conflict .when"}},
		"caps of deals":      {goodPool + `, "caps": [{"per": "credit", "amount": "1"}, {"per": "transaction", "amount": "1"}]`, []string{"conflict .caps[0].per", "conflict .caps[1].per"}},
		"cap on attainment":  {goodContest + `, "caps": [{"per": "component", "on": "attainment", "attainment": "1"}]`, []string{"conflict .caps[0].on"}},
		"floor of deals":     {goodEvery + `, "floors": [{"per": "credit", "amount": "1"}]`, []string{"conflict .floors[0].per"}},
		"deadband":           {goodEvery + `, "gates": [{"basis": "amount", "at": "1", "kind": "deadband"}]`, []string{"conflict .gates[0].kind"}},
		"running gate":       {goodEvery + `, "gates": [{"basis": "amount", "at": "1", "test": "running"}]`, []string{"conflict .gates[0].test"}},
		"per transaction":    {`"measure": "deal", "every": {"each": "1", "pays": "1"}`, []string{"conflict .measure"}},
		"everything at once": {`"measure": "deal", "every": {"each": "0", "pays": "-1"}, "when": {"attribute": "a", "in": ["b"]}, "floors": [{"per": "credit", "amount": "1"}]`, []string{"conflict .when", "conflict .floors[0].per", "conflict .measure", "range .every.each", "range .every.pays"}},

		// curves
		"no basis":               {`"measure": "sales", "curve": {"shape": "step", "amount": "1", ` + goodPoints + `}`, []string{"reading-missing .curve.basis"}},
		"basis of another":       {`"measure": "score", "curve": {"basis": "amount", "shape": "step", "amount": "1", ` + goodPoints + `}`, []string{"conflict .curve.basis"}},
		"no shape":               {curveWith(`"amount": "1", ` + goodPoints), []string{"reading-missing .curve.shape"}},
		"no beyond":              {curveWith(`"shape": "linear", "amount": "1", ` + goodPoints), []string{"reading-missing .curve.beyond"}},
		"beyond a step":          {curveWith(`"shape": "step", "beyond": "flat", "amount": "1", ` + goodPoints), []string{"conflict .curve.beyond"}},
		"falling beyond":         {curveWith(`"shape": "linear", "beyond": "extend", "amount": "1", "points": [{"at": "0", "pays": "1"}, {"at": "1", "pays": "0.999999"}]`), []string{"conflict .curve.beyond"}},
		"one point of a line":    {curveWith(`"shape": "linear", "beyond": "extend", "amount": "1", "points": [{"at": "0", "pays": "1"}]`), []string{"range .curve.points"}},
		"no points":              {curveWith(`"shape": "step", "amount": "1"`), []string{"range .curve.points"}},
		"first above zero":       {curveWith(`"shape": "step", "amount": "1", "points": [{"at": "0.5", "pays": "1"}]`), []string{"tier-start .curve.points[0].at"}},
		"twice the same":         {curveWith(`"shape": "step", "amount": "1", "points": [{"at": "0", "pays": "1"}, {"at": "0.0", "pays": "2"}]`), []string{"tier-order .curve.points[1].at"}},
		"too fine a point":       {curveWith(`"shape": "step", "amount": "1", "points": [{"at": "0", "pays": "1"}, {"at": "0.12345", "pays": "2"}]`), []string{"range .curve.points[1].at"}},
		"pays below zero":        {curveWith(`"shape": "step", "amount": "1", "points": [{"at": "0", "pays": "-0.1"}]`), []string{"range .curve.points[0].pays"}},
		"pays 1000":              {curveWith(`"shape": "step", "amount": "1", "points": [{"at": "0", "pays": "1000"}]`), []string{"range .curve.points[0].pays"}},
		"pays too fine":          {curveWith(`"shape": "step", "amount": "1", "points": [{"at": "0", "pays": "0.0000001"}]`), []string{"range .curve.points[0].pays"}},
		"no base":                {curveWith(`"shape": "step", ` + goodPoints), []string{"one-of .curve"}},
		"two bases":              {curveWith(`"shape": "step", "amount": "1", "ofTargetIncentive": "1", ` + goodPoints), []string{"one-of .curve"}},
		"negative amount":        {curveWith(`"shape": "step", "amount": "-1", ` + goodPoints), []string{"range .curve.amount"}},
		"too fine a weight":      {curveWith(`"shape": "step", "ofTargetIncentive": "0.33333", ` + goodPoints), []string{"range .curve.ofTargetIncentive"}},
		"every observation":      {`"measure": "score", "every": {"each": "1", "pays": "1"}`, []string{"conflict .every"}},
		"every zero":             {`"measure": "sales", "every": {"each": "0", "pays": "1"}`, []string{"range .every.each"}},
		"every minus one":        {`"measure": "sales", "every": {"each": "-1", "pays": "1"}`, []string{"range .every.each"}},
		"every takes":            {`"measure": "sales", "every": {"each": "1", "pays": "-0.01"}`, []string{"range .every.pays"}},
		"contest to date":        {strings.Replace(goodContest, "sales", "year", 1), []string{"conflict .measure"}},
		"no contest basis":       {strings.Replace(goodContest, `"basis": "amount", `, "", 1), []string{"reading-missing .contest.basis"}},
		"unknown group":          {strings.Replace(goodContest, `"prizes"`, `"by": "region", "prizes"`, 1), []string{"unknown-word .contest.by"}},
		"no prizes":              {strings.Replace(goodContest, `"prizes": ["2", "1"], `, "", 1), []string{"range .contest.prizes"}},
		"prizes upwards":         {strings.Replace(goodContest, `["2", "1"]`, `["2", "2.01"]`, 1), []string{"conflict .contest.prizes[1]"}},
		"prize below zero":       {strings.Replace(goodContest, `["2", "1"]`, `["2", "-1"]`, 1), []string{"range .contest.prizes[1]"}},
		"then nothing":           {strings.Replace(goodContest, `"ties"`, `"then": [{"measure": "ghost", "basis": "amount"}], "ties"`, 1), []string{"unknown-name .contest.then[0].measure"}},
		"then to date":           {strings.Replace(goodContest, `"ties"`, `"then": [{"measure": "year", "basis": "amount"}], "ties"`, 1), []string{"conflict .contest.then[0].measure"}},
		"then without basis":     {strings.Replace(goodContest, `"ties"`, `"then": [{"measure": "score"}], "ties"`, 1), []string{"reading-missing .contest.then[0].basis"}},
		"no ties":                {strings.Replace(goodContest, `"ties": "share", `, "", 1), []string{"reading-missing .contest.ties"}},
		"negative fund":          {strings.Replace(goodContest, `"ties"`, `"fund": "-1", "ties"`, 1), []string{"range .contest.fund"}},
		"too fine a bar":         {strings.Replace(goodContest, `"ties"`, `"atLeast": "0.00001", "ties"`, 1), []string{"range .contest.atLeast"}},
		"nothing for held":       {strings.Replace(goodContest, `, "held": "wait"`, "", 1), []string{"reading-missing .contest.held"}},
		"pool of nothing":        {strings.Replace(goodPool, `"amount": "100", `, "", 1), []string{"one-of .pool"}},
		"pool of two":            {strings.Replace(goodPool, `"amount": "100"`, `"amount": "100", "rate": "0.1"`, 1), []string{"one-of .pool"}},
		"negative pool":          {strings.Replace(goodPool, `"100"`, `"-1"`, 1), []string{"range .pool.amount"}},
		"negative pool rate":     {strings.Replace(goodPool, `"amount": "100"`, `"rate": "-0.1"`, 1), []string{"range .pool.rate"}},
		"rate of scores":         {`"measure": "score", "pool": {"rate": "0.1", "key": "equal", "held": "wait"}`, []string{"conflict .pool.rate"}},
		"pool to date":           {strings.Replace(goodPool, "sales", "year", 1), []string{"conflict .measure"}},
		"no key":                 {strings.Replace(goodPool, `"key": "equal", `, "", 1), []string{"reading-missing .pool.key"}},
		"key without measure":    {strings.Replace(goodPool, `"equal"`, `"days", "on": "score"`, 1), []string{"conflict .pool.on"}},
		"key on nothing":         {strings.Replace(goodPool, `"equal"`, `"position", "on": "ghost"`, 1), []string{"unknown-name .pool.on"}},
		"key to date":            {strings.Replace(goodPool, `"equal"`, `"position", "on": "year"`, 1), []string{"conflict .pool.on"}},
		"attainment of a score":  {strings.Replace(goodPool, `"equal"`, `"attainment", "on": "score"`, 1), []string{"conflict .pool.key"}},
		"attainment of own":      {`"measure": "score", "pool": {"amount": "1", "key": "attainment", "held": "wait"}`, []string{"conflict .pool.key"}},
		"unknown pool group":     {strings.Replace(goodPool, `"equal"`, `"equal", "by": "team"`, 1), []string{"unknown-word .pool.by"}},
		"nothing for held, pool": {strings.Replace(goodPool, `, "held": "wait"`, "", 1), []string{"reading-missing .pool.held"}},

		// multipliers
		"no apply":                {multiplied(`"basis": "amount", ` + goodBands), []string{"reading-missing .multipliers[0].apply"}},
		"no multiplier basis":     {multiplied(`"apply": "whole", ` + goodBands), []string{"reading-missing .multipliers[0].basis"}},
		"on nothing":              {multiplied(`"on": "ghost", "basis": "amount", "apply": "whole", ` + goodBands), []string{"unknown-name .multipliers[0].on"}},
		"on deals":                {multiplied(`"on": "deal", "basis": "amount", "apply": "whole", ` + goodBands), []string{"conflict .multipliers[0].on"}},
		"no bands":                {multiplied(`"basis": "amount", "apply": "whole"`), []string{"range .multipliers[0].bands"}},
		"bands from above zero":   {multiplied(`"basis": "amount", "apply": "whole", "bands": [{"from": "1", "factor": "1"}]`), []string{"tier-start .multipliers[0].bands[0].from"}},
		"band never reached":      {multiplied(`"basis": "amount", "apply": "whole", "bands": [{"from": "0", "factor": "1"}, {"from": "0", "factor": "2"}]`), []string{"tier-order .multipliers[0].bands[0]"}},
		"bands overlap":           {multiplied(`"basis": "amount", "apply": "whole", "bands": [{"from": "0", "until": "6", "factor": "1"}, {"from": "5", "factor": "2"}]`), []string{"tier-overlap .multipliers[0].bands[0].until"}},
		"bands gape":              {multiplied(`"basis": "amount", "apply": "whole", "bands": [{"from": "0", "until": "4", "factor": "1"}, {"from": "5", "factor": "2"}]`), []string{"tier-gap .multipliers[0].bands[0].until"}},
		"last band ends":          {multiplied(`"basis": "amount", "apply": "whole", "bands": [{"from": "0", "until": "4", "factor": "1"}]`), []string{"tier-top .multipliers[0].bands[0].until"}},
		"factor below zero":       {multiplied(`"basis": "amount", "apply": "whole", "bands": [{"from": "0", "factor": "-1"}]`), []string{"range .multipliers[0].bands[0].factor"}},
		"factor of 1000":          {multiplied(`"basis": "amount", "apply": "whole", "bands": [{"from": "0", "factor": "1000"}]`), []string{"range .multipliers[0].bands[0].factor"}},
		"two per slice":           {goodRate + `, "multipliers": [{"basis": "amount", "apply": "slice", ` + goodBands + `}, {"basis": "amount", "apply": "slice", ` + goodBands + `}]`, []string{"conflict .multipliers[1].apply"}},
		"slices elsewhere":        {multiplied(`"on": "units", "basis": "units", "apply": "slice", ` + goodBands), []string{"conflict .multipliers[0].on"}},
		"slices of another basis": {goodTiers + `, "multipliers": [{"basis": "attainment", "apply": "slice", ` + goodBands + `}]`, []string{"conflict .multipliers[0].basis"}},
		"slices of a whole":       {strings.Replace(goodTiers, "marginal", "whole", 1) + `, "multipliers": [{"basis": "amount", "apply": "slice", ` + goodBands + `}]`, []string{"conflict .multipliers[0].apply"}},
		"slices of a sum":         {goodEvery + `, "multipliers": [{"basis": "amount", "apply": "slice", ` + goodBands + `}]`, []string{"conflict .multipliers[0].apply"}},

		// caps
		"deal cap of the target":  {goodRate + `, "caps": [{"per": "transaction", "ofTargetIncentive": "1"}]`, []string{"conflict .caps[0].ofTargetIncentive"}},
		"deal cap on attainment":  {goodRate + `, "caps": [{"per": "transaction", "on": "attainment", "attainment": "1"}]`, []string{"unknown-word .caps[0].per"}},
		"carried by a component":  {goodRate + `, "caps": [{"per": "component", "amount": "1", "excess": "carry-until", "until": "2027-01-01"}]`, []string{"conflict .caps[0].excess"}},
		"a day without a balance": {goodRate + `, "caps": [{"per": "component", "amount": "1", "until": "2027-01-01"}]`, []string{"conflict .caps[0].until"}},
	} {
		t.Run(name, func(t *testing.T) { assert.ElementsMatch(t, c.want, componentFaults(t, c.component)) })
	}
}

// A missing word offers a line to paste for each of its choices.
func TestMissingWordOfASumOffersLinesToPaste(t *testing.T) {
	for component, lines := range map[string][]string{
		strings.Replace(goodContest, `"ties": "share", `, "", 1):               {`"ties": "share"`, `"ties": "each"`, `"ties": "refuse"`},
		strings.Replace(goodContest, `, "held": "wait"`, "", 1):                {`"held": "wait"`, `"held": "leave-out"`},
		strings.Replace(goodPool, `"key": "equal", `, "", 1):                   {`"key": "equal"`, `"key": "position"`, `"key": "attainment"`, `"key": "target"`, `"key": "days"`},
		curveWith(`"shape": "linear", "amount": "1", ` + goodPoints):           {`"beyond": "flat"`, `"beyond": "extend"`},
		curveWith(`"amount": "1", ` + goodPoints):                              {`"shape": "step"`, `"shape": "linear"`},
		goodRate + `, "multipliers": [{"basis": "amount", ` + goodBands + `}]`: {`"apply": "whole"`, `"apply": "slice"`},
	} {
		_, err := compileText(t, fmt.Sprintf(sumPlan, component))
		invalid, ok := errors.AsType[*kam.InvalidError](err)
		require.True(t, ok)
		at := slices.IndexFunc(invalid.Findings, func(f kam.Finding) bool { return f.Code == string(incentive.CodeReadingMissing) })
		require.GreaterOrEqual(t, at, 0, component)
		for _, line := range lines {
			assert.Contains(t, invalid.Findings[at].Remedy.EN, line)
			assert.Contains(t, invalid.Findings[at].Remedy.ZH, line)
		}
	}
}

package plandoc_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
)

// words are the words that a plan may use, by where they stand.
func words() map[string][]string {
	return map[string][]string{
		"creditDate": {"booked", "invoiced", "cash", "delivered"}, "order": {"sequence", "id", "numeric-id", "oldest-first", "by-kind"},
		"refunds.method": {"recalculate", "mirror"}, "refunds.period": {"origin", "current"}, "below": {"carry-negative", "first-rate", "refuse"},
		"step": {"slice", "credit", "component", "statement"}, "mode": {"half-up", "half-even", "half-down", "up", "down", "marginal", "whole", "interpolated-rate"},
		"vacancy": {"skip", "house"}, "base": {"amount", "margin", "units", "cash", "count", "commission-gross", "after-cap", "earned", "paid-only"}, "split": {"credit", "payout"},
		"window": {"transaction", "period", "quarter-to-date", "half-year-to-date", "year-to-date"}, "denominator": {"quota-to-date", "full-period"}, "lost": {"take-back", "latched"},
		"kind": {"cliff", "deadband", "non-recoverable", "recoverable", "advance", "start-of-period"}, "test": {"period-end", "running"}, "per": {"credit", "component", "plan", "period", "lifetime", "transaction"},
		"excess": {"forfeit", "carry-until"}, "shape": {"step", "linear"}, "beyond": {"flat", "extend"}, "ties": {"share", "each", "refuse"}, "held": {"wait", "leave-out", "cancel", "first", "keep", "forfeit", "release", "as-events"},
		"key": {"equal", "position", "attainment", "target", "days"}, "apply": {"whole", "slice"}, "contest.by": {"manager"}, "basis": {"amount", "units", "attainment", "score"},
		"policy": {"transaction-date", "period-end", "period-average", "plan"}, "conversion.refunds": {"original", "own"}, "proration.by": {"calendar-days", "working-days", "months"}, "partialMonth": {"counts", "does-not-count", "by-days"},
		"on": {"booking", "invoice", "collection", "acceptance", "year-end", "leaving"}, "sums": {"spread", "at-once", "hold"}, "partial": {"full", "by-days", "none"}, "against": {"earned", "released"}, "belowZero": {"lift", "keep"},
		"of": {"above-draw", "all"}, "method": {"full", "percent", "prorated-days", "schedule"}, "position": {"before-draw", "after-draw"}, "debts": {"as-terms", "from-final-pay"}, "other": {"refuse", "exclude", "nothing", "1"}, "period": {"month", "quarter", "half-year", "year"},
		"from": {"booked", "delivered"}, "to": {"cash", "delivered"},
	}
}

// edits yields a plan for every change of one leaf.
func edits(tree any, path string, yield func(path string)) {
	switch x := tree.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(x)) {
			at := path + "." + key
			switch v := x[key].(type) {
			case string:
				for _, w := range alternatives(at, v) {
					x[key] = w
					yield(at + " = " + w)
				}
				x[key] = v
			case json.Number:
				x[key] = json.Number(v.String() + "1")
				yield(at)
				x[key] = v
			case bool:
				x[key] = !v
				yield(at)
				x[key] = v
			default:
				edits(v, at, yield)
			}
		}
	case []any:
		for i, v := range x {
			at := fmt.Sprintf("%s[%d]", path, i)
			if s, ok := v.(string); ok {
				for _, w := range alternatives(at, s) {
					x[i] = w
					yield(at + " = " + w)
				}
				x[i] = s
				continue
			}
			edits(v, at, yield)
		}
	}
}

var number = regexp.MustCompile(`^-?[0-9.]+(/[0-9]+)?$`)

// alternatives returns what else could stand at a place.
func alternatives(at, v string) []string {
	if number.MatchString(v) {
		if strings.Contains(v, "/") {
			return []string{"1/7"}
		}
		if strings.Contains(v, ".") {
			return []string{v + "1"}
		}
		return []string{v + ".1", v + "1"}
	}
	if _, err := kam.ParseDay(v); err == nil {
		return []string{"2026-11-30"}
	}
	if _, err := kam.ParsePeriod(v); err == nil {
		return []string{"2026-01-01/2028-01-01"}
	}
	list := words()
	parts := strings.Split(regexp.MustCompile(`\[\d+\]`).ReplaceAllString(at, ""), ".")
	key := parts[len(parts)-1]
	found := list[key]
	if len(parts) > 1 {
		if two := list[parts[len(parts)-2]+"."+key]; two != nil {
			found = two
		}
	}
	if slices.Contains(found, v) {
		return slices.DeleteFunc(slices.Clone(found), func(w string) bool { return w == v })
	}
	return []string{v + "x"}
}

// Whatever is changed in a plan changes its document, in both languages, and every word of a plan is told in words.
func TestADocumentSaysEverything(t *testing.T) {
	var variants []string
	for _, file := range []string{"plan.json", "other.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		require.NoError(t, err)
		data, err = incentive.Expand(plan(t, string(data))).JSON()
		require.NoError(t, err)
		variants = append(variants, string(data))
	}
	checked, refused := 0, 0
	for _, variant := range variants {
		var tree any
		d := json.NewDecoder(strings.NewReader(variant))
		d.UseNumber()
		require.NoError(t, d.Decode(&tree))
		texts := func() ([2]string, bool) {
			var buf bytes.Buffer
			require.NoError(t, json.NewEncoder(&buf).Encode(tree))
			p, err := incentive.ParsePlan(buf.Bytes())
			if err != nil {
				return [2]string{}, false
			}
			var out [2]string
			for i, l := range []kam.Lang{kam.English, kam.Chinese} {
				doc, err := plandoc.Write(p, plandoc.Options{Lang: l, NoExamples: true})
				if err != nil {
					return out, false
				}
				out[i], _, _ = strings.Cut(doc.Text, "\n---\n")
			}
			return out, true
		}
		base, ok := texts()
		require.True(t, ok)
		edits(tree, "$", func(path string) {
			if path == "$.format" || strings.HasPrefix(path, "$.title.") && strings.HasSuffix(path, "x") {
				return
			}
			now, ok := texts()
			if !ok {
				refused++
				return
			}
			checked++
			for i := range now {
				assert.NotEqual(t, base[i], now[i], "%s leaves the document as it is", path)
			}
			if _, word, found := strings.Cut(path, " = "); found && strings.Contains(word, "-") && !number.MatchString(word) && !strings.HasSuffix(word, "x") && !strings.HasPrefix(word, "20") {
				assert.NotContains(t, now[1], word, "%s is not told in Chinese", path)
			}
		})
	}
	t.Logf("%d changes told, %d refused by Compile", checked, refused)
	assert.Greater(t, checked, 150)
}

// What an example shows is what anybody can work out: 2 % of 100,000 and 5 % of 20,000.
func TestAnExampleByHand(t *testing.T) {
	d, err := plandoc.Write(one(t, 1), plandoc.Options{})
	require.NoError(t, err)
	assert.Contains(t, d.Text, "deal 1 on 2026-01-11: amount CNY 120,000")
	assert.Contains(t, d.Text, "| deal 1 | 100,000 × 0.02 | 2000.00 |\n|  | 20,000 × 0.05 | 1000.00 |\n| **commission pays** |  | **3000.00** |")
	assert.Len(t, d.Hash, 64)
	assert.Equal(t, one(t, 1).Hash(), d.PlanHash)
	assert.Contains(t, d.Text, d.PlanHash)
	again, err := plandoc.Write(one(t, 1), plandoc.Options{Lang: "fr"})
	require.NoError(t, err)
	assert.Equal(t, d, again)
	bare, err := plandoc.Write(one(t, 1), plandoc.Options{NoExamples: true})
	require.NoError(t, err)
	assert.NotContains(t, bare.Text, "xample")
}

func TestADocumentOfAnotherAssignmentIsRefused(t *testing.T) {
	a := incentive.Assignment{Payee: "anna", Plan: "kam", Version: 2}
	_, err := plandoc.Write(one(t, 1), plandoc.Options{Assignment: &a})
	assert.Equal(t, []string{"plandoc.assignment $.assignment"}, codes(t, err))
	a.Version = 1
	_, err = plandoc.Write(one(t, 1), plandoc.Options{Assignment: &a, Payee: &incentive.Payee{ID: "bo"}})
	assert.Equal(t, []string{"plandoc.assignment $.assignment"}, codes(t, err))
	_, err = plandoc.Write(incentive.Plan{}, plandoc.Options{})
	assert.NotEmpty(t, codes(t, err))
}

// An override on another plan's commission is told with an example of both plans.
func TestAnExampleOfAnOverride(t *testing.T) {
	boss := plan(t, `{
		"format": 1, "id": "lead", "version": 1, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":    [{"name": "up", "to": "manager", "level": 2, "share": "0.1", "base": "after-cap", "of": ["kam/commission"]}],
		"measures":   [{"name": "below", "base": "amount", "credits": ["up"], "window": "period"}],
		"components": [{"name": "override", "measure": "below", "rate": "1"}]}`)
	d, err := plandoc.Write(boss, plandoc.Options{With: []incentive.Plan{one(t, 1)}})
	require.NoError(t, err)
	// 800,000 sold earns 2,000 + 35,000
	assert.Contains(t, d.Text, "**3700.00**")
	_, err = plandoc.Write(boss, plandoc.Options{})
	assert.NotEmpty(t, codes(t, err), "without the other plan its component has no meaning")
}

func TestAPlanShorterThanItsPeriodHasNoExample(t *testing.T) {
	p := one(t, 1)
	p.Effective = kam.MustPeriod("2026-02-01/2026-06-01")
	d, err := plandoc.Write(p, plandoc.Options{Lang: kam.Chinese})
	require.NoError(t, err)
	assert.Contains(t, d.Text, "无示例")
	p.Effective = kam.MustPeriod("2026-02-01/2026-07-01")
	d, err = plandoc.Write(p, plandoc.Options{})
	require.NoError(t, err)
	assert.Contains(t, d.Text, "for 2026-04-01 to 2026-06-30")
}

// Whatever a condition asks for, writing never fails, and the text has no broken format.
func TestRandomConditionsAreTold(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var condition func(depth int) incentive.Condition
	condition = func(depth int) incentive.Condition {
		switch n := r.IntN(5); {
		case n == 0 && depth > 0:
			return incentive.Condition{All: []incentive.Condition{condition(depth - 1), condition(depth - 1)}}
		case n == 1 && depth > 0:
			return incentive.Condition{Any: []incentive.Condition{condition(depth - 1), condition(depth - 1)}}
		case n == 2 && depth > 0:
			c := condition(depth - 1)
			return incentive.Condition{Not: &c}
		case n == 3:
			return incentive.Condition{Attribute: "region", In: []string{"east", "west"}}
		default:
			c := incentive.Condition{Number: []string{"amount", "discount", "units"}[r.IntN(3)]}
			bound := func() (d struct{ low, high string }) {
				d.low, d.high = fmt.Sprint(r.IntN(5)), fmt.Sprint(6+r.IntN(5))
				return d
			}
			b := bound()
			switch r.IntN(4) {
			case 0:
				c.AtLeast.Decimal, c.AtLeast.Valid = dec(b.low), true
				c.Below.Decimal, c.Below.Valid = dec(b.high), true
			case 1:
				c.MoreThan.Decimal, c.MoreThan.Valid = dec(b.low), true
				c.AtMost.Decimal, c.AtMost.Valid = dec(b.high), true
			case 2:
				c.MoreThan.Decimal, c.MoreThan.Valid = dec(b.low), true
			default:
				c.Below.Decimal, c.Below.Valid = dec(b.high), true
			}
			return c
		}
	}
	paid := 0
	for range 300 {
		p := one(t, 1)
		c := condition(3)
		p.Credits[0].When = &c
		for _, l := range []kam.Lang{kam.English, kam.Chinese} {
			d, err := plandoc.Write(p, plandoc.Options{Lang: l})
			require.NoError(t, err)
			assert.NotRegexp(t, `%![A-Za-z]?\(`, d.Text)
			if l == kam.English && strings.Contains(d.Text, "| deal 1 |") {
				paid++
			}
		}
	}
	t.Logf("the example pays in %d of 300", paid)
	assert.Greater(t, paid, 240)
}

func BenchmarkWrite(b *testing.B) {
	p := full(b)
	for b.Loop() {
		if _, err := plandoc.Write(p, plandoc.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

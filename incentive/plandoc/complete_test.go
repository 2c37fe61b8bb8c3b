package plandoc_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
	"github.com/kam-go/kam/incentive/plandoc"
)

// words are the words that a plan may use, by where they stand.
func words() map[string][]string {
	return map[string][]string{
		"date": {"booked", "invoiced", "cash", "delivered"}, "creditDate": {"booked", "invoiced", "cash", "delivered"}, "order": {"sequence", "id", "numeric-id", "oldest-first", "by-kind"},
		"refunds.method": {"recalculate", "mirror"}, "refunds.period": {"origin", "current"}, "below": {"carry-negative", "first-rate", "refuse"},
		"step": {"slice", "credit", "component", "statement"}, "mode": {"half-up", "half-even", "half-down", "up", "down", "marginal", "whole", "interpolated-rate"},
		"vacancy": {"skip", "house"}, "base": {"amount", "margin", "units", "cash", "count", "commission-gross", "after-cap", "earned", "paid-only"}, "split": {"credit", "payout"},
		"window": {"transaction", "period", "quarter-to-date", "half-year-to-date", "year-to-date"}, "denominator": {"quota-to-date", "full-period"}, "lost": {"take-back", "latched"},
		"kind": {"cliff", "deadband", "non-recoverable", "recoverable", "advance", "start-of-period"}, "test": {"period-end", "running"}, "per": {"credit", "component", "plan", "period", "lifetime", "transaction"},
		"excess": {"forfeit", "carry-until"}, "shape": {"step", "linear"}, "beyond": {"flat", "extend"}, "ties": {"share", "each", "refuse"}, "held": {"wait", "leave-out", "cancel", "first", "keep", "forfeit", "release", "as-events"},
		"key": {"equal", "position", "attainment", "target", "days"}, "apply": {"whole", "slice"}, "contest.by": {"manager"}, "basis": {"amount", "units", "attainment", "score"},
		"policy": {"transaction-date", "period-end", "period-average", "plan"}, "conversion.refunds": {"original", "own"}, "convert.refunds": {"original", "own"}, "proration.by": {"calendar-days", "working-days", "months"}, "partialMonth": {"counts", "does-not-count", "by-days"},
		"on": {"booking", "invoice", "collection", "acceptance", "year-end", "leaving"}, "sums": {"spread", "at-once", "hold"}, "clawback.sums": {"spread", "leave"}, "partial": {"full", "by-days", "none"}, "against": {"earned", "released"}, "belowZero": {"lift", "keep"},
		"of": {"above-draw", "all"}, "method": {"full", "percent", "prorated-days", "schedule"}, "position": {"before-draw", "after-draw"}, "debts": {"as-terms", "from-final-pay"}, "other": {"refuse", "exclude", "nothing", "1"}, "period": {"month", "quarter", "half-year", "year"},
		"days.from": {"booked", "invoiced", "cash", "delivered"}, "days.to": {"booked", "invoiced", "cash", "delivered"}, "credits.to": {"owner", "role", "manager"}, "pool.by": {"manager"},
		"measures.base": {"amount", "margin", "units", "cash", "count", "observation"}, "tiers.mode": {"marginal", "whole", "interpolated-amount", "interpolated-rate"},
		"failedThenPassed": {"catch-up", "forfeit"}, "passedThenLost": {"take-back", "latched"}, "gates.base": {"excess", "all"}, "caps.on": {"pay", "attainment"},
		"parts.on": {"booking", "invoice", "collection", "acceptance", "date", "after", "year-end"}, "forgive.on": {"date", "leaving"}, "kinds": {"draw", "shortfall", "opening"},
	}
}

// edits yields a plan for every change of one leaf, with the text that stood there and the one that stands there now.
func edits(tree any, path string, yield func(path, was, is string)) {
	switch x := tree.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(x)) {
			at := path + "." + key
			switch v := x[key].(type) {
			case string:
				for _, w := range alternatives(at, v) {
					x[key] = w
					yield(at, v, w)
				}
				x[key] = v
			case json.Number:
				x[key] = json.Number(v.String() + "1")
				yield(at, "", "")
				x[key] = v
			case bool:
				x[key] = !v
				yield(at, "", "")
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
					yield(at, s, w)
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
	if found := alternativesOf(at); slices.Contains(found, v) {
		return slices.DeleteFunc(found, func(w string) bool { return w == v })
	}
	return []string{v + "x"}
}

// alternativesOf returns the words that may stand at a place.
func alternativesOf(at string) []string {
	list := words()
	place := placeOf(at)
	if found := list[place]; found != nil {
		return slices.Clone(found)
	}
	_, key, _ := strings.Cut(place, ".")
	return slices.Clone(list[key])
}

// placeOf returns the key of a place with the key above it.
func placeOf(at string) string {
	parts := strings.Split(regexp.MustCompile(`\[\d+\]`).ReplaceAllString(at, ""), ".")
	return parts[len(parts)-2] + "." + parts[len(parts)-1]
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
	checked, refused, met := 0, 0, map[string]bool{}
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
		edits(tree, "$", func(path, was, is string) {
			if path == "$.format" || strings.HasPrefix(path, "$.title.") {
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
			if !slices.Contains(alternativesOf(path), is) {
				return
			}
			met[placeOf(path)+" "+was], met[placeOf(path)+" "+is] = true, true
			for _, word := range []string{was, is} { // it would come or go with the change
				if number.MatchString(word) {
					continue
				}
				raw := regexp.MustCompile(`\b` + regexp.QuoteMeta(word) + `\b`)
				assert.Len(t, raw.FindAllString(now[1], -1), len(raw.FindAllString(base[1], -1)), "%q at %s is not told in Chinese", word, path)
			}
		})
	}
	t.Logf("%d changes told, %d refused by Compile", checked, refused)
	assert.Greater(t, checked, 400)
	for _, variant := range append(variants, madeUp(t)...) {
		p := plan(t, variant)
		doc, err := plandoc.Write(p, plandoc.Options{Lang: kam.Chinese, NoExamples: true})
		if err != nil { // it credits the commission of another plan
			require.Contains(t, err.Error(), "no plan of the book has a component")
			continue
		}
		text, _, _ := strings.Cut(doc.Text, "\n---\n")
		wordsIn(t, variant, func(place, word string) {
			met[place+" "+word] = true
			assert.NotRegexp(t, `\b`+regexp.QuoteMeta(word)+`\b`, text, "%s is not told in Chinese", place)
		})
	}
	keys(func(parent, key string, of reflect.Type) {
		for _, word := range wordsOf(t, of) {
			if place := cmp.Or(parent, "$") + "." + key; place != "floors.per" { // it takes two of the words of caps
				assert.True(t, met[place+" "+word], "%s %q is in no document that is looked at", place, word)
			}
		}
	})
}

// madeUp returns made-up plans, and plans with every kind of draw, forgiveness and release.
func madeUp(t *testing.T) []string {
	t.Helper()
	var all []string
	for seed := range uint64(400) {
		c, err := gen.New(seed)
		require.NoError(t, err)
		for _, p := range c.Plans {
			data, err := incentive.Expand(p).JSON()
			require.NoError(t, err)
			all = append(all, string(data))
		}
	}
	for _, payout := range []string{
		`"draw": {"kind": "non-recoverable", "amount": "5000", "for": {"partial": "full"}, "against": "earned", "belowZero": "lift"}`,
		`"draw": {"kind": "advance", "amount": "5000", "for": {"partial": "full"}, "against": "earned", "recovery": {"of": "all", "share": "1"}, "forgive": [{"on": "date", "date": "2026-12-31", "share": "1"}]}`,
		`"draw": {"kind": "start-of-period", "amount": "5000", "for": {"partial": "full"}, "against": "earned", "recovery": {"of": "all", "share": "1"}},
			"clawback": {"method": "percent", "share": "0.5", "days": 180, "base": "earned", "held": "first", "sums": "leave", "position": "after-draw"}`,
	} {
		all = append(all, strings.TrimSuffix(onePlan, "\n}")+`, "payout": {`+payout+`, "recovery": {"order": "oldest-first", "maxShareOfPay": "0.5", "protectedMinimum": "0", "position": "after-draw"}}}`)
	}
	const (
		scored  = `"measures":   [{"name": "survey", "base": "observation", "metric": "nps"}, `
		rewards = `"measure": "survey", "curve": {"basis": "score", "shape": "step", "amount": "100", "points": [{"at": "0", "pays": "0"}, {"at": "40", "pays": "1"}]}}, {
			"name": "race", "measure": "survey", "contest": {"basis": "score", "prizes": ["9"], "then": [{"measure": "survey", "basis": "score"}], "ties": "share", "held": "wait"}}, {
			"name": "listed", "measure": "revenue", "table": {"dimensions": [{"on": "survey", "basis": "score", "bounds": ["0"]}], "cells": [{"at": ["0"], "rate": "0.1"}]},
			"gates": [{"measure": "survey", "basis": "score", "at": "5", "kind": "cliff", "test": "period-end"}]}, {
			"name": "commission", `
	)
	return append(all, strings.NewReplacer(`"measures":   [`, scored, `"name": "commission", `, `"name": "happy", `+rewards).Replace(onePlan))
}

// wordsIn calls visit for every word of the plan language in a plan, those aside that the plan also gives as a name.
func wordsIn(t *testing.T, text string, visit func(place, word string)) {
	t.Helper()
	names, places := map[string]bool{}, map[[2]string]bool{}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch x := v.(type) {
		case map[string]any:
			for key, child := range x {
				walk(at+"."+key, child)
			}
		case []any:
			for _, child := range x {
				walk(at, child)
			}
		case string:
			if slices.Contains(alternativesOf(at), x) {
				places[[2]string{placeOf(at), x}] = true
			} else {
				names[x] = true
			}
		}
	}
	var tree any
	require.NoError(t, json.Unmarshal([]byte(text), &tree))
	walk("$", tree)
	for x := range places {
		if !names[x[1]] && !number.MatchString(x[1]) {
			visit(x[0], x[1])
		}
	}
}

// What an example shows is what anybody can work out: 2 % of 100,000 and 5 % of 20,000.
func TestAnExampleByHand(t *testing.T) {
	d, err := plandoc.Write(one(t, 1), plandoc.Options{})
	require.NoError(t, err)
	assert.Contains(t, d.Text, "deal 1 on 2026-01-11: amount CNY 120,000")
	assert.Contains(t, d.Text, "| deal 1 | 100,000 × 0.02 | 2,000.00 |\n|  | 20,000 × 0.05 | 1,000.00 |\n| **commission pays** |  | **3,000.00** |")
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
	assert.Contains(t, d.Text, "**3,700.00**")
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

func BenchmarkWrite(b *testing.B) {
	p := full(b)
	for b.Loop() {
		if _, err := plandoc.Write(p, plandoc.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

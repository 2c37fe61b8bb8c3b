package lint_test

import (
	"strings"
	"testing"
)

func TestDates(t *testing.T) { runAll(t, dateCases()) }

// booked is a condition on the day of booking; an empty day is no bound.
func booked(from, until string) string { return on("booked", from, until) }

func on(date, from, until string) string {
	out := `{"date": "` + date + `"`
	if from != "" {
		out += `, "from": "` + from + `"`
	}
	if until != "" {
		out += `, "until": "` + until + `"`
	}
	return out + `}`
}

func dateCases() []worked {
	return append(neverCases(), seasonCases()...)
}

// neverCases are conditions that may never hold.
func neverCases() []worked {
	only := func(when string) string {
		return `{"components": [{"name": "c", "measure": "revenue", "rate": "0.05", "when": ` + when + `}]}`
	}
	override := func(base string) string {
		return `{"credits": [{"name": "own", "to": "owner", "share": "1"}, {"name": "up", "to": "manager", "level": 1, ` + base + `, "share": "0.1"}],
			"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}, {"name": "below", "base": "amount", "credits": ["up"], "window": "period"}],
			"components": [{"name": "c", "measure": "revenue", "rate": "0.05"}, {"name": "d", "measure": "below", "rate": "0.1", "when": ` + booked("2025-01-01", "2025-02-01") + `}]}`
	}
	never := []string{"warning lint.never-holds $.components[0].when"}
	toDate := func(window, when string) string {
		return `{"effective": "2026-08-01/2027-01-01", "measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "` + window + `", "denominator": "full-period"}], ` + only(when)[1:]
	}
	return []worked{
		{name: "days of the plan", keys: only(booked("2026-07-01", ""))},
		{name: "the last day of the plan", keys: only(booked("2026-12-31", ""))},
		{name: "the first day of the plan", keys: only(booked("", "2026-01-02"))},
		{
			name: "days after the plan", keys: only(booked("2027-01-01", "")), found: never,
			says: `no deal that counts can meet the condition: by the date "booked", deals count on the days 2026-01-01 to 2026-12-31`,
		},
		{
			name: "days before the plan", keys: only(booked("2025-07-01", "2026-01-01")), found: never,
			says: `deals count on the days 2026-01-01 to 2026-12-31; at most refunds of earlier deals do`,
		},
		{name: "days after a plan without an end", keys: `{"effective": "2026-01-01/..", ` + only(booked("2099-01-01", ""))[1:]},
		{
			name: "days before a plan without an end", keys: `{"effective": "2026-01-01/..", ` + only(booked("", "2026-01-01"))[1:], found: never,
			says: `deals count on the days from 2026-01-01 on; at most refunds of earlier deals do`,
		},
		{name: "another date than the one by which deals count", keys: only(on("delivered", "2027-03-01", ""))},
		{name: "the date by which deals count", keys: `{"creditDate": "delivered", ` + only(on("delivered", "2027-03-01", ""))[1:], found: never},
		{name: "days on which a window to date begins", keys: toDate("year-to-date", booked("", "2026-01-02"))},
		{name: "days before a window to date", keys: toDate("year-to-date", booked("", "2026-01-01")), found: never},
		{name: "days before the quarter to date", keys: toDate("quarter-to-date", booked("", "2026-07-01")), found: never},
		{name: "days of the quarter to date", keys: toDate("quarter-to-date", booked("", "2026-07-02"))},
		{name: "a deal that counts has its date", keys: only(`{"not": ` + booked("0001-01-01", "") + `}`), found: never},
		{name: "another date may be missing", keys: only(`{"not": ` + on("delivered", "0001-01-01", "") + `}`)},
		{name: "no date is before no day", keys: only(`{"all": [{"not": ` + on("delivered", "0001-01-01", "") + `}, ` + on("delivered", "", "2026-07-01") + `]}`), found: never},
		{name: "what is not a season lies beside it", keys: only(`{"not": ` + booked("2026-03-01", "2026-04-01") + `}`)},
		{name: "what is not the plan's year", keys: only(`{"not": ` + booked("2026-01-01", "2027-01-01") + `}`), found: never},
		{
			name: "seasons that exclude each other", keys: only(`{"all": [` + on("cash", "2026-07-01", "") + `, ` + on("cash", "", "2026-07-01") + `]}`), found: never,
			says: `no deal can meet the condition: every combination`,
		},
		{name: "seasons that share a day", keys: only(`{"all": [` + on("cash", "2026-07-01", "") + `, ` + on("cash", "", "2026-07-02") + `]}`)},
		{name: "a day between two seasons", keys: only(`{"not": {"any": [` + booked("", "2026-07-01") + `, ` + booked("2026-07-02", "") + `]}}`)},
		{name: "no day between two seasons", keys: only(`{"not": {"any": [` + booked("", "2026-07-01") + `, ` + booked("2026-07-01", "") + `]}}`), found: never},
		{name: "a rule", keys: `{"credits": [{"name": "own", "to": "owner", "share": "1", "when": ` + booked("2027-01-01", "") + `}], ` + rate5 + `}`, found: []string{"warning lint.never-holds $.credits[0].when"}},
		{name: "deals of a manager's people", keys: override(`"base": "amount"`), found: []string{"warning lint.never-holds $.components[1].when"}},
		{name: "commission counts by the dates of another plan", keys: override(`"base": "after-cap", "of": ["c"]`)},
	}
}

// seasonCases are components and rules that divide deals by a date.
func seasonCases() []worked {
	when := func(conditions ...string) string {
		out := `{"components": [`
		for i, c := range conditions {
			if i > 0 {
				out += ", "
			}
			out += `{"name": "` + string(rune('a'+i)) + `", "measure": "revenue", "rate": "0.0` + string(rune('2'+i)) + `", "when": ` + c + `}`
		}
		return out + `]}`
	}
	both := func(a, b string) string { return `{"all": [` + a + `, ` + b + `]}` }
	const x, y, yz, small = `{"attribute": "segment", "in": ["x"]}`, `{"attribute": "segment", "in": ["x", "y"]}`, `{"attribute": "segment", "in": ["y", "z"]}`, `{"number": "amount", "below": "100"}`
	twice := func(a, b string) string {
		return `{"measures": [{"name": "revenue", "base": "amount", "credits": ["a", "b"], "window": "period"}], "credits": [{"name": "a", "to": "owner", "share": "1", "when": ` + a + `}, {"name": "b", "to": "owner", "share": "1", "when": ` + b + `}], ` + rate5 + `}`
	}
	hole, overlap := []string{"warning lint.hole $.components[1].when"}, []string{"warning lint.overlap $.components[1].when"}
	return []worked{
		{name: "a rate until June and one since July", keys: when(booked("", "2026-07-01"), booked("2026-07-01", ""))},
		{
			name: "the last day in the place of the first that does not count", keys: when(booked("", "2026-06-30"), booked("2026-07-01", "")), found: hole,
			says: `by the date "booked", "a" ends on 2026-06-29 and "b" begins on 2026-07-01: neither selects a deal of 2026-06-30`,
		},
		{
			name: "the later one comes first", keys: when(booked("2026-07-15", ""), booked("", "2026-07-01")), found: []string{"warning lint.hole $.components[0].when"},
			says: `"b" ends on 2026-06-30 and "a" begins on 2026-07-15: neither selects a deal of 2026-07-01 to 2026-07-14`,
		},
		{
			name: "the last day of the plan is left out", keys: when(booked("", "2026-07-01"), booked("2026-07-01", "2026-12-31")), found: hole,
			says: `by the date "booked", "b" ends on 2026-12-30 and the plan on 2026-12-31: nothing beside it selects a deal of 2026-12-31`,
		},
		{
			name: "the first day of the plan is left out", keys: when(booked("2026-01-02", "2026-07-01"), booked("2026-07-01", "")), found: []string{"warning lint.hole $.components[0].when"},
			says: `by the date "booked", the plan begins on 2026-01-01 and "a" on 2026-01-02: nothing beside it selects a deal of 2026-01-01`,
		},
		{name: "all days of the plan and no other", keys: when(booked("2026-01-01", "2026-07-01"), booked("2026-07-01", "2027-01-01"))},
		{name: "two seasons of a plan, with a month before and after", keys: when(booked("2026-02-01", "2026-06-01"), booked("2026-06-01", "2026-10-01"))},
		{name: "a week before", keys: when(booked("2026-01-08", "2026-07-01"), booked("2026-07-01", "")), found: []string{"warning lint.hole $.components[0].when"}},
		{name: "more than a week before, and after", keys: when(booked("2026-01-09", "2026-07-01"), booked("2026-07-01", "2026-12-24"))},
		{name: "one season alone", keys: when(booked("2026-01-02", "2026-12-31"))},
		{name: "the first day of another date", keys: when(on("cash", "2026-01-02", "2026-07-01"), on("cash", "2026-07-01", "2026-12-31"))},
		{name: "a pause that ends after the plan", keys: when(booked("", "2026-07-01"), booked("2027-07-01", "")), found: []string{"warning lint.never-holds $.components[1].when"}},
		{name: "half a year without a rate", keys: when(booked("", "2026-04-01"), booked("2026-10-01", "")), found: hole},
		{name: "two seasons", keys: when(booked("2026-03-01", "2026-04-01"), booked("2026-05-01", "2026-06-01"))},
		{name: "two seasons with a day between them", keys: when(booked("2026-04-01", "2026-06-30"), booked("2026-07-01", "2026-10-01")), found: hole},
		{name: "weeks without their ends", keys: when(booked("2026-03-02", "2026-03-07"), booked("2026-03-09", "2026-03-14"))},
		{name: "a gap of a quarter of a season", keys: when(booked("2026-03-01", "2026-03-05"), booked("2026-03-06", "")), found: hole},
		{name: "a longer gap", keys: when(booked("2026-03-01", "2026-03-04"), booked("2026-03-05", ""))},
		{
			name: "seasons without a break are one", keys: when(booked("", "2026-07-01"), booked("2026-07-01", "2026-08-01"), booked("2026-09-01", "2026-10-01"), booked("2026-10-01", "")), found: []string{"warning lint.hole $.components[2].when"},
			says: `"b" ends on 2026-07-31 and "c" begins on 2026-09-01`,
		},
		{name: "a season that ends before the change", keys: when(booked("", "2026-07-01"), booked("2026-03-01", "2026-04-01"), booked("2026-07-01", ""))},
		{name: "a season across the change", keys: when(booked("", "2026-07-01"), booked("2026-06-25", "2026-09-01"), booked("2026-07-01", ""))},
		{name: "a season that ends soon after the change", keys: when(booked("", "2026-07-01"), booked("2026-05-01", "2026-07-03"), booked("2026-07-01", ""))},
		{name: "a season beside one rate", keys: when(booked("2026-06-01", "2026-09-01"), booked("2026-07-01", ""))},
		{name: "until one day, and until another", keys: when(booked("", "2026-06-01"), booked("", "2026-07-01"))},
		{name: "from one day, and from another", keys: when(booked("2026-06-01", ""), booked("2026-07-01", ""))},
		{name: "a season in another", keys: when(booked("2026-06-01", "2026-09-01"), booked("2026-06-01", "2026-06-03"))},
		{
			name: "days that both count", keys: when(booked("", "2026-07-15"), booked("2026-07-01", "")), found: overlap,
			says: `"a" and "b" divide deals by the date "booked", and both pay a deal of 2026-07-01 to 2026-07-14; for a deal of 10,000.00 CNY the one pays 200.00 CNY and the other 300.00 CNY`,
		},
		{name: "nothing is paid twice by a rate of zero", keys: `{"components": [{"name": "a", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.01"}]}, "when": ` + booked("", "2026-07-15") + `}, {"name": "b", "measure": "revenue", "rate": "0", "when": ` + booked("2026-07-01", "") + `}]}`, found: []string{"warning lint.pays-nothing $.components[1].rate"}},
		{name: "a hole on days on which no deal counts", keys: when(booked("", "2025-12-01"), booked("2026-01-01", "")), found: []string{"warning lint.never-holds $.components[0].when"}},
		{name: "an overlap on days on which no deal counts", keys: when(booked("", "2027-02-01"), booked("2027-01-15", "")), found: []string{"warning lint.never-holds $.components[1].when"}},
		{
			name: "days of another date", keys: when(on("cash", "", "2027-07-15"), on("cash", "2027-07-01", "")), found: overlap,
			says: `both pay a deal of 2027-07-01 to 2027-07-14; for a deal of 10,000.00 CNY the one pays 200.00 CNY`,
		},
		{name: "a hole of another date", keys: when(on("cash", "", "2027-07-01"), on("cash", "2027-07-02", "")), found: hole},
		{name: "a season that has no day, before the next", keys: when(both(booked("2026-08-01", ""), booked("", "2026-07-01")), booked("2026-08-15", "")), found: []string{"warning lint.never-holds $.components[0].when"}},
		{name: "a season before all days", keys: when(on("cash", "", "0001-01-01"), on("cash", "2026-08-15", "")), found: []string{"warning lint.never-holds $.components[0].when"}},
		{name: "a season of two conditions", keys: when(both(booked("", "2026-06-30"), booked("2026-03-01", "")), booked("2026-07-01", "")), found: hole},
		{name: "beside other numbers", keys: when(both(small, booked("", "2026-06-30")), both(`{"number": "amount", "atLeast": "100"}`, booked("2026-07-01", "")))},
		{name: "two dates", keys: when(on("cash", "", "2026-07-01"), booked("2026-07-15", ""))},
		{
			name: "beside the same values and numbers", keys: when(both(both(x, small)[9:len(both(x, small))-2], booked("", "2026-06-30")), `{"all": [`+booked("2026-07-01", "")+`, `+small+`, `+x+`]}`), found: hole,
		},
		{name: "beside other values", keys: when(both(x, booked("", "2026-06-30")), both(y, booked("2026-07-01", "")))},
		{
			name: "beside the same days of another date", keys: when(both(on("cash", "", "2026-09-01"), booked("", "2026-06-30")), both(booked("2026-07-01", ""), on("cash", "", "2026-09-01"))), found: hole,
		},
		{name: "beside other days of another date", keys: when(both(on("cash", "", "2026-09-01"), booked("", "2026-06-30")), both(booked("2026-07-01", ""), on("cash", "", "2026-08-01")))},
		{name: "values beside the same days", keys: when(both(y, booked("2026-07-01", "")), both(booked("2026-07-01", ""), yz)), found: overlap, says: `both pay a deal with segment "y"; for a deal of 10,000.00 CNY the one pays 200.00 CNY`},
		{name: "values beside other days", keys: when(both(y, booked("2026-07-01", "")), both(booked("", "2026-07-01"), yz))},
		{name: "numbers beside the same days", keys: when(both(small, booked("2026-07-01", "")), both(booked("2026-07-01", ""), `{"number": "amount", "moreThan": "100"}`)), found: hole, says: "neither selects a deal with amount of 100"},
		{name: "numbers beside other days", keys: when(both(small, booked("2026-07-01", "")), both(booked("", "2026-07-01"), `{"number": "amount", "moreThan": "100"}`))},
		{
			name: "two rules with days in common", keys: twice(booked("", "2026-07-02"), booked("2026-07-01", "")), found: []string{"warning lint.credited-twice $.credits[1]"},
			says: `a deal with booked 2026-07-01 is credited to the same recipient by "a" and by "b", and both pay; a deal of 10,000.00 CNY counts as 20,000.00 CNY in "c" and pays 1,000.00 CNY`,
		},
		{
			name: "two rules for deals without a date", keys: twice(`{"not": `+on("cash", "0001-01-01", "")+`}`, `{"not": `+on("cash", "2020-01-01", "")+`}`), found: []string{"warning lint.credited-twice $.credits[1]"},
			says: `a deal with no date "cash" is credited to the same recipient`,
		},
		{
			name: "two rules that a window to date looks back on", keys: `{"effective": "2026-08-01/2027-01-01", ` + strings.Replace(twice(booked("", "2026-09-01"), booked("", "2026-09-01"))[1:], `"window": "period"`, `"window": "year-to-date", "denominator": "full-period"`, 1), found: []string{"warning lint.credited-twice $.credits[1]"},
			says: `a deal with booked 2026-08-01 is credited to the same recipient by "a" and by "b", and both pay; a deal of 10,000.00 CNY counts as 20,000.00 CNY`,
		},
		{name: "two rules that follow each other", keys: twice(booked("", "2026-07-01"), booked("2026-07-01", ""))},
		{name: "two rules with a day between them", keys: twice(booked("", "2026-06-30"), booked("2026-07-01", "")), found: []string{"warning lint.hole $.credits[1].when"}},
		{name: "two rules with days in common after the plan", keys: twice(booked("2026-01-01", ""), booked("2027-01-01", "")), found: []string{"warning lint.never-holds $.credits[1].when"}},
	}
}

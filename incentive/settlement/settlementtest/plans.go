package settlementtest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/kam-go/kam/incentive"
)

func name(seed int) string { return "seed " + strconv.Itoa(seed) }

// yearly is when the first version of the plan holds, and the second.
var yearly = [2]string{"2026-01-01/2027-01-01", "2027-01-01/2029-01-01"}

// program makes up the plans: one with payout terms of all kinds, in two versions, and one without any. Convert tells
// whether its terms convert.
func program(r *rand.Rand) (p *incentive.Program, convert bool, err error) {
	convert = r.IntN(3) == 0
	texts := []string{version(r, 1, convert), version(r, 2, convert), `{
		"format": 1, "id": "spiff", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2029-01-01", "period": "month",
		"credits": [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "spiff", "measure": "revenue", "every": {"each": "25000", "pays": "99.5"}}]
	}`}
	var book incentive.Book
	for _, text := range texts {
		plan, err := incentive.ParsePlan([]byte(text))
		if err != nil {
			return nil, false, fmt.Errorf("%w in %s", err, text)
		}
		book.Plans = append(book.Plans, plan)
	}
	p, err = incentive.Compile(book)
	if err != nil {
		return nil, false, fmt.Errorf("%w in %s", err, strings.Join(texts, "\n"))
	}
	return p, convert, nil
}

// version makes up a version of the plan with payout terms.
func version(r *rand.Rand, number int, convert bool) string {
	return fmt.Sprintf(`{
		"format": 1, "id": "ae", "version": %d, "currency": "CNY", "readings": "standard-1",
		"effective": %q, "period": "month",
		"credits": [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [
			{"name": "commission", "measure": "revenue", %s%s},
			{"name": "bonus", "measure": "revenue", "every": {"each": "30000", "pays": "250"}}
		],
		"payout": {%s}
	}`, number, yearly[number-1], pick(r,
		`"rate": "0.1"`,
		`"rate": "0.0333"`,
		`"tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "20000", "rate": "0.07"}, {"from": "50000", "rate": "0.11"}]}`,
	), pick(r, ``, `, "caps": [{"per": "component", "amount": "4000"}]`), payoutTerms(r, convert))
}

func pick(r *rand.Rand, choices ...string) string { return choices[r.IntN(len(choices))] }

// payoutTerms makes up payout terms.
func payoutTerms(r *rand.Rand, convert bool) string {
	var parts []string
	lifts := false
	if convert {
		parts = append(parts, `"convert": {"policy": "period-end", "refunds": "original", "table": "month", "mode": "half-up"}`)
	}
	holds := r.IntN(4) > 0
	if holds {
		parts = append(parts, fmt.Sprintf(`"holdbacks": [{"parts": [%s], "sums": %q}]`, pick(r,
			`{"share": "0.6", "on": "booking"}, {"share": "0.4", "on": "collection"}`,
			`{"share": "1/3", "on": "invoice"}, {"share": "1/3", "on": "collection"}, {"share": "1/3", "on": "year-end"}`,
			`{"share": "0.5", "on": "booking"}, {"share": "0.25", "on": "after", "months": 3}, {"share": "0.25", "on": "acceptance"}`,
			`{"share": "0.7", "on": "collection"}, {"share": "0.3", "on": "date", "date": "2027-06-30"}`,
		), pick(r, "spread", "at-once", "hold")))
		parts = append(parts, fmt.Sprintf(`"leavers": {"held": %q, "debts": %q}`, pick(r, "forfeit", "release", "as-events"), pick(r, "as-terms", "from-final-pay")))
	}
	if r.IntN(2) == 0 {
		lifts = true
		against := pick(r, "earned", "released")
		recovery := fmt.Sprintf(`"recovery": {"of": %q, "share": %q%s}`, pick(r, "above-draw", "all"), pick(r, "1", "0.5"), pick(r, "", `, "from": "2026-07-01"`))
		forgive := pick(r, ``, `, "forgive": [{"on": "date", "date": "2026-12-15", "share": "0.5"}]`, `, "forgive": [{"on": "leaving", "share": "1"}]`)
		draw := ""
		switch kind := pick(r, "non-recoverable", "recoverable", "advance", "start-of-period"); kind {
		case "non-recoverable":
			draw = fmt.Sprintf(`"kind": %q, "amount": "1500", "for": {"partial": "by-days"}, "against": %q, "belowZero": %q`, kind, against, pick(r, "lift", "keep"))
		case "recoverable":
			draw = fmt.Sprintf(`"kind": %q, "amount": "1500", "for": {"partial": "by-days"}, "against": %q, "belowZero": %q, %s%s`, kind, against, pick(r, "lift", "keep"), recovery, forgive)
		default:
			draw = fmt.Sprintf(`"kind": %q, "amount": "900", "for": {"partial": "full"}, "against": %q, %s%s`, kind, against, recovery, forgive)
		}
		parts = append(parts, `"draw": {`+draw+`}`)
	}
	if r.IntN(3) == 0 {
		lifts = true
		parts = append(parts, `"guarantee": {"amount": "700", "for": {"period": "2026-01-01/2026-10-01", "partial": "full"}, "against": "earned", "belowZero": "lift"}`)
	}
	position := ""
	if lifts {
		position = fmt.Sprintf(`, "position": %q`, pick(r, "before-draw", "after-draw"))
	}
	if r.IntN(4) > 0 {
		base := `"base": "earned", "held": "cancel"`
		if holds {
			base = pick(r, base, `"base": "earned", "held": "first"`, `"base": "earned", "held": "keep"`, `"base": "paid-only", "held": "cancel"`)
		} else {
			base = pick(r, `"base": "earned", "held": "keep", "sums": "spread"`, `"base": "earned", "held": "keep", "sums": "leave"`)
		}
		parts = append(parts, fmt.Sprintf(`"clawback": {%s, %s%s}`, pick(r, `"method": "full", "months": 6`, `"method": "percent", "share": "0.35"`, `"method": "prorated-days", "days": 180`), base, position))
	}
	parts = append(parts, fmt.Sprintf(`"recovery": {"order": "oldest-first", "maxShareOfPay": %q, "protectedMinimum": %q%s}`, pick(r, "1", "0.5"), pick(r, "0", "300"), position))
	return strings.Join(parts, ", ")
}

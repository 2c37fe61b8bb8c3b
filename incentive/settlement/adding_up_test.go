package settlement_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/incentive/settlement"
)

// addingUp returns a plan with holdback, clawback and recovery, with which the sums on statements are tried.
func addingUp(draw, guarantee, clawback, recovery string) string {
	return withPayout(`{"holdbacks": [{"parts": [{"share": "0.5", "on": "booking"}, {"share": "1/3", "on": "collection"}, {"share": "1/6", "on": "year-end"}], "sums": "at-once"}],` +
		draw + guarantee + `"clawback": {"method": "full", "base": "earned", "held": "cancel"` + clawback + `},
		"recovery": {"order": "oldest-first", "maxShareOfPay": "0.5", "protectedMinimum": "20"` + recovery + `}, "leavers": {"held": "as-events", "debts": "as-terms"}}`)
}

var (
	sumText      = regexp.MustCompile(`Pay of the period: (.*) = (-?[\d,.]+)\. What was payable`)
	payText      = regexp.MustCompile(`pay of the period is (-?[\d,.]+)[,:; ]`)
	partsText    = regexp.MustCompile(`has earned (-?[\d,.]+) in all, which becomes payable in parts: (.*); (-?[\d,.]+) of it is not payable at once(?: \(before: (-?[\d,.]+)\))?$`)
	partText     = regexp.MustCompile(`(-?[\d,.]+) \([^)]* %\)|(-?[\d,.]+) \(1/[36]\)`)
	releasedText = regexp.MustCompile(`^(-?[\d,.]+) of deal \S+ in commission is released: of the (-?[\d,.]+)(?: \((\S+)(?: %)? of the (-?[\d,.]+) it has earned\))? that is paid [^,]*, (?:(-?[\d,.]+) was released before, and )?(?:(-?[\d,.]+) is cancelled, and )?(?:(-?[\d,.]+) is still|nothing of this part is) held back`)
)

// reckon adds up what a statement writes as a sum: "12.00 earned and corrected − 3.00 held back".
func reckon(t *testing.T, sum string) decimal.Decimal {
	t.Helper()
	total, sign := decimal.Zero, decimal.NewFromInt(1)
	for i, word := range strings.Fields(sum) {
		switch figure, negative := strings.CutPrefix(word, "−"); {
		case word == "+":
			sign = decimal.NewFromInt(1)
		case word == "−":
			sign = decimal.NewFromInt(-1)
		case i == 0 && negative:
			total = money(figure).Neg()
		case regexp.MustCompile(`^[\d,.]+$`).MatchString(word):
			total = total.Add(money(word).Mul(sign))
		}
	}
	return total
}

// checkSums adds a statement up as its reader does: every total, every reason with figures, in which the parts make up the
// whole.
func checkSums(t *testing.T, st settlement.Statement) (seen map[string]bool) {
	t.Helper()
	seen = map[string]bool{}
	text, result := st.Markdown(kam.English), st.Payout()
	given, corrected, adjusted := decimal.Zero, decimal.Zero, decimal.Zero
	for _, step := range result.Steps {
		switch step.Kind {
		case payout.StepPaid:
			given = given.Add(step.Amount)
		case payout.StepCorrected:
			corrected = corrected.Add(step.Amount)
		case payout.StepAdjusted:
			adjusted = adjusted.Add(step.Amount)
		case payout.StepHeld:
			checkParts(t, step, seen)
		case payout.StepReleased:
			checkRelease(t, step, seen)
		default: // no parts
		}
	}
	total := func(heading string, column int) decimal.Decimal {
		rows := section(t, text, heading)
		return money(rows[len(rows)-1][column])
	}
	if strings.Contains(text, "\n## Corrections of earlier periods\n") {
		seen["corrections"] = true
		assert.Equal(t, corrected.String(), total("Corrections of earlier periods", 5).String())
	}
	if strings.Contains(text, "\n## Manual adjustments\n") {
		seen["adjustments"] = true
		assert.Equal(t, adjusted.String(), total("Manual adjustments", 1).String())
	}
	if since, _ := st.Changes(); !since.IsZero() {
		seen["changes"] = true
		_, heading, _ := strings.Cut(text, "\n## What changed since")
		heading, _, _ = strings.Cut(heading, "\n")
		heading = "What changed since" + heading
		assert.Equal(t, result.After.Payable.Sub(result.Before.Payable).Sub(given).String(), total(heading, 2).String())
		assert.Equal(t, total(heading, 2).Sub(total(heading, 1)).String(), total(heading, 3).String())
	}
	if sum := sumText.FindStringSubmatch(text); sum != nil {
		assert.Equal(t, reckon(t, sum[1]).String(), money(sum[2]).String(), sum[0])
		for _, told := range payText.FindAllStringSubmatch(result.Reasons.Recovery.EN, -1) {
			seen["pay of the period"] = true
			assert.Equal(t, money(sum[2]).String(), money(strings.TrimRight(told[1], ",.")).String(), "%s\n%s", result.Reasons.Recovery.EN, sum[0])
		}
	}
	return seen
}

func checkParts(t *testing.T, step payout.Step, seen map[string]bool) {
	t.Helper()
	told := partsText.FindStringSubmatch(step.Because.EN)
	if told == nil {
		assert.Contains(t, step.Because.EN, "so that nothing of it is held back")
		return
	}
	parts := decimal.Zero
	for _, part := range partText.FindAllStringSubmatch(told[2], -1) {
		parts = parts.Add(money(part[1] + part[2]))
	}
	assert.Equal(t, money(told[1]).String(), parts.String(), step.Because.EN)
	assert.Equal(t, step.Held.String(), money(told[3]).Sub(money(told[4])).String(), step.Because.EN)
	seen["parts"] = true
	seen["parts again"] = seen["parts again"] || told[4] != ""
}

func checkRelease(t *testing.T, step payout.Step, seen map[string]bool) {
	t.Helper()
	if !step.Amount.IsPositive() {
		return
	}
	told := releasedText.FindStringSubmatch(step.Because.EN)
	require.NotNil(t, told, step.Because.EN)
	assert.Equal(t, step.Amount.String(), money(told[1]).String())
	rest := money(told[2]).Sub(money(told[1]))
	for _, part := range told[5:] {
		rest = rest.Sub(money(part))
	}
	assert.True(t, rest.IsZero(), "%s: %s is missing", step.Because.EN, rest)
	seen["released"] = true
	seen["released again"] = seen["released again"] || told[5] != ""
}

// Whatever happens, a reader with a pocket calculator gets the figures of the statement.
func TestStatementsAddUp(t *testing.T) {
	const lifted = `"amount": "300", "for": {"partial": "full"}, "against": "released", "belowZero": "keep"`
	const repaid = `, "recovery": {"of": "above-draw", "share": "0.5"}},`
	const after, before = `, "position": "after-draw"`, `, "position": "before-draw"`
	seen := map[string]int{}
	const measured = "pay of the period"
	for name, plan := range map[string]string{
		"recoverable":            addingUp(`"draw": {"kind": "recoverable", `+lifted+repaid, "", after, after),
		"recovered before":       addingUp(`"draw": {"kind": "recoverable", `+lifted+repaid, "", before, before),
		"clawed back before":     addingUp(`"draw": {"kind": "recoverable", `+lifted+repaid, "", before, after),
		"recovered first":        addingUp(`"draw": {"kind": "recoverable", `+lifted+repaid, "", after, before),
		"with a guarantee":       addingUp(`"draw": {"kind": "recoverable", `+lifted+repaid, `"guarantee": {"amount": "150", "for": {"partial": "full"}, "against": "earned", "belowZero": "lift"},`, after, after),
		"on top":                 addingUp(`"draw": {"kind": "advance", "amount": "100", "for": {"partial": "full"}, "against": "released", "recovery": {"of": "all", "share": "0.5"}},`, "", after, after),
		"at the start of period": addingUp(`"draw": {"kind": "start-of-period", "amount": "200", "for": {"partial": "full"}, "against": "released", "recovery": {"of": "all", "share": "1"}},`, "", after, after),
		"no draw":                addingUp("", "", "", ""),
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(6) {
				for _, st := range fiveMonths(t, plan, rand.New(rand.NewPCG(seed, 7))) {
					for what := range checkSums(t, st) {
						seen[what]++
						if what == measured {
							seen[name]++
						}
					}
				}
			}
			if strings.Contains(plan, `"draw"`) {
				assert.Positive(t, seen[name], "no statement shows the pay of the period")
			}
		})
	}
	for _, what := range []string{"corrections", "adjustments", "changes", measured, "parts", "parts again", "released", "released again"} {
		assert.Positive(t, seen[what], "no statement shows %s", what)
	}
}

// fiveMonths settles five months of somebody in which deals are booked, paid, refunded, cancelled and entered late, and
// returns the statements.
func fiveMonths(t *testing.T, plan string, random *rand.Rand) []settlement.Statement {
	t.Helper()
	h := newHost(t, plan)
	var all []settlement.Statement
	var deals []incentive.Transaction
	for month := range 5 {
		from := kam.MustDay("2026-01-01").AddMonths(month)
		period := kam.Period{From: from, Until: from.AddMonths(1)}
		late := month > 0 && random.IntN(2) == 0
		for n := range 1 + random.IntN(3) {
			day := from.AddDays(n + random.IntN(20))
			if late && n == 0 {
				day = from.AddDays(-5)
			}
			deals = append(deals, deal(fmt.Sprintf("D-%d", len(deals)), day.String(), fmt.Sprintf("%d.%02d", random.IntN(9000), random.IntN(100))))
		}
		var events []payout.Event
		for _, d := range deals {
			switch day := from.AddDays(random.IntN(27)); {
			case day.Before(d.Booked):
			case random.IntN(3) == 0:
				events = append(events, payout.Event{Transaction: d.ID, Kind: payout.Collected, Day: day, Fraction: &kam.Fraction{Num: 1 + int64(random.IntN(2)), Den: 2}})
			case random.IntN(9) == 0:
				events = append(events, payout.Event{Transaction: d.ID, Kind: payout.Cancelled, Day: day})
			}
		}
		opening := h.opening()
		in := settlement.Inputs{Run: h.run(period.String(), opening, deals...), Opening: opening, Events: events}
		if late {
			before := kam.Period{From: from.AddMonths(-1), Until: from}
			in.Late = []settlement.Late{{Run: h.run(before.String(), opening, deals...), Reason: kam.Text{EN: "entered late", ZH: "补录"}}}
		}
		if random.IntN(3) == 0 {
			in.Adjustments = []settlement.Adjustment{adjustment(func(a *settlement.Adjustment) { a.Amount = decimal.New(int64(random.IntN(20_000)-8_000), -2) })}
		}
		st, ok := h.settle(in).Statement("anna", "ae")
		require.True(t, ok)
		all = append(all, st)
		if random.IntN(3) > 0 && st.Payable().IsPositive() {
			h.pay(fmt.Sprintf("pay-%d", month), period.String(), []payroll.Status{payroll.Paid, payroll.Rejected}[random.IntN(2)])
		}
	}
	return all
}

// What came back from payroll unpaid is said to be payable again, and where it stands.
func TestReturnedPayoutsSayWhereTheyWent(t *testing.T) {
	h := newHost(t, withPayout("{"+oldest+"}"))
	d1, d2 := deal("D-1", "2026-01-10", "1000"), deal("D-2", "2026-02-10", "500")
	opening := h.opening()
	h.settle(settlement.Inputs{Run: h.run(january, opening, d1), Opening: opening})
	h.pay("jan", january, payroll.Rejected)
	for name, c := range map[string]struct {
		period, en, zh string
	}{
		"in the period": {
			january,
			"- 2026-01-01 to 2026-01-31: 100.00 sent to payroll, all of it returned unpaid: it is payable again, and part of what is payable now\n",
			"- 2026-01-01 至 2026-01-31：提交发放 100.00，已全部退回，未实际发放；退回金额重新计入本期应付\n",
		},
		"in the period before": {
			february,
			"- 2026-01-01 to 2026-01-31: 100.00 sent to payroll, all of it returned unpaid: it is payable again, and part of what was payable before this period, 100.00\n",
			"- 2026-01-01 至 2026-01-31：提交发放 100.00，已全部退回，未实际发放；退回金额重新计入应付，含于期初应付 100.00 之内\n",
		},
		"earlier": {
			"2026-03-01/2026-04-01",
			"- 2026-01-01 to 2026-01-31: 100.00 sent to payroll, all of it returned unpaid: it became payable again at the end of that period\n",
			"- 2026-01-01 至 2026-01-31：提交发放 100.00，已全部退回，未实际发放；退回金额已重新计入该期期末应付\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			opening := h.opening()
			s, err := settlement.Settle(settlement.Inputs{Run: h.run(c.period, opening, d1, d2), Opening: opening})
			require.NoError(t, err)
			st, ok := s.Statement("anna", "ae")
			require.True(t, ok)
			assert.Contains(t, st.Markdown(kam.English), c.en)
			assert.Contains(t, st.Markdown(kam.Chinese), c.zh)
		})
	}
}

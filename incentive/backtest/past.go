package backtest

import (
	"context"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Record asks what payees have reached, period by period.
type Record struct {
	// Plans are what the history was, or is, calculated by.
	Plans   []incentive.Plan `json:"plans"`
	History History          `json:"history"`
	// Plan and Measure are what is read, in the Basis of an [Outlook].
	Plan     string          `json:"plan"`
	Measure  string          `json:"measure"`
	Basis    incentive.Basis `json:"basis"`
	Calendar *kam.Calendar   `json:"-"`
}

// pastPlaces are the decimals of an attainment that [Past] returns.
const pastPlaces = 6

// Past returns by payee what the measure gained in each period of the history, to be the Own values of a [Distribution]:
// amounts, units and scores as statements show them, attainments as the gain divided by the quota of the period, half-up
// at 6 decimals, where there is such a quota. A gain below zero counts as zero, but for scores. Periods in which a payee is
// held, or not on the plan, give no value, nor does the first one of a payee that a to-date window has begun before.
//
// The error is a *kam.InvalidError with every fault, or ctx.Err().
func Past(ctx context.Context, r Record) (map[string][]decimal.Decimal, error) {
	f := wording.Faults{Prefix: prefix}
	r.History.check(&f, "$.history")
	f.Count("$.plans", len(r.Plans), 1, MaxPlans)
	s := Simulation{Plans: r.Plans}
	measure, ok := s.measure(Outlook{Plan: r.Plan, Measure: r.Measure})
	if !ok {
		f.Add("measure", "$.measure", say("plan %s has no measure %s", "方案 %s 没有指标 %s", wording.Quote(r.Plan), wording.Quote(r.Measure)), say("name a plan and one of its measures", "请填写方案及其指标"))
	} else {
		wording.Choice(&f, "basis", "$.basis", r.Basis, bases(measure)...)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	program, err := incentive.Compile(incentive.Book{Plans: widened(r.Plans, r.History.span()), Calendar: r.Calendar})
	if err != nil {
		return nil, within("plans", err)
	}
	p := player{program: program, plans: expanded(r.Plans), history: r.History, roster: r.History.Roster, keep: true}
	out, err := p.play(ctx, 0)
	if err != nil {
		return nil, err
	}
	reached := map[string][]decimal.Decimal{}
	// stood is where a to-date measure stood at the end of the period before, in the window that began on since.
	stood, since := map[string]decimal.Decimal{}, kam.Day{}
	for i, run := range out.runs {
		start, err := windowStart(program.Calendar(), measure.Window, r.History.Periods[i])
		if err != nil {
			return nil, err
		}
		if start != since {
			stood, since = map[string]decimal.Decimal{}, start
		}
		now := map[string]decimal.Decimal{}
		for st := range run.Statements() {
			m, ok := st.Measure(r.Measure)
			if st.PlanID() != r.Plan || !ok {
				continue
			}
			id := st.Payee().ID
			if _, known := stood[id]; !known && start == r.History.Periods[i].From {
				stood[id] = m.Opening
			}
			now[id] = now[id].Add(m.Value)
		}
		for _, id := range sortedKeys(now) {
			gain := now[id]
			before, known := stood[id]
			stood[id] = now[id]
			if measure.Base != incentive.BaseObservation {
				if !known {
					continue
				}
				gain = decimal.Max(gain.Sub(before), decimal.Zero)
			}
			if r.Basis == incentive.ByAttainment {
				quota := quotaOf(r.History.Roster, id, r.Plan, r.Measure, r.History.Periods[i])
				if quota.Sign() == 0 {
					continue
				}
				gain = num.RoundRat(new(big.Rat).Quo(num.Rat(gain), quota), pastPlaces, num.HalfUp)
			}
			reached[id] = append(reached[id], gain)
		}
	}
	return reached, nil
}

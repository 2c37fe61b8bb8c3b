package equivalence

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/wording"
)

// ByCurves compares plans by their exact payout curves. It is a mutation.Equivalence. It has no fields: the zero value
// works.
type ByCurves struct{}

// Same compares a plan and a mutant of it in a fiscal calendar; nil: the calendar year. They are the same when both have
// the same curve in answer to every question, see the package documentation; then why says how many there were. They are
// not when any curve differs; then why says which one and where. Sure is false where curves prove nothing, and why says
// what stands in the way.
func (ByCurves) Same(plan, mutant incentive.Plan, calendar *kam.Calendar) (same, sure bool, why kam.Text) {
	if calendar == nil {
		calendar = kam.Gregorian()
	}
	plan, mutant = incentive.Expand(plan), incentive.Expand(mutant)
	places := differences(plan, mutant)
	for _, place := range places {
		if !shows(place, plan, mutant) {
			return false, false, wording.Say("curves do not show %s", "曲线不反映 %s", place)
		}
	}
	rounded := plan.Rounding.Step != mutant.Rounding.Step
	if rounded && (roundsDeals(plan) || roundsDeals(mutant)) {
		return false, false, wording.Say("each deal is rounded on its own in one of them alone", "只有其中一方按每笔交易单独舍入")
	}
	here, ok := alone(plan, calendar)
	there, ok2 := alone(mutant, calendar)
	if !ok || !ok2 {
		return false, false, wording.Say("the plan cannot be asked on its own", "无法单独考察该方案")
	}
	e := examination{here: here, there: there, calendar: calendar, rounded: rounded, places: places}
	e.plan, _ = here.Plan(plan.ID, plan.Version)
	e.mutant, _ = there.Plan(mutant.ID, mutant.Version)
	return e.hold()
}

// roundsDeals tells whether a plan rounds what single deals pay.
func roundsDeals(p incentive.Plan) bool {
	return p.Rounding.Step != incentive.RoundComponent && p.Rounding.Step != incentive.RoundStatement
}

// alone compiles a plan without others, in which every rule credits the owner of a deal.
func alone(p incentive.Plan, calendar *kam.Calendar) (*incentive.Program, bool) {
	p.Payout, p.Conversion = nil, nil
	p.Credits = slices.Clone(p.Credits)
	for i, c := range p.Credits {
		if c.To == incentive.ToOwner {
			continue
		}
		p.Credits[i] = incentive.CreditRule{
			Name: c.Name, To: incentive.ToOwner, Share: c.Share, Split: incentive.SplitCredit, When: c.When, Factor: c.Factor, Retires: c.Retires, Pays: c.Pays,
		}
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}, Calendar: calendar})
	return program, err == nil
}

// examination asks two editions of a plan the same questions.
type examination struct {
	here, there  *incentive.Program
	plan, mutant incentive.Plan
	calendar     *kam.Calendar
	// rounded is whether the editions round at different steps.
	rounded bool
	// places are where they differ.
	places []string
	asked  int
}

// hold asks every question.
func (e *examination) hold() (same, sure bool, why kam.Text) {
	questions, reason := e.questions()
	if questions == nil {
		return false, false, reason
	}
	for _, q := range questions {
		one, err := analysis.Payout(e.here, q)
		other, err2 := analysis.Payout(e.there, q)
		switch {
		case still(err) && still(err2): // such deals move another measure
			continue
		case err != nil:
			return false, false, refused(q, err)
		case err2 != nil:
			return false, false, refused(q, err2)
		}
		e.asked++
		if at, equal := agree(one, other); !equal {
			return false, true, wording.Say("%s, deals in the profile: %d; pay differs at %s", "%s，%d 笔交易：在 %s 处计提金额不同", axisOf(q), len(q.Deals), at)
		}
		if e.rounded && !single(one) {
			return false, false, wording.Say("several sums are rounded", "有多个金额分别舍入")
		}
	}
	if e.asked == 0 {
		return false, false, wording.Say("no deals move a measure of the plan", "没有交易能推动方案的指标")
	}
	return true, true, wording.Say("the same exact curve in answer to each of %d questions", "%d 个问题的精确曲线均相同", e.asked)
}

func axisOf(q analysis.Question) string {
	return q.Axis.Measure + " (" + string(q.Axis.Basis) + ")"
}

package analysis

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// model is a question that has been checked, with everything that does not vary worked out.
type model struct {
	program *incentive.Program
	plan    incentive.Plan
	q       Question
	payee   string
	axis    incentive.Measure
	deals   []deal
	credits []credit
	// quotas and fixed are what attainment of a measure divides by, or is; targets are by stretch.
	quotas, fixed map[string]*big.Rat
	targets       map[kam.Period]*big.Rat
	observed      map[string]*big.Rat
	// unit is how much of the axis measure's quantity one of the axis is: the quota, or 1.
	unit *big.Rat
	// windows are the windows' stretches in the question's period.
	windows map[incentive.Window]kam.Period
	// size is the factor of the profile as a function of the axis.
	size Polynomial
	// from and until are the ends of the range.
	from, until *big.Rat
}

// deal is one deal of the question.
type deal struct {
	incentive.Transaction
	// scaled says that it is part of the profile.
	scaled bool
	// place counts the deals of the profile, then the others, as they are asked.
	place int
	date  kam.Day
}

// credit is what one rule gives the payee for one deal.
type credit struct {
	deal, rule, participant int
	// scale multiplies the quantity, payShare what the credit earns.
	scale, payShare *big.Rat
}

// newModel checks a question. The error is a *kam.InvalidError with every fault found.
func newModel(program *incentive.Program, q Question) (*model, error) {
	var f faults
	plan, ok := choose(program, q.Assignment.Plan, q.Assignment.Version, &f)
	if !ok {
		return nil, f.Err()
	}
	m := &model{
		program: program, plan: plan, q: q, payee: cmp.Or(q.Assignment.Payee, someone),
		quotas: map[string]*big.Rat{}, fixed: map[string]*big.Rat{}, targets: map[kam.Period]*big.Rat{}, observed: map[string]*big.Rat{},
	}
	m.q.Assignment.Plan, m.q.Assignment.Version, m.q.Assignment.Payee = plan.ID, plan.Version, m.payee
	if q.Period.Check() != nil || !program.Calendar().Is(plan.Period, q.Period) {
		f.Add(string(CodePeriod), "period", say("%s is no commission period of the plan", "%s 不是该方案的结算期", q.Period.String()), say("state a whole %s of the calendar", "请写明日历中完整的一期（%s）", string(plan.Period)))
		return nil, f.Err()
	}
	m.windows = map[incentive.Window]kam.Period{}
	for _, x := range plan.Measures {
		m.windows[x.Window] = window(program.Calendar(), x, q.Period)
	}
	m.findAxis(&f)
	for _, end := range []struct {
		name  string
		value decimal.NullDecimal
	}{{"from", q.From}, {"until", q.Until}} {
		if end.value.Valid && num.Check(end.value.Decimal) != nil {
			f.Add(string(CodeRange), end.name, say("the number has too many digits", "数值位数过多"), say("use at most 38 digits", "请不超过 38 位"))
		}
	}
	m.refuseOthers(&f)
	m.takeDeals(&f)
	if f.HasErrors() {
		return nil, f.Err()
	}
	if m.probe(&f); f.HasErrors() {
		return nil, f.Err()
	}
	m.gather(&f)
	if f.HasErrors() {
		return nil, f.Err()
	}
	m.scale(&f)
	return m, f.Err()
}

func (m *model) measure(name string) (incentive.Measure, bool) {
	for _, x := range m.plan.Measures {
		if x.Name == name {
			return x, true
		}
	}
	return incentive.Measure{}, false
}

func (m *model) mustMeasure(name string) incentive.Measure {
	x, _ := m.measure(name)
	return x
}

// findAxis checks what varies.
func (m *model) findAxis(f *faults) {
	axis, ok := m.measure(m.q.Axis.Measure)
	if !ok {
		f.Add(string(CodeMeasure), "axis.measure", say("the plan has no measure %s", "方案中没有指标 %s", quote(m.q.Axis.Measure)), say("name a measure of the plan", "请指明方案中的指标"))
		return
	}
	m.axis = axis
	own := quantityOf(axis)
	switch {
	case axis.Base == incentive.BaseCount:
		f.Add(string(CodeCount), "axis.measure", say("%s counts deals, and a profile has a fixed number of them", "%s 统计交易笔数，而交易构成的笔数固定", quote(axis.Name)), say("ask about another measure, and compare profiles of 1, 2, 3 … deals", "请以其他指标为横轴，并比较 1、2、3……笔的交易构成"))
	case m.q.Axis.Basis == own, m.q.Axis.Basis == incentive.ByAttainment && axis.Base != incentive.BaseObservation:
	default:
		f.Add(string(CodeBasis), "axis.basis", say("%s cannot be counted in %s", "%s 不能按 %s 计", quote(axis.Name), quote(string(m.q.Axis.Basis))), say("use %s", "请使用 %s", quote(string(own))))
	}
}

// refuseOthers refuses plans in which pay depends on what others sell or earn.
func (m *model) refuseOthers(f *faults) {
	for i, c := range m.plan.Credits {
		if c.Base == incentive.CreditGross || c.Base == incentive.CreditAfterCap {
			f.Add(string(CodeOthers), fmt.Sprintf("plan.credits[%d]", i), say("%s credits what others earn", "%s 按他人所得计入", quote(c.Name)), say("ask about the plan of those below, or give their commission as an observation", "请分析下级的方案，或将其提成作为观测值"))
		}
	}
	for i, k := range m.plan.Components {
		place := fmt.Sprintf("plan.components[%d]", i)
		switch {
		case k.Contest != nil:
			f.Add(string(CodeOthers), place, say("the contest %s pays by what others reach", "竞赛 %s 的奖励取决于他人的业绩", quote(k.Name)), say("ask about a copy of the plan without it", "请分析不含该组成部分的方案副本"))
		case k.Pool != nil:
			f.Add(string(CodeOthers), place, say("the pool %s shares out what all make together", "奖金池 %s 按全体业绩分配", quote(k.Name)), say("ask about a copy of the plan without it", "请分析不含该组成部分的方案副本"))
		}
		for _, c := range k.Caps {
			if c.Per == incentive.PerDeal && m.shared() {
				f.Add(string(CodeOthers), place, say("the cap per transaction of %s counts what all payees of a deal earn", "%s 的单笔交易封顶按该交易全体人员的所得计", quote(k.Name)), say("ask about deals of the payee alone", "请以该人员独有的交易提问"))
			}
		}
	}
}

// shared reports whether a deal has a part for somebody else.
func (m *model) shared() bool {
	return slices.ContainsFunc(slices.Concat(m.q.Deals, m.q.Fixed), func(t incentive.Transaction) bool {
		return t.Owner != "" && t.Owner != m.payee || slices.ContainsFunc(t.Participants, func(p incentive.Participant) bool { return p.Payee != m.payee })
	})
}

// takeDeals completes the deals and refuses those that cannot be part of a profile.
func (m *model) takeDeals(f *faults) {
	if len(m.q.Deals)+len(m.q.Fixed) > MaxDeals {
		f.Add(string(CodeDeals), "deals", say("there are %d deals", "有 %d 笔交易", len(m.q.Deals)+len(m.q.Fixed)), say("use at most %d", "请不超过 %d 笔", MaxDeals))
		return
	}
	first := m.q.Period.From
	if covered, ok := m.q.Period.Intersect(m.q.Assignment.Period); ok {
		first = covered.From
	}
	for i, t := range m.q.Deals {
		place := fmt.Sprintf("deals[%d]", i)
		if t.ID == "" {
			t.ID = "deal-" + ordinal(i)
			if m.plan.Order == incentive.ByNumericID {
				t.ID = ordinal(i)
			}
		}
		if t.Sequence == 0 {
			t.Sequence = int64(i) + 1
		}
		if t.Owner == "" && len(t.Participants) == 0 {
			t.Owner = m.payee
		}
		m.date(&t, first)
		if !t.Amount.IsPositive() {
			f.Add(string(CodeDeals), place+".amount", say("a deal of %s has no proportion to the others", "金额为 %s 的交易无法与其他交易成比例", t.Amount), say("state an amount above zero", "请填写大于零的金额"))
		}
		for _, n := range []struct {
			base  incentive.Base
			value *decimal.NullDecimal
		}{{incentive.BaseMargin, &t.Margin}, {incentive.BaseUnits, &t.Units}, {incentive.BaseCash, &t.Cash}} {
			if !n.value.Valid && m.axis.Base == n.base {
				*n.value = decimal.NewNullDecimal(t.Amount)
			}
		}
		m.take(deal{Transaction: t, scaled: m.axis.Base != incentive.BaseObservation}, place, f)
	}
	for i, t := range m.q.Fixed {
		place := fmt.Sprintf("fixed[%d]", i)
		if t.ID == "" {
			t.ID = "fixed-" + ordinal(i)
			if m.plan.Order == incentive.ByNumericID {
				t.ID = strconv.Itoa(MaxDeals + i + 1)
			}
		}
		if t.Owner == "" && len(t.Participants) == 0 {
			t.Owner = m.payee
		}
		m.date(&t, first)
		m.take(deal{Transaction: t}, place, f)
	}
	slices.SortStableFunc(m.deals, m.order)
}

// date sets the date that decides when a deal counts, where it has none.
func (m *model) date(t *incentive.Transaction, day kam.Day) {
	if t.Date(m.plan.CreditDate).IsSet() {
		return
	}
	switch m.plan.CreditDate {
	case incentive.Booked:
		t.Booked = day
	case incentive.Invoiced:
		t.Invoiced = day
	case incentive.CashReceived:
		t.CashDate = day
	case incentive.Delivered:
		t.Delivered = day
	}
}

func (m *model) take(d deal, place string, f *faults) {
	if d.Reverses != "" || d.Amount.IsNegative() {
		f.Add(string(CodeDeals), place, say("%s takes a deal back", "%s 是冲销交易", quote(d.ID)), say("leave refunds out: a profile is what is sold", "请不要列入退款：交易构成只含销售"))
		return
	}
	if d.Currency != "" && d.Currency != m.plan.Currency {
		f.Add(string(CodeDeals), place+".currency", say("%s is in %s", "%s 以 %s 计价", quote(d.ID), string(d.Currency)), say("state its amounts in %s", "请以 %s 填写金额", string(m.plan.Currency)))
		return
	}
	for _, n := range []decimal.NullDecimal{d.Margin, d.Units, d.Cash} {
		if n.Valid && n.Decimal.IsNegative() {
			f.Add(string(CodeNegative), place, say("%s has a number below zero", "%s 含小于零的数值", quote(d.ID)), say("leave it out, or ask about what is left", "请剔除该交易，或按剩余部分提问"))
			return
		}
	}
	d.date, d.place = d.Date(m.plan.CreditDate), len(m.deals)
	m.deals = append(m.deals, d)
}

// order ranks deals as the plan does.
func (m *model) order(a, b deal) int {
	if c := a.date.Compare(b.date); c != 0 {
		return c
	}
	switch m.plan.Order {
	case incentive.BySequence:
		if c := cmp.Compare(a.Sequence, b.Sequence); c != 0 {
			return c
		}
	case incentive.ByNumericID:
		x, okX := new(big.Int).SetString(a.ID, 10)
		y, okY := new(big.Int).SetString(b.ID, 10)
		if okX && okY && x.Cmp(y) != 0 {
			return x.Cmp(y)
		}
	case incentive.ByID: // the id alone
	}
	return cmp.Compare(a.ID, b.ID)
}

package verify

import (
	"fmt"
	"math/big"
	"slices"
	"sort"

	"github.com/kam-go/kam"
)

// track is the way of one measure: its moves and where they lead.
type track struct {
	doc   *measure
	plan  *planMeasure
	path  string
	feeds map[string]bool // the credit rules that feed it
	start *big.Rat
	moves []step
	// final and highest are positions, the start included; for an observation all are its value.
	final, highest *big.Rat
	// quota is what attainment divides by, fixed the attainment that replaces it. Nil: none.
	quota, fixed *big.Rat
}

// step is one move with the position after it and the highest until then.
type step struct {
	place       int
	credit      *credit
	by          *big.Rat
	after, high *big.Rat
}

// at returns the number of moves up to a place, inclusive.
func (t *track) at(place int) int {
	return sort.Search(len(t.moves), func(i int) bool { return t.moves[i].place > place })
}

// moveAt returns the move of a credit, nil when it does not move the measure.
func (t *track) moveAt(place int) *step {
	if n := t.at(place); n > 0 && t.moves[n-1].place == place {
		return &t.moves[n-1]
	}
	return nil
}

// position returns where the measure stands after a place, and the highest it has been.
func (t *track) position(place int) (now, high *big.Rat) {
	if n := t.at(place); n > 0 {
		return t.moves[n-1].after, t.moves[n-1].high
	}
	return t.start, t.start
}

// compare puts a position beside a bound of the plan: 1 above, 0 at, -1 below.
func (t *track) compare(x, bound *big.Rat, basis string) int {
	if basis == "attainment" {
		if t.fixed != nil {
			return t.fixed.Cmp(bound)
		}
		bound = t.scaled(bound, basis)
	}
	return x.Cmp(bound)
}

// scaled returns a bound of the plan as a position.
func (t *track) scaled(bound *big.Rat, basis string) *big.Rat {
	if basis == "attainment" && t.quota != nil {
		return mul(bound, t.quota)
	}
	return bound
}

func (t *track) toDate() bool { return toDate(t.plan.Window) }

func toDate(window string) bool { return reach(window) > 0 }

// reach orders windows by how far they look back; 0 for those that start with the period.
func reach(window string) int {
	return max(0, slices.Index([]string{"period", "quarter-to-date", "half-year-to-date", "year-to-date"}, window))
}

// measures recomputes the measures; false when they are not those of the plan.
func (v *verifier) measures() bool {
	p := v.doc.Plan
	if len(v.doc.Measures) != len(p.Measures) {
		v.fault(CodeMissing, "$.measures", say("the plan has %d measures, the statement lists %d", "方案有 %d 个指标，结算单列出 %d 个", len(p.Measures), len(v.doc.Measures)), say("list every measure of the plan", "请列出方案的全部指标"))
		return false
	}
	good := true
	for i := range p.Measures {
		t := &track{doc: &v.doc.Measures[i], plan: &p.Measures[i], path: fmt.Sprintf("$.measures[%d]", i), feeds: map[string]bool{}, start: zero()}
		for _, name := range t.plan.Credits {
			t.feeds[name] = true
		}
		v.tracks = append(v.tracks, t)
		v.byName[t.plan.Name] = t
		v.same(t.path+".name", t.plan.Name, t.doc.Name)
		v.window(t)
		if t.doc.Unknown {
			good = v.unknown(t) && good
			continue
		}
		if t.plan.Base == "observation" {
			t.final = v.number(t.path+".observation", t.doc.Observation)
			t.start, t.highest = t.final, t.final
			v.same(t.path+".start", "", t.doc.Start)
			v.same(t.path+".final", "", t.doc.Final)
			if len(t.doc.Moves) > 0 {
				v.conflict(t.path+".moves", say("nothing moves an observation", "观测值没有变动"))
			}
			continue
		}
		v.same(t.path+".observation", "", t.doc.Observation)
		v.walk(t)
		good = v.quota(t) && good
	}
	return good
}

// unknown checks a measure of which nothing is known: it could only have broken a tie, and did not. False: something
// rests on it.
func (v *verifier) unknown(t *track) bool {
	t.final, t.highest = t.start, t.start
	d := t.doc
	if d.Observation != "" || d.Start != "" || d.Final != "" || d.Quota != "" || d.FixedAttainment != "" || !d.QuotaPeriod.IsZero() || len(d.Moves)+len(d.Quotas) > 0 {
		v.conflict(t.path+".unknown", say("something is stated of a measure that is not known", "指标未知，却写明了数值"))
	}
	if !v.rests(t.plan.Name) {
		return true
	}
	v.conflict(t.path+".unknown", say("the statement rests on the measure %s", "结算单依据指标 %s", show(t.plan.Name)))
	return false
}

// rests reports whether a component looks at a measure; one that breaks ties counts where it was compared.
func (v *verifier) rests(name string) bool {
	for i := range v.doc.Plan.Components {
		k := &v.doc.Plan.Components[i]
		switch {
		case k.Measure == name, k.Tiers != nil && k.Tiers.On == name, k.Pool != nil && k.Pool.On == name,
			k.Table != nil && slices.ContainsFunc(k.Table.Dimensions, func(d dimension) bool { return d.On == name }),
			slices.ContainsFunc(k.Gates, func(g gate) bool { return g.Measure == name }),
			slices.ContainsFunc(k.Multipliers, func(m multiplier) bool { return m.On == name }),
			slices.ContainsFunc(v.compared(i), func(b tieBreak) bool { return b.Measure == name }):
			return true
		}
	}
	return false
}

// compared returns the further comparisons of a contest that the payee was asked for.
func (v *verifier) compared(i int) []tieBreak {
	c := v.doc.Plan.Components[i].Contest
	if c == nil || i >= len(v.doc.Components) || v.doc.Components[i].Pay == nil || v.doc.Components[i].Pay.Contest == nil {
		return nil
	}
	return c.Then[:min(len(c.Then), len(v.doc.Components[i].Pay.Contest.Then))]
}

// window checks the stretch of a measure as far as it follows from the period.
func (v *verifier) window(t *track) {
	w, period := t.doc.Window, v.doc.Period
	months := months(v.doc.Plan.Period)
	whole := wholeMonths(t.plan.Window)
	switch {
	case w.Until != period.Until || w.From.After(period.From) || !t.toDate() && w != period:
		v.conflict(t.path+".window", say("the window %s does not fit the period %s", "窗口 %s 与期间 %s 不符", w.String(), period.String()))
	case t.doc.Periods < 1, (t.doc.Periods == 1) != (w == period), t.doc.Periods > 1 && t.doc.Periods*months > whole:
		v.conflict(t.path+".periods", say("the window %s cannot have %d periods", "窗口 %s 不可能有 %d 个期间", w.String(), t.doc.Periods))
	}
}

// walk recomputes the positions.
func (v *verifier) walk(t *track) {
	t.start = v.number(t.path+".start", t.doc.Start)
	if !t.toDate() {
		v.same(t.path+".start", "0", t.doc.Start)
	}
	t.final, t.highest = t.start, t.start
	last := 0
	for i := range t.doc.Moves {
		m := &t.doc.Moves[i]
		path := fmt.Sprintf("%s.moves[%d]", t.path, i)
		c := &m.Credit
		r := v.meet(path+".credit", c)
		v.belongs(path+".credit", t, r, c)
		if r != nil && !r.retires() {
			v.conflict(path+".credit.rule", say("the credit rule %s moves no measure", "归属规则 %s 不计入指标", show(c.Rule)))
		}
		if c.refund() && v.doc.Plan.Refunds.Period == "origin" {
			v.conflict(path+".credit.reverses", say("refunds of this plan are part of their originals' moves", "该方案的退款并入原交易"))
		}
		if c.Place <= last {
			v.conflict(path+".credit.place", say("the moves are not in the order of their places", "变动未按位置排列"))
			continue
		}
		last = c.Place
		by := v.number(path+".move", m.Move)
		t.final = v.plus(path+".move", t.final, by)
		t.highest = higher(t.highest, t.final)
		t.moves = append(t.moves, step{place: c.Place, credit: c, by: by, after: t.final, high: t.highest})
	}
	v.same(t.path+".final", text(t.final), t.doc.Final)
}

// belongs checks that a credit feeds a measure.
func (v *verifier) belongs(path string, t *track, r *rule, c *credit) {
	if r != nil && !t.feeds[c.Rule] {
		v.conflict(path+".rule", say("the credit rule %s does not feed the measure %s", "归属规则 %s 不计入指标 %s", show(c.Rule), show(t.plan.Name)))
	}
	if !t.doc.Window.Contains(c.Date) {
		v.conflict(path+".date", say("%s lies outside the window %s", "%s 不在窗口 %s 之内", c.Date.String(), t.doc.Window.String()))
	}
}

// quota recomputes what attainment divides by; false when it is needed and not there.
func (v *verifier) quota(t *track) bool {
	stretch := v.doc.Period
	if t.toDate() {
		stretch = t.doc.Window
		if t.plan.Denominator == "full-period" {
			stretch = t.doc.QuotaPeriod
			if stretch.From != t.doc.Window.From || stretch.IsOpen() || !stretch.ContainsPeriod(t.doc.Window) && t.doc.Window != v.doc.Period {
				v.conflict(t.path+".quota_period", say("%s is not the whole of which %s is a part", "%s 不是包含 %s 的完整区间", stretch.String(), t.doc.Window.String()))
			}
		}
	}
	v.same(t.path+".quota_period", stretch.String(), t.doc.QuotaPeriod.String())
	needed := v.needsQuota(t)
	sum, stated := v.counts(t, stretch, needed)
	if stated && sum.Sign() > 0 {
		t.quota = sum
	} else if zeroQuota := t.plan.ZeroQuota; stated && needed && zeroQuota.Valid {
		t.fixed = ratio(zeroQuota.Decimal)
	}
	v.same(t.path+".quota", text(t.quota), t.doc.Quota)
	v.same(t.path+".fixed_attainment", text(t.fixed), t.doc.FixedAttainment)
	if needed && t.quota == nil && t.fixed == nil {
		v.fault(CodeMissing, "$.assignment.quotas", say("the quotas of %s do not make up %s", "%s 的目标未能恰好覆盖 %s", show(t.plan.Name), stretch.String()), say("list the quotas that the payee was assigned", "请列出已分配的目标"))
		return false
	}
	return true
}

// counts adds up what the quotas of a stretch count; false when they do not make it up.
func (v *verifier) counts(t *track, stretch kam.Period, needed bool) (*big.Rat, bool) {
	var tiles []kam.Period
	var rows []int
	lowered := v.doc.Plan.quotas()
	for i, q := range v.doc.Assignment.Quotas {
		if q.Measure == t.plan.Name && stretch.ContainsPeriod(q.Period) {
			tiles, rows = append(tiles, q.Period), append(rows, i)
			lowered = lowered || len(q.Relief) > 0
		}
	}
	sum, stated := zero(), len(tiles) > 0 && stretch.Tiles(tiles) == nil
	switch list := t.doc.Quotas; {
	case !stated || !lowered || len(list) == 0 && !needed:
		v.sameCount(t.path+".quotas", 0, len(list))
		stated = stated && !lowered
	case len(list) != len(rows):
		v.sameCount(t.path+".quotas", len(rows), len(list))
		return sum, false
	}
	if !stated {
		return sum, false
	}
	for n, i := range rows {
		path := fmt.Sprintf("$.assignment.quotas[%d].amount", i)
		counts := v.number(path, v.doc.Assignment.Quotas[i].Amount)
		if lowered {
			counts = v.lowered(index(t.path+".quotas", n), &v.doc.Assignment.Quotas[i], &t.doc.Quotas[n], counts)
		}
		sum = v.plus(path, sum, counts)
	}
	return sum, true
}

// lowered recomputes what proration, ramp and reliefs leave of a quota.
func (v *verifier) lowered(path string, q *quota, x *countedQuota, amount *big.Rat) *big.Rat {
	v.same(path+".period", q.Period.String(), x.Period.String())
	v.same(path+".stated", q.Amount, x.Stated)
	switch {
	case v.doc.Plan.quotas():
		if f := v.fraction(path+".proration", q.Period, x.Proration, true); f != nil {
			amount = mul(amount, f)
		}
	case x.Proration != nil:
		v.conflict(path+".proration", say("the plan prorates no quota", "方案不折算目标"))
	}
	v.same(path+".prorated", text(amount), x.Prorated)
	v.sameCount(path+".relieved", len(q.Relief), len(x.Relieved))
	for i, r := range q.Relief {
		by, readable := read(r.Amount)
		if share, ok := read(r.Share); ok {
			by, readable = mul(amount, share), true
		} else if readable {
			by = lower(by, higher(amount, zero()))
		}
		if readable {
			amount = sub(amount, by)
		}
		if i < len(x.Relieved) {
			v.same(index(path+".relieved", i), text(amount), x.Relieved[i])
		}
	}
	v.same(path+".counts", text(amount), x.Counts)
	return amount
}

// needsQuota reports whether the plan asks for the attainment of a measure.
func (v *verifier) needsQuota(t *track) bool {
	for i := range v.doc.Plan.Components {
		k := &v.doc.Plan.Components[i]
		axis := k.Measure
		if k.Tiers != nil {
			if k.Tiers.On != "" {
				axis = k.Tiers.On
			}
			if axis == t.plan.Name && k.Tiers.Basis == "attainment" {
				return true
			}
		}
		if k.Table != nil && slices.ContainsFunc(k.Table.Dimensions, func(d dimension) bool { return d.On == t.plan.Name && d.Basis == "attainment" }) {
			return true
		}
		if slices.ContainsFunc(k.Gates, func(g gate) bool { return g.on(k) == t.plan.Name && g.Basis == "attainment" }) {
			return true
		}
		if slices.Contains(v.attainments(i), t.plan.Name) {
			return true
		}
		if axis == t.plan.Name && slices.ContainsFunc(k.Caps, func(c planCap) bool { return c.On == "attainment" }) {
			return true
		}
	}
	return false
}

// attainments names the measures whose attainment decides a component's sum or a factor on it.
func (v *verifier) attainments(i int) []string {
	k := &v.doc.Plan.Components[i]
	var out []string
	asked := func(basis, name string) {
		if basis == "attainment" {
			out = append(out, k.named(name))
		}
	}
	switch {
	case k.Curve != nil:
		asked(k.Curve.Basis, "")
	case !v.takesPart(k):
	case k.Contest != nil:
		asked(k.Contest.Basis, "")
	case k.Pool != nil:
		asked(k.Pool.Key, k.Pool.On)
	}
	for _, m := range k.Multipliers {
		asked(m.Basis, m.On)
	}
	for _, b := range v.compared(i) {
		asked(b.Basis, b.Measure)
	}
	return out
}

// on names the measure that a gate tests.
func (g *gate) on(k *planComponent) string {
	if g.Measure == "" {
		return k.Measure
	}
	return g.Measure
}

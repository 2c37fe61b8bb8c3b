package verify

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
)

// maxRows is how many ramps, absences, changes of a target and reliefs of a quota an assignment has at most.
const maxRows = 1000

// entitlement checks the assignment's ramps, absences, reliefs and changes of the target incentive.
func (v *verifier) entitlement() {
	a := &v.doc.Assignment
	p := v.doc.Plan
	if len(a.Ramps) > 0 && !p.quotas() {
		v.conflict("$.assignment.ramps", say("the plan does not say how quotas are prorated", "方案未写明目标如何折算"))
	}
	var periods []kam.Period
	for i, r := range a.Ramps {
		path := fmt.Sprintf("$.assignment.ramps[%d].share", i)
		if x := v.number(path, r.Share); x.Sign() < 0 || x.Cmp(big.NewRat(1, 1)) > 0 {
			v.conflict(path, say("the share %s is not from 0 to 1", "比例 %s 不在 0 至 1 之间", show(r.Share)))
		}
		periods = append(periods, r.Period)
	}
	v.apart("$.assignment.ramps", periods)
	periods = nil
	away := map[string]bool{}
	for i, x := range a.Absences {
		path := fmt.Sprintf("$.assignment.absences[%d]", i)
		if _, twice := away[x.ID]; twice || x.ID == "" {
			v.conflict(path+".id", say("the id %s stands for no single absence", "编号 %s 不对应唯一的缺勤", show(x.ID)))
		}
		if away[x.ID] = x.Prorates; x.Prorates && !p.quotas() && !p.targets() {
			v.conflict(path+".prorates", say("the plan does not say how absences are prorated", "方案未写明缺勤如何折算"))
		}
		periods = append(periods, x.Period)
	}
	v.apart("$.assignment.absences", periods)
	for i := range a.Quotas {
		v.reliefs(fmt.Sprintf("$.assignment.quotas[%d]", i), &a.Quotas[i], away)
	}
	if a.Target == nil {
		return
	}
	var last kam.Day
	for i, c := range a.Target.Changes {
		path := fmt.Sprintf("$.assignment.target.changes[%d]", i)
		v.number(path+".amount", c.Amount)
		if i >= maxRows || !c.From.IsSet() || i > 0 && !last.Before(c.From) {
			v.conflict(path+".from", say("the changes are not in the order of their days", "变更未按日期先后排列"))
		}
		last = c.From
	}
}

// reliefs checks the reliefs of one quota.
func (v *verifier) reliefs(path string, q *quota, away map[string]bool) {
	if len(q.Relief) > maxRows {
		v.conflict(path+".relief", say("more than %d reliefs", "减免超过 %d 项", maxRows))
	}
	for i := range q.Relief {
		r := &q.Relief[i]
		at := fmt.Sprintf("%s.relief[%d]", path, i)
		stated, highest := r.Amount, (*big.Rat)(nil)
		if r.Amount == "" {
			stated, highest = r.Share, big.NewRat(1, 1)
		}
		if x := v.number(at, stated); (r.Amount == "") == (r.Share == "") || x.Sign() < 0 || highest != nil && (x.Sign() == 0 || x.Cmp(highest) > 0) {
			v.conflict(at, say("a relief is an amount, zero or more, or a share above 0 and at most 1", "减免须为不小于零的金额，或大于 0 且不超过 1 的比例"))
		}
		if prorates, known := away[r.For]; r.For != "" && (!known || prorates) {
			v.conflict(at+".for", say("%s is no absence that a relief may make up for", "%s 不是可由减免弥补的缺勤", show(r.For)))
		}
		if r.Reason == "" || r.ApprovedBy == "" {
			v.fault(CodeMissing, at, say("the relief has no reason or nobody who approved it", "减免缺少原因或批准人"), say("state both", "请补充"))
		}
	}
}

// apart checks that periods are closed or open stretches in order that do not overlap.
func (v *verifier) apart(path string, periods []kam.Period) {
	if len(periods) > maxRows {
		v.conflict(path, say("more than %d rows", "超过 %d 行", maxRows))
	}
	for i, p := range periods {
		if p.Check() != nil || i > 0 && (periods[i-1].Compare(p) > 0 || periods[i-1].Overlaps(p)) {
			v.conflict(fmt.Sprintf("%s[%d].period", path, i), say("%s overlaps another one, or stands before an earlier one", "%s 与另一段重叠，或排在更早的一段之前", p.String()))
		}
	}
}

// cover is a stretch of days that the assignment covers alike; share is what a ramp leaves of a quota, nil outside ramps.
type cover struct {
	kam.Period
	share *big.Rat
}

// covers returns the days of a stretch that count: those of the assignment without absences that prorate, cut where a
// ramp or such an absence starts or ends.
func (v *verifier) covers(path string, stretch kam.Period) []cover {
	a := &v.doc.Assignment
	whole, ok := stretch.Intersect(a.Period)
	rows := 1 + len(a.Ramps) + len(a.Absences)
	if v.work += rows * rows; !ok || v.work > maxWork {
		if ok {
			v.fault(CodeNumber, path, say("there are too many ramps and absences for the quotas", "爬坡期与缺勤相对目标数量过多"), say("verify a shorter statement", "请核验较短的结算单"))
		}
		return nil
	}
	days := []kam.Day{whole.From, whole.Until}
	edges := func(p kam.Period) {
		if in, ok := whole.Intersect(p); ok {
			days = append(days, in.From, in.Until)
		}
	}
	for _, r := range a.Ramps {
		edges(r.Period)
	}
	for _, x := range a.Absences {
		if x.Prorates {
			edges(x.Period)
		}
	}
	slices.SortFunc(days, kam.Day.Compare)
	days = slices.Compact(days)
	var out []cover
	for i := range len(days) - 1 {
		c := cover{Period: kam.Period{From: days[i], Until: days[i+1]}}
		if slices.ContainsFunc(a.Absences, func(x absence) bool { return x.Prorates && x.Period.Contains(c.From) }) {
			continue
		}
		for _, r := range a.Ramps {
			if share, readable := read(r.Share); readable && r.Period.Contains(c.From) {
				c.share = share
			}
		}
		out = append(out, c)
	}
	return out
}

// fraction recomputes which part of a stretch counts; nil when it is not stated. Where months lie and which days are
// worked is taken as given, and has to be the same everywhere.
func (v *verifier) fraction(path string, stretch kam.Period, x *prorated, ramped bool) *big.Rat {
	if x == nil || stretch.Check() != nil || stretch.IsOpen() {
		v.fault(CodeMissing, path, say("nothing says which part of %s counts", "未写明 %s 中计入的部分", stretch.String()), say("ask for the statement to be issued again", "请要求重新出具结算单"))
		return nil
	}
	sum := zero()
	if v.doc.Plan.Proration.By == "months" {
		sum = v.months(path, stretch, x, ramped)
	} else {
		sum = v.days(path, stretch, x, ramped, sum)
	}
	if x.Of < 1 {
		v.conflict(path+".of", say("nothing can be a part of %d", "无法以 %d 为整体折算", x.Of))
		return nil
	}
	out := quo(sum, big.NewRat(x.Of, 1))
	v.same(path+".fraction", text(out), x.Fraction)
	return out
}

// days adds up what the covered days of a stretch count.
func (v *verifier) days(path string, stretch kam.Period, x *prorated, ramped bool, sum *big.Rat) *big.Rat {
	want := v.covers(path, stretch)
	if len(want) != len(x.Parts) {
		v.same(path+".parts", fmt.Sprintf("%d parts", len(want)), fmt.Sprintf("%d parts", len(x.Parts)))
		return sum
	}
	total := int64(0)
	for i, part := range x.Parts {
		at := fmt.Sprintf("%s.parts[%d]", path, i)
		v.same(at+".period", want[i].String(), part.Period.String())
		n := v.counted(at+".days", want[i].Period, part.Days)
		total += n
		counts := want[i].weigh(big.NewRat(n, 1), ramped)
		v.same(at+".counts", text(counts), part.Counts)
		sum = add(sum, counts)
	}
	if of := v.counted(path+".of", stretch, x.Of); of < total {
		v.conflict(path+".of", say("%d days are fewer than the %d that are covered", "%d 天少于已覆盖的 %d 天", of, total))
	}
	return sum
}

// counted returns the days of a stretch: its calendar days, or the working days that are stated for it.
func (v *verifier) counted(path string, stretch kam.Period, stated int64) int64 {
	all := int64(stretch.Days())
	if p := v.doc.Plan.Proration; p == nil || p.By != "working-days" {
		v.same(path, fmt.Sprint(all), fmt.Sprint(stated))
		return all
	}
	if before, known := v.worked[stretch]; known && before != stated || stated < 0 || stated > all {
		v.conflict(path, say("%s cannot have %d working days, or has another number elsewhere", "%s 不可能有 %d 个工作日，或与他处不一致", stretch.String(), stated))
		return max(0, min(stated, all))
	}
	v.worked[stretch] = stated
	return stated
}

// months adds up what the months of a stretch count.
func (v *verifier) months(path string, stretch kam.Period, x *prorated, ramped bool) *big.Rat {
	sum, all := zero(), []kam.Period{}
	for i, part := range x.Parts {
		at := fmt.Sprintf("%s.parts[%d]", path, i)
		all = append(all, part.Period)
		if !v.month(part.Period) {
			v.conflict(at+".period", say("%s is no month, or overlaps one", "%s 不是月份，或与其他月份重叠", part.Period.String()))
			return sum
		}
		counts, days := zero(), 0
		parts := v.covers(path, part.Period)
		for _, c := range parts {
			days += c.Days()
		}
		if days > 0 {
			counts = parts[0].weigh(v.partial(days, part.Period.Days()), ramped)
		}
		v.same(at+".days", fmt.Sprint(days), fmt.Sprint(part.Days))
		v.same(at+".counts", text(counts), part.Counts)
		sum = add(sum, counts)
	}
	v.same(path+".of", fmt.Sprint(len(x.Parts)), fmt.Sprint(x.Of))
	if stretch.Tiles(all) != nil {
		v.conflict(path+".parts", say("the months do not make up %s", "各月份未能恰好覆盖 %s", stretch.String()))
	}
	return sum
}

// month notes a month of the calendar; false when it has no length of one, or overlaps another one.
func (v *verifier) month(p kam.Period) bool {
	const shortest, longest = 28, 42 // four weeks, and six in a year of 53 weeks
	if p.Check() != nil || p.IsOpen() || p.Days() < shortest || p.Days() > longest {
		return false
	}
	n, known := slices.BinarySearchFunc(v.calendar, p, kam.Period.Compare)
	if known {
		return true
	}
	if n > 0 && v.calendar[n-1].Overlaps(p) || n < len(v.calendar) && v.calendar[n].Overlaps(p) {
		return false
	}
	v.calendar = slices.Insert(v.calendar, n, p)
	return true
}

// partial returns what a month counts of which so many days are covered.
func (v *verifier) partial(days, of int) *big.Rat {
	switch word := v.doc.Plan.Proration.PartialMonth; {
	case days == of || word == "counts":
		return big.NewRat(1, 1)
	case word == "by-days":
		return big.NewRat(int64(days), int64(of))
	default:
		return zero()
	}
}

// weigh returns x, for quotas times what the ramp leaves.
func (c cover) weigh(x *big.Rat, ramped bool) *big.Rat {
	if ramped && c.share != nil {
		return mul(x, c.share)
	}
	return x
}

package goals

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// relevant judges R: a parent that the goal serves, a share worth having, children and accounts that add up, and no
// conflicts.
func (j *judged) relevant() LetterReport {
	r := &judging{letter: Relevant}
	j.relevantParent(r)
	j.relevantAccounts(r)
	j.relevantConflicts(r)
	return r.report()
}

func (j *judged) relevantParent(r *judging) {
	g, parent := j.goal, j.Parent
	switch {
	case g.Parent == "" && j.Top:
		r.note("parent", "parent", say("no goal stands above it", "它是最上层目标"))
		return
	case g.Parent == "":
		r.fail("parent", "parent", say("it serves no goal above it", "没有对应的上级目标"),
			say("link it to the goal it serves, or say that it is a top one", "请关联上级目标，或说明它是最上层目标"))
		return
	case parent == nil:
		r.lack("parent-unknown", "parent", say("the parent %q was not given", "未提供上级目标 %q", j.called(g.Parent)), say("pass the parent", "请提供上级目标"))
		return
	case parent.ID != g.Parent:
		r.fail("parent", "parent", say("its parent is %q, and %q was given", "其上级目标为 %q，而提供的是 %q", j.called(g.Parent), j.named(*parent)),
			say("link it to a goal that exists", "请关联存在的上级目标"), fact("linked", g.Parent), fact("given", parent.ID))
		return
	}
	if parent.Parent == g.ID && g.ID != "" || parent.ID == g.ID {
		r.fail("parent", "parent", say("%q serves %q, and that serves it in turn", "%q 与 %q 互为上级目标", j.named(g), j.named(*parent)),
			say("link it to a goal that does not rest on it", "请关联不依赖于它的上级目标"), fact("linked", g.Parent))
		return
	}
	same := g.Metric == parent.Metric
	if !same && !slices.Contains(j.Drivers, Driver{From: g.Metric, To: parent.Metric}) {
		r.fail("metric", "parent", say("%q is neither the parent's metric %q nor declared to drive it", "指标 %q 既非上级指标 %q，也未登记为其驱动因素", clip(g.Metric), clip(parent.Metric)),
			say("declare that it drives the parent's metric, or choose another parent", "请登记驱动关系，或改换上级目标"), fact("metric", g.Metric), fact("parent's metric", parent.Metric))
		return
	}
	r.note("parent", "parent", say("it serves %q", "服务于上级目标 %q", j.named(*parent)))
	if closed(g.Period) && parent.Period.Check() == nil && !parent.Period.ContainsPeriod(g.Period) {
		r.doubt("period", "period", say("%s is not inside the parent's %s", "期间 %s 不在上级目标的期间 %s 内", wording.Days(g.Period), wording.Days(parent.Period)),
			say("choose a period inside the parent's", "请选择上级目标期间内的时间"), fact("period", g.Period), fact("parent's period", parent.Period))
	}
	j.relevantShare(r)
	j.relevantChildren(r)
}

// adds reports whether targets of a and b add up to something: flows of one metric and unit.
func adds(a, b Goal) bool {
	return a.Metric == b.Metric && a.Tracking == Flow && b.Tracking == Flow && a.Unit == b.Unit && a.Currency == b.Currency
}

// relevantShare judges the part of the parent that the goal carries: counted where both add up, else as stated.
func (j *judged) relevantShare(r *judging) {
	g, whole := j.goal, j.Parent.final()
	share := g.Share.Rat()
	switch {
	case adds(g, *j.Parent) && j.hasTarget && !whole.IsZero():
		share = new(big.Rat).Quo(num.Rat(g.final()), num.Rat(whole))
	case g.Share.IsZero():
		r.lack("share-unknown", "share", say("what part of the parent it carries is not stated", "没有写明占上级目标的份额"), say("state the share", "请填写份额"))
		return
	}
	text, least := percent(share), j.bands.Share
	evidence := []kam.Evidence{fact("share", text), fact("parent's target", whole), fact("least", percent(least.Rat()))}
	if share.Cmp(least.Rat()) < 0 {
		r.doubt("share", "share", say("it carries %s of the parent, less than %s", "占上级目标的 %s，低于 %s", text, percent(least.Rat())),
			say("aim at what moves the parent", "请聚焦对上级目标有明显贡献的事项"), evidence...)
		return
	}
	r.note("share", "share", say("it carries %s of the parent", "占上级目标的 %s", text), evidence...)
}

// relevantChildren compares the sum of all children with the parent, where they add up over the parent's period.
func (j *judged) relevantChildren(r *judging) {
	parent := *j.Parent
	if len(j.Siblings) == 0 || !j.hasTarget || !adds(j.goal, parent) {
		return
	}
	sum, n := j.goal.final(), 1
	seen := map[string]bool{j.goal.ID: true}
	for i, s := range j.Siblings {
		if seen[s.ID] {
			if s.ID != j.goal.ID {
				j.cannot(fmt.Sprintf("siblings[%d]", i), say("%q was given before; it counts once", "%q 重复提供，只计一次", j.named(s)))
			}
			continue
		}
		if seen[s.ID] = true; s.Parent == parent.ID && adds(s, parent) {
			sum, n = sum.Add(s.final()), n+1
		}
	}
	j.compare(r, "children", "parent", sum, parent.final(),
		say("%d children sum to %s of the parent's %s", "%d 个下级目标合计 %s，上级目标为 %s", n, j.value(sum), j.value(parent.final())),
		fact("children", n))
}

// relevantAccounts compares the target with the sum of the account targets.
func (j *judged) relevantAccounts(r *judging) {
	if len(j.AccountTargets) == 0 || !j.hasTarget || j.goal.Tracking != Flow {
		return
	}
	sum := decimal.Zero
	for _, t := range j.AccountTargets {
		sum = sum.Add(t)
	}
	target := j.goal.final()
	j.compare(r, "accounts", "target", sum, target,
		say("the targets of %d accounts sum to %s of %s", "%d 个客户的目标合计 %s，总目标为 %s", len(j.AccountTargets), j.value(sum), j.value(target)),
		fact("accounts", len(j.AccountTargets)))
}

// compare judges what the parts of a target sum to: at least 1-Under and at most 1+Over of it.
func (j *judged) compare(r *judging, code, place string, sum, target decimal.Decimal, message kam.Text, evidence ...kam.Evidence) {
	evidence = append(evidence, fact("sum", sum), fact("target", target), fact("gap", target.Sub(sum)))
	whole := num.Rat(target)
	limit := func(part *big.Rat) *big.Rat { return new(big.Rat).Add(whole, part.Mul(part, new(big.Rat).Abs(whole))) }
	least, most := limit(new(big.Rat).Neg(j.bands.Under.Rat())), limit(j.bands.Over.Rat())
	switch exact := num.Rat(sum); {
	case exact.Cmp(least) < 0:
		r.doubt(code+"-gap", place, message, say("assign the missing %s", "请分配尚缺的 %s", j.value(target.Sub(sum))), evidence...)
	case exact.Cmp(most) > 0:
		r.doubt(code+"-over", place, message, say("at most %s on top of the target are usual; assign less", "超额分配一般不超过 %s，请减少分配", percent(j.bands.Over.Rat())), evidence...)
	default:
		r.note(code, place, message, evidence...)
	}
}

// relevantConflicts looks for goals that pull the other way or count the same twice.
func (j *judged) relevantConflicts(r *judging) {
	g := j.goal
	for i, o := range j.Others {
		if o.ID == g.ID || o.ID == g.Parent && g.Parent != "" || o.Parent == g.ID && g.ID != "" || o.Metric != g.Metric || g.Metric == "" {
			continue
		}
		shared := slices.ContainsFunc(g.Owners, func(owner string) bool { return slices.Contains(o.Owners, owner) })
		scope, together := sameScope(g, o, shared), g.Period.Overlaps(o.Period)
		place, evidence := fmt.Sprintf("others[%d]", i), []kam.Evidence{fact("goal", o.ID), fact("metric", o.Metric), fact("scope", o.Scope)}
		switch {
		case together && g.Direction != "" && o.Direction != "" && g.Direction != o.Direction && (scope || shared):
			r.fail("conflict", place, say("%q moves the same metric the other way", "目标 %q 使同一指标反向变动", j.named(o)),
				say("keep one of them", "请只保留其一"), evidence...)
		case scope && together && shared:
			r.fail("twice", place, say("%q counts the same metric in a scope and a period that overlap", "目标 %q 的指标相同，范围与期间重叠，同一成果会被重复计算", j.named(o)),
				say("merge the two", "请合并两者"), evidence...)
		case scope && g.Scope != All && together:
			r.doubt("shared", place, say("%q gives others the same metric and scope at the same time", "目标 %q 在同一时间把相同的指标与范围分给了他人", j.named(o)),
				say("split the scope, or say who counts what", "请划分范围，或写明各自如何计算"), evidence...)
		}
	}
}

// sameScope reports whether a and b are about the same scope. All of one owner's contains every scope of that owner;
// what is all to others is another matter.
func sameScope(a, b Goal, shared bool) bool {
	switch {
	case a.Scope == "" || b.Scope == "":
		return false
	case a.Scope == b.Scope:
		return true
	}
	return shared && (a.Scope == All || b.Scope == All)
}

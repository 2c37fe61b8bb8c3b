package settlement

import (
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds on what a settlement reads.
const (
	maxLate = 240
	maxRows = 1_000_000
)

// faults collects what is wrong with the inputs.
type faults struct{ wording.Faults }

func newFaults() *faults { return &faults{wording.Faults{Prefix: "settlement"}} }

// sizes bounds the lists.
func (f *faults) sizes(in Inputs) {
	f.Count("late", len(in.Late), 0, maxLate)
	f.Count("people", len(in.People), 0, maxRows)
	f.Count("events", len(in.Events), 0, maxRows)
	f.Count("deals", len(in.Deals), 0, maxRows)
	f.Count("adjustments", len(in.Adjustments), 0, maxRows)
	f.Count("rates", len(in.Rates), 0, maxRows)
}

// late checks the earlier periods that were calculated anew.
func (f *faults) late(in Inputs) {
	seen := map[kam.Period]bool{}
	for i, l := range in.Late {
		at := wording.At("late", i)
		if l.Run == nil {
			f.Add("late", at+".run", wording.Say("there is no run", "缺少运行结果"), wording.Say("run the earlier period anew", "请重新运行该期间"))
			continue
		}
		p := l.Run.Period()
		switch {
		case seen[p]:
			f.Add("late", at, wording.Say("%s is there twice", "期间 %s 重复", p), wording.Say("calculate each period once, with all late changes", "每个期间请一次性计算全部迟到变更"))
		case in.Run.Period().From.Before(p.Until):
			f.Add("late", at, wording.Say("%s does not end before the open period %s begins", "期间 %s 未在未结期间 %s 开始前结束", p, in.Run.Period()),
				wording.Say("hand in earlier periods alone", "仅可传入更早的期间"))
		}
		seen[p] = true
		if l.Before != nil && l.Before.Period() != p {
			f.Add("late", at+".before", wording.Say("it is of %s and not of %s", "其期间为 %s，而非 %s", l.Before.Period(), p), wording.Say("hand in the run of the same period", "请传入同一期间的运行结果"))
		}
		if strings.TrimSpace(l.Reason.EN) == "" || strings.TrimSpace(l.Reason.ZH) == "" {
			f.Add("reason", at+".reason", wording.Say("the reason is not stated in both languages", "未以两种语言写明原因"),
				wording.Say(`say why, such as {"en": "late invoices", "zh": "迟到发票"}`, `请写明原因，例如 {"en": "late invoices", "zh": "迟到发票"}`))
		}
	}
}

// names are the payees and plans that exist: on the roster or in the ledger, and in the program.
type names struct {
	in     Inputs
	ledger map[string]bool
}

func namesOf(in Inputs) names {
	n := names{in: in, ledger: map[string]bool{}}
	for _, p := range in.Opening.Posted {
		n.ledger[p.Payee] = true
	}
	return n
}

func (n names) payee(id string) bool {
	_, ok := n.in.Run.Payee(id)
	return ok || n.ledger[id]
}

func (n names) plan(id string) bool { return len(n.in.Run.Program().Versions(id)) > 0 }

// named checks that adjustments and deals name somebody and a plan that exist.
func (f *faults) named(in Inputs) {
	n := namesOf(in)
	check := func(at, payee, plan string) {
		if f.ID(at+".payee", payee, nil) && !n.payee(payee) {
			f.Add("unknown-payee", at+".payee", wording.Say("nobody on the roster or in the ledger is %s", "名册与账簿中均无 %s", wording.Quote(payee)), wording.Say("correct the id", "请更正标识"))
		}
		if f.ID(at+".plan", plan, nil) && !n.plan(plan) {
			f.Add("unknown-plan", at+".plan", wording.Say("there is no plan %s", "没有方案 %s", wording.Quote(plan)), wording.Say("correct the id, or compile the plan too", "请更正标识，或一并编译该方案"))
		}
	}
	for i, a := range in.Adjustments {
		at := wording.At("adjustments", i)
		check(at, a.Payee, a.Plan)
		if p, ok := in.Run.Payee(a.Payee); ok && p.Open {
			f.Add("open-position", at+".payee", wording.Say("%s is an open position, which is paid nothing", "%s 是空缺岗位，不发放任何金额", wording.Quote(a.Payee)), wording.Say("name a person, or remove the adjustment", "请改为具体人员，或删除该调整"))
		}
	}
	for i, d := range in.Deals {
		check(wording.At("deals", i), d.Payee, d.Plan)
	}
	for i, p := range in.People {
		at := wording.At("people", i)
		if f.ID(at+".payee", p.Payee, nil) && !n.payee(p.Payee) {
			f.Warn("unknown-payee", at+".payee", wording.Say("nobody on the roster or in the ledger is %s", "名册与账簿中均无 %s", wording.Quote(p.Payee)), wording.Say("correct the id, if it is meant for a payee", "如属收款人，请更正标识"))
		}
		if p.Plan != "" && !n.plan(p.Plan) {
			f.Add("unknown-plan", at+".plan", wording.Say("there is no plan %s", "没有方案 %s", wording.Quote(p.Plan)), wording.Say("correct the id, or compile the plan too", "请更正标识，或一并编译该方案"))
		}
	}
}

// people checks that facts about payees stand once and leave no doubt which plan they are about.
func (f *faults) people(list []Person, plans map[string][]string) {
	seen := map[account]bool{}
	for i, p := range list {
		at := wording.At("people", i)
		k := account{p.Payee, p.Plan}
		if seen[k] {
			f.Add("twice", at, wording.Say("%s is there twice for plan %s", "%s 在方案 %s 下重复", wording.Quote(p.Payee), wording.Quote(p.Plan)), wording.Say("state each payee once for a plan", "每人每个方案请只写一次"))
		}
		seen[k] = true
		own := p.Draw != nil || p.Guarantee != nil || p.ProtectedMinimum.Valid
		if on := plans[p.Payee]; p.Plan == "" && own && len(on) > 1 {
			f.Add("which-plan", at+".plan", wording.Say("%s is paid under %s, and amounts of his own would count under each", "%s 适用方案 %s，个人金额将在每个方案下各计一次", wording.Quote(p.Payee), wording.Words(on)), wording.Say("name the plan", "请写明方案"))
		}
	}
}

// accounts are the plans that each payee is paid under.
type accounts map[string]map[string]bool

func (a accounts) add(payee, plan string) {
	if a[payee] == nil {
		a[payee] = map[string]bool{}
	}
	a[payee][plan] = true
}

// plans returns the plans of everybody, ascending.
func (a accounts) plans() map[string][]string {
	plans := map[string][]string{}
	for payee, set := range a {
		plans[payee] = slices.Sorted(maps.Keys(set))
	}
	return plans
}

// plansOf returns the plans that somebody is paid under: those of the run, and those that the ledger has.
func plansOf(in Inputs) map[string][]string {
	found := accounts{}
	for s := range in.Run.Statements() {
		found.add(s.Payee().ID, s.PlanID())
	}
	for h := range in.Run.Held() {
		found.add(h.Payee.ID, h.Plan)
	}
	for _, p := range in.Opening.Posted {
		found.add(p.Payee, p.Plan)
	}
	return found.plans()
}

// adjustments checks who wants and who approves an adjustment; [payout] checks the rest of it.
func (f *faults) adjustments(in Inputs) {
	same := func(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }
	components := map[string][]string{}
	for _, p := range in.Run.Program().Plans() {
		for _, c := range p.Components {
			if !slices.Contains(components[p.ID], c.Name) {
				components[p.ID] = append(components[p.ID], c.Name)
			}
		}
	}
	for i, a := range in.Adjustments {
		at := wording.At("adjustments", i)
		if known, compiled := components[a.Plan]; compiled && a.Component != "" && !slices.Contains(known, a.Component) {
			f.Add("unknown-component", at+".component", wording.Say("plan %s has no component %s in any of its versions", "方案 %s 的任何版本都没有组成部分 %s", wording.Quote(a.Plan), wording.Quote(a.Component)),
				wording.Say("use one of %s, or leave it out", "请选用其一：%s，或不填", wording.Words(known)))
		}
		f.ID(at+".requestedBy", a.RequestedBy, nil)
		if !f.ID(at+".approvedBy", a.ApprovedBy, nil) {
			continue
		}
		switch {
		case same(a.ApprovedBy, a.Payee):
			f.Add("four-eyes", at+".approvedBy", wording.Say("%s approves an adjustment of his own pay", "%s 批准了自己的薪酬调整", wording.Quote(a.Payee)), wording.Say("have another person approve it", "请由他人批准"))
		case same(a.ApprovedBy, a.RequestedBy):
			f.Add("four-eyes", at+".approvedBy", wording.Say("%s asks for the adjustment and approves it", "%s 既申请又批准了该调整", wording.Quote(a.ApprovedBy)), wording.Say("have another person approve it", "请由他人批准"))
		}
	}
}

// events checks those that concern everybody: about sums that belong to no deal. [payout] checks those of deals.
func (f *faults) events(in Inputs) {
	for i, e := range in.Events {
		if e.Transaction != "" {
			continue
		}
		at := wording.At("events", i)
		f.Period(at+".origin", e.Origin, true)
		wording.Choice(&f.Faults, "event", at+".kind", e.Kind, payout.Invoiced, payout.Collected, payout.Accepted, payout.Freed)
		if !e.Day.IsSet() {
			f.Add("event", at+".day", wording.Say("the day is not stated", "没有写明日期"), wording.Say("state when it happened", "请写明发生日期"))
		}
	}
}

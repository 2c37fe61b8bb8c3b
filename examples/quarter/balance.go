package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/examples/internal/reports"
)

// maxDeals are the most deals that the index lists one by one.
const maxDeals = 100

// balance is what was sold in a quarter by the copy, what of it is measured, and what commission is credited on.
type balance struct {
	copied, measured, credited decimal.Decimal
	// notes say who is held, who has no target, and of which deals the sums differ: none where the three are one.
	notes []kam.Text
}

// balance compares the three sums, and names everybody and every deal that one of them leaves out.
func (q *quarter) balance() (b balance) {
	people := map[string]*person{}
	for _, p := range q.people {
		people[p.ID], b.measured = p, b.measured.Add(p.sold())
		if len(p.held) > 0 {
			b.note("held: %s, revenue %s: %s", "暂缓：%s，销售收入 %s：%s", q.name(p.ID), q.money(p.sold()), kam.Text{EN: p.held[0].In(kam.English), ZH: p.held[0].In(kam.Chinese)})
		}
		if more := len(p.held) - 1; more > 0 {
			b.note("held: %s, further reasons, with the statements: %d", "暂缓：%s，其他原因 %d 项，见结算单", q.name(p.ID), more)
		}
	}
	credited := map[string]decimal.Decimal{}
	for c := range q.run.Direct() {
		if c.Currency != "" && c.Currency != q.Goal.Currency {
			continue
		}
		credited[c.Transaction] = credited[c.Transaction].Add(c.Amount)
		b.credited = b.credited.Add(c.Amount)
	}
	sold := map[string]decimal.Decimal{} // by owner
	var gaps []kam.Text
	for _, d := range q.won(q.Quarter) {
		if d.why = q.unpaid(d, people[d.Owner]); !q.foreign(d) {
			b.copied, sold[d.Owner] = b.copied.Add(d.Amount.Decimal), sold[d.Owner].Add(d.Amount.Decimal)
		}
		if got := credited[d.id]; q.foreign(d) || !got.Equal(d.Amount.Decimal) {
			gaps = append(gaps, say("%s, won on %s: %s in the copy, %s credited; %s", "%s，%s 赢单：副本中为 %s，计入业绩 %s；%s", q.called(d), d.Close, q.worth(d), q.money(got), d.why))
		}
		delete(credited, d.id)
	}
	for _, id := range slices.Sorted(maps.Keys(credited)) {
		gaps = append(gaps, say("%s: not in the copy as won in the quarter, %s credited", "%s：副本中不是本季度赢单，计入业绩 %s", id, q.money(credited[id])))
	}
	q.strangers(&b, people, sold)
	for _, d := range q.won(q.Before) {
		if d.Owner == "" || q.foreign(d) {
			b.note("in nobody's target: %s, won on %s, %s; %s", "未计入任何人的目标：%s，%s 赢单，%s；%s", q.called(d), d.Close, q.worth(d), q.unpaid(d, people[d.Owner]))
		}
	}
	if !b.copied.Equal(b.measured) || !b.copied.Equal(b.credited) {
		b.note("of the revenue in the copy, %s is not measured and %s is not credited", "副本中的销售收入有 %s 未计量，%s 未计入业绩", q.money(b.copied.Sub(b.measured)), q.money(b.copied.Sub(b.credited)))
	}
	b.notes = append(b.notes, gaps[:min(len(gaps), maxDeals)]...)
	if more := len(gaps) - maxDeals; more > 0 {
		b.note("further deals whose sums differ: %d", "其他金额不一致的商机：%d 笔", more)
	}
	return b
}

// strangers notes who sold and has no target, who has one and is not in the team, and who has neither target nor sales.
func (q *quarter) strangers(b *balance, people map[string]*person, sold map[string]decimal.Decimal) {
	team, leads := map[string]bool{}, map[string]bool{}
	for _, r := range q.records {
		if u, ok := r.Data.(*crm.User); ok {
			team[r.Ref.ID] = !u.Inactive
			leads[u.Manager] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(sold)) {
		if people[id] == nil && id != "" {
			b.note("no target, and so no score and no pay: %s, revenue %s", "没有目标，因此没有得分和提成：%s，销售收入 %s", q.name(id), q.money(sold[id]))
		}
		if _, known := team[id]; !known && id != "" {
			b.note("owns deals and is not in the team: %s, revenue %s", "拥有商机但不在团队名单中：%s，销售收入 %s", q.name(id), q.money(sold[id]))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(team)) {
		if _, sells := sold[id]; team[id] && !sells && !leads[id] && people[id] == nil {
			b.note("no target and no revenue: %s", "没有目标，也没有销售收入：%s", q.name(id))
		}
	}
}

// deal is an opportunity that was won, and why nobody is paid for it.
type deal struct {
	*crm.Opportunity
	id  string
	why kam.Text
}

// won returns the deals that were won in a period, in the order of the copy.
func (q *quarter) won(in kam.Period) (won []deal) {
	for _, r := range q.records {
		if d, ok := r.Data.(*crm.Opportunity); ok && d.Status == crm.Won && in.Contains(d.Close) {
			won = append(won, deal{Opportunity: d, id: r.Ref.ID})
		}
	}
	return won
}

// unpaid says why a deal of somebody may be credited with another amount than it has.
func (q *quarter) unpaid(d deal, owner *person) kam.Text {
	switch {
	case q.foreign(d):
		return say("the targets are in %s", "目标币种为 %s", q.Goal.Currency)
	case d.Owner == "":
		return say("it has no owner", "没有负责人")
	case owner == nil:
		return say("%s has no target", "%s 没有目标", q.name(d.Owner))
	case len(owner.held) > 0:
		return say("%s is held", "%s 已暂缓", q.name(d.Owner))
	default:
		return say("owner: %s", "负责人：%s", q.name(d.Owner))
	}
}

// hold takes down why there is no pay for somebody.
func (q *quarter) hold(p *person) {
	for h := range q.run.Held() {
		if h.Payee.ID == p.ID {
			p.held.Merge(h.Findings)
		}
	}
	if len(p.held) == 0 {
		p.held.Add(kam.Finding{Code: "quarter.no-statement", Message: say("the run has no statement", "本次计算没有结算单")})
	}
	q.Add("commission", func(l kam.Lang) string {
		text := "# " + reports.Escape(say("%s: held", "%s：暂缓", q.name(p.ID)).In(l)) + "\n\n"
		for _, f := range p.held {
			text += "- " + reports.Escape(f.In(l)) + "\n"
		}
		return text
	})
}

func (q *quarter) foreign(d deal) bool { return d.Currency != "" && d.Currency != q.Goal.Currency }

// called is what people call a deal, with its ID.
func (q *quarter) called(d deal) kam.Text {
	if name := q.name(d.id); name != d.id {
		return say("%s (%s)", "%s（%s）", name, d.id)
	}
	return say("%s", "%s", d.id)
}

// worth is the amount of a deal in its currency, money one in that of the targets.
func (q *quarter) worth(d deal) string {
	if q.foreign(d) {
		return reports.Amount(d.Amount.Decimal, 2) + " " + string(d.Currency)
	}
	return q.money(d.Amount.Decimal)
}

func (q *quarter) money(d decimal.Decimal) string {
	return reports.Amount(d, 2) + " " + string(q.Goal.Currency)
}

func (b *balance) note(en, zh string, args ...any) { b.notes = append(b.notes, say(en, zh, args...)) }

// say returns a text in both languages with the same arguments, of which those in both go by language.
func say(en, zh string, args ...any) kam.Text {
	in := func(l kam.Lang, format string) string {
		own := slices.Clone(args)
		for i, a := range own {
			if text, ok := a.(kam.Text); ok {
				own[i] = text.In(l)
			}
		}
		return fmt.Sprintf(format, own...)
	}
	return kam.Text{EN: in(kam.English, en), ZH: in(kam.Chinese, zh)}
}

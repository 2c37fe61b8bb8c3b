package fromcrm

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// Comparison is what a copy of a CRM, the measures of people and a commission run say of one period.
type Comparison struct {
	Records []crm.Record
	Period  kam.Period
	// Before is the period that targets were grown from. Unset: none.
	Before kam.Period
	// Currency is that of the targets, in which deals without a currency are. Money of another one is in no sum.
	Currency kam.Currency
	// Names are those of people and deals. Nil: their IDs.
	Names kam.Names
	// People are those with a target.
	People []Measured
	Run    *incentive.Run
}

// Measured is somebody with a target: what is measured of them, and why the run has no statement for them.
type Measured struct {
	ID      string
	Revenue decimal.Decimal
	// Held are the reasons. Empty: they have a statement.
	Held kam.Findings
}

// Balance is what was won in a period by the copy, what of it is measured, and what of it statements are about, in the
// currency of the targets: deals at their own amounts, before the shares of rules, and without those of people who are held.
type Balance struct {
	Copied, Measured, Stated decimal.Decimal
	// Notes say who is held, who sold and has no target, who has one and is not in the team, and of which deals copy and
	// statements differ, one by one up to [MaxDeals]: none where the three sums are one and nobody is left out.
	Notes []kam.Text
}

// MaxDeals are the most deals that a balance lists one by one.
const MaxDeals = 100

// Balance compares the three sums, that of statements by the opportunities that transactions and reversals are of, and names everybody and every deal that one of them leaves out.
func (c Comparison) Balance() Balance {
	w := weigher{Comparison: c, people: make(map[string]*Measured, len(c.People)), sold: map[string]decimal.Decimal{}}
	for i := range c.People {
		p := &c.People[i]
		w.people[p.ID], w.Measured = p, w.Measured.Add(p.Revenue)
		w.held(p)
	}
	gaps := w.deals()
	w.strangers()
	if c.Before.From.IsSet() {
		w.untargeted()
	}
	if !w.Copied.Equal(w.Measured) || !w.Copied.Equal(w.Stated) {
		w.note("of the revenue in the copy, %s is not measured and %s is in no statement", "副本中的销售收入有 %s 未计量，%s 不在任何结算单中", w.money(w.Copied.Sub(w.Measured)), w.money(w.Copied.Sub(w.Stated)))
	}
	w.Notes = append(w.Notes, gaps[:min(len(gaps), MaxDeals)]...)
	if more := len(gaps) - MaxDeals; more > 0 {
		w.note("further deals whose sums differ: %d", "其他金额不一致的商机：%d 笔", more)
	}
	return w.Balance
}

// weigher is a balance while it is drawn.
type weigher struct {
	Comparison
	Balance
	people map[string]*Measured
	// sold are the sums of the copy by owner.
	sold map[string]decimal.Decimal
}

// held notes why somebody has no statement.
func (w *weigher) held(p *Measured) {
	if len(p.Held) == 0 {
		return
	}
	w.note("held: %s, revenue %s: %s", "暂缓：%s，销售收入 %s：%s", w.name(p.ID), w.money(p.Revenue), kam.Text{EN: p.Held[0].In(kam.English), ZH: p.Held[0].In(kam.Chinese)})
	if more := len(p.Held) - 1; more > 0 {
		w.note("held: %s, further reasons, with the statements: %d", "暂缓：%s，其他原因 %d 项，见结算单", w.name(p.ID), more)
	}
}

// deals adds up what the copy and statements have of each deal, and returns those of which they differ.
func (w *weigher) deals() []kam.Text {
	stated := map[string]decimal.Decimal{}
	for x := range w.Run.Direct() {
		if p := w.people[x.Payee]; x.Currency != "" && x.Currency != w.Currency || p != nil && len(p.Held) > 0 {
			continue
		}
		id := opportunityOf(x.Transaction)
		stated[id] = stated[id].Add(x.Amount)
		w.Stated = w.Stated.Add(x.Amount)
	}
	var gaps []kam.Text
	for _, d := range Won(w.Records, w.Period) {
		foreign, amount := d.Foreign(w.Currency), d.Amount.Decimal
		if !foreign {
			w.Copied, w.sold[d.Owner] = w.Copied.Add(amount), w.sold[d.Owner].Add(amount)
		}
		if got := stated[d.ID]; foreign || !got.Equal(amount) {
			gaps = append(gaps, wording.Say("%s, won on %s: %s in the copy, %s in statements; %s", "%s，%s 赢单：副本中为 %s，结算单中为 %s；%s", w.called(d), d.Close, w.worth(d), w.money(got), w.unpaid(d)))
		}
		delete(stated, d.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(stated)) {
		if stated[id].IsZero() {
			continue // won and taken back
		}
		gaps = append(gaps, wording.Say("%s: not in the copy as won in the period, %s in statements", "%s：副本中不是本期赢单，结算单中为 %s", wording.Clip(id), w.money(stated[id])))
	}
	return gaps
}

// strangers notes who sold and has no target, who has one and is not in the team, and who has neither target nor sales.
func (w *weigher) strangers() {
	team, leads := map[string]bool{}, map[string]bool{}
	for _, r := range w.Records {
		if u, ok := r.Data.(*crm.User); ok {
			team[r.Ref.ID] = !u.Inactive
			leads[u.Manager] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.sold)) {
		if w.people[id] == nil && id != "" {
			w.note("no target, and so no score and no pay: %s, revenue %s", "没有目标，因此没有得分和提成：%s，销售收入 %s", w.name(id), w.money(w.sold[id]))
		}
		if _, known := team[id]; !known && id != "" {
			w.note("owns deals and is not in the team: %s, revenue %s", "拥有商机但不在团队名单中：%s，销售收入 %s", w.name(id), w.money(w.sold[id]))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(team)) {
		if _, sells := w.sold[id]; team[id] && !sells && !leads[id] && w.people[id] == nil {
			w.note("no target and no revenue: %s", "没有目标，也没有销售收入：%s", w.name(id))
		}
	}
}

// untargeted notes the deals of the period before that are in nobody's target.
func (w *weigher) untargeted() {
	for _, d := range Won(w.Records, w.Comparison.Before) {
		if d.Owner == "" || d.Foreign(w.Currency) {
			w.note("in nobody's target: %s, won on %s, %s; %s", "未计入任何人的目标：%s，%s 赢单，%s；%s", w.called(d), d.Close, w.worth(d), w.unpaid(d))
		}
	}
}

// unpaid says why statements may have a deal at another amount than its own.
func (w *weigher) unpaid(d Deal) kam.Text {
	switch owner := w.people[d.Owner]; {
	case d.Foreign(w.Currency):
		return wording.Say("the targets are in %s", "目标币种为 %s", w.Currency)
	case d.Owner == "":
		return wording.Say("it has no owner", "没有负责人")
	case owner == nil:
		return wording.Say("%s has no target", "%s 没有目标", w.name(d.Owner))
	case len(owner.Held) > 0:
		return wording.Say("%s is held", "%s 已暂缓", w.name(d.Owner))
	default:
		return wording.Say("owner: %s", "负责人：%s", w.name(d.Owner))
	}
}

// called is what people call a deal, with its ID.
func (w *weigher) called(d Deal) kam.Text {
	if w.Names.Known(d.ID) {
		return wording.Say("%s (%s)", "%s（%s）", w.name(d.ID), wording.Clip(d.ID))
	}
	return wording.Same(wording.Clip(d.ID))
}

// worth is the amount of a deal in its currency, money one in that of the targets.
func (w *weigher) worth(d Deal) string {
	return wording.Money(d.Amount.Decimal, cmp.Or(d.Currency, w.Currency))
}

func (w *weigher) money(d decimal.Decimal) string { return wording.Money(d, w.Currency) }

func (w *weigher) name(id string) string { return wording.Clip(w.Names.Of(id)) }

func (w *weigher) note(en, zh string, args ...any) {
	w.Notes = append(w.Notes, wording.Say(en, zh, args...))
}

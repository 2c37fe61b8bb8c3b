package settlement

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// strangers warns of events that reach nobody: of cancelled deals that nobody is known to have earned anything on, of deals
// that neither the runs nor the ledger know, and of deals that do not count yet. Events are not kept: whoever earns something
// on such a deal later needs them again.
func (b *builder) strangers() {
	claws := slices.ContainsFunc(slices.Collect(maps.Values(b.plans)), func(t *terms) bool { return t != nil && t.plan.Payout != nil && t.plan.Payout.Clawback != nil })
	seen := map[string]bool{}
	for _, ids := range b.s.deals {
		for _, id := range ids {
			seen[id] = true
		}
	}
	later, first := 0, 0
	for i, e := range b.s.in.Events {
		if e.Transaction == "" {
			continue
		}
		if !e.Day.Before(b.s.period.Until) {
			if later++; later == 1 {
				first = i
			}
			continue
		}
		if b.told[e.Transaction] {
			continue
		}
		at, deal := wording.At("events", i), wording.Quote(e.Transaction)
		switch ended := ends([]payout.Event{e}); {
		case !ended && !seen[e.Transaction]:
			b.found.Warn("unknown-event", at, wording.Say("neither the runs nor the ledger know a deal %s: the event %s of %s changes nothing", "运行结果与账本均不知有交易 %s：%[3]s 的事件 %[2]s 不起作用", deal, e.Kind, e.Day),
				wording.Say("correct the id of the deal, or hand the event in again once the deal has earned something, if this is not one that everything was released of", "如该交易并非已全部释放的旧交易，请更正其编号，或待其产生所得后再次传入该事件"))
		case !ended && b.early(e.Transaction):
			b.found.Warn("early-event", at, wording.Say("deal %s does not count before %s: the event %s of %s changes nothing", "交易 %s 在 %s 之前尚未计入：%[4]s 的事件 %[3]s 不起作用", deal, b.s.period.Until, e.Kind, e.Day),
				wording.Say("hand the event in again once the deal has earned something", "待该交易产生所得后，请再次传入该事件"))
		case ended && claws:
			b.found.Warn("unknown-deal", at, wording.Say("deal %s has ended, and neither the runs nor the ledger say what it earned: nothing is taken back for it", "交易 %s 已终止，但运行结果与账簿均无其所得：不作追回", deal),
				wording.Say("add it to the deals with what it has earned to date, if it paid anybody, or hand the event in again once it has earned something", "如曾为任何人计提，请在 deals 中写明其累计所得；如尚未计提，待其产生所得后再次传入该事件"))
		}
	}
	if later > 0 {
		b.found.Warn("later-event", wording.At("events", first), wording.Say("events of %s or later are passed over: %d", "%s 或之后发生的事件未予处理，共 %d 个", b.s.period.Until, later),
			wording.Say("hand them in again with the period in which they happened", "请在其发生的结算期再次传入"))
	}
}

// early tells whether a deal counts under no plan before the period ends.
func (b *builder) early(transaction string) bool {
	run := b.s.in.Run
	return !slices.ContainsFunc(run.Program().Plans(), func(p incentive.Plan) bool {
		day := run.CreditDate(p.ID, p.Version, transaction)
		return day.IsSet() && day.Before(b.s.period.Until)
	})
}

// waitKey is what an event releases: parts of a deal that wait for its kind.
type waitKey struct {
	transaction string
	kind        payout.EventKind
}

// holder is whose part of a deal it is.
type holder struct {
	account
	component string
	currency  kam.Currency
}

func (h holder) compare(o holder) int {
	return cmp.Or(h.account.compare(o.account), strings.Compare(h.component, o.component), cmp.Compare(h.currency, o.currency))
}

// moved warns of parts of deals that are new to an account and wait for an event of which the ledger has released parts
// elsewhere: the deal has moved, and nobody hands the event in again unless it is said.
func (b *builder) moved(st *statement) {
	had := map[holder]map[string]bool{}
	for _, p := range st.posted {
		deal, _, ok := heldDeal(p)
		if !ok || !p.Into.From.Before(b.s.period.From) {
			continue
		}
		h := holder{account: st.account, component: p.Component}
		if had[h] == nil {
			had[h] = map[string]bool{}
		}
		had[h][deal] = true
	}
	for _, h := range st.result.After.Held {
		kind, waits := h.On.Event()
		if !waits || h.Transaction == "" || had[holder{account: st.account, component: h.Component}][h.Transaction] || b.happened(h.Transaction, kind) {
			continue
		}
		var freed []kam.Text
		others := b.released()[waitKey{h.Transaction, kind}]
		for _, o := range slices.SortedFunc(maps.Keys(others), holder.compare) {
			if amount := others[o]; amount.IsPositive() && (o.account != st.account || o.component != h.Component) {
				freed = append(freed, wording.Say("%s %s to %s under plan %s", "%[3]s 在方案 %[4]s 下 %[1]s %[2]s", o.currency, wording.Amount(amount, o.currency.MinorUnits()), wording.Quote(o.payee), wording.Quote(o.plan)))
			}
		}
		if len(freed) == 0 {
			continue
		}
		name, deal := wording.Quote(string(kind)), wording.Quote(h.Transaction)
		b.found.Warn("event-again", st.place(), wording.Say("deal %s is new to %s in %s: %s %s of it stays held back, because no event %s was handed in; before, it had released %s",
			"交易 %s 新计入 %s（%s）：%s %s 仍暂扣，因为没有传入事件 %s；此前该事件已释放：%s", deal, wording.Quote(st.account.payee), wording.Quote(h.Component),
			st.result.Currency, wording.Amount(h.Amount, st.result.Places), name, wording.Join(freed)),
			wording.Say("hand in the last event %s of %s again, with its fraction", "请再次传入 %[2]s 的最近一次 %[1]s 事件及其比例", name, deal))
	}
}

// happened tells whether an event of a kind, or a decision to release, was handed in for a deal.
func (b *builder) happened(transaction string, kind payout.EventKind) bool {
	return slices.ContainsFunc(b.events[transaction], func(e payout.Event) bool {
		return (e.Kind == kind || e.Kind == payout.Freed) && e.Day.Before(b.s.period.Until)
	})
}

// released returns what the ledger has released before the period, by what released it and whom it was released to.
func (b *builder) released() map[waitKey]map[holder]decimal.Decimal {
	if b.freed != nil {
		return b.freed
	}
	b.freed = map[waitKey]map[holder]decimal.Decimal{}
	for _, p := range b.s.in.Opening.Posted {
		if p.Kind != ledger.Release || !p.Into.From.Before(b.s.period.From) {
			continue
		}
		deal, part, ok := heldDeal(p)
		back := b.terms(p.Plan, p.Version).holdback(p.Component)
		if !ok || back == nil || part > len(back.Parts) {
			continue
		}
		kind, waits := back.Parts[part-1].On.Event()
		if !waits {
			continue
		}
		k, h := waitKey{deal, kind}, holder{account{p.Payee, p.Plan}, p.Component, p.Currency}
		if b.freed[k] == nil {
			b.freed[k] = map[holder]decimal.Decimal{}
		}
		b.freed[k][h] = b.freed[k][h].Sub(p.Amount)
	}
	return b.freed
}

// heldDeal returns the deal and the part, counted from 1, that a row of the held account is about; false for other rows.
func heldDeal(p ledger.Posted) (deal string, part int, ok bool) {
	at := strings.LastIndexByte(p.Reference, '#')
	if p.Account != ledger.HeldAccount || at < 1 {
		return "", 0, false
	}
	part, err := strconv.Atoi(p.Reference[at+1:])
	return p.Reference[:at], part, err == nil && part > 0
}

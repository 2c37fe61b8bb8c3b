package kpi

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Move is what became of one account in one currency.
type Move struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name,omitempty"`
	Change
	Currency kam.Currency `json:"currency"`
	// Kind is empty when a record does not state its part and figures with missing parts are unknown.
	Kind MoveKind `json:"kind,omitempty"`
	// Refs are the records of both periods.
	Refs []crm.Ref `json:"refs,omitempty"`
	Left int64     `json:"left,omitempty"`
}

// Retained is what was kept of accounts, with what became of each.
type Retained struct {
	Figures
	// Moves are in the order of account and currency; accounts without a record in either period are not among them.
	Moves []Move `json:"moves"`
}

// stayed is what was kept of the accounts of one subject in one currency.
type stayed struct {
	basis
	Retention
}

// Retention returns what was kept in the period of the revenue of Before: logo, gross and net retention, and expansion,
// contraction and churn. Each account is compared with itself, by the revenue of all its records in each period, and counts
// for its owner of today, industry and tier. Figures of money are of one currency; an account that changed its currency has
// churned in one and expanded in none, which a finding tells. Logo retention is of accounts in whatever currency. Records
// without a known account are missing from the figures of their currency.
func (b *Book) Retention(q Question) (Retained, error) {
	if err := q.check(true); err != nil {
		return Retained{}, err
	}
	moves, stray := b.moves(q)
	money, logos := table[stayed]{}, table[stayed]{}
	for currency, s := range stray {
		money.at(key{subject: q.Whole, currency: currency}).left += s
		logos.at(key{subject: q.Whole}).left += s
	}
	logos.begin(q)
	var subjects []kam.Subject
	for from := 0; from < len(moves); {
		until := from + 1
		for until < len(moves) && moves[until].Account == moves[from].Account {
			until++
		}
		account := b.index[moves[from].Account.ID]
		subjects = b.subjects(subjects, q, b.ownerOf(account), account)
		logo := logoOf(moves[from:until])
		for _, subject := range subjects {
			for _, m := range moves[from:until] {
				money.at(key{subject: subject, currency: m.Currency}).add(m.Change, m.Refs, m.Left)
				total := logos.at(key{subject: subject})
				total.refs, total.left = append(total.refs, m.Refs...), total.left+m.Left
			}
			logos.at(key{subject: subject}).Retention.add(logo)
		}
		from = until
	}
	w := b.writer(q, q.Period, q.over(q.Period))
	money.beginMoney(q, b.rules.home())
	for _, k := range money.keys() {
		cell := money[k]
		slices.SortFunc(cell.refs, crm.Ref.Compare)
		w.ratio(k, MetricGRR, "", cell.basis, cell.GRR())
		w.ratio(k, MetricNRR, "", cell.basis, cell.NRR())
		w.amount(k, MetricExpansion, "", cell.basis, cell.Expansion)
		w.amount(k, MetricContraction, "", cell.basis, cell.Contraction)
		w.amount(k, MetricChurn, "", cell.basis, cell.Churn)
	}
	for _, k := range logos.keys() {
		cell := logos[k]
		slices.SortFunc(cell.refs, crm.Ref.Compare)
		w.ratio(k, MetricLogo, "", cell.basis, cell.Logo())
	}
	findings := b.lengths(q)
	findings.Merge(switched(moves))
	return Retained{Figures: w.figures(findings), Moves: moves}, nil
}

func (s *stayed) add(c Change, refs []crm.Ref, left int64) {
	s.Retention.add(c)
	s.refs, s.left = append(s.refs, refs...), s.left+left
}

// logoOf is one account in whatever currency: 1 where it had revenue.
func logoOf(moves []Move) Change {
	var c Change
	for _, m := range moves {
		if m.Start.IsPositive() {
			c.Start = decimal.New(1, 0)
		}
		if m.End.IsPositive() {
			c.End = decimal.New(1, 0)
		}
	}
	return c
}

// moves returns what became of every account, and how many records of no known account there are by currency.
func (b *Book) moves(q Question) ([]Move, map[kam.Currency]int64) {
	type at struct {
		account  int
		currency kam.Currency
	}
	found, stray := map[at]*Move{}, map[kam.Currency]int64{}
	for i := range b.sales {
		s := &b.sales[i]
		now, past := q.Period.Contains(s.on), q.Before.Contains(s.on)
		if !now && !past {
			continue
		}
		if s.account == nobody {
			stray[s.amount.currency]++
			continue
		}
		m := found[at{s.account, s.amount.currency}]
		if m == nil {
			c := b.accounts[s.account]
			m = &Move{Account: c.ref, Name: c.account.Name, Currency: s.amount.currency}
			found[at{s.account, s.amount.currency}] = m
		}
		switch {
		case !s.amount.ok:
			m.Left++
			continue
		case now:
			m.End = m.End.Add(s.amount.amount)
		default:
			m.Start = m.Start.Add(s.amount.amount)
		}
		m.Refs = append(m.Refs, s.ref)
	}
	first, _ := b.firstSales()
	out := make([]Move, 0, len(found))
	for k, m := range found {
		if m.Left == 0 || b.rules.policy.Missing == MissingLeftOut {
			m.Kind = m.Change.Kind()
			if m.Kind == NewAccount && first[k.account].Before(q.Period.From) {
				m.Kind = Returned
			}
		}
		out = append(out, *m)
	}
	slices.SortFunc(out, func(x, y Move) int {
		return cmp.Or(x.Account.Compare(y.Account), cmp.Compare(x.Currency, y.Currency))
	})
	return out, stray
}

// switched tells accounts that have churned in one currency and buy in another.
func switched(moves []Move) kam.Findings {
	var found kam.Findings
	now := map[crm.Ref]kam.Currency{} // the first currency that an account buys in
	for _, m := range slices.Backward(moves) {
		if m.End.IsPositive() {
			now[m.Account] = m.Currency
		}
	}
	for _, m := range moves {
		if into, buys := now[m.Account]; buys && m.Kind == Churned {
			found.Add(kam.Finding{
				Code: prefix + ".currency-changed", Severity: kam.Warning, Place: m.Account.String(),
				Message: say("the account no longer buys in %s but in %s; it counts as churned there", "该客户不再以 %s 而以 %s 成交，在原币种中计为流失", m.Currency, into),
				Remedy:  say("state one currency and its rates in the policy", "请在口径中指定统一币种及汇率"),
			})
		}
	}
	return found
}

// Finding tells what became of the account: a warning when it was lost or buys less.
func (m Move) Finding() kam.Finding {
	f := kam.Finding{Code: prefix + "." + string(m.Kind), Severity: kam.Info, Place: m.Account.String(), Evidence: []kam.Evidence{
		{Name: "start", Value: wording.Money(m.Start, m.Currency)},
		{Name: "end", Value: wording.Money(m.End, m.Currency)},
	}}
	name, from, to := wording.Clip(m.Name), f.Evidence[0].Value, f.Evidence[1].Value
	switch m.Kind {
	case Churned:
		f.Severity = kam.Warning
		f.Message = say("%s is lost: %s before, nothing now", "%s 已流失：上期 %s，本期无收入", name, from)
		f.Remedy = say("find out why, and win it back", "请查明原因并争取挽回")
	case Contracted:
		f.Severity = kam.Warning
		f.Message = say("%s buys less: %s before, %s now", "%s 减购：上期 %s，本期 %s", name, from, to)
		f.Remedy = say("find out what it buys elsewhere", "请了解其转向他处采购的内容")
	case Expanded:
		f.Message = say("%s buys more: %s before, %s now", "%s 增购：上期 %s，本期 %s", name, from, to)
	case NewAccount:
		f.Message = say("%s is new: %s", "%s 为新增客户：%s", name, to)
	case Returned:
		f.Message = say("%s is back: nothing before, %s now", "%s 回流：上期无收入，本期 %s", name, to)
	case Unchanged:
		f.Message = say("%s buys as before: %s", "%s 与上期持平：%s", name, to)
	case Absent:
		f.Code = prefix + ".no-change"
		f.Message = say("%s has no revenue, neither before nor now", "%s 上期与本期均无收入", name)
	default:
		f.Code = prefix + ".no-change"
		f.Message = say("%s: what became of it is not known", "%s：变化情况未知", name)
	}
	return f
}

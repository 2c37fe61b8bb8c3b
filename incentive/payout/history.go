package payout

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Components of entries that belong to no component of the plan.
const (
	// GuaranteeComponent has what a guarantee added.
	GuaranteeComponent = "(guarantee)"
	// DrawComponent has draws and what is owed for them.
	DrawComponent = "(draw)"
	// ShortfallComponent has what pay could not cover.
	ShortfallComponent = "(shortfall)"
	// OpeningComponent has debts brought in: every debt that belongs to neither of the two above.
	OpeningComponent = "(opening)"
	// AdjustmentComponent has manual adjustments that belong to no component.
	AdjustmentComponent = "(adjustment)"
)

// Reference returns the reference of what is held back of a deal in the part of a holdback, counted from 1: "D-1#2". A host that
// brings held balances in from another system posts them with it.
func Reference(transaction string, part int) string {
	return transaction + "#" + strconv.Itoa(part)
}

// parseReference returns the deal and the part of a reference.
func parseReference(reference string) (transaction string, part int, ok bool) {
	i := strings.LastIndexByte(reference, '#')
	if i < 0 {
		return reference, 0, false
	}
	part, err := strconv.Atoi(reference[i+1:])
	return reference[:i], part, err == nil && part >= 1 && part <= maxParts && Reference(reference[:i], part) == reference
}

// itemKey is earnings that are held back together: a deal in a component, or what a period earned without a deal.
type itemKey struct {
	version                int
	component, transaction string
	origin                 kam.Period // without a deal
}

// originKey is what a component earned in a period.
type originKey struct {
	version   int
	component string
	origin    kam.Period
}

// lotKey is a debt.
type lotKey struct {
	kind  DebtKind
	since kam.Period
}

// lineKey is what entries of the open period are compared by.
type lineKey struct {
	version   int
	component string
	kind      ledger.Kind
	origin    kam.Period
	account   ledger.Account
	reference string
	currency  kam.Currency
}

// history is what the ledger holds, in the payee's currency unless said otherwise.
type history struct {
	payable, paid decimal.Decimal
	given         decimal.Decimal // what others changed of pay in the open period: payouts
	handed        decimal.Decimal // what payroll took over in the open period
	items         map[itemKey]*item
	deals         map[dealKey][]*item // the items of each deal
	strays        []Held              // held back under a reference that no rule knows
	lots          map[lotKey]decimal.Decimal
	clawed        map[dealKey]decimal.Decimal   // taken from pay
	earned        map[originKey]decimal.Decimal // in the plan's currency
	converted     map[originKey]decimal.Decimal
	elsewhere     map[originKey]map[kam.Currency]decimal.Decimal // what earnings came to in currencies other than the payee's
	own           map[lineKey]decimal.Decimal                    // posted into the open period by this room
}

// readHistory divides the ledger's sums into what stood before the open period and what was posted into it.
func (s *settlement) readHistory() {
	s.h = history{
		items: map[itemKey]*item{}, deals: map[dealKey][]*item{}, lots: map[lotKey]decimal.Decimal{}, clawed: map[dealKey]decimal.Decimal{},
		earned: map[originKey]decimal.Decimal{}, converted: map[originKey]decimal.Decimal{}, elsewhere: map[originKey]map[kam.Currency]decimal.Decimal{}, own: map[lineKey]decimal.Decimal{},
	}
	strays, foreign := map[lineKey]decimal.Decimal{}, map[kam.Currency]decimal.Decimal{}
	for i, p := range s.c.Posted {
		if p.Payee != s.c.Payee || p.Plan != s.c.Plan {
			continue
		}
		switch {
		case num.Check(p.Amount) != nil:
			s.Number(wording.At("$.posted", i)+".amount", p.Amount)
		case p.Into == s.c.Period && owned(p.Kind) && p.Kind != ledger.Conversion && s.apart(p.Currency):
		case p.Into == s.c.Period && owned(p.Kind):
			key := lineKey{p.Version, p.Component, p.Kind, p.Period, p.Account, p.Reference, p.Currency}
			s.h.own[key] = s.h.own[key].Add(p.Amount)
		case p.Into == s.c.Period && (p.Kind == ledger.Earning || p.Kind == ledger.Correction):
		case p.Into == s.c.Period && p.Kind != ledger.Opened:
			s.given(p)
		case p.Into.Check() != nil || p.Into.IsOpen():
			s.Add("posted", wording.At("$.posted", i)+".into", wording.Say("the row does not say into which period it was posted", "该行没有写明入账期间"), wording.Say("hand in the ledger's sums as they are", "请原样提供账簿汇总"))
		case p.Into == s.c.Period || !p.Into.Until.After(s.c.Period.From):
			s.before(p, strays, foreign)
		case p.Into.From.Before(s.c.Period.Until):
			s.Add("posted", wording.At("$.posted", i)+".into", wording.Say("%s overlaps the open period", "%s 与当前结算期重叠", p.Into), wording.Say("settle commission periods that do not overlap", "请使用互不重叠的结算期"))
		case p.Kind != ledger.DrawAdvance && p.Kind != ledger.Payout && p.Kind != ledger.PayoutReturn:
			s.later = true
		}
	}
	s.listStrays(strays)
	for _, currency := range slices.Sorted(maps.Keys(foreign)) {
		if amount := foreign[currency]; !amount.IsZero() {
			s.Warn("other-currency", "$.posted", wording.Say("%s %s stand in another currency than the payee is paid in", "有 %s %s 以非发放货币记账", currency, s.format(amount)),
				wording.Say("settle what is held or owed in it by a case in that currency, name it in Apart, and pay out what is payable in it", "请以该货币另行结算其暂扣与欠款，并在 Apart 中写明该货币；应付部分请以该货币发放"))
		}
	}
	if s.later {
		s.Warn("later-period", "$.posted", wording.Say("later periods are settled already", "之后的结算期已结算"), wording.Say("settle them again, in order", "请依次重新结算"))
	}
}

// apart tells whether a case of its own settles what stands in a currency.
func (s *settlement) apart(c kam.Currency) bool {
	return c != s.currency && slices.Contains(s.c.Apart, c)
}

// given notes what others have posted into the open period: payouts.
func (s *settlement) given(p ledger.Posted) {
	if p.Currency != s.currency {
		return
	}
	switch p.Account {
	case ledger.PayeeAccount:
		s.h.given = s.h.given.Add(p.Amount)
	case ledger.PaidAccount:
		s.h.handed = s.h.handed.Add(p.Amount)
	case ledger.DebtAccount:
		s.owe(p)
	default: // the house's side
	}
}

// before notes what stood in the ledger before the open period.
func (s *settlement) before(p ledger.Posted, strays map[lineKey]decimal.Decimal, foreign map[kam.Currency]decimal.Decimal) {
	origin := originKey{p.Version, p.Component, p.Period}
	if p.Account == ledger.PayeeAccount && (p.Kind == ledger.Earning || p.Kind == ledger.Correction) && p.Currency == s.r.money.Currency {
		s.h.earned[origin] = s.h.earned[origin].Add(p.Amount)
	}
	if p.Currency != s.currency {
		if p.Account == ledger.PayeeAccount && (p.Kind == ledger.Earning || p.Kind == ledger.Correction || p.Kind == ledger.Conversion) {
			if s.h.elsewhere[origin] == nil {
				s.h.elsewhere[origin] = map[kam.Currency]decimal.Decimal{}
			}
			s.h.elsewhere[origin][p.Currency] = s.h.elsewhere[origin][p.Currency].Add(p.Amount)
		}
		if !s.apart(p.Currency) && (p.Account == ledger.PayeeAccount || p.Account == ledger.HeldAccount || p.Account == ledger.DebtAccount) {
			foreign[p.Currency] = foreign[p.Currency].Add(p.Amount)
		}
		return
	}
	switch p.Account {
	case ledger.PayeeAccount:
		s.h.payable = s.h.payable.Add(p.Amount)
		switch p.Kind {
		case ledger.Conversion:
			s.h.converted[origin] = s.h.converted[origin].Add(p.Amount)
		case ledger.Clawback:
			key := dealKey{p.Component, p.Reference}
			s.h.clawed[key] = s.h.clawed[key].Sub(p.Amount)
		default: // a change of pay
		}
	case ledger.PaidAccount:
		s.h.paid = s.h.paid.Add(p.Amount)
	case ledger.DebtAccount:
		s.owe(p)
	case ledger.HeldAccount:
		if !s.hold(p) {
			key := lineKey{version: p.Version, component: p.Component, origin: p.Period, reference: p.Reference}
			strays[key] = strays[key].Add(p.Amount)
		}
	default: // the house's side
	}
}

// owe adds to a debt what stands on its account, where it is below zero.
func (s *settlement) owe(p ledger.Posted) {
	kind := OpeningDebt
	switch p.Component {
	case DrawComponent:
		kind = DrawDebt
	case ShortfallComponent:
		kind = ShortfallDebt
	}
	key := lotKey{kind, p.Period}
	s.h.lots[key] = s.h.lots[key].Sub(p.Amount)
}

// hold adds a row of the held account to its item, and returns false when no rule knows it.
func (s *settlement) hold(p ledger.Posted) bool {
	transaction, part, ok := parseReference(p.Reference)
	rules := s.rulesOf(p.Version)
	if !ok || rules == nil {
		return false
	}
	back := rules.holdback(p.Component)
	if back == nil || part > len(back.Parts) || back == rules.booked && p.Kind == ledger.Opened {
		return false
	}
	key := itemKey{version: p.Version, component: p.Component, transaction: transaction}
	if transaction == "" {
		key.origin = p.Period
	}
	it := s.itemAt(key, back)
	was := &it.was[part-1]
	switch p.Kind {
	case ledger.Holdback:
		was.held = was.held.Add(p.Amount)
		it.total = it.total.Add(p.Amount)
		it.byOrigin[p.Period] = it.byOrigin[p.Period].Add(p.Amount)
		it.from(p.Period)
	case ledger.Release:
		was.released = was.released.Sub(p.Amount)
	case ledger.Clawback:
		was.cancelled = was.cancelled.Sub(p.Amount)
	default: // brought in
		was.opened = was.opened.Add(p.Amount)
		it.from(p.Period)
	}
	return true
}

func (s *settlement) listStrays(strays map[lineKey]decimal.Decimal) {
	for key, amount := range strays {
		if amount.IsZero() {
			continue
		}
		transaction, part, _ := parseReference(key.reference)
		s.h.strays = append(s.h.strays, Held{
			Version: key.version, Component: key.component, Transaction: transaction, Origin: key.origin,
			Part: part, Amount: amount, Reference: key.reference,
		})
	}
	slices.SortFunc(s.h.strays, Held.compare)
	for _, h := range s.h.strays {
		s.Warn("held-unknown", "$.posted", wording.Say("no rule releases %s, held back for %s under %s", "没有规则可释放暂扣金额 %s（%s，引用 %s）", s.format(h.Amount), wording.Clip(h.Component), wording.Quote(h.Reference)),
			wording.Say("hand in the rules of version %d as Earlier, or post it with a reference such as %q", "请通过 Earlier 提供第 %d 版规则，或使用 %q 这样的引用入账", h.Version, Reference("D-1", 1)))
	}
}

package payroll

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// PayRun is what payroll pays, and what it does not and why.
type PayRun struct {
	Run     string  `json:"run"`
	PayDate PayDate `json:"payDate"`
	// Lines are what is paid, ascending by payee, plan and currency.
	Lines []Line `json:"lines"`
	// Kept is what stays payable, in the same order. A repeated run has none.
	Kept []Kept `json:"kept"`
	// Totals are the sums of the lines, ascending by currency.
	Totals []kam.Money `json:"totals"`
	// Batch moves the lines from payable to paid. Of a repeated run it is the one of that time, which the ledger answers
	// with the receipt of that time.
	Batch ledger.Batch `json:"batch"`
	// Repeated says that the run is in the ledger already: the lines are those of that time.
	Repeated bool `json:"repeated,omitempty"`
}

// Why says why an amount is not paid.
type Why string

// The reasons, in the order in which they are looked at.
const (
	// Negative is an amount to be taken back. Another plan's pay is not set off against it.
	Negative Why = "negative"
	// NotDue was posted into a period that had not ended by the cutoff.
	NotDue Why = "not-due"
	// NotApproved was posted into a period that nobody approved.
	NotApproved Why = "not-approved"
	// OtherCurrency is not in the currency that the payee is paid in.
	OtherCurrency Why = "other-currency"
	// OnHold is stopped by a [Hold]; of a payment that is stopped in part, that part.
	OnHold Why = "on-hold"
	// BelowMinimum is less than a [Minimum].
	BelowMinimum Why = "below-minimum"
	// BelowUnit is less than the smallest unit of the currency.
	BelowUnit Why = "below-unit"
)

// Kept is an amount that stays payable.
type Kept struct {
	Payee    string          `json:"payee"`
	Plan     string          `json:"plan"`
	Amount   decimal.Decimal `json:"amount"`
	Currency kam.Currency    `json:"currency"`
	Why      Why             `json:"why"`
	Because  kam.Text        `json:"because"`
}

// Pay returns the pay run of a request. For each payee, plan and currency:
//
//   - What is due is the sum on the payee's account of what was posted into periods whose last day is on or before the
//     cutoff, and that are approved or closed where unapproved amounts wait, less all payouts that were not returned. It
//     is never more than the whole payable, so that what was posted later and is negative reduces it.
//     Draws that an open period began with are due too where the terms say so, and what was paid for such draws of
//     periods that still wait does not reduce them.
//   - Of it, amounts on hold stay payable; at most all of it.
//   - It is cut towards zero to whole minor units of the currency. The rest stays payable.
//   - It stays behind whole where the payee is paid in another currency, where a hold stops it, where it is below the
//     minimum of the plan, and where the sum of the payee's lines in the currency is below the minimum of the payee.
//
// A run whose lines stand in the ledger already is repeated: its lines and its batch are those. Appending a new batch with the snapshot's head fails with [ledger.ErrStale] when anything came in between; the error is a
// *[kam.InvalidError] with every fault of the request.
func Pay(r Request) (PayRun, error) {
	f := r.check()
	if err := f.Err(); err != nil {
		return PayRun{}, err
	}
	p := PayRun{Run: r.Run, PayDate: r.PayDate}
	p.Batch = ledger.Batch{Run: r.Run, Head: r.Snapshot.Head, Period: r.Into}
	lines, into := posted(r)
	if p.Repeated = len(lines) > 0; p.Repeated {
		p.Lines, p.Batch.Period = lines, into
	} else {
		closed(f, r.Snapshot, r.Into)
		if err := f.Err(); err != nil {
			return PayRun{}, err
		}
		p.decide(r)
	}
	for _, l := range p.Lines {
		p.Batch.Entries = append(p.Batch.Entries, ledger.Move(l.entry(ledger.Payout, p.Batch.Period), ledger.PayeeAccount, ledger.PaidAccount, l.Amount)...)
	}
	p.Totals = totals(p.Lines)
	return p, nil
}

// posted returns the lines that the run has in the ledger, and the period that they were posted into.
func posted(r Request) (lines []Line, into kam.Period) {
	for _, x := range r.Snapshot.Posted {
		if x.Kind == ledger.Payout && x.Account == ledger.PaidAccount &&
			x.Reference == LineID(x.Payee, x.Plan, x.Currency, r.PayDate.Date, r.Run) {
			lines = append(lines, Line{
				ID: x.Reference, Payee: x.Payee, Plan: x.Plan, Version: x.Version, Amount: x.Amount, Currency: x.Currency,
				Date: r.PayDate.Date, Run: r.Run,
			})
			into = x.Into
		}
	}
	slices.SortFunc(lines, Line.compare)
	return lines, into
}

// due is what the rows of a balance sum to, by whether they are due.
type due struct {
	due, late, unapproved decimal.Decimal
	// begun are draws that open periods began with, and advanced the draws that are part of late and unapproved.
	begun, advanced decimal.Decimal
	// paid are the payouts that are part of due, with their sign.
	paid decimal.Decimal
}

// withDraws returns d with the draws that open periods began with as due. What was paid beyond what else is due was paid
// for draws of periods that still wait, as far as there are such draws.
func (d due) withDraws() due {
	d.due = d.due.Add(d.begun)
	if beyond := decimal.Min(d.begun.Sub(d.due), d.paid.Neg(), d.advanced); beyond.IsPositive() {
		d.due = d.due.Add(beyond)
	}
	return d
}

type balanceKey struct {
	payee, plan string
	currency    kam.Currency
}

// dues returns what is due of each balance.
func dues(r Request) map[balanceKey]due {
	states := map[kam.Period]ledger.State{}
	for _, p := range r.Snapshot.Periods {
		states[p.Period] = p.State
	}
	begun := begunDraws(r, states)
	found := map[balanceKey]due{}
	for _, x := range r.Snapshot.Posted {
		if x.Account != ledger.PayeeAccount {
			continue
		}
		key := balanceKey{x.Payee, x.Plan, x.Currency}
		d := found[key]
		state := states[x.Into]
		waits := func(sum *decimal.Decimal) {
			*sum = sum.Add(x.Amount)
			if r.Terms.BegunDraws && x.Kind == ledger.DrawAdvance {
				d.advanced = d.advanced.Add(x.Amount)
			}
		}
		switch {
		case x.Kind == ledger.Payout || x.Kind == ledger.PayoutReturn:
			d.due, d.paid = d.due.Add(x.Amount), d.paid.Add(x.Amount)
		case begun[periodKey{key, x.Into}]:
			d.begun = d.begun.Add(x.Amount)
		case r.PayDate.Cutoff.IsSet() && x.Into.Until.AddDays(-1).After(r.PayDate.Cutoff):
			waits(&d.late)
		case r.Terms.Unapproved == UnapprovedWaits && state != ledger.Approved && state != ledger.Closed:
			waits(&d.unapproved)
		default:
			d.due = d.due.Add(x.Amount)
		}
		found[key] = d
	}
	for key, d := range found {
		found[key] = d.withDraws()
	}
	return found
}

// periodKey is a balance and the commission period that something was posted into.
type periodKey struct {
	balanceKey
	into kam.Period
}

// begunDraws returns where nothing but a draw stands in an open period that has begun by the pay date, if such draws are
// paid.
func begunDraws(r Request, states map[kam.Period]ledger.State) map[periodKey]bool {
	if !r.Terms.BegunDraws {
		return nil
	}
	begun := map[periodKey]bool{}
	for _, x := range r.Snapshot.Posted {
		if x.Account != ledger.PayeeAccount || x.Kind == ledger.Payout || x.Kind == ledger.PayoutReturn {
			continue
		}
		key := periodKey{balanceKey{x.Payee, x.Plan, x.Currency}, x.Into}
		only, seen := begun[key]
		open := states[x.Into] == "" || states[x.Into] == ledger.Open
		begun[key] = (only || !seen) && open && x.Kind == ledger.DrawAdvance && !x.Into.From.After(r.PayDate.Date)
	}
	return begun
}

// decide fills in the lines and what is kept.
func (p *PayRun) decide(r Request) {
	terms, owed, asked := r.Terms.index(), dues(r), r.asks()
	balances := ledger.Balances(r.Snapshot.Posted)
	for start := 0; start < len(balances); {
		end := start
		for end < len(balances) && balances[end].Payee == balances[start].Payee {
			end++
		}
		if payee := balances[start:end]; asked(payee[0].Payee) {
			p.payee(r, terms, owed, payee)
		}
		start = end
	}
}

// payee decides about the balances of one payee.
func (p *PayRun) payee(r Request, terms index, owed map[balanceKey]due, balances []ledger.Balance) {
	first := len(p.Kept)
	var lines []Line
	sums := map[kam.Currency]decimal.Decimal{}
	for _, b := range balances {
		if b.Payable.IsZero() {
			continue
		}
		d := owed[balanceKey{b.Payee, b.Plan, b.Currency}]
		l := Line{
			ID: LineID(b.Payee, b.Plan, b.Currency, r.PayDate.Date, r.Run), Payee: b.Payee, Plan: b.Plan, Version: b.Version,
			Currency: b.Currency, Date: r.PayDate.Date, Run: r.Run,
		}
		ready := decimal.Min(d.due, b.Payable)
		l.Amount = num.Round(ready, b.Currency.MinorUnits(), num.Down)
		if why, because := p.refuses(r, terms, b, d, l); why != "" {
			p.keep(l, b.Payable, why, because)
			continue
		}
		held, rows := terms.parts(l)
		if held = decimal.Min(held, ready); held.IsPositive() {
			p.keep(l, held, OnHold, parted(rows))
			if l.Amount = num.Round(ready.Sub(held), b.Currency.MinorUnits(), num.Down); !l.Amount.IsPositive() {
				p.keepRest(r, l, d, b.Payable.Sub(held))
				continue
			}
			if why, because := p.tooLittle(r, terms, l); why != "" {
				p.keep(l, b.Payable.Sub(held), why, because)
				continue
			}
		}
		p.keepRest(r, l, d, b.Payable.Sub(held).Sub(l.Amount))
		lines = append(lines, l)
		sums[l.Currency] = sums[l.Currency].Add(l.Amount)
	}
	for _, l := range lines {
		least := terms.minimum(PerPayee, "", l.Currency)
		if sum := sums[l.Currency]; sum.LessThan(least) && !r.belowMinimum() {
			p.keep(l, l.Amount, BelowMinimum, wording.Say("%s for all plans together is below the minimum of %s; it rolls over",
				"所有方案合计 %s，低于最低发放额 %s，结转至下次", money(sum, l.Currency), money(least, l.Currency)))
			continue
		}
		p.Lines = append(p.Lines, l)
	}
	slices.SortStableFunc(p.Kept[first:], func(a, b Kept) int {
		return Line{Payee: a.Payee, Plan: a.Plan, Currency: a.Currency}.compare(Line{Payee: b.Payee, Plan: b.Plan, Currency: b.Currency})
	})
}

// refuses says why nothing of a balance is paid, if so.
func (p *PayRun) refuses(r Request, terms index, b ledger.Balance, d due, l Line) (Why, kam.Text) {
	if b.Payable.IsNegative() {
		return Negative, wording.Say("%s is to be taken back, and nothing is set off against other plans", "%s 须追回，不与其他方案的金额相抵", money(b.Payable, b.Currency))
	}
	if !l.Amount.IsPositive() {
		return d.rest(r, l)
	}
	if paid, stated := terms.currencies[b.Payee]; stated && paid != b.Currency {
		return OtherCurrency, wording.Say("the payee is paid in %s, not in %s", "收款人以 %s 领取，而非 %s", string(paid), string(b.Currency))
	}
	if h, held := terms.hold(b.Payee, b.Plan, r.PayDate.Date); held {
		return OnHold, wording.Say("%s stopped the payment: %s", "%s 已暂停发放：%s", wording.Clip(h.By), wording.Clip(h.Reason))
	}
	return p.tooLittle(r, terms, l)
}

// tooLittle says why a line below the minimum of its plan is not paid, if so.
func (p *PayRun) tooLittle(r Request, terms index, l Line) (Why, kam.Text) {
	if least := terms.minimum(PerPlan, l.Plan, l.Currency); l.Amount.LessThan(least) && !r.belowMinimum() {
		return BelowMinimum, wording.Say("%s is below the minimum of %s; it rolls over", "%s 低于最低发放额 %s，结转至下次",
			money(l.Amount, l.Currency), money(least, l.Currency))
	}
	return "", kam.Text{}
}

// parted says who holds which parts of a payment, and why.
func parted(rows []Hold) kam.Text {
	texts := make([]kam.Text, len(rows))
	for i, h := range rows {
		texts[i] = wording.Say("%s holds %s back: %s", "%s 暂缓发放 %s：%s", wording.Clip(h.By), money(h.Amount.Decimal, h.Currency), wording.Clip(h.Reason))
	}
	return wording.Clauses(texts)
}

func (r Request) belowMinimum() bool { return r.OffCycle != nil && r.OffCycle.BelowMinimum }

// rest says why a part of what is payable is not paid with the line.
func (d due) rest(r Request, l Line) (Why, kam.Text) {
	switch {
	case !d.late.IsZero():
		return NotDue, wording.Say("%s was posted into periods that had not ended by the cutoff %s", "%s 记入截止日 %s 时尚未结束的结算期",
			money(d.late, l.Currency), r.PayDate.Cutoff)
	case !d.unapproved.IsZero():
		return NotApproved, wording.Say("%s was posted into periods that nobody has approved", "%s 记入尚未审批的结算期", money(d.unapproved, l.Currency))
	}
	return BelowUnit, wording.Say("it is less than the smallest unit of %s", "不足 %s 的最小单位", string(l.Currency))
}

// keepRest keeps what is payable beside the line and what is on hold, if there is any.
func (p *PayRun) keepRest(r Request, l Line, d due, amount decimal.Decimal) {
	if !amount.IsPositive() {
		return
	}
	why, because := d.rest(r, l)
	p.keep(l, amount, why, because)
}

func (p *PayRun) keep(l Line, amount decimal.Decimal, why Why, because kam.Text) {
	p.Kept = append(p.Kept, Kept{Payee: l.Payee, Plan: l.Plan, Amount: amount, Currency: l.Currency, Why: why, Because: because})
}

// totals returns the sums of lines, ascending by currency.
func totals(lines []Line) []kam.Money {
	sums := map[kam.Currency]decimal.Decimal{}
	for _, l := range lines {
		sums[l.Currency] = sums[l.Currency].Add(l.Amount)
	}
	return amounts(sums)
}

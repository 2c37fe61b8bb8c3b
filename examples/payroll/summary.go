package main

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// status is what became of a statement.
type status string

// The statuses, as in statements.csv.
const (
	posted        status = "posted"
	alreadyPosted status = "already-posted"
	nothingDue    status = "nothing-due"
	openPosition  status = "open-position"
	heldBack      status = "held"
	notPosted     status = "not-posted" // with -strict, because of somebody else
	dryRun        status = "dry-run"
)

// text is the status for people.
func (s status) text(lang kam.Lang) string {
	return map[status]kam.Text{
		posted:        {EN: "posted", ZH: "已入账"},
		alreadyPosted: {EN: "already posted", ZH: "此前已入账"},
		nothingDue:    {EN: "nothing due", ZH: "无应付"},
		openPosition:  {EN: "open position", ZH: "空缺岗位"},
		heldBack:      {EN: "held", ZH: "暂缓"},
		notPosted:     {EN: "not posted", ZH: "未入账"},
		dryRun:        {EN: "dry run", ZH: "试算"},
	}[s].In(lang)
}

// summary is one row of statements.csv.
type summary struct {
	payee, name, plan                string
	version                          string
	currency                         string
	credited, quota, earned, payable string
	attainment                       decimal.NullDecimal
	status                           status
	planHash, inputHash              string
	amount                           decimal.Decimal
}

// summaries returns one row a statement, then one a held payee and plan.
func summaries(r result, block status) []summary {
	changes, stood := r.changes(), r.stood()
	credited := r.credited()
	var out []summary
	for s := range r.run.Statements() {
		row := fromStatement(s)
		if own, ok := credited[unit{row.payee, row.plan}]; ok {
			row.credited = own.StringFixed(s.Places())
		}
		key := unit{row.payee, row.plan}
		switch {
		case s.Open():
			row.status = openPosition
		case block != "":
			row.status = block
		case changes[key]:
			row.status = posted
		case stood[key]:
			row.status = alreadyPosted
		default:
			row.status = nothingDue
		}
		out = append(out, row)
	}
	for _, h := range r.held {
		out = append(out, summary{payee: h.Payee.ID, name: h.Payee.Name, plan: h.Plan, version: version(h), status: heldBack})
	}
	return out
}

// credited sums the deals that count for their owners in the period. A unit without any, such as a manager's, is
// not in it: its first measure is shown instead.
func (r result) credited() map[unit]decimal.Decimal {
	sums := map[unit]decimal.Decimal{}
	for credit := range r.run.Direct() {
		key := unit{credit.Payee, credit.Plan}
		sums[key] = sums[key].Add(credit.Amount)
	}
	return sums
}

func version(h incentive.Held) string {
	if h.Version == 0 {
		return ""
	}
	return itoa(h.Version)
}

func fromStatement(s incentive.Statement) summary {
	places := s.Places()
	out := summary{
		payee: s.Payee().ID, name: s.Payee().Name, plan: s.PlanID(), version: itoa(s.PlanVersion()), currency: string(s.Currency()),
		earned: s.Earned().StringFixed(places), payable: s.Payable().StringFixed(places),
		planHash: s.PlanHash(), inputHash: s.InputHash(), amount: s.Earned(),
	}
	for m := range s.Measures() {
		if out.credited == "" {
			out.credited = m.Value.StringFixed(places)
		}
		if m.Quota.Valid {
			out.quota = m.Quota.Decimal.StringFixed(places)
			out.attainment = m.Attainment
			break
		}
	}
	return out
}

// share shows an attainment such as 1.234567 as 123.5%.
func share(attainment decimal.NullDecimal) string {
	if !attainment.Valid {
		return ""
	}
	return attainment.Decimal.Shift(2).StringFixed(1) + "%"
}
